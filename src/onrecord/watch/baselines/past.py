"""How the past of a day is read: brought to one volume, weighed by nearness, with factors for weekday and season."""

from __future__ import annotations

from typing import NamedTuple

import msgspec
import numpy as np

from onrecord.watch.baselines.published import Days
from onrecord.watch.baselines.regression import Vector

# All that is read of the past.
YEARS = 5
# Fewer windows than this tell no scatter.
LEAST_WINDOWS = 12
# Fewer days than this do not tell what is quiet for a weekday.
LEAST_OF_WEEKDAY = 4


class Baseline(msgspec.Struct, frozen=True, kw_only=True):
    """How the past is read.

    `least` days are wanted before anything is said; the last `guard` are left out, so that what is going on does not
    hide itself; a day's weight halves every `half_life` days and ends after `reach`. `quiet` is the share of the days
    of a weekday, in the `recent` ones, that have less volume than counts are brought down to. `weekly` and `seasonal`
    are how many expected origins draw the two factors to 1, `steady` how many days of Poisson scatter draw the
    dispersion to it. A `block` of days that stands out by `outlier` deviations weighs less. `week` and `year` are the
    lengths of the two cycles; a year of 364 days begins on the same weekday.
    """

    least: int = 28
    guard: int = 7
    reach: int = 364
    recent: int = 91
    half_life: float = 120.0
    quiet: float = 0.2
    weekly: float = 30.0
    seasonal: float = 50.0
    steady: float = 5.0
    block: int = 7
    outlier: float = 2.58
    week: int = 7
    year: int = 364
    level: float = 0.01


USUAL = Baseline()


