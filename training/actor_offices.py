"""Makes codebooks/offices-1.jsonl: who held the first offices of each state, from which day to which.

    python -m training.actor_offices LEADERS src/onrecord/codebooks

LEADERS is the Factbook's list as in actor_persons.py. Of a line of it the holder and the day after "since" are taken;
a term ends when the next begins. offices.tsv beside this file has what the book leaves out, from our own knowledge:
offices before 2015, holders who came and went between two of its editions, and the spellings of the press. The persons
in leaders-1.jsonl and persons-1.jsonl (by actor_persons.py) get these spellings and terms; run again, nothing changes.
"""

from __future__ import annotations

import html
import json
import re
import sys
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

from training.actor_persons import OFFICE, fold, iso, titled

OWN = Path(__file__).parent / "offices.tsv"
# By the first of these words in the title of a holder; a title with a word of OTHERS is of another office.
TITLES = {
    "supreme leader": "supreme leader", "prime minister": "prime minister", "premier": "prime minister",
    "taoiseach": "prime minister", "council of ministers": "prime minister", "chancellor": "chancellor",
    "president": "president", "king": "monarch", "queen": "monarch", "emperor": "monarch", "sultan": "monarch",
    "amir": "monarch", "emir": "monarch", "grand duke": "monarch", "prince": "monarch",
}  # fmt: skip
OTHERS = re.compile(
    r"(?i)\b(deputy|deputies|vice|first lady|heir|represented|governor|speaker|elect|presidency|first|acting|interim"
    r"|vacant|appointed|spelled)\b"
)
# More words that belong to no name.
STYLES = frozenset(
    (
        "caretaker", "swiss", "confederation", "republic", "ceo", "taliban", "interior", "foreign", "leadership",
        "capt", "national", "privy", "sovereign", "also", "or", "facto", "de-facto", "military", "revolutionary",
        "state", "affairs", "transition",
    )
)  # fmt: skip
SMALL = frozenset(("Bin", "De", "Da", "Dos", "Van", "Der", "Von", "Del", "La", "Ul", "Al"))
ROMAN = {"Ii": "II", "Iii": "III", "Iv": "IV", "Vi": "VI", "Xvi": "XVI"}
# Heads of state whom another state's line names.
FOREIGN = (
    "ELIZABETH",
    "CHARLES III",
    "of the Netherlands",
    "Co-prince",
    "of China",
    "of Norway",
    "Danish",
    "of Denmark",
)
# Codes of the bodies that have no country.
BODIES = {
    "body:european-commission": "EUR",
    "body:european-council": "EUR",
    "body:united-nations": "UNO",
    "body:nato": "IGO",
}
# The years in which there is no edition of the book that is not stale.
HOLE = ("2017-03-28", "2021-02-01")
Holder = tuple[str, str]
Row = dict[str, Any]


def holder(text: str) -> tuple[str, str, str] | None:
    """Title, name and first day of the first holder that a line of the Factbook tells."""
    part = html.unescape(text).replace("\xa0", " ").partition(";")[0]
    found = re.match(r"\s*([^()]*?)\s*(?:\([^()]*\)\s*)*\((?:serving as caretaker )?since ([^)]*)\)", part)
    found = found or re.match(r"\s*([^()]*?) serving as caretaker \(since ([^)]*)\)", part)
    if found is None or OTHERS.search(found[1]):
        return None
    words = re.sub(r'"[^"]*"', " ", found[1]).replace(",", " ").split()
    family = next((i for i, w in enumerate(words) if w.isupper() and len(w.strip(".")) > 1), None)
    if family is None or not iso(found[2].strip()):
        return None
    titles = [i for i in range(family) if words[i].strip(".").lower() in OFFICE | STYLES]
    start = titles[-1] + 1 if titles else 0
    name = [w for w in words[start:] if w.strip(".").lower() not in OFFICE and len(w.strip(".")) > 1]
    if not 0 < len(name) < 7 or "serves" in map(str.lower, name) or any(not w[0].isalpha() for w in name):
        return None
    return " ".join(words[:start]).lower(), spelled(name), iso(found[2].strip())


