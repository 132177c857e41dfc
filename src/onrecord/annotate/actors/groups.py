"""Groups taken up again: "they", "the two", "both leaders", and "it" for the country or body that says something."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.annotate.actors import sides
from onrecord.annotate.actors.meaning import Meaning
from onrecord.annotate.actors.phrases import Unit
from onrecord.annotate.actors.rows import Lists
from onrecord.tokens import Parse, Token

MANY = frozenset(("they", "them"))
SUBJECT = ("nsubj", "nsubjpass")
# By rule, right in about so many of a hundred.
SCORE = 0.7


class Groups:
    """Reads what takes up a group, a country or a body of one page."""

    def __init__(self, found: Sequence[Meaning], parse: Parse, words: Lists) -> None:
        self.parse, self.words = parse, words
        self.by_sentence: dict[int, list[Meaning]] = {}
        self.at: dict[int, Meaning] = {}
        for m in found:
            self.add(m)

    def add(self, m: Meaning) -> None:
        """Takes in one more mention."""
        self.by_sentence.setdefault(self.parse.tokens[m.unit.first].sent, []).append(m)
        self.at.update((i, m) for i in range(m.unit.first, m.unit.last + 1))

    def read(self, token: Token) -> Meaning | None:
        """What the word takes up, or None where that is not sure or it takes up nothing."""
        lower = token.lower
        if lower in MANY and token.dep in SUBJECT:
            return mention(token, self._plural(token, token.sent), SCORE)
        if lower == "their" or (lower in MANY and token.dep != "expl"):
            return mention(token, self._owners(token), SCORE)
        if lower == "it" and token.dep == "nsubj":
            return mention(token, self._thing(token), SCORE)
        if lower == "its":
            return mention(token, self._owner(token), SCORE)
        if lower in ("two", "both"):
            return self._pair(token, token.sent)
        return None

    def _plural(self, token: Token, number: int) -> Meaning | None:
        """The plural subject before "they": of the clause above, else of the last sentence if no group follows."""
        for head in token.ancestors():
            if (m := self._subject(head, token.i)) is not None and m.kind == "group":
                return m
        root = self.parse.sentences[number - 1].root if number else None
        m = self._subject(root, token.i) if root is not None else None
        others = [o for o in self.by_sentence.get(number, ()) if o.unit.last < token.i and o.kind == "group"]
        return m if m is not None and m.kind == "group" and not others else None

    def _subject(self, verb: Token, before: int) -> Meaning | None:
        subject = verb.child(*SUBJECT)
        return self.at.get(subject.i) if subject is not None and subject.i < before else None

    def _above(self, token: Token) -> tuple[Token, Meaning] | None:
        """The subject of the nearest clause above that has one before the word, where that is an actor."""
        for head in token.ancestors():
            subject = head.child(*SUBJECT)
            if subject is not None and subject.i < token.i and not subject.left <= token.i <= subject.right:
                meant = self.at.get(subject.i)
                return (head, meant) if meant is not None else None
        return None

    def _owners(self, token: Token) -> Meaning | None:
        """The group that is the subject of the clause: "The rebels buried their dead", but not "them" of its verb."""
        above = self._above(token)
        if above is None or above[1].kind != "group" or (token.lower == "them" and above[0] is token.head):
            return None
        return above[1]

    def _owner(self, token: Token) -> Meaning | None:
        """The country or body that is the subject of the clause: "Ruritania has sent its troops"."""
        above = self._above(token)
        if above is None or above[1].unit.head.child("conj") is not None:
            return None
        m = above[1]
        return m if m.kind in ("country", "body") and m.unit.head.tag not in ("NNS", "NNPS") else None

    def _thing(self, token: Token) -> Meaning | None:
        """The country or body that is the subject of the clause above: "Ruritania says it will"."""
        if any(
            c.dep in ("acomp", "ccomp", "csubj") and token.head.lemma in ("be", "seem", "appear")
            for c in token.head.children
        ):
            return None
        for head in token.head.ancestors():
            sure = head.lemma in self.words.speech or token.head.dep == "relcl"
            if (m := self._subject(head, token.i)) is not None:
                return m if sure and (m.kind in ("country", "body") or (m.kind == "group" and not _many(m))) else None
        return None

    def _pair(self, token: Token, number: int) -> Meaning | None:
        """The two persons or countries of the sentence before that "the two" or "both sides" take up."""
        bare = token.dep in (*SUBJECT, "pobj", "dobj")
        head = token if bare else token.head
        the = any(c.lower == "the" for c in head.children)
        want = "person" if bare else self._wanted(head)
        if want is None or (token.lower == "two" and not the) or (bare and token.lower == "both"):
            return None
        pair = self._two(number, want)
        if pair is None and (bare or want == "either"):
            pair = self._two(number, "country")
        if pair is None:
            return None
        if (known := self.at.get(head.i)) is not None:
            return _group(known, pair) and None
        if head.i < token.i or any(i in self.at for i in range(token.i, head.i + 1)):
            return None
        return _group(Meaning(Unit(token.i, head.i, head), "pronoun"), pair)

    def _wanted(self, head: Token) -> str | None:
        """What the noun of "both leaders" takes up, or None."""
        if head.tag not in ("NNS", "NNPS"):
            return None
        return next((k for k, nouns in self.words.pairs.items() if head.lemma in nouns), None)

    def _two(self, number: int, want: str) -> list[Meaning] | None:
        """The only two persons, or countries with what belongs to them, of the nearest sentence before that has any."""
        for sentence in (number - 1, number - 2):
            here = [m for m in self.by_sentence.get(sentence, ()) if m.via != "pronoun"]
            if want == "country":
                found = sides.parties(here, self.at, self.words)
            else:
                found = {m.id: m for m in here if m.kind == "person"}
            if found:
                return list(found.values()) if len(found) == 2 else None
        return None


def _many(m: Meaning) -> bool:
    return m.unit.noun is not None and m.unit.noun.plural


def mention(token: Token, meant: Meaning | None, score: float) -> Meaning | None:
    """The pronoun at `token` as a mention of what `meant` means."""
    if meant is None:
        return None
    made = Meaning(Unit(token.i, token.i, token), "pronoun")
    made.same(meant)
    made.names, made.score, made.meant = meant.names, score, meant
    return made


def _group(made: Meaning, pair: list[Meaning]) -> Meaning:
    """Makes `made` a mention of the two together."""
    made.kind, made.via = "group", "pronoun"
    made.members = tuple(sorted(m.id for m in pair))
    made.id = "group:" + "+".join(made.members)
    made.name = " and ".join(m.name for m in pair)
    lands = {m.country for m in pair}
    made.country = lands.pop() if len(lands) == 1 else None
    made.sectors = pair[0].sectors if pair[0].sectors == pair[1].sectors else ()
    return made
