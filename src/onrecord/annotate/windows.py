"""Windows over a page for the encoder: whole paragraphs packed to its length, and long ones in overlapping pieces."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from onrecord.tokens import Parse

# Word pieces of a window, without the two marks at its ends. The base model was trained on 256.
LIMIT = 254
# Pieces of one token that are read: a web address has hundreds, and its end says nothing more.
PIECES = 8
# The share of a window that its neighbour reads too, where a paragraph is longer than a window.
SHARED = 0.5


class Window:
    """Tokens `first` to `last` (half-open), read together; the states of `begin` to `end` are taken from it."""

    __slots__ = ("begin", "end", "first", "last")

    def __init__(self, first: int, last: int, begin: int, end: int) -> None:
        self.first, self.last, self.begin, self.end = first, last, begin, end


def windows(paragraphs: Sequence[tuple[int, int]], lengths: Sequence[int], limit: int = LIMIT) -> Iterator[Window]:
    """The windows of a page in order: each token is taken from one; `lengths` holds the pieces of each token."""
    start = pieces = 0
    for first, last in paragraphs:
        count = sum(lengths[first:last])
        if pieces and pieces + count > limit:
            yield Window(start, first, start, first)
            start, pieces = first, 0
        pieces += count
        if pieces > limit:
            yield from _overlapping(start, last, lengths, limit)
            start, pieces = last, 0
    if pieces:
        yield Window(start, len(lengths), start, len(lengths))


def paragraphs(parse: Parse) -> Iterator[tuple[int, int]]:
    """The tokens of each paragraph, half-open."""
    first = 0
    for before, sentence in zip(parse.sentences, parse.sentences[1:], strict=False):
        if sentence.paragraph != before.paragraph:
            yield first, sentence.first
            first = sentence.first
    if parse.sentences:
        yield first, parse.sentences[-1].last


def _overlapping(start: int, stop: int, lengths: Sequence[int], limit: int) -> Iterator[Window]:
    """Windows over one long paragraph; in the middle of what two share, the first gives way to the second."""
    first = begin = start
    while True:
        last, pieces = first, 0
        while last < stop and pieces + lengths[last] <= limit:
            pieces += lengths[last]
            last += 1
        if last == stop:
            yield Window(first, last, begin, last)
            return
        following, shared = last, 0
        while following > first + 1 and shared + lengths[following - 1] <= limit * SHARED:
            following -= 1
            shared += lengths[following]
        end = (following + last) // 2
        yield Window(first, last, begin, end)
        first, begin = following, end
