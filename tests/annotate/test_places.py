"""Places: which names are places, what they mean, how precise they are; and the gazetteer's file."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord.annotate.places import Places
from onrecord.annotate.places import index as places_index
from onrecord.annotate.places.choose import Asked, choose
from onrecord.annotate.places.index import Entry, gazetteer, km
from onrecord.annotate.places.names import key
from onrecord.data import Finding, Mention, Page, Place
from onrecord.makers import maker
from tests.bracketed import cases, read


class NoActors:
    """Places must work where no actor is found."""

    name = "actors"
    needs: tuple[str, ...] = ("parse",)
    gives: tuple[str, ...] = ("actors",)
    maker = maker("no-actors", 1)

    def __call__(self, pages: Any) -> list[list[Finding]]:
        return [[] for _ in pages]


Read = Callable[[str], Page]


@pytest.fixture(scope="module")
def places() -> Places:
    return Places()


@pytest.fixture(scope="module")
def reading(annotated: Callable[..., Page], places: Places) -> Read:
    return lambda text: annotated(text, [NoActors(), places])


def found(page: Page) -> list[tuple[Mention, Place]]:
    return [(m, m.value) for m in page.places if isinstance(m.value, Place)]


@pytest.mark.parametrize("case", cases("places"))
def test_case(case: dict[str, Any], reading: Read) -> None:
    text, spans = read(case["text"])
    wanted = sorted((start, end, label) for label, ends in spans.items() for start, end in ends)
    got = [(m.span.start, m.span.end, p.name if p.lat is not None else "?") for m, p in found(reading(text))]
    assert sorted(got) == wanted
    for field in ("admin1", "feature"):
        if field in case:
            assert [getattr(p, field) for _, p in found(reading(text))] == case[field]


def test_near_widens_the_radius(reading: Read) -> None:
    (_, inside), (_, near) = found(reading("He lives in Lviv.\nHe lives near Lviv."))
    assert inside.radius_km is not None and near.radius_km == pytest.approx(inside.radius_km + 25)


def test_a_border_of_one_country_widens_its_radius(reading: Read) -> None:
    (_, inside), (_, near) = found(reading("He lives in Chad.\nHe was stopped at Chad's border."))
    assert inside.radius_km is not None and near.radius_km == pytest.approx(inside.radius_km + 25)


def test_the_report_decides_between_namesakes(reading: Read) -> None:
    american = found(reading("Officers in Athens and in Atlanta, Georgia, found the car. It was driven from Savannah."))
    greek = found(reading("Officers in Athens and in Thessaloniki found the car. It was driven from Patras in Greece."))
    assert american[0][1].admin1 == "US.GA"
    assert greek[0][1].country == "GRC"


def test_two_towns_of_one_name_in_one_report(reading: Read) -> None:
    page = reading("He moved from Portland, Maine, to Portland, Oregon.")
    assert [p.admin1 for _, p in found(page)] == ["US.ME", "US.ME", "US.OR", "US.OR"]


def test_two_equal_namesakes_far_apart_are_not_resolved() -> None:
    near = Entry(1, "city", "Same", "1", 40.0, -80.0, "USA", "US.1", "PPL", 5000, 1.0)
    far = Entry(2, "city", "Same", "2", 40.0, -120.0, "USA", "US.2", "PPL", 5000, 1.0)
    state = Entry(3, "admin1", "One", "3", 40.0, -80.0, "USA", "US.1", "ADM1", 9, 9.0)
    assert choose([Asked("same", (near, far))], {}) == [None]
    (choice,) = choose([Asked("same", (near, far), whole=(state,))], {})
    assert choice is not None and choice.entry is near


def test_given_spans_are_resolved_in_any_use(annotated: Callable[..., Page], places: Places) -> None:
    text = "Ukraine thanked Warsaw. Nobody called Zzyzxville."
    page = annotated(text, [])
    given_ = [(text.index(w), text.index(w) + len(w)) for w in ("Warsaw", "Ukraine", "Zzyzxville")]
    warsaw, ukraine, unknown = places.resolve_given(page, given_)
    assert warsaw is not None and warsaw.geonames == "756135"
    assert ukraine is not None and ukraine.country == "UKR"
    assert unknown is None


@pytest.mark.parametrize(
    ("one", "other"),
    [("St. Louis", "Saint Louis"), ("the Hague", "The Hague"), ("Łódź", "Lodz"), ("al-Bab", "Al Bab"), ("U.K.", "UK")],
)
def test_keys_of_one_name(one: str, other: str) -> None:
    assert key(one) == key(other)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(text=st.text(alphabet=st.sampled_from("ABat \n.,'’-\u200f😀İßÉ(\"in Kyiv US"), max_size=80))
def test_no_text_makes_it_raise(text: str, reading: Read) -> None:
    page = reading(text)
    assert all(text[m.span.start : m.span.end] == m.span.quote for m in page.places)


def test_findings_do_not_depend_on_the_batch(annotated: Callable[..., Page], places: Places) -> None:
    pages = [annotated(t, [NoActors()]) for t in ("It happened in Athens.", "It rained in Macon, Georgia.")]
    assert places(pages) == [places([p])[0] for p in pages]


def test_crimea_lies_in_ukraine_and_the_un_view_holds() -> None:
    known = gazetteer().named(["crimea", "sevastopol", "western sahara"])
    assert {e.country for e in known["crimea"] if e.country} == {"UKR"}
    assert known["sevastopol"][0].country == "UKR"
    assert known["western sahara"][0].country == "ESH"


def test_distance() -> None:
    towns = gazetteer().named(["london", "paris"])
    assert km(towns["london"][0], towns["paris"][0]) == pytest.approx(344, abs=15)


def test_the_file_is_opened_for_reading_only() -> None:
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        gazetteer()._rows.execute("DELETE FROM place")


def test_a_folder_that_cannot_be_written_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("ONRECORD_CACHE", str(tmp_path / "file" / "cache"))
    with pytest.raises(RuntimeError, match="ONRECORD_CACHE"):
        places_index.gazetteer()


def test_a_killed_compilation_leaves_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def killed(path: Path, towns: bytes, countries: bytes) -> None:
        path.write_bytes(b"half")
        raise KeyboardInterrupt

    monkeypatch.setenv("ONRECORD_CACHE", str(tmp_path))
    monkeypatch.setattr(places_index, "compile_to", killed)
    with pytest.raises(KeyboardInterrupt):
        places_index.gazetteer()
    assert not list(tmp_path.glob("*.sqlite"))
