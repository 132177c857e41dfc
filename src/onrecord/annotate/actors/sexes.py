"""Whether a person or a noun for one human tells a man or a woman, by title, noun and first name."""

from __future__ import annotations

from typing import Literal

import msgspec

from onrecord import codebooks
from onrecord.annotate.actors.books import fold
from onrecord.annotate.actors.meaning import Meaning
from onrecord.annotate.actors.rows import Lists
from onrecord.tokens import Token

PRONOUNS = "pronoun-1.toml"
Sex = Literal["m", "f"]


class PronounBook(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All of pronoun-1.toml, which says what each list is for."""

    men: frozenset[str]
    women: frozenset[str]
    people: frozenset[str]
    crowds: frozenset[str]
    men_names: frozenset[str]
    women_names: frozenset[str]
    weights: dict[str, float]


class Sexes:
    """Tells the sex of persons and nouns from the lists."""

    def __init__(self, words: Lists) -> None:
        self.book = codebooks.load(PRONOUNS, PronounBook)
        self.speech = words.speech
        self.nouns: dict[str, Sex] = dict.fromkeys(words.men | self.book.men, "m")
        self.nouns |= dict.fromkeys(words.women | self.book.women, "f")
        self.names: dict[str, Sex] = dict.fromkeys(words.men_names | self.book.men_names, "m")
        self.names |= dict.fromkeys(words.women_names | self.book.women_names, "f")

    def title(self, m: Meaning) -> Sex | None:
        """What the office or noun of `m` tells, or None: "Mrs", "spokesman", "the actress"."""
        words = (m.role or "").lower().split()
        if m.unit.noun is not None:
            words += [m.unit.noun.last, m.unit.noun.word]
        told = {self.nouns[w] for w in words if w in self.nouns}
        return told.pop() if len(told) == 1 else None

    def given(self, m: Meaning) -> Sex | None:
        """What the first name of `m` tells, or None."""
        return self.names.get(fold(m.name).partition(" ")[0])

    def noun(self, token: Token) -> Sex | None:
        """What a bare noun tells, or None."""
        return self.nouns.get(token.lemma.lower())

    def human(self, token: Token) -> bool:
        """Whether `token` is a noun in the singular for one human."""
        word = token.lemma.lower()
        return token.tag == "NN" and (word in self.book.people or word in self.nouns)
