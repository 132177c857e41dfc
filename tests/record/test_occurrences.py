"""Clusters as a person reads them: numbers by what became of those counted, origins of a value, disputes told once."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from onrecord import run as running
from onrecord.data import Origin
from onrecord.record import occurrences
from onrecord.record.ledger import Ledger
from onrecord.record.listing import Sheet
from onrecord.record.occurrences import _resting
from onrecord.record.showing import as_text, disputes_as_text

RAID = "Russian forces shelled a market in Kherson on Tuesday, killing"
REPORTS = [
    ("Harbour Gazette", "2023-03-14T10:00Z", f"{RAID} at least 14 people and wounding 30, governor Danylo Orlan said."),
    ("Lowland Mail", "2023-03-14T12:00Z", f"{RAID} 21 people, a reporter of the Lowland Mail counted."),
    ("Kestrel Daily", "2023-03-14T13:00Z", f"{RAID} 9 people, Ukraine's Interior Ministry said."),
    (
        "Northgate Post", "2023-03-14T16:00Z",
        "Russian forces did not shell a market in Kherson on Tuesday, Defence Ministry spokesman Oleg Varin said.",
    ),
]  # fmt: skip


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("occurrences")
    lines = [
        json.dumps(
            {"publisher": p, "published": day, "title": text[-30:], "url": f"https://{n}.example/a", "text": text}
        )
        for n, (p, day, text) in enumerate(REPORTS)
    ]
    old, new = (f"Police in Vilnius arrested {n} protesters on Wednesday, the police said." for n in (40, 15))
    for hour, text in ((9, old), (14, new)):
        row = {"publisher": "Border Gazette", "published": f"2023-04-05T{hour:02}:00Z", "text": text}
        lines.append(json.dumps(row | {"url": "https://gazette.example/c"}))
    seen = "Lithuanian police arrested 15 protesters in Vilnius on Wednesday, Amber News reporters saw."
    lines.append(json.dumps({"publisher": "Amber News", "published": "2023-04-05T15:00Z", "text": seen}))
    (folder / "reports.jsonl").write_text("\n".join(lines), encoding="utf-8")
    with Ledger(folder / "x.ledger", new=True) as opened:
        running.run([folder / "reports.jsonl"], opened)
    return folder / "x.ledger"


def test_the_wounded_are_not_in_the_range_of_the_killed(ledger: Path) -> None:
    with Ledger(ledger) as opened:
        (row,) = [r for r in occurrences.rows(opened) if "ASSAULT" in r.codes]
    assert row.numbers == ("9 to 21 person killed", "30 person wounded")
    assert "[shelled]" in (row.quote or "")


def test_a_denial_is_told_once_and_by_the_event_denied(ledger: Path) -> None:
    with Ledger(ledger) as opened:
        denials = [k for k in opened.links() if k.relation == "denies"]
        text = "\n".join(disputes_as_text(opened, None, Sheet(width=1000)))
    assert len(denials) > 1
    (told,) = [block for block in text.split("─" * 1000) if "did not [shell]" in block]
    assert "“shell” against “shelled”" in told
    assert f"the same in {len(denials) - 1} other pair" in told


def test_how_an_occurrence_is_told_stands_once_above_a_dispute(ledger: Path) -> None:
    with Ledger(ledger) as opened:
        blocks = "\n".join(disputes_as_text(opened, None, Sheet(width=1000))).split("─" * 1000)[1:]
    (numbers,) = [b for b in blocks if b.startswith(("\n“21” against “9”", "\n“9” against “21”"))]
    assert numbers.count("in 3 reports from 3 origins") == 1


def test_an_account_that_was_replaced_disputes_nothing_and_says_so(ledger: Path) -> None:
    """What a newer text at the same address took out is no live dispute; beside the other account it stands, marked."""
    with Ledger(ledger) as opened:
        text = "\n".join(disputes_as_text(opened, None, Sheet(width=1000)))
        shown = "\n".join(as_text(opened, {}, None, Sheet(width=1000)))
    assert "40 protesters" not in text
    assert "“40 protesters” — Police (LTU COP); Border Gazette" in shown
    assert shown.count("(since replaced)") == 1


def test_a_view_without_reports_does_not_say_that_the_ledger_is_empty(ledger: Path) -> None:
    with Ledger(ledger) as opened, opened.as_of("2020-01-01") as then:
        assert list(as_text(then, {}, None, Sheet())) == ["No report is in this view of the ledger."]


def test_a_report_that_tells_two_values_lends_its_origins_to_neither() -> None:
    both = Origin(id="o1", documents=("a", "b"), why="Marta Ndongo")
    paper = Origin(id="o2", documents=("b",), why="Kestrel Daily")
    other = Origin(id="o3", documents=("c",), why="Oleg Varin")
    assert _resting(("a", "b"), (both, paper, other)) == 1
    assert _resting(("b",), (paper, both)) == 1
    assert _resting(("a", "c"), (both, paper, other)) == 2
