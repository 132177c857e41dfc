"""Readings of dates of the calendar: days, months, seasons, quarters, years, decades, centuries, days with names."""

from __future__ import annotations

from datetime import date

from onrecord.annotate.times import attacks
from onrecord.annotate.times.context import STEPS, Context, Found
from onrecord.annotate.times.grains import SEASONS, Cell, day_of, easter, nth_weekday
from onrecord.annotate.times.grammar import Expression
from onrecord.annotate.times.numerals import in_order
from onrecord.annotate.times.reading import Reading, clock_of, days, half_of, mod_of, of_cell, of_half, open_, part_of
from onrecord.annotate.times.words import Named


def _year(e: Expression, context: Context) -> tuple[int | None, bool, str | None]:
    """The year that the words give, whether they give it in full, and the anchor of one that is counted."""
    if word := e.get("Y"):
        return word.value, True, None
    at = next((i for i, w in enumerate(e.words) if w.kind == "'"), None)
    if at is not None and at + 1 < len(e.words) and e.words[at + 1].kind in "29":
        return _century_of(int(e.words[at + 1].value), context), True, None
    unit = next((i for i, w in enumerate(e.words) if w.kind == "u" and w.value == "Y"), None)
    if unit is None:
        return None, False, None
    found = context.counted(e.words[unit - 1].kind, Cell("year", date(2000, 1, 1)), definite=False)
    return (found.cell.day.year, True, found.anchor) if found else (None, False, None)


def _century_of(short: int, context: Context) -> int:
    """The year that "'99" means: the latest one not after the time told or the day of the report."""
    here = Cell("day", context.reference) if context.reference else None
    base = context.told if context.narrative else here or context.told
    if base is None:
        return 1900 + short
    century = base.day.year // 100 * 100
    return century + short if century + short <= base.day.year + 5 else century - 100 + short


def numeric(e: Expression, context: Context) -> Reading | None:
    """ "2021-11-30", "11/30/2021"; one that may be read either way is read with the month first and has the mod
    AMBIGUOUS."""
    if word := e.get("I"):
        year, month, day, ambiguous = word.value
    else:
        numbers = [w for w in e.words if w.kind in "Y2"][:3]
        year, month, day = (int(w.value) for w in numbers)
        ambiguous = False
        if numbers[0].kind == "2":
            year, month, day, ambiguous = in_order(year, month, day, "-")
    found = day_of(year, month, day)
    if found is None:
        return None
    return of_cell(Cell("day", found), mod="AMBIGUOUS" if ambiguous else None, clock=clock_of(e), full=True)


def calendar_date(e: Expression, context: Context) -> Reading | None:
    """ "November 30", "30 November 2021", "Nov. 28-30", "the night of April 18"."""
    aside = {w.start for g in e.groups.values() for w in g}
    month = e.get("M")
    numbers = [w.value for w in e.words if w.kind in "2OQ" and w.start not in aside]
    if any(w.kind == "'" for w in e.words):
        numbers = numbers[:-1]
    if month is None or not numbers:
        return None
    year, full, anchor = _year(e, context)
    if year is None and context.attacks and attacks.meant(e, context.reference):
        year, full = attacks.YEAR, True
    if year is None:
        if (known := context.year_of(month.value, numbers[0])) is None:
            return open_(f"XXXX-{month.value:02d}-{numbers[0]:02d}", grain="day")
        year, anchor = known
    first, last = day_of(year, month.value, numbers[0]), day_of(year, month.value, numbers[-1])
    if first is None or last is None or last < first:
        return None
    if last > first:
        end = Cell("day", last)
        time = days(first, end.end, "day", f"{first.isoformat()}/{last.isoformat()}", anchor=anchor)
        return Reading(time, end, full)
    cell = Cell("day", first)
    return of_cell(cell, part_of_day=part_of(e), clock=clock_of(e), mod=_narrow(e), anchor=anchor, full=full)


def _narrow(e: Expression) -> str | None:
    return mod_of(list(e.words)) if e.get("PGu") else None


