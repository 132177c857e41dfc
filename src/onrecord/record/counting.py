"""How many events, origins of their accounts or occurrences a ledger has by day, actor, target and more: dyad-days.

Under which actors, targets and origins an event counts stands in `dyads`. It counts on the day that its report tells
of it; told of no time, or of a longer stretch that holds the day of publication, on that day. Told of a longer stretch
that does not ("in 2014"), it stands under an empty day: the day of publication is not when it took place. A table by
year has a place for it. What one report tells again (`same_as`) counts once, under its first telling. Of occurrences,
what several reports tell of one counts once, as the account first published: of those accounts that are wanted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any, Literal

import msgspec

from onrecord.codebooks.pages import book
from onrecord.data import STATUSES, Event, Page
from onrecord.record import dyads
from onrecord.record.dyads import Key, Outlets, retold
from onrecord.record.export import json, pages
from onrecord.record.filters import in_order
from onrecord.record.ledger import Ledger
from onrecord.record.listing import counted, printable
from onrecord.record.showing import array
from onrecord.record.tables import cell, save

PERIODS = ("day", "week", "month", "year")
FIELDS = (*PERIODS, *dyads.FIELDS)
# Rows from which on a reader is told what makes them fewer; half a gigabyte of CSV.
MANY = 10_000_000


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be counted, and by what; raises ValueError for a field or status that there is not.

    No `status` and no `codes` are all; `since` and `until` are days, both included; `sparse` leaves the zeros out;
    `scores` adds the sum of the events' conflict-cooperation scores; `codebook` is the path of a user's own, which says
    the quad class and score of types that PLOVER does not know.
    """

    by: Key = ("day", "actor", "target", "quad")
    of: Literal["events", "origins", "occurrences"] = "events"
    status: Key = ("actual",)
    codes: Key = ()
    since: date | None = None
    until: date | None = None
    least_score: float = 0
    sparse: bool = False
    scores: bool = False
    codebook: str | None = None

    def __post_init__(self) -> None:
        if wrong := [name for name in self.by if name not in FIELDS]:
            raise ValueError(f"nothing can be counted by {', '.join(wrong)}: the fields are {', '.join(FIELDS)}")
        if not self.by or len(set(self.by)) < len(self.by):
            raise ValueError(f"name each field to count by once; the fields are {', '.join(FIELDS)}")
        if wrong := [name for name in self.status if name not in STATUSES]:
            raise ValueError(f"there is no status {', '.join(wrong)}: take any, or some of {', '.join(STATUSES)}")
        if self.scores and self.of == "origins":
            raise ValueError("an origin has no score: leave out one of --scores and --of origins")
        in_order(self.since, self.until)

    def takes(self, event: Event) -> bool:
        """Whether `event` is wanted, its day aside."""
        return (
            event.score >= self.least_score
            and (not self.status or event.status in self.status)
            and (not self.codes or event.code in self.codes)
        )


