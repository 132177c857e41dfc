"""The tables of a ledger, and a page as their rows.

Each record stands as JSON in the column `row`; the other columns are what queries filter and join on. A finding's key
is (id, version). What a ledger held is never erased: each row of a finding or a link is a stretch of runs, `since` the
run that put it in, `until` the one that put something else in its place, NULL while it is current. A row that a
judgement holds back is not current and `aside`: the next reading still knows it for the machine's own. One that stands
by an analyst's choice among its versions is current and CHOSEN: no reading takes it for its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec
from sqlalchemy import Column, Float, ForeignKey, Index, Integer, MetaData, Table, Text

from onrecord.data import Actor, Document, Event, Finding, Link, Mention, Page, Place, Statement, Time, digest

# Goes up by one with each migration; stands in the file as SQLite's `user_version`.
VERSION = 4
# What `aside` says of a row that is an earlier version and stands by an analyst's choice.
CHOSEN = 2
# "OnRe": stands in the file's header as SQLite's `application_id` and tells a ledger from any other database.
APPLICATION = 0x4F6E5265

WORD = re.compile(r"[^\W_]+")

metadata = MetaData()


def _stretch() -> tuple[Column[Any], ...]:
    """The runs for which a row holds, and whether a judgement holds it back."""
    return (
        Column("since", Integer, ForeignKey("runs.no"), nullable=False),
        Column("until", Integer, ForeignKey("runs.no")),
        Column("aside", Integer, nullable=False, default=0),
    )


def _finding(name: str, *columns: Column[Any]) -> Table:
    return Table(
        name,
        metadata,
        Column("no", Integer, primary_key=True),
        Column("id", Text, nullable=False),
        Column("version", Text, nullable=False),
        Column("document", Integer, ForeignKey("documents.no"), nullable=False),
        Column("start", Integer, nullable=False),
        Column("end", Integer, nullable=False),
        *columns,
        Column("row", Text, nullable=False),
        Column("by", Text, ForeignKey("makers.key"), nullable=False),
        Column("score", Float, nullable=False),
        *_stretch(),
        Index(f"{name}_by_id", "id"),
        Index(f"{name}_of_document", "document", "start"),
    )


def _roles(name: str, finding: str) -> Table:
    return Table(
        name,
        metadata,
        Column(finding, Integer, ForeignKey(f"{finding}s.no"), primary_key=True),
        Column("role", Text, primary_key=True),
        Column("mention", Integer, ForeignKey("mentions.no"), primary_key=True),
        Index(f"{name}_by_mention", "mention", "role"),
        sqlite_with_rowid=False,
    )


makers = Table("makers", metadata, Column("key", Text, primary_key=True), Column("row", Text, nullable=False))
runs = Table(
    "runs",
    metadata,
    Column("no", Integer, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("at", Text, nullable=False),
    Column("added", Integer, nullable=False),
)
run_makers = Table(
    "run_makers",
    metadata,
    Column("run", Integer, ForeignKey("runs.no"), primary_key=True),
    Column("maker", Text, ForeignKey("makers.key"), primary_key=True),
    sqlite_with_rowid=False,
)
documents = Table(
    "documents",
    metadata,
    Column("no", Integer, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("published", Text, index=True),
    Column("publisher", Text, index=True),
    Column("title", Text),
    Column("url", Text, index=True),
    Column("row", Text, nullable=False),
    Column("by", Text, ForeignKey("makers.key"), nullable=False),
    Column("since", Integer, ForeignKey("runs.no"), nullable=False, index=True),
)
# What stood in `documents` before the same report came again with another head.
former_documents = Table(
    "former_documents",
    metadata,
    Column("document", Integer, ForeignKey("documents.no"), primary_key=True),
    Column("until", Integer, ForeignKey("runs.no"), primary_key=True),
    Column("published", Text),
    Column("publisher", Text),
    Column("title", Text),
    Column("url", Text),
    Column("row", Text, nullable=False),
    Column("by", Text, ForeignKey("makers.key"), nullable=False),
    sqlite_with_rowid=False,
)
# The run that last read a report, where that is not the one that added it.
readings = Table(
    "readings",
    metadata,
    Column("document", Integer, ForeignKey("documents.no"), primary_key=True),
    Column("run", Integer, ForeignKey("runs.no"), nullable=False),
)
seen = Table(
    "seen",
    metadata,
    Column("raw", Text, primary_key=True),
    Column("document", Integer, ForeignKey("documents.no"), primary_key=True),
    sqlite_with_rowid=False,
)
mentions = _finding("mentions", Column("kind", Text, nullable=False), Column("names", Text, nullable=False))
statements = _finding(
    "statements",
    Column("stance", Text, nullable=False),
    Column("words", Text, nullable=False),
    Column("starts", Text, index=True),
    Column("ends", Text),
)
events = _finding(
    "events",
    Column("code", Text, nullable=False, index=True),
    Column("status", Text, nullable=False),
    Column("starts", Text, index=True),
    Column("ends", Text),
)
statement_roles = _roles("statement_roles", "statement")
event_roles = _roles("event_roles", "event")
links = Table(
    "links",
    metadata,
    Column("no", Integer, primary_key=True),
    Column("id", Text, nullable=False, index=True),
    Column("version", Text, nullable=False),
    Column("a", Text, nullable=False, index=True),
    Column("b", Text, nullable=False, index=True),
    Column("relation", Text, nullable=False),
    Column("on", Text, nullable=False),
    Column("row", Text, nullable=False),
    *_stretch(),
)
judgements = Table(
    "judgements",
    metadata,
    Column("no", Integer, primary_key=True),
    Column("on", Text, nullable=False, index=True),
    Column("version", Text, nullable=False),
    Column("document", Integer, ForeignKey("documents.no"), index=True),
    Column("author", Text, nullable=False),
    Column("verdict", Text, nullable=False),
    Column("row", Text, nullable=False),
    Column("since", Integer, ForeignKey("runs.no"), nullable=False),
)
# A row holds a cluster without its links, which stand in `links`.
clusters = Table(
    "clusters",
    metadata,
    Column("no", Integer, primary_key=True),
    Column("id", Text, nullable=False, index=True),
    Column("version", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("row", Text, nullable=False),
    Column("since", Integer, ForeignKey("runs.no"), nullable=False),
    Column("until", Integer, ForeignKey("runs.no")),
)
cluster_members = Table(
    "cluster_members",
    metadata,
    Column("cluster", Integer, ForeignKey("clusters.no"), primary_key=True),
    Column("member", Text, primary_key=True, index=True),
    sqlite_with_rowid=False,
)
refused = Table(
    "refused",
    metadata,
    Column("no", Integer, primary_key=True),
    Column("source", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("sha256", Text),
    Column("since", Integer, ForeignKey("runs.no"), nullable=False),
    Index("refused_once", "source", "reason"),
)

# ----------------------------------------------------------------------------------------------------- pages as rows


def text(record: msgspec.Struct) -> str:
    """The record as JSON, as it stands in a column `row`."""
    return msgspec.json.encode(record).decode()


def spoken(words: str) -> str:
    """`words` for comparing: case folded, parted by single spaces, a space at both ends.

    >>> spoken("Russia's TASS")
    ' russia s tass '
    """
    return f" {' '.join(WORD.findall(words.casefold()))} "


def document_row(document: Document) -> dict[str, Any]:
    """The columns of `document`, without the run."""
    d = document
    return {
        "id": d.id, "published": d.published, "publisher": d.publisher, "title": d.title, "url": d.url,
        "row": text(d), "by": d.by,
    }  # fmt: skip


def finding_rows(page: Page) -> tuple[list[dict[str, Any]], list[dict[str, Any]], list[dict[str, Any]]]:
    """The columns of the page's mentions, statements and events, without document and run."""
    members = {m.value.id: m.value for m in page.mentions if isinstance(m.value, Actor)}
    return (
        [_row(m, kind=type(m.value).__name__.lower(), names=_names(m, members)) for m in page.mentions],
        [_row(s, stance=s.stance, words=words(s), **_when(s, page)) for s in page.statements],
        [_row(e, code=e.code, status=e.status, **_when(e, page)) for e in page.events],
    )


