"""Numbers of accounts alone, without their reports' text: what `weigh` did before; goes when `run` weighs reports."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from datetime import date, timedelta
from typing import NamedTuple

from onrecord.data import Account, Actor, Event, Mention, Place, Quantity, Time, Verdict

# A longer stretch ("in 2021", "since 2014") fixes no day on which two counts could exclude each other.
LONGEST = timedelta(days=31)


class Days(NamedTuple):
    """A half-open stretch of days."""

    start: date
    end: date


def mention(account: Account, key: str) -> Mention | None:
    """The mention of `account` with the id `key`, or None."""
    return next((m for m in account.mentions if m.id == key), None)


def counts(account: Account) -> list[tuple[Mention, Quantity]]:
    """The counts of something that the account gives as a level, each with its mention; no parts of a whole."""
    finding = account.finding
    held = [finding] if isinstance(finding, Mention) else [mention(account, q) for q in finding.quantities]
    return [
        (m, m.value)
        for m in held
        if m and isinstance(m.value, Quantity) and m.value.of and m.value.change == "level" and not m.part_of
    ]


def owners(account: Account, counted: Mention | None = None) -> frozenset[str]:
    """Whose the account is: the counted group's country, else those of the event's actors, as codes or actor ids."""
    group = mention(account, counted.attached_to) if counted and counted.attached_to else None
    if group and isinstance(group.value, Actor) and group.value.country:
        return frozenset({group.value.country})
    if not isinstance(account.finding, Event):
        return frozenset()
    acting = (mention(account, a) for a in account.finding.actors)
    return frozenset(m.value.country or m.value.id for m in acting if m and isinstance(m.value, Actor))


def speakers(account: Account) -> frozenset[str]:
    """The ids of the actors on whose word the account is told; empty for the report's own word."""
    spoken = account.statements[0].speakers if account.statements else ()
    found = (mention(account, s) for s in spoken)
    return frozenset(m.value.id for m in found if m and isinstance(m.value, Actor))


def days(account: Account) -> Days | None:
    """When what is told holds: the event's own time if that is short, else the day of publication, else None."""
    told = (
        mention(account, account.finding.time) if isinstance(account.finding, Event) and account.finding.time else None
    )
    if told and isinstance(told.value, Time) and told.value.start and told.value.end:
        start, end = _day(told.value.start), _day(told.value.end)
        end = max(end, start + timedelta(days=1))
        return Days(start, end) if end - start <= LONGEST else None
    if not account.head.published:
        return None
    day = _day(account.head.published)
    return Days(day, day + timedelta(days=1))


def places(account: Account) -> list[Place]:
    """The places of the account that have a point."""
    return [m.value for m in account.mentions if isinstance(m.value, Place) and m.value.lat is not None]


def _day(iso: str) -> date:
    return date.fromisoformat(iso[:10])


Key = tuple[str, str, str]


def pairs(accounts: Iterable[Account]) -> Iterator[tuple[Account, Account]]:
    """Each pair with one code, owner and counted thing whose days overlap, once, in the order of their ids.

    Of accounts that give the same number for the same days on the same word, only the first published is compared:
    forty papers that repeat a number are one side of a dispute.
    """
    blocks: dict[Key, dict[Hashable, tuple[Days, Account]]] = defaultdict(dict)
    for account in accounts:
        if when := days(account):
            for key, side in _sides(account):
                known = blocks[key].get((when, side))
                if known is None or _order(account) < _order(known[1]):
                    blocks[key][when, side] = (when, account)
    found: dict[tuple[str, str], tuple[Account, Account]] = {}
    for block in blocks.values():
        for one, other in _overlapping(list(block.values())):
            a, b = sorted((one, other), key=lambda account: account.finding.id)
            found[a.finding.id, b.finding.id] = (a, b)
    for ids in sorted(found):
        yield found[ids]


def _order(account: Account) -> tuple[str, str]:
    return account.head.published or "", account.finding.id


def _sides(account: Account) -> Iterator[tuple[Key, Hashable]]:
    """What each count of the account is compared under, and what it says there."""
    code = account.finding.code if isinstance(account.finding, Event) else ""
    status = account.finding.status if isinstance(account.finding, Event) else ""
    for held, quantity in counts(account):
        said = (quantity.low, quantity.high, quantity.approximate, quantity.scope, status, speakers(account))
        for owner in owners(account, held) or {""}:
            yield (code, owner, quantity.of or ""), said


def _overlapping(block: list[tuple[Days, Account]]) -> Iterator[tuple[Account, Account]]:
    """Pairs whose days overlap: a sweep over the starts, holding only the accounts that are still open."""
    open_now: list[tuple[date, Account]] = []
    for when, account in sorted(block, key=lambda row: (row[0].start, row[1].finding.id)):
        open_now = [(until, other) for until, other in open_now if until > when.start]
        for _, other in open_now:
            if other.finding.id != account.finding.id:
                yield other, account
        open_now.append((when.end, account))


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
