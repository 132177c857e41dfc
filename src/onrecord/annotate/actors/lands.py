"""The country of an actor whose own words do not tell it: whose it is, where it stands, the report's only country."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from onrecord.annotate.actors.books import WORLD
from onrecord.annotate.actors.identity import Index
from onrecord.annotate.actors.meaning import ARMED, SPOKEN_FOR, Meaning, abroad
from onrecord.annotate.actors.rows import Lists
from onrecord.tokens import Token

WHERE = frozenset(("in", "from", "inside", "at", "across", "throughout"))
# Mentions of a country, and their share in those of all, from which a report is about it; how sure the rest then is.
LEAST, SHARE, SCORE = 5, 0.8, 0.6
# The share from which its people and offices that no name tells are of that country.
PLAIN_SHARE = 0.6
# Sectors whose members, in a bare plural, are those of all the world: "Muslims", "scientists".
ANYWHERE = frozenset(("REL", "EDU", "MED"))
# Sectors of the people, who are at home where the report's only country is.
CITIZENS = ("CVL", "LAB")
# Sectors of those who are at home in no country, or fight over one.
ROVING = frozenset(("REF", "REB", "UAF", "PRM"))
# How sure the country of "the government" is that was named shortly before; sectors of whom each country has one.
NEAR_SCORE = 0.55
HOMELY = (("GOV",), ("MIL",), ("LEG",), ("COP",))
# Churches that have a pope of their own.
CHURCHES = frozenset(("coptic", "orthodox", "alexandrian"))
ADVISERS = frozenset(("adviser", "advisor", "aide", "ambassador", "envoy", "assistant", "counsel"))


class Lands:
    """Finds the countries of the nouns of one page; `home` is that of the paper."""

    def __init__(self, found: Sequence[Meaning], index: Index, words: Lists, home: str | None = None) -> None:
        self.found, self.index, self.words, self.home = found, index, words, home

    def find(self) -> None:
        """Fills in the countries by owner, place and sender, in this order."""
        for m in self.found:
            if m.unit.noun is None and m.country is None and m.kind in ("group", "body"):
                self._whose(m)
            elif m.kind is not None and m.country is None and m.unit.noun is not None:
                if m.unit.noun.last in self.words.relatives:
                    continue
                self._owner(m)
                m.country = m.country or self._joined(m)
                if not CHURCHES & set(m.unit.own):
                    m.country = m.country or m.unit.noun.row.country
                if m.country is None:
                    if m.members:
                        continue
                    self._place(m)
                if m.country is None and m.sectors[:1] == ("MIL",):
                    self._sender(m)
        for m in self.found:  # "the head of Ruritania's Doe Service": the body has its country only now
            noun = m.unit.noun if m.kind == "person" and m.country is None and not m.members else None
            if noun is not None and noun.last not in self.words.relatives:
                self._owner(m)

    def _whose(self, m: Meaning) -> None:
        """The country of "Ruritania" for "Ruritania's Doe Party" and "ethnic Sylvanians in Ruritania"."""
        owner = m.unit.head.child("poss")
        if owner is None:
            where = ("of", "in", "from") if m.kind == "group" else ("of",)
            links = (c for c in m.unit.head.children if c.dep == "prep" and c.lower in where)
            owner = next((o for c in links if (o := c.child("pobj")) is not None), None)
        whose = self.index.of(owner) if owner is not None else None
        if whose is not None and (whose.kind == "country" or (whose.kind is None and whose.land is not None)):
            m.country = whose.land

    def _owner(self, m: Meaning) -> None:
        """The country of "Ruritania" for "minister" in "Ruritania's minister" and in "minister of Ruritania"."""
        assert m.unit.noun is not None
        tokens = self.index.parse.tokens
        for head in (m.unit.head, tokens[m.unit.noun_at[1]], tokens[m.unit.noun_at[0]]):
            owner = self._possessor(head, m)
            whose = self.index.of(owner) if owner is not None else None
            if whose is not None and whose is not m:
                m.country = whose.country or whose.land
                self._lend(m, whose)
                if m.unit.noun.plural and owner is not None and whose.kind == "country":
                    self._members(m, owner)
                return

    def _joined(self, m: Meaning) -> str | None:
        """The country of "Ruritanian army" for "services" in "the Ruritanian army and intelligence services"."""
        head = m.unit.head
        first = self.index.of(head.head) if head.dep == "conj" else None
        if (
            first is None
            or not first.unit.lands
            or head.child("det", "poss") is not None
            or m.unit.noun_at[0] != m.unit.first
        ):
            return None
        return first.country

    def _lend(self, m: Meaning, whose: Meaning) -> None:
        """The sectors of a body for its spokesman and its experts: "spokesman for the Doe campaign"."""
        assert m.unit.noun is not None
        row = m.unit.noun.row
        default = row.generic and m.sectors in ((), row.sectors)
        expert = not row.generic and not row.sectors and row.kind == "person" and whose.sectors[:1] == ("EDU",)
        headed = m.unit.noun.word in self.words.offices and "GOV" not in whose.sectors
        armed = m.sectors[:1] in (("UAF",), ("PRM",), ("MIL",)) and ARMED & {*whose.sectors[:1]}
        one = whose.kind == "body" or (whose.unit.noun is not None and not whose.unit.noun.plural)
        if one and whose.kind in ("body", "group") and whose.sectors and (default or expert or headed or armed):
            m.sectors = whose.sectors

    def _members(self, m: Meaning, owner: Token) -> None:
        """Makes "leaders of Ruritania and Sylvania" a group whose members are those of each country."""
        lands, here = [m.country], owner
        while (after := here.child("conj")) is not None and after is not here:
            here = after
            whose = self.index.of(here)
            if whose is None or whose.kind != "country":
                break
            lands.append(whose.country)
        if len(told := sorted({land for land in lands if land is not None} - WORLD)) > 1:
            sector = f" {m.sectors[0]}" if m.sectors else ""
            m.kind, m.country, m.members = "group", None, tuple(f"{land}{sector}" for land in told)
            m.id = "group:" + "+".join(m.members)

    def _possessor(self, head: Token, m: Meaning) -> Token | None:
        if poss := head.child("poss"):
            return poss if poss.tag != "PRP$" else self._subject(head)
        noun = m.unit.noun
        spoken = noun is not None and noun.word in SPOKEN_FOR
        expert = noun is not None and noun.row.kind == "person" and not noun.row.sectors
        for c in head.children:
            links = c.lower == "of" or (spoken and c.lower in ("for", "with")) or (expert and c.lower in ("at", "with"))
            links = links or (noun is not None and noun.last in ADVISERS and c.lower == "to")
            if c.dep == "prep" and c.i > m.unit.noun_at[0] and links:
                return c.child("pobj")
        return None

    def _subject(self, noun: Token) -> Token | None:
        """The country that "its" means in "Ruritania confirmed through its ministry": the subject above, or None."""
        for head in noun.ancestors():
            if (subject := head.child("nsubj")) is not None and subject is not noun:
                who = self.index.of(subject)
                return subject if who is not None and who.kind == "country" else None
        return None

    def _place(self, m: Meaning) -> None:
        """The country of "Ruritania" for "protesters" in "protesters in Ruritania"."""
        for c in m.unit.head.children:
            where = c.child("pobj") if c.dep == "prep" and c.lower in WHERE else None
            at = self.index.of(where) if where is not None else None
            if at is not None and at.country not in WORLD:
                m.country = at.country or at.land
                if m.unit.noun is not None and m.unit.noun.plural and where is not None and at.kind == "country":
                    self._members(m, where)
                return

    def _sender(self, m: Meaning) -> None:
        """The country of "Ruritania" for "troops" in "Ruritania has sent troops"."""
        verb = m.unit.head.head
        if m.unit.head.dep == "dobj" and verb.lemma in self.words.deploys:
            subject = verb.child("nsubj")
            if subject is not None and (who := self.index.of(subject)) is not None:
                m.country = who.country

    def only(self) -> None:
        """Gives home institutions and peoples without a country that of the report, where it names but one."""
        lands = {m.country or m.land for m in self.found if _told(m)} - WORLD - {None}
        if len(lands) != 1:
            return
        land = next(iter(lands))
        for m in self.found:
            noun = m.unit.noun
            if m.kind is None or m.country is not None or m.members:
                continue
            people = m.kind == "group" and abroad(m.unit, self.index.parse)
            at_home = noun is not None and bool(m.sectors) and m.sectors[0] in (*self.words.home, *CITIZENS)
            at_home = at_home and not (noun is not None and self.words.worldwide & set(m.unit.words))
            kin = noun is not None and noun.last in self.words.relatives
            near = noun is not None and noun.last in self.words.followers and not self._foreign(m)
            if people or (at_home and (near or not kin)):
                m.country = land

    def main(self) -> None:
        """Gives persons, bodies and people without a country that which the report is about, if it is about one."""
        counts = Counter(
            m.country for m in self.found if m.kind is not None and not m.members and m.country is not None
        )
        if sum(counts.values()) < LEAST:  # a report that names hardly anybody's country is of where its places are
            counts.update(m.land for m in self.found if _local(m) and m.kind is None and m.land is not None)
        land, most = max(sorted(counts.items()), key=lambda c: c[1], default=("", 0))
        share = most / max(1, sum(counts.values()))
        if self.home is not None and {*counts} <= {self.home}:
            land, most, share = self.home, LEAST, 1.0
        if most < LEAST or share < PLAIN_SHARE or land in WORLD:
            self._near()
            return
        for m in self.found:
            if share < SHARE and m.kind not in ("group", "unnamed"):
                continue
            if m.kind in ("person", "body", "group", "unnamed") and m.country is None and self._domestic(m):
                m.country = land
                m.score = min(m.score or SCORE, SCORE)

    def _near(self) -> None:
        """Gives "the government" and "the army" the only country that somebody named shortly before is of."""
        here: dict[int, dict[str, None]] = {}
        tokens = self.index.parse.tokens
        for m in self.found:
            at = tokens[m.unit.first].sent
            if m.kind is not None and m.country is None and self._homely(m):
                lands = here.get(at) or here.get(at - 1) or {}
                if len(lands) == 1:
                    m.country, m.score = next(iter(lands)), NEAR_SCORE
            land = m.country or m.land
            if m.kind is not None and land is not None and land not in WORLD:
                here.setdefault(at, {})[land] = None

    def _homely(self, m: Meaning) -> bool:
        """Whether `m` is an institution without any words of its own: "the government"."""
        noun = m.unit.noun
        if (
            noun is None
            or m.via != "noun"
            or m.unit.own
            or m.unit.lands
            or m.members
            or m.unit.last != m.unit.noun_at[1]
        ):
            return False
        the = any(c.lower == "the" for c in m.unit.head.children)
        return the and m.sectors[:1] in HOMELY and m.unit.head.child("poss", "prep", "relcl", "amod") is None

    def _domestic(self, m: Meaning) -> bool:
        """Whether nothing tells that `m` may be of several countries, or of another than the report is about."""
        noun, words = m.unit.noun, self.words
        if m.members or (m.unit.entry is not None and m.unit.entry.person is None) or abroad(m.unit, self.index.parse):
            return False
        if m.unit.lands and all(e.country is None and e.sort == "within" for e in m.unit.lands):  # "West African"
            return False
        kin = noun is not None and noun.last in words.relatives and not m.unit.lands and m.kind != "person"
        kin = kin and not (m.sectors == ("PTY",) and m.unit.head.child("poss", "prep") is None)
        if noun is not None and kin and (noun.last not in words.followers or self._foreign(m)):
            return False
        bare = m.kind == "group" and not m.unit.words and m.unit.head.child("det", "poss", "prep") is None
        if bare and noun is not None and noun.plural and ANYWHERE & set(m.sectors):
            return False
        return not (set(m.sectors) & ROVING or words.worldwide & set(m.unit.words) or m.unit.sided)

    def _foreign(self, m: Meaning) -> bool:
        """Whether the kin or followers are those of a country or of somebody whose country is not told."""
        for c in m.unit.head.children:
            owner = c if c.dep == "poss" else c.child("pobj") if c.dep == "prep" and c.lower in ("of", "to") else None
            whose = self.index.of(owner) if owner is not None else None
            if whose is not None and (whose.kind == "country" or whose.country is None):
                return True
        return False


def _local(m: Meaning) -> bool:
    """Whether `m` is a place or people within a country, by which a report is of it without naming it."""
    return m.unit.entry is not None and m.unit.entry.sort in ("within", "seat")


def _told(m: Meaning) -> bool:
    """Whether the words of `m` tell a country, be it by an office that only one has ("Sen.")."""
    noun = m.unit.noun
    return bool(m.unit.lands or m.unit.entry or (noun is not None and noun.row.country))
