"""Events: type, actors and targets, found without being given the pair; a reciprocal event once per direction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from bench.tasks import Row, pages
from onrecord.data import Actor, Event, Mention, Page, Span
from onrecord.pipeline import builtin
from onrecord.tokens import Token


def predict(rows: Iterable[Row]) -> Iterator[Row]:
    """The events of each row's text, their parties in offsets of that text."""
    for row, page in pages(rows, builtin()):
        yield {"id": row["id"], "events": [d for e in page.events for d in _directions(page, e)]}


def _directions(page: Page, event: Event) -> Iterator[dict[str, Any]]:
    """`event`, or where all its parties act, each of them towards the others."""
    actors, targets = _spans(page, event.actors), _spans(page, event.targets)
    if targets or len(actors) < 2:
        yield {"code": event.code, "actors": actors, "targets": targets}
        return
    for one in actors:
        yield {"code": event.code, "actors": [one], "targets": [a for a in actors if a != one]}


def _spans(page: Page, ids: Sequence[str]) -> list[list[int]]:
    return [[s.start, s.end] for s in (_named(page, i) for i in ids)]


def _named(page: Page, mention: str) -> Span:
    """The words of a mention, or for a pronoun those of the first mention that names who is meant."""
    found = page.by_id[mention]
    if not isinstance(found, Mention) or not all(t.pos == "PRON" for t in _words(page, found)):
        return found.span
    same = (m for m in page.actors if _id(m) == _id(found))
    return next((m.span for m in same if not all(t.pos == "PRON" for t in _words(page, m))), found.span)


def _words(page: Page, mention: Mention) -> list[Token]:
    return page.parse.covering(mention.span.start, mention.span.end)


def _id(mention: Mention) -> str:
    return mention.value.id if isinstance(mention.value, Actor) else mention.id
