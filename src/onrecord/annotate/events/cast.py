"""Which actors fill the roles around a trigger: from the words in a role to the mentions that name them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Literal, TypeVar

from onrecord.annotate.events.roles import fill, phrases
from onrecord.annotate.events.triggers import Trigger, measured, word_set
from onrecord.tokens import Token

Found = TypeVar("Found")
Find = Callable[[Token], Found | None]
# How a phrase that names no actor itself may hold one, in order of trust: "their plan", "plan by them", "Syrian plan".
POSSESSORS = ("poss",)
PREPOSITIONS = ("by", "from", "of", "against", "in")
BORDERS = ("border", "frontier", "boundary")
MODIFIERS = ("amod", "compound", "nmod", "appos")
# Into which phrases to look for an actor: any; those of deeds, whose owner acts through them; none but the word itself.
Inside = Literal["any", "deeds", "self"]
# The slot for whom an infinitive affects stands for these, in order of trust.
INNER = {"inner": ("inner to", "inner obj", "inner in")}
# Where the actor stands unless the codebook says otherwise.
SUBJECT = ("subj", "light", "modifier", "loose", "attending")


def cast(trigger: Trigger, find: Find[Found]) -> tuple[list[Found], list[Found]]:
    """Actors and targets of `trigger`, as `find` knows them from a word."""
    group = trigger.group
    actors = first(trigger, group.actor or SUBJECT, find, "any" if group.target == ("subj",) else "deeds")
    targets = [
        t for t in first(trigger, group.target or ("obj",), find, "self" if group.direct else "any") if t not in actors
    ]
    return actors, targets


def first(trigger: Trigger, slots: Sequence[str], find: Find[Found], inside: Inside) -> list[Found]:
    """What `find` knows in the first of `slots` that holds anything it knows."""
    for slot in (s for name in slots for s in INNER.get(name, (name,))):
        if found := resolve(fill(trigger, slot), find, "self" if slot == "comp" else inside):
            return found
    return []


def resolve(words: Sequence[Token], find: Find[Found], inside: Inside = "any", depth: int = 3) -> list[Found]:
    """What `find` knows among `words`, what is joined to them, and else what the phrases hold that may be entered."""
    joined = [j for w in words for c in conjuncts(w) for j in (*_joined_before(c), c)]
    found = [f for w in joined if (f := find(w)) is not None]
    if not found and depth:
        entered = (w for w in joined if inside == "any" or (inside == "deeds" and w.lemma in word_set("deeds")))
        found = [f for w in joined for m in measured(w) for f in resolve([m], find, inside, depth - 1)]
        found = found or [f for w in entered for f in within(w, find)]
    return list(dict.fromkeys(found))


def conjuncts(word: Token) -> Iterator[Token]:
    """`word` and what is joined to it: "A, B and C"."""
    todo = [word]
    while todo:
        token = todo.pop()
        yield token
        todo += [c for c in reversed(token.children) if c.dep == "conj" and c.pos not in ("VERB", "AUX")]
        if token.tag == "NNS":  # "foreign ministers A and B"
            named = [c for c in token.children if c.dep == "appos" and c.pos == "PROPN" and c.i > token.i]
            todo += [c for a in named for c in a.children if c.dep == "conj" and c.pos == "PROPN"]


def _joined_before(noun: Token) -> list[Token]:
    """The first of two modifiers that each name a party: "Swedish and Finnish officials"."""
    if noun.tag != "NNS":
        return []
    return [
        c for c in noun.children if c.dep in MODIFIERS and c.i < noun.i and any(o.dep == "conj" for o in c.children)
    ]


def within(word: Token, find: Find[Found], depth: int = 2) -> list[Found]:
    """What `find` knows in the phrase of `word`: what it measures, its possessor, "by" and "of", its modifiers."""
    if depth == 0 or word.pos in ("VERB", "AUX"):
        return []
    for m in measured(word):
        if found := resolve([m], find, depth=depth - 1):
            return found
    near = [c for c in word.children if c.dep in POSSESSORS]
    held = [
        p for p in PREPOSITIONS if p != "in" or word.lemma not in word_set("weapons")
    ]  # arms in a land are not its own
    preps = [c for p in held for c in word.children if c.dep == "prep" and c.lower == p]
    near += [o for c in preps for o in c.children if o.dep != "pcomp"]  # "opponents of taking them in" are not they
    if word.lemma in BORDERS:
        near += phrases([word], "with")
    near += [o for c in word.children if c.dep == "acl" and c.tag == "VBN" for o in phrases([c], "by")]
    near += [c for c in word.children if c.dep in MODIFIERS]
    for n in near:
        joined = list(conjuncts(n))
        if found := [f for j in joined if (f := find(j)) is not None] or within(n, find, depth - 1):
            return found
    return []
