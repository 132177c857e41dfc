"""What analysts judged right, as gold data: JSON Lines with offsets into each line's `text`.

`attribution.jsonl` has a line for each report with such statements, `events.jsonl` one for each such event, with the
sentences that hold it. Rows that are rejected, or on which analysts disagree, are left out.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from onrecord.codebooks.pages import book
from onrecord.data import Event, Mention, Page, Span, Statement
from onrecord.record.export import json, pages
from onrecord.record.ledger import Ledger
from onrecord.record.settling import Standing
from onrecord.record.tables import save

FILES = ("attribution.jsonl", "events.jsonl")
RIGHT = ("accepted", "corrected", "chosen", "added")


def write(ledger: Ledger, folder: Path) -> dict[str, int]:
    """Writes both files into `folder`, which is made; the number of lines of each. Raises ValueError for a file."""
    if folder.exists() and not folder.is_dir():
        raise ValueError(f"{folder} is no folder: name one for {' and '.join(FILES)}")
    if own := [folder / name for name in FILES if ledger.owns(folder / name)]:
        raise ValueError(f"{own[0]} is the ledger itself: name another folder")
    judged = ledger.judged()
    found: dict[str, list[str]] = {name: [] for name in FILES}
    for page in pages(ledger):
        found[FILES[0]] += map(_line, _attribution(page, judged))
        found[FILES[1]] += map(_line, _events(page, judged))
    folder.mkdir(parents=True, exist_ok=True)
    for name, lines in found.items():
        save(folder / name, lines)
    return {name: len(lines) for name, lines in found.items()}


def _attribution(page: Page, judged: dict[str, Standing]) -> Iterator[dict[str, Any]]:
    """The report's statements that are right; `unjudged` counts those that nobody looked at."""
    right = [s for s in page.statements if _right(s, judged)]
    if right:
        d = page.document
        yield {
            "id": d.id, "published": d.published, "publisher": d.publisher, "text": d.text,
            "statements": [
                {"source": _spans(s.source), "cue": _spans(s.cue), "content": _spans(*s.content)} for s in right
            ],
            "unjudged": sum(s.id not in judged for s in page.statements),
        }  # fmt: skip


def _events(page: Page, judged: dict[str, Standing]) -> Iterator[dict[str, Any]]:
    """The report's events that are right, each with the sentences that hold it, its actors and its targets."""
    types = book(None).types
    quads = [*dict.fromkeys(kind.quad for kind in types.values())]
    for event in page.events:
        if not _right(event, judged):
            continue
        actors, targets = _mentions(page, event.actors), _mentions(page, event.targets)
        start, end = _sentences(page, (event.span, *actors, *targets))
        kind = types.get(event.code)
        yield {
            "id": event.id, "text": page.document.text[start:end], "actor": _from(start, actors),
            "target": _from(start, targets), "code": event.code, "quad": quads.index(kind.quad) + 1 if kind else 0,
            "status": event.status, "mode": event.mode, "contexts": event.contexts,
            "trigger": _from(start, [event.span]),
        }  # fmt: skip


def _right(row: Statement | Event, judged: dict[str, Standing]) -> bool:
    return row.id in judged and judged[row.id].state in RIGHT


def _mentions(page: Page, ids: tuple[str, ...]) -> list[Span]:
    return [m.span for m in (page.by_id.get(i) for i in ids) if isinstance(m, Mention)]


def _sentences(page: Page, spans: tuple[Span, ...]) -> tuple[int, int]:
    """Where the sentences that hold the spans begin and end."""
    text, starts = page.document.text, page.document.sentences
    first, last = min(s.start for s in spans), max(s.end for s in spans)
    at = bisect_right(starts, first)
    after = bisect_right(starts, last - 1)
    start = starts[at - 1] if at else 0
    end = starts[after] if after < len(starts) else len(text)
    return start, start + len(text[start:end].rstrip())


def _from(start: int, spans: list[Span]) -> list[list[int]]:
    return [[s.start - start, s.end - start] for s in spans]


def _spans(*spans: Span | None) -> list[list[int]]:
    return [[s.start, s.end] for s in spans if s is not None]


def _line(said: dict[str, Any]) -> str:
    return json(said) + "\n"
