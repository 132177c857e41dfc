"""Attribution: the statements of a page by source, cue and content."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import Any

from bench.tasks import Row, pages
from onrecord.annotate.actors import Actors
from onrecord.annotate.statements import Statements
from onrecord.annotate.times import Times
from onrecord.data import Page, Span, Statement


def predict(rows: Iterable[Row]) -> Iterator[Row]:
    """A prediction for each row."""
    for row, page in pages(rows, (Times(), Actors(), Statements())):
        yield {"id": row["id"], "statements": outermost(page)}


def outermost(page: Page) -> list[dict[str, Any]]:
    """The statements that lie in no other one: PolNeAR marks none inside another's content."""
    return [_offsets(s) | {"score": s.score} for s in page.statements if s.within is None]


def calibration_error(rows: Sequence[Row], predictions: Sequence[Row], scorer: Any) -> float:
    """How far, in points, the scores of statements lie from the share of right ones: the mean over ten bins of the
    score, weighted by their statements. Right is what `scorer` (the gold data's score.py) counts as linked."""
    bins: dict[int, list[tuple[float, bool]]] = {}
    for row, predicted in zip(rows, predictions, strict=True):
        gold, mine = ([_words(scorer, row["text"], s) for s in r["statements"]] for r in (row, predicted))
        linked = {i for _, i in scorer.pair_up(gold, mine, partial(_linked, scorer), 0.5)}
        for i, said in enumerate(predicted["statements"]):
            bins.setdefault(min(int(10 * said["score"]), 9), []).append((said["score"], i in linked))
    count = sum(map(len, bins.values()))
    return round(sum(abs(sum(p - r for p, r in b)) for b in bins.values()) / max(1, count) * 100, 2)


def _words(scorer: Any, text: str, said: Row) -> Row:
    return {part: scorer.trim(text, said.get(part) or []) for part in ("source", "content")}


def _linked(scorer: Any, gold: Row, mine: Row) -> float:
    """As in score.py: content that shares half, and a source that touches and is not far longer."""
    a, b = gold["source"], mine["source"]
    fits = (not a and not b) or (2 * len(a & b) >= min(len(a), len(b)) > 0 and len(b) <= 3 * len(a) + 10)
    return min(float(scorer.iou(gold["content"], mine["content"])), float(fits))


def _offsets(said: Statement) -> dict[str, Any]:
    parts: dict[str, tuple[Span, ...]] = {
        "source": (said.source,) if said.source else (),
        "cue": (said.cue,) if said.cue else (),
        "content": said.content,
    }
    return {name: [[s.start, s.end] for s in spans] for name, spans in parts.items()}
