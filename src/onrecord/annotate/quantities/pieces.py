"""A sentence cut into numbers, words and signs, each with its token of the parse.

Tokens join what the grammar must see apart ("3bn", "10–15") and part what it need not, so it reads pieces instead.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeVar

from onrecord.annotate.quantities.lexicon import PIECE, Phrase
from onrecord.tokens import Token

V = TypeVar("V")

DASHES = "-‑–—−"


class Piece:
    """A number, a word or a sign; `glued` says that no white space stands before it."""

    __slots__ = ("end", "glued", "lower", "start", "text", "token")

    def __init__(self, text: str, start: int, end: int, glued: bool, token: Token) -> None:
        self.text, self.start, self.end, self.glued, self.token = text, start, end, glued, token
        self.lower = text.lower()

    def __repr__(self) -> str:
        return f"<{self.text}>"


def pieces(text: str, tokens: Sequence[Token]) -> list[Piece]:
    """The pieces of the text that `tokens` (one sentence) cover, in order."""
    found: list[Piece] = []
    if not tokens:
        return found
    at, last = 0, tokens[0].start
    for m in PIECE.finditer(text, tokens[0].start, tokens[-1].end):
        while tokens[at].end <= m.start() and at + 1 < len(tokens):
            at += 1
        found.append(Piece(m.group(), m.start(), m.end(), m.start() == last, tokens[at]))
        last = m.end()
    return found


def ahead(ps: Sequence[Piece], i: int, table: Mapping[Phrase, V], longest: int) -> tuple[V, int] | None:
    """The value of the longest phrase of `table` that starts at piece `i`, and the piece after it; None without one."""
    for n in range(min(longest, len(ps) - i), 0, -1):
        if (value := table.get(tuple(p.lower for p in ps[i : i + n]))) is not None:
            return value, i + n
    return None


def behind(ps: Sequence[Piece], i: int, table: Mapping[Phrase, V], longest: int) -> tuple[V, int] | None:
    """The value of the longest phrase of `table` that ends right before piece `i`, and its first piece, or None."""
    for n in range(min(longest, i), 0, -1):
        if (value := table.get(tuple(p.lower for p in ps[i - n : i]))) is not None:
            return value, i - n
    return None
