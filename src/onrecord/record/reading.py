"""Rows of a ledger as the types of `onrecord.data`."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any, TypeVar

import msgspec
from sqlalchemy import Connection, Select, Table, func, select, text

from onrecord.data import Document, Event, Finding, Link, Maker, Mention, Page, Statement
from onrecord.record import schema
from onrecord.record.rows import Head
from onrecord.record.schema import documents, events, makers, mentions, statements
from onrecord.tokens import Parse

T = TypeVar("T", Document, Mention, Statement, Event, Link, Maker)
# Rows that are fetched at a time.
CHUNK = 500
IN_ORDER = (documents.c.published, documents.c.publisher, documents.c.id)
FINDINGS: tuple[tuple[Table, type[Finding]], ...] = ((mentions, Mention), (statements, Statement), (events, Event))
OLDER = text('SELECT "row" FROM main.documents WHERE id = :id')

_DECODE: dict[Any, msgspec.json.Decoder[Any]] = {
    kind: msgspec.json.Decoder(kind) for kind in (Document, Mention, Statement, Event, Link, Maker)
}


def records(connection: Connection, kind: type[T], query: Select[Any]) -> Iterator[T]:
    """What `query`, which selects a column `row`, gives."""
    for row in connection.execution_options(yield_per=CHUNK).execute(query).scalars():
        yield _DECODE[kind].decode(row)


def of_reports(table: Table) -> Select[Any]:
    """All rows of `table`, report by report."""
    joined = select(table.c.row).join(documents, documents.c.no == table.c.document)
    return joined.order_by(*IN_ORDER, table.c.start, table.c.end.desc(), table.c.id)


def page(connection: Connection, doc: str) -> Page:
    """The report with the id `doc` and its findings, with an empty parse; raises KeyError when it is not held."""
    return page_since(connection, doc)[0]


def page_since(connection: Connection, doc: str) -> tuple[Page, dict[str, int]]:
    """The same, and the number of the run that first recorded the report and each finding, by id."""
    held = connection.execute(
        select(documents.c.no, documents.c.row, documents.c.since).where(documents.c.id == doc)
    ).first()
    if held is None:
        raise KeyError(f"the ledger holds no report {doc}")
    found: list[tuple[Any, ...]] = []
    since = {doc: held.since}
    for table, kind in FINDINGS:
        current = select(table.c.row, table.c.since).where(table.c.document == held.no, table.c.until.is_(None))
        rows = connection.execute(current.order_by(table.c.start, table.c.end.desc(), table.c.id)).all()
        found.append(tuple(_DECODE[kind].decode(row) for row, _ in rows))
        for f, (_, began) in zip(found[-1], rows, strict=True):
            since[f.id] = began if began == held.since else _first(connection, table, f, began)
    made = Page(
        document=_DECODE[Document].decode(held.row),
        parse=Parse([], []),
        mentions=found[0],
        statements=found[1],
        events=found[2],
    )
    return made, since


def _first(connection: Connection, table: Table, finding: Finding, since: int) -> int:
    """The run that first recorded what `finding` says, which may have been gone since."""
    first = text(f"SELECT min(since) FROM main.{table.name} WHERE id = :id AND version = :version")
    return connection.execute(first, {"id": finding.id, "version": finding.version}).scalar() or since


def finding(connection: Connection, key: str) -> Finding | None:
    """The current finding with the id `key`, None when there is none."""
    for table, kind in reversed(FINDINGS):
        current = select(table.c.row).where(table.c.id == key, table.c.until.is_(None))
        if row := connection.execute(current).scalar():
            found: Finding = _DECODE[kind].decode(row)
            return found
    return None


def standing(connection: Connection, document: Document) -> Document:
    """`document` as it stands in a view: what it `replaces` is the newest older text that is in the view too."""
    older = document.replaces
    while older and connection.execute(select(documents.c.no).where(documents.c.id == older)).first() is None:
        row = connection.execute(OLDER, {"id": older}).scalar()
        older = _DECODE[Document].decode(row).replaces if row else None
    return document if older == document.replaces else msgspec.structs.replace(document, replaces=older)


def versions(connection: Connection) -> dict[str, tuple[str, str, str]]:
    """Kind, version and report of each finding, by its id."""
    found = {}
    for table, _ in FINDINGS:
        every = select(table.c.id, table.c.version, documents.c.id).join(documents, documents.c.no == table.c.document)
        for key, version, doc in connection.execute(every.where(table.c.until.is_(None))):
            found[key] = (table.name.removesuffix("s"), version, doc)
    return found


def replaced(connection: Connection) -> dict[str, Document]:
    """By the id of each report whose address has a newer text, the report with that."""
    several = select(documents.c.url).where(documents.c.url.is_not(None)).group_by(documents.c.url)
    at_one = select(documents.c.row).where(documents.c.url.in_(several.having(func.count() > 1))).order_by(*IN_ORDER)
    found = [standing(connection, d) for d in list(records(connection, Document, at_one)) if d.replaces]
    return {d.replaces: d for d in found if d.replaces}


def addresses(connection: Connection) -> list[tuple[str, list[str]]]:
    """The addresses at which several texts are held, in order, each with the ids of those reports."""
    several = select(documents.c.url).where(documents.c.url.is_not(None)).group_by(documents.c.url)
    mine = documents.c.url.in_(several.having(func.count() > 1))
    found = connection.execute(select(documents.c.url, documents.c.id).where(mine).order_by(documents.c.url, *IN_ORDER))
    return [(url, [doc for _, doc in rows]) for url, rows in groupby(found, key=itemgetter(0))]


def makers_of(connection: Connection, run: int) -> Iterator[Maker]:
    """The makers of the run with that number, by key."""
    mine = select(makers.c.row).join(schema.run_makers, schema.run_makers.c.maker == makers.c.key)
    return records(connection, Maker, mine.where(schema.run_makers.c.run == run).order_by(makers.c.key))


def head(document: Document) -> Head:
    """What of `document` stands beside an account."""
    d = document
    return Head(doc=d.id, title=d.title, url=d.url, publisher=d.publisher, agency=d.agency, published=d.published)
