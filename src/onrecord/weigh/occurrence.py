"""Whether two accounts are of one occurrence, one deed, one count: how much they share, and that nothing forbids it."""

from __future__ import annotations

from onrecord.weigh import amounts
from onrecord.weigh.likeness import COMMON, VERBAL, Likeness, days, equal, gap, likeness, published_apart
from onrecord.weigh.rarity import weight
from onrecord.weigh.slots import Amount, Slots

# How much two accounts must share before they are held against each other, and before they count as one occurrence.
# Set by what the parts of the weight mean (a rare name 2, a word 0.45), then moved by the cases and 1,200 news items.
ALIKE, SAME = 3.0, 4.5
# So far apart in publication two reports may still be of one deed that they date differently.
FRESH = 4
# What is told without an event or a day is often the background of another report: so far apart it is not joined.
LOOSE = 2
# How much of the telling words two accounts of one occurrence share, those with a number or a teller in common, and
# those who deny or contradict. Two reports of 15 months of news that shared less were mostly of two occurrences.
TOLD_ALIKE, KNOWN_ALIKE, AT_ODDS = 0.45, 0.15, 0.35
# The same where one of the two is not told as an event.
LOOSELY, CLOSELY = 0.55, 0.7
# So much less for the same day, the same who act, a rare name.
SLACK = 0.1
# What two do between them is done anew each month rather than each day: two reports of one day with so many words in
# common tell of one deed.
BETWEEN, SHARED = frozenset(("CONSULT", "AGREE", "AID", "COOPERATE", "MOBILIZE", "SANCTION", "RETREAT")), 2
# What is done to more people than so many is not done to one.
FEW = 2
# Troops that are lost stand nowhere: their number is that of one fight.
LOST = frozenset(("dead", "wounded", "held", "missing", "freed", "fled", "infected", "rescued"))
# So rare is a name that with the deed and the day it is enough (onrecord.weigh.rarity): one in ten million words.
NAMED = 4.0


def one_occurrence(one: Slots, other: Slots) -> bool:
    """Whether two accounts tell of one occurrence: they share enough, and no day, place or party forbids it."""
    alike = likeness(one, other)
    retold = alike.amount and alike.actors == alike.targets == "same" and not (_told(one) and _told(other))
    if "other" in (alike.places, alike.actors, alike.lands) or (alike.days == "other" and not retold):
        return False
    if alike.divided:
        return False
    if _one_pair(one, other, alike):
        return True
    if alike.wording < least(one, other, alike):
        return False
    if one.kind == other.kind == "event" and (
        alike.targets == "other" or _other_words(one, other, alike) or _other_people(one, other)
    ):
        return False
    weak = "report" in (one.kind, other.kind) and alike.days != "same"
    if weak and (not named(alike) or published_apart(one, other) > 1):
        return False
    if not _told_too(one, other) and not named(alike):
        return False
    if alike.days != "same" and not _continued(one, other, alike):
        return False
    if not (
        alike.deed
        or (alike.kin and alike.names and alike.wording >= TOLD_ALIKE)
        or (alike.amount and (alike.names or alike.pair or alike.teller))
    ):
        return False
    late = published_apart(one, other) > FRESH and alike.days != "same"
    vague = "event" not in (one.kind, other.kind) and not (alike.names and "same" in (alike.days, alike.actors))
    exact = alike.amount and (alike.pair or alike.teller)
    if alike.weight < SAME - 0.75 * bool(alike.names) - exact + late + vague or (
        vague and not (alike.names or alike.amount)
    ):
        return False
    if one.status != other.status and "actual" in (one.status, other.status) and not (one.denied or other.denied):
        return False
    if not alike.names and alike.days != "same" and published_apart(one, other) > 1 and not (exact or alike.teller):
        return False
    loose = not (one.kind == other.kind == "event") and alike.days != "same"
    if loose and published_apart(one, other) > LOOSE and not (exact or alike.teller):
        return False
    return identified(alike)


def _one_pair(one: Slots, other: Slots, alike: Likeness) -> bool:
    """Whether two events that came out within a day are of one type between the same two."""
    if not (one.kind == other.kind == "event" and one.code == other.code and one.status == other.status):
        return False
    if one.code not in BETWEEN or alike.stems < SHARED:
        return False
    between = alike.targets == "same" or (alike.pair and alike.targets == "open")
    return alike.actors == "same" and between and published_apart(one, other) <= 1


