"""The rows that a person reads: what `show --format json` prints, and what CSV and Parquet hold.

Names stand in the place of ids. A field marked WORDS holds words of the report; `--no-text` leaves it out.
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from onrecord.data import Record

WORDS = Meta(extra={"words": True})
Words = Annotated[str, WORDS]
MaybeWords = Annotated[str | None, WORDS]
ManyWords = Annotated[tuple[str, ...], WORDS]


class Head(Record, frozen=True, kw_only=True):
    """The head of a document: what of it stands beside an account."""

    doc: str
    title: str | None = None
    url: str | None = None
    publisher: str | None = None
    agency: str | None = None
    published: str | None = None


class Row(Record, frozen=True, kw_only=True):
    """What every row has: where it stands, its words and their SHA-256, and the report that says it.

    `said_on` is the day or instant on which it was said, as the report tells it, else that of publication. `judged`
    is how it stands after what analysts said of it, `judged_by` and `judged_why` are who said it and why. `recorded`,
    when the ledger first did, is a clock: None but where it is asked for.
    """

    id: str
    version: str
    doc: str
    start: int
    end: int
    sha256: str
    publisher: str | None
    published: str | None
    said_on: str | None
    url: str | None
    title: MaybeWords
    quote: Words
    score: float
    by: str
    judged: str | None = None
    judged_by: tuple[str, ...] = ()
    judged_why: ManyWords = ()
    recorded: str | None = None


class EventRow(Row, frozen=True, kw_only=True, tag="event"):
    """An event: who did what to whom, where, when, how many, and on whose word (outermost first).

    Its casualties stand by kind: least, best and most, and of the best how many of its actors' side, its targets', and
    of one that is not known (`casualties` states the rules).
    """

    code: str
    mode: str | None
    contexts: tuple[str, ...]
    status: str
    actors: ManyWords
    actor_ids: tuple[str, ...]
    actor_codes: tuple[str, ...]
    targets: ManyWords
    target_ids: tuple[str, ...]
    target_codes: tuple[str, ...]
    places: ManyWords
    geonames: tuple[str, ...]
    lat: float | None
    lon: float | None
    starts: str | None
    ends: str | None
    grain: str | None
    when: MaybeWords
    how_many: ManyWords
    low: float | None
    high: float | None
    unit: str | None
    of: MaybeWords
    killed_low: float | None
    killed_best: float | None
    killed_high: float | None
    killed_actors: float | None
    killed_targets: float | None
    killed_unknown: float | None
    wounded_low: float | None
    wounded_best: float | None
    wounded_high: float | None
    wounded_actors: float | None
    wounded_targets: float | None
    wounded_unknown: float | None
    missing_low: float | None
    missing_best: float | None
    missing_high: float | None
    missing_actors: float | None
    missing_targets: float | None
    missing_unknown: float | None
    captured_low: float | None
    captured_best: float | None
    captured_high: float | None
    captured_actors: float | None
    captured_targets: float | None
    captured_unknown: float | None
    word_of: ManyWords
    stance: str | None
    trigger: Words
    said: str | None
    same_as: str | None
    disputed_by: tuple[str, ...]


class StatementRow(Row, frozen=True, kw_only=True, tag="statement"):
    """A statement: who said it, through whom, in what manner, and the words."""

    speakers: ManyWords
    speaker_ids: tuple[str, ...]
    speaker_codes: tuple[str, ...]
    via: ManyWords
    cue: MaybeWords
    stance: str
    negated: bool
    manner: str
    occasion: str | None
    addressee: MaybeWords
    when: MaybeWords
    starts: str | None
    ends: str | None
    within: str | None


class MentionRow(Row, frozen=True, kw_only=True, tag="mention"):
    """A mention: its words, and what they mean as an actor, a place, a time or a quantity."""

    kind: str
    name: MaybeWords
    actor: str | None
    actor_kind: str | None
    codes: tuple[str, ...]
    geonames: str | None
    lat: float | None
    lon: float | None
    starts: str | None
    ends: str | None
    timex: str | None
    low: float | None
    high: float | None
    unit: str | None
    of: MaybeWords
    approximate: bool | None
    attached_to: str | None


class ReportRow(Record, frozen=True, kw_only=True, tag="report"):
    """A report: where it is from, and the SHA-256 of its text and of the bytes it was read from.

    `graded` are the analysts' grades of the outlets that it is from or credits.
    """

    id: str
    publisher: str | None
    agency: str | None
    published: str | None
    url: str | None
    title: MaybeWords
    authors: ManyWords
    language: str
    characters: int
    sha256: str
    raw: str
    replaces: str | None
    statements: int
    events: int
    graded: ManyWords = ()
    recorded: str | None = None


class LinkRow(Record, frozen=True, kw_only=True, tag="link"):
    """How two rows stand to each other, on what, and the two values compared."""

    a: str
    b: str
    relation: str
    on: str
    value_a: Words
    value_b: Words
    why: Words
    score: float
    by: str
    id: str
    judged: str | None = None
    judged_by: tuple[str, ...] = ()
    judged_why: ManyWords = ()


class OccurrenceRow(Record, frozen=True, kw_only=True, tag="occurrence"):
    """What several accounts tell of one occurrence: who, what, where and when, in how many reports and origins.

    `starts`, `ends` and `grain` are the shortest time told, the point that of the smallest place; `numbers` the range
    of each thing counted; `first_seen` and `last_seen` are times of publication, `first_by` who was first; `quote` is
    the first account's; `disputes` counts the contradictions and denials among the accounts, `disputed` has the values.
    `why` says on what each origin rests.
    """

    id: str
    codes: tuple[str, ...]
    statuses: tuple[str, ...]
    actors: ManyWords
    actor_codes: tuple[str, ...]
    targets: ManyWords
    target_codes: tuple[str, ...]
    places: ManyWords
    geonames: tuple[str, ...]
    lat: float | None
    lon: float | None
    starts: str | None
    ends: str | None
    grain: str | None
    numbers: ManyWords
    reports: int
    origins: int
    denying_reports: int
    denying_origins: int
    first_seen: str | None
    last_seen: str | None
    first_by: str | None
    publishers: tuple[str, ...]
    disputes: int
    disputed: ManyWords
    quote: MaybeWords
    why: ManyWords
    members: tuple[str, ...]
    documents: tuple[str, ...]


class SeriesRow(Record, frozen=True, kw_only=True, tag="series"):
    """A value of a quantity over time: `id` is that of the series, `of` says what it counts, `day` when it holds.

    `part` says that it is told as a part of another value; `documents` are the reports that carry it.
    """

    id: str
    of: Words
    day: str | None
    low: float | None
    high: float | None
    words: Words
    speaker: MaybeWords
    scope: MaybeWords
    part: bool
    reports: int
    origins: int
    documents: tuple[str, ...]


TABLES: dict[str, type[Record]] = {
    "reports": ReportRow,
    "statements": StatementRow,
    "events": EventRow,
    "mentions": MentionRow,
    "links": LinkRow,
    "occurrences": OccurrenceRow,
    "series": SeriesRow,
}
