"""A page's findings as the rows that a person reads."""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any, TypeVar

import msgspec

from onrecord.data import Actor, Event, Link, Mention, Page, Place, Quantity, Span, Statement, Time
from onrecord.record.casualties import Costs, columns
from onrecord.record.rows import EventRow, LinkRow, MentionRow, ReportRow, Row, StatementRow
from onrecord.record.schema import chain, codes, link_id, time_of, words
from onrecord.record.settling import Standing

T = TypeVar("T", Actor, Place, Time, Quantity)
J = TypeVar("J", bound=Row | LinkRow)

# Characters of a sentence that are quoted on either side of the words that name an event.
AROUND = 160
# On whose word a row stands when its report tells it as its own, and when it leaves the source out.
ITSELF = "the report itself"
UNNAMED = "somebody not named"
# Its source was told by a statement that the ledger no longer holds, or that an analyst rejected.
LOST = "somebody, by a statement that is not held"


def report_row(page: Page, graded: Iterable[str] = ()) -> ReportRow:
    """The row of the page's report; `graded` is what analysts hold of its outlets."""
    d = page.document
    return ReportRow(
        id=d.id, publisher=d.publisher, agency=d.agency, published=d.published, url=d.url, title=d.title,
        authors=d.authors, language=d.language, characters=len(d.text), sha256=_sha256(d.text), raw=d.raw,
        replaces=d.replaces, statements=len(page.statements), events=len(page.events), graded=tuple(graded),
    )  # fmt: skip


def link_row(link: Link, key: str | None = None) -> LinkRow:
    """The row of a link; `key` is its id where that is not what it says."""
    return LinkRow(
        a=link.a, b=link.b, relation=link.relation, on=link.on, value_a=link.values[0], value_b=link.values[1],
        why=link.why, score=link.score, by=link.by, id=key or link_id(link),
    )  # fmt: skip


def judged(row: J, stands: Standing | None) -> J:
    """`row` with what analysts said of it."""
    if stands is None:
        return row
    by, why = tuple(j.author for j in stands.judgements), tuple(j.reason for j in stands.judgements)
    return msgspec.structs.replace(row, judged=stands.state, judged_by=by, judged_why=why)


def event_row(event: Event, page: Page, disputed_by: Iterable[str] = (), cost: Costs | None = None) -> EventRow:
    """The row of `event`; `disputed_by` are the ids of the rows that contradict it.

    `cost` are the page's `casualties`; without them their columns are empty.
    """
    suffered = (cost or {}).get(event.id, ())
    actors, targets = _values(page, event.actors, Actor), _values(page, event.targets, Actor)
    places, counts = _values(page, event.places, Place), _values(page, event.quantities, Quantity)
    time = next(iter(_values(page, (event.time,), Time)), None)
    point = next((p for p in places if p.lat is not None), None)
    count = next(iter(counts), None)
    said = chain(event.said, page)
    return EventRow(
        **_where_it_stands(event, page), quote=sentence(event.span, page), trigger=event.span.quote,
        code=event.code, mode=event.mode, contexts=event.contexts, status=event.status,
        actors=_names(actors), actor_ids=tuple(a.id for a in actors), actor_codes=_codes(actors),
        targets=_names(targets), target_ids=tuple(a.id for a in targets), target_codes=_codes(targets),
        places=tuple(p.name for p in places), geonames=tuple(p.geonames for p in places if p.geonames),
        lat=point.lat if point else None, lon=point.lon if point else None,
        starts=time.start if time else None, ends=time.end if time else None, grain=time.grain if time else None,
        when=_quote(page, event.time), how_many=tuple(q for q in (_quote(page, i) for i in event.quantities) if q),
        low=count.low if count else None, high=count.high if count else None,
        unit=count.unit if count else None, of=count.of if count else None, **columns(event, page, suffered),
        word_of=word_of(said, page) or ((LOST,) if event.said else (ITSELF,)),
        stance=said[0].stance if said else None, said=event.said, same_as=event.same_as,
        disputed_by=tuple(sorted(disputed_by)),
    )  # fmt: skip


def statement_row(statement: Statement, page: Page) -> StatementRow:
    """The row of `statement`."""
    s, speakers = statement, _values(page, statement.speakers, Actor)
    time = next(iter(_values(page, (s.time,), Time)), None)
    return StatementRow(
        **_where_it_stands(s, page), quote=words(s) or s.span.quote,
        speakers=sources(s, page), speaker_ids=tuple(a.id for a in speakers), speaker_codes=_codes(speakers),
        via=_named(page, s.via), cue=s.cue.quote if s.cue else None, stance=s.stance, negated=s.negated,
        manner=s.manner, occasion=s.occasion, addressee=next(iter(_named(page, (s.addressee,))), None),
        when=_quote(page, s.time), starts=time.start if time else None, ends=time.end if time else None,
        within=s.within,
    )  # fmt: skip


