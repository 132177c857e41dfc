"""Whole reports into a ledger: each call stands in one transaction of its caller's."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any, TypeVar

import msgspec
from sqlalchemy import Connection, func, select, update
from sqlalchemy.dialects.sqlite import insert

from onrecord.data import Cluster, Document, Link, Maker, Page, Refusal, Run
from onrecord.record import clusters, findings, schema, settling
from onrecord.record.schema import (
    documents,
    former_documents,
    links,
    makers,
    readings,
    refused,
    run_makers,
    runs,
    seen,
)

K = TypeVar("K", int, str)
# Keys that one query names; SQLite takes no more than 999 everywhere.
CHUNK = 500


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
    held = connection.execute(select(documents).where(documents.c.id == page.document.id)).first()
    row = schema.document_row(page.document)
    if held is None:
        done = connection.execute(insert(documents).values(**row, since=run))
        number: int = done.inserted_primary_key[0]  # type: ignore[index]
    else:
        number = held.no
        _put_head(connection, held._asdict(), row, run)
    see(connection, page.document, number)
    if held is not None:
        last = insert(readings).values(document=number, run=run)
        connection.execute(last.on_conflict_do_update(index_elements=["document"], set_={"run": run}))
        findings.reread(connection, page, number, run)
        settling.settle_report(connection, number, run)
        return False
    findings.put(connection, page, number, run)
    connection.execute(update(runs).where(runs.c.no == run).values(added=runs.c.added + 1))
    return True


def _put_head(connection: Connection, held: dict[str, Any], row: dict[str, Any], run: int) -> None:
    """Puts a new head in the place of the one that is held, which is kept beside it."""
    if all(held[name] == value for name, value in row.items()):
        return
    before = {name: held[name] for name in ("published", "publisher", "title", "url", "row", "by")}
    kept = insert(former_documents).values(**before, document=held["no"], until=run).on_conflict_do_nothing()
    connection.execute(kept)
    connection.execute(update(documents).where(documents.c.no == held["no"]).values(**row))


def see(connection: Connection, document: Document, number: int) -> None:
    """Remembers that the bytes of `document` gave the report with that number."""
    connection.execute(insert(seen).values(raw=document.raw, document=number).on_conflict_do_nothing())


def saw(connection: Connection, document: Document, number: int) -> bool:
    """Whether the ledger remembers that these bytes gave the report with that number."""
    same = select(seen.c.raw).where(seen.c.raw == document.raw, seen.c.document == number)
    return connection.execute(same).first() is not None


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


def put_links(
    connection: Connection, found: Iterable[Link], run: Run, ended: Iterable[str] | None = None
) -> int | None:
    """Puts `found` in the place of the links with the ids `ended`, of all where that is None.

    The number of `run`, whose work it is, or None where nothing differs from what the ledger holds.
    """
    wanted = {row["id"]: row for row in map(schema.link_row, found)}
    base = select(links.c.id, links.c.no, links.c.row).where(links.c.until.is_(None) | (links.c.aside == 1))
    base = base.order_by(links.c.aside)
    asked = [base] if ended is None else [base.where(links.c.id.in_(some)) for some in _by(sorted({*ended, *wanted}))]
    held = {row.id: row for one in asked for row in connection.execute(one)}
    new = [row for key, row in wanted.items() if key not in held or held[key].row != row["row"]]
    gone = [row.no for key, row in held.items() if key not in wanted or wanted[key]["row"] != row.row]
    if not new and not gone:
        return None
    number = begin(connection, run)
    for some in _by(gone):
        mine = links.c.no.in_(some)
        connection.execute(update(links).where(mine, links.c.until.is_(None)).values(until=number))
        connection.execute(update(links).where(mine).values(aside=0))
    if new:
        connection.execute(insert(links), [{**row, "since": number} for row in new])
    settling.settle_links(connection, number)
    return number


def put_clusters(
    connection: Connection, found: Iterable[Cluster], run: Run, ended: Iterable[str] | None = None
) -> None:
    """Puts `found` in the place of the clusters with the ids `ended`, of all where that is None."""
    gone, new = clusters.changed(connection, found, ended)
    if gone or new:
        number = begin(connection, run)
        clusters.end(connection, gone, number)
        clusters.put(connection, new, number)


def _by(all_of_them: list[K]) -> Iterator[list[K]]:
    return (all_of_them[n : n + CHUNK] for n in range(0, len(all_of_them), CHUNK))


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
