"""What goes into a ledger comes out of it, as it was and as it is asked for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import cast

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord import weigh, weighing
from onrecord.data import Event, Link, Refusal
from onrecord.read import document
from onrecord.record import Ledger
from onrecord.record.filters import Filters
from tests.record.made import HAND, RUN, page, rival
from tests.stand_in import found


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    with Ledger(tmp_path_factory.mktemp("shared") / "x.ledger", new=True) as opened:
        yield opened


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger(tmp_path / "x.ledger", new=True) as opened:
        yield opened


def test_a_page_comes_back_as_it_went_in(ledger: Ledger) -> None:
    put = page()
    assert ledger.add([put], RUN) == [put]
    got = ledger.page(put.document.id)
    assert (got.document, got.statements, got.events) == (put.document, put.statements, put.events)
    assert set(got.mentions) == set(put.mentions)
    assert list(ledger.documents()) == [put.document]
    assert list(ledger.events()) == list(put.events)
    assert [m.key for m in ledger.makers()] == sorted(m.key for m in RUN.makers)
    assert [r.added for r in ledger.runs()] == [1]


def test_the_same_page_again_adds_nothing(ledger: Ledger) -> None:
    ledger.add([page()], RUN)
    before = ledger.counts()
    assert ledger.add([page()], RUN) == []
    assert ledger.counts() == before
    assert [r.added for r in ledger.runs()] == [1]


def test_a_new_reading_takes_the_place_of_the_old_one(ledger: Ledger) -> None:
    put = page()
    ledger.add([put], RUN)
    better = Event.at(put.events[0].span, "MOBILIZE", actors=[], mode="troops", by=HAND.key, score=0.9)
    ledger.add([msgspec.structs.replace(put, events=(better,))], msgspec.structs.replace(RUN, id="run-2"))
    assert list(ledger.events()) == [better]
    assert list(ledger.events(actor="Orvania")) == []
    ledger.add([put], msgspec.structs.replace(RUN, id="run-3"))
    assert list(ledger.events()) == list(put.events)
    assert list(ledger.events(actor="Orvania")) == [put.events[0]]


@pytest.mark.parametrize(
    ("wanted", "codes"),
    [
        ({"actor": "orvania"}, ["MOBILIZE"]),
        ({"actor": "ORV GOV"}, ["MOBILIZE"]),
        ({"actor": "Orvan"}, []),
        ({"actor": "100%"}, []),
        ({"target": "Orvania"}, ["COERCE"]),
        ({"speaker": "Brandt"}, ["MOBILIZE"]),
        ({"speaker": "news agency"}, ["MOBILIZE"]),
        ({"speaker": "Karsia"}, []),
        ({"code": "coerce"}, ["COERCE"]),
        ({"status": "actual"}, ["MOBILIZE", "COERCE"]),
        ({"status": "denied"}, []),
        ({"place": "port selm"}, ["MOBILIZE"]),
        ({"publisher": "morning"}, ["MOBILIZE", "COERCE"]),
        ({"publisher": "Post"}, []),
        ({"since": date(2021, 11, 30), "until": date(2021, 11, 30)}, ["MOBILIZE", "COERCE"]),
        ({"since": "2021-12-01"}, []),
        ({"until": "2021-11-29"}, []),
        ({"until": date.max}, ["MOBILIZE", "COERCE"]),
        ({"code": ""}, []),
        ({"least_score": 0.8}, ["MOBILIZE", "COERCE"]),
        ({"least_score": 0.81}, []),
        ({"actor": "Orvania", "code": "COERCE"}, []),
    ],
)
def test_filters(ledger: Ledger, wanted: Filters, codes: list[str]) -> None:
    ledger.add([page()], RUN)
    assert [e.code for e in ledger.events(**wanted)] == codes


@pytest.mark.parametrize("name", ["actor", "target", "place", "speaker"])
@pytest.mark.parametrize("words", ["", "…"])
def test_a_filter_without_a_word_is_no_filter_for_everything(ledger: Ledger, name: str, words: str) -> None:
    with pytest.raises(ValueError, match="no word of a name"):
        list(ledger.events(**cast(Filters, {name: words})))


def test_statements_are_filtered_by_what_they_have(ledger: Ledger) -> None:
    ledger.add([page(), rival()], RUN)
    assert len(list(ledger.statements())) == 2
    assert [s.source.quote for s in ledger.statements(speaker="Corvin") if s.source] == ["Minister Ada Corvin"]
    with pytest.raises(ValueError, match="a statement has no code"):
        list(ledger.statements(code="MOBILIZE"))


def test_reports_without_a_day_are_in_no_range_of_days(ledger: Ledger) -> None:
    ledger.add([page(published=None)], RUN)
    assert list(ledger.events(since="1900-01-01", until="2100-01-01")) == []
    assert len(list(ledger.events())) == 2


def test_links_are_put_in_the_place_of_the_old_ones(ledger: Ledger) -> None:
    ledger.add([page(), rival()], RUN)
    assert weighing.weigh(ledger) == 1
    (link,) = (k for k in ledger.links() if k.relation == "contradicts")
    assert set(ledger.disputes()) == {link.a, link.b}
    assert weigh.MAKER in list(ledger.makers())
    before = ledger.path.read_bytes()
    assert weighing.weigh(ledger) == 1
    assert ledger.path.read_bytes() == before
    other = Link(a="1", b="2", relation="repeats", on="text", values=("", ""), why="", score=1.0, by=HAND.key)
    ledger.put_links([other], [HAND])
    assert list(ledger.links()) == [other]
    assert ledger.disputes() == {}


def test_search_finds_reports_and_what_was_said(ledger: Ledger) -> None:
    ledger.add([page(), rival()], RUN)
    hits = list(ledger.search('troop "port selm" 20*'))
    assert [bool(h.statement) for h in hits] == [False, True]
    assert "[20,000]" in hits[0].snippet or "[20],000" in hits[0].snippet
    assert list(ledger.search("walrus")) == []
    for odd in ('"', "AND OR", "a:b*", "(", "NEAR(troops)", "crossing'; DROP TABLE events; --"):
        if any(c.isalnum() for c in odd):
            list(ledger.search(odd))
    with pytest.raises(ValueError, match="no word to search for"):
        list(ledger.search("—"))


def test_search_knows_the_current_reading_alone(ledger: Ledger) -> None:
    put = page()
    ledger.add([put], RUN)
    ledger.add([msgspec.structs.replace(put, statements=(), events=())], RUN)
    assert [bool(h.statement) for h in ledger.search("troops")] == [False]


def test_refusals_are_remembered_once(ledger: Ledger) -> None:
    bad = Refusal(source="caf\udce9.txt", reason="it is empty")
    ledger.refuse([bad, bad], RUN)
    ledger.refuse([bad], RUN)
    assert list(ledger.refused()) == [Refusal(source="caf\\udce9.txt", reason="it is empty")]


def test_a_changed_text_at_one_address_replaces_the_older_one_in_any_order(tmp_path: Path) -> None:
    url = "https://example.org/a"
    old, new = page(url=url), page("about 9,500", 9_500, published="2021-12-02", url=url)
    undated = page("about 7,000", 7_000, published=None, url=url)
    for n, order in enumerate([(old, new, undated), (new, undated, old)]):
        with Ledger(tmp_path / f"{n}.ledger", new=True) as ledger:
            for each in order:
                ledger.add([each], RUN)
                ledger.settle()
            replaced = {d.id: d.replaces for d in ledger.documents()}
        assert replaced == {old.document.id: None, new.document.id: old.document.id, undated.document.id: None}


def test_what_is_not_held_is_a_key_error(ledger: Ledger) -> None:
    with pytest.raises(KeyError, match="no report nothing"):
        ledger.page("nothing")
    assert ledger.finding("nothing") is None


ANY = st.characters(exclude_categories=["Cs"])


@settings(deadline=None, max_examples=40)
@given(st.text(ANY, min_size=1), st.text(ANY))
def test_any_text_comes_back_and_can_be_searched(shared: Ledger, text: str, title: str) -> None:
    put = found(document(text + "!", title=title, publisher=title))
    shared.add([put], RUN)
    got = shared.page(put.document.id)
    assert (got.document, got.statements, got.events) == (put.document, put.statements, put.events)
    asked = f"{title} word"
    assert {h.doc for h in shared.search(asked, 1)} <= {d.id for d in shared.documents()}
    assert list(shared.events(actor=asked, speaker=asked, place=asked, publisher=asked)) == []


def test_a_document_knows_its_copy_by_id_or_bytes(ledger: Ledger) -> None:
    put = page()
    ledger.add([put], RUN)
    redated = page(published="2021-12-05").document
    assert ledger.held(put.document) == put.document
    assert ledger.held(redated) == put.document
    assert ledger.held(rival().document) is None