def windowed(how: Baseline, window: int) -> Baseline:
    """The same way of reading for windows of so many days instead of days."""
    if window <= 1:
        return how
    return msgspec.structs.replace(
        how,
        least=max(LEAST_WINDOWS, -(-how.least // window)),
        guard=-(-how.guard // window),
        reach=max(LEAST_WINDOWS, how.reach // window),
        recent=max(LEAST_WINDOWS, how.recent // window),
        half_life=how.half_life / window,
        block=max(1, how.block // window),
        week=1,
        year=max(1, how.year // window),
    )


class Past(NamedTuple):
    """The days before one, brought to the volume of a quiet day: shares, volumes, weights, and the factors by day."""

    shares: Vector
    volumes: Vector
    weights: Vector
    factors: Vector
    doubt: float
    factor: float
    step: float
    volume: float


def rate_of(past: Past, weights: Vector) -> float:
    """Origins by volume; half a one is added, so that what has never been is seldom and not impossible."""
    return (float((weights * past.shares).sum()) + 0.5) / float((weights * past.volumes * past.factors).sum())


def past_of(y: Vector, volume: Vector, how: Baseline) -> Past:
    """The days before the last of these, and the volume and factor of the last."""
    at = len(y) - 1
    end = at - how.guard
    start = max(0, end - YEARS * how.year)
    near = max(0, end - how.reach) - start
    days = np.arange(start, end)
    quiet = _quiet(volume, end, how)
    # A day of which no volume is known although something was told of it is as any other of its weekday.
    told = np.where((volume <= 0) & (y > 0), quiet[np.arange(at + 1) % how.week], volume)
    seen = np.minimum(2 * told, quiet[np.arange(at + 1) % how.week])
    steps = np.divide(seen, told, out=np.zeros_like(seen), where=told > 0)
    weights = np.where(seen[days] > 0, 0.5 ** ((end - 1 - days) / how.half_life), 0.0)
    usual = _mean(steps[days][near:], weights[near:])
    steps = steps / usual if usual > 0 else np.ones_like(steps)
    shares, volumes = (y * steps)[days], seen[days]
    season, doubt_season = _season(shares, volumes, end, days, at, how)
    inside = slice(near, None)
    factors = season[:-1][inside]
    week, doubt_week = _weekday(shares[inside], volumes[inside] * factors, weights[inside], days[inside], how)
    return Past(
        shares[inside], volumes[inside], weights[inside], factors * week[days[inside] % how.week],
        doubt_season + float(doubt_week[at % how.week]), float(season[-1] * week[at % how.week]),
        float(steps[at]) or 1.0, float(seen[at]) or float(quiet[at % how.week]),
    )  # fmt: skip


def _mean(values: Vector, weights: Vector) -> float:
    total = float(weights.sum())
    return float((values * weights).sum()) / total if total > 0 else 0.0


def _quiet(volume: Vector, end: int, how: Baseline) -> Vector:
    """For each weekday the volume of one of its quieter days of late; of any weekday, where it has had too few."""
    begin = max(0, end - how.recent)
    recent: list[float] = volume[begin:end].tolist()
    own = [[v for v in recent[(weekday - begin) % how.week :: how.week] if v > 0] for weekday in range(how.week)]
    usual = _low([v for v in recent if v > 0] or [1.0], how)
    return np.array([_low(some, how) if len(some) >= LEAST_OF_WEEKDAY else usual for some in own])


def _low(volumes: list[float], how: Baseline) -> float:
    return sorted(volumes)[int(how.quiet * (len(volumes) - 1))]


def _weekday(shares: Vector, volumes: Vector, weights: Vector, days: Days, how: Baseline) -> tuple[Vector, Vector]:
    """The factor of each weekday, drawn to 1, and how much of it is open (its squared relative error)."""
    if how.week == 1:
        return np.ones(1), np.zeros(1)
    weekday = days % how.week
    rate = float((weights * shares).sum()) / max(float((weights * volumes).sum()), 1e-9)
    told = np.bincount(weekday, weights * shares, how.week)
    expected = np.bincount(weekday, weights * volumes * rate, how.week)
    return (told + how.weekly) / (expected + how.weekly), told / (told + how.weekly) ** 2


def _season(shares: Vector, volumes: Vector, end: int, days: Days, at: int, how: Baseline) -> tuple[Vector, float]:
    """The factor of the season of each day and of `at`, and how much of the last is open; 1 before two years."""
    years = len(days) // how.year
    places = (np.append(days, at) - end) % how.year
    if years < 2:
        return np.ones(len(places)), 0.0
    told, expected = np.zeros(how.year), np.zeros(how.year)
    for back in range(years):
        block = slice(len(days) - (back + 1) * how.year, len(days) - back * how.year)
        told += shares[block]
        expected += volumes[block] * (shares[block].sum() / max(float(volumes[block].sum()), 1e-9))
    told, expected = _around(told), _around(expected)
    factors = (told + how.seasonal) / (expected + how.seasonal)
    here = told[places[-1]]
    return factors[places], float(here / (here + how.seasonal) ** 2)


def _around(values: Vector) -> Vector:
    """The sums of about three weeks to each side in a year that closes on itself."""
    reach = len(values) // 17
    sums = np.concatenate([[0.0], np.cumsum(np.concatenate([values[-reach:], values, values[:reach]]))])
    found: Vector = sums[2 * reach + 1 :] - sums[: -2 * reach - 1]
    return found


def damped(past: Past, how: Baseline) -> Vector:
    """Less weight for weeks that stand out, as Farrington has it for single counts.

    Weeks, for a crisis lasts some days and noise one: lessening single days would make light of how counts scatter.
    """
    factors = np.ones(len(past.shares))
    whole = len(past.shares) // how.block * how.block
    if whole < 4 * how.block:
        return factors
    means = rate_of(past, past.weights) * past.volumes * past.factors
    told = past.shares[-whole:].reshape(-1, how.block).sum(axis=1)
    expected = np.maximum(means[-whole:].reshape(-1, how.block).sum(axis=1), 1e-9)
    dispersion = max(1.0, float(((told - expected) ** 2 / expected).sum()) / len(told))
    residuals = 1.5 * (told ** (2 / 3) * expected ** (-1 / 6) - expected**0.5) / np.sqrt(dispersion)
    less = np.where(residuals > how.outlier, (how.outlier / np.maximum(residuals, how.outlier)) ** 2, 1.0)
    factors[-whole:] = np.repeat(less, how.block)
    return factors
