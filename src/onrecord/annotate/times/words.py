"""Tokens -> the words of time: each with the letter of its class in the grammar, its value and its offsets."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import msgspec

from onrecord.tokens import Token

CODEBOOK = "times-1.toml"
OTHER = "."

# A token that the tokenizer left whole though it holds a number and more ("mid-2021", "1861–63", "Nov.28", "3pm").
_PIECE = re.compile(r"\d++(?:[.,:]\d++)*+(?:(?:st|nd|rd|th|s)(?![A-Za-z]))?|[A-Za-z]+\.?(?:[A-Za-z]\.)*|[^\w\s]")
_SLASHED = re.compile(r"(\d{1,2})([/.])(\d{1,2})\2(\d{4})")
_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:T\S*)?")
_CLOCK = re.compile(r"([01]?\d|2[0-4])[:.]([0-5]\d)(?::[0-5]\d)?")
_ORDINAL = re.compile(r"([0-3]?\d)(?:st|nd|rd|th)")
_DECADE = re.compile(r"(\d\d(?:\d0)|\d0)s")
_NUMBER = re.compile(r"\d+(?:,\d\d\d)*(?:\.\d+)?")
_DASHES = dict.fromkeys("-‐‑‒–—−", "-")


class Named(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A day with a name: a fixed day, the `nth` `weekday` of a month, or a day counted from Easter Sunday."""

    month: int = 1
    day: int = 1
    year: int | None = None
    weekday: int | None = None
    nth: int = 1
    easter: int | None = None


