"""Who is meant by an office on the day of a report: a hundred and more sentences, and the share that must be right."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from onrecord.annotate.actors import Actors
from onrecord.annotate.actors.books import Books, fold, slug
from onrecord.data import Actor, Page
from tests import bracketed

ANNOTATOR = Actors()
# The least share that is right, of all and of those that mean somebody, in percent.
LEAST = 95.0


def person(name: str, books: Books) -> str:
    """The id of a person whom the codebook may know by another spelling."""
    row = books.persons.get(fold(name))
    return f"person:{slug(row.name if row is not None else name)}"


def answers(annotated: Callable[..., Page]) -> list[tuple[str, str, str, bool]]:
    """For each bracket of the cases: day, words, who is meant, and whether that was found."""
    found = []
    for parameter in bracketed.cases("leaders"):
        case: dict[str, Any] = parameter.values[0]
        text, spans = bracketed.read(case["text"])
        actors = annotated(text, [ANNOTATOR], case["day"]).actors
        for name, places in spans.items():
            for start, end in places:
                met = [m.value for m in actors if m.span.start < end and start < m.span.end]
                persons = [v.id for v in met if isinstance(v, Actor) and v.kind == "person"]
                wanted = [] if name == "-" else [person(name, ANNOTATOR.books)]
                found.append((case["day"], text[start:end], name, persons == wanted))
    return found


def test_leaders_as_of_the_day(annotated: Callable[..., Page]) -> None:
    told = answers(annotated)
    named = [t for t in told if t[2] != "-"]
    figures = [100 * sum(t[3] for t in some) / len(some) for some in (told, named)]
    print(f"leaders: {figures[0]:.1f} of {len(told)}, {figures[1]:.1f} of the {len(named)} that mean somebody")
    wrong = "\n".join(" | ".join(t[:3]) for t in told if not t[3])
    assert len(named) >= 100 and min(figures) >= LEAST, wrong


def meant(annotated: Callable[..., Page], text: str, day: str | None) -> list[tuple[str, str, str | None]]:
    """Words, id and country of the persons that are found."""
    actors = [(m.span.quote, m.value) for m in annotated(text, [ANNOTATOR], day).actors]
    return [(quote, v.id, v.country) for quote, v in actors if isinstance(v, Actor) and v.kind == "person"]


@pytest.mark.parametrize(
    ("text", "day", "wanted"),
    [
        ("Obama spoke in Chicago.", "2012-05-01", ("Obama", "person:barack-obama", "USA")),
        ("Obama spoke in Chicago.", "2018-05-01", ("Obama", "person:barack-obama", "USA")),
        ("Obama spoke in Oslo.", None, ("Obama", "person:barack-obama", "USA")),
        ("Mr. Erdogan rejected it.", "2016-05-01", ("Mr. Erdogan", "person:recep-tayyip-erdogan", "TUR")),
        ("Mrs. Obama planted trees.", "2012-05-01", ("Mrs. Obama", "person:obama", None)),
        ("Brown refused to leave the farm.", "2008-05-01", None),
    ],
)
def test_a_bare_last_name(
    text: str, day: str | None, wanted: tuple[str, str, str | None] | None, annotated: Callable[..., Page]
) -> None:
    found = meant(annotated, text, day)
    assert wanted in found if wanted is not None else not any(country for _, _, country in found)


def test_the_report_goes_before_the_list(annotated: Callable[..., Page]) -> None:
    text = "French President Ada Mercier left for Oslo. The French president was in good health."
    assert {i for _, i, _ in meant(annotated, text, "2019-05-01")} == {"person:ada-mercier"}


@pytest.mark.parametrize("name", ["Muammar Qaddafi", "Moamer Kadhafi", "Muamar Khadafy", "Moammar el-Gadhafi"])
def test_spellings_of_one_name(name: str, annotated: Callable[..., Page]) -> None:
    found = meant(annotated, f"{name} spoke in Tripoli.", "2011-03-01")
    assert found == [(name, "person:muammar-gaddafi", "LBY")]


def test_terms_follow_one_another() -> None:
    for (whose, office), terms in ANNOTATOR.books.offices.items():
        for (start, end, name), after in zip(terms, (*terms[1:], None), strict=True):
            assert start < (end or "9") and ANNOTATOR.books.person(name), (whose, office, name)
            assert after is None or end <= after[0]


def test_an_old_list_names_nobody(annotated: Callable[..., Page]) -> None:
    assert meant(annotated, "The French president spoke.", "2031-01-01") == []


def test_another_middle_name_is_another_person(annotated: Callable[..., Page]) -> None:
    assert [i for _, i, _ in meant(annotated, "George Q. Bush spoke in Texas.", "2016-03-01")] == ["person:george-bush"]


@pytest.mark.parametrize(
    ("text", "day", "wanted"),
    [
        (
            "The presidents of France and Russia met.",
            "2011-06-01",
            ("person:dmitry-medvedev", "person:nicolas-sarkozy"),
        ),
        ("The presidents of France and Russia met.", "2017-06-01", ("person:emmanuel-macron", "person:vladimir-putin")),
        ("The presidents of France and Russia met.", None, ("FRA GOV", "RUS GOV")),
        ("The former presidents of France and Russia met.", "2017-06-01", ("FRA ELI", "RUS ELI")),
        ("The foreign ministers of Iran and Iraq met.", "2017-06-01", ("IRN GOV", "IRQ GOV")),
    ],
)
def test_the_presidents_of_two_countries(
    annotated: Callable[..., Page], text: str, day: str | None, wanted: tuple[str, ...]
) -> None:
    groups = [m.value for m in annotated(text, [ANNOTATOR], day).actors if isinstance(m.value, Actor)]
    assert [v.members for v in groups if v.kind == "group"] == [wanted]


def test_the_presidents_of_two_nationalities(annotated: Callable[..., Page]) -> None:
    text = "The French and Russian presidents met. The former British and Italian prime ministers sang."
    ids = [i for _, i, _ in meant(annotated, text, "2017-06-01")]
    assert ids == ["person:emmanuel-macron", "person:vladimir-putin"]


def test_a_president_whom_somebody_only_imagines(annotated: Callable[..., Page]) -> None:
    actors = annotated("A President Bernie Sanders would sign it.", [ANNOTATOR], "2016-03-01").actors
    assert [(m.value.sectors, m.value.role) for m in actors if isinstance(m.value, Actor)] == [(("LEG",), None)]
