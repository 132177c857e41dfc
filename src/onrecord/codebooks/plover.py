"""PLOVER's types, modes and contexts as the codebook tells them, each with an example sentence."""

from __future__ import annotations

import re
from functools import cache
from typing import Annotated, Literal

import msgspec

from onrecord import codebooks

CODEBOOK = "plover-2.toml"
Quad = Literal["verbal cooperation", "material cooperation", "verbal conflict", "material conflict"]
Score = Annotated[float, msgspec.Meta(ge=-10, le=10)]
# Sentences in which [words|e] name an event, [words|a] act in it and [words|t] are its targets.
MARKED = re.compile(r"\[([^][|]+)\|([eat])\]")
Marked = Annotated[str, msgspec.Meta(pattern=r"^[^][|]*(?:\[[^][|]+\|[eat]\][^][|]*)+$")]
Said = Annotated[str, msgspec.Meta(min_length=1)]


class Mode(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How an event of a type is done; `score` where the manual gives one, `ours` where it no longer has the mode."""

    definition: Said
    example: Marked
    score: Score | None = None
    ours: bool = False


class Type(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An event type: its definition, the cases near its edge, quad class, conflict-cooperation score (-10 to 10),
    CAMEO roots, whether a target is wanted, an example, and its modes."""

    definition: Said
    boundary: tuple[Said, ...]
    quad: Quad
    score: Score
    cameo: tuple[str, ...]
    recipient: bool
    example: Marked
    modes: dict[str, Mode] = {}


class Context(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What an event may be about, the words that tell so (lemmas or forms in lower case) unless they stand in one of
    the phrases of two words that do not, and an example."""

    definition: Said
    words: tuple[str, ...]
    example: Marked
    unless: tuple[str, ...] = ()


class Plover(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The codebook: types by code, contexts by name."""

    types: dict[str, Type]
    contexts: dict[str, Context]


class Example(msgspec.Struct, frozen=True):
    """An example read: its text, the words that name the event, the parties that act and its targets."""

    text: str
    trigger: str
    actors: tuple[str, ...]
    targets: tuple[str, ...]


@cache
def plover() -> Plover:
    """The PLOVER codebook."""
    return codebooks.load(CODEBOOK, Plover)


def example(marked: str) -> Example:
    """The sentence of an example without its marks, and the words that bore them.

    >>> example("[Norway|a] [condemned|e] [Denmark|t].")
    Example(text='Norway condemned Denmark.', trigger='condemned', actors=('Norway',), targets=('Denmark',))
    """
    found = [(words, mark) for words, mark in MARKED.findall(marked)]
    trigger = " ".join(words for words, mark in found if mark == "e")
    actors, targets = (tuple(words for words, mark in found if mark == m) for m in "at")
    return Example(MARKED.sub(r"\1", marked), trigger, actors, targets)


def marks(marked: str) -> list[tuple[str, int, int]]:
    """The marks of an example, each with the offsets of its words in the sentence without marks.

    >>> marks("[Norway|a] [condemned|e] [Denmark|t].")
    [('a', 0, 6), ('e', 7, 16), ('t', 17, 24)]
    """
    found, before = [], 0
    for match in MARKED.finditer(marked):
        start = match.start() - before
        found.append((match[2], start, start + len(match[1])))
        before += len(match[0]) - len(match[1])
    return found
