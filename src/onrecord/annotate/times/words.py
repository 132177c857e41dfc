"""Tokens -> the words of time: each with the letter of its class in the grammar, its value and its offsets."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import msgspec

from onrecord.annotate.times.fits import fits
from onrecord.annotate.times.numerals import OTHER, numeral, spelled_year, zone_mark
from onrecord.tokens import Token

CODEBOOK = "times-1.toml"
# The words that a year begins with when it is spoken.
SPOKEN = ("two", "seventeen", "eighteen", "nineteen", "twenty")

# A token that the tokenizer left whole though it holds a number and more ("mid-2021", "1861–63", "Nov.28", "3pm").
_PIECE = re.compile(r"\d++(?:[.,:]\d++)*+(?:(?:st|nd|rd|th|s)(?![A-Za-z]))?|[A-Za-z]+\.?(?:[A-Za-z]\.)*|[^\w\s]")
# The day and the hour of an instant of ISO 8601, which the tokenizer parts from its year and month.
_INSTANT = re.compile(r"([0-3]\d)T([01]\d|2[0-4]):([0-5]\d)(?::[0-5]\d(?:\.\d+)?)?(Z|[+-]\d\d(?::?\d\d)?)?")
# A year that fills a cell of a table or an element of markup: "<td>2015</td>", "|2015|".
_CELL = re.compile(r"(?:^|(?<=[>|]))(?:1[5-9]|20)\d\d(?:(?=[<|])|(?<=[>|]....)$)")
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
    weekday_plural: dict[str, int]
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
    zone: dict[str, str]
    anniversary: dict[str, int]
    present: dict[str, frozenset[str]]
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
    "month": "M", "weekday": "W", "weekday_short": "w", "weekday_plural": "@", "unit": "u", "unit_plural": "U",
    "part": "P", "noon": "K",
    "season": "S", "number": "9", "ordinal": "Q", "decade": "D", "day": "d", "tonight": "G", "early": "E", "edge": "e",
    "set": "*", "long": "L", "reference": "N", "about": "m", "named": "H", "zone": "Z", "anniversary": "!",
}  # fmt: skip


# After four digits, or hours and minutes, they mark a time of day.
HOURS = ("hrs", "hr", "hours")


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
        self.number, self.months, self.before_year = book.number, book.month, book.before["year"]
        self.ordinals = book.ordinal
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
            if (options := self.phrases.get(token.lower)) and (phrase := _phrase(tokens, i, options, found)):
                length, letter, value = phrase
                found.append(Word(letter, value, token.start, tokens[i + length - 1].end, token))
                i += length
                continue
            if token.lower in SPOKEN and found and (spoken := self._spoken(tokens, i)):
                found.append(spoken)
                i = next(n for n in range(i, len(tokens)) if tokens[n].end == spoken.end) + 1
                continue
            if token.text[0].isdecimal() and (decade := _apostrophed(tokens, i, found)):
                found.append(decade)
                i += 2
                continue
            if found and found[-1].kind in "AC9YK" and (zone := self._zone(tokens, i, found)):
                found.append(zone)
                i = next((n for n in range(i, len(tokens)) if tokens[n].end >= zone.end), i) + 1
                continue
            clock = found and found[-1].kind in "CY" and found[-1].token is tokens[i - 1]
            if clock and token.lower.rstrip(".") in HOURS:
                found.append(Word("Z", "", token.start, token.end, token))  # "0900 hrs"; "9 hrs" is how long
            else:
                found.extend(self._read(token))
            i += 1
        return found

    def _spoken(self, tokens: Sequence[Token], i: int) -> Word | None:
        """A year as it is spoken, after what may stand before a year; no number of things."""
        before = tokens[i - 1].lower if tokens[i - 1].text != "," or i < 2 else tokens[i - 2].lower
        if before not in self.before_year and before not in self.months and before not in self.ordinals:
            return None
        year = spelled_year([t.lower for t in tokens[i : i + 7]], self.number)
        last = tokens[i + year[1] - 1] if year else tokens[i]
        if year is None or (last.dep == "nummod" and last.head.i > last.i) or last.right > last.i:
            return None
        return Word("Y", year[0], tokens[i].start, last.end, tokens[i])

    def _zone(self, tokens: Sequence[Token], i: int, found: Sequence[Word]) -> Word | None:
        """The zone of the hour before it where the lexicon has no word for it, in brackets too: "(UTC+3)"."""
        token = tokens[i]
        if found[-1].token is not tokens[i - 1]:
            return None
        if token.text != "(" or i + 2 >= len(tokens) or found[-1].kind in "9Y":
            return _hours(tokens, i, found)
        close = next((n for n in range(i + 2, min(i + 6, len(tokens))) if tokens[n].text == ")"), None)
        inside = self.words(tokens[i + 1 : close]) if close else []
        alone = len(inside) == 1 and inside[0].kind == "Z"
        if close is None or not (alone or _of_place(tokens[i + 1 : close])):
            return None
        return Word("Z", inside[0].value if alone else "", token.start, tokens[close].end, token)

    def _read(self, token: Token) -> Iterator[Word]:
        kind, value = self._kind(token.lower, token)
        if kind == OTHER and not token.lower.isalpha() and len(token.lower) > 2 and _mixed(token.lower):
            yield from self._pieces(token)
        else:
            yield Word(kind, value, token.start, token.end, token)

    def _pieces(self, token: Token) -> Iterator[Word]:
        """The parts of a token that is several words of time, or the token as it is when one of its parts is none."""
        if token.text[2:3] == "T" and (iso := _INSTANT.fullmatch(token.text)):
            yield Word("2", int(iso[1]), token.start, token.start + 2, token)
            yield Word("C", (int(iso[2]), int(iso[3])), token.start + 3, token.start + 8, token)
            if iso[4]:
                yield Word("Z", iso[4], token.end - len(iso[4]), token.end, token)
            return
        if cells := list(_CELL.finditer(token.text)):
            for cell in cells:
                yield Word(OTHER, None, token.start, token.start + cell.start(), token)
                yield Word("Y", int(cell.group()), token.start + cell.start(), token.start + cell.end(), token)
            return
        pieces = [(m, *self._kind(m.group().lower(), token)) for m in _PIECE.finditer(token.text)]
        joined = len(pieces) == 3 and pieces[1][0].group() == "/"
        if joined and (pieces[0][1] == "Y" or pieces[0][1] == pieces[2][1] == "2"):
            pieces[1] = (pieces[1][0], "-", "/")
        if len(pieces) == 2 and token.text[-1] == "Z" and token.text[:-1].isdigit():
            pieces[1] = (pieces[1][0], "Z", "Z")
        if any(kind == OTHER for _, kind, _ in pieces[-1:]) or len(pieces) < 2:
            yield Word(OTHER, None, token.start, token.end, token)
            return
        for match, kind, value in pieces:
            yield Word(kind, value, token.start + match.start(), token.start + match.end(), token)

    def _kind(self, form: str, token: Token) -> tuple[str, Any]:
        if form[:1].isdigit() and form not in self.single:
            return numeral(form)
        if form[:3] in ("utc", "gmt") and len(form) > 3 and (mark := zone_mark(form)):
            return "Z", mark
        if len(form) == 2 and ((form[0] == "q" and form[1] in "1234") or form in ("h1", "h2")):
            return "J", form.upper()
        if len(form) == 3 and form[0] == "w" and form[1:].isdigit():
            return "X", int(form[1:])
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
            if fits(letter, form, token):
                return _OWN.get(value, letter) if letter in "uU" else letter, value
        return OTHER, None


def _phrase(
    tokens: Sequence[Token], i: int, options: list[tuple[tuple[str, ...], str, Any]], found: Sequence[Word]
) -> tuple[int, str, Any] | None:
    before = found[-1].kind if found else OTHER
    for parts, letter, value in options:
        if letter == "=" and (before in "QOlfxv29k" or not _dated(tokens, i + len(parts))):
            continue  # "the first week of May"
        if letter == "%" and i + 2 < len(tokens) and tokens[i + 2].lower in ("of", "before", "after"):
            continue  # "the weekend of May 8"
        if letter == "r" and before not in "uUn":
            continue  # "from now on"
        if all(i + n < len(tokens) and tokens[i + n].lower.replace("’", "'") == p for n, p in enumerate(parts)):
            return len(parts), letter, value
    return None


def _dated(tokens: Sequence[Token], i: int) -> bool:
    """Whether a date may stand at `i`: figures or a capital, which a name of a month or a day of the week has."""
    return i < len(tokens) and (tokens[i].text[0].isdigit() or tokens[i].text[0].isupper())


def _apostrophed(tokens: Sequence[Token], i: int, found: Sequence[Word]) -> Word | None:
    """ "the 1990's", "the 90's": a decade, where a round year with "the" before it would own something."""
    if i + 1 == len(tokens) or not found or found[-1].kind not in "tE-" or tokens[i + 1].text not in ("'s", "’s"):
        return None
    form = tokens[i].text
    if not form.isdecimal() or not form.isascii() or form[-1] != "0":
        return None
    if len(form) != 2 and not (len(form) == 4 and "1000" < form < "2200"):
        return None
    return Word("D", int(form), tokens[i].start, tokens[i + 1].end, tokens[i])


def _hours(tokens: Sequence[Token], i: int, found: Sequence[Word]) -> Word | None:
    """What makes the number before it an hour: the time of a place ("Moscow time"), "hours" after four figures."""
    token = tokens[i]
    if token.lower == "hours" and found[-1].kind in "Y9":
        if tokens[i - 1].text.isdigit() and len(tokens[i - 1].text) == 4:
            return Word("Z", "", token.start, token.end, token)
        return None
    if token.text[0].isupper() and i + 1 < len(tokens) and tokens[i + 1].lower == "time" and found[-1].kind not in "9Y":
        return Word("Z", "", token.start, tokens[i + 1].end, token)
    return None


def _of_place(tokens: Sequence[Token]) -> bool:
    """ "Moscow time"."""
    return len(tokens) == 2 and tokens[0].text[0].isupper() and tokens[1].lower == "time"


def _mixed(form: str) -> bool:
    """Whether a token holds several words: letters and digits, or letters around a hyphen."""
    return any(c.isdigit() for c in form) or "-" in form or "–" in form
