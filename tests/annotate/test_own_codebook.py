"""A codebook of one's own: its types are found, told, checked and recorded; its mistakes are told at start."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from onrecord.annotate.events.own import Finder
from onrecord.annotate.parse import Parser
from onrecord.cli import app
from onrecord.codebooks.own import own
from onrecord.data import Page
from onrecord.pipeline import Annotator, builtin
from onrecord.settings import Settings, read

# OBSERVE by patterns, its mode and SALUTE by what their examples mark.
OWN = """
[types.OBSERVE]
definition = "Sends people who watch an election."
quad = "material cooperation"
score = 4.0
verbs = ["observe election|vote", "send observer|monitor"]
nouns = ["observer mission"]
examples = ["[Norway|a] [sent observers|e] to [Denmark|t]."]

[types.OBSERVE.modes.report]
definition = "Says how the vote was."
examples = ["[Norway|a] [certified the vote|e] in [Denmark|t]."]

[types.SALUTE]
definition = "Honours another state with a flag or a salvo."
quad = "verbal cooperation"
score = 2
examples = ["[Norway|a] [hoisted the flag|e] of [Denmark|t].", "[Norway|a] [has fired two salutes for|e] [Denmark|t]."]

[contexts.fishing]
definition = "Fish, and the rights to them."
words = ["fish", "trawler"]
example = "[Norway|a] [criticised|e] [Denmark|t] over a trawler."
"""


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A settings file that names the codebook beside it."""
    path = tmp_path_factory.mktemp("own") / "onrecord.toml"
    path.write_text('codebook = "own.toml"\n', encoding="utf-8")
    path.with_name("own.toml").write_text(OWN, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def chain(settings: Path) -> Sequence[Annotator]:
    return builtin(read(settings))


def call(*words: object) -> Result:
    return CliRunner().invoke(app, [str(w) for w in words])


def named(page: Page, code: str) -> list[tuple[str | None, str]]:
    """Mode and words of the events of a type."""
    return [(e.mode, e.span.quote) for e in page.events if e.code == code]


# ------------------------------------------------------------------------------------------------------- what is found


@pytest.mark.parametrize(
    ("text", "code", "mode", "words"),
    [
        ("Norway sent 40 election observers to Moldova.", "OBSERVE", None, "sent 40 election observers"),
        ("Ghana will observe the vote in Togo.", "OBSERVE", None, "observe the vote"),
        ("An observer mission of Ghana reached Togo.", "OBSERVE", None, "observer mission"),
        ("Ghana certified yesterday's vote in Togo.", "OBSERVE", "report", "certified yesterday's vote"),
        ("The vote in Togo was certified by Ghana.", "OBSERVE", "report", "certified"),
        ("The flag of Togo was hoisted in Ghana.", "SALUTE", None, "hoisted"),
        ("Ghana's navy fired its salutes for Togo.", "SALUTE", None, "fired its salutes"),
    ],
)
def test_own_types_are_found(
    annotated: Callable[..., Page], chain: Sequence[Annotator], text: str, code: str, mode: str | None, words: str
) -> None:
    page = annotated(text, chain)
    assert named(page, code) == [(mode, words)]
    [event] = [e for e in page.events if e.code == code]
    assert event.score == 0.6
    assert event.actors or event.targets
    inside = range(event.span.start, event.span.end)
    assert [e for e in page.events if e.span.start in inside] == [event]


def test_words_that_a_pattern_does_not_name_are_left_alone(
    annotated: Callable[..., Page], chain: Sequence[Annotator]
) -> None:
    text = "Ghana sent troops to Togo, fired missiles at Mali and raised its flag. Benin observed the storm."
    alone, both = annotated(text, builtin()), annotated(text, chain)
    found = [[(e.code, e.mode, e.span, e.status, e.score) for e in page.events] for page in (alone, both)]
    assert found[0] == found[1]
    assert found[0]


def test_own_contexts_join_those_of_plover(annotated: Callable[..., Page], chain: Sequence[Annotator]) -> None:
    page = annotated("Norway sent observers to Denmark to watch an election aboard a trawler.", chain)
    [event] = [e for e in page.events if e.code == "OBSERVE"]
    assert {"fishing", "election"} <= set(event.contexts)


def test_a_given_deed_takes_the_place_of_what_the_model_finds_there(
    annotated: Callable[..., Page], parser: Parser, tmp_path: Path
) -> None:
    path = tmp_path / "own.toml"
    path.write_text(OWN + LIKE_ASSAULT, encoding="utf-8")
    text = "Ghana bombed Togo on Monday."
    assert [e.code for e in annotated(text, builtin()).events] == ["ASSAULT"]
    page = annotated(text, builtin(Settings(codebook=str(path))))
    assert [(e.code, e.mode, e.score) for e in page.events] == [("BOMBING", None, 0.6)]


LIKE_ASSAULT = """
[types.BOMBING]
definition = "Bombs."
quad = "material conflict"
score = -9
examples = ["[Norway|a] [bombed|e] [Denmark|t]."]
"""


def test_the_maker_names_the_codebook(settings: Path, chain: Sequence[Annotator]) -> None:
    asset = chain[-1].maker.codebooks[-1]
    assert asset.name == "own.toml"
    assert asset.sha256 == hashlib.sha256(OWN.encode()).hexdigest()
    assert builtin()[-1].maker.key != chain[-1].maker.key


# ---------------------------------------------------------------------------------------------------- the command line


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "report.txt"
    path.write_text("Ghana sent observers to Togo on 2 March 2023.\n", encoding="utf-8")
    return path


def test_a_report_is_annotated_with_own_types(settings: Path, report: Path) -> None:
    result = call("annotate", report, "--settings", settings, "--format", "json", "--published", "2023-03-03")
    assert result.exit_code == 0, result.output
    assert [e["code"] for e in json.loads(result.stdout)["events"]] == ["OBSERVE"]
    assert "OBSERVE" in call("annotate", report, "--settings", settings).stdout
    assert "OBSERVE" not in call("annotate", report).stdout


def test_a_ledger_holds_shows_counts_and_exports_own_types(settings: Path, report: Path, tmp_path: Path) -> None:
    ledger = tmp_path / "x.ledger"
    made = call("run", report, "-o", ledger, "--settings", settings, "--published", "2023-03-03")
    assert made.exit_code == 0, made.output
    assert "OBSERVE" in call("show", ledger, "--code", "observe").stdout
    for form in ("jsonl", "csv"):
        assert "OBSERVE" in call("export", ledger, "--format", form).stdout
    assert hashlib.sha256(OWN.encode()).hexdigest() in call("export", ledger).stdout
    rows = json.loads(call("count", ledger, "--by", "code", "--format", "json", "--status", "any").stdout)
    assert rows == [{"code": "OBSERVE", "events": 1}]
    assert call("count", ledger, "--scores", "--sparse").exit_code == 0


def test_the_codebook_lists_own_types(settings: Path) -> None:
    text = call("codebook", "--settings", settings).stdout
    assert all(f"\n  {code} " in text for code in ("OBSERVE", "SALUTE", "ASSAULT"))
    assert text.count("your own") == 2
    assert text.count("material cooperation\n") == 1
    assert "OBSERVE" not in call("codebook").stdout
    page = " ".join(call("codebook", "observe", "--settings", settings).stdout.split())
    told = (
        "score +4.0 · your own",
        "Sends people",
        "sent observers: Norway → Denmark",
        "verbs: observe election|vote,",
    )
    assert all(words in page for words in (*told, "report Says how", "named by the words that its examples mark"))
    types = json.loads(call("codebook", "salute", "--format", "json", "--settings", settings).stdout)
    assert [len(t["examples"]) for t in types] == [2]
    assert "fishing" in call("codebook", "--contexts", "--settings", settings).stdout


def test_check_reads_every_example(settings: Path) -> None:
    result = call("codebook", "--check", "--settings", settings, "--format", "json")
    checks = json.loads(result.stdout)
    assert [c["of"] for c in checks] == ["OBSERVE", "OBSERVE report", "SALUTE", "SALUTE", "context fishing"]
    assert all(c["found"] for c in checks[:4])
    assert result.exit_code == (0 if all(c["right"] for c in checks) else 1)
    told = call("codebook", "--check", "--settings", settings).stdout
    assert f"{sum(c['right'] for c in checks)} of 5 examples coded as marked" in told


def test_check_tells_what_is_not_coded_so(tmp_path: Path) -> None:
    (tmp_path / "onrecord.toml").write_text('codebook = "own.toml"\n', encoding="utf-8")
    wrong = OWN.replace("sent observers|e] to", "dispatched a choir|e] to").replace("[Norway|a] [hoisted", "[hoisted")
    (tmp_path / "own.toml").write_text(wrong, encoding="utf-8")
    result = call("codebook", "--check", "--settings", tmp_path / "onrecord.toml")
    assert result.exit_code == 1
    lines = result.stdout.splitlines()
    assert lines[0].split() == ["OBSERVE", "no", "Norway", "dispatched", "a", "choir", "to", "Denmark."]
    assert lines[1].split(maxsplit=1)[1] == "OBSERVE, dispatched a choir: Norway → Denmark"
    assert lines[2].startswith(" " * 19 + "     found: ")


# ------------------------------------------------------------------------------------------------------------ mistakes


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("material cooperation", "kind", "types.OBSERVE.quad: "),
        ("[contexts.fishing]", "[contexts.military]", "contexts.military: PLOVER has this context already"),
        ('"trawler"]', '"fishing boat"]', "contexts.fishing.words: 'fishing boat': one word is wanted"),
        ("[criticised|e]", "criticised", "contexts.fishing.example: "),
        ("[sent observers|e]", "[ |e]", "types.OBSERVE.examples: "),
        ("Bombs.", "\\u001b[2J", "holds a control character"),
    ],
)
@pytest.mark.parametrize("command", [["run", "x", "-o", "x.ledger"], ["annotate", "x"], ["codebook"]])
def test_a_mistake_is_told_at_start(tmp_path: Path, command: list[str], old: str, new: str, said: str) -> None:
    (tmp_path / "onrecord.toml").write_text('codebook = "own.toml"\n', encoding="utf-8")
    (tmp_path / "own.toml").write_text((OWN + LIKE_ASSAULT).replace(old, new), encoding="utf-8")
    result = call(*command, "--settings", tmp_path / "onrecord.toml")
    assert (result.exit_code, said in result.output) == (2, True), result.output
    assert "own.toml: " in result.output and len(result.output.splitlines()) == 1
    assert not Path("x.ledger").exists()


