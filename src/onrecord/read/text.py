"""Plain text -> Document: the words stay as they are."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

from onrecord.data import Document, Refusal
from onrecord.read.reports import admitted, refusal

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Bytes that stand for nothing in Windows-1252.
_UNUSED = bytes((0x81, 0x8D, 0x8F, 0x90, 0x9D))
# A headline: a short first line without a full stop, then a blank line, then more.
_HEADLINE = re.compile(r"\s*(?P<title>\S[^\r\n]{8,148}[^\s.,;:–—-])[ \t]*(?:\r\n|\r|\n)[ \t]*(?:\r\n|\r|\n)\s*(?=\S)")
_NO_HEADLINE = re.compile(
    r"(?i:by\s|from\s|published|updated|posted|copyright|source:|https?:|www\.|\(|\[|[-*•])|.*\d{4}\Z"
)


def documents(raw: bytes, *, source: str, published: str | None, longest: int) -> Iterator[Document | Refusal]:
    """The Document of the bytes of a text file; its first line is the title when it is clearly a headline."""
    text = decoded(raw)
    if text is None:
        why = "its bytes are no English text in an encoding known here (UTF-8, UTF-16, Windows-1252): save it as UTF-8"
        yield refusal(source, why, raw)
        return
    headline = _HEADLINE.match(text)
    if headline and (_NO_HEADLINE.match(headline["title"]) or len(headline["title"].split()) < 3):
        headline = None
    title, body = (headline["title"], headline.end()) if headline else (None, 0)
    yield admitted(text, source=source, longest=longest, raw=raw, title=title, body=body, published=published)


def decoded(raw: bytes) -> str | None:
    """The text of `raw`: by its byte order mark, else as UTF-8, else as Windows-1252; None when it is none of them.

    UTF-8 with a few broken bytes (a file that was cut) stays UTF-8, each of them read as U+FFFD.
    """
    encoding = next((name for mark, name in _MARKS if raw.startswith(mark)), None)
    if encoding:
        return raw.decode(encoding, "replace")
    text = raw.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    if (
        not broken
        or broken * 10 <= sum(not c.isascii() for c in text) - broken
        or (broken == 1 and text.endswith("\ufffd"))
    ):
        return text
    english = sum(b > 127 for b in raw) <= 0.1 * len(raw)  # more of them are the letters of another script's encoding
    return raw.decode("cp1252") if english and raw.translate(None, _UNUSED) == raw else None
