"""Numbers that are parts of another in the same sentence, so that nobody adds them to it: "12 of the 40", "Of the 40
hostages, 12 were freed", "30 missiles, 24 of which", "12 men and 3 women, a total of 15"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from onrecord.annotate.quantities.lexicon import Lexicon
from onrecord.annotate.quantities.measures import Amount
from onrecord.annotate.quantities.pieces import Piece, behind
from onrecord.data import Mention
from onrecord.tokens import Token

# Characters between a whole and the list of its parts, at most: "20 people - 12 men and eight women".
_APART = 4
_OPENS = "(:,-–—"
_OF = ("the", "its", "their", "our", "those", "these", "his", "her", "some", "all")
_THEM = ("which", "whom", "them", "these", "those")
_ALL = ("total", "all", "altogether", "combined", "together")


@dataclass(slots=True)
class Found:
    """An amount with what it counts and its Mention; `whole` is the id of what it is a part of."""

    amount: Amount
    noun: Token | None
    mention: Mention
    whole: str | None = None

    @property
    def kind(self) -> str | None:
        """What may be added to it: the same unit, or for counts any."""
        return "share" if self.amount.share else self.amount.unit


class Parts:
    """Links parts to wholes."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon

    def whole(self, ps: Sequence[Piece], a: Amount, noun: Token | None, before: Sequence[Found]) -> Found | None:
        """The larger number before `a` in its sentence that it is a part of by the words beside it, or None."""
        if not before or a.vague:
            return None
        last = before[-1]
        inside = noun is not None and noun.dep == "conj" and noun.head is last.noun
        if inside and noun is not None and noun.head.start >= last.mention.span.start:
            return next((f for f in before if f.mention.id == last.whole), None)
        if not (behind(ps, a.first, self.lexicon.parts, 2) or self._of_them(ps, a) or self._opened(ps, a, before[0])):
            return None
        return next((f for f in reversed(before) if f.kind == _kind(a) and f.amount.value > a.value), None)

    def elided(self, ps: Sequence[Piece], a: Amount, before: Sequence[Found]) -> Found | None:
        """The whole whose noun a number without one counts ("Of the 40 hostages, 12 were freed"), or None."""
        if a.unit or a.share or a.low is None or not before:
            return None
        if not (self._of_them(ps, a) or self._opened(ps, a, before[0])):
            return None
        return self.whole(ps, a, None, before)

    @staticmethod
    def _of_them(ps: Sequence[Piece], a: Amount) -> bool:
        """ "24 of which", "six of them"."""
        return a.end + 1 < len(ps) and ps[a.end].lower == "of" and ps[a.end + 1].lower in _THEM

    @staticmethod
    def _opened(ps: Sequence[Piece], a: Amount, first: Found) -> bool:
        """Whether the sentence begins with what it goes on to divide: "Of the 40 hostages, 12"; `a` stands alone."""
        at = first.amount.first - 1
        at -= at > 0 and ps[at].lower in _OF
        alone = a.end >= len(ps) or ps[a.end].token.pos in ("AUX", "VERB", "ADP", "PUNCT", "CCONJ", "ADV")
        return at >= 0 and at < 2 and ps[at].lower == "of" and alone

    def link(self, text: str, ps: Sequence[Piece], found: Sequence[Found]) -> None:
        """Sets the whole of the parts that stand before theirs, and of those that add up to it."""
        for one, after in pairwise(found):
            if one.whole is None and self._of_those(ps, one.amount, after):
                one.whole = after.mention.id
        for i, one in enumerate(found):
            if one.whole is None and not one.amount.vague:
                self._added(text, ps, found, i)

    @staticmethod
    def _of_those(ps: Sequence[Piece], a: Amount, after: Found) -> bool:
        """ "4,000 of the 10,000 troops"."""
        at = a.end + 1
        if a.unit or a.share or at >= len(ps) or ps[a.end].lower != "of" or after.amount.unit or after.amount.share:
            return False
        at += ps[at].lower in _OF
        return at in (after.amount.first, after.amount.number) and after.amount.value > a.value

    def _added(self, text: str, ps: Sequence[Piece], found: Sequence[Found], i: int) -> None:
        """Links the numbers right before `found[i]` that it calls its total, or right after it in a list."""
        one, total = found[i], found[i].amount
        near = [p.lower for p in ps[max(0, total.first - 3) : total.first]]
        if any(w in _ALL for w in near):
            run = [f for f in found[:i] if f.kind == one.kind and f.whole is None]
        else:
            run = []
            for f in found[i + 1 :]:
                if f.kind != one.kind or f.whole is not None:
                    break
                run.append(f)
            gap = text[one.mention.span.end : run[0].mention.span.start].strip() if run else ""
            if not gap or gap[0] not in _OPENS or len(gap) > _APART:
                return
        for n in range(2, len(run) + 1):
            parts = run[-n:] if any(w in _ALL for w in near) else run[:n]
            if sum(f.amount.value for f in parts) == total.value:
                for f in parts:
                    f.whole = one.mention.id
                return


def _kind(a: Amount) -> str | None:
    return "share" if a.share else a.unit
