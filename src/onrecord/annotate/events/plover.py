"""PLOVER's types as the codebook tells them, and the contexts that words stand for."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Literal

import msgspec

from onrecord import codebooks
from onrecord.tokens import Token

CODEBOOK = "plover-1.toml"
Quad = Literal["verbal cooperation", "material cooperation", "verbal conflict", "material conflict"]


class Type(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An event type: its definition, quad class, CAMEO roots, modes and conflict-cooperation scores (-10 to 10)."""

    definition: str
    quad: Quad
    cameo: tuple[str, ...]
    score: float
    recipient: bool
    modes: dict[str, str] = {}
    mode_scores: dict[str, float] = {}


class Plover(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The codebook: types by code, and the words of each context."""

    types: dict[str, Type]
    contexts: dict[str, tuple[str, ...]]


@cache
def plover() -> Plover:
    """The PLOVER codebook."""
    return codebooks.load(CODEBOOK, Plover)


@cache
def _context_of() -> dict[str, str]:
    return {word: context for context, words in plover().contexts.items() for word in words}


def contexts(words: Iterable[Token]) -> list[str]:
    """The contexts that `words` stand for, in the order of their first word, each once."""
    table = _context_of()
    found = (table.get(t.lemma) or table.get(t.lower) for t in words)
    return list(dict.fromkeys(c for c in found if c))
