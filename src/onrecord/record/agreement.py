"""How far analysts agree: rows that two or more judged, raw agreement, and Cohen's kappa for each pair of them.

Two agree on a row when both reject it, both accept it, or both correct it in the same way.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Any

from onrecord.data import Record
from onrecord.record.export import json
from onrecord.record.ledger import Ledger
from onrecord.record.listing import counted, printable
from onrecord.record.settling import position


class Pair(Record, frozen=True, kw_only=True):
    """Two analysts: the rows that both judged, the share on which they agree, and Cohen's kappa.

    Kappa is None where both gave one and the same verdict throughout: agreement by chance would be perfect too.
    """

    authors: tuple[str, str]
    rows: int
    agreement: float
    kappa: float | None


class Agreement(Record, frozen=True, kw_only=True):
    """Rows of one kind that two or more analysts judged, and the share on which all of them agree."""

    kind: str
    rows: int
    agreement: float
    pairs: tuple[Pair, ...]


def agreement(ledger: Ledger) -> Iterator[Agreement]:
    """The agreement on mentions, statements, events and links, of those kinds that two or more analysts judged."""
    judged = ledger.judged()
    for kind, keys in ledger.kinds(judged).items():
        held = [{j.author: position(j) for j in judged[key].judgements} for key in sorted(keys)]
        several = [row for row in held if len(row) > 1]
        if several:
            authors = sorted({author for row in several for author in row})
            pairs = (_pair(one, other, several) for one, other in combinations(authors, 2))
            agreed = sum(len(set(row.values())) == 1 for row in several) / len(several)
            yield Agreement(kind=kind, rows=len(several), agreement=agreed, pairs=tuple(p for p in pairs if p))


def kappa(verdicts: Sequence[tuple[Any, Any]]) -> float | None:
    """Cohen's kappa of two analysts' verdicts on the same rows, None where it is not defined.

    >>> kappa([("yes", "yes"), ("yes", "no"), ("no", "no"), ("no", "no")]), kappa([("yes", "yes")])
    (0.5, None)
    """
    rows = len(verdicts)
    agreed = sum(a == b for a, b in verdicts) / rows
    first, second = Counter(a for a, _ in verdicts), Counter(b for _, b in verdicts)
    chance = sum(first[verdict] * second[verdict] for verdict in first) / rows**2
    return None if chance == 1 else (agreed - chance) / (1 - chance)


def as_text(found: Iterator[Agreement]) -> Iterator[str]:
    """The agreement in lines for a person."""
    nothing = True
    for one in found:
        nothing = False
        yield f"{one.kind}: {counted(one.rows, 'row')} judged by two or more, all agree on {one.agreement:.1%}"
        for pair in one.pairs:
            told = "not defined" if pair.kappa is None else f"{pair.kappa:.2f}"
            names = " and ".join(map(printable, pair.authors))
            yield f"  {names}: {counted(pair.rows, 'row')}, agreement {pair.agreement:.1%}, kappa {told}"
    if nothing:
        yield "No row was judged by two analysts."


def as_json(found: Iterator[Agreement]) -> Iterator[str]:
    """The agreement, one JSON object for each kind."""
    return map(json, found)


def _pair(one: str, other: str, rows: list[dict[str, tuple[Any, ...]]]) -> Pair | None:
    both = [(row[one], row[other]) for row in rows if one in row and other in row]
    if not both:
        return None
    agreed = sum(a == b for a, b in both) / len(both)
    return Pair(authors=(one, other), rows=len(both), agreement=agreed, kappa=kappa(both))
