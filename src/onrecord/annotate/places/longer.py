"""Whether a name is only a part of a longer one: somebody's ("Jack London"), a firm's or another's, or an adjective."""

from __future__ import annotations

from onrecord.annotate.places.context import Context
from onrecord.annotate.places.spans import PLACES, PROPER, Name
from onrecord.data import Actor
from onrecord.tokens import Token

# People of a town that is believed even where it is taken for a people or a person ("They encircled Raqqa").
CITY = 100_000
LISTED = frozenset({",", "and", "or", "/"})
# The letters of American parties, before the state that somebody sits for: "R-Ohio".
PARTIES = frozenset({"R", "D", "I"})
MODIFIES = frozenset({"compound", "nmod", "amod", "nn"})


def person(c: Context, name: Name) -> bool:
    """Whether somebody is called by the name and more; one called by the name alone before ", Texas" is a town."""
    actor = c.page.actor(name.head)
    if actor is None or not isinstance(actor.value, Actor) or actor.value.kind != "person":
        return False
    return (actor.span.start, actor.span.end) != (c.tokens[name.first].start, c.tokens[name.last].end)


def part_of_more(c: Context, name: Name) -> bool:
    """Whether the name is only a part of a person's, a firm's or another name, or an adjective."""
    head = name.head
    people = head.ent == "NORP" and name.first == name.last and not c.plainly_in(head) and not _city(name)
    if people or (head.tag in ("JJ", "JJS") and head.ent not in PLACES):
        return True
    if _in_actor(c, name) or _in_entity(c, name) or _goes_on(c, name):
        return True
    before = c.tokens[name.first - 1] if name.first else None
    if name.first > 1 and before is not None and before.text == "-" and c.tokens[name.first - 2].text in PARTIES:
        return True
    if before is not None and before.sent == head.sent and before.space:
        if before.lower in c.words.names.persons and before.text[0].isupper():
            return True
        joined = before.dep in MODIFIES and name.first <= before.head.i <= name.last
        named = before.i in c.at and before.lower not in c.words.names.common
        alone = named or before.ent == "NORP" or c.direction(before)
        if joined and before.text[0].isupper() and not alone and before.i > c.page.parse.sentence(head).first:
            return True
    return False


def _city(name: Name) -> bool:
    """Whether the name is first of all that of a large town, which the recogniser may take for a people."""
    return any(e.kind in ("city", "capital") and not e.rank and e.population >= CITY for e in name.meanings[:2])


def _goes_on(c: Context, name: Name) -> bool:
    """Whether another word of a name follows: "Paris Match", but not "Paris Airport" or "Paris Tuesday"."""
    if not c.after(name, PROPER) or not c.tokens[name.last].space:
        return False
    word = c.tokens[name.last + 1]
    joined = word.head.i == name.head.i or name.head.head.i == word.i or name.head.head.i == word.head.i
    plain = (
        c.kind_word(word) or c.direction(word) or word.text == "International" or word.i in c.taken or word.i in c.at
    )
    return word.text[0].isupper() and joined and not plain and word.ent not in ("DATE", "TIME")


def _in_actor(c: Context, name: Name) -> bool:
    """Whether the name stands inside the name of somebody, not behind a preposition of its own there."""
    actor = c.page.actor(name.head)
    if actor is None or not isinstance(actor.value, Actor):
        return False
    start, end = c.tokens[name.first].start, c.tokens[name.last].end
    if (actor.span.start, actor.span.end) == (start, end):
        known = actor.value.kind == "body" and bool(name.meanings) and all(e.rank for e in name.meanings)
        known |= actor.value.kind == "body" and not name.meanings and c.tokens[name.last].text.isupper()
        there = bool(name.meanings) and (c.plainly_in(name.head) or c.behind_comma(name) or c.typed(name.head))
        return known or (actor.value.kind == "person" and not there)
    prep = c.role(name.head).head
    governed = c.role(name.head).dep == "pobj" and actor.span.start <= prep.start
    if governed and prep.start < actor.span.end:
        return _proper_around(c, prep)
    return actor.value.kind in ("person", "body") or c.after(name, PROPER)


def _proper_around(c: Context, prep: Token) -> bool:
    """ "University of Aleppo" is one name, "officials in Aleppo" is not."""
    return prep.lower == "of" and prep.head.tag in PROPER


def _in_entity(c: Context, name: Name) -> bool:
    """Whether the recogniser sees a longer name of another sort, or a person, around this one."""
    head = name.head
    if not head.ent or head.ent in PLACES:
        return False
    before = c.tokens[name.first - 1] if name.first else head
    after = c.tokens[name.last + 1] if name.last + 1 < len(c.tokens) else head
    led = before is not head and before.ent_i == head.ent_i and before.text not in LISTED
    followed = after is not head and after.ent_i == head.ent_i and after.text not in LISTED
    if followed and not led and (c.kind_word(after) or after.text in ("'s", "’s", "’", "'")):
        return False
    if led and not followed and before.lower in ("the", "of"):
        return head.ent not in ("ORG", "EVENT", "DATE") or before.lower == "of"
    return led or followed
