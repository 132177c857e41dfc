"""What a person reads of a cluster: how many reports tell of it, on how many origins they rest, and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from onrecord.data import Cluster, Origin


class Told(msgspec.Struct, frozen=True):
    """Of how many reports and independent origins an account is, with the reasons; and of how many its denial is."""

    cluster: str
    reports: int
    origins: int
    why: tuple[str, ...]
    denying_reports: int = 0
    denying_origins: int = 0
    denying_why: tuple[str, ...] = ()

    def lines(self) -> Iterator[str]:
        """In words, a line for what is told and one for its denial."""
        if self.origins:
            yield _line("in", self.reports, self.origins, self.why)
        if self.denying_origins:
            yield _line("denied in", self.denying_reports, self.denying_origins, self.denying_why)


def told(cluster: Cluster) -> Told:
    """How a cluster stands.

    >>> first = Origin(id="o", documents=("a", "b"), why="Marta Ndongo; words of one occasion")
    >>> list(told(Cluster(id="c", kind="occurrence", members=("x", "y"), origins=(first,), by="weigh-3")).lines())
    ['in 2 reports from 1 origin: Marta Ndongo; words of one occasion (2)']
    """
    sides = [[o for o in cluster.origins if o.denies == denies] for denies in (False, True)]
    figures = [(len({d for o in side for d in o.documents}), len(side), tuple(map(_why, side))) for side in sides]
    return Told(cluster.id, *figures[0], *figures[1])


def by_member(found: Iterable[Cluster]) -> dict[str, Told]:
    """How each account that stands in an occurrence is told, by the account's id."""
    return {m: said for c in found if c.kind == "occurrence" for said in (told(c),) for m in c.members}


def _why(origin: Origin) -> str:
    return f"{origin.why} ({len(origin.documents):,})" if len(origin.documents) > 1 else origin.why


def _line(where: str, reports: int, origins: int, why: Iterable[str]) -> str:
    counted = f"{reports:,} report{'s' * (reports != 1)} from {origins:,} origin{'s' * (origins != 1)}"
    return f"{where} {counted}: {' / '.join(why)}"
