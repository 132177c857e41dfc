"""Readings of weeks by name or number, weekdays counted in a month, anniversaries, weekdays that bound a stretch."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from onrecord.annotate.times.context import Context
from onrecord.annotate.times.dates import calendar_date, month
from onrecord.annotate.times.grains import GRAINS, Cell, months_from, nth_weekday
from onrecord.annotate.times.grammar import Expression
from onrecord.annotate.times.near import weekday
from onrecord.annotate.times.reading import Reading, days, of_cell

# Words after "week" that make the day named its last one, or its first.
_LAST = ("week to", "week ending", "week ended", "week that ended", "week through")
_FIRST = ("week beginning", "week starting", "week commencing")


def week(e: Expression, context: Context) -> Reading | None:
    """ "week 47 of 2021", "2021-W47", "the week of November 15", "the week ending Nov. 21"."""
    name = e.get("=")
    if name is None:
        return _numbered(e, context)
    at = e.words.index(name) + 1
    told = Expression(e.rule, e.words[at:], {}, e.before, e.after)
    reading = calendar_date(told, context) if told.get("M") else weekday(told, context)
    if reading is None or reading.cell is None:
        return reading
    day, anchor = reading.cell.day, reading.time.anchor
    if name.value == "weekend of":
        return of_cell(Cell.of("weekend", day), anchor=anchor, full=reading.full)
    cell = Cell.of("week", day)
    start = day - timedelta(days=6) if name.value in _LAST else day if name.value in _FIRST else cell.day
    if start == cell.day:
        return of_cell(cell, anchor=anchor, full=reading.full)
    last = start + timedelta(days=6)
    time = days(start, last + timedelta(days=1), "week", f"{start.isoformat()}/{last.isoformat()}", anchor=anchor)
    return Reading(time, Cell("day", last), reading.full)


def _numbered(e: Expression, context: Context) -> Reading | None:
    """The ISO week of a year, of the report's where the words name none."""
    unit, number, told = e.get("u"), e.get("X29"), e.get("Y")
    if number is None or (unit is not None and unit.value != "W") or not isinstance(number.value, int):
        return None
    if told is None and (context.reference is None or context.narrative):
        return None
    year = told.value if told else context.reference.isocalendar()[0] if context.reference else 0
    if not 1 <= number.value <= 52 + (date(year, 12, 28).isocalendar()[1] > 52):
        return None
    cell = Cell("week", date.fromisocalendar(year, number.value, 1))
    return of_cell(cell, anchor=None if told else context.label, full=told is not None)


def nth(e: Expression, context: Context) -> Reading | None:
    """ "the last Monday in May", "the first Sunday of June 2020"."""
    told = next(i for i, w in enumerate(e.words) if w.kind in "io" and e.words[i + 1].kind == "M")
    which, day = e.get("QOl"), e.words[told - 1]
    whole = month(Expression(e.rule, e.words[told + 1 :], {}, e.words[told].token, e.after), context)
    if which is None or whole is None or whole.cell is None:
        return None
    number = -1 if which.kind == "l" else int(which.value)
    found = nth_weekday(whole.cell.day.year, whole.cell.day.month, int(day.value), number)
    return of_cell(Cell("day", found), anchor=whole.time.anchor, full=whole.full) if found else None


def anniversary(e: Expression, context: Context) -> Reading | None:
    """ "the 10th anniversary of the 2011 uprising": so long after the date that follows; None where no date does."""
    word, number = e.get("!"), e.get("QO#29")
    first = context.linked
    if word is None or first is None:
        return None
    unit = next((w.value for w in e.words if w.kind == "u"), "Y")
    count = word.value or (int(number.value) if number is not None else 0)
    like = Cell.of(GRAINS.get(unit, "day"), first.day)
    if not count or unit not in ("W", "M", "Y"):
        return None
    if first.grain == "day":
        return _returned(first.day, unit, count)
    cell = first if (first.end - first.day) <= (like.end - like.day) else like
    steps = count * 12 if cell.grain == "month" and unit == "Y" else count
    moved = cell.shift(steps)
    return of_cell(moved, anchor=f"told {first.timex}") if moved else None


def _returned(day: date, unit: str, count: int) -> Reading | None:
    """The same day so many weeks, months or years later."""
    months = months_from(day, count * (12 if unit == "Y" else 1))
    there = Cell("day", day).shift(7 * count) if unit == "W" else Cell("day", months) if months else None
    return of_cell(there, anchor=f"told {day.isoformat()}") if there else None


def one_stretch(
    found: Sequence[tuple[Expression, Reading]], at: int, reference: date | None
) -> tuple[int, Reading] | None:
    """Which of the two weekdays at `at` and after it is to move by a week, and its Reading, when the second, which ends
    the stretch that the first begins, would come before it."""
    (first, one), (second, two) = found[at : at + 2]
    if first.rule != "weekday" or second.rule != "weekday" or one.cell is None or two.cell is None:
        return None
    if one.cell.grain != "day" or two.cell.grain != "day" or one.cell.day < two.cell.day or one.time.kind != "DATE":
        return None
    ahead = reference is not None and two.cell.day > reference
    which, cell = (at + 1, two.cell.shift(7)) if ahead else (at, one.cell.shift(-7))
    moved = one if which == at else two
    return (which, of_cell(cell, anchor=moved.time.anchor, mod=moved.time.mod)) if cell else None
