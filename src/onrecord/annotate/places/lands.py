"""Countries by their names and adjectives in the words of a page, and lands that adjectives name ("Russian soil")."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from onrecord import codebooks
from onrecord.annotate.places.names import key
from onrecord.annotate.places.words import Words
from onrecord.data import Page
from onrecord.tokens import Token

HYPHEN = re.compile("[-–—/]")
# Words of the longest name or adjective of a country that is looked for, "Democratic Republic of the Congo" aside.
LONGEST = 3


class Country(msgspec.Struct):
    """What a country and its people are called."""

    iso3: str
    iso2: str = ""
    names: tuple[str, ...] = ()
    adjectives: tuple[str, ...] = ()
    people: tuple[str, ...] = ()


class Lands:
    """The words that name each country, as ISO 3166 alpha-3 codes; `codes` has them by their alpha-2 codes.

    `adjectives` are the keys of what only describes a country or its people.
    """

    def __init__(self) -> None:
        countries = codebooks.load("countries-1.jsonl", list[Country])
        self.codes = {c.iso2.lower(): c.iso3 for c in countries if c.iso2}
        called = {key(n) for c in countries for n in c.names}
        # "Kazakh" is also another name of a town; in a report it is never that
        self.adjectives = {key(w) for c in countries for w in (*c.adjectives, *c.people)} - called
        self.words = {tuple(w.split(" ")): c.iso3 for c in countries for w in (*c.names, *c.adjectives)}

    def pair(self, token: Token) -> tuple[str, ...]:
        """The two countries of a word that the parser does not take apart ("U.S.-Mexico"), or none."""
        sides = tuple(self.words.get((side,), "") for side in HYPHEN.split(token.text))
        return sides if len(sides) == 2 and all(sides) else ()

    def at(self, page: Page) -> dict[int, str]:
        """The country that each word of a country's name or adjective names, by the word's number."""
        tokens, out = page.parse.tokens, dict[int, str]()
        for token in tokens:
            if token.i in out or not token.text[0].isupper():
                continue
            for size in range(LONGEST, 0, -1):
                words = tokens[token.i : token.i + size]
                if iso3 := self.words.get(tuple(t.text for t in words)):
                    out |= {t.i: iso3 for t in words}
                    break
        return out


def described(page: Page, at: dict[int, str], words: Words) -> Iterator[tuple[Token, str]]:
    """The adjectives of countries that say where something is ("in Iraqi territory", "near the Russian borders")."""
    for i, iso3 in at.items():
        token = page.parse.tokens[i]
        noun = token.head
        if token.dep not in ("amod", "compound") or token.tag not in ("JJ", "NNP", "NNPS") or noun.tag[:2] != "NN":
            continue
        kind = noun.lemma.lower()
        there = noun.text[0].islower() and _located(noun, words) and (kind in words.lands or kind in words.spatial)
        if there and not _told(page, noun):
            yield token, iso3


def _told(page: Page, noun: Token) -> bool:
    """Whether the words go on to say which one it is: "the Syrian city of Homs" is in Homs."""
    of = noun.child("prep")
    parts = (noun.child("appos"), of.child("pobj") if of is not None and of.lower == "of" else None)
    following = page.parse.tokens[noun.i + 1 : noun.i + 2]
    return any(t is not None and t.tag in ("NNP", "NNPS") and t.text[0].isupper() for t in (*parts, *following))


def _located(noun: Token, words: Words) -> bool:
    """Whether the noun is where something is or what is entered, crossed or taken."""
    while noun.dep == "conj" and noun.head.i < noun.i:
        noun = noun.head
    if noun.dep == "pobj":
        return noun.head.lower in words.locative or noun.head.lower in ("from", "to", "on", "over", "of")
    if noun.lemma.lower() in words.types and noun.dep in ("appos", "nsubj", "attr"):
        return noun.head.lemma.lower() not in words.verbs.acting
    return noun.dep in ("dobj", "nsubjpass") and noun.head.lemma.lower() in words.verbs.object
