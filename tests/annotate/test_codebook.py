"""The PLOVER codebook: it is whole, its pages print, its examples are read as they say; and a user's own."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import get_args

import pytest
from typer.testing import CliRunner

from onrecord import codebooks
from onrecord.cli import app
from onrecord.codebooks.own import OwnMode, own
from onrecord.codebooks.pages import GUTTER
from onrecord.codebooks.plover import MARKED, Quad, example, plover
from onrecord.data import Event, Page
from onrecord.pipeline import Annotator, builtin
from tests import bracketed

TYPES = plover().types
CONTEXTS = plover().contexts


def examples() -> Iterator[tuple[str, str, str | None, str]]:
    """Name, code, mode and sentence of each example of a type or mode."""
    for code, kind in TYPES.items():
        yield code, code, None, kind.example
        for mode, of in kind.modes.items():
            yield f"{code}-{mode}", code, mode, of.example


# ------------------------------------------------------------------------------------------------------------- the data


def test_the_sixteen_types_stand_in_their_quads() -> None:
    counts = {quad: sum(t.quad == quad for t in TYPES.values()) for quad in get_args(Quad)}
    assert counts == {
        "verbal cooperation": 4,
        "material cooperation": 3,
        "verbal conflict": 4,
        "material conflict": 5,
    }
    assert TYPES["SANCTION"].quad == "material conflict"


@pytest.mark.parametrize("code", TYPES)
def test_every_type_has_all_fields(code: str) -> None:
    kind = TYPES[code]
    assert kind.definition.endswith(".") and kind.cameo and kind.boundary
    assert (kind.score >= 0) == ("cooperation" in kind.quad or code == "REQUEST")
    for case in kind.boundary:
        assert case.endswith(".") and code in case and " when " in case, case
    for mode in kind.modes.values():
        assert mode.definition.endswith(".")


def test_the_modes_that_the_manual_no_longer_has_are_said_to_be_ours() -> None:
    ours = {f"{code} {mode}" for code, kind in TYPES.items() for mode, of in kind.modes.items() if of.ours}
    assert ours == {"RETREAT return", "RETREAT ease"}
    unscored = {f"{code} {mode}" for code, kind in TYPES.items() for mode, of in kind.modes.items() if of.score is None}
    assert unscored == {*ours, "PROTEST vandalize"}


def test_every_mode_of_the_trigger_codebook_is_told() -> None:
    book = tomllib.loads(codebooks.content("triggers-1.toml").decode())
    named = {(t["code"], t["mode"]) for t in book["trigger"] if t.get("mode")}
    named |= {(code, mode) for key in ("means", "matter") for code, modes in book[key].items() for mode in modes}
    assert named
    assert [pair for pair in sorted(named) if pair[1] not in TYPES[pair[0]].modes] == []


@pytest.mark.parametrize("name", CONTEXTS)
def test_every_context_has_words_of_its_own(name: str) -> None:
    words = CONTEXTS[name].words
    assert len(set(words)) == len(words) >= 3
    assert all(w == w.lower().strip() and " " not in w for w in words)


@pytest.mark.parametrize("marked", [*(e[3] for e in examples()), *(c.example for c in CONTEXTS.values())])
def test_a_sentence_marks_one_event_and_a_party(marked: str) -> None:
    read = example(marked)
    assert [mark for _, mark in MARKED.findall(marked)].count("e") == 1
    assert read.actors or read.targets
    assert read.text == bracketed.read(marked)[0]


# -------------------------------------------------------------------------------------------------- the reader on them


@pytest.fixture(scope="module")
def chain() -> Sequence[Annotator]:
    return builtin()


def parties(page: Page, event: Event) -> tuple[list[str], list[str]]:
    spans = [[page.by_id[i].span for i in ids] for ids in (event.actors, event.targets)]
    a, t = ([s.quote for s in sorted(found, key=lambda s: s.start)] for found in spans)
    return a, t


def told(marked: str) -> tuple[str, tuple[list[str], list[str]], tuple[int, int]]:
    """The plain text of an example, its parties, and where its event is named."""
    text, where = bracketed.read(marked)
    a, t = ([text[s:e] for s, e in sorted(where.get(label, []))] for label in "at")
    return text, (a, t), where["e"][0]


def named(event: Event, where: tuple[int, int]) -> bool:
    return event.span.start < where[1] and where[0] < event.span.end


@pytest.mark.parametrize(("code", "mode", "marked"), [pytest.param(*e[1:], id=e[0]) for e in examples()])
def test_examples_of_types(
    annotated: Callable[..., Page], chain: Sequence[Annotator], code: str, mode: str | None, marked: str
) -> None:
    text, wanted, where = told(marked)
    page = annotated(text, chain)
    found = [(e.code, e.mode if mode else None, parties(page, e), named(e, where)) for e in page.events]
    assert found == [(code, mode, wanted, True)]


@pytest.mark.parametrize("name", CONTEXTS)
def test_examples_of_contexts(annotated: Callable[..., Page], chain: Sequence[Annotator], name: str) -> None:
    text, wanted, where = told(CONTEXTS[name].example)
    page = annotated(text, chain)
    assert [(name in e.contexts, parties(page, e)) for e in page.events if named(e, where)] == [(True, wanted)]


# ------------------------------------------------------------------------------------------------------------ the pages


def printed(*words: str) -> str:
    result = CliRunner().invoke(app, ["codebook", *words])
    assert result.exit_code == 0, result.output
    return result.stdout


def test_the_overview_names_every_type_with_its_modes() -> None:
    text = printed()
    assert all(f"\n  {code} " in text for code in TYPES)
    assert all(len(line) <= 100 for line in text.splitlines())
    flat = " ".join(text.split())
    assert all(", ".join(kind.modes) in flat for kind in TYPES.values())
    assert "-9.0" in text and "+10.0" in text and "material conflict" in text


@pytest.mark.parametrize("code", TYPES)
def test_a_page_has_all_that_is_told_of_a_type(code: str) -> None:
    text = printed(code.lower())
    assert all(len(line) <= 100 for line in text.splitlines())
    flat, kind = " ".join(text.split()), TYPES[code]
    for said in (code, kind.quad, f"CAMEO {', '.join(kind.cameo)}", kind.definition, *kind.boundary):
        assert said in flat
    beside = " ".join(" ".join(line[GUTTER + 2 :] for line in text.splitlines()).split())
    for mode, of in kind.modes.items():
        assert f"\n  {mode} " in text
        assert of.definition in beside and example(of.example).text in beside


def test_an_unknown_type_is_an_error_that_names_the_choices() -> None:
    result = CliRunner().invoke(app, ["codebook", "FIGHT"])
    assert (result.exit_code, result.stdout, len(result.stderr.splitlines())) == (2, "", 1)
    assert "'FIGHT' is no type of the codebook: AGREE, CONSULT, " in result.stderr
    assert CliRunner().invoke(app, ["codebook", ""]).exit_code == 2
    assert CliRunner().invoke(app, ["codebook", "AID", "--contexts"]).exit_code == 2


def test_the_contexts_are_told() -> None:
    text = printed("--contexts")
    assert all(f"\n  {name}" in f"\n{text}" for name in CONTEXTS)
    assert all(c.definition in " ".join(text.split()) for c in CONTEXTS.values())


def test_the_codebook_is_json_too() -> None:
    types = json.loads(printed("--format", "json"))
    assert [t["code"] for t in types] == list(TYPES)
    (one,) = json.loads(printed("consult", "--format", "json"))
    assert one == types[1]
    assert one["modes"][0]["name"] == "visit"
    assert one["modes"][0]["example"]["targets"] == ["Denmark"]
    assert [c["name"] for c in json.loads(printed("--contexts", "--format", "json"))] == list(CONTEXTS)


# ---------------------------------------------------------------------------------------------------- a user's own book

OWN = """
[types.OBSERVE]
definition = "Sends people who watch an election."
quad = "material cooperation"
score = 4.0
verbs = ["observe election|vote", "send observer|monitor to"]
nouns = ["observer mission", "deployment of @peacekeepers"]
examples = ["[Norway|a] [sent observers|e] to [Denmark|t]."]
boundary = ["SANCTION, not OBSERVE, when observers are withdrawn."]

