"""JSON Lines: a line a report, and one bad line never costs the others."""

from __future__ import annotations

import json

import pytest

from onrecord.data import Document, Refusal
from onrecord.read import jsonl

TEXT = "Two envoys met for two hours.\r\nThey agreed on nothing.\n"


def read(raw: bytes, published: str | None = None) -> list[Document | Refusal]:
    return list(jsonl.documents(raw, source="a.jsonl", published=published, longest=1_000))


def line(**fields: object) -> bytes:
    return json.dumps({"text": TEXT, **fields}).encode() + b"\n"


def test_all_fields_and_the_text_as_it_stands() -> None:
    raw = line(
        title="Envoys meet", url="https://a.example/1", publisher="Lake Times", agency="Lakepress",
        authors=["Ina Holm", "Otto Brandt"], published="2021-11-30T10:00:00Z", id=7, anything={"x": [1]},
    )  # fmt: skip
    (found,) = read(raw)
    assert isinstance(found, Document)
    assert found.text == TEXT
    assert (found.title, found.url, found.publisher) == ("Envoys meet", "https://a.example/1", "Lake Times")
    assert (found.agency, found.authors) == ("Lakepress", ("Ina Holm", "Otto Brandt"))
    assert found.published == "2021-11-30T10:00:00+00:00"


def test_other_names_null_and_the_fallback_day() -> None:
    one, other = read(line(date="2021-11-30", authors="Ina Holm", title=None) + line(), published="2021-12-01")
    assert isinstance(one, Document) and isinstance(other, Document)
    assert (one.published, one.authors, one.title) == ("2021-11-30", ("Ina Holm",), None)
    assert other.published == "2021-12-01"


@pytest.mark.parametrize(
    ("bad", "says"),
    [
        (b"{broken", "line 2"),
        (b'{"text": 5}', "`$.text`"),
        (b'{"text": "Two envoys met.", "authors": ["Ina", 5]}', "`$.authors[1]`"),
        (b'{"text": "Two envoys met.", "authors": 5}', "`$.authors`"),
        (b'{"text": "Two envoys met.", "published": "yesterday"}', "`$.published`"),
        (b'{"text": "Two envoys met.", "date": "2021-02-30"}', "`$.date`"),
        (b'{"title": "Envoys meet"}', "`text` is missing"),
        (b'{"text": null}', "`text` is missing"),
        (b'{"text": "  "}', "empty"),
        (b'{"text": "\xff"}', "save the file as that"),
        (b'{"text": "\\ud800"}', "line 2"),
        (b'{"text": "Two envoys\\u0000 met."}', "control characters"),
        (b"[1, 2]", "jq"),
        (b"null", "line 2"),
        (b'{"x": ' + b"[" * 100_000 + b'], "text": "a"}', "line 2"),
        (b'{"text": "' + b"a word " * 500 + b'"}', "1,000"),
        ("{\"text\": \"Посланці зустрілися\"}".encode(), "not English"),
    ],
)  # fmt: skip
def test_a_bad_line_is_refused_and_the_others_go_on(bad: bytes, says: str) -> None:
    one, refused, other = read(line() + bad + b"\r\n\n" + line(title="b"))
    assert isinstance(one, Document) and isinstance(other, Document)
    assert isinstance(refused, Refusal)
    assert refused.source == "a.jsonl line 2"
    assert says in f"{refused.source}: {refused.reason}"
    assert refused.sha256


def test_a_byte_order_mark_and_utf_16() -> None:
    assert isinstance(read(b"\xef\xbb\xbf" + line())[0], Document)
    (found,) = read(line().decode().encode("utf-16"))
    assert isinstance(found, Document) and found.text == TEXT


@pytest.mark.parametrize(
    ("raw", "what"),
    [
        (b'{\n  "text": "Two envoys met."\n}\n', "object over many lines"),
        (b'[\n{"text": "Two envoys met."}\n]', "array"),
        (b'[{"text": "a"}]', "array"),
    ],
)
def test_json_that_is_no_object_a_line_is_one_refusal(raw: bytes, what: str) -> None:
    (found,) = read(raw)
    assert isinstance(found, Refusal)
    assert f"it is one JSON {what}: " in found.reason
    assert "jq" in found.reason


def test_lines_of_one_file_have_ids_of_their_own() -> None:
    found = read(line(url="https://a.example/1") + line(url="https://a.example/2") + line(url="https://a.example/1"))
    ids = [f.id for f in found if isinstance(f, Document)]
    assert ids[0] == ids[2] != ids[1]
