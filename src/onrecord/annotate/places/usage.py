"""Whether a name is used as a place: by the words that govern it, by what it is part of, and by the entity recogniser.

`Usage.found` goes through the names on a page and keeps those that say where something is. A government named by its
country or capital, a person or a firm called like a town, and a country that only describes ("Texas lawmakers") are
left out. How sure the words are is counted from 0 (not a place) to 3 (a place whatever the name is).
"""

from __future__ import annotations

from itertools import zip_longest

import msgspec

from onrecord.annotate.places.choose import inside
from onrecord.annotate.places.index import Entry
from onrecord.annotate.places.spans import PLACES, PROPER, Name
from onrecord.annotate.places.words import Words
from onrecord.data import Actor, Page
from onrecord.tokens import Token

DASHES = frozenset({"-", "–", "—", "--", "―"})
UNITS, TOWNS = frozenset({"admin1"}), frozenset({"city", "capital"})
LISTED = frozenset({",", "and", "or", "/"})
MODIFIES = frozenset({"compound", "nmod", "amod", "nn"})
# People of a town that is believed where the recogniser takes the name for somebody's, or does not see a name at all:
# villages share their names with everything. Estimates; precision on UNER and re3d stayed above 0.9.
KNOWN_TOWN, SEEN_TOWN = 15_000, 2_000
# People of a town that is also known by another name than GeoNames' own ("Raqqa").
RENAMED_TOWN = 50_000
# People of a town whose name may have an article all the same ("the Bronx").
ARTICLE_TOWN = 100_000


class Found(msgspec.Struct):
    """A name in use as a place; `last` may go beyond the name ("Kabul Airport"), `near` says that it is only near."""

    name: Name
    last: int
    sure: int
    whole: tuple[Entry, ...] = ()
    kinds: frozenset[str] = frozenset()
    near: bool = False
    facility: bool = False