def link_row(link: Link) -> dict[str, Any]:
    """The columns of `link`, without the run."""
    k = link
    return {
        "id": link_id(k), "version": link_version(k), "a": k.a, "b": k.b, "relation": k.relation, "on": k.on,
        "row": text(k),
    }  # fmt: skip


def link_id(link: Link) -> str:
    """The id of `link`: it hashes the two rows, their relation and what they are compared on."""
    return digest("link", link.a, link.b, link.relation, link.on)


def link_version(link: Link) -> str:
    """The hash of all that `link` says, without score and maker."""
    return digest("link", link.a, link.b, link.relation, link.on, link.values, link.why)


def words(statement: Statement) -> str:
    """What is said, its pieces parted by an ellipsis."""
    return " … ".join(piece.quote for piece in statement.content)


def _row(f: Finding, **more: Any) -> dict[str, Any]:
    head = {"id": f.id, "version": f.version, "start": f.span.start, "end": f.span.end}
    return head | more | {"row": text(f), "by": f.by, "score": f.score}


def _names(mention: Mention, actors: dict[str, Actor]) -> str:
    """The names that a filter may give for an actor or place, with its codes ("RUS MIL"), each as `spoken`."""
    value = mention.value
    if isinstance(value, Place):
        return "|".join(spoken(n) for n in (value.name, mention.span.quote, value.country or "") if n)
    if not isinstance(value, Actor):
        return ""
    meant = [value, *(actors[m] for m in value.members if m in actors and m != value.id)]
    names = [n for a in meant for n in (a.name, *a.names, a.role or "", a.id, *codes(a))]
    return "|".join(dict.fromkeys(spoken(n) for n in names if n))


