"""The codebooks of numbers and units, as the grammar looks them up."""

from __future__ import annotations

import re
from typing import Literal

import msgspec

from onrecord import codebooks

UNITS, VAGUE = "units-1.toml", "vague-1.toml"

BoundKind = Literal["least", "most", "about", "exact", "more", "less"]
Phrase = tuple[str, ...]


class Unit(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A unit of measure: how it is written after a number."""

    name: str
    kind: str
    forms: list[str] = []
    symbols: list[str] = []


class Currency(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A currency: its ISO 4217 code, and how it is written before and after a number."""

    code: str
    name: str
    word: bool = False
    forms: list[str] = []
    signs: list[str] = []


class UnitsBook(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What `units-1.toml` holds."""

    unit: list[Unit]
    currency: list[Currency]


class Vague(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A vague count or factor and its range; `followed` lists the words of which one must come next."""

    words: str
    low: float
    high: float
    why: str
    followed: list[str] = []


class Names(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words beside which a number names, dates, scores or points back."""

    labels: frozenset[str]
    months: frozenset[str]
    hours: frozenset[str]
    contests: frozenset[str]
    streets: frozenset[str]
    anaphors: frozenset[str]
    collectives: frozenset[str]
    hyphened: frozenset[str]
    unhyphened: frozenset[str]


class Changes(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Lemmas of verbs and nouns of change, and comparatives after a measure."""

    up: frozenset[str]
    down: frozenset[str]
    nouns_up: frozenset[str]
    nouns_down: frozenset[str]
    object: frozenset[str]
    margins: frozenset[str]
    compared_up: frozenset[str]
    compared_down: frozenset[str]


class People(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words that show that a number standing alone counts people."""

    verbs: frozenset[str]
    adjectives: frozenset[str]
    others: frozenset[str]


class Tallies(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Nouns that a number is told of and that name in turn what is counted."""

    nouns: frozenset[str]


class Scopes(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What restricts or widens a count, and what names a part of it."""

    within: frozenset[str]
    words: list[str]
    parts: list[str]


class VagueBook(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What `vague-1.toml` holds."""

    numerals: dict[str, float]
    magnitudes: dict[str, float]
    suffixes: dict[str, float]
    letters: dict[str, float]
    fractions: dict[str, float]
    signs: dict[str, float]
    vague: list[Vague]
    factor: list[Vague]
    bounds: dict[BoundKind, list[str]]
    after: dict[BoundKind, list[str]]
    change: Changes
    names: Names
    people: People
    tallies: Tallies
    singulars: dict[str, str]
    scope: Scopes


def phrase(words: str) -> Phrase:
    """The pieces of a phrase of a codebook, in lower case."""
    return tuple(m.group().lower() for m in PIECE.finditer(words))


# A number with its separators, letters, or any other single sign: unlike tokens, these never join a number and a unit.
PIECE = re.compile(r"[0-9]+(?:[.,][0-9]+)*|(?<![\w.])\.[0-9]+|[^\W\d_]+(?:['’][^\W\d_]+)?|\S")


class Lexicon:
    """The two codebooks, indexed; `trigger` matches any text that may hold a quantity."""

    def __init__(self) -> None:
        self.words = codebooks.load(VAGUE, VagueBook)
        book = codebooks.load(UNITS, UnitsBook)
        self.vague = {phrase(v.words): v for v in self.words.vague}
        self.factors = {phrase(v.words): v for v in self.words.factor}
        self.before = {phrase(p): kind for kind, ps in self.words.bounds.items() for p in ps}
        self.after = {phrase(p): kind for kind, ps in self.words.after.items() for p in ps}
        self.scopes = {phrase(p): True for p in self.words.scope.words}
        self.parts = {phrase(p): True for p in self.words.scope.parts}
        self._index(book)
        self.kinds = {u.name: u.kind for u in book.unit} | {c.code: "money" for c in book.currency}
        self.trigger = re.compile(rf"[0-9½⅓⅔¼¾]|\b(?:{'|'.join(sorted(self._starts()))})\b", re.IGNORECASE)

    def _index(self, book: UnitsBook) -> None:
        self.forms: dict[Phrase, str] = {}
        self.symbols: dict[tuple[str, ...], str] = {}
        signs: dict[str, str] = {}
        named = [(u.name, u.forms, u.symbols) for u in book.unit]
        named += [(c.code, c.forms, [*c.signs, *([] if c.word else [c.code])]) for c in book.currency]
        for name, forms, symbols in named:
            for form in forms:
                self.forms[phrase(form)] = self.forms[phrase(form + "s")] = name
            for symbol in symbols:
                self.symbols.setdefault(tuple(PIECE.findall(symbol)), name)
        for c in book.currency:
            signs |= dict.fromkeys((*c.signs, *([] if c.word else [c.code])), c.code)
            # "US $", but not "A $": in "A $500 fine" that is an article
            signs |= {s[:-1] + " $": c.code for s in c.signs if s.endswith("$") and len(s) > 1 and s != "A$"}
        self.signs = dict(sorted(signs.items(), key=lambda s: (-len(s[0]), s[0])))
        self.signs_by_end: dict[str, list[tuple[str, str]]] = {}
        for sign, code in self.signs.items():
            self.signs_by_end.setdefault(sign[-1], []).append((sign, code))
        self.longest = max(map(len, (*self.forms, *self.symbols, *self.before, *self.after)))

    def _starts(self) -> set[str]:
        w = self.words
        return {*w.numerals, *w.magnitudes, *w.fractions, *(p[0] for p in self.vague)}

    def kind(self, unit: str | None) -> str | None:
        """What `unit` measures ("money", "length" ...), None for a count; of a rate, what stands before "per"."""
        return self.kinds.get(unit.split(" per ")[0]) if unit else None
