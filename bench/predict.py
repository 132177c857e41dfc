"""Predictions for one task of the gold data, in the form that its score.py reads."""

from __future__ import annotations

import importlib
from pathlib import Path

import msgspec

from bench.tasks import pronouns

TASKS = (
    "attribution", "relation", "events", "places", "places-given", "times", "quantities", "status", "pronouns",
    "actors", "copies",
)  # fmt: skip
# What a gold row holds beyond the question; the tasks never see it.
ANSWERS = {
    "attribution": ("statements",),
    "relation": ("code", "quad"),
    "events": ("actor", "target", "code", "quad"),
    "places": ("places",),
    "places-given": (),
    "times": ("times",),
    "quantities": ("quantities",),
    "status": (),
    "pronouns": ("A-coref", "B-coref"),
    "actors": ("code_2016", "trigger", "context", "markup"),
    "copies": ("group", "roots", "way"),
}
# Of what is given the fields that are kept.
GIVEN: dict[str, dict[str, tuple[str, ...]]] = {
    "places-given": {"places": ("start", "end")},
    "status": {"predicates": ("start", "end")},
    "actors": {"actors": ("text",), "targets": ("text",)},
}


def blind(task: str, row: dict[str, object]) -> dict[str, object]:
    """`row` without its answers; of a given span only start and end are kept, of a given actor its words."""
    row = {k: v for k, v in row.items() if k not in ANSWERS[task]}
    for given, kept in GIVEN.get(task, {}).items():
        if isinstance(spans := row.get(given), list):
            row[given] = [{k: s[k] for k in kept} for s in spans]
    return row


def read(source: Path) -> list[dict[str, object]]:
    """The rows of a JSON Lines file, or of one of GAP's tables."""
    if source.suffix == ".tsv":
        return pronouns.rows(source)
    rows: list[dict[str, object]] = msgspec.json.Decoder().decode_lines(source.read_bytes())
    return rows


def predict(task: str, rows: list[dict[str, object]]) -> list[dict[str, object]]:
    """A prediction for each row, which is blinded first; raises ValueError for an unknown task."""
    if task not in TASKS:
        raise ValueError(f"no task {task!r}; there are {', '.join(TASKS)}")
    module = importlib.import_module(f"bench.tasks.{task.replace('-', '_')}")
    return list(module.predict([blind(task, r) for r in rows]))


def main(task: str, source: Path, target: Path) -> None:
    """Reads the rows of `source` and writes the predictions to `target`."""
    target.write_bytes(msgspec.json.Encoder().encode_lines(predict(task, read(source))))
