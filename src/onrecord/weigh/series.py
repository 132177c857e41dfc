"""What was told of one quantity over time: one series for each what, whose and region, planned ones apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date

import msgspec

from onrecord.data import Record
from onrecord.weigh.grounds import same_days, same_teller
from onrecord.weigh.slots import Amount, Slots

# A series needs the word of two, or of one on two days.
LEAST = 2


class Point(Record, frozen=True, kw_only=True):
    """A value of a series: its range, the day for which it holds, whose word, how far it reaches, who carries it."""

    day: str | None
    low: float | None
    high: float | None
    words: str
    speaker: str
    scope: str | None
    part: bool
    members: tuple[str, ...]
    documents: tuple[str, ...]


class Key(Record, frozen=True, kw_only=True, order=True):
    """What makes a series one: what is counted and what became of them, whose, where, and whether it is to come."""

    of: str
    fate: str
    whose: str
    region: str
    coming: bool = False


def keyed(told: Iterable[Slots]) -> Iterator[tuple[Key, Slots, Amount]]:
    """Each standing number with the key of its series."""
    for s in told:
        if s.denied:
            continue
        for a in s.amounts:
            if not a.of or not a.whose or a.change or a.unit or a.of == "person":
                continue
            coming = a.coming or s.status in ("planned", "possible", "threatened", "hypothetical")
            region = next((c for c in _regions(s, a) if c not in a.whose), "")
            yield (
                Key(of=a.of, fate="" if a.of == "troop" else a.fate, whose=a.whose[0], region=region, coming=coming),
                s,
                a,
            )


def _regions(s: Slots, a: Amount) -> Iterator[str]:
    """The countries beside which the number is told: in its sentence, in the words of who told it, in the lead."""
    if a.where:
        yield a.where
    told_by = [g.country for g in s.grounds if g.country]
    yield from told_by
    yield from s.lands


def series(told: Iterable[Slots]) -> list[list[Slots]]:
    """The accounts of each series of two reports and more, in the order of their keys."""
    found: dict[Key, dict[str, Slots]] = defaultdict(dict)
    for key, s, _ in keyed(told):
        found[key][s.id] = s
    kept = (key for key in sorted(found) if len({s.doc for s in found[key].values()}) >= LEAST)
    return [sorted(found[key].values(), key=lambda s: s.id) for key in kept]


def points(members: Iterable[Slots]) -> list[Point]:
    """The values of one series in the order of their days; those of one speaker, number and day are one."""
    held: list[tuple[Slots, Amount]] = sorted(
        ((s, a) for _, s, a in keyed(members)), key=lambda row: (_day(row[0]), row[0].order, row[1].words)
    )
    out: list[Point] = []
    bases: list[Slots] = []
    for s, a in held:
        for n, point in enumerate(out):
            if (point.low, point.high, point.part) == (a.low, a.high, a.part) and _one_word(bases[n], s):
                out[n] = msgspec.structs.replace(
                    point, members=(*point.members, s.id), documents=tuple(sorted({*point.documents, s.doc}))
                )
                break
        else:
            bases.append(s)
            out.append(
                Point(
                    day=_day(s) or None, low=a.low, high=a.high, words=a.words,
                    speaker=s.speaker or s.outlet, scope=a.scope, part=a.part, members=(s.id,), documents=(s.doc,),
                )
            )  # fmt: skip
    return out


def _day(s: Slots) -> str:
    """The day for which a number holds: the day told where it is one, the day it was said, the day of publication."""
    if s.when and s.when.told and s.when.grain in ("day", "part", "hour", "minute"):
        return s.when.start[:10]
    said = s.said_on or next((g.day for g in s.grounds if g.day), None) or s.published
    return date.fromisoformat(said[:10]).isoformat() if said else ""


def _one_word(one: Slots, other: Slots) -> bool:
    """Whether two accounts rest on one word, of whoever relays it."""
    if not same_teller(one.grounds, other.grounds) and not _relayed(one, other):
        return False
    return any(same_days(g, h, 4) for g in one.grounds for h in other.grounds)


def _relayed(one: Slots, other: Slots) -> bool:
    return "outlet" in {g.kind for s in (one, other) for g in s.grounds}
