"""How far the parts of a statement reach: ranges of tokens made into the spans that are shown."""

from __future__ import annotations

from onrecord.annotate.decode import Range
from onrecord.annotate.quotes import Quote
from onrecord.tokens import Parse

EDGE = frozenset((",", ".", ";", ":", "!", "?", "—", "–", "-", "--", "...", "…"))


def trimmed(first: int, last: int, parse: Parse) -> Range | None:
    """The range without punctuation (quotation marks stay) or a last "and"; None when nothing is left."""
    tokens = parse.tokens
    while first <= last and tokens[first].text in EDGE:
        first += 1
    while last >= first and (tokens[last].text in EDGE or tokens[last].dep == "cc"):
        last -= 1
    return (first, last) if first <= last and any(t.pos != "PUNCT" for t in tokens[first : last + 1]) else None


def minus(range_: Range, taken: list[Range]) -> list[Range]:
    """The parts of `range_` that no range of `taken` covers."""
    parts = [range_]
    for a, b in taken:
        parts = [p for x, y in parts for p in ((x, min(y, a - 1)), (max(x, b + 1), y)) if p[0] <= p[1]]
    return parts


class Marks:
    """The quotations of a page by their tokens: which one covers a token, for spans with both or no marks."""

    def __init__(self, quotes: list[Quote]) -> None:
        self.at = {i: q for q in quotes for i in range(q.first, q.last + 1)}

    def chars(self, range_: Range, parse: Parse) -> tuple[int, int]:
        """The characters of a range, with its outer quotation marks in pairs or not at all."""
        first, last = range_
        tokens = parse.tokens
        while last > first and (tokens[last].text in EDGE or self._turns(last, "first")):
            last -= 1
        while last > first and self._turns(first, "last"):
            first += 1
        opens, closes = self.at.get(first), self.at.get(last)
        start, end = tokens[first].start, tokens[last].end
        if opens is not None and opens is closes and first <= opens.first + 1 and last >= opens.last - 1:
            return opens.start, opens.end if opens.closed else end
        if opens is not None and first == opens.first + 1 and opens.last <= last:
            start = opens.start
        if (
            closes is not None
            and closes.closed
            and closes.first >= first
            and self._only_marks(last + 1, closes.last, parse)
        ):
            end = closes.end
        return start, end

    def _turns(self, i: int, side: str) -> bool:
        """Whether token `i` is a mark that opens (`side` "first") or closes ("last") a quotation."""
        quote = self.at.get(i)
        return quote is not None and getattr(quote, side) == i and quote.first < quote.last

    def _only_marks(self, first: int, last: int, parse: Parse) -> bool:
        return all(t.pos == "PUNCT" for t in parse.tokens[first : last + 1])

    def share(self, ranges: list[Range], parse: Parse) -> tuple[int, int]:
        """How many words of `ranges` stand in quotation marks, and how many there are."""
        words = [i for a, b in ranges for i in range(a, b + 1) if parse.tokens[i].pos != "PUNCT"]
        return sum(i in self.at for i in words), len(words)
