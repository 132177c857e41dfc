"""Single capitalised words that no list knows, over a whole report: what is a person's name once is so throughout."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from onrecord.annotate.actors.books import fold
from onrecord.annotate.actors.meaning import Meaning
from onrecord.annotate.actors.sexes import Sex
from onrecord.tokens import Parse, Token

SUBJECT = ("nsubj", "nsubjpass")
ARGUMENT = frozenset((*SUBJECT, "poss", "dobj", "dative", "pobj", "agent", "conj", "appos", "oprd", "attr"))
# Prepositions after which a name is that of a place or a body more often than of a person.
WHERE = frozenset(("in", "at", "near", "from", "into", "inside", "outside", "around", "across", "on", "to", "within"))
# Votes from which a word that no mention shows to be a person's name is taken for one. By trying on WikiGold, CrossNER
# politics and UNER.
ENOUGH = 2.0
# Votes of a single mention down to which it is of another thing of that name: "in Houston".
AGAINST = -1.0


def settle(found: Sequence[Meaning], parse: Parse, names: Mapping[str, Sex]) -> None:
    """Makes persons of the single words that the report as a whole shows to be their names."""
    words: dict[str, list[Meaning]] = defaultdict(list)
    for m in found:
        if (word := _word(m, parse)) is not None:
            words[word].append(m)
    for word, group in words.items():
        unsure = [m for m in group if m.kind != "person" and not _modifies(m.unit.head)]
        if not unsure:
            continue
        known = next((m for m in group if m.kind == "person"), None)
        if known is None and _votes(word, unsure, names) < ENOUGH:
            continue
        for m in unsure:
            if _vote(m.unit.head) > AGAINST:
                _name(m, known, word)


def _word(m: Meaning, parse: Parse) -> str | None:
    """The folded word of a name of one word; None for what has more, or stands in capitals like an acronym."""
    at = m.unit.name
    if at is None or at[0] != at[1] or m.via not in ("run", "title", "surname") or m.kind in ("group", "unnamed"):
        return None
    text = parse.tokens[at[0]].text
    acronym = text.isupper() or not text[1:].islower()
    return fold(text) if m.kind == "person" or not (acronym or m.sectors) else None


def _modifies(token: Token) -> bool:
    return token.dep in ("compound", "amod", "nmod", "npadvmod", "ROOT") or token.dep not in ARGUMENT


def _votes(word: str, group: Sequence[Meaning], names: Mapping[str, Sex]) -> float:
    """What speaks for a person, the mean over the mentions: their labels and their places in the sentence."""
    return sum(_vote(m.unit.head) for m in group) / len(group) + (1.5 if word in names else 0.0)


def _vote(token: Token) -> float:
    vote = {"PERSON": 1.5, "": 0.5, "ORG": 0.0, "GPE": -1.0}.get(token.ent, -0.5)
    if token.dep in SUBJECT and token.head.pos == "VERB":
        vote += 0.5
    if token.dep == "pobj" and token.head.lower in WHERE:
        vote -= 1.5
    if token.child("det") is not None:
        vote -= 1.5
    if any(c.dep == "relcl" and any(w.lower in ("who", "whom") for w in c.children) for c in token.children):
        vote += 1.0
    return vote


def _name(m: Meaning, known: Meaning | None, word: str) -> None:
    if known is not None:
        m.same(known)
        m.via = "surname"
        return
    m.kind, m.id, m.sectors = "person", f"person:{word.replace(' ', '-')}", ()
    m.name = m.form
