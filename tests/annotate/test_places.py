"""Places: which names are places, what they mean, how precise they are; and the gazetteer's file."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import msgspec
import pytest
from filelock import FileLock
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from onrecord.annotate.places import Places
from onrecord.annotate.places import index as places_index
from onrecord.annotate.places.choose import Asked, choose
from onrecord.annotate.places.compile import LISTED
from onrecord.annotate.places.index import Entry, build, gazetteer, km
from onrecord.annotate.places.names import key
from onrecord.cli import app
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


@pytest.mark.parametrize(
    ("text", "km"),
    [
        ("A drone came down north of Lviv.", 25.0),
        ("A drone came down 60 kilometers north of Lviv.", 60.0),
        ("The camp is 30 miles from Lviv.", 48.3),
        ("The wreck lies off the coast of Chad.", 25.0),
        ("They waited near the border of Chad.", 25.0),
        ("He came from Lviv.", 0.0),
        ("A drone came down ²,5 miles north of Lviv.", 25.0),
    ],
)
def test_how_far_from_a_place_widens_the_radius(reading: Read, text: str, km: float) -> None:
    (_, place) = found(reading(text))[-1]
    (_, itself) = found(reading("They live in Chad.\nThey live in Lviv."))[place.name == "Lviv"]
    assert place.radius_km is not None and itself.radius_km is not None
    assert place.radius_km - itself.radius_km == pytest.approx(km, abs=0.1)


def test_a_unit_and_its_town_are_one_answer(reading: Read) -> None:
    ((_, place),) = found(reading("He lives in Quebec."))
    assert (place.country, place.admin1) == ("CAN", "CA.10")


def test_all_countries_are_found_by_an_index() -> None:
    plan = gazetteer()._rows.execute(f"EXPLAIN QUERY PLAN SELECT id FROM place p WHERE {LISTED} AND kind = 'border'")
    assert "of_kind" in plan.fetchone()[3]


def test_builds_at_once_make_one_file(tmp_path: Path) -> None:
    code = "from onrecord.annotate.places.index import gazetteer; print(len(gazetteer().countries))"
    env = {**os.environ, "ONRECORD_CACHE": str(tmp_path)}
    builds = [subprocess.Popen([sys.executable, "-c", code], env=env, stdout=subprocess.PIPE) for _ in range(2)]
    assert len({b.communicate()[0] for b in builds}) == 1 and not any(b.returncode for b in builds)
    assert [p.suffix for p in sorted(tmp_path.iterdir())] == [".sqlite", ".lock"]


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


def row(geonames: int, name: str, at: tuple[float, float], kind: str, people: int = 0, others: str = "") -> str:
    """A line as a GeoNames dump has it; `kind` is class and code."""
    fields = [str(geonames), name, name, others, str(at[0]), str(at[1]), *kind.split("."), "UA", "", "07", "", "", ""]
    return "\t".join([*fields, str(people), "", "120", "Europe/Kyiv", "2024-01-01"]) + "\n"


def zipped(path: Path, *rows: str, name: str = "UA.txt") -> Path:
    with ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", "made up")
        archive.writestr(name, "".join(rows))
    return path


def test_a_dump_adds_its_places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    dump = zipped(
        tmp_path / "UA.zip",
        row(990000001, "Zyzkivka", (49.5, 36.1), "P.PPL", 40, "Zyzkowka,ZZK,Зизківка"),
        row(990000002, "Zyz Airfield", (49.6, 36.2), "S.AIRF"),
        row(990000003, "Zyz Street", (49.6, 36.2), "R.ST"),
        row(990000004, "Old Zyzkivka", (49.6, 36.2), "P.PPLQ"),
        row(756135, "Warsaw as it was", (1.0, 1.0), "P.PPLC"),
    )
    monkeypatch.setenv("ONRECORD_CACHE", str(tmp_path))
    path = build(dump)
    assert build(dump) == path
    monkeypatch.setenv("ONRECORD_GAZETTEER", str(path))
    full = gazetteer()
    known = full.named(["zyzkivka", "zyzkowka", "zyz airfield", "zyz street", "old zyzkivka", "warsaw", "zzk"])
    assert {k: [(e.kind, e.country, e.geonames) for e in v[:1]] for k, v in known.items()} == {
        "zyzkivka": [("city", "UKR", "990000001")],
        "zyzkowka": [("city", "UKR", "990000001")],
        "zyz airfield": [("spot", "UKR", "990000002")],
        "warsaw": [("capital", "POL", "756135")],
    }
    assert full.source.name == "UA.zip" and Places().maker.key != _plain(monkeypatch).maker.key


def _plain(monkeypatch: pytest.MonkeyPatch) -> Places:
    monkeypatch.delenv("ONRECORD_GAZETTEER")
    monkeypatch.delenv("ONRECORD_CACHE")
    return Places()


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (lambda p: p.write_text("no zip"), "is no zip file"),
        (lambda p: zipped(p, "1\tA\tB\n"), "line 1 has 3 columns"),
        (lambda p: zipped(p, row(1, "A", (99.0, 0.0), "P.PPL")), "is no point on earth"),
        (lambda p: zipped(p, row(1, "A", (9.0, 0.0), "P.PPL").replace("9.0", "x")), "line 1: the latitude 'x' is no"),
        (lambda p: zipped(p, "x" + row(1, "A", (9.0, 0.0), "P.PPL")), "line 1: the geonameid 'x1' is no number"),
        (lambda p: zipped(p), "has no rows"),
        (lambda p: zipped(p, "", name="UA.csv"), "holds 0 tables"),
        (lambda p: p.write_bytes(zipped(p, row(1, "A" * 999, (9.0, 0.0), "P.PPL")).read_bytes()[:-30]), "zip"),
    ],
)
def test_a_bad_dump_is_an_error_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, made: Callable[[Path], object], said: str
) -> None:
    monkeypatch.setenv("ONRECORD_CACHE", str(tmp_path / "cache"))
    made(tmp_path / "UA.zip")
    with pytest.raises(ValueError, match=said):
        build(tmp_path / "UA.zip")
    assert not [p for p in (tmp_path / "cache").glob("*") if p.suffix != ".lock"]


def test_a_file_that_is_no_gazetteer_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "x.sqlite").write_text("none")
    monkeypatch.setenv("ONRECORD_GAZETTEER", str(tmp_path / "x.sqlite"))
    with pytest.raises(OSError, match="onrecord gazetteer build"):
        gazetteer()
    with pytest.raises(ValueError, match="there already"):
        build(None, tmp_path / "x.sqlite")


def test_the_command_prints_where_the_gazetteer_is() -> None:
    result = CliRunner().invoke(app, ["gazetteer", "build"])
    assert (result.exit_code, result.stdout.strip()) == (0, str(build()))
    assert CliRunner().invoke(app, ["gazetteer", "build", "none.zip"]).exit_code == 2


def test_the_outlet_decides_between_namesakes(annotated: Callable[..., Page], places: Places) -> None:
    text = "A school in Birmingham was shut on Monday."
    parse = annotated(text, [NoActors()])
    told = [
        msgspec.structs.replace(parse, document=msgspec.structs.replace(parse.document, publisher=outlet))
        for outlet in ("Alabama Courier", "Manchester Courier")
    ]
    assert [m.value.country for found_ in places(told) for m in found_ if isinstance(m, Mention)] == ["USA", "GBR"]


def test_an_unlisted_facility_lies_where_the_text_says(reading: Read) -> None:
    (_, one), (_, town) = found(reading("The wounded were taken to the Saint Anna Hospital in Kunduz."))
    assert (one.name, one.geonames, one.feature) == ("Saint Anna Hospital", None, "S")
    assert (one.lat, one.country) == (town.lat, "AFG")
    assert one.radius_km is not None and town.radius_km is not None and one.radius_km > town.radius_km


def test_a_river_has_no_point_when_it_is_given(annotated: Callable[..., Page], places: Places) -> None:
    text = "They crossed the Dnieper."
    assert places.resolve_given(annotated(text, []), [(17, 24)]) == [None]


def test_a_folder_that_cannot_be_written_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("ONRECORD_CACHE", str(tmp_path / "file" / "cache"))
    with pytest.raises(OSError, match="ONRECORD_CACHE"):
        places_index.gazetteer()


def test_a_lock_that_is_held_or_cannot_be_made_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places_index, "PATIENCE", 0.1)
    with (
        FileLock(tmp_path / "s.gaz.lock"),
        pytest.raises(OSError, match=r"s\.gaz cannot be made: another build has held"),
    ):
        build(None, tmp_path / "s.gaz")
    if Path("/proc/self").exists():
        with pytest.raises(OSError, match=r"^/proc/s\.gaz cannot be made: ") as error:
            build(None, Path("/proc/s.gaz"))
        assert "ONRECORD_CACHE" not in str(error.value)
    with pytest.raises(OSError, match="there is no folder"):
        build(None, tmp_path / "none" / "s.gaz")
    assert not (tmp_path / "none").exists() and not (tmp_path / "s.gaz").exists()


def test_a_killed_compilation_leaves_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def killed(path: Path, *_: object) -> None:
        path.write_bytes(b"half")
        raise KeyboardInterrupt

    monkeypatch.setenv("ONRECORD_CACHE", str(tmp_path))
    monkeypatch.setattr(places_index, "compile_to", killed)
    with pytest.raises(KeyboardInterrupt):
        places_index.gazetteer()
    assert not list(tmp_path.glob("*.sqlite"))
