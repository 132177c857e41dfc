"""Whom "he" or "she" may mean: the humans named so far, and those named just after.

A chain is one human through the report: names, nouns and the pronouns already read. What speaks for a chain is a list
of features by name; the codebook gives each its weight, and `share` makes shares of the sums that add up to one.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from onrecord.annotate.actors.books import fold
from onrecord.annotate.actors.chains import SUBJECT, Chain, Spot, place
from onrecord.annotate.actors.likelihood import Context, Scene, above
from onrecord.annotate.actors.meaning import Meaning
from onrecord.annotate.actors.sexes import Sex, Sexes
from onrecord.tokens import Parse, Token

QUOTES = frozenset(("“", "”", "„", "«", "»", '"', "``", "''"))
OPENING = frozenset(("“", "„", "«", "``"))
EITHER = frozenset(('"', "''"))
# Sentences before and after a pronoun in which whom it means may stand, and mentions of one sentence looked at.
BACK, AHEAD, NEAR = 5, 2, 60


def share(sums: Sequence[float]) -> list[float]:
    """The shares of options whose features add up to `sums`."""
    top = max(sums)
    parts = [math.exp(s - top) for s in sums]
    return [p / sum(parts) for p in parts]


class Antecedents:
    """The chains of one page, and for each pronoun those that it may mean with what speaks for them."""

    def __init__(self, found: Sequence[Meaning], parse: Parse, sexes: Sexes) -> None:
        self.parse, self.sexes = parse, sexes
        self.chains: dict[str, Chain] = {}
        self.by_sentence: dict[int, list[Spot]] = {}
        self.quoted = _quoted(parse)
        self.last: dict[str, tuple[Chain, int]] = {}
        self.scene = Scene(parse, self.quoted, sexes.speech, self.last)
        taken = {i for m in found for i in range(m.unit.first, m.unit.last + 1)}
        spots = [(m.unit.head, m.unit.first, m.unit.last, m) for m in found]
        bare = [(t, t.i, t.i, None) for t in parse.tokens if t.i not in taken and sexes.human(t)]
        for token, first, last, meaning in sorted([*spots, *bare], key=lambda s: s[1]):
            self._add(token, first, last, meaning)

    def _add(self, token: Token, first: int, last: int, meaning: Meaning | None) -> None:
        known = self._key(token, meaning)
        if known is None:
            return
        key, kind = known
        chain = self.chains.get(key)
        if chain is None:
            chain = self.chains[key] = Chain(kind)
        if meaning is not None:
            chain.sex = chain.sex or self.sexes.title(meaning)
            chain.given = chain.given or self.sexes.given(meaning)
        else:
            chain.sex = chain.sex or self.sexes.noun(token)
        chain.named += 1
        self._put(Spot(token, first, last, meaning), chain)

    def _put(self, spot: Spot, chain: Chain) -> None:
        spot.chain, spot.said = chain, self.quoted[spot.token.i]
        chain.spots.append(spot)
        self.by_sentence.setdefault(spot.token.sent, []).append(spot)

    def _key(self, token: Token, m: Meaning | None) -> tuple[str, str] | None:
        """The chain that a mention belongs to and its kind; None for what is no human."""
        if m is None:
            return self._noun_key(token, token.lemma.lower(), "noun")
        noun = m.unit.noun
        if m.kind == "person":
            return m.id, "full" if " " in m.name else "single"
        if noun is not None:
            one = not noun.plural and noun.row.kind in ("person", "group") and noun.word not in self.sexes.book.crowds
            modifies = token.dep in ("compound", "amod", "nmod")
            known = one and not modifies and m.kind in (None, "group", "unnamed")
            return self._noun_key(token, noun.word, "office") if known else None
        if m.via == "run" and m.unit.name is not None and m.unit.name[1] - m.unit.name[0] < 4:
            words = self.parse.tokens[m.unit.name[0] : m.unit.name[1] + 1]
            acronym = len(words) == 1 and words[0].text.isupper() and len(words[0].text) > 1
            given = len(words) == 1 and fold(words[0].text) in self.sexes.names  # taken for a modifier of a verb
            modifies = token.dep in ("compound", "amod", "nmod") and not (given and token.head.text[0].islower())
            if m.kind in (None, "body") and not acronym and not modifies:
                return "run:" + " ".join(fold(t.text) for t in words), f"unsure {words[0].ent or 'bare'}"
        return None

    def _noun_key(self, token: Token, word: str, kind: str) -> tuple[str, str]:
        """ "The man" is the last man spoken of; "a man" and "her man" are new."""
        key = f"noun:{word}"
        the = any(c.lower in ("the", "this", "that") for c in token.children)
        if not the or key not in self.chains:
            self.chains.pop(key, None)
        return key, kind if the else f"new {kind}"

    # ------------------------------------------------------------------------------------------------- the options

    def options(self, token: Token, sex: Sex | None) -> list[tuple[Chain | None, list[str]]]:
        """The chains that the pronoun may mean, each with its features; the first option is None, "nobody we know".

        Without `sex` those of both sexes are given.
        """
        where = place(token)
        before = list(self._before(token))
        chains: dict[Chain, list[Spot]] = {}
        for spot in before:  # nearest first
            assert spot.chain is not None
            chains.setdefault(spot.chain, []).append(spot)
        same = above(token) if token.dep in ("dobj", "dative") and where != "self" else {}
        around = self._around(token)
        barred = {s.chain for s in around if _inside(token, s) or same.get(s.token.i) == 0}
        fits = {c: s for c, s in chains.items() if c not in barred and not _other(c, sex)}
        context = Context(self.scene, token, sex, where, before)
        options: list[tuple[Chain | None, list[str]]] = [(None, context.nobody(len(fits)))]
        options += [(c, context.features(c, s, n)) for n, (c, s) in enumerate(fits.items())]
        for spot in self._after(token):
            chain = spot.chain
            if chain is not None and chain not in chains and chain not in barred and not _other(chain, sex):
                chains[chain] = [spot]
                options.append((chain, context.later(chain, spot, bool(fits))))
        return options

    def take(self, token: Token, sex: Sex, chain: Chain) -> None:
        """Lets the pronoun be a mention of `chain`."""
        self._put(Spot(token, token.i, token.i, None), chain)
        chain.seen += 1
        chain.learnt = chain.learnt or sex
        self.last[sex] = (chain, token.sent)

    def _before(self, token: Token) -> Iterator[Spot]:
        for sentence in range(token.sent, max(token.sent - BACK, 0) - 1, -1):
            here = self.by_sentence.get(sentence, [])[-NEAR:]
            yield from sorted((s for s in here if s.first < token.i), key=lambda s: -s.first)

    def _after(self, token: Token) -> Iterator[Spot]:
        for sentence in range(token.sent, token.sent + AHEAD + 1):
            yield from (s for s in self.by_sentence.get(sentence, [])[:NEAR] if s.first > token.i)

    def _around(self, token: Token) -> Sequence[Spot]:
        return self.by_sentence.get(token.sent, [])[:NEAR]


def _other(chain: Chain, sex: Sex | None) -> bool:
    """Whether title, noun or the first name of a full one tell that the chain is of the other sex."""
    told = chain.sex or (chain.given if chain.kind == "full" else None)
    return sex is not None and told is not None and told != sex


def _inside(token: Token, spot: Spot) -> bool:
    """Whether the pronoun belongs to the words of the mention: "her" never means "father, Philip" in "her father"."""
    if spot.first <= token.i <= spot.last:
        return True
    if token.dep != "poss":
        return False
    owned = token.head
    if spot.token is owned or (spot.token.dep == "appos" and spot.token.head is owned):
        return True
    if owned.dep == "appos" and owned.head is spot.token:
        return True
    return owned.dep == "attr" and spot.token.dep in SUBJECT and spot.token.head is owned.head


def _quoted(parse: Parse) -> list[bool]:
    """For each token whether it stands in quotation marks; an open one ends with its paragraph."""
    out, inside, paragraph = [], False, -1
    for sentence in parse.sentences:
        if sentence.paragraph != paragraph:
            inside, paragraph = False, sentence.paragraph
        for t in parse.words(sentence):
            if t.text in QUOTES:
                inside = t.text in OPENING or (t.text in EITHER and not inside)
            out.append(inside)
    return out
