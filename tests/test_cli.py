"""The command line: what it prints where, what its exit codes say, and what it does not import."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from onrecord import pipeline, weighing
from onrecord.cli import app
from onrecord.record import Ledger
from tests.record.made import RUN, page, rival
from tests.stand_in import StandIn
from tests.test_run import line, lines

ROOT = Path(__file__).parents[1]


@pytest.fixture(autouse=True)
def stand_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "Pipeline", StandIn)


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    path = tmp_path / "x.ledger"
    with Ledger(path, new=True) as opened:
        opened.add([page(), rival()], RUN)
        weighing.weigh(opened)
    return path


def call(*words: object) -> Result:
    return CliRunner().invoke(app, [str(w) for w in words])


def test_run_says_what_it_did(tmp_path: Path) -> None:
    source = lines(tmp_path / "a.jsonl", line(1), line(2), line(1))
    result = call("run", source, "-o", tmp_path / "x.ledger")
    assert result.exit_code == 0, result.stderr
    assert result.stdout.splitlines() == [
        "3 reports read: 2 new, 1 copy of a report already held",
        "2 statements and 2 events found in the new ones",
        "0 refused",
        f"{tmp_path / 'x.ledger'} holds 2 reports, 0 disputed pairs of accounts; "
        f"read it: onrecord show {tmp_path / 'x.ledger'}",
    ]
    again = call("run", source, "-o", tmp_path / "x.ledger")
    assert (again.exit_code, again.stdout.splitlines()[0]) == (
        0,
        "3 reports read: 0 new, 3 copies of a report already held",
    )


def test_a_long_run_tells_how_far_it_is_in_plain_lines(tmp_path: Path) -> None:
    source = lines(tmp_path / "a.jsonl", *(line(n) for n in range(210)))
    told = call("run", source, "-o", tmp_path / "x.ledger").stderr.splitlines()
    assert [each.partition(" recorded")[0].split()[-1] for each in told] == ["104", "200"]


def test_what_was_refused_is_listed_and_the_exit_code_says_so(tmp_path: Path) -> None:
    source = lines(tmp_path / "a.jsonl", line(1), "{broken\n")
    some = call("run", source, "-o", tmp_path / "x.ledger")
    assert some.exit_code == 1
    assert f"  {source} line 2: " in some.stdout
    assert call("run", tmp_path / "none.txt", "-o", tmp_path / "y.ledger").exit_code == 2
    assert "1 refused:" in call("run", tmp_path / "none.txt", "-o", tmp_path / "y.ledger").stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["show", "none.ledger"], "error: there is no ledger none.ledger"),
        (["search", "{ledger}", "—"], "error: '—' holds no word to search for"),
        (["export", "{ledger}", "--format", "parquet"], "name a file or folder with -o"),
        (["export", "{ledger}", "-o", "{ledger}"], "is the ledger itself"),
        (["show", "{ledger}", "--status", "maybe"], "'maybe' is none of actual"),
        (["show", "{ledger}", "--since", "Tuesday"], "'Tuesday' is no date"),
        (["show", "{ledger}", "--limit", "0"], "--limit"),
        (["show", "{ledger}", "--actor", ""], "error: '' holds no word of a name, and no code"),
        (["export", "{ledger}", "-o", "no/folder/x.jsonl"], "error: no/folder/x.jsonl could not be opened or made: No"),
        (["run", "x", "-o", "{ledger}", "--published", "2021-13-01"], "is no date"),
        (["run", "x", "-o", "{ledger}", "--published", "2021-W48"], "is no date"),
        (["run", "x", "-o", "{ledger}", "--settings", "none.toml"], "none.toml"),
        (["run", "x", "-o", "no/folder/x.ledger"], "there is no folder"),
        (["run", "x", "-o", __file__], "is no ledger: it is some other kind of file"),
        (
            ["show", "{ledger}", "--since", "2021-12-02", "--until", "2021-12-01"],
            "error: since 2021-12-02 until 2021-12",
        ),
        (
            ["show", "{ledger}", "--since", "2021-12-02", "--until", "2021-12-01", "--format", "json"],
            "error: since 2021",
        ),
        (["count", "{ledger}", "--since", "2021-12-02", "--until", "2021-12-01"], "later than the last"),
        (["gazetteer", "build", "-o", "no/folder/x.gaz"], "error: no/folder/x.gaz cannot be made: there is no folder"),
        (["nothing"], "No such command"),
        ([], "Usage"),
    ],
)
def test_what_a_user_can_mend_is_one_line_and_exit_code_2(ledger: Path, words: list[str], said: str) -> None:
    result = call(*(w.format(ledger=ledger) for w in words))
    assert result.exit_code == 2
    assert said in result.output
    assert "Traceback" not in result.output
    if result.output.startswith("error"):
        assert len(result.output.splitlines()) == 1


def test_a_run_that_reads_nothing_leaves_no_new_ledger(ledger: Path, tmp_path: Path) -> None:
    new = tmp_path / "new.ledger"
    before = sorted(tmp_path.iterdir())
    nothing = call("run", tmp_path / "nosuch", "-o", new)
    assert (nothing.exit_code, "1 refused:" in nothing.stdout, str(new) in nothing.stdout) == (2, True, False)
    assert sorted(tmp_path.iterdir()) == before
    assert call("run", tmp_path / "nosuch", "-o", ledger).exit_code == 2
    assert "holds 2 reports" in call("run", tmp_path / "nosuch", "-o", ledger).stdout


def test_a_wrong_setting_is_named(ledger: Path, tmp_path: Path) -> None:
    (tmp_path / "onrecord.toml").write_text("pareser = 'x'\n", encoding="utf-8")
    result = call("run", "x", "-o", ledger, "--settings", tmp_path / "onrecord.toml")
    assert (result.exit_code, "pareser" in result.stderr) == (2, True)


def test_show_prints_the_sheet_and_takes_every_filter(ledger: Path) -> None:
    assert call("show", ledger).stdout.count("word of") == 4
    wanted = [
        "--actor", "Orvania", "--speaker", "Corvin", "--code", "mobilize", "--status", "actual", "--place", "Selm",
        "--publisher", "karsian", "--since", "2021-11-30", "--until", "2021-11-30", "--least-score", "0.5",
    ]  # fmt: skip
    only = call("show", ledger, *wanted)
    assert only.stdout.count("word of") == 1
    assert "DISPUTED" in only.stdout
    assert call("show", ledger, "--limit", 3).stdout.count("score 0.80") == 3
    assert call("show", ledger, "--target", "Orvania").stdout.count("COERCE") == 2
    assert call("show", ledger, "--actor", "Nobody").stdout == "No row is like that.\n"


@pytest.mark.parametrize(
    ("words", "count"),
    [
        (["show", "--actor", "Orvania"], 2),
        (["disputes"], 1),
        (["search", "crossing"], 2),
        (["show", "--code", "AID"], 0),
    ],
)
def test_json_is_one_array(ledger: Path, words: list[str], count: int) -> None:
    command, *rest = words
    result = call(command, ledger, *rest, "--format", "json")
    assert len(json.loads(result.stdout)) == count


@pytest.mark.parametrize("command", ["show", "count"])
def test_a_type_that_there_is_not_is_an_error_with_the_choices(ledger: Path, command: str) -> None:
    wrong = call(command, ledger, "--code", "FOO")
    assert (wrong.exit_code, wrong.stdout) == (2, "")
    assert "'FOO' is no type" in wrong.stderr and "MOBILIZE" in wrong.stderr


def test_counts_go_to_no_file_of_another_kind(ledger: Path, tmp_path: Path) -> None:
    wrong = call("count", ledger, "-o", tmp_path / "counts.xyz")
    assert (wrong.exit_code, (tmp_path / "counts.xyz").exists()) == (2, False)
    assert ".json" in wrong.stderr


def test_disputes_and_weigh(ledger: Path) -> None:
    assert call("weigh", ledger).stdout.startswith("1 pair of accounts contradict")
    text = call("disputes", ledger).stdout
    assert "about 20,000" in text and "about 9,000" in text and text.count("word of") == 2
    assert call("disputes", ledger, "--limit", 1).stdout == text


@pytest.mark.parametrize(
    "words", [("disputes",), ("export", "--format", "csv", "--table", "occurrences"), ("count", "--of", "occurrences")]
)
def test_what_is_not_weighed_yet_is_said(tmp_path: Path, words: tuple[str, ...]) -> None:
    path = tmp_path / "x.ledger"
    with Ledger(path, new=True) as opened:
        opened.add([page(), rival()], RUN)
    note = f"note: 2 reports are new or judged since the accounts were weighed: onrecord weigh {path}"
    command, *options = words
    assert note in call(command, path, *options).stderr.splitlines()
    assert (
        call("weigh", path).stdout == f"1 pair of accounts contradict each other. See them: onrecord disputes {path}\n"
    )
    assert note not in call(command, path, *options).stderr.splitlines()


def test_weighing_that_finds_no_dispute_sends_nobody_to_see_them(tmp_path: Path) -> None:
    with Ledger(tmp_path / "x.ledger", new=True) as opened:
        opened.add([page()], RUN)
    assert call("weigh", tmp_path / "x.ledger").stdout == "0 pairs of accounts contradict each other.\n"


def test_search_takes_words_and_phrases(ledger: Path) -> None:
    assert call("search", ledger, "port selm", "crossing").stdout.count("REPORT") == 2
    assert call("search", ledger, '"selm port"').stdout == "No report holds these words.\n"
    assert "SAID" in call("search", ledger, "troops").stdout
    assert call("search", ledger, "walrus").stdout == "No report holds these words.\n"


def test_export_goes_to_stdout_or_to_files(ledger: Path, tmp_path: Path) -> None:
    jsonl = call("export", ledger).stdout
    assert all(json.loads(each)["type"] for each in jsonl.splitlines())
    call("export", ledger, "-o", tmp_path / "all.jsonl")
    assert (tmp_path / "all.jsonl").read_text(encoding="utf-8") == jsonl
    assert call("export", ledger, "--format", "csv", "--table", "links").stdout.startswith("a,b,relation")
    call("export", ledger, "--format", "csv", "-o", tmp_path / "csv", "--no-text")
    assert "quote" not in (tmp_path / "csv" / "events.csv").read_text(encoding="utf-8").partition("\n")[0]
    assert call("schema").stdout == (ROOT / "schema/onrecord-1.schema.json").read_text(encoding="utf-8")


def test_annotate_needs_no_ledger(tmp_path: Path) -> None:
    source = lines(tmp_path / "a.jsonl", line(1))
    found = json.loads(call("annotate", source, "--format", "json").stdout)
    assert set(found) == {"document", "mentions", "statements", "events", "makers"}
    assert found["document"]["published"] == "2021-11-30"
    assert "AID" in call("annotate", source).stdout
    missing = call("annotate", tmp_path / "none")
    assert (missing.exit_code, missing.stderr.startswith("refused: ")) == (2, True)
    some = call("annotate", lines(tmp_path / "b.jsonl", line(1), "{broken\n"))
    assert (some.exit_code, "AID" in some.stdout, "line 2" in some.stderr) == (1, True, True)


def test_reading_a_ledger_imports_no_model_and_prints_no_colour(ledger: Path) -> None:
    told = (
        "import sys; from onrecord.cli import main\n"
        f"sys.argv = ['onrecord', 'show', {str(ledger)!r}]\n"
        "try: main()\n"
        "finally: print(sorted({'spacy', 'alembic', 'rich', 'numpy', 'pyarrow'} & set(sys.modules)), file=sys.stderr)"
    )
    here = os.environ | {"PYTHONPATH": str(ROOT / "src"), "PYTHONIOENCODING": "ascii"}
    done = subprocess.run([sys.executable, "-c", told], env=here, capture_output=True, check=True)
    assert done.stderr.decode().strip() == "[]"
    assert "→" in done.stdout.decode("utf-8")
    assert b"\x1b" not in done.stdout


def test_a_reader_that_stops_early_is_no_error(ledger: Path) -> None:
    here = os.environ | {"PYTHONPATH": str(ROOT / "src")}
    command = f"{sys.executable} -m onrecord export {ledger} | head -1"
    done = subprocess.run(["bash", "-c", command], env=here, capture_output=True, check=True)
    assert (done.stdout.count(b"\n"), b"Traceback" in done.stderr) == (1, False)