def codes(actor: Actor) -> tuple[str, ...]:
    """The actor's country with each of its sectors ("RUS MIL"), or whichever of the two is known."""
    if not actor.sectors:
        return (actor.country,) if actor.country else ()
    return tuple(f"{actor.country} {s}" if actor.country else s for s in actor.sectors)


def _when(finding: Statement | Event, page: Page) -> dict[str, str | None]:
    """The stretch of time a filter compares: the finding's where the report tells it, else the day of publication."""
    time = time_of(finding, page)
    if time and time.start:
        return {"starts": time.start, "ends": time.end or time.start}
    return {"starts": page.document.published, "ends": page.document.published}


def time_of(finding: Statement | Event, page: Page) -> Time | None:
    """The time that the report tells of `finding`."""
    mention = page.by_id.get(finding.time or "")
    return mention.value if isinstance(mention, Mention) and isinstance(mention.value, Time) else None


def roles(finding: Statement | Event, page: Page) -> Iterator[tuple[str, str]]:
    """Role and mention id of all that take part in `finding`; an event's speakers are those of its whole chain."""
    if isinstance(finding, Statement):
        return _statement_roles([finding])
    return _event_roles(finding, page)


def _event_roles(event: Event, page: Page) -> Iterator[tuple[str, str]]:
    yield from (("actor", i) for i in event.actors)
    yield from (("target", i) for i in event.targets)
    yield from (("place", i) for i in event.places)
    yield from (("quantity", i) for i in event.quantities)
    yield from (("time", i) for i in (event.time,) if i)
    yield from _statement_roles(chain(event.said, page))


def _statement_roles(statements: Iterable[Statement]) -> Iterator[tuple[str, str]]:
    for s in statements:
        yield from (("speaker", i) for i in s.speakers)
        yield from (("relay", i) for i in s.via)


def chain(said: str | None, page: Page) -> list[Statement]:
    """The statements on whose word something is told, innermost first: the one with the id `said` and those around."""
    out: list[Statement] = []
    while said and isinstance(s := page.by_id.get(said), Statement) and s not in out:
        out.append(s)
        said = s.within
    return out
