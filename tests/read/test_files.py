"""Files, folders and globs: order, kinds, refusals; no bytes make a reader raise."""

from __future__ import annotations

import gzip
import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord.data import Document, Refusal
from onrecord.read import documents
from onrecord.read.files import read
from onrecord.settings import Settings

TEXT = "Two envoys met for two hours. They agreed on nothing."
STORY = f"<html><body><article><h1>Envoys meet</h1><p>{TEXT} A spokesman said so at the door of the hall.</p></article>"


def reasons(*paths: Path | str, **settings: int) -> list[str]:
    found = documents(paths, settings=Settings(**settings) if settings else None)
    return [f"{f.source}: {f.reason}" for f in found if isinstance(f, Refusal)]


def test_a_folder_is_read_in_the_order_of_its_names_and_each_file_once(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    for name in ("b/2.txt", "b/1.txt", "a.txt", "c.txt", ".hidden"):
        (tmp_path / name).write_text(f"{TEXT} {name}")
    found = list(documents([tmp_path, tmp_path / "a.txt", str(tmp_path / "*.txt")], published="2021-11-30"))
    assert [f.text.split()[-1] for f in found if isinstance(f, Document)] == ["a.txt", "c.txt", "b/1.txt", "b/2.txt"]
    assert {f.published for f in found if isinstance(f, Document)} == {"2021-11-30"}


def test_mixed_kinds_by_what_they_hold(tmp_path: Path) -> None:
    (tmp_path / "a").write_text(STORY)
    (tmp_path / "b.txt").write_text('{"text": "Two envoys met."}\n{"text": "They left."}\n')
    (tmp_path / "c.html").write_text(STORY)
    (tmp_path / "d.jsonl").write_text(TEXT)
    found = list(documents([tmp_path]))
    assert [type(f).__name__ for f in found] == ["Document", "Document", "Document", "Document", "Refusal"]
    assert isinstance(found[0], Document) and found[0].title == "Envoys meet"


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (b"", "empty"),
        (b" \n\t\n", "empty"),
        (b"Two\x00envoys", "NUL"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"PK\x03\x04 ...", "zip"),
        (gzip.compress(b"Two envoys met."), "gunzip"),
        (b"\x89PNG\r\n", "picture"),
        (b"SQLite format 3\x00", "ledger"),
        (b"<?xml version='1.0'?><rss version='2.0'><channel></channel></rss>", "feed"),
        ("Посланці зустрілися на березі".encode(), "not English"),
        ("Посланці зустрілися на березі".encode("cp1251"), "encoding"),
        (b"\x81\x8d\x8f Two envoys met", "encoding"),
        (b"\x01\x02\x03\x04\x05\x06 Two envoys met.", "control characters"),
        (b"Two envoys met. " * 100, "longest"),
    ],
)
def test_a_bad_file_is_refused_with_its_reason(tmp_path: Path, raw: bytes, says: str) -> None:
    (tmp_path / "a.txt").write_bytes(raw)
    (only,) = reasons(tmp_path / "a.txt", longest=1_000)
    assert says in only


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "gone").symlink_to(tmp_path / "nowhere")
    assert "No such file" in reasons(tmp_path / "nothing.txt")[0]
    assert "no file has such a name" in reasons(str(tmp_path / "*.jsonl"))[0]
    assert "no file in this folder" in reasons(tmp_path / "empty")[0]
    assert "no regular file" in reasons(tmp_path / "pipe")[0]
    assert "could not be opened" in reasons(tmp_path / "gone")[0]
    assert "could not be opened" in reasons("a\x00b")[0]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_text_is_kept_as_it_stands(tmp_path: Path, encoding: str) -> None:
    text = "Two envoys met in the café – “again”.\r\n\r\nThey agreed\ton nothing. \r\n"
    (tmp_path / "a.txt").write_bytes(text.encode(encoding))
    (found,) = documents([tmp_path / "a.txt"])
    assert isinstance(found, Document) and found.text == text


def test_a_text_that_was_cut_in_a_character_stays_utf_8(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes("Two envoys met in the café – again – é".encode()[:-1])
    (found,) = documents([tmp_path / "a.txt"])
    assert isinstance(found, Document) and "café – again" in found.text


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("Envoys meet again in Lakeview\n\n", "Envoys meet again in Lakeview"),
        ("Envoys meet again in Lakeview\r\n\r\n", "Envoys meet again in Lakeview"),
        ("Will the envoys meet again?\n\n", "Will the envoys meet again?"),
        ("The envoys met again.\n\n", None),
        ("Envoys meet again in Lakeview\n", None),
        ("By Ina Holm and Otto Brandt\n\n", None),
        ("OSLO, Nov 30 (Lakepress) - \n\n", None),
        ("Kyiv, 30 November 2021\n\n", None),
        ("https://lakeview.example/a\n\n", None),
        ("Envoys\n\n", None),
    ],
)
def test_the_title_of_a_plain_text(tmp_path: Path, head: str, title: str | None) -> None:
    (tmp_path / "a.txt").write_bytes((head + TEXT).encode())
    (found,) = documents([tmp_path / "a.txt"])
    assert isinstance(found, Document)
    assert found.title == title
    assert found.text[found.body :] == (TEXT if title else head + TEXT)


BEGINNINGS = st.sampled_from(
    [b"", b"<html><body><p>", b"<!doctype html><main>", b'{"text": "', b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf", b"["]
)
NAMES = st.sampled_from(["a.txt", "a.html", "a.jsonl", "a"])


@given(BEGINNINGS, st.binary(max_size=300) | st.text().map(lambda t: t.encode("utf-8", "surrogatepass")), NAMES)
@settings(deadline=None, max_examples=300, suppress_health_check=[HealthCheck.too_slow])
def test_no_bytes_make_a_reader_raise(beginning: bytes, rest: bytes, name: str) -> None:
    for found in read(beginning + rest, name, None, 10_000):
        assert isinstance(found, Document | Refusal)
        assert not isinstance(found, Refusal) or (found.reason and found.sha256)
