"""Words of names that many reports have: they tell whose a thing is, but not which of many it is."""

from __future__ import annotations

from functools import cache

import msgspec

from onrecord import codebooks
from onrecord.weigh.words import fold


class _Row(msgspec.Struct, frozen=True):
    """The parts of a country, people, body, region or person that are read here."""

    name: str = ""
    names: tuple[str, ...] = ()
    adjectives: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    seats: tuple[str, ...] = ()
    known: bool = False


@cache
def land_words() -> frozenset[str]:
    """The folded words of all names of countries, peoples and seats of government."""
    found: set[str] = set()
    for book in ("countries-1.jsonl", "peoples-1.jsonl"):
        for row in codebooks.load(book, list[_Row]):
            for word in _words((row.name, *row.names, *row.adjectives, *row.people, *row.seats)):
                found.update((word, f"{word}s", word.removesuffix("s")))
    return frozenset(found)


@cache
def country_words() -> frozenset[str]:
    """The folded words of the names of countries alone."""
    rows = codebooks.load("countries-1.jsonl", list[_Row])
    return frozenset(w for row in rows for w in _words((row.name, *row.names)))


@cache
def adjectives() -> frozenset[str]:
    """The folded adjectives of countries: they name no ground."""
    return frozenset(fold(a) for row in codebooks.load("countries-1.jsonl", list[_Row]) for a in row.adjectives)


@cache
def common_words() -> frozenset[str]:
    """The folded words of names that the codebooks know: of bodies, regions, widely known persons, first names."""
    found: set[str] = set()
    for book in ("bodies-2.jsonl", "regions-1.jsonl"):
        for row in codebooks.load(book, list[_Row]):
            found |= _words((row.name, *row.names))
    for row in codebooks.load("persons-1.jsonl", list[_Row]):
        found |= _words((row.name,)) if row.known else frozenset((fold(row.name.split(" ")[0]),))
    return frozenset(found)


def _words(names: tuple[str, ...]) -> frozenset[str]:
    return frozenset(fold(w) for name in names for w in name.replace("-", " ").split())
