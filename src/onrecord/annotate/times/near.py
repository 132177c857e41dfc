"""Readings of times counted from another: weekdays, "today", "last week", "that night", hours and parts of a day."""

from __future__ import annotations

from datetime import date

from onrecord.annotate.times.context import STEPS, Context, Found
from onrecord.annotate.times.grains import GRAINS, UNKNOWN, Cell
from onrecord.annotate.times.grammar import Expression
from onrecord.annotate.times.reading import Reading, clock, clock_of, mod_of, of_cell, open_, part_of


def weekday(e: Expression, context: Context) -> Reading | None:
    """ "Tuesday", "Sunday night", "last Friday", "Monday of next week"."""
    word = e.get("W")
    if word is None:
        return None
    unit = next((i for i, w in enumerate(e.words) if w.kind == "u" and w.value == "W"), None)
    step = next((w.kind for w in e.words if w.kind in "lxfv"), None)
    if unit is not None:
        found = _of_week(context, e.words[unit - 1].kind, word.value)
    elif step is not None:
        found = _stepped_weekday(context, step, word.value)
    else:
        found = context.weekday(word.value)
    mod = mod_of(list(e.words))
    if found is None:
        part = f"T{part_of(e)}" if part_of(e) else ""
        return open_(f"XXXX-WXX-{word.value}{part}", "TIME" if part else "DATE", "part" if part else "day", mod)
    return of_cell(found.cell, part_of_day=part_of(e), clock=clock_of(e), mod=mod, anchor=found.anchor)


def _of_week(context: Context, word: str, number: int) -> Found | None:
    found = context.counted(word, Cell("week", date(2000, 1, 3)), definite=False)
    if found is None:
        return None
    return Found(Cell("day", date.fromordinal(found.cell.day.toordinal() + number - 1)), found.anchor)


def _stepped_weekday(context: Context, step: str, number: int) -> Found | None:
    """ "last Friday" is the latest before today, "next Friday" the first after it that is not in the same week."""
    base = context.now() if step in "lx" else context.then()
    if base is None or base.cell.grain != "day":
        return None
    today = base.cell.day
    if STEPS[step] < 0:
        moved = -((today.isoweekday() - number) % 7 or 7)
    else:
        moved = (number - today.isoweekday()) % 7 or 7
        if step == "x" and number > today.isoweekday():
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
    if context.narrative and word.kind == "d" and not step:
        return open_("PRESENT_REF")
    if base is None or cell is None or context.narrative:
        part = f"T{part_of(e)}" if part_of(e) else ""
        return open_(f"XXXX-XX-XX{part}", "TIME" if part else "DATE", "part" if part else "day")
    return of_cell(cell, part_of_day=part_of(e), clock=clock_of(e), mod=mod_of(list(e.words)), anchor=base.anchor)


def near(e: Expression, context: Context) -> Reading | None:
    """ "last week", "the next day", "that month", "this morning", "the following night", "the day before"."""
    word, step = e.get("uqnP"), e.get("lxfvcsb<>")
    if word is None or step is None:
        return None
    grain = GRAINS.get(word.value, "day") if word.kind != "P" else "day"
    if word.kind != "P" and word.value.startswith("T"):
        return None
    steps = [w.kind for w in e.words if w.kind in STEPS]
    kind = steps[0] if steps else {"<": "v", ">": "f"}[step.kind]
    part = word.value if word.kind == "P" else part_of(e)
    mod = mod_of([w for w in e.words if w.kind in "Ee" or (w.kind in "<>" and steps)])
    like, definite = Cell.of(grain, date(2000, 1, 1)), e.words[0].kind == "t" or kind != "l"
    found = _last_night(context, kind, part) or context.counted(kind, like, definite=definite)
    if found is None:
        value = UNKNOWN[grain] + (f"T{part}" if part else "")
        return open_(value, "TIME" if part else "DATE", "part" if part else grain, mod)
    return of_cell(found.cell, part_of_day=part, mod=mod, anchor=found.anchor)


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
    base = context.told if context.sentence - context.told_in <= 1 else None
    if base is None or base.grain != "day":
        return open_(f"XXXX-XX-XXT{time[0]:02d}:{time[1]:02d}", "TIME", "minute")
    return of_cell(base, clock=time, anchor=context.told_anchor)


def part_alone(e: Expression, context: Context) -> Reading | None:
    """ "in the morning", "at night", "overnight": of the day told last, when that was a moment ago."""
    word = e.get("PG")
    if word is None:
        return None
    if word.kind == "G":
        return deictic(e, context)
    base = context.told if context.sentence - context.told_in <= 1 else None
    if base is None or base.grain != "day" or e.words[0].kind not in "tE":
        return open_(f"XXXX-XX-XXT{word.value}", "TIME", "part")
    return of_cell(base, part_of_day=word.value, mod=mod_of(list(e.words)), anchor=context.told_anchor)
