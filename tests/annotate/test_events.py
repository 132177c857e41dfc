"""Events: their types, parties and outlook, on texts of our own and with all annotators before them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord.annotate.events import Events
from onrecord.annotate.events.plover import Contexts, plover
from onrecord.annotate.events.triggers import book, patterns
from onrecord.data import Actor, Event, Mention, Page
from onrecord.pipeline import Annotator, builtin
from tests import bracketed

Annotated = Callable[..., Page]


@pytest.fixture(scope="module")
def chain() -> Sequence[Annotator]:
    return builtin()


def spans(page: Page, ids: Sequence[str]) -> list[str]:
    found = (page.by_id[i].span for i in ids)
    return [f"{s.start}-{s.end} {s.quote}" for s in sorted(found, key=lambda s: s.start)]


def marked(text: str, where: dict[str, list[tuple[int, int]]], label: str) -> list[str]:
    return [f"{s}-{e} {text[s:e]}" for s, e in sorted(where.get(label, []))]


def rows(page: Page) -> Iterator[dict[str, Any]]:
    for e in page.events:
        yield {
            "words": e.span.quote,
            "code": e.code,
            "mode": e.mode or "",
            "status": e.status,
            "actors": spans(page, e.actors),
            "targets": spans(page, e.targets),
        }


@pytest.mark.parametrize("case", bracketed.cases("events"))
def test_events(annotated: Annotated, chain: Sequence[Annotator], case: dict[str, Any]) -> None:
    text, where = bracketed.read(case["text"])
    page = annotated(text, chain)
    wanted = [
        {
            "words": text[slice(*where[str(n)][0])],
            "code": event["code"],
            "mode": event.get("mode", ""),
            "status": event.get("status", "actual"),
            "actors": marked(text, where, f"{n}a"),
            "targets": marked(text, where, f"{n}t"),
        }
        for n, event in enumerate(case["events"], 1)
    ]
    assert list(rows(page)) == wanted
    for n, event in enumerate(page.events, 1):
        assert spans(page, event.places) == marked(text, where, f"{n}p")
        assert spans(page, event.quantities) == marked(text, where, f"{n}q")
        assert spans(page, [event.time] if event.time else []) == marked(text, where, f"{n}m")


def test_what_somebody_says_took_place_is_said_by_them(annotated: Annotated, chain: Sequence[Annotator]) -> None:
    page = annotated("Swedish officials accused Finland of lying. They said that Norway invaded Denmark.", chain)
    by_code = {e.code: e for e in page.events}
    assert by_code["ACCUSE"].said is None
    said = by_code["ASSAULT"].said
    assert said is not None
    source = page.by_id[said].source  # type: ignore[union-attr]
    assert source is not None
    assert source.quote == "They"


@pytest.mark.parametrize(
    "text",
    [
        "A statement of the Swedish minister avoids condemning Norway's invasion of Denmark.",
        "The Swedish minister condemned Norway's invasion of Denmark.",
        "The Swedish minister praised the soldiers who ended Norway's invasion of Denmark.",
        "The Swedish minister praised the soldiers who repelled Norway's invasion of Denmark.",
    ],
)
def test_what_is_only_judged_stands_on_the_word_of_the_report(
    annotated: Annotated, chain: Sequence[Annotator], text: str
) -> None:
    page = annotated(text, chain)
    assert [e.said for e in page.events if e.code == "ASSAULT" and e.span.quote == "invasion"] == [None]


def test_what_is_judged_inside_what_another_says_is_said_by_that_one(
    annotated: Annotated, chain: Sequence[Annotator]
) -> None:
    page = annotated("The Finnish government said that Sweden condemned Norway's invasion of Denmark.", chain)
    (invasion,) = (e for e in page.events if e.code == "ASSAULT")
    assert invasion.said is not None
    source = page.by_id[invasion.said].source  # type: ignore[union-attr]
    assert source is not None and source.quote == "The Finnish government"


@pytest.mark.parametrize(
    "again",
    [
        "The two leaders discussed the border.",
        "The Swedish president made the call from Oslo.",
        "The Swedish president made the call on Monday.",
        "The call between the Swedish president and the Norwegian president was long.",
    ],
)
def test_a_call_is_told_in_many_ways(annotated: Annotated, chain: Sequence[Annotator], again: str) -> None:
    page = annotated(f"The Swedish president and the Norwegian president spoke by phone on Monday. {again}", chain)
    first, second = (e for e in page.events if e.code == "CONSULT")
    assert (first.same_as, second.same_as) == (None, first.id)


def test_a_meeting_on_another_day_is_another(annotated: Annotated, chain: Sequence[Annotator]) -> None:
    told = "the Swedish president met the Norwegian president."
    page = annotated(f"On Tuesday {told} On Friday {told}", chain)
    assert [e.same_as for e in page.events] == [None, None]


def test_a_call_told_again_points_at_its_first_telling(annotated: Annotated, chain: Sequence[Annotator]) -> None:
    page = annotated("Sweden held talks with Finland. Hours later Sweden resumed the talks with Finland.", chain)
    first, second = page.events
    assert (first.same_as, second.same_as) == (None, first.id)


def test_violence_told_again_in_a_longer_time_is_the_same(annotated: Annotated, chain: Sequence[Annotator]) -> None:
    page = annotated("Rebels shelled Aleppo on 3 May 2021. The shelling of Aleppo was the heaviest that year.", chain)
    first, second = page.events
    assert (first.same_as, second.same_as) == (None, first.id)


def test_an_act_in_words_is_no_part_of_the_answer_to_it(annotated: Annotated, chain: Sequence[Annotator]) -> None:
    page = annotated("The Security Council demanded a ceasefire; Russia vetoed the draft.", chain)
    assert [e.code for e in page.events] == ["REQUEST", "REJECT"]


def test_who_is_only_a_pronoun_acts_as_somebody_unknown(annotated: Annotated, chain: Sequence[Annotator]) -> None:
    page = annotated("They criticized Chad. They criticized Kenya, too.", chain)
    first, second = (page.by_id[e.actors[0]] for e in page.events)
    assert isinstance(first, Mention) and isinstance(second, Mention)
    assert isinstance(first.value, Actor) and isinstance(second.value, Actor)
    assert (first.value.name, first.value.country) == ("They", None)
    assert first.value.id != second.value.id


def test_gas_that_is_fired_is_no_resource(annotated: Annotated, chain: Sequence[Annotator]) -> None:
    fired, cut = annotated("Police fired tear gas at students. Russia cut off gas to Norway.", chain).events
    assert "natural_resource" not in fired.contexts and "natural_resource" in cut.contexts


def test_what_the_headline_tells_is_told_again_in_the_body(annotated: Annotated, chain: Sequence[Annotator]) -> None:
    title = "Stockholm condemns Finland"
    text = f"{title}\n\nSweden condemned Finland on Monday. Sweden condemned Finland for its ban."
    page = annotated(text, chain)
    document = msgspec.structs.replace(page.document, body=len(title) + 2)
    first, second, third = (e for e in Events()([msgspec.structs.replace(page, document=document)])[0])
    assert isinstance(first, Event) and isinstance(second, Event) and isinstance(third, Event)
    assert (first.same_as, second.same_as, third.same_as) == (None, first.id, None)


def test_violence_with_nobody_named_has_a_place(annotated: Annotated, chain: Sequence[Annotator]) -> None:
    page = annotated("Shelling in Donbas grew heavier on Monday.", chain)
    (event,) = page.events
    assert (event.code, event.actors) == ("ASSAULT", ())
    assert [page.by_id[i].span.quote for i in event.places] == ["Donbas"]
    assert [page.by_id[i].span.quote for i in event.targets] == ["Donbas"]
    assert event.time is not None


def test_how_long_a_call_lasted_is_not_when_it_was(annotated: Annotated, chain: Sequence[Annotator]) -> None:
    page = annotated("Sweden and Norway held a two-hour video call on Monday.", chain)
    call = next(e for e in page.events if e.code == "CONSULT")
    assert call.time is not None
    assert page.by_id[call.time].span.quote == "Monday"


def test_the_time_of_the_saying_is_not_that_of_the_deed(annotated: Annotated, chain: Sequence[Annotator]) -> None:
    page = annotated("Sweden said on Friday that Norway had condemned Denmark.", chain)
    (event,) = page.events
    assert event.time is None


def test_every_type_of_the_codebook_is_one_of_plovers() -> None:
    types = plover().types
    assert len(types) == 16
    for group in book().trigger:
        assert not group.code or group.code in types, group
        assert group.mode is None or group.mode in types[group.code].modes, group
        assert set(group.contexts) <= set(plover().contexts), group


def test_every_type_has_triggers() -> None:
    assert {p.group.code for found in patterns().values() for p in found} - {""} == set(plover().types)


def test_contexts_come_in_the_order_of_their_words(annotated: Annotated) -> None:
    page = annotated("The court spoke of the nuclear border court.", ())
    assert Contexts({}).told(page.parse.tokens) == ["legal", "cbrn", "territory"]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.sampled_from(
            ["Sweden", "attacked", "talks", "with", "Finland", "of", "millions", ",", "and", "which", "to", "accused",
             "by", "was", "will", "not", "refused", "’", "“", "😀", "\u202e", "\n\n", ".", "ban", "lifted", "in"]
        ),
        max_size=40,
    )
)  # fmt: skip
def test_no_text_makes_it_raise(annotated: Annotated, chain: Sequence[Annotator], words: list[str]) -> None:
    page = annotated(" ".join(words), chain)
    ids = [e.id for e in page.events]
    assert len(ids) == len(set(ids))
    for event in page.events:
        assert event.actors or event.targets or event.places
        assert isinstance(event, Event)


def test_a_page_reads_the_same_beside_others(annotated: Annotated, chain: Sequence[Annotator]) -> None:
    one = annotated("Sweden attacked Finland.", chain)
    two = annotated("Norway met Denmark.", chain)
    events = Events()
    assert events([one, two]) == [events([one])[0], events([two])[0]]
    assert events([one])[0] == list(one.events)


def test_what_is_dated_after_the_report_is_planned(annotated: Annotated, chain: Sequence[Annotator]) -> None:
    page = annotated("The ministers of Kenya and Chad meet in Oslo on 5 June 2031. Kenya asked Chad for aid.", chain)
    assert [(e.code, e.status) for e in page.events] == [("AGREE", "planned"), ("REQUEST", "actual")]
