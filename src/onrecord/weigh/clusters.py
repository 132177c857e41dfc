"""Accounts of one occurrence, joined so that no two of a cluster exclude each other on day, place or parties."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from onrecord.weigh.likeness import days, likeness, parties, places
from onrecord.weigh.rulings import Ruled, Ruling
from onrecord.weigh.slots import Slots

# Members of each of two clusters that are held against each other before they are joined.
HELD = 12


def occurrences(
    told: Mapping[str, Slots], joined: Iterable[tuple[str, str]], rulings: Sequence[Ruling] = ()
) -> list[list[Slots]]:
    """The clusters of two and more accounts: pairs of `joined` by how much they share, the most first.

    What `rulings` put together is so from the start, and what they hold apart is never joined.
    """
    ruled = Ruled(told, rulings)
    edges = [(told[a], told[b]) for a, b in joined]
    edges.sort(key=lambda e: (-likeness(*e).weight, e[0].id, e[1].id))
    home = {s.id: [s] for e in edges for s in e} | ruled.homes
    for a, b in edges:
        one, other = home[a.id], home[b.id]
        if one is other or ruled.part(one, other) or not _may_join(one, other):
            continue
        if len(one) < len(other):
            one, other = other, one
        one.extend(other)
        for s in other:
            home[s.id] = one
    found: dict[int, list[Slots]] = {id(c): c for c in home.values() if len(c) > 1}
    return sorted((sorted(c, key=lambda s: s.id) for c in found.values()), key=lambda c: c[0].id)


def _may_join(one: Sequence[Slots], other: Sequence[Slots]) -> bool:
    """Whether none of the firmest members excludes one of the other cluster."""
    return not any(excludes(a, b) for a in _firm(one) for b in _firm(other))


def _firm(members: Sequence[Slots]) -> list[Slots]:
    """The members that say the most of where, when and who."""
    return sorted(members, key=lambda s: (-_told(s), s.id))[:HELD]


def _told(s: Slots) -> int:
    return bool(s.when and s.when.told) + bool(s.places) + bool(s.actors)


def excludes(one: Slots, other: Slots) -> bool:
    """Whether two accounts cannot be of one occurrence: their told days, places or actors are others."""
    if one.when and other.when and one.when.told and other.when.told and days(one, other) == "other":
        return True
    if places(one, other) == "other" or (one.countries and other.countries and not one.country_set & other.country_set):
        return True
    return parties(one.actors, other.actors) == "other" and not (one.denied or other.denied)
