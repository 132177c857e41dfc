"""Reports of one story, by the words that few reports have."""

from __future__ import annotations

import random

import pytest

from bench.weigh import b_cubed, told_stories
from onrecord.data import Document
from onrecord.weigh.rarity import DEED, weight
from onrecord.weigh.stories import stories


def report(doc: str, text: str, published: str | None = None) -> Document:
    """A report with this text."""
    return Document(id=doc, text=text, published=published, raw="", by="test-1")


FERRY = "The ferry Kessandra sank off the lighthouse of Ombrale with its captain."
ALSO_FERRY = "Divers searched the wreck of the Kessandra, a ferry that sank beside the Ombrale lighthouse."
MINE = "A shaft of the Torvikfjell mine collapsed and buried the foreman Haldorsen."
ALSO_MINE = "Haldorsen, a foreman, was found in the collapsed shaft of the mine at Torvikfjell."


def test_reports_of_one_story_are_grouped_and_others_are_not() -> None:
    reports = [report("a", FERRY), report("b", ALSO_FERRY), report("c", MINE), report("d", ALSO_MINE)]
    assert stories(reports) == [["a", "b"], ["c", "d"]]
    random.Random(2).shuffle(reports)
    assert stories(reports) == [["a", "b"], ["c", "d"]]


def test_what_all_reports_say_makes_no_story() -> None:
    assert stories([report("a", "People were killed."), report("b", "People were killed."), report("c", "")]) == [
        ["a"], ["b"], ["c"],
    ]  # fmt: skip


def test_reports_long_apart_are_two_stories() -> None:
    reports = [report("a", FERRY, "2023-01-01"), report("b", FERRY, "2023-06-01")]
    assert stories(reports) == [["a"], ["b"]]


def test_a_copy_is_of_its_roots_story() -> None:
    assert stories([report("a", FERRY), report("b", MINE)], {"b": ("a",)}) == [["a", "b"]]


@pytest.mark.parametrize(("word", "least", "most"), [("people", 0, 1.5), ("torvikfjell", 4, 5), ("kill", DEED, DEED)])
def test_rare_words_weigh_more(word: str, least: float, most: float) -> None:
    assert least <= weight(word) <= most


def test_b_cubed() -> None:
    gold = {"a": "1", "b": "1", "c": "2", "d": "2"}
    assert b_cubed(gold, gold) == {"precision": 1.0, "recall": 1.0, "f1": pytest.approx(1.0)}
    assert b_cubed(gold, dict.fromkeys(gold, "x"))["precision"] == 0.5
    assert b_cubed(gold, {})["recall"] == 0.5


def test_a_chain_of_headlines_makes_one_story() -> None:
    pairs = [{"headline": "h", "body": "1"}, {"headline": "h", "body": "2"}, {"headline": "i", "body": "3"}]
    found = told_stories(pairs)
    assert found["1"] == found["2"] != found["3"]
