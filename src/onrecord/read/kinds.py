"""What kind of file some bytes are: by what they hold, then by the name's ending."""

from __future__ import annotations

import re
from typing import Literal

Kind = Literal["text", "html", "jsonl"]

# How a file of another kind begins, what it is, and what to do.
_OTHERS = (
    (b"%PDF", "it is a PDF: save its text (pdftotext) and give that"),
    (b"PK\x03\x04", "it is a zip archive or an office document: unpack it, or save it as plain text"),
    (b"\x1f\x8b", "it is compressed with gzip: unpack it (gunzip)"),
    (b"BZh", "it is compressed with bzip2: unpack it (bunzip2)"),
    (b"\xfd7zXZ", "it is compressed with xz: unpack it (unxz)"),
    (b"\x28\xb5\x2f\xfd", "it is compressed with zstd: unpack it (unzstd)"),
    (b"\xd0\xcf\x11\xe0", "it is an old office document: save it as plain text"),
    (b"{\\rtf", "it is rich text: save it as plain text"),
    (b"SQLite format 3", "it is an SQLite file, perhaps a ledger: give reports, not a ledger"),
    (b"\x89PNG", "it is a picture: give the report's text"),
    (b"\xff\xd8\xff", "it is a picture: give the report's text"),
    (b"GIF8", "it is a picture: give the report's text"),
    (b"WARC/", "it is a web archive: save its pages as HTML files"),
)
_PAGE = re.compile(rb"<(?:!doctype\s+html|html|head|body|article|meta|main)[\s>]", re.IGNORECASE)
_FEED = re.compile(rb"<(?:rss|feed|rdf:RDF)[\s>]")
_MARKUP = re.compile(rb"\s*<[!?a-zA-Z]")
_OBJECT = re.compile(rb'\s*\{\s*"')


def kind(raw: bytes, name: str) -> Kind:
    """The kind of file that `raw`, found under `name`, is; plain text when nothing speaks for another."""
    head = raw[:4_000].removeprefix(b"\xef\xbb\xbf").replace(b"\x00", b"")
    ending = name.lower().rpartition(".")[2]
    if _OBJECT.match(head) or (ending in ("jsonl", "ndjson", "json") and not _MARKUP.match(head)):
        return "jsonl"
    if _MARKUP.match(head) and (_PAGE.search(head) or ending in ("html", "htm", "xhtml")):
        return "html"
    return "html" if ending in ("html", "htm", "xhtml") else "text"


def unreadable(raw: bytes) -> str | None:
    """Why bytes of this kind cannot be read, and what to do; None when they may be text."""
    if not raw.strip():
        return "it is empty: the file may not have been downloaded to its end; fetch it again or leave it out"
    for start, why in _OTHERS:
        if raw.startswith(start):
            return why
    head = raw[:4_000]
    if _MARKUP.match(head) and _FEED.search(head) and not _PAGE.search(head):
        return "it is a feed, which holds only the beginnings of reports: save the pages that it links to"
    if b"\x00" in raw and not raw.startswith((b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")):
        return "it is binary (it holds NUL bytes): give plain text (UTF-8), HTML or JSON Lines"
    return None
