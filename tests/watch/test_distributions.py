"""Tails and quantiles against sums that are written out."""

from __future__ import annotations

from math import exp, lgamma, log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.watch.baselines.distributions import at_least, incomplete_beta, quantile, student


def summed(value: int, mean: float, dispersion: float) -> float:
    """The tail of a negative binomial, or Poisson, as one less the sum of its first terms."""
    total = 0.0
    for n in range(value):
        if dispersion == 1:
            total += exp(n * log(mean) - mean - lgamma(n + 1))
        else:
            size = mean / (dispersion - 1)
            logs = lgamma(n + size) - lgamma(size) - lgamma(n + 1) - size * log(dispersion)
            total += exp(logs + n * log(1 - 1 / dispersion))
    return 1 - total


@pytest.mark.parametrize("mean", [0.05, 1.0, 7.3, 60.0])
@pytest.mark.parametrize("dispersion", [1.0, 1.2, 3.0, 20.0])
def test_the_tail_is_that_of_the_sum(mean: float, dispersion: float) -> None:
    for value in (1, 2, 5, 20, 80):
        assert at_least(value, mean, dispersion) == pytest.approx(summed(value, mean, dispersion), abs=1e-10)


@given(st.floats(0.01, 1e5), st.floats(1, 50), st.floats(0.001, 0.999))
def test_the_quantile_is_where_the_tail_passes(mean: float, dispersion: float, level: float) -> None:
    found = quantile(level, mean, dispersion)
    assert 1 - at_least(found + 1, mean, dispersion) >= level - 1e-9
    assert found == 0 or 1 - at_least(found, mean, dispersion) < level + 1e-9


@given(st.floats(allow_nan=False), st.floats(allow_nan=False), st.floats(min_value=1, max_value=1e15))
def test_a_tail_is_a_probability(value: float, mean: float, dispersion: float) -> None:
    assert 0 <= at_least(value, mean, dispersion) <= 1


def test_published_values() -> None:
    # Tables of Student's t and of the F distribution: 5 and 1 in 100.
    assert student(2.228139, 10) == pytest.approx(0.05, abs=1e-6)
    assert student(-3.169273, 10) == pytest.approx(0.01, abs=1e-6)
    assert incomplete_beta(0.5, 4.0, 4.0) == pytest.approx(0.5)
