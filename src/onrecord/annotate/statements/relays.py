"""Who only passes words on: "TASS quoted X as saying", "the agency reported, citing two officials, that ..."."""

from __future__ import annotations

from collections.abc import Container

from onrecord.tokens import Token

QUOTING = frozenset(("quote", "cite"))
NAMED = frozenset(("PERSON", "ORG", "NORP", "GPE"))


def quoting(verb: Token) -> Token | None:
    """The verb that relays `verb`: "quoted" in "quoted X as saying" and "X was quoted as saying", or None."""
    preposition = verb.head
    if verb.dep != "pcomp" or preposition.lower != "as":
        return None
    return preposition.head if preposition.head.lemma.lower() in QUOTING else None


def relays(verb: Token) -> bool:
    """Whether `verb` is "quoted" in "quoted X as saying"."""
    if verb.lemma.lower() not in QUOTING:
        return False
    return any(c.lower == "as" and c.child("pcomp") is not None for c in verb.children)


def citing(verb: Token, known: Container[str]) -> Token | None:
    """The verb "citing" that hangs on `verb` and names a source (one of the nouns `known`, or a name), or None."""
    for c in verb.children:
        if c.dep in ("advcl", "prep") and c.lemma.lower() in QUOTING and c.tag == "VBG":
            cited = c.child("dobj", "pobj")
            if cited is not None and (cited.lemma.lower() in known or cited.ent in NAMED):
                return c
    return None
