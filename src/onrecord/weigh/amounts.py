"""The numbers of an account: of what, whose, what became of them, and how far they reach."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import msgspec

from onrecord.data import Actor, Mention, Quantity
from onrecord.weigh import words
from onrecord.weigh.reading import Sentence
from onrecord.weigh.slots import Amount

# One unit for what is one amount.
_UNITS = {
    "mile": ("metre", 1609.344), "kilometre": ("metre", 1000.0), "metre": ("metre", 1.0), "foot": ("metre", 0.3048),
    "yard": ("metre", 0.9144), "tonne": ("kilogram", 1000.0), "kilogram": ("kilogram", 1.0),
    "gram": ("kilogram", 0.001),
    "pound": ("kilogram", 0.45359237), "short ton": ("kilogram", 907.18474), "square mile": ("square metre", 2589988.0),
    "square kilometre": ("square metre", 1e6), "hectare": ("square metre", 1e4), "acre": ("square metre", 4046.856),
}  # fmt: skip
# A converted amount is rounded by whoever wrote it: ten miles are 16 kilometres.
ROUNDED = 0.02
NEAR = 90
# A number that says of nothing what it counts is one of those before it only from here on: it is no year and no page.
BARE = 2500
_TAKES_IN = re.compile(r"\b(?:includ\w+|among (?:them|those)|those in)\b")
# What is counted of time is no level of anything.
_SPANS = frozenset(("second", "minute", "hour", "day", "week", "month", "year", "decade", "century", "time"))
_TOTAL = re.compile(
    r"\b(?:toll|total|ris(?:es|en)|rose|rising|bring(?:s|ing)|brought|increas\w+|climb\w+"
    r"|now|revis\w+|lower\w*|rais\w+|correct\w+|updat\w+|has reached)\b"
)
# A number of one day, which says nothing of the next.
_DAILY = re.compile(
    r"\b(?:new|daily)\b|\b(?:past|last) (?:24 hours|day)\b|\bin (?:a|one|the) (?:single )?day\b"
    r"|\bsingle-day\b|\bconsecutive day\b"
)
# A number that brings another to a total is a part of it; so is one that is called a record.
_ADDED = re.compile(r"^[^.;]*?\b(?:bringing|taking|raising|pushing|lifting)\b")
_RECORD = re.compile(r"\brecords? (?:for|of|number|high|\d)|\brecord$|\bday of$")
# Troops on their way are another number than those who are there.
_MOVING = re.compile(
    r"\b(?:go(?:es|ing)? (?:home|back)|return\w*|leav(?:e|es|ing)|withdr\w+"
    r"|pull(?:ed|ing|s)? (?:back|out)|arriv\w+|sen[dt]\w*|mov(?:e|ed|es|ing)|on (?:their|its) way)\b"
)
LEVEL_WORDS = ("risen", "rose", "rise", "reached", "stands", "raised", "lowered", "exceeds", "climbed")


def amount(mention: Mention, sentence: str, at: int, find: Callable[[str | None], Mention | None]) -> Amount | None:
    """The Amount of a quantity mention in `sentence`, which starts at `at`; None for what is no level of anything."""
    q = mention.value
    if not isinstance(q, Quantity) or (q.low is None and q.high is None) or q.of in _SPANS or q.unit in _SPANS:
        return None
    start, end = mention.span.start - at, mention.span.end - at
    before, after = sentence[max(0, start - NEAR) : max(0, start)], sentence[end : end + NEAR]
    low, high, unit = _unified(q)
    group = find(mention.attached_to)
    mine = group.value if group and isinstance(group.value, Actor) else None
    around = f"{before[-40:]} {after}"
    scope = words.pattern("within").search(f"{before[-30:]}|{after}")
    daily = _DAILY.search(f"{mention.span.quote} {after}") or _RECORD.search(before.rstrip()) or _ADDED.search(after)
    return Amount(
        id=mention.id,
        words=q.words if q.unit is None else mention.span.quote,
        low=low,
        high=high,
        approximate=q.approximate,
        unit=unit,
        of=words.counted(q.of),
        fate=words.fate(before, mention.span.quote, after),
        whose=(mine.country,) if mine and mine.country else (),
        scope=_scope(q, scope.group() if scope else None) or (daily.group() if daily else None),
        daily=daily is not None,
        part=mention.part_of is not None or " of the " in mention.span.quote or " of them" in mention.span.quote,
        change=_changes(q, mention.span.quote, before, after),
        total=daily is None and bool(_TOTAL.search(before + after[:30])),
        coming=bool(words.pattern("coming").search(around)),
    )  # fmt: skip


def _changes(q: Quantity, quote: str, before: str, after: str) -> bool:
    """Whether the number is that of a change, of more than before, or of troops on their way."""
    if q.change != "level" and not any(w in f"{before[-40:]} {after}" for w in LEVEL_WORDS):
        return True
    if " more " in f"{quote} " and "more than" not in quote:
        return True
    return words.counted(q.of) == "troop" and bool(_MOVING.search(before[-30:] + after[:70]))


def _scope(q: Quantity, met: str | None) -> str | None:
    """The words that say what the number takes in; "near" and "around" name a region and take in nothing."""
    told = q.scope if q.scope and words.pattern("within").search(q.scope) else None
    return told or met


def _unified(q: Quantity) -> tuple[float | None, float | None, str | None]:
    unit, factor = _UNITS.get(q.unit or "", (q.unit, 1.0))
    low, high = (None if x is None else x * factor for x in (q.low, q.high))
    return low, high, unit


def apart(one: Amount, other: Amount) -> bool:
    """Whether no number meets both."""
    (a, b), (c, d) = one.allows, other.allows
    slack = ROUNDED * max(abs(x) for x in (b if b < 1e300 else a, d if d < 1e300 else c)) if one.unit else 0.0
    return b + slack < c or d + slack < a


def one_thing(one: Amount, other: Amount) -> bool:
    """Whether two amounts are of one thing: unit, what is counted, whose and what became of them."""
    if one.unit != other.unit or (one.fate and other.fate and one.fate != other.fate):
        return False
    if one.of != other.of and one.fate != other.fate:
        return False
    if one.whose and other.whose and not set(one.whose) & set(other.whose):
        return False
    if one.unit and not (one.of and other.of):
        return True
    if not one.of or not other.of:
        return one.of == other.of or bool(one.fate and one.fate == other.fate)
    return words.one_kind(one.of, other.of) or (one.unit is not None and not one.of)


def one_extent(one: Amount, other: Amount) -> bool:
    """Whether nothing says that the two reach differently far."""
    if one.of != other.of and one.fate in ("dead", "wounded") and _larger_whole(one, other):
        return False
    if one.part or other.part or one.change != other.change or one.coming != other.coming:
        return False
    return (one.scope or "").casefold() == (other.scope or "").casefold()


def _larger_whole(one: Amount, other: Amount) -> bool:
    """Whether the people of one may be a part of the persons of the other: nine civilians of ten dead."""
    whole, part = (one, other) if one.of == "person" else (other, one)
    return whole.of == "person" and part.allows[0] <= whole.allows[1]


def said(one: Amount) -> str:
    """The numbers that it allows, in words."""
    low, high = one.allows
    if low == high:
        return f"{low:,.10g}"
    if low == float("-inf"):
        return f"at most {high:,.10g}"
    return f"at least {low:,.10g}" if high == float("inf") else f"{low:,.10g} to {high:,.10g}"


def counted_before(found: Amount, sentence: Sentence, before: tuple[int, Amount] | None) -> Amount:
    """A bare number with what the number before it counts ("some 106,000 of them"), a part of it where that is said."""
    big = max(x for x in (found.low, found.high, 0.0) if x is not None) >= BARE
    if found.of or found.unit or not big or before is None or sentence.number - before[0] > 1:
        return found
    last = before[1]
    part = found.part or (found.scope or "").startswith("of ")
    return msgspec.structs.replace(found, of=last.of, whose=last.whose, where=last.where, part=part)


def owned(
    found: Amount, sentence: Sentence, at: int, elsewhere: Sequence[str] = (), acting: tuple[str, ...] = ()
) -> Amount:
    """The amount with whose it is, and beside which land it is told: the first after it that is not whose it is."""
    found = _whose(found, sentence, acting)
    text = sentence.text
    here = {land for _, land in sentence.ground}
    elsewhere = [land for land in elsewhere if land not in here]
    lands = sorted(
        (at <= pos and bool(_TAKES_IN.search(text, at - sentence.start, pos - sentence.start)), pos < at, pos, land)
        for pos, land in (*sentence.ground, *((n - 99, x) for n, x in enumerate(elsewhere)))
        if land not in found.whose
    )
    return msgspec.structs.replace(found, where=lands[0][3]) if lands else found


def _whose(found: Amount, sentence: Sentence, acting: tuple[str, ...] = ()) -> Amount:
    """The amount with whose it is: the group's country, who moves it, the first country told where it is troops."""
    if found.whose or found.unit or found.of not in ("troop", "") or not (acting or sentence.countries):
        return found
    if not found.of:
        big = max(x for x in (found.low, found.high, 0.0) if x is not None) >= BARE
        return msgspec.structs.replace(found, of="troop", whose=sentence.forces) if sentence.forces and big else found
    return msgspec.structs.replace(found, whose=sentence.forces or acting or sentence.countries[:1])