def mention_row(mention: Mention, page: Page) -> MentionRow:
    """The row of `mention`."""
    v = mention.value
    actor, place = v if isinstance(v, Actor) else None, v if isinstance(v, Place) else None
    time, count = v if isinstance(v, Time) else None, v if isinstance(v, Quantity) else None
    named = actor or place
    return MentionRow(
        **_where_it_stands(mention, page), quote=mention.span.quote, kind=type(v).__name__.lower(),
        name=named.name if named else None, actor=actor.id if actor else None,
        actor_kind=actor.kind if actor else None, codes=codes(actor) if actor else (),
        geonames=place.geonames if place else None, lat=place.lat if place else None, lon=place.lon if place else None,
        starts=time.start if time else None, ends=time.end if time else None, timex=time.timex if time else None,
        low=count.low if count else None, high=count.high if count else None, unit=count.unit if count else None,
        of=count.of if count else None, approximate=count.approximate if count else None,
        attached_to=mention.attached_to,
    )  # fmt: skip


def sources(statement: Statement, page: Page) -> tuple[str, ...]:
    """The names of the speakers; where they could not be told, the words that stand for them."""
    named = _named(page, statement.speakers)
    return named or (statement.source.quote if statement.source else UNNAMED,)


def word_of(said: list[Statement], page: Page) -> tuple[str, ...]:
    """All on whose word something is told that the statements `said` carry (innermost first), the outermost first."""
    return tuple(w for s in reversed(said) for w in (*_named(page, s.via), *sources(s, page)))


def sentence(span: Span, page: Page) -> str:
    """The sentence that holds `span`, which stands in square brackets; a long one is cut around it."""
    text, starts = page.document.text, page.document.sentences
    at = bisect_right(starts, span.start)
    first = starts[at - 1] if at else 0
    last = starts[at] if at < len(starts) else len(text)
    last = max(last, span.end)
    before = _head_cut(text[first : span.start].lstrip())
    after = _tail_cut(text[span.end : last].rstrip())
    return f"{before}[{span.quote}]{after}"


def inclusive(starts: str, ends: str | None) -> str:
    """A half-open stretch of time as a person writes it: its first and last day, or one day."""
    if not ends or ends == starts or "T" in ends:
        return starts if not ends or ends == starts else f"{starts} to {ends}"
    last = (date.fromisoformat(ends) - timedelta(days=1)).isoformat()
    return starts if last <= starts else f"{starts} to {last}"


def said_on(f: Event | Statement | Mention, page: Page) -> str | None:
    """When it was said: as the innermost statement that carries it tells, else when the report was published."""
    said = [f] if isinstance(f, Statement) else chain(f.said, page) if isinstance(f, Event) else []
    time = time_of(said[0], page) if said else None
    return time.start if time and time.start else page.document.published


def _where_it_stands(f: Event | Statement | Mention, page: Page) -> dict[str, Any]:
    d = page.document
    return {
        "id": f.id, "version": f.version, "doc": d.id, "start": f.span.start, "end": f.span.end,
        "sha256": _sha256(f.span.quote), "publisher": d.publisher, "published": d.published,
        "said_on": said_on(f, page), "url": d.url, "title": d.title, "score": f.score, "by": f.by,
    }  # fmt: skip


def _sha256(said: str) -> str:
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()


def _values(page: Page, ids: Iterable[str | None], kind: type[T]) -> list[T]:
    found = (page.by_id.get(i) for i in ids if i)
    return [m.value for m in found if isinstance(m, Mention) and isinstance(m.value, kind)]


def _names(actors: Iterable[Actor]) -> tuple[str, ...]:
    return tuple(a.name for a in actors)


def _named(page: Page, ids: Iterable[str | None]) -> tuple[str, ...]:
    return _names(_values(page, ids, Actor))


def _codes(actors: Iterable[Actor]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(c for a in actors for c in codes(a)))


def _quote(page: Page, key: str | None) -> str | None:
    found = page.by_id.get(key or "")
    return found.span.quote if found else None


def _head_cut(said: str) -> str:
    return said if len(said) <= AROUND else "…" + said[-AROUND:].partition(" ")[2]


def _tail_cut(said: str) -> str:
    return said if len(said) <= AROUND else said[:AROUND].rpartition(" ")[0] + " …"
