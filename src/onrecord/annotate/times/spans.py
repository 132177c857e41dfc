"""Readings of stretches and repetitions: "two weeks", "the past 24 hours", "three days later", "every day"."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import msgspec

from onrecord.annotate.times.context import STEPS, Context, Found
from onrecord.annotate.times.dates import month, year
from onrecord.annotate.times.grains import FIRST_YEAR, GRAINS, LAST_YEAR, MONTHS, UNKNOWN, Cell, instant, months_from
from onrecord.annotate.times.grammar import Expression
from onrecord.annotate.times.near import near
from onrecord.annotate.times.reading import Clock, Reading, days, of_cell, open_
from onrecord.annotate.times.words import Word
from onrecord.data import Grain, Time

# TIMEX3's letter of a unit that has another one there, and how many of them it is.
CLOCK_GRAINS: dict[str, Grain] = {"TH": "hour", "TM": "minute"}
# What stands before a stretch of days and not before one cell of the calendar.
OVER = ("over", "during", "within", "in", "for", "throughout", "through", "of")
LETTERS = {"N": ("D", 1), "F": ("W", 2)}
# The month in which a school year begins.
SCHOOL = 8
# The finer unit in which half of one can be counted, and how many of them it is.
FINER = {"Y": ("M", 12), "DE": ("Y", 10), "CE": ("Y", 100), "W": ("D", 7)}


def count(words: Sequence[Word]) -> float | None:
    """The number that words before a unit name: 1 for "a" or none, None for "few", "several"."""
    if any(w.kind in "kR" for w in words):
        return 2.0 if any(w.kind == "k" and w.value == "couple" for w in words) else None
    numbers = [float(w.value) for w in words if w.kind in "29" and isinstance(w.value, int | float)]
    total = 0.0
    for n in numbers:
        total = (total or 1) * n if n == 100 and n is not numbers[0] else total + n
    half = 0.5 if any(w.kind == "h" for w in words) else 0.0
    if half and not numbers and any(w.kind == "&" for w in words):
        return 1.5
    return (total or (0.0 if half else 1.0)) + half


def duration_timex(number: float | None, unit: str) -> str:
    """TIMEX3's value of so many units: "P2W", "PT24H", "PXM" where the number is vague."""
    letter, times = LETTERS.get(unit, (unit, 1))
    clock = letter.startswith("T")
    said = "X" if number is None else f"{number * times:g}"
    return f"P{'T' if clock else ''}{said}{letter[1:] if clock else letter}"


def _grain(unit: str) -> Grain | None:
    return CLOCK_GRAINS.get(unit) or GRAINS.get(unit)


def _mod(e: Expression) -> str | None:
    word = e.get("m")
    return str(word.value) or None if word else None


def _open(e: Expression, unit: str, number: float | None) -> Reading:
    time = Time(kind="DURATION", timex=duration_timex(number, unit), grain=_grain(unit), mod=_mod(e))
    return Reading(time)


def duration(e: Expression, context: Context) -> Reading | None:
    """ "two weeks", "three-day", "more than a year", "weeklong", "years"; "40 a day" is a SET."""
    word = e.get("uUqn")
    if word is None:
        long = e.get("L")
        return open_(str(long.value), "DURATION") if long and long.value.startswith("P") else None
    plural = word.kind == "U" and len(e.words) == 1
    number = None if plural else count(e.words)
    if len(e.words) == 2 and e.words[0].kind == "a" and word.token.dep == "npadvmod" and not _runs_on(e):
        return open_(duration_timex(number, word.value), "SET")
    return _open(e, word.value, number)


def _runs_on(e: Expression) -> bool:
    """Whether the words tell how far off something is: "a year after the coup", "a year on", "a week from Monday"."""
    return e.after is not None and e.after.lower in (
        "after",
        "before",
        "from",
        "on",
        "since",
        "to",
        "into",
        "earlier",
        "later",
    )


