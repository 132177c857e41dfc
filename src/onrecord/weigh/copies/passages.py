"""What one report shares with an earlier one, word by word, and whether that makes it a copy.

Words that both quote are nobody's copy: two papers that print one speech at length were both there, or read it. Where
the wording stands and the numbers and names in it differ, it is a form filled in for another event.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from difflib import SequenceMatcher
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from onrecord.weigh.copies.words import SHINGLE, Words, bound

Flags = NDArray[np.bool_]

# All figures fitted on the `tune` part of bench/copies_recipe.py.
# A passage goes on over a gap of so many words on either side, and tells something from so many shared words on.
GAP, LEAST = 9, 12
# A gap with another number or name on each side is a slot, and takes back so many words.
TAKEN_BACK = 12
# Two words are one misread where so much of their letters is the same.
ALIKE = 0.7
# A passage is common when so much of what is sampled of it is.
SAMPLED = 0.75
# From so much on a text is the other from end to end.
WHOLE = 0.8
# Words before and after a passage in which a number or name that differs is a slot too.
EDGE = 8
# So few shingles are no passage of a text with more words than a brief has.
FEW, BRIEF = 6, 60
# Of a form that is filled in anew, two or more slots are no further apart than so many shared words.
FORM = 30
# A report that is nearly all quotation (less than so much of its own words) is compared with the quotations.
OWN = 0.2


class Grid(NamedTuple):
    """The least share of a report's words, and the fewest words, from which on it is a copy."""

    share: float
    words: int


# A short text nearly whole, a part of a text, a paragraph of it, a long passage; then what suffices besides where a
# credit or an owner is shared, and what has to stand of the earlier report in a longer one.
COPIES = (Grid(0.9, 5), Grid(0.7, 9), Grid(0.65, 12), Grid(0.2, 20), Grid(0.12, 30), Grid(0.03, 50))
CREDITED = (Grid(0.4, 12), Grid(0.12, 24), Grid(0.06, 30))
TAKEN_IN = (Grid(0.95, 10), Grid(0.8, 18), Grid(0.5, 24), Grid(0.2, 30))


class Block(NamedTuple):
    """A stretch of words that stands in both, a word misread here and there: from `start` to `end`, and where there."""

    start: int
    end: int
    there: int
    until: int


class Shared(NamedTuple):
    """What a report shares: `covered` marks its words, `share` and `back` are of its and of the other's own words.

    `words` is how many that are, without quotations, `slots` how many numbers and names differ inside what is shared;
    `passages` are where each passage stands in the report and in the other, half-open counts of words.
    """

    covered: Flags
    share: float
    back: float
    words: int
    slots: int
    passages: tuple[Block, ...] = ()

    def copied(self, credited: bool) -> bool:
        """Whether that makes a copy; with less where the report credits the other's outlet or has its owner."""
        own = (*COPIES, *CREDITED) if credited else COPIES
        return _meets(own, self.share, self.words) or _meets(TAKEN_IN, self.back, self.words)


def _meets(grids: tuple[Grid, ...], share: float, words: int) -> bool:
    return any(share >= g.share and words >= g.words for g in grids)


def compare(ours: Words, theirs: Words, told: Flags | None = None, common: frozenset[int] = frozenset()) -> Shared:
    """What `ours` shares with `theirs` beyond the words `told` already.

    Shingles that are `common` count only where the two are one text from end to end, and so printed everywhere.
    """
    whole = _compared(ours, theirs, told, frozenset())
    if not common or not whole.words or whole.share >= WHOLE or whole.back >= WHOLE:
        return whole
    return _compared(ours, theirs, told, common)


