"""Quantities: values and spans as written in the cases, and that nothing else in a text is taken for one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord.annotate.quantities import Quantities
from onrecord.annotate.times import Times
from onrecord.data import Actor, Mention, Page, Quantity
from onrecord.makers import maker
from tests.bracketed import cases, read

Run = Callable[..., Page]
QUANTITIES = Quantities()


def quantity(mention: Mention) -> Quantity:
    assert isinstance(mention.value, Quantity)
    return mention.value


@pytest.mark.parametrize("case", cases("quantities"))
def test_case(case: dict[str, Any], annotated: Run) -> None:
    text, spans = read(case["text"])
    page = annotated(text, [Times(), QUANTITIES] if case.get("times") else [QUANTITIES])
    want = [spans[str(n + 1)][0] for n in range(len(case.get("values", [])))]
    assert [(m.span.start, m.span.end) for m in page.quantities] == want
    defaults = {
        "low": None,
        "high": None,
        "unit": None,
        "of": None,
        "approximate": False,
        "change": "level",
        "scope": None,
    }
    for m, value in zip(page.quantities, case.get("values", []), strict=True):
        exact = {"low": value["is"], "high": value["is"]} if "is" in value else {}
        told = defaults | exact | {k: v for k, v in value.items() if k not in ("is", "words", "part_of")}
        q = quantity(m)
        assert {k: getattr(q, k) for k in told} == pytest.approx(told, abs=1e-3)
        if "words" in value:
            assert q.words == value["words"]
        whole = value.get("part_of")
        assert m.part_of == (page.quantities[whole - 1].id if whole else None)


def test_ages_only_on_demand(annotated: Run) -> None:
    text = "A 21-year-old guard and a nurse aged 40 were freed."
    assert annotated(text, [QUANTITIES]).quantities == ()
    old = annotated(text, [Quantities(ages=True)]).quantities
    assert [(quantity(m).low, quantity(m).unit) for m in old] == [(21, "year of age"), (40, "year of age")]


def test_ages_in_commas_and_after_is(annotated: Run) -> None:
    text = "Mara Venn, 45, met a boy, 9, who turned 10 in Selm; she is 46."
    assert annotated(text, [QUANTITIES]).quantities == ()
    old = annotated(text, [Quantities(ages=True)]).quantities
    assert [(quantity(m).low, quantity(m).unit) for m in old] == [(n, "year of age") for n in (45, 9, 10, 46)]


def test_ages_are_another_maker() -> None:
    assert Quantities(ages=True).maker.key != QUANTITIES.maker.key


class Guards:
    """An annotator that calls every word "guards" an actor."""

    name = "actors"
    needs = ("parse",)
    gives = ("actors",)
    maker = maker("guards", 1)

    def __call__(self, pages: Any) -> list[list[Mention]]:
        found = []
        for page in pages:
            at = page.document.text.find("guards")
            value = Actor(name="guards", id="guards", kind="group")
            span = page.document.span(at, at + 6)
            found.append([Mention.at(span, value, by=self.maker.key, score=1.0)])
        return found


def test_attached_to_the_group_that_is_counted(annotated: Run) -> None:
    page = annotated("Some 40 guards carried 12 crates.", [Guards(), QUANTITIES])
    guards, crates = page.quantities
    assert guards.attached_to == page.actors[0].id
    assert crates.attached_to is None


def test_same_alone_and_in_a_batch(annotated: Run) -> None:
    one, two = "At least 12 people were killed.", "The port handled 3m tonnes, or a third less."
    both = annotated(f"{one}\n\n{two}", [QUANTITIES]).quantities
    alone = [m for t in (one, two) for m in annotated(t, [QUANTITIES]).quantities]
    assert [m.value for m in both] == [m.value for m in alone]
    assert len(both) == 3


PARTS = [
    "12", "3", "1/2", "½", "$", "€", "-", "–", "to", "and", "between", "a", "half", "dozen", "hundred", "million",
    "of", "thousands", "per", "cent", "%", "year", "old", "or", "more", "than", "up", "in", "five", "twenty", "m",
    "bn", "k", "km", "°", "C", "people", "killed", "including", ",", ".", "(", ")", "\u200f", "\U0001f6a8", "”",
    "'", "s", "10,000",
]  # fmt: skip
words = st.sampled_from(PARTS)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(words, st.sampled_from(["", " ", " ", "\n"])), max_size=40))
def test_no_text_makes_it_raise(annotated: Run, parts: list[tuple[str, str]]) -> None:
    text = "".join(w + gap for w, gap in parts)
    if not text.strip():
        text += "x"
    for m in annotated(text, [QUANTITIES]).quantities:
        q = quantity(m)
        assert q.low is not None or q.high is not None
        assert q.low is None or q.high is None or q.low <= q.high
        assert q.words in m.span.quote


def test_one_and_what_points_back_only_on_demand(annotated: Run) -> None:
    text = "The two sides met after one meeting."
    assert annotated(text, [QUANTITIES]).quantities == ()
    every = annotated(text, [Quantities(every=True)]).quantities
    assert [(quantity(m).low, quantity(m).of) for m in every] == [(2, "side"), (1, "meeting")]
