"""Who "the two sides" of a sentence are: countries and armed or political bodies, but not who mediates or where."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from onrecord.annotate.actors.meaning import Meaning
from onrecord.annotate.actors.rows import Lists
from onrecord.tokens import Token

WHERE = frozenset(("in", "at", "near", "outside", "inside", "from", "through"))
# Sectors of bodies that are a side of a war or of talks as countries are.
PARTIES = frozenset(("REB", "UAF", "PRM", "GOV", "OPP", "PTY", "PRE"))
# Links of a chain "A, B and C" that are followed.
LONG = 8


def parties(here: Sequence[Meaning], at: Mapping[int, Meaning], words: Lists) -> dict[str, Meaning]:
    """The parties by country or id: those after "between" where there are any, else all but mediators and places."""
    for m in here:
        head = m.unit.head
        if head.dep == "pobj" and head.head.lower == "between":
            named = [at.get(t.i) for t in _joined(head)]
            return {_key(p): p for p in named if p is not None and _party(p)}
    told = [m for m in here if _party(m) and not _aside(m.unit.head, words)]
    found: dict[str, Meaning] = {}
    for m in told:
        found.setdefault(_key(m), m)
    states = {k: m for k, m in found.items() if m.kind == "country"}
    return states if len(states) == 2 else found


def _joined(first: Token) -> list[Token]:
    """The words of "A, B and C" from the first on."""
    out = [first]
    while len(out) < LONG and (after := out[-1].child("conj")) is not None and after is not out[-1]:
        out.append(after)
    return out


def _key(m: Meaning) -> str:
    return str(m.country) if m.kind == "country" else m.id


def _party(m: Meaning) -> bool:
    if m.kind == "country":
        return m.country is not None
    return m.kind == "body" and bool(m.id) and bool(PARTIES & {*m.sectors})


def _aside(head: Token, words: Lists) -> bool:
    """Whether the word says who brought the others together, or where they met."""
    for _ in range(LONG):
        if head.dep != "conj" or head.head is head:
            break
        head = head.head
    if head.dep == "nsubj":
        return head.head.lemma in words.mediates
    if head.dep == "poss":
        return head.head.lemma in words.mediation
    if head.dep != "pobj":
        return False
    link = head.head
    if link.lower in WHERE:
        return True
    by = link.lower == "by" and (link.head.lemma in words.mediates or link.head.lemma in words.mediation)
    return by or (link.lower in ("of", "under") and link.head.lemma in words.mediation)
