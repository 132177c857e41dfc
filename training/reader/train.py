"""Step 2 of the reader: the network fitted on the examples, a checkpoint an epoch; run again, it goes on from there.

    python -m training.reader.train WORK A --epochs 6 --only statements       # the encoder learns to read
    python -m training.reader.train WORK B --begin A --epochs 5 --rows none   # then all tasks together
    python -m training.reader.train WORK C --begin B --epochs 3 --share 0.6   # at last with the relation data's rows
    python -m training.reader.train WORK D --begin B --epochs 3 --share 0.6 --rows 0  # C without a fold

reads WORK/*.msgpack and writes RUN/last.pt and RUN/log.txt. Every twentieth article of PolNeAR's training half, and of
the coded texts and of the judged sentences, is left out and measured after each epoch, with the mean of the weights.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import msgspec
import torch
from torch import Tensor

from training.reader import events, statements
from training.reader.deeds import Told
from training.reader.examples import BASE, Example
from training.reader.network import Reader, allowed
from training.reader.statements import left_out

# Peak rates of learning of the encoder and of the heads; of the encoder where it has learnt to read before.
RATES = {"encoder": 1.2e-4, "heads": 1e-3}
AGAIN = 6e-5
WARMUP = 0.06
# How much of the mean of the weights is kept at each step; measured against the last weights in the card.
MEAN = 0.998
# How often a passage of our own about statements is read in an epoch.
OWN = 2
# How often a text is read in an epoch where all tasks are learnt together, by task; below 1 a share of them by chance.
OFTEN = {"articles": 0.8, "judged": 1.0, "coded": 2.0, "pairs": 1.0, "given": 3.0}
Step = Callable[[], Tensor]


def load(path: Path, kind: Any) -> list[Any]:
    """The examples of a file that step 1 wrote."""
    found: list[Any] = msgspec.msgpack.decode(path.read_bytes(), type=list[kind])
    return found


class Course:
    """What is learnt from: the examples to fit and those left out, by task.

    Of the rows of the relation data "none" are fitted, or all but one fold, or by default all but every fifth, which is
    what the gate measures. `share` is how often everything else is read, beside what OFTEN says.
    """

    def __init__(self, work: Path, *, only: str | None, rows: str | None, share: float) -> None:
        known: list[Example] = load(work / "polnear.msgpack", Example)
        self.articles = [e for e in known if not left_out(e.id)]
        self.held = [e for e in known if left_out(e.id)]
        self.passages: list[Example] = load(work / "own.msgpack", Example)
        self.only, self.share = only, share
        self.fit: dict[str, list[Told]] = {}
        self.left: dict[str, list[Told]] = {}
        if only == "statements":
            return
        self.folds = msgspec.json.decode((work / "folds.json").read_bytes(), type=dict[str, int])
        for task in ("coded", "judged", "pairs", "given"):
            found: list[Told] = load(work / f"{task}.msgpack", Told)
            self.fit[task] = [t for t in found if not self._out(t, rows)]
            self.left[task] = [t for t in found if self._out(t, rows)]

    def _out(self, text: Told, rows: str | None) -> bool:
        name = self._row(text)
        if name not in self.folds:
            return left_out(name)
        if rows is None:
            return int(name.rpartition("-")[2]) % 5 == 0
        return rows == "none" or self.folds[name] == int(rows)

    def _row(self, text: Told) -> str:
        return text.id.partition("/")[0]

    def steps(self, model: Reader, chance: random.Random) -> list[Step]:
        """The losses of an epoch's batches, in the order in which they are learnt from."""
        often = 1.0 if self.only else OFTEN["articles"] * self.share
        chosen = [*self._some(self.articles, often, chance), *self._some(self.passages, OWN * self.share, chance)]
        read = statements.batches(list(statements.samples(chosen, chance)), chance)
        parts, roles = allowed(model.parts.out.out_features), allowed(model.roles.out.out_features)
        found: list[Step] = [lambda b=b: statements.loss(model, b, parts) for b in read]  # type: ignore[misc]
        for task, texts in self.fit.items():
            rows = [t for t in texts if self._row(t) in self.folds]
            others = [t for t in texts if self._row(t) not in self.folds]
            mine = [
                *self._some(rows, OFTEN[task], chance),
                *self._some(others, OFTEN[task] * self.share, chance),
            ]
            found += [lambda b=b: events.loss(model, b, roles) for b in events.batches(mine, chance)]  # type: ignore[misc]
        chance.shuffle(found)
        return found

    @staticmethod
    def _some(texts: Sequence[Any], often: float, chance: random.Random) -> list[Any]:
        whole, rest = divmod(often, 1)
        return [*texts] * int(whole) + [t for t in texts if chance.random() < rest]

    def measure(self, model: Reader) -> str:
        """How well what was left out is answered."""
        told = str(statements.measure(model, self.held, allowed(model.parts.out.out_features)))
        if self.left:
            left = self.left
            told += f" {events.measure(model, left['coded'], left['judged'], left['given'])}"
        return told


