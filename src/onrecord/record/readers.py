"""Who read the reports of a ledger last: a report is read by an older reader when other makers did than the given."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, func, select

from onrecord.data import Maker
from onrecord.record import reading
from onrecord.record.schema import documents, makers, readings, run_makers

# The component that makes documents of bytes.
READER = "read"
# What one query names at most.
CHUNK = 500
# The run that last read a report.
LAST = func.coalesce(readings.c.run, documents.c.since)


def older(connection: Connection, who: Iterable[Maker], reports: Sequence[str] = ()) -> tuple[list[str], int]:
    """The ids of the reports that other annotators than `who` read last, in their order, and the number of the others.

    Of all, or of the `reports` with these ids or addresses, of an address all texts; raises KeyError where there is
    none. What made a report's text out of its bytes does not count: the text is held, the bytes are not.
    """
    read = select(documents.c.no, LAST).outerjoin(readings, readings.c.document == documents.c.no)
    by, wanted = _by(connection, who), _named(connection, reports) if reports else None
    # both columns stand in indexes: of a hundred thousand reports no row is read but of those that are older
    held = [row for row in connection.execute(read) if wanted is None or row[0] in wanted]
    stale = sorted(number for number, run in held if not by.get(run, False))
    found: list[str] = []
    for n in range(0, len(stale), CHUNK):
        some = documents.c.no.in_(stale[n : n + CHUNK])
        found += connection.execute(select(documents.c.id).where(some)).scalars()
    return sorted(found), len(held) - len(stale)


def last(connection: Connection, document: int) -> int:
    """The number of the run that last read the report with that number."""
    read = select(LAST).select_from(documents).outerjoin(readings, readings.c.document == documents.c.no)
    number: int = connection.execute(read.where(documents.c.no == document)).scalar_one()
    return number


def _by(connection: Connection, who: Iterable[Maker]) -> dict[int, bool]:
    """Of each run with makers whether they are `who`."""
    every = reading.records(connection, Maker, select(makers.c.row))
    others = {m.key for m in every if m.component == READER}
    wanted = {m.key for m in who if m.component != READER}
    keys: dict[int, set[str]] = defaultdict(set)
    for run, maker in connection.execute(select(run_makers.c.run, run_makers.c.maker)):
        keys[run].add(maker)
    return {run: held - others == wanted for run, held in keys.items()}


def _named(connection: Connection, reports: Sequence[str]) -> set[int]:
    """The numbers of the reports with those ids or addresses."""
    found: set[int] = set()
    for name in reports:
        mine = select(documents.c.no).where((documents.c.id == name) | (documents.c.url == name))
        numbers = connection.execute(mine).scalars().all()
        if not numbers:
            raise KeyError(f"the ledger holds no report {name}")
        found.update(numbers)
    return found
