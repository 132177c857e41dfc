"""Our own detector: how unusual a day's count of origins is, beside the days before it and what was reported in all.

A count is read as a share of the day's volume of reporting, and brought to the volume of a quiet day of that weekday
(up by twice at most), so that a day on which everything is told twice is no more unusual than one on which it is told
once. What is expected is the mean of the days before, the nearer the heavier, with a factor for the weekday and, after
two years, one for the season. How far counts scatter is measured on the same days, never taken from Poisson. The tail
is that of a negative binomial whose variance holds the doubt about what is expected.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from hashlib import sha256
from math import exp, sqrt
from typing import NamedTuple

import numpy as np

from onrecord.watch.baselines.distributions import at_least, least
from onrecord.watch.baselines.past import USUAL, Baseline, Past, damped, past_of, rate_of, windowed
from onrecord.watch.baselines.published import numbers
from onrecord.watch.baselines.regression import Vector

# The share of days that may be left out to see whether they alone make the scatter.
FEW = 0.03
TINY = 1e-300


class Unusual(NamedTuple):
    """How a day stands to its past.

    `expected` is told in the day's own volume, `dispersion` is variance over mean, with the doubt about what is
    expected; `probability` is that of so many or more, and is what raises. `randomised` is spread evenly from 0 to 1 on
    days like those before, for the level to be tested by. `clears_at` is how many origins would no longer be unusual,
    and None where they are not; `days` are how many the baseline has.
    """

    at: int
    value: float
    volume: float
    expected: float
    dispersion: float
    probability: float
    randomised: float
    clears_at: int | None
    days: int


class _Law(NamedTuple):
    """Mean and variance over mean of what may be counted, the last also without few days; known from how many days."""

    mean: float
    dispersion: float
    without: float
    days: float


def unusual(
    counts: Sequence[float],
    exposure: Sequence[float] | None = None,
    *,
    at: int | None = None,
    window: int = 1,
    series: str = "",
    first: str | None = None,
    how: Baseline = USUAL,
) -> Unusual | None:
    """How unusual day `at` is (the last, where it is None), or None where too few days are before it.

    `exposure` is all that was reported on each day; with a `window`, the days that end with `at` are one count, held
    against such windows before it (an origin that tells on several days is to be counted on its first). `first` is the
    ISO day of the first count, and with `series` decides what the randomisation draws. Nothing after `at` is read.
    """
    y = numbers(counts)
    at = len(y) - 1 if at is None else at
    found = list(unusual_days(counts, exposure, days=[at], window=window, series=series, first=first, how=how))
    return found[0] if found else None


def unusual_days(
    counts: Sequence[float],
    exposure: Sequence[float] | None = None,
    *,
    days: Iterable[int] | None = None,
    window: int = 1,
    series: str = "",
    first: str | None = None,
    how: Baseline = USUAL,
) -> list[Unusual]:
    """How unusual each of the days is (all, where it is None) that has enough days before it."""
    y = numbers(counts)
    volume = np.ones_like(y) if exposure is None else numbers(exposure)
    if len(volume) != len(y):
        raise ValueError(f"{len(y)} counts, but exposure of {len(volume)} days: give one number for each day")
    asked = range(len(y)) if days is None else days
    how, span = windowed(how, window), max(1, window)
    found = []
    for at in asked:
        if 0 <= at < len(y) and (at + 1) // span > how.guard + how.least:
            told, reported = _ending(y, at, span), _ending(volume, at, span)
            shown = _day(told, reported, f"{series}\n{_named(first, at)}", how)
            if shown:
                found.append(shown._replace(at=at))
    return found


def _ending(values: Vector, at: int, window: int) -> Vector:
    """The sums of the windows up to `at`, of which the last ends with it."""
    past = values[(at + 1) % window : at + 1]
    sums: Vector = past.reshape(-1, window).sum(axis=1)
    return sums


def _named(first: str | None, at: int) -> str:
    return (date.fromisoformat(first) + timedelta(days=at)).isoformat() if first else str(at)


def drawn(key: str) -> float:
    """A number from 0 to 1 that hangs on the key alone."""
    return (int.from_bytes(sha256(key.encode()).digest()[:8], "big") + 0.5) / 2**64


def _day(y: Vector, volume: Vector, key: str, how: Baseline) -> Unusual | None:
    past = past_of(y, volume, how)
    days = int((past.weights > 0).sum())
    if days < how.least:
        return None
    weights = past.weights * damped(past, how)
    law = _law(past, weights, how)
    expected, spread = law.mean, law.dispersion
    share = float(y[-1]) * past.step
    high = _tail(share, law)
    low = min(high, _tail(share + past.step, law))
    clears = None
    if high <= how.level:
        passed = least(lambda n: _tail(n * past.step, law) <= how.level, expected / past.step)
        clears = int(min(passed, 1e15)) - 1
    return Unusual(
        len(y) - 1, float(y[-1]), float(volume[-1]), expected / past.step, spread, high,
        low + drawn(key) * (high - low), clears, days,
    )  # fmt: skip


def _law(past: Past, weights: Vector, how: Baseline) -> _Law:
    """What may be counted at a quiet day's volume."""
    rate = rate_of(past, weights)
    chances = past.volumes * past.factors
    squares = (past.shares - rate * chances) ** 2
    mass = rate * float((weights * chances).sum())
    prior = how.steady * mass / float(weights.sum())
    expected = rate * past.volume * past.factor
    # What the weighted days leave open of the rate, then of the factors of weekday and season.
    doubt = rate * float((weights**2 * chances).sum()) / mass**2 + past.doubt
    # The same scatter without the few days that make most of it.
    relative = squares / np.maximum(chances, TINY)
    place = int((1 - FEW) * (len(relative) - 1))
    calm = np.minimum(relative, np.partition(relative, place)[place]) * chances
    spreads = [max(1.0, (float((weights * s).sum()) + prior) / (mass + prior)) for s in (squares, calm)]
    dispersion, without = (spread * (1 + doubt * expected) for spread in spreads)
    return _Law(expected, dispersion, without, float(weights.sum()) ** 2 / float((weights**2).sum()))


def _tail(value: float, law: _Law) -> float:
    """The probability of a share of `value` or more."""
    found = _mixed(value, law.mean, law.dispersion, law.days)
    # One day of hundreds makes a law of zeros and hundreds, by which any single one would be unusual.
    if law.without < law.dispersion / 2:
        return max(found, _mixed(value, law.mean, law.without, law.days))
    return found


def _mixed(value: float, mean: float, dispersion: float, days: float) -> float:
    """The tail where the dispersion is known from so many days."""
    # The mean over what the dispersion may be, its logarithm being about normal: three points of Gauss and Hermite.
    open_by = exp(sqrt(3 * 2 / max(days, 2.0)))
    wide, near = at_least(value, mean, dispersion * open_by), at_least(value, mean, max(1.0, dispersion / open_by))
    return (4 * at_least(value, mean, dispersion) + wide + near) / 6
