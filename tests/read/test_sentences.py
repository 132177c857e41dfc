"""Where sentences start: the cases, and what holds for any text."""

from __future__ import annotations

import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.read.sentences import LONGEST, starts
from tests.bracketed import cases

# Texts made of what sentence rules look at, so that odd runs of it come up often.
ODD = st.lists(
    st.sampled_from(
        ["U.S.", "Gen.", "He", "left", "a.m.", "\n", "\r\n", " ", "  ", "“", "”", '"', "'", "(", ")", "[1]", "...", "…",
         ".", "?", "!", "•", "1.", "-", "—", "KYIV", "\u200f", "\ud800", "🎉", "\u2028", "\x85", "\xa0", "said"]
    )
).map("".join)  # fmt: skip


@pytest.mark.parametrize("case", cases("sentences"))
def test_case(case: dict[str, Any]) -> None:
    pieces = case["text"].split("¦")
    text = "".join(pieces)
    found = starts(text)
    assert [text[a:b] for a, b in zip(found, (*found[1:], len(text)), strict=True)] == [p for p in pieces if p]


@given(st.text() | ODD)
@settings(deadline=None, max_examples=300)
def test_starts_increase_and_cover_all_words(text: str) -> None:
    found = starts(text)
    assert list(found) == sorted(set(found))
    assert all(0 <= s < len(text) and not text[s].isspace() for s in found)
    assert not text[: found[0] if found else len(text)].strip()


@given(st.text() | ODD, st.integers(0, 60), st.integers(0, 60))
@settings(deadline=None)
def test_a_stretch_kept_whole_is_not_cut(text: str, first: int, length: int) -> None:
    last = min(first + length, len(text))
    assert not [s for s in starts(text, [(first, last)]) if first < s < last]


@pytest.mark.parametrize("unit", ["word ", "x", "x, ", "\t\xa0x", "“"])
def test_no_sentence_is_longer_than_the_longest(unit: str) -> None:
    text = unit * 9_000
    found = starts(text)
    assert max(b - a for a, b in zip(found, (*found[1:], len(text.rstrip())), strict=True)) <= LONGEST + 2


@pytest.mark.parametrize(
    "unit",
    [".", "!?", ".”", '" ', '."', ". ", "A. ", "(", "[1]", "U.S. ", "x.\n", "\n", "• ", "1. ", "“Who?” He ", "a\nb "],
)
def test_time_is_linear(unit: str) -> None:
    def once(text: str) -> float:
        begun = time.process_time()
        starts(text)
        return time.process_time() - begun

    def seconds(times: int) -> float:
        """The best of three: another process on the same core can make one run slow."""
        return min(once(unit * times) for _ in range(3))

    # Sixteen times the text in at most some forty times the time; a quadratic step would need 256 times.
    assert seconds(64_000) < 40 * max(seconds(4_000), 0.01)


def test_a_text_of_white_space_has_no_sentence() -> None:
    assert starts("") == starts(" \n\t\r\n ") == ()
