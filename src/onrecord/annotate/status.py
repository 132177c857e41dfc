"""What the words around a trigger make of an event: actual, planned, threatened, possible, denied or only supposed.

Read off the words around the trigger from the inside out: its own modifiers, modals and negation, then each governing
word up to the clause that stands by itself. Each may change what the ones inside it have made of the event. The reader
model is told of it, and has the last word.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

import msgspec

from onrecord import codebooks
from onrecord.data import STATUSES, Status
from onrecord.tokens import Token

CODEBOOK = "status-1.toml"
# Relations through which a governing word reaches an event verb, an event noun.
CLAUSAL = ("xcomp", "ccomp", "pcomp", "acl", "oprd", "dep")
NOMINAL = ("dobj", "pobj", "nsubjpass", "attr", "oprd", "compound", "dep")
# Prepositions that hang an event on a word that governs it ("fear of", "plans for"), unlike "agreed in talks".
OBJECT_OF = ("of", "for", "about", "against", "to", "on", "at", "with")


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The codebook's tables, by what a word makes of an event."""

    embeds: dict[str, tuple[str, ...]]
    modifies: dict[str, tuple[str, ...]]
    modals: dict[str, tuple[str, ...]]
    conditions: dict[str, tuple[str, ...]]
    light: dict[str, tuple[str, ...]]
    only_with: dict[str, tuple[str, ...]]
    transparent: dict[str, tuple[str, ...]]
    forgone: dict[str, tuple[str, ...]]


class Reading(NamedTuple):
    """A status and the operators that led to it, innermost first."""

    status: Status
    why: tuple[str, ...]


class Lexicon(NamedTuple):
    """The codebook turned round: from a word to what it does."""

    embeds: dict[str, str]
    modifies: dict[str, str]
    modals: dict[str, str]
    conditions: frozenset[str]
    light_objects: frozenset[str]
    light_subjects: frozenset[str]
    carriers: frozenset[str]
    parts: frozenset[str]
    only_with: dict[str, tuple[str, ...]]
    transparent: frozenset[str]
    forgone: frozenset[tuple[str, ...]]


@cache
def lexicon() -> Lexicon:
    """The tables of the codebook, by word."""
    words = codebooks.load(CODEBOOK, Words)
    return Lexicon(
        _by_word(words.embeds),
        _by_word(words.modifies),
        _by_word(words.modals),
        frozenset(words.conditions["marks"]),
        frozenset(words.light["objects"]),
        frozenset(words.light["subjects"]),
        frozenset(words.light["carriers"]),
        frozenset(words.light["parts"]),
        words.only_with,
        frozenset(words.transparent["lemmas"]),
        frozenset(tuple(phrase.split()) for phrase in words.forgone["phrases"]),
    )


def _by_word(table: dict[str, tuple[str, ...]]) -> dict[str, str]:
    return {word: effect for effect, words in table.items() for word in words}


def read(trigger: Token) -> Reading:
    """The status of `trigger` from the parse alone, with the operators that made it."""
    why = tuple(_operators(trigger))
    status: Status = "actual"
    for operator in why:
        status = compose(status, operator)
    return Reading(status, why)


def forgone(tokens: Sequence[Token], at: int) -> bool:
    """Whether what the verb in -ing at `at` names was thought of and not done: "stopped short of threatening"."""
    if tokens[at].tag != "VBG":
        return False
    while at and tokens[at - 1].pos == "ADV" and tokens[at - 1].lower not in ("short", "clear", "away", "back", "off"):
        at -= 1  # "from publicly condemning"
    known = lexicon().forgone
    return any(
        (tokens[at - n].lemma, *(t.lower for t in tokens[at - n + 1 : at])) in known
        for n in (1, 2, 3)
        if at - n >= 0 and tokens[at - n].sent == tokens[at - 1].sent
    )


def ahead(verb: Token) -> bool:
    """Whether the verb's own auxiliary puts it off: "will meet", "are to meet"; not "would", which may be told so."""
    own = {c.lower for c in verb.children if c.dep in ("aux", "auxpass")}
    to_be = verb.dep == "xcomp" and verb.head.lemma == "be" and verb.head.tag in ("VBZ", "VBP") and "to" in own
    return to_be or bool(own & {"will", "shall", "'ll", "wo"})


def compose(status: Status, operator: str) -> Status:
    """What `operator` makes of an event that the words inside it leave at `status`."""
    match operator:
        case "negated":
            return {"actual": "denied", "denied": "possible", "hypothetical": "hypothetical"}.get(status, "denied")  # type: ignore[return-value]
        case "denied":
            return "possible" if status == "denied" else "denied"
        case "prevented" | "hypothetical":
            return "hypothetical"
        case "possible":
            return "possible" if status in ("actual", "denied") else status
        case "threatened":
            return "threatened" if status in ("actual", "planned") else status
        case "planned":
            return "planned" if status == "actual" else status
    raise ValueError(f"no operator {operator!r}; there are negated, prevented and {', '.join(STATUSES)}")


