"""Places resolved for spans that are given; what is given is a place even where it is an adjective ("American")."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from bench.tasks import Row, pages
from onrecord import codebooks
from onrecord.annotate.actors import Actors
from onrecord.annotate.places import Places
from onrecord.data import Place


class Land(msgspec.Struct):
    """A country's words."""

    iso3: str
    adjectives: tuple[str, ...] = ()
    people: tuple[str, ...] = ()


def predict(rows: list[Row]) -> Iterator[Row]:
    """For each row, its given spans with point and GeoNames id, None where they are not resolved."""
    places = Places()
    lands = {w: d.iso3 for d in codebooks.load("countries-1.jsonl", list[Land]) for w in (*d.adjectives, *d.people)}
    for row, page in pages(rows, (Actors(), places)):
        spans = [(s["start"], s["end"]) for s in row["places"]]
        found = places.resolve_given(page, spans)
        answers = [p or _people(places, lands, page.document.text[s:e]) for p, (s, e) in zip(found, spans, strict=True)]
        yield {"id": row["id"], "places": [_row(*s, p) for s, p in zip(spans, answers, strict=True)]}


def _people(places: Places, lands: dict[str, str], word: str) -> Place | None:
    """The country that an adjective or the name of its people belongs to."""
    land = lands.get(word) or lands.get(word.removesuffix("s"))
    entry = places.gazetteer.countries.get(land) if land else None
    return None if entry is None else Place(name=entry.name, lat=entry.lat, lon=entry.lon, geonames=entry.geonames)


def _row(start: int, end: int, place: Place | None) -> Row:
    at = (place.lat, place.lon, place.geonames) if place else (None, None, None)
    return {"start": start, "end": end, "lat": at[0], "lon": at[1], "geonames": at[2]}
