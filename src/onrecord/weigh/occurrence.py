"""Whether two accounts are of one occurrence, one deed, one count: how much they share, and that nothing forbids it."""

from __future__ import annotations

from onrecord.weigh.likeness import Likeness, days, gap, likeness, published_apart
from onrecord.weigh.slots import Amount, Slots

# How much two accounts must share before they are held against each other, and before they count as one occurrence.
# Set by what the parts of the weight mean (a rare name 2, a word 0.45), then moved by the cases and 1,200 news items.
ALIKE, SAME = 3.0, 4.5
# So far apart in publication two reports may still be of one deed that they date differently.
FRESH = 4
# What is told without an event or a day is often the background of another report: so far apart it is not joined.
LOOSE = 2


def one_occurrence(one: Slots, other: Slots) -> bool:
    """Whether two accounts tell of one occurrence: they share enough, and no day, place or party forbids it."""
    alike = likeness(one, other)
    retold = alike.amount and alike.actors == alike.targets == "same" and not (_told(one) and _told(other))
    if "other" in (alike.places, alike.actors, alike.lands) or (alike.days == "other" and not retold):
        return False
    if not (
        alike.deed
        or (alike.kin and alike.names and "same" in (alike.days, alike.actors, alike.targets))
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
    same = any(p.named and p.id == q.id and p.id.startswith("person") for p in one.targets for q in other.targets)
    places = {w for s in (*one.places, *other.places) for w in s.name.split()}
    return same or bool(likeness(one, other).names - places)


def same_person(one: Slots, other: Slots) -> bool:
    """Whether one and the same person acts in both."""
    return any(p.named and p.id == q.id and p.id.startswith("person") for p in one.actors for q in other.actors)


def one_count(one: Slots, other: Slots, alike: Likeness, a: Amount, b: Amount) -> bool:
    """Whether two counts are of one occurrence or of one standing thing."""
    if "other" in (alike.places, alike.actors, alike.lands):
        return False
    if a.whose and b.whose and a.of == b.of == "troop":
        return alike.weight >= 1.4 and one_region(one, other, a, b)
    near = alike.days == "same" and one.kind == other.kind and alike.stems >= 2 and a.unit is not None
    near = near or (alike.days == "same" and alike.pair and alike.stems >= 2)
    return alike.weight >= ALIKE - 0.5 * near and (identified(alike) or near)


def one_region(one: Slots, other: Slots, a: Amount, b: Amount) -> bool:
    """Whether two numbers are told of one country beside that whose they are; those of a move, of all the same ones."""
    ours, theirs = ({c for c in s.countries if c not in a.whose} for s in (one, other))
    if a.change:
        return ours == theirs
    return not a.where or not b.where or a.where == b.where


def _told(s: Slots) -> bool:
    return s.when is not None and s.when.told


def days_apart(one: Slots, other: Slots) -> int:
    """The days between those for which two numbers hold: told days, else those of publication."""
    if one.when and other.when and one.when.told and other.when.told:
        return gap(one.when, other.when)
    return 0 if days(one, other) == "same" else published_apart(one, other)
