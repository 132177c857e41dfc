"""From the words that fill a role to the mentions that name who it is; one that no list knows gets a mention here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from onrecord.annotate.actors.unlisted import unlisted
from onrecord.annotate.decode import Range
from onrecord.annotate.events.cast import conjuncts
from onrecord.data import Actor, ActorKind, Mention, Page, Place, Statement
from onrecord.tokens import Token

FIRST_PERSON = frozenset({"i", "we", "us", "me", "our", "my", "ours"})
NOBODY = frozenset({"nobody", "none", "nothing"})
RELATIVE = frozenset({"who", "which", "that", "whom", "whose"})
# How sure it is that an unlisted party is one: an estimate.
UNLISTED = 0.6
LOCATIVE = frozenset({"in", "inside", "at", "near", "across", "over", "around", "into", "within", "off"})
# Parts of speech of what may name a party that no list knows.
NOUNS = frozenset({"NOUN", "PROPN"})


class Parties:
    """Who fills the roles of a page's deeds; `made` are the mentions of those that no list knows,
    `places` the ids of those that only stand for a place."""

    def __init__(self, page: Page, by: str) -> None:
        self.page, self.by = page, by
        self.made: dict[str, Mention] = {}
        self.places: set[str] = set()
        self._placed = {t.i: m for m in page.places for t in page.parse.covering(m.span.start, m.span.end)}

    def named(self, ranges: Iterable[Range], said: Statement | None) -> list[Mention]:
        """The mentions of those whom ranges of words name, each once."""
        found: dict[str, Mention] = {}
        for range_ in ranges:
            mention = self._of(range_, said)
            if mention is not None:
                found.setdefault(mention.id, mention)
                found |= {m.id: m for m in self._joined(range_) if m.id not in found}
        return list(found.values())

    def _joined(self, range_: Range) -> Iterator[Mention]:
        """The known actors that are joined to the one whom a range names: "A, B and C"."""
        head = self.page.parse.top(self.page.parse.tokens[range_[0] : range_[1] + 1])
        for token in conjuncts(head):
            if token.i > range_[1] and (mention := self.page.actor(token)) is not None:
                yield mention

    def _of(self, range_: Range, said: Statement | None) -> Mention | None:
        words = self.page.parse.tokens[range_[0] : range_[1] + 1]
        head = self.page.parse.top(words)
        if head.lower in RELATIVE:  # "which seized": who it stands for
            verb = next((a for a in head.ancestors() if a.dep == "relcl"), None)
            if verb is None:
                return None
            head = verb.head
            words = [head]
        if (known := self._known(head, words)) is not None:
            return known
        if head.lower in FIRST_PERSON and (speaker := self._speaker(said)) is not None:
            return speaker
        if head.pos == "PRON":
            return self._unresolved(head) if head.lower not in NOBODY else None
        return self._unlisted(head, words) if head.pos in NOUNS or head.pos == "ADJ" else None

    def _known(self, head: Token, words: list[Token]) -> Mention | None:
        """The mention of an actor there: at the head, else the one that holds most of the words."""
        if (mention := self.page.actor(head)) is not None:
            return mention
        counts: dict[str, int] = {}
        for w in words:
            if (m := self.page.actor(w)) is not None:
                counts[m.id] = counts.get(m.id, 0) + 1
        if not counts or 2 * max(counts.values()) < len(words):
            return None
        best = self.page.by_id[max(counts, key=lambda i: counts[i])]
        return best if isinstance(best, Mention) else None

    def _speaker(self, said: Statement | None) -> Mention | None:
        """Who "we" and "our" are inside what somebody says."""
        if said is None or not said.speakers:
            return None
        mention = self.page.by_id[said.speakers[0]]
        return mention if isinstance(mention, Mention) else None

    def _unresolved(self, pronoun: Token) -> Mention:
        """Somebody of whom only a pronoun tells that may mean several: the same as nobody else in any report."""
        span = self.page.document.span(pronoun.start, pronoun.end)
        somebody = Actor(name=span.quote, id=f"unknown:{span.doc}:{span.start}", kind="unnamed")
        return self._made(Mention.at(span, somebody, by=self.by, score=UNLISTED))

    def _made(self, mention: Mention) -> Mention:
        return self.made.setdefault(mention.id, mention)

    def _unlisted(self, head: Token, words: list[Token]) -> Mention | None:
        place = self._placed.get(head.i)
        land = place.value.country if place is not None and isinstance(place.value, Place) else None
        # the recogniser sees a person in the name of a place
        kind: ActorKind | None = "unnamed" if place is not None and head.ent == "PERSON" else None
        made = unlisted(self.page, words, by=self.by, score=UNLISTED, country=land, kind=kind)
        if made is None:
            return None
        if place is not None:
            self.places.add(made.id)
        return self._made(made)


def located(page: Page, mention: Mention) -> bool:
    """Whether a preposition says that something is where the words of a mention are."""
    words = page.parse.covering(mention.span.start, mention.span.end)
    return bool(words) and words[-1].dep == "pobj" and words[-1].head.lower in LOCATIVE
