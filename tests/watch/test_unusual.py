"""Our own detector: what it must say of plain cases, and that it is what its probability claims on shuffled days."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.watch.baselines.past import Baseline
from onrecord.watch.baselines.unusual import Unusual, unusual, unusual_days

ODD = st.floats(allow_nan=True, allow_infinity=True)
COUNTS = st.lists(st.one_of(st.integers(0, 5), st.integers(0, 10**12), ODD), max_size=120)


def counted(days: int, mean: float, spread: float, seed: int) -> list[int]:
    """Counts of about this mean and variance over mean: a Poisson of a mean that itself scatters."""
    chance = random.Random(seed)
    found = []
    for _ in range(days):
        of = chance.gammavariate(mean / (spread - 1), spread - 1) if spread > 1 else mean
        n, product = 0, chance.random()
        while product > 2.718281828459045**-of:
            n += 1
            product *= chance.random()
        found.append(n)
    return found


def last(counts: list[int], volume: list[int] | None = None, **more: object) -> Unusual:
    found = unusual(counts, volume, **more)  # type: ignore[arg-type]
    assert found is not None
    return found


def test_too_few_days_say_nothing() -> None:
    assert unusual([]) is None
    assert unusual([1] * 35) is None
    assert unusual([1] * 36) is not None
    assert unusual([1] * 60, [0] * 60, at=70) is None


def test_a_burst_is_unusual_and_says_what_would_clear_it() -> None:
    counts = counted(300, 1.5, 1.3, 1)
    burst = last([*counts, 20])
    assert burst.probability < 1e-6
    assert 1 < burst.expected < 2
    assert burst.clears_at is not None and 3 <= burst.clears_at <= 8
    assert last([*counts, burst.clears_at]).probability > 0.01 >= last([*counts, burst.clears_at + 1]).probability
    assert last([*counts, 2]).clears_at is None


def test_a_first_ever_is_seldom_and_not_impossible() -> None:
    first = last([0] * 200 + [1])
    assert 0.001 < first.probability < 0.02
    assert last([0] * 200 + [0]).probability == 1.0


def test_the_volume_of_reporting_is_a_denominator() -> None:
    volume = [20 + day % 5 for day in range(300)]
    counts = counted(300, 2, 1.4, 2)
    alone = last([*counts, 12], [*volume, 22])
    assert alone.probability < 0.001
    assert last([*counts, 12], [*volume, 130]).probability > 0.2


def test_a_day_told_twice_is_no_more_unusual() -> None:
    counts, chance = counted(400, 2, 1.8, 3), random.Random(3)
    volume = [chance.randrange(20, 40) for _ in counts]
    for once in unusual_days(counts, volume):
        at = once.at
        twice = last([*counts[:at], 2 * counts[at]], [*volume[:at], 2 * volume[at]])
        assert twice.probability == pytest.approx(once.probability)
        assert twice.expected == pytest.approx(2 * once.expected)


def test_volume_that_grows_for_years_raises_nothing() -> None:
    chance = random.Random(4)
    volume = [int(20 * 1.001**day * chance.uniform(0.8, 1.2)) for day in range(1500)]
    counts = [sum(chance.random() < 0.08 for _ in range(v)) for v in volume]
    raised = [u for u in unusual_days(counts, volume, days=range(1000, 1500)) if u.probability <= 0.01]
    assert len(raised) <= 10


def test_weekdays_and_seasons_are_expected() -> None:
    week = [6, 6, 6, 6, 6, 1, 1] * 60
    assert last(week[: 7 * 50 + 5]).expected > 3 * last(week[: 7 * 50 + 6]).expected
    year = [3] * 150 + [12] * 60 + [3] * 154
    shown = last((year * 4)[: 3 * 364 + 170])
    plain = last((year * 4)[: 3 * 364 + 170], how=Baseline(seasonal=1e9))
    assert shown.expected > 1.5 * plain.expected
    assert shown.probability > plain.probability


def test_a_past_crisis_weighs_less_than_its_days() -> None:
    calm = counted(300, 2, 1.2, 5)
    crisis = [*calm[:150], *[25] * 14, *calm[164:]]
    assert last([*crisis, 3]).expected < 2 * last([*calm, 3]).expected


def test_one_day_of_hundreds_does_not_make_a_single_one_unusual() -> None:
    counts = counted(300, 0.5, 1.2, 9)
    assert last([*counts[:100], 300, *counts[101:], 1]).probability > 0.1


def test_windows_are_held_against_windows() -> None:
    counts = counted(365, 0.4, 1.2, 6)
    slow = [*counts, 2, 2, 2, 2, 2, 2, 2]
    assert last(slow).probability > 0.01
    week = last(slow, window=7)
    assert week.value == 14
    assert week.probability < 0.001
    assert week.days < 60


def test_nothing_of_the_future_is_read() -> None:
    counts = counted(200, 1.5, 1.5, 7)
    before = unusual_days(counts, series="x")
    after = unusual_days([*counts, 90, 90, 90], series="x")
    assert after[: len(before)] == before
    assert unusual(counts, at=150, series="x") == before[150 - before[0].at]


def test_the_draw_hangs_on_series_and_day_alone() -> None:
    counts = counted(100, 1.5, 1.5, 8)
    assert last(counts, series="a", first="2021-01-01") == last(counts, series="a", first="2021-01-01")
    assert last(counts, series="a").randomised != last(counts, series="b").randomised
    later = last(counts, series="a", first="2021-01-02")
    assert later.randomised != last(counts, series="a", first="2021-01-01").randomised
    assert later.probability == last(counts, series="a", first="2021-01-01").probability


@pytest.mark.parametrize(("mean", "spread"), [(1.0, 1.0), (1.5, 2.0), (6.0, 3.0)])
def test_the_level_is_kept_where_nothing_happens(mean: float, spread: float) -> None:
    shown = [u for seed in range(8) for u in unusual_days(counted(455, mean, spread, seed), series=str(seed))]
    share = sum(u.randomised <= 0.01 for u in shown) / len(shown)
    assert 0.01 * 2 / 3 <= share <= 0.01 * 4 / 3
    # Spread evenly: a quarter below a quarter, a half below a half.
    for part in (0.25, 0.5, 0.75):
        assert sum(u.randomised <= part for u in shown) / len(shown) == pytest.approx(part, abs=0.04)


def test_counts_and_volume_of_different_lengths_are_an_error() -> None:
    with pytest.raises(ValueError, match="3 counts, but exposure of 2 days"):
        unusual_days([1, 2, 3], [1, 2])


@given(COUNTS, st.integers(1, 9), st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_no_series_stops_it(counts: list[float], window: int, chance: random.Random) -> None:
    how = Baseline(least=5, guard=2, year=21)
    for volume in (None, [chance.choice([0, 1, 5, 10**9, float("nan")]) for _ in counts]):
        for u in unusual_days(counts, volume, window=window, how=how):
            assert 0 <= u.randomised <= u.probability <= 1
            assert u.expected >= 0 and u.dispersion >= 1
            assert (u.clears_at is None) == (u.probability > how.level)
