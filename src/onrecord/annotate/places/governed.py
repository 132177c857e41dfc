"""How sure the words that govern a name make a place of it: from 0 (none) to 3 (a place whatever the name is)."""

from __future__ import annotations

from onrecord.annotate.places.borders import WORDS as BORDERS
from onrecord.annotate.places.context import Context
from onrecord.annotate.places.longer import MODIFIES
from onrecord.annotate.places.spans import PLACES, PROPER, Name
from onrecord.tokens import Token

# What "near", "outside" and "off" add to the extent of a place, where no distance is said; kilometres of the units.
NEAR_KM = 25.0
KM = dict.fromkeys(("km", "kms", "kilometer", "kilometers", "kilometre", "kilometres"), 1.0)
KM |= dict.fromkeys(("mile", "miles", "mi"), 1.609)
BESIDE = frozenset({"outskirts", "outskirt", "suburb", "suburbs"})
# Unions of countries, which act where nothing says that something is in them.
UNIONS = frozenset({"European Union"})
DASHES = frozenset({"-", "–", "—", "--", "―"})


def dateline(c: Context, name: Name) -> bool:
    """Whether the name is in the dateline, or in capitals before a dash as one is."""
    line = c.page.document.dateline
    start, end = c.tokens[name.first].start, c.tokens[name.last].end
    if line is not None:
        return line.span.start <= start and end <= line.span.end
    if name.first != c.page.parse.sentence(name.head).first or not c.page.document.text[start:end].isupper():
        return False
    after = [t.text for t in c.tokens[name.last + 1 : name.last + 10]]
    return bool(after) and (after[0] in DASHES or after[0] == "(" or (after[0] == "," and not DASHES.isdisjoint(after)))


def by_role(c: Context, name: Name, role: Token) -> int:
    """How sure the word that governs the name makes a place of it; `role` is the first word coordinated with it."""
    governor, state = role.head.lemma.lower(), c.state(name)
    if name.last + 2 < len(c.tokens) and c.tokens[name.last + 1].text == "-":
        return 2 if c.tokens[name.last + 2].lower in c.words.names.suffixed else 0
    if name.meanings and name.meanings[0].name in UNIONS:
        return 3 if role.dep == "pobj" and role.head.lower in c.words.locative else 0
    if role.dep == "pobj":
        return _by_preposition(c, role.head, name, state)
    if role.dep in ("dobj", "nsubjpass"):
        vague = state and governor in c.words.verbs.vague
        return 2 if governor in c.words.verbs.object and not vague else 1
    if role.dep == "nsubj":
        return _as_subject(c, role, state)
    if role.dep == "poss":
        owned = role.head.i in c.at and c.at[role.head.i] is not name
        return 2 if owned or governor in c.words.spatial else int(not state)
    if role.dep in MODIFIES:
        if not any(letter.isalnum() for letter in role.head.text):
            # a sign that the parser takes for a noun ("in Kyiv" before a flag)
            return 3 if role.left > 0 and c.tokens[role.left - 1].lower in c.words.locative else 1
        happened = governor in c.words.happened and not any(e.kind == "country" for e in name.meanings[:1])
        noun = c.role(role.head)
        there = noun.dep == "pobj" and noun.head.lower in c.words.locative and _town(name)
        return 2 if happened or there or governor in c.words.spatial else 0
    if role.dep in ("appos", "npadvmod"):
        if governor in c.words.spatial or governor in c.words.types:
            return 3
        named = role.head.tag in PROPER and role.head.i < name.first
        if named and _whole_of(c, name, role.head):
            return 3
        behind = c.tokens[name.first - 1].text in (",", "(") if name.first else False
        least = 2 if seen(c, role.head) or behind else 1
        return max(by_role(c, name, c.role(role.head)), least) if named else least
    return 1


def _whole_of(c: Context, name: Name, part: Token) -> bool:
    """Whether the name stands behind a comma as the whole of a place that it follows: "Zzyzx, Syria,"."""
    comma = c.tokens[name.first - 1]
    return comma.text == "," and part.i == comma.i - 1 and seen(c, part)


def seen(c: Context, token: Token) -> bool:
    """Whether the word is in a name of a place, by the recogniser or the gazetteer."""
    return token.ent in PLACES or token.i in c.at


def _town(name: Name) -> bool:
    return any(e.kind == "city" and not e.rank for e in name.meanings[:1])


def _as_subject(c: Context, role: Token, state: bool) -> int:
    verb = role.head
    if verb.lemma.lower() in c.words.verbs.subject:
        return 2
    if verb.lemma == "be" and verb.pos == "AUX" and verb.dep != "aux":
        return 2
    return 0 if verb.lemma.lower() in c.words.verbs.acting else 1


def _by_preposition(c: Context, prep: Token, name: Name, state: bool) -> int:
    """How sure the preposition and what it hangs on make a place of its object."""
    word, governor = prep.lower, prep.head.lemma.lower()
    w = c.words
    if prep.dep == "prep" and prep.head.dep == "prep" and prep.head.lower in w.locative:
        return 3
    if word in w.locative:
        return 3
    if governor in w.names.government or governor in w.names.offices:
        return 0
    if word == "from":
        given = state and prep.head.pos == "VERB" and governor in w.verbs.getting
        return 0 if given else 2 if state and governor not in w.move else 3
    if word in ("on", "over", "across", "down", "up") and any(e.kind in ("water", "river") for e in name.meanings[:1]):
        return 3
    if word == "of" and prep.head.tag in PROPER and governor not in w.spatial:
        return 0
    if word == "with":
        return 3 if governor in ("border", "frontier", "boundary") else 0
    if word in ("to", "over", "for", "between", "past", "behind", "up", "down") and (
        governor in w.move or governor in w.spatial
    ):
        return 3
    if word in ("of", "on", "for", "against") and governor in w.spatial | w.done:
        return 3 if word == "of" else 2
    if word in ("including", "like", "as") and governor in w.types | dict.fromkeys(("area", "place")):
        return 2
    if word == "as" and c.tokens[prep.i - 1].lower == "such" and governor not in w.names.sides:
        return 2
    if word == "to" and (not state or prep.head.pos in ("NOUN", "PROPN")):
        return 2
    return 0 if state or word in ("by", "against", "with", "about", "without") else 1


def near_km(c: Context, role: Token) -> float:
    """How far from the place something is said to be, where it is near or to a side of it, or at its border; else 0."""
    if role.dep == "poss" or role.dep in MODIFIES:
        return NEAR_KM if role.head.lower in BORDERS else 0.0
    if role.dep != "pobj":
        return 0.0
    prep, side = role.head, role.head.head
    by = prep.lower == "of" and (side.lower in c.words.names.directions or side.lower in BESIDE | BORDERS)
    off = prep.lower == "of" and side.dep == "pobj" and side.head.lower in c.words.near  # "off the coast of"
    far = _measured(prep) or _measured(side) or _measured(side.head)
    if by or off or prep.lower in c.words.near or (prep.lower == "with" and side.lower in BORDERS):
        return max(NEAR_KM, far)
    return max(NEAR_KM, far) if far and prep.lower == "from" else 0.0


def _measured(token: Token) -> float:
    """The kilometres of a distance that stands before the word ("30 miles north"), 0 where none does."""
    for unit in token.children:
        number = unit.child("nummod") if unit.i < token.i and unit.lower in KM else None
        digits = number.text.replace(",", "") if number is not None else ""
        if digits.isascii() and digits.isdecimal() and len(digits) < 4:
            return int(digits) * KM[unit.lower]
    return 0.0
