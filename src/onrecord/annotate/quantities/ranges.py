"""Two numbers that make one: ranges, proportions, shares of a share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from onrecord.annotate.quantities.lexicon import Lexicon
from onrecord.annotate.quantities.measures import Amount, Measures
from onrecord.annotate.quantities.numerals import Number, Numerals
from onrecord.annotate.quantities.pieces import DASHES, Piece, ahead

_RANGING = frozenset(
    (
        "ranging",
        "range",
        "ranges",
        "ranged",
        "anywhere",
        "anything",
        "somewhere",
        "vary",
        "varies",
        "varying",
        "estimates",
    )
)
# Two numbers joined by "or" are one estimate while the second is at most this many times the first ("20 or 30").
_ALTERNATIVE = 2.0
# After a word of change the second of two amounts is the level that was reached where it is this many times the first.
_COURSE = 3.0
# What "four in ..." is a share of; of any other number it may as well be four things in so many ("5 in 12 towns").
_WHOLES = (10, 100, 1000)
# Up to this a whole makes a share of the subject of a sentence ("3 in 4 voters").
_FEW = 9


class Ranges:
    """Joins an amount with the number that follows it."""

    def __init__(self, lexicon: Lexicon, numerals: Numerals, measures: Measures) -> None:
        self.lexicon, self.numerals, self.measures = lexicon, numerals, measures

    def widen(self, text: str, ps: Sequence[Piece], a: Amount, n: Number) -> bool:
        """Makes `a` the range that it begins, if any; False for a score or a ratio, which `a` then covers."""
        j = a.end
        if j + 1 < len(ps) and ps[j].text in DASHES and ps[j + 1].lower == "to":
            j += 1  # "10- to 15-year"
        joint = self._joint(ps, a, j) if j + 1 < len(ps) else None
        k, about = self._modified(ps, j + 1, joint)
        if not joint or not (second := self._second(text, ps, a, k)):
            return True
        b, m = second
        low = self._same_scale(n, m)
        if (
            m.vague
            or n.vague
            or m.share != n.share
            or (a.unit and b.unit and a.unit != b.unit and not b.unit.startswith(f"{a.unit} per "))
        ):
            return True
        if joint == "-" and a.unit and not b.unit:
            return True  # "5-foot-10"
        if joint == "-" and not ps[j].glued and not a.unit and not b.unit:
            return True  # "1 – 0"
        if joint == "to" and a.unit and m.high > _COURSE * n.low and self._moved(ps, a.first):
            return True  # "fell $2 to $25"
        if joint == "or" and not low < m.low <= _ALTERNATIVE * low:
            return True
        if not low < m.low:
            if joint == "and" or a.unit:  # "by 47 percent to 39 percent"
                return True
            a.end = b.end
            return False
        a.low, a.high, a.counted, a.end, a.unit, a.ranged = low, m.high, m.end, b.end, b.unit or a.unit, True
        a.approximate = a.approximate or about
        a.share, a.hyphened, a.plain = b.share, b.hyphened, a.plain and b.plain
        return True

    def _modified(self, ps: Sequence[Piece], k: int, joint: str | None) -> tuple[int, bool]:
        """The piece after a modifier of the second end ("30 to about 40"), and whether one stands."""
        found = ahead(ps, k, self.lexicon.before, 4) if joint in ("to", "and") else None
        if k < len(ps) and ps[k].lower in ("a", "an") and self.numerals.read(ps, k):
            found = None  # "seventy thousand to a hundred thousand"
        if found and found[0] in ("about", "least", "most", "exact") and found[1] < len(ps):
            return found[1], found[0] != "exact"
        return k + (joint == "to" and k < len(ps) and ps[k].text in DASHES and ps[k].glued), False

    def _second(self, text: str, ps: Sequence[Piece], a: Amount, k: int) -> tuple[Amount, Number] | None:
        """The amount that stands at `k`, after its sign of currency if it has one, with its number."""
        at = k
        while k + 1 < len(ps) and not ps[k].text[0].isalnum() and k - at < 2:
            k += 1
        sign = self.measures.sign(text, ps, k)
        money = sign is not None or self.lexicon.kind(a.unit) == "money"
        if (k > at and not sign) or not (m := self.numerals.read(ps, k, money)):
            return None
        b = replace(a, first=k, number=k, counted=m.end, end=m.end, low=m.low, high=m.high, share=m.share)
        b.plain, b.unit = m.scale == 1, sign[0] if sign else a.unit if money else None
        self.measures.take(ps, b)
        return b, m

    def _joint(self, ps: Sequence[Piece], a: Amount, j: int) -> str | None:
        """What joins two ends at `j`: a dash, "to", "or", "and" after "between"; None where two amounts stand apart."""
        word, before = ps[j].lower, [p.lower for p in ps[max(0, a.first - 3) : a.first]]
        if word in DASHES:
            spaced = not ps[j].glued and not ps[j + 1].glued
            return "-" if (spaced or (ps[j].glued and ps[j + 1].glued)) and not self._chained(ps, j) else None
        if word == "and":
            return "and" if "between" in before else None
        if word == "to" and "from" in before:
            at = max(0, a.first - 3) + before.index("from")
            return "to" if self._spans(ps, at) or self._after_range(ps, at) else None
        return word if word in ("to", "or") else None

    def _spans(self, ps: Sequence[Piece], at: int) -> bool:
        """Whether "from" at piece `at` opens a range, not a course ("ranging from", "from 10 to 15 men died")."""
        if any(p.lower in _RANGING for p in ps[max(0, at - 2) : at]):
            return True
        c = self.lexicon.words.change
        near = [p.token for p in ps[max(0, at - 6) : at]]
        moved = any(t.lower in ("up", "down") or t.lemma in c.up or t.lemma in c.down for t in near)
        return at == 0 or not (moved or ps[at].token.head.pos == "VERB")

    @staticmethod
    def _after_range(ps: Sequence[Piece], at: int) -> bool:
        """Whether a range stands shortly before piece `at`: "raised it to 3 to 4 percent from 2 to 3 percent"."""
        for k in range(max(1, at - 8), at):
            if ps[k].lower not in ("to", "and", *DASHES) or any(p.lower == "from" for p in ps[max(0, k - 5) : k]):
                continue
            if all(any(p.text[0].isdigit() for p in side) for side in (ps[max(0, k - 3) : k], ps[k + 1 : k + 4])):
                return True
        return False

    def _moved(self, ps: Sequence[Piece], at: int) -> bool:
        """Whether a word of change, or "by" or "up", stands right before the amount at `at`."""
        if not at:
            return False
        c, t = self.lexicon.words.change, ps[at - 1].token
        return t.lower in ("by", "up", "down") or (t.pos == "VERB" and (t.lemma in c.up or t.lemma in c.down))

    @staticmethod
    def _chained(ps: Sequence[Piece], j: int) -> bool:
        """Whether the dash at `j` is one of several, as in a telephone number or a date."""
        return j + 3 < len(ps) and ps[j + 2].text in DASHES and ps[j + 2].glued and ps[j + 3].text[0].isdigit()

    @staticmethod
    def _same_scale(n: Number, m: Number) -> float:
        """The first end in the magnitude of the second: "2 to 3 million", "5-10,000"."""
        if n.scale == 1 and m.scale > 1 and n.low < m.low / m.scale:
            return n.low * m.scale
        thousands = n.digits and m.digits and m.scale == 1 and m.low >= 1000 and m.low % 1000 == 0
        return n.low * 1000 if thousands and n.low < min(100, m.low / 1000) else n.low

    def proportion(self, ps: Sequence[Piece], a: Amount) -> None:
        """Reads "one in five", "four in 10" and "nine out of ten" as a share."""
        j = a.end
        if a.unit or a.ranged or a.vague or a.low is None or j + 1 >= len(ps):
            return
        out = ps[j].lower == "out" and ps[j + 1].lower == "of"
        at = j + 1 + out
        at += at < len(ps) and ps[at].lower == "every"
        if not (out or ps[j].lower == "in") or at >= len(ps):
            return
        m = self.numerals.read(ps, at)
        if not m or m.vague or not a.low < m.low <= 1000 or ahead(ps, m.end, self.lexicon.forms, 2):
            return
        if out or m.low in _WHOLES or (a.low == 1 and not a.digits) or (m.low <= _FEW and self._subject(ps, a)):
            a.low = a.high = a.low / m.low
            a.share, a.counted, a.end, a.digits = True, m.end, m.end, a.digits or m.digits

    @staticmethod
    def _subject(ps: Sequence[Piece], a: Amount) -> bool:
        """Whether no verb or preposition stands before the number: "3 in 4 men agreed", not "killed 3 in 4 attacks"."""
        return not a.first or ps[a.first - 1].token.pos not in ("VERB", "AUX", "ADP", "NOUN", "PROPN", "NUM")

    def share_of(self, ps: Sequence[Piece], a: Amount) -> None:
        """Reads "half of 1 percent" as one amount."""
        if not a.share or a.low is None or a.high is None or a.end + 1 >= len(ps) or ps[a.end].lower not in ("of", "a"):
            return
        n = self.numerals.read(ps, a.end + 1)
        if n and not n.share and (unit := self.measures.unit(ps, n.end, a)) and self.lexicon.kind(unit[0]) == "share":
            a.low, a.high, a.unit, a.share = a.low * n.low, a.high * n.high, unit[0], False
            a.counted, a.end = n.end, unit[1]
