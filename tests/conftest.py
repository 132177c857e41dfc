"""What the tests share."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from onrecord.annotate.parse import Parser
from onrecord.data import Page
from onrecord.pipeline import Annotator, Pipeline
from onrecord.read import document
from onrecord.settings import Settings


@pytest.fixture(scope="session")
def parser() -> Parser:
    """The parser, loaded once."""
    return Parser(Settings())


@pytest.fixture(scope="session")
def annotated(parser: Parser) -> Callable[..., Page]:
    """A function that gives the page of a text after the given annotators."""

    def run(text: str, annotators: Sequence[Annotator], published: str | None = "2021-11-30") -> Page:
        pipeline = Pipeline.__new__(Pipeline)
        pipeline.annotators, pipeline.parser = tuple(annotators), parser
        return pipeline._pages([document(text, published=published)])[0]

    return run
