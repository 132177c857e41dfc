"""When a nationality or a capital stands for an actor, by its place in the sentence."""

from __future__ import annotations

from onrecord.annotate.actors.rows import Lists
from onrecord.tokens import Token


def acts(adjective: Token, words: Lists) -> bool:
    """Whether a nationality by itself means the country: "Russian aggression", not "Russian literature"."""
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
    return token.dep in ("pobj", "agent") and (head.lower in words.with_ or head.dep == "agent")
