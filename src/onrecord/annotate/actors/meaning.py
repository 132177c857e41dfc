"""What a unit means by its own words: country, sectors, kind, from titles and modifiers first, from lists after."""

from __future__ import annotations

from itertools import pairwise

from onrecord.annotate.actors import runs, seats
from onrecord.annotate.actors.books import WORLD, Books, fold, slug
from onrecord.annotate.actors.phrases import NATIONAL, Unit, ethnic
from onrecord.annotate.actors.rows import Entry, PersonRow
from onrecord.annotate.actors.terms import current, firm, in_office
from onrecord.data import ActorKind
from onrecord.tokens import Parse, Token

SPOKEN_FOR = frozenset(("spokesman", "spokeswoman", "spokesperson"))
# Labels of entities that are places.
PLACES = frozenset(("GPE", "LOC"))
# A fighter or commander of such a body is of its sector.
ARMED = frozenset(("REB", "PRM", "UAF"))


class Meaning:
    """What a unit means, filled in step by step; `kind` is None as long as it is no actor.

    `via` names the rule that found it, `land` is a country that its words tell even where it is no actor; `score` is
    how sure it is where that hangs on more than the rule; `meant` is what a pronoun takes up.
    """

    __slots__ = (
        "country", "form", "id", "kind", "land", "meant", "members", "name", "names", "role", "score", "sectors",
        "unit", "via",
    )  # fmt: skip

    def __init__(self, unit: Unit, via: str) -> None:
        self.unit, self.via = unit, via
        self.kind: ActorKind | None = None
        self.name, self.id, self.form = "", "", ""
        self.names: tuple[str, ...] = ()
        self.role: str | None = None
        self.country: str | None = None
        self.land: str | None = None
        self.sectors: tuple[str, ...] = ()
        self.members: tuple[str, ...] = ()
        self.score: float | None = None
        self.meant: Meaning | None = None

    def same(self, other: Meaning) -> None:
        """Makes this another mention of what `other` means."""
        self.id, self.kind, self.name, self.members = other.id, other.kind, other.name, other.members
        self.country, self.sectors, self.role = other.country, other.sectors, self.role or other.role


