"""Accounts of many reports against each other: pairs that may concern one thing, compared by a table of functions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from onrecord.data import Account, Link
from onrecord.makers import maker
from onrecord.weigh.candidates import pairs
from onrecord.weigh.comparisons import COMPARISONS

MAKER = maker("weigh", 1)


def weigh(accounts: Iterable[Account]) -> Iterator[Link]:
    """A Link for each pair of accounts on which a comparison has a verdict, in the order of their ids."""
    for one, other in pairs(accounts):
        for compare in COMPARISONS:
            if verdict := compare(one, other):
                yield Link(
                    a=one.finding.id,
                    b=other.finding.id,
                    relation=verdict.relation,
                    on=verdict.on,
                    values=verdict.values,
                    why=verdict.why,
                    score=verdict.score,
                    by=MAKER.key,
                )
