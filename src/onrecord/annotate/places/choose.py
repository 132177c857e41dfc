"""Which of its namesakes a name means: by size and kind, what it is said to lie in, and the report's other places.

A score adds the logarithm of the population to what the words around the name and the rest of the report say. The
weights were set beforehand from what the terms mean; those of the report's other places were fitted on 191 names that
PolNeAR's training part, WikiGold, UNER and re3d tell apart ("Portland, Maine"), with what tells them hidden. One report
means one place by one name, unless it is told apart by what follows ("Portland, Maine" and "Portland, Oregon").
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from onrecord.annotate.places.index import Entry, km
from onrecord.annotate.places.names import key

# What a kind is worth beside its population's logarithm (a country of a million equals a town of a hundred million);
# features without people stand where a town of that logarithm stands.
KIND = {"country": 2.0, "capital": 1.2, "admin1": 0.2, "city": 0.0}
FEATURE = {"admin2": 4.6, "region": 5.8, "water": 6.2, "river": 4.8, "site": 6.0, "spot": 2.5}
# What it costs that the name is not the place's own: least for a like spelling, more for a small town (alternate names
# are full of errors), most where another place has the name for its own.
LIKE_NAME, OTHER_NAME, SMALL_OTHER_NAME, ANOTHERS_NAME, SMALL = 0.6, 1.0, 1.6, 2.0, 100_000
# A unit named like a town inside it: the town is meant, unless the words say "province" or "state".
NAMED_LIKE_ITS_TOWN = 1.5
# What the words around the name are worth: inside a named whole, of the kind the words say, and its contrary.
INSIDE, OF_KIND, NOT_OF_KIND = 6.0, 3.0, -2.0
# What it is worth to lie in the country, the unit or the degree of latitude and longitude of all other places.
COUNTRY, UNIT, CELL = 4.0, 4.0, 4.0
# Two candidates nearer than this are the same answer on a map of the world; the usual 161 km (100 miles) of geocoding.
SAME_KM = 161.0
# The least by which the best must beat the best far from it, else nothing is answered (an estimate, not fitted).
MARGIN = 0.45
# Candidates of one name that are looked at, most populous first, beside those inside the whole that is named.
LOOKED_AT = 60


class Asked(msgspec.Struct, frozen=True):
    """A name to resolve: what it may mean, the whole it is said to lie in, and the kinds that its words call for."""

    key: str
    meanings: tuple[Entry, ...]
    whole: tuple[Entry, ...] = ()
    kinds: frozenset[str] = frozenset()
    weight: float = 1.0


class Choice(msgspec.Struct, frozen=True):
    """What a name means, and by how much it beat the best meaning elsewhere."""

    entry: Entry
    margin: float


class _Votes:
    """Where a report's places lie: how much of them in each country, unit and degree cell."""

    def __init__(self) -> None:
        self.of: dict[str, dict[object, float]] = defaultdict(dict)
        self.all: dict[object, float] = defaultdict(float)
        self.total = 0.0

    def add(self, name: str, shares: Iterable[tuple[Entry, float]], weight: float) -> None:
        """Counts `weight` for what `name` may mean, by the shares of its meanings."""
        mine = self.of[name]
        self.total += weight
        for entry, share in shares:
            for part in _parts(entry):
                self.all[part] += weight * share
                mine[part] = mine.get(part, 0.0) + weight * share
        mine[""] = mine.get("", 0.0) + weight

    def share(self, part: object, name: str) -> float:
        """How much of the other places lies in `part`, from 0 to below 1; one place alone proves half."""
        mine = self.of.get(name, {})
        rest = self.total - mine.get("", 0.0)
        return max(0.0, self.all.get(part, 0.0) - mine.get(part, 0.0)) / (rest + 1.0)


