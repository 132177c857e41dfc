"""Towns of a list that the recogniser takes for people or firms: "in Bakhmut, Avdiivka and Toretsk"."""

from __future__ import annotations

from collections.abc import Mapping

from onrecord.annotate.places.context import Context
from onrecord.annotate.places.longer import LISTED
from onrecord.annotate.places.spans import PROPER, Name
from onrecord.data import Actor, Page
from onrecord.tokens import Token

# Kinds that a place in a list of towns may have, and the people of a town that is believed there by its own name and by
# another (estimates).
KINDS = frozenset({"city", "capital", "admin1", "site"})
TOWN, RENAMED = 2_000, 50_000
# Words between a place and the next one of its list: ", and", with an article or "in" again.
BETWEEN = 3


def goes_on(c: Context, name: Name, before: tuple[int, Name], people: Mapping[str, set[tuple[str, ...]]]) -> bool:
    """Whether `name` goes on a list behind the place `before` (its last token and its name): a town of one country.

    A small town is believed by its own name alone, and nobody of `people` may be called by the name and more.
    """
    last, known = before
    between = c.tokens[last + 1 : name.first]
    if not 0 < len(between) <= BETWEEN or not known.meanings or name.head.sent != known.head.sent:
        return False
    joined = all(t.text in LISTED or t.lower == "in" for t in between) and between[0].text in LISTED
    if not joined or name.head.dep not in ("conj", "appos") or c.plain(name.head):
        return False
    if name.last + 1 < len(c.tokens) and c.tokens[name.last + 1].text[0].isupper():
        return False
    country = known.meanings[0].country
    own = any(
        e.country == country and e.kind in KINDS and (e.population >= (RENAMED if e.rank else TOWN) or e.kind == "site")
        for e in name.meanings
    )
    words = tuple(t.lower for t in c.tokens[name.first : name.last + 1] if t.tag in PROPER)
    return own and country is not None and all(people.get(w, set()) <= {words} for w in words)


def called(page: Page) -> dict[str, set[tuple[str, ...]]]:
    """The names of the page's persons by each of their words."""
    spans: dict[int, list[Token]] = {}
    for t in page.parse.tokens:
        if t.ent == "PERSON":
            spans.setdefault(t.ent_i, []).append(t)
    people = [m for m in page.actors if isinstance(m.value, Actor) and m.value.kind == "person"]
    named = [*spans.values(), *(page.parse.covering(m.span.start, m.span.end) for m in people)]
    out: dict[str, set[tuple[str, ...]]] = {}
    for tokens in named:
        words = tuple(t.lower for t in tokens if t.tag in PROPER)
        for word in words:
            out.setdefault(word, set()).add(words)
    return out
