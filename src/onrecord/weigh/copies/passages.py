"""The passages that two reports have in common, word by word, and the numbers and names that differ inside them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from difflib import SequenceMatcher
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from onrecord.weigh.copies.words import SHINGLE, Words

# All figures fitted on the `tune` part of bench/copies_recipe.py.
# A passage goes on over a gap of so many words on either side.
GAP = 9
# Two words are one misread where so much of their letters is the same.
ALIKE = 0.7
# Words before and after a passage in which a number or name that differs is a slot too.
EDGE = 8
# One or two words of a sentence that go on otherwise are shared by chance.
INSIDE = 4
# Who has an office may be called by it or not: no other name.
TITLES = frozenset((
    "president", "prime", "minister", "premier", "chancellor", "secretary", "governor", "mayor", "king", "queen",
    "prince", "leader", "head", "chief", "general", "foreign", "defence", "defense", "interior", "deputy", "vice",
    "former", "chairman", "chairwoman", "spokesman", "spokeswoman",
))  # fmt: skip
# What a scan takes for each other, as one letter; no two words of fewer than so many letters are one by that.
MISREAD = (("rn", "m"), ("cl", "d"), ("ii", "u"), ("vv", "w"))
LETTERS, LEAST_READ = str.maketrans("0a1i58ehnt", "oollsbcbuf"), 4
# So few shingles are no passage of a text with more words than a brief has.
FEW, BRIEF = 6, 60


class Block(NamedTuple):
    """A stretch of words that stands in both, a word misread here and there: from `start` to `end`, and where there."""

    start: int
    end: int
    there: int
    until: int


def passages(ours: Words, theirs: Words) -> list[tuple[list[Block], int]]:
    """What both have in passages that run on over small gaps, and how many of these are slots."""
    found, places = _shared(ours, theirs)
    if not len(found) or (len(found) < FEW and min(len(ours), len(theirs)) > BRIEF):
        return []
    return list(_passages(ours, theirs, _grown(ours, theirs, list(_blocks(ours, theirs, found, places)))))


def _shared(ours: Words, theirs: Words) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """The shingles that stand in both and are their own words: the number of each, and where in `theirs.order`."""
    none = np.zeros(0, np.intp)
    if not len(ours.shingles) or not len(theirs.shingles):
        return none, none
    at = np.minimum(np.searchsorted(theirs.ordered, ours.shingles), len(theirs.ordered) - 1)
    shared = (theirs.ordered[at] == ours.shingles) & ours.telling & theirs.telling[theirs.order[at]]
    found = np.flatnonzero(shared)
    return found, at[found]


def _blocks(ours: Words, theirs: Words, found: NDArray[np.intp], places: NDArray[np.intp]) -> Iterator[Block]:
    """The stretches that stand in both; of several places in the other, the one that goes on from the last."""
    after = np.minimum(places + 1, len(theirs.ordered) - 1)
    if np.any((theirs.ordered[after] == theirs.ordered[places]) & (after > places)):
        yield from _followed(ours, theirs, list(zip(found.tolist(), places.tolist(), strict=True)))
        return
    there = theirs.order[places]
    breaks = np.flatnonzero((np.diff(found) != 1) | (np.diff(there) != 1)) + 1
    starts, ends = [0, *breaks.tolist()], [*breaks.tolist(), len(found)]
    for a, b in zip(starts, ends, strict=True):
        start, place, size = int(found[a]), int(there[a]), b - a + SHINGLE - 1
        yield Block(start, start + size, place, place + size)


def _followed(ours: Words, theirs: Words, shared: list[tuple[int, int]]) -> Iterator[Block]:
    """The stretches where a shingle stands at several places in the other."""
    start = end = there = -1
    for i, at in shared:
        here = there + i - start
        if end == i + SHINGLE - 1 and here < len(theirs.shingles) and theirs.shingles[here] == ours.shingles[i]:
            end += 1
            continue
        if end >= 0:
            yield Block(start, end, there, there + end - start)
        start, end, there = i, i + SHINGLE, _place(theirs, at, here if end >= 0 else 0)
    if end >= 0:
        yield Block(start, end, there, there + end - start)


def _passages(ours: Words, theirs: Words, blocks: Iterator[Block]) -> Iterator[tuple[list[Block], int]]:
    passage: list[Block] = []
    slots = 0
    for block in blocks:
        if passage:
            last = passage[-1]
            if block.start - last.end > GAP or not -SHINGLE < block.there - last.until <= GAP:
                yield passage, slots + _edges(ours, theirs, passage)
                passage, slots = [], 0
            else:
                slots += _slot(ours, (last.end, block.start), theirs, (last.until, block.there))
        passage.append(block)
    if passage:
        yield passage, slots + _edges(ours, theirs, passage)


def _edges(ours: Words, theirs: Words, passage: list[Block]) -> int:
    """How many numbers and names differ beside the two edges of a passage, where these lie well inside a sentence."""
    first, last = passage[0], passage[-1]
    count = 0
    if first.start and first.there and not any(ours.opens[first.start + 1 : first.start + INSIDE]):
        before = [(_back(w, at), at) for w, at in ((ours, first.start), (theirs, first.there))]
        count += _slot(ours, before[0], theirs, before[1])
    open_end = last.end < len(ours) and last.until < len(theirs)
    if open_end and not any(ours.opens[max(0, last.end - INSIDE + 1) : last.end]):
        after = [(at, _on(w, at)) for w, at in ((ours, last.end), (theirs, last.until))]
        count += _slot(ours, after[0], theirs, after[1])
    return count


def _back(words: Words, at: int) -> int:
    """Where the words before `at` start, at most EDGE, none of the sentence before."""
    start = at
    while start > max(0, at - EDGE) and not words.opens[start]:
        start -= 1
    return start


def _on(words: Words, at: int) -> int:
    """Where the words from `at` on end, at most EDGE, none of the next sentence."""
    end = at
    while end < min(len(words), at + EDGE) and not words.opens[end]:
        end += 1
    return end


def _grown(ours: Words, theirs: Words, blocks: list[Block]) -> Iterator[Block]:
    """The stretches with what stands before and after them as far as it is the same, misread or retyped."""
    before = 0
    for n, block in enumerate(blocks):
        after = blocks[n + 1].start if n + 1 < len(blocks) else len(ours)
        end, until = _grow(ours, theirs, block.end, block.until, after, 1)
        start, there = _grow(ours, theirs, block.start - 1, block.there - 1, before - 1, -1)
        before = end
        yield Block(start + 1, end, there + 1, until)


def _grow(ours: Words, theirs: Words, i: int, j: int, stop: int, step: int) -> tuple[int, int]:
    """Where words in step with each other from `i` and `j` on cease to be alike; one that is not may be passed over.

    Words that are passed over are followed by two that are alike, and are not a number or a name on each side.
    """
    mine, other = ours.plain, theirs.plain

    def same(a: int, b: int) -> bool:
        return (stop - a) * step > 0 and 0 <= b < len(other) and _alike(mine[a], other[b])

    while True:
        if same(i, j):
            i, j = i + step, j + step
            continue
        for a, b in ((step, step), (step, 0), (0, step)):
            if same(i + a, j + b) and same(i + a + step, j + b + step):
                if a and b and _slot(ours, (i, i + 1), theirs, (j, j + 1)):
                    return i, j
                i, j = i + a + 2 * step, j + b + 2 * step
                break
        else:
            return i, j


def _place(words: Words, at: int, near: int) -> int:
    """Where the shingle at place `at` of the ordered ones stands, of several places the one nearest to `near`."""
    best, hash = int(words.order[at]), words.ordered[at]
    at += 1
    while at < len(words.ordered) and words.ordered[at] == hash:
        place = int(words.order[at])
        best = min(best, place, key=lambda p: (abs(p - near), p))
        at += 1
    return best


def _slot(ours: Words, a: tuple[int, int], theirs: Words, b: tuple[int, int]) -> int:
    """How many numbers and names of two gaps are others, and not one misread."""
    if a[0] >= a[1] or b[0] >= b[1]:
        return 0
    mine, other = ours.plain[slice(*a)], theirs.plain[slice(*b)]
    count = 0
    for telling in (str.isdigit, str.isupper):
        one = [w for w in _telling(ours, a, telling) if not any(_alike(w, o) for o in other)]
        two = [w for w in _telling(theirs, b, telling) if not any(_alike(w, o) for o in mine)] if one else []
        count += min(len(one), len(two))
    return count


def _telling(words: Words, span: tuple[int, int], telling: Callable[[str], bool]) -> list[str]:
    """The numbers, or the names that do not only open a sentence."""
    found: list[str] = []
    for i in range(*span):
        word, plain = words.written[i], words.plain[i]
        named = len(word) > 2 and not words.opens[i] and plain not in TITLES
        if telling(word[0]) and (word[0].isdigit() or named):
            found.append(plain)
    return found


@lru_cache(maxsize=1 << 17)
def _alike(a: str, b: str) -> bool:
    """Whether one is the other, or likely the other misread; two numbers in figures alone are not."""
    if a == b:
        return True
    if abs(len(a) - len(b)) > max(2, len(a) // 3) or min(len(a), len(b)) < 3:
        return False
    if a[0].isdigit() and b[0].isdigit() and a[-1].isdigit() and b[-1].isdigit():
        return False
    if len(a) >= LEAST_READ and _read(a) == _read(b):
        return True
    if a[0] != b[0] and a[-1] != b[-1]:
        return False
    return SequenceMatcher(None, a, b, autojunk=False).ratio() >= ALIKE


def _read(word: str) -> str:
    """The word with letters that a scan confuses told by one of them."""
    for pair, one in MISREAD:
        word = word.replace(pair, one)
    return word.translate(LETTERS)
