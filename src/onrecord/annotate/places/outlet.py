"""Where a report comes from: the places in its outlet's name, and the country of its outlet's address."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from onrecord.annotate.places.choose import Asked
from onrecord.annotate.places.index import Gazetteer
from onrecord.annotate.places.lands import Lands
from onrecord.annotate.places.names import key
from onrecord.annotate.places.words import Words
from onrecord.data import Document

# What an outlet's place or country counts for beside one place of the report; and what a dateline's place does.
OUTLET, DATELINE = 1.0, 4.0
# People of a town that a paper may be called after; the words of its longest name.
TOWN, LONGEST = 15_000, 3
WORD = re.compile(r"[^\W\d_][\w'’-]*")
# Addresses that end in a country's letters and say nothing of it.
SOLD = frozenset({"io", "co", "tv", "me", "ai", "fm", "gg", "to", "cc", "ws"})
COUNTRIES = {"uk": "gb"}


def places(document: Document, gazetteer: Gazetteer, words: Words) -> list[Asked]:
    """The places that the outlet is called after ("Springfield Courier"), each to be resolved with the report's."""
    parts = WORD.findall(document.publisher or "")
    runs: dict[tuple[int, int], str] = {}
    for first in range(len(parts)):
        for last in range(first, min(first + LONGEST, len(parts))):
            name = key(" ".join(parts[first : last + 1]))
            if first == last and (name in words.names.common or len(name) < 4 or not parts[first][0].isupper()):
                continue
            runs[first, last] = name
    known = gazetteer.named(dict.fromkeys(runs.values()))
    out, free = [], 0
    for (first, last), name in sorted(runs.items(), key=lambda r: (r[0][0], -r[0][1])):
        kept = tuple(e for e in known.get(name, ()) if not e.rank and (e.kind != "city" or e.population >= TOWN))
        if first >= free and kept:
            out.append(Asked(name, kept, weight=OUTLET))
            free = last + 1
    return out


def countries(document: Document, lands: Lands) -> Iterator[str]:
    """The countries that the outlet's name and address tell (ISO 3166 alpha-3)."""
    for word in WORD.findall(document.publisher or ""):
        if iso3 := lands.words.get((word,)):
            yield iso3
    try:
        host = urlsplit(document.url or "").hostname or ""
    except ValueError:
        return
    end = host.rpartition(".")[2]
    if "." in host and end not in SOLD and (iso3 := lands.codes.get(COUNTRIES.get(end, end))):
        yield iso3
