"""The versions that a ledger has held of a finding, and which of them stands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

import msgspec
from sqlalchemy import Connection, Row, Table, select, text

from onrecord.data import Finding, Record
from onrecord.record import choosing, findings, readers, reading, settling
from onrecord.record.schema import CHOSEN, documents, runs

How = Literal["read", "added", "set"]


class Version(Record, frozen=True, kw_only=True):
    """What a ledger held a finding to say: from the run `first` on, until the run `last` from which it stands no more.

    `how` it came: a reading found it, an analyst added it, or set it in a correction. `reading` says that the newest
    reading finds it so, `stands` that the ledger shows it.
    """

    version: str
    how: How
    first: int
    at: str
    last: int | None
    by: str
    score: float
    reading: bool
    stands: bool
    finding: Finding


class History(Record, frozen=True, kw_only=True):
    """The versions of a finding, the oldest first; `reading` is the run that last read its report.

    `instead` are the ids of other findings of its kind that stand at the same words.
    """

    id: str
    kind: str
    doc: str
    reading: int
    versions: tuple[Version, ...]
    instead: tuple[str, ...]
    judged: settling.Standing | None


def of_row(connection: Connection, key: str) -> History:
    """The versions of the finding `key`; raises KeyError when the ledger never held one."""
    for table in findings.TABLES:
        rows = connection.execute(select(table).where(table.c.id == key).order_by(table.c.no)).all()
        if rows:
            return _history(connection, table, rows)
    raise KeyError(f"the ledger has held no mention, statement or event {key}")


def over(connection: Connection, key: str) -> int | None:
    """The run that first gave what is held back for a chosen version, or else the last that did not find the row."""
    for table in findings.TABLES:
        name = f'main."{table.name}"'
        mine = text(f'SELECT version, document, aside FROM {name} WHERE id = :key AND ("until" IS NULL OR aside = 1)')
        rows = connection.execute(mine, {"key": key}).all()
        if not any(row.aside == CHOSEN for row in rows):
            continue
        if held := next((row for row in rows if row.aside == 1), None):
            first = text(f"SELECT min(since) FROM {name} WHERE id = :key AND version = :version")
            found: int = connection.execute(first, {"key": key, "version": held.version}).scalar_one()
            return found
        return readers.last(connection, rows[0].document)
    return None


def _history(connection: Connection, table: Table, rows: Sequence[Row[Any]]) -> History:
    key, document = rows[0].id, rows[0].document
    at = {n: when for n, when in connection.execute(select(runs.c.no, runs.c.at))}  # noqa: C416
    found = {row.version for row in rows if _found(connection, row)}
    stretches: dict[tuple[str, How], list[Row[Any]]] = {}
    for row in rows:
        stretches.setdefault((row.version, _how(connection, row)), []).append(row)
    same = select(table.c.id).where(
        table.c.document == document, table.c.start == rows[-1].start, table.c.end == rows[-1].end,
        table.c.until.is_(None), table.c.id != key,
    )  # fmt: skip
    name = connection.execute(select(documents.c.id).where(documents.c.no == document)).scalar_one()
    kind = dict(reading.FINDINGS)[table]
    return History(
        id=key, kind=table.name.removesuffix("s"), doc=name, reading=readers.last(connection, document),
        versions=tuple(
            _version(version, how, held, at[held[0].since], kind, how != "set" and version in found)
            for (version, how), held in stretches.items()
        ),
        instead=tuple(sorted(set(connection.execute(same).scalars()))), judged=settling.of_row(connection, key),
    )  # fmt: skip


def _version(version: str, how: How, held: list[Row[Any]], at: str, kind: Any, found: bool) -> Version:
    last = held[-1]
    return Version(
        version=version, how=how, first=held[0].since, at=at,
        last=None if found or last.until is None else last.until, by=last.by, score=last.score, reading=found,
        stands=last.until is None, finding=msgspec.json.decode(last.row, type=kind),
    )  # fmt: skip


def _how(connection: Connection, row: Row[Any]) -> How:
    if choosing.is_set(connection, row):
        return "set"
    return "added" if choosing.is_analysts(row) else "read"


def _found(connection: Connection, row: Row[Any]) -> bool:
    """Whether the row is what the newest reading found."""
    here = row.aside == 1 or (row.until is None and row.aside != CHOSEN)
    return here and not choosing.is_set(connection, row)
