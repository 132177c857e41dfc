"""Whole reports into a ledger: each call stands in one transaction of its caller's."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from itertools import pairwise
from typing import Any

import msgspec
from sqlalchemy import Connection, Table, delete, func, select, update
from sqlalchemy.dialects.sqlite import Insert, insert

from onrecord.data import Document, Link, Maker, Page, Refusal, Run
from onrecord.record import schema
from onrecord.record.schema import (
    documents,
    event_roles,
    events,
    links,
    makers,
    mentions,
    refused,
    run_makers,
    runs,
    seen,
    statement_roles,
    statements,
)


def begin(connection: Connection, run: Run) -> int:
    """The number of `run` in the ledger, where it and its makers stand from now on."""
    put_makers(connection, run.makers)
    connection.execute(insert(runs).values(id=run.id, at=run.at, added=0).on_conflict_do_nothing())
    number: int = connection.execute(select(runs.c.no).where(runs.c.id == run.id)).scalar_one()
    named = [{"run": number, "maker": m.key} for m in run.makers]
    if named:
        connection.execute(insert(run_makers).on_conflict_do_nothing(), named)
    return number


def put_makers(connection: Connection, who: Iterable[Maker]) -> None:
    """Adds those of the makers that the ledger does not hold."""
    if rows := [{"key": m.key, "row": schema.text(m)} for m in who]:
        connection.execute(insert(makers).on_conflict_do_nothing(), rows)


def put_page(connection: Connection, page: Page, run: int) -> bool:
    """Puts the report and its findings in, as the current reading of it; says whether the report is new."""
    row = schema.document_row(page.document)
    known = connection.execute(select(documents.c.no).where(documents.c.id == page.document.id)).scalar()
    connection.execute(
        insert(documents).values(**row, since=run).on_conflict_do_update(index_elements=["id"], set_=row)
    )
    number: int = known or connection.execute(select(documents.c.no).where(documents.c.id == row["id"])).scalar_one()
    see(connection, page.document, number)
    if known:
        _retire(connection, number, run)
    for table, rows in zip((mentions, statements, events), schema.finding_rows(page), strict=True):
        _put_findings(connection, table, rows, number, run)
    _put_roles(connection, page, number)
    if not known:
        connection.execute(update(runs).where(runs.c.no == run).values(added=runs.c.added + 1))
    return not known


def see(connection: Connection, document: Document, number: int) -> None:
    """Remembers that the bytes of `document` gave the report with that number."""
    connection.execute(insert(seen).values(raw=document.raw, document=number).on_conflict_do_nothing())


def saw(connection: Connection, document: Document, number: int) -> bool:
    """Whether the ledger remembers that these bytes gave the report with that number."""
    same = select(seen.c.raw).where(seen.c.raw == document.raw, seen.c.document == number)
    return connection.execute(same).first() is not None


def _retire(connection: Connection, document: int, run: int) -> None:
    """Ends the current reading of a report: what the next one finds again is current again."""
    for roles, key, table in ((event_roles, "event", events), (statement_roles, "statement", statements)):
        old = select(table.c.no).where(table.c.document == document)
        connection.execute(delete(roles).where(roles.c[key].in_(old)))
    for table in (mentions, statements, events):
        current = (table.c.document == document) & table.c.until.is_(None)
        connection.execute(update(table).where(current).values(until=run))


def _put_findings(connection: Connection, table: Table, rows: list[dict[str, Any]], document: int, run: int) -> None:
    if rows:
        connection.execute(_upsert(table), [{**row, "document": document, "since": run, "until": None} for row in rows])


@cache
def _upsert(table: Table) -> Insert:
    """Adds rows; one that is held already is current again, and keeps the run that first found it."""
    new = insert(table)
    again = {c.name: new.excluded[c.name] for c in table.c if c.name not in ("no", "id", "version", "since")}
    return new.on_conflict_do_update(index_elements=["id", "version"], set_=again)


def _put_roles(connection: Connection, page: Page, document: int) -> None:
    mention = _numbers(connection, mentions, document)
    for roles, key, table, findings in (
        (statement_roles, "statement", statements, page.statements),
        (event_roles, "event", events, page.events),
    ):
        number = _numbers(connection, table, document)
        rows = [
            {key: number[f.id], "role": role, "mention": mention[m]}
            for f in findings
            for role, m in dict.fromkeys(schema.roles(f, page))
            if m in mention
        ]
        if rows:
            connection.execute(insert(roles), rows)


def _numbers(connection: Connection, table: Table, document: int) -> dict[str, int]:
    current = select(table.c.id, table.c.no).where(table.c.document == document, table.c.until.is_(None))
    return {row.id: row.no for row in connection.execute(current)}


def refuse(connection: Connection, refusals: Sequence[Refusal], run: Run) -> None:
    """Adds those of the refusals that the ledger does not hold."""
    fresh = [r for r in dict.fromkeys(map(_whole, refusals)) if not _refused(connection, r)]
    if not fresh:
        return
    number = begin(connection, run)
    rows = [{"source": r.source, "reason": r.reason, "sha256": r.sha256, "since": number} for r in fresh]
    connection.execute(insert(refused), rows)


def _whole(refusal: Refusal) -> Refusal:
    """`refusal` with what is no character, as in the names of files from other systems, written out."""
    source, reason = (s.encode("utf-8", "backslashreplace").decode() for s in (refusal.source, refusal.reason))
    return msgspec.structs.replace(refusal, source=source, reason=reason)


def _refused(connection: Connection, refusal: Refusal) -> bool:
    same = select(refused.c.no).where(
        refused.c.source == refusal.source,
        refused.c.reason == refusal.reason,
        refused.c.sha256.is_not_distinct_from(refusal.sha256),
    )
    return connection.execute(same).first() is not None


def put_links(connection: Connection, found: Iterable[Link], who: Iterable[Maker]) -> None:
    """Puts `found` in the place of all links that the ledger held."""
    rows = [{"a": k.a, "b": k.b, "relation": k.relation, "on": k.on, "row": schema.text(k)} for k in found]
    held = connection.execute(select(links.c.row)).scalars()
    if sorted(held) != sorted(row["row"] for row in rows):
        put_makers(connection, who)
        connection.execute(delete(links))
        if rows:
            connection.execute(insert(links).on_conflict_do_nothing(), rows)


def settle_addresses(connection: Connection) -> None:
    """Sets `replaces` of each report to the text published before it at the same address, where the days tell."""
    several = (
        select(documents.c.url)
        .where(documents.c.url.is_not(None), documents.c.published.is_not(None))
        .group_by(documents.c.url)
        .having(func.count() > 1)
    )
    at_one = (
        select(documents.c.url, documents.c.row)
        .where(documents.c.url.in_(several), documents.c.published.is_not(None))
        .order_by(documents.c.url, documents.c.published, documents.c.id)
    )
    rows = [(url, msgspec.json.decode(row, type=Document)) for url, row in connection.execute(at_one)]
    for (before, old), (url, new) in pairwise(rows):
        older = old.id if before == url and (old.published or "") < (new.published or "") else None
        if new.replaces != older:
            settled = msgspec.structs.replace(new, replaces=older)
            connection.execute(update(documents).where(documents.c.id == new.id).values(row=schema.text(settled)))
