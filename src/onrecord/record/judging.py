"""Analysts at work: what they say of rows, links and clusters, and what they add, becomes part of the ledger."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Literal

import msgspec
from sqlalchemy import Connection, insert, select

from onrecord.codebooks.sources import Outlets, builtin
from onrecord.data import Cluster, Judgement, Link, Run, digest
from onrecord.makers import maker
from onrecord.record import choosing, clusters, corrections, grades, reading, schema
from onrecord.record.marking import ANALYST, analyst
from onrecord.record.schema import documents, events, judgements, links
from onrecord.record.settling import APART, Correction, applied, chosen, is_found, judged_row, of_row, put, settle
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
        table, base = judged_row(self.connection, key)
        now = of_row(self.connection, key)
        others = now is not None and self.author not in map(_author, now.judgements)
        if verdict == "accept" and now and now.state == "chosen" and others:
            return self.choose(key, chosen(now) or "", reason)  # what is accepted is what is shown
        if (verdict == "correct") != bool(given):
            raise ValueError("a correction sets something, and nothing else does: give fields and values with correct")
        if verdict == "correct":
            if not is_found(self.connection, key):
                raise ValueError(f"the newest reading does not find {key}, so there is nothing to correct: add it")
            made = applied(self.connection, table, base, given, self.by)
            version = schema.link_version(made) if isinstance(made, Link) else made.finding.version
            if version == base.version:
                raise ValueError("the row says so already: accept it")
        if verdict == "accept" and now and now.state == "corrected" and others:
            given = now.judgements[0].correction
        said = Judgement(
            on=(key, base.version),
            verdict=verdict,
            correction=dict(given),
            reason=reason,
            author=self.author,
            at=self.at,
        )
        return said if self._say(said, None if table is links else base.document) else None

    def choose(self, key: str, version: str, reason: str) -> Judgement | None:
        """Says that of all versions of the finding `key` this one is right; None when that was said already.

        It stands from then on, whatever a later reading finds, also where the newest finds nothing. Raises KeyError
        when there is no such finding, ValueError when no reading gave it in that version.
        """
        row = choosing.version_of(self.connection, key, version)[1]
        said = Judgement(on=(key, version), verdict="choose", reason=reason, author=self.author, at=self.at)
        return said if self._say(said, row.document) else None

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
        held = {other: _cluster(self.connection, other) for other in (key, *others)}
        if not others or key in others:
            raise ValueError("name the other clusters that are to be merged into it")
        if any(c.kind == "series" for c in held.values()):
            raise ValueError("a series is of one quantity over time: only occurrences are merged")
        members = tuple(sorted({m for c in held.values() for m in c.members}))
        return self._of_cluster(
            "merge", held[key], {"clusters": tuple(sorted(set(others))), "members": members}, reason
        )

    def part(self, key: str, members: Sequence[str], reason: str) -> Judgement | None:
        """Says that `members` of the cluster `key` tell of something else; None when that was said already.

        The links between them and the others are rejected with it: what is told of two things agrees with nothing.
        """
        cluster = _cluster(self.connection, key)
        if wrong := [m for m in members if m not in cluster.members]:
            raise ValueError(f"{', '.join(wrong)} is no member of cluster {key}")
        if cluster.kind == "series":
            raise ValueError("a series is of one quantity over time: only occurrences are split")
        others = tuple(sorted({*cluster.members} - {*members}))
        if not members or not others:
            raise ValueError("name some of its members that are to leave it, not all")
        leaving = tuple(sorted(set(members)))
        said = self._of_cluster("split", cluster, {"members": leaving, "others": others}, reason)
        for link in self._between(leaving, others) if said else ():
            self.judge(link, "reject", reason)
        return said

    def _between(self, one: Sequence[str], other: Sequence[str]) -> list[str]:
        """The ids of the current links that lead from one of the one to one of the other, or back."""
        ends = select(links.c.id, links.c.a, links.c.b).where(links.c.until.is_(None), links.c.a.in_([*one, *other]))
        held = self.connection.execute(ends.order_by(links.c.id)).all()
        mine, theirs = {*one}, {*other}
        return [k.id for k in held if (k.a in mine and k.b in theirs) or (k.a in theirs and k.b in mine)]

    def grade(self, name: str, grade: str, reason: str, book: Outlets | None = None) -> Judgement | None:
        """Grades the outlet `name`, or the account with that id; None when the author's last grade was the same.

        No row, link or figure of the ledger changes by it. Raises KeyError when there is neither, ValueError for what
        is no grade.
        """
        given: Correction
        if reading.finding(self.connection, name) is not None:
            given = {"grade": grades.checked(grade, account=True)}
            on = (name, judged_row(self.connection, name)[1].version)
        else:
            usual, more = grades.outlet(self.connection, name, book or builtin())
            given = {"grade": grades.checked(grade, account=False)} | ({"names": more} if more else {})
            on = (f"{grades.SOURCE}{usual}", "")
        said = Judgement(on=on, verdict="grade", correction=dict(given), reason=reason, author=self.author, at=self.at)
        return said if self._say(said, None) else None

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
        self, verdict: Literal["merge", "split"], cluster: Cluster, what: Correction, reason: str
    ) -> Judgement | None:
        on = (cluster.id, clusters.version(cluster))
        said = Judgement(on=on, verdict=verdict, correction=dict(what), reason=reason, author=self.author, at=self.at)
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
        if said.verdict not in APART:
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
    graded = judgements.c.verdict == "grade"  # a row's grade and what else is said of it stand beside each other
    mine = mine.where(graded if said.verdict == "grade" else ~graded)
    row = connection.execute(mine.order_by(judgements.c.no.desc()).limit(1)).scalar()
    return row is not None and msgspec.structs.replace(msgspec.json.decode(row, type=Judgement), at=said.at) == said


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
    found = clusters.one(connection, key)
    if found is None:
        raise KeyError(f"the ledger holds no cluster {key}")
    return found
