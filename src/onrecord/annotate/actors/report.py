"""Units of one report -> what each means, once all of the report has been read."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.annotate.actors import identity, offices, singles
from onrecord.annotate.actors.appositions import appositions
from onrecord.annotate.actors.books import WORLD, Books
from onrecord.annotate.actors.identity import Index, Persons
from onrecord.annotate.actors.lands import Lands
from onrecord.annotate.actors.leaders import Leaders
from onrecord.annotate.actors.meaning import Meaning, Reader
from onrecord.annotate.actors.phrases import Unit
from onrecord.annotate.actors.pronouns import Pronouns
from onrecord.annotate.actors.sexes import Sexes
from onrecord.annotate.actors.terms import firm
from onrecord.annotate.actors.ties import Ties
from onrecord.data import Document
from onrecord.tokens import Parse


def meanings(document: Document, parse: Parse, units: Sequence[Unit], books: Books, sexes: Sexes) -> list[Meaning]:
    """A Meaning for each unit that is an actor, and for each pronoun read with enough confidence, in order."""
    found = named(document, parse, units, books, sexes)
    pronouns = list(Pronouns(found, parse, books.words, sexes).read())  # may tell that a name is a person's
    Ties(found, Index(found, parse), {}, books.words).pronouns(pronouns)
    for p in pronouns:
        if p.meant is not None and p.kind == "group" == p.meant.kind:
            p.country, p.sectors = p.meant.country, p.meant.sectors  # "his advisers" and later "they"
    return sorted([*(m for m in found if m.kind is not None), *pronouns], key=lambda m: m.unit.first)


def named(document: Document, parse: Parse, units: Sequence[Unit], books: Books, sexes: Sexes) -> list[Meaning]:
    """A Meaning for each unit, in the order of the text; its kind is None where it is no actor by itself."""
    day = (document.published or "")[:10] or None
    reader = Reader(parse, document.text, day, books, _lands(units))
    found = [reader.read(u) for u in units]
    index = Index(found, parse)
    joined = appositions(found, index)
    persons = Persons(found, reader, sexes)
    persons.joined(found, index)
    persons.name(found, index)
    persons.owned(found)
    for name, office in joined:
        office.same(name)
    found = sorted([*found, *persons.unseen(index)], key=lambda m: m.unit.first)
    singles.settle(found, parse, sexes.names)
    index = Index(found, parse)
    lands = Lands(found, index, books.words, books.outlet(document.publisher))
    lands.find()
    Ties(found, index, persons.by_last, books.words).find()
    for name, office in joined:
        name.country = name.country or office.country
        name.sectors = firm(office.sectors) or name.sectors or office.sectors
    lands.only()
    sided = _sides(found, index)
    identity.acronyms(found, index, books.words.rule)
    leaders = Leaders(found, index, books, sexes, day)
    offices.offices(found, parse, books, leaders)
    for land, office in sided:
        if sum(o is office for _, o in sided) == 1:
            leaders.each(land, office)
    offices.revealed(found, parse)
    identity.share([m for m in found if m.kind is not None])
    lands.main()
    identity.share([m for m in found if m.kind is not None])
    return found


def _lands(units: Sequence[Unit]) -> frozenset[str]:
    """The countries that the report names by themselves, by their people, parts or bodies."""
    entries = [e for u in units for e in (*u.lands, u.entry) if e is not None and e.sort != "person" and not e.doubtful]
    return frozenset(e.country for e in entries if e.country is not None) - WORLD


def _sides(found: Sequence[Meaning], index: Index) -> list[tuple[Meaning, Meaning]]:
    """Lets the first nationality of "Ruritanian and Sylvanian officials" be officials too; the pairs of both."""
    pairs = []
    for m in found:
        entry, head = m.unit.entry, m.unit.head
        if entry is None or entry.sort not in ("adjective", "country") or m.unit.noun is not None:
            continue
        whose = index.of(head.head) if head.dep in ("amod", "compound", "nmod") else None
        if whose is not None and whose.kind == "group" and whose.unit.lands and whose.sectors:
            m.kind, m.sectors, m.id = "group", whose.sectors, f"{m.country} {whose.sectors[0]}"
            pairs.append((m, whose))
    return pairs
