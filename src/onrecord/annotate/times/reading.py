"""What an expression of time says: a Time in the making, and how a cell of the calendar becomes one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Literal, NamedTuple

from onrecord.annotate.times.grains import HOURS, PARTS, Cell, instant, part
from onrecord.annotate.times.grammar import Expression
from onrecord.annotate.times.words import Word
from onrecord.data import Grain, Time

Kind = Literal["DATE", "TIME", "DURATION", "SET"]


class Clock(NamedTuple):
    """A time of day and the ISO 8601 mark of its zone, "" where the words name none or one with changing hours."""

    hour: int
    minute: int
    zone: str = ""

    @property
    def timex(self) -> str:
        """The part of a TIMEX3 value after its T: "15:30Z"."""
        return f"{self.hour:02d}:{self.minute:02d}{self.zone}"


class Reading(NamedTuple):
    """A Time, and the cell of the calendar that later words may count from."""

    time: Time
    cell: Cell | None = None
    full: bool = False


def of_cell(
    cell: Cell,
    *,
    mod: str | None = None,
    anchor: str | None = None,
    part_of_day: str | None = None,
    clock: Clock | None = None,
    full: bool = False,
) -> Reading:
    """The Reading of a cell, narrowed to its first, middle or last third by `mod`, or of a part of its day."""
    if cell.grain == "day" and clock is not None:
        return Reading(_at(cell.day, clock, anchor), cell, full)
    if cell.grain == "day" and part_of_day is not None:
        first, last = HOURS[part_of_day]
        third = (last - first) // 3
        late = (22, 26) if part_of_day == "NI" else (last - third, last)
        begin, stop = {"START": (first, first + third), "END": late}.get(mod or "", (first, last))
        time = Time(
            start=instant(cell.day, begin * 60),
            end=instant(cell.day, stop * 60),
            grain="part",
            kind="TIME",
            timex=f"{cell.timex}T{PARTS.get(part_of_day, part_of_day)}",
            anchor=anchor,
            mod="START" if part_of_day == "EH" else mod,
        )
        return Reading(time, cell, full)
    start, end = (cell.day, cell.end) if cell.grain == "day" else part(cell.day, cell.end, mod)
    return Reading(days(start, end, cell.grain, cell.timex, mod=mod, anchor=anchor), cell, full)


def days(start: date, end: date, grain: Grain | None, timex: str, **said: str | None) -> Time:
    """A Time of whole days."""
    return Time(
        start=start.isoformat(),
        end=end.isoformat(),
        grain=grain,
        timex=timex,
        mod=said.get("mod"),
        anchor=said.get("anchor"),
    )


def open_(timex: str, kind: Kind = "DATE", grain: Grain | None = None, mod: str | None = None) -> Reading:
    """The Reading of words that nothing resolves: a TIMEX3 value and no start."""
    return Reading(Time(timex=timex, kind=kind, grain=grain, mod=mod))


def _at(day: date, clock: Clock, anchor: str | None) -> Time:
    minutes = clock.hour * 60 + clock.minute
    exact = clock.minute != 0
    return Time(
        start=instant(day, minutes),
        end=instant(day, minutes + (1 if exact else 60)),
        grain="minute" if exact else "hour",
        kind="TIME",
        timex=f"{day.isoformat()}T{clock.timex}",
        anchor=anchor,
    )


def clock_of(e: Expression) -> Clock | None:
    """Hour and minute of the clock time that stands within a date ("3 p.m. Tuesday")."""
    words = [w for g in ("clock", "clock2") for w in e.groups.get(g, ())]
    return clock(words) if words else None


def part_of(e: Expression) -> str | None:
    """The part of the day that stands within a date ("Sunday night")."""
    word = e.get("PG")
    return str(word.value) if word else None


def clock(words: Sequence[Word]) -> Clock | None:
    """Hour, minute and zone of "3 p.m.", "15:30", "1530 GMT", "noon"; None when there is no such minute."""
    hour, minute, zone = -1, -1, ""
    for word in words:
        if word.kind == "K":
            hour, minute = (int(n) for n in word.value.split(":"))
        elif word.kind == "C":
            hour, minute = word.value
        elif word.kind == "Y":
            hour, minute = divmod(word.value, 100)
        elif word.kind in "29" and hour < 0:
            hour, minute = _hour(word.value)
        elif word.kind == "A":
            if not 0 < hour <= 12 and words[0].kind != "C":
                return None
            hour = hour % 12 + (12 if word.value.startswith("p") else 0) if 0 < hour <= 12 else hour
        elif word.kind == "Z":
            zone = word.value
    return Clock(hour, minute, zone) if 0 <= hour <= 24 and 0 <= minute < 60 else None


# Words before "half" that say which one.
_HALVES = {"last": 2, "latter": 2, "past": 2, "START": 1, "END": 2}


def _hour(value: float | tuple[int, int]) -> tuple[int, int]:
    if isinstance(value, tuple):
        return value
    number = int(value)
    return divmod(number, 100) if number > 31 else (number, 0)


def half_of(words: Sequence[Word]) -> int | None:
    """1 or 2 by "the first half of", "the latter half of", "H2"; None without such words."""
    if (at := next((i for i, w in enumerate(words) if w.kind == "h"), None)) is None:
        return next((int(w.value[1]) for w in words if w.kind == "J" and w.value[0] == "H"), None)
    before = words[at - 1] if at else None
    if before is None or before.kind not in "QOlE" or before.value == "MID" or before.value not in (1, 2, *_HALVES):
        return None
    return 2 if before.value == 2 or _HALVES.get(before.value) == 2 else 1


def of_half(cell: Cell, half: int, *, anchor: str | None = None, full: bool = False) -> Reading:
    """The Reading of half a cell: "2021-H1"; of what TIMEX3 has no halves of, its own value with a mod."""
    middle = cell.day + (cell.end - cell.day) / 2 if cell.grain != "year" else date(cell.day.year, 7, 1)
    start, end = (middle, cell.end) if half == 2 else (cell.day, middle)
    if cell.grain == "year":
        return Reading(days(start, end, None, f"{cell.timex}-H{half}", anchor=anchor), Cell("month", start), full)
    mod = "END" if half == 2 else "START"
    return Reading(days(start, end, cell.grain, cell.timex, mod=mod, anchor=anchor), cell, full)


def mod_of(words: Sequence[Word]) -> str | None:
    """TIMEX3's mod by "early", "the end of", "later"; None without such a word."""
    for word in words:
        if word.kind in "Ee":
            return str(word.value)
        if word.kind in "<>":
            return "START" if word.kind == "<" else "END"
    return None
