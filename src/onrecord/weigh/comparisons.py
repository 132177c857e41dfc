"""Comparisons of two accounts, each a function with a sentence that says what it finds."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import NamedTuple

from onrecord.data import Account, Event, Place, Quantity, Verdict
from onrecord.weigh.accounts import counts, days, owners, places, speakers

# "About 90,000" is met by anything within a tenth of it: an estimate, to be measured on cases later.
ROUGHLY = 0.1
EARTH_KM = 6371.0


class Range(NamedTuple):
    """The numbers that a quantity allows."""

    low: float
    high: float


def numbers_exclude(one: Account, other: Account) -> Verdict | None:
    """Two sources give numbers of the same thing, at the same place and day, that cannot both be right."""
    if not _one_thing(one, other):
        return None
    for held, a in counts(one):
        for held_too, b in counts(other):
            if a.of != b.of or a.unit != b.unit or (a.scope and b.scope and a.scope != b.scope):
                continue
            if owners(one, held) != owners(other, held_too) or not _apart(allowed(a), allowed(b)):
                continue
            where = _overlap(places(one), places(other))
            return Verdict(
                relation="contradicts",
                on="quantity",
                values=(a.words, b.words),
                why=_why(one, other, owners(one, held), a, b),
                # Estimates: lower where a place is not known to be the same.
                score=0.7 if where else 0.5,
            )
    return None


COMPARISONS: tuple[Callable[[Account, Account], Verdict | None], ...] = (numbers_exclude,)


def allowed(quantity: Quantity) -> Range:
    """The numbers that `quantity` allows: open where only a bound is given, a tenth wider where it is approximate."""
    slack = ROUGHLY if quantity.approximate else 0.0
    low = -math.inf if quantity.low is None else quantity.low * (1 - slack)
    high = math.inf if quantity.high is None else quantity.high * (1 + slack)
    return Range(low, high)


def _one_thing(one: Account, other: Account) -> bool:
    """Whether two accounts tell of things that exist together: both as having happened, by different sources."""
    a, b = one.finding, other.finding
    if isinstance(a, Event) and isinstance(b, Event) and (a.status != "actual" or b.status != "actual"):
        return False
    if (speakers(one) & speakers(other)) or (one.head.doc == other.head.doc and speakers(one) == speakers(other)):
        return False
    return _overlap(places(one), places(other)) is not False


def _apart(a: Range, b: Range) -> bool:
    return a.high < b.low or b.high < a.low


def _overlap(ours: list[Place], theirs: list[Place]) -> bool | None:
    """Whether any two places may be one: their distance is within their radii; None where one side names none."""
    if not ours or not theirs:
        return None
    return any(_km(a, b) <= (a.radius_km or 0) + (b.radius_km or 0) + 1 for a in ours for b in theirs)


def _km(a: Place, b: Place) -> float:
    """Great-circle distance by the haversine formula."""
    p, q, r, s = (math.radians(x or 0.0) for x in (a.lat, a.lon, b.lat, b.lon))
    h = math.sin((r - p) / 2) ** 2 + math.cos(p) * math.cos(r) * math.sin((s - q) / 2) ** 2
    return 2 * EARTH_KM * math.asin(min(1.0, math.sqrt(h)))


def _why(one: Account, other: Account, whose: frozenset[str], a: Quantity, b: Quantity) -> str:
    day = max(d.start for d in (days(one), days(other)) if d).isoformat()
    code = one.finding.code if isinstance(one.finding, Event) else "count"
    what = ", ".join([f"“{a.of}”", code, *sorted(whose)])
    return (
        f"Two numbers of one thing ({what}) for {day}: {a.words} allows {_said(allowed(a))}, "
        f"{b.words} allows {_said(allowed(b))}; no number meets both."
    )


def _said(r: Range) -> str:
    if r.low == r.high:
        return f"{r.low:,.0f}"
    if r.low == -math.inf:
        return f"at most {r.high:,.0f}"
    return f"at least {r.low:,.0f}" if r.high == math.inf else f"{r.low:,.0f} to {r.high:,.0f}"
