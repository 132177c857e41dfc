"""The change-point view."""

from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.watch.baselines.changes import stretches
from tests.watch.test_unusual import COUNTS, counted


def test_a_change_of_level_is_found_where_it_is() -> None:
    counts = counted(120, 1, 1.3, 1) + counted(60, 5, 1.3, 2) + counted(90, 1, 1.3, 3)
    found = stretches(counts)
    assert [s.start for s in found] == [0, found[1].start, found[2].start]
    assert abs(found[1].start - 120) <= 3
    assert abs(found[2].start - 180) <= 3
    assert found[1].level > 3 * found[0].level


def test_one_level_is_one_stretch() -> None:
    for seed in range(20):
        assert len(stretches(counted(400, 2, 2, seed))) == 1
    assert [s[:3] for s in stretches([3] * 50)] == [(0, 50, 3.0)]
    assert stretches([]) == []


def test_volume_that_changes_is_no_change() -> None:
    chance = random.Random(1)
    volume = [20] * 150 + [80] * 150
    counts = [sum(chance.random() < 0.1 for _ in range(v)) for v in volume]
    assert len(stretches(counts, volume)) == 1
    assert len(stretches(counts)) == 2


@given(COUNTS, st.integers(0, 12), st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_any_series_is_cut_without_a_rest(counts: list[float], least: int, chance: random.Random) -> None:
    for volume in (None, [chance.choice([0, 1, 7, 10**9]) for _ in counts]):
        found = stretches(counts, volume, least=least, penalty=0.5)
        assert [s.start for s in found] == [0, *(s.end for s in found[:-1])] if found else not counts
        assert not found or found[-1].end == len(counts)
        assert all(s.end - s.start >= min(least, len(counts)) for s in found)
