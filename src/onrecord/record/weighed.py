"""What a ledger keeps so that one more report is weighed without all others.

These tables hold no history and can be made again: of each report its sketch and the reports that it is from, of each
account what is compared and the keys by which it is looked up, and the pairs of accounts that were joined. Rows are
bytes to this room; who weighs reads them. Triggers note each report whose rows have changed since.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import Column, Connection, ForeignKey, Integer, LargeBinary, Table, Text, delete, select

from onrecord.data import Cluster, Document, Link, Page, Run
from onrecord.record import clusters, reading, writing
from onrecord.record.marking import ANALYST
from onrecord.record.schema import documents, metadata

weighed_by = Table("weighed_by", metadata, Column("key", Text, primary_key=True))
unweighed = Table("unweighed", metadata, Column("document", Integer, ForeignKey("documents.no"), primary_key=True))
sketches = Table(
    "sketches",
    metadata,
    Column("doc", Text, primary_key=True),
    Column("row", LargeBinary, nullable=False),
    Column("sources", LargeBinary),
)
shingles = Table(
    "shingles",
    metadata,
    Column("hash", Integer, primary_key=True),
    Column("when", Text, primary_key=True),
    Column("doc", Text, primary_key=True),
    sqlite_with_rowid=False,
)
taken_from = Table(
    "taken_from",
    metadata,
    Column("doc", Text, primary_key=True),
    Column("source", Text, primary_key=True, index=True),
    sqlite_with_rowid=False,
)
accounts = Table(
    "accounts",
    metadata,
    Column("no", Integer, primary_key=True),
    Column("id", Text, nullable=False, index=True),
    Column("doc", Text, nullable=False, index=True),
    Column("day", Integer, nullable=False),
    Column("order", Text, nullable=False),
    Column("root", Text),
    Column("row", LargeBinary, nullable=False),
)
account_keys = Table(
    "account_keys",
    metadata,
    Column("key", Integer, primary_key=True),
    Column("day", Integer, primary_key=True),
    Column("account", Integer, ForeignKey("accounts.no"), primary_key=True, index=True),
    sqlite_with_rowid=False,
)
joined = Table(
    "joined",
    metadata,
    Column("a", Text, primary_key=True),
    Column("b", Text, primary_key=True, index=True),
    sqlite_with_rowid=False,
)

# What one statement names at most; SQLite takes no more than 999 everywhere.
CHUNK = 500


# Who only reads changes nothing.
NOBODY = Run(id="", at="", makers=(), added=0)


class Told(NamedTuple):
    """An account: its id, day as a number, place in the order of publication, the account that it copies, its bytes."""

    id: str
    day: int
    order: str
    root: str | None
    row: bytes


class Weighed:
    """The working tables of a ledger, within one transaction."""

    def __init__(self, connection: Connection, run: Run = NOBODY) -> None:
        self.connection, self.run = connection, run

    # ----------------------------------------------------------------------------------------------- what is to be done

    def by(self) -> str | None:
        """The key of those who made what is kept; None when nothing is."""
        found: str | None = self._scalar("SELECT key FROM weighed_by")
        return found

    def restart(self, key: str) -> None:
        """Forgets all, for what `key` makes; every report is to be weighed again."""
        for table in (weighed_by, shingles, taken_from, sketches, account_keys, joined, accounts):
            self.connection.execute(delete(table))
        self._do("INSERT INTO weighed_by (key) VALUES (?)", [(key,)])
        self.connection.exec_driver_sql("INSERT OR IGNORE INTO unweighed SELECT no FROM documents")

    def waiting(self) -> list[str]:
        """The ids of the reports that are new or have changed, in the order of their ids."""
        asked = "SELECT d.id FROM unweighed u JOIN documents d ON d.no = u.document ORDER BY d.id"
        return list(self.connection.exec_driver_sql(asked).scalars())

    def done(self) -> None:
        """Says that none is left."""
        self.connection.exec_driver_sql("DELETE FROM unweighed")

    def count(self) -> int:
        """How many reports have been weighed."""
        return int(self._scalar("SELECT count(*) FROM sketches") or 0)

    # ----------------------------------------------------------------------------------------------------------- copies

    def put_sketch(self, doc: str, when: str, hashes: Sequence[int], row: bytes) -> None:
        """Puts in the sketch of a report: its id, time and hashes, and the bytes that tell all of it."""
        self._do("INSERT INTO sketches (doc, row) VALUES (?, ?)", [(doc, row)])
        self._do('INSERT INTO shingles (hash, "when", doc) VALUES (?, ?, ?)', [(h, when, doc) for h in hashes])

    def drop_sketch(self, doc: str, when: str, hashes: Sequence[int]) -> None:
        """Takes out the sketch of a report with that time and those hashes."""
        self._do("DELETE FROM sketches WHERE doc = ?", [(doc,)])
        self._do('DELETE FROM shingles WHERE hash = ? AND "when" = ? AND doc = ?', [(h, when, doc) for h in hashes])

    def sketch(self, doc: str) -> bytes | None:
        """The sketch of a report, None when it has none."""
        found: bytes | None = self._scalar("SELECT row FROM sketches WHERE doc = ?", doc)
        return found

    def holders(self, shingle: int, limit: int | None) -> list[tuple[str, str]]:
        """Time and id of the first `limit` (None: all) reports that hold a shingle, in the order of time."""
        asked = 'SELECT "when", doc FROM shingles WHERE hash = ? ORDER BY "when", doc LIMIT ?'
        found = self.connection.exec_driver_sql(asked, (shingle, -1 if limit is None else limit))
        return [(when, doc) for when, doc in found]

    def sources(self, docs: Iterable[str]) -> dict[str, bytes]:
        """Of those of the reports that are from others, which ones, by id."""
        return dict(self._among("SELECT doc, sources FROM sketches WHERE sources IS NOT NULL AND doc IN", docs))

    def put_sources(self, doc: str, row: bytes | None, of: Iterable[str]) -> None:
        """Says which reports one is from: the bytes that tell, and their ids."""
        self._do("UPDATE sketches SET sources = ? WHERE doc = ?", [(row, doc)])
        self._do("DELETE FROM taken_from WHERE doc = ?", [(doc,)])
        self._do("INSERT INTO taken_from (doc, source) VALUES (?, ?)", [(doc, source) for source in sorted(set(of))])

    def takers(self, docs: Iterable[str]) -> list[str]:
        """The reports that are from one of these."""
        return sorted({doc for (doc,) in self._among("SELECT doc FROM taken_from WHERE source IN", docs)})

    # --------------------------------------------------------------------------------------------------------- accounts

    def put_accounts(self, doc: str, told: Iterable[tuple[Told, Iterable[int]]]) -> None:
        """Puts the accounts of a report, with the keys of each, in the place of those that it had."""
        held = "SELECT no FROM accounts WHERE doc = ?"
        self._do(f"DELETE FROM account_keys WHERE account IN ({held})", [(doc,)])
        self._do("DELETE FROM accounts WHERE doc = ?", [(doc,)])
        put = 'INSERT INTO accounts (id, doc, day, "order", root, row) VALUES (?, ?, ?, ?, ?, ?)'
        for one, keys in told:
            number = self.connection.exec_driver_sql(
                put, (one.id, doc, one.day, one.order, one.root, one.row)
            ).lastrowid
            rows = [(key, one.day, number) for key in sorted(set(keys))]
            self._do("INSERT INTO account_keys (key, day, account) VALUES (?, ?, ?)", rows)

    def accounts(self, ids: Iterable[str]) -> Iterator[tuple[bytes, str | None]]:
        """The accounts with these ids, each with the id of the one that it copies."""
        yield from ((row, root) for row, root in self._among("SELECT row, root FROM accounts WHERE id IN", ids))

    def of_reports(self, docs: Iterable[str]) -> Iterator[tuple[str, bytes, str | None]]:
        """The accounts of reports: the report's id, the account, and the id of the one that it copies."""
        yield from self._among("SELECT doc, row, root FROM accounts WHERE doc IN", docs)

    def block(self, key: int, first: int, last: int) -> list[bytes]:
        """The accounts under a key whose days lie between two, both included, in the order of publication."""
        asked = """SELECT a.row FROM account_keys k JOIN accounts a ON a.no = k.account
        WHERE k.key = ? AND k.day BETWEEN ? AND ? ORDER BY a."order", a.id"""
        return [row for (row,) in self.connection.exec_driver_sql(asked, (key, first, last))]

    # ----------------------------------------------------------------------------------------------------- joined pairs

    def joined(self, ids: Iterable[str]) -> list[tuple[str, str]]:
        """The pairs of accounts that were joined and have one of the ids."""
        wanted = sorted(set(ids))
        found = set(self._among("SELECT a, b FROM joined WHERE a IN", wanted))
        return sorted({(a, b) for a, b in (*found, *self._among("SELECT a, b FROM joined WHERE b IN", wanted))})

    def every_joined(self) -> list[tuple[str, str]]:
        """All pairs."""
        return [(a, b) for a, b in self.connection.exec_driver_sql("SELECT a, b FROM joined ORDER BY a, b")]

    def join(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Adds pairs."""
        self._do("INSERT OR IGNORE INTO joined (a, b) VALUES (?, ?)", list(pairs))

    def part(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Takes pairs out."""
        self._do("DELETE FROM joined WHERE a = ? AND b = ?", list(pairs))

    # ------------------------------------------------------------------------------------------------------ the ledger

    def page(self, doc: str) -> Page:
        """The report with the id `doc` and its findings, with an empty parse."""
        return reading.page(self.connection, doc)

    def documents(self) -> Iterator[Document]:
        """All reports, in the order of their ids."""
        yield from reading.records(self.connection, Document, select(documents.c.row).order_by(documents.c.id))

    def document(self, doc: str) -> Document:
        """The report with the id `doc`."""
        row = self._scalar('SELECT "row" FROM documents WHERE id = ?', doc)
        return msgspec.json.decode(row, type=Document)

    def links(self, ids: Iterable[str]) -> list[Link]:
        """The links, as they were found, that lead from or to one of the ids."""
        wanted = sorted(set(ids))
        held = 'SELECT "row" FROM links WHERE (until IS NULL OR aside = 1) AND'
        rows = {row for end in "ab" for (row,) in self._among(f"{held} {end} IN", wanted)}
        found = [msgspec.json.decode(row, type=Link) for row in sorted(rows)]
        return [link for link in found if not link.by.startswith(f"{ANALYST}-")]

    def put_links(self, found: Iterable[Link], ended: Iterable[str] | None = None) -> None:
        """Puts links in the place of those with the ids `ended`, of all where that is None."""
        writing.put_links(self.connection, found, self.run, ended)

    def clusters(self, ids: Iterable[str]) -> list[Cluster]:
        """The clusters, without links, that hold one of the ids."""
        return clusters.of_members(self.connection, ids)

    def put_clusters(self, found: Iterable[Cluster], ended: Iterable[str] | None = None) -> None:
        """Puts clusters in the place of those with the ids `ended`, of all where that is None."""
        writing.put_clusters(self.connection, found, self.run, ended)

    def judged(self) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
        """What analysts said, the oldest first: accounts of one occurrence, and those that are not of it."""
        return clusters.judged(self.connection)

    # ---------------------------------------------------------------------------------------------------------- queries

    def _do(self, asked: str, given: list[tuple[Any, ...]]) -> None:
        if given:
            self.connection.exec_driver_sql(asked, given)

    def _scalar(self, asked: str, *given: Any) -> Any:
        return self.connection.exec_driver_sql(asked, given).scalar()

    def _among(self, asked: str, keys: Iterable[str]) -> Iterator[Any]:
        """The rows of `asked`, which ends before the list of `keys`, in the order of those."""
        wanted = sorted(set(keys))
        for n in range(0, len(wanted), CHUNK):
            some = wanted[n : n + CHUNK]
            marks = ", ".join("?" * len(some))
            yield from self.connection.exec_driver_sql(f"{asked} ({marks})", tuple(some)).all()
