"""Text -> Document, or the Refusal that says why it is none."""

from __future__ import annotations

import hashlib
import re
from typing import Any

from onrecord import codebooks
from onrecord.data import Dateline, Document, Refusal, Span
from onrecord.makers import maker
from onrecord.read import agencies, datelines, languages, sentences
from onrecord.read.paragraphs import Line, paragraphs

MAKER = maker(
    "read",
    1,
    codebooks=tuple(codebooks.asset(m.CODEBOOK) for m in (sentences, datelines, agencies, languages)),
)

# Control characters that text files do not hold (they do hold tabs, line ends, form feeds and separators).
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1b\x7f]")
_SET_OFF = re.compile(r"[.!?]?[ \t]*(?:[\r\n]+|(?<=[.!?])[ \t]+)\s*")


def document(
    text: str,
    *,
    body: int = 0,
    title: str | None = None,
    url: str | None = None,
    publisher: str | None = None,
    agency: str | None = None,
    authors: tuple[str, ...] = (),
    published: str | None = None,
    raw: bytes | None = None,
) -> Document:
    """A Document of `text`, which is taken as it stands, with its id, dateline, agency and where its sentences start.

    With `body` 0 the story begins after the `title` where the text repeats that first. `raw` is what was read, None for
    the text itself. Nothing is raised for any text.
    """
    body = body or _after_title(text, title)
    blocks = paragraphs(text)
    story = [p for p in blocks if p[0] >= body] or [(max(a, body), b) for a, b in blocks if b > body]
    head = datelines.find(text, story, published)
    whole = [(body, body), *([(head.start, head.goes_on)] if head else [])]
    id = Document.identify(text, url=url, publisher=publisher, published=published, title=title)
    return Document(
        id=id,
        text=text,
        body=body,
        title=title,
        url=url,
        publisher=publisher,
        agency=agency or _agency(text, story, head, (*authors, publisher)),
        authors=authors,
        published=published,
        dateline=_dateline(id, text, head),
        paragraphs=tuple(start for start, _ in blocks),
        sentences=sentences.starts(text, whole),
        raw=hashlib.sha256(text.encode("utf-8", "surrogatepass") if raw is None else raw).hexdigest(),
        by=MAKER.key,
    )


def _after_title(text: str, title: str | None) -> int:
    """The offset after the `title` that `text` begins with and sets off by a full stop or line break; 0 for none."""
    first = text.find(title, 0, len(title) + 10) if title else -1
    if first < 0 or text[:first].strip():
        return 0
    after = first + len(title or "")
    gap = _SET_OFF.match(text, after)
    return gap.end() if gap and gap.end() < len(text) else 0


def _agency(text: str, story: list[Line], head: datelines.Head | None, names: tuple[str | None, ...]) -> str | None:
    if head and head.agency:
        return agencies.known(head.agency) or head.agency
    return agencies.credited(text, story, names)


def _dateline(id: str, text: str, head: datelines.Head | None) -> Dateline | None:
    if head is None:
        return None
    span = Span(doc=id, start=head.start, end=head.end, quote=text[head.start : head.end])
    return Dateline(span=span, place=head.place, day=head.day)


def unfit(text: str, longest: int) -> str | None:
    """Why `text` is no report that can be read, and what to do about it; None when it can."""
    if len(text) > longest:
        return (
            f"it has {len(text):,} characters, more than the {longest:,} that a report may have; this is usually an "
            "archive or a log: split it into one file a report, or raise `longest` in onrecord.toml"
        )
    if not text.strip():
        return "it is empty: the file may not have been downloaded to its end; fetch it again or leave it out"
    if "\x00" in text or len(_CONTROLS.findall(text)) * 100 > len(text):
        return "it holds control characters as only binary files do: save the report as plain text (UTF-8) or HTML"
    if why := languages.foreign(text):
        return f"it is not English ({why}): onrecord reads English alone; translate it, or leave it out"
    return None


def admitted(text: str, *, source: str, longest: int, raw: bytes, **said: Any) -> Document | Refusal:
    """The Document of `text` with what `said` tells of it, or a Refusal that names `source` and says why."""
    if why := unfit(text, longest):
        return refusal(source, why, raw)
    return document(text, raw=raw, **said)


def refusal(source: str, reason: str, raw: bytes | None) -> Refusal:
    """A Refusal of what was read as `raw`, None where nothing could be read."""
    return Refusal(source=source, reason=reason, sha256=None if raw is None else hashlib.sha256(raw).hexdigest())
