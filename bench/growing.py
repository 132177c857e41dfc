"""How long one more report takes to weigh: a ledger held in memory, into which generated reports come."""

from __future__ import annotations

import time
from bisect import bisect_left, bisect_right, insort
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

from bench.weigh import generated
from onrecord.data import Cluster, Link
from onrecord.weigh import Change, Grown, Ruling, Slots, Weighed, grown, keys, making, retold, weighed
from onrecord.weigh.candidates import Key
from onrecord.weigh.series import Key as SeriesKey

Pair = tuple[str, str]
Row = TypeVar("Row", str, Pair)


class Memory:
    """A ledger of accounts that is weighed as it grows; the store that `onrecord.weigh.Held` describes."""

    def __init__(self) -> None:
        self.told: dict[str, Slots] = {}
        self.reports: dict[str, tuple[str, ...]] = {}
        self.copied: dict[str, tuple[str, ...]] = {}
        self.again: dict[str, str] = {}
        self.rulings: list[Ruling] = []
        self._copies: dict[str, set[str]] = defaultdict(set)
        self._blocks: dict[Key, list[tuple[int, str]]] = defaultdict(list)
        self._series: dict[SeriesKey, set[str]] = defaultdict(set)
        self._links: dict[Pair, Link] = {}
        self._linked: dict[str, set[Pair]] = defaultdict(set)
        self._joined: dict[str, set[Pair]] = defaultdict(set)
        self._clusters: dict[str, Cluster] = {}
        self._within: dict[str, set[str]] = defaultdict(set)

    def block(self, key: Key, first: int, last: int) -> Iterator[Slots]:
        rows = self._blocks.get(key, [])
        for _, one in rows[bisect_left(rows, (first, "")) : bisect_right(rows, (last + 1, ""))]:
            yield self.told[one]

    def counted(self, key: SeriesKey) -> Iterator[Slots]:
        return (self.told[one] for one in self._series.get(key, ()))

    def accounts(self, ids: Collection[str]) -> dict[str, Slots]:
        return {key: self.told[key] for key in ids if key in self.told}

    def roots(self, docs: Collection[str]) -> dict[str, tuple[str, ...]]:
        return {doc: self.copied[doc] for doc in docs if doc in self.copied}

    def links(self, ids: Collection[str]) -> Iterator[Link]:
        return (self._links[pair] for pair in {p for key in ids for p in self._linked.get(key, ())})

    def joined(self, ids: Collection[str]) -> set[Pair]:
        return {pair for key in ids for pair in self._joined.get(key, ())}

    def clusters(self, ids: Collection[str]) -> Iterator[Cluster]:
        return (self._clusters[one] for one in {c for key in ids for c in self._within.get(key, ())})

    def state(self) -> Weighed:
        """All that it holds, as `weighed` gives it."""
        pairs = {pair for held in self._joined.values() for pair in held}
        return Weighed(
            sorted(self._links.values(), key=making.ordered),
            sorted(self._clusters.values(), key=lambda c: c.id),
            sorted(pairs),
            dict(sorted(self.again.items())),
        )

    def put(
        self,
        reports: Mapping[str, Sequence[Slots]],
        copied: Mapping[str, Sequence[str]] | None = None,
        rulings: Sequence[Ruling] | None = None,
    ) -> Grown:
        """Takes in reports by their ids (none of whose accounts are left where they are gone), other roots, rulings."""
        ruled = self._rule(rulings)
        for doc, roots in (copied or {}).items():
            self._root(doc, roots)
        docs = {*reports, *(copied or {}), *(copy for doc in reports for copy in self._copies.get(doc, ()))}
        old = {doc: tuple(self.told[key] for key in self.reports.get(doc, ())) for doc in docs}
        was = {doc: {s.id: self.again[s.id] for s in old[doc] if s.id in self.again} for doc in docs}
        for doc in docs:
            for s in old[doc]:
                self._out(s, doc)
        new = {doc: tuple(reports.get(doc, old[doc])) for doc in docs}
        for doc in docs:
            self.reports[doc] = tuple(s.id for s in new[doc])
            self.told.update((s.id, s) for s in new[doc])
        now = {doc: self._retold(doc, new[doc]) for doc in docs}
        for doc in docs:
            for s in new[doc]:
                self._in(s, now[doc])
        found = grown([Change(d, old[d], new[d], was[d], now[d]) for d in sorted(docs)], self, self.rulings, ruled)
        self._apply(found)
        return found

    def _rule(self, rulings: Sequence[Ruling] | None) -> set[str]:
        if rulings is None:
            return set()
        before, self.rulings = self.rulings, list(rulings)
        return {key for one in (*before, *rulings) for side in one for key in side}

    def _root(self, doc: str, roots: Sequence[str]) -> None:
        for root in self.copied.pop(doc, ()):
            self._copies[root].discard(doc)
        if roots:
            self.copied[doc] = tuple(roots)
        for root in roots:
            self._copies[root].add(doc)

    def _retold(self, doc: str, mine: Sequence[Slots]) -> dict[str, str]:
        roots = self.copied.get(doc, ())
        return retold(mine, roots, [self.told[key] for root in roots for key in self.reports.get(root, ())])

    def _out(self, s: Slots, doc: str) -> None:
        del self.told[s.id]
        if self.again.pop(s.id, None) is None:
            for key in set(keys(s)):
                self._blocks[key].remove((s.number, s.id))
        for name in making.tallied([s]):
            self._series[name].discard(s.id)

    def _in(self, s: Slots, again: Mapping[str, str]) -> None:
        if s.id in again:
            self.again[s.id] = again[s.id]
        else:
            for key in set(keys(s)):
                insort(self._blocks[key], (s.number, s.id))
        for name in making.tallied([s]):
            self._series[name].add(s.id)

    def hold(self, told: Iterable[Slots]) -> None:
        """Takes in many accounts of reports that are no copies, weighed all at once."""
        held = list(told)
        for s in held:
            self.told[s.id] = s
            self.reports[s.doc] = (*self.reports.get(s.doc, ()), s.id)
            for name in making.tallied([s]):
                self._series[name].add(s.id)
            for key in set(keys(s)):
                self._blocks[key].append((s.number, s.id))
        for rows in self._blocks.values():
            rows.sort()
        found = weighed(held)
        self._apply(Grown([], found.links, [], found.joined, [], found.clusters))

    def _apply(self, found: Grown) -> None:
        for link in found.ended_links:
            del self._links[link.a, link.b]
            self._index(self._linked, (link.a, link.b), (link.a, link.b), put=False)
        for link in found.links:
            self._links[link.a, link.b] = link
            self._index(self._linked, (link.a, link.b), (link.a, link.b), put=True)
        for put, pairs in ((False, found.ended_joined), (True, found.joined)):
            for pair in pairs:
                self._index(self._joined, pair, pair, put=put)
        for cluster in found.ended_clusters:
            del self._clusters[cluster.id]
            self._index(self._within, cluster.members, cluster.id, put=False)
        for cluster in found.clusters:
            self._clusters[cluster.id] = cluster
            self._index(self._within, cluster.members, cluster.id, put=True)

    @staticmethod
    def _index(index: dict[str, set[Row]], ids: Iterable[str], row: Row, *, put: bool) -> None:
        for key in ids:
            if put:
                assert row not in index[key], row
                index[key].add(row)
            else:
                index[key].remove(row)


def one_more(sizes: Sequence[int], tries: int = 20) -> None:
    """Prints how long one more report takes in ledgers of so many: the median of some, and the longest."""
    for size in sizes:
        told = generated(size)
        docs = sorted({s.doc for s in told})
        later = set(docs[:: max(1, len(docs) // tries)])
        memory = Memory()
        memory.hold(s for s in told if s.doc not in later)
        took = []
        for doc in sorted(later):
            mine = [s for s in told if s.doc == doc]
            start = time.process_time()
            memory.put({doc: mine})
            took.append(time.process_time() - start)
        took.sort()
        print(f"{size:,} reports, one more: {took[len(took) // 2] * 1e3:.0f} ms, at most {took[-1] * 1e3:.0f} ms")
