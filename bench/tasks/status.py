"""Did the predicate happen? How surely, on the scale of the gold data, -3 .. 3."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bench.tasks import Row, pages
from onrecord.annotate.events.readings import factuality
from onrecord.models import reader


def predict(rows: Iterable[Row]) -> Iterator[Row]:
    """`predicates` with a `factuality` for each span that the row gives."""
    for row, page in pages(rows, ()):
        parse = page.parse
        covered = [parse.covering(s["start"], s["end"]) for s in row["predicates"]]
        runs = [(c[0].i, c[-1].i) for c in covered if c]
        found = iter(factuality(parse, page.document.text, runs, reader()))
        values = [next(found) if c else 0.0 for c in covered]
        yield {
            "id": row["id"],
            "predicates": [
                {"start": s["start"], "end": s["end"], "factuality": v}
                for s, v in zip(row["predicates"], values, strict=True)
            ],
        }
