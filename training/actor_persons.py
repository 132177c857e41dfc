"""Makes codebooks/persons-1.jsonl from two public lists, read from folders given on the command line.

    python training/actor_persons.py PHOENIX_COUNTRIES LEADERS COUNTRIES OUT

PHOENIX_COUNTRIES is Phoenix.Countries.actors.txt of the Open Event Data Alliance (MIT, copyright 2014; names and codes
up to 2014), LEADERS the heads of state and government of the CIA World Factbook 2014-2026 as JSON Lines (public
domain),
COUNTRIES our countries-1.jsonl. The names of offices, dates and countries are facts; nothing else is taken over.
"""

from __future__ import annotations

import json
import re
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

# Phoenix was closed in January 2014: an office that it leaves open may have ended at any time after that.
CLOSED = "2014-06-01"
SECTORS = ("GOV", "MIL", "JUD", "LEG", "SPY", "OPP", "REB", "ELI", "COP", "PTY", "UAF")
OLD = {
    "SUN": "RUS",
    "YUG": "SRB",
    "CZH": "CZE",
    "GME": "DEU",
    "GMW": "DEU",
    "ZAR": "COD",
    "ROM": "ROU",
    "KOS": "XKX",
    "KSV": "XKX",
}
# Words of the Factbook's lines that belong to an office or a style, never to a name.
OFFICE = frozenset(
    [
        "president", "prime", "minister", "king", "queen", "sultan", "emir", "amir", "vice", "first", "second",
        "deputy", "acting", "interim", "transitional", "transition", "head", "of", "the", "government", "state",
        "chairman",
        "chairperson", "chancellor", "governor", "general", "lieutenant", "captain", "captains", "taoiseach", "sir",
        "dame", "dr", "gen", "brig", "col", "lt", "maj", "sheikh", "shaykh", "prince", "crown", "princess", "grand",
        "duke", "emperor", "pope", "supreme", "leader", "premier", "federal", "council", "ratu", "excellency", "lord",
        "commissioner", "high", "executive", "administrator", "co-chiefs", "regent", "and", "secretary", "mr", "mrs",
        "ms", "monsignor", "archbishop", "cardinal", "his", "her", "majesty", "highness", "presidency", "member",
        "collective", "presidential", "marshal", "field-marshal", "admiral", "president-elect", "chief",
        "minister-elect", "for", "presidents", "ministers", "vice-president", "elect", "speaker", "representative",
        "ambassador", "custodian", "two", "holy", "mosques", "ayatollah", "eng", "affairs", "commission", "appointed",
        "kanzler", "bundeskanzler", "german", "by", "represented", "co-president", "chairpersons", "assembly",
    ]
)  # fmt: skip
MONTHS = {m: f"{i:02}" for i, m in enumerate("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(), 1)}  # noqa: SIM905
# Names that the press writes otherwise than the two lists.
# Names that the lists spell in several ways, or otherwise than the press: the first is the one we use.
SPELLINGS = [
    ["Alexander Lukashenko", "Alyaksandr Lukashenka", "Aleksandr Lukashenko", "Alexandr Lukashenko"],
    ["Volodymyr Zelensky", "Volodymyr Zelenskyy", "Volodymyr Zelenskiy", "Vladimir Zelensky"],
    ["Joe Biden", "Joseph Biden"],
    ["Mike Pence", "Michael Pence"],
    ["Recep Tayyip Erdogan", "Recep Erdogan", "Tayyip Erdogan"],
    ["Benjamin Netanyahu", "Binyamin Netanyahu", "Benyamin Netanyahu"],
    ["Abdel Fattah al-Sisi", "Abdel El-Sisi", "Abdel-Fattah el-Sisi", "Abdel Fattah El-Sisi"],
    ["Bashar al-Assad", "Bashar Al Assad", "Bashar Assad"],
    ["Ali Khamenei", "Hojatolislam Sayyed Ali Khamenei", "Ali Hoseini-Khamenei"],
    ["Mahmoud Abbas", "Mahmud Abbas"],
    ["Petro Poroshenko", "Petro Poroshenko"],
    ["Hassan Rouhani", "Hasan Fereidun Ruhani", "Hasan Ruhani"],
    ["Dmitry Medvedev", "Dmitriy Medvedev", "Dmitri Medvedev"],
    ["Moammar Gadhafi", "Muammar Gaddafi", "Muammar Qaddafi", "Moammar Gaddafi", "Muammar Al Qadhafi"],
]
FIRST = {name: names[0] for names in SPELLINGS for name in names}
# Last names that several lands' lists know, and whom the press means by them alone.
CHIEFS = frozenset(
    (
        "Barack Obama",
        "Emmanuel Macron",
        "Xi Jinping",
        "Donald Trump",
        "Bashar al-Assad",
        "Mahmoud Abbas",
        "Ali Khamenei",
    )
)
MEANT = {
    "obama": "USA",
    "macron": "FRA",
    "xi": "CHN",
    "trump": "USA",
    "al-assad": "SYR",
    "abbas": "PSE",
    "khamenei": "IRN",
}


def fold(text: str) -> str:
    """`text` without accents."""
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


def titled(name: str) -> str:
    """A name in capitals with only its initials left so."""
    return " ".join("-".join(p[:1].upper() + p[1:].lower() for p in w.split("-")) for w in name.split())


def day(digits: str) -> str:
    """An ISO day from Phoenix's YYMMDD or YYYYMMDD; "" when it is no day."""
    if len(digits) == 6:
        digits = ("19" if int(digits[:2]) > 20 else "20") + digits
    return f"{digits[:4]}-{digits[4:6]}-{digits[6:]}" if len(digits) == 8 else ""


def term(code: str, known: set[str]) -> tuple[str, list[Any]] | None:
    """Country and term of one bracket ("POLGOV 051223-101201"), or None for a code of another kind."""
    words, _, when = code.strip().partition(" ")
    country = OLD.get(words[:3], words[:3])
    rest = [words[i : i + 3] for i in range(3, len(words), 3)]
    if country not in known or not rest or rest[0] not in SECTORS:
        return None
    sectors = [s for s in rest if s in ("GOV", "MIL", "OPP", "REB") or s == rest[0]]
    start, dash, end = when.strip().partition("-")
    if when.startswith(">"):
        return country, [day(when[1:].strip()), CLOSED, sectors]
    if when.startswith("<"):
        return country, ["", day(when[1:].strip()), sectors]
    return country, [day(start) if dash else "", day(end) if dash else "", sectors]


def phoenix(path: Path, known: set[str]) -> Iterator[dict[str, Any]]:
    """A row for each person of the dictionary: blocks marked CountryInfo.txt, with other spellings under a plus."""
    name, names, terms, country = "", [], [], ""
    for line in [*path.read_text("utf-8", "replace").splitlines(), "END ; CountryInfo.txt"]:
        line = line.rstrip()
        if line.startswith("+"):
            names.append(line[1:])
        elif line[:1].strip() and not line.startswith("#"):
            if name and terms and plain(titled(name.split(";")[0].replace("_", " ").strip())):
                yield row(name, names, terms, country)
            name, names, terms = (line if "CountryInfo" in line else ""), [], []
        for code in re.findall(r"\[([^\]]*)\]", line.split(";")[0]):
            if name and (found := term(code, known)):
                country = country if terms else found[0]
                if found[1][0] or found[1][1]:
                    terms.append(found[1])


def plain(name: str) -> bool:
    """Whether no word of `name` belongs to an office."""
    return not OFFICE & set(name.lower().replace(".", "").split()) and len(name.split()) < 7


def row(name: str, names: list[str], terms: list[Any], country: str) -> dict[str, Any]:
    """A person of Phoenix; `known` where the list has the last name alone."""
    clean = [titled(re.sub(r"\s+", " ", n.split(";")[0].replace("_", " ").strip())) for n in (name, *names)]
    last = clean[0].split()[-1]
    full = [n for n in dict.fromkeys(clean) if len(n.split()) > 1 and plain(n)]
    return {
        "name": clean[0],
        "country": country,
        "names": [n for n in full if n != clean[0]],
        "known": last in clean[1:],
        "terms": sorted(terms),
    }


def holders(text: str) -> Iterator[tuple[str, str]]:
    """Name and first day of each holder in one Factbook line: the words before "(since" that belong to no office."""
    pattern = r"(?:^|; |\) |and )([^;()]*?)\s*(?:\"[^\"]*\")?\s*\((?:president )?since ([^;)]*)"
    for part, since in re.findall(pattern, text):
        words = part.replace(",", " ").split()
        while words and words[0].strip(".").lower() in OFFICE:
            words.pop(0)
        while words and words[-1].strip(".").lower() in (*OFFICE, "jr", "sr"):
            words.pop()
        plain = all(w[0].isalpha() and w.strip(".").lower() not in OFFICE for w in words)
        if 1 < len(words) <= 6 and plain and any(w.isupper() and len(w) > 1 for w in words):
            yield " ".join(words), iso(since)


def iso(day: str) -> str:
    """The ISO day of "7 May 2012" or "May 2012"; "" for what is no day."""
    found = re.match(r"(?:(\d{1,2}) )?([A-Z][a-z]{2})[a-z]* (\d{4})", day)
    return f"{found[3]}-{MONTHS[found[2]]}-{int(found[1] or 1):02}" if found and found[2] in MONTHS else ""


def leaders(path: Path, fips: dict[str, str]) -> Iterator[dict[str, Any]]:
    """A row for each head of state or government; the family name, in capitals in the book, is known alone."""
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    foreign = ("ELIZABETH", "CHARLES III", "of the Netherlands", "Co-prince", "of China", "of Norway")
    for r, after in zip(rows, [*rows[1:], {}], strict=True):
        country = fips.get(r["fips"])
        if country is None or any(w in r["text"] for w in foreign):
            continue
        end = left(r, after if after.get("fips") == r["fips"] and after["office"] == r["office"] else None)
        for found, since in holders(r["text"]):
            words = found.split()
            family = [w for w in words if w.isupper() and len(w.strip(".")) > 1]
            given = [w for w in words[: words.index(family[0])] if not w.endswith(".")]
            names = [titled(found)]
            if given:
                names.append(titled(f"{given[0]} {' '.join(family)}"))
            yield {
                "name": names[-1], "country": country, "names": names[:-1], "known": len(family) == 1,
                "last": titled(family[-1]), "terms": [[since or r["seen_first"], end, ["GOV"]]],
            }  # fmt: skip


def left(row: dict[str, Any], after: dict[str, Any] | None) -> str:
    """When the holders in `row` left: when the next ones came, else when the book last had them; "" for not yet."""
    if row["seen_last"] >= "2026-05":
        return ""
    since = [s for _, s in holders(after["text"])] if after else []
    return min((s for s in since if s >= row["seen_last"]), default=row["seen_last"])


def merged(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """One row a name and country, leaders first, whom Phoenix may know by another first name of the same letter."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    leading: dict[tuple[str, str, str], dict[str, Any]] = {}
    for r in rows:
        spelt, r["name"] = r["name"], FIRST.get(r["name"], r["name"])
        plain_name = fold(r["name"]).lower()
        short = (plain_name.split()[-1], plain_name[0], r["country"])
        same = found.get((plain_name, r["country"])) or (leading.get(short) if "last" not in r else None)
        if same is None:
            same = found[plain_name, r["country"]] = {**r, "names": [], "terms": []}
        if "last" in r:
            leading.setdefault(short, same)
        spellings = next((s for s in SPELLINGS if s[0] == r["name"]), [])
        names = [*same["names"], spelt, r["name"], *r["names"], *spellings]
        same["names"] = [n for n in dict.fromkeys(names) if n != same["name"] and len(n.split()) > 1]
        same["known"] |= r["known"]
        same["terms"].extend(r["terms"])
    for r in found.values():
        r["terms"] = joined(r["terms"])
    return list(found.values())


def joined(terms: list[Any]) -> list[Any]:
    """Terms of the same sectors that overlap or follow within a year as one, in order."""
    out: list[Any] = []
    right = [t for t in terms if not t[1] or t[0] <= t[1]]
    for start, end, sectors in sorted(right, key=lambda t: (t[2], t[0], t[1] or "9")):
        if out and out[-1][2] == sectors and (not out[-1][1] or start[:4] <= str(int(out[-1][1][:4]) + 1)):
            out[-1][1] = "" if not end or not out[-1][1] else max(end, out[-1][1])
        else:
            out.append([start, end, sectors])
    return sorted(out)


def main(countries: Path, leaders_list: Path, names: Path, out: Path) -> None:
    """Writes the codebook; a last name that two leaders share is nobody's."""
    table = [json.loads(line) for line in names.read_text("utf-8").splitlines()]
    fips = {r["fips"]: r["iso3"] for r in table}
    rows = merged([*leaders(leaders_list, fips), *phoenix(countries, {r["iso3"] for r in table})])
    by_last: dict[str, list[dict[str, Any]]] = {}
    for r in rows:
        r["last"] = r.get("last") or r["name"].split()[-1]
        by_last.setdefault(fold(r["last"]).lower(), []).append(r)
    for last, shared in by_last.items():
        meant = [r for r in shared if r["country"] == MEANT.get(last) and r["name"] in CHIEFS]
        known = meant or [r for r in shared if r["known"]]
        for r in shared:
            r["known"] = len(known) == 1 and r is known[0]
    with out.open("w", encoding="utf-8") as target:
        for r in sorted(rows, key=lambda r: (r["country"], r["name"])):
            r["last"] = r["last"] if r["known"] and r["last"] != r["name"].split()[-1] else ""
            kept = {k: r[k] for k in ("name", "country", "names", "known", "last", "terms") if r[k]}
            target.write(json.dumps(kept, ensure_ascii=False, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    if len(sys.argv) != 5:
        sys.exit(__doc__)
    main(*map(Path, sys.argv[1:]))
