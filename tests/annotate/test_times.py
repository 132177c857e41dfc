"""Times, on sentences made for this; the cases are in cases/times.toml."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.annotate.times import READERS, SCORES, Times
from onrecord.annotate.times.grains import Cell, easter, nth_weekday
from onrecord.annotate.times.grammar import RULES
from onrecord.data import Dateline, Page, Time
from tests.bracketed import cases, read

TIMES = Times()


def _found(page: Page) -> list[tuple[tuple[int, int], Time]]:
    return [((m.span.start, m.span.end), m.value) for m in page.times if isinstance(m.value, Time)]


def _days(time: Time) -> str:
    return "-" if time.start is None else f"{time.start}/{time.end or '-'}"


@pytest.mark.parametrize("case", cases("times"))
def test_case(case: dict[str, Any], annotated: Any) -> None:
    text, marked = read(case["text"])
    page = annotated(text, [TIMES], published=case.get("published", "2021-11-30") or None)
    found = _found(page)
    assert {(span, t.timex) for span, t in found} == {(span, v) for v, spans in marked.items() for span in spans}
    if "days" in case:
        assert [_days(t) for _, t in found] == case["days"]
    if "mods" in case:
        assert [t.mod or "-" for _, t in found] == case["mods"]


def test_the_dateline_comes_before_the_publication_date(annotated: Any) -> None:
    page = annotated("Guards fired on Sunday.", [], published="2021-11-30")
    line = Dateline(span=page.document.span(0, 6), day="2021-11-27")
    dated = msgspec.structs.replace(page, document=msgspec.structs.replace(page.document, dateline=line))
    (mention,) = TIMES([dated])[0]
    assert (mention.value.timex, mention.value.anchor) == ("2021-11-21", "dateline 2021-11-27")


def test_relative_words_name_their_anchor(annotated: Any) -> None:
    page = annotated("He left Tuesday. On May 3, 2020 it rained, and the next day too.", [TIMES])
    assert [t.anchor for _, t in _found(page)] == ["published 2021-11-30", None, "told 2020-05-03"]


def test_a_page_is_read_by_itself(annotated: Any) -> None:
    first = annotated("On May 3, 2020 the camp opened.", [])
    second = annotated("The next day it burned.", [])
    assert TIMES([first, second])[1] == TIMES([second])[0]


def test_every_rule_has_a_reader_and_a_score() -> None:
    assert {name for name, _ in RULES} == set(READERS) == set(SCORES)


@pytest.mark.parametrize(
    ("cell", "timex", "end"),
    [
        (Cell("day", date(2021, 12, 31)), "2021-12-31", date(2022, 1, 1)),
        (Cell.of("week", date(2021, 1, 1)), "2020-W53", date(2021, 1, 4)),
        (Cell.of("weekend", date(2021, 11, 30)), "2021-W48-WE", date(2021, 12, 6)),
        (Cell.of("month", date(2021, 12, 5)), "2021-12", date(2022, 1, 1)),
        (Cell.of("quarter", date(2021, 5, 5)), "2021-Q2", date(2021, 7, 1)),
        (Cell.of("season", date(2021, 1, 5)), "2020-WI", date(2021, 3, 1)),
        (Cell.of("decade", date(1999, 5, 5)), "199", date(2000, 1, 1)),
        (Cell.of("century", date(1999, 5, 5)), "19", date(2000, 1, 1)),
    ],
)
def test_cells(cell: Cell, timex: str, end: date) -> None:
    assert (cell.timex, cell.end) == (timex, end)


def test_days_with_names() -> None:
    assert [easter(y) for y in (1961, 2000, 2022)] == [date(1961, 4, 2), date(2000, 4, 23), date(2022, 4, 17)]
    assert nth_weekday(2021, 11, 4, 4) == date(2021, 11, 25)
    assert nth_weekday(2021, 5, 1, -1) == date(2021, 5, 31)


FORMS = sorted(
    {*TIMES.lexicon.single, *TIMES.lexicon.phrases, "2", "31", "90s", "3rd", "12:30", "2021", "9999", ",", "-", "'"}
)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from(FORMS), max_size=40), st.sampled_from([None, "0001-01-01", "2020-02-29", "nonsense"]))
def test_any_words_are_read(annotated: Any, words: list[str], published: str | None) -> None:
    page = annotated(" ".join(["It", *words]), [TIMES], published=published)
    spans = [span for span, _ in _found(page)]
    assert all(a[1] <= b[0] for a, b in pairwise(spans))
    assert all(t.end is None or (t.start is not None and t.start < t.end) for _, t in _found(page))
