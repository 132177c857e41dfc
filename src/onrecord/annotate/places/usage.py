"""Whether a name is used as a place: by the words around it, and by the entity recogniser.

`Usage.found` goes through the names on a page and keeps those that say where something is. A government named by its
country or capital, a person or a firm called like a town, and a country that only describes ("Texas lawmakers") are
left out. How sure the words are is counted from 0 (not a place) to 3 (a place whatever the name is).
"""

from __future__ import annotations

from itertools import zip_longest

import msgspec

from onrecord.annotate.places.choose import inside
from onrecord.annotate.places.context import Context
from onrecord.annotate.places.governed import by_role, dateline, near_km
from onrecord.annotate.places.index import Entry
from onrecord.annotate.places.institutions import institution
from onrecord.annotate.places.listed import called, goes_on
from onrecord.annotate.places.longer import CITY, MODIFIES, part_of_more, person
from onrecord.annotate.places.spans import PLACES, PROPER, Name
from onrecord.annotate.places.words import Words
from onrecord.data import Page
from onrecord.tokens import Token

UNITS, TOWNS = frozenset({"admin1"}), frozenset({"city", "capital"})
# What a name behind a comma may be the whole of: "Paris, Texas", "Poole, Dorset".
WHOLES = frozenset({"country", "admin1", "admin2"})
# What has an article ("the Nile", "the Sahel") and so is hardly somebody.
WIDE = frozenset({"region", "water", "river"})
# People of a town that is believed where the recogniser takes the name for somebody's, or does not see a name at all:
# villages share their names with everything. Estimates; precision on UNER and re3d stayed above 0.9.
KNOWN_TOWN, SEEN_TOWN = 15_000, 2_000
# People of a town that is also known by another name than GeoNames' own ("Raqqa").
RENAMED_TOWN = 50_000
# Roles of what is done to a place or is named before it, as against "such as Chandler".
TOUCHED = frozenset({"dobj", "nsubjpass", "compound", "poss"})
# People of a town whose name may have an article all the same ("the Bronx").
ARTICLE_TOWN = 100_000
# Words of a list that are looked through for its "and".
LISTED = 20


class Found(msgspec.Struct):
    """A name in use as a place; `last` may go beyond the name ("Kabul Airport"), `near` is how far from it, in km.

    `inside` is the name of the place that a facility, or a name that the gazetteer lacks, is said to stand in.
    """

    name: Name
    last: int
    sure: int
    whole: tuple[Entry, ...] = ()
    kinds: frozenset[str] = frozenset()
    near: float = 0.0
    facility: bool = False
    inside: Name | None = None


