"""The cases that judge the weighing have the form and the counts that the heads of their files state."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from datetime import date, datetime
from typing import Any

import pytest

from tests.bracketed import CASES

CODES = {
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST",
    "ACCUSE", "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
}  # fmt: skip
ORIGIN_KINDS = {
    "copy", "relay", "same-speech", "on-the-spot", "named-source", "denial",
    "rewrite", "unnamed", "cites-paper", "follow-up", "two-agencies", "merged",
}  # fmt: skip
CONTRADICTORY = {"status-told": 8, "status-denied": 12, "actor": 12, "quantity": 14, "place": 7, "time": 7}
ALIKE = {
    "other-day": 9, "scope": 8, "planned": 6, "other-place": 6, "bound": 6,
    "other-denial": 6, "later-figure": 8, "units": 4, "threat": 4, "other-name": 3,
}  # fmt: skip
RELATIONS = {"contradicts", "denies", "revises", "corroborates", "none"}
ASPECTS = {"status", "actor", "quantity", "place", "time"}


def load(name: str) -> dict[str, Any]:
    return tomllib.loads((CASES / f"{name}.toml").read_text(encoding="utf-8"))


def moment(published: str) -> datetime:
    """When a report came out; raises ValueError for what is no ISO day or instant in UTC."""
    assert re.fullmatch(r"\d{4}-\d\d-\d\d(T\d\d:\d\dZ)?", published), published
    return datetime.fromisoformat(published.removesuffix("Z"))


def sentences(text: str) -> int:
    """How many sentences a text has, by the stops before a capital, a digit or a quotation mark."""
    plain = re.sub(r"\b(U\.S|[A-Z][a-z]{2,3})\. (?=\d)|\bU\.S\. ", "", text)
    return len(re.findall(r"[.!?]”?(?=\s+[“A-Z0-9]|$)", plain))


def check_report(report: dict[str, Any], fewest: int, most: int) -> None:
    moment(report["published"])
    assert report["publisher"].strip()
    text = report["text"]
    assert text == text.strip()
    assert "  " not in text
    assert fewest <= sentences(text) <= most, (sentences(text), text)


ORIGINS = load("origins")["case"]
PAIRS = load("contradictions")["case"]


@pytest.mark.parametrize("cases", [ORIGINS, PAIRS], ids=["origins", "contradictions"])
def test_every_id_stands_once_and_names_its_kind(cases: list[dict[str, Any]]) -> None:
    assert [i for i, n in Counter(c["id"] for c in cases).items() if n > 1] == []
    assert all(c["id"].startswith(c["kind"] + ": ") and c["why"].endswith(".") for c in cases)


@pytest.mark.parametrize("case", ORIGINS, ids=lambda c: c["id"])
def test_origins_are_well_formed(case: dict[str, Any]) -> None:
    assert set(case) == {"id", "kind", "claim", "origins", "why", "reports"}
    assert set(case["claim"]) <= {"code", "actor", "target", "status"}
    assert case["claim"]["code"] in CODES
    assert case["claim"]["actor"]
    assert case["claim"].get("status", "denied") == "denied"
    assert 1 <= case["origins"] <= len(case["reports"])
    for report in case["reports"]:
        assert {"publisher", "published", "title", "text"} <= set(report) <= {
            "publisher", "published", "title", "text", "agency",
        }  # fmt: skip
        check_report(report, 2, 6)


def test_origins_fill_their_grid() -> None:
    cells = Counter((c["kind"], len(c["reports"])) for c in ORIGINS)
    assert cells == {(kind, size): n for kind in ORIGIN_KINDS for size, n in ((2, 2), (3, 2), (4, 1))}
    assert Counter(c["origins"] for c in ORIGINS) == {1: 24, 2: 29, 3: 7}
    for kind in ORIGIN_KINDS:
        assert len({c["origins"] for c in ORIGINS if c["kind"] == kind}) > 1, kind


@pytest.mark.parametrize("pair", PAIRS, ids=lambda c: c["id"])
def test_pairs_are_well_formed(pair: dict[str, Any]) -> None:
    assert {"id", "kind", "a", "b", "relation", "why"} <= set(pair) <= {
        "id", "kind", "a", "b", "relation", "why", "on", "facts",
    }  # fmt: skip
    assert pair["relation"] in RELATIONS
    assert (pair["relation"] == "none") == ("on" not in pair)
    assert pair.get("on", "status") in ASPECTS
    for report in (pair["a"], pair["b"]):
        assert set(report) == {"publisher", "published", "text"}
        check_report(report, 1, 3)
    assert pair["a"]["published"] <= pair["b"]["published"]


def test_half_of_the_pairs_only_look_contradictory() -> None:
    assert Counter(p["kind"] for p in PAIRS) == CONTRADICTORY | ALIKE
    for pair in PAIRS:
        excluding = pair["relation"] in ("contradicts", "denies")
        assert excluding == (pair["kind"] in CONTRADICTORY), pair["id"]
        if excluding:
            assert pair["on"] == pair["kind"].split("-")[0], pair["id"]
        assert (pair["relation"] == "denies") == (pair["kind"] == "status-denied"), pair["id"]
        assert (pair["relation"] == "revises") == (pair["kind"] == "later-figure"), pair["id"]
    assert sum(CONTRADICTORY.values()) == sum(ALIKE.values()) == 60
    assert sum(p.get("facts", False) for p in PAIRS) == 30


def test_no_report_of_a_pair_is_used_twice() -> None:
    texts = Counter(p[side]["text"] for p in PAIRS for side in "ab")
    assert [t for t, n in texts.items() if n > 1] == []


def test_the_series_is_well_formed() -> None:
    series = load("series")
    assert set(series["series"]) == {"what", "whose", "region"}
    reports = {r["id"]: r for r in series["report"]}
    points = {p["id"]: p for p in series["point"]}
    assert len(reports) == len(series["report"]) == 19
    assert len(points) == len(series["point"]) == 12
    for report in reports.values():
        check_report(report, 1, 4)
    for point in points.values():
        last = max(moment(reports[r]["published"]).date() for r in point["reports"])
        assert date.fromisoformat(point["day"]) <= last
        assert "low" in point or "high" in point
        assert point.get("low", 0) <= point.get("high", point.get("low", 0))
        assert point["speaker"] and point["origin"] and "scope" in point
        assert point.get("part_of", point["id"]) in points
    assert [p["day"] for p in series["point"]] == sorted(p["day"] for p in series["point"])


def test_what_stands_apart_from_the_series_is_well_formed() -> None:
    series = load("series")
    reports, points = {r["id"] for r in series["report"]}, {p["id"] for p in series["point"]}
    assert [a.get("high") for a in series["apart"]] == [175000, 30000, None, 7000]
    for apart in series["apart"]:
        assert apart["status"] in ("planned", "change")
        assert set(apart["reports"]) <= reports
    for dispute in series["dispute"]:
        assert {dispute["a"], dispute["b"]} <= points and dispute["on"] in ASPECTS
    assert [d["report"] for d in series["denial"]] == ["peskov", "ryabkov"]
    for denial in series["denial"]:
        assert {denial["report"], *denial["denies"], *denial["leaves"]} <= reports
        assert not set(denial["denies"]) & set(denial["leaves"])
        assert denial["code"] in CODES
