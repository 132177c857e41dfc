"""How far the parts of a statement reach: ranges of tokens made into the spans that are shown."""

from __future__ import annotations

from onrecord.annotate.statements.contents import Range
from onrecord.annotate.statements.cues import Cues
from onrecord.annotate.statements.quotes import Quote
from onrecord.tokens import Parse, Token

EDGE = frozenset((",", ".", ";", ":", "!", "?", "—", "–", "-", "--", "...", "…"))
MARKS = frozenset(('"', "“", "”", "''", "``", "„", "«", "»", "‘", "’", "'"))
# Subjects and determiners by which nobody says it.
NOBODY = frozenset(("nobody", "none", "neither", "no"))
HELPERS = ("aux", "auxpass", "neg", "advmod")


def group(verb: Token) -> int:
    """The number of the first of the auxiliaries and adverbs that stand right before `verb`, or its own."""
    first = verb.i
    for c in reversed(verb.children):
        if c.i == first - 1 and c.dep in HELPERS and c.left == c.right:
            first = c.i
    return first


def verb_cue(verb: Token, cues: Cues) -> tuple[Range, bool]:
    """The words of a verb's cue (auxiliaries, adverbs between, particle) and whether it is negated.

    A verb that leans on another by "to" ("declined to say") takes that one's words in.
    """
    first, last = group(verb), verb.i
    negated = verb.lemma.lower() in cues.negative or verb.child("neg") is not None
    for c in verb.children:
        if c.dep == "prt" and c.i == last + 1:
            last = c.i
    head = verb.head
    if verb.dep == "xcomp" and head.i == first - 1 and head.lemma.lower() in cues.carriers:
        first = group(head)
        negated = negated or head.child("neg") is not None or head.lemma.lower() in cues.negative
    return (first, last), negated


def nobody(source: Token) -> bool:
    """Whether a source is nobody: "no officials", "neither side", "none of them"."""
    return source.lower in NOBODY or any(c.dep in ("det", "preconj") and c.lower in NOBODY for c in source.children)


def adjective_cue(adjective: Token) -> tuple[Range, bool]:
    """The adjective with the verb that stands right before it, and whether that is negated ("is not sure")."""
    verb = adjective.head
    first = group(adjective)
    if adjective.dep != "acomp" or any(c.i > verb.i and c.i < first and c.dep != "neg" for c in verb.children):
        return (first, adjective.i), False
    return (group(verb), adjective.i) if verb.i < first else (first, adjective.i), verb.child("neg") is not None


def reached(words: Range, content: list[Range], verb: Token) -> Range:
    """The words of a cue with the preposition between them and the content ("called for", "warned of")."""
    first, last = words
    bridge = any(c.dep == "prep" and c.i == last + 1 for c in verb.children)
    return (first, last + 1) if bridge and any(a == last + 2 for a, _ in content) else words


def noun_cue(noun: Token, content: int) -> Range:
    """The noun with the preposition before its content."""
    return noun.i, content - 1 if content - noun.i == 2 else noun.i


def joined(ranges: list[Range], parse: Parse) -> list[Range]:
    """`ranges`, in order, with those made one that touch within a paragraph."""
    out: list[Range] = []
    for first, last in ranges:
        if out and first <= out[-1][1] + 1 and _paragraph(first, parse) == _paragraph(out[-1][1], parse):
            out[-1] = (out[-1][0], max(last, out[-1][1]))
        else:
            out.append((first, last))
    return out


def _paragraph(i: int, parse: Parse) -> int:
    return parse.sentence(parse.tokens[i]).paragraph


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