class Reader:
    """Reads the units of one text by their own words; `lands` are the countries that the text names."""

    def __init__(self, parse: Parse, text: str, day: str | None, books: Books, lands: frozenset[str]) -> None:
        self.parse, self.text, self.day, self.books, self.lands = parse, text, day, books, lands
        self._headlines: dict[int, bool] = {}
        self._titles = runs.titles(parse)

    def words(self, first: int, last: int) -> str:
        """The words from token `first` to token `last` as they stand in the text, on one line."""
        return " ".join(self.text[self.parse.tokens[first].start : self.parse.tokens[last].end].split())

    def headline(self, token: Token) -> bool:
        """Whether the sentence of `token` is set like a headline."""
        number = token.sent
        if number not in self._headlines:
            self._headlines[number] = runs.title_case(self.parse.words(self.parse.sentences[number]))
        return self._headlines[number]

    def read(self, unit: Unit) -> Meaning:
        """The meaning of `unit`; its kind is None where its own words make no actor of it."""
        if unit.first in self._titles and (unit.entry is None or unit.entry.sort != "body"):
            return Meaning(unit, "noun" if unit.noun is not None else "list")
        if unit.noun is not None:
            made = self._noun(unit)
        else:
            made = self._listed(unit, unit.entry) if unit.entry is not None else self._run(unit)
        person = made.kind == "person" and unit.name is not None
        made.form = self.words(*unit.name) if person and unit.name else self.words(unit.first, unit.last)
        return made

    def _listed(self, unit: Unit, entry: Entry) -> Meaning:
        made = Meaning(unit, "list")
        made.land = None if entry.country in WORLD else entry.country
        if entry.sort == "within" and entry.country and seats.decides(unit.head, self.books.words):
            made.kind, made.name = "body", self.words(unit.first, unit.last)
            made.id, made.country, made.sectors = f"body:{slug(made.name)}", entry.country, ("GOV",)
            return made
        if not self._is_actor(unit, entry):
            return made
        made.kind, made.name, made.id = entry.kind, entry.name, entry.id
        made.country, made.sectors = entry.country, entry.sectors
        if entry.sort == "people" or (entry.sort == "adjective" and _counted(unit.head)):
            self._people(made, unit, entry)
        elif entry.sort in ("seat", "house"):
            made.name = self.words(unit.first, unit.last)
        elif entry.person is not None:
            self._public(made, entry.person)
        elif entry.doubtful and entry.sort == "body" and self.lands and entry.country not in self.lands:
            made.name = self.words(unit.first, unit.last)
            made.id, made.country, made.land = f"body:{slug(made.name)}", country(unit), None
        return made

    def _people(self, made: Meaning, unit: Unit, entry: Entry) -> None:
        """A people is of its own country, unless its words say where else it lives or that it is only a people."""
        made.kind, made.name = "group", self.words(unit.first, unit.last)
        named = any(c.lower == "the" for c in unit.head.children)
        made.sectors = () if named else ("CVL",)
        told = None if entry.country in self.books.words.settled else country(unit)
        if told not in (None, entry.country) or abroad(unit, self.parse):
            made.country = made.land = told
            made.id = f"group:{(told or 'ethnic').lower()}-{slug(unit.head.text)}"
        elif not named:
            made.id = f"{entry.country} CVL"

    def _public(self, made: Meaning, person: PersonRow) -> None:
        """Country and sectors of a listed person; a namesake is likelier where nothing else speaks of that country."""
        if person.known or made.country or person.country in self.lands:
            home = self.books.home(person, self.day)
            made.country = home if made.country in (None, person.country) else made.country
            told = current(made.sectors, person, self.day)
            made.sectors = firm(told) or in_office(person, self.day) or told
            self.supposed(made, person)

    def supposed(self, made: Meaning, person: PersonRow) -> None:
        """Takes the title of a highest office off a listed person when another holds it: "a President Roe would"."""
        noun, now = made.unit.noun, in_office(person, self.day)
        if noun is None or noun.word not in self.books.words.offices or not now or self.day is None:
            return
        terms = self.books.offices.get((person.country, noun.word), ())
        held = [name for start, end, name in terms if start <= self.day and (not end or self.day < end)]
        if held and self.books.person(held[-1]) is not person and all(name != person.name for _, _, name in terms):
            made.sectors, made.role = now, None

    def _is_actor(self, unit: Unit, entry: Entry) -> bool:
        if entry.sort == "adjective" and not unit.sided:
            return seats.acts(unit.head, self.books.words)
        if entry.sort == "seat":
            return seats.governs(unit.head, self.books.words)
        if fold(entry.name) in self.books.words.platforms:
            return not (unit.head.dep == "pobj" and unit.head.head.lower in ("on", "via", "through", "over"))
        if entry.doubtful and entry.sort == "country":
            return "USA" not in self.lands or entry.id in self.lands
        return entry.sort not in ("within", "adjective")

    def _run(self, unit: Unit) -> Meaning:
        assert unit.name is not None
        made = Meaning(unit, "run")
        made.name = self.words(*unit.name)
        first = unit.name[0]
        if not self.headline(unit.head) and not runs.aired(unit, self.parse, self.books.words):
            made.kind = runs.sort(unit, self.parse, self.books)
        if made.kind == "person" and runs.firm(unit, self.parse, self.books):
            made.kind = "body"
        if made.kind == "body":
            first, made.name = unit.first, self.words(unit.first, unit.last)
        made.id = runs.identity(made.kind, first, unit.name[1], self.parse)
        made.country = country(unit, made.kind == "body")
        if made.kind == "body" and (sector := runs.ending(self.parse.tokens[unit.name[1]], self.books.words)):
            made.sectors = (sector,)
        if made.kind == "person" and unit.first < unit.name[0]:
            made.role = self.words(unit.first, unit.name[0] - 1)
        return made

    def _noun(self, unit: Unit) -> Meaning:
        noun = unit.noun
        assert noun is not None
        made = Meaning(unit, "noun")
        made.name = self.words(unit.first, unit.last)
        made.country, made.sectors = self._country(unit), sectors(unit, self.books)
        if unit.whose is not None and noun.word in SPOKEN_FOR and made.sectors == noun.row.sectors and not unit.lands:
            made.sectors = ()  # "the Doe spokesman" is hardly a government's
        forces = False
        if made.sectors == ("MIL",) and not unit.lands and runs.irregular(unit, self.parse, self.books.words):
            made.sectors, forces = ("REB",), True
        before = unit.first < unit.noun_at[0] and noun.word in self.books.words.offices
        if before and (of := runs.ending(self.parse.tokens[unit.noun_at[0] - 1], self.books.words)):
            made.sectors = (of,)  # "the Doe Corp. president"
        if unit.name is not None and unit.entry is None and self.headline(unit.head):
            self._cut(unit)
        made.kind = "group" if noun.plural or noun.row.kind in ("group", "gear") else "unnamed"
        if noun.row.kind == "person" and unit.name is not None:
            self._person(unit, made)
        elif unit.entry is not None:
            made.kind, made.id, made.name = unit.entry.kind, unit.entry.id, unit.entry.name
            made.country, made.sectors = unit.entry.country or made.country, unit.entry.sectors or made.sectors
        elif forces or (not noun.plural and (noun.row.kind == "body" or is_named(unit, self.parse))):
            made.kind = "body"
        if not is_actor(unit, self.books):
            made.kind = None
        return made

    def _country(self, unit: Unit) -> str | None:
        """The country of an agent noun; the "Ruritania Study Group" is not Ruritanian."""
        assert unit.noun is not None
        if unit.noun.last == "minority":  # of its own people, but of another country
            return None
        if unit.noun.last == "ambassador" and all(e.country in WORLD for e in unit.lands):  # "the UN ambassador"
            return None
        loose = unit.noun.row.generic and not unit.noun.row.sectors and is_named(unit, self.parse)
        return country(unit, loose)

    def _cut(self, unit: Unit) -> None:
        """Takes a name off an office in a headline, where verbs have capitals too, unless its label is a person's."""
        assert unit.name is not None
        if (
            any(t.ent != "PERSON" for t in self.parse.tokens[unit.name[0] : unit.name[1] + 1])
            and unit.name[0] > unit.noun_at[1]
        ):
            unit.name, unit.last = None, unit.noun_at[1]
            unit.head = self.parse.tokens[unit.noun_at[1]]

    def _person(self, unit: Unit, made: Meaning) -> None:
        assert unit.name is not None
        made.kind, made.via = "person", "title"
        made.role = self.words(unit.first, unit.name[0] - 1).strip(" ,") or None
        made.name = unit.entry.name if unit.entry else self.words(*unit.name)
        made.id = unit.entry.id if unit.entry else runs.identity("person", *unit.name, self.parse)
        title = self.parse.tokens[unit.noun_at[0]]
        if title.lower in self.books.words.clerical and title.text[0].isupper() and unit.head.child("poss") is None:
            made.sectors = ("REL",)
        if title.lower == "representative" and title.text[0].isupper() and not made.sectors:
            made.sectors, made.country = ("LEG",), made.country or "USA"
        if unit.entry is not None and unit.entry.person is not None:
            if any(set(t.sectors) & set(made.sectors) for t in unit.entry.person.terms):
                made.country = made.country or self.books.home(unit.entry.person, self.day)  # it held the office
            self._public(made, unit.entry.person)


