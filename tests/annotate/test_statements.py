"""Who is reported to have said what."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord.annotate.quotes import quotes
from onrecord.annotate.statements import Statements
from onrecord.data import Actor, ActorKind, Finding, Mention, Page, Span, Statement, Time
from onrecord.makers import maker
from tests import bracketed

FIELDS = ("manner", "stance", "negated", "occasion")


class Given:
    """An annotator that finds the mentions it was given, by name: "t:" begins the name of a time, "a:" of an actor."""

    name = "given"
    needs: tuple[str, ...] = ()
    gives: tuple[str, ...] = ("actors", "times")
    maker = maker("given", 1)

    def __init__(self, spans: dict[str, list[tuple[int, int]]]) -> None:
        self.spans = {name: ends for name, [ends] in ((n, s) for n, s in spans.items() if n[:2] in ("a:", "t:"))}

    def __call__(self, pages: Sequence[Page]) -> list[list[Finding]]:
        return [[self.mention(p, name) for name in self.spans] for p in pages]

    def mention(self, page: Page, name: str) -> Mention:
        """The mention of that name."""
        actor = Actor(name=name[2:], id=name, kind=msgspec.convert(name.partition("=")[2] or "unnamed", ActorKind))
        value = actor if name.startswith("a:") else Time(timex=name[2:])
        return Mention.at(page.document.span(*self.spans[name]), value, by="given-1", score=1.0)


@pytest.fixture(scope="module")
def statements() -> Statements:
    return Statements()


@pytest.mark.parametrize("case", bracketed.cases("statements"))
def test_statements(annotated: Callable[..., Page], statements: Statements, case: dict[str, Any]) -> None:
    text, spans = bracketed.read(case["text"])
    known = Given(spans)
    page = annotated(text, (known, statements))
    found = sorted(page.statements, key=lambda s: s.cue.start if s.cue else -1)
    assert [_parts(s) for s in found] == _expected(spans)
    for said, fields in zip(found, case.get("is", [{}] * len(found)), strict=True):
        assert {f: getattr(said, f) for f in FIELDS} == _fields(fields)
        assert _links(said, known, page) == _wanted(fields, found)
        assert (said.occasion_span.quote if said.occasion_span else None) == fields.get("occasion_span")


def _stranger(said: Statement, speaker: Finding) -> bool:
    """Whether a speaker whom a case gives no mention is one that statements made of words of the source."""
    within = said.source is not None and said.source.start <= speaker.span.start <= speaker.span.end <= said.source.end
    return within and speaker.by == said.by


def _ends(*spans: Span | None) -> list[tuple[int, int]]:
    return [(s.start, s.end) for s in spans if s is not None]


def _parts(said: Statement) -> dict[str, list[tuple[int, int]]]:
    return {"source": _ends(said.source), "cue": _ends(said.cue), "content": _ends(*said.content)}


def _expected(spans: dict[str, list[tuple[int, int]]]) -> list[dict[str, list[tuple[int, int]]]]:
    numbers = sorted({int(n.split(":")[1]) for n in spans if n.startswith("cue:")})
    return [{part: spans.get(f"{part}:{n}", []) for part in ("source", "cue", "content")} for n in numbers]


def _fields(fields: dict[str, Any]) -> dict[str, Any]:
    default = {"manner": "indirect", "stance": "asserts", "negated": False, "occasion": None}
    return default | {k: v for k, v in fields.items() if k in FIELDS}


def _links(said: Statement, known: Given, page: Page) -> dict[str, Any]:
    names = {known.mention(page, n).id: n[2:] for n in known.spans}
    return {
        "speakers": [names[i] for i in said.speakers if i in names or not _stranger(said, page.by_id[i])],
        "via": [names[i] for i in said.via],
        "to": names.get(said.addressee or ""),
        "time": names.get(said.time or ""),
        "within": said.within,
    }


def _wanted(fields: dict[str, Any], found: list[Statement]) -> dict[str, Any]:
    within = found[fields["within"] - 1].id if "within" in fields else None
    names: dict[str, Any] = {"speakers": [], "via": [], "to": None, "time": None}
    return names | {k: v for k, v in fields.items() if k in names} | {"within": within}


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ('He said "we go," and left.', ['"we go,"']),
        ("The “first\nand “second” end.", ["“first", "“second”"]),
        ('A "straight mark closed by a curly one” here.', ['"straight mark closed by a curly one”']),
        ("It isn't the ministers' fault.", []),
        ("She said ''go now'' twice.", ["''go now''"]),
        ("The ‘odd’ plan.", ["‘odd’"]),
    ],
)
def test_quotation_marks(annotated: Callable[..., Page], text: str, quoted: list[str]) -> None:
    page = annotated(text, ())
    assert [text[q.start : q.end] for q in quotes(text, page.parse)] == quoted


WORDS = [
    "said",
    "He",
    '"',
    "“",
    "”",
    "'",
    "that",
    "according",
    "to",
    "the army",
    ",",
    ".",
    "\n",
    "\u200f",
    "🙂",
    "quoted",
    "as saying",
]


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(WORDS), max_size=40).map(lambda words: " ".join(["So", *words])))
def test_no_text_makes_it_raise(annotated: Callable[..., Page], statements: Statements, text: str) -> None:
    page = annotated(text, (statements,))
    for said in page.statements:
        assert said.content and said.cue is not None
        assert said.within != said.id


def test_a_long_paragraph_takes_linear_time(annotated: Callable[..., Page], statements: Statements) -> None:
    sentence = 'The army said, "we are here," according to the mayor, who denied that the town had fallen. '
    page = annotated(sentence * 400, (statements,))
    assert len(page.statements) >= 400


def test_a_speaker_that_no_list_knows_gets_a_mention(annotated: Callable[..., Page], statements: Statements) -> None:
    page = annotated("The weavers said that the road was closed.", (Given({}), statements))
    [said] = page.statements
    assert [page.by_id[i].span.quote for i in said.speakers] == ["weavers"]
