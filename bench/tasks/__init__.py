"""How each task of the gold data is answered: a module a task, whose `predict(rows)` yields a prediction a row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from onrecord.data import Page, Refusal
from onrecord.pipeline import Annotator, Pipeline
from onrecord.read import document

Row = dict[str, Any]


def pages(rows: Iterable[Row], annotators: Sequence[Annotator]) -> Iterator[tuple[Row, Page]]:
    """Each row with its text read by `annotators`; raises RuntimeError when a text is refused."""
    rows = list(rows)
    documents = (
        document(r["text"], published=r.get("published"), title=r.get("title"), publisher=r.get("publisher"))
        for r in rows
    )
    for row, page in zip(rows, Pipeline(annotators=annotators).annotate(documents), strict=True):
        if isinstance(page, Refusal):
            raise RuntimeError(f"{row['id']}: {page.reason}")
        yield row, page
