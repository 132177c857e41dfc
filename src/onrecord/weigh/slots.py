"""What of an account bears on a comparison, in one small record: made once, kept in the ledger, compared many times."""

from __future__ import annotations

import math
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Literal

from onrecord.data import Occasion, Record, Status
from onrecord.weigh import rarity, words
from onrecord.weigh.lands import common_words

EARTH_KM = 6371.0
# "About 90,000" is met by anything within a tenth of it (the definition of tests/cases/contradictions.toml).
ROUGHLY = 0.1
# A range so many times as high as it is low is no number by which two accounts are known.
VAGUE = 3.0
# A place of this radius is a village or a quarter; up to the other it is a city in which much takes place.
SMALL_KM, CITY_KM = 8.0, 25.0


class Party(Record, frozen=True, kw_only=True):
    """Who acts or is acted upon: its id, whether a name stands behind it, its country, sectors, side and words."""

    id: str
    named: bool = False
    country: str | None = None
    sectors: tuple[str, ...] = ()
    side: str = ""
    words: tuple[str, ...] = ()


class Spot(Record, frozen=True, kw_only=True):
    """A place: the words of its name, its country, and its point and radius where it has them."""

    name: str
    country: str | None = None
    lat: float | None = None
    lon: float | None = None
    radius_km: float = 0.0


class When(Record, frozen=True, kw_only=True):
    """A half-open stretch of time in ISO minutes; `told` is false where only the day of publication is known."""

    start: str
    end: str
    grain: str = "day"
    told: bool = True

    @property
    def first(self) -> date:
        """The day on which it starts."""
        return date.fromisoformat(self.start[:10])

    @property
    def last(self) -> date:
        """The last day that it touches."""
        end = date.fromisoformat(self.end[:10])
        return end - timedelta(days=1) if self.end[10:] in ("", "T00:00") and end > self.first else end


class Amount(Record, frozen=True, kw_only=True):
    """A number of something: its range, what is counted and what became of them, whose, where, and how far it reaches.

    `id` is that of its mention, `unit` as in Quantity with masses and lengths brought to one unit, `scope` the words
    that take in or leave out, `part` whether it is told as a part of another, `change` whether it moves, `coming`
    whether it is one to come, `daily` whether it is that of one day, `total` whether it brings an earlier one up to
    date.
    """

    id: str
    words: str
    low: float | None = None
    high: float | None = None
    approximate: bool = False
    unit: str | None = None
    of: str = ""
    fate: str = ""
    whose: tuple[str, ...] = ()
    where: str = ""
    scope: str | None = None
    part: bool = False
    change: bool = False
    coming: bool = False
    daily: bool = False
    total: bool = False

    @property
    def vague(self) -> bool:
        """Whether it is told as "dozens" or "thousands"."""
        return bool(self.low and self.high and self.high > VAGUE * self.low)

    @property
    def allows(self) -> tuple[float, float]:
        """The numbers that it allows: open where only a bound is given, a tenth wider where it is approximate."""
        slack = ROUGHLY if self.approximate else 0.0
        low = -math.inf if self.low is None else self.low * (1 - slack)
        high = math.inf if self.high is None else self.high * (1 + slack)
        return low, high


class Ground(Record, frozen=True, kw_only=True):
    """What an account rests on.

    `kind` is a named person or body, somebody unnamed, what the outlet saw or holds itself, another outlet, or nothing
    that is told; `who` its id, `words` those of its name and office, `outlet` on whose pages it came out, `place` and
    `occasion` of the words, `day` on which they fell, `statement` the id of the statement.
    """

    kind: Literal["named", "body", "unnamed", "own", "outlet", "bare"]
    who: str
    words: tuple[str, ...] = ()
    shown: str = ""
    country: str | None = None
    outlet: str = ""
    occasion: Occasion | None = None
    day: str | None = None
    statement: str | None = None
    briefed: bool = False