def _operators(trigger: Token) -> Iterator[str]:
    """What bears on the event, from the trigger's own words outwards to a clause that stands by itself."""
    token = trigger
    for _ in range(12):  # deeper nesting than this is a parse gone wrong
        yield from _own(token)
        shared = not _own_clause(token)
        while token.dep == "conj" and token.head is not token:  # "would not attack, strike or invade"
            token = token.head
            if shared:
                yield from _own(token)
        head, dep = token.head, token.dep
        if head is token:
            yield from _question(token)
            return
        if dep in ("advcl", "relcl"):
            if head.lemma not in lexicon().transparent and not _carried(token):
                yield from _infinitive(token)
            return
        effect = _effect(token)
        if effect:
            yield effect
        elif dep in ("xcomp", "acl", "oprd") and head.lemma not in lexicon().transparent and not _carried(token):
            yield from _infinitive(token)
        if not (effect or _passes(token)):
            return
        token = head


def _passes(token: Token) -> bool:
    """Whether what is said of the governing word is said of the event too."""
    head, dep = token.head, token.dep
    if dep == "prep":
        return token.lower in OBJECT_OF and (head.pos == "VERB" or head.lemma in lexicon().parts)
    if dep in ("pobj", "pcomp", "compound") or (dep == "amod" and token.tag == "VBG"):  # "denied [massing] troops"
        return True
    if dep == "dobj":
        return head.lemma in lexicon().light_objects
    if dep in ("nsubj", "nsubjpass"):
        return head.lemma in lexicon().light_subjects
    return dep in ("xcomp", "acl", "oprd", "attr")


def _own(token: Token) -> Iterator[str]:
    """What the modifiers, modals, negations and marks of one word make of it."""
    words = lexicon()
    for child in token.children:
        if child.dep == "neg" or (child.dep == "det" and child.lower in ("no", "neither")):
            yield "negated"
        elif child.dep in ("aux", "auxpass") and child.lower in words.modals and child.tag == "MD":
            yield "planned" if child.lower in ("would", "'d") and _reported(token) else words.modals[child.lower]
        elif child.dep in ("amod", "advmod", "det", "preconj") and child.lower in words.modifies:
            yield words.modifies[child.lower]
        elif child.dep in ("mark", "advmod") and child.lower in words.conditions:
            yield "hypothetical"
        elif child.dep == "prep" and child.lower == "without" and token.pos == "NOUN" and child.i < token.i:
            yield "negated"
    if token.dep in ("pcomp", "pobj") and token.head.lower == "without":
        yield "negated"


def _reported(token: Token) -> bool:
    """Whether a clause is what somebody said: "said it would withdraw" is the past of "it will withdraw"."""
    return token.dep == "ccomp" and token.head.tag in ("VBD", "VBN") and token.head is not token


def _own_clause(token: Token) -> bool:
    """Whether a conjoined verb has a subject or an auxiliary of its own."""
    return any(c.dep in ("nsubj", "nsubjpass", "aux") for c in token.children)


def _effect(token: Token) -> str | None:
    """What the word that governs `token` makes of it, or None."""
    head, dep = token.head, token.dep
    if dep not in CLAUSAL and dep not in NOMINAL and not (dep == "prep" and token.lower in OBJECT_OF):
        return None
    if dep == "prep" and token.lower == "for" and _under_way(token):
        return "planned"
    words = lexicon()
    effect = words.embeds.get(head.lemma.lower())
    if head.lemma == "doubt" and head.pos == "NOUN":
        return None  # "no doubt of" and "doubts about" say opposite things
    if head.lemma == "go" and head.tag != "VBG":
        return None  # "went on to attack" tells of an attack, "is going to attack" of a plan
    if needed := words.only_with.get(head.lemma.lower()):
        between = token.lower if dep == "prep" else "to" if dep in ("xcomp", "ccomp") and token.tag == "VB" else None
        if between not in needed:
            return None
    if effect == "opposed":
        return "hypothetical" if dep in CLAUSAL else None  # "opposed sending troops", but "opposed the attack"
    if effect == "prevented" and head.tag in ("VBD", "VBN"):
        return "denied"
    return effect


def _under_way(preposition: Token) -> bool:
    """Whether what is "for" something is a journey not yet at its end ("en route to Oslo for talks")."""
    near = [c for c in preposition.head.children if c.i < preposition.i]
    return any(c.lemma in ("route", "way") for c in (*near, *(g for c in near for g in c.children)))


def _infinitive(token: Token) -> Iterator[str]:
    """A purpose or a task ("to discuss ..."): meant, not told as done."""
    if token.tag == "VB" and any(c.dep == "aux" and c.lower == "to" for c in token.children):
        yield "planned"


def _carried(token: Token) -> bool:
    """Whether an infinitive tells what a meeting or a message that took place was for, and so was itself done."""
    return token.head.lemma in lexicon().carriers and token.head.tag == "VBD"


def _question(token: Token) -> Iterator[str]:
    if any(c.dep == "punct" and c.text == "?" for c in token.children):
        yield "possible"
