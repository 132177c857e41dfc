"""What looks like a statement and is none: words not yet spoken, things that cannot speak, speakers left open."""

from __future__ import annotations

from collections.abc import Container

from onrecord.annotate.statements.drafts import Draft
from onrecord.data import Page

# Pronouns of the one who speaks or is spoken to: outside of anybody's words they name nobody.
SPEAKING = frozenset(("i", "we", "you"))
# As sources these mostly point to a fact ("this shows that"): 3 of 34 were right on the training half of PolNeAR.
POINTING = frozenset(("that", "this", "these"))
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
    if source is None:
        return True
    if source.pos not in HEADS or (source.lower in POINTING and source.tag == "DT"):
        return False
    if source.lower == "it" and source.i in quoted and page.actor(source) is None:
        return False
    thing = source.pos == "NOUN" and source.lemma.lower() not in known and page.actor(source) is None
    return not (thing and draft.frame in PERSONAL)
