"""Whether an event took place, by the words around it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from onrecord.annotate.status import compose, read
from onrecord.data import STATUSES, Page
from tests import bracketed


@pytest.mark.parametrize("case", bracketed.cases("status"))
def test_status(annotated: Callable[..., Page], case: dict[str, Any]) -> None:
    text, spans = bracketed.read(case["text"])
    page = annotated(text, ())
    [(start, end)] = spans["trigger"]
    assert read(page.parse.covering(start, end)[0]).status == case["status"]


@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize(
    "operator", ["negated", "denied", "prevented", "possible", "threatened", "planned", "hypothetical"]
)
def test_operators_are_total(status: str, operator: str) -> None:
    assert compose(status, operator) in STATUSES  # type: ignore[arg-type]


def test_an_unknown_operator_is_an_error() -> None:
    with pytest.raises(ValueError, match="no operator"):
        compose("actual", "maybe")
