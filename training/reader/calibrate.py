"""Step 4 of the reader: how sure a statement or an event is, and how sure one must be to stand.

    python -m training.reader.calibrate GOLD src/onrecord/weights/reader-3

reads the articles of PolNeAR's training half and the coded texts that step 2 left out, and those held out of it, with
the exported files; writes `weights` and `keep` into reader.toml. A statement is right when its content shares half of
its tokens with that of a marked one and their sources meet, as score.py has it; an event when a coded one shares a word
of its trigger, has its type, and each party that is named meets one of its in that role, none left empty. `weights` are
those of a logistic regression (Newton's method, ridge 1) from what the heads say to whether the finding is right;
`keep` is the score from which on it stands, for a wrong row costs more than a missing one: of statements the highest
whose F1 is within SLACK of the best, of events the lowest from which on RIGHT of them are right.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from onrecord.annotate.events.clues import Clues
from onrecord.annotate.events.readings import deeds
from onrecord.annotate.events.readings import evidence as deed_evidence
from onrecord.annotate.quotes import quotes
from onrecord.annotate.statements.readings import evidence, readings
from onrecord.models import Reader
from onrecord.tokens import Parse
from training.reader.coded import Coded
from training.reader.deeds import rows, with_actors
from training.reader.examples import Range, pages
from training.reader.prepare import held, texts
from training.reader.statements import left_out

KEPT = [round(0.1 + 0.02 * i, 2) for i in range(31)]
# How far below the best a mark may lie that keeps fewer statements.
SLACK = 0.002
# The share of events that must be right by one coder's codes: nine tenths of what a second coder reaches (85 of 119).
RIGHT = 0.64
BINS = 10


class Judged(NamedTuple):
    """A finding's evidence with the number of its text and of the marked finding that it gets right, -1 for none."""

    article: int
    evidence: list[float]
    right: int


def tokens(parse: Parse, ranges: Sequence[Range]) -> frozenset[int]:
    """The words of ranges of tokens, without marks."""
    return frozenset(i for a, b in ranges for i in range(a, b + 1) if parse.tokens[i].pos != "PUNCT")


def marked(parse: Parse, spans: Sequence[Range]) -> frozenset[int]:
    """The words of spans of characters."""
    return frozenset(t.i for a, b in spans for t in parse.covering(a, b) if t.pos != "PUNCT")


def judged(articles: Sequence[dict[str, Any]], reader: Reader) -> tuple[list[Judged], int]:
    """Every reading of the articles, and how many statements are marked in them."""
    found: list[Judged] = []
    count = 0
    for n, (row, page) in enumerate(zip(articles, pages(r["text"] for r in articles), strict=True)):
        parse = page.parse
        gold = [(marked(parse, s["content"]), marked(parse, s["source"])) for s in row["statements"]]
        count += len(gold)
        for reading in readings(parse, quotes(row["text"], parse), reader):
            if not reading.content or reading.inner:
                continue
            content, source = tokens(parse, reading.content), tokens(parse, reading.source[:1])
            right = [i for i, (c, s) in enumerate(gold) if 2 * len(c & content) >= len(c | content) and meet(s, source)]
            found.append(Judged(n, evidence(reading), right[0] if right else -1))
    return found, count


def meet(gold: frozenset[int], mine: frozenset[int]) -> bool:
    """Whether two sources are the same: none, or half of the shorter shared and mine not far longer."""
    if not gold or not mine:
        return not gold and not mine
    return 2 * len(gold & mine) >= min(len(gold), len(mine)) and len(mine) <= 3 * len(gold) + 2


def f1(found: Sequence[Judged], scores: Any, count: int, keep: float) -> float:
    """F1 of right findings among those of at least that score; one marked finding counts once."""
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


def coded_judged(texts: Sequence[Coded], reader: Reader) -> tuple[list[Judged], int]:
    """Every deed read in the coded texts, and how many are coded in them."""
    found: list[Judged] = []
    for n, (text, page) in enumerate(zip(texts, with_actors(t.text for t in texts), strict=True)):
        parse = page.parse
        gold = [
            (
                e.code,
                marked(parse, [e.trigger]),
                *([named(parse, marked(parse, [p])) for p in ps] for ps in (e.actors, e.targets)),
            )
            for e in text.events
        ]
        for deed in deeds(Clues(page), text.text, reader):
            run = tokens(parse, [deed.run])
            parties = [[named(parse, tokens(parse, [r])) for r in ranges] for ranges in (deed.actors, deed.targets)]
            right = [
                i
                for i, (code, trigger, actors, targets) in enumerate(gold)
                if code == deed.code and trigger & run and alike(actors, parties[0]) and alike(targets, parties[1])
            ]
            found.append(Judged(n, deed_evidence(deed), right[0] if right else -1))
    return found, sum(len(t.events) for t in texts)


def named(parse: Parse, words: frozenset[int]) -> frozenset[int]:
    """`words` without pronouns, which may mean whom the other side names."""
    return frozenset(i for i in words if parse.tokens[i].pos != "PRON")


def alike(gold: Sequence[frozenset[int]], mine: Sequence[frozenset[int]]) -> bool:
    """Whether each party that is named shares a word with a marked one, and some is named where some are marked."""
    return all(any(g & m or not g or not m for g in gold) for m in mine) and bool(mine) == bool(gold)


def weighed(name: str, found: Sequence[Judged], count: int) -> list[str]:
    """Prints the figures of one kind of finding; its lines of reader.toml."""
    x, y = np.array([j.evidence for j in found]), np.array([float(j.right >= 0) for j in found])
    weights = logistic(x, y)
    scores = 1 / (1 + np.exp(-x @ weights))
    reached = {keep: f1(found, scores, count, keep) for keep in KEPT}
    shares = {keep: float(y[scores >= keep].mean()) for keep in KEPT if (scores >= keep).any()}
    best = max(keep for keep, value in reached.items() if value >= max(reached.values()) - SLACK)
    if name == "events":
        best = min(keep for keep, share in shares.items() if share >= RIGHT)
    for keep, share in shares.items():
        print(f"{name} keep {keep}: F1 {100 * reached[keep]:.2f}, {100 * share:.1f} % right")
    kept = scores >= best
    told = f"{y[kept].mean():.3f} right, ECE {error(scores[kept], y[kept]):.3f}"
    print(f"{name} keep {best}, {kept.sum()} of {count}, {told}")
    return [f"[{name}]", f"keep = {best}", f"weights = [{', '.join(f'{w:.4f}' for w in weights)}]"]


def main(gold: Path, folder: Path) -> None:
    """Prints the figures and writes the weights."""
    reader = Reader(folder)
    articles = [r for r in rows(gold / "attribution/train.jsonl") if left_out(r["id"])]
    lines = weighed("statements", *judged(articles, reader))
    known = [t for t in texts(gold) if left_out(t.id) and not t.id.startswith("PLV")]
    lines += weighed("events", *coded_judged([*known, *held(gold)], reader))
    path = folder / "reader.toml"
    written = path.read_text(encoding="utf-8").partition("[statements]")[0]
    path.write_text(written + "\n".join([*lines, ""]), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
