"""Did the predicate happen? The status on the scale of the gold data, -3 .. 3."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bench.tasks import Row, pages
from onrecord.annotate.status import read

# Mean factuality of the predicates that got each status, on status/uds_train (measured 2026-11-22).
FACTUALITY = {
    "actual": 1.61,
    "planned": -0.99,
    "threatened": 0.55,
    "possible": -0.37,
    "denied": -0.13,
    "hypothetical": -0.82,
}


def predict(rows: Iterable[Row]) -> Iterator[Row]:
    """`predicates` with a `factuality` for each span that the row gives."""
    for row, page in pages(rows, ()):
        predicates = []
        for span in row["predicates"]:
            tokens = page.parse.covering(span["start"], span["end"])
            value = FACTUALITY[read(page.parse.top(tokens)).status] if tokens else 0.0
            predicates.append({"start": span["start"], "end": span["end"], "factuality": value})
        yield {"id": row["id"], "predicates": predicates}
