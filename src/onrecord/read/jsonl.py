"""JSON Lines -> Documents, one a line.

A line is an object with `text` (taken as it stands) and, where known, `title`, `url`, `publisher`, `agency`, `authors`
(a list of names, or one name), and `published` (or `date`: an ISO day or instant); null is the same as not given, and
fields with other names are not read. A field of the wrong type refuses its line, never the file.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

import msgspec

from onrecord.data import Document, Refusal
from onrecord.read import dates
from onrecord.read.reports import admitted, refusal
from onrecord.read.text import decoded


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """The fields of a line that are read."""

    text: str | None = None
    title: str | None = None
    url: str | None = None
    publisher: str | None = None
    agency: str | None = None
    authors: tuple[str, ...] | str | None = None
    published: str | None = None
    date: str | None = None


_SPREAD = (
    "write each report as an object on a line of its own (jq -c '.[]' does so for an array, jq -c . for one object)"
)
_DECODER = msgspec.json.Decoder(Line)


def documents(raw: bytes, *, source: str, published: str | None, longest: int) -> Iterator[Document | Refusal]:
    """A Document or its Refusal for each line that is not blank; one Refusal for JSON that is spread over lines."""
    if spread := re.match(rb"\s*+(?:(\[)|\{[ \t\r]*+\n)", raw):
        yield refusal(source, f"it is one JSON {'array' if spread[1] else 'object over many lines'}: {_SPREAD}", raw)
        return
    for number, line in enumerate(_lines(raw), 1):
        if line := line.strip():
            yield _line(line, f"{source} line {number}", published, longest)


def _lines(raw: bytes) -> Iterator[bytes]:
    """The lines of `raw` as UTF-8, one at a time: a file of millions of reports is never held twice."""
    if raw.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raw = (decoded(raw) or "").encode("utf-8", "surrogatepass")
    start = 0
    while start < len(raw):
        end = raw.find(b"\n", start)
        end = len(raw) if end < 0 else end
        yield raw[start:end]
        start = end + 1


def _line(raw: bytes, source: str, published: str | None, longest: int) -> Document | Refusal:
    try:
        line = _DECODER.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        return refusal(source, f"{error}: {_advice(error, raw)}", raw)
    if line.text is None:
        return refusal(source, "the field `text` is missing: the words of the report belong there", raw)
    written = line.published or line.date
    day = dates.iso(written) if written else published
    if written and day is None:
        field = "published" if line.published else "date"
        return refusal(source, f"{written!r} is no ISO day or instant - at `$.{field}`: write it as 2021-11-30", raw)
    authors = (line.authors,) if isinstance(line.authors, str) else line.authors or ()
    return admitted(
        line.text,
        source=source,
        longest=longest,
        raw=raw,
        title=line.title,
        url=line.url,
        publisher=line.publisher,
        agency=line.agency,
        authors=authors,
        published=day,
    )


def _advice(error: Exception, raw: bytes) -> str:
    if raw.startswith(b"["):
        return _SPREAD
    if isinstance(error, UnicodeDecodeError):
        return "JSON is UTF-8; save the file as that (iconv -t UTF-8 does so)"
    if isinstance(error, msgspec.ValidationError):
        return "text, title, url, publisher, agency and published are strings, authors is a list of strings"
    return "the line is no whole JSON object, often because a file was cut or an object was spread over lines"
