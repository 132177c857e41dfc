"""Currency before a number, unit and rate after it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.annotate.quantities.lexicon import Lexicon
from onrecord.annotate.quantities.pieces import DASHES, Piece, ahead
from onrecord.data import Change
from onrecord.tokens import Token

# From here on pounds are money, however they are written.
_MILLION = 1_000_000
# Words near which "C" and "F" after a number are degrees.
_WARM = frozenset(
    (
        "temperature",
        "degree",
        "heat",
        "heatwave",
        "warm",
        "warming",
        "hot",
        "cold",
        "cool",
        "high",
        "low",
        "minus",
        "fever",
    )
)
# What a stroke and these mean after a unit ("7,000 m3/s").
_PER = {"s": "second", "min": "minute", "h": "hour", "hr": "hour", "d": "day"}


@dataclass(slots=True)
class Amount:
    """The pieces from `first` to before `end`: modifiers, number (`number` to before `counted`), unit.

    `low` or `high` is None where a bound was given; `share` tells a fraction, `hyphened` half of an adjective;
    `upto` is the amount that it rises or falls to ("from 40 to 35 dollars"), whose unit and noun are its own."""

    first: int
    number: int
    counted: int
    end: int
    low: float | None
    high: float | None
    unit: str | None = None
    approximate: bool = False
    change: Change = "level"
    share: bool = False
    vague: bool = False
    digits: bool = False
    ranged: bool = False
    plain: bool = True
    hyphened: bool = False
    bounded: bool = False
    upto: Amount | None = None

    @property
    def value(self) -> float:
        """The one end that is known, the upper one of a range."""
        return self.high if self.high is not None else self.low or 0.0


def top(ps: Sequence[Piece], a: Amount) -> Token:
    """The token by which a number without a noun hangs in its sentence: its last, or the "more" that follows it."""
    last = ps[a.counted - 1].token
    if (
        a.end > a.counted
        and last.dep in ("nummod", "advmod", "quantmod")
        and last.i < last.head.i <= ps[a.end - 1].token.i
    ):
        return last.head
    return last


class Measures:
    """Reads currencies, units and rates."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon

    def sign(self, text: str, ps: Sequence[Piece], i: int) -> tuple[str, int] | None:
        """The currency whose sign stands right before piece `i`, and the sign's first piece."""
        end = ps[i].start
        before = text[max(ps[0].start, end - 6) : end]
        if before.endswith((" ", "\u00a0")):
            before, end = before[:-1], end - 1
        for sign, code in self.lexicon.signs_by_end.get(before[-1:], ()):
            start = len(before) - len(sign)
            if before.endswith(sign) and not (sign[0].isalpha() and start and before[start - 1].isalnum()):
                first = i
                while first and ps[first - 1].start >= end - len(sign):
                    first -= 1
                return code, first
        return None

    def take(self, ps: Sequence[Piece], a: Amount) -> None:
        """Takes the unit that stands after the number, and a rate after it, into `a`."""
        j = a.end
        if a.share and a.value < 1 and j < len(ps) and ps[j].lower in ("a", "an"):
            j += 1  # "half a mile"
        elif a.share and j + 1 < len(ps) and ps[j].lower == "of" and ps[j + 1].lower in ("a", "an"):
            j += 2  # "a tenth of a square metre"
        elif (a.vague or not a.plain) and j < len(ps) and ps[j].lower == "of":
            j += 1  # "millions of dollars"
        hyphen = j == a.end and j + 1 < len(ps) and ps[j].text in DASHES and ps[j].glued and ps[j + 1].glued
        if found := self.unit(ps, j + hyphen, a):
            a.unit, a.end = found
            a.share, a.hyphened = False, bool(hyphen)
        elif a.share and ps[a.number].text in self.lexicon.words.signs:
            a.share = False
        self._age(ps, a)
        self._rate(ps, a)

    @staticmethod
    def _age(ps: Sequence[Piece], a: Amount) -> None:
        """Makes the unit one "of age" where "old" or "of age" follows it ("21-year-old", "three years old")."""
        if a.unit not in ("year", "month", "week", "day"):
            return
        j = a.end + (a.end < len(ps) and ps[a.end].text in DASHES)
        if j < len(ps) and ps[j].lower in ("old", "olds", "old's", "old’s"):
            a.unit, a.end = f"{a.unit} of age", j + 1
        elif j + 1 < len(ps) and ps[j].lower == "of" and ps[j + 1].lower == "age":
            a.unit, a.end = f"{a.unit} of age", j + 2

    def unit(self, ps: Sequence[Piece], j: int, a: Amount) -> tuple[str, int] | None:
        """The unit of `a` that stands at piece `j`, and the piece after it, or None."""
        form = ahead(ps, j, self.lexicon.forms, 4)
        if form and ps[j].lower == "won" and a.plain and ps[j].token.tag.startswith("VB"):
            form = None  # "the 12 won"
        symbol = self._symbol(ps, j)
        found = max((f for f in (form, symbol) if f), key=lambda f: f[1], default=None)
        if not found or (a.unit and self.lexicon.kind(found[0]) != "money"):
            return None
        joined = ps[j].glued and ps[j - 1].text in DASHES
        sterling = found[0] == "pound" and ps[j].lower.startswith("pound") and (joined or not ps[j].glued)
        return (self._pound(ps, found[1], a), found[1]) if sterling else found

    def _symbol(self, ps: Sequence[Piece], j: int) -> tuple[str, int] | None:
        """The unit whose symbol stands at `j`; one of a single letter only where it is glued to figures."""
        for n in range(min(4, len(ps) - j), 0, -1):
            end = j + n
            name = self.lexicon.symbols.get(tuple(p.text for p in ps[j:end]))
            if name is None or (end < len(ps) and ps[end].glued and ps[end].text[0].isalnum()):
                continue
            if not ps[j - 1].text[-1].isdigit() and ps[j].text[0].isalpha() and len(ps[j].text) < 3:
                continue
            if n == 1 and ps[j].text in ("C", "F") and self._warm(ps, j):
                return name, end
            if ps[j].text in self.lexicon.signs and not (ps[j].glued or ps[j].text.isalpha()):
                continue
            if ps[j].glued or n > 1 or len(ps[j].text) > 1 or not ps[j].text.isalpha():
                return name, end
        return None

    @staticmethod
    def _warm(ps: Sequence[Piece], j: int) -> bool:
        """Whether the words around piece `j` tell of warmth or cold ("highs of 39 C")."""
        return any(p.token.lemma.lower() in _WARM for p in ps[max(0, j - 12) : j + 7])

    @staticmethod
    def _pound(ps: Sequence[Piece], end: int, a: Amount) -> str:
        """Pounds weigh before "of", after "weighs" and below a thousand, and are sterling above: nothing else tells."""
        if end < len(ps) and ps[end].lower in ("of", "force") and a.value < _MILLION:
            return "pound"
        heavy = any(p.token.lemma.lower() in ("weigh", "weight") for p in ps[max(0, a.first - 4) : a.first])
        joined = ps[end - 1].glued  # "a 2,000-pound bomb"
        return "GBP" if a.value >= (_MILLION if heavy or joined else 1000) else "pound"

    def _rate(self, ps: Sequence[Piece], a: Amount) -> None:
        """Adds "per ..." to the unit where the words do."""
        if a.unit and (found := self.rate(ps, a.end)):
            a.unit, a.end = f"{a.unit} per {found[0]}", found[1]

    def rate(self, ps: Sequence[Piece], j: int) -> tuple[str, int] | None:
        """What the measure before piece `j` is told per ("a day", "per gallon", "/hour"), and the piece after it."""
        if j + 1 >= len(ps) or ps[j].lower not in ("per", "a", "an", "/"):
            return None
        if (unit := ahead(ps, j + 1, self.lexicon.forms, 3)) and self.lexicon.kind(unit[0]) != "money":
            return unit
        if ps[j].text == "/" and (per := _PER.get(ps[j + 1].text)):
            return per, j + 2
        word = ps[j + 1]
        if ps[j].lower == "per" and word.text[0].isdigit():
            return self._per_so_many(ps, j + 1)
        if word.token.pos == "NOUN" and (ps[j].lower == "per" or word.lower in ("share", "person", "head")):
            return word.token.lemma.lower(), j + 2
        return None

    def _per_so_many(self, ps: Sequence[Piece], j: int) -> tuple[str, int] | None:
        """ "100,000 people" in "3 per 100,000 people"."""
        end = j + 1
        while end < len(ps) and ps[end].lower in self.lexicon.words.magnitudes:
            end += 1
        end += end < len(ps) and ps[end].token.pos == "NOUN"
        return " ".join(p.lower for p in ps[j:end]), end
