"""Clusters as rows: one for each occurrence, and one for each value of a quantity over time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any, NamedTuple, TypeVar

from onrecord.data import Actor, Cluster, Event, Finding, Mention, Origin, Page, Place, Quantity, Time
from onrecord.record.casualties import Kind, kinds
from onrecord.record.ledger import DISPUTING, Ledger
from onrecord.record.rows import OccurrenceRow, SeriesRow
from onrecord.record.schema import codes
from onrecord.record.standing import told
from onrecord.record.tabulate import sentence

T = TypeVar("T", Actor, Place, Time, Quantity)
# Reports that are held at one time.
AT_HAND = 256
UNDATED = "9999"


class Account(NamedTuple):
    """A member of a cluster with its report; None for the finding where the report itself is the account."""

    finding: Finding | None
    page: Page


def rows(ledger: Ledger) -> Iterator[OccurrenceRow]:
    """A row for each occurrence that several accounts tell of, in the order of their ids."""
    read = lru_cache(maxsize=AT_HAND)(ledger.page)
    for cluster in ledger.clusters():
        if cluster.kind == "occurrence" and (accounts := _accounts(cluster, read)):
            yield _row(cluster, accounts)


def values(ledger: Ledger) -> Iterator[SeriesRow]:
    """A row for each value of each quantity that is told over time, in the order of their ids and days."""
    for cluster in ledger.clusters():
        for p in cluster.points:
            yield SeriesRow(
                id=cluster.id, of=cluster.of or "", day=p.day, low=p.low, high=p.high, words=p.words, speaker=p.speaker,
                scope=p.scope, part=p.part, reports=len(p.documents), origins=_resting(p.documents, cluster.origins),
                documents=p.documents,
            )  # fmt: skip


def _resting(documents: Iterable[str], origins: Iterable[Origin]) -> int:
    """On how many of the origins those reports rest; one that tells of several values may be of several origins."""
    left = {*documents}
    shared = sorted(((len(left & {*o.documents}), o.id, o) for o in origins), key=lambda s: (-s[0], s[1]))
    number = 0
    for _, _, origin in shared:
        if left & {*origin.documents}:
            number, left = number + 1, left - {*origin.documents}
    return number


def _accounts(cluster: Cluster, read: Any) -> list[Account]:
    """The accounts of a cluster, the first published first; those whose row an analyst has rejected are left out."""
    members = {*cluster.members}
    found = []
    for doc in sorted({d for o in cluster.origins for d in o.documents}):
        page: Page = read(doc)
        found += [Account(f, page) for f in page.findings() if f.id in members]
        found += [Account(None, page)] if doc in members else []
    return sorted(found, key=lambda a: (a.page.document.published or UNDATED, a.page.document.id))


def _row(cluster: Cluster, accounts: list[Account]) -> OccurrenceRow:
    said, first = told(cluster), accounts[0]
    # a number that hangs on what happened tells less of it than the event
    best = next((a for a in accounts if a.page is first.page and isinstance(a.finding, Event)), first)
    events = [(a.finding, a.page) for a in accounts if isinstance(a.finding, Event)]
    actors, targets = (_values(events, role, Actor) for role in ("actors", "targets"))
    places = _values(events, "places", Place)
    point = min((p for p in places if p.lat is not None), key=lambda p: p.radius_km or 0.0, default=None)
    time = min((t for t in _times(events) if t.start), key=_length, default=None)
    days = [a.page.document.published for a in accounts if a.page.document.published]
    disputes = [k for k in cluster.links if k.relation in DISPUTING]
    return OccurrenceRow(
        id=cluster.id, codes=_most(e.code for e, _ in events), statuses=_most(e.status for e, _ in events),
        actors=_most(a.name for a in actors), actor_codes=_most(c for a in actors for c in codes(a)),
        targets=_most(a.name for a in targets), target_codes=_most(c for a in targets for c in codes(a)),
        places=_most(p.name for p in places), geonames=_most(p.geonames for p in places if p.geonames),
        lat=point.lat if point else None, lon=point.lon if point else None,
        starts=time.start if time else None, ends=time.end if time else None, grain=time.grain if time else None,
        numbers=tuple(_numbers(_counted(accounts))),
        reports=said.reports, origins=said.origins,
        denying_reports=said.denying_reports, denying_origins=said.denying_origins,
        first_seen=min(days, default=None), last_seen=max(days, default=None), first_by=first.page.document.publisher,
        publishers=_most(a.page.document.publisher for a in accounts if a.page.document.publisher),
        disputes=len(disputes), disputed=tuple(dict.fromkeys(" / ".join(k.values) for k in disputes)),
        quote=sentence(best.finding.span, best.page) if best.finding else None,
        why=(*said.why, *said.denying_why), members=cluster.members,
        documents=tuple(sorted({a.page.document.id for a in accounts})),
    )  # fmt: skip


def _values(events: Iterable[tuple[Event, Page]], role: str, kind: type[T]) -> list[T]:
    found = (page.by_id.get(key) for e, page in events for key in getattr(e, role))
    return [m.value for m in found if isinstance(m, Mention) and isinstance(m.value, kind)]


def _times(events: Iterable[tuple[Event, Page]]) -> Iterator[Time]:
    for event, page in events:
        m = page.by_id.get(event.time or "")
        if isinstance(m, Mention) and isinstance(m.value, Time):
            yield m.value


def _length(time: Time) -> tuple[bool, str, str]:
    """Times by how short they are; of one length the earlier first."""
    grains = ("minute", "hour", "part", "day", "weekend", "week", "month", "season", "quarter", "year")
    rank = grains.index(time.grain) if time.grain in grains else len(grains)
    return time.kind not in ("DATE", "TIME"), f"{rank:02}", time.start or ""


def _counted(accounts: Iterable[Account]) -> Iterator[tuple[str, Quantity]]:
    """Each quantity with what it counts: so many killed are not so many wounded."""
    became: dict[str, dict[str, Kind]] = {}
    for finding, page in accounts:
        doc = page.document.id
        if doc not in became:
            became[doc] = kinds(page)
        keys = finding.quantities if isinstance(finding, Event) else (finding.id,) if finding else ()
        for m in (page.by_id.get(key) for key in keys):
            if isinstance(m, Mention) and isinstance(m.value, Quantity) and m.part_of is None:
                yield " ".join(w for w in (m.value.unit, m.value.of, became[doc].get(m.id)) if w), m.value


def _numbers(counted: Iterable[tuple[str, Quantity]]) -> Iterator[str]:
    """The range of each thing counted, from the lowest bound to the highest."""
    ranges: dict[str, list[float]] = {}
    for thing, q in counted:
        ranges.setdefault(thing, []).extend(n for n in (q.low, q.high) if n is not None)
    for thing, found in sorted(ranges.items()):
        if found:
            low, high = (f"{n:,.10g}" for n in (min(found), max(found)))
            yield f"{low if low == high else f'{low} to {high}'} {thing}".rstrip()


def _most(found: Iterable[str]) -> tuple[str, ...]:
    """Each once, what is told most often first."""
    counts = Counter(found)
    return tuple(sorted(counts, key=lambda one: (-counts[one], one)))
