"""What stance a cue takes; on what occasion, to whom and when something was said, given cue, source and content."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, get_args

import pytest

from onrecord.annotate.actors import Actors
from onrecord.annotate.statements.cues import BOOK, Cues
from onrecord.annotate.statements.drafts import Draft, head
from onrecord.annotate.statements.occasions import Occasions, Settings
from onrecord.annotate.times import Times
from onrecord.data import Occasion, Page, Stance
from onrecord.tokens import Parse
from tests import bracketed

Range = tuple[int, int]
Spans = dict[str, list[tuple[int, int]]]


@pytest.fixture(scope="module")
def cues() -> Cues:
    return Cues()


@pytest.fixture(scope="module")
def annotators() -> tuple[Times, Actors]:
    return Times(), Actors()


@pytest.mark.parametrize("case", bracketed.cases("stances"))
def test_stances(annotated: Callable[..., Page], cues: Cues, case: dict[str, Any]) -> None:
    text, spans = bracketed.read(case["text"])
    parse = annotated(text, ()).parse
    [cue] = _ranges(parse, spans, "cue")
    assert cues.stance(parse, cue, _ranges(parse, spans, "content")) == case["stance"]


def test_every_stance_has_words(cues: Cues) -> None:
    assert set(cues.stances.values()) == set(get_args(Stance))
    assert len(cues.stances) > 700, BOOK


def test_every_occasion_has_words() -> None:
    occasions = Occasions()
    assert {*occasions.nouns.values(), *occasions.phrases.values()} == set(get_args(Occasion))


@pytest.mark.parametrize("case", bracketed.cases("occasions"))
def test_occasions(annotated: Callable[..., Page], annotators: tuple[Times, Actors], case: dict[str, Any]) -> None:
    text, spans = bracketed.read(case["text"])
    page = annotated(text, annotators)
    found = Settings(page, Occasions()).of(_draft(page.parse, spans))
    names = {m.id: m.span.quote for m in page.mentions}
    said = {
        "occasion": found["occasion"],
        "words": found["occasion_span"].quote if found["occasion_span"] else None,
        "to": names.get(found["addressee"]),
        "time": names.get(found["time"]),
    }
    assert said == {name: case.get(name) for name in said}


def test_what_stands_at_the_edges_of_a_page_raises_nothing(annotated: Callable[..., Page]) -> None:
    for text in ("Said.", "In a statement", ": on Monday", "post X said a conference with"):
        page = annotated(text, ())
        last = len(page.parse.tokens) - 1
        for cue in page.parse.tokens:
            for content in ((0, 0), (last, last), (0, last)):
                draft = Draft(cue, (cue.i, cue.i), [content], stance="asserts", score=1.0)
                assert Settings(page, Occasions()).of(draft)["addressee"] is None


def _ranges(parse: Parse, spans: Spans, name: str) -> list[Range]:
    found = (parse.covering(*span) for span in sorted(spans.get(name, [])))
    return [(tokens[0].i, tokens[-1].i) for tokens in found]


def _draft(parse: Parse, spans: Spans) -> Draft:
    [words] = _ranges(parse, spans, "cue")
    cue = parse.top(parse.tokens[words[0] : words[1] + 1])
    draft = Draft(cue, words, _ranges(parse, spans, "content"), stance="asserts", score=1.0)
    for source in _ranges(parse, spans, "source"):
        draft.named, draft.source = source, head(parse, source)
    if cue.lower == "according":
        draft.verbs += [t for t in cue.ancestors() if t.pos == "VERB"][:1]
    return draft
