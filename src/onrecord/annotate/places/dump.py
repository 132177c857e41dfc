"""A GeoNames dump ("allCountries.zip", "UA.zip") as rows of the gazetteer, read line by line: it has 13 million."""

from __future__ import annotations

import math
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, TypeVar

import msgspec

N = TypeVar("N", int, float)

COLUMNS = 19
# Feature codes of what is no more, or no longer lived in; and of parts of a town, which reports name by their town.
GONE = frozenset({"PPLH", "PPLCH", "PPLQ", "PPLW", "ADM1H", "ADM2H", "ADM3H", "ADM4H", "ADMDH", "PCLH", "RGNH"})
# Kinds by feature code, else by class; what is in neither is left out (roads, undersea features, schools, shops).
CODES = {"PPLC": "capital", "ADM1": "admin1", "ADM2": "admin2"}
CLASSES = {"P": "city"}
# Smaller things with a name of their own, with how far they reach in kilometres.
SPOTS = {
    "ADM3": 15.0, "ADM4": 8.0, "ADMD": 15.0, "PRSH": 10.0, "TERR": 50.0,
    "BAY": 20.0, "CHN": 20.0, "CNL": 20.0, "FJD": 20.0, "GULF": 100.0, "LGN": 10.0, "LK": 10.0, "LKS": 20.0,
    "RSV": 10.0, "SEA": 300.0, "SD": 30.0, "STM": 30.0, "STRT": 30.0,
    "AREA": 30.0, "MILB": 5.0, "NVB": 5.0, "OILF": 15.0, "PRK": 20.0, "PRT": 5.0, "RES": 20.0, "RESN": 20.0,
    "RGN": 80.0, "RGNE": 60.0,
    "AIRB": 5.0, "AIRF": 3.0, "AIRP": 5.0, "BDG": 2.0, "CMPRF": 3.0, "CSTM": 3.0, "CTRA": 3.0, "CTRS": 3.0, "DAM": 2.0,
    "FT": 2.0, "HBR": 3.0, "INSM": 3.0, "MN": 5.0, "OILR": 3.0, "PRN": 2.0, "PS": 3.0, "PSN": 3.0, "PSTB": 3.0,
    "CAPE": 5.0, "DSRT": 150.0, "ISL": 15.0, "ISLS": 40.0, "ISTH": 30.0, "MT": 5.0, "MTS": 60.0, "PASS": 3.0,
    "PEN": 40.0, "PLAT": 60.0, "PLN": 60.0, "VAL": 20.0, "VLC": 5.0, "FRST": 30.0,
}  # fmt: skip


class Feature(msgspec.Struct, gc=False):
    """A row of a dump: `admin1` is GeoNames' code with its country's, as "UA.26"."""

    geonames: str
    kind: str
    feature: str
    name: str
    names: list[str]
    lat: float
    lon: float
    country: str
    admin1: str | None
    population: int
    radius_km: float | None


def features(path: Path) -> Iterator[Feature]:
    """The places of the dump at `path`, a zip file with one table or the table itself.

    Raises ValueError that says what is wrong with the file, and OSError when it cannot be opened.
    """
    if not zipfile.is_zipfile(path):
        if path.suffix.lower() != ".txt":
            path.open("rb").close()
            raise ValueError(
                f"{path} is no zip file: take allCountries.zip, or a country's, from GeoNames' dump folder"
            )
        with path.open("rb") as table:
            yield from _rows(table, path.name)
        return
    try:
        with zipfile.ZipFile(path) as archive:
            tables = [n for n in archive.namelist() if n.endswith(".txt") and not n.lower().startswith("readme")]
            if len(tables) != 1:
                raise ValueError(f"{path} holds {len(tables)} tables (.txt) where a GeoNames dump has one")
            with archive.open(tables[0]) as table:
                yield from _rows(table, f"{path.name}: {tables[0]}")
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, zlib.error) as error:
        raise ValueError(f"{path} is broken: {error}") from error


def _rows(table: IO[bytes], where: str) -> Iterator[Feature]:
    read = 0
    for number, line in enumerate(table, 1):
        fields = line.decode("utf-8", "replace").rstrip("\r\n").split("\t")
        if len(fields) != COLUMNS:
            if fields == [""]:
                continue
            raise ValueError(f"{where} line {number} has {len(fields)} columns where GeoNames' tables have {COLUMNS}")
        read += 1
        try:
            feature = _feature(fields)
        except ValueError as error:
            raise ValueError(f"{where} line {number}: {error}") from error
        if feature is not None:
            yield feature
    if not read:
        raise ValueError(f"{where} has no rows")


def _feature(f: list[str]) -> Feature | None:
    code = f[7]
    kind = CODES.get(code) or CLASSES.get(f[6]) or ("spot" if code in SPOTS else None)
    if kind is None or code in GONE or not f[1]:
        return None
    lat, lon = _number(float, "latitude", f[4]), _number(float, "longitude", f[5])
    if not (math.isfinite(lat) and math.isfinite(lon) and -90 <= lat <= 90 and -180 <= lon <= 180):
        raise ValueError(f"{f[4]}, {f[5]} is no point on earth")
    return Feature(
        str(_number(int, "geonameid", f[0])), kind, code, f[1], [f[2], *f[3].split(",")], lat, lon, f[8],
        f"{f[8]}.{f[10]}" if f[8] and f[10] else None, _number(int, "population", f[14] or "0"),
        SPOTS.get(code),
    )  # fmt: skip


def _number(kind: Callable[[str], N], column: str, said: str) -> N:
    try:
        return kind(said)
    except ValueError:
        raise ValueError(f"the {column} {said!r} is no number") from None