class Book(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The codebook's tables, by the class of their words."""

    month: dict[str, int]
    weekday: dict[str, int]
    weekday_short: dict[str, int]
    unit: dict[str, str]
    unit_plural: dict[str, str]
    part: dict[str, str]
    noon: dict[str, str]
    season: dict[str, str]
    number: dict[str, float]
    ordinal: dict[str, int]
    decade: dict[str, int]
    day: dict[str, int]
    tonight: dict[str, str]
    early: dict[str, str]
    edge: dict[str, str]
    set: dict[str, str]
    long: dict[str, str]
    reference: dict[str, str]
    about: dict[str, str]
    word: dict[str, str]
    named: dict[str, Named]
    ahead: dict[str, frozenset[str]]
    bound: dict[str, str]
    before: dict[str, frozenset[str]]


class Word(NamedTuple):
    """A word of time: `kind` is one letter of the grammar, `value` what it says, `token` where it stands."""

    kind: str
    value: Any
    start: int
    end: int
    token: Token


# Units that only some patterns may hold: quarters, centuries.
_OWN = {"Q": "q", "CE": "n"}
# The letter of each table of the codebook whose values are kept as they are.
_LETTERS = {
    "month": "M", "weekday": "W", "weekday_short": "w", "unit": "u", "unit_plural": "U", "part": "P", "noon": "K",
    "season": "S", "number": "9", "ordinal": "Q", "decade": "D", "day": "d", "tonight": "G", "early": "E", "edge": "e",
    "set": "*", "long": "L", "reference": "N", "about": "m", "named": "H",
}  # fmt: skip


class Lexicon:
    """The words of time by their form; phrases of several words by their first."""

    def __init__(self, book: Book) -> None:
        self.single: dict[str, list[tuple[str, Any]]] = {}
        self.phrases: dict[str, list[tuple[tuple[str, ...], str, Any]]] = {}
        for table, letter in _LETTERS.items():
            for form, value in getattr(book, table).items():
                self._add(form, letter, value)
        for form, letter in book.word.items():
            self._add(form, letter, form)
        for options in self.phrases.values():
            options.sort(key=lambda o: -len(o[0]))

    def _add(self, form: str, letter: str, value: Any) -> None:
        parts = tuple(form.split())
        if len(parts) > 1:
            self.phrases.setdefault(parts[0], []).append((parts, letter, value))
        else:
            self.single.setdefault(form, []).append((letter, value))

    def words(self, tokens: Sequence[Token]) -> list[Word]:
        """The words of a sentence; what is no word of time has the kind `OTHER`."""
        found: list[Word] = []
        i = 0
        while i < len(tokens):
            token = tokens[i]
            if (options := self.phrases.get(token.lower)) and (phrase := _phrase(tokens, i, options)):
                length, letter, value = phrase
                found.append(Word(letter, value, token.start, tokens[i + length - 1].end, token))
                i += length
                continue
            found.extend(self._read(token))
            i += 1
        return found

    def _read(self, token: Token) -> Iterator[Word]:
        kind, value = self._kind(token.lower, token)
        if kind == OTHER and not token.lower.isalpha() and len(token.lower) > 2 and _mixed(token.lower):
            yield from self._pieces(token)
        else:
            yield Word(kind, value, token.start, token.end, token)

    def _pieces(self, token: Token) -> Iterator[Word]:
        """The parts of a token that is several words of time, or the token as it is when one of its parts is none."""
        pieces = [(m, *self._kind(m.group().lower(), token)) for m in _PIECE.finditer(token.text)]
        if any(kind == OTHER for _, kind, _ in pieces[-1:]) or len(pieces) < 2:
            yield Word(OTHER, None, token.start, token.end, token)
            return
        for match, kind, value in pieces:
            yield Word(kind, value, token.start + match.start(), token.start + match.end(), token)

    def _kind(self, form: str, token: Token) -> tuple[str, Any]:
        if form[:1].isdigit():
            return _numeral(form)
        if len(form) == 2 and form[0] == "q" and form[1] in "1234":
            return "J", int(form[1])
        if form in _DASHES:
            return "-", form
        if form == ",":
            return ",", form
        if form in ("'", "’", "‘"):
            return "'", form
        if token.tag == "POS":
            return "p", form
        options = self.single.get(form) or self.single.get(form.rstrip("."))
        if not options:
            return OTHER, None
        for letter, value in options:
            if _fits(letter, form, token):
                return _OWN.get(value, letter) if letter in "uU" else letter, value
        return OTHER, None


def _phrase(
    tokens: Sequence[Token], i: int, options: list[tuple[tuple[str, ...], str, Any]]
) -> tuple[int, str, Any] | None:
    for parts, letter, value in options:
        if all(i + n < len(tokens) and tokens[i + n].lower.replace("’", "'") == p for n, p in enumerate(parts)):
            return len(parts), letter, value
    return None


def _mixed(form: str) -> bool:
    """Whether a token holds several words: letters and digits, or letters around a hyphen."""
    return any(c.isdigit() for c in form) or "-" in form or "–" in form


def _numeral(form: str) -> tuple[str, Any]:
    if form.isdigit() and form.isascii():
        number = int(form) if len(form) < 9 else 0
        if len(form) == 4 and 1000 <= number <= 2199:
            return "Y", number
        return ("2", number) if len(form) <= 2 and 1 <= number <= 31 else ("9", number)
    if match := _ISO.fullmatch(form):
        return "I", (int(match[1]), int(match[2]), int(match[3]), False)
    if match := _SLASHED.fullmatch(form):
        return "I", _slashed(int(match[1]), int(match[3]), int(match[4]), match[2])
    if match := _CLOCK.fullmatch(form):
        return "C" if ":" in form else "9", (int(match[1]), int(match[2]))
    if (match := _ORDINAL.fullmatch(form)) and 1 <= int(match[1]) <= 31:
        return "O", int(match[1])
    if match := _DECADE.fullmatch(form):
        return "D", int(match[1])
    if _NUMBER.fullmatch(form):
        return "9", float(form.replace(",", "")[:15])
    return OTHER, None


def _slashed(first: int, second: int, year: int, sign: str) -> tuple[int, int, int, bool]:
    """Year, month, day, and whether the other order fits too: with slashes the month first, with dots the day."""
    month_first = second > 12 if first <= 12 and (second > 12 or sign == ".") else first <= 12
    month, day = (first, second) if month_first else (second, first)
    return year, month, day, first <= 12 and second <= 12 and first != second


def _fits(letter: str, form: str, token: Token) -> bool:
    """Whether a word that has other meanings is used as this word of time, by its tag and its capital."""
    if letter in "Ww":
        return token.text[:1].isupper() or token.tag == "NNP"
    if letter == "M":
        return _is_month(form, token)
    if letter == "u" and form == "second":
        return token.tag == "NN" and token.dep != "amod"
    if letter == "m" and form in ("over", "under", "about", "around"):
        return not any(c.dep in ("pobj", "pcomp") for c in token.children)
    if letter in "bc":
        return token.tag in ("DT", "PDT")
    if letter in "<>" and form in ("before", "after"):
        return not any(c.dep in ("pobj", "pcomp") for c in token.children) and token.dep != "mark"
    if letter in "Su":
        return token.tag[:2] in ("NN", "CD", "JJ")
    if letter == "l":
        return token.tag[:2] in ("JJ", "NN", "RB") or (token.lower == "past" and token.tag == "IN")
    if letter in "PeH":
        return token.tag[:2] == "NN" or (letter == "P" and token.tag in ("RB", "JJ"))
    if letter == "d" or letter == "N":
        return token.tag not in ("JJ", "CC")
    if letter == "G":
        return token.tag[:2] in ("RB", "NN", "JJ", "IN")
    if letter == "h":
        return token.tag[:2] in ("NN", "PD", "JJ", "DT")
    return True


def _is_month(form: str, token: Token) -> bool:
    if form in ("may", "march", "august", "mar", "jan"):
        beside = token.head.tag == "CD" or any(c.tag == "CD" for c in token.children)
        return token.text[:1].isupper() and (token.tag[:2] == "NN" or beside) and token.ent != "PERSON"
    return token.ent != "PERSON" and (token.text[:1].isupper() or len(form) > 4)
