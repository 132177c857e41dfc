"""Names of the gazetteer in the words of a page: the longest runs of words that are a name of some place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby

import msgspec

from onrecord.annotate.places.index import Entry
from onrecord.annotate.places.names import key
from onrecord.annotate.places.words import Words
from onrecord.data import Page
from onrecord.tokens import Token

# Words of the longest name that is looked up; "Autonomous Republic of Crimea" has four.
LONGEST = 6
PROPER = frozenset({"NNP", "NNPS"})
NOUNS = PROPER | {"NN", "NNS"}
PLACES = frozenset({"GPE", "LOC", "FAC"})
# Prefixes in small letters that begin a name: "sub-Saharan Africa".
PREFIXES = frozenset({"sub", "trans"})
# Words in small letters inside the name of a plant: "Enerhodar nuclear power plant".
POWER = frozenset({"nuclear", "power"})
SITES = PLACES | {"ORG"}


class Name(msgspec.Struct):
    """Tokens `first` to `last` (inclusive) that are a name in the gazetteer, their head, and what the name may mean."""

    first: int
    last: int
    key: str
    meanings: tuple[Entry, ...]
    head: Token

    @property
    def short(self) -> bool:
        """Whether the name is only a short form that needs a town before it ("La.")."""
        return bool(self.meanings) and all(e.rank == 2 for e in self.meanings)


def runs(page: Page, words: Words) -> dict[tuple[int, int], str]:
    """The key of each run of words of `page` that might be a place's name, by its first and last token."""
    return {
        (first, last): name
        for token in page.parse.tokens
        for first, last in _from(token, page.parse.tokens, words)
        if (name := key(page.document.text[token.start : page.parse.tokens[last].end]))
    }


def _from(token: Token, tokens: list[Token], words: Words) -> Iterator[tuple[int, int]]:
    """The runs that start at `token`; one name never goes on over a line's or a sentence's end."""
    starts_sentence = token.i == 0 or tokens[token.i - 1].sent != token.sent
    if (starts_sentence and token.text == "The") or not _starts(token, tokens, words):
        return
    for i in range(token.i, min(token.i + LONGEST, len(tokens))):
        t = tokens[i]
        if t.sent != token.sent or (i > token.i and t.start - tokens[i - 1].end > 1):
            return
        if t.text[0].isupper() or (i > token.i and t.lower in words.names.endings):
            yield token.i, i
        elif i > token.i and t.lower not in words.names.links and t.lower not in POWER:
            return


def _starts(token: Token, tokens: list[Token], words: Words) -> bool:
    if token.text[0].isupper():
        return True
    following = tokens[token.i + 1] if token.i + 1 < len(tokens) else token
    if token.lower in words.names.directions:
        return following.text[0].isupper()
    return following.text == "-" and (token.lower in words.names.links or token.lower in PREFIXES)


def names(
    page: Page, keys: Mapping[tuple[int, int], str], known: Mapping[str, tuple[Entry, ...]], words: Words
) -> list[Name]:
    """The names on `page` in order, none inside another: at each word the longest that `known` has.

    What the entity recogniser takes for a place and `known` has not is a name without meanings.
    """
    longest: dict[int, tuple[int, str]] = {}
    for (first, last), name in keys.items():
        if name in known:
            longest[first] = (last, name)  # the runs of one start come in the order of their length
    out: list[Name] = []
    free = 0
    for first in sorted(longest):
        last, name = longest[first]
        inside = page.parse.tokens[first : last + 1]
        if first >= free and _written_as_name(inside, name) and not _direction(inside, words):
            out.append(Name(first, last, name, known[name], page.parse.top(inside)))
            free = last + 1
    return sorted([*out, *_unknown(page, out, words)], key=lambda n: n.first)


def _unknown(page: Page, found: list[Name], words: Words) -> Iterator[Name]:
    """What the recogniser takes for a place, or for a body that is an institution by its last word ("hospital")."""
    taken = {i for n in found for i in range(n.first, n.last + 1)}
    for _, entity in groupby((t for t in page.parse.tokens if t.ent in SITES), key=lambda t: t.ent_i):
        inside = [t for t in entity if t.lower != "the"]
        if inside and inside[0].ent == "ORG" and inside[-1].lower not in words.facilities.institutions:
            continue
        if not inside or _direction(inside, words):
            continue
        if taken.isdisjoint(t.i for t in inside) and all(t.tag in PROPER for t in inside):
            name = key(page.document.text[inside[0].start : inside[-1].end])
            yield Name(inside[0].i, inside[-1].i, name, (), page.parse.top(inside))


def _direction(inside: list[Token], words: Words) -> bool:
    """Whether the words are one of direction alone: "the North" is any country's, not Cameroon's."""
    return len(inside) == 1 and inside[0].lower in words.names.directions


def _written_as_name(inside: list[Token], name: str) -> bool:
    """Whether the words may be a name: "Of" and "us" are none, "US" and "LA" are."""
    if len(name) < 4 and not (inside[0].text.isupper() or "." in inside[0].text or len(inside[0].text) == 3):
        return False
    return any((t.tag in NOUNS or t.ent in PLACES) and t.text[0].isupper() for t in inside)