def _counted(word: Token) -> bool:
    """Whether a nationality stands for persons of it: "a Ruritanian", "two Ruritanians"."""
    if word.tag[:2] != "NN" or word.dep in ("compound", "amod", "nmod"):
        return False
    return any(c.pos == "NUM" or c.lower in ("a", "an", "another") for c in word.children if c.i < word.i)


def abroad(unit: Unit, parse: Parse) -> bool:
    """Whether the words only tell a people, not the country where it lives: "ethnic Ruritanians"."""
    minority = unit.noun is not None and unit.noun.last == "minority"
    return minority or "ethnic" in unit.words or ethnic(parse.tokens, unit.first)


def is_actor(unit: Unit, books: Books) -> bool:
    """Whether an agent noun is somebody here: not as a modifier, nor gear or a part of something without an owner."""
    noun, head = unit.noun, unit.head
    assert noun is not None
    told = bool(unit.lands or unit.entry or unit.name)
    if noun.row.kind == "person" and unit.name is not None:
        return True
    if noun.word.rstrip(".") in books.words.styles:  # "Mr." and nobody named
        return False
    if noun.last == "media" and "social" in unit.words:
        return False
    if head.dep in ("compound", "amod", "nmod") and head.head.i > unit.last:
        return told and noun.row.kind == "body"
    owner = head.child("poss")
    owned = told or (owner is not None and owner.tag != "PRP$")
    if noun.word == "person" and head.dep == "pobj" and head.head.lower == "in" and head.head.right == head.i:
        return any(c.dep == "det" for c in head.children)  # "in person"
    if unit.head.ent in PLACES and noun.plural and unit.head.tag[:3] == "NNP":  # "Queens"
        return False
    if noun.row.kind == "gear" or owned or noun.row.alone:
        return owned or noun.row.kind != "gear"
    if noun.row.kind == "person":
        return bool(unit.words) or head.child("prep", "det") is not None
    lent = noun.row.generic and _lent(unit.words, books) is not None
    capital = noun.row.kind == "body" and (unit.last > unit.noun_at[1] or (head.text[0].isupper() and bool(unit.words)))
    return lent or capital or (head.dep == "nsubj" and head.head.lemma in books.words.speech)


