"""Whether "today" means these times and no day: "today the town has 4,000 people", "today's youth"."""

from __future__ import annotations

from collections.abc import Mapping

from onrecord.annotate.times.grammar import Expression
from onrecord.tokens import Token

_SELF = ("i", "we", "you")
# What these do in these times; of other verbs "today" with them is the day on which they speak.
_OWN = ("live", "face", "know", "enjoy", "use")
# Words that compare: "than it is today", "as we know it today", "where the party is today".
_COMPARE = ("as", "than", "where", "what")


def nowadays(e: Expression, words: Mapping[str, frozenset[str]]) -> bool:
    """Whether the words around "today" tell of a lasting state; `words` is the codebook's table of them."""
    token = e.words[0].token
    if token.lower != "today" or len(e.words) > 2:
        return False
    if token.dep == "poss":
        named = token.head.tag in ("NNP", "NNPS") and token.head.ent != "WORK_OF_ART"
        return named or token.head.lower in words["nouns"]
    if token.dep == "pobj" and token.head.lower == "of":
        return token.head.head.lower in words["nouns"]
    if (e.before is not None and e.before.lower in words["beside"]) or (
        e.after is not None and e.after.lower in ("still", "than", "as")
    ):
        return True
    verb = token.head
    while verb.pos not in ("VERB", "AUX") and verb.head is not verb and verb.dep in ("nsubj", "pobj", "prep", "advmod"):
        verb = verb.head
    present = any(c.tag in ("VBZ", "VBP") for c in verb.children if c.dep == "aux")
    if verb.tag == "VBG" and (verb.dep == "acl" or present):
        return verb.lemma in words["verbs"]
    if verb.dep == "relcl" and verb.tag in ("VBZ", "VBP") and verb.lemma in words["seen"]:
        return True
    if verb.tag not in ("VBZ", "VBP", "VBN") or verb.pos not in ("VERB", "AUX"):
        return False
    if verb.tag != "VBN" and any(c.lower in words["adverbs"] for c in verb.children if c.dep == "advmod"):
        return True
    if verb.lemma == "become" and verb.tag == "VBN" and present:
        return True
    if verb.tag != "VBN" and e.before is not None and e.before.lower in words["nouns"]:
        return True
    return _state(verb, token, words["verbs"])


def _state(verb: Token, today: Token, states: frozenset[str]) -> bool:
    """Whether the clause of `verb` tells of a lasting state: a verb of state in the present, and no one speaking of
    himself, who stands where he speaks."""
    helpers = [c for c in verb.children if c.dep in ("aux", "auxpass")]
    subject = verb.child("nsubj", "nsubjpass", "expl")
    if subject is None or subject is today or (subject.lower in _SELF and verb.lemma not in _OWN):
        return False
    if any(h.tag not in ("VBZ", "VBP") for h in helpers) or (verb.tag == "VBN" and not helpers):
        return False
    if verb.lemma == "be" and not helpers:
        said = verb.child("attr", "acomp")
        if subject.dep == "expl":
            return today.i < verb.i
        if any(c.lower in _COMPARE for c in verb.children):
            return True
        return said is not None and said is not today and today.head.child("poss") is None
    if verb.lemma == "have" and not helpers:
        return today.i < verb.i
    passive = any(h.dep == "auxpass" for h in helpers)
    return verb.lemma in states and (verb.tag != "VBN" or passive)
