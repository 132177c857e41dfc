"""Whom pronouns and short names mean: the cases, what holds for any text, and a training run on a few pronouns."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord.annotate.actors import Actors
from onrecord.annotate.actors.antecedents import share
from onrecord.annotate.actors.books import Books
from onrecord.annotate.actors.chains import place, role
from onrecord.annotate.actors.pronouns import SEXES
from onrecord.annotate.actors.sexes import Sexes
from onrecord.data import Actor, Page
from tests import bracketed

Annotated = Callable[..., Page]
ANNOTATOR = Actors()
NOBODY = "nobody"
WORDS = (
    "he she his her him himself they their it its the two both leaders Jane Roe Doe Mr. Mrs. minister said met "
    ', . " “ ” and who \n\n'
)


def ids(page: Page) -> dict[tuple[int, int], str]:
    return {(m.span.start, m.span.end): m.value.id for m in page.actors if isinstance(m.value, Actor)}


@pytest.mark.parametrize("case", bracketed.cases("pronouns"))
def test_cases(case: dict[str, Any], annotated: Annotated) -> None:
    text, spans = bracketed.read(case["text"])
    found = ids(annotated(text, [ANNOTATOR]))
    wanted = {span: label for label, places in spans.items() for span in places}
    assert {text[s:e] + f" at {s}": found.get((s, e), NOBODY) for s, e in wanted} == {
        text[s:e] + f" at {s}": label for (s, e), label in wanted.items()
    }


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.lists(st.sampled_from(WORDS.split(" ")), max_size=60))
def test_any_text(words: list[str], annotated: Annotated) -> None:
    text = " ".join(words)
    actors = annotated(text, [ANNOTATOR]).actors
    assert all(text[m.span.start : m.span.end] == m.span.quote and 0 < m.score <= 1 for m in actors)


def test_men_and_women_fare_alike(annotated: Annotated) -> None:
    text = "{title} {name} Ferrow resigned on Monday. {He} said the minister had lied to {him}."
    men = annotated(text.format(title="Mr.", name="Edwin", He="He", him="him"), [ANNOTATOR])
    women = annotated(text.format(title="Mrs.", name="Edith", He="She", him="her"), [ANNOTATOR])
    assert [i.replace("edith", "edwin") for i in ids(women).values()] == list(ids(men).values())


def test_a_name_is_of_one_sex() -> None:
    sexes = Sexes(Books().words)
    assert not sexes.book.men_names & sexes.book.women_names
    assert not sexes.book.men & sexes.book.women
    assert sexes.names["olena"] == "f" and sexes.names["andriy"] == "m"


def test_roles(annotated: Annotated) -> None:
    tokens = {t.lower: t for t in annotated("Ann and Bob told Carl that he saw her brother.", []).parse.tokens}
    assert role(tokens["ann"]) == ("subject", False)
    assert role(tokens["bob"]) == ("subject", True)
    assert role(tokens["carl"])[0] == "object"
    assert (place(tokens["he"]), place(tokens["her"])) == ("subject", "owner")
    assert set(SEXES.values()) == {"m", "f"}


def test_shares_add_up() -> None:
    assert sum(share([1.0, 2.0, -3.0])) == pytest.approx(1)
    assert share([1000.0, 0.0])[0] == pytest.approx(1)


def test_training_learns_and_repeats_itself() -> None:
    path = Path(__file__).parents[2] / "training" / "pronouns.py"
    spec = importlib.util.spec_from_file_location("train_pronouns", path)
    assert spec is not None and spec.loader is not None
    training = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(training)
    found = [training.Instance("gap", n, [["nobody"], ["near", "man"], ["far", "man"]], {1}) for n in range(8)]
    weights = training.fit(found)
    assert weights["near"] > 0 > weights["far"]
    assert training.best(weights, found[0]) == 1
    assert training.fit(found) == weights
