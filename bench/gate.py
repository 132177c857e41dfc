"""The measuring sets scored and held against the floors pinned in baseline.json."""

from __future__ import annotations

import hashlib
import importlib.util
import subprocess
import sys
import tempfile
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

import msgspec

from bench.predict import predict, read
from bench.tasks import actors, attribution, pronouns

BASELINE = Path(__file__).parent / "baseline.json"
# Tasks that gold data's score.py does not know, and that score themselves.
OWN = {"pronouns": pronouns.score, "actors": actors.score}
# So few rows that a third of them would say nothing.
WHOLE = ("events/plover_gsr.jsonl",)
Row = dict[str, object]


class Measure(NamedTuple):
    """A task on one set of the gold data, and the figures of score.py that may not fall."""

    task: str
    path: str
    figures: tuple[str, ...]

    @property
    def name(self) -> str:
        """How the measure is called in baseline.json."""
        return f"{self.task} {Path(self.path).stem}"


class Pinned(msgspec.Struct, forbid_unknown_fields=True):
    """The floors of a measure, beside the digest of the rows they were measured on, and why they were last lowered."""

    digest: str
    rows: int
    floors: dict[str, float]
    lowered: str | None = None


MEASURES = (
    Measure(
        "attribution",
        "attribution/dev.jsonl",
        ("linked.f1", "content.overlap", "source.exact", "cue.exact", "content.exact"),
    ),
    Measure("relation", "relation/train.jsonl", ("root_macro_f1", "quad_macro_f1", "binary_macro_f1")),
    Measure("events", "relation/train.jsonl", ("code_and_pair_recall", "pair_recall")),
    Measure("places", "places/geowebnews.jsonl", ("recognition.f1", "within_161km_of_all_located_gold")),
    Measure("places-given", "places/lgl.jsonl", ("within_161km_of_all_located_gold", "right_of_answered")),
    Measure("places-given", "places/geowebnews.jsonl", ("within_161km_of_all_located_gold", "right_of_answered")),
    Measure("times", "times/gum.jsonl", ("strict.f1", "value.f1")),
    Measure("quantities", "quantities/newsquant_even.jsonl", ("value.f1", "unit.f1")),
    Measure("status", "status/uds_dev.jsonl", ("pearson_r", "three_way_macro_f1")),
    Measure("status", "status/meantime_dev.jsonl", ("pearson_r", "three_way_macro_f1")),
    Measure("pronouns", "coref/gap-development.tsv", ("f1", "precision", "bias")),
    Measure("actors", "events/plover_gsr.jsonl", ("country", "sector")),
)


def rows_of(measure: Measure, gold: Path, full: bool) -> list[Row]:
    """The rows of a measuring set: a fixed third by the hash of the id, or all of them.

    Of relation/train only every fifth row is measured: the shipped model is fitted on the others. A small set is
    measured whole.
    """
    rows = read(gold / measure.path)
    if measure.path.startswith("relation/"):
        return [r for r in rows if int(str(r["id"]).rpartition("-")[2]) % 5 == 0]
    return (
        rows
        if full or measure.path in WHOLE
        else [r for r in rows if hashlib.sha256(str(r["id"]).encode()).digest()[0] % 3 == 0]
    )


def digest(rows: list[Row]) -> str:
    """SHA-256 over the rows, so that a floor is never held against another set."""
    return hashlib.sha256(msgspec.json.Encoder().encode_lines(rows)).hexdigest()


def score(measure: Measure, rows: list[Row], gold: Path) -> dict[str, float]:
    """The figures of `measure` on `rows`, by the gold data's own score.py, or where it has none by the task's own."""
    if own := OWN.get(measure.task):
        return own(rows, predict(measure.task, rows))
    predictions = predict(measure.task, rows)
    with tempfile.TemporaryDirectory() as folder:
        asked, answered = Path(folder, "gold.jsonl"), Path(folder, "pred.jsonl")
        asked.write_bytes(msgspec.json.Encoder().encode_lines(rows))
        answered.write_bytes(msgspec.json.Encoder().encode_lines(predictions))
        command = [sys.executable, str(gold / "score.py"), measure.task, str(asked), str(answered)]
        result = msgspec.json.decode(subprocess.run(command, check=True, capture_output=True).stdout)
    figures = {figure: _at(result, figure) for figure in measure.figures}
    if measure.task == "attribution":
        figures["calibration error"] = attribution.calibration_error(rows, predictions, _scorer(gold))
    return figures | _context(measure, result)


def _scorer(gold: Path) -> ModuleType:
    """The gold data's own score.py."""
    spec = importlib.util.spec_from_file_location("score", gold / "score.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _at(result: dict[str, object], figure: str) -> float:
    value: object = result
    for key in figure.split("."):
        value = value[key] if isinstance(value, dict) else None
    if not isinstance(value, int | float):
        raise KeyError(figure)
    return float(value)


def _context(measure: Measure, result: dict[str, object]) -> dict[str, float]:
    """Figures that are shown beside the floors and never held: how many events were needed for the recall."""
    if measure.task != "events":
        return {}
    return {k: _at(result, k) for k in ("events_per_row (count)", "pairs_per_row (count)")}


def gate(gold: Path, *, full: bool = False, pin: bool = False, allow_regression: str | None = None) -> int:
    """0 when no figure fell below its floor, else 1; with `pin` the floors become what was measured now.

    A floor is lowered only when `allow_regression` gives a reason, which is kept beside it. `full` reports on whole
    sets and holds no floor.
    """
    pin = pin or bool(allow_regression)
    pinned = msgspec.json.decode(BASELINE.read_bytes(), type=dict[str, Pinned]) if BASELINE.exists() else {}
    fallen = 0
    for measure in MEASURES:
        rows = rows_of(measure, gold, full)
        figures = score(measure, rows, gold)
        known = None if full else pinned.get(measure.name)
        if known and known.digest != digest(rows) and not pin:
            print(f"{measure.name}: the set has changed since its floors were pinned; pin them again with --pin")
            fallen += 1
            continue
        floors = known.floors if known else {}
        below = [k for k, floor in floors.items() if figures[k] < floor]
        fallen += len(below)
        _show(measure, rows, figures, floors)
        if pin and not full and (not below or allow_regression):
            kept = {k: figures[k] for k in measure.figures}
            why = allow_regression if below else (known.lowered if known else None)
            pinned[measure.name] = Pinned(digest=digest(rows), rows=len(rows), floors=kept, lowered=why)
    if pin and not full:
        BASELINE.write_bytes(msgspec.json.format(msgspec.json.encode(pinned), indent=1) + b"\n")
    if allow_regression and fallen:
        print(f"lowered: {allow_regression}")
        return 0
    print(f"{fallen} figures below their floor" if fallen else "no figure below its floor")
    return 1 if fallen else 0


def _show(measure: Measure, rows: list[Row], figures: dict[str, float], floors: dict[str, float]) -> None:
    told = [f"{k} {v:g}" + (f" (floor {floors[k]:g})" if k in floors else "") for k, v in figures.items()]
    print(f"{measure.name} [{len(rows)}]: {', '.join(told)}", flush=True)
