"""What an expression of time is read against: the day of the report and the time told last."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from onrecord.annotate.times.grains import Cell, day_of
from onrecord.data import Document

# In a past clause too a day is rather the coming one when it would be so long ago and the coming one so near (days).
LONG_AGO, NEAR = 240, 75
# Years that a narrative may skip where it names a year alone (fitted on WikiWars: value accuracy 90.6 -> 91.6).
ONWARD = 5
# How far the words "last", "next", "this" ... step, in cells of the unit that they stand before.
STEPS = {"l": -1, "v": -1, "x": 1, "f": 1, "c": 0, "s": 0, "b": 0}
# Those that count from the day of the report; the others count from the time told last.
FROM_REPORT = "lxc"
# "That" and "the same" point at a time told.
TOLD = "bs"
# Sentences after which a report that tells of its own days has left the time told last.
REMEMBERED = 2
# Sentences that a day told holds for an hour without one; for the next of hours in a row, each later than the last.
HOURS_OF, IN_A_ROW = 1, 4


class Found(NamedTuple):
    """A cell of the calendar and what it was read against: None for one told in full."""

    cell: Cell
    anchor: str | None


@dataclass
class Context:
    """Where a page stands in time while it is read from its first sentence to its last.

    `reference` is the day of the report and `label` where it comes from; `told` the cell told last and `told_in` its
    sentence; `narrative` says that the report tells of other years than its own, so that days without a year belong to
    the year told last; `direction` is that of the clause: -1 back, 1 forward, 0 unknown; `hint` a year that the
    following words give ("in April and June 1955"); `linked` the time that these words lean on and that follows them
    ("the 10th anniversary of the 2011 vote", "5 and 6 May"); `flashback` that the clause goes on what was told last;
    `begun` that it is said since when; `attacks` that the report speaks of those of 2001; `hour` the minute of the day
    told last, on the day told last; `entry` that of the last entry of a log.
    """

    reference: date | None
    label: str | None
    narrative: bool = False
    told: Cell | None = None
    told_in: int = -1
    sentence: int = 0
    direction: int = 0
    hint: int | None = None
    linked: Cell | None = None
    flashback: bool = False
    begun: bool = False
    attacks: bool = False
    hour: int | None = None
    entry: int | None = None

    def tell(self, cell: Cell) -> None:
        """Remembers `cell` as the time told last; a century or decade says too little for that, and in a narrative a
        year alone that does not carry the story on is an aside."""
        if cell.grain in ("decade", "century"):
            return
        if self.narrative and self._aside(cell):
            return
        if cell != self.told:
            self.hour = self.entry = None
        self.told, self.told_in = cell, self.sentence

    def day_told(self, minute: int | None = None) -> Cell | None:
        """The day told a moment ago, or of the hours in a row that `minute`, counted from midnight, goes on."""
        gone = self.sentence - self.told_in
        in_a_row = minute is not None and self.hour is not None and minute >= self.hour and gone <= IN_A_ROW
        return self.told if self.told and self.told.grain == "day" and (gone <= HOURS_OF or in_a_row) else None

    def _aside(self, cell: Cell) -> bool:
        if self.told is None or cell.grain != "year" or self.told.grain == "year":
            return False
        return not 0 <= cell.day.year - self.told.day.year <= ONWARD

    @property
    def recent(self) -> Cell | None:
        """The time told last, unless the report has gone on since."""
        if self.narrative or self.sentence - self.told_in <= REMEMBERED:
            return self.told
        return None

    def now(self) -> Found | None:
        """The day that "today" means: that of the report, in a narrative the day told last."""
        if self.narrative:
            return Found(self.told, self.told_anchor) if self.told else None
        return Found(Cell("day", self.reference), self.label) if self.reference else None

    def then(self) -> Found | None:
        """The time that "later" counts from: the one told last, else the day of the report."""
        if self.recent:
            return Found(self.recent, self.told_anchor)
        return self.now()

    def counted(self, word: str, like: Cell, *, definite: bool) -> Found | None:
        """The cell of the same grain as `like` that "last", "next", "that" ... mean, None without a day to count from.

        `definite` is True after "the": "the next day" is the day after the one told last, "next day" of the report.
        """
        near = word in FROM_REPORT and not (definite and like.grain == "day")
        if word in TOLD and not self.recent:
            return None
        base = self.now() if near else self.then()
        if base is not None and _coarser(base.cell, like) and not near:
            base = None if self.narrative else self.now()
        if base is None:
            return None
        cell = Cell.of(like.grain, base.cell.day).shift(STEPS.get(word, 0))
        return Found(cell, base.anchor) if cell else None

    @property
    def told_anchor(self) -> str:
        """How an anchor names the time told last."""
        return f"told {self.told.timex}" if self.told else ""

    def year_of(self, month: int, day: int | None) -> tuple[int, str | None] | None:
        """The year of a month or day told without one, and its anchor; None when nothing tells."""
        if self.hint is not None:
            return self.hint, f"told {self.hint}"
        if self.narrative:
            return (self._following(month), self.told_anchor) if self.told else None
        if self.reference is not None and (known := self._in_flashback(month, self.reference)):
            return known, self.told_anchor
        if self.reference is not None:
            return self._nearest(self.reference, month, day), self.label
        return (self.told.day.year, self.told_anchor) if self.told else None

    def quarter_year(self, month: int) -> tuple[int, str | None] | None:
        """The year of a quarter by its first month: that of the last one begun unless the clause looks ahead."""
        if self.narrative or self.direction > 0 or self.reference is None or self.hint is not None:
            return self.year_of(month, None)
        return self.reference.year - (month > self.reference.month), self.label

    def _following(self, month: int) -> int:
        """The year told last, or the next one when a story that stood at a year's end comes to a year's beginning."""
        assert self.told is not None
        month_told = self.told.day.month if self.told.grain not in ("year", "season") else 0
        return self.told.day.year + (month_told - month >= 10)

    def _in_flashback(self, month: int, reference: date) -> int | None:
        """The year of the month nearest to the one told last, in a report that looks back: "In November 2013 protests
        began, and by February the president had fled"."""
        if not self.flashback or self.direction > 0 or self.told is None or self.told.grain not in ("day", "month"):
            return None
        there = self.told.day
        if reference.year == there.year:
            return None
        steps = (month - there.month + 6) % 12 - 6
        return (there.year * 12 + there.month - 1 + steps) // 12

    def _nearest(self, reference: date, month: int, day: int | None) -> int:
        ahead = reference.year + (month < reference.month)
        back = reference.year - (month > reference.month)
        if month == reference.month:
            if day is None:
                return reference.year
            ahead, back = reference.year + (day < reference.day), reference.year - (day > reference.day)
        if ahead == back or self.begun:
            return back
        to, since = _days(reference, ahead, month, day), -_days(reference, back, month, day)
        if self.direction > 0:
            return ahead if to < 300 else back
        if self.direction < 0:
            return ahead if day and since > LONG_AGO and to < NEAR else back
        return ahead if to < since else back

    def weekday(self, number: int) -> Found | None:
        """The day that a bare weekday means: in a past clause the last one, the day of the report included; in a
        future clause the coming one."""
        if self.narrative:
            if self.told is None or self.told.grain != "day":
                return None
            start, anchor = self.told.day, self.told_anchor
            return Found(Cell("day", start + timedelta(days=(number - start.isoweekday()) % 7)), anchor)
        if self.reference is None:
            return None
        ahead = (number - self.reference.isoweekday()) % 7
        step = ahead if self.direction > 0 or ahead == 0 else ahead - 7
        return Found(Cell("day", _moved(self.reference, step)), self.label)


def reference(document: Document) -> tuple[date | None, str | None]:
    """The day that a report is written on and where it says so: its dateline, else its publication date, else None."""
    if document.dateline and (day := _iso(document.dateline.day)):
        return day, f"dateline {day.isoformat()}"
    if day := _iso(document.published):
        return day, f"published {day.isoformat()}"
    return None, None


def _coarser(base: Cell, like: Cell) -> bool:
    return base.grain != "day" and (like.end - like.day).days < (base.end - base.day).days


def _iso(said: str | None) -> date | None:
    digits = (said or "")[:10].split("-")
    if len(digits) != 3 or not all(d.isascii() and d.isdigit() for d in digits):
        return None
    return day_of(*(int(d) for d in digits))


def _days(reference: date, year: int, month: int, day: int | None) -> int:
    there = day_of(year, month, min(day or 15, 28))
    return (there - reference).days if there else 0


def _moved(day: date, by: int) -> date:
    return date.fromordinal(max(day.toordinal() + by, 1))
