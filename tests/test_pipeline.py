"""The order of annotators, what they may return, and plug-ins by name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec
import pytest

from onrecord.annotate.parse import Parser
from onrecord.data import Finding, Mention, Page, Place
from onrecord.makers import maker
from onrecord.models import WEIGHTS, spacy_pipeline
from onrecord.pipeline import Pipeline, named
from onrecord.read import document
from onrecord.settings import Settings, read


class Towns:
    """An annotator for the tests: finds the word that `give` makes of a page."""

    name = "towns"
    needs: tuple[str, ...] = ("parse",)
    gives: tuple[str, ...] = ("places",)
    maker = maker("towns", 1)

    def __init__(self, give: Callable[[Page], list[Finding]] | None = None) -> None:
        self.give = give or self.first

    def first(self, page: Page) -> list[Finding]:
        """The first word of the page as a place."""
        span = page.document.span(0, page.parse.tokens[0].end)
        return [Mention.at(span, Place(name=span.quote), by=self.maker.key, score=1.0)]

    def __call__(self, pages: Sequence[Page]) -> list[list[Finding]]:
        """What `give` finds on each page."""
        return [self.give(p) for p in pages]


def test_what_an_annotator_needs_comes_before_it() -> None:
    late = Towns()
    late.needs = ("actors",)
    with pytest.raises(ValueError, match=r"'towns' needs actors.*Given by then: parse"):
        Pipeline(annotators=[late])


def test_a_plug_in_is_named_in_the_settings() -> None:
    pipeline = Pipeline(Settings(annotators=("tests.test_pipeline:Towns",)), annotators=())
    [page] = pipeline.annotate([document("Oslo is calm.")])
    assert isinstance(page, Page)
    assert [m.span.quote for m in page.places] == ["Oslo"]
    assert [m.component for m in pipeline.makers] == ["parse", "towns"]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("towns", "package.module:name"),
        ("tests.test_pipeline:Nothing", "has no 'Nothing'"),
        ("builtins:dict", "has no name"),
    ],
)
def test_a_plug_in_that_is_none_is_an_error(name: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        named(name)


def moved(page: Page) -> list[Finding]:
    """A mention whose quote stands elsewhere."""
    [found] = Towns().first(page)
    return [msgspec.structs.replace(found, span=msgspec.structs.replace(found.span, start=1))]


def twice(page: Page) -> list[Finding]:
    """The same mention two times."""
    return [*Towns().first(page), *Towns().first(page)]


@pytest.mark.parametrize("give", [moved, twice])
def test_a_quote_or_an_id_that_does_not_hold_refuses_the_report(
    parser: Parser, give: Callable[..., list[Finding]]
) -> None:
    pipeline = Pipeline(annotators=[Towns(give)])
    [refused] = pipeline.annotate([document("Oslo is calm.", title="calm")])
    assert not isinstance(refused, Page)
    assert (refused.source, "'towns'" in refused.reason) == ("calm", True)


def stumbles(page: Page) -> list[Finding]:
    """The first word of the page as a place; no page with a stone on it can be read."""
    if "stone" in page.document.text:
        raise RuntimeError("a stone")
    return Towns().first(page)


def test_a_bad_sentence_costs_only_itself() -> None:
    text = "Oslo is calm. A stone lies here. Bergen too. Another stone. The end."
    pipeline = Pipeline(annotators=[Towns(stumbles)])
    [page] = pipeline.annotate([document(text, title="calm")])
    assert isinstance(page, Page)
    assert page.document == document(text, title="calm")
    assert [m.span.quote for m in page.places] == ["Oslo"]
    assert [(r.source, r.reason) for r in page.refused] == [
        ("calm", "the sentence at 14-33 could not be annotated: RuntimeError('a stone')"),
        ("calm", "the sentence at 45-60 could not be annotated: RuntimeError('a stone')"),
    ]


def test_a_report_without_a_good_sentence_is_refused() -> None:
    [refused] = Pipeline(annotators=[Towns(stumbles)]).annotate([document("A stone. A stone.", title="stones")])
    assert not isinstance(refused, Page)
    assert "could not be annotated" in refused.reason


@pytest.mark.parametrize("parser_name", ["en_core_web_none", "os", "a.b"])
def test_a_parser_that_is_none_is_an_error(parser_name: str) -> None:
    with pytest.raises(LookupError, match="No spaCy pipeline"):
        spacy_pipeline(parser_name)


def test_the_weights_of_the_parser_are_those_that_were_examined() -> None:
    _, asset = spacy_pipeline(Settings().parser)
    assert len(WEIGHTS) == 4
    assert asset.sha256 == "a3aa14811806f9963ed50c6e3e42dad37acbff65cc0acb4deea2af01be5ea632"


@pytest.mark.parametrize("text", ["parsr = 'x'", "longest = 0", "longest = 'long'", "parser ="])
def test_a_wrong_setting_is_an_error_that_names_the_file(tmp_path: Path, text: str) -> None:
    file = tmp_path / "onrecord.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=r"onrecord\.toml.*Settings that exist: parser"):
        read(file)
