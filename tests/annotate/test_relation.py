"""The type of a given pair: by the words between them, and always an answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord import annotate, relation
from onrecord.annotate.events.plover import plover
from onrecord.annotate.events.relation import classify
from onrecord.data import Page
from tests import bracketed

Annotated = Callable[..., Page]


@pytest.mark.parametrize("case", bracketed.cases("relation"))
def test_relation(annotated: Annotated, case: dict[str, Any]) -> None:
    text, spans = bracketed.read(case["text"])
    assert classify(annotated(text, ()).parse, text, spans["a"], spans["t"]) == case["code"]


def test_a_text_gives_what_its_parse_gives() -> None:
    assert relation("Sweden praised Finland.", (0, 6), (15, 22)) == "SUPPORT"


def test_a_party_is_one_span_several_or_none() -> None:
    text = "Sweden praised Finland."
    assert relation(text, [(0, 6)], [[15, 22]]) == relation(text, [0, 6], (15, 22)) == "SUPPORT"
    assert relation(text, (), []) in plover().types


@pytest.mark.parametrize(
    ("actor", "error", "said"),
    [
        ((0, 99), ValueError, "actor: 0 to 99 is no span of a text of 23 characters"),
        ((-3, 2), ValueError, "actor: -3 to 2"),
        ((3, 3), ValueError, "actor: 3 to 3"),
        ([(0, 6), (6, 2)], ValueError, "actor: 6 to 2"),
        ((0,), TypeError, r"actor is a span .* not \(0,\)"),
        ((0.0, 6.0), TypeError, "actor is a span"),
        (("0", "6"), TypeError, "actor is a span"),
        ([(False, True)], TypeError, "actor is a span"),
        ("Sweden", TypeError, "actor is a span"),
        (None, TypeError, "actor is a span"),
    ],
)
def test_spans_that_are_none_are_errors(actor: Any, error: type[Exception], said: str) -> None:
    with pytest.raises(error, match=said):
        relation("Sweden praised Finland.", actor, (15, 22))
    with pytest.raises(error, match=said.replace("actor", "target")):
        relation("Sweden praised Finland.", (0, 6), actor)


def test_what_is_no_text_is_an_error() -> None:
    with pytest.raises(ValueError, match="the text is empty"):
        relation(" ", (), ())
    with pytest.raises(TypeError, match="text is text"):
        relation(b"Sweden", (), ())  # type: ignore[arg-type]
    for wrong in ({"published": 5}, {"title": 5}, {"url": b"x"}, {"publisher": ["x"]}):
        with pytest.raises(TypeError, match=next(iter(wrong))):
            annotate("Sweden praised Finland.", **wrong)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="text is text"):
        annotate(5)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="'Tuesday' is no ISO day"):
        annotate("Sweden praised Finland.", published="Tuesday")


def test_a_pair_without_a_trigger_or_without_spans_is_answered(annotated: Annotated) -> None:
    text = "Sweden is larger than Finland."
    parse = annotated(text, ()).parse
    assert classify(parse, text, [(0, 6)], [(22, 29)]) in plover().types
    assert classify(parse, text, [], []) in plover().types


def test_a_pair_far_into_a_long_text_is_read(annotated: Annotated) -> None:
    text = "The ferry was late again. " * 200 + "Sweden accused Finland of piracy." + " Nobody minded." * 200
    start = text.index("Sweden")
    parse = annotated(text, ()).parse
    assert classify(parse, text, [(start, start + 6)], [(start + 15, start + 22)]) == "ACCUSE"


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.characters(exclude_categories=("Cs",)), min_size=2, max_size=60), st.data())
def test_any_spans_of_any_text_are_answered(annotated: Annotated, text: str, data: st.DataObject) -> None:
    parse = annotated(f"x{text}", ()).parse
    start = data.draw(st.integers(0, len(text) - 1))
    assert classify(parse, f"x{text}", [(start, start + 1)], [(0, 1)]) in plover().types
