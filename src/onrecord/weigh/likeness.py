"""Whether two accounts may tell of one thing: what they share, and what of it excludes the other."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Literal, NamedTuple

from onrecord.weigh import amounts, words
from onrecord.weigh.lands import country_words
from onrecord.weigh.rarity import mass
from onrecord.weigh.slots import Amount, Party, Slots, Spot, When, km

Stand = Literal["same", "open", "other"]
# Told days that lie a day apart are one: the night between two days, a report of another time zone.
SLACK = 1
# Reports that give no day may be of one deed though so many days lie between them.
LATER = 10
# A place that is known no better ("in Ukraine") excludes no other.
FINE_KM = 600.0
VERBAL = frozenset(("REQUEST", "ACCUSE", "REJECT", "SUPPORT", "AGREE", "THREATEN", "CONSULT"))
SPOKEN = 2
# What is counted in every other report, and up to which number two such counts are often the same by chance.
COMMON = frozenset(
    ("person", "civilian", "troop", "policeman", "protester", "case", "death", "dose", "militant", "fighter")
)
OFTEN = 12
# Types that one deed is told under: which of two a report takes is a matter of its words.
FAMILIES: tuple[frozenset[str], ...] = (
    frozenset(("ASSAULT", "COERCE")), frozenset(("ASSAULT", "MOBILIZE")), frozenset(("COERCE", "SANCTION")),
    frozenset(("CONSULT", "AGREE")), frozenset(("AID", "COOPERATE")), frozenset(("RETREAT", "CONCEDE")),
    frozenset(("RETREAT", "MOBILIZE")),
    frozenset(("PROTEST", "COERCE")), frozenset(("THREATEN", "COERCE")), frozenset(("AGREE", "COOPERATE")),
    frozenset(("MOBILIZE", "AID")), frozenset(("MOBILIZE", "COOPERATE")),
    frozenset(("AGREE", "SUPPORT")), frozenset(("ACCUSE", "REJECT")), frozenset(("PROTEST", "ASSAULT")),
    frozenset(("AGREE", "AID")),
)  # fmt: skip


class Likeness(NamedTuple):
    """What two accounts share: evidence that they tell of one thing, and how their slots stand to each other.

    `names` are words of names that few reports have, `scene` all words of names, of the sentence or of the report;
    `word` says that a word for a deed is shared, `kin` that one stands for the other, `teller` that a named person
    tells both, `pair` that both tell of the same two countries; `wording` is how much of the words of the sentences
    and leads is shared, from 0 to 1, by how rare they are; `divided` that each tells of a land that the other does
    not, with neither a place nor a party in common, or begins with a name that the other does not have.
    """

    weight: float
    names: frozenset[str]
    scene: frozenset[str]
    deed: bool
    days: Stand
    places: Stand
    actors: Stand
    targets: Stand
    amount: bool
    stems: int
    word: bool
    kin: bool
    lands: Stand
    teller: bool
    pair: bool
    wording: float
    divided: bool


def likeness(one: Slots, other: Slots) -> Likeness:
    """The Likeness of two accounts; symmetric. Each account keeps the last, which every comparison asks for."""
    last: tuple[Slots, Likeness] | None = one.__dict__.get("last")
    if last is None or last[0] is not other:
        last = one.__dict__["last"] = (other, _likeness(one, other))
    return last[1]


def _likeness(one: Slots, other: Slots) -> Likeness:
    names, met = one.name_set & other.name_set, one.met_set & other.met_set
    rare = one.rare_set & other.rare_set
    own = names & rare
    if one.small_set and other.small_set:
        rare |= names & one.small_set & other.small_set
    story = (one.story_set & other.story_set) - one.stem_set - other.stem_set
    stems = (one.stem_set & other.stem_set) - names
    deed = same_deed(one, other)
    actors, targets = parties(one.actors, other.actors), parties(one.targets, other.targets)
    when = _days(one, other)
    often = 2 if when == "same" else OFTEN
    shared = any(equal(a, b, often) for a in one.amounts for b in other.amounts)
    where = places(one, other)
    lands = one.land_set & other.land_set
    told = bool(one.countries and other.countries)
    teller = not one.teller_set.isdisjoint(other.teller_set)
    weight = (
        (1.0 if rare else 0.0)
        + 1.0 * min(len(rare), 3)
        + 0.5 * min(len(own), 1)
        + 0.75 * min(len(met) - len(rare), 2)
        + 0.2 * min(len(story), 6)
        + 0.45 * min(len(stems), 8)
        + 0.5 * min(len(lands), 3)
        + (1.0 if deed else 0.0)
        + (0.75 if actors == "same" else 0.0)
        + (0.75 if targets == "same" else 0.0)
        + (1.5 if shared else 0.0)
        + (0.75 if where == "same" else 0.0)
        + (0.5 if when == "same" else 0.0)
        + (1.0 if teller else 0.0)
    )
    return Likeness(
        weight, rare, met, deed, when, where, actors, targets, shared, len(stems),
        word=not stems.isdisjoint(words.deed_names()),
        kin=not one.deed_set.isdisjoint(other.deed_set) or not one.kin_set.isdisjoint(other.kin_set),
        lands="open" if not told else "other" if one.country_set.isdisjoint(other.country_set) else "same",
        teller=teller,
        pair=len(one.country_set & other.country_set) > 1,
        wording=wording(one, other),
        divided=_other_topic(one, other, actors, targets, when)
        or ("same" not in (actors, targets, where) and _divided(one, other)),
    )  # fmt: skip


def _other_topic(one: Slots, other: Slots, actors: Stand, targets: Stand, when: Stand) -> bool:
    """Whether each begins with a name that the other does not have, or with the name of another who does the same."""
    if (
        one.amounts
        and other.amounts
        and one.countries
        and other.countries
        and (one.countries[0] not in other.land_set and other.countries[0] not in one.land_set)
    ):
        return True
    if not one.topic or not other.topic:
        return False
    ours, theirs = set(one.topic), set(other.topic)
    if (
        ours.isdisjoint(theirs)
        and "same" not in (actors, targets, when)
        and not any(t.isupper() for t in ours | theirs)
    ):
        return True
    if not ours.isdisjoint(theirs) or not (ours | theirs).isdisjoint(one.land_set & other.land_set):
        return False
    return ours.isdisjoint(other.terms | other.land_set) and theirs.isdisjoint(one.terms | one.land_set)


def _divided(one: Slots, other: Slots) -> bool:
    """Whether each tells of a land that the other does not; of two numbers, whether one begins with such a land."""
    if one.countries and other.countries and one.amounts and other.amounts:
        return one.countries[0] not in other.land_set or other.countries[0] not in one.land_set
    return not one.country_set <= other.land_set and not other.country_set <= one.land_set


def wording(one: Slots, other: Slots) -> float:
    """How much of what is told with words that few reports have is told in both: 0 nothing, 1 all."""
    return mass(one.terms & other.terms) / math.sqrt(max(1.0, one.mass) * max(1.0, other.mass))


def same_deed(one: Slots, other: Slots) -> bool:
    """Whether two accounts tell of one kind of deed: one type, or one word for it."""
    if one.code and one.code == other.code:
        return True
    ours, theirs = set(one.deed), set(other.deed)
    if ours & theirs:
        return True
    if one.code and other.code:
        return any({one.code, other.code} <= f for f in FAMILIES) and bool(
            (ours | (one.stem_set & words.deed_names())) & (theirs | (other.stem_set & words.deed_names()))
        )
    return bool(ours & other.stem_set & words.deed_names() or theirs & one.stem_set & words.deed_names())


def equal(one: Amount, other: Amount, often: int = 2) -> bool:
    """Whether two amounts give one number above two of one thing, of what all count one above `often`."""
    top = max(x for x in (one.low, one.high, 0.0) if x is not None)
    return (
        not (one.vague or other.vague)
        and top > (often if one.of in COMMON or other.of in COMMON else 2)
        and bool(one.of or other.of)
        and amounts.one_thing(one, other)
        and one.change == other.change
        and (one.low, one.high) == (other.low, other.high)
    )


def days(one: Slots, other: Slots) -> Stand:
    """How the times of two accounts stand: told for overlapping days, not both told, or apart."""
    if one.when is None or other.when is None or one.span is None or other.span is None:
        return "open"
    slack = LATER if not (one.when.told or other.when.told) else SLACK
    if one.span[0] - slack > other.span[1] or other.span[0] - slack > one.span[1]:
        return "other"
    if not (one.when.told and other.when.told):
        return "open"
    far = max(one.span[0] - other.span[1], other.span[0] - one.span[1], 0)
    return "open" if far and far == published_apart(one, other) else "same"


def _days(one: Slots, other: Slots) -> Stand:
    """How the days of two accounts stand; words come and go faster than deeds, and a new demand is another."""
    if one.code in VERBAL and other.code in VERBAL and published_apart(one, other) > SPOKEN:
        return "other"
    return days(one, other)


def gap(one: When, other: When) -> int:
    """The days between two times that do not touch; 0 where they do."""
    first, second = sorted((one, other), key=lambda w: (w.start, w.end))
    return max(0, (second.first - first.last).days)


def places(one: Slots, other: Slots) -> Stand:
    """How the places of two accounts stand; a place that the other names, wherever it was put, is one."""
    for s, names in (*((s, other.name_set) for s in one.places), *((s, one.name_set) for s in other.places)):
        if not names.isdisjoint(s.name.split()):
            return "same"
    return spots(one.places, other.places)


def spots(ours: Iterable[Spot], theirs: Iterable[Spot]) -> Stand:
    """How two accounts' places stand: some of them may be one, nothing can be told, or all lie apart."""
    ours, theirs = tuple(ours), tuple(theirs)
    fine = [s for s in ours if _fine(s)], [s for s in theirs if _fine(s)]
    if fine[0] and fine[1]:
        return "same" if any(_touch(a, b) for a in fine[0] for b in fine[1]) else "other"
    if any(a.name == b.name or set(a.name.split()) & set(b.name.split()) for a in ours for b in theirs):
        return "open"
    lands = {s.country for s in ours if s.country}, {s.country for s in theirs if s.country}
    if lands[0] and lands[1] and not lands[0] & lands[1]:
        return "other"
    return "open"


