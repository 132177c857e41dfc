"""Finds the words that name a deed of a user's own codebook: by its patterns, else by what its examples mark.

Of the words that an example marks, the head of the phrase and the others that say something make a pattern, as one
would write it in the file: "[has sent two observers|e]" gives the verb pattern "send observer".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

import msgspec

from onrecord.annotate.events.triggers import BEFORE, Group, Trigger, kind, table, triggers
from onrecord.annotate.parse import Parser
from onrecord.codebooks.own import Own, OwnMode, OwnType, distinct
from onrecord.codebooks.plover import Context, example, marks
from onrecord.data import Asset, Document
from onrecord.tokens import Parse, Token

# An estimate, as for the shipped patterns that met too few pairs: nobody has measured how right a user's own are.
SCORE = 0.6
# Parts of speech of the words that say something.
SAYING = frozenset({"NOUN", "PROPN", "VERB", "ADJ", "ADV"})
# Where the other side stands, in order of trust; the reader model is told of it, and has the last word.
TARGET = ("to", "iobj", "obj", "on", "against", "with", "for", "into", "at", "in", "from", "of")
T = TypeVar("T", OwnType, OwnMode)


class Finder:
    """The patterns and contexts of a user's own codebook, and which file they are from.

    Raises ValueError when a type or mode has no pattern, and none can be made of an example.
    """

    asset: Asset
    contexts: Mapping[str, Context]

    def __init__(self, book: Own, parser: Parser) -> None:
        self.asset, self.contexts = book.asset, book.contexts
        try:
            whole = _whole(book, parser)
            distinct(whole)
        except ValueError as error:
            raise ValueError(f"{book.asset.name}: {error}") from error
        self._table = table(_groups(whole))

    def find(self, parse: Parse) -> list[Trigger]:
        """What names a deed of the codebook on a page, in the order of the text."""
        return triggers(parse.tokens, self._table)


def _whole(book: Own, parser: Parser) -> Own:
    """`book` with patterns made of the examples of each type and mode that has none."""
    types = {}
    for code, of in book.types.items():
        at = f"types.{code}"
        modes = {name: _named(mode, f"{at}.modes.{name}", parser) for name, mode in of.modes.items()}
        types[code] = msgspec.structs.replace(_named(of, at, parser), modes=modes)
    return msgspec.structs.replace(book, types=types)


def _named(of: T, at: str, parser: Parser) -> T:
    if of.verbs or of.nouns:
        return of
    texts = [example(marked).text for marked in of.examples]
    pages = parser.pages([Document(id="", text=text, sentences=(0,), raw="", by="") for text in texts])
    found: list[Group] = []
    for marked, page in zip(of.examples, pages, strict=True):
        start, end = next((s, e) for mark, s, e in marks(marked) if mark == "e")
        words = page.parse.covering(start, end)
        made = _pattern(words, page.parse) if words else None
        if made is None or not any(t.head in words for t in triggers(page.parse.tokens, table([made]))):
            said = f"{page.document.text[start:end]!r} in {marked!r}"
            raise ValueError(f"{at}.examples: no pattern can be made of {said}: give verbs or nouns")
        found.append(made)
    verbs, nouns = (tuple(dict.fromkeys(p for g in found for p in getattr(g, f))) for f in ("verbs", "nouns"))
    return msgspec.structs.replace(of, verbs=verbs, nouns=nouns)


def _pattern(words: Sequence[Token], parse: Parse) -> Group | None:
    """The pattern that `words` make, or None where their head is neither a verb nor a noun."""
    head = parse.top(words)
    of = kind(head)
    said = [w for w in words if w is not head and w.pos in SAYING]
    prepositions = [w for w in words if w is not head and w.pos == "ADP"]
    if of == "V":
        return Group(code="V", score=SCORE, verbs=(_entry([head, *sorted((*said, *prepositions), key=_place)]),))
    if of == "N":  # the head is the word before the first preposition that the codebook knows
        known = [p for p in prepositions if p.lower in BEFORE]
        return Group(code="N", score=SCORE, nouns=(_entry([*said, head, *known]),))
    return None


def _place(word: Token) -> int:
    return word.i


def _entry(words: Iterable[Token]) -> str:
    # a space, "|" and "@" have a meaning of their own in a pattern
    return " ".join(re.sub(r"[\s|@]", "", w.lemma.lower()) or w.tag for w in words)


def _groups(book: Own) -> Iterator[Group]:
    for _, code, mode, of in book.parts():
        yield Group(code=code, score=SCORE, mode=mode, verbs=of.verbs, nouns=of.nouns, target=TARGET)
