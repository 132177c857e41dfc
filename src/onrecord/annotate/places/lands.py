"""Countries by their names and adjectives in the words of a page, and lands that adjectives name ("Russian soil")."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from onrecord import codebooks
from onrecord.annotate.places.words import Words
from onrecord.data import Page
from onrecord.tokens import Token

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
    """The words that name each country, as ISO 3166 alpha-3 codes; `codes` has them by their alpha-2 codes."""

    def __init__(self) -> None:
        countries = codebooks.load("countries-1.jsonl", list[Country])
        self.codes = {c.iso2.lower(): c.iso3 for c in countries if c.iso2}
        self.words = {tuple(w.split(" ")): c.iso3 for c in countries for w in (*c.names, *c.adjectives)}

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
        if noun.text[0].islower() and _located(noun, words) and (kind in words.lands or kind in words.spatial):
            yield token, iso3


def _located(noun: Token, words: Words) -> bool:
    """Whether the noun is where something is or what is entered, crossed or taken."""
    if noun.dep == "pobj":
        return noun.head.lower in words.locative or noun.head.lower in ("from", "to", "on", "over", "of")
    if noun.lemma.lower() in words.types and noun.dep in ("appos", "nsubj", "attr"):
        return noun.head.lemma.lower() not in words.verbs.acting
    return noun.dep in ("dobj", "nsubjpass") and noun.head.lemma.lower() in words.verbs.object
