"""A ledger as it stood: the same queries over fewer rows.

A connection that has entered a view holds temporary views named like the tables of the ledger, and SQLite takes those
before the tables. So every query of the ledger answers for the view, and none is written twice. A view is of what had
been *published* by an instant, whenever that was read, or of what the ledger held after a *run*; either way with or
without the rows that analysts rejected.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable
from datetime import UTC, date, datetime

import msgspec

from onrecord.record import schema
from onrecord.record.schema import documents, events, links, mentions, statements

DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
DAY_LONG = len("2021-12-03")
# A day alone means its end.
LAST = "T23:59:59"
FINDINGS = (mentions, statements, events)


class View(msgspec.Struct, frozen=True, kw_only=True):
    """Which rows are seen: published by the instant `published`, or held after the run with the number `run`.

    `rejected` are the numbers of further rows, by table: those that analysts have rejected.
    """

    published: str | None = None
    run: int | None = None
    rejected: dict[str, tuple[int, ...]] = {}


def instant(given: date | datetime | str) -> str:
    """The instant that `given` means, in UTC: a day is its end, an hour without a zone is one of UTC.

    Raises ValueError for what is no ISO day or instant.

    >>> instant("2021-12-03"), instant("2021-12-03T12:00+02:00")
    ('2021-12-03T23:59:59', '2021-12-03T10:00:00')
    """
    said = given if isinstance(given, str) else given.isoformat()
    wrong = f"{said!r} is no day or instant: write it as 2021-12-03 or 2021-12-03T12:00Z"
    if not DAY.match(said):
        raise ValueError(wrong)
    try:
        when = datetime.fromisoformat(said + LAST if len(said) == DAY_LONG else said)
        utc = when.astimezone(UTC).replace(tzinfo=None) if when.tzinfo else when
    except (ValueError, OverflowError) as error:
        raise ValueError(wrong) from error
    return utc.isoformat(timespec="seconds")


def enter(connection: sqlite3.Connection, view: View) -> None:
    """Makes every query on `connection` see only what is in `view`."""
    holds = "until IS NULL"
    if view.run is not None:
        holds = f"since <= {view.run} AND (until IS NULL OR until > {view.run})"
    limited = view.published is not None or view.run is not None
    if limited:
        _documents(connection, view)
    for table in (*FINDINGS, links):
        numbers = ", ".join(map(str, view.rejected.get(table.name, ())))
        also = f" OR no IN ({numbers})" if numbers else ""
        among = _ends(holds) if table is links else '"document" IN (SELECT no FROM temp.within)'
        _make(connection, table.name, _columns(table.c.keys()), f"(({holds}){also}) AND {among if limited else 'TRUE'}")
    if view.run is not None:
        _make(connection, "runs", _columns(schema.runs.c.keys()), f"no <= {view.run}")
        for table in (schema.refused, schema.judgements):
            _make(connection, table.name, _columns(table.c.keys()), f"since <= {view.run}")
        _make(connection, "clusters", _columns(schema.clusters.c.keys()), holds)


def _documents(connection: sqlite3.Connection, view: View) -> None:
    """The reports of the view, with the heads they had."""
    among = f"since <= {view.run}" if view.published is None else f"datetime(published) <= datetime('{view.published}')"
    connection.execute("CREATE TEMP TABLE within (no INTEGER PRIMARY KEY)")
    connection.execute(f"INSERT INTO temp.within SELECT no FROM main.documents WHERE {among}")
    columns = documents.c.keys()
    inside = "no IN (SELECT no FROM temp.within)"
    if view.run is None or not _earlier(connection, view.run):
        _make(connection, "documents", _columns(columns), inside)
        return
    every = ", ".join(f'"{c}"' for c in columns)
    connection.execute(
        f"CREATE TEMP VIEW documents AS SELECT {every} FROM main.documents "
        f"WHERE {inside} AND no NOT IN (SELECT no FROM temp.earlier) UNION ALL SELECT {every} FROM temp.earlier"
    )


def _earlier(connection: sqlite3.Connection, run: int) -> bool:
    """Makes the table of the heads that were others after `run`; whether there is any."""
    connection.execute(
        f"""CREATE TEMP TABLE earlier AS SELECT d.no, d.id, f.published, f.publisher, f.title, f.url, f."row", f."by",
        d.since FROM main.former_documents f JOIN main.documents d ON d.no = f.document
        WHERE d.since <= {run} AND f."until" =
        (SELECT min(g."until") FROM main.former_documents g WHERE g.document = f.document AND g."until" > {run})"""
    )
    return bool(connection.execute("SELECT count(*) FROM temp.earlier").fetchone()[0])


def _ends(holds: str) -> str:
    """That both rows of a link are in the view."""
    within = "(SELECT no FROM temp.within)"
    found = [
        f'SELECT 1 FROM main."{t.name}" t WHERE t.id = {{end}} AND {{holds}} AND t.document IN {within}'
        for t in FINDINGS
    ]
    found.append(f"SELECT 1 FROM main.documents t WHERE t.id = {{end}} AND t.no IN {within}")
    mine = holds.replace("since", "t.since").replace("until", "t.until")
    either = (
        " OR ".join(f"EXISTS ({f.format(end=f'links.{end}', holds=f'({mine})')})" for f in found) for end in ("a", "b")
    )
    return " AND ".join(f"({e})" for e in either)


def _columns(names: Iterable[str]) -> str:
    """The columns of a table, none of which has ended in the view."""
    return ", ".join('NULL AS "until"' if name == "until" else f'"{name}"' for name in names)


def _make(connection: sqlite3.Connection, name: str, columns: str, among: str) -> None:
    connection.execute(f'CREATE TEMP VIEW "{name}" AS SELECT {columns} FROM main."{name}" WHERE {among}')
