"""The days on which the level of a series changed, seen from its end: a view for a person, not an alarm.

Seeded binary segmentation (Kovács, Bühlmann, Li and Munk, Biometrika 2023) with the likelihood of Poisson counts by
volume, divided by the dispersion between neighbouring days (quasi-likelihood), so that over-dispersed counts do not
break into pieces. The intervals are fixed beforehand and their lengths sum to n log n.
"""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import ceil, log
from typing import NamedTuple

import numpy as np

from onrecord.watch.baselines.published import numbers
from onrecord.watch.baselines.regression import Vector

# Each layer's intervals are shorter by this; the paper's own choice.
DECAY = 0.5**0.5
# With 3, 21 of 200 shuffles of the days of real series show a change where there is none; with 4, 2 do.
PENALTY = 4.0


class Stretch(NamedTuple):
    """Days, half-open, with one level: counts by volume, and how sure the change at its start is (the gain)."""

    start: int
    end: int
    level: float
    gain: float


def stretches(
    counts: Sequence[float], exposure: Sequence[float] | None = None, *, least: int = 7, penalty: float = PENALTY
) -> list[Stretch]:
    """The stretches of one level each, in order; one alone where nothing changed, none where no day is.

    No stretch is shorter than `least` days; a change must gain `penalty` times the logarithm of the days.
    """
    y = numbers(counts)
    volume = np.ones_like(y) if exposure is None else numbers(exposure)
    if len(volume) != len(y):
        raise ValueError(f"{len(y)} counts, but exposure of {len(volume)} days: give one number for each day")
    if not len(y):
        return []
    told, seen = _sums(y), _sums(np.where((volume <= 0) & (y > 0), 1.0, volume))
    spread, least = _between(y, volume), max(1, least)
    bar = penalty * log(len(y) + 1) * spread
    able = [(_best(told, seen, a, b, least), a, b) for a, b in _intervals(len(y), 2 * least)]
    changes: list[int] = []
    gains = {0: 0.0}
    for (gain, at), start, end in sorted(able, key=lambda x: (-x[0][0], x[1], x[2])):
        # An interval that holds a change already found has no more to say of it.
        free = bisect_right(changes, start) == bisect_right(changes, end - 1)
        after = bisect_right(changes, at)
        near = any(abs(at - c) < least for c in changes[max(0, after - 1) : after + 1])
        if gain > bar and free and not near:
            insort(changes, at)
            gains[at] = gain / spread
    edges = [0, *changes, len(y)]
    return [Stretch(a, b, _level(told, seen, a, b), gains[a]) for a, b in pairwise(edges)]


def _sums(values: Vector) -> Vector:
    sums: Vector = np.concatenate([[0.0], np.cumsum(values)])
    return sums


def _level(told: Vector, seen: Vector, start: int, end: int) -> float:
    volume = float(seen[end] - seen[start])
    return float(told[end] - told[start]) / volume if volume > 0 else 0.0


def _intervals(days: int, least: int) -> Iterator[tuple[int, int]]:
    """The seeded intervals: all, then shorter and shorter ones that overlap by half."""
    length = float(days)
    while length >= least:
        many = 2 * ceil(days / length) - 1
        step = (days - length) / max(1, many - 1)
        for k in range(many):
            yield int(k * step), min(days, ceil(k * step + length))
        length *= DECAY


def _best(told: Vector, seen: Vector, start: int, end: int, least: int) -> tuple[float, int]:
    """The most that a change within the interval gains, and where it is."""
    splits = np.arange(start + least, end - least + 1)
    if not len(splits):
        return 0.0, start
    before = _likelihood(told[splits] - told[start], seen[splits] - seen[start])
    after = _likelihood(told[end] - told[splits], seen[end] - seen[splits])
    whole = _likelihood(told[end : end + 1] - told[start], seen[end : end + 1] - seen[start])
    gains = 2 * (before + after - whole[0])
    best = int(np.argmax(gains))
    return float(gains[best]), int(splits[best])


def _likelihood(told: Vector, seen: Vector) -> Vector:
    """The logarithm of the Poisson likelihood at its best level, less what no level changes."""
    found = np.zeros_like(told)
    some = (told > 0) & (seen > 0)
    found[some] = told[some] * np.log(told[some] / seen[some])
    return found


def _between(y: Vector, volume: Vector) -> float:
    """Variance over mean as neighbouring days show it, which a change of level leaves alone; 1 at the least."""
    known = np.flatnonzero(volume > 0)
    told, seen = y[known], volume[known]
    if len(known) < 2 or not told.any():
        return 1.0
    squares = (told[1:] / seen[1:] - told[:-1] / seen[:-1]) ** 2
    levels = (told[1:] + told[:-1]) / (seen[1:] + seen[:-1])
    # Each pair weighs as much as its volume, for the rates of small volumes scatter most.
    weights = 1 / (1 / seen[1:] + 1 / seen[:-1])
    return max(1.0, float((squares * weights).sum()) / float(levels.sum()))
