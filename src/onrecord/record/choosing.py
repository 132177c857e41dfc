"""Earlier versions of findings that stand because an analyst chose them, with the rows that they name.

What stands by choice is a copy of the version, CHOSEN, beside what the newest reading found, which is held back. A
mention or statement that it names and that the newest reading no longer finds comes back with it, and goes with it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, Table, and_, insert, or_, select

from onrecord.data import Event, Statement
from onrecord.record import findings, reading
from onrecord.record.marking import ANALYST
from onrecord.record.schema import CHOSEN, documents, judgements, mentions, statements

Held = tuple[Table, Row[Any]]


def found(table: Table) -> Any:
    """The condition that a row is what the newest reading found, or an analyst put in its place."""
    return or_(and_(table.c.until.is_(None), table.c.aside != CHOSEN), table.c.aside == 1)


def version_of(connection: Connection, key: str, version: str) -> Held:
    """The newest row that held the version of the finding `key` as a reading found it, or as an analyst added it.

    Raises KeyError when there is no such finding, ValueError when no reading gave it in that version.
    """
    for table in findings.TABLES:
        rows = connection.execute(select(table).where(table.c.id == key).order_by(table.c.no.desc())).all()
        mine = [row for row in rows if row.version == version]
        for row in mine:
            if not is_set(connection, row):
                return table, row
        if mine:
            raise ValueError(f"version {version} is what an analyst set: correct {key} so, or accept that it is")
        if rows:
            raise ValueError(f"the ledger held no version {version} of {key}; see them: onrecord versions LEDGER {key}")
    raise KeyError(f"the ledger holds no finding {key}")


def is_set(connection: Connection, row: Row[Any]) -> bool:
    """Whether an analyst's correction made the row: neither a reading nor an analyst found it so."""
    if not is_analysts(row):
        return False
    mine = select(judgements.c.no).where(judgements.c.on == row.id).limit(1)
    corrected = connection.execute(mine.where(judgements.c.verdict == "correct")).first() is not None
    as_it_is = judgements.c.version == row.version, judgements.c.verdict == "add"
    return corrected and connection.execute(mine.where(*as_it_is)).first() is None


def is_analysts(row: Row[Any]) -> bool:
    """Whether an analyst is the maker of the row."""
    by: str = row.by
    return by.startswith(f"{ANALYST}-")


def put(connection: Connection, table: Table, row: Row[Any], run: int) -> None:
    """Puts in again what a row said, to stand by choice."""
    again = {**row._asdict(), "since": run, "until": None, "aside": CHOSEN}
    del again["no"]
    connection.execute(insert(table), [again])


def complete(connection: Connection, document: int, run: int, state: Callable[[str], str | None]) -> list[str]:
    """Brings back what the chosen rows of a report name and its reading lacks; what none of them names goes again.

    `state` says how a row stands after what analysts said of it: what they rejected stays away. Gives the ids of what
    came and went; done again it changes nothing.
    """
    standing = list(_standing(connection, document))
    if not standing:
        return []
    brought = {row.id: (table, row) for table, row in standing if state(row.id) != "chosen"}
    wanted: dict[str, Held] = {}
    asked = [key for table, row in standing if row.id not in brought for key in _named(table, row)]
    while asked:
        key = asked.pop()
        if key in wanted or _found(connection, key) or state(key) in ("chosen", "rejected"):
            continue
        if (held := _last(connection, key)) is not None:
            wanted[key] = held
            asked += _named(*held)
    same = {key for key in brought.keys() & wanted.keys() if brought[key][1].version == wanted[key][1].version}
    for key in sorted(brought.keys() - same):
        findings.end(connection, *brought[key], run)
    for key in sorted(wanted.keys() - same):
        put(connection, *wanted[key], run)
    name = connection.execute(select(documents.c.id).where(documents.c.no == document)).scalar_one()
    findings.put_roles(connection, reading.page(connection, name), document)
    return sorted((brought.keys() | wanted.keys()) - same)


def _standing(connection: Connection, document: int) -> Iterator[Held]:
    """The rows of a report that stand by choice, or with one that does."""
    for table in findings.TABLES:
        mine = table.c.document == document, table.c.until.is_(None), table.c.aside == CHOSEN
        yield from ((table, row) for row in connection.execute(select(table).where(*mine)).all())


def _named(table: Table, row: Row[Any]) -> list[str]:
    """The ids of the mentions and statements that a row names."""
    one = msgspec.json.decode(row.row, type=dict(reading.FINDINGS)[table])
    if isinstance(one, Event):
        names = (*one.actors, *one.targets, *one.places, *one.quantities, one.time, one.said)
    elif isinstance(one, Statement):
        names = (*one.speakers, *one.via, one.addressee, one.time, one.within)
    else:
        names = (one.attached_to, one.part_of)
    return [name for name in names if name is not None]


def _found(connection: Connection, key: str) -> bool:
    return any(
        connection.execute(select(table.c.no).where(table.c.id == key, found(table)).limit(1)).first() is not None
        for table in (mentions, statements)
    )


def _last(connection: Connection, key: str) -> Held | None:
    """The mention or statement as it was last found."""
    for table in (mentions, statements):
        mine = table.c.id == key, table.c.aside != CHOSEN
        for row in connection.execute(select(table).where(*mine).order_by(table.c.no.desc())).all():
            if not is_set(connection, row):
                return table, row
    return None
