"""A ledger weighed: the accounts of its reports against each other, all at once or only what new reports concern."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Literal

import msgspec

from onrecord import weigh as room
from onrecord.data import Cluster, Document, Link
from onrecord.record.ledger import DISPUTING, Ledger
from onrecord.record.schema import link_id
from onrecord.record.weighed import Told, Weighed
from onrecord.weigh import Slots, copies, growing
from onrecord.weigh.candidates import Key, keys
from onrecord.weigh.growing import Change
from onrecord.weigh.rulings import Ruling
from onrecord.weigh.series import Key as SeriesKey
from onrecord.weigh.series import keyed

MAKERS = (copies.MAKER, room.MAKER)
# Whose work is kept: what another version made is made again.
BY = " ".join(m.key for m in MAKERS)
# Where more than a third as many reports are new as were weighed before, all are weighed at once.
MANY = 3
# Texts whose words are held at one time.
AT_HAND = 4096

_SLOTS = msgspec.json.Decoder(Slots)
_SKETCH = msgspec.json.Decoder(copies.Sketch)
_SOURCES = msgspec.json.Decoder(copies.Sources)


def weigh(ledger: Ledger) -> int:
    """Compares the accounts of `ledger` and puts in the links and clusters; how many of the links are disputes.

    Only what is new or has changed since is compared with what it may concern. The result is that of comparing all.
    """
    with ledger.weighing(MAKERS) as kept:
        if kept.by() != BY:
            kept.restart(BY)
        waiting = kept.waiting()
        if MANY * len(waiting) > kept.count():
            _all(kept, waiting)
        else:
            _more(kept, waiting)
        kept.done()
    return sum(link.relation in DISPUTING for link in ledger.links())


def as_of(ledger: Ledger, when: date | datetime | str, view: Literal["published", "recorded"] = "published") -> Ledger:
    """`Ledger.as_of`, with the clusters as they stood then: of what had been published, those that can be told from it.

    Raises ValueError when `when` is no day or instant.
    """
    then = ledger.as_of(when, view)
    if view == "published":
        then.stood = _stood(ledger, then)
    return then


def _stood(ledger: Ledger, then: Ledger) -> list[Cluster]:
    docs, links = set(then.ids()), list(then.links())
    with ledger.kept() as kept:
        rulings = [Ruling(*said) for said in kept.judged()]
        told = [_SLOTS.decode(row) for _, row, _ in kept.of_reports(docs)]
        here = {s.id for s in told}
        joined = [pair for pair in kept.every_joined() if here.issuperset(pair)]
    copied = room.roots(links)
    own = [k for k in links if k.relation != "copies"]
    return room.clusters(told, own, joined, copied, rulings)


# ---------------------------------------------------------------------------------------------------------- all at once


def _all(kept: Weighed, waiting: Sequence[str]) -> None:
    """Weighs every report; of those that are not waiting the accounts are known."""
    reports = {d.id: d for d in kept.documents()}
    found = copies.found(reports.values())
    copied = room.roots(found.links)
    told = {doc: room.slots(kept.page(doc)) for doc in waiting}
    known: dict[str, list[Slots]] = defaultdict(list)
    for doc, row, _ in kept.of_reports(reports.keys() - told.keys()):
        known[doc].append(_SLOTS.decode(row))
    told |= known
    weighed = room.weighed((s for mine in told.values() for s in mine), copied, _rulings(kept))
    kept.restart(BY)
    for sketch in found.sketches:
        kept.put_sketch(sketch.doc, sketch.when, sketch.hashes, msgspec.json.encode(sketch))
        if sources := found.sources.get(sketch.doc):
            kept.put_sources(sketch.doc, msgspec.json.encode(sources), (s.source for s in sources.found))
    for doc in sorted(told):
        _put(kept, doc, told[doc], weighed.again)
    kept.join(weighed.joined)
    kept.put_links([*found.links, *weighed.links])
    kept.put_clusters(weighed.clusters)


# ------------------------------------------------------------------------------------------------------- what is new


def _more(kept: Weighed, waiting: Sequence[str]) -> None:
    """Weighs the reports that are waiting, and of the others what these may concern."""
    rulings = _rulings(kept)
    led = _copies(kept, waiting)
    held = _Held(kept)
    were = {doc: _were(kept, doc) for doc in {*waiting, *led, *held.heirs({*waiting, *led})}}
    are = {doc: tuple(room.slots(kept.page(doc))) if doc in waiting else told for doc, (told, _) in were.items()}
    made = []
    for doc, (told, was) in sorted(were.items()):
        roots = held.roots([doc]).get(doc, ())
        others = [s for r in roots for s in (are[r] if r in are else _were(kept, r)[0])]
        made.append(Change(doc, told, are[doc], was, growing.retold(are[doc], roots, others)))
    for change in made:
        _put(kept, change.doc, change.new, change.now)
    grown = growing.grown(made, held, rulings, {key for ruling in rulings for key in (*ruling.one, *ruling.other)})
    kept.part(grown.ended_joined)
    kept.join(grown.joined)
    kept.put_links(grown.links, map(link_id, grown.ended_links))
    kept.put_clusters(grown.clusters, (c.id for c in grown.ended_clusters))


def _were(kept: Weighed, doc: str) -> tuple[tuple[Slots, ...], dict[str, str]]:
    """The accounts of a report as they are held, and for the id of each that is a copy that of its root's account."""
    held = [(_SLOTS.decode(row), root) for _, row, root in kept.of_reports([doc])]
    return tuple(s for s, _ in held), {s.id: root for s, root in held if root}


