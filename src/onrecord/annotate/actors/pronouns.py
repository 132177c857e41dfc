"""Pronouns: mentions of what was named before, or just after, as far as that is likely enough."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from onrecord.annotate.actors.antecedents import Antecedents, share
from onrecord.annotate.actors.books import slug
from onrecord.annotate.actors.chains import Chain
from onrecord.annotate.actors.groups import Groups, mention
from onrecord.annotate.actors.likelihood import placed
from onrecord.annotate.actors.meaning import Meaning
from onrecord.annotate.actors.rows import Lists
from onrecord.annotate.actors.sexes import Sex, Sexes
from onrecord.tokens import Parse, Token

SEXES: Mapping[str, Sex] = {
    "he": "m", "him": "m", "his": "m", "himself": "m",
    "she": "f", "her": "f", "hers": "f", "herself": "f",
}  # fmt: skip
SELF, SELF_SCORE = frozenset(("himself", "herself")), 0.8
# The least share with which somebody is taken to be meant; below it the pronoun stays unresolved.
LEAST = 0.3
# The part of the best share from which the other of two named in one breath is as likely.
EVEN = 0.5
# Kinds of names that stay places where they ever stand as places do: "he" is too weak a witness against both.
PLACED = frozenset(("unsure GPE", "unsure LOC", "unsure FAC"))
Options = list[tuple[Chain | None, list[str]]]


class Pronouns:
    """Resolves the pronouns of one page against the meanings found in it."""

    def __init__(self, found: Sequence[Meaning], parse: Parse, words: Lists, sexes: Sexes) -> None:
        self.parse, self.weights = parse, sexes.book.weights
        self.antecedents = Antecedents(found, parse, sexes)
        self.groups = Groups([m for m in found if m.kind is not None], parse, words)

    def read(self) -> Iterator[Meaning]:
        """A Meaning for each pronoun whose antecedent is likely enough, in order."""
        for token in self.parse.tokens:
            if token.i in self.groups.at:
                continue
            sex = SEXES.get(token.lower) if token.tag in ("PRP", "PRP$") else None
            made = self._person(token, sex) if sex else self._group(token)
            if made is not None:
                self.groups.add(made)
                yield made

    def _group(self, token: Token) -> Meaning | None:
        """What a quoted "they" means is somebody else's world."""
        return None if self.antecedents.quoted[token.i] else self.groups.read(token)

    def _self(self, token: Token) -> Meaning | None:
        """The subject of the clause that "himself" is in, or whom it stands beside: "the minister himself"."""
        if token.dep in ("appos", "npadvmod") and (beside := self.groups.at.get(token.head.i)) is not None:
            return beside if beside.kind in ("person", "unnamed") else None
        for head in token.ancestors():
            if (subject := head.child("nsubj", "nsubjpass")) is not None and subject is not token:
                meant = self.groups.at.get(subject.i)
                return meant if meant is not None and meant.kind in ("person", "unnamed") else None
            if head.dep == "relcl":
                meant = self.groups.at.get(head.head.i)
                return meant if meant is not None and meant.kind in ("person", "unnamed") else None
        return None

    def _person(self, token: Token, sex: Sex) -> Meaning | None:
        itself = self._self(token) if token.lower in SELF else None
        options = self.antecedents.options(token, sex)
        own = (
            c for c, _ in options if itself and c is not None and c.meaning is not None and c.meaning.id == itself.id
        )
        at, score = self.choose(token, options)
        chain = next(own, options[at][0])
        if chain is not None:
            self.antecedents.take(token, sex, chain)
        if token.lower in SELF:
            return mention(token, itself, SELF_SCORE)
        if chain is None:
            return None
        meant = _somebody(chain) if score >= LEAST else None
        return mention(token, meant, score) if meant is not None else None

    def choose(self, token: Token, options: Options) -> tuple[int, float]:
        """The number of the likeliest option and its share."""
        weights = self.weights
        shares = share([sum(weights.get(f, 0.0) for f in features) for _, features in options])
        first, *others = sorted(range(len(shares)), key=shares.__getitem__, reverse=True)
        if others and shares[others[0]] > EVEN * shares[first] and _paired(options[first][0], options[others[0]][0]):
            return 0, shares[0]
        return first, shares[first]


def _paired(one: Chain | None, other: Chain | None) -> bool:
    """Whether the two were last named as "A and B"."""
    if one is None or other is None:
        return False
    a, b = ([s.token for s in c.spots if s.meaning is not None][-3:] for c in (one, other))
    return any(t.dep == "conj" and t.head in others for ts, others in ((a, b), (b, a)) for t in ts)


def _somebody(chain: Chain) -> Meaning | None:
    """Who the chain is; a name of which it was not known what it names is that of a person, now that one is "he"."""
    first = chain.meaning
    if chain.kind in PLACED and any(placed(s) for s in chain.spots):
        return None
    if first is None or not (chain.kind.startswith("unsure") or first.kind in ("person", "unnamed", "group")):
        return None
    if chain.kind.startswith("unsure"):
        for m in (s.meaning for s in chain.spots):
            if m is not None and m.kind != "person":
                m.kind, m.sectors = "person", ()
                m.name = m.form
                m.id, m.names = f"person:{slug(m.name)}", (m.name,)
    return first
