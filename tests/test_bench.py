"""Tasks see no answers, and a floor falls only with a reason."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from bench import gate, precision
from bench.predict import TASKS, blind, predict
from bench.tasks import actors

ROW = {
    "id": "x-1", "text": "Chad praised Peru.", "actor": [[0, 4]], "target": [[13, 17]], "code": "SUPPORT", "quad": 1,
    "statements": [1], "times": [1], "quantities": [1], "code_2016": "SUPPORT", "trigger": "praised", "markup": "x",
    "actors": [{"text": "Chad", "code": "TCD", "sector": None}],
    "targets": [{"text": "Peru", "code": "PER", "sector": "GOV"}],
    "places": [{"start": 0, "end": 4, "lat": 1.0, "lon": 2.0, "geonames": "3"}],
    "predicates": [{"start": 5, "end": 12, "factuality": 3.0}],
}  # fmt: skip


@pytest.mark.parametrize("task", TASKS)
def test_a_task_never_sees_its_answer(task: str) -> None:
    seen = blind(task, ROW)
    hidden = {
        "attribution": {"statements"}, "relation": {"code", "quad"}, "events": {"code", "quad", "actor", "target"},
        "places": {"places"}, "times": {"times"}, "quantities": {"quantities"},
        "actors": {"code_2016", "trigger", "markup"},
    }.get(task, set())  # fmt: skip
    assert not hidden & seen.keys()
    if task == "places-given":
        assert seen["places"] == [{"start": 0, "end": 4}]
    if task == "actors":
        assert (seen["actors"], seen["targets"]) == ([{"text": "Chad"}], [{"text": "Peru"}])
    if task == "status":
        assert seen["predicates"] == [{"start": 5, "end": 12}]


@pytest.mark.parametrize("task", TASKS)
def test_every_task_answers_in_its_form(task: str) -> None:
    [answer] = predict(task, [dict(ROW)])
    key = {
        "attribution": "statements",
        "relation": "code",
        "places-given": "places",
        "status": "predicates",
        "copies": "group",
    }.get(task, task)
    assert answer["id"] == "x-1"
    assert answer.keys() == {"id", key}


def test_an_actor_is_found_by_its_words_and_scored_by_its_codes() -> None:
    text = "The Chadian army and IGO troops of the UN met Peru's new president in Lima."
    parties = [("Chadian army", "TCD", "MIL"), ("UN troops", "IGO", "MILxyz"), ("nobody else", "PER", "GOV")]
    gold = {"text": text, "actors": [{"text": w, "code": c, "sector": s} for w, c, s in parties], "targets": []}
    answers: list[dict[str, object] | None] = [
        {"country": "TCD", "sectors": ["GOV"]}, {"country": "UNO", "sectors": ["GOV", "MIL"]}, None,
    ]  # fmt: skip
    assert [[text[s:e] for s, e in actors.places(text, w)] for w, _, _ in parties] == [
        ["Chadian army"], ["UN", "troops"], [],
    ]  # fmt: skip
    figures = actors.score([gold], [{"actors": answers}])
    assert (figures["country"], figures["sector"]) == (66.7, 33.3)
    assert (figures["country no mention (count)"], figures["sector differs (count)"]) == (1.0, 1.0)


def test_an_unknown_task_is_an_error() -> None:
    with pytest.raises(ValueError, match="no task 'weather'"):
        predict("weather", [])


@pytest.fixture
def measured(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> dict[str, float]:
    """One measure of one set, whose figure the test gives."""
    figures = {"f1": 50.0}
    monkeypatch.setattr(gate, "BASELINE", tmp_path / "baseline.json")
    monkeypatch.setattr(gate, "MEASURES", (gate.Measure("times", "times/own.jsonl", ("f1",)),))
    monkeypatch.setattr(gate, "score", lambda measure, rows, gold: dict(figures))
    (tmp_path / "times").mkdir()
    (tmp_path / "times" / "own.jsonl").write_text('{"id": "a"}\n{"id": "b"}\n{"id": "c"}\n{"id": "d"}\n')
    return figures


def floor(tmp_path: Path) -> gate.Pinned:
    """What is pinned."""
    return msgspec.json.decode((tmp_path / "baseline.json").read_bytes(), type=dict[str, gate.Pinned])["times own"]


def test_a_floor_rises_and_falls_only_with_a_reason(measured: dict[str, float], tmp_path: Path) -> None:
    assert gate.gate(tmp_path, pin=True) == 0
    measured["f1"] = 60.0
    assert gate.gate(tmp_path, pin=True) == 0
    measured["f1"] = 55.0
    assert gate.gate(tmp_path) == 1
    assert gate.gate(tmp_path, pin=True) == 1
    assert floor(tmp_path).floors == {"f1": 60.0}
    assert gate.gate(tmp_path, allow_regression="the set was wrong") == 0
    assert (floor(tmp_path).floors, floor(tmp_path).lowered) == ({"f1": 55.0}, "the set was wrong")
    assert gate.gate(tmp_path) == 0


def test_a_floor_is_not_held_against_another_set(measured: dict[str, float], tmp_path: Path) -> None:
    assert gate.gate(tmp_path, pin=True) == 0
    rows = (tmp_path / "times" / "own.jsonl").read_text().replace('"}', '", "more": 1}')
    (tmp_path / "times" / "own.jsonl").write_text(rows)
    assert gate.gate(tmp_path) == 1


def test_a_judged_sample_keeps_no_words(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    gold = tmp_path / "attribution"
    gold.mkdir()
    (gold / "dev.jsonl").write_text(
        '{"id": "a-1", "text": "Kenyan police arrested two men.", "published": "2020-01-02"}'
    )
    sample = precision.SAMPLES["actors"]._replace(kept=tmp_path / "kept.tsv")
    monkeypatch.setitem(precision.SAMPLES, "actors", sample)
    sheet, first, second = (tmp_path / name for name in ("sheet.tsv", "first.tsv", "second.tsv"))
    assert precision.main(tmp_path, ["draw", str(sheet)], "actors") == 0
    head, *rows = (line.split("\t") for line in sheet.read_text().splitlines())
    assert dict(zip(head, rows[0], strict=True))["country"] == "KEN"
    for path, answer in ((first, "y\ty"), (second, "y\tn")):
        path.write_text("".join(f"{row[0]}\t{answer}\n" for row in rows))
    assert precision.main(None, ["keep", str(sheet), str(first), str(second)], "actors") == 0
    assert "arrested" not in sample.kept.read_text()
    figures = precision.figures(sample)
    assert (figures["country"]["mean"], figures["sector"]["mean"], figures["sector"]["agree"]) == (100.0, 50.0, 0.0)
