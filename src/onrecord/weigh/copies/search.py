"""Where a report is from: the few earlier ones that share shingles with it, compared word by word."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import chain

import numpy as np

from onrecord.data import Record
from onrecord.weigh.copies.sharing import Shared, compare
from onrecord.weigh.copies.sketches import COMMON, Held, Index, Sketch, wide
from onrecord.weigh.copies.words import SHINGLE, Flags, Words

# Of the reports that share shingles those that share the most are compared, and the earliest of those that share at
# least half as many. They share one of the sampled shingles of a brief, which has fewer words than this, else two.
MOST, EARLIEST = 16, 8
BRIEF, LEAST = 60, 2
# Of the reports that share common shingles alone, so many are compared.
OTHERS = 4
# First come those that share at least so much of the most that any shares. What shares common shingles alone is
# compared where one sketch has at least so much of the other.
NEARLY, HALF = 0.8, 0.4
# A report is explained when no more than so many of its own words are left.
LEFT, LEFT_SHARE = 10, 0.05


class Source(Record, frozen=True, kw_only=True, gc=False):  # holds no cycle
    """An earlier report that `doc` shares text with.

    `share` is of the words of `doc` that no earlier source has, `back` of the words of `source`; `words` is how many,
    `slots` how many numbers or names differ inside them; `of` and `of_source` are the lengths of both in words;
    `credited` the outlet that both are from or credit, or the family that owns both outlets, None for neither;
    `passages` where each passage starts and ends in `doc`, then in `source`, as half-open counts of words; `version`
    whether it is an earlier text at the address of `doc`.
    """

    doc: str
    source: str
    share: float
    back: float
    words: int
    slots: int
    of: int
    of_source: int
    credited: str | None = None
    passages: tuple[tuple[int, int, int, int], ...] = ()
    version: bool = False


class Sources(Record, frozen=True, kw_only=True, gc=False):  # holds no cycle
    """The place of a report in time, and the earlier reports it is from, in the order of time."""

    doc: str
    when: str
    found: tuple[Source, ...] = ()


def sources(sketched: Sketch, index: Index) -> Sources:
    """The earlier reports that a report is from: what explains the most of it, then what explains the rest."""
    found: list[Source] = []
    holders = index.holders(sketched.hashes)
    common = frozenset(h for h, held in holders.items() if len(held) > COMMON)
    common = frozenset() if wide(sketched, len(common)) else common
    candidates = _candidates(sketched, holders, common, index)
    if not candidates:
        return Sources(doc=sketched.doc, when=sketched.when)
    words = index.words(sketched.doc)
    told = np.zeros(len(words), np.bool_)
    while candidates:
        other = index.sketch(candidates.pop(0).doc)
        cut = common if common and index.common(other.doc) else frozenset()
        shared = compare(words, index.words(other.doc), told, cut)
        credited = _credited(sketched, other)
        if shared.copied(credited is not None):
            found.append(_source(sketched, other, shared, credited))
            told |= shared.covered
            left = len(told) - int((told | words.quoted).sum())
            if left <= max(LEFT, LEFT_SHARE * len(told)):
                break
            candidates = _untold(candidates, words, told, holders)
    found.sort(key=lambda s: index.sketch(s.source).held)
    return Sources(doc=sketched.doc, when=sketched.when, found=tuple(found))


def _candidates(
    sketched: Sketch, holders: Mapping[int, Sequence[Held]], common: frozenset[int], index: Index
) -> list[Held]:
    """Earlier reports that may be a source: first those that share nearly the most, of these the earliest."""
    me = sketched.held
    hits = Counter(chain.from_iterable(held[:COMMON] for h, held in holders.items() if h not in common))
    others = Counter(chain.from_iterable(holders[h][:COMMON] for h in common))
    least = 1 if sketched.words < BRIEF else LEAST
    some = [held for held, n in hits.items() if n >= least and held < me]
    for held in others:
        hits[held] += others[held]
    ranked = sorted(some, key=lambda held: (-hits[held], held))
    enough = sorted(held for held in ranked if 2 * hits[held] >= hits[ranked[0]])[:EARLIEST]
    everywhere = sorted((held for held in others if held < me), key=lambda held: (-hits[held], held))[:OTHERS]
    chosen = {
        *ranked[:MOST],
        *enough,
        *(held for held in everywhere if _may_be_whole(sketched, hits[held], held, index)),
    }
    most = max((hits[held] for held in chosen), default=0)
    return sorted(chosen, key=lambda held: (hits[held] < NEARLY * most, held))


def _may_be_whole(sketched: Sketch, hits: int, held: Held, index: Index) -> bool:
    """Whether enough is shared for one to be the other from end to end: common shingles tell nothing else."""
    return hits >= HALF * min(len(sketched.hashes), len(index.sketch(held.doc).hashes))


def _untold(candidates: list[Held], words: Words, told: Flags, holders: Mapping[int, Sequence[Held]]) -> list[Held]:
    """Those of the candidates that share more than what is told already."""
    over = np.concatenate(([0], np.cumsum(told)))
    fresh = words.shingles[over[SHINGLE:] - over[:-SHINGLE] <= SHINGLE // 2]
    hits = Counter(chain.from_iterable(holders.get(h, ()) for h in set(fresh.tolist())))
    return [held for held in candidates if held in hits]


def _credited(one: Sketch, other: Sketch) -> str | None:
    """The outlet, else the owner, that two reports have in common."""
    outlets = sorted(set(one.credits) & set(other.credits)) or sorted(set(one.owners) & set(other.owners))
    return ", ".join(outlets) or None


def _source(sketched: Sketch, other: Sketch, shared: Shared, credited: str | None) -> Source:
    return Source(
        doc=sketched.doc,
        source=other.doc,
        share=round(shared.share, 4),
        back=round(shared.back, 4),
        words=shared.words,
        slots=shared.slots,
        of=sketched.words,
        of_source=other.words,
        credited=credited,
        passages=tuple((b.start, b.end, b.there, b.until) for b in shared.passages),
        version=sketched.address is not None and sketched.address == other.address,
    )


def touched(sketched: Sketch, index: Index) -> tuple[str, ...]:
    """The reports whose sources may be others now that this one is in `index`: later ones that share shingles with it.

    They are few unless the new report is older than a text that is printed everywhere, whose copies all want a new
    root, or makes one of it.
    """
    me, found = sketched.held, set[Held]()
    holders = index.holders(sketched.hashes)
    fresh = frozenset(h for h, held in holders.items() if len(held) == COMMON + 1)  # may be common only since now
    for h, held in holders.items():
        if h in fresh:
            found.update(held)
        elif len(held) <= COMMON:
            found.update(one for one in held if one > me)
        elif me <= held[COMMON - 1]:
            found.update(one for one in index.holders([h], None)[h] if one > me)
    for one in [index.sketch(held.doc) for held in found]:
        if fresh & set(one.hashes):
            now = {h for h, held in index.holders(one.hashes).items() if len(held) > COMMON}
            if wide(one, len(now)) and not wide(one, len(now - fresh)):
                found.update(later for held in index.holders(one.hashes, None).values() for later in held)
    return tuple(held.doc for held in sorted(found - {me}))
