"""Step 4 of the reader: how sure a statement is, and how sure one must be to stand.

    python -m training.reader.calibrate GOLD src/onrecord/weights/reader-1

reads the articles of PolNeAR's training half that step 2 left out with the exported files; writes `score` and `keep`
into reader.toml. A statement is right when its content shares half of its tokens with that of a marked one and their
sources meet, as score.py has it. `score` are the weights of a logistic regression (Newton's method, ridge 1) from what
the heads say to whether the statement is right; `keep` is the score from which on a statement stands: the highest whose
F1 is within SLACK of the best, for a wrong row costs more than a missing one.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import numpy as np

from onrecord.annotate.statements.quotes import quotes
from onrecord.annotate.statements.readings import Reading, evidence, readings
from onrecord.models import Reader
from onrecord.tokens import Parse
from training.reader.examples import Range, pages
from training.reader.train import left_out

KEPT = [round(0.1 + 0.02 * i, 2) for i in range(31)]
SLACK = 0.002
BINS = 10


class Judged(NamedTuple):
    """A reading with the number of its article and of the marked statement that it gets right, -1 for none."""

    article: int
    reading: Reading
    right: int


def tokens(parse: Parse, ranges: Sequence[Range]) -> frozenset[int]:
    """The words of ranges of tokens, without marks."""
    return frozenset(i for a, b in ranges for i in range(a, b + 1) if parse.tokens[i].pos != "PUNCT")


def marked(parse: Parse, spans: Sequence[Range]) -> frozenset[int]:
    """The words of spans of characters."""
    return frozenset(t.i for a, b in spans for t in parse.covering(a, b) if t.pos != "PUNCT")


def judged(rows: Sequence[dict[str, Any]], reader: Reader) -> tuple[list[Judged], int]:
    """Every reading of the articles, and how many statements are marked in them."""
    found: list[Judged] = []
    count = 0
    for n, (row, page) in enumerate(zip(rows, pages(r["text"] for r in rows), strict=True)):
        parse = page.parse
        gold = [(marked(parse, s["content"]), marked(parse, s["source"])) for s in row["statements"]]
        count += len(gold)
        for reading in readings(parse, quotes(row["text"], parse), reader):
            if not reading.content or reading.inner:
                continue
            content, source = tokens(parse, reading.content), tokens(parse, reading.source[:1])
            right = [i for i, (c, s) in enumerate(gold) if 2 * len(c & content) >= len(c | content) and meet(s, source)]
            found.append(Judged(n, reading, right[0] if right else -1))
    return found, count


def meet(gold: frozenset[int], mine: frozenset[int]) -> bool:
    """Whether two sources are the same: none, or half of the shorter shared and mine not far longer."""
    if not gold or not mine:
        return not gold and not mine
    return 2 * len(gold & mine) >= min(len(gold), len(mine)) and len(mine) <= 3 * len(gold) + 2


def f1(found: Sequence[Judged], scores: Any, count: int, keep: float) -> float:
    """F1 of right statements among those of at least that score; one marked statement counts once."""
    kept = [j for j, p in zip(found, scores, strict=True) if p >= keep]
    right = len({(j.article, j.right) for j in kept if j.right >= 0})
    return 2 * right / (len(kept) + count)


def logistic(x: Any, y: Any, ridge: float = 1.0) -> Any:
    """The weights [features] of a logistic regression of `y` on `x`."""
    weights = np.zeros(x.shape[1])
    for _ in range(50):
        p = 1 / (1 + np.exp(-x @ weights))
        slope = x.T @ (p - y) + ridge * weights
        bend = (x.T * (p * (1 - p))) @ x + ridge * np.eye(len(weights))
        weights = weights - np.linalg.solve(bend, slope)
    return weights


def error(p: Any, y: Any) -> float:
    """The expected calibration error: over ten bins of the score, how far its mean is from the share of right ones."""
    bins = np.minimum((p * BINS).astype(int), BINS - 1)
    return float(sum(abs(p[bins == b].mean() - y[bins == b].mean()) * (bins == b).mean() for b in set(bins.tolist())))


def main(gold: Path, folder: Path) -> None:
    """Prints the figures and writes the weights."""
    rows = msgspec.json.Decoder().decode_lines((gold / "attribution/train.jsonl").read_bytes())
    found, count = judged([r for r in rows if left_out(r["id"])], Reader(folder))
    x, y = np.array([evidence(j.reading) for j in found]), np.array([float(j.right >= 0) for j in found])
    weights = logistic(x, y)
    scores = 1 / (1 + np.exp(-x @ weights))
    reached = {keep: f1(found, scores, count, keep) for keep in KEPT}
    best = max(keep for keep, value in reached.items() if value >= max(reached.values()) - SLACK)
    for keep, value in reached.items():
        print(f"keep {keep}: F1 {100 * value:.2f}")
    kept = scores >= best
    print(f"keep {best}, {kept.sum()} statements, {y[kept].mean():.3f} right, ECE {error(scores[kept], y[kept]):.3f}")
    path = folder / "reader.toml"
    lines = path.read_text(encoding="utf-8").splitlines()
    at = lines.index("[files]")
    kept_lines = [line for line in lines[:at] if not line.startswith(("keep", "score"))]
    told = [f"keep = {best}", f"score = [{', '.join(f'{w:.4f}' for w in weights)}]"]
    path.write_text("\n".join([*kept_lines, *told, *lines[at:], ""]), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
