"""A run: adds what is new, counts what is held, lists what it refused, and survives being killed at any moment."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from onrecord import pipeline
from onrecord.record import Ledger
from onrecord.record.export import jsonl
from onrecord.run import Summary, annotated, run
from onrecord.settings import Settings
from tests.stand_in import StandIn

ROOT = Path(__file__).parents[1]
STORY = (
    "The minister of Orvania said on Tuesday that number {n} of the convoys had left the port of Selm for the north."
)


@pytest.fixture(autouse=True)
def stand_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "Pipeline", StandIn)


def line(n: int, **more: Any) -> str:
    said = {"text": STORY.format(n=n), "publisher": "Post", "published": "2021-11-30", "title": f"Convoy {n}"}
    return json.dumps(said | more) + "\n"


def lines(path: Path, *several: str) -> Path:
    path.write_text("".join(several), encoding="utf-8")
    return path


def went(path: Path, *sources: Path, **how: Any) -> tuple[Summary, list[str]]:
    """What a run over `sources` into the ledger at `path` says, and what the ledger then exports."""
    with Ledger(path, new=True) as ledger:
        summary = run(sources, ledger, **how)
        return summary, list(jsonl(ledger))


def test_a_run_counts_what_it_did(tmp_path: Path) -> None:
    source = lines(tmp_path / "a.jsonl", line(1), line(2), line(1), "{broken\n", line(3, text="unreadable " + STORY))
    summary, written = went(tmp_path / "x.ledger", source)
    assert (summary.read, summary.added, summary.copies) == (4, 2, 1)
    assert (summary.statements, summary.events, summary.disputes) == (2, 2, 0)
    assert [r.reason.partition(":")[0] for r in summary.refused][-1] == "could not be annotated"
    assert len(summary.refused) == 2
    assert sum('"type":"document"' in w for w in written) == 2


def test_a_sentence_that_was_not_read_is_listed_and_its_report_kept(tmp_path: Path) -> None:
    source = lines(tmp_path / "a.jsonl", line(1, text="garbled " + STORY))
    summary, written = went(tmp_path / "x.ledger", source)
    assert (summary.added, summary.statements) == (1, 1)
    assert [r.reason for r in summary.refused] == ["the sentence at 0-9 could not be annotated"]
    assert sum('"type":"document"' in w for w in written) == 1
    with Ledger(tmp_path / "x.ledger") as ledger:
        assert [(r.source, r.reason) for r in ledger.refused()] == [
            ("Convoy 1", "the sentence at 0-9 could not be annotated")
        ]


def test_running_again_adds_nothing(tmp_path: Path) -> None:
    source = lines(tmp_path / "a.jsonl", *(line(n) for n in range(20)), "{broken\n")
    _, first = went(tmp_path / "x.ledger", source)
    before = (tmp_path / "x.ledger").read_bytes()
    summary, second = went(tmp_path / "x.ledger", source)
    assert (summary.read, summary.added, summary.copies) == (20, 0, 20)
    assert second == first
    assert (tmp_path / "x.ledger").read_bytes() == before


def test_more_reports_add_only_theirs(tmp_path: Path) -> None:
    one, two = lines(tmp_path / "a.jsonl", line(1)), lines(tmp_path / "b.jsonl", line(1), line(2))
    _, first = went(tmp_path / "x.ledger", one)
    summary, second = went(tmp_path / "x.ledger", one, two)
    assert (summary.added, summary.copies, summary.statements) == (1, 2, 1)
    assert set(first) < set(second)


def test_the_order_of_the_sources_does_not_show(tmp_path: Path) -> None:
    url = "https://example.org/1"
    one = lines(tmp_path / "a.jsonl", line(1, url=url, authors=["B"]), line(2), line(3, url="https://example.org/3"))
    two = lines(tmp_path / "b.jsonl", line(1, url=url, authors=["A"]), line(1, url=url, published="2021-11-29"))
    three = lines(tmp_path / "c.jsonl", line(4, url="https://example.org/3", published="2021-12-03"))
    orders = [(one, two, three), (three, two, one), (two, one, three)]
    at_once = [went(tmp_path / f"{n}.ledger", *order)[1] for n, order in enumerate(orders)]
    for n, order in enumerate(orders):
        for each in order:
            _, written = went(tmp_path / f"each-{n}.ledger", each)
        at_once.append(written)
    assert all(written == at_once[0] for written in at_once)
    documents = [json.loads(w) for w in at_once[0] if '"type":"document"' in w]
    assert [d["published"] for d in documents if d["url"] == url] == ["2021-11-29"]
    assert [bool(d["replaces"]) for d in documents if d["url"] == "https://example.org/3"] == [False, True]


def test_the_same_bytes_under_another_date_are_no_second_report(tmp_path: Path) -> None:
    source = tmp_path / "a.txt"
    source.write_text(STORY.format(n=1), encoding="utf-8")
    went(tmp_path / "x.ledger", source)
    summary, written = went(tmp_path / "x.ledger", source, published="2021-11-30")
    assert (summary.added, summary.copies, summary.redated) == (0, 1, 1)
    assert sum('"type":"document"' in w for w in written) == 1


def test_one_text_in_two_papers_is_two_reports(tmp_path: Path) -> None:
    source = lines(tmp_path / "a.jsonl", line(1), line(1, publisher="Gazette"))
    assert went(tmp_path / "x.ledger", source)[0].added == 2


def test_a_ledger_in_its_own_sources_is_passed_over(tmp_path: Path) -> None:
    lines(tmp_path / "a.jsonl", line(1))
    went(tmp_path / "x.ledger", tmp_path)
    summary, _ = went(tmp_path / "x.ledger", tmp_path)
    assert (summary.copies, summary.refused) == (1, ())


def test_a_ledger_in_its_sources_is_known_under_another_name(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    lines(tmp_path / "in" / "a.jsonl", line(1))
    (tmp_path / "link").symlink_to("in")
    went(tmp_path / "in" / "x.ledger", tmp_path / "in")
    summary, _ = went(tmp_path / "in" / "x.ledger", tmp_path / "link")
    assert (summary.copies, summary.refused) == (1, ())


def test_a_day_that_is_none_is_said_to_be_so(tmp_path: Path) -> None:
    with Ledger(tmp_path / "x.ledger", new=True) as ledger, pytest.raises(ValueError, match="'Tuesday' is no date"):
        run([tmp_path], ledger, published="Tuesday")


def test_half_a_character_costs_its_report_alone(tmp_path: Path) -> None:
    source = lines(tmp_path / "a.jsonl", line(1), line(2).replace("Convoy 2", "Convoy \\ud800"), line(3))
    summary, _ = went(tmp_path / "x.ledger", source)
    assert (summary.added, len(summary.refused)) == (2, 1)


def test_refusals_stand_in_the_ledger(tmp_path: Path) -> None:
    went(tmp_path / "x.ledger", lines(tmp_path / "a.jsonl", "{broken\n"), tmp_path / "none.txt")
    with Ledger(tmp_path / "x.ledger") as ledger:
        assert [Path(r.source.split()[0]).name for r in ledger.refused()] == ["a.jsonl", "none.txt"]


def test_progress_is_told_report_by_report(tmp_path: Path) -> None:
    told: list[Summary] = []
    went(tmp_path / "x.ledger", lines(tmp_path / "a.jsonl", line(1), line(2), line(1)), progress=told.append)
    assert (told[-1].read, told[-1].added, told[-1].copies) == (3, 2, 1)


def test_a_report_can_be_read_without_a_ledger(tmp_path: Path) -> None:
    source = lines(tmp_path / "a.jsonl", line(1), "{broken\n")
    refused, read = annotated(source, None, Settings())
    assert not isinstance(refused, tuple)
    assert isinstance(read, tuple)
    assert [m.component for m in read[1]] == ["read", "hand"]


@pytest.mark.parametrize("after", [0, 9, 29])
def test_a_run_that_is_killed_leaves_whole_reports_and_is_completed(tmp_path: Path, after: int) -> None:
    source = lines(tmp_path / "a.jsonl", *(line(n) for n in range(30)))
    path = tmp_path / "x.ledger"
    command = [sys.executable, "-m", "tests.stand_in", "run", str(source), "-o", str(path)]
    here = os.environ | {"PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}", "ONRECORD_KILL_AFTER": str(after)}
    killed = subprocess.run(command, cwd=ROOT, env=here, capture_output=True, check=False)
    assert killed.returncode == -9, killed.stderr
    with Ledger(path) as ledger:
        held = ledger.counts()
        assert held["documents"] == held["statements"] == held["events"] <= after
        assert after - held["documents"] < 8
    summary, written = went(path, source)
    assert (summary.added, summary.copies) == (30 - held["documents"], held["documents"])
    assert written == went(tmp_path / "whole.ledger", source)[1]
