"""Who is the same as whom through one report: last names, and names in brackets."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from onrecord.annotate.actors import runs
from onrecord.annotate.actors.books import fold, person_entry, slug
from onrecord.annotate.actors.meaning import Meaning, Reader, noun_id
from onrecord.annotate.actors.namesakes import Namesakes
from onrecord.annotate.actors.phrases import NATIONAL, Unit
from onrecord.annotate.actors.rows import Agent, PersonRow
from onrecord.annotate.actors.sexes import Sexes
from onrecord.annotate.actors.spellings import Spellings
from onrecord.annotate.actors.spotting import NO_NAME
from onrecord.annotate.actors.terms import censored, current, firm, in_office
from onrecord.tokens import Parse, Token

NAMED = frozenset(("", "PERSON", "ORG"))
# Titles of several, cut short.
SHORT = frozenset(("reps", "sens", "govs", "gens", "profs", "drs", "messrs"))
ARGUMENT = frozenset(("nsubj", "nsubjpass", "poss", "dobj", "pobj", "conj", "agent", "dative"))


class Index:
    """The meanings of a page, found by token."""

    def __init__(self, found: Sequence[Meaning], parse: Parse) -> None:
        self.at = {i: m for m in found for i in range(m.unit.first, m.unit.last + 1)}
        self.parse = parse

    def of(self, token: Token) -> Meaning | None:
        """The meaning whose words cover `token`."""
        return self.at.get(token.i)


class Persons:
    """The persons that a report names in full, by their last and first names."""

    def __init__(self, found: Sequence[Meaning], reader: Reader, sexes: Sexes) -> None:
        self.reader, self.sexes = reader, sexes
        self.spellings = Spellings(reader.books, reader.day, reader.lands)
        self.by_last: dict[str, dict[str, Meaning]] = defaultdict(dict)
        self.by_first: dict[str, dict[str, Meaning]] = defaultdict(dict)
        for m in found:
            self._respelled(m)
        alone = {w[0] for m in found if m.kind == "person" and len(w := self._words(m)) == 1}
        for m in found:
            words = self._words(m)
            if m.kind is None and m.via == "run" and 1 < len(words) < 4 and words[-1] in alone:
                assert m.unit.name is not None
                m.kind, m.id = "person", runs.identity("person", *m.unit.name, reader.parse)
        self.namesakes = Namesakes(found, reader.parse, reader.books.words, self._words)
        for m in found:
            if m.kind == "person" and len(words := self._words(m)) > 1:
                self.by_last[words[-1]].setdefault(m.id, m)
                self.by_first[words[0]].setdefault(m.id, m)

    def _respelled(self, m: Meaning) -> None:
        """Makes a full name that no list knows the listed person whose name sounds like it: "Kadhafi"."""
        if m.unit.entry is not None or m.unit.name is None or m.via not in ("run", "title"):
            return
        words = self._words(m)
        if (row := self.spellings.person(words, m.country)) is not None:
            entry = person_entry(row)
            m.kind, m.id, m.name = "person", entry.id, entry.name
            m.country = self.reader.books.home(row, self.reader.day)
            m.sectors = m.sectors or in_office(row, self.reader.day)

    def joined(self, found: Sequence[Meaning], index: Index) -> None:
        """Gives the title of "Reps. Ada Roe and John Doe" to the second as well."""
        for m in found:
            if m.via != "title" or m.unit.noun is None or m.kind != "person":
                continue
            if not (m.unit.noun.plural or index.parse.tokens[m.unit.noun_at[1]].lower.rstrip(".") in SHORT):
                continue
            after = index.parse.tokens[m.unit.name[1]].child("conj") if m.unit.name is not None else None
            other = index.of(after) if after is not None else None
            if other is not None and other.kind == "person" and other.unit.noun is None and not other.role:
                other.role, other.country = m.role, other.country or m.country
                other.sectors = firm(other.sectors) or m.sectors

    def name(self, found: Sequence[Meaning], index: Index) -> None:
        """Gives each single name the id of the person it is short for: "Richard Moore", later "Moore" or "Mr Moore"."""
        for m in found:
            words = self._words(m)
            acronym = m.kind == "body" and m.unit.head.text.isupper()
            if len(words) == 1 and m.kind in (None, "person", "body") and m.unit.entry is None and not acronym:
                self._short(m, words[0], index)
            elif m.unit.first == m.unit.last and (m.unit.entry is not None or m.unit.noun is not None):
                self._namesake(m, fold(m.unit.head.text))

    def _namesake(self, m: Meaning, word: str) -> None:
        """Lets a country or people that is a subject be the one person named so before: "Ada French" for "French"."""
        full = [f for f in self.by_last.get(word, {}).values() if f.unit.first < m.unit.first]
        national = m.unit.entry is not None and m.unit.entry.sort in NATIONAL - {"seat", "house"}
        trade = m.unit.noun is not None and word in self.reader.books.words.trades and m.unit.head.tag == "NNP"
        if trade and len(full) == 1 and m.unit.head.dep in ARGUMENT and m.unit.head.child("det", "poss") is None:
            _take_name(m, full[0])
            m.unit.noun, m.unit.name = None, (m.unit.first, m.unit.last)
            m.country, m.land, m.sectors, m.role = full[0].country, None, full[0].sectors, full[0].role
        elif len(full) == 1 and national and m.unit.head.dep in runs.SUBJECT and m.unit.head.child("det") is None:
            _take_name(m, full[0])
            m.unit.entry, m.unit.name = None, (m.unit.first, m.unit.last)
            m.country, m.land, m.sectors = full[0].country, None, full[0].sectors

    def unseen(self, index: Index) -> list[Meaning]:
        """Mentions by a last name alone of words that the tagger took for no name, or that start a sentence.

        First names, and plurals within a sentence ("Hicks"), are names of which it is not yet known what they name.
        """
        made = []
        for t in index.parse.tokens:
            if t.text[0].isupper() and t.i not in index.at and t.dep in ARGUMENT and t.ent not in NO_NAME:
                full = self.by_last.get(fold(t.text)) or {}
                unit = Unit(t.i, t.i, t)
                unit.name = (t.i, t.i)
                new = Meaning(unit, "run")
                new.name = new.form = t.text
                many = len(full) > 1
                known = self.namesakes.meant(new, full, self._active) if many else next(iter(full.values()), None)
                if known is not None:
                    _take_name(new, known)
                elif not self._namelike(t, index):
                    continue
                made.append(new)
        return made

    def _namelike(self, token: Token, index: Index) -> bool:
        if not token.text[1:].islower() or self.reader.headline(token):
            return False
        within = token.i > index.parse.sentence(token).first
        return token.lower in self.sexes.names or (within and token.tag in ("NNS", "NNPS") and token.ent in NAMED)

    def owned(self, found: Sequence[Meaning]) -> None:
        """Gives "the Doe administration" and "the Doe campaign" the country of the only Doe that can be meant."""
        for m in found:
            if m.unit.noun is not None and m.unit.name is not None and m.via == "noun" and m.country is None:
                word = "".join(runs.name_words(self.reader.parse, *m.unit.name, self.reader.books.words)[-1:])
                full = {f.country for f in self.by_last.get(word, {}).values()}
                ruling = m.unit.noun.word in self.reader.books.words.rule
                row = self._ruler(word, None) if ruling and not full else None
                if ruling and not full and row is None and (head := self.spellings.head(word, None, False)) is not None:
                    row = head[0]
                m.country = full.pop() if len(full) == 1 else row.country if row is not None else None

    def _words(self, m: Meaning) -> list[str]:
        unit, lists = m.unit, self.reader.books.words
        if unit.noun is not None and m.via != "title":
            return []
        at = unit.name or ((unit.first, unit.last) if m.kind == "person" else None)
        return runs.name_words(self.reader.parse, *at, lists) if at else []

    def _short(self, m: Meaning, word: str, index: Index) -> None:
        full = self.by_last.get(word) or self.by_first.get(word) or {}
        if m.via == "title" and (told := self.sexes.title(m)):
            full = {i: f for i, f in full.items() if (self.sexes.title(f) or self.sexes.given(f)) in (None, told)}
        many = len(full) > 1
        known = self.namesakes.meant(m, full, self._active) if many else next(iter(full.values()), None)
        if known is not None:
            row = self.reader.books.persons.get(fold(known.name))
            if row is not None and known.id == person_entry(row).id:
                m.sectors = current(m.sectors, row, self.reader.day)  # "Secretary Roe" long after
                self.reader.supposed(m, row)
            _take_name(m, known)
        elif not full and (m.kind == "person" or _bare(m)):
            self._leader(m, word, index)

    def _active(self, full: Meaning) -> bool:
        """Whether a list has the person in an office on the day of the report."""
        row = self.reader.books.persons.get(fold(full.name))
        return (
            row is not None
            and row.known
            and full.id == person_entry(row).id
            and bool({*in_office(row, self.reader.day)} - {"ELI"})
        )

    def _leader(self, m: Meaning, word: str, index: Index) -> None:
        """Makes a last name the listed person that its title, its country or the report tells; else just somebody."""
        listed = word in self.reader.books.surnames
        row = self._told(m, word, index) if listed else None
        head = self._head(m, word, index) if row is None else None
        if row is None and head is not None:
            row, m.score = head
        if not listed and row is None:
            return
        m.kind = "person"
        m.id = m.id if m.id.startswith("person:") else f"person:{word}"
        if row is None:
            return
        entry = person_entry(row)
        m.id, m.name, m.country = entry.id, entry.name, self.reader.books.home(row, self.reader.day)
        m.sectors = m.sectors or in_office(row, self.reader.day)

    def _head(self, m: Meaning, word: str, index: Index) -> tuple[PersonRow, float] | None:
        """Who governs or governed under this last name, where neither a first name nor a title speaks against it."""
        if m.unit.name is None or word in self.sexes.names:
            return None
        land = m.country or self._owner(m, index)
        noun = m.unit.noun
        if m.via == "title" and (noun is None or not (noun.word in self.reader.books.words.offices or _style(noun))):
            return None
        text = m.unit.head.text
        plain = word in self.reader.books.words.plain_names
        if (plain and m.via != "title" and m.unit.head.ent != "PERSON") or not text[1:].islower():
            return None
        head = self.spellings.head(word, land, plain)
        told = self.sexes.title(m)
        given = self.sexes.names.get(fold(head[0].name).partition(" ")[0]) if head is not None else None
        return None if (told and given and told != given) or (told == "f" and given is None) else head

    def _owner(self, m: Meaning, index: Index) -> str | None:
        """The country of "Ruritania" for "Roe" in "Ruritania's Roe"."""
        owner = m.unit.head.child("poss")
        whose = index.of(owner) if owner is not None else None
        return whose.country if whose is not None and whose.kind == "country" else None

    def _told(self, m: Meaning, word: str, index: Index) -> PersonRow | None:
        land = m.country or self._owner(m, index)
        if land is not None:
            return self._ruler(word, land)
        noun = m.unit.noun
        if noun is not None and m.via == "title" and noun.word in self.reader.books.words.heads:
            return self._ruler(word, None)
        row = self._ruler(word, None) if len(self.reader.books.namesakes[word]) == 1 else None
        return row if row is not None and row.country in self.reader.lands else None

    def _ruler(self, word: str, land: str | None) -> PersonRow | None:
        """The one known person of a last name in office on the day of the report, or else of the country `land`.

        Where the day is not told, whoever held an office at all.
        """
        rows = [r for r in self.reader.books.surnames.get(word, ()) if land in (None, r.country)]
        day = self.reader.day
        held = [r for r in rows if set(in_office(r, day)) - {"ELI"}] or [r for r in rows if censored(r, day)]
        if day is None:
            held = [r for r in rows if any("ELI" not in t.sectors for t in r.terms)]
        pool = held or (rows if land is not None else [])
        return pool[0] if len(pool) == 1 else None


def _style(noun: Agent) -> bool:
    """Whether the noun before a name tells no office that a head of government does not have: "Mr.", "Col."."""
    return noun.row.sectors in ((), ("MIL",))


def _take_name(m: Meaning, full: Meaning) -> None:
    country, sectors, role, via = m.country, m.sectors, m.role, m.via
    m.same(full)
    m.country, m.sectors, m.role = country or full.country, sectors or full.sectors, role or full.role
    m.via = "title" if via == "title" else "surname"


def _bare(m: Meaning) -> bool:
    """Whether a single unknown capitalised word may be a leader's last name here: nothing speaks against it."""
    return m.unit.head.ent in ("", "PERSON", "ORG", "NORP") and m.unit.head.dep in ARGUMENT