def spelled(name: list[str]) -> str:
    """A name with its small words small: "Gurbanguly BIN Ali" and "Ursula VON DER LEYEN"."""
    whole = titled(" ".join(name)).split()
    return " ".join(w.lower() if n and w in SMALL else ROMAN.get(w, w) for n, w in enumerate(whole))


def office(title: str) -> str:
    """The office that a title tells; "" for what tells none."""
    return next((o for t, o in TITLES.items() if t in title), "")


def factbook(path: Path, fips: dict[str, str]) -> dict[tuple[str, str], list[Holder]]:
    """Country and office -> first days and names; a holder without a title has that of most others on its line."""
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    told = []
    usual: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for r in rows:
        country, found = fips.get(r["fips"]), holder(r["text"])
        foreign = any(w in r["text"].partition(";")[0] for w in FOREIGN) and r["fips"] != "UK"
        if country is None or found is None or foreign:
            continue
        told.append((country, r["office"], office(found[0]), titled(found[1]), found[2]))
        usual[country, r["office"]][office(found[0])] += 1
    out: dict[tuple[str, str], list[Holder]] = defaultdict(list)
    for country, kind, title, name, since in told:
        elsewhere = any(t and t != title and (c, n, s) == (country, name, since) for c, _, t, n, s in told)
        title = title or ("" if elsewhere else usual[country, kind].most_common(1)[0][0])
        if title:
            out[country, title].append((since, name))
    return out


class Roll:
    """The persons of our codebooks, by country and name, who get the spelling and the terms of the offices."""

    def __init__(self, rows: list[Row]) -> None:
        self.added = list[Row]()
        self.full: dict[tuple[str, str], Row] = {}
        self.short: dict[tuple[str, str, str], list[Row]] = defaultdict(list)
        for r in rows:
            for name in (r["name"], *r.get("names", ())):
                self.full.setdefault((r["country"], key(name)), r)
            self.short[r["country"], last_word(r), key(r["name"])[:1]].append(r)
        self.known = {last_word(r) for r in rows if r.get("known")}

    def of(self, country: str, name: str, start: str, end: str, ours: bool) -> Row:
        """The row of a holder: of that name, or else the only one of its last name, first letter and years.

        Our own spelling becomes the name of the row.
        """
        row = self.full.get((country, key(name)))
        if row is None:
            like = self.short.get((country, key(name).split()[-1], key(name)[:1]), [])
            held = [r for r in like if any(t[0] <= (end or "9") and start <= (t[1] or "9") for t in r["terms"])]
            row = held[0] if len(held) == 1 else None
        if row is None:
            row = {"name": name, "country": country, "known": key(name).split()[-1] not in self.known, "terms": []}
            self.known.add(key(name).split()[-1])
            self.added.append(row)
        elif row["name"] != name and ours:
            row["names"] = [n for n in dict.fromkeys((row["name"], *row.get("names", ()))) if n != name]
            row["name"] = name
        if key(name) not in map(key, (row["name"], *row.get("names", ()))):
            row["names"] = [*row.get("names", ()), name]
        self.full[country, key(name)] = row
        return row


def key(name: str) -> str:
    """A name in small letters without accents and hyphens."""
    return " ".join(fold(name).lower().replace("-", " ").split())


def last_word(row: Row) -> str:
    """The last word of the last name."""
    return key(str(row.get("last") or row["name"])).split()[-1]


def settle(row: Row, held: list[list[str]]) -> None:
    """Gives a person the terms of the offices, and of the other lists' what lies before and after these."""
    kept = []
    for start, end, sectors in row["terms"]:
        over = [t for t in held if start < (t[1] or "9") and t[0] < (end or "9")]
        first = min((t[0] for t in over), default="")
        if not over:
            kept.append([start, end, sectors])
        elif number(first) - number(start or "1900-01-01") > 45:
            kept.append([start, first, sectors])
    row["terms"] = sorted([*kept, *([s, e, ["GOV"]] for s, e in held)])