class Table:
    """The counts of a ledger.

    `columns` are their names, `undated` the number of events with an empty day (week ...), `unbounded` of those that
    were left out because no day is known that could lie between the first and the last; `unknown` are the types without
    a quad class and score, which neither PLOVER nor the user's codebook knows.
    """

    def __init__(self, ledger: Ledger, asked: Asked) -> None:
        self.asked = asked
        self.columns = (*asked.by, asked.of, *(["score"] if asked.scores else []))
        self.undated = self.unbounded = 0
        self.unknown: set[str] = set()
        self._periods = tuple(name for name in asked.by if name in PERIODS)
        self._others = tuple(name for name in asked.by if name not in PERIODS)
        self._empty = ("",) * len(self._periods)
        # count and score (None where no type has one) by the values of the other fields, then by period
        self._cells: dict[Key, dict[Key, tuple[int, float | None]]] = {} if self._others else {(): {}}
        self._first, self._last = asked.since, asked.until
        types = book(asked.codebook).types
        outlets = Outlets(ledger) if asked.of == "origins" else None
        told_before = retold(ledger, asked.takes) if asked.of == "occurrences" else set()
        counted_already: set[tuple[Key, Key, str]] = set()
        for page in pages(ledger):
            for tellings in _tellings(page, asked):
                retelling = (tellings[0].same_as or tellings[0].id) in told_before
                period = None if retelling else self._period(tellings[0], page)
                if period is None:
                    continue
                score = dyads.score(tellings[0], types)
                if score is None:
                    self.unknown.add(tellings[0].code)
                origins = {outlets.origin(e, page) for e in tellings} if outlets else {tellings[0].id}
                for key in dyads.keys(tellings[0], page, self._others, types):
                    new = {(key, period, origin) for origin in origins} - counted_already
                    if outlets:  # an event comes but once
                        counted_already |= new
                    count, total = self._cells.setdefault(key, {}).get(period, (0, None))
                    sums = score if total is None else total + (score or 0)
                    self._cells[key][period] = count + len(new), sums

    def _period(self, event: Event, page: Page) -> Key | None:
        """The day (week ...) of `event`, empty where it has none; None when it is not wanted."""
        since, until = self.asked.since, self.asked.until
        published = dyads.day(page.document.published)
        told = dyads.stretch(event, page) or ((published, published) if published else None)
        if told is None:
            self.unbounded += bool(since or until)
            self.undated += bool(self._periods and not (since or until))
            return None if since or until else self._empty
        if self._of(told[0]) != self._of(told[1]) and published and told[0] <= published <= told[1]:
            told = published, published
        if (since and told[1] < since) or (until and told[0] > until):
            return None
        if self._of(told[0]) != self._of(told[1]):
            self.undated += 1
            return self._empty
        self._first = since or min(told[0], self._first or told[0])
        self._last = until or max(told[1], self._last or told[1])
        return self._of(told[0])

    def _of(self, day: date) -> Key:
        """The day, week ... that hold `day`."""
        iso, week = day.isoformat(), day.isocalendar()
        names = {"day": iso, "week": f"{week.year:04}-W{week.week:02}", "month": iso[:7], "year": iso[:4]}
        return tuple(names[name] for name in self._periods)

    def _all_periods(self) -> list[Key]:
        """Every day (week ...) from the first to the last; empty for a table that has no zeros."""
        if self.asked.sparse or not (self._periods and self._first and self._last):
            return []
        days = (self._first + timedelta(days=n) for n in range((self._last - self._first).days + 1))
        return list(dict.fromkeys(map(self._of, days)))

    def rows(self, shown: Callable[[str, Any], Any] = lambda column, value: value) -> Iterator[tuple[Any, ...]]:
        """The rows in the order of their fields, each value as `shown` gives it for its column."""

        def cells(columns: Iterable[str], values: Iterable[Any]) -> tuple[Any, ...]:
            return tuple(shown(column, value) for column, value in zip(columns, values, strict=False))

        by = (*self._periods, *self._others)
        numbers = self.columns[len(by) :]
        sorted_in = itemgetter(*map(by.index, self.asked.by), *range(len(by), len(self.columns)))
        before = self.asked.by.index(self._periods[0]) if self._periods else 0
        # millions of rows may be zeros: what they are made of is made once
        every = [(period, cells(self._periods, period)) for period in self._all_periods()]
        zero = cells(numbers, (0, 0.0))
        for _, group in groupby(sorted(self._cells), key=lambda key: key[:before]):
            keys = [(self._cells[key], cells(self._others, key)) for key in group]
            found = [(here, who, (*who, *zero)) for here, who in keys]
            held = sorted({period for here, _ in keys for period in here})
            some = [(period, cells(self._periods, period)) for period in held if period == self._empty or not every]
            for period, when in some + every:
                fill = every and period != self._empty
                for here, who, nothing in found:
                    if period in here:
                        count, score = here[period]
                        yield sorted_in(
                            (*when, *who, *cells(numbers, (count, "" if score is None else round(score, 2))))
                        )
                    elif fill:
                        yield sorted_in(when + nothing)

    def notes(self) -> Iterator[str]:
        """What a reader of the table has to know besides."""
        if self.undated:
            stand = counted(self.undated, "event stands", "events stand")
            why = "the report tells no day, or only a longer time that does not hold its day of publication"
            yield f"{stand} under an empty {' and '.join(self._periods)}: {why}"
        if self.unbounded:
            left = counted(self.unbounded, "event is left out", "events are left out")
            yield f"{left}: no day is known that could lie between the first and the last"
        lost = [
            word for word, wanted in (("quad class", "quad" in self.asked.by), ("score", self.asked.scores)) if wanted
        ]
        if self.unknown and lost:
            types = f"events of {', '.join(printable(code) for code in sorted(self.unknown))}"
            todo = "give --settings with the codebook that has them"
            yield f"{types} have no {' and no '.join(lost)}: PLOVER does not know these types; {todo}"
        if (rows := len(self._cells) * len(self._all_periods())) > MANY:
            yield f"{rows:,} rows, from {self._first} to {self._last}: --since, --until and --sparse make them fewer"

    def widths(self) -> dict[str, int]:
        """The width of each column in text."""
        widths = {name: max(len(name), 10) for name in self.columns}
        for key in self._cells:
            for name, value in zip(self._others, key, strict=True):
                widths[name] = max(widths[name], len(printable(value)))
        return widths


def _tellings(page: Page, asked: Asked) -> Iterable[list[Event]]:
    """The page's events that are wanted, each as all its tellings."""
    found: dict[str, list[Event]] = {}
    for event in page.events:
        if asked.takes(event):
            found.setdefault(event.same_as or event.id, []).append(event)
    return found.values()


# -------------------------------------------------------------------------------------------------------- written out


def write(ledger: Ledger, lines: Iterable[str], path: Path) -> None:
    """Writes the `lines` of a table to `path`; raises ValueError when that is the ledger."""
    if ledger.owns(path):
        raise ValueError(f"{path} is the ledger itself: name another file")
    save(path, lines)


def as_csv(table: Table) -> Iterator[str]:
    """The table as CSV (RFC 4180), a head and then a row a line."""

    def shown(column: str, value: Any) -> str:
        said = str(cell(value))
        said = '"' + said.replace('"', '""') + '"' if '"' in said or "," in said else said
        return said + ("\r\n" if column == table.columns[-1] else "")

    yield ",".join(table.columns) + "\r\n"
    yield from map(",".join, table.rows(shown))


def as_json(table: Table) -> Iterator[str]:
    """The table as a JSON array of objects; what is not known is null."""
    rows = table.rows(lambda column, value: f"{json(column)}:{json(None if value == '' else value)}")
    return (f"{line}\n" for line in array("{" + ",".join(row) + "}" for row in rows))


def as_text(table: Table) -> Iterator[str]:
    """The table in columns, or a line that says that it is empty."""
    widths = table.widths()

    def shown(column: str, value: Any) -> str:
        wide = widths[column]
        return printable(value).ljust(wide) if isinstance(value, str) else str(value).rjust(wide)

    nothing = True
    for row in table.rows(shown):
        if nothing:
            heads = (n.ljust(w) if n in FIELDS else n.rjust(w) for n, w in widths.items())
            yield "  ".join(heads) + "\n"
            nothing = False
        yield "  ".join(row) + "\n"
    if nothing:
        yield "No event is like that.\n"
