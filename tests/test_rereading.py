"""Reports that are held are read again by the reader of now: rows become versions, and nothing is lost on the way."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from typer.testing import CliRunner, Result

from onrecord import pipeline
from onrecord.cli import app
from onrecord.data import Document, Event, Page, Refusal
from onrecord.record import Ledger, LedgerError
from onrecord.record.export import jsonl
from onrecord.rereading import Reread, reread
from tests.stand_in import NEWER, Newer, StandIn
from tests.test_run import ROOT, line, lines, went


@pytest.fixture(autouse=True)
def stand_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "Pipeline", StandIn)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """A ledger of twenty reports as the reader of before had them."""
    went(
        tmp_path / "x.ledger",
        lines(tmp_path / "a.jsonl", *(line(n, url=f"https://example.org/{n}") for n in range(20))),
    )
    with Ledger(tmp_path / "x.ledger") as opened:
        yield opened


@pytest.fixture
def newer(monkeypatch: pytest.MonkeyPatch, ledger: Ledger) -> None:
    """The reader is another one from now on."""
    monkeypatch.setattr(pipeline, "Pipeline", Newer)


def call(*words: object) -> Result:
    return CliRunner().invoke(app, [str(w) for w in words])


def said(summary: Reread) -> tuple[int, ...]:
    return summary.read, summary.current, summary.new, summary.gone, summary.changed, summary.same


@pytest.mark.usefixtures("newer")
def test_all_that_an_older_reader_read_is_read_again(ledger: Ledger) -> None:
    told: list[Reread] = []
    before = {e.id for e in ledger.events()}
    assert said(reread(ledger, progress=told.append)) == (20, 0, 20, 0, 20, 20)
    assert [t.read for t in told] == list(range(1, 21))
    assert {(e.mode, e.by) for e in ledger.events() if e.id in before} == {("supply", NEWER.key)}
    assert {len(ledger.history(key).versions) for key in before} == {2}
    runs = len(list(ledger.runs()))
    assert said(reread(ledger)) == (0, 20, 0, 0, 0, 0)
    assert len(list(ledger.runs())) == runs
    with ledger.after(1) as then:
        assert {e.id for e in then.events()} == before


def test_reports_that_the_reader_of_now_read_are_passed_over(ledger: Ledger) -> None:
    written = list(jsonl(ledger))
    assert said(reread(ledger)) == (0, 20, 0, 0, 0, 0)
    assert list(jsonl(ledger)) == written


@pytest.mark.usefixtures("newer")
def test_it_gives_the_ledger_that_the_new_reader_would_have_made(ledger: Ledger, tmp_path: Path) -> None:
    reread(ledger)
    _, anew = went(tmp_path / "new.ledger", tmp_path / "a.jsonl")
    held = [one for one in jsonl(ledger) if '"type":"maker"' not in one]
    assert held == [one for one in anew if '"type":"maker"' not in one]


@pytest.mark.usefixtures("newer")
def test_only_some_are_read_again(ledger: Ledger) -> None:
    first = ledger.ids()[0]
    assert said(reread(ledger, [first, "https://example.org/7"]))[:2] == (2, 0)
    assert said(reread(ledger, [first, *ledger.ids()[1:3]]))[1] >= 1
    with pytest.raises(KeyError, match="the ledger holds no report nothing"):
        reread(ledger, [first, "nothing"])


@pytest.mark.usefixtures("newer")
def test_a_report_that_finds_nothing_counts_by_who_read_it(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    class Blind(Newer):
        def annotate(self, documents: Iterable[Document]) -> Iterator[Page | Refusal]:
            for page in super().annotate(documents):
                assert isinstance(page, Page)
                yield msgspec.structs.replace(page, statements=(), events=())

    monkeypatch.setattr(pipeline, "Pipeline", Blind)
    assert said(reread(ledger)) == (20, 0, 0, 40, 0, 0)
    assert said(reread(ledger)) == (0, 20, 0, 0, 0, 0)


@pytest.mark.usefixtures("newer")
def test_what_analysts_said_stands(ledger: Ledger) -> None:
    rejected, corrected = list(ledger.events())[:2]
    with ledger.judging("Ada") as session:
        session.judge(rejected.id, "reject", "no")
        session.judge(corrected.id, "correct", "so", {"status": "planned"})
    reread(ledger)
    assert ledger.finding(rejected.id) is None
    found = ledger.finding(corrected.id)
    assert isinstance(found, Event) and (found.status, found.mode) == ("planned", "supply")


@pytest.mark.usefixtures("newer")
def test_a_report_that_can_no_longer_be_read_stands_as_it_did(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    class Choosy(Newer):
        def annotate(self, documents: Iterable[Document]) -> Iterator[Page | Refusal]:
            for n, page in enumerate(super().annotate(documents)):
                yield Refusal(source="it", reason="could not be annotated: too odd") if n == 5 else page

    monkeypatch.setattr(pipeline, "Pipeline", Choosy)
    result = call("reread", ledger.path)
    assert result.exit_code == 1, result.output
    assert "19 reports read again" in result.stdout and "it: could not be annotated: too odd" in result.stdout
    assert len(list(ledger.events())) == 39
    assert [r.source for r in ledger.refused()] == ["it"]
    monkeypatch.setattr(pipeline, "Pipeline", Newer)
    assert said(reread(ledger))[:2] == (1, 19)


@pytest.mark.parametrize("after", [0, 9, 19])
@pytest.mark.usefixtures("newer")
def test_a_reading_that_is_killed_is_completed_by_the_next(ledger: Ledger, after: int, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.stand_in", "reread", str(ledger.path)]
    here = os.environ | {"PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}", "ONRECORD_KILL_AFTER": str(after)}
    killed = subprocess.run(command, cwd=ROOT, env=here | {"ONRECORD_NEWER": "1"}, capture_output=True, check=False)
    assert killed.returncode == -9, killed.stderr
    done = 20 - len(ledger.older(Newer.makers)[0])
    assert done <= after and after - done < 8
    assert said(reread(ledger))[:2] == (20 - done, done)
    _, anew = went(tmp_path / "new.ledger", tmp_path / "a.jsonl")
    held = [one for one in jsonl(ledger) if '"type":"maker"' not in one]
    assert held == [one for one in anew if '"type":"maker"' not in one]


def test_a_view_and_an_empty_ledger(ledger: Ledger, tmp_path: Path) -> None:
    with ledger.as_of("2021-11-30") as then, pytest.raises(LedgerError, match="cannot be written to"):
        reread(then)
    with Ledger(tmp_path / "none.ledger", new=True) as empty:
        assert said(reread(empty)) == (0, 0, 0, 0, 0, 0)
    result = call("reread", tmp_path / "none.ledger")
    assert (result.exit_code, result.stdout) == (0, f"{tmp_path / 'none.ledger'} holds no report\n")


# ------------------------------------------------------------------------------------------------- the command line


@pytest.mark.usefixtures("newer")
def test_a_run_says_how_many_reports_an_older_reader_read(ledger: Ledger, tmp_path: Path) -> None:
    note = "20 of them were read by another reader or codebook; read them again: onrecord reread"
    for source in (tmp_path / "a.jsonl", lines(tmp_path / "b.jsonl", line(99))):  # with nothing new, and with something
        assert note in " ".join(call("run", source, "-o", ledger.path).stdout.split())
    result = call("reread", ledger.path)
    assert result.exit_code == 0
    told = " ".join(result.stdout.split())
    assert "20 reports read again; 1 passed over, which the reader of now had read" in told
    assert "rows: 20 new, 0 gone, 20 changed, 20 the same" in told and "disputed pair" in told
    assert "another reader" not in call("run", tmp_path / "a.jsonl", "-o", ledger.path).stdout


@pytest.mark.parametrize(
    ("words", "wrong"),
    [
        (["nothing"], "the ledger holds no report nothing"),
        (["--settings", "none.toml"], "none.toml could not be opened"),
    ],
)
def test_bad_words_are_one_line(ledger: Ledger, words: list[str], wrong: str) -> None:
    result = call("reread", ledger.path, *words)
    assert (result.exit_code, wrong in " ".join(result.output.split()), "Traceback" in result.output) == (
        2,
        True,
        False,
    ), result.output
    assert call("reread", "none.ledger").exit_code == 2


def test_a_ledger_of_before_tells_who_read_its_reports_again(tmp_path: Path, ledger: Ledger, monkeypatch: Any) -> None:
    """A ledger that was made before the readings were kept is brought up to date with what its rows tell."""
    import sqlite3

    monkeypatch.setattr(pipeline, "Pipeline", Newer)
    reread(ledger, ledger.ids()[:5])
    ledger.close()
    connection = sqlite3.connect(ledger.path, isolation_level=None)
    connection.execute("DROP TABLE readings")
    connection.execute("UPDATE alembic_version SET version_num = '3'")
    connection.execute("PRAGMA user_version = 3")
    connection.close()
    with Ledger(ledger.path) as opened:
        assert opened.older(Newer.makers)[1] == 5