class Usage:
    """Judges the names on one page."""

    def __init__(self, page: Page, names: list[Name], words: Words) -> None:
        self.page, self.words, self.names = page, words, names
        self.tokens = page.parse.tokens
        self.at = {i: n for n in names for i in range(n.first, n.last + 1)}
        self.people = _people(page)
        self.taken = {t.i for m in page.times for t in page.parse.covering(m.span.start, m.span.end)}

    def found(self) -> list[Found]:
        """The names that are places here, in order."""
        out: list[Found] = []
        holds: tuple[Entry, ...] = ()
        for name, following in zip_longest(self.names, self.names[1:]):
            whole = self._whole(name, following)
            taken = bool(out) and name.first <= out[-1].last
            found = None if taken else self._judge(name, whole, holds)
            holds = whole if found is not None else ()
            if found is not None:
                out.append(found)
        self._in_lists(out)
        return out

    def _in_lists(self, found: list[Found]) -> None:
        """In a list of states a name is that of a state: "Oregon, Idaho and Washington"."""
        lists: dict[int, list[Found]] = {}
        for f in found:
            lists.setdefault(self._role(f.name.head).i, []).append(f)
        for together in lists.values():
            units = [any(e.kind == "admin1" for e in f.name.meanings[:2]) for f in together]
            sure = [f for f in together if f.name.meanings and f.name.meanings[0].kind == "admin1"]
            if len(sure) >= 3 and all(units):
                for f in together:
                    f.kinds = UNITS

    def _judge(self, name: Name, whole: tuple[Entry, ...], holds: tuple[Entry, ...]) -> Found | None:
        """`whole` is what the name is said to lie in, `holds` what it must mean as the whole of the name before it."""
        if holds:
            return Found(msgspec.structs.replace(name, meanings=holds), name.last, 3)
        if name.short or (name.first in self.taken and not whole):
            return None
        if whole and not self._person(name):
            return Found(name, name.last, 3, whole=whole)
        if self._part_of_more(name) or (name.meanings and not (name := self._after_article(name)).meanings):
            return None
        found = self._typed(name)
        role = self._role(name.head)
        if found.sure < 3:
            found.sure = 3 if self._dateline(name) else self._by_role(name, role)
        found.whole = self._owner(name)
        found.near |= self._only_near(role)
        return found if self._enough(name, found.sure) else None

    def given(self) -> list[Found]:
        """All the names as places, in order, with what the words around them say they mean."""
        out: list[Found] = []
        holds: tuple[Entry, ...] = ()
        for name, following in zip_longest(self.names, self.names[1:]):
            whole = self._whole(name, following)
            found = self._typed(name)
            found.whole = whole or self._owner(name)
            if holds:
                found.name = msgspec.structs.replace(name, meanings=holds)
            out.append(found)
            holds = whole
        return out

    # ------------------------------------------------------------------------------------------- what the name is in

    def _whole(self, name: Name, following: Name | None) -> tuple[Entry, ...]:
        """The meanings of the name after a comma in which the name lies: "Paris, Texas"; a list of places is none."""
        if following is None or following.first != name.last + 2 or self.tokens[name.last + 1].text != ",":
            return ()
        if following.head.dep == "conj" and not following.short:
            return ()
        wholes = (e for e in following.meanings if e.kind in ("country", "admin1"))
        return tuple(w for w in wholes if any(inside(e, w) for e in name.meanings if not e.rank or e.population > 1e5))

    def _owner(self, name: Name) -> tuple[Entry, ...]:
        """What is named as the whole by "Y's X", "X in Y" or "X province in Y"."""
        for token in (name.head, name.head.head):
            for child in token.children:
                of = child.child("pobj") if child.dep == "prep" and child.lower == "in" else None
                place = child if child.dep == "poss" else of
                owner = self.at.get(place.i) if place is not None else None
                if owner is not None and owner is not name:
                    return tuple(e for e in owner.meanings if e.kind in ("country", "admin1"))[:2]
            if name.head.dep not in ("appos", *MODIFIES):
                break
        return ()

    # --------------------------------------------------------------------------------------- parts of longer names

    def _after_article(self, name: Name) -> Name:
        """The name without the meanings that have no article: "the Mendoza" is a river, not the town."""
        before = self.tokens[name.first - 1] if name.first else name.head
        if before.text != "the" or before.head.i != name.head.i:
            return name
        wide = tuple(e for e in name.meanings if e.kind not in ("city", "capital", "admin2"))
        towns = () if any(not e.rank for e in wide) else (e for e in name.meanings if e.population > ARTICLE_TOWN)
        return msgspec.structs.replace(name, meanings=wide or tuple(towns))

    def _person(self, name: Name) -> bool:
        """Whether somebody is called by the name and more; one called by the name alone before ", Texas" is a town."""
        actor = self.page.actor(name.head)
        if actor is None or not isinstance(actor.value, Actor) or actor.value.kind != "person":
            return False
        return (actor.span.start, actor.span.end) != (self.tokens[name.first].start, self.tokens[name.last].end)

    def _part_of_more(self, name: Name) -> bool:
        """Whether the name is only a part of a person's, a firm's or another name, or an adjective."""
        head = name.head
        people = head.ent == "NORP" and name.first == name.last and not self._plainly_in(head)
        if people or (head.tag in ("JJ", "JJS") and head.ent not in PLACES):
            return True
        if self._in_actor(name) or self._in_entity(name) or self._goes_on(name):
            return True
        before = self.tokens[name.first - 1] if name.first else None
        if before is not None and before.sent == head.sent and before.space:
            if before.lower in self.words.names.persons and before.text[0].isupper():
                return True
            joined = before.dep in MODIFIES and name.first <= before.head.i <= name.last
            named = before.i in self.at and before.lower not in self.words.names.common
            alone = named or before.ent == "NORP" or self._direction(before)
            if joined and before.text[0].isupper() and not alone and before.i > self.page.parse.sentence(head).first:
                return True
        return False

    def _goes_on(self, name: Name) -> bool:
        """Whether another word of a name follows: "Paris Match", but not "Paris Airport" or "Paris Tuesday"."""
        if not self._after(name, PROPER) or not self.tokens[name.last].space:
            return False
        word = self.tokens[name.last + 1]
        joined = word.head.i == name.head.i or name.head.head.i == word.i or name.head.head.i == word.head.i
        plain = self._kind_word(word) or word.text == "International" or word.i in self.taken or word.i in self.at
        return word.text[0].isupper() and joined and not plain and word.ent not in ("DATE", "TIME")

    def _direction(self, token: Token) -> bool:
        return token.lower in self.words.names.directions or token.lower in self.words.types

    def _in_actor(self, name: Name) -> bool:
        """Whether the name stands inside the name of somebody, not behind a preposition of its own there."""
        actor = self.page.actor(name.head)
        if actor is None or not isinstance(actor.value, Actor):
            return False
        start, end = self.tokens[name.first].start, self.tokens[name.last].end
        if (actor.span.start, actor.span.end) == (start, end):
            return actor.value.kind == "person"
        prep = self._role(name.head).head
        governed = self._role(name.head).dep == "pobj" and actor.span.start <= prep.start
        if governed and prep.start < actor.span.end:
            return self._proper_around(prep)
        return actor.value.kind in ("person", "body") or self._after(name, PROPER)

    def _proper_around(self, prep: Token) -> bool:
        """ "University of Aleppo" is one name, "officials in Aleppo" is not."""
        return prep.lower == "of" and prep.head.tag in PROPER

    def _after(self, name: Name, tags: frozenset[str]) -> bool:
        following = self.tokens[name.last + 1] if name.last + 1 < len(self.tokens) else None
        return following is not None and following.tag in tags and following.sent == name.head.sent

    def _in_entity(self, name: Name) -> bool:
        """Whether the recogniser sees a longer name of another sort, or a person, around this one."""
        head = name.head
        if not head.ent or head.ent in PLACES:
            return False
        before = self.tokens[name.first - 1] if name.first else head
        after = self.tokens[name.last + 1] if name.last + 1 < len(self.tokens) else head
        led = before is not head and before.ent_i == head.ent_i and before.text not in LISTED
        followed = after is not head and after.ent_i == head.ent_i and after.text not in LISTED
        if followed and not led and (self._kind_word(after) or after.text in ("'s", "’s", "’", "'")):
            return False
        if led and not followed and before.lower in ("the", "of"):
            return head.ent not in ("ORG", "EVENT", "DATE") or before.lower == "of"
        return led or followed

    def _kind_word(self, token: Token) -> bool:
        return token.lower in self.words.types or token.lower in self.words.facilities.kinds

    # ------------------------------------------------------------------------------------------ words of a kind

    def _typed(self, name: Name) -> Found:
        """The name with the kind that the words beside it say: "Kherson region", "city of Kherson", "Kabul Airport"."""
        last, found = name.last, Found(name, name.last, 0)
        nouns = self.tokens[last + 1 : last + 3]
        nouns = nouns[1:] if nouns and nouns[0].text == "International" else nouns[:1]
        head = name.head
        if nouns and nouns[0].sent == head.sent and nouns[0].text.isalpha() and self._kind_word(nouns[0]):
            noun = nouns[0]
            if kinds := self._kinds(name, noun):
                found.kinds, found.sure = kinds, 3
            elif self._facility(name, noun):
                found.facility, found.sure, found.kinds = True, 3 if noun.text[0].isupper() else 2, TOWNS
        elif self._by(name, "of") or head.dep == "appos":
            governor = head.head.head if head.dep == "pobj" else head.head
            if kinds := self._kinds(name, governor):
                found.kinds, found.sure = kinds, 3
            return found
        if found.sure and nouns[0].text[0].isupper():
            found.last = nouns[0].i
        return found

    def _kinds(self, name: Name, noun: Token) -> frozenset[str]:
        """The kinds that the noun calls for, if the name has a meaning of one of them."""
        kinds = self.words.types.get(noun.lemma.lower()) or self.words.types.get(noun.lower) or frozenset()
        return kinds if not name.meanings or any(e.kind in kinds for e in name.meanings) else frozenset()

    def _facility(self, name: Name, noun: Token) -> bool:
        """Whether the noun is a facility of the town named before it."""
        if noun.lower not in self.words.facilities.kinds or not any(e.kind in TOWNS for e in name.meanings[:3]):
            return False
        return name.head.dep in MODIFIES or name.head.head.i == noun.i or noun.head.i == name.head.i

    def _by(self, name: Name, preposition: str) -> bool:
        return name.head.dep == "pobj" and name.head.head.lower == preposition

    # -------------------------------------------------------------------------------------------- the governing words

    def _role(self, token: Token) -> Token:
        """The first of the coordinated words that `token` is one of."""
        for _ in range(10):
            if token.dep != "conj" or token.head.i >= token.i:
                break
            token = token.head
        return token

    def _dateline(self, name: Name) -> bool:
        line = self.page.document.dateline
        start, end = self.tokens[name.first].start, self.tokens[name.last].end
        if line is not None:
            return line.span.start <= start and end <= line.span.end
        if name.first != self.page.parse.sentence(name.head).first or not self.page.document.text[start:end].isupper():
            return False
        after = [t.text for t in self.tokens[name.last + 1 : name.last + 10]]
        return bool(after) and (
            after[0] in DASHES or after[0] == "(" or (after[0] == "," and not DASHES.isdisjoint(after))
        )

    def _by_role(self, name: Name, role: Token) -> int:
        governor, state = role.head.lemma.lower(), self._state(name)
        if name.last + 2 < len(self.tokens) and self.tokens[name.last + 1].text == "-":
            return 2 if self.tokens[name.last + 2].lower in self.words.names.suffixed else 0
        if role.dep == "pobj":
            return self._by_preposition(role.head, name, state)
        if role.dep in ("dobj", "nsubjpass"):
            vague = state and governor in self.words.verbs.vague
            return 2 if governor in self.words.verbs.object and not vague else 1
        if role.dep == "nsubj":
            return self._as_subject(role, state)
        if role.dep == "poss":
            owned = role.head.i in self.at and self.at[role.head.i] is not name
            return 2 if owned or governor in self.words.spatial else int(not state)
        if role.dep in MODIFIES:
            happened = governor in self.words.happened and not any(e.kind == "country" for e in name.meanings[:1])
            return 2 if happened or governor in self.words.spatial else 0
        if role.dep in ("appos", "npadvmod"):
            if governor in self.words.spatial or governor in self.words.types:
                return 3
            named = role.head.tag in PROPER and role.head.i < name.first
            return self._by_role(name, self._role(role.head)) if named else 1
        return 1

    def _as_subject(self, role: Token, state: bool) -> int:
        verb = role.head
        if verb.lemma.lower() in self.words.verbs.subject:
            return 2
        if (
            verb.lemma == "be"
            and not state
            and any(c.dep == "prep" and c.lower in self.words.locative for c in verb.children)
        ):
            return 2
        return 0 if verb.lemma.lower() in self.words.verbs.acting else 1

    def _by_preposition(self, prep: Token, name: Name, state: bool) -> int:
        """How sure the preposition and what it hangs on make a place of its object."""
        word, governor = prep.lower, prep.head.lemma.lower()
        w = self.words
        if prep.dep == "prep" and prep.head.dep == "prep" and prep.head.lower in w.locative:
            return 3
        if word in w.locative:
            return 3
        if governor in w.names.government or governor in w.names.offices:
            return 0
        if word == "from":
            taken = state and governor not in w.move and prep.head.pos == "VERB"
            return 0 if taken else 2 if state and governor not in w.move else 3
        if word in ("on", "over", "across", "down", "up") and any(
            e.kind in ("water", "river") for e in name.meanings[:1]
        ):
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
        return 0 if state or word in ("by", "against", "with", "about", "without") else 2 if word == "to" else 1

    def _only_near(self, role: Token) -> bool:
        if role.dep != "pobj":
            return False
        prep = role.head
        beside = prep.lower in self.words.near
        return beside or (
            prep.lower == "of" and prep.head.lower in self.words.names.directions | {"outskirts", "suburb"}
        )

    # ---------------------------------------------------------------------------------------------------- the verdict

    def _state(self, name: Name) -> bool:
        """Whether the name may stand for a government: a country or a capital."""
        return any(e.kind in ("country", "capital") and e.rank == 0 for e in name.meanings[:3])

    def _enough(self, name: Name, sure: int) -> bool:
        """Whether the words are sure enough for this name, with the recogniser as one vote."""
        head = name.head
        seen = head.ent in PLACES
        single = name.first == name.last
        if self._state(name):
            return sure >= 2 and (seen or sure == 3 or head.tag in PROPER)
        plain = head.lower in self.words.names.common or self._kind_word(head) or self._direction(head)
        if single and (plain or len(name.key) < 4):
            return seen and sure == 3
        if single and head.lower in self.people:
            return seen and sure == 3
        if seen:
            unknown = sure == 3 and ((head.ent == "GPE" and self._plainly_in(head)) or self._village(head))
            return sure >= 1 if name.meanings else unknown
        wide = any(e.kind in ("region", "water", "site") and not e.rank for e in name.meanings)
        if not single:
            return sure == 3 or (wide and sure >= 2)
        least = KNOWN_TOWN if head.ent else SEEN_TOWN
        small = ("city", "admin2") if name.meanings[0].kind == "river" else ("city", "admin2", "river")
        own = (e for e in name.meanings if not e.rank or e.population >= RENAMED_TOWN)
        return sure == 3 and any(e.kind not in small or e.population >= least for e in own)

    def _village(self, token: Token) -> bool:
        """Whether the words before call it a town or another kind of place: "the village of"."""
        return token.dep == "pobj" and token.head.lower == "of" and token.head.head.lemma.lower() in self.words.types

    def _plainly_in(self, token: Token) -> bool:
        """Whether a preposition that only says where governs the word: what a name that nobody knows has to have."""
        return token.dep == "pobj" and (token.head.lower == "in" or token.head.lower in self.words.near)


def _people(page: Page) -> frozenset[str]:
    """The words of the full names of persons on the page."""
    words: set[str] = set()
    spans: dict[int, list[Token]] = {}
    for t in page.parse.tokens:
        if t.ent == "PERSON":
            spans.setdefault(t.ent_i, []).append(t)
    for named in spans.values():
        if len(named) > 1:
            words.update(t.lower for t in named)
    for m in page.actors:
        if isinstance(m.value, Actor) and m.value.kind == "person":
            words.update(t.lower for t in page.parse.covering(m.span.start, m.span.end) if t.tag in PROPER)
    return frozenset(words)
