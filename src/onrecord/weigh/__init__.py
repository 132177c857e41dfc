"""Accounts of many reports against each other: copies, what agrees, what excludes what, and on how many words it rests.

`slots` makes of a report's page what is compared; `weighed` compares the accounts of all reports, given which reports
are copies of which.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from onrecord.data import Cluster, Link
from onrecord.weigh import making
from onrecord.weigh.candidates import keys, pairs, uncopied
from onrecord.weigh.clusters import occurrences
from onrecord.weigh.growing import Change, Grown, Held, grown, retold
from onrecord.weigh.making import MAKER
from onrecord.weigh.rulings import Ruling
from onrecord.weigh.slots import Slots
from onrecord.weigh.telling import slots

__all__ = [
    "MAKER", "Change", "Grown", "Held", "Ruling", "Slots", "Weighed", "clusters", "grown", "keys", "retold",
    "roots", "slots", "weighed",
]  # fmt: skip


class Weighed(NamedTuple):
    """Links between accounts in the order of their ids, and the clusters.

    `joined` are the pairs of which the clusters of one occurrence are made, `again` has for the id of each account that
    is a copy that of its root's.
    """

    links: list[Link]
    clusters: list[Cluster]
    joined: list[tuple[str, str]]
    again: dict[str, str]


def roots(copies: Iterable[Link]) -> dict[str, tuple[str, ...]]:
    """For each report that is a copy, the reports that its text is from."""
    found: dict[str, list[str]] = defaultdict(list)
    for link in copies:
        if link.relation == "copies":
            found[link.a].append(link.b)
    return {doc: tuple(sorted(of)) for doc, of in found.items()}


def weighed(
    told: Iterable[Slots], copied: Mapping[str, Sequence[str]] | None = None, rulings: Sequence[Ruling] = ()
) -> Weighed:
    """How the accounts stand to each other; the order of `told` changes nothing.

    `copied` is what `roots` gives, `rulings` are the judgements of analysts in order of time.
    """
    copied = copied or {}
    accounts = {s.id: s for s in sorted(told, key=lambda s: s.order)}
    own, again = uncopied(accounts.values(), copied)
    links, joined = [], []
    for a, b in pairs(own):
        link, one = making.compared(a, b)
        if link:
            links.append(link)
        if one:
            joined.append((a.id, b.id))
    for key, root in again.items():
        links.append(making.copy(accounts[key], root))
        joined.append((key, root.id))
    links.sort(key=making.ordered)
    joined.sort()
    found = clusters(accounts.values(), links, joined, copied, rulings)
    return Weighed(links, found, joined, {key: root.id for key, root in sorted(again.items())})


def clusters(
    told: Iterable[Slots],
    links: Iterable[Link],
    joined: Iterable[tuple[str, str]],
    copied: Mapping[str, Sequence[str]],
    rulings: Sequence[Ruling] = (),
) -> list[Cluster]:
    """The clusters of accounts whose links and joined pairs are known, in the order of their ids."""
    accounts = {s.id: s for s in sorted(told, key=lambda s: s.order)}
    leading = making.leading(links)
    found = [making.occurrence(members, leading, copied) for members in occurrences(accounts, joined, rulings)]
    for key, members in making.tallied(accounts.values()).items():
        if one := making.tally(key, members, leading, copied):
            found.append(one)
    return sorted(found, key=lambda c: c.id)
