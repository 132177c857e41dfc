"""The five-fold figures of the relation data: the last step of training without each fold, answered by its own network.

    python -m training.reader.folds GOLD WORK B RUNS

fits RUNS/0 to RUNS/4 from the run B, which saw none of these rows, exports each, answers the tasks relation and events
on the fold that it has not seen, and prints what score.py says of the pooled answers. Scores are weighed as the shipped
model's reader.toml says.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from pathlib import Path

import msgspec
import torch

from bench.predict import predict
from onrecord import models
from training.reader import train
from training.reader.deeds import rows
from training.reader.export import write
from training.reader.network import Reader
from training.reader.prepare import FOLDS

TASKS = ("relation", "events")
# Shorter than the shipped model's last step (3 epochs, a share of 0.6): five of them take as long as that took.
EPOCHS, SHARE = 2, 0.1


def fitted(work: Path, base: Path, run: Path, fold: int) -> Path:
    """The folder of the files of a network that has not seen a fold."""
    train.main(
        argparse.Namespace(
            work=work,
            run=run,
            begin=base,
            only=None,
            epochs=EPOCHS,
            rows=str(fold),
            share=SHARE,
            rate=1.0,
            seed=0,
        )
    )
    reader = Reader()
    reader.load_state_dict(torch.load(run / "last.pt", weights_only=True)["mean"])
    write(reader, run / "files")
    made = (run / "files/reader.toml").read_text(encoding="utf-8")
    sure = (models.READER / "reader.toml").read_text(encoding="utf-8").partition("[statements]")
    (run / "files/reader.toml").write_text(made + "".join(sure[1:]), encoding="utf-8")
    return run / "files"


def main(gold: Path, work: Path, base: Path, runs: Path) -> None:
    """Fits, answers and scores."""
    source = gold / "relation/train.jsonl"
    folds = json.loads((work / "folds.json").read_text(encoding="utf-8"))
    answers: dict[str, list[object]] = {task: [] for task in TASKS}
    for fold in range(FOLDS):
        folder = fitted(work, base, runs / str(fold), fold)
        models.Reader.__init__.__defaults__ = (folder,)
        models.reader.cache_clear()
        mine = [r for r in rows(source) if folds[r["id"]] == fold]
        for task in TASKS:
            answers[task] += predict(task, mine)
    for task in TASKS:
        target = runs / f"{task}.jsonl"
        target.write_bytes(msgspec.json.Encoder().encode_lines(answers[task]))
        command = [sys.executable, str(gold / "score.py"), task, str(source), str(target), "--per-class"]
        print(subprocess.run(command, check=True, capture_output=True, text=True).stdout, flush=True)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:5]))
