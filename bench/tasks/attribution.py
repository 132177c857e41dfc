"""Attribution: the statements of a page by source, cue and content."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bench.tasks import Row, pages
from onrecord.annotate.actors import Actors
from onrecord.annotate.statements import Statements
from onrecord.annotate.times import Times
from onrecord.data import Page, Span, Statement


def predict(rows: Iterable[Row]) -> Iterator[Row]:
    """A prediction for each row."""
    for row, page in pages(rows, (Times(), Actors(), Statements())):
        yield {"id": row["id"], "statements": outermost(page)}


def outermost(page: Page) -> list[dict[str, list[list[int]]]]:
    """The statements that lie in no other one: PolNeAR marks none inside another's content."""
    return [_offsets(s) for s in page.statements if s.within is None]


def _offsets(said: Statement) -> dict[str, list[list[int]]]:
    parts: dict[str, tuple[Span, ...]] = {
        "source": (said.source,) if said.source else (),
        "cue": (said.cue,) if said.cue else (),
        "content": said.content,
    }
    return {name: [[s.start, s.end] for s in spans] for name, spans in parts.items()}
