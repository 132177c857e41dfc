"""When a nationality or a capital stands for an actor, by its place in the sentence."""

from __future__ import annotations

from onrecord.annotate.actors.rows import Lists
from onrecord.tokens import Token

# Prepositions between an act and the government that it is aimed at or comes from.
ADDRESSED = frozenset(("to", "on", "upon", "from", "for"))


def _addressed(preposition: Token, words: Lists) -> bool:
    """Whether the act before the preposition is one between governments: "a warning to", "sanctions on"."""
    act = preposition.head
    if act.lemma.lower() in words.diplomatic:
        return True
    given = act.child("dobj", "nsubjpass") if act.pos == "VERB" else None
    return given is not None and given.lemma.lower() in words.diplomatic


def decides(token: Token, words: Lists) -> bool:
    """Whether a part of a country acts here as those who govern it: "Doe province declared independence"."""
    if token.ent not in ("GPE", "LOC", "ORG", "NORP") or token.tag[:3] != "NNP":
        return False
    if token.dep == "nsubj":
        return token.head.lemma in words.rulings
    return token.dep == "dobj" and token.head.lemma in words.confronts


def acts(adjective: Token, words: Lists) -> bool:
    """Whether a nationality by itself means the country: "Russian aggression", not "Russian literature"."""
    if adjective.dep in ("acomp", "attr", "oprd") and adjective.tag[:2] == "JJ":  # "the man is Ruritanian"
        return False
    return adjective.head.lemma not in words.culture and adjective.dep != "pobj"


def governs(token: Token, words: Lists) -> bool:
    """Whether a capital at `token` stands for its government; False where that is not sure."""
    while token.dep == "conj" and token.head is not token:
        token = token.head
    head = token.head
    if token.dep == "nsubj":
        return head.lemma not in words.stative
    if token.dep in ("dobj", "dative"):
        return head.lemma not in words.moved
    if token.dep == "poss":
        return head.lemma not in words.city
    if token.dep == "pobj" and head.lower in ADDRESSED:
        return head.head.lemma in words.sent or _addressed(head, words)
    return token.dep in ("pobj", "agent") and (head.lower in words.with_ or head.dep == "agent")
