"""Datelines and credits: the cases, and what holds for any text."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.read import document
from tests.bracketed import cases, read


@pytest.mark.parametrize("case", cases("datelines"))
def test_case(case: dict[str, Any]) -> None:
    text, spans = read(case["text"])
    found = document(text, published=case.get("published", "2021-12-01") or None)
    marked = [text[a:b] for a, b in spans.get("dateline", [])]
    assert [found.dateline.span.quote] == marked if found.dateline else not marked
    assert found.agency == case.get("agency")
    if found.dateline:
        assert [found.dateline.place] == ([text[a:b] for a, b in spans.get("place", [])] or [None])
        assert found.dateline.day == case.get("day")


def test_the_story_after_a_dateline_starts_a_sentence_and_the_dateline_is_one() -> None:
    text = "Envoys meet again\n\nMOSCOW, November 10. /TASS/. The envoys met. They agreed."
    found = document(text, title="Envoys meet again", published="2021-11-30")
    starts = [text[s:].split()[0] for s in found.sentences]
    assert starts == ["Envoys", "MOSCOW,", "The", "They"]
    assert text[found.body :].startswith("MOSCOW")


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        ("The envoys met.\n\n(Reporting by AFP)", "AFP"),
        ("The envoys met.\n\nWith reporting by Reuters", "Reuters"),
        ("The envoys met.\n\n(Reporting by Ina Holm in Lakeview; Editing by Otto Brandt)", None),
        ("The envoys met.\n\nWith reporting by Reuters, AFP and dpa", None),
        ("The envoys met. They agreed on nothing. (Reuters)", "Reuters"),
        ("The envoys met. They agreed on nothing. - AFP", "AFP"),
        ("The envoys met.\n\nSource: TASS", "TASS"),
        ("The envoys met.\n\nCopyright 2021 The Associated Press. All rights reserved.", "AP"),
        ("By Ina Holm, Associated Press\n\nThe envoys met.", "AP"),
        ("By The Associated Press\n\nThe envoys met.", "AP"),
        ("The envoys met, he told Reuters.", None),
        ("The envoys met.\n\nHe asked AP", None),
    ],
)
def test_credits(text: str, agency: str | None) -> None:
    assert document(text).agency == agency


def test_an_agency_as_author_or_publisher() -> None:
    assert document("The envoys met.", authors=("Ina Holm", "Agence France-Presse")).agency == "AFP"
    assert document("The envoys met.", publisher="Reuters").agency == "Reuters"
    assert document("OSLO (AP) — The envoys met.", agency="Lakepress").agency == "Lakepress"


PIECES = st.lists(
    st.sampled_from(
        ["KYIV", ", ", "Nov 30", "31.02.2021", "(", "AP", ")", " - ", "—", "/", "TASS", ".", ":", "\n", "[", "]", "May"]
    )
).map("".join)  # fmt: skip


@given(st.text() | PIECES, st.none() | st.text(max_size=12) | st.just("2021-12-01"))
@settings(deadline=None, max_examples=300)
def test_any_text_has_a_document(text: str, published: str | None) -> None:
    found = document(text, published=published, title=text[:5] or None)
    if found.dateline:
        span = found.dateline.span
        assert text[span.start : span.end] == span.quote
        assert found.body <= span.start
    assert 0 <= found.body <= len(text)
