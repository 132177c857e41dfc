"""Scores of labels for each token -> the best path of labels, how sure each is, and the ranges that they make."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from onrecord.models import Floats

# Numbers of the first and the last token of a run, both inclusive.
Range = tuple[int, int]


def decode(scores: Floats, turns: Floats) -> tuple[list[list[int]], list[list[float]]]:
    """For each cue the best labels of its scores [cues, tokens, labels] (Viterbi), and by token the chance of its label
    (forward-backward); `turns` [labels + 1, labels] holds what one label after another adds, its last row the first's.
    """
    cues, size, labels = scores.shape
    worth = scores.astype(np.float64)
    likely, goes = np.exp(worth - worth.max(2, keepdims=True)), np.exp(turns[:labels].astype(np.float64))
    best, back = worth[:, 0] + turns[labels], np.empty((size, cues, labels), dtype=np.int64)
    ahead, behind = np.empty((size, cues, labels)), np.empty((size, cues, labels))
    ahead[0] = likely[:, 0] * np.exp(turns[labels].astype(np.float64))
    for i in range(1, size):
        steps = best[:, :, None] + turns[None, :labels]
        back[i] = steps.argmax(1)
        best = steps.max(1) + worth[:, i]
        now = (ahead[i - 1] @ goes) * likely[:, i]
        ahead[i] = now / now.sum(1, keepdims=True)
    behind[-1] = 1.0
    for i in range(size - 2, -1, -1):
        now = (behind[i + 1] * likely[:, i + 1]) @ goes.T
        behind[i] = now / now.sum(1, keepdims=True)
    path = np.empty((size, cues), dtype=np.int64)
    path[-1], each = best.argmax(1), np.arange(cues)
    for i in range(size - 1, 0, -1):
        path[i - 1] = back[i][each, path[i]]
    both = ahead * behind
    sure = np.take_along_axis(both, path[:, :, None], 2)[:, :, 0] / both.sum(2)
    return path.T.tolist(), sure.T.tolist()


def runs(path: Sequence[int], part: int) -> Iterator[Range]:
    """The ranges of one part in a path of labels: `part` begins one, `part` + 1 goes on."""
    start = -1
    for i, label in enumerate([*path, 0]):
        if start >= 0 and label != part + 1:
            yield start, i - 1
            start = -1
        if label == part:
            start = i
