"""Tails and quantiles of the negative binomial, Poisson and Student's t, for whole and for broken values.

The two incomplete functions are the series and continued fractions of the NIST Digital Library of Mathematical
Functions (8.7.1, 8.9.2 and 8.17.22), evaluated by Lentz's method. Over-dispersion is told as variance over mean.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from math import exp, floor, inf, isfinite, lgamma, log, log1p, sqrt
from statistics import NormalDist

NORMAL = NormalDist()
# Where a fraction is no longer told apart from its next convergent in double precision.
ENOUGH = 1e-15
# A continued fraction takes about the square root of its parameters in steps; past this the normal is as good.
LARGE = 1e7
STEPS = 20_000
TINY = 1e-300


def _lentz(first: float, terms: Iterator[tuple[float, float]]) -> float:
    """The value of the continued fraction first + a1 / (b1 + a2 / (b2 + ...)) by the modified Lentz method."""
    value = first or TINY
    c, d = value, 0.0
    for _, (a, b) in zip(range(STEPS), terms, strict=False):
        d = 1.0 / ((b + a * d) or TINY)
        c = (b + a / c) or TINY
        value *= c * d
        if abs(c * d - 1.0) < ENOUGH:
            break
    return value


def _beta_terms(x: float, a: float, b: float) -> Iterator[tuple[float, float]]:
    """The terms of the continued fraction 8.17.22."""
    m = 0
    while True:
        yield -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)), 1.0
        m += 1
        yield m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)), 1.0


def _gamma_terms(a: float, x: float) -> Iterator[tuple[float, float]]:
    """The terms of the continued fraction 8.9.2 after its even part has been taken."""
    n = 0
    while True:
        n += 1
        yield -n * (n - a), x + 2 * n + 1 - a


def incomplete_beta(x: float, a: float, b: float) -> float:
    """The regularised incomplete beta function of x with the parameters a and b.

    >>> round(incomplete_beta(0.25, 2, 3), 6)
    0.261719
    """
    if x <= 0 or x >= 1:
        return 0.0 if x <= 0 else 1.0
    front = lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x)
    if x <= (a + 1) / (a + b + 2):
        return min(1.0, exp(front - log(a)) / _lentz(1.0, _beta_terms(x, a, b)))
    return max(0.0, 1.0 - exp(front - log(b)) / _lentz(1.0, _beta_terms(1 - x, b, a)))


def incomplete_gamma(a: float, x: float) -> float:
    """The regularised lower incomplete gamma function of x with the parameter a.

    >>> round(incomplete_gamma(3, 2.5), 6)
    0.456187
    """
    if x <= 0:
        return 0.0
    front = a * log(x) - x - lgamma(a)
    if x > a + 1:
        return max(0.0, 1.0 - exp(front) / _lentz(x + 1 - a, _gamma_terms(a, x)))
    term = total = 1.0 / a
    for n in range(1, STEPS):
        term *= x / (a + n)
        total += term
        if term < total * ENOUGH:
            break
    return min(1.0, exp(front) * total)


def at_least(value: float, mean: float, dispersion: float = 1.0) -> float:
    """The probability of `value` or more of a count with this mean and this variance over mean (1 or less: Poisson).

    Between whole values it runs smoothly, as the incomplete functions do.

    >>> round(at_least(3, 1.5), 6), round(at_least(3, 1.5, 2.0), 6)
    (0.191153, 0.215553)
    """
    if value <= 0:
        return 1.0
    if mean <= 0 or value == inf:
        return 0.0
    if not isfinite(mean):
        return 1.0
    if max(value, mean, mean / max(dispersion - 1, 1e-9) if dispersion > 1 else 0.0) > LARGE:
        return NORMAL.cdf((mean - value + 0.5) / sqrt(mean * max(dispersion, 1.0)))
    if dispersion > 1:
        return incomplete_beta(1 - 1 / dispersion, value, mean / (dispersion - 1))
    return incomplete_gamma(value, mean)


def quantile(level: float, mean: float, dispersion: float = 1.0) -> float:
    """The least whole count that is not exceeded with at least this probability.

    >>> quantile(0.95, 1.5), quantile(0.95, 1.5, 2.0)
    (4.0, 5.0)
    """
    if mean <= 0 or level <= 0:
        return 0.0
    if not isfinite(mean) or level >= 1:
        return inf
    # A hair of room, so that a probability that is the level but for rounding counts as the level.
    return least(lambda n: 1 - at_least(n + 1, mean, dispersion) >= level * (1 - 1e-13), mean)


def least(holds: Callable[[float], bool], guess: float) -> float:
    """The least whole number for which something holds that holds for all greater ones too."""
    high = float(floor(guess)) + 1
    while not holds(high) and isfinite(high):
        high *= 2
    low = -1.0
    while high - low > 1 and (middle := float(floor((low + high) / 2))) not in (low, high):
        low, high = (low, middle) if holds(middle) else (middle, high)
    return high


def student(t: float, freedom: float) -> float:
    """The probability of a Student's t so far from 0, to either side.

    >>> round(student(2.0, 10), 6)
    0.073388
    """
    return incomplete_beta(freedom / (freedom + t * t), freedom / 2, 0.5) if isfinite(t) else 0.0
