"""What was told of one quantity over time: one series for each what, whose and region, planned ones apart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

import msgspec

from onrecord.data import Point, Record
from onrecord.weigh.grounds import same_days, same_teller
from onrecord.weigh.occurrence import LOST, NAMED
from onrecord.weigh.rarity import weight
from onrecord.weigh.slots import Amount, Slots

# A series needs the word of two, or of one on two days.
LEAST = 2


class Key(Record, frozen=True, kw_only=True, order=True):
    """What makes a series one: what is counted and what became of them, whose, where, and whether it is to come.

    Troops that are somewhere are a standing number; any other is that of an occurrence, by the rarest name told with it
    and the month.
    """

    of: str
    fate: str
    whose: str
    region: str
    coming: bool = False
    named: str = ""

    @property
    def said(self) -> str:
        """In words: what is counted, whose, where, and by what name."""
        told = " ".join(w for w in (self.of, self.fate, self.whose, self.region, self.named) if w)
        return f"{told}, to come" if self.coming else told


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
            fate = _fate(a)
            named = "" if a.of == "troop" and not fate else _named(s)
            if named is not None and (fate or not named):
                yield Key(of=a.of, fate=fate, whose=a.whose[0], region=region, coming=coming, named=named), s, a


def _fate(a: Amount) -> str:
    """What became of those counted; troops that come and go are those who are there."""
    return "" if a.of == "troop" and a.fate not in LOST else a.fate


def _named(s: Slots) -> str | None:
    """The rarest name of the sentence with the month of the report; None where all names are of many reports."""
    name = min((n for n in s.names if weight(n) >= NAMED), key=lambda n: (-weight(n), n), default=None)
    return f"{name} {(s.published or '')[:7]}" if name else None


def _regions(s: Slots, a: Amount) -> Iterator[str]:
    """The countries beside which the number is told: in its sentence, in the words of who told it, in the lead."""
    if a.where:
        yield a.where
    told_by = [g.country for g in s.grounds if g.country]
    yield from told_by
    yield from s.lands


def points(series: Key, members: Iterable[Slots]) -> list[Point]:
    """The values of one series in the order of their days; those of one speaker, number and day are one."""
    held: list[tuple[Slots, Amount]] = sorted(
        ((s, a) for key, s, a in keyed(members) if key == series),
        key=lambda row: (_day(row[0]), row[0].order, row[1].words, row[1].id),
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
