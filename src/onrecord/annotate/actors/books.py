"""The actor codebooks: countries, bodies, persons, agents and word lists, read into tables by folded words."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator

import msgspec

from onrecord import codebooks
from onrecord.annotate.actors.rows import (
    Agent,
    AgentBook,
    AgentRow,
    BodyRow,
    CountryRow,
    Entry,
    Head,
    Lists,
    OfficeRow,
    PeopleRow,
    PersonRow,
    Sort,
)
from onrecord.annotate.actors.sounds import sound
from onrecord.codebooks.own_actors import OwnActor, OwnActors

COUNTRIES, PEOPLES, BODIES = "countries-1.jsonl", "peoples-1.jsonl", "bodies-2.jsonl"
LEADERS, PERSONS, OFFICES = "leaders-1.jsonl", "persons-1.jsonl", "offices-1.jsonl"
AGENTS, WORDS = "agents-2.toml", "actors-2.toml"
FILES = (COUNTRIES, PEOPLES, BODIES, LEADERS, PERSONS, OFFICES, AGENTS, WORDS)


# Codes that PLOVER puts where a country stands, for what belongs to none.
WORLD = frozenset(("UNO", "EUR", "IGO", "NGO", "IMG", "ISM", "MNC"))
# Endings of royal names, which name nobody alone.
NUMERALS = frozenset(("ii", "iii", "iv", "vi", "v", "x"))


class Books:
    """The codebooks as tables by folded words; `longest_*` tell how many words names with a certain first word have.

    `surnames` holds the known persons of a last name, `namesakes` the countries of all listed persons of it; `offices`
    the terms of the offices of a country or body, `heads` their holders by last name, `serving` the terms of those who
    serve a body of several states, by name, `own` the user's actors by id, `seats_of` the codes of bodies, `former` the
    words for former states.
    """

    def __init__(self, own: OwnActors | None = None) -> None:
        self.names: dict[str, Entry] = {}
        self.own: dict[str, OwnActor] = {}
        self.nouns: dict[str, Agent] = {}
        self.persons: dict[str, PersonRow] = {}
        self.mononyms: dict[str, PersonRow] = {}
        self.surnames: dict[str, list[PersonRow]] = {}
        self.namesakes: dict[str, set[str]] = {}
        self.given: set[str] = set()
        self.former: set[str] = set()
        self.seats_of: dict[str, str | None] = {}
        self.words = codebooks.load(WORDS, Lists)
        if own is not None:
            _add_own(self, own)
        _put(self, self.words.regions, Entry("within", "", "", "group", None))
        _add_countries(self)
        _add_bodies(self)
        _add_persons(self)
        self.offices: dict[tuple[str, str], tuple[tuple[str, str, str], ...]] = {}
        self.heads: dict[str, list[Head]] = defaultdict(list)
        self.heads_sounding: dict[str, list[Head]] = defaultdict(list)
        self.sounding: dict[tuple[str, str], list[PersonRow]] = defaultdict(list)
        self.serving: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
        _add_offices(self)
        book = codebooks.load(AGENTS, AgentBook)
        for row in book.agent:
            for form, word, many in _forms(row):
                self.nouns.setdefault(fold(form), Agent(word, word.split()[-1], row, many))
        self.modifiers = {fold(w): s for s, words in reversed(book.modifiers.items()) for w in words}
        self.rank = {s: i for i, s in enumerate(book.modifiers)}
        self.past, self.portfolios = book.past.words, book.portfolios.words
        self.longest_name = _longest((self.names, self.persons))
        self.longest_noun = _longest((self.nouns,))

    def person(self, name: str) -> PersonRow | None:
        """The listed person of a full name, which is one word for monarchs."""
        folded = fold(name)
        return self.persons.get(folded) or self.mononyms.get(folded)

    def home(self, row: PersonRow, day: str | None) -> str:
        """The country of a listed person, or the code of the body of several states that is served on the day."""
        held = (
            seat
            for start, end, seat in self.serving.get(row.name, ())
            if day and start <= day and (not end or day < end)
        )
        return next(held, row.country)

    def outlet(self, publisher: str | None) -> str | None:
        """The country of a paper or station; None for agencies and others that write for all the world."""
        entry = self.names.get(fold(publisher or "").removeprefix("the "))
        paper = entry is not None and entry.sort == "body" and "JRN" in entry.sectors
        if entry is None or not paper or entry.country in WORLD or fold(entry.name) in self.words.wires:
            return None
        return entry.country

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


def _add_own(books: Books, own: OwnActors) -> None:
    """Adds the user's actors, whose names no other list may take."""
    for name, actor in own.actors.items():
        known = actor.id or f"{actor.kind}:{slug(name)}"
        books.own[known] = actor
        row = PersonRow(name, actor.country or "", actor.names, known=True) if actor.kind == "person" else None
        sort: Sort = "body" if row is None else "person"
        entry = Entry(sort, known, name, actor.kind, actor.country, actor.sectors, person=row)
        _put(books, (name, *actor.names), entry)