def acronyms(found: Sequence[Meaning], index: Index, rule: frozenset[str]) -> None:
    """Lets "(RFD)" after a body's name, and each RFD later on, be that body."""
    tokens, known = index.parse.tokens, dict[str, Meaning]()
    for m in found:
        after = m.unit.last + 1
        if m.kind in ("body", None) and after + 2 < len(tokens) and tokens[after].text == "(":
            short = tokens[after + 1].text
            party = m.kind == "body" and m.sectors[-1:] == ("PTY",)  # whose letters may be of another language
            letters = tokens[after + 2].text == ")" and short.isupper() and 1 < len(short) < 8
            if letters and (party or _abbreviates(short, m, index)):
                m.kind = "body"
                m.id = m.id or (noun_id(m, index.parse, rule) if m.unit.noun else f"body:{slug(m.name)}")
                known.setdefault(short, m)
    for m in found:
        text = tokens[m.unit.last].text
        if text in known and m.unit.first == m.unit.last and known[text] is not m:
            m.same(known[text])


def _abbreviates(short: str, m: Meaning, index: Index) -> bool:
    """Whether the letters of `short` stand in the name in their order, the first at the start of a word."""
    m.name = m.name or " ".join(t.text for t in index.parse.tokens[m.unit.first : m.unit.last + 1])
    name = fold(m.name)
    at = -1
    for letter in fold(short):
        at = name.find(letter, at + 1)
        if at < 0:
            return False
    return any(w[0] == fold(short)[0] for w in name.split())


def share(found: Sequence[Meaning]) -> None:
    """Lets all mentions of a person or body share country, sectors, office and names; those with a title tell first."""
    groups: dict[str, list[Meaning]] = defaultdict(list)
    for m in found:
        if m.kind in ("person", "body"):
            groups[m.id].append(m)
    for group in groups.values():
        titled = sorted(group, key=lambda m: m.via != "title")
        country = next((m.country for m in titled if m.country), None)
        sectors = next((m.sectors for m in titled if m.sectors), ())
        role = next((m.role for m in titled if m.role), None)
        name = max((m.name for m in group), key=len)
        names = tuple(sorted({m.form or m.name for m in group} | {name}, key=lambda n: (-len(n), n)))
        for m in group:
            m.country, m.sectors, m.role, m.name, m.names = country, sectors, role, name, names