def _cell(entry: Entry) -> tuple[int, int]:
    return int(entry.lat // 1), int(entry.lon // 1)


def _parts(entry: Entry) -> list[object]:
    parts: list[object] = []
    if entry.country:
        parts.append(entry.country)
    if entry.admin1:
        parts.append(entry.admin1)
    if entry.radius_km < SAME_KM:
        parts.append(_cell(entry))
    return parts


def prior(entry: Entry, ask: Asked) -> float:
    """What a meaning is worth by itself: the logarithm of its size, its kind, and how much the name is its own."""
    if entry.kind in FEATURE:
        value = FEATURE[entry.kind] + (0.4 if entry.radius_km > 300 else 0.0)
    else:
        value = math.log10(entry.population + 10) + KIND[entry.kind]
    if entry.rank:
        value -= _not_its_own(entry, ask)
    if ask.kinds:
        value += OF_KIND if entry.kind in ask.kinds else NOT_OF_KIND
    elif entry.kind == "admin1" and _named_like_its_town(entry, ask):
        value -= NAMED_LIKE_ITS_TOWN
    return value


def _not_its_own(entry: Entry, ask: Asked) -> float:
    if any(not e.rank and e.country != entry.country for e in ask.meanings):
        return ANOTHERS_NAME
    if key(entry.name)[:3] == ask.key[:3]:
        return LIKE_NAME
    return OTHER_NAME if entry.population >= SMALL or entry.kind in FEATURE else SMALL_OTHER_NAME


def _named_like_its_town(unit: Entry, ask: Asked) -> bool:
    towns = [e for e in ask.meanings if e.kind in ("city", "capital") and e.rank <= unit.rank]
    return any(e.admin1 == unit.admin1 or (e.kind == "capital" and e.country == unit.country) for e in towns)


def inside(entry: Entry, whole: Entry) -> bool:
    """Whether `entry` lies in `whole`, a country, a unit, or a region by its extent."""
    if entry.id == whole.id:
        return False
    if whole.kind == "country":
        return entry.country == whole.country
    if whole.kind == "admin1":
        return entry.admin1 == whole.admin1
    return km(entry, whole) <= 1.3 * whole.radius_km


def _looked_at(ask: Asked) -> list[Entry]:
    within = [e for e in ask.meanings[LOOKED_AT:] if any(inside(e, w) for w in ask.whole)]
    return [*ask.meanings[:LOOKED_AT], *within]


def choose(asked: Sequence[Asked], countries: Mapping[str, float]) -> list[Choice | None]:
    """The meaning of each name, None where two far from each other are as likely.

    `countries` says how often the report names each country otherwise (ISO 3166 alpha-3).
    """
    groups: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for i, ask in enumerate(asked):
        meant = ask.meanings[0].id if len(ask.meanings) == 1 else None  # "Georgia" behind "Macon," is not any Georgia
        groups[ask.key, ask.kinds, tuple(w.id for w in ask.whole), meant].append(i)
    merged = [_merge([asked[i] for i in group]) for group in groups.values()]
    values = [[(e, _worth(e, ask)) for e in _looked_at(ask)] for ask in merged]
    scored = values
    for _ in range(2):
        votes = _vote(merged, scored, countries)
        scored = [
            [(e, v + _support(e, votes, ask.key)) for e, v in meanings]
            for ask, meanings in zip(merged, values, strict=True)
        ]
    out: list[Choice | None] = [None] * len(asked)
    told_apart = _told_apart(merged, scored)
    for ask, group, meanings in zip(merged, groups.values(), scored, strict=True):
        choice = _best(meanings, told_apart.get(ask.key) if not ask.whole else None)
        for i in group:
            out[i] = choice
    return out


def _merge(same: list[Asked]) -> Asked:
    weight = math.sqrt(sum(a.weight for a in same))
    return msgspec.structs.replace(same[0], weight=weight)


def _worth(entry: Entry, ask: Asked) -> float:
    return prior(entry, ask) + (INSIDE if any(inside(entry, w) for w in ask.whole) else 0.0)


def _vote(asked: list[Asked], scored: list[list[tuple[Entry, float]]], countries: Mapping[str, float]) -> _Votes:
    votes = _Votes()
    for ask, meanings in zip(asked, scored, strict=True):
        if not meanings:
            continue
        top = max(v for _, v in meanings)
        odds = [(e, 10 ** min(0.0, v - top)) for e, v in meanings if v > top - 2]
        total = sum(o for _, o in odds)
        votes.add(ask.key, [(e, o / total) for e, o in odds], ask.weight)
    for country, weight in countries.items():
        votes.all[country] += weight
        votes.total += weight
    return votes


def _support(entry: Entry, votes: _Votes, name: str) -> float:
    value = 0.0
    if entry.country:
        value += COUNTRY * votes.share(entry.country, name)
    if entry.admin1 and entry.kind != "admin1":
        value += UNIT * votes.share(entry.admin1, name)
    if entry.kind in ("city", "capital", "admin2", "site"):
        y, x = _cell(entry)
        value += CELL * sum(votes.share((y + dy, x + dx), name) for dy in (-1, 0, 1) for dx in (-1, 0, 1))
    return value


def _unit_and_town(one: Entry, other: Entry) -> bool:
    """Whether one is the unit that the other lies in: of a wide one ("Quebec") both are right."""
    return "admin1" in (one.kind, other.kind) and one.kind != other.kind and one.admin1 == other.admin1 is not None


def _told_apart(asked: list[Asked], scored: list[list[tuple[Entry, float]]]) -> dict[str, Entry]:
    """By name, the meaning that the report itself gives once ("Paris, Texas"), if it gives one only."""
    found: dict[str, Counter[int]] = defaultdict(Counter)
    entries: dict[int, Entry] = {}
    for ask, meanings in zip(asked, scored, strict=True):
        if ask.whole and (choice := _best(meanings, None)) and any(inside(choice.entry, w) for w in ask.whole):
            found[ask.key][choice.entry.id] += 1
            entries[choice.entry.id] = choice.entry
    return {name: entries[next(iter(ids))] for name, ids in found.items() if len(ids) == 1}


def _best(meanings: list[tuple[Entry, float]], known: Entry | None) -> Choice | None:
    if known is not None:
        return Choice(known, INSIDE)
    if not meanings:
        return None
    best, value = max(meanings, key=lambda m: (m[1], -m[0].id))
    near = max(SAME_KM, best.radius_km)
    far = [v for e, v in meanings if v > value - MARGIN - 3 and km(e, best) > near and not _unit_and_town(e, best)]
    margin = value - max(far) if far else 3.0
    return Choice(best, margin) if margin >= MARGIN else None
