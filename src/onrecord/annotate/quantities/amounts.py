"""A number with what belongs to it: range, bounds, currency and unit."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.annotate.quantities.lexicon import BoundKind, Lexicon
from onrecord.annotate.quantities.measures import Amount, Measures
from onrecord.annotate.quantities.numerals import Numerals
from onrecord.annotate.quantities.pieces import Piece, ahead, behind
from onrecord.annotate.quantities.ranges import Ranges

# What a dash is a minus before; elsewhere it is a dash.
_SIGNED = ("temperature", "share", "angle", "money")
# Before a range these stand for time and place: "over 10 to 15 years".
_LOOSE = ("over", "under", "above", "below")


class Amounts:
    """Reads the amounts of a sentence."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon, self.numerals, self.measures = lexicon, Numerals(lexicon), Measures(lexicon)
        self.ranges = Ranges(lexicon, self.numerals, self.measures)

    def read(self, text: str, ps: Sequence[Piece], i: int) -> tuple[Amount | None, int]:
        """The amount whose number starts at piece `i`, if one does, and the piece to go on from.

        A score or a ratio ("3-1", "two to one") is passed over whole.
        """
        sign = self.measures.sign(text, ps, i)
        if not (n := self.numerals.read(ps, i, sign is not None)):
            return None, i + 1
        a = Amount(i, i, n.end, n.end, n.low, n.high, approximate=n.vague)
        a.share, a.vague, a.digits, a.plain = n.share, n.vague, n.digits, n.scale == 1 and "," not in ps[i].text
        if sign:
            a.unit, a.first = sign
        self.measures.take(ps, a)
        if not self.ranges.widen(text, ps, a, n):
            return None, a.end
        self.ranges.proportion(ps, a)
        self.ranges.share_of(ps, a)
        self._negative(ps, a)
        self._before(ps, a)
        self._upto(text, ps, a)
        self._after(ps, a)
        return a, max(a.end, i + 1)

    def _upto(self, text: str, ps: Sequence[Piece], a: Amount) -> None:
        """Reads the end of a course that `a` begins without a unit of its own: "from 3 to 5 percent"."""
        if a.unit or a.share or a.ranged or a.vague or a.end + 1 >= len(ps) or ps[a.end].lower != "to":
            return
        if not a.first or ps[a.first - 1].lower != "from":
            return
        found = ahead(ps, a.end + 1, self.lexicon.before, 4)
        at = found[1] if found else a.end + 1
        at += at + 1 < len(ps) and not ps[at].text[0].isalnum()  # "$"
        b = self.read(text, ps, at)[0] if at < len(ps) else None
        if b is None or b.share or b.vague or a.low is None or a.high is None:
            return
        a.upto, a.unit = b, b.unit
        m = self.numerals.read(ps, b.number)
        if m and a.plain and m.scale >= 1000 and 0.1 <= a.value * m.scale / m.high <= 10:
            a.low, a.high, a.plain = a.low * m.scale, a.high * m.scale, False

    def _before(self, ps: Sequence[Piece], a: Amount) -> None:
        """Takes the modifiers that stand before the number into `a`."""
        at = a.first
        for _ in range(4):
            if a.ranged and at and ps[at - 1].lower in ("between", "from"):
                at, a.first = at - 1, at - 1
                continue
            if not (found := behind(ps, at, self.lexicon.before, 5)) or not self._modifies(ps, found, at, a):
                return
            kind, at = found
            if a.ranged and at < len(ps) and ps[at].lower in _LOOSE:
                return  # "over 10 to 15 years": a preposition
            self._bound(a, kind)
            if kind != "exact":
                a.first = at

    def _negative(self, ps: Sequence[Piece], a: Amount) -> None:
        """Takes a minus before the number into `a`; a dash is one only before a temperature, a share or money."""
        if not a.first or a.ranged or a.low is None or a.high is None:
            return
        sign, before = ps[a.first - 1], ps[a.first - 2].lower if a.first > 1 else ""
        minus = sign.lower == "minus" and before != "or" and not before.isdecimal()  # "plus or minus 3", "5 minus 3"
        dash = sign.text in "-−–" and ps[a.first].glued and not (sign.glued and before)
        if minus or (dash and self.lexicon.kind(a.unit) in _SIGNED):
            a.low, a.high, a.first = -a.high, -a.low, a.first - 1

    def _modifies(self, ps: Sequence[Piece], found: tuple[BoundKind, int], at: int, a: Amount) -> bool:
        """Whether the words from `found` to `at` belong to the number: no particle of a verb, no letter glued to it."""
        start = found[1]
        if ps[start].token.dep == "prt" or (ps[start].glued and start and ps[start - 1].text[-1].isalnum()):
            return False
        if ps[start].lower in ("up", "down") and at == start + 1:
            return self.lexicon.kind(a.unit) in ("share", "money") or (
                at < len(ps) and ps[a.end - 1].lower.startswith("point")
            )
        return True

    def _after(self, ps: Sequence[Piece], a: Amount) -> None:
        """Takes what stands after the number or its unit ("or more", "-plus", "more") into `a`."""
        if not (found := ahead(ps, a.end, self.lexicon.after, 4)):
            return
        kind, end = found
        if kind in ("more", "less"):
            if a.unit is None and not a.share and not (end < len(ps) and ps[end].lower == "than"):
                a.change, a.end = ("up" if kind == "more" else "down"), end
            return
        self._bound(a, kind)
        a.end = end

    @staticmethod
    def _bound(a: Amount, kind: BoundKind) -> None:
        if kind == "least" and a.low is not None:
            a.high, a.bounded = None, True
        elif kind == "most" and a.high is not None:
            a.low, a.bounded = None, True
        elif kind == "about":
            a.approximate = True
        elif kind in ("more", "less"):
            a.change = "up" if kind == "more" else "down"
