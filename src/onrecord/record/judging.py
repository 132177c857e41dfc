"""Analysts at work: what they say of rows, links and clusters, and what they add, becomes part of the ledger."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Literal

import msgspec
from sqlalchemy import Connection, insert, select

from onrecord.data import Cluster, Judgement, Link, Run, digest
from onrecord.makers import maker
from onrecord.record import corrections, reading, schema
from onrecord.record.marking import ANALYST, analyst
from onrecord.record.schema import clusters, documents, events, judgements, links
from onrecord.record.settling import Correction, applied, base_of, of_row, put, settle
from onrecord.record.writing import begin


class Session:
    """An analyst at work on a ledger: what is said within one transaction is one run of the ledger."""

    def __init__(self, connection: Connection, author: str, at: str | None = None) -> None:
        if not author.strip():
            raise ValueError("a judgement has an author: give a name")
        self.connection, self.author = connection, author.strip()
        self.at = at or datetime.now(UTC).isoformat(timespec="microseconds")
        self.by = analyst(self.author)
        self._run: int | None = None

    def judge(
        self, key: str, verdict: Literal["accept", "reject", "correct"], reason: str, given: Correction | None = None
    ) -> Judgement | None:
        """Says of the row `key` what the author holds of it; None when that was said already.

        Raises KeyError when there is no such row, ValueError when the correction sets nothing or what cannot be set.
        """
        given = self._coded(given or {})
        table, base = base_of(self.connection, key)
        if (verdict == "correct") != bool(given):
            raise ValueError("a correction sets something, and nothing else does: give fields and values with correct")
        if verdict == "correct":
            made = applied(self.connection, table, base, given, self.by)
            version = schema.link_version(made) if isinstance(made, Link) else made.finding.version
            if version == base.version:
                raise ValueError("the row says so already: accept it")
        now = of_row(self.connection, key)
        if verdict == "accept" and now and now.state == "corrected" and self.author not in map(_author, now.judgements):
            given = now.judgements[0].correction  # what is accepted is what is shown
        said = Judgement(
            on=(key, base.version),
            verdict=verdict,
            correction=dict(given),
            reason=reason,
            author=self.author,
            at=self.at,
        )
        return said if self._say(said, None if table is links else base.document) else None

    def add(self, doc: str, given: Correction, reason: str) -> Judgement | None:
        """Adds what the machine missed in the report with the id or address `doc`; None when the author did already.

        Raises KeyError when there is no such report, ValueError when it does not say so or the ledger holds the row.
        """
        given = self._coded({name: value for name, value in given.items() if value})
        number, name = _report(self.connection, doc)
        page = reading.page(self.connection, name)
        made = corrections.claimed(page, given, self.by)
        one = made.finding
        said = Judgement(
            on=(one.id, one.version),
            verdict="add",
            correction=dict(given),
            reason=reason,
            author=self.author,
            at=self.at,
        )
        if _same_as_before(self.connection, said):
            return None
        known = of_row(self.connection, one.id)
        if one.id in page.by_id and not (known and known.state in ("added", "disputed")):
            raise ValueError(f"the ledger holds that as {one.id} already: accept or correct it")
        self._put(number, made, name)
        self._say(said, number)
        return said

    def join(self, key: str, others: Sequence[str], reason: str) -> Judgement | None:
        """Says that the clusters `others` tell of what the cluster `key` tells of; None when that was said already."""
        for other in (key, *others):
            _cluster(self.connection, other)
        if not others or key in others:
            raise ValueError("name the other clusters that are to be merged into it")
        return self._of_cluster("merge", key, {"clusters": tuple(sorted(set(others)))}, reason)

    def part(self, key: str, members: Sequence[str], reason: str) -> Judgement | None:
        """Says that `members` of the cluster `key` tell of something else; None when that was said already."""
        held = _cluster(self.connection, key).members
        if wrong := [m for m in members if m not in held]:
            raise ValueError(f"{', '.join(wrong)} is no member of cluster {key}")
        if not members or set(members) == set(held):
            raise ValueError("name some of its members that are to leave it, not all")
        return self._of_cluster("split", key, {"members": tuple(sorted(set(members)))}, reason)

    def _coded(self, given: Correction) -> Correction:
        """`given` with its type of event in capitals; raises LookupError for one that there is not."""
        if not isinstance(code := given.get("code"), str) or not code:
            return given
        from onrecord.codebooks import pages  # what only this needs

        known = code.upper()
        if self.connection.execute(select(events.c.no).where(events.c.code == known).limit(1)).first() is None:
            known = pages.code(pages.book(None), known)
        return {**given, "code": known}

    def _of_cluster(
        self, verdict: Literal["merge", "split"], key: str, what: Correction, reason: str
    ) -> Judgement | None:
        version = digest("cluster", key, _cluster(self.connection, key).members)
        said = Judgement(
            on=(key, version), verdict=verdict, correction=dict(what), reason=reason, author=self.author, at=self.at
        )
        return said if self._say(said, None) else None

    def _say(self, said: Judgement, document: int | None) -> bool:
        """Adds a judgement and settles the row; False when the author's last one on it says the same."""
        if not said.reason.strip():
            raise ValueError("a judgement has a reason: say why")
        if _same_as_before(self.connection, said):
            return False
        key, version = said.on
        self.connection.execute(
            insert(judgements).values(
                on=key, version=version, document=document, author=said.author, verdict=said.verdict,
                row=schema.text(said), since=self.run,
            )
        )  # fmt: skip
        if said.verdict not in ("merge", "split"):
            settle(self.connection, [key], self.run)
        return True

    def _put(self, number: int, made: corrections.Made, name: str) -> None:
        """Puts in what was added: the mentions it names, the statement that carries it, then the row itself."""
        held = reading.page(self.connection, name)
        more = [f for f in (made.statement, made.finding) if f and f.id not in held.by_id]
        put(self.connection, (*made.mentions, *dict.fromkeys(more)), number, name, self.run)

    @property
    def run(self) -> int:
        """The number of the run that this work is, begun when there is something to write."""
        if self._run is None:
            who = (maker(ANALYST, 1, settings={"name": self.author}),)
            self._run = begin(self.connection, Run(id=digest("run", self.at, who), at=self.at, makers=who, added=0))
        return self._run


