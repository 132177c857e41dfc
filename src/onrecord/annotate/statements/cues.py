"""The codebook of cues: which words report speech or thought, with which complements, and how sure that is."""

from __future__ import annotations

import msgspec

from onrecord import codebooks
from onrecord.data import Stance

BOOK = "cues-1.toml"
# Of a frame: the share of its uses in the training half of PolNeAR that are an attribution with that content.
Frames = dict[str, float]


class Book(msgspec.Struct, forbid_unknown_fields=True):
    """A codebook of cues as it is written."""

    verbs: dict[Stance, dict[str, Frames]]
    nouns: dict[Stance, dict[str, Frames]]
    adjectives: dict[Stance, dict[str, Frames]]
    negative: list[str]
    carriers: list[str]
    light: list[str]
    people: list[str]
    texts: list[str]
    media: list[str]
    phrases: list[str]


class Cue(msgspec.Struct, frozen=True):
    """What a word in one frame says: the speaker's stance and the measured share of right readings."""

    stance: Stance
    score: float


Lexicon = dict[str, dict[str, Cue]]


class Cues:
    """The cue words by part of speech, lemma and frame.

    `quoting` are the verbs that report direct speech, `negative` those that say that nothing was said ("declined to"),
    `carriers` those under which an infinitive is said all the same ("continued to say"), `light` those that leave the
    saying to their object ("made the claim"), `people` and `texts` nouns of what can be cited (`speaking` are both),
    `media` of those who only pass words on, `phrases` nouns of "in the words of".
    """

    def __init__(self, book: Book | None = None) -> None:
        book = book or codebooks.load(BOOK, Book)
        self.verbs, self.nouns, self.adjectives = map(_by_lemma, (book.verbs, book.nouns, book.adjectives))
        self.quoting = frozenset(lemma for lemma, frames in self.verbs.items() if "quote" in frames)
        self.negative, self.carriers = frozenset(book.negative), frozenset((*book.carriers, *book.negative))
        self.people, self.texts, self.media = frozenset(book.people), frozenset(book.texts), frozenset(book.media)
        self.speaking = self.people | self.texts
        self.light, self.phrases = frozenset(book.light), frozenset(book.phrases)


def _by_lemma(book: dict[Stance, dict[str, Frames]]) -> Lexicon:
    found: Lexicon = {}
    for stance, words in book.items():
        for lemma, frames in words.items():
            found.setdefault(lemma, {}).update({f: Cue(stance=stance, score=s) for f, s in frames.items()})
    return found
