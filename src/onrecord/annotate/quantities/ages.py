"""Whether a number says how old somebody is."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.annotate.quantities.measures import Amount
from onrecord.annotate.quantities.pieces import Piece

# Nobody is older; and whom an age is told of beside names.
_OLDEST = 119
_PERSONS = (
    "man",
    "woman",
    "boy",
    "girl",
    "son",
    "daughter",
    "father",
    "mother",
    "brother",
    "sister",
    "wife",
    "husband",
)
_AGED = (
    "child",
    "people",
    "person",
    "those",
    "anyone",
    "everyone",
    "adult",
    "voter",
    "citizen",
    "kid",
    "youth",
    "resident",
)


def age(ps: Sequence[Piece], a: Amount) -> bool:
    """Whether the amount says how old somebody is ("21-year-old", "aged 21", "over the age of 21")."""
    if a.unit and a.unit.endswith(" of age"):
        return True
    if _apposed(ps, a) or _he_is(ps, a) or _of_age(ps, a):
        return True
    return a.unit in (None, "year") and any(
        p.lower in ("aged", "age", "ages") for p in ps[max(0, a.first - 4) : a.first]
    )


def _apposed(ps: Sequence[Piece], a: Amount) -> bool:
    """Whether the number stands between commas after somebody ("Mara Venn, 45, said")."""
    if not a.digits or not a.plain or a.ranged or a.unit or a.first < 2 or a.end >= len(ps) or a.value > _OLDEST:
        return False
    marks, person = ps[a.first - 1].text + ps[a.end].text, ps[a.first - 2].token
    named = person.tag == "NNP" and person.ent not in ("DATE", "GPE", "ORG", "LOC", "FAC", "MONEY")
    return marks == ",," and (named or person.lower in _PERSONS)


def _of_age(ps: Sequence[Piece], a: Amount) -> bool:
    """Whether the number bounds the age of those named before it ("children under 5", "men over 60")."""
    if not a.bounded or a.unit or not a.first or not a.plain or a.value > _OLDEST or a.end != a.counted:
        return False
    alone = a.end >= len(ps) or not ps[a.end].token.tag.startswith(("NN", "JJ", "CD"))
    bound = ps[a.first].lower in ("under", "over", "above", "below")
    return bound and alone and ps[a.first - 1].token.lemma.lower() in (*_PERSONS, *_AGED)


def _he_is(ps: Sequence[Piece], a: Amount) -> bool:
    """Whether it is said of somebody that "she is 45" or "turns 45"."""
    if not a.digits or not a.plain or a.unit or not a.first or a.value > _OLDEST:
        return False
    t = ps[a.number].token
    if t.dep not in ("attr", "acomp", "dobj") or t.head.lemma not in ("be", "turn"):
        return False
    subject = t.head.child("nsubj")
    alone = a.end >= len(ps) or ps[a.end].token.pos in ("PUNCT", "ADP", "CCONJ", "SCONJ", "ADV")
    return alone and subject is not None and (subject.lower in ("he", "she", "who", "i") or subject.ent == "PERSON")
