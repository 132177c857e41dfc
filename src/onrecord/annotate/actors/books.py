"""The actor codebooks: countries, bodies, persons, agents and word lists, read into tables by folded words."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from typing import Literal

import msgspec

from onrecord import codebooks
from onrecord.data import ActorKind

COUNTRIES, PEOPLES, BODIES = "countries-1.jsonl", "peoples-1.jsonl", "bodies-2.jsonl"
LEADERS, PERSONS = "leaders-1.jsonl", "persons-1.jsonl"
AGENTS, WORDS = "agents-2.toml", "actors-2.toml"
FILES = (COUNTRIES, PEOPLES, BODIES, LEADERS, PERSONS, AGENTS, WORDS)

Sort = Literal["country", "adjective", "people", "seat", "house", "within", "body", "person"]
NounKind = Literal["person", "group", "body", "gear"]

# Codes that PLOVER puts where a country stands, for what belongs to none.
WORLD = frozenset(("UNO", "EUR", "IGO", "NGO", "IMG", "ISM", "MNC"))
# Endings of royal names, which name nobody alone.
NUMERALS = frozenset(("ii", "iii", "iv", "vi", "v", "x"))


class CountryRow(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A country: codes, names, adjectives, words for its people, the capitals and houses that stand for its government.

    `within` holds names and adjectives of its parts and peoples, which tell a country but name no government;
    `doubtful` tells that the United States have a state of that name.
    """

    iso3: str
    iso2: str
    fips: str
    name: str
    names: tuple[str, ...]
    adjectives: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    seats: tuple[str, ...] = ()
    houses: tuple[str, ...] = ()
    within: tuple[str, ...] = ()
    doubtful: bool = False


