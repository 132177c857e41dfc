"""What holds for every text: quotes stand where they say, ids are stable, nothing raises, nothing is changed."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord.annotate.parse import Parser
from onrecord.data import Event, Mention, Page, Statement
from onrecord.pipeline import Pipeline, builtin
from onrecord.read import document

WORDS = (
    "Moscow", "Kyiv", "the Kremlin", "officials", "said", "that", "“no”", "Tuesday", "12", "$2.5 billion", "about",
    "troops", "accused", "NATO", ",", ".", "\n", "\n\n", "according to", "TASS", "quoted", "as", "saying", "“", "”",
    '"', "of", "near", "Georgia", "Smith", "he", "denied", "attack", "the", "thousands", "😀", "\u200f", "'s", "may",
    "March", "and", "who", "(", ")",
)  # fmt: skip
texts = st.one_of(st.text(max_size=300), st.lists(st.sampled_from(WORDS), max_size=60).map(" ".join))


@pytest.fixture(scope="module")
def pipeline(parser: Parser) -> Pipeline:
    """The whole pipeline around the shared parser."""
    made = Pipeline.__new__(Pipeline)
    made.annotators, made.parser = builtin(), parser
    return made


def holds(page: Page) -> None:
    """Every span says what stands there, and every id that a finding names is on the page."""
    text = page.document.text
    known = page.by_id
    assert len(known) == sum(1 for _ in page.findings())
    for f in page.findings():
        parts = [f.span]
        named: list[tuple[str | None, type]] = []
        if isinstance(f, Statement):
            parts += [s for s in (f.source, f.cue, f.occasion_span, *f.content) if s]
            named += [(i, Mention) for i in (*f.speakers, *f.via, f.addressee, f.time)] + [(f.within, Statement)]
        elif isinstance(f, Event):
            named += [(i, Mention) for i in (*f.actors, *f.targets, *f.places, f.time, *f.quantities)]
            named += [(f.said, Statement), (f.same_as, Event)]
        else:
            named += [(f.attached_to, Mention), (f.part_of, Mention)]
        assert all(text[s.start : s.end] == s.quote and s.doc == page.document.id for s in parts)
        assert all(i is None or isinstance(known.get(i), kind) for i, kind in named), f
        assert 0 <= f.score <= 1


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=texts)
def test_any_text_is_read(pipeline: Pipeline, text: str) -> None:
    for page in pipeline._pages([document(text, published="2021-11-30")]):
        holds(page)


REPORT = (
    "Officials in Ruritania said on Monday that 1,200 soldiers had crossed the border.\n\n"
    "“We will answer,” the defence minister, Anna Berg, told reporters in Strelsau. She accused Graustark of an attack."
)


def test_a_report_reads_the_same_alone_and_beside_others(pipeline: Pipeline) -> None:
    one, other = document(REPORT, published="2021-11-30"), document("France and Chad signed an accord.")
    found = lambda pages: [msgspec.json.encode(list(p.findings())) for p in pages]  # noqa: E731
    alone = found(pipeline._pages([one])) + found(pipeline._pages([other]))
    assert alone == found(pipeline._pages([one, other])) == list(reversed(found(pipeline._pages([other, one]))))


HARD = {
    "an endless sentence": "The army said the troops " + "and the police and the guards " * 2_000 + "left.",
    "no spaces": "x" * 50_000,
    "quotes never closed": "“He said. " * 400,
    "line ends of two kinds": "Kyiv said no.\r\n\r\nMoscow said yes.\nNATO met.\r\n",
    "marks of direction": "\u202eOfficials said\u202c \u200fthe talks failed\u200e on Monday.",
    "numbers": "1 2 3 4 5,000 6.7 " * 500,
    "brackets": "(" * 500 + "said" + ")" * 500,
    "brackets without end": "(" * 20_000,
    "nothing": "",
    "white space": " \n\t ",
    "names": "Al Smith-Jones, " * 1_500,
}


def test_half_a_character_is_refused_and_costs_nothing_else(pipeline: Pipeline) -> None:
    reports = [
        document(REPORT),
        document("The minister said \ud800 no."),
        document("France and Chad signed an accord."),
    ]
    read = list(pipeline.annotate(reports))
    assert [isinstance(r, Page) for r in read] == [True, False, True]


@pytest.mark.parametrize("name", sorted(HARD))
def test_hard_texts_are_read(annotated: Callable[..., Page], name: str) -> None:
    holds(annotated(HARD[name], builtin()))
