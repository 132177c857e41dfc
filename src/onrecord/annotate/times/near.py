"""Readings of times counted from another: weekdays, "today", "last week", "that night", hours and parts of a day."""

from __future__ import annotations

from datetime import date

from onrecord.annotate.times.context import STEPS, Context, Found
from onrecord.annotate.times.grains import GRAINS, UNKNOWN, Cell
from onrecord.annotate.times.grammar import Expression
from onrecord.annotate.times.log import NEXT_DAY
from onrecord.annotate.times.reading import (
    Clock,
    Reading,
    clock,
    clock_of,
    half_of,
    mod_of,
    of_cell,
    of_half,
    open_,
    part_of,
)

# Weeks from the day of the report within which a day named twice ("Monday the 29th") is looked for.
WEEKS_OFF = 27
# Monday and Tuesday, on which "this weekend" beside a past verb is the one before.
EARLY_IN_WEEK = 2


def weekday(e: Expression, context: Context) -> Reading | None:
    """ "Tuesday", "Sunday night", "last Friday", "Monday of next week"."""
    word = e.get("W")
    if word is None:
        return None
    unit = next((i for i, w in enumerate(e.words) if w.kind == "u" and w.value == "W"), None)
    step = next((w for w in e.words if w.kind in "lxfv"), None)
    if unit is not None:
        found = _of_week(context, e.words[unit - 1].kind, word.value)
    elif step is not None:
        found = _stepped_weekday(context, step.kind, word.value, skips=step.value == "next")
    elif any(w.kind == "c" for w in e.words):
        found = _this_weekday(context, word.value)
    elif number := e.get("O"):
        found = _dated_weekday(context, word.value, number.value)
    else:
        found = context.weekday(word.value)
    mod = mod_of(list(e.words))
    if found is None:
        part = f"T{part_of(e)}" if part_of(e) else ""
        return open_(f"XXXX-WXX-{word.value}{part}", "TIME" if part else "DATE", "part" if part else "day", mod)
    return of_cell(found.cell, part_of_day=part_of(e), clock=clock_of(e), mod=mod, anchor=found.anchor)


def _dated_weekday(context: Context, number: int, day: int) -> Found | None:
    """ "Monday the 29th": the last or coming such day, by the tense; None where neither is near."""
    base = context.weekday(number)
    first = 7 if context.direction > 0 else -7
    for weeks in range(WEEKS_OFF) if base else ():
        for step in (first, -first):
            cell = base.cell.shift(step * weeks) if base else None
            if cell is not None and cell.day.day == day:
                return Found(cell, base.anchor if base else None)
    return None


def _of_week(context: Context, word: str, number: int) -> Found | None:
    found = context.counted(word, Cell("week", date(2000, 1, 3)), definite=False)
    if found is None:
        return None
    return Found(Cell("day", date.fromordinal(found.cell.day.toordinal() + number - 1)), found.anchor)


def _this_weekday(context: Context, number: int) -> Found | None:
    """ "this Thursday" is the coming one, in a past clause the last one; today is the nearest of both."""
    base = context.now()
    if base is None or base.cell.grain != "day" or context.direction < 0:
        return context.weekday(number)
    day = base.cell.shift((number - base.cell.day.isoweekday()) % 7)
    return Found(day, base.anchor) if day else None


def _stepped_weekday(context: Context, step: str, number: int, *, skips: bool) -> Found | None:
    """ "last Friday" is the latest before today, "the coming Friday" the first after it, "next Friday" the first of
    another week."""
    base = context.now() if step in "lx" else context.then()
    if base is None or base.cell.grain != "day":
        return None
    today = base.cell.day
    if STEPS[step] < 0:
        moved = -((today.isoweekday() - number) % 7 or 7)
    else:
        moved = (number - today.isoweekday()) % 7 or 7
        if skips and number > today.isoweekday():
            moved += 7
    return Found(Cell("day", date.fromordinal(max(today.toordinal() + moved, 1))), base.anchor)


def deictic(e: Expression, context: Context) -> Reading | None:
    """ "today", "yesterday evening", "tonight", "overnight" in a report; in a narrative today is not the day told."""
    word = e.get("dG")
    if word is None:
        return None
    step = word.value if word.kind == "d" else 0
    if word.kind == "G" and word.token.lower == "overnight" and context.direction <= 0:
        step = -1
    base = Found(Cell("day", context.reference), context.label) if context.reference else None
    cell = base.cell.shift(step) if base else None
    if word.kind == "d" and not step and (context.narrative or e.lasting):
        return open_("PRESENT_REF")
    if base is None or cell is None or context.narrative:
        part = f"T{part_of(e)}" if part_of(e) else ""
        return open_(f"XXXX-XX-XX{part}", "TIME" if part else "DATE", "part" if part else "day")
    return of_cell(cell, part_of_day=part_of(e), clock=clock_of(e), mod=mod_of(list(e.words)), anchor=base.anchor)


