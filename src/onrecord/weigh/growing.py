"""The weighing of a ledger that grows: what a change of some reports changes, found in what stands around them.

`grown` gives the difference between two states of `weighed` and reads only what the change may concern. The store
calls it in this order: it finds which accounts of the reports are copies (`retold`), puts in the accounts and the
`keys` of those that are its own, and then asks `grown`, while links, pairs and clusters are still as they were.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple, TypeVar

from onrecord.data import Cluster, Link
from onrecord.weigh.candidates import uncopied
from onrecord.weigh.holding import Change, Held
from onrecord.weigh.making import compared, copied, copy
from onrecord.weigh.pairing import Moved, Pair, moved, paired
from onrecord.weigh.regrouping import After, regrouped
from onrecord.weigh.rulings import Ruling
from onrecord.weigh.slots import Slots

__all__ = ["Change", "Grown", "Held", "grown", "retold"]

Row = TypeVar("Row", Link, Pair)
Ends = tuple[list[Row], list[Row]]


class Grown(NamedTuple):
    """What is to end and then what is to be put in; of a row that changes, the old one ends and the new one is put."""

    ended_links: list[Link]
    links: list[Link]
    ended_joined: list[tuple[str, str]]
    joined: list[tuple[str, str]]
    ended_clusters: list[Cluster]
    clusters: list[Cluster]


def retold(mine: Sequence[Slots], roots: Sequence[str], told: Iterable[Slots]) -> dict[str, str]:
    """For the id of each account of a report that is a copy the id of its root's account.

    `roots` are those of the report as `onrecord.weigh.roots` gives them, `told` all accounts of those reports.
    """
    if not mine or not roots:
        return {}
    _, again = uncopied([*mine, *told], {mine[0].doc: roots})
    return {key: root.id for key, root in again.items()}


def grown(changes: Iterable[Change], held: Held, rulings: Sequence[Ruling] = (), ruled: Collection[str] = ()) -> Grown:
    """What `weighed(..., rulings)` gives after the changes and did not before, and what it does no longer.

    `rulings` are all that stand, in order of time; `ruled` the accounts named by those that came or went since.
    """
    changes = list(changes)
    links, joined = _compared(changes, held)
    return Grown(*links, *joined, *regrouped(changes, After(held, links, joined), rulings, ruled))


def _compared(changes: Sequence[Change], held: Held) -> tuple[Ends[Link], Ends[Pair]]:
    """The links, and the pairs of one occurrence, that end and that are to be put in."""
    old = {s.id: s for c in changes for s in c.old if s.id not in c.was}
    new = {s.id: s for c in changes for s in c.new if s.id not in c.now}
    gone = [s for s in old.values() if new.get(s.id) != s]
    found = moved(gone, [s for s in new.values() if old.get(s.id) != s], held.block)
    links, joined = _judged(changes, found, held)
    ending = {s.id for s in gone} | {key for c in changes for key in c.was}
    ids = ending | {key for pair in (*found.met, *found.parted) for key in pair}
    old_links = {(one.a, one.b): one for one in held.links(ids)}
    old_joined = {pair: pair for pair in held.joined(ids)}
    mine = {s.id for c in changes for s in c.old}
    copies = {pair for pair, one in old_links.items() if copied(one) and one.a not in mine}
    met = {frozenset(pair) for pair in found.met}
    parted = {frozenset(pair): told for pair, told in found.parted.items()}

    def ends(pair: Pair) -> bool:
        both = frozenset(pair)
        if both in met or not ending.isdisjoint(both):
            return pair not in copies
        return both in parted and not paired(*parted[both], held.block)

    out = {pair for pair in old_links.keys() | old_joined.keys() if ends(pair)}
    return _difference(old_links, links, out), _difference(old_joined, joined, out)


def _judged(changes: Iterable[Change], found: Moved, held: Held) -> tuple[dict[Pair, Link], dict[Pair, Pair]]:
    """The links and the pairs of one occurrence of accounts that meet, and of copies with their roots."""
    links: list[Link] = []
    joined: list[Pair] = []
    for one, other in found.met.values():
        a, b = (one, other) if one.id <= other.id else (other, one)
        link, same = compared(a, b)
        links += [link] if link else []
        joined += [(a.id, b.id)] if same else []
    copies = [(s, c.now[s.id]) for c in changes for s in c.new if s.id in c.now]
    roots = held.accounts({root for _, root in copies})
    links += [copy(s, roots[root]) for s, root in copies]
    joined += [(s.id, root) for s, root in copies]
    return {(one.a, one.b): one for one in links}, {pair: pair for pair in joined}


def _difference(old: Mapping[Pair, Row], new: Mapping[Pair, Row], out: Collection[Pair]) -> Ends[Row]:
    """The old rows in `out` that are no more or are others, and the new rows that were not there."""
    ended = [row for pair, row in sorted(old.items()) if pair in out and new.get(pair) != row]
    return ended, [row for pair, row in sorted(new.items()) if old.get(pair) != row]
