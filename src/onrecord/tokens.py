"""The parse of a page: tokens, sentences, and the ways to walk them.

Plain slots and references, not the structs of `data`: rules walk over them millions of times and they are never stored.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Token:
    """A word of the parse.

    `start` and `end` count in the document's text, `i` in the page's tokens; `head` of a root is the token itself;
    `left` and `right` are the first and last `i` of the subtree; `ent` is the entity label or "", `ent_i` the number of
    the entity on the page or -1; `sent` the number of the sentence; `space` whether white space follows.
    """

    __slots__ = (
        "children", "dep", "end", "ent", "ent_i", "head", "i", "left", "lemma", "lower", "pos", "right", "sent",
        "space", "start", "tag", "text",
    )  # fmt: skip
    i: int
    start: int
    end: int
    text: str
    lower: str
    lemma: str
    tag: str
    pos: str
    dep: str
    ent: str
    ent_i: int
    sent: int
    space: bool
    head: Token
    children: list[Token]
    left: int
    right: int

    def __repr__(self) -> str:
        return f"<{self.text} {self.tag} {self.dep}<-{self.head.text}>"

    def ancestors(self) -> Iterator[Token]:
        """The heads above this token, nearest first, up to the root."""
        token = self
        while token.head is not token:
            token = token.head
            yield token

    def child(self, *deps: str) -> Token | None:
        """The first child with one of the dependency labels `deps`, or None."""
        for c in self.children:
            if c.dep in deps:
                return c
        return None


class Sentence:
    """Tokens `first` to `last` (half-open) of a page, their `root`, and the number of their paragraph."""

    __slots__ = ("first", "last", "paragraph", "root")

    def __init__(self, first: int, last: int, root: Token, paragraph: int) -> None:
        self.first, self.last, self.root, self.paragraph = first, last, root, paragraph


class Parse:
    """Tokens and sentences of a whole page, in order; white space is no token.

    `states` holds a state of the encoder for each token [tokens, 384] once an annotator has asked for them.
    """

    __slots__ = ("_paragraphs", "_starts", "sentences", "states", "tokens")

    def __init__(self, tokens: list[Token], sentences: list[Sentence]) -> None:
        self.tokens, self.sentences = tokens, sentences
        self.states: NDArray[np.float32] | None = None
        self._starts = [t.start for t in tokens]
        self._paragraphs = [s.paragraph for s in sentences]

    def covering(self, start: int, end: int) -> list[Token]:
        """The tokens that share a character with the offsets from `start` to `end`."""
        first = max(bisect_right(self._starts, start) - 1, 0)
        if first < len(self.tokens) and self.tokens[first].end <= start:
            first += 1
        last = first
        while last < len(self.tokens) and self.tokens[last].start < end:
            last += 1
        return self.tokens[first:last]

    def subtree(self, token: Token) -> list[Token]:
        """The tokens from the first to the last that hang on `token`, itself included."""
        return self.tokens[token.left : token.right + 1]

    def top(self, tokens: Sequence[Token]) -> Token:
        """The token among `tokens` (one or more, of one phrase) whose head lies outside them: the phrase's head."""
        inside = {t.i for t in tokens}
        for t in tokens:
            if t.head is t or t.head.i not in inside:
                return t
        return tokens[-1]

    def sentence(self, token: Token) -> Sentence:
        """The sentence that `token` stands in."""
        return self.sentences[token.sent]

    def paragraph(self, token: Token) -> tuple[int, int]:
        """The tokens, half-open, of the paragraph that `token` stands in."""
        number = self.sentence(token).paragraph
        a = bisect_left(self._paragraphs, number)
        b = bisect_right(self._paragraphs, number)
        return self.sentences[a].first, self.sentences[b - 1].last

    def words(self, sentence: Sentence) -> list[Token]:
        """The tokens of `sentence`."""
        return self.tokens[sentence.first : sentence.last]
