"""Places found in the text alone."""

from __future__ import annotations

from collections.abc import Iterator

from bench.tasks import Row, pages
from onrecord.annotate.actors import Actors
from onrecord.annotate.places import Places
from onrecord.annotate.times import Times
from onrecord.data import Place


def predict(rows: list[Row]) -> Iterator[Row]:
    """For each row, its places with offsets, point and GeoNames id; stretches of border are left out."""
    for row, page in pages(rows, (Times(), Actors(), Places())):
        found = [(m.span, m.value) for m in page.places if isinstance(m.value, Place) and m.value.feature != "border"]
        yield {
            "id": row["id"],
            "places": [
                {"start": s.start, "end": s.end, "lat": p.lat, "lon": p.lon, "geonames": p.geonames} for s, p in found
            ],
        }