class Usage:
    """Judges the names on one page."""

    def __init__(self, page: Page, names: list[Name], words: Words) -> None:
        self.context = Context(page, names, words)
        self.people = called(page)
        self.certain = {n.key for n in names if n.head.ent in PLACES and n.meanings and self.context.plainly_in(n.head)}

    def found(self) -> list[Found]:
        """The names that are places here, in order."""
        out: list[Found] = []
        holds: tuple[Entry, ...] = ()
        for name, following in zip_longest(self.context.names, self.context.names[1:]):
            whole = self._whole(name, following)
            taken = bool(out) and name.first <= out[-1].last
            found = None if taken else self._judge(name, whole, holds)
            if found is None and not taken and out and self._goes_on(name, out[-1]):
                found = Found(name, name.last, 2, near=out[-1].near)
            holds = whole if found is not None else ()
            if found is not None:
                out.append(found)
        self._in_lists(out)
        return out

    def _goes_on(self, name: Name, before: Found) -> bool:
        sure = before.sure >= 2 and not before.facility
        return sure and bool(name.meanings) and goes_on(self.context, name, (before.last, before.name), self.people)

    def _in_lists(self, found: list[Found]) -> None:
        """In a list of states a name is that of a state: "Oregon, Idaho and Washington"."""
        lists: dict[int, list[Found]] = {}
        for f in found:
            lists.setdefault(self.context.role(f.name.head).i, []).append(f)
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
        if (name.short and not self._short_alone(name)) or (name.first in self.context.taken and not whole):
            return None
        if whole and not person(self.context, name):
            return Found(name, name.last, 3, whole=whole)
        if (one := self._institution(name)) is not None:
            return one
        if part_of_more(self.context, name) or (name.meanings and not (name := self._after_article(name)).meanings):
            return None
        found = self._typed(name)
        role = self.context.role(name.head)
        if found.sure < 3:
            found.sure = 3 if dateline(self.context, name) else by_role(self.context, name, role)
        found.whole = self._owner(name)
        found.near = near_km(self.context, role)
        if found.facility or not name.meanings:
            found.inside = self._inside(name)
            found.facility |= self.context.tokens[name.last].lower in self.context.words.facilities.institutions
        return found if self._enough(found) else None

    def _institution(self, name: Name) -> Found | None:
        """The institution that is called after the name, where something is there or is done to it."""
        whole = institution(self.context, name)
        if whole is None:
            return None
        sure = by_role(self.context, whole, role := self.context.role(whole.head))
        if sure < 2 and not (sure == 1 and role.dep in ("appos", "attr")):
            return None
        near, around = near_km(self.context, role), self._inside(whole)
        if not whole.meanings and around is None:
            return None
        return Found(whole, whole.last, sure, whole=self._owner(whole), near=near, facility=True, inside=around)

    def given(self) -> list[Found]:
        """All the names as places, in order, with what the words around them say they mean."""
        out: list[Found] = []
        holds: tuple[Entry, ...] = ()
        for name, following in zip_longest(self.context.names, self.context.names[1:]):
            whole = self._whole(name, following)
            found = self._typed(name)
            found.whole = whole or self._owner(name)
            if holds:
                found.name = msgspec.structs.replace(name, meanings=holds)
            out.append(found)
            holds = whole
        return out

    def _whole(self, name: Name, following: Name | None) -> tuple[Entry, ...]:
        """The meanings of the name after a comma in which the name lies: "Paris, Texas"; a list of places is none."""
        if following is None or following.first != name.last + 2 or self.context.tokens[name.last + 1].text != ",":
            return ()
        listed = following.head.dep == "conj" and _joined(self.context.role(following.head))
        if listed and not following.short and not _mainly_in(name, following):
            return ()
        longer = self.context.after(following, PROPER)
        wholes = (e for e in following.meanings if e.kind in WHOLES and not (longer and e.kind == "admin2"))
        return tuple(w for w in wholes if any(inside(e, w) for e in name.meanings if not e.rank or e.population > 1e5))

    def _owner(self, name: Name) -> tuple[Entry, ...]:
        """What is named as the whole by "Y's X", "X in Y" or "X province in Y"."""
        around = self._said_in(name)
        return tuple(e for e in around.meanings if e.kind in ("country", "admin1"))[:2] if around else ()

    def _said_in(self, name: Name) -> Name | None:
        for token in (name.head, name.head.head):
            for child in token.children:
                of = child.child("pobj") if child.dep == "prep" and child.lower == "in" else None
                place = child if child.dep == "poss" else of
                owner = self.context.at.get(place.i) if place is not None else None
                if owner is not None and not name.first <= owner.first <= name.last:
                    return owner
            if name.head.dep not in ("appos", *MODIFIES):
                break
        return None

    def _inside(self, name: Name) -> Name | None:
        """The place that something stands in: also the one right behind a comma or "in" ("Zzyzx Hospital, Kunduz")."""
        tokens, after = self.context.tokens, name.last + 1
        if around := self._said_in(name):
            return around if around.meanings else None
        if after + 1 < len(tokens) and tokens[after].lower in (",", "in"):
            around = self.context.at.get(after + 1)
        listed = around is not None and around.head.dep == "conj"
        return around if around and around.meanings and around.head.sent == name.head.sent and not listed else None

    def _with_article(self, name: Name) -> bool:
        before = self.context.tokens[name.first - 1] if name.first else name.head
        return before.text == "the" and before.head.i == name.head.i

    def _after_article(self, name: Name) -> Name:
        """The name without the meanings that have no article: "the Mendoza" is a river, not the town."""
        if not self._with_article(name):
            return name
        wide = tuple(e for e in name.meanings if e.kind not in ("city", "capital", "admin2"))
        towns = () if any(not e.rank for e in wide) else (e for e in name.meanings if e.population > ARTICLE_TOWN)
        return msgspec.structs.replace(name, meanings=wide or tuple(towns))

    def _typed(self, name: Name) -> Found:
        """The name with the kind that the words beside it say: "Kherson region", "city of Kherson", "Kabul Airport"."""
        last, found = name.last, Found(name, name.last, 0)
        nouns = self.context.tokens[last + 1 : last + 3]
        nouns = nouns[1:] if nouns and nouns[0].text == "International" else nouns[:1]
        head = name.head
        if nouns and nouns[0].sent == head.sent and nouns[0].text.isalpha() and self.context.kind_word(nouns[0]):
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
        kinds = (
            self.context.words.types.get(noun.lemma.lower()) or self.context.words.types.get(noun.lower) or frozenset()
        )
        return kinds if not name.meanings or any(e.kind in kinds for e in name.meanings) else frozenset()

    def _facility(self, name: Name, noun: Token) -> bool:
        """Whether the noun is a facility of the town named before it."""
        if noun.lower not in self.context.words.facilities.kinds or not any(e.kind in TOWNS for e in name.meanings[:3]):
            return False
        return name.head.dep in MODIFIES or name.head.head.i == noun.i or noun.head.i == name.head.i

    def _by(self, name: Name, preposition: str) -> bool:
        return name.head.dep == "pobj" and name.head.head.lower == preposition

    def _enough(self, found: Found) -> bool:
        """Whether the words are sure enough for this name, with the recogniser as one vote."""
        name, sure, around = found.name, found.sure, found.inside
        head = name.head
        if not name.meanings and (around is not None or head.ent not in PLACES):
            return around is not None and sure >= 1
        seen = head.ent in PLACES or (name.key in self.certain and self.context.page.actor(head) is None)
        single = name.first == name.last
        if self.context.state(name):
            return sure >= 2 and (seen or sure == 3 or head.tag in PROPER)
        there = sure == 3 and (self.context.plainly_in(head) or self.context.behind_comma(name))
        if single and (self.context.plain(head) or (len(name.key) < 4 and head.text.isupper())):
            return seen and sure == 3
        if single and (head.lower in self.context.people or len(name.key) < 4):
            return sure == 3 and (seen or (there and any(not e.rank for e in name.meanings)))
        if seen:
            unknown = sure == 3 and ((head.ent == "GPE" and self.context.plainly_in(head)) or self.context.typed(head))
            return sure >= 1 if name.meanings else unknown
        own = [e for e in name.meanings if not e.rank or e.population >= RENAMED_TOWN]
        if sure == 3 and any(e.kind in found.kinds for e in own):
            return True
        known = CITY if head.ent == "PERSON" else KNOWN_TOWN
        if (
            sure == 2
            and (head.ent != "PERSON" or head.dep in TOUCHED)
            and any(e.kind != "river" and e.population >= known for e in own)
        ):
            return True
        wide = any(e.kind in ("region", "water", "site") and not e.rank for e in name.meanings)
        if sure >= 2 and self._with_article(name) and any(e.kind in WIDE and not e.rank for e in name.meanings[:1]):
            return True
        if not single:
            return sure == 3 or (wide and (sure >= 2 or (sure == 1 and self.context.page.actor(head) is None)))
        least = KNOWN_TOWN if head.ent and not there else SEEN_TOWN
        small = {"city", "admin2", "river"} - ({"river"} if name.meanings[0].kind == "river" else set())
        small -= {"admin2"} if there else set()
        return sure == 3 and any(e.kind not in small or e.population >= least for e in own)

    def _short_alone(self, name: Name) -> bool:
        """Whether a short form with a stop stands right behind its preposition: "in B.C.", not "in 300 B.C."."""
        tokens, head = self.context.tokens, name.head
        return tokens[name.last].text.endswith(".") and self.context.plainly_in(head) and head.head.i == name.first - 1


def _joined(first: Token) -> bool:
    """Whether the words coordinated with `first` are a list by an "and" or "or", and not only by commas."""
    for _ in range(LISTED):
        if first.child("cc") is not None:
            return True
        if (following := first.child("conj")) is None:
            return False
        first = following
    return True


def _mainly_in(name: Name, following: Name) -> bool:
    """Whether a town's best known bearer lies in what follows, so that the two are no list: "Tikrit, Iraq and Homs"."""
    town, whole = name.meanings[:1], following.meanings[:1]
    return bool(town and whole) and town[0].kind in TOWNS and whole[0].kind in WHOLES and inside(town[0], whole[0])
