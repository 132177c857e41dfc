"""Words a second and peak memory of the whole reading, beside spaCy alone on the same texts in the same run.

Seconds are of processor time, so that other work on the machine does not count.
"""

from __future__ import annotations

import resource
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from onrecord.data import Document, Refusal
from onrecord.models import spacy_pipeline
from onrecord.pipeline import Pipeline
from onrecord.read import documents
from onrecord.settings import Settings

EXAMPLES = Path(__file__).parent.parent / "examples"
WORDS = 50_000
SLICES = 5


def texts(words: int) -> list[Document]:
    """The example reports, over and over, up to `words` words."""
    once = [d for d in documents([EXAMPLES / "dispatches.jsonl", EXAMPLES / "pages"]) if not isinstance(d, Refusal)]
    out: list[Document] = []
    while sum(len(d.text.split()) for d in out) < words:
        out += once
    return out


def speed(words: int = WORDS) -> None:
    """Prints both speeds, their ratio and the peak memory; the two take turns, so that a busy machine slows both."""
    reports = texts(words)
    pipeline = Pipeline(Settings())
    nlp, _ = spacy_pipeline(Settings().parser)

    def ours(part: Sequence[Document]) -> None:
        for _ in pipeline.annotate(part):
            pass

    def bare(part: Sequence[Document]) -> None:
        with nlp.memory_zone():
            for _ in nlp.pipe([d.text for d in part]):
                pass

    ours(reports[:5])
    bare(reports[:5])
    step = -(-len(reports) // SLICES)
    parts = [reports[i : i + step] for i in range(0, len(reports), step)]
    took = {"bare": 0.0, "ours": 0.0}
    for part in parts:
        took["bare"] += _timed(bare, part)
        took["ours"] += _timed(ours, part)
    count = sum(len(d.text.split()) for d in reports)
    print(f"words                 {count:,}")
    print(f"spaCy alone           {count / took['bare']:,.0f} words a second")
    print(f"the whole reading     {count / took['ours']:,.0f} words a second")
    print(f"ratio                 {took['bare'] / took['ours']:.2f}")
    print(f"peak memory           {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB")


def _timed(run: Callable[[Sequence[Document]], None], part: Sequence[Document]) -> float:
    begun = time.process_time()
    run(part)
    return time.process_time() - begun
