"""The published methods: their bounds are those of R's `surveillance` (reference.R), and no series stops them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.watch.baselines.published import Farrington, ears_c2, farrington_flexible, z_score

SERIES: list[dict[str, Any]] = json.loads(Path(__file__).with_name("reference.json").read_text(encoding="utf-8"))
WAYS = [(s, w) for s in SERIES for w in s["ways"]]


@pytest.mark.parametrize("series", SERIES, ids=lambda s: str(s["name"]))
def test_the_bounds_of_c2_are_those_of_the_reference(series: dict[str, Any]) -> None:
    found = [b.upper for b in ears_c2(series["counts"])][-len(series["c2"]) :]
    assert found == pytest.approx(series["c2"], rel=1e-8)


@pytest.mark.parametrize(
    ("series", "way"), WAYS, ids=lambda x: str(x.get("name") or f"{x['threshold']}-{x['periods']}")
)
def test_the_bounds_of_farrington_are_those_of_the_reference(series: dict[str, Any], way: dict[str, Any]) -> None:
    settings = Farrington(
        year=series["year"],
        years=series["years"],
        least_cases=(way["cases"], 4),
        **{name: way[name] for name in ("threshold", "periods", "omitted", "reweight", "trend", "level")},
    )
    start = len(series["counts"]) - len(way["upper"])
    found = farrington_flexible(series["counts"], settings, exposure=series["exposure"], start=start)
    assert [b.at for b in found] == list(range(start, len(series["counts"])))
    for bound, upper, expected in zip(found, way["upper"], way["expected"], strict=True):
        assert bound.upper == (None if upper is None else pytest.approx(upper, rel=1e-6)), bound
        assert bound.expected == (None if expected is None else pytest.approx(expected, rel=1e-6)), bound


def test_c2_by_hand() -> None:
    # Seven days of mean 2 and deviation 1, two days between, then the day: 2 + 3.0902.
    counts = [1, 3, 1, 3, 1, 3, 2, 9, 9, 6]
    (found,) = ears_c2(counts)
    assert found.at == 9
    assert found.upper == pytest.approx(2 + 3.090232 * 1.0)
    assert found.raised
    assert not ears_c2([2] * 10)[0].raised
    assert not ears_c2([2] * 9 + [3], least_sigma=1)[0].raised


def test_a_constant_series_is_expected_as_it_is() -> None:
    found = farrington_flexible([4] * 300)
    assert found[0].at == 263
    assert all(b.expected == pytest.approx(4) and b.upper == 9 and not b.raised for b in found)


def test_zeros_have_no_bound() -> None:
    assert all(b.upper is None and not b.raised for b in farrington_flexible([0] * 280))


ODD = st.one_of(st.integers(0, 4), st.integers(0, 10**9), st.floats(allow_nan=True, allow_infinity=True))


@given(st.lists(ODD, max_size=60), st.sampled_from(["delta", "nbPlugin", "muan"]), st.booleans())
@settings(max_examples=100, deadline=None)
def test_no_series_stops_them(counts: list[float], threshold: Any, reweight: bool) -> None:
    how = Farrington(
        year=12,
        years=3,
        half_window=1,
        periods=4,
        omitted=3,
        least_cases=(0, 4),
        threshold=threshold,
        reweight=reweight,
    )
    for bound in [
        *farrington_flexible(counts, how),
        *farrington_flexible(counts, how, exposure=counts),
        *z_score(counts),
    ]:
        assert bound.upper is None or bound.upper >= 0
    assert len(ears_c2(counts)) == max(0, len(counts) - 9)
