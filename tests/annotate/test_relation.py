"""The type of a given pair: by the words between them, and always an answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord import relation
from onrecord.annotate.events.evidence import SIZE, vector
from onrecord.annotate.events.plover import plover
from onrecord.annotate.events.relation import classify, rank
from onrecord.data import Page
from tests import bracketed

Annotated = Callable[..., Page]


@pytest.mark.parametrize("case", bracketed.cases("relation"))
def test_relation(annotated: Annotated, case: dict[str, Any]) -> None:
    text, spans = bracketed.read(case["text"])
    assert classify(annotated(text, ()).parse, spans["a"], spans["t"]) == case["code"]


def test_a_text_gives_what_its_parse_gives() -> None:
    assert relation("Sweden praised Finland.", (0, 6), (15, 22)) == "SUPPORT"


def test_the_trigger_whose_roles_the_spans_fill_comes_first(annotated: Annotated) -> None:
    parse = annotated("Sweden, which praised Norway, invaded Finland.", ()).parse
    assert [code for _, code, _ in rank(parse, [(0, 6)], [(38, 45)])] == ["ASSAULT", "SUPPORT"]
    assert [code for _, code, _ in rank(parse, [(0, 6)], [(22, 28)])] == ["SUPPORT", "ASSAULT"]


def test_a_pair_without_a_trigger_or_without_spans_is_answered(annotated: Annotated) -> None:
    parse = annotated("Sweden is larger than Finland.", ()).parse
    assert classify(parse, [(0, 6)], [(22, 29)]) in plover().types
    assert classify(parse, [], []) in plover().types


def test_a_vector_has_length_one_and_no_feature_gives_none() -> None:
    assert np.linalg.norm(vector([("a", 2.0), ("b", 1.0)])) == pytest.approx(1.0)
    assert vector([]).shape == (SIZE,)
    assert not vector([]).any()


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.characters(exclude_categories=("Cs",)), min_size=2, max_size=60), st.data())
def test_any_spans_of_any_text_are_answered(annotated: Annotated, text: str, data: st.DataObject) -> None:
    parse = annotated(f"x{text}", ()).parse
    start = data.draw(st.integers(0, len(text) - 1))
    assert classify(parse, [(start, start + 1)], [(0, 1)]) in plover().types
