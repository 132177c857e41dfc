"""On what occasion, to whom and when something was said: what hangs on the cue beside its source and content."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from onrecord import codebooks
from onrecord.annotate.statements.contents import TELLING
from onrecord.annotate.statements.drafts import Draft
from onrecord.data import Mention, Occasion, Page, Span, Time
from onrecord.tokens import Token

BOOK = "occasions-1.toml"
# Under these a noun names where the words were spoken or written ("in a speech", "on television").
PLACING = frozenset(("in", "at", "during", "on", "via", "by", "through", "over", "after", "following"))
ADVERBIAL = frozenset(("npadvmod", "advmod", "prep", "tmod"))


class _Book(msgspec.Struct, forbid_unknown_fields=True):
    nouns: dict[Occasion, list[str]]
    verbs: dict[Occasion, list[str]]
    phrases: dict[Occasion, list[str]]


class Occasions:
    """The words that name an occasion: nouns and verbs by lemma, and pairs of words ("press conference")."""

    def __init__(self) -> None:
        book = codebooks.load(BOOK, _Book)
        self.nouns = {word: name for name, words in book.nouns.items() for word in words}
        self.verbs = {word: name for name, words in book.verbs.items() for word in words}
        self.phrases = {word: name for name, words in book.phrases.items() for word in words}

    def named(self, noun: Token) -> Occasion | None:
        """The occasion that a noun with the word before it names, or None."""
        for c in noun.children:
            if c.i == noun.i - 1 and (pair := self.phrases.get(f"{c.lower} {noun.lemma.lower()}")) is not None:
                return pair
        return self.nouns.get(noun.lemma.lower())


class Settings:
    """The occasion, addressee and time of the statements of one page."""

    def __init__(self, page: Page, occasions: Occasions) -> None:
        self.page, self.occasions = page, occasions
        self.times = {t.i: m for m in page.times for t in page.parse.covering(m.span.start, m.span.end)}

    def of(self, draft: Draft) -> dict[str, Any]:
        """The fields of a Statement that these give."""
        occasion, span = self._occasion(draft)
        to, time = self._addressee(draft), self._time(draft)
        return {
            "occasion": occasion,
            "occasion_span": span,
            "addressee": to.id if to is not None else None,
            "time": time.id if time is not None else None,
        }

    def _occasion(self, draft: Draft) -> tuple[Occasion | None, Span | None]:
        """What hangs on the cue, else a source that is itself a readout or a letter, else what the verb implies."""
        nouns = [*self._placed(draft)]
        nouns += [noun for noun in (draft.grounds, draft.source) if noun is not None]
        for noun in nouns:
            if (name := self.occasions.named(noun)) is not None:
                return name, self._words(noun)
        return self.occasions.verbs.get(draft.cue.lemma.lower()), None

    def _placed(self, draft: Draft) -> Iterator[Token]:
        for preposition in self._beside(draft):
            if preposition.dep == "prep" and preposition.lower in PLACING:
                noun = preposition.child("pobj")
                if noun is not None:
                    yield noun
            elif preposition.dep == "dobj" and draft.cue.lemma.lower() == "tell":
                yield preposition

    def _words(self, noun: Token) -> Span:
        """The noun with what stands before it, without an article."""
        first = next((i for i in range(noun.left, noun.i) if self.page.parse.tokens[i].dep != "det"), noun.i)
        return self.page.document.span(self.page.parse.tokens[first].start, noun.end)

    def _beside(self, draft: Draft) -> Iterator[Token]:
        """What hangs on the verbs of a draft and is no part of its content."""
        for verb in draft.verbs:
            for c in verb.children:
                if not any(a <= c.i <= b for a, b in draft.content):
                    yield c

    def _addressee(self, draft: Draft) -> Mention | None:
        """Who is told, where an actor mention covers them."""
        verb = draft.cue
        for c in self._beside(draft):
            told = None
            if (
                c.dep in ("dobj", "dative")
                and verb.lemma.lower() in TELLING
                and c.head is verb
                and c is not draft.source
            ):
                told = c.child("pobj") or c
            elif (
                c.dep in ("prep", "dative")
                and c.lower == "to"
                and c.head is verb
                and draft.frame not in ("to", "around")
            ):
                told = c.child("pobj")
            elif c.dep == "nsubjpass" and verb.lemma.lower() in TELLING and c.head is verb:
                told = c
            if told is not None and (mention := self.page.actor(told)) is not None:
                return mention
        return None

    def _time(self, draft: Draft) -> Mention | None:
        """When it was said: a time that hangs on the cue, or on the occasion beside it."""
        for c in self._beside(draft):
            if c.dep not in ADVERBIAL:
                continue
            noun = c.child("pobj") if c.dep == "prep" else c
            for token in (noun, *self._after(noun)):
                found = self.times.get(token.i) if token is not None else None
                if found is not None and not _lasts(found):
                    return found
        return None

    def _after(self, noun: Token | None) -> Iterator[Token]:
        """The times that hang on a noun of occasion: "in a statement on Tuesday", "an interview Monday"."""
        if noun is None or self.occasions.named(noun) is None:
            return
        for c in noun.children:
            if c.dep in ADVERBIAL:
                yield (c.child("pobj") or c) if c.dep == "prep" else c


def _lasts(found: Mention) -> bool:
    """Whether a time is a length ("after eight hours of talks") and no point."""
    return (
        isinstance(found.value, Time)
        and found.value.timex[:2].rstrip("T0123456789") == "P"
        and found.value.start is None
    )