def month(e: Expression, context: Context) -> Reading | None:
    """ "November", "early November 2021", "last November", "July of that year"."""
    word = e.get("M")
    if word is None:
        return None
    mod = mod_of(list(e.words))
    year, full, anchor = _year(e, context)
    if year is None:
        known = _stepped_month(e, context, word.value) or context.year_of(word.value, None)
        if known is None:
            return open_(f"XXXX-{word.value:02d}", grain="month", mod=mod)
        year, anchor = known
    first = day_of(year, word.value, 1)
    if first is not None and (half := half_of(e.words)):
        return of_half(Cell("month", first), half, anchor=anchor, full=full)
    return of_cell(Cell("month", first), mod=mod, anchor=anchor, full=full) if first else None


def _stepped_month(e: Expression, context: Context, number: int) -> tuple[int, str | None] | None:
    """The year of "last November", "next June": the nearest such month before or after."""
    step = _step(e)
    base = context.now() if step in ("l", "x", "c") else context.then()
    if step is None or base is None or step in "sb":
        return None
    here = base.cell.day
    if not STEPS[step]:
        return here.year, base.anchor
    if STEPS[step] < 0:
        return here.year - (number >= here.month), base.anchor
    return here.year + (number <= here.month), base.anchor


def _step(e: Expression) -> str | None:
    """The word that says which one: "last", "next", "this"; of "this past winter" the second."""
    return next((w.kind for kinds in ("lxvf", "csb") for w in e.words if w.kind in kinds), None)


def season(e: Expression, context: Context) -> Reading | None:
    """ "the spring of 1916", "this winter", "last summer"."""
    word = e.get("S")
    if word is None:
        return None
    mod = mod_of(list(e.words))
    year, full, anchor = _year(e, context)
    if year is None:
        step = _step(e)
        known = _stepped_season(context, step, word.value)
        if known is None:
            return open_(f"XXXX-{word.value}", grain="season", mod=mod)
        year, anchor = known
    first = day_of(year, SEASONS[word.value], 1)
    return of_cell(Cell("season", first), mod=mod, anchor=anchor, full=full) if first else None


def _stepped_season(context: Context, step: str | None, name: str) -> tuple[int, str | None] | None:
    known = context.year_of(SEASONS[name], None)
    base = context.now() if step in ("l", "x", "c") else None
    if known is None or base is None or step is None:
        return known
    current = Cell.of("season", base.cell.day).day
    if not STEPS[step]:
        return current.year if current.month == SEASONS[name] else base.cell.day.year, base.anchor
    if STEPS[step] < 0:
        return current.year - (SEASONS[name] >= current.month), base.anchor
    return current.year + (SEASONS[name] <= current.month), base.anchor


def quarter(e: Expression, context: Context) -> Reading | None:
    """ "the third quarter of 2021", "Q3 2021", "the fourth quarter", "H1 2021"; of a fiscal year only a value."""
    word = e.get("JQO")
    number = int(str(word.value).lstrip("QH")) if word else 4
    if not 1 <= number <= 4:
        return None
    year, full, anchor = _year(e, context)
    if e.get("j"):
        return open_(f"{year or 'XXXX'}-Q{number}", grain="quarter")
    if (half := half_of(e.words)) and word is not None and word.kind == "J":
        first = day_of(year, 1, 1) if year else None
        return of_half(Cell("year", first), half, anchor=anchor, full=full) if first else None
    if year is None:
        if (known := context.quarter_year(number * 3 - 2)) is None:
            return open_(f"XXXX-Q{number}", grain="quarter")
        year, anchor = known
    first = day_of(year, number * 3 - 2, 1)
    return of_cell(Cell("quarter", first), mod=mod_of(list(e.words)), anchor=anchor, full=full) if first else None


