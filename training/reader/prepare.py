"""Step 1 of the reader: annotated texts parsed and labelled.

    python -m training.reader.prepare GOLD WORK [NAME...]

writes WORK/polnear.msgpack and own.msgpack (statements), coded.msgpack (events), judged.msgpack (predicates), pairs and
given.msgpack (relations), and folds.json, the fold of each row of the relation data; only those of NAME where given.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import msgspec

from training.reader import coded, deeds, examples

HERE = Path(__file__).parents[1]
FOLDS = 5


def texts(gold: Path) -> list[coded.Coded]:
    """All texts whose events are coded by hand: the codebook's, our own, and rows and sentences of the gold data."""
    found = [*coded.codebook(), *(c for path in sorted((HERE / "events").glob("*.txt")) for c in coded.own(path))]
    for name, known in sources(gold).items():
        for path in sorted((HERE / "events").glob(f"{name}-*.tsv")):
            found += coded.standoff(path, known)
    return found


def held(gold: Path) -> list[coded.Coded]:
    """Sentences coded by hand of those articles of PolNeAR's training half that are left out: only to measure."""
    known = sources(gold)["polnear"]
    return [c for path in sorted((HERE / "events").glob("held-*.tsv")) for c in coded.standoff(path, known)]


def sources(gold: Path) -> dict[str, dict[str, str]]:
    """The texts of the gold data that sentences were taken from to be coded, by their ids."""
    reports = (
        msgspec.json.decode(line)
        for path in sorted((gold / "re3d").glob("*/documents.json"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.strip()
    )
    wars = {r["id"]: r["text"] for r in deeds.rows(gold / "times/wikiwars.jsonl")}
    return {
        "relation": {r["id"]: r["text"] for r in deeds.rows(gold / "relation/train.jsonl")},
        "polnear": {r["id"]: r["text"] for r in deeds.rows(gold / "attribution/train.jsonl")},
        "stories": {r["id"]: r["text"] for r in deeds.rows(gold / "events/synthetic_stories.jsonl")},
        "war": wars | {f"re3d-{r['_id']}": r["text"] for r in reports},
    }


def folds(gold: Path) -> dict[str, int]:
    """The fold of each row of the relation data: stratified, seed 0, near-copies in one."""
    from sklearn.model_selection import StratifiedGroupKFold

    rows = deeds.rows(gold / "relation/train.jsonl")
    split = StratifiedGroupKFold(FOLDS, shuffle=True, random_state=0)
    groups = deeds.groups([r["text"] for r in rows])
    made = split.split(rows, [r["code"] for r in rows], groups)
    return {rows[i]["id"]: n for n, (_, test) in enumerate(made) for i in test}


def given(gold: Path) -> Iterable[deeds.Told]:
    """The relation data's own pairs."""
    chosen = {c.id: c for c in texts(gold)}
    return deeds.given(deeds.rows(gold / "relation/train.jsonl"), chosen)


def judged(gold: Path) -> Iterable[deeds.Told]:
    """The judged predicates of both sets."""
    return deeds.judged([r for n in ("uds", "meantime") for r in deeds.rows(gold / f"status/{n}_train.jsonl")])


SOURCES: dict[str, Callable[[Path], Iterable[Any]]] = {
    "polnear": lambda gold: examples.polnear(gold / "attribution/train.jsonl"),
    "own": lambda gold: examples.own(HERE / "sentences"),
    "judged": judged,
    "coded": lambda gold: deeds.coded(texts(gold)),
    "pairs": lambda gold: deeds.pairs(texts(gold)),
    "given": given,
}


def main(gold: Path, work: Path, names: list[str]) -> None:
    """Writes the examples of each kind."""
    work.mkdir(parents=True, exist_ok=True)
    (work / "folds.json").write_bytes(msgspec.json.encode(folds(gold)))
    for name in names or SOURCES:
        (work / f"{name}.msgpack").write_bytes(msgspec.msgpack.encode(list(SOURCES[name](gold))))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:])
