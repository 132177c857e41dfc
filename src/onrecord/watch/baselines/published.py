"""EARS C2 and the improved Farrington method, as published and as R's `surveillance` computes their bounds.

Hutwagner, Thompson, Seeman and Treadwell, The bioterrorism preparedness and response Early Aberration Reporting System
(2003); Noufaily, Enki, Farrington, Garthwaite, Andrews and Charlett, An improved algorithm for outbreak detection in
multiple surveillance systems (2013). Where the papers leave a choice open it is the one that the package's bounds show;
the tests hold the bounds of ten series against it.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import exp, isfinite, log, nan, sqrt
from typing import Literal, NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray

from onrecord.watch.baselines.distributions import NORMAL, quantile, student
from onrecord.watch.baselines.regression import Fit, Vector, anscombe, fitted, spread

Days = NDArray[np.intp]


class Bound(NamedTuple):
    """What a method says of one day (or week): the value, what was expected, the upper bound, and whether it is passed.

    `expected` and `upper` are None where the method says nothing: too few cases, or no model that converges.
    """

    at: int
    value: float
    expected: float | None
    upper: float | None
    raised: bool


class Farrington(msgspec.Struct, frozen=True, kw_only=True):
    """The settings of the improved Farrington method; the defaults are those that the paper recommends.

    `year` is 52 for weeks and 365 for days; `omitted` are the latest weeks (days) that are left out of the baseline, as
    many as `half_window` where it is None; `periods` 1 takes the reference windows alone.
    """

    year: int = 52
    years: int = 5
    half_window: int = 3
    periods: int = 10
    omitted: int | None = 26
    reweight: bool = True
    outlier: float = 2.58
    trend: bool = True
    trend_level: float = 0.05
    level: float = 0.01
    least_cases: tuple[float, int] = (5, 4)
    threshold: Literal["delta", "nbPlugin", "muan"] = "nbPlugin"


WEEKLY = Farrington()


def numbers(counts: Sequence[float]) -> Vector:
    """The counts as finite numbers of 0 or more; what is none counts as 0."""
    found = np.asarray(counts, dtype=np.float64).reshape(-1)
    return np.clip(np.nan_to_num(found, nan=0.0, posinf=1e15, neginf=0.0), 0.0, 1e15)


def ears_c2(
    counts: Sequence[float], *, baseline: int = 7, level: float = 0.001, least_sigma: float = 0.0
) -> list[Bound]:
    """The bound of each day that has `baseline` days before the two that are left out between."""
    y, found, quiet = numbers(counts), [], NORMAL.inv_cdf(1 - level)
    for at in range(baseline + 2, len(y)):
        past = y[at - baseline - 2 : at - 2]
        mean = float(past.mean())
        upper = mean + quiet * max(float(past.std(ddof=1)), least_sigma)
        found.append(Bound(at, float(y[at]), mean, upper, bool(y[at] > upper)))
    return found


def z_score(counts: Sequence[float], *, baseline: int = 28, level: float = 0.01) -> list[Bound]:
    """The bound of each day by the mean and deviation of the days before it, as if counts were normal."""
    y, found, quiet = numbers(counts), [], NORMAL.inv_cdf(1 - level)
    for at in range(baseline, len(y)):
        past = y[at - baseline : at]
        mean = float(past.mean())
        upper = mean + quiet * float(past.std(ddof=1))
        found.append(Bound(at, float(y[at]), mean, upper, bool(y[at] > upper)))
    return found


def farrington_flexible(
    counts: Sequence[float],
    settings: Farrington = WEEKLY,
    *,
    exposure: Sequence[float] | None = None,
    start: int = 0,
) -> list[Bound]:
    """The bound of each week (day) from `start` on that has enough years before it.

    `exposure` is what counts are a share of, such as all that was reported; a baseline day without any is left out.
    """
    y = numbers(counts)
    volume = np.ones_like(y) if exposure is None else numbers(exposure)
    first = settings.year * settings.years + settings.half_window
    return [_bound(y, volume, at, settings) for at in range(max(first, start), len(y))]


def _bound(y: Vector, volume: Vector, at: int, settings: Farrington) -> Bound:
    cases, span = settings.least_cases
    silent = Bound(at, float(y[at]), None, None, False)
    if y[max(0, at - span + 1) : at + 1].sum() < cases or volume[at] <= 0:
        return silent
    rows, groups = _reference(at, settings)
    keep = volume[rows] > 0
    prediction = _predicted(y, volume, rows[keep], groups[keep], at, settings)
    if prediction is None:
        return silent
    expected, upper = _threshold(*prediction, settings)
    if not isfinite(upper):
        return silent
    return Bound(at, float(y[at]), expected, upper, bool(y[at] > upper and y[at] > 0))


def _reference(at: int, settings: Farrington) -> tuple[Days, Vector]:
    """The rows that make the baseline and the part of the year each is in; the part that `at` is in is the last."""
    reach, periods = settings.half_window, settings.periods
    part = np.zeros(at + 1)
    part[at - reach :] = periods
    later = at
    for back in range(1, settings.years + 1):
        centre = at - back * settings.year
        part[centre - reach : centre + reach + 1] = periods
        if periods > 1:
            between = np.array_split(np.arange(centre + reach + 1, later - reach), periods - 1)
            for number, block in enumerate(between, 1):
                part[block] = number
        later = centre
    omitted = reach if settings.omitted is None else settings.omitted
    part[max(0, at - omitted) :] = 0
    rows = np.flatnonzero(part)
    return rows, part[rows]


def _design(rows: Vector, groups: Vector, settings: Farrington, trend: bool) -> Vector:
    """The columns of the regression; a row of the last group at time 0 is (1, 0, 0 ...)."""
    parts = [p for p in range(1, settings.periods) if (groups == p).any()]
    columns = [np.ones(len(rows))] + ([rows] if trend else []) + [(groups == p).astype(float) for p in parts]
    return np.stack(columns, axis=1)


def _model(y: Vector, x: Vector, offset: Vector, settings: Farrington) -> tuple[Fit, float, float] | None:
    """The fit, its dispersion, and the dispersion by which the reference scales its standard errors."""
    fit = fitted(y, x, offset, np.ones_like(y))
    if fit is None or fit.freedom <= 0:
        return None
    dispersion = max(spread(fit, y, fit.weights), 1.0)
    if not settings.reweight:
        return fit, dispersion, spread(fit, y, fit.weights)
    residuals = anscombe(fit, y, dispersion)
    outside = residuals > settings.outlier
    prior = np.where(outside, np.maximum(residuals, 1e-9) ** -2.0, 1.0)
    prior *= len(y) / prior.sum()
    fit = fitted(y, x, offset, prior)
    if fit is None:
        return None
    # The reference keeps the weights of past outbreaks where the working weights stood, and its standard errors follow;
    # the paper does not say so, but only with it are the reference's bounds met.
    return fit, max(spread(fit, y, fit.weights), 1.0), spread(fit, y, prior)


def _predicted(
    y: Vector, volume: Vector, rows: Days, groups: Vector, at: int, settings: Farrington
) -> tuple[float, float, float] | None:
    """The linear predictor of `at`, its standard error and the dispersion; with a trend only where it is earned."""
    if not len(rows):
        return None
    past, offset, here = y[rows], np.log(volume[rows]), log(volume[at])
    if settings.trend:
        x = _design(rows.astype(float), groups, settings, True)
        model = _model(past, x, offset, settings)
        if model is not None:
            fit, dispersion, scale = model
            error = sqrt(scale * float(fit.covariance[1, 1]))
            slope = float(fit.coefficients[1])
            # Without any error the slope is 0 or beyond doubt.
            doubt = student(slope / error, fit.freedom) if error > 0 else float(slope == 0)
            eta = float(fit.coefficients[0]) + slope * at + here
            if doubt < settings.trend_level and settings.years >= 3 and eta <= log(max(past.max(), 1e-300)):
                return eta, _error(fit, scale, float(at)), dispersion
    model = _model(past, _design(rows.astype(float), groups, settings, False), offset, settings)
    if model is None:
        return None
    fit, dispersion, scale = model
    return float(fit.coefficients[0]) + here, _error(fit, scale, None), dispersion


def _error(fit: Fit, scale: float, time: float | None) -> float:
    """The standard error of the linear predictor at this time, in the group of the day that is asked for."""
    row = np.zeros(len(fit.coefficients))
    row[0] = 1.0
    if time is not None:
        row[1] = time
    return sqrt(max(0.0, scale * float(row @ fit.covariance @ row)))


def _threshold(eta: float, error: float, dispersion: float, settings: Farrington) -> tuple[float, float]:
    """The expected value and the upper bound."""
    quiet = NORMAL.inv_cdf(1 - settings.level)
    if abs(eta) > 600:
        return nan, nan
    mean = exp(eta)
    if settings.threshold == "delta":
        # The prediction interval on the 2/3 power scale of Farrington et al. (1996).
        variance = dispersion + (error * mean) ** 2 / mean
        return mean, (mean ** (2 / 3) + quiet * sqrt(4 / 9 * mean ** (1 / 3) * variance)) ** 1.5
    if settings.threshold == "nbPlugin":
        return mean, quantile(1 - settings.level, mean, dispersion)
    # An error so large that its quantile is beyond any count gives no bound.
    high = eta + quiet * error
    return mean, quantile(1 - settings.level, exp(high), dispersion) if high < 600 else nan
