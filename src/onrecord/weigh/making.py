"""The links and clusters that weighing puts out, made of what was found."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from onrecord import codebooks
from onrecord.data import Cluster, Link, Verdict, digest
from onrecord.makers import maker
from onrecord.weigh.comparisons import verdict
from onrecord.weigh.occurrence import one_occurrence
from onrecord.weigh.origins import origins
from onrecord.weigh.rarity import FREQUENCIES
from onrecord.weigh.series import LEAST, Key, keyed, points
from onrecord.weigh.slots import Slots
from onrecord.weigh.words import CODEBOOK

MAKER = maker("weigh", 4, codebooks=(codebooks.asset(CODEBOOK), codebooks.asset(FREQUENCIES)))


def compared(a: Slots, b: Slots) -> tuple[Link | None, bool]:
    """The link of two accounts, `a` that of the smaller id, if there is one, and whether they are of one occurrence."""
    found = verdict(a, b)
    return (link(a, b, found) if found else None), one_occurrence(a, b) or (found is not None and _disputed(found))


def link(a: Slots, b: Slots, found: Verdict) -> Link:
    """The Link of a verdict, which leads from who denies, revises or repeats."""
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


def copy(s: Slots, root: Slots) -> Link:
    """The Link of an account that is a copy to that of its root."""
    return Link(
        a=s.id, b=root.id, relation="repeats", on="text", values=(s.trigger, root.trigger),
        why="The report is a copy, and its root tells the same.", score=1.0, by=MAKER.key,
    )  # fmt: skip


def copied(one: Link) -> bool:
    """Whether it is the Link of a copy to its root."""
    return one.relation == "repeats" and one.on == "text"


def occurrence(
    members: Iterable[Slots], links: Mapping[str, Sequence[Link]], copied: Mapping[str, Sequence[str]]
) -> Cluster:
    """The cluster of accounts of one occurrence; of `links` it takes those between its members."""
    told = {s.id: s for s in members}
    return Cluster(
        id=digest("cluster", "occurrence", min(told)), kind="occurrence", members=tuple(sorted(told)),
        links=_within(told, links), origins=origins(told.values(), copied), by=MAKER.key,
    )  # fmt: skip


def tally(
    key: Key, members: Iterable[Slots], links: Mapping[str, Sequence[Link]], copied: Mapping[str, Sequence[str]]
) -> Cluster | None:
    """The cluster of one quantity over time; None where too few reports tell of it.

    One account may be the first of two series, so that the key of the series is a part of its id.
    """
    told = {s.id: s for s in members}
    if len({s.doc for s in told.values()}) < LEAST:
        return None
    values = tuple(points(key, told.values()))
    rests_on = {o.id: o for p in values for o in origins([told[m] for m in p.members], copied)}
    return Cluster(
        id=tally_id(key, told.values()), kind="series", of=key.said, members=tuple(sorted(told)),
        links=_within(told, links), origins=tuple(rests_on[o] for o in sorted(rests_on)), points=values, by=MAKER.key,
    )  # fmt: skip


def tally_id(key: Key, members: Iterable[Slots]) -> str:
    """The id of the cluster of a series."""
    return digest("cluster", "series", min(s.id for s in members), key)


def tallied(told: Iterable[Slots]) -> dict[Key, list[Slots]]:
    """The accounts of each series in the order of the keys, each once, however few they are."""
    found: dict[Key, dict[str, Slots]] = defaultdict(dict)
    for key, s, _ in keyed(told):
        found[key][s.id] = s
    return {key: list(found[key].values()) for key in sorted(found)}


def leading(links: Iterable[Link]) -> dict[str, list[Link]]:
    """Links by the account that they lead from, in the order of `ordered`."""
    found: dict[str, list[Link]] = defaultdict(list)
    for one in sorted(links, key=ordered):
        found[one.a].append(one)
    return found


def ordered(one: Link) -> tuple[str, ...]:
    """The place of a link in the order of links."""
    return one.a, one.b, one.relation, one.on


def _disputed(found: Verdict) -> bool:
    """Whether two accounts are of one occurrence though they exclude each other: so or not so, so many or others."""
    return found.relation in ("denies", "contradicts") and found.on in ("status", "quantity")


def _turned(a: Slots, b: Slots, found: Verdict) -> bool:
    """Whether the relation leads from `b` to `a`: who denies, revises or repeats comes first."""
    if found.relation == "denies":
        return b.denied
    return found.relation in ("revises", "repeats") and a.order < b.order


def _within(held: Mapping[str, Slots], links: Mapping[str, Sequence[Link]]) -> tuple[Link, ...]:
    return tuple(one for i in sorted(held) for one in links.get(i, ()) if one.b in held)
