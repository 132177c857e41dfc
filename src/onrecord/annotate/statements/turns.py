"""Transcripts: paragraphs that begin with who speaks ("MARA VEEL: We are ready.") are that speaker's words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from onrecord.annotate.quotes import Quote
from onrecord.data import Actor, Page
from onrecord.tokens import Parse, Token

# A label has at most this many tokens: a title and a name.
LABEL = 6
# An estimate: PolNeAR has no transcripts.
SCORE = 0.8
SPEAKING = frozenset(("i", "we", "you", "me", "us", "my", "our", "your"))
TALKING = frozenset(("person", "unnamed"))
INNER = frozenset(("of", "the", "for", "and", ".", ",", "(", ")", "-"))
LETTERS = re.compile(r"[^\W\d_]")


class Turn:
    """One paragraph of a transcript: its label's tokens `first` to `colon` - 1, and the words after the colon."""

    __slots__ = ("colon", "first", "last", "name")

    def __init__(self, first: int, colon: int, last: int, name: str) -> None:
        self.first, self.colon, self.last, self.name = first, colon, last, name


def turns(page: Page) -> list[Turn]:
    """The turns of a page that is a transcript: of two speakers at least, of whom one speaks twice; or of known persons
    who say "I", "we" or "you", which a list of persons does not.
    """
    found = list(_labelled(page.parse))
    count = Counter(t.name for t in found)
    talk = len(count) > 1 and max(count.values()) > 1
    stands = [
        t
        for t in found
        if (talk and (count[t.name] > 1 or t.name.isupper())) or (_person(page, t) and _spoken(page, t))
    ]
    return stands if len({t.name for t in stands}) > 1 else []


def quoted(parse: Parse, turn: Turn) -> Quote:
    """The words of a turn as quoted words without marks."""
    tokens = parse.tokens
    quote = Quote(tokens[turn.colon + 1].start, tokens[turn.last].end, closed=True)
    quote.first, quote.last = turn.colon + 1, turn.last
    return quote


def _labelled(parse: Parse) -> Iterator[Turn]:
    """Paragraphs that begin with capitalised words and a colon."""
    starts = [s for i, s in enumerate(parse.sentences) if not i or parse.sentences[i - 1].paragraph != s.paragraph]
    ends = [s.first - 1 for s in starts[1:]]
    if starts:
        ends.append(len(parse.tokens) - 1)
    for sentence, last in zip(starts, ends, strict=True):
        label = parse.tokens[sentence.first : min(sentence.first + LABEL + 1, last)]
        colon = next((t.i for t in label if t.text == ":"), -1)
        if colon <= sentence.first:
            continue
        words = parse.tokens[sentence.first : colon]
        if all(_capital(t) for t in words) and any(LETTERS.match(t.text) for t in words):
            yield Turn(sentence.first, colon, last, " ".join(t.text for t in words))


def _capital(token: Token) -> bool:
    return token.text[:1].isupper() or token.text in INNER


def _person(page: Page, turn: Turn) -> bool:
    """Whether a label is the name or office of a person: a country or a body heads a list as well."""
    mention = page.actor(page.parse.tokens[turn.colon - 1])
    return mention is not None and isinstance(mention.value, Actor) and mention.value.kind in TALKING


def _spoken(page: Page, turn: Turn) -> bool:
    return any(t.lower in SPEAKING for t in page.parse.tokens[turn.colon + 1 : turn.last + 1])
