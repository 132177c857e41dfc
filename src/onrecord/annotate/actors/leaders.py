"""Who held an office on the day of the report: "the French president", or of the only country told."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from onrecord.annotate.actors.books import WORLD, Books, fold, person_entry
from onrecord.annotate.actors.identity import Index
from onrecord.annotate.actors.meaning import Meaning
from onrecord.annotate.actors.rows import PersonRow
from onrecord.annotate.actors.sexes import Sexes
from onrecord.annotate.actors.spotting import JOINTS
from onrecord.tokens import Token

# The last day of the list; an office may have changed hands since, and a year later too many have.
LISTED, STALE = "2026-05-17", "2027-05-17"
# By how the country is told: by the words of the office, or by the rest of the report alone. Estimates.
OWN, LOOSE, CONTEXT = 0.85, 0.7, 0.6
YEAR = re.compile(r"(?:19|20)\d\d")
# Sorts of entries that name the country whose office it is; a part of it has offices of its own.
STATE = frozenset(("country", "adjective"))
# Parts of speech of what may stand before an office, within its phrase.
BEFORE = frozenset(("DET", "ADJ", "ADV", "NUM", "PRON"))
# Mentions of one country for each of another from which the report is about the one.
MOST = 3
# Sectors of bodies whose head may be a president or chancellor too.
HEADED = frozenset(("EDU", "BUS", "SOC", "JRN", "MED", "REL", "LAB"))


class Leaders:
    """Finds the holders of the offices of one report."""

    def __init__(self, found: Sequence[Meaning], index: Index, books: Books, sexes: Sexes, day: str | None) -> None:
        self.found, self.index, self.books, self.sexes = found, index, books, sexes
        self.day = day if day is not None and day <= STALE else None
        self._states: Counter[str] | None = None

    def take(self, m: Meaning) -> bool:
        """Makes `m` a mention of the holder of its office on the day of the report; False where that is not sure."""
        noun = m.unit.noun
        if (
            self.day is None
            or noun is None
            or noun.plural
            or m.unit.name is not None
            or m.kind not in ("unnamed", None)
        ):
            return False
        if noun.word not in self.books.words.offices or not self._now(m):
            return False
        whose, score = self._whose(m)
        row = self._holder(whose, noun.word) if whose is not None else None
        if row is None or self._rival(m, row) or self._other_sex(m, row):
            return False
        entry = person_entry(row)
        told = self.books.seats_of.get(whose or "", whose)
        m.kind, m.id, m.role, m.name = "person", entry.id, m.name, entry.name
        m.country, m.via = told, "office"
        m.score = score if self.day <= LISTED else min(score, CONTEXT)
        return True

    def all_of(self, m: Meaning) -> None:
        """Makes "the presidents of Ruritania and Sylvania" both of them, where each is known on the day."""
        noun = m.unit.noun
        if self.day is None or noun is None or noun.word not in self.books.words.offices or not self._now(m):
            return
        if noun_is(m, "leader"):  # which may be any of several offices
            return
        rows = [self._holder(member.partition(" ")[0], noun.word) for member in m.members]
        held = [r for r in rows if r is not None]
        if len(held) < len(rows):
            return
        m.members = tuple(sorted(person_entry(r).id for r in held))
        m.id, m.name, m.score = "group:" + "+".join(m.members), " and ".join(r.name for r in held), LOOSE

    def each(self, land: Meaning, office: Meaning) -> None:
        """Makes "the Ruritanian and Sylvanian presidents" the one of each, where both are known on the day."""
        noun = office.unit.noun
        if self.day is None or noun is None or not noun.plural or noun.word not in self.books.words.offices:
            return
        if office.kind != "group" or office.members or not self._now(office) or len(office.unit.lands) != 1:
            return
        before = {c.lower for c in self.index.parse.tokens[max(0, land.unit.first - 2) : land.unit.first]}
        rows = [self._holder(m.country, noun.word) if m.country else None for m in (land, office)]
        if None in rows or before & (self.books.past | self.books.words.not_now):
            return
        for m, row in zip((land, office), rows, strict=True):
            assert row is not None
            m.kind, m.id, m.name, m.role, m.via = "person", person_entry(row).id, row.name, noun.word, "office"
            m.score = LOOSE

    def _now(self, m: Meaning) -> bool:
        """Whether the words mean who holds the office now: one, no other, not of the past or the future."""
        tokens, unit = self.index.parse.tokens, m.unit
        first = unit.first
        while first > max(0, unit.first - 5) and (tokens[first - 1].pos in BEFORE or tokens[first - 1].text in JOINTS):
            first -= 1 + (tokens[first - 1].text in JOINTS)
        first = max(first, 0)
        before = {t.lower for t in tokens[first : unit.noun_at[0]]}
        if before & self.books.words.not_now or before & self.books.past:
            return False
        if noun_is(m, "leader") and unit.own:
            return False
        after = tokens[unit.last + 1 : unit.last + 4]
        if [t.lower for t in after] == ["at", "the", "time"] or (after and after[0].lower in ("elect", "designate")):
            return False
        return self._same_years(m)

    def _same_years(self, m: Meaning) -> bool:
        """Whether a past year that the sentence names leaves the office with the same holder, so that none is wrong."""
        parse = self.index.parse
        words = parse.words(parse.sentences[parse.tokens[m.unit.first].sent])
        assert self.day is not None
        return not any(
            YEAR.fullmatch(t.text) and t.text < self.day[:4] and t.head.lower not in ("since",) for t in words
        )

    def _whose(self, m: Meaning) -> tuple[str | None, float]:
        """The country or body whose office it is, and how sure that is."""
        unit = m.unit
        score = LOOSE if noun_is(m, "leader") else OWN
        if unit.lands:
            told = {e.country if e.sort in STATE else e.id if e.sort == "body" else None for e in unit.lands}
            former = any(fold(self.index.parse.tokens[i].text) in self.books.former for i in unit.land_at)
            owned = any(c.dep == "poss" for c in unit.head.children if c.i < unit.first)
            return (told.pop() if len(told) == 1 and not former and not owned and not _of(m) else None), score
        owner = unit.head.child("poss") or _of(m)
        if owner is not None:
            if owner.tag == "PRP$":
                return (m.country if owner.lower == "its" else None), score
            whose = self.index.of(owner)
            entry = whose.unit.entry if whose is not None else None
            if entry is None or whose is None or whose.unit.lands:
                return None, score
            state = entry.sort == "country" and fold(owner.text) not in self.books.former
            return (entry.country if state else entry.id if entry.sort == "body" else None), score
        if unit.own or not any(c.lower == "the" for c in unit.head.children) or noun_is(m, "leader"):
            return None, score
        return self._context(m), CONTEXT

    def _context(self, m: Meaning) -> str | None:
        """The country that the report is about, where nothing else near has such an office."""
        assert m.unit.noun is not None
        here = self.index.parse.tokens[m.unit.first].sent
        for other in self.found:
            near = 0 <= here - self.index.parse.tokens[other.unit.first].sent <= 2
            if near and other.kind == "body" and HEADED & set(other.sectors) and other.unit.first < m.unit.first:
                return None
        if self._states is None:
            told = (m.country or m.land for m in self.found if m.unit.lands or m.unit.entry)
            self._states = Counter(land for land in told if land is not None and land not in WORLD)
        offices = self.books.words.offices[m.unit.noun.word]
        fits = [(n, s) for s, n in self._states.items() if any((s, o) in self.books.offices for o in offices)]
        fits.sort(reverse=True)
        if not fits or (len(fits) > 1 and fits[0][0] < MOST * fits[1][0]):
            return None
        return fits[0][1]

    def _holder(self, whose: str, word: str) -> PersonRow | None:
        """Who holds the first of the offices that `word` may mean there."""
        assert self.day is not None
        offices = self.books.words.offices[word]
        if word == "leader":
            offices = tuple(o for o, states in self.books.words.chiefs.items() if whose in states)
        terms = next((t for o in offices if (t := self.books.offices.get((whose, o))) is not None), ())
        held = [name for start, end, name in terms if start <= self.day and (not end or self.day < end)]
        return self.books.person(held[-1]) if held else None

    def _rival(self, m: Meaning, row: PersonRow) -> bool:
        """Whether the report itself gives the office, in that country or none, to another than the list does."""
        assert m.unit.noun is not None
        word = m.unit.noun.word
        for other in self.found:
            if other.kind != "person" or other.role is None or "ELI" in other.sectors or other is m:
                continue
            if other.via == "office" or other.country not in (None, row.country) or other.id == person_entry(row).id:
                continue
            words = fold(other.role).split()
            if fold(word).split() == words[-len(word.split()) :] and not {"deputy", "vice", *self.books.past} & set(
                words
            ):
                return True
        return False

    def _other_sex(self, m: Meaning, row: PersonRow) -> bool:
        assert m.unit.noun is not None
        noun, given = self.sexes.nouns.get(m.unit.noun.word), self.sexes.names.get(fold(row.name).partition(" ")[0])
        return noun is not None and given is not None and noun != given


def noun_is(m: Meaning, word: str) -> bool:
    """Whether the office is called `word`."""
    return m.unit.noun is not None and m.unit.noun.word == word


def _of(m: Meaning) -> Token | None:
    """What stands after "of", "for" or "at" behind the office."""
    for c in m.unit.head.children:
        if c.dep == "prep" and c.i > m.unit.noun_at[0] and c.lower in ("of", "for", "at"):
            return c.child("pobj") or c
    return None
