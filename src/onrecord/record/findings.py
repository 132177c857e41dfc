"""The findings of a report as rows: first put in, then read again; what it said before is kept."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from sqlalchemy import Connection, Row, Table, and_, or_, select, update
from sqlalchemy.dialects.sqlite import insert

from onrecord.data import Event, Page, Statement
from onrecord.record import schema
from onrecord.record.marking import ANALYST
from onrecord.record.schema import CHOSEN, event_roles, events, mentions, statement_roles, statements

TABLES = (mentions, statements, events)
ROLES: dict[str, tuple[Table, str]] = {
    "statements": (statement_roles, "statement"),
    "events": (event_roles, "event"),
}


def put(connection: Connection, page: Page, document: int, run: int) -> None:
    """Adds the findings of `page`, whose report is new and has the number `document`."""
    for table, rows in zip(TABLES, schema.finding_rows(page), strict=True):
        put_rows(connection, table, rows, document, run)
    put_roles(connection, page, document)


def reread(connection: Connection, page: Page, document: int, run: int) -> None:
    """Makes the findings of `page` the current reading of the report with the number `document`.

    A row that says the same again is left as it is. One that is no longer found ends, or gives way to its new version.
    """
    here = {m.id for m in page.mentions}
    both: list[Statement | Event] = [*page.statements, *page.events]
    takes_part = {f.id: {(role, m) for role, m in schema.roles(f, page) if m in here} for f in both}
    for table, rows in zip(TABLES, schema.finding_rows(page), strict=True):
        base = _last_reading(connection, table, document)
        parts = _parts(connection, table, document)
        marked = {key for key, old in base.items() if old.by.startswith(f"{ANALYST}-")}
        # what an analyst added stays as it is, but for mentions of which the machine now says more
        told = {row["id"]: row for row in rows if table is mentions or row["id"] not in marked}
        kept = {
            key
            for key, row in told.items()
            if (old := base.get(key))
            and all(getattr(old, name) == value for name, value in row.items())
            and parts[old.no] == takes_part.get(key, set())
        }
        for key, old in base.items():
            if key not in kept and (key in told or key not in marked):
                end(connection, table, old, run)
        put_rows(connection, table, [row for key, row in told.items() if key not in kept], document, run)
    put_roles(connection, page, document)


def put_rows(connection: Connection, table: Table, rows: list[dict[str, Any]], document: int, run: int) -> None:
    """Adds rows that hold from `run` on."""
    if rows:
        connection.execute(insert(table), [{**row, "document": document, "since": run} for row in rows])


def put_roles(connection: Connection, page: Page, document: int) -> None:
    """Says of the current statements and events of a report who and what takes part in them."""
    mention = _numbers(connection, mentions, document)
    for table, findings in ((statements, page.statements), (events, page.events)):
        roles, key = ROLES[table.name]
        # not of a row that stands in the place of the one that says so
        said = {(f.id, f.version): f for f in findings}
        rows = [
            {key: number, "role": role, "mention": mention[m]}
            for number, one in _versions(connection, table, document)
            if one in said
            for role, m in dict.fromkeys(schema.roles(said[one], page))
            if m in mention
        ]
        if rows:
            connection.execute(insert(roles).on_conflict_do_nothing(), rows)


def end(connection: Connection, table: Table, old: Row[Any], run: int, *, aside: bool = False) -> None:
    """Ends a row with `run`, where it has not ended yet; `aside` says that a judgement holds it back."""
    until = run if old.until is None else old.until
    kept = CHOSEN if old.aside == CHOSEN else int(aside)  # what stood by choice is never taken for what was found
    connection.execute(update(table).where(table.c.no == old.no).values(until=until, aside=kept))


def _last_reading(connection: Connection, table: Table, document: int) -> dict[str, Row[Any]]:
    """The rows that the last reading found, by id: of one that a judgement holds back, not what stands in its place."""
    now = and_(table.c.until.is_(None), table.c.aside != CHOSEN)
    last = select(table).where(table.c.document == document, or_(now, table.c.aside == 1))
    return {row.id: row for row in connection.execute(last.order_by(table.c.aside))}


def _parts(connection: Connection, table: Table, document: int) -> dict[int, set[tuple[str, str]]]:
    """Role and mention id of all that take part in each row of a report, by its number."""
    found: dict[int, set[tuple[str, str]]] = defaultdict(set)
    if table.name in ROLES:
        roles, key = ROLES[table.name]
        held = select(roles.c[key], roles.c.role, mentions.c.id).join(mentions, mentions.c.no == roles.c.mention)
        for number, role, mention in connection.execute(
            held.join(table, table.c.no == roles.c[key]).where(table.c.document == document)
        ):
            found[number].add((role, mention))
    return found


def _versions(connection: Connection, table: Table, document: int) -> list[tuple[int, tuple[str, str]]]:
    """Number, id and version of the rows of a report that are current."""
    current = select(table.c.no, table.c.id, table.c.version).where(
        table.c.document == document, table.c.until.is_(None)
    )
    return [(row.no, (row.id, row.version)) for row in connection.execute(current)]


def _numbers(connection: Connection, table: Table, document: int) -> dict[str, int]:
    """The numbers of the rows of a report, by id: of those that are current the newest, else the one held back."""
    mine = select(table.c.id, table.c.no).where(
        table.c.document == document, or_(table.c.until.is_(None), table.c.aside == 1)
    )
    return {row.id: row.no for row in connection.execute(mine.order_by(table.c.until.is_not(None).desc(), table.c.no))}