def near(e: Expression, context: Context) -> Reading | None:
    """ "last week", "the next day", "that month", "this morning", "the night before"; "to this day" is now."""
    if e.get("%"):
        return _weekend(context)
    word, step = e.get("uqnP"), e.get("lxfvcsb<>z")
    if word is None or step is None:
        return None
    if e.before is not None and e.before.lower == "to" and [w.value for w in e.words] == ["this", "D"]:
        return open_("PRESENT_REF")
    grain = GRAINS.get(word.value, "day") if word.kind != "P" else "day"
    if word.kind != "P" and word.value.startswith("T"):
        return None
    steps = [w.kind for w in e.words if w.kind in STEPS]
    kind = steps[-1] if steps else {"<": "v", ">": "f", "z": "l"}[step.kind]
    part = word.value if word.kind == "P" else part_of(e)
    mod = mod_of([w for w in e.words if w.kind in "Ee" or (w.kind in "<>" and steps)])
    like, definite = Cell.of(grain, date(2000, 1, 1)), e.words[0].kind == "t" or kind != "l"
    found = _last_night(context, kind, part)
    if step.kind == "z":
        found = _before_last(context, like)
    found = found or _weekend_gone(context, kind, grain, step.kind) or context.counted(kind, like, definite=definite)
    if found is None:
        value = UNKNOWN[grain] + (f"T{part}" if part else "")
        return open_(value, "TIME" if part else "DATE", "part" if part else grain, mod)
    if (half := half_of(e.words)) and found.cell.grain in ("month", "year"):
        return of_half(found.cell, half, anchor=found.anchor)
    return of_cell(found.cell, part_of_day=part, mod=mod, anchor=found.anchor)


def _weekend(context: Context) -> Reading | None:
    """ "the weekend": the coming one in a clause that looks ahead, else the last one."""
    base = context.now()
    if base is None:
        return open_(UNKNOWN["weekend"], grain="weekend")
    cell: Cell | None = Cell.of("weekend", base.cell.day)
    if cell is not None and context.direction <= 0 and cell.day > base.cell.day:
        cell = cell.shift(-1)
    return of_cell(cell, anchor=base.anchor) if cell else None


def _weekend_gone(context: Context, kind: str, grain: str, step: str) -> Found | None:
    """ "This weekend" of a past clause in the first days of a week, and "earlier this weekend": the one gone by."""
    base = context.now()
    if grain != "weekend" or kind != "c" or base is None or base.cell.grain != "day":
        return None
    cell = Cell.of("weekend", base.cell.day)
    gone = step == "<" or (context.direction < 0 and base.cell.day.isoweekday() <= EARLY_IN_WEEK)
    moved = cell.shift(-1) if gone and cell.day > base.cell.day else None
    return Found(moved, base.anchor) if moved else None


def _before_last(context: Context, like: Cell) -> Found | None:
    """ "the week before last"."""
    base = context.now()
    cell = Cell.of(like.grain, base.cell.day).shift(-2) if base else None
    return Found(cell, base.anchor) if base and cell else None


def _last_night(context: Context, kind: str, part: str | None) -> Found | None:
    """ "this morning", "last night": of the day of the report and of the day before."""
    base = context.now()
    if part is None or kind not in "lc" or base is None or base.cell.grain != "day":
        return None
    cell = base.cell.shift(-1 if kind == "l" else 0)
    return Found(cell, base.anchor) if cell else None


def edge(e: Expression, context: Context) -> Reading | None:
    """ "the end of the month", "late in the year": of the report; of the time told last for days and in narratives."""
    unit = e.get("uqn")
    if unit is None or (grain := GRAINS.get(unit.value)) is None:
        return None
    mod = mod_of(list(e.words))
    word = "b" if context.narrative or grain == "day" else "c"
    found = context.counted(word, Cell.of(grain, date(2000, 1, 1)), definite=False)
    if found is None:
        return open_(UNKNOWN[grain], grain=grain, mod=mod)
    return of_cell(found.cell, mod=mod, anchor=found.anchor)


def clock_alone(e: Expression, context: Context) -> Reading | None:
    """ "3 p.m.", "15:30 GMT": of the day told last in this sentence or the one before, else of an unknown day."""
    time = clock(list(e.words))
    if time is None:
        return None
    minute = time.hour * 60 + time.minute
    base = context.linked if context.linked and context.linked.grain == "day" else context.day_told(minute)
    if base is None:
        return open_(f"XXXX-XX-XXT{time.timex}", "TIME", "minute")
    reading = of_cell(base, clock=time, anchor=f"told {base.timex}")
    context.tell(base)
    context.hour = minute
    return reading


def entry(e: Expression, context: Context) -> Reading | None:
    """The hour that begins an entry of a log, of the day told before it, else the report's; past midnight the next."""
    hour, minute = e.words[0].value
    time = Clock(hour, minute, next((w.value for w in e.words if w.kind == "Z"), ""))
    told = context.told if context.told and context.told.grain == "day" else None
    base: Cell | None = told or (Cell("day", context.reference) if context.reference else None)
    if base is None:
        return open_(f"XXXX-XX-XXT{time.timex}", "TIME", "minute")
    at = hour * 60 + minute
    if context.entry is not None and context.entry - at >= NEXT_DAY:
        base = base.shift(1) or base
    anchor = context.told_anchor if told else context.label
    context.tell(base)
    context.entry = context.hour = at
    return of_cell(base, clock=time, anchor=anchor)


def part_alone(e: Expression, context: Context) -> Reading | None:
    """ "in the morning", "at night", "overnight": of the day told last, when that was a moment ago."""
    word = e.get("PG")
    if word is None:
        return None
    if word.kind == "G":
        return deictic(e, context)
    base = context.day_told()
    if base is None or (e.words[0].kind not in "tE" and context.linked is None):
        return open_(f"XXXX-XX-XXT{word.value}", "TIME", "part")
    return of_cell(base, part_of_day=word.value, mod=mod_of(list(e.words)), anchor=context.told_anchor)