def _copies(kept: Weighed, waiting: Sequence[str]) -> list[str]:
    """Finds the copies among the new reports, and those that new ones are the roots of; whose roots are others now."""
    index, concerned = _Index(kept), set[str]()
    before = {doc: sketch for doc in waiting if (sketch := index.known(doc))}
    after = {doc: copies.sketch(index.document(doc), index.words(doc)) for doc in waiting}
    changed = [doc for doc in waiting if before.get(doc) != after[doc]]
    for doc in changed:
        if doc in before:
            concerned |= {*copies.touched(before[doc], index), *kept.takers([doc])}
            kept.drop_sketch(doc, before[doc].when, before[doc].hashes)
    for doc in changed:
        kept.put_sketch(doc, after[doc].when, after[doc].hashes, msgspec.json.encode(after[doc]))
    index.forget()
    for doc in changed:
        concerned |= {doc, *copies.touched(after[doc], index)}
    were = {doc: _SOURCES.decode(row) for doc, row in kept.sources(concerned).items()}
    moved = set()
    for doc in sorted(concerned):
        found = copies.sources(index.sketch(doc), index)
        if (found.found or doc in were) and (were.get(doc) != found or doc in changed):
            row = msgspec.json.encode(found) if found.found else None
            kept.put_sources(doc, row, (s.source for s in found.found))
            moved.add(doc)
    return _relink(kept, moved | {*changed} & before.keys())


def _relink(kept: Weighed, moved: set[str]) -> list[str]:
    """Leads those reports, and all that are from them, to their roots anew; those for which that changes something."""
    below = set(moved)
    while more := {*kept.takers(below)} - below:
        below |= more
    sources: dict[str, copies.Sources] = {}
    wanted = set(below)
    while wanted:
        found = {doc: _SOURCES.decode(row) for doc, row in kept.sources(wanted).items()}
        sources |= found
        wanted = {s.source for one in found.values() for s in one.found} - sources.keys() - wanted
    new = [k for k in copies.links(sources.values(), copies.MAKER.key) if k.a in below]
    old = [k for k in kept.links(below) if k.relation == "copies" and k.a in below]
    kept.put_links(new, map(link_id, old))
    were, are = room.roots(old), room.roots(new)
    return sorted(doc for doc in below if were.get(doc) != are.get(doc))


def _put(kept: Weighed, doc: str, told: Sequence[Slots], again: Mapping[str, str]) -> None:
    """Keeps the accounts of a report, with their keys; `again` are those that are copies."""
    rows = []
    for s in told:
        mine = [_number("series", key) for key, _, _ in keyed([s])]
        if s.id not in again:
            mine += [_number("account", key) for key in keys(s)]
        order = "\t".join(s.order)
        rows.append((Told(s.id, s.number, order, again.get(s.id), msgspec.json.encode(s)), mine))
    kept.put_accounts(doc, rows)


