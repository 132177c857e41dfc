"""Relation: the PLOVER type of what a given actor does to a given target."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bench.tasks import Row, pages
from onrecord.annotate.events.relation import classify


def predict(rows: Iterable[Row]) -> Iterator[Row]:
    """The code of each row's pair."""
    for row, page in pages(rows, ()):
        yield {"id": row["id"], "code": classify(page.parse, page.document.text, row["actor"], row["target"])}
