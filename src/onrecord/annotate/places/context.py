"""What is known of a page when its names are judged: its words, which of them are names, and its persons."""

from __future__ import annotations

from onrecord.annotate.places.spans import PLACES, PROPER, Name
from onrecord.annotate.places.words import Words
from onrecord.data import Actor, Page
from onrecord.tokens import Token

# Prepositions that only say where, beside those for nearness.
WHERE = frozenset({"in", "at", "inside", "into", "throughout", "across", "via"})


class Context:
    """A page with its names; `at` gives the name at a word's number, `taken` the words of times.

    `units` are the codes of the first-level units that the page names.
    """

    def __init__(self, page: Page, names: list[Name], words: Words) -> None:
        self.page, self.words, self.names = page, words, names
        self.tokens = page.parse.tokens
        self.at = {i: n for n in names for i in range(n.first, n.last + 1)}
        self.people = _people(page)
        self.units = {e.admin1 for n in names for e in n.meanings[:2] if e.kind == "admin1" and e.rank != 1}
        self.taken = {t.i for m in page.times for t in page.parse.covering(m.span.start, m.span.end)}

    def kind_word(self, token: Token) -> bool:
        """Whether it is a noun for a kind of place or facility: "province", "airport"."""
        return token.lower in self.words.types or token.lower in self.words.facilities.kinds

    def direction(self, token: Token) -> bool:
        """Whether it is a word of direction, or of a kind of place, that may stand in a name: "northern"."""
        return token.lower in self.words.names.directions or token.lower in self.words.types

    def plain(self, token: Token) -> bool:
        """Whether it is first of all an English word, also where a place is called so: "Bay", "Reading"."""
        return token.lower in self.words.names.common or self.kind_word(token) or self.direction(token)

    def after(self, name: Name, tags: frozenset[str]) -> bool:
        """Whether a word with one of the tags follows the name in its sentence."""
        following = self.tokens[name.last + 1] if name.last + 1 < len(self.tokens) else None
        return following is not None and following.tag in tags and following.sent == name.head.sent

    def role(self, token: Token) -> Token:
        """The first of the coordinated words that `token` is one of."""
        for _ in range(10):
            if token.dep != "conj" or token.head.i >= token.i:
                break
            token = token.head
        return token

    def state(self, name: Name) -> bool:
        """Whether the name may stand for a government: a country or a capital."""
        return any(e.kind in ("country", "capital") and e.rank == 0 for e in name.meanings[:3])

    def plainly_in(self, token: Token) -> bool:
        """Whether a preposition that only says where governs the word: what a name that nobody knows has to have."""
        return token.dep == "pobj" and (token.head.lower in WHERE or token.head.lower in self.words.near)

    def typed(self, token: Token) -> bool:
        """Whether the words before call it a town or another kind of place: "the village of"."""
        of = token.head
        return token.dep == "pobj" and of.lower == "of" and of.head.lemma.lower() in self.words.types

    def behind_comma(self, name: Name) -> bool:
        """Whether the name stands between commas behind a place, as the whole that it lies in."""
        before = self.tokens[name.first - 2] if name.first > 1 and self.tokens[name.first - 1].text == "," else None
        return before is not None and (before.ent in PLACES or before.i in self.at) and name.head.dep == "appos"


def _people(page: Page) -> frozenset[str]:
    """The words of the full names of persons on the page."""
    words: set[str] = set()
    spans: dict[int, list[Token]] = {}
    for t in page.parse.tokens:
        if t.ent == "PERSON":
            spans.setdefault(t.ent_i, []).append(t)
    for named in spans.values():
        if len(named) > 1:
            words.update(t.lower for t in named)
    for m in page.actors:
        if isinstance(m.value, Actor) and m.value.kind == "person":
            named = [t for t in page.parse.covering(m.span.start, m.span.end) if t.tag in PROPER]
            if len(named) != 1 or not (named[0].dep == "pobj" and named[0].head.lower == "in"):
                words.update(t.lower for t in named)
    return frozenset(words)
