"""The outlets of a ledger: what lists say of them, a list of one's own, and the table."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner, Result

from onrecord import weighing
from onrecord.cli import app
from onrecord.codebooks.sources import Outlets, builtin, outlets, own_sources
from onrecord.read import document
from onrecord.record import Ledger
from onrecord.record.outlets import table
from onrecord.settings import read
from tests.record.made import RUN, page, rival

OWN = """
[[outlet]]
name = "Morning Ledger"
names = ["The Morning Ledger", "morningledger.example"]
kind = "paper"
owner = "Harbour Holding"
country = "NOR"
state = false

[[outlet]]
name = "Orvanian News Agency"
names = ["ONA"]
kind = "agency"
state = true

[[outlet]]
name = "Reuters"
kind = "agency"
owner = "Somebody else"
"""


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger(tmp_path / "x.ledger", new=True) as opened:
        opened.add(
            [page(), page("about 5", 5, published="2021-12-05T08:00:00Z", publisher="the associated press")], RUN
        )
        opened.add([rival(agency="Thomson Reuters"), rival(publisher=None, published=None)], RUN)
        yield opened


@pytest.fixture
def settings(tmp_path: Path) -> Path:
    (tmp_path / "own.toml").write_text(OWN, encoding="utf-8")
    (tmp_path / "onrecord.toml").write_text('sources = "own.toml"\n', encoding="utf-8")
    return tmp_path / "onrecord.toml"


def call(*words: object) -> Result:
    return CliRunner().invoke(app, [str(w) for w in words])


def test_every_outlet_is_listed_and_what_is_not_known_is_left_empty(ledger: Ledger) -> None:
    rows = {row.outlet: row for row in table(ledger, builtin())}
    assert [*rows] == ["AP", "Karsian Post", "The Morning Ledger", None, "Reuters"]
    agency = rows["AP"]
    assert (agency.kind, agency.agency, agency.owner, agency.country, agency.state) == (
        "agency",
        True,
        None,
        "USA",
        None,
    )
    assert (agency.reports, agency.credited, agency.first, agency.last) == (1, 0, "2021-12-05", "2021-12-05")
    assert (rows["Reuters"].reports, rows["Reuters"].credited, rows["Reuters"].owner) == (0, 1, "Thomson Reuters")
    unknown = rows["Karsian Post"]
    assert {unknown.kind, unknown.agency, unknown.owner, unknown.country, unknown.state} == {None}
    assert (rows[None].reports, rows[None].first, rows[None].last) == (1, None, None)


def test_reports_with_text_of_an_earlier_one_are_counted_as_copies(ledger: Ledger) -> None:
    copied = (
        page().document.text
        + " The crossing had been open since spring, and traders waited on both banks of the river."
    )
    ledger.add([page(published="2021-12-06", publisher="The Weir", text=copied)], RUN)
    ledger.add([page(published="2021-12-07", publisher="Dune Daily", text=copied, title="Again")], RUN)
    weighing.weigh(ledger)
    copies = {row.outlet: row.copies for row in table(ledger, builtin())}
    assert copies["Dune Daily"] == 1
    assert copies["The Morning Ledger"] == 0


def test_the_table_is_printed_as_text_csv_and_json(ledger: Ledger) -> None:
    text = call("sources", ledger.path).stdout.splitlines()
    assert text[0].split() == [
        "outlet", "kind", "owner", "country", "state", "reports", "credited", "copies", "first", "last", "graded",
    ]  # fmt: skip
    assert text[1].split() == ["AP", "agency", "USA", "1", "0", "0", "2021-12-05", "2021-12-05"]
    assert any(line.startswith("(no outlet named)") for line in text)
    rows = list(csv.DictReader(io.StringIO(call("sources", ledger.path, "--format", "csv").stdout)))
    assert [row["outlet"] for row in rows] == ["AP", "Karsian Post", "The Morning Ledger", "", "Reuters"]
    assert (rows[0]["agency"], rows[1]["agency"], rows[1]["state"]) == ("yes", "", "")
    said = json.loads(call("sources", ledger.path, "--format", "json").stdout)
    assert (said[0]["outlet"], said[1]["state"], said[3]["outlet"], said[0]["grades"]) == ("AP", None, None, [])


def test_the_table_is_of_the_view(ledger: Ledger) -> None:
    then = json.loads(call("sources", ledger.path, "--as-of", "2021-11-30", "--format", "json").stdout)
    assert [row["outlet"] for row in then] == ["Karsian Post", "The Morning Ledger", "Reuters"]
    nothing = call("sources", ledger.path, "--as-of", "2021-01-01")
    assert (nothing.exit_code, nothing.stdout) == (0, "The ledger holds no report.\n")
    assert json.loads(call("sources", ledger.path, "--as-of", "2021-01-01", "--format", "json").stdout) == []


# ------------------------------------------------------------------------------------------------- a list of one's own


def test_a_list_of_ones_own_goes_before_the_other(ledger: Ledger, settings: Path) -> None:
    assert read(settings).sources == str(settings.parent / "own.toml")
    rows = json.loads(call("sources", ledger.path, "--settings", settings, "--format", "json").stdout)
    mine = {row["outlet"]: row for row in rows}
    assert (mine["Morning Ledger"]["owner"], mine["Morning Ledger"]["state"]) == ("Harbour Holding", False)
    assert (mine["Reuters"]["owner"], mine["Reuters"]["country"]) == ("Somebody else", None)
    assert mine["AP"]["country"] == "USA"
    assert builtin().owner("Reuters") == "Thomson Reuters"


def test_agencies_of_ones_own_are_credited(settings: Path) -> None:
    book = outlets(settings.parent / "own.toml")
    said = document("Talks went on in Port Selm.\n\nONA contributed to this report.", publisher="morningledger.example")
    assert book.credits(said) == ("Morning Ledger", "Orvanian News Agency")
    assert builtin().credits(said) == ("morningledger.example",)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "outlet: at least one outlet is wanted"),
        ("outlet = 3", "outlet: at least one outlet is wanted"),
        ('[papers]\nname = "A"', "papers: there is no such table"),
        ('[[outlet]]\nname = "A"', "outlet 1: Object missing required field `kind`"),
        (
            '[[outlet]]\nname = "A"\nkind = "blog"',
            "outlet 1.kind: Invalid enum value 'blog'; the kinds are agency, paper",
        ),
        ('[[outlet]]\nname = "A"\nkind = "paper"\nland = "NOR"', "outlet 1: Object contains unknown field `land`"),
        ('[[outlet]]\nname = "A"\nkind = "paper"\ncountry = "XXA"', "outlet 1.country: 'XXA' is no ISO 3166"),
        ('[[outlet]]\nname = " "\nkind = "paper"', "outlet 1: ' ' is no name"),
        (
            '[[outlet]]\nname = "A"\nkind = "paper"\n[[outlet]]\nname = "B"\nnames = ["a"]\nkind = "site"',
            "outlet 2: 'a' is a name of outlet 1 too",
        ),
        ("[[outlet", "own.toml: "),
    ],
)
def test_a_mistake_in_it_is_told_with_its_place(tmp_path: Path, content: str, said: str) -> None:
    (tmp_path / "own.toml").write_text(content, encoding="utf-8")
    (tmp_path / "onrecord.toml").write_text('sources = "own.toml"', encoding="utf-8")
    with pytest.raises(ValueError, match=r"own\.toml") as raised:
        own_sources(tmp_path / "own.toml")
    assert said in str(raised.value)
    result = call("sources", tmp_path / "x.ledger", "--settings", tmp_path / "onrecord.toml")
    assert (result.exit_code, len(result.output.splitlines())) == (2, 1)
    with pytest.raises(OSError, match=r"none\.toml"):
        outlets(tmp_path / "none.toml")


@given(st.text(max_size=300), st.text(max_size=30))
def test_any_text_has_its_outlets(text: str, name: str) -> None:
    for book in (builtin(), Outlets()):
        assert book.usual(name) == (found.name if (found := book.outlet(name)) else name.strip())
        if text.strip():
            assert book.credits(document(text, publisher=name)) == tuple(
                sorted(book.credits(document(text, publisher=name)))
            )
