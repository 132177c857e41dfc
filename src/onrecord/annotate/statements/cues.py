"""The codebook of cues: what stance the words of a cue take, and who can speak or only passes words on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from onrecord import codebooks
from onrecord.data import Stance
from onrecord.tokens import Parse, Token

BOOK = "cues-2.toml"
PARTS = {"VERB": "verbs", "AUX": "verbs", "NOUN": "nouns", "PROPN": "nouns", "ADJ": "adjectives", "ADV": "adjectives"}
Range = tuple[int, int]


class Words(msgspec.Struct, forbid_unknown_fields=True):
    """The cue words of one stance by part of speech: a lemma, or a lemma with the preposition or particle after it
    ("call for"), with "to" where what is said is an infinitive ("tell to"), or with "them to" where that has a subject
    of its own ("want them to")."""

    verbs: list[str] = []
    nouns: list[str] = []
    adjectives: list[str] = []


class Book(msgspec.Struct, forbid_unknown_fields=True):
    """A codebook of cues as it is written."""

    negative: list[str]
    light: list[str]
    silent: list[str]
    raised: list[str]
    people: list[str]
    texts: list[str]
    media: list[str]
    stances: dict[Stance, Words]


class Cues:
    """The stances of cue words, and nouns of those who speak.

    `negative` are the words that say that nothing was said ("declined to"), `speaking` nouns of what can be cited,
    people and texts, `media` of those who only pass words on.
    """

    def __init__(self, book: Book | None = None) -> None:
        book = book or codebooks.load(BOOK, Book)
        self.stances: dict[tuple[str, str], Stance] = {}
        for stance, words in book.stances.items():
            for part in ("verbs", "nouns", "adjectives"):
                self.stances.update({(part, w): stance for w in getattr(words, part)})
        self.negative, self.light = frozenset(book.negative), frozenset(book.light)
        self.silent, self.raised = frozenset(book.silent), frozenset(book.raised)
        self.speaking, self.media = frozenset((*book.people, *book.texts)), frozenset(book.media)

    def stance(self, parse: Parse, words: Range, content: Sequence[Range]) -> Stance:
        """The stance of the cue `words`: that of its head, else of the nearest word under it; "asserts" without one."""
        head = parse.top(parse.tokens[words[0] : words[1] + 1])
        lemma = head.lemma.lower()
        if any(t.lower == "neither" for t in parse.tokens[words[0] : words[1] + 1]):
            return "asserts"  # "neither confirmed nor denied" says nothing
        if lemma in self.raised and any(c.dep == "neg" for c in head.children):
            return "denies"
        own = self._own(parse, head, words, content) or self._other(head)
        if own is not None and lemma not in self.light and lemma not in self.negative:
            return own
        for token in _under(head, words):
            if (found := self._own(parse, token, words, content)) is not None:
                return found
        if lemma in self.negative:
            return "asserts" if self._mute(parse, head, words, content) else own or "denies"
        return own or "asserts"

    def negated(self, parse: Parse, words: Range, content: Sequence[Range]) -> bool:
        """Whether the cue says that nothing was said: "did not say", "declined to comment"; to "not believe" or to
        refuse to do something is an answer."""
        tokens = parse.tokens[words[0] : words[1] + 1]
        head = parse.top(tokens)
        if head.lemma.lower() in self.negative:
            return self._mute(parse, head, words, content)
        if head.lemma.lower() in self.raised:
            return False
        if any(t.lower == "neither" for t in tokens):
            return True
        said = {i for a, b in content for i in range(a, b + 1)}
        near = [c for t in tokens if t.pos in PARTS for c in t.children if c.i not in said]
        return any(c.dep == "neg" or (c.lower == "no" and words[0] <= c.i <= words[1]) for c in near)

    def _own(self, parse: Parse, token: Token, words: Range, content: Sequence[Range]) -> Stance | None:
        part = PARTS.get(token.pos, "")
        keys = _keys(parse, token, words, content)
        return next((self.stances[part, key] for key in keys if (part, key) in self.stances), None)

    def _other(self, head: Token) -> Stance | None:
        """The stance of a head as another part of speech: the parser takes "slams" for a noun in a title."""
        forms = (head.lemma.lower(), head.lower.removesuffix("s"))
        parts = ("verbs", "nouns", "adjectives")
        return next((self.stances[p, f] for p in parts for f in forms if (p, f) in self.stances), None)

    def _mute(self, parse: Parse, head: Token, words: Range, content: Sequence[Range]) -> bool:
        """Whether what is refused is to say something."""
        last = max([words[1], *(end for _, end in content[:1])])
        verb = next((t for t in parse.tokens[head.i + 1 : last + 1] if t.pos == "VERB"), None)
        return verb is not None and verb.lemma.lower() in self.silent and verb.child("prt", "advmod") is None


def infinitive(parse: Parse, content: Range) -> bool:
    """Whether what is said is to be done: "to leave", or "them to leave"."""
    for token in parse.tokens[content[0] : content[1] + 1]:
        if token.tag == "TO":
            return True
        if token.pos in ("VERB", "AUX", "SCONJ"):
            return False
    return False


def _under(head: Token, words: Range) -> list[Token]:
    """The words of a cue under its head, nearest first."""
    found = [head]
    for token in found:  # grows
        found.extend(c for c in token.children if words[0] <= c.i <= words[1])
    return found[1:]


def _keys(parse: Parse, token: Token, words: Range, content: Sequence[Range]) -> Iterator[str]:
    """What a word may stand under in the codebook: with "to", "as" or a preposition, then by itself."""
    lemma = token.lemma.lower()
    if content and infinitive(parse, content[0]):
        if parse.tokens[content[0][0]].tag != "TO":
            yield f"{lemma} them to"
        yield f"{lemma} to"
    if any(c.dep == "prep" and c.lower == "as" for c in token.children):
        yield f"{lemma} as"
    yield f"{lemma} {parse.tokens[words[1]].lower}"
    starts = {first for first, _ in content}
    for after in parse.tokens[token.i + 1 : token.i + 2]:
        if after.i <= words[1] or after.i in starts or after.dep == "prt":
            yield f"{lemma} {after.lower}"
    yield lemma