def _author(judgement: Judgement) -> str:
    return judgement.author


def _same_as_before(connection: Connection, said: Judgement) -> bool:
    mine = select(judgements.c.row).where(judgements.c.on == said.on[0], judgements.c.author == said.author)
    if said.verdict in ("merge", "split"):  # each adds to what was said before
        rows = connection.execute(mine).scalars().all()
    else:
        rows = connection.execute(mine.order_by(judgements.c.no.desc()).limit(1)).scalars().all()
    before = [msgspec.json.decode(row, type=Judgement) for row in rows]
    return any(msgspec.structs.replace(b, at=said.at) == said for b in before)


def _report(connection: Connection, doc: str) -> tuple[int, str]:
    """Number and id of the report with the id or address `doc`."""
    found = select(documents.c.no, documents.c.id).where((documents.c.id == doc) | (documents.c.url == doc))
    rows = connection.execute(found).all()
    if not rows:
        raise KeyError(f"the ledger holds no report {doc}")
    if len(rows) > 1:
        raise ValueError(f"{len(rows)} reports have the address {doc}: name one by its id")
    return rows[0].no, rows[0].id


def _cluster(connection: Connection, key: str) -> Cluster:
    row = connection.execute(select(clusters.c.row).where(clusters.c.id == key)).scalar()
    if row is None:
        raise KeyError(f"the ledger holds no cluster {key}")
    return msgspec.json.decode(row, type=Cluster)
