"""When? Finds and resolves expressions of time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bench.tasks import Row, pages
from onrecord.annotate.times import Times
from onrecord.data import Time


def predict(rows: Iterable[Row]) -> Iterator[Row]:
    """Each text's times, by offsets, with their TIMEX3 type and value."""
    for row, page in pages(rows, (Times(),)):
        found = [
            {"start": m.span.start, "end": m.span.end, "type": m.value.kind, "value": m.value.timex}
            for m in page.times
            if isinstance(m.value, Time)
        ]
        yield {"id": row["id"], "times": found}
