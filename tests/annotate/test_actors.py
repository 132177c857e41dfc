"""Who acts and speaks: the cases, and what holds for any text."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord.annotate.actors import Actors
from onrecord.annotate.actors.books import Books, fold, plural
from onrecord.data import Actor, Mention, Page
from tests import bracketed

Annotated = Callable[..., Page]
ANNOTATOR = Actors()
SECTORS = "AGR BUS COP CRM CVL EDU ELI GOV JRN JUD LAB LEG MED MIL OPP PRE PRM PTY REB REF REL SOC SPY UAF UNK"
CHARACTERS = list("ab US'’\"“”()-–—,;:!?.\n\r\t0é\u200f\u202e😀")
ODD = st.text(st.sampled_from(CHARACTERS) | st.characters(exclude_categories=["Cs"]), max_size=200)
VOCABULARY = (
    "Moscow U.S. officials the two they he Gen. of Minister Defence TASS sa"
    "id ( ) VI Party Front NATO - rebels Jane Roe 's , . “ in"
)

WORDS = st.lists(st.sampled_from([*VOCABULARY.split(), "\n\n"]), max_size=40)


def value(mention: Mention) -> Actor:
    assert isinstance(mention.value, Actor)
    return mention.value


def shown(mention: Mention, label: str) -> str:
    """The mention in the form of `label`: its id, then country and sectors if the label has them."""
    actor = value(mention)
    parts = [actor.id, actor.country or "-", "+".join(actor.sectors) or "-"]
    return "/".join(parts[: label.count("/") + 1])


@pytest.mark.parametrize("case", bracketed.cases("actors"))
def test_cases(case: dict[str, Any], annotated: Annotated) -> None:
    text, spans = bracketed.read(case["text"])
    wanted = {span: label for label, places in spans.items() for span in places}
    found = {(m.span.start, m.span.end): m for m in annotated(text, [ANNOTATOR]).actors}
    got = {text[s:e]: shown(m, wanted.get((s, e), "//")) for (s, e), m in found.items()}
    assert got == {text[s:e]: label for (s, e), label in wanted.items()}
    assert set(found) == set(wanted)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=ODD | WORDS.map(" ".join))
def test_any_text(text: str, annotated: Annotated) -> None:
    actors = annotated(text, [ANNOTATOR]).actors
    assert all(text[m.span.start : m.span.end] == m.span.quote and value(m).id for m in actors)
    assert all(a.span.end <= b.span.start for a, b in pairwise(actors))


def test_ids_do_not_depend_on_offsets(annotated: Annotated) -> None:
    text = "Kenyan Foreign Minister Ruth Calder met Ugandan officials."
    alone, later = (
        [value(m) for m in annotated(t, [ANNOTATOR]).actors] for t in (text, "It rained all day.\n\n" + text)
    )
    assert alone == later
    assert [a.id for a in alone] == ["person:ruth-calder", "UGA GOV"]


def test_an_office_ends(annotated: Annotated) -> None:
    text = "Barack Obama spoke in Chicago."
    then, now = (value(annotated(text, [ANNOTATOR], day).actors[0]).sectors for day in ("2012-05-01", "2021-11-30"))
    assert (then, now) == (("GOV",), ("ELI",))


def test_who_serves_the_united_nations(annotated: Annotated) -> None:
    text = "Ban Ki-moon spoke in Geneva."
    then, now = (value(annotated(text, [ANNOTATOR], day).actors[0]).country for day in ("2015-05-01", "2021-11-30"))
    assert (then, now) == ("UNO", "KOR")


def test_a_title_kept_by_courtesy(annotated: Annotated) -> None:
    text = "Secretary Hillary Clinton spoke. Former Secretary Clinton rang."
    then, now = (
        {value(m).sectors for m in annotated(text, [ANNOTATOR], day).actors} for day in ("2010-05-01", "2016-05-01")
    )
    assert (then, now) == ({("GOV",)}, {("PTY",)})


def test_all_forms_of_a_name_are_kept(annotated: Annotated) -> None:
    text = "Prime Minister Ruth Calder resigned. Calder gave no reason."
    first, second = (value(m) for m in annotated(text, [ANNOTATOR]).actors)
    assert first == second
    assert first.names == ("Ruth Calder", "Calder") and first.name == "Ruth Calder" and first.role == "Prime Minister"


def test_codes_are_known() -> None:
    books = Books()
    known = set(re.findall("[A-Z]{3}", SECTORS))
    assert {s for e in books.names.values() for s in e.sectors} <= known
    assert {s for a in books.nouns.values() for s in a.row.sectors} | set(books.modifiers.values()) <= known
    assert all(t.start <= (t.end or "9") for row in books.persons.values() for t in row.terms)


@pytest.mark.parametrize(
    ("word", "many"), [("ally", "allies"), ("chief of staff", "chiefs of staff"), ("press", "presses")]
)
def test_plural(word: str, many: str) -> None:
    assert plural(word) == many


def test_fold() -> None:
    assert [fold(w) for w in ("U.S.", "Élysée", "Al-Qaeda", "“", "N'Djamena")] == [
        "us",
        "elysee",
        "al qaeda",
        "",
        "ndjamena",
    ]


@pytest.mark.parametrize(
    ("publisher", "country"),
    [("The New York Times", "USA"), ("Le Monde", "FRA"), ("Reuters", None), ("Ruritanian Herald", None), (None, None)],
)
def test_where_a_paper_is_at_home(publisher: str | None, country: str | None) -> None:
    assert ANNOTATOR.books.outlet(publisher) == country