def _compared(ours: Words, theirs: Words, told: Flags | None, common: frozenset[int]) -> Shared:
    mine, other = _own(ours), _own(theirs)
    fresh = mine if told is None else mine & ~told
    least = min(LEAST, int(mine.sum()) // 3, int(other.sum()) // 3)
    covered, there = np.zeros(len(ours), np.bool_), np.zeros(len(theirs), np.bool_)
    kept: list[Block] = []
    slots = total = taken = sure = 0
    cut = np.isin(ours.shingles, np.array(sorted(common), np.uint64)) if common else None
    shared = _shared(ours, theirs, mine, other)
    if len(shared) < FEW and min(len(ours), len(theirs)) > BRIEF:
        shared = []
    for passage, differ in _passages(ours, theirs, shared):
        if cut is not None and _is_common(ours, passage, cut):
            continue
        marked = np.zeros(len(ours), np.bool_)
        for block in passage:
            marked[block.start : block.end] = True
        new = int((marked & fresh).sum())
        total, slots = total + new, slots + differ
        if new - differ * TAKEN_BACK >= least:
            covered |= marked
            taken += differ * TAKEN_BACK
            sure += new - differ * TAKEN_BACK if new >= FORM * (differ + 1) else 0
            kept.append(Block(passage[0].start, passage[-1].end, passage[0].there, passage[-1].until))
            for block in passage:
                there[block.there : block.until] = True
    back = max(0, int((there & other).sum()) - taken)
    # a phrase that one report has five times and the other once is shared once
    words = max(0, min(int((covered & fresh).sum()) - taken, total - slots * TAKEN_BACK, back))
    if slots > 1 and total < FORM * slots and words < WHOLE * int(mine.sum()):
        words = back = 0
    words, back = max(words, sure), max(back, sure)
    share, theirs_share = words / max(1, int(mine.sum())), back / max(1, int(other.sum()))
    return Shared(covered & mine, share, theirs_share, words, slots, tuple(kept))


def _own(words: Words) -> Flags:
    """The words that are not quoted; all of them where nearly everything is."""
    own = ~words.quoted
    return own if own.sum() >= OWN * len(words) else np.ones(len(words), np.bool_)


def _shared(ours: Words, theirs: Words, mine: Flags, other: Flags) -> list[tuple[int, int]]:
    """The shingles that stand in both and are their own words: the number of each, and where in `theirs.order`."""
    if not len(ours.shingles) or not len(theirs.shingles):
        return []
    at = np.minimum(np.searchsorted(theirs.ordered, ours.shingles), len(theirs.ordered) - 1)
    shared = (theirs.ordered[at] == ours.shingles) & _unquoted(mine) & _unquoted(other)[theirs.order[at]]
    found = np.flatnonzero(shared)
    return list(zip(found.tolist(), at[found].tolist(), strict=True))


def _unquoted(own: Flags) -> Flags:
    """The shingles of which most words are a report's own."""
    total = np.concatenate(([0], np.cumsum(own)))
    found: Flags = total[SHINGLE:] - total[:-SHINGLE] > SHINGLE // 2
    return found


def _is_common(words: Words, passage: list[Block], cut: Flags) -> bool:
    """Whether what is sampled of the shingles of a passage is common."""
    known = sampled = 0
    for block in passage:
        stretch = slice(block.start, block.end - SHINGLE + 1)
        known += int(cut[stretch].sum())
        sampled += int((words.shingles[stretch] < np.uint64(bound(words))).sum())
    return known > 0 and known >= SAMPLED * sampled


def _passages(ours: Words, theirs: Words, shared: list[tuple[int, int]]) -> Iterator[tuple[list[Block], int]]:
    """What is shared in passages that run on over small gaps, and how many of these are slots."""
    passage: list[Block] = []
    slots = 0
    for block in _grown(ours, theirs, list(_blocks(ours, theirs, shared))):
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
    """How many of the two edges of a passage lie inside a sentence, beside another number or name on each side."""
    first, last = passage[0], passage[-1]
    before = [(_back(w, at), at) for w, at in ((ours, first.start), (theirs, first.there))]
    ends = ((ours, last.end), (theirs, last.until))
    after = [(at, _on(w, at)) for w, at in ends]
    return sum(_slot(ours, a, theirs, b) for a, b in (before, after))


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


def _blocks(ours: Words, theirs: Words, shared: list[tuple[int, int]]) -> Iterator[Block]:
    """The stretches that stand in both; of several places in the other, the one that goes on from the last."""
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


def _grown(ours: Words, theirs: Words, blocks: list[Block]) -> Iterator[Block]:
    """The stretches with what stands before and after them as far as it is the same, misread or retyped."""
    before = 0
    for n, block in enumerate(blocks):
        after = blocks[n + 1].start if n + 1 < len(blocks) else len(ours)
        end, until = _grow(ours.plain, theirs.plain, block.end, block.until, after, 1)
        start, there = _grow(ours.plain, theirs.plain, block.start - 1, block.there - 1, before - 1, -1)
        before = end
        yield Block(start + 1, end, there + 1, until)


def _grow(ours: list[str], theirs: list[str], i: int, j: int, stop: int, step: int) -> tuple[int, int]:
    """Where words in step with each other from `i` and `j` on cease to be alike; one that is not may be passed over.

    Words that are passed over are followed by two that are alike, and are not a number on each side.
    """

    def same(a: int, b: int) -> bool:
        return (stop - a) * step > 0 and 0 <= b < len(theirs) and _alike(ours[a], theirs[b])

    while True:
        if same(i, j):
            i, j = i + step, j + step
            continue
        for a, b in ((step, step), (step, 0), (0, step)):
            if same(i + a, j + b) and same(i + a + step, j + b + step):
                if a and b and ours[i][0].isdigit() and theirs[j][0].isdigit():
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
    found = ((i, words.written[i]) for i in range(*span))
    return [
        words.plain[i] for i, w in found if telling(w[0]) and (w[0].isdigit() or (len(w) > 2 and not words.opens[i]))
    ]


def _alike(a: str, b: str) -> bool:
    """Whether one is the other, or likely the other misread; two numbers in figures alone are not."""
    if a == b:
        return True
    if abs(len(a) - len(b)) > max(2, len(a) // 3) or (a[0] != b[0] and a[-1] != b[-1]) or len(a) < 3:
        return False
    if a[0].isdigit() and b[0].isdigit() and a[-1].isdigit() and b[-1].isdigit():
        return False
    return SequenceMatcher(None, a, b, autojunk=False).ratio() >= ALIKE
