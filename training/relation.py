"""Fits the weights of `onrecord.annotate.events.relation` on the pairs of the gold data and reports how well they do.

    python training/relation.py GOLD/relation/train.jsonl src/onrecord/codebooks/relation-1.npz

Needs scikit-learn, which onrecord does not. Two figures are printed: macro-F1 over five folds (stratified, seed 0,
near-copies in one fold, predictions pooled), and that on the rows whose number divides by 5, which the shipped
weights leave out.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.metrics import f1_score
from sklearn.model_selection import StratifiedGroupKFold
from sklearn.svm import LinearSVC

from onrecord.annotate.events.evidence import vector
from onrecord.annotate.events.relation import evidence, rank
from onrecord.annotate.parse import Parser
from onrecord.read import document
from onrecord.settings import Settings

# Of .3, 1, 3 and 10 the best over the five folds, by less than a point.
C = 3.0
# Shared 4-word shingles of the shorter text, above which two texts are near-copies.
NEAR = 0.4
Row = dict[str, Any]


def matrix(rows: list[Row]) -> Any:
    """A feature vector a row."""
    pages = Parser(Settings()).pages([document(r["text"]) for r in rows])
    pairs = ((p.parse, r["actor"], r["target"]) for p, r in zip(pages, rows, strict=True))
    return np.stack([vector(evidence(*pair, rank(*pair)).items()) for pair in pairs])


def groups(rows: list[Row]) -> list[int]:
    """A number a row, the same for near-copies."""
    words = [re.findall(r"\w+", r["text"].lower()) for r in rows]
    shingles = [{tuple(w[i : i + 4]) for i in range(max(1, len(w) - 3))} for w in words]
    holders: dict[tuple[str, ...], list[int]] = defaultdict(list)
    group: list[int] = []
    for i, mine in enumerate(shingles):
        shared = Counter(j for s in mine for j in holders[s])
        near = [group[j] for j, n in shared.items() if n / min(len(mine), len(shingles[j])) >= NEAR]
        group.append(min(near, default=i))
        for s in mine:
            holders[s].append(i)
    return group


def model() -> LinearSVC:
    """The classifier, unfitted."""
    return LinearSVC(C=C, class_weight="balanced", random_state=0)


def main(source: Path, target: Path) -> None:
    """Prints the figures and writes the weights."""
    rows = [json.loads(line) for line in source.read_text(encoding="utf-8").splitlines()]
    features, codes = matrix(rows), np.array([r["code"] for r in rows])
    held = np.array([int(r["id"].rsplit("-", 1)[1]) % 5 == 0 for r in rows])
    score: Callable[..., float] = lambda gold, pred: round(100 * f1_score(gold, pred, average="macro"), 1)  # noqa: E731
    pooled = codes.copy()
    for fit, test in StratifiedGroupKFold(5, shuffle=True, random_state=0).split(features, codes, groups(rows)):
        pooled[test] = model().fit(features[fit], codes[fit]).predict(features[test])
    shipped = model().fit(features[~held], codes[~held])
    print("five folds, macro-F1:", score(codes, pooled))
    print("rows left out, macro-F1:", score(codes[held], shipped.predict(features[held])), "of", int(held.sum()))
    np.savez_compressed(
        target,
        codes=np.array(shipped.classes_),
        weights=shipped.coef_.astype(np.float16),
        bias=shipped.intercept_.astype(np.float16),
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