def _add_countries(books: Books) -> None:
    more = {p.iso3: p for p in codebooks.load(PEOPLES, list[PeopleRow])}
    for r in codebooks.load(COUNTRIES, list[CountryRow]):
        land = Entry("country", r.iso3, r.name, "country", r.iso3, doubtful=r.doubtful)
        rule = Entry("seat", f"{r.iso3} GOV", r.name, "body", r.iso3, ("GOV",))
        plain = msgspec.structs.replace(land, doubtful=False)
        if r.iso3 in more:
            books.former.update(map(key, (*more[r.iso3].names, *more[r.iso3].adjectives)))
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
        books.seats_of[entry.id] = r.country
        _put(books, (r.name, *r.names), entry)
        _put(books, r.seats, msgspec.structs.replace(entry, sort="seat"))


def _add_persons(books: Books) -> None:
    """Adds the listed persons; one whom the first list has is the same in the second, which brings other spellings."""
    for r in (*codebooks.load(LEADERS, list[PersonRow]), *codebooks.load(PERSONS, list[PersonRow])):
        names = [n for name in (r.name, *r.names) if (n := fold(name)).rpartition(" ")[2] not in books.words.rule]
        known = next((p for n in names if (p := books.persons.get(n)) and p.country == r.country), r)
        for folded in names:
            first, _, rest = folded.partition(" ")
            if not rest:
                books.mononyms.setdefault(folded, known)
                continue
            books.persons.setdefault(folded, known)
            if len(first) > 1 and first not in books.words.place_heads:
                books.given.add(first)
        for word in sorted({fold(r.last).rpartition(" ")[2]} if r.last else {n.rpartition(" ")[2] for n in names}):
            if len(word) > 1 and word not in NUMERALS:
                books.namesakes.setdefault(word, set()).add(r.country)
                if r.known and known is r:
                    books.surnames.setdefault(word, []).append(r)


def _add_offices(books: Books) -> None:
    """Adds the holders of offices, by office and by last name, and all public persons by the sound of their names."""
    public = {r.name: r for rows in books.surnames.values() for r in rows}
    for office in codebooks.load(OFFICES, list[OfficeRow]):
        books.offices[office.whose, office.office] = office.terms
        for start, end, name in office.terms:
            row = books.person(name)
            if row is None:
                continue
            public.setdefault(row.name, row)
            for word in last_names(row):
                books.heads[word].append((start, end, row, office.whose))
                books.heads_sounding[sound(word)].append((start, end, row, office.whose))
            if (seat := books.seats_of.get(office.whose)) in WORLD:
                books.serving[row.name].append((start, end, str(seat)))
    for row in public.values():
        pairs = {(sound(w[0]), sound(w[-1])) for n in (row.name, *row.names) if len(w := fold(n).split()) > 1}
        for pair in sorted(pairs):
            books.sounding[pair].append(row)


def last_names(row: PersonRow) -> set[str]:
    """The folded last name of a person, in all listed spellings that sound like it."""
    own = fold(row.last or row.name).split()[-1]
    words = {w[-1] for n in row.names if len(w := fold(n).split()) > 1}
    return {own, *(w for w in words if sound(w) == sound(own))}
