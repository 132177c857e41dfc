"""The ledger: reports and what was found in them, in one SQLite file."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Self, TypeVar, Unpack, cast

import msgspec
from sqlalchemy import Connection, Select, Table, func, select

from onrecord.data import Account, Document, Event, Finding, Head, Link, Maker, Mention, Page, Refusal, Run, Statement
from onrecord.record import opening, schema, writing
from onrecord.record.errors import LedgerError
from onrecord.record.filters import Filters, of_events, of_statements
from onrecord.record.schema import documents, event_roles, events, links, makers, mentions, refused, runs, statements
from onrecord.record.search import Hit, search
from onrecord.tokens import Parse

T = TypeVar("T", Document, Mention, Statement, Event, Link, Maker)
# Rows that are fetched at a time.
CHUNK = 500
DISPUTING = ("contradicts", "denies")
IN_ORDER = (documents.c.published, documents.c.publisher, documents.c.id)


class Ledger:
    """The ledger in the file `path`; what it gives are the current readings, as the types of `onrecord.data`.

    Opening reads only; `new` makes the file if there is none, and checks the whole of one that is there. Raises
    LedgerError when there is no ledger or it cannot be used: locked, damaged, newer than this program, another file.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder, Ledger(f"{folder}/news.ledger", new=True) as ledger:
    ...     ledger.counts()
    {'documents': 0, 'mentions': 0, 'statements': 0, 'events': 0, 'links': 0}
    """

    def __init__(self, path: str | Path, *, new: bool = False) -> None:
        self.path = Path(path)
        if new and not self.path.exists():
            opening.make(self.path)
        self._engine = opening.engine(self.path)
        self._file = self.path.stat()
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

    # ---------------------------------------------------------------------------------------------------- what it holds

    def documents(self) -> Iterator[Document]:
        """The reports by day of publication, publisher and id."""
        return self._records(Document, select(documents.c.row).order_by(*IN_ORDER))

    def ids(self) -> list[str]:
        """The ids of the reports, in the same order."""
        with self._engine.connect() as connection:
            return list(connection.execute(select(documents.c.id).order_by(*IN_ORDER)).scalars())

    def mentions(self) -> Iterator[Mention]:
        """The mentions, report by report."""
        return self._records(Mention, _of_reports(mentions).where(mentions.c.until.is_(None)))

    def statements(self, **wanted: Unpack[Filters]) -> Iterator[Statement]:
        """The statements that are wanted, report by report; raises ValueError for a filter that only events have."""
        return self._records(Statement, _of_reports(statements).where(*of_statements(wanted)))

    def events(self, **wanted: Unpack[Filters]) -> Iterator[Event]:
        """The events that are wanted, report by report."""
        return self._records(Event, _of_reports(events).where(*of_events(wanted)))

    def codes(self) -> set[str]:
        """The types of its events."""
        with self._engine.connect() as connection:
            return set(connection.execute(select(events.c.code).distinct()).scalars())

    def links(self) -> Iterator[Link]:
        """How rows of the ledger stand to each other."""
        return self._records(Link, select(links.c.row).order_by(links.c.a, links.c.b, links.c.relation, links.c.on))

    def disputes(self) -> dict[str, tuple[str, ...]]:
        """For the id of each row that another contradicts or denies, the ids of those."""
        against: dict[str, set[str]] = {}
        for link in self.links():
            if link.relation in DISPUTING:
                against.setdefault(link.a, set()).add(link.b)
                against.setdefault(link.b, set()).add(link.a)
        return {key: tuple(sorted(others)) for key, others in against.items()}

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

    def runs(self) -> Iterator[Run]:
        """The runs that added something, in their order."""
        with self._engine.connect() as connection:
            for number, key, at, added in connection.execute(
                select(runs.c.no, runs.c.id, runs.c.at, runs.c.added).order_by(runs.c.no)
            ):
                yield Run(id=key, at=at, added=added, makers=tuple(_makers_of(connection, number)))

    def counts(self) -> dict[str, int]:
        """How many documents, mentions, statements, events and links the ledger holds now."""
        with self._engine.connect() as connection:
            held = {"documents": connection.execute(select(func.count()).select_from(documents)).scalar_one()}
            for table in (mentions, statements, events):
                current = select(func.count()).where(table.c.until.is_(None))
                held[table.name] = connection.execute(current).scalar_one()
            held["links"] = connection.execute(select(func.count()).select_from(links)).scalar_one()
        return held

    def page(self, doc: str) -> Page:
        """The report with the id `doc` and its findings, with an empty parse; raises KeyError when it is not held."""
        with self._engine.connect() as connection:
            return _page(connection, doc)

    def finding(self, key: str) -> Finding:
        """The finding with the id `key`; raises KeyError when none is current."""
        with self._engine.connect() as connection:
            for table, kind in ((events, Event), (statements, Statement), (mentions, Mention)):
                current = select(table.c.row).where(table.c.id == key, table.c.until.is_(None))
                if row := connection.execute(current).scalar():
                    return cast(Finding, _DECODE[kind].decode(row))
        raise KeyError(f"{self.path} holds no finding {key}")

    def accounts(self) -> Iterator[Account]:
        """Each event that counts something, with its mentions and the chain of statements on whose word it is told."""
        counting = (
            select(documents.c.id)
            .join(events, events.c.document == documents.c.no)
            .join(event_roles, (event_roles.c.event == events.c.no) & (event_roles.c.role == "quantity"))
            .where(events.c.until.is_(None))
            .distinct()
            .order_by(*IN_ORDER)
        )
        with self._engine.connect() as connection:
            for doc in connection.execute(counting).scalars().all():
                page = _page(connection, doc)
                yield from (account(e, page) for e in page.events if e.quantities)

    def search(self, words: str, most: int = 50) -> Iterator[Hit]:
        """Where `words` stand: reports, then statements, the best first, at most `most` of each.

        All words must be there, in any form; "a phrase" stands in quotation marks, a word's beginning before `*`.
        Raises ValueError when no word is given.
        """
        with self._engine.connect() as connection:
            yield from search(connection, words, most)

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

    def put_links(self, found: Iterable[Link], who: Iterable[Maker] = ()) -> int:
        """Puts `found` in the place of all links held so far, with their makers; the number of them."""
        links = list(found)
        with self._writing() as connection:
            writing.put_links(connection, links, who)
        return len(links)

    def settle(self) -> None:
        """Says of each report which older text at the same address it replaces."""
        with self._writing() as connection:
            writing.settle_addresses(connection)

    def _writing(self) -> Any:
        # what SQLite writes to a file that was deleted is lost without an error
        if not (self.path.exists() and os.path.samestat(self._file, self.path.stat())):
            why = "it was deleted or replaced while it was open"
            todo = f"What it held is lost: remove {self.path}-wal and {self.path}-shm if they are left, and run again"
            raise LedgerError(f"{self.path} is gone", why, todo)
        return self._engine.execution_options(write=True).begin()

    def _records(self, kind: type[T], query: Select[Any]) -> Iterator[T]:
        with self._engine.connect() as connection:
            for row in connection.execution_options(yield_per=CHUNK).execute(query).scalars():
                yield _DECODE[kind].decode(row)


_DECODE: dict[Any, msgspec.json.Decoder[Any]] = {
    kind: msgspec.json.Decoder(kind) for kind in (Document, Mention, Statement, Event, Link, Maker)
}


def head(document: Document) -> Head:
    """What of `document` stands beside an account."""
    d = document
    return Head(doc=d.id, title=d.title, url=d.url, publisher=d.publisher, agency=d.agency, published=d.published)


def account(event: Event, page: Page) -> Account:
    """The event as its report tells it: with all that it refers to, also through the statements that carry it."""
    said = schema.chain(event.said, page)
    ids = dict.fromkeys(
        (
            *event.actors, *event.targets, *event.places, *event.quantities, event.time,
            *(m for s in said for m in (*s.speakers, *s.via, s.addressee, s.time)),
        )
    )  # fmt: skip
    for key in [*ids]:
        if isinstance(m := page.by_id.get(key or ""), Mention):
            ids |= dict.fromkeys((m.attached_to, m.part_of))
    found = (page.by_id.get(key) for key in ids if key)
    mine = tuple(m for m in found if isinstance(m, Mention))
    return Account(finding=event, mentions=mine, statements=tuple(said), head=head(page.document))


def _of_reports(table: Table) -> Select[Any]:
    joined = select(table.c.row).join(documents, documents.c.no == table.c.document)
    return joined.order_by(*IN_ORDER, table.c.start, table.c.end.desc(), table.c.id)


def _page(connection: Connection, doc: str) -> Page:
    held = connection.execute(select(documents.c.no, documents.c.row).where(documents.c.id == doc)).first()
    if held is None:
        raise KeyError(f"the ledger holds no report {doc}")
    found: list[tuple[Any, ...]] = []
    for table, kind in ((mentions, Mention), (statements, Statement), (events, Event)):
        current = select(table.c.row).where(table.c.document == held.no, table.c.until.is_(None))
        rows = connection.execute(current.order_by(table.c.start, table.c.end.desc(), table.c.id)).scalars()
        found.append(tuple(map(_DECODE[kind].decode, rows)))
    return Page(
        document=_DECODE[Document].decode(held.row),
        parse=Parse([], []),
        mentions=found[0],
        statements=found[1],
        events=found[2],
    )


def _makers_of(connection: Connection, run: int) -> Iterator[Maker]:
    mine = select(makers.c.row).join(schema.run_makers, schema.run_makers.c.maker == makers.c.key)
    for row in connection.execute(mine.where(schema.run_makers.c.run == run).order_by(makers.c.key)).scalars():
        yield _DECODE[Maker].decode(row)