def learn(model: Reader, adam: torch.optim.Optimizer, step: Step, share: float) -> float:
    """One step at a share of the peak rates; the loss before it."""
    for group in adam.param_groups:
        group["lr"] = group["peak"] * share
    adam.zero_grad()
    value = step()
    value.backward()
    torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    adam.step()
    return value.item()


def optimizer(model: Reader, encoder: float, heads: float) -> torch.optim.Optimizer:
    """Adam with a rate for the encoder and one for the heads."""
    groups: list[dict[str, Any]] = [
        {"params": list(model.encoder.parameters()), "peak": encoder},
        {"params": [p for n, p in model.named_parameters() if not n.startswith("encoder")], "peak": heads},
    ]
    return torch.optim.AdamW(groups, lr=1e-4, weight_decay=0.01, fused=True)


def begun(folder: Path | None) -> Reader:
    """A network with the weights that a run in `folder` ended with, or with those of the base encoder."""
    model = Reader()
    model.encoder.load(BASE)
    if folder is not None:
        kept = torch.load(folder / "last.pt", weights_only=True)["mean"]
        model.load_state_dict(kept, strict=False)
    return model


def main(args: argparse.Namespace) -> None:
    """Trains, a checkpoint an epoch."""
    args.run.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(args.seed)
    course = Course(args.work, only=args.only, rows=args.rows, share=args.share)
    model = begun(args.begin)
    adam = optimizer(model, args.rate * (AGAIN if args.begin else RATES["encoder"]), args.rate * RATES["heads"])
    mean = {k: v.clone() for k, v in model.state_dict().items()}
    start = 0
    if (args.run / "last.pt").exists():
        kept = torch.load(args.run / "last.pt", weights_only=True)
        model.load_state_dict(kept["model"])
        adam.load_state_dict(kept["adam"])
        mean, start = kept["mean"], kept["epoch"]
    for epoch in range(start, args.epochs):
        torch.manual_seed(args.seed * 1000 + epoch)
        steps = course.steps(model.train(), random.Random(args.seed * 1000 + epoch))
        since, total = time.monotonic(), 0.0
        for n, step in enumerate(steps):
            progress = (epoch + n / len(steps)) / args.epochs
            total += learn(model, adam, step, min(progress / WARMUP, (1 - progress) / (1 - WARMUP)))
            with torch.no_grad():
                keep = min(MEAN, (epoch * len(steps) + n) / (epoch * len(steps) + n + 10))
                for k, v in model.state_dict().items():
                    mean[k].lerp_(v, 1 - keep)
            if n % 50 == 0:
                print(f"epoch {epoch} {n}/{len(steps)} loss {total / (n + 1):.4f}", end=" ")
                print(f"{(time.monotonic() - since) / (n + 1):.2f} s a step", flush=True)
        kept = {"model": model.state_dict(), "adam": adam.state_dict(), "mean": mean, "epoch": epoch + 1}
        torch.save(kept, args.run / "next.pt")
        (args.run / "next.pt").rename(args.run / "last.pt")
        judged = Reader()
        judged.load_state_dict(mean)
        line = f"epoch {epoch} loss {total / len(steps):.4f} {course.measure(judged)}"
        print(line, flush=True)
        with (args.run / "log.txt").open("a") as log:
            log.write(line + "\n")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("work", "run"):
        parser.add_argument(name, type=Path)
    parser.add_argument("--begin", type=Path)
    parser.add_argument("--only", choices=["statements"])
    parser.add_argument("--epochs", type=int, default=5)
    parser.add_argument("--rows")
    parser.add_argument("--share", type=float, default=1.0)
    parser.add_argument("--rate", type=float, default=1.0, help="of the peak rates of learning")
    parser.add_argument("--seed", type=int, default=0)
    main(parser.parse_args())
