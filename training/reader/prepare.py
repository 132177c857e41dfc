"""Step 1 of the reader: annotated texts parsed and labelled.

    python -m training.reader.prepare GOLD WORK

writes WORK/polnear.msgpack from GOLD/attribution/train.jsonl and WORK/own.msgpack from training/sentences.
"""

from __future__ import annotations

import sys
from pathlib import Path

import msgspec

from training.reader import examples


def main(gold: Path, work: Path) -> None:
    """Writes the examples of each kind."""
    work.mkdir(parents=True, exist_ok=True)
    sources = {
        "polnear": examples.polnear(gold / "attribution/train.jsonl"),
        "own": examples.own(Path(__file__).parents[1] / "sentences"),
    }
    for name, made in sources.items():
        (work / f"{name}.msgpack").write_bytes(msgspec.msgpack.encode(list(made)))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