def _other_people(one: Slots, other: Slots) -> bool:
    """Whether each of two meetings has a named person whom the other has not, or a deed is done to many and to one."""
    ours, theirs = ({p.id for p in s.actors if p.named and p.id.startswith("person:")} for s in (one, other))
    if one.code == other.code == "CONSULT" and ours - theirs and theirs - ours:
        return True
    return (_to_many(one) and _to_one(other)) or (_to_many(other) and _to_one(one))


def _to_many(s: Slots) -> bool:
    return any((a.low or 0) > FEW and a.of in COMMON for a in s.amounts) and not _to_one(s)


def _to_one(s: Slots) -> bool:
    return len(s.targets) == 1 and s.targets[0].named and s.targets[0].id.startswith("person:")


def _other_words(one: Slots, other: Slots, alike: Likeness) -> bool:
    """Whether two events of words, or not of what took place, are told with words for two deeds."""
    open_still = one.status != "actual" or other.status != "actual" or (one.code in VERBAL and other.code in VERBAL)
    return open_still and set(one.deed).isdisjoint(other.deed) and not (one.denied or other.denied or alike.pair)


def _told_too(one: Slots, other: Slots) -> bool:
    """Whether the deed of an event is told by the other account; two events tell theirs by their types."""
    event, rest = (one, other) if one.kind == "event" else (other, one)
    if rest.kind == "event" or event.kind != "event":
        return True
    return not set(event.deed).isdisjoint(rest.stem_set) or any(
        equal(a, b) for a in event.amounts for b in rest.amounts
    )


def _continued(one: Slots, other: Slots, alike: Likeness) -> bool:
    """Whether reports that do not tell one day may be of one occurrence: what is done every day is done anew."""
    far, known = published_apart(one, other), named(alike)
    counted = alike.amount and (known or far <= LOOSE or alike.actors == "same")
    if counted or alike.teller or same_person(one, other) or one_victim(one, other):
        return True
    if far == 0:
        return True
    if _other_numbers(one, other):
        return False
    if alike.wording >= CLOSELY:
        return True
    if one.targets and other.targets and alike.targets != "same":
        return False
    return (far <= 1 and (known or alike.wording >= LOOSELY)) or (
        far <= LOOSE and known and alike.actors == "same" and alike.wording >= AT_ODDS
    )


def _other_numbers(one: Slots, other: Slots) -> bool:
    """Whether both count the victims of a deed, in numbers that are not one and of which none is a total."""
    return any(
        a.fate == b.fate != "" and not (a.total or b.total) and amounts.one_thing(a, b) and amounts.apart(a, b)
        for a in one.amounts
        for b in other.amounts
    )


def named(alike: Likeness) -> bool:
    """Whether a name is shared that few have heard; what has a digit is a kind of thing."""
    return any(weight(n) >= NAMED for n in alike.names if not any(c.isdigit() for c in n))


def least(one: Slots, other: Slots, alike: Likeness) -> float:
    """How much of the telling words they must share: little where a rare name, the deed and the day are one."""
    one_kind = bool(one.code and one.code == other.code) or not set(one.deed).isdisjoint(other.deed)
    far = published_apart(one, other)
    fresh = alike.days == "same" or (alike.days == "open" and (far == 0 or (one_kind and far == 1)))
    if fresh and alike.deed and (named(alike) or (one_kind and alike.actors == "same" and len(alike.scene) > 1)):
        return 0.0
    if alike.amount or alike.teller:
        return KNOWN_ALIKE
    known = (alike.days == "same") + (alike.actors == "same") + named(alike)
    kinds = {one.kind, other.kind}
    return (TOLD_ALIKE if kinds == {"event"} else CLOSELY if kinds == {"report"} else LOOSELY) - SLACK * known


