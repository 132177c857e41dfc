"""Quasi-Poisson regression with a logarithmic link, by iteratively re-weighted least squares.

The way of McCullagh and Nelder, Generalized Linear Models (1989), section 2.5, with the start, the measure of
convergence and the order of steps that statisticians' programs share, so that what they give is met digit by digit.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float64]
# As R's glm.control has it.
CLOSE = 1e-8
ROUNDS = 25
TINY = 1e-300
# Below this the columns tell the same but for rounding.
LEAST_RANK = 1e-13
LEAST_MEAN = float(np.finfo(np.float64).eps)


class Fit(NamedTuple):
    """A fitted model: coefficients, fitted means, working weights, leverages and the unscaled covariance."""

    coefficients: Vector
    means: Vector
    weights: Vector
    leverages: Vector
    covariance: Vector
    freedom: int


def fitted(y: Vector, x: Vector, offset: Vector, prior: Vector) -> Fit | None:
    """The model of counts `y` on the columns of `x`, or None where it does not converge.

    `prior` weighs the rows; the design is taken to be of full rank, and None comes back where it is not.
    """
    eta = np.log(y + 0.1)
    means, before = y + 0.1, np.inf
    for _ in range(ROUNDS):
        weights = prior * means
        weighted = x * weights[:, None]
        # The normal equations, scaled to a unit diagonal: ten columns at most, and many times quicker than a long QR.
        normal = x.T @ weighted
        scale = np.sqrt(np.maximum(np.diag(normal), TINY))
        scaled = normal / np.outer(scale, scale)
        if np.linalg.eigvalsh(scaled)[0] < LEAST_RANK:
            return None
        inverse = np.linalg.inv(scaled) / np.outer(scale, scale)
        coefficients = inverse @ (weighted.T @ (eta - offset + (y - means) / means))
        eta = x @ coefficients + offset
        if not np.all(np.abs(eta) < 700):
            return None
        means = np.maximum(np.exp(eta), LEAST_MEAN)
        deviance = _deviance(y, means, prior)
        if abs(deviance - before) / (abs(deviance) + 0.1) < CLOSE:
            leverages = np.minimum(((x @ inverse) * weighted).sum(axis=1), 1.0)
            freedom = int((prior > 0).sum()) - x.shape[1]
            return Fit(coefficients, means, weights, leverages, inverse, freedom)
        before = deviance
    return None


def _deviance(y: Vector, means: Vector, prior: Vector) -> float:
    logs = np.zeros_like(y)
    np.log(y / means, out=logs, where=y > 0)
    return float(2 * (prior * (y * logs - (y - means))).sum())


def spread(fit: Fit, y: Vector, weights: Vector) -> float:
    """The variance over mean: squared working residuals under these weights, by the degrees of freedom left."""
    residuals = (y - fit.means) / fit.means
    return float((weights * residuals**2).sum()) / fit.freedom if fit.freedom > 0 else np.nan


def anscombe(fit: Fit, y: Vector, dispersion: float) -> Vector:
    """Anscombe's residuals of counts, standardised by dispersion and leverage."""
    raw = 1.5 * (y ** (2 / 3) * fit.means ** (-1 / 6) - fit.means**0.5)
    # A row that the model can only meet exactly has no residual to speak of.
    left = np.maximum(1 - fit.leverages, 1e-12)
    return raw / np.sqrt(dispersion * left)