class Slots(Record, frozen=True, kw_only=True, dict=True):
    """An account as it is compared; `id` is that of the event, the counted mention, the statement or (where
    none of these was found) the report that tells it.

    `countries` are those of its sentence as they are told, `topic` the words of the name that the sentence begins with,
    `names` the words of names in its sentence, `scene` those of the lead and of the sentences around it, `story`
    and `lands` the words and countries of the lead, `stems` the words of its sentence, `deed` those of the words that
    name the deed; `speaker` the innermost on whose word it is told; `denied` says that it is told as not so, `intent`
    that it speaks of an intention.
    """

    id: str
    doc: str
    kind: Literal["event", "count", "statement", "report"]
    sentence: int = 0
    code: str = ""
    mode: str | None = None
    status: Status = "actual"
    denied: bool = False
    intent: bool = False
    actors: tuple[Party, ...] = ()
    targets: tuple[Party, ...] = ()
    countries: tuple[str, ...] = ()
    places: tuple[Spot, ...] = ()
    when: When | None = None
    amounts: tuple[Amount, ...] = ()
    topic: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    scene: tuple[str, ...] = ()
    story: tuple[str, ...] = ()
    lands: tuple[str, ...] = ()
    stems: tuple[str, ...] = ()
    deed: tuple[str, ...] = ()
    trigger: str = ""
    speakers: tuple[str, ...] = ()
    speaker: str = ""
    occasion: Occasion | None = None
    said_on: str | None = None
    via: tuple[str, ...] = ()
    outlet: str = ""
    agency: str = ""
    published: str | None = None
    grounds: tuple[Ground, ...] = ()

    @cached_property
    def name_set(self) -> frozenset[str]:
        """`names` as a set."""
        return frozenset(self.names)

    @cached_property
    def scene_set(self) -> frozenset[str]:
        """`scene` as a set."""
        return frozenset(self.scene)

    @cached_property
    def stem_set(self) -> frozenset[str]:
        """`stems` as a set."""
        return frozenset(self.stems)

    @cached_property
    def story_set(self) -> frozenset[str]:
        """`story` as a set."""
        return frozenset(self.story)

    @cached_property
    def terms(self) -> frozenset[str]:
        """The words of its sentence and of the lead."""
        return self.stem_set | self.story_set

    @cached_property
    def mass(self) -> float:
        """What those words weigh."""
        return rarity.mass(self.terms)

    @cached_property
    def country_set(self) -> frozenset[str]:
        """`countries` as a set."""
        return frozenset(self.countries)

    @cached_property
    def land_set(self) -> frozenset[str]:
        """`countries` and `lands` as a set."""
        return self.country_set | frozenset(self.lands)

    @cached_property
    def met_set(self) -> frozenset[str]:
        """The words of all names, of the sentence or of the report."""
        return self.name_set | self.scene_set

    @cached_property
    def rare_set(self) -> frozenset[str]:
        """Those of the names that few reports have."""
        cities = (p.name.split() for p in self.places if p.lat is not None and SMALL_KM <= p.radius_km <= CITY_KM)
        return self.met_set - common_words() - frozenset(w for name in cities for w in name)

    @cached_property
    def teller_set(self) -> frozenset[str]:
        """The named persons on whose word it is told."""
        return frozenset(g.who for g in self.grounds if g.kind == "named")

    @cached_property
    def deed_set(self) -> frozenset[str]:
        """The deeds that its sentence names."""
        return self.stem_set & words.deed_names()

    @cached_property
    def kin_set(self) -> frozenset[int]:
        """The families of those deeds."""
        return words.families(self.deed_set)

    @cached_property
    def small_set(self) -> frozenset[str]:
        """The words of the names of its places that are small: there one thing takes place at a time."""
        return frozenset(w for p in self.places if p.radius_km < SMALL_KM for w in p.name.split())

    @cached_property
    def span(self) -> tuple[int, int] | None:
        """The first and last day of its time, as numbers."""
        return (self.when.first.toordinal(), self.when.last.toordinal()) if self.when else None

    @cached_property
    def number(self) -> int:
        """The day of publication as a number; that of the last day of all where it is not known."""
        return (self.day or date.max).toordinal()

    @cached_property
    def day(self) -> date | None:
        """The day of publication."""
        return date.fromisoformat(self.published[:10]) if self.published else None

    @property
    def order(self) -> tuple[str, str]:
        """Its place in the order of publication."""
        return self.published or "9999", self.id


def moment(iso: str) -> str:
    """An ISO day or instant as minutes, so that texts sort by it."""
    return f"{iso}T00:00" if len(iso) <= 10 else iso[:16]


def after(iso: str, days: int) -> str:
    """`days` days after an ISO day."""
    try:
        return (date.fromisoformat(iso[:10]) + timedelta(days=days)).isoformat()
    except OverflowError:
        return iso[:10]


def sound(iso: str | None) -> str | None:
    """`iso` where it is a day or an instant that can be counted with, else None."""
    try:
        datetime.fromisoformat(iso or "")
    except ValueError:
        return None
    return iso


def km(a: Spot, b: Spot) -> float | None:
    """The great-circle distance of two places by the haversine formula; None where one has no point."""
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return None
    p, q, r, s = (math.radians(x) for x in (a.lat, a.lon, b.lat, b.lon))
    h = math.sin((r - p) / 2) ** 2 + math.cos(p) * math.cos(r) * math.sin((s - q) / 2) ** 2
    return 2 * EARTH_KM * math.asin(min(1.0, math.sqrt(h)))
