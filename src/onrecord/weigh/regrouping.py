"""The clusters of a ledger that changed: those around what changed are made again, all others stay."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from onrecord.data import Cluster, Link
from onrecord.weigh import making
from onrecord.weigh.clusters import occurrences
from onrecord.weigh.holding import Change, Held
from onrecord.weigh.pairing import Pair
from onrecord.weigh.rulings import Ruling, mates
from onrecord.weigh.series import Key
from onrecord.weigh.slots import Slots


class After:
    """A ledger as it is after the changes, its links and pairs too."""

    def __init__(self, held: Held, links: tuple[list[Link], list[Link]], joined: tuple[list[Pair], list[Pair]]) -> None:
        self.held = held
        self.links, self.joined = links, joined
        self._ended = {(one.a, one.b) for one in links[0]}, set(joined[0])
        self._links: dict[str, list[Link]] = defaultdict(list)
        self._joined: dict[str, list[Pair]] = defaultdict(list)
        for one in links[1]:
            self._links[one.a].append(one)
            self._links[one.b].append(one)
        for pair in joined[1]:
            self._joined[pair[0]].append(pair)
            self._joined[pair[1]].append(pair)

    @property
    def linked(self) -> set[str]:
        """The accounts with a link that came or went."""
        return {key for one in (*self.links[0], *self.links[1]) for key in (one.a, one.b)}

    def links_of(self, ids: Collection[str]) -> dict[str, list[Link]]:
        """The links of these accounts by where they lead from."""
        stay = [one for one in self.held.links(ids) if (one.a, one.b) not in self._ended[0]]
        found = {(one.a, one.b): one for one in stay}
        found.update({(one.a, one.b): one for key in ids for one in self._links.get(key, ())})
        return making.leading(found.values())

    def around(self, seeds: Collection[str], rulings: Sequence[Ruling]) -> tuple[set[str], set[Pair]]:
        """All accounts that pairs or rulings lead to from these, and the pairs between them."""
        reached: set[str] = set()
        pairs: set[Pair] = set()
        edge = set(seeds)
        while edge:
            reached |= edge
            near = {pair for pair in self.held.joined(edge) if pair not in self._ended[1]}
            near.update(pair for key in edge for pair in self._joined.get(key, ()))
            pairs |= near
            edge = ({key for pair in near for key in pair} | mates(rulings, edge)) - reached
        return reached, pairs


class _Group(NamedTuple):
    """Accounts that make a cluster, if they are enough, and the cluster that they made before."""

    members: list[Slots]
    key: Key | None
    before: Cluster | None


def regrouped(
    changes: Sequence[Change], after: After, rulings: Sequence[Ruling], ruled: Collection[str]
) -> tuple[list[Cluster], list[Cluster]]:
    """The clusters that end, and those that are to be put in."""
    ended: list[Cluster] = []
    groups = [*_occurrences(changes, after, rulings, ruled, ended), *_series(changes, after)]
    members = {s.id: s for group in groups for s in group.members}
    links = after.links_of(members)
    roots = after.held.roots({s.doc for s in members.values()})
    put: list[Cluster] = []
    for group in groups:
        if group.key is None:
            made: Cluster | None = making.occurrence(group.members, links, roots)
        else:
            made = making.tally(group.key, group.members, links, roots)
        if made != group.before:
            ended += [group.before] if group.before else []
            put += [made] if made else []
    return sorted(ended, key=lambda c: c.id), sorted(put, key=lambda c: c.id)


def _occurrences(
    changes: Sequence[Change],
    after: After,
    rulings: Sequence[Ruling],
    ruled: Collection[str],
    ended: list[Cluster],
) -> list[_Group]:
    """The occurrences to be made again; puts into `ended` those of which none is to be made."""
    told = {s.id for change in changes for s in (*change.old, *change.new)}
    moved = {key for change in changes for key in _differing(change)}
    moved.update(key for pair in (*after.joined[0], *after.joined[1]) for key in pair)
    moved.update(ruled)
    reached, pairs = after.around(moved, rulings)
    linked = after.linked
    stored = {c.id: c for c in after.held.clusters(reached | told | linked) if c.kind == "occurrence"}
    apart = [c for c in stored.values() if reached.isdisjoint(c.members)]
    apart = [c for c in apart if not told.isdisjoint(c.members) or len(linked.intersection(c.members)) > 1]
    accounts = after.held.accounts(reached | {key for c in apart for key in c.members})
    groups = [_Group([accounts[key] for key in c.members], None, c) for c in apart]
    before = {c.members: c for c in stored.values() if not reached.isdisjoint(c.members)}
    for members in occurrences({key: accounts[key] for key in reached if key in accounts}, pairs, rulings):
        ids = tuple(s.id for s in members)
        old = before.pop(ids, None)
        if old is None or not told.isdisjoint(ids) or len(linked.intersection(ids)) > 1:
            groups.append(_Group(members, None, old))
    ended += before.values()
    return groups


def _series(changes: Sequence[Change], after: After) -> list[_Group]:
    """The series to be made again: those of the accounts that changed, and of two whose link did."""
    old = {s.id: s for change in changes for s in change.old}
    new = {s.id: s for change in changes for s in change.new}
    went = making.tallied(old.values())
    touched = {*went, *making.tallied(new.values())}
    accounts = after.held.accounts(after.linked)
    keys = {key: set(making.tallied([s])) for key, s in accounts.items()}
    for one in (*after.links[0], *after.links[1]):
        touched |= keys.get(one.a, set()) & keys.get(one.b, set())
    now = {key: list(after.held.counted(key)) for key in sorted(touched)}
    before = {key: [*(s for s in told if s.id not in new), *went.get(key, ())] for key, told in now.items()}
    first = {min(s.id for s in told) for told in before.values() if told}
    stored = {c.id: c for c in after.held.clusters(first)}
    return [
        _Group(now[key], key, stored.get(making.tally_id(key, told)) if told else None) for key, told in before.items()
    ]


def _differing(change: Change) -> Iterable[str]:
    """The accounts of a report that are others, or that are copies of others."""
    old, new = ({s.id: s for s in told} for told in (change.old, change.new))
    return (
        key
        for key in old.keys() | new.keys()
        if old.get(key) != new.get(key) or change.was.get(key) != change.now.get(key)
    )
