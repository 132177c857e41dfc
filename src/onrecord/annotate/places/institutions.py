"""Institutions and facilities named after a place: "at Lviv University", "the Museum of Aleppo".

Such a name as a whole is a place where the words say that something is there; it lies in the place that it is named
after. One that acts ("Lviv University said") is a body and no place.
"""

from __future__ import annotations

import msgspec

from onrecord.annotate.places.context import Context
from onrecord.annotate.places.index import Entry
from onrecord.annotate.places.spans import PROPER, Name
from onrecord.data import Actor

# Kinds of places that something can be named after and still lie in; a country says too little.
AROUND = frozenset({"city", "capital", "admin1", "admin2", "region", "site"})
LONGEST = 8
# People of a town that is believed to have given its name: most smaller ones only share it with a founder (Brookings).
NAMING_TOWN = 30_000
# Prepositions that make a place of any body ("outside the Boston Medical Group"), unlike "in the Boston Globe".
AT = frozenset({"at", "near", "outside", "inside"})


def institution(c: Context, name: Name) -> Name | None:
    """The institution whose name holds `name`, or None; its meanings are those of the place that it is called after."""
    first, last = _around(c, name)
    if (first == name.first and last == name.last) or last - first >= LONGEST:
        return None
    words = c.tokens[first : last + 1]
    head, plain = c.page.parse.top(words), name.first == name.last and c.plain(name.head)
    kind = _is_one(c, name, first, last)
    at = c.role(head).dep == "pobj" and c.role(head).head.lower in AT and _capitals(c, first, last)
    called = not plain and any(_names_others(c, e, kind or at) for e in name.meanings[:3])
    site = name.head.ent in ("FAC", "LOC") and _capitals(c, first, last)
    if not kind and not site and not (at and called):
        return None
    called = called and (first == name.first or c.tokens[name.first - 1].lower in ("of", "at", "in"))
    return msgspec.structs.replace(name, first=first, last=last, head=head, meanings=name.meanings if called else ())


def _names_others(c: Context, entry: Entry, kind: bool) -> bool:
    """Whether the place is one that something is called after; a small town's unit has to be named on the page, too."""
    large = entry.kind != "city" or entry.population >= NAMING_TOWN
    return entry.kind in AROUND and entry.rank < 2 and (large or (kind and entry.admin1 in c.units))


def _capitals(c: Context, first: int, last: int) -> bool:
    """Whether the words are one name, without a list in it."""
    words = c.tokens[first : last + 1]
    return all(t.text[0].isupper() or t.lower in c.words.names.links - {"and"} for t in words)


def _around(c: Context, name: Name) -> tuple[int, int]:
    """The first and last word of the longer name: of the body or the entity that `name` is in, without an article."""
    actor, head = c.page.actor(name.head), name.head
    tokens = c.tokens
    first, last = name.first, name.last
    if actor is not None and isinstance(actor.value, Actor) and actor.value.kind == "body":
        inside = c.page.parse.covering(actor.span.start, actor.span.end)
        first, last = min(first, inside[0].i), max(last, inside[-1].i)
    while head.ent and first > 0 and tokens[first - 1].ent_i == head.ent_i:
        first -= 1
    while head.ent and last + 1 < len(tokens) and tokens[last + 1].ent_i == head.ent_i:
        last += 1
    while last + 1 < len(tokens) and _goes_on(c, last):
        last += 1
    while first < name.first and (tokens[first].lower == "the" or not tokens[first].text[0].isupper()):
        first += 1
    while last > name.last and not tokens[last].text[0].isalnum():
        last -= 1
    if last > name.last and tokens[last].lower in ("'s", "’s"):
        last -= 1
    return first, last


def _goes_on(c: Context, last: int) -> bool:
    """Whether the next word is one more of the same name: capitalised, with no more than a space before it."""
    token, following = c.tokens[last], c.tokens[last + 1]
    return (
        following.sent == token.sent
        and following.start - token.end == 1
        and following.tag in PROPER
        and following.text[0].isupper()
        and following.i not in c.taken
        and following.i not in c.at
        and (following.head.i == token.head.i or token.head.i == following.i or following.head.i == token.i)
    )


def _is_one(c: Context, name: Name, first: int, last: int) -> bool:
    """Whether the name ends in a word for a kind of institution, or has one before "of": all with capitals."""
    tokens, kinds = c.tokens, c.words.facilities.institutions
    ends = last > name.last and tokens[last].lower in kinds and tokens[last].text[0].isupper()
    before = tokens[name.first - 1] if name.first > first else None
    if before is not None and before.lower == "of" and name.last == last:
        governor = tokens[name.first - 2] if name.first - 2 >= first else None
        return governor is not None and governor.lower in kinds and governor.text[0].isupper()
    return ends and _capitals(c, first, last)
