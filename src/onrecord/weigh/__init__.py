"""Accounts of many reports against each other: copies, what agrees, what excludes what, and on how many words it rests.

`slots` makes of a report's page what is compared; `weighed` compares the accounts of all reports, given which reports
are copies of which.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from onrecord import codebooks
from onrecord.data import Account, Cluster, Link, Verdict, digest
from onrecord.makers import maker
from onrecord.weigh import plain
from onrecord.weigh.candidates import keys, may_concern, pairs, uncopied
from onrecord.weigh.clusters import occurrences
from onrecord.weigh.comparisons import verdict
from onrecord.weigh.occurrence import one_occurrence
from onrecord.weigh.origins import origins
from onrecord.weigh.series import series
from onrecord.weigh.slots import Slots
from onrecord.weigh.telling import slots
from onrecord.weigh.words import CODEBOOK

__all__ = ["MAKER", "Slots", "Weighed", "added", "keys", "roots", "slots", "weigh", "weighed"]

MAKER = maker("weigh", 2, codebooks=(codebooks.asset(CODEBOOK),))


class Weighed(NamedTuple):
    """Links between accounts in the order of their ids, and the clusters."""

    links: list[Link]
    clusters: list[Cluster]


def roots(copies: Iterable[Link]) -> dict[str, tuple[str, ...]]:
    """For each report that is a copy, the reports that its text is from."""
    found: dict[str, list[str]] = defaultdict(list)
    for link in copies:
        if link.relation == "copies":
            found[link.a].append(link.b)
    return {doc: tuple(sorted(of)) for doc, of in found.items()}


def weighed(told: Iterable[Slots], copied: Mapping[str, Sequence[str]] | None = None) -> Weighed:
    """How the accounts stand to each other; `copied` is what `roots` gives. The order of `told` changes nothing."""
    copied = copied or {}
    accounts = {s.id: s for s in sorted(told, key=lambda s: s.order)}
    own, again = uncopied(accounts.values(), copied)
    links, joined = [], []
    for a, b in pairs(own):
        if found := verdict(a, b):
            links.append(_link(a, b, found))
        if one_occurrence(a, b) or (found and _disputed(found)):
            joined.append((a.id, b.id))
    for key, root in again.items():
        links.append(_copy(accounts[key], root))
        joined.append((key, root.id))
    links.sort(key=lambda link: (link.a, link.b, link.relation, link.on))
    by_id: dict[str, list[Link]] = defaultdict(list)
    for link in links:
        by_id[link.a].append(link)
    clusters = [_cluster("occurrence", members, by_id, copied) for members in occurrences(accounts, joined)]
    clusters += [_cluster("series", members, by_id, copied) for members in series(accounts.values())]
    return Weighed(links, sorted(clusters, key=lambda c: c.id))


def added(new: Iterable[Slots], held: Iterable[Slots]) -> list[Link]:
    """The links of new accounts to those that a ledger holds under one of their `keys`, without weighing all again."""
    known, links = list(held), []
    for s in new:
        mine = set(keys(s))
        for other in known:
            if other.doc != s.doc and not mine.isdisjoint(keys(other)) and may_concern(s, other):
                a, b = sorted((s, other), key=lambda x: x.id)
                if found := verdict(a, b):
                    links.append(_link(a, b, found))
    return sorted(links, key=lambda link: (link.a, link.b, link.relation, link.on))


def _link(a: Slots, b: Slots, found: Verdict) -> Link:
    first, second = a.id, b.id
    values = found.values
    if _turned(a, b, found):
        first, second, values = b.id, a.id, (values[1], values[0])
    return Link(
        a=first,
        b=second,
        relation=found.relation,
        on=found.on,
        values=values,
        why=found.why,
        score=found.score,
        by=MAKER.key,
    )


def _disputed(found: Verdict) -> bool:
    """Whether two accounts are of one occurrence though they exclude each other: so or not so, so many or others."""
    return found.relation in ("denies", "contradicts") and found.on in ("status", "quantity")


def _turned(a: Slots, b: Slots, found: Verdict) -> bool:
    """Whether the relation leads from `b` to `a`: who denies, revises or repeats comes first."""
    if found.relation == "denies":
        return b.denied
    return found.relation in ("revises", "repeats") and a.order < b.order


def _copy(s: Slots, root: Slots) -> Link:
    return Link(
        a=s.id, b=root.id, relation="repeats", on="text", values=(s.trigger, root.trigger),
        why="The report is a copy, and its root tells the same.", score=1.0, by=MAKER.key,
    )  # fmt: skip


def _cluster(
    kind: str, members: list[Slots], links: Mapping[str, list[Link]], copied: Mapping[str, Sequence[str]]
) -> Cluster:
    ids = sorted({s.id for s in members})
    held = set(ids)
    return Cluster(
        id=digest("cluster", kind, ids[0]),
        kind="series" if kind == "series" else "occurrence",
        members=tuple(ids),
        links=tuple(link for key in ids for link in links.get(key, ()) if link.b in held),
        origins=origins(members, copied),
        by=MAKER.key,
    )


def weigh(accounts: Iterable[Account]) -> Iterator[Link]:
    """A Link for each pair of accounts whose numbers exclude each other, without what their reports say around them."""
    for one, other in plain.pairs(accounts):
        for compare in plain.COMPARISONS:
            if found := compare(one, other):
                yield Link(
                    a=one.finding.id,
                    b=other.finding.id,
                    relation=found.relation,
                    on=found.on,
                    values=found.values,
                    why=found.why,
                    score=found.score,
                    by=MAKER.key,
                )
