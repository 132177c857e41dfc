"""Who only passes words on, and who says that another said: the grid of forms in cases/relays.toml."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from onrecord.annotate.actors import Actors
from onrecord.annotate.statements import Statements
from onrecord.annotate.times import Times
from onrecord.data import Page, Span
from tests import bracketed

EDGE = " \n.,;:!?—–-\"“”‘’'"
Offsets = Sequence[tuple[int, int]]


@pytest.fixture(scope="module")
def annotators() -> tuple[Any, ...]:
    return (Times(), Actors(), Statements())


@pytest.mark.parametrize("case", bracketed.cases("relays"))
def test_relays(annotated: Callable[..., Page], annotators: tuple[Any, ...], case: dict[str, Any]) -> None:
    text, spans = bracketed.read(case["text"])
    page = annotated(text, annotators)
    assert found(page, spans) == expected(page, spans, case["is"])


def found(page: Page, spans: dict[str, Offsets]) -> list[dict[str, Any]]:
    """The statements of a page in words, in the order of their cues; of the cue only its last word, and of a relay the
    marked words that its mention lies in."""
    marked = [s for name, ends in spans.items() if name.startswith("via:") for s in ends]
    order = sorted(page.statements, key=lambda s: s.cue.start if s.cue else -1)
    number = {s.id: n for n, s in enumerate(order, 1)}
    return [
        {
            "source": _words(page, [s.source] if s.source else []),
            "cue": _last(s.cue.quote if s.cue else ""),
            "content": _words(page, s.content),
            "via": [_in(page.by_id[v].span, marked) for v in s.via],
            "within": number[s.within] if s.within else None,
        }
        for s in order
    ]


def _words(page: Page, spans: Sequence[Span]) -> list[str]:
    return _trimmed(page.document.text, [(s.start, s.end) for s in spans])


def _trimmed(text: str, spans: Offsets) -> list[str]:
    """The words of the spans without marks at their edges, joined where only marks part them, without a first "that"
    or article."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and not text[joined[-1][1] : start].strip(EDGE):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return [text[a:b].strip(EDGE).removeprefix("that ").removesuffix("’s").removesuffix("'s") for a, b in joined]


def _last(cue: str) -> str:
    return cue.split()[-1].strip(EDGE) if cue.split() else ""


def expected(page: Page, spans: dict[str, Offsets], fields: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What the marks of a case ask for, in the same words; the case's numbers follow the first word of each cue."""
    text = page.document.text
    last = {n: max(spans[f"cue:{n}"]) for n in range(1, len(fields) + 1)}
    order = sorted(last, key=lambda n: last[n])
    place = {n: i for i, n in enumerate(order, 1)}
    return [
        {
            "source": _trimmed(text, spans.get(f"source:{n}", ())),
            "cue": _last(text[last[n][0] : last[n][1]]),
            "content": _trimmed(text, spans[f"content:{n}"]),
            "via": _via(spans, n),
            "within": place[fields[n - 1]["within"]] if "within" in fields[n - 1] else None,
        }
        for n in order
    ]


def _via(spans: dict[str, Offsets], number: int) -> list[tuple[int, int]]:
    numbered = [s for k in sorted(spans) if k.startswith(f"via:{number}.") for s in spans[k]]
    return [*sorted(spans.get(f"via:{number}", ())), *numbered]


def _in(span: Span, marked: Offsets) -> tuple[int, int]:
    """The marked words that `span` lies in; its own ends where it lies in none."""
    return next(((a, b) for a, b in marked if a <= span.start and span.end <= b), (span.start, span.end))
