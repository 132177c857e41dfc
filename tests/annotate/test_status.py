"""Whether an event took place, by the words around it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from onrecord.annotate.status import compose, read, status_of
from onrecord.data import STATUSES, Page, Statement
from tests import bracketed


@pytest.mark.parametrize("case", bracketed.cases("status"))
def test_status(annotated: Callable[..., Page], case: dict[str, Any]) -> None:
    text, spans = bracketed.read(case["text"])
    page = annotated(text, ())
    [(start, end)] = spans["trigger"]
    assert read(page.parse.covering(start, end)[0]).status == case["status"]


def test_a_denial_reaches_speech_that_the_parse_does_not_hang_on_the_cue(annotated: Callable[..., Page]) -> None:
    page = annotated("The envoy denied the charge. They attacked a convoy, it says.", ())
    [trigger] = [t for t in page.parse.tokens if t.text == "attacked"]
    cue = page.document.span(10, 16)
    said = Statement.at(page.document, cue=cue, manner="direct", stance="denies", by="test-1", score=1.0)
    assert cue.quote == "denied"
    assert status_of(page, trigger) == "actual"
    assert status_of(page, trigger, said) == "denied"


@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize(
    "operator", ["negated", "denied", "prevented", "possible", "threatened", "planned", "hypothetical"]
)
def test_operators_are_total(status: str, operator: str) -> None:
    assert compose(status, operator) in STATUSES  # type: ignore[arg-type]


def test_an_unknown_operator_is_an_error() -> None:
    with pytest.raises(ValueError, match="no operator"):
        compose("actual", "maybe")
