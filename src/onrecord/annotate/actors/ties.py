"""What somebody is by those they belong to: the people of a body, the kin, followers and staff of a person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from onrecord.annotate.actors.books import WORLD
from onrecord.annotate.actors.identity import Index
from onrecord.annotate.actors.lands import SCORE
from onrecord.annotate.actors.meaning import Meaning
from onrecord.annotate.actors.rows import Lists
from onrecord.annotate.actors.runs import name_words
from onrecord.annotate.actors.terms import firm
from onrecord.tokens import Token

# Links between a person and a body, and between kin, followers or staff and a person.
EMPLOYED, BELONG = frozenset(("of", "at", "with", "from")), frozenset(("of", "to", "for"))
# Verbs by which somebody is at the head of a body: "Roe, who leads the Doe Council".
LEADS = frozenset(("lead", "head", "chair", "run", "direct", "command", "oversee"))
# Codes of bodies of several states that their people bear too.
SERVED = frozenset(("UNO", "EUR"))
# Bodies that only the United Nations have where no country's is told.
UNITED = {"security council": "body:un-security-council", "general assembly": "body:un-general-assembly"}
# Mentions of a sector from which it is what the report is about.
ENOUGH = 4
# Mentions up to which somebody only comes up in the report.
FEW = 4
# Sectors of those whose allies and rivals are of their own country.
CONTEST = frozenset(("PTY", "LEG", "OPP"))


class Ties:
    """Finds sectors and countries by whose or of what somebody is; `by_last` are the persons by last name."""

    def __init__(
        self, found: Sequence[Meaning], index: Index, by_last: Mapping[str, Mapping[str, Meaning]], words: Lists
    ) -> None:
        self.found, self.index, self.by_last, self.words = found, index, by_last, words

    def find(self) -> None:
        """Fills in what the text tells, but nothing that is told by the words of the mention itself."""
        often = Counter(m.id for m in self.found)
        about = Counter(m.sectors[0] for m in self.found if m.kind is not None and m.sectors)
        for m in self.found:
            if m.kind == "person":
                self._employed(m)
                # The age of a suspect is told too, and whom the report is about is not just anybody.
                if not about["CRM"] + about["UAF"] and often[m.id] <= FEW:
                    self._private(m)
                if m.unit.noun is not None and m.unit.noun.last in self.words.staff:
                    for owner in self._owners(m):
                        self._belongs(m, owner)
                if m.unit.noun is not None and not m.sectors and not m.unit.lands:
                    m.sectors = self._fits(m, about)
            elif m.kind is not None and m.unit.noun is not None and m.via == "noun":
                if (known := UNITED.get(m.unit.noun.word)) and m.country is None and m.unit.head.text[0].isupper():
                    m.id, m.country = known, "UNO"
                owners = list(self._owners(m))
                for owner in owners:
                    self._belongs(m, owner)
                if not m.sectors and not m.unit.lands and all(o.kind == "person" for o in owners):
                    m.sectors = self._fits(m, about)
                elif not owners and self._campaigner(m, about):
                    m.sectors = ("PTY",)

    def _fits(self, m: Meaning, about: Counter[str]) -> tuple[str, ...]:
        """The sector of somebody whose noun tells none, by what the report is about."""
        fits = self.words.by_report.get(m.unit.noun.last, ()) if m.unit.noun is not None else ()
        return next(((s,) for s in fits if about[s] >= ENOUGH), ())

    def _campaigner(self, m: Meaning, about: Counter[str]) -> bool:
        """Whether "aides" and "advisers" of nobody told are more likely those of candidates than of a government."""
        noun, head = m.unit.noun, m.unit.head
        staff = (
            noun is not None and noun.last in self.words.staff and noun.row.generic and m.sectors == noun.row.sectors
        )
        plain = not m.unit.own and not m.unit.lands and head.child("prep", "poss") is None
        return staff and plain and about["PTY"] >= 2 * max(ENOUGH, about["GOV"])

    def pronouns(self, read: Sequence[Meaning]) -> None:
        """Fills in countries and sectors of "his aides" and "their citizens", now that "his" and "their" are known."""
        for p in read:
            owner = p.unit.head
            m = self.index.of(owner.head) if owner.tag == "PRP$" and owner.dep == "poss" else None
            if m is not None and m.kind is not None and m.via == "noun" and m.unit.head is owner.head:
                self._belongs(m, p)

    def _employed(self, m: Meaning) -> None:
        """The sectors of a body for its people: "Ruritanian Radio's Jane Roe", "John Doe of the Doe Institute"."""
        if firm(m.sectors) or "ELI" in m.sectors:
            return
        owner = m.unit.head.child("poss")
        links = (c.child("pobj") for c in m.unit.head.children if c.dep == "prep" and c.lower in EMPLOYED)
        leads = (
            c.child("dobj") for c in m.unit.head.children if c.dep == "relcl" and c.lemma in LEADS and c.child("nsubj")
        )
        for token in (owner, *links, *leads):
            whose = self.index.of(token) if token is not None else None
            if whose is None or whose.kind != "body" or not whose.sectors:
                continue
            m.sectors = whose.sectors
            if m.country is None and (whose.country not in WORLD or whose.country in SERVED):
                m.country = whose.country
            return

    def _private(self, m: Meaning) -> None:
        """Makes a civilian of whom the report only gives the age or the town: "Jane Roe, 34,", "John Doe of Toledo"."""
        if m.sectors or m.unit.noun is not None or m.unit.entry is not None:
            return
        if m.role is not None:
            if "year-old" in m.role:
                m.sectors = ("CVL",)
            return
        after = self.index.parse.tokens[m.unit.last + 1 : m.unit.last + 5]
        if len(after) < 4 or after[0].sent != m.unit.head.sent:
            return
        aged = after[0].text == "," and after[1].text.isdigit() and len(after[1].text) == 2 and after[2].text in ",."
        at = after[1:] if after[0].text == "," else after  # "Jane Roe, of Toledo"
        town = _town(at)
        if aged or town:
            m.sectors = ("CVL",)
            where = self.index.of(at[1]) if town else None
            m.country = m.country or (where.land if where is not None else None)

    def _owners(self, m: Meaning) -> Iterator[Meaning]:
        """Those whose `m` is by the words: "Roe's aides", "critics of Roe", "Roe supporters"."""
        head = m.unit.head
        tokens: list[Token | None] = [p if (p := head.child("poss")) is not None and p.tag != "PRP$" else None]
        tokens += [c.child("pobj") for c in head.children if c.dep == "prep" and c.lower in BELONG]
        for token in tokens:
            if token is not None and (whose := self.index.of(token)) is not None and whose is not m:
                yield whose
        if m.unit.whose is not None:
            word = "".join(name_words(self.index.parse, *m.unit.whose, self.words)[-1:])
            full = self.by_last.get(word, {})
            if len(full) == 1:
                yield from full.values()

    def _belongs(self, m: Meaning, owner: Meaning) -> None:
        """Gives `m` the country of its owner, and the staff of a person that person's sectors."""
        noun = m.unit.noun
        if noun is None or m.members or m.unit.lands:
            return
        near = noun.last in self.words.followers or noun.last not in self.words.relatives
        near = near or (noun.last in ("ally", "rival") and bool(CONTEST & {*owner.sectors}))
        if near and owner.kind in ("person", "country", "body") and owner.country is not None:
            kin = noun.last in self.words.relatives
            weak = m.country is None or m.score == SCORE
            if weak and (owner.kind == "person" or not kin) and (owner.country not in WORLD or owner.country in SERVED):
                m.country = owner.country
        if noun.last in self.words.staff and noun.row.generic and owner.kind == "person":
            told = firm(owner.sectors)
            if m.sectors in ((), noun.row.sectors) and "ELI" not in told:
                m.sectors = told


def _town(after: Sequence[Token]) -> bool:
    """Whether "of" or "from" and the name of a place stand there."""
    return after[0].lower in ("of", "from") and after[1].ent == "GPE" and after[1].tag == "NNP"
