"""Every type there is; those of `watch` come with their room.

A *value* (Actor, Place, Time, Quantity) says what is meant; a *finding* (Mention, Statement, Event) says where it was
found; a *link* or *cluster* says how accounts of several reports stand to each other. All are frozen and keyword-only,
and encode to JSON with their name in the field `type`. Offsets are half-open counts of Unicode code points.
A finding's `id` hashes its kind, document, offsets, code and the offsets of its actors and targets; its `version`
hashes the whole row without score and maker. Both come from the constructors `Mention.at`, `Statement.at`, `Event.at`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import Any, Literal, TypeVar, get_args

import msgspec

from onrecord.tokens import Parse, Token

ActorKind = Literal["person", "body", "group", "country", "unnamed"]
Manner = Literal["direct", "indirect", "mixed"]
Stance = Literal[
    "asserts", "denies", "alleges", "accuses", "warns", "promises", "threatens",
    "demands", "concedes", "fears", "hopes", "describes",
]  # fmt: skip
Occasion = Literal[
    "readout", "statement", "speech", "interview", "press conference", "call", "letter", "broadcast",
    "social post", "briefing", "document",
]  # fmt: skip
Status = Literal["actual", "planned", "threatened", "possible", "denied", "hypothetical"]
Relation = Literal["copies", "repeats", "corroborates", "contradicts", "denies", "revises"]
Grain = Literal[
    "minute", "hour", "part", "day", "week", "weekend", "month", "season", "quarter", "year", "decade", "century"
]
Change = Literal["level", "up", "down"]

STATUSES: tuple[str, ...] = get_args(Status)


def digest(*parts: object) -> str:
    """Twenty hexadecimal digits that identify `parts`, the same on every machine (BLAKE2b, 80 bits)."""
    return hashlib.blake2b(msgspec.json.encode(parts), digest_size=10).hexdigest()


class Record(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag=str.lower):
    """The base of all that is written out."""


# ---------------------------------------------------------------------------------------------------------- reports


class Span(Record, frozen=True, kw_only=True):
    """Words of a document: `text[start:end] == quote`, always."""

    doc: str
    start: int
    end: int
    quote: str


class Dateline(Record, frozen=True, kw_only=True):
    """The head of an agency report ("KYIV, Nov 30 (Agency) -"): its words, the place as written, and the ISO day."""

    span: Span
    place: str | None = None
    day: str | None = None


class Document(Record, frozen=True, kw_only=True):
    """A report as read; `text` never changes, and `body` is the offset where the story begins after its title.

    `published` is an ISO day or instant, or None; `paragraphs` and `sentences` hold the offsets at which each starts;
    `raw` is the SHA-256 of the bytes it was read from; `replaces` the id of an older text at the same address.
    """

    id: str
    text: str
    body: int = 0
    title: str | None = None
    url: str | None = None
    publisher: str | None = None
    agency: str | None = None
    authors: tuple[str, ...] = ()
    published: str | None = None
    dateline: Dateline | None = None
    language: str = "en"
    paragraphs: tuple[int, ...] = ()
    sentences: tuple[int, ...] = ()
    raw: str
    retrieved: str | None = None
    replaces: str | None = None
    by: str

    @staticmethod
    def identify(text: str, *, url: str | None, publisher: str | None, published: str | None, title: str | None) -> str:
        """The id of a report: where it is from (its address, else publisher, day and title) and what it says."""
        origin = [url] if url else [publisher, (published or "")[:10], title]
        return digest("document", origin, hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest())

    def span(self, start: int, end: int) -> Span:
        """The words from `start` to `end`; raises ValueError when that is no part of the text."""
        if not 0 <= start < end <= len(self.text):
            raise ValueError(f"{start}:{end} is no part of a text of {len(self.text)} characters")
        return Span(doc=self.id, start=start, end=end, quote=self.text[start:end])


# ----------------------------------------------------------------------------------------------------------- values


class Actor(Record, frozen=True, kw_only=True):
    """Who acts or speaks: one `id` for one person, body, group or country through the whole report.

    A named one's id is the same in every report; an unnamed one's names country and sector ("UKR SPY"). `name` is the
    fullest form, `names` every form met, `role` the office as written, `country` ISO 3166 alpha-3 or PLOVER's code of a
    body of several states (IGO, UNO, EUR, NGO ...), `sectors` PLOVER's (GOV, MIL, SPY ...), `members` the ids of the
    actors that a group names.
    """

    name: str
    names: tuple[str, ...] = ()
    id: str
    kind: ActorKind
    role: str | None = None
    country: str | None = None
    sectors: tuple[str, ...] = ()
    members: tuple[str, ...] = ()


class Place(Record, frozen=True, kw_only=True):
    """A point on the map and how precise it is; without `lat` and `lon` the name was found but not resolved.

    `geonames` is the GeoNames id; `country` ISO 3166 alpha-3; `admin1` GeoNames' code ("UA.26"); `feature` the GeoNames
    feature class or the kind of region; `radius_km` the distance within which the place lies.
    """

    name: str
    geonames: str | None = None
    lat: float | None = None
    lon: float | None = None
    country: str | None = None
    admin1: str | None = None
    feature: str | None = None
    radius_km: float | None = None


class Time(Record, frozen=True, kw_only=True):
    """A stretch of time, half-open; `start` and `end` are None while the words are relative to a day nobody gave.

    ISO 8601 days or minutes; `grain` is the unit named, `kind` TIMEX3's type, `timex` its value ("start/end"
    for a stretch). `mod` is TIMEX3's, or SINCE, FROM, UNTIL, BY, BEFORE, AFTER (a bound: the interval is that of the
    words alone, but SINCE runs to the report's day, or has no end), or AMBIGUOUS (04/05/2023, read month first).
    `anchor` is what relative words were read against ("dateline 2021-11-30", "published 2021-11-30", "told ...").
    """

    start: str | None = None
    end: str | None = None
    grain: Grain | None = None
    kind: Literal["DATE", "TIME", "DURATION", "SET"] = "DATE"
    timex: str
    anchor: str | None = None
    mod: str | None = None


class Quantity(Record, frozen=True, kw_only=True):
    """A number or range as told: None at one end where only a bound was given ("at least 12": low 12, high None).

    `unit` is a unit of measure, an ISO 4217 currency, "percent" (also for "a third"), "times", or a rate ("barrel per
    day"), None for a count; `of` the thing counted, singular; `scope` the words that include or exclude; `words` the
    number as written.
    """

    low: float | None = None
    high: float | None = None
    unit: str | None = None
    of: str | None = None
    approximate: bool = False
    change: Change = "level"
    scope: str | None = None
    words: str


Value = Actor | Place | Time | Quantity

# --------------------------------------------------------------------------------------------------------- findings

F = TypeVar("F", "Mention", "Statement", "Event")


def _versioned(row: F) -> F:
    """`row` with the hash of all it says, without score and maker, as its version."""
    said = {k: v for k, v in msgspec.structs.asdict(row).items() if k not in ("version", "by", "score")}
    return msgspec.structs.replace(row, version=digest(said))


def _ends(items: Iterable[Mention | Span]) -> list[tuple[int, int]]:
    spans = (i.span if isinstance(i, Mention) else i for i in items)
    return sorted((s.start, s.end) for s in spans)


class Mention(Record, frozen=True, kw_only=True):
    """Words that name an Actor, Place, Time or Quantity.

    `attached_to` is the id of the Mention that this one says more about (a count and the group counted), `part_of` the
    id of the Mention of the whole that this one is a part of ("$2.5 billion, including $400 million").
    """

    id: str
    version: str
    span: Span
    value: Value
    attached_to: str | None = None
    part_of: str | None = None
    by: str
    score: float

    @classmethod
    def at(
        cls,
        span: Span,
        value: Value,
        *,
        by: str,
        score: float,
        attached_to: str | None = None,
        part_of: str | None = None,
    ) -> Mention:
        """A Mention with its id and version."""
        key = digest("mention", type(value).__name__.lower(), span.doc, span.start, span.end)
        return _versioned(
            cls(
                id=key, version="", span=span, value=value, attached_to=attached_to, part_of=part_of, by=by, score=score
            )
        )


class Statement(Record, frozen=True, kw_only=True):
    """What somebody is reported to have said: its source, the cue ("said") and the content, which may be in pieces.

    `speakers` and `via` are ids of actor Mentions (`via`: relays that add nothing, outermost first), `addressee` and
    `time` ids of Mentions, `within` the id of the Statement that carries this one.
    """

    id: str
    version: str
    span: Span
    source: Span | None = None
    speakers: tuple[str, ...] = ()
    via: tuple[str, ...] = ()
    cue: Span | None = None
    content: tuple[Span, ...] = ()
    manner: Manner
    stance: Stance = "asserts"
    negated: bool = False
    occasion: Occasion | None = None
    occasion_span: Span | None = None
    addressee: str | None = None
    time: str | None = None
    within: str | None = None
    by: str
    score: float

    @classmethod
    def at(cls, document: Document, *, by: str, score: float, **said: Any) -> Statement:
        """A Statement with its id, version and a span that covers its parts; raises ValueError when it has none."""
        parts = [s for s in (said.get("source"), said.get("cue"), *said.get("content", ())) if s]
        if not parts:
            raise ValueError("a statement needs a source, a cue or a content")
        span = document.span(min(s.start for s in parts), max(s.end for s in parts))
        cue = said.get("cue")
        key = digest(
            "statement", span.doc, span.start, span.end, _ends([cue] if cue else []), _ends(said.get("content", ()))
        )
        return _versioned(cls(id=key, version="", span=span, by=by, score=score, **said))


class Event(Record, frozen=True, kw_only=True):
    """What one report says took place, is planned, feared or denied; `said` is the id of the Statement on whose word.

    `span` holds the words that name it, `code` the PLOVER type; actors, targets, places, time and quantities are ids of
    Mentions; `same_as` the id of the first telling of it in this report.
    """

    id: str
    version: str
    span: Span
    code: str
    mode: str | None = None
    contexts: tuple[str, ...] = ()
    status: Status = "actual"
    said: str | None = None
    actors: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    time: str | None = None
    quantities: tuple[str, ...] = ()
    same_as: str | None = None
    by: str
    score: float

    @classmethod
    def at(
        cls,
        span: Span,
        code: str,
        *,
        actors: Sequence[Mention] = (),
        targets: Sequence[Mention] = (),
        by: str,
        score: float,
        **said: Any,
    ) -> Event:
        """An Event with its id and version."""
        key = digest("event", span.doc, span.start, span.end, code, _ends(actors), _ends(targets))
        ids: dict[str, Any] = {"actors": tuple(m.id for m in actors), "targets": tuple(m.id for m in targets)}
        return _versioned(cls(id=key, version="", span=span, code=code, by=by, score=score, **ids, **said))


Finding = Mention | Statement | Event

# ------------------------------------------------------------------------------------------------------------ a page


class Page(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """A Document with its parse and what has been found in it so far; findings stand in the order of their spans.

    `refused` are sentences that could not be read.
    """

    document: Document
    parse: Parse
    mentions: tuple[Mention, ...] = ()
    statements: tuple[Statement, ...] = ()
    events: tuple[Event, ...] = ()
    refused: tuple[Refusal, ...] = ()

    @cached_property
    def by_id(self) -> dict[str, Finding]:
        """Every finding on the page by its id."""
        return {f.id: f for f in self.findings()}

    @cached_property
    def actors(self) -> tuple[Mention, ...]:
        """The mentions of actors."""
        return tuple(m for m in self.mentions if isinstance(m.value, Actor))

    @cached_property
    def places(self) -> tuple[Mention, ...]:
        """The mentions of places."""
        return tuple(m for m in self.mentions if isinstance(m.value, Place))

    @cached_property
    def times(self) -> tuple[Mention, ...]:
        """The mentions of times."""
        return tuple(m for m in self.mentions if isinstance(m.value, Time))

    @cached_property
    def quantities(self) -> tuple[Mention, ...]:
        """The mentions of quantities."""
        return tuple(m for m in self.mentions if isinstance(m.value, Quantity))

    @cached_property
    def _actor_at(self) -> dict[int, Mention]:
        covered: dict[int, Mention] = {}
        for m in sorted(self.actors, key=lambda m: m.span.start - m.span.end):  # longest first: the innermost stays
            for token in self.parse.covering(m.span.start, m.span.end):
                covered[token.i] = m
        return covered

    def actor(self, token: Token) -> Mention | None:
        """The innermost mention of an actor that covers `token`, or None."""
        return self._actor_at.get(token.i)

    def findings(self) -> Iterator[Finding]:
        """Mentions, then statements, then events."""
        yield from self.mentions
        yield from self.statements
        yield from self.events


# ---------------------------------------------------------------------------------------- accounts against each other


class Verdict(Record, frozen=True, kw_only=True):
    """How two accounts stand to each other: on what, the two values compared, and a sentence why."""

    relation: Relation
    on: str
    values: tuple[str, str]
    why: str
    score: float


class Link(Record, frozen=True, kw_only=True):
    """A verdict on two rows of a ledger, `a` and `b` their ids with `a < b` unless the relation has a direction."""

    a: str
    b: str
    relation: Relation
    on: str
    values: tuple[str, str]
    why: str
    score: float
    by: str


class Origin(Record, frozen=True, kw_only=True):
    """Where an account first comes from: the documents that rest on it, the statement they share, and why.

    `denies` marks an origin of the denial, which is none of what it denies.
    """

    id: str
    documents: tuple[str, ...]
    statement: str | None = None
    why: str
    denies: bool = False


class Point(Record, frozen=True, kw_only=True):
    """A value of a series: its range, the ISO day for which it holds, whose word, how far it reaches, who carries it.

    `part` says that it is told as a part of another value; `members` and `documents` are ids of accounts and reports.
    """

    day: str | None
    low: float | None
    high: float | None
    words: str
    speaker: str
    scope: str | None
    part: bool
    members: tuple[str, ...]
    documents: tuple[str, ...]


class Cluster(Record, frozen=True, kw_only=True):
    """Accounts of one occurrence, or the values told of one quantity over time; its id hashes its smallest member.

    `of` says what a series counts ("troop RUS UKR, to come"), and `points` its values in the order of their days.
    """

    id: str
    kind: Literal["occurrence", "series"]
    of: str | None = None
    members: tuple[str, ...]
    links: tuple[Link, ...] = ()
    origins: tuple[Origin, ...] = ()
    points: tuple[Point, ...] = ()
    by: str


class Judgement(Record, frozen=True, kw_only=True):
    """What an analyst says of what `on` (id, version) names; `correction` is what was set, added, merged or parted."""

    on: tuple[str, str]
    verdict: Literal["accept", "reject", "correct", "add", "merge", "split", "grade", "choose"]
    correction: dict[str, str | tuple[str, ...]] = {}
    reason: str
    author: str
    at: str | None = None


# --------------------------------------------------------------------------------------------- --------- who made it


class Refusal(Record, frozen=True, kw_only=True):
    """A source that was not read, and why; `sha256` is that of its bytes, None where even those could not be had."""

    source: str
    reason: str
    sha256: str | None = None


class Asset(Record, frozen=True, kw_only=True):
    """A model or codebook file by name and SHA-256."""

    name: str
    sha256: str


class Maker(Record, frozen=True, kw_only=True):
    """Who made a row: component and version, with the model, codebooks and settings that its output depends on."""

    key: str
    component: str
    version: int
    model: Asset | None = None
    codebooks: tuple[Asset, ...] = ()
    settings: dict[str, str] = {}


class Run(Record, frozen=True, kw_only=True):
    """One run over sources: its makers, when it started (`at`, the only clock), and how many reports it added."""

    id: str
    at: str
    makers: tuple[Maker, ...]
    added: int
