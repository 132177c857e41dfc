"""Numbers as written: digits, words, fractions and vague counts -> the least and the most that they say."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.annotate.quantities.lexicon import Lexicon
from onrecord.annotate.quantities.pieces import Piece, ahead

_DIGITS = re.compile(
    r"(?:[0-9]{1,3}(?:,[0-9]{3})+|(?:[0-9]{1,2},)?(?:[0-9]{2},)+[0-9]{3}|[0-9]{1,15})(?:\.[0-9]{1,9})?|\.[0-9]{1,9}"
)
_HALVES = ("half", "quarter")
# Above ten, what measures are divided by.
_DENOMINATORS = (12, 16, 20, 24, 32, 64, 100, 128, 1000)


@dataclass(slots=True)
class Number:
    """A number in the pieces from `first` to before `end`; `low` and `high` differ only where it is `vague`.

    `scale` is the magnitude word's value or 1, `share` says that it is a fraction of something, `digits` that it is
    written in figures.
    """

    first: int
    end: int
    low: float
    high: float
    scale: float = 1
    vague: bool = False
    share: bool = False
    digits: bool = False


class Numerals:
    """The grammar of numbers; every method reads from a piece on and returns None where nothing stands."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon, self.words = lexicon, lexicon.words
        self.units = {w: v for w, v in self.words.numerals.items() if v < 20}
        self.tens = {w: v for w, v in self.words.numerals.items() if v >= 20}

    def read(self, ps: Sequence[Piece], i: int, money: bool = False) -> Number | None:
        """The longest number that starts at piece `i`; `money` says that a currency sign stands before it."""
        if ps[i].text[0].isdigit() or ps[i].text[0] == ".":
            return self._figures(ps, i, money)
        if ps[i].lower in self.words.signs:
            return Number(i, i + 1, v := self.words.signs[ps[i].lower], v, share=True)
        return self._vague(ps, i) or self._factor(ps, i) or self._half(ps, i) or self._worded(ps, i)

    # ------------------------------------------------------------------------------------------------------ in figures

    def _figures(self, ps: Sequence[Piece], i: int, money: bool) -> Number | None:
        if not _DIGITS.fullmatch(ps[i].text):
            return None
        value, end = float(ps[i].text.replace(",", "")), i + 1
        while end < len(ps) and len(ps[end].text) == 3 and ps[end].text.isdecimal() and self._grouped(ps, i, end):
            value, end = value * 1000 + float(ps[end].text), end + 1
        value, end, share = self._plus_fraction(ps, value, end)
        n = Number(i, end, value, value, share=share, digits=True)
        return self._scaled(ps, n, money)

    @staticmethod
    def _grouped(ps: Sequence[Piece], i: int, end: int) -> bool:
        """Whether the three digits at `end` go on the number that starts at `i` ("90 000"): any space but a plain one,
        or three noughts after a space."""
        if len(ps[i].text) > 3 or ps[end].glued or not ps[i].text.isdecimal():
            return False
        return ps[end].text == "000" and ps[end].start - ps[end - 1].end == 1

    def _plus_fraction(self, ps: Sequence[Piece], value: float, end: int) -> tuple[float, int, bool]:
        """`value` with a fraction that follows it ("3½", "3 1/2"), or as the numerator of one ("1/3")."""
        if end < len(ps) and (sign := self.words.signs.get(ps[end].text)):
            return value + sign, end + 1, False
        if self._slash(ps, end) and value < (below := float(ps[end + 1].text)) and self._divides(ps, end + 1, below):
            return value / below, end + 2, True
        if (
            self._slash(ps, end + 1)
            and ps[end].text.isdecimal()
            and float(ps[end].text) < float(ps[end + 2].text) <= 10
        ):
            return value + float(ps[end].text) / float(ps[end + 2].text), end + 3, False
        return value, end, False

    @staticmethod
    def _divides(ps: Sequence[Piece], at: int, below: float) -> bool:
        """Whether the figures after a stroke are a denominator; a larger one only before "of" or an inch ("5/12" may be
        a day)."""
        after = ps[at + 1 : at + 3]
        return below <= 10 or (below in _DENOMINATORS and any(p.lower in ("of", "inch", "inches") for p in after))

    @staticmethod
    def _slash(ps: Sequence[Piece], i: int) -> bool:
        """Whether a fraction's stroke and denominator stand at `i`."""
        if i + 1 >= len(ps) or ps[i].text not in ("/", "⁄") or not (ps[i].glued and ps[i + 1].glued):
            return False
        return (
            ps[i + 1].text.isdecimal() and ps[i + 1].text.isascii() and not (i + 2 < len(ps) and ps[i + 2].text == "/")
        )

    def _scaled(self, ps: Sequence[Piece], n: Number, money: bool) -> Number:
        """`n` times the magnitudes that follow it ("2.5 million", "3bn", "90k", "two hundred thousand")."""
        while n.end < len(ps) and n.scale < 1e12:
            j = n.end + (ps[n.end].text in "-‑" and ps[n.end].glued and n.end + 1 < len(ps))
            factor = self.words.magnitudes.get(ps[j].lower) or self._suffix(ps, j, money)
            if not factor or (j > n.end and not ps[j].glued):
                break
            n.end, n.low, n.high, n.scale, n.share = j + 1, n.low * factor, n.high * factor, n.scale * factor, False
        return n

    def _suffix(self, ps: Sequence[Piece], j: int, money: bool) -> float | None:
        """The value of a magnitude's abbreviation at piece `j`, right after the digits or, with a currency, a space."""
        p = ps[j]
        spaced = len(p.text) > 1 and p.lower in self.words.suffixes  # "1.2 trn yen"
        if (
            not (p.glued or money or spaced)
            or not ps[j - 1].text[-1].isdigit()
            or (j + 1 < len(ps) and ps[j + 1].text[0] in "'’")
        ):
            return None
        if value := self.words.suffixes.get(p.lower):
            return value
        if (value := self.words.letters.get(p.lower)) and (money or (p.lower == "m" and _plural_follows(ps, j + 1))):
            return value
        return None

    # -------------------------------------------------------------------------------------------------------- in words

    def _vague(self, ps: Sequence[Piece], i: int) -> Number | None:
        if not (found := ahead(ps, i, self.lexicon.vague, 3)):
            return None
        row, end = found
        if row.followed and not (end < len(ps) and ps[end].lower in row.followed):
            return None
        return Number(i, end, row.low, row.high, vague=True)

    def _factor(self, ps: Sequence[Piece], i: int) -> Number | None:
        """A vague factor before a magnitude: "several hundred", "a few dozen"."""
        found = ahead(ps, i, self.lexicon.factors, 3)
        if not found or found[1] >= len(ps) or ps[found[1]].lower not in self.words.magnitudes:
            return None
        row, end = found
        n = self._scaled(ps, Number(i, end, row.low, row.high, vague=True), False)
        n.high += n.scale - 1  # "several hundred" goes up to 999
        return n

    def _half(self, ps: Sequence[Piece], i: int) -> Number | None:
        """Half or a quarter of a magnitude: "half a million", "half-million", "a quarter of a million"."""
        at = i + (ps[i].lower == "a" and i + 1 < len(ps))
        if ps[at].lower not in _HALVES:
            return None
        value, j = self.words.fractions[ps[at].lower], at + 1
        while j < len(ps) and ps[j].lower in ("a", "of", "-", "‑") and j - at < 3:
            j += 1
        if j < len(ps) and j > at + 1 and ps[j].lower in self.words.magnitudes:
            return self._scaled(ps, Number(i, j, value, value), False)
        return None

    def _worded(self, ps: Sequence[Piece], i: int) -> Number | None:
        """A cardinal in words, with what may follow it: "and a half", a magnitude, or the name of a fraction."""
        if ps[i].lower in ("a", "an"):
            return self._article(ps, i)
        if ps[i].lower in ("half",):
            return Number(i, i + 1, 0.5, 0.5, share=True)
        if not (found := self._below_hundred(ps, i)):
            return None
        value, end = found
        if parts := self._parts(ps, end):
            of = end + parts[1]
            if value > 1 and of + 2 < len(ps) and (ps[of].lower, ps[of + 1].lower) == ("of", "a"):
                scaled = self._scaled(ps, Number(i, of + 2, value * parts[0], value * parts[0]), False)
                if scaled.scale > 1:  # "three quarters of a million"
                    return scaled
            return Number(i, end + parts[1], value * parts[0], value * parts[0], share=True)
        return self._sum(ps, i, value, end)

    def _article(self, ps: Sequence[Piece], i: int) -> Number | None:
        """ "a hundred", "a dozen", "a third": one of the magnitude or fraction that follows."""
        if i + 1 >= len(ps):
            return None
        if ps[i + 1].lower in self.words.magnitudes:
            return self._sum(ps, i, 1, i + 1)
        part = self.words.fractions.get(ps[i + 1].lower)
        return Number(i, i + 2, part, part, share=True) if part and not ps[i + 1].lower.endswith("s") else None

    def _below_hundred(self, ps: Sequence[Piece], i: int) -> tuple[float, int] | None:
        """A number word or a pair of them ("twenty-three", "twenty three")."""
        word = ps[i].lower
        if (value := self.units.get(word)) is not None:
            return value, i + 1
        if (value := self.tens.get(word)) is None:
            return None
        j = i + 1 + (i + 1 < len(ps) and ps[i + 1].text in "-‑–" and ps[i + 1].glued)
        if j < len(ps) and 0 < self.units.get(ps[j].lower, 0) < 10 and (j == i + 1 or ps[j].glued):
            return value + self.units[ps[j].lower], j + 1
        return value, i + 1

    def _sum(self, ps: Sequence[Piece], i: int, value: float, end: int) -> Number:
        """The whole of a cardinal whose first part is `value`: "two hundred and twelve thousand five hundred"."""
        total, part, scale, least = 0.0, value, 1.0, 1e15
        while end < len(ps):
            if (
                ps[end].text in "-‑"
                and ps[end].glued
                and end + 1 < len(ps)
                and ps[end + 1].lower in self.words.magnitudes
            ):
                end += 1  # "three-hundred"
            if half := self._and_half(ps, end):
                part, end = part + half[0], end + half[1]
            elif (m := self.words.magnitudes.get(ps[end].lower)) and m < least:
                part, end, scale = part * m, end + 1, m
                if m >= 1000:
                    total, part, least = total + part, 0.0, m
            elif m and end - 1 >= i and ps[end - 1].lower in self.words.magnitudes:  # "hundred million"
                total, part, end, scale, least = 0.0, (total + part) * m, end + 1, m, m
            elif scale > 1 and (more := self._and_more(ps, end, scale, least)):
                part, end, scale = part + more[0], more[1], 1.0
            else:
                break
        return Number(i, end, total + part, total + part, scale=scale)

    def _and_more(self, ps: Sequence[Piece], j: int, scale: float, least: float) -> tuple[float, int] | None:
        """The smaller number that goes on a cardinal after a magnitude, with or without "and".

        None where it has the same magnitude and so begins a number of its own ("two hundred and three hundred").
        """
        joined = j + (ps[j].lower == "and")
        if scale == 12 or joined >= len(ps) or not (found := self._below_hundred(ps, joined)):
            return None
        following = self.words.magnitudes.get(ps[found[1]].lower) if found[1] < len(ps) else None
        return None if following in (scale, least) else found

    def _and_half(self, ps: Sequence[Piece], j: int) -> tuple[float, int] | None:
        """The fraction in "and a half" or "and three quarters" at `j`, and how many pieces it takes."""
        if j + 2 >= len(ps) or ps[j].lower != "and" or (part := self.words.fractions.get(ps[j + 2].lower)) is None:
            return None
        times = 1 if ps[j + 1].lower in ("a", "one") else self.units.get(ps[j + 1].lower, 0)
        following = ps[j + 3].lower if j + 3 < len(ps) else ""
        return (times * part, 3) if times and following not in ("of", "the") else None

    def _parts(self, ps: Sequence[Piece], j: int) -> tuple[float, int] | None:
        """The fraction named at `j` ("two-thirds", "one third"), and how many pieces its name takes."""
        k = j + (j + 1 < len(ps) and ps[j].text in "-‑–" and ps[j].glued)
        if k >= len(ps) or (part := self.words.fractions.get(ps[k].lower)) is None:
            return None
        return part, k + 1 - j


def _plural_follows(ps: Sequence[Piece], j: int) -> bool:
    """Whether a plural noun stands at `j` or after one adjective ("1.2m people", "3m Syrian refugees")."""
    return any(p.token.tag in ("NNS", "NNPS") for p in ps[j : j + 2])