def offset(e: Expression, context: Context) -> Reading | None:
    """ "two weeks ago" counts from the day of the report, "two days later" from the time told last."""
    word, way = e.get("uU"), e.groups["way"][0]
    if word is None:
        return None
    ago = way.kind in "gr"
    plural = word.kind == "U" and len(e.words) == 2
    number = None if plural else count([w for w in e.words if w.kind not in "g<>r"])
    base = _report(context) if ago else context.then()
    ahead = way.kind in ">r"
    letter, times = LETTERS.get(word.value, (word.value, 1))
    if number is not None and number != int(number) and letter in FINER:
        letter, times = FINER[letter]
    grain = GRAINS.get(letter)
    if word.value in CLOCK_GRAINS and number is not None:
        return _hours_off(e, context, word.value, number * (1 if ahead else -1))
    if number is None:
        return open_("FUTURE_REF" if ahead else "PAST_REF", mod=_mod(e))
    if grain is None or base is None or number * times != int(number * times):
        return open_(UNKNOWN.get(grain or "", "XXXX-XX-XX"), grain=grain, mod=_mod(e))
    return _offset(base, grain, int(number * times) * (1 if ahead else -1), _mod(e))


def _hours_off(e: Expression, context: Context, unit: str, by: float) -> Reading:
    """ "Two hours later": of the hour told last; where none was, how far off it is."""
    minutes = by * (60 if unit == "TH" else 1)
    day = context.day_told(context.hour)
    if e.groups["way"][0].kind in "gr" or day is None or context.hour is None or minutes != int(minutes):
        return _open(e, unit, abs(by))
    days_off, minute = divmod(context.hour + int(minutes), 1440)
    cell = day.shift(days_off)
    if cell is None:
        return _open(e, unit, abs(by))
    anchor = f"told {instant(day.day, context.hour)}"
    context.tell(cell)
    context.hour = minute
    return of_cell(cell, clock=Clock(*divmod(minute, 60)), mod=_mod(e), anchor=anchor)


def _report(context: Context) -> Found | None:
    return Found(Cell("day", context.reference), context.label) if context.reference else None


def _offset(base: Found, grain: Grain, by: int, mod: str | None) -> Reading:
    unit = Cell.of(grain, base.cell.day)
    cell = unit.shift(by)
    if cell is None or (unit.end - unit.day).days < (base.cell.end - base.cell.day).days:
        return open_(UNKNOWN[grain], grain=unit.grain, mod=mod)
    return of_cell(cell, mod=mod, anchor=base.anchor)


def stretch(e: Expression, context: Context) -> Reading | None:
    """ "the past 24 hours", "the next two weeks", "in recent months"; days where they are sure."""
    word, way = e.get("Uun"), e.get("lxfvcbR")
    if word is None or way is None:
        return None
    if word.kind != "U" and way.value != "past" and not _over(e):
        return near(e, context)
    number = count(e.words[:-1]) if word.kind == "u" or any(w.kind in "29ak" for w in e.words) else None
    reading = _open(e, word.value, number)
    base = context.now() if way.kind in "lxRc" else context.then()
    if base is None or base.cell.grain != "day" or number is None or word.value in ("TM", "TS"):
        return reading
    end = _moved(base.cell.day, word.value, number * (1 if way.kind in "xf" else -1))
    if end is None:
        return reading
    first, last = sorted((base.cell.day, end))
    time = days(first, Cell("day", last).end, reading.time.grain, reading.time.timex, anchor=base.anchor)
    return Reading(msgspec.structs.replace(time, kind="DURATION", mod=reading.time.mod))


def _over(e: Expression) -> bool:
    """Whether "the last year" is a length ("over the last year") and no cell of the calendar."""
    day = any(w.kind == "u" and w.value == "D" for w in e.words)
    return not day and e.words[0].kind == "t" and e.before is not None and e.before.lower in OVER


def _moved(day: date, unit: str, by: float) -> date | None:
    """The day so many units from `day`; a month later is the same day of the next month where there is one."""
    letter, times = LETTERS.get(unit, (unit, 1))
    if letter == "TH":
        letter, by = "D", round(by / 24) or (1 if by > 0 else -1)
    grain = GRAINS.get(letter)
    if grain is None:
        return None
    if grain in MONTHS:
        return months_from(day, int(by * MONTHS[grain]))
    here = Cell.of(grain, day)
    there = here.shift(int(by) * times)
    if there is None:
        return None
    inside = (day - here.day).days
    return date.fromordinal(min(there.day.toordinal() + inside, there.end.toordinal() - 1))