def year(e: Expression, context: Context) -> Reading | None:
    """ "2014", "early 1950", "mid-2021", "the second half of 2008"."""
    word = e.get("Y")
    first = day_of(word.value, 1, 1) if word else None
    if word is None or first is None:
        return None
    if half := half_of(e.words):
        return of_half(Cell("year", first), half, full=True)
    return of_cell(Cell("year", first), mod=mod_of(list(e.words)), full=True)


def short_year(e: Expression, context: Context) -> Reading | None:
    """ "1915-17", "'99": the later year of a range, or the latest such year."""
    number = int(e.words[-1].value)
    if e.words[0].kind == "'":
        number = _century_of(number, context)
    elif context.told is not None and context.told.day.year % 100 < number:
        number += context.told.day.year // 100 * 100
    first = day_of(number, 1, 1) if number > 99 else None
    return of_cell(Cell("year", first), full=True) if first else None


def decade(e: Expression, context: Context) -> Reading | None:
    """ "the 1990s", "the late '80s", "the sixties"."""
    word = e.get("D")
    if word is None:
        return None
    start = word.value if word.value >= 1000 else _century_of(word.value, context)
    first = day_of(start, 1, 1)
    if first is not None and (half := half_of(e.words)):
        return of_half(Cell("decade", first), half)
    return of_cell(Cell("decade", first), mod=mod_of(list(e.words))) if first else None


def century(e: Expression, context: Context) -> Reading | None:
    """ "the 21st century", "nineteenth-century"."""
    word = e.get("OQ")
    if word is None:
        return None
    first = day_of(max((word.value - 1) * 100, 1), 1, 1)
    return of_cell(Cell("century", first), mod=mod_of(list(e.words))) if first else None


def bc(e: Expression, context: Context) -> Reading | None:
    """ "480 BC", "April 480 BC", "the 470s BC": a value, and no days, since the calendar here has none."""
    number = next((int(w.value) for w in e.words if w.kind in "29Y"), None)
    if number is None:
        return None
    month_, season_ = e.get("M"), e.get("S")
    tail = f"-{month_.value:02d}" if month_ else f"-{season_.value}" if season_ else ""
    return open_(f"BC{number:04d}{tail}", grain="month" if month_ else "season" if season_ else "year")


def named(e: Expression, context: Context) -> Reading | None:
    """ "Christmas", "Easter Sunday 1916", "last Thanksgiving"."""
    word = e.get("H")
    if word is None:
        return None
    year_, full, anchor = _year(e, context)
    if year_ is None:
        known = context.year_of(word.value.month if word.value.easter is None else 4, word.value.day)
        if word.value.year is None and known is None:
            return open_("XXXX-XX-XX", grain="day")
        year_, anchor = known or (0, None)
    if word.value.year is not None:
        anchor, full = None, True
    day = _named_day(word.value, year_)
    return of_cell(Cell("day", day), part_of_day=part_of(e), anchor=anchor, full=full) if day else None


def _named_day(named: Named, year: int) -> date | None:
    if named.year is not None:
        return day_of(named.year, named.month, named.day)
    if named.easter is not None:
        return date.fromordinal(easter(year).toordinal() + named.easter) if 1583 <= year < 9000 else None
    if named.weekday is not None:
        return nth_weekday(year, named.month, named.weekday, named.nth)
    return day_of(year, named.month, named.day)


def day_alone(e: Expression, context: Context) -> Reading | None:
    """ "the 13th": of the month told last, else of the report's; "5" in "5 and 9 May"; "the 3rd of last month"."""
    word = e.get("O2")
    base = Found(context.linked, f"told {context.linked.timex}") if context.linked else context.then()
    if step := e.get("lxvcbs"):
        unit = e.get("u")
        month_ = unit is not None and unit.value == "M"
        base = context.counted(step.kind, Cell.of("month", date(2000, 1, 1)), definite=False) if month_ else None
    if word is None or base is None or base.cell.grain not in ("day", "week", "month"):
        return None
    year = e.get("Y")
    day = day_of(year.value if year else base.cell.day.year, base.cell.day.month, word.value)
    return of_cell(Cell("day", day), anchor=base.anchor, full=year is not None) if day else None
