"""The ledger: reports and what was found in them, in one SQLite file."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Literal, Self, Unpack

import msgspec
from sqlalchemy import Select, func, select, text

from onrecord.data import (
    Cluster,
    Document,
    Event,
    Finding,
    Judgement,
    Link,
    Maker,
    Mention,
    Page,
    Refusal,
    Run,
    Statement,
    digest,
)
from onrecord.record import clusters, history, opening, readers, reading, schema, settling, views, writing
from onrecord.record.errors import LedgerError
from onrecord.record.filters import Filters, of_events, of_statements
from onrecord.record.judging import Session
from onrecord.record.reading import IN_ORDER, T, of_reports, records
from onrecord.record.schema import documents, events, links, makers, mentions, refused, runs, statements
from onrecord.record.search import Hit, search
from onrecord.record.views import View
from onrecord.record.weighed import Weighed

DISPUTING = ("contradicts", "denies")
UNDATED = text("SELECT count(*) FROM main.documents WHERE datetime(published) IS NULL")


class Ledger:
    """The ledger in the file `path`; what it gives are the current readings, as the types of `onrecord.data`.

    Opening reads only; `new` makes the file if there is none, and checks the whole of one that is there. Raises
    LedgerError when there is no ledger or it cannot be used: locked, damaged, newer than this program, another file.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder, Ledger(f"{folder}/news.ledger", new=True) as ledger:
    ...     ledger.counts()
    {'documents': 0, 'mentions': 0, 'statements': 0, 'events': 0, 'links': 0}
    """

    def __init__(self, path: str | Path, *, new: bool = False, view: View | None = None) -> None:
        self.path, self.view = Path(path), view
        if new and not self.path.exists():
            opening.make(self.path)
        self._engine = opening.engine(self.path, view)
        self._file = self.path.stat()
        self._began: dict[int, str] = {}
        self.stood: list[Cluster] | None = None
        if new:
            opening.check(self.path, self._engine)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Lets go of the file."""
        self._engine.dispose()

    def owns(self, path: str | Path) -> bool:
        """Whether `path` leads, also by a link, to the ledger's file or to one that SQLite keeps beside it."""
        own = [f"{self.path}{end}" for end in ("", "-wal", "-shm")]
        # `os.path`, because a Path raises for names too long and folders closed
        return os.path.exists(path) and any(os.path.exists(o) and os.path.samefile(path, o) for o in own)  # noqa: PTH110, PTH121

    # ------------------------------------------------------------------------------------------------------ as it stood

    def as_of(self, when: date | datetime | str, view: Literal["published", "recorded"] = "published") -> Ledger:
        """The ledger as it stood at `when`, read-only: of what had been published by then, or of what it had recorded.

        A day is its end, an hour without a zone is UTC's; a report with a day but no hour counts from the start of its
        day, and one without a day is in no published view (`undated` counts them). Raises ValueError when `when` is no
        day or instant.
        """
        at = views.instant(when)
        if view == "published":
            return Ledger(self.path, view=View(published=at))
        by_then = select(func.max(runs.c.no)).where(func.datetime(runs.c.at) <= func.datetime(at))
        with self._engine.connect() as connection:
            last = connection.execute(by_then).scalar()
        return Ledger(self.path, view=View(run=last or 0))

    def after(self, run: str | int) -> Ledger:
        """The ledger as the run with that id or number left it, read-only; raises KeyError when there is none such."""
        with self._engine.connect() as connection:
            same = runs.c.id == run if isinstance(run, str) else runs.c.no == run
            number = connection.execute(select(runs.c.no).where(same)).scalar()
        if number is None:
            raise KeyError(f"{self.path} holds no run {run}; see them: onrecord runs {self.path}")
        return Ledger(self.path, view=View(run=number))

    def with_rejected(self) -> Ledger:
        """The same ledger, read-only, with the rows that analysts rejected among the others."""
        with self._engine.connect() as connection:
            numbers = settling.rejected(connection, self.view.run if self.view else None)
        wanted = Ledger(self.path, view=msgspec.structs.replace(self.view or View(), rejected=numbers))
        wanted.stood = self.stood
        return wanted

    def undated(self) -> int:
        """How many reports have no day, and so are in no published view."""
        with self._engine.connect() as connection:
            count: int = connection.execute(UNDATED).scalar_one()
            return count

    # ---------------------------------------------------------------------------------------------------- what it holds

    def documents(self) -> Iterator[Document]:
        """The reports by day of publication, publisher and id."""
        with self._engine.connect() as connection:
            for document in records(connection, Document, select(documents.c.row).order_by(*IN_ORDER)):
                yield self._standing(document)

    def ids(self) -> list[str]:
        """The ids of the reports, in the same order."""
        with self._engine.connect() as connection:
            return list(connection.execute(select(documents.c.id).order_by(*IN_ORDER)).scalars())

    def mentions(self) -> Iterator[Mention]:
        """The mentions, report by report."""
        return self._records(Mention, of_reports(mentions).where(mentions.c.until.is_(None)))

    def statements(self, **wanted: Unpack[Filters]) -> Iterator[Statement]:
        """The statements that are wanted, report by report; raises ValueError for a filter that only events have."""
        return self._records(Statement, of_reports(statements).where(*of_statements(wanted)))

    def events(self, **wanted: Unpack[Filters]) -> Iterator[Event]:
        """The events that are wanted, report by report."""
        return self._records(Event, of_reports(events).where(*of_events(wanted)))

    def codes(self) -> set[str]:
        """The types of its events."""
        with self._engine.connect() as connection:
            return set(connection.execute(select(events.c.code).distinct()).scalars())

    def links(self) -> Iterator[Link]:
        """How rows of the ledger stand to each other."""
        return (link for _, link in self.links_by_id())

    def links_by_id(self) -> Iterator[tuple[str, Link]]:
        """The same, each with the id by which it is judged."""
        current = select(links.c.id, links.c.row).where(links.c.until.is_(None))
        with self._engine.connect() as connection:
            in_order = current.order_by(links.c.a, links.c.b, links.c.relation, links.c.on)
            for key, row in connection.execution_options(yield_per=reading.CHUNK).execute(in_order):
                yield key, msgspec.json.decode(row, type=Link)

    def disputes(self) -> dict[str, tuple[str, ...]]:
        """For the id of each row that another contradicts or denies, the ids of those."""
        against: dict[str, set[str]] = {}
        for link in self.links():
            if link.relation in DISPUTING:
                against.setdefault(link.a, set()).add(link.b)
                against.setdefault(link.b, set()).add(link.a)
        return {key: tuple(sorted(others)) for key, others in against.items()}

    def judgements(self) -> Iterator[Judgement]:
        """What analysts said, in the order in which they did."""
        with self._engine.connect() as connection:
            yield from settling.everything(connection)

    def judged(self) -> dict[str, settling.Standing]:
        """How each finding and link stands of which something was said, by id."""
        with self._engine.connect() as connection:
            return settling.of_rows(connection)

    def kinds(self, keys: Iterable[str]) -> dict[str, set[str]]:
        """Those of the ids that are mentions, statements, events and links, also those that are held back."""
        with self._engine.connect() as connection:
            return settling.kinds(connection, keys)

    def machines(self, key: str) -> Finding | Link | None:
        """What the machine found where an analyst's correction stands now; None when there is none."""
        with self._engine.connect() as connection:
            return settling.machines(connection, key)

    def over(self, key: str) -> int | None:
        """The number of the run whose reading an analyst's choice of a version stands over; None when there is none."""
        with self._engine.connect() as connection:
            return history.over(connection, key)

    def history(self, key: str) -> history.History:
        """The versions that it has held of the finding `key`; KeyError when there is none, LedgerError for a view."""
        if self.view is not None:
            why = "it is the ledger as it stood"
            raise LedgerError(f"a view of {self.path} has no versions", why, f"Ask {self.path} itself")
        with self._engine.connect() as connection:
            return history.of_row(connection, key)

    def makers(self) -> Iterator[Maker]:
        """Who made the rows, by key."""
        return self._records(Maker, select(makers.c.row).order_by(makers.c.key))

    def refused(self) -> Iterator[Refusal]:
        """What was not read, and why, in the order in which it was met."""
        with self._engine.connect() as connection:
            for source, reason, sha256 in connection.execute(
                select(refused.c.source, refused.c.reason, refused.c.sha256).order_by(refused.c.no)
            ):
                yield Refusal(source=source, reason=reason, sha256=sha256)

    def older(self, who: Iterable[Maker], reports: Sequence[str] = ()) -> tuple[list[str], int]:
        """The ids of the reports that other annotators than `who` read last, and the number of those that `who` did.

        Of all, or of the `reports` with these ids or addresses; raises KeyError when there is no such report.
        """
        with self._engine.connect() as connection:
            return readers.older(connection, who, reports)

    def versions(self) -> dict[str, tuple[str, str, str]]:
        """Kind, version and report of each finding, by its id."""
        with self._engine.connect() as connection:
            return reading.versions(connection)

    def runs(self) -> Iterator[Run]:
        """The runs that added or changed something, in their order."""
        return (run for _, run in self.runs_by_number())

    def runs_by_number(self) -> Iterator[tuple[int, Run]]:
        """The same, each with its number."""
        with self._engine.connect() as connection:
            for number, key, at, added in connection.execute(
                select(runs.c.no, runs.c.id, runs.c.at, runs.c.added).order_by(runs.c.no)
            ):
                yield number, Run(id=key, at=at, added=added, makers=tuple(reading.makers_of(connection, number)))

    def counts(self) -> dict[str, int]:
        """How many documents, mentions, statements, events and links the ledger holds now."""
        with self._engine.connect() as connection:
            held = {"documents": connection.execute(select(func.count()).select_from(documents)).scalar_one()}
            for table in (mentions, statements, events, links):
                current = select(func.count()).where(table.c.until.is_(None))
                held[table.name] = connection.execute(current).scalar_one()
        return held

    def page(self, doc: str) -> Page:
        """The report with the id `doc` and its findings, with an empty parse; raises KeyError when it is not held."""
        return self.read(doc)[0]

    def read(self, doc: str) -> tuple[Page, dict[str, str]]:
        """The same, and for the report and each finding when the run began that first recorded it, by id."""
        with self._engine.connect() as connection:
            found, since = reading.page_since(connection, doc)
            if not self._began.keys() >= set(since.values()):
                self._began = {number: at for number, at in connection.execute(select(runs.c.no, runs.c.at))}  # noqa: C416
        standing = self._standing(found.document)
        page = found if standing is found.document else msgspec.structs.replace(found, document=standing)
        return page, {key: self._began[number] for key, number in since.items()}

    def finding(self, key: str) -> Finding | None:
        """The current finding with the id `key`; None when there is none, as for the id of a report."""
        with self._engine.connect() as connection:
            return reading.finding(connection, key)

    def replaced(self) -> dict[str, Document]:
        """By the id of each report whose address has a newer text, the report with that."""
        with self._engine.connect() as connection:
            return reading.replaced(connection)

    def addresses(self) -> list[tuple[str, list[str]]]:
        """The addresses at which it holds several texts, in order, each with the ids of those reports."""
        with self._engine.connect() as connection:
            return reading.addresses(connection)

    def clusters(self) -> Iterator[Cluster]:
        """The clusters, each with the links between its members.

        In a view of what had been published they are those that `onrecord.weighing.as_of` has found, else none.
        """
        if self.stood is not None or (self.view and self.view.published):
            yield from self.stood or ()
            return
        with self._engine.connect() as connection:
            yield from clusters.every(connection)

    def search(self, words: str, most: int = 50) -> Iterator[Hit]:
        """Where `words` stand: reports, then statements, the best first, at most `most` of each.

        All words must be there, in any form; "a phrase" stands in quotation marks, a word's beginning before `*`.
        Raises ValueError when no word is given.
        """
        with self._engine.connect() as connection:
            yield from search(connection, words, most)

    @contextmanager
    def kept(self) -> Iterator[Weighed]:
        """What is kept to weigh the accounts, to be read."""
        with self._engine.connect() as connection:
            yield Weighed(connection)

    # ---------------------------------------------------------------------------------------------------------- writing

    def held(self, document: Document) -> Document | None:
        """The report that the ledger holds in the place of `document`, None when it is new.

        That is the one with its id, or one that the same bytes gave before under another date or title.
        """
        same = select(documents.c.row).where(documents.c.id == document.id)
        bytes_seen = (
            select(documents.c.row)
            .join(schema.seen, schema.seen.c.document == documents.c.no)
            .where(schema.seen.c.raw == document.raw)
            .order_by(documents.c.id)
        )
        with self._engine.connect() as connection:
            if row := connection.execute(same).scalar():
                return msgspec.json.decode(row, type=Document)
            for row in connection.execute(bytes_seen).scalars():
                one = msgspec.json.decode(row, type=Document)
                if (one.text, one.url, one.publisher) == (document.text, document.url, document.publisher):
                    return one
        return None

    def see(self, document: Document) -> None:
        """Remembers the bytes of a copy of a report that the ledger holds."""
        same = select(documents.c.no).where(documents.c.id == document.id)
        with self._engine.connect() as connection:
            number = connection.execute(same).scalar()
            if number is None or writing.saw(connection, document, number):
                return
        with self._writing() as connection:
            writing.see(connection, document, number)

    def add(self, pages: Iterable[Page], run: Run) -> list[Page]:
        """Adds the pages in one transaction and gives those whose reports are new.

        A report that is held already gets its new reading: rows no longer found stay, but are not current.
        """
        with self._writing() as connection:
            number = writing.begin(connection, run)
            return [page for page in pages if writing.put_page(connection, page, number)]

    def refuse(self, refusals: Sequence[Refusal], run: Run) -> None:
        """Remembers what could not be read, and why."""
        with self._writing() as connection:
            writing.refuse(connection, refusals, run)

    def put_links(self, found: Iterable[Link], who: Iterable[Maker] = (), run: Run | None = None) -> int:
        """Puts `found` in the place of all links held so far, with their makers; the number of them.

        Where they differ from those held, that is the work of `run`, else of a run of its own by `who`.
        """
        links = list(found)
        with self.weighing(who, run) as weighed:
            weighed.put_links(links)
        return len(links)

    @contextmanager
    def weighing(self, who: Iterable[Maker] = (), run: Run | None = None) -> Iterator[Weighed]:
        """What is kept to weigh the accounts, to be changed as one: what differs then is the work of `run`, or of a
        run of its own by `who`."""
        makers, now = tuple(who), datetime.now(UTC)
        own = Run(
            id=digest("run", now.isoformat(), makers), at=now.isoformat(timespec="seconds"), makers=makers, added=0
        )
        with self._writing() as connection:
            yield Weighed(connection, run or own)

    @contextmanager
    def judging(self, author: str, at: str | None = None) -> Iterator[Session]:
        """An analyst's session: all that is said in it becomes part of the ledger together, or nothing does."""
        with self._writing() as connection:
            yield Session(connection, author, at)

    def settle(self) -> None:
        """Says of each report which older text at the same address it replaces."""
        with self._writing() as connection:
            writing.settle_addresses(connection)

    def _standing(self, document: Document) -> Document:
        if self.view is None or document.replaces is None:
            return document
        with self._engine.connect() as connection:
            return reading.standing(connection, document)

    def _writing(self) -> Any:
        if self.view is not None:
            todo = f"Open {self.path} itself to write to it"
            raise LedgerError(f"a view of {self.path} cannot be written to", "it is the ledger as it stood", todo)
        # what SQLite writes to a file that was deleted is lost without an error
        if not (self.path.exists() and os.path.samestat(self._file, self.path.stat())):
            why = "it was deleted or replaced while it was open"
            todo = f"What it held is lost: remove {self.path}-wal and {self.path}-shm if they are left, and run again"
            raise LedgerError(f"{self.path} is gone", why, todo)
        return self._engine.execution_options(write=True).begin()

    def _records(self, kind: type[T], query: Select[Any]) -> Iterator[T]:
        with self._engine.connect() as connection:
            yield from records(connection, kind, query)