def same_told(one: Slots, other: Slots, alike: Likeness) -> bool:
    """Whether two accounts of one occurrence tell the same of it: one deed, or numbers that one number meets."""
    if one.status != other.status:
        return False
    if alike.amount:
        return True
    if one.amounts and other.amounts and "count" in (one.kind, other.kind):
        return any(
            a.fate == b.fate != "" and amounts.one_thing(a, b) and amounts.one_extent(a, b) and not amounts.apart(a, b)
            for a in one.amounts
            for b in other.amounts
        )
    who = "same" in (alike.actors, alike.targets)
    if one.kind == other.kind == "event":
        return not set(one.deed).isdisjoint(other.deed) or (one.code == other.code and who and alike.days == "same")
    if "count" in (one.kind, other.kind):
        return False
    if set(one.deed).isdisjoint(other.deed) or alike.wording < (TOLD_ALIKE if who else LOOSELY):
        return False
    if "event" in (one.kind, other.kind):
        return alike.days == "same" or published_apart(one, other) <= 1
    return alike.teller or (alike.days == "same" and "statement" in (one.kind, other.kind))


def identified(alike: Likeness) -> bool:
    """Whether what is shared is more than a kind of deed in a country."""
    return (
        bool(alike.names)
        or len(alike.scene) >= 2
        or (alike.actors == alike.targets == "same" and alike.stems >= (1 if alike.days == "same" else 3))
        or (alike.amount and (alike.pair or alike.teller or "same" in (alike.places, alike.actors, alike.targets)))
        or (alike.stems >= 3 and bool(alike.scene) and alike.days == "same")
        or (alike.teller and alike.deed and alike.stems >= 3)
        or alike.stems >= 4
        or (alike.stems >= (2 if alike.days == "same" else 3) and "same" in (alike.actors, alike.targets, alike.places))
    )


def one_deed(alike: Likeness) -> bool:
    """Whether a deed is one of its kind: a name or number, a day and words in common that are not met twice a day."""
    if alike.days != "same":
        return False
    known = bool(alike.names) or alike.amount or alike.stems >= (2 if alike.places == "same" else 3)
    known = known or (bool(alike.scene) and alike.targets == "same")
    return known and (alike.targets == "same" or alike.stems >= 2 or len(alike.names) > 1)


def unique(one: Slots, other: Slots) -> bool:
    """Whether one and the same person or thing with a name of its own is acted upon in both."""
    places = {w for s in (*one.places, *other.places) for w in s.name.split()}
    return one_victim(one, other) or bool(likeness(one, other).names - places)


def one_victim(one: Slots, other: Slots) -> bool:
    """Whether one and the same person is acted upon in both."""
    return any(p.named and p.id == q.id and p.id.startswith("person") for p in one.targets for q in other.targets)


def same_person(one: Slots, other: Slots) -> bool:
    """Whether one and the same person acts in both."""
    return any(p.named and p.id == q.id and p.id.startswith("person") for p in one.actors for q in other.actors)


def one_count(one: Slots, other: Slots, alike: Likeness, a: Amount, b: Amount) -> bool:
    """Whether two counts are of one occurrence or of one standing thing."""
    if "other" in (alike.places, alike.actors, alike.lands):
        return False
    if a.whose and b.whose and a.of == b.of == "troop" and not {a.fate, b.fate} & LOST:
        return alike.weight >= 1.4 and one_region(one, other, a, b)
    if alike.divided or alike.wording < least(one, other, alike):
        return False
    total = a.total or b.total
    if alike.days != "same" and not total and (published_apart(one, other) > 1 or alike.wording < LOOSELY):
        return False
    near = alike.days == "same" and one.kind == other.kind and alike.stems >= 2 and a.unit is not None
    near = near or (alike.days == "same" and alike.pair and alike.stems >= 2)
    return alike.weight >= ALIKE - 0.5 * near and (identified(alike) or near)


def one_region(one: Slots, other: Slots, a: Amount, b: Amount) -> bool:
    """Whether two numbers are told of one country beside that whose they are; those of a move, of all the same ones, or
    of one place."""
    ours, theirs = ({c for c in s.countries if c not in a.whose} for s in (one, other))
    if a.change:
        return ours == theirs or ({p.name for p in one.places} == {p.name for p in other.places} != set())
    return not a.where or not b.where or a.where == b.where


def _told(s: Slots) -> bool:
    return s.when is not None and s.when.told


def days_apart(one: Slots, other: Slots) -> int:
    """The days between those for which two numbers hold: told days, else those of publication."""
    if one.when and other.when and one.when.told and other.when.told:
        return gap(one.when, other.when)
    return 0 if days(one, other) == "same" else published_apart(one, other)