@pytest.mark.parametrize("command", [["annotate", "x"], ["codebook", "--check"]])
def test_a_codebook_that_is_not_there_is_told(tmp_path: Path, command: list[str]) -> None:
    (tmp_path / "onrecord.toml").write_text('codebook = "none.toml"\n', encoding="utf-8")
    result = call(*command, "--settings", tmp_path / "onrecord.toml")
    assert result.exit_code == 2
    assert "none.toml could not be opened" in result.output


def test_a_check_wants_a_codebook(settings: Path) -> None:
    result = call("codebook", "--check")
    assert (result.exit_code, "nothing to check" in result.output) == (2, True)
    assert call("codebook", "AID", "--check", "--settings", settings).exit_code == 2


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "[hoisted the flag|e]",
            "[The mission began|e] as [Togo|a] hoisted the flag",
            "no pattern can be made of 'The ",
        ),
        ("[hoisted the flag|e] of", "[happily|e] hoisted the flag of", "no pattern can be made of 'happily'"),
        (
            "[hoisted the flag|e]",
            "[certified a vote|e] again",
            "'certify vote' stands in types.OBSERVE.modes.report too",
        ),
    ],
)
def test_an_example_of_which_no_pattern_can_be_made(
    parser: Parser, tmp_path: Path, old: str, new: str, said: str
) -> None:
    path = tmp_path / "own.toml"
    path.write_text(OWN.replace(old, new), encoding="utf-8")
    with pytest.raises(ValueError, match=r"own\.toml: types\.SALUTE") as error:
        Finder(own(path), parser)
    assert said in str(error.value)
