"""What the rows of the actor codebooks hold, and what a name or a noun in the text stands for."""

from __future__ import annotations

from typing import Literal

import msgspec

from onrecord.data import ActorKind

Sort = Literal["country", "adjective", "people", "seat", "house", "within", "body", "person"]
NounKind = Literal["person", "group", "body", "gear"]


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


class OfficeRow(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who held an office of a country or body, each from an ISO day until another, which is the successor's or ""."""

    whose: str
    office: str
    terms: tuple[tuple[str, str, str], ...]


# First day, day of the next, person, and whose office it is.
Head = tuple[str, str, PersonRow, str]


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
    als: frozenset[str]
    suffixes: frozenset[str]
    links: frozenset[str]
    kinds: frozenset[str]
    rule: frozenset[str]
    heads: frozenset[str]
    clients: frozenset[str]
    spelled: dict[str, str]
    relatives: frozenset[str]
    followers: frozenset[str]
    kin: frozenset[str]
    regions: frozenset[str]
    settled: frozenset[str]
    sent: frozenset[str]
    diplomatic: frozenset[str]
    rulings: frozenset[str]
    confronts: frozenset[str]
    mediates: frozenset[str]
    mediation: frozenset[str]
    trades: frozenset[str]
    partisan: frozenset[str]
    irregular: frozenset[str]
    wires: frozenset[str]
    platforms: frozenset[str]
    styles: frozenset[str]
    staff: frozenset[str]
    clerical: frozenset[str]
    lesser: frozenset[str]
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
    no_actors: frozenset[str]
    place_heads: frozenset[str]
    men: frozenset[str]
    women: frozenset[str]
    men_names: frozenset[str]
    women_names: frozenset[str]
    pairs: dict[str, frozenset[str]]
    endings: dict[str, frozenset[str]]
    not_now: frozenset[str]
    plain_names: frozenset[str]
    prominent: frozenset[str]
    worldwide: frozenset[str]
    offices: dict[str, tuple[str, ...]]
    chiefs: dict[str, frozenset[str]]
    by_report: dict[str, tuple[str, ...]]


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
