"""The sheet that a person reads: no claim without its source, no line too wide, nothing that a terminal obeys."""

from __future__ import annotations

import unicodedata
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord import weighing
from onrecord.data import Event, Page, Statement
from onrecord.record import Ledger, showing
from onrecord.record.listing import Sheet, printable, word_of
from tests.record.made import HAND, RUN, page, rival

ANSI = "\x1b[31m\x9b2J\u202eevil\u2069\r\n\x07"


def sheet(put: Page, width: int = 100) -> list[str]:
    return list(showing.page_as_text(put, Sheet(width)))


def test_a_report_reads_as_a_sheet() -> None:
    assert sheet(page(), 80)[1:] == [
        "Orvania moves troops",
        "The Morning Ledger · 2021-11-30",
        f"report {page().document.id} · 1 statement · 2 events",
        "",
        "  SAID         Ilya Brandt (ORV MIL) — as saying",
        "  alleges      when      2021-11-30 (“Tuesday”)",
        "  indirect     through   Orvanian News Agency",
        "  score 0.80   quote     “Orvania has sent about 9,000 troops to Port Selm”",
        "",
        "  MOBILIZE     Orvania (ORV GOV)",
        "  actual       word of   Ilya Brandt (ORV MIL), who alleges it, carried by",
        "  score 0.80             Orvanian News Agency",
        "               where     Port Selm (KAR, 45.25 -33.50)",
        "               when      2021-11-30 (“Tuesday”)",
        "               how many  “about 9,000 troops”",
        "               quote     “The Orvanian News Agency quoted General Ilya Brandt on",
        "                         Tuesday as saying that Orvania has [sent] about 9,000",
        "                         troops to Port Selm.”",
        "",
        "  COERCE       Karsia (KAR) → Orvania (ORV GOV)",
        "  actual       word of   the report itself (The Morning Ledger)",
        "  score 0.80   quote     “Karsia [closed] the crossing.”",
        "",
    ]


def test_a_day_that_nobody_gave_is_marked() -> None:
    text = "\n".join(sheet(page(published=None), 120))
    assert "when      “Tuesday” (relative to a day that the report does not give)" in text


def test_a_statement_that_carries_no_event_stands_alone() -> None:
    put = msgspec.structs.replace(page(), events=())
    text = "\n".join(sheet(put))
    assert "  SAID         Ilya Brandt (ORV MIL) — as saying\n  alleges" in text
    assert "through   Orvanian News Agency" in text


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"speakers": (), "via": ()}, "General Ilya Brandt, who alleges it"),
        ({"speakers": (), "via": (), "source": None}, "somebody not named, who alleges it"),
        ({"negated": True, "via": ()}, "Ilya Brandt (ORV MIL), who does not say so"),
        ({"stance": "asserts", "via": ()}, "Ilya Brandt (ORV MIL)"),
    ],
)
def test_a_claim_names_its_source_as_far_as_it_is_known(change: dict[str, Any], told: str) -> None:
    put = page()
    said = msgspec.structs.replace(put.statements[0], **change)
    put = msgspec.structs.replace(put, statements=(said,))
    assert word_of(put.events[0], put) == told


def test_a_chain_of_statements_is_told_from_the_inside_out() -> None:
    put = page()
    inner = put.statements[0]
    outer = Statement.at(
        put.document, source=inner.span, speakers=(put.mentions[-1].id,), manner="indirect", by=HAND.key, score=1.0
    )
    put = msgspec.structs.replace(put, statements=(msgspec.structs.replace(inner, within=outer.id, via=()), outer))
    assert word_of(put.events[0], put) == "Ilya Brandt (ORV MIL), who alleges it, as told by Karsia (KAR)"


def test_a_dispute_shows_both_accounts(tmp_path: Path) -> None:
    with Ledger(tmp_path / "x.ledger", new=True) as ledger:
        ledger.add([page(), rival()], RUN)
        weighing.weigh(ledger)
        shown = "\n".join(showing.as_text(ledger, {"code": "MOBILIZE"}, None, Sheet(120)))
        pairs = "\n".join(showing.disputes_as_text(ledger, None, Sheet(120)))
    assert shown.count("DISPUTED") == 2
    assert "against   “about 20,000 troops” — Ada Corvin (ORV MIL), who alleges it" in shown
    assert "Karsian Post · 2021-11-30 · Karsia counts" in pairs
    assert "The Morning Ledger · 2021-11-30 · Orvania moves troops" in pairs


def test_a_limit_holds_over_all_reports(tmp_path: Path) -> None:
    with Ledger(tmp_path / "x.ledger", new=True) as ledger:
        ledger.add([page(), rival()], RUN)
        for limit in (1, 2, 3):
            assert "\n".join(showing.as_text(ledger, {}, limit, Sheet())).count("score 0.80") == limit
        assert list(showing.as_text(ledger, {"actor": "Nobody"}, None, Sheet())) == ["No row is like that."]


def test_nothing_that_a_terminal_obeys_is_printed(tmp_path: Path) -> None:
    put = page(publisher=ANSI, title=ANSI, url=ANSI, text="x {count} troops\n\n" + page().document.text + ANSI)
    odd = Event.at(
        put.document.span(len(put.document.text) - 20, len(put.document.text)), "AID", by=HAND.key, score=1.0
    )
    put = msgspec.structs.replace(put, events=(*put.events, odd))
    with Ledger(tmp_path / "x.ledger", new=True) as ledger:
        ledger.add([put], RUN)
        printed = [
            *showing.as_text(ledger, {}, None, Sheet()),
            *showing.as_json(ledger, {}, None),
            *showing.hits_as_text(ledger, "evil", 5, Sheet()),
            showing.page_as_json(put, ()),
        ]
    assert "evil" in "".join(printed)
    for line in printed:
        assert all(unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Zl", "Zp") for c in line), line


@given(st.text())
def test_printable_text_is_one_line_that_a_terminal_shows(text: str) -> None:
    shown = printable(text)
    assert all(unicodedata.category(c) not in ("Cc", "Cs", "Zl", "Zp") for c in shown)
    assert printable(shown) == shown


@pytest.mark.parametrize("width", [80, 120])
def test_no_line_is_wider_than_the_sheet(width: int) -> None:
    long = page(title="word " * 60, url="https://example.org/" + "x" * 300)
    assert max(map(len, sheet(long, width))) <= width