def _fine(s: Spot) -> bool:
    if set(s.name.split()) <= country_words():
        return False
    return (s.lat is not None and 0 < s.radius_km <= FINE_KM) or (s.lat is None and s.country is None)


def _touch(a: Spot, b: Spot) -> bool:
    if a.name == b.name or set(a.name.split()) & set(b.name.split()):
        return True
    far = km(a, b)
    return far is not None and far <= a.radius_km + b.radius_km + 5


def parties(ours: Iterable[Party], theirs: Iterable[Party]) -> Stand:
    """How those who act in two accounts stand: one of them the same, nothing can be told, or all of them others."""
    ours, theirs = tuple(ours), tuple(theirs)
    if any(party(p, q) == "same" for p in ours for q in theirs):
        return "same"
    known = [p for p in ours if p.country or p.named], [q for q in theirs if q.country or q.named]
    stands = {party(p, q) for p in known[0] or ours for q in known[1] or theirs}
    return "other" if stands == {"other"} else "open"


def party(p: Party, q: Party) -> Stand:
    """How two parties stand: one, not to be told, or two."""
    mine, his = p.side, q.side
    if p.id == q.id and p.named:
        return "same"
    if p.id.startswith("person:") and q.id.startswith("person:") and p.named and q.named:
        return "other" if set(_parts(p)).isdisjoint(_parts(q)) else "same"
    if _one_of_many(p, q) or _one_of_many(q, p):
        return "open"
    if p.country and q.country:
        if p.country != q.country:
            return "other"
        if {mine, his} == {"state", "other"}:
            return "other"
        return "same" if "other" not in (mine, his) or not set(p.words).isdisjoint(q.words) else "open"
    if {mine, his} == {"state", "other"}:
        return "other"
    if not set(p.words).isdisjoint(q.words):
        return "same"
    if p.named and q.named and min(len(p.id.split(":")[-1]), len(q.id.split(":")[-1])) > 5:
        return "other"
    return "open"


def _parts(p: Party) -> list[str]:
    return p.id.removeprefix("person:").split("-")


def _one_of_many(p: Party, q: Party) -> bool:
    """Whether one is a person with a name and the other people of his land who do not act for it."""
    return p.named and p.id.startswith("person:") and not q.id.startswith("person:") and q.side != "state"


def published_apart(one: Slots, other: Slots) -> int:
    """The days between two publications; 0 where one has none."""
    return abs(one.number - other.number) if one.day and other.day else 0
