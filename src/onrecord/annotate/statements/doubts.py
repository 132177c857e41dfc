"""What looks like a statement and is none: words not yet spoken, things that cannot speak, speakers left open."""

from __future__ import annotations

from collections.abc import Container

from onrecord.annotate.statements.drafts import Draft
from onrecord.data import Page
from onrecord.tokens import Token

# Pronouns of the one who speaks or is spoken to: outside of anybody's words they name nobody.
SPEAKING = frozenset(("i", "we", "you"))
# As sources these mostly point to a fact ("this shows that"): 3 of 34 were right on the training half of PolNeAR.
POINTING = frozenset(("that", "this", "these"))
# Under a "not" these say what somebody is unable to do, and not what he denies.
ABLE = frozenset(("can", "ca", "could"))
# What may head a source; the parser makes a source of a verb or a possessive 's at times.
HEADS = frozenset(("NOUN", "PROPN", "PRON", "NUM", "ADJ", "DET", "X"))
# With a thing as their subject these report nothing ("the plan called for six ships"): 24 of 52 were right there.
PERSONAL = frozenset(("infinitive", "small", "for", "object", "object as", "object for", "urge"))


def stands(page: Page, draft: Draft, quoted: Container[int], known: Container[str]) -> bool:
    """Whether `draft` is a statement; `quoted` are the tokens in quotation marks, `known` the nouns that can speak.

    What may or will be said is said by nobody yet (9 of 31 clauses under a modal verb were right on that half).
    """
    source = draft.source
    if draft.frame == "quote":
        return True
    if not draft.negated and any(c.dep == "aux" and c.tag == "MD" for v in draft.verbs[:1] for c in v.children):
        return False
    if draft.negated and draft.frame == "object" and any(c.lower in ABLE for c in draft.cue.children):
        return False
    if source is None:
        return True
    if _few(source):
        return False
    if source.pos not in HEADS or (source.lower in POINTING and source.tag == "DT"):
        return False
    if source.lower == "it" and source.i in quoted and page.actor(source) is None:
        return False
    thing = source.pos == "NOUN" and source.lemma.lower() not in known and page.actor(source) is None
    return not (thing and draft.frame in PERSONAL)


def _few(source: Token) -> bool:
    """Whether a source is "few experts": hardly anybody says it, which is neither said nor denied."""
    few = next((t for t in (source, *source.children) if t.lower == "few" and t.i <= source.i), None)
    counted = {c.lower for t in (source, few) if t is not None for c in t.children if c.i < source.i}
    return few is not None and not counted & {"a", "quite", "the", "these", "those"}