def repeated(e: Expression, context: Context) -> Reading | None:
    """ "every day", "each Tuesday", "weekly", "per month"."""
    if word := e.get("*"):
        unit = word.value[2:] if not word.value.startswith("PT") else word.value
        return open_(UNKNOWN.get(GRAINS.get(unit, ""), word.value), "SET")
    word = e.words[-1]
    if e.words[0].kind == "1" or any(w.kind == "0" for w in e.words):
        at = next(n for n, w in enumerate(e.words) if w.kind in "10")
        return open_(duration_timex(count(e.words[at + 1 : -1]), word.value), "SET")
    if word.kind in "uU":
        number = count(e.words[1:-1])
        if e.words[0].kind == "V" or number != 1 or word.value not in GRAINS:
            return open_(duration_timex(number, word.value), "SET")
        return open_(UNKNOWN[GRAINS[word.value]], "SET")
    form = {"W": "XXXX-WXX-{}", "@": "XXXX-WXX-{}", "M": "XXXX-{:02d}", "S": "XXXX-{}", "P": "XXXX-XX-XXT{}"}[word.kind]
    return open_(form.format(word.value), "SET")


def within(e: Expression, context: Context) -> Reading | None:
    """ "the first week of March", "the last two months of 1939": days when the larger stretch is known."""
    unit = e.groups["unit"][0]
    number = count(e.groups.get("count", ()))
    whole = _whole(e, context)
    reading = open_(duration_timex(number, unit.value), "DURATION")
    if whole is None or whole.cell is None or whole.time.start is None or number is None or unit.value not in GRAINS:
        return reading
    which = next(w for w in e.words if w.kind in "QOlf#")
    first = 0 if which.kind == "f" else int(which.value) - 1 if which.kind in "QO#" else -1
    if number > 1 and first > 0:
        return reading
    cell = whole.cell
    size = int(number)
    here = cell.day if first >= 0 else cell.end
    start = _moved(here, unit.value, first * size) if first else here
    end = _moved(start, unit.value, size) if start else None
    if start is None or end is None or end > cell.end or start < cell.day:
        return reading
    timex = _timex_within(unit.value, start, size)
    time = days(start, end, GRAINS[unit.value], timex, anchor=whole.time.anchor)
    if timex.startswith("P"):
        time = msgspec.structs.replace(time, kind="DURATION")
    return Reading(time, Cell("day", start) if unit.value == "D" else None)


def _timex_within(unit: str, start: date, size: int) -> str:
    if size == 1 and unit in ("D", "M"):
        return Cell.of(GRAINS[unit], start).timex
    return duration_timex(size, unit)


def _whole(e: Expression, context: Context) -> Reading | None:
    if e.get("M"):
        return month(e, context)
    if e.get("Y"):
        return year(Expression(e.rule, e.words[-1:], {}), context)
    step = next((w.kind for w in reversed(e.words) if w.kind in "lxcvf"), None)
    unit = e.words[-1]
    grain = GRAINS.get(unit.value)
    if step is None or grain is None:
        return None
    found = context.counted(step, Cell.of(grain, date(2000, 1, 1)), definite=False)
    return of_cell(found.cell, anchor=found.anchor) if found else None


def fiscal(e: Expression, context: Context) -> Reading | None:
    """ "fiscal year 2022", "the 2021-22 school year", "last school year": the days in which it may lie, and mod APPROX.

    A school year is that of the northern hemisphere. A fiscal year begins in April in London and Delhi, in October in
    Washington; it is named by the year in which it ends, or by both.
    """
    word, kind, step = e.get("Y"), e.get("j"), e.get("lxc")
    school = kind is not None and kind.value in ("school", "academic")
    base = context.now() if school and step is not None else None
    if word is None and base is None:
        return open_("XXXX", grain="year")
    both = any(w.kind in "29" for w in e.words) or word is None
    year = word.value if word else 0
    if word is None and base is not None and step is not None:
        year = base.cell.day.year - (base.cell.day.month < SCHOOL) + STEPS[step.kind]
    if not FIRST_YEAR < year < LAST_YEAR:
        return None
    first = date(year, SCHOOL, 1) if school else date(year if both else year - 1, 4, 1)
    last = date(year + 1, SCHOOL, 1) if school else date(year + 1, 7 if both else 1, 1)
    return Reading(days(first, last, "year", str(year), mod="APPROX", anchor=base.anchor if base else None))
