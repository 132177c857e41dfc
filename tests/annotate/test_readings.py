"""How the reader's scores become ranges: the best path and its chances are those of all paths, counted out."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from onrecord.annotate.decode import decode, runs
from onrecord.annotate.features import STEPS, distances
from onrecord.annotate.statements.readings import spot


@pytest.mark.parametrize("seed", range(6))
def test_the_best_path_and_its_chances(seed: int) -> None:
    chance = np.random.default_rng(seed)
    size, labels = 4, 3
    both = chance.normal(size=(2, size, labels)).astype(np.float32)
    scores = both[1]
    turns = chance.normal(size=(labels + 1, labels)).astype(np.float32)
    worth = {}
    for path in product(range(labels), repeat=size):
        steps = zip((labels, *path), path, strict=False)
        worth[path] = float(sum(scores[i, p] for i, p in enumerate(path)) + sum(turns[a, b] for a, b in steps))
    best = max(worth, key=lambda p: worth[p])
    whole = sum(np.exp(v) for v in worth.values())
    paths, chances = decode(both, turns)
    found, sure = paths[1], chances[1]
    assert tuple(found) == best
    alone, same = decode(both[1:], turns)
    assert (alone[0], same[0]) == (found, pytest.approx(sure))
    for i, label in enumerate(best):
        share = sum(np.exp(v) for p, v in worth.items() if p[i] == label) / whole
        assert sure[i] == pytest.approx(share, abs=1e-4)


def test_runs_of_a_part() -> None:
    assert list(runs([0, 3, 4, 0, 3, 3, 4, 1, 2], 3)) == [(1, 2), (4, 4), (5, 6)]
    assert list(runs([0, 3, 4, 0, 3, 3, 4, 1, 2], 1)) == [(7, 8)]
    assert list(runs([2, 2], 1)) == []


def test_a_cue_is_outer_or_inner_as_a_whole() -> None:
    chances = np.array(
        [[1, 0, 0, 0, 0], [0.1, 0.5, 0, 0.4, 0], [0.1, 0, 0.3, 0, 0.6], [0.1, 0.9, 0, 0, 0], [1, 0, 0, 0, 0]],
        dtype=np.float32,
    )
    found = [(r.cue, r.inner) for r in spot(chances, 10)]
    assert found == [((11, 12), True), ((13, 13), False)]


def test_distances_grow_in_steps_on_either_side_of_a_cue() -> None:
    far = distances(0, 200, (100, 101))
    assert far[100] == far[101] == 0
    assert far[99] == 1
    assert far[102] == len(STEPS) + 1
    assert far[:100] == sorted(far[:100], reverse=True)
    assert far[102:] == sorted(far[102:])
