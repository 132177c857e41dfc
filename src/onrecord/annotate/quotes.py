"""Where quotation marks open and close: spans of quoted words, balanced within a paragraph.

The marks of the press are used loosely (a straight mark closes a curly one, a paragraph that goes on opens again
without having closed), so any double mark may close any other, and what stands around a mark tells its direction.
"""

from __future__ import annotations

import re
from bisect import bisect_right

from onrecord.tokens import Parse

# Doubles first, so that two straight single marks are one double one.
MARK = re.compile(r"''|``|[\"“”„«»‘’']|\n")
OPENING = frozenset(("“", "„", "«", "``"))
CLOSING = frozenset(("”", "»"))
SINGLE = frozenset(("‘", "’", "'"))
# Single marks are mostly apostrophes: a pair further apart than this is none (in characters).
LONGEST_SINGLE = 600


class Quote:
    """Quoted words from `start` to `end` with their marks, as characters; `first` and `last` are its outer tokens.

    `closed` is False where the paragraph ends before the quotation does.
    """

    __slots__ = ("closed", "end", "first", "last", "start")

    def __init__(self, start: int, end: int, closed: bool) -> None:
        self.start, self.end, self.closed = start, end, closed
        self.first = self.last = -1


def quotes(text: str, parse: Parse) -> list[Quote]:
    """The quotations of `text` in order, none inside another; those without a token are left out."""
    starts = [t.start for t in parse.tokens]
    found = []
    for quote in _spans(text):
        first = bisect_right(starts, quote.start) - 1
        if first < 0 or parse.tokens[first].end <= quote.start:
            first += 1
        last = bisect_right(starts, quote.end - 1) - 1
        if last - first >= 1:
            quote.first, quote.last = first, last
            found.append(quote)
    return found


def _spans(text: str) -> list[Quote]:
    found: list[Quote] = []
    double = single = -1
    for mark in MARK.finditer(text):
        at, sign = mark.start(), mark.group()
        if sign == "\n":
            if double >= 0 and text[double:at].strip(" \"'“”"):
                found.append(Quote(double, at, closed=False))
            double = single = -1
        elif sign in SINGLE:
            single = _single(text, at, single, found) if double < 0 else -1
        elif double >= 0 and not _opens(text, mark.start(), mark.end(), sign):
            found.append(Quote(double, mark.end(), closed=True))
            double = single = -1
        elif _opens(text, mark.start(), mark.end(), sign) or (double < 0 and sign == '"' and _loose(text, at)):
            double, single = at, -1
    if double >= 0:
        found.append(Quote(double, len(text), closed=False))
    return found


def _opens(text: str, start: int, end: int, sign: str) -> bool:
    """Whether the double mark faces the words after it."""
    before, after = text[start - 1 : start], text[end : end + 1]
    if sign in OPENING:
        return True
    if not after or after.isspace():
        return False
    if sign in CLOSING:
        return (not before or before.isspace()) and after.isalnum()
    return not before or before.isspace() or (before in "([—–-:" and not _closes_after(after))


def _closes_after(after: str) -> bool:
    return after in ".,;:!?)]—–"


def _loose(text: str, at: int) -> bool:
    """Whether a straight mark stands alone between two spaces at the start of a line."""
    return not text[at - 1 : at].strip() and text[at + 1 : at + 2] == " "


def _single(text: str, at: int, opened: int, found: list[Quote]) -> int:
    """Takes one single mark; returns where the single quotation that is open now began, or -1."""
    before, after = text[at - 1 : at] if at else "", text[at + 1 : at + 2]
    if text[at] != "’" and (not before or before.isspace() or before in "([—–") and after.isalnum():
        return at
    closes = opened >= 0 and text[at] != "‘" and not after.isalnum() and not before.isspace()
    if closes and (before in ",.!?" or text[opened] == "‘" or before.isalnum()):
        if at - opened <= LONGEST_SINGLE:
            found.append(Quote(opened, at + 1, closed=True))
        return -1
    return opened