def _once(rows: list[Row], holders: list[Row]) -> list[Row]:
    """`rows` without those that are holders under another of their names, whose spellings the holder gets."""
    by_name = {(h["country"], key(n)): h for h in holders for n in (*h.get("names", ()), h["name"])}
    kept = []
    for r in rows:
        holder = by_name.get((r["country"], key(r["name"])), r)
        if holder is r:
            kept.append(r)
            continue
        more = (*holder.get("names", ()), r["name"], *r.get("names", ()))
        holder["names"] = [n for n in dict.fromkeys(more) if n != holder["name"]]
    return kept


def terms(book: list[Holder], own: list[Holder], title: str) -> list[list[str]]:
    """The terms in order: ours, and after the last of ours the book's; "-" is nobody.

    A prime minister whom the book has before its hole, and another after it, may have had others between them.
    """
    brief = title == "prime minister" and not own
    end = max((since for since, _ in own), default="")
    later = [h for h in sorted(book) if not end or number(h[0]) > number(end) + 45]
    out: list[list[str]] = []
    for since, name in (*own, *later):
        if out and (same(out[-1][2], name) or out[-1][0] == since):
            continue
        if out:
            out[-1][1] = HOLE[0] if brief and out[-1][0] <= HOLE[0] < since < HOLE[1] else since
        out.append([since, "", name])
    return [t for t in out if t[2] != "-"]


def same(one: str, other: str) -> bool:
    """Whether two names in a row are one person's: one has all words of the other, or ends alike and begins alike."""
    a, b = key(one).split(), key(other).split()
    if not a or not b:
        return a == b
    return set(a) <= set(b) or set(b) <= set(a) or (a[-1] == b[-1] and a[0][0] == b[0][0])


def number(day: str) -> int:
    """About how many days since the year 0."""
    year, month, date = map(int, day.split("-"))
    return year * 365 + month * 30 + date


def lines(path: Path) -> list[Row]:
    """The rows of a JSON Lines file."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def write(path: Path, rows: list[Row]) -> None:
    """Writes rows as JSON Lines, each with what is told only."""
    order = ("name", "country", "whose", "office", "names", "known", "last", "terms")
    kept = [{k: r[k] for k in order if r.get(k)} | {"terms": r["terms"]} for r in rows]
    text = "".join(json.dumps(r, ensure_ascii=False, separators=(",", ":")) + "\n" for r in kept)
    path.write_text(text, encoding="utf-8")


def main(leaders: Path, codebooks: Path) -> None:
    """Writes offices-1.jsonl, and the two codebooks of persons with the terms that it tells."""
    book = factbook(leaders, {r["fips"]: r["iso3"] for r in lines(codebooks / "countries-1.jsonl")})
    own: dict[tuple[str, str], list[Holder]] = defaultdict(list)
    for line in OWN.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            whose, title, since, name = line.split("\t")
            own[whose, title].append((since, name))
    chiefs, persons = lines(codebooks / "leaders-1.jsonl"), lines(codebooks / "persons-1.jsonl")
    roll = Roll([*chiefs, *persons])
    offices, held = list[Row](), defaultdict[int, list[list[str]]](list)
    found: dict[int, Row] = {}
    for whose, title in sorted({*book, *own}):
        told = terms(book.get((whose, title), []), own.get((whose, title), []), title)
        ours = {name for _, name in own.get((whose, title), [])}
        kept = []
        for start, end, name in told:
            row = roll.of(BODIES.get(whose, whose), name, start, end, name in ours)
            held[id(row)].append([start, end])
            found[id(row)] = row
            kept.append((start, end, row))
        if kept:
            offices.append({"whose": whose, "office": title, "terms": kept})
    for at, row in found.items():
        settle(row, held[at])
    for office_row in offices:
        office_row["terms"] = [[start, end, row["name"]] for start, end, row in office_row["terms"]]
    chiefs, persons = (_once(rows, list(found.values())) for rows in (chiefs, [*persons, *roll.added]))
    write(codebooks / "offices-1.jsonl", offices)
    write(codebooks / "leaders-1.jsonl", chiefs)
    write(codebooks / "persons-1.jsonl", sorted(persons, key=lambda r: (r["country"], r["name"])))


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(*map(Path, sys.argv[1:]))
