"""What is written out is all of it, in a fixed order, as the published schema says, and safe to open."""

from __future__ import annotations

import csv
import io
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import msgspec
import pytest

from onrecord import weighing
from onrecord.data import Event, Mention, Statement
from onrecord.record import Ledger, tables
from onrecord.record.export import RECORDS, jsonl, schema
from onrecord.record.rows import TABLES
from tests.record.made import RUN, page, rival

PUBLISHED = Path(__file__).parents[2] / "schema"
HOSTILE = "=cmd|' /C calc'!A0"


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger(tmp_path / "x.ledger", new=True) as opened:
        opened.add([page(), rival()], RUN)
        weighing.weigh(opened)
        yield opened


def lines(ledger: Ledger, **how: bool) -> list[dict[str, Any]]:
    return [json.loads(line) for line in jsonl(ledger, **how)]


@pytest.mark.parametrize(("name", "texts"), [("onrecord-1", True), ("onrecord-1-no-text", False)])
def test_the_published_schema_is_current_and_holds(ledger: Ledger, name: str, texts: bool) -> None:
    published = json.loads((PUBLISHED / f"{name}.schema.json").read_text(encoding="utf-8"))
    assert published == json.loads(json.dumps(schema(texts=texts))), f"run: onrecord schema > schema/{name}.schema.json"
    strict = json.loads(json.dumps(published))
    for body in strict["$defs"].values():
        body["additionalProperties"] = False
    jsonschema.Draft202012Validator.check_schema(strict)
    validator = jsonschema.Draft202012Validator(strict)
    written = lines(ledger, texts=texts)
    assert [e.message for line in written for e in validator.iter_errors(line)] == []
    assert {line["type"] for line in written} == {
        "document",
        "mention",
        "statement",
        "event",
        "link",
        "cluster",
        "maker",
    }
    del written[0]["id"]
    assert not validator.is_valid(written[0])


def test_json_lines_give_the_records_back(ledger: Ledger) -> None:
    union = RECORDS[0]
    for kind in RECORDS[1:]:
        union |= kind  # type: ignore[assignment]
    records = [msgspec.json.decode(line, type=union) for line in jsonl(ledger)]
    findings = {f for put in (page(), rival()) for f in put.findings()}
    assert {r for r in records if isinstance(r, Mention | Statement | Event)} == findings
    assert [r for r in records if type(r).__name__ == "Document"] == list(ledger.documents())


def test_no_clock_and_no_order_of_adding_shows(tmp_path: Path) -> None:
    written = []
    for n, order in enumerate([(page(), rival()), (rival(), page())]):
        with Ledger(tmp_path / f"{n}.ledger", new=True) as ledger:
            for each in order:
                ledger.add([each], msgspec.structs.replace(RUN, id=f"run-{n}", at=f"203{n}-01-01T00:00:00+00:00"))
            weighing.weigh(ledger)
            tabled = [line for table in TABLES for line in tables.csv_lines(ledger, table)]
            written.append((list(jsonl(ledger)), tabled))
    assert written[0] == written[1]
    assert "203" not in "".join(written[0][0])


def test_without_text_no_words_are_written(ledger: Ledger) -> None:
    written = "".join(jsonl(ledger, texts=False))
    for table in TABLES:
        written += "".join(tables.csv_lines(ledger, table, texts=False))
    for words in ("troops", "Brandt", "Selm", "crossing", "sent", "closed", "Tuesday", "9,000", "counts", "says"):
        assert re.search(rf"\b{words}\b", written, re.IGNORECASE) is None, words
    assert page().events[0].id in written


def test_csv_cells_are_no_formulas(tmp_path: Path) -> None:
    with Ledger(tmp_path / "x.ledger", new=True) as ledger:
        ledger.add([page(publisher=HOSTILE, title="\x1b[31m+1+1\r\n=2")], RUN)
        (head, *rows) = csv.reader(io.StringIO("".join(tables.csv_lines(ledger, "events"))))
    row = dict(zip(head, rows[0], strict=True))
    assert row["publisher"] == "'" + HOSTILE
    assert row["title"].split() == ["[31m+1+1", "=2"]
    assert (row["lon"], row["places"], row["word_of"]) == ("-33.5", "Port Selm", "Orvanian News Agency; Ilya Brandt")
    assert all(not c.startswith(("=", "+", "@", "\t", "\r")) for r in rows for c in r)


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_a_folder_gets_a_file_for_each_table(ledger: Ledger, tmp_path: Path, form: str) -> None:
    if form == "parquet":
        pytest.importorskip("pyarrow")
    tables.write(ledger, form, tmp_path / "out", "events")
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == sorted(f"{t}.{form}" for t in TABLES)
    tables.write(ledger, form, tmp_path / f"one.{form}", "statements", texts=False)
    assert (tmp_path / f"one.{form}").is_file()


def test_parquet_has_types_and_lists(ledger: Ledger, tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    tables.write(ledger, "parquet", tmp_path / "events.parquet", "events")
    rows = parquet.read_table(tmp_path / "events.parquet").to_pylist()
    assert len(rows) == 4
    counted = [r for r in rows if r["code"] == "MOBILIZE"]
    assert [r["low"] for r in counted] == [20_000.0, 9_000.0]
    assert counted[1]["word_of"] == ["Orvanian News Agency", "Ilya Brandt"]
    assert counted[0]["disputed_by"] == [counted[1]["id"]]


def test_parquet_without_its_extra_names_it(ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(ImportError, match=r"pip install 'onrecord\[parquet\]'"):
        tables.write(ledger, "parquet", tmp_path / "out", "events")
    assert not (tmp_path / "out").exists()


def test_an_export_never_overwrites_its_ledger(ledger: Ledger) -> None:
    with pytest.raises(ValueError, match="the ledger itself"):
        tables.write(ledger, "jsonl", ledger.path, "events")


@pytest.mark.parametrize("make", ["symlink_to", "hardlink_to"])
@pytest.mark.parametrize("form", ["jsonl", "csv"])
def test_an_export_through_a_link_never_overwrites_its_ledger(ledger: Ledger, make: str, form: str) -> None:
    link = ledger.path.with_name(f"link.{form}")
    getattr(link, make)(ledger.path)
    before = ledger.path.read_bytes()
    with pytest.raises(ValueError, match="the ledger itself"):
        tables.write(ledger, form, link, "events")
    assert ledger.path.read_bytes() == before


def test_a_table_in_a_folder_never_overwrites_its_ledger(ledger: Ledger, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "events.csv").symlink_to(ledger.path)
    with pytest.raises(ValueError, match="the ledger itself"):
        tables.write(ledger, "csv", tmp_path / "out", "events")
    assert ledger.counts()["events"] == 4


def test_a_file_in_the_place_of_a_folder_is_left_as_it_is(ledger: Ledger, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(ValueError, match=r"a file that ends in \.csv"):
        tables.write(ledger, "csv", tmp_path / "notes.txt", "events")
    assert (tmp_path / "notes.txt").read_text(encoding="utf-8") == "mine"
