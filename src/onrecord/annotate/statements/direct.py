"""Direct speech: which verb each quotation hangs on, and which quotations go on with what was said before."""

from __future__ import annotations

from collections.abc import Container

from onrecord.annotate.statements.quotes import Quote
from onrecord.tokens import Parse, Token

# How many tokens may stand between a quotation and the verb that reports it: names with titles and appositions do.
REACH = 45
# No title is longer than this (in tokens).
TITLE = 9
ENDS = frozenset((",", "?", "!", "—", "–", "-", "--", "..."))
# Verbs that only say more about the name beside them.
ASIDE = frozenset(("relcl", "acl", "aux", "auxpass", "amod", "compound"))


class Voices:
    """Finds the reporting verb of quotations, in order; `said` holds the quotations of each verb by its number.

    `going` knows for a sentence the verb whose speech a quotation after that sentence goes on with.
    """

    def __init__(self, parse: Parse, verbs: Container[str], quotes: list[Quote], going: dict[int, Token]) -> None:
        self.parse, self.verbs, self.going = parse, verbs, going
        self.inside = {i for q in quotes for i in range(q.first, q.last + 1)}
        self.said: dict[int, list[Quote]] = {}
        last: Quote | None = None
        for quote in quotes:
            if self._named(quote):
                continue
            verb = self._after(quote) or self._before(quote) or self._resumed(quote, last)
            if verb is not None:
                self.said.setdefault(verb.i, []).append(quote)
                self.going[verb.sent] = self.going[parse.tokens[quote.last].sent] = verb
            last = quote

    def _after(self, quote: Quote) -> Token | None:
        """The verb of `"...," X said` and `"...," said X`."""
        tokens, end = self.parse.tokens, self.parse.sentence(self.parse.tokens[quote.last]).last
        i = quote.last + 1
        closed = tokens[quote.last - 1].text in ENDS
        while i < end and tokens[i].pos == "PUNCT" and tokens[i].text in (",", "—", "–", "-", "--"):
            closed, i = True, i + 1
        if not closed or i >= end or tokens[i].dep in ("cc", "mark"):
            return None
        for token in tokens[i : min(end, i + REACH)]:
            if token.i in self.inside or token.text == ";":
                return None
            if token.pos in ("VERB", "AUX") and token.dep not in ASIDE:
                known = token.lemma.lower() in self.verbs and token.tag not in ("VBG", "VB")
                return token if known else None
        return None

    def _before(self, quote: Quote) -> Token | None:
        """The verb of `X said, "..."`, `X said: "..."` and `X said "..."`."""
        tokens, start = self.parse.tokens, self.parse.sentence(self.parse.tokens[quote.first]).first
        i = quote.first - 1
        if i < start:
            return None
        mark = tokens[i].text
        if mark not in (",", ":"):
            return tokens[i] if tokens[i].lemma.lower() in self.verbs and self._clausal(quote) else None
        for token in reversed(tokens[max(start, i - REACH) : i]):
            if token.i in self.inside:
                return None
            if token.pos == "VERB" and token.dep not in ("relcl", "aux", "amod") and token.lemma.lower() in self.verbs:
                return token if mark == ":" or token.i in self.said or self._clausal(quote) else None
        return None

    def _named(self, quote: Quote) -> bool:
        """Whether the quotation is the title of something ("on “Good Morning,” he said"): what hangs on a preposition
        before it, without a verb."""
        before = self.parse.tokens[max(quote.first - 1, 0)]
        words = self.parse.tokens[quote.first + 1 : quote.last]
        named = before.pos in ("ADP", "NOUN", "PROPN", "DET", "ADJ") or before.tag == "POS"
        if not named or len(words) > TITLE or quote.first == 0:
            return False
        return all(t.text[:1].isupper() or t.pos in ("ADP", "DET", "CCONJ", "PUNCT", "PART") for t in words)

    def _clausal(self, quote: Quote) -> bool:
        """Whether the quotation is a sentence of its own or more than one, and no word or two."""
        first = self.parse.tokens[quote.first + 1]
        if self.parse.tokens[quote.first].sent < self.parse.tokens[quote.last - 1].sent:
            return True
        return first.text[:1].isupper() and quote.last - quote.first > 3

    def _resumed(self, quote: Quote, last: Quote | None) -> Token | None:
        """The verb of the speech that a quotation without a verb of its own goes on with."""
        sentence = self.parse.sentence(self.parse.tokens[quote.first])
        end = self.parse.sentence(self.parse.tokens[quote.last])
        if sentence.first == 0 or quote.first > sentence.first or self._goes_on(quote.last + 1, end.last):
            return None
        before = self.parse.tokens[sentence.first - 1]
        if before.sent not in self.going:
            return None
        if self.parse.sentence(before).paragraph == sentence.paragraph or before.text == ":":
            return self.going[before.sent]
        unclosed = last is not None and not last.closed and last.last == before.i
        return self.going[before.sent] if unclosed or before.i in self.inside else None

    def _goes_on(self, i: int, end: int) -> bool:
        return any(t.pos != "PUNCT" for t in self.parse.tokens[i:end])
