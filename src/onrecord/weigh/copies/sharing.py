"""How much a report shares with an earlier one, and whether that makes it a copy.

Words that both quote are nobody's copy: two papers that print one speech at length were both there, or read it. Where
the wording stands and the numbers and names in it differ, it is a form filled in for another event.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from onrecord.weigh.copies.passages import Block, passages
from onrecord.weigh.copies.words import SHINGLE, Flags, Words, bound

# All figures fitted on the `tune` part of bench/copies_recipe.py.
# A passage tells something from so many shared words on.
LEAST = 12
# A gap with another number or name on each side is a slot, and takes back so many words.
TAKEN_BACK = 12
# A passage is common when so much of what is sampled of it is.
SAMPLED = 0.75
# From so much on a text is the other from end to end.
WHOLE = 0.8
# Of a form that is filled in anew, two or more slots are no further apart than so many shared words.
FORM = 30


class Grid(NamedTuple):
    """The least share of a report's words, and the fewest words, from which on it is a copy."""

    share: float
    words: int


# A short text nearly whole, a part of a text, a paragraph of it, a long passage; then what suffices besides where a
# credit or an owner is shared, and what has to stand of the earlier report in a longer one.
COPIES = (Grid(0.9, 5), Grid(0.7, 9), Grid(0.65, 12), Grid(0.2, 20), Grid(0.12, 30), Grid(0.03, 50))
CREDITED = (Grid(0.4, 12), Grid(0.12, 24), Grid(0.06, 30))
TAKEN_IN = (Grid(0.95, 10), Grid(0.8, 18), Grid(0.5, 24), Grid(0.2, 30))


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
    found = passages(ours, theirs)
    whole = _counted(ours, theirs, told, found)
    if not common or not whole.words or whole.share >= WHOLE or whole.back >= WHOLE:
        return whole
    cut = np.isin(ours.shingles, np.array(sorted(common), np.uint64))
    return _counted(ours, theirs, told, [p for p in found if not _is_common(ours, p[0], cut)])


def _counted(ours: Words, theirs: Words, told: Flags | None, found: list[tuple[list[Block], int]]) -> Shared:
    """What the passages `found` come to, less what their slots take back."""
    fresh = ours.own if told is None else ours.own & ~told
    before = [0, *np.cumsum(fresh).tolist()]
    mine, other = int(ours.own.sum()), int(theirs.own.sum())
    least = min(LEAST, mine // 3, other // 3)
    covered, there = np.zeros(len(ours), np.bool_), np.zeros(len(theirs), np.bool_)
    kept: list[Block] = []
    slots = total = taken = sure = fully = 0
    for passage, differ in found:
        new = sum(before[block.end] - before[block.start] for block in passage)
        total, slots = total + new, slots + differ
        left = new - differ * TAKEN_BACK
        if left >= least:
            taken += differ * TAKEN_BACK
            fully += new
            sure += left if new >= FORM * (differ + 1) else 0
            kept.append(Block(passage[0].start, passage[-1].end, passage[0].there, passage[-1].until))
            for block in passage:
                covered[block.start : block.end] = True
                there[block.there : block.until] = True
    back = max(0, int((there & theirs.own).sum()) - taken)
    # a phrase that one report has five times and the other once is shared once
    words = max(0, min(fully - taken, total - slots * TAKEN_BACK, back))
    if slots > 1 and total < FORM * slots and words < WHOLE * mine:
        words = back = 0
    words, back = max(words, sure), max(back, sure)
    return Shared(covered & ours.own, words / max(1, mine), back / max(1, other), words, slots, tuple(kept))


def _is_common(words: Words, passage: list[Block], cut: Flags) -> bool:
    """Whether what is sampled of the shingles of a passage is common."""
    known = sampled = 0
    for block in passage:
        stretch = slice(block.start, block.end - SHINGLE + 1)
        known += int(cut[stretch].sum())
        sampled += int((words.shingles[stretch] < np.uint64(bound(words))).sum())
    return known > 0 and known >= SAMPLED * sampled