def _number(kind: str, key: Key | SeriesKey) -> int:
    """The number under which a key stands in the ledger (BLAKE2b, 64 bits)."""
    said = hashlib.blake2b(msgspec.json.encode((kind, key)), digest_size=8).digest()
    return int.from_bytes(said, "big", signed=True)


def _rulings(kept: Weighed) -> list[Ruling]:
    return [Ruling(*said) for said in kept.judged()]


class _Held:
    """What stands around the new accounts, read from the ledger when it is asked for; see `growing.Held`."""

    def __init__(self, kept: Weighed) -> None:
        self.kept = kept

    @lru_cache(maxsize=4096)  # noqa: B019 (goes with the run)
    def _block(self, number: int, first: int, last: int) -> tuple[Slots, ...]:
        return tuple(_SLOTS.decode(row) for row in self.kept.block(number, first, last))

    def block(self, key: Key, first: int, last: int) -> Iterable[Slots]:
        """The accounts under a key that are no copies, from day to day."""
        return self._block(_number("account", key), first, last)

    def counted(self, key: SeriesKey) -> Iterable[Slots]:
        """The accounts of a series."""
        return self._block(_number("series", key), 0, date.max.toordinal())

    def accounts(self, ids: Collection[str]) -> Mapping[str, Slots]:
        """The accounts with these ids."""
        return {s.id: s for s in (_SLOTS.decode(row) for row, _ in self.kept.accounts(ids))}

    def roots(self, docs: Collection[str]) -> Mapping[str, Sequence[str]]:
        """The roots of those of the reports that are copies."""
        wanted = set(docs)
        return {doc: of for doc, of in room.roots(self.kept.links(wanted)).items() if doc in wanted}

    def heirs(self, docs: Collection[str]) -> set[str]:
        """The reports that have one of these for a root."""
        return {k.a for k in self.kept.links(docs) if k.relation == "copies" and k.b in docs}

    def links(self, ids: Collection[str]) -> Iterable[Link]:
        """The links of these accounts."""
        return [k for k in self.kept.links(ids) if k.relation != "copies"]

    def joined(self, ids: Collection[str]) -> Iterable[tuple[str, str]]:
        """The joined pairs of these accounts."""
        return self.kept.joined(ids)

    def clusters(self, ids: Collection[str]) -> Iterable[Cluster]:
        """The clusters of these accounts."""
        return self.kept.clusters(ids)


class _Index:
    """The sketches of a ledger, as `copies.Index`."""

    def __init__(self, kept: Weighed) -> None:
        self.kept = kept
        self._common: dict[str, frozenset[int]] = {}
        self.words = lru_cache(maxsize=AT_HAND)(self._words)
        self.document = lru_cache(maxsize=AT_HAND)(self._document)
        self.sketch = lru_cache(maxsize=AT_HAND)(self._sketch)

    def forget(self) -> None:
        """Forgets what may be otherwise now that other sketches are held."""
        self._common.clear()
        self.sketch.cache_clear()

    def holders(self, hashes: Sequence[int], limit: int | None = copies.COMMON + 1) -> Mapping[int, list[copies.Held]]:
        """The first `limit` that hold a hash, for those hashes that several hold."""
        found = {h: [copies.Held(*row) for row in self.kept.holders(h, limit)] for h in hashes}
        return {h: held for h, held in found.items() if len(held) > 1}

    def common(self, doc: str) -> frozenset[int]:
        """The shingles of a report that are common."""
        if doc not in self._common:
            self._common[doc] = copies.common(self.sketch(doc), self)
        return self._common[doc]

    def known(self, doc: str) -> copies.Sketch | None:
        """The sketch of a report where it has one."""
        row = self.kept.sketch(doc)
        return _SKETCH.decode(row) if row else None

    def _sketch(self, doc: str) -> copies.Sketch:
        found = self.known(doc)
        if found is None:
            raise KeyError(f"no sketch of report {doc}")
        return found

    def _document(self, doc: str) -> Document:
        return self.kept.document(doc)

    def _words(self, doc: str) -> copies.Words:
        return copies.body(self.document(doc))
