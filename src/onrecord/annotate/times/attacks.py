"""The year of "Sept. 11" where a report speaks of the attacks of 2001, which are told by their day alone."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from onrecord.annotate.times.grammar import Expression

MONTH, DAY, YEAR = 9, 11, 2001
# What follows the day where it is that of 2001.
WORDS = frozenset({"attacks", "terror", "terrorist", "terrorists", "hijackers", "hijackings", "commission"})
# A report this near to a September 11 (days) may as well tell of its own.
NEAR = 60


def on_the_day(e: Expression) -> bool:
    """Whether the words are a September 11 alone, with or without a year."""
    month = e.get("M")
    return (
        e.rule == "date"
        and month is not None
        and month.value == MONTH
        and [w.value for w in e.words if w.kind in "2OQ"] == [DAY]
    )


def named(told: Iterable[Expression]) -> bool:
    """Whether a report speaks of the attacks of 2001, and of no September 11 of another year."""
    spoken = False
    for e in told:
        if (holiday := e.get("H")) is not None and holiday.value.year == YEAR and holiday.value.month == MONTH:
            spoken = True
        elif on_the_day(e):
            year = e.get("Y")
            if year is not None and year.value != YEAR:
                return False
            spoken |= year is not None or _attacks(e)
    return spoken


def meant(e: Expression, reference: date | None) -> bool:
    """Whether a September 11 without a year is that of 2001, in a report that speaks of it."""
    if not on_the_day(e):
        return False
    if _attacks(e) or reference is None:
        return True
    return all(abs((reference - date(y, MONTH, DAY)).days) > NEAR for y in (reference.year, max(reference.year - 1, 1)))


def _attacks(e: Expression) -> bool:
    return e.after is not None and e.after.lower in WORDS
