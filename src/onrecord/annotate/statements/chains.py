"""Who speaks, through whom, and inside whose statement: the chain from the words to the one who said them."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.annotate.actors.unlisted import phrase, unlisted
from onrecord.annotate.statements.drafts import Draft
from onrecord.annotate.statements.extents import Marks
from onrecord.data import Actor, ActorKind, Mention, Page
from onrecord.tokens import Token

# Pronouns of the one who speaks, inside of a quotation.
FIRST = frozenset(("i", "we", "me", "us", "my", "our", "myself", "ourselves"))
# Kinds of actor that a pronoun can stand for when a report goes on with the one who spoke last.
KINDS: dict[str, frozenset[ActorKind]] = {
    "he": frozenset(("person", "unnamed")),
    "she": frozenset(("person", "unnamed")),
    "it": frozenset(("body", "country")),
    "they": frozenset(("group",)),
}
# How sure it is that an unlisted relay is a medium: an estimate.
MEDIUM = 0.6
# How sure it is that an unlisted noun before a cue is who speaks: an estimate.
STRANGER = 0.6
# Labels of entities that say nothing.
NOBODY = frozenset({"DATE", "TIME", "MONEY", "PERCENT", "QUANTITY", "CARDINAL", "ORDINAL"})
OTHERS = {"he": ("she", "her"), "she": ("he", "his", "him")}


class Chains:
    """The drafts of a page by how they lie in one another."""

    def __init__(self, page: Page, drafts: list[Draft], marks: Marks, by: str) -> None:
        self.page, self.drafts, self.by = page, drafts, by
        self.made: dict[int, Mention] = {}
        self.marks = marks
        self.outer = _outer(drafts)
        self.known: dict[int, tuple[str, ...]] = {}
        self.spoke: tuple[int, tuple[str, ...]] = (-1, ())
        self.forms = _forms(page)

    def outer_first(self) -> Iterator[Draft]:
        """The drafts, each after the one that it lies in."""
        yield from sorted(self.drafts, key=lambda d: (self._depth(d), d.cue.i))

    def within(self, draft: Draft) -> int:
        """The number of the cue of the innermost draft whose content covers the cue of `draft`, or -1."""
        return self.outer.get(draft.cue.i, -1)

    def voices(self, draft: Draft) -> dict[str, tuple[str, ...]]:
        """The ids of the actor mentions that speak, and of those that relay, outermost first."""
        speakers = self.known[draft.cue.i] = self._speakers(draft)
        if draft.cue.i not in self.outer:
            last = max(draft.cue.i, *(b for _, b in draft.content))
            self.spoke = (self.page.parse.tokens[last].sent, speakers)
        via = [m for r in draft.relays for m in self._mentions(r) or _ids(self._medium(r))]
        return {"speakers": speakers, "via": tuple(dict.fromkeys(via))}

    def _medium(self, relay: Token) -> Mention | None:
        """A mention of a relay that no list knows."""
        if relay.i not in self.made:
            words = phrase(self.page, relay)
            made = unlisted(self.page, words, by=self.by, score=MEDIUM, kind="body", sectors=("JRN",))
            if made is not None:
                self.made[relay.i] = made
        return self.made.get(relay.i)

    def _stranger(self, source: Token) -> Mention | None:
        """A mention of a speaker that no list knows: a person, a group or a body named by a noun."""
        if source.pos not in ("NOUN", "PROPN") or source.ent in NOBODY:
            return None
        if source.i not in self.made:
            made = unlisted(self.page, phrase(self.page, source), by=self.by, score=STRANGER)
            if made is not None:
                self.made[source.i] = made
        return self.made.get(source.i)

    def _speakers(self, draft: Draft) -> tuple[str, ...]:
        if draft.source is None:
            return ()
        outer = self.within(draft)
        if draft.source.lower in FIRST and (draft.source.i in self.marks.at or outer >= 0):
            return self.known.get(outer, ())
        found = self._mentions(draft.source)
        if not found and outer < 0:
            found = self._went_on(draft.source)
        return found or _ids(self._stranger(draft.source))

    def _went_on(self, source: Token) -> tuple[str, ...]:
        """The one speaker of the sentence before, for a "he", "she", "it" or "they" that nothing else resolves."""
        sentence, speakers = self.spoke
        kinds = KINDS.get(source.lower)
        if kinds is None or len(speakers) != 1 or not sentence <= source.sent <= sentence + 1:
            return ()
        spoke = self.page.by_id.get(speakers[0]) or next(m for m in self.made.values() if m.id == speakers[0])
        actor = spoke.value if isinstance(spoke, Mention) else None
        if not isinstance(actor, Actor) or actor.kind not in kinds:
            return ()
        return () if self.forms.get(actor.id, set()) & {*OTHERS.get(source.lower, ())} else speakers

    def _mentions(self, source: Token) -> tuple[str, ...]:
        """The mentions of the head of a source and of those joined to it by "and"; of "who", of what it stands for; of
        a readout or a poll, of whose it is."""
        token: Token | None = source
        found: list[str] = []
        if source.tag in ("WP", "WDT"):
            token = next((v.head for v in source.ancestors() if v.dep == "relcl"), source)
        while token is not None:
            mention = self.page.actor(token) or self._author(token)
            if mention is not None:
                found.append(mention.id)
            token = token.child("conj")
        return tuple(dict.fromkeys(found))

    def _author(self, noun: Token) -> Mention | None:
        """Whose a text is: its possessor, the name before it, or who stands after "by" or "from"."""
        for c in noun.children:
            if c.dep in ("poss", "compound", "nmod") and (mention := self.page.actor(c)) is not None:
                return mention
        for c in noun.children:
            if c.dep == "prep" and c.lower in ("by", "from") and (author := c.child("pobj")) is not None:
                return self.page.actor(author)
        return None

    def _depth(self, draft: Draft) -> int:
        depth, at = 0, draft.cue.i
        while at in self.outer:
            depth, at = depth + 1, self.outer[at]
        return depth


def _ids(mention: Mention | None) -> tuple[str, ...]:
    return (mention.id,) if mention is not None else ()


def _forms(page: Page) -> dict[str, set[str]]:
    """The pronouns by which each actor is called, by its id."""
    forms: dict[str, set[str]] = {}
    for mention in page.actors:
        if isinstance(mention.value, Actor) and len(mention.span.quote) < 5:
            forms.setdefault(mention.value.id, set()).add(mention.span.quote.lower())
    return forms


def _outer(drafts: list[Draft]) -> dict[int, int]:
    """For the cue of each draft, the cue of the innermost draft with more content that covers it, by one sweep."""
    size = {d.cue.i: (sum(b - a for a, b in d.content), -d.cue.i) for d in drafts}
    ranges = sorted(((a, -b, d.cue.i) for d in drafts for a, b in d.content), reverse=True)
    found: dict[int, int] = {}
    opened: list[tuple[int, int]] = []
    for draft in sorted(drafts, key=lambda d: d.cue.i):
        at = draft.cue.i
        while ranges and ranges[-1][0] <= at:
            _, end, cue = ranges.pop()
            opened.append((-end, cue))
        while opened and opened[-1][0] < at:
            opened.pop()
        outer = next((c for end, c in reversed(opened) if end >= at and size[c] > size[at]), None)
        if outer is not None:
            found[at] = outer
    return found