class PeopleRow(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a country was called before, and the peoples, regions and cities that tell it: fields as in CountryRow."""

    iso3: str
    names: tuple[str, ...] = ()
    adjectives: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    within: tuple[str, ...] = ()


class BodyRow(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An organisation: its names, its country (or PLOVER's code for what has none), its sectors, its seats.

    `shared` tells that other countries have one of that name ("House of Representatives").
    """

    name: str
    country: str | None = None
    names: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    seats: tuple[str, ...] = ()
    shared: bool = False


class Term(msgspec.Struct, frozen=True, array_like=True):
    """Sectors held from an ISO day to another; an empty day is open."""

    start: str
    end: str
    sectors: tuple[str, ...]


class PersonRow(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A public person and the offices held: `known` tells that the last name alone, `last` where it is not the name's
    last word, means this person.
    """

    name: str
    country: str
    names: tuple[str, ...] = ()
    known: bool = False
    last: str = ""
    terms: tuple[Term, ...] = ()


class AgentRow(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Nouns of one sort; the head of agents-2.toml says what each field means."""

    sectors: tuple[str, ...]
    kind: NounKind
    words: tuple[str, ...]
    title: bool = False
    generic: bool = False
    office: bool = False
    alone: bool = True
    country: str | None = None
    plural: dict[str, str] = {}


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A bare list of words."""

    words: frozenset[str]


class AgentBook(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All of agents-2.toml."""

    modifiers: dict[str, tuple[str, ...]]
    past: Words
    portfolios: Words
    agent: tuple[AgentRow, ...]


class Lists(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"with_": "with"}):
    """All of actors-2.toml, which says what each list is for."""

    outside: frozenset[str]
    particles: frozenset[str]
    suffixes: frozenset[str]
    links: frozenset[str]
    kinds: frozenset[str]
    rule: frozenset[str]
    heads: frozenset[str]
    clients: frozenset[str]
    spelled: dict[str, str]
    relatives: frozenset[str]
    against: frozenset[str]
    backed: frozenset[str]
    held: frozenset[str]
    home: frozenset[str]
    deploys: frozenset[str]
    culture: frozenset[str]
    craft: frozenset[str]
    fights: frozenset[str]
    with_: frozenset[str]
    city: frozenset[str]
    stative: frozenset[str]
    moved: frozenset[str]
    speech: frozenset[str]
    things: frozenset[str]
    place_heads: frozenset[str]
    men: frozenset[str]
    women: frozenset[str]
    men_names: frozenset[str]
    women_names: frozenset[str]
    pairs: dict[str, frozenset[str]]
    endings: dict[str, frozenset[str]]


class Entry(msgspec.Struct, frozen=True):
    """What a name in the text stands for; `exact` names must stand in capitals as listed."""

    sort: Sort
    id: str
    name: str
    kind: ActorKind
    country: str | None
    sectors: tuple[str, ...] = ()
    exact: bool = False
    doubtful: bool = False
    person: PersonRow | None = None


class Agent(msgspec.Struct, frozen=True):
    """A noun for actors, in one of its two numbers; `last` is its last word."""

    word: str
    last: str
    row: AgentRow
    plural: bool


class Books:
    """The codebooks as tables by folded words; `longest_*` tell how many words names with a certain first word have.

    `surnames` holds the known persons of a last name, `namesakes` the countries of all listed persons of it."""

    def __init__(self) -> None:
        self.names: dict[str, Entry] = {}
        self.nouns: dict[str, Agent] = {}
        self.persons: dict[str, PersonRow] = {}
        self.surnames: dict[str, list[PersonRow]] = {}
        self.namesakes: dict[str, set[str]] = {}
        self.given: set[str] = set()
        self.words = codebooks.load(WORDS, Lists)
        _add_countries(self)
        _add_bodies(self)
        _add_persons(self)
        book = codebooks.load(AGENTS, AgentBook)
        for row in book.agent:
            for form, word, many in _forms(row):
                self.nouns.setdefault(fold(form), Agent(word, word.split()[-1], row, many))
        self.modifiers = {fold(w): s for s, words in reversed(book.modifiers.items()) for w in words}
        self.rank = {s: i for i, s in enumerate(book.modifiers)}
        self.past, self.portfolios = book.past.words, book.portfolios.words
        self.longest_name = _longest((self.names, self.persons))
        self.longest_noun = _longest((self.nouns,))

    def name(self, folded: str) -> Entry | None:
        """What the folded name stands for, or None; an organisation or country goes before a person."""
        if (entry := self.names.get(folded)) is not None:
            return entry
        row = self.persons.get(folded)
        return person_entry(row) if row is not None else None


_MARKS = str.maketrans({"-": " ", "–": " ", "‐": " ", "/": " ", "'": None, "’": None, ".": None, ",": None})


def fold(text: str) -> str:
    """`text` in small letters without accents and marks, its hyphens made spaces; "" for bare punctuation."""
    if text.isascii():
        if text.isalnum():
            return text.lower()
        text = text.translate(_MARKS)
        if text.replace(" ", "").isalnum():
            return " ".join(text.lower().split())
    plain = unicodedata.normalize("NFKD", text).lower().translate(_MARKS)
    return " ".join("".join(c for c in plain if c.isalnum() or c == " ").split())


def key(name: str) -> str:
    """The key of a listed name: folded as the tokens of a text are, which part off a possessive 's."""
    return fold(name.replace("’s ", " s ").replace("'s ", " s ")) if "s " in name else fold(name)


def slug(name: str) -> str:
    """`name` as part of an id: "Richard Moore" becomes "richard-moore"."""
    return fold(name.removeprefix("the ").removeprefix("The ")).replace(" ", "-")


def person_entry(row: PersonRow) -> Entry:
    """A listed person as an entry."""
    return Entry("person", f"person:{slug(row.name)}", row.name, "person", row.country, person=row)


def plural(word: str) -> str:
    """The regular plural of an English noun, made on its last word, or on the one before "of" or "in"."""
    for link in (" of ", " in ", "-in-"):
        if link in word:
            head, _, rest = word.partition(link)
            return plural(head) + link + rest
    if word.endswith("."):
        return word
    if word.endswith(("s", "x", "z", "ch", "sh")):
        return word + "es"
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return word[:-1] + "ies"
    return word + "s"


def _forms(row: AgentRow) -> Iterator[tuple[str, str, bool]]:
    """Each form of the row's nouns with its singular and whether it is a plural."""
    for word in row.words:
        if row.kind in ("group", "body") and word.endswith("s") and not word.endswith("ss"):
            yield word, word, True
            continue
        yield word, word, False
        first, _, last = word.rpartition(" ")
        whole = row.plural.get(word)
        part = f"{first} {row.plural[last]}".strip() if last in row.plural else None
        many = whole or part or plural(word)
        if many != word:
            yield many, word, True


def _longest(tables: Iterable[Iterable[str]]) -> dict[str, int]:
    longest: dict[str, int] = {}
    for table in tables:
        for name in table:
            first, count = name.partition(" ")[0], name.count(" ") + 1
            if count > longest.get(first, 0):
                longest[first] = count
    return longest


def _exact(name: str) -> bool:
    letters = [c for c in name if c.isalpha()]
    return len(letters) <= 6 and bool(letters) and all(c.isupper() for c in letters)


def _put(books: Books, names: Iterable[str], entry: Entry) -> None:
    for name in names:
        kept = msgspec.structs.replace(entry, exact=True) if _exact(name) else entry
        known = books.names.setdefault(key(name), kept)
        if known.exact and not kept.exact and known.id == kept.id:  # listed in small letters as well: "TASS", "Tass"
            books.names[key(name)] = kept


def _add_countries(books: Books) -> None:
    more = {p.iso3: p for p in codebooks.load(PEOPLES, list[PeopleRow])}
    for r in codebooks.load(COUNTRIES, list[CountryRow]):
        land = Entry("country", r.iso3, r.name, "country", r.iso3, doubtful=r.doubtful)
        rule = Entry("seat", f"{r.iso3} GOV", r.name, "body", r.iso3, ("GOV",))
        plain = msgspec.structs.replace(land, doubtful=False)
        if r.iso3 in more:
            _add_words(books, more[r.iso3], plain)
        _put(books, r.names, land)
        _put(books, r.seats, rule)
        _put(books, r.houses, msgspec.structs.replace(rule, sort="house"))
        _add_words(books, r, plain)


def _add_words(books: Books, r: CountryRow | PeopleRow, plain: Entry) -> None:
    """Adds the words that belong to the country `plain`; those of the names of former states are names of it."""
    if isinstance(r, PeopleRow):
        _put(books, r.names, plain)
    _put(books, r.adjectives, msgspec.structs.replace(plain, sort="adjective"))
    people = msgspec.structs.replace(plain, sort="people")
    _put(books, [p for p in r.people if p not in r.adjectives], people)
    _put(books, [p if p.endswith(("men", "ese", "ss")) else plural(p) for p in r.people], people)
    _put(books, r.within, msgspec.structs.replace(plain, sort="within"))


def _add_bodies(books: Books) -> None:
    for r in codebooks.load(BODIES, list[BodyRow]):
        entry = Entry("body", f"body:{slug(r.name)}", r.name, "body", r.country, r.sectors, doubtful=r.shared)
        _put(books, (r.name, *r.names), entry)
        _put(books, r.seats, msgspec.structs.replace(entry, sort="seat"))


def _add_persons(books: Books) -> None:
    for r in (*codebooks.load(LEADERS, list[PersonRow]), *codebooks.load(PERSONS, list[PersonRow])):
        for name in (r.name, *r.names):
            folded = fold(name)
            first, _, rest = folded.partition(" ")
            if not rest:
                continue
            books.persons.setdefault(folded, r)
            if len(first) > 1 and first not in books.words.place_heads:
                books.given.add(first)
        for folded in sorted({fold(r.last or n.split()[-1]) for n in (r.name, *r.names)}):
            if len(folded) > 1 and folded not in NUMERALS:
                word = folded.rpartition(" ")[2]
                books.namesakes.setdefault(word, set()).add(r.country)
                if r.known:
                    books.surnames.setdefault(word, []).append(r)
