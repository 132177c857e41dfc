"""A mention of a party that no list knows, from the words that name it."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.annotate.actors.books import slug
from onrecord.data import Actor, ActorKind, Mention, Page
from onrecord.tokens import Token

# Words at the edges of a phrase that are no part of a name.
EDGES = frozenset({"DET", "PUNCT", "ADP", "CCONJ", "SCONJ", "PRON", "SPACE", "PART"})
# Words before a noun that belong to its name, where nothing stands between.
BEFORE = ("compound", "amod", "nmod", "poss", "nummod")
# Labels of entities that are places: whoever lives there.
PLACES = frozenset({"GPE", "LOC", "FAC"})


def unlisted(
    page: Page, words: Sequence[Token], *, by: str, score: float, kind: ActorKind | None = None,
    sectors: tuple[str, ...] = (), country: str | None = None,
) -> Mention | None:  # fmt: skip
    """The mention of what `words` name, without marks and articles at their ends; None when nothing is left."""
    while words and words[0].pos in EDGES:
        words = words[1:]
    while words and words[-1].pos in EDGES:
        words = words[:-1]
    if not words:
        return None
    span = page.document.span(words[0].start, words[-1].end)
    name = " ".join(span.quote.split())
    kind = kind or _kind(page.parse.top(words))
    actor = Actor(name=name, names=(name,), id=f"{kind}:{slug(name)}", kind=kind, country=country, sectors=sectors)
    return Mention.at(span, actor, by=by, score=score)


def phrase(page: Page, noun: Token) -> list[Token]:
    """A noun with the names, nouns and adjectives right before it."""
    first = noun.i
    for c in sorted(noun.children, key=lambda c: -c.i):
        if c.right == first - 1 and c.dep in BEFORE:
            first = c.left
    return page.parse.tokens[first : noun.i + 1]


def _kind(head: Token) -> ActorKind:
    """What kind of party a noun names, as far as its form tells."""
    if head.pos != "PROPN":
        return "group" if head.tag == "NNS" else "unnamed"
    return "unnamed" if head.ent in PLACES else "person" if head.ent == "PERSON" else "body"