def is_named(unit: Unit, parse: Parse) -> bool:
    """Whether the phrase is the name of a body: its noun and a word before it that is no nationality have capitals."""
    noun = unit.noun
    if noun is None or noun.plural or noun.row.kind not in ("body", "group") or not unit.head.text[0].isupper():
        return False
    first = unit.noun_at[0]
    return any(t.text[0].isupper() and t.i not in unit.land_at for t in parse.tokens[unit.first : first]) or (
        unit.last > unit.noun_at[1] and parse.tokens[unit.last].text[0].isupper()
    )


def country(unit: Unit, named: bool = False) -> str | None:
    """The country that the modifiers tell: the first nationality, else the first body's; of a name an adjective."""
    lands = [e for e in unit.lands if e.sort == "adjective"] if named else unit.lands
    national = [e for e in lands if e.sort in NATIONAL]
    for entry in reversed(national or lands):
        if entry.country:
            return entry.country
    return None


def sectors(unit: Unit, books: Books) -> tuple[str, ...]:
    """The sectors that noun and modifiers tell; ELI alone for a person whose office is past."""
    noun = unit.noun
    assert noun is not None
    office = not noun.row.sectors or noun.row.sectors[0] in books.words.held
    if office and noun.row.kind == "person" and any(w in books.past for w in unit.words):
        return ("ELI",)
    bodies = [e.sectors for e in unit.lands if e.sort in ("body", "house") and e.sectors]
    if noun.word in books.words.offices and unit.name is None and bodies and "GOV" not in bodies[0]:
        return bodies[0]  # "the Doe Party president"
    if noun.row.kind == "person" and not noun.row.sectors and _lent(unit.words, books) == "EDU":
        return ("EDU",)
    sided = noun.last in books.words.by_report or noun.row.generic
    if not noun.row.sectors and sided and books.words.partisan & set(unit.words):
        return ("PTY",)
    if not noun.row.generic:
        armed = bodies and noun.row.sectors[:1] in (("UAF",), ("PRM",), ("MIL",)) and ARMED & set(bodies[0])
        return bodies[0] if armed else noun.row.sectors
    lent = _lent(unit.own, books)
    if lent and not (noun.row.kind == "body" and lent in books.words.clients):
        return (lent,)
    return bodies[0] if bodies else noun.row.sectors


def _lent(words: list[str], books: Books) -> str | None:
    """The sector that modifiers lend to a generic noun; of several the first in the codebook's order."""
    pairs = [p for p in pairwise(words) if " ".join(p) in books.modifiers]
    inside = {w for p in pairs for w in p}  # the "security" of "homeland security" is no army's
    keys = (*map(" ".join, pairs), *(w for w in words if w not in inside))
    lent = [books.modifiers[w] for w in keys if w in books.modifiers]
    return min(lent, key=lambda s: books.rank[s]) if lent else None


def noun_id(made: Meaning, parse: Parse, rule: frozenset[str]) -> str:
    """The id of what has no name: country and sector where both are told, else the noun; bodies by their words."""
    unit, land = made.unit, made.country
    assert unit.noun is not None
    if made.kind == "body" and unit.noun.word not in rule:
        name = _body_name(unit, parse)
        return f"body:{land.lower()}-{name}" if land and unit.name is None else f"body:{name}"
    if land and made.sectors:
        return f"{land} {made.sectors[0]}"
    if "ethnic" in unit.words or unit.noun.last == "minority":
        return f"group:{slug(' '.join((*unit.words, unit.noun.word)))}"
    return f"group:{land.lower()}-{slug(unit.noun.word)}" if land else f"group:{slug(unit.noun.word)}"


def _body_name(unit: Unit, parse: Parse) -> str:
    """A body's words in one order and spelling: "Ministry of Foreign Affairs" and "foreign ministry" are the same."""
    first, last = unit.noun_at
    before = [t for t in parse.tokens[unit.first : first] if unit.name is not None or t.i not in unit.land_at]
    after = [t for t in parse.tokens[last + 1 : unit.last + 1] if t.lower not in ("of", "for", "the", "affairs")]
    words = [fold(t.text) for t in (*before, *after, *parse.tokens[first : last + 1])]
    name = "-".join(w for w in words if w).replace("defence", "defense").replace(" ", "-")
    head, of, rest = name.partition("-of-")
    return f"{rest}-{head}" if of and head in ("ministry", "department") else name
