"""Where a report is from: the few earlier ones that share shingles with it, compared word by word."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import numpy as np

from onrecord.data import Record
from onrecord.weigh.copies.passages import Shared, compare
from onrecord.weigh.copies.sketches import COMMON, Held, Index, Sketch, wide

# Of the reports that share shingles those that share the most are compared, and the earliest of those that share at
# least half as many. How many of the sampled shingles they share at least: by the words, one of a brief, then more.
MOST, EARLIEST = 16, 8
LEAST = ((60, 1), (164, 3))
LEAST_LONG = 2
# Of the reports that share common shingles alone, so many are compared.
OTHERS = 4
# A report is explained when no more than so many of its own words are left.
LEFT, LEFT_SHARE = 10, 0.05


class Source(Record, frozen=True, kw_only=True):
    """An earlier report that `doc` shares text with.

    `share` is of the words of `doc` that no earlier source has, `back` of the words of `source`; `words` is how many,
    `slots` how many numbers or names differ inside them; `of` and `of_source` are the lengths of both in words;
    `credited` the outlet that both are from or credit, or the family that owns both outlets, None for neither;
    `passages` where each passage starts and ends in `doc`, then in `source`, as half-open counts of words.
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


class Sources(Record, frozen=True, kw_only=True):
    """The place of a report in time, and the earlier reports it is from, in the order of time."""

    doc: str
    when: str
    found: tuple[Source, ...] = ()


def sources(sketched: Sketch, index: Index) -> Sources:
    """The earlier reports that a report is from: first the earliest, then whatever explains what is left of it."""
    found: list[Source] = []
    candidates = list(_candidates(sketched, index))
    if candidates:
        words = index.words(sketched.doc)
        told = np.zeros(len(words), np.bool_)
        for held, cut in sorted(candidates):
            other = index.sketch(held.doc)
            shared = compare(words, index.words(held.doc), told, cut)
            credited = _credited(sketched, other)
            if shared.copied(credited is not None):
                found.append(_source(sketched, other, shared, credited))
                told |= shared.covered
                left = len(told) - int((told | words.quoted).sum())
                if left <= max(LEFT, LEFT_SHARE * len(told)):
                    break
    return Sources(doc=sketched.doc, when=sketched.when, found=tuple(found))


def _candidates(sketched: Sketch, index: Index) -> Iterator[tuple[Held, frozenset[int]]]:
    """Earlier reports that may be a source, with the common shingles that tell nothing between the two."""
    me, hits, others = sketched.held, Counter[Held](), Counter[Held]()
    holders = index.holders(sketched.hashes)
    cut = frozenset(h for h, held in holders.items() if len(held) > COMMON)
    cut = frozenset() if wide(sketched, len(cut)) else cut
    for h, found in holders.items():
        counter = others if h in cut else hits
        for held in found[:COMMON]:
            if held >= me:
                break
            counter[held] += 1
    least = next((least for fewer, least in LEAST if sketched.words < fewer), LEAST_LONG)
    some = [held for held, n in hits.items() if n >= least]
    hits.update(others)
    ranked = sorted(some, key=lambda held: (-hits[held], held))
    enough = sorted(held for held in ranked if 2 * hits[held] >= hits[ranked[0]])[:EARLIEST]
    chosen = {*ranked[:MOST], *enough, *sorted(others, key=lambda held: (-hits[held], held))[:OTHERS]}
    for held in chosen:
        yield held, cut if cut and index.common(held.doc) else frozenset()


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
