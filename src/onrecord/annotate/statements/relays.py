"""Who only passes words on: "TASS quoted X as saying", "the agency reported, citing two officials, that ..."."""

from __future__ import annotations

from collections.abc import Container

from onrecord.data import Actor, Page
from onrecord.tokens import Token

QUOTING = frozenset(("quote", "cite"))
# Cues of those who pass on what others say; whoever else cites something rests on it and speaks for himself.
RELAYING = frozenset(("report", "quote"))
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


def citing(verb: Token) -> tuple[Token, Token] | None:
    """The verb "citing" that hangs on `verb`, and the head of what it cites; None without one.

    The parse may have hung it on the clause that `verb` takes, before "that".
    """
    said = verb.child("ccomp")
    mark = said.child("mark") if said is not None and said.i > verb.i else None
    inside = [c for c in said.children if c.i < mark.i] if said is not None and mark is not None else []
    for c in (*verb.children, *inside):
        if c.dep in ("advcl", "prep") and c.lemma.lower() in QUOTING and c.tag == "VBG":
            cited = c.child("dobj", "pobj")
            if cited is not None:
                return c, cited
    return None


def passes_on(page: Page, source: Token, cue: Token, media: Container[str]) -> bool:
    """Whether `source` is a news medium, by its actor's sector, by its noun, or by a cue of media."""
    mention = page.actor(source)
    if mention is not None and isinstance(mention.value, Actor) and "JRN" in mention.value.sectors:
        return True
    return source.lemma.lower() in media or cue.lemma.lower() in RELAYING


def speaks(page: Page, cited: Token, people: Container[str]) -> bool:
    """Whether what is cited is a person, a group or a body, and no text."""
    return page.actor(cited) is not None or cited.lemma.lower() in people or cited.ent in NAMED