[types.OBSERVE.modes.report]
definition = "Says how the vote was."
verbs = ["certify vote"]
examples = ["[Norway|a] [certified the vote|e] in [Denmark|t]."]

[contexts.fishing]
definition = "Fish, and the rights to them."
words = ["fish", "trawler"]
example = "[Norway|a] [criticised|e] [Denmark|t] over a trawler."
"""


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "own.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_codebook_of_ones_own_is_read(tmp_path: Path) -> None:
    book = own(written(tmp_path, OWN))
    assert book.types["OBSERVE"].nouns == ("observer mission", "deployment of @peacekeepers")
    assert isinstance(book.types["OBSERVE"].modes["report"], OwnMode)
    assert book.contexts["fishing"].words == ("fish", "trawler")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("material cooperation", "kind", ["types.OBSERVE.quad: ", "Choices: verbal cooperation, material "]),
        ("score = 4.0", "score = 40", ["types.OBSERVE.score: ", "<= 10"]),
        ("score = 4.0", "", ["types.OBSERVE: ", "`score`", "Fields that exist: definition, quad, score, "]),
        ("nouns =", "noun =", ["types.OBSERVE: ", "`noun`", "verbs, nouns, "]),
        ("definition = \"Says", "defines = \"Says", ["types.OBSERVE.modes.report: ", "Fields that exist: definition"]),
        ("words =", "word =", ["contexts.fishing: ", "Fields that exist: definition, words, example"]),
        ("[contexts.fishing]", "[context.fishing]", ["context: ", "Tables that exist: types, contexts"]),
        ("@peacekeepers", "@keepers", ["types.OBSERVE.nouns: '@keepers'", "Sets that exist: abstract, "]),
        ("observer mission", "Observer mission", ["types.OBSERVE.nouns: 'Observer'", "lower case"]),
        ("certify vote", "", ["types.OBSERVE.modes.report.verbs: an empty pattern"]),
        ("certify vote", "observe election|vote", ["types.OBSERVE.modes.report.verbs: ", "in types.OBSERVE too"]),
        ("OBSERVE", "ASSAULT", ["types.ASSAULT: PLOVER has this type already", "CONSULT"]),
        ("OBSERVE", "observe", ["types.observe: a type's name has capitals"]),
        ("[sent observers|e]", "sent observers", ["types.OBSERVE.examples: ", "wants one [..|e]"]),
        ("[sent observers|e]", "[sent observers|x]", ["types.OBSERVE.examples[0]: ", "Words are marked as in"]),
        ("[types.OBSERVE]", "[types.OBSERVE", ["own.toml: "]),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_its_file_and_field(tmp_path: Path, old: str, new: str, said: list[str]) -> None:
    path = written(tmp_path, OWN.replace(old, new))
    with pytest.raises(ValueError) as error:
        own(path)
    message = str(error.value)
    assert message.startswith(f"{path}: ")
    assert all(words in message for words in said), message


@pytest.mark.parametrize("text", ["", "types = 3", "types = {A = 3}", "[types.A]", "[types.A]\nmodes = 3", "\x00"])
def test_a_book_that_tells_nothing_is_an_error(tmp_path: Path, text: str) -> None:
    with pytest.raises(ValueError, match=r"own\.toml: "):
        own(written(tmp_path, text))


def test_a_type_may_have_examples_only(tmp_path: Path) -> None:
    lines = [line for line in OWN.splitlines() if not line.startswith(("verbs", "nouns"))]
    book = own(written(tmp_path, "\n".join(lines)))
    assert [(at, of.verbs, of.nouns) for at, _, _, of in book.parts()] == [
        ("types.OBSERVE", (), ()),
        ("types.OBSERVE.modes.report", (), ()),
    ]
