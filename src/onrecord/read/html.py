"""HTML page -> Document: the article's words, composed as title, blank line, paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from onrecord.data import Document, Refusal
from onrecord.read import text
from onrecord.read.metadata import Metadata, metadata
from onrecord.read.reports import admitted, refusal

# Words of the shortest article; what is left of a page without one (menus, a consent notice) is mostly shorter.
SHORTEST = 20
# Words of the shortest paragraph that counts towards it; menus and lists of headlines have shorter ones.
PARAGRAPH = 8

_DECLARED = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([a-zA-Z0-9_:.-]{2,30})", re.IGNORECASE)
# References to characters that XML knows none of: lxml makes them, and then cannot copy the words that hold them.
_FORBIDDEN = re.compile(
    r"&#(?:0*(?:[0-8]|1[124-9]|2\d|3[01]|6553[45])|x0*(?:[0-8bcef]|1[0-9a-f]|fff[ef]))(?:;|(?![0-9a-f]))", re.IGNORECASE
)
_XML = re.compile(r"\A\s*+<\?xml[^>]*\?>")
_BLOCKS = ("p", "head", "list", "item", "quote", "row", "code", "lb")
# What pages put between the paragraphs of an article and trafilatura leaves in.
_CALLS = frozenset(
    ("read more", "subscribe", "subscribe now", "sign up", "advertisement", "story continues below", "see also",
     "share", "related", "related articles", "related stories", "more on this story", "click here", "continue reading")
)  # fmt: skip
_EMPTY = (
    "there is no article on the page: it is usually an index, a log-in or consent page, or one that a script fills; "
    "save the article's own page after it has loaded"
)


def documents(raw: bytes, *, source: str, published: str | None, longest: int) -> Iterator[Document | Refusal]:
    """The Document of a page, or a Refusal when no article stands on it."""
    page = _decoded(raw)
    if page is None or len(page) > 20 * longest:
        why = (
            "its characters are in an encoding not known here: save it as UTF-8"
            if page is None
            else "it has more characters than any page of a report: it is usually an archive; give its pages alone"
        )
        yield refusal(source, why, raw)
        return
    try:
        data, paragraphs = _read(_FORBIDDEN.sub("", _XML.sub("", page, count=1)))
    except Exception as error:  # the libraries raise many kinds on broken pages, and one page must not cost the others
        yield refusal(source, f"the page could not be parsed ({error!r}): save it again, or give its text", raw)
        return
    if paragraphs and data.title and paragraphs[0].casefold() == data.title.casefold():
        paragraphs = paragraphs[1:]
    if sum(len(p.split()) for p in paragraphs if _is_prose(p)) < SHORTEST:
        yield refusal(source, _EMPTY, raw)
        return
    head = f"{data.title}\n\n" if data.title else ""
    yield admitted(
        head + "\n\n".join(paragraphs),
        source=source,
        longest=longest,
        raw=raw,
        body=len(head),
        title=data.title,
        url=data.url,
        publisher=data.publisher,
        authors=data.authors,
        published=data.published or published,
    )


def _decoded(raw: bytes) -> str | None:
    declared = _DECLARED.search(raw[:4_000])
    known = declared and _codec(declared[1].decode("ascii"))
    if known and not raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode(known, "replace")
    return text.decoded(raw)


def _codec(name: str) -> str | None:
    """Python's name for the encoding `name`, None where the bytes tell; Latin-1 is Windows-1252, as in browsers."""
    plain = name.lower().replace("_", "-")
    if plain in ("iso-8859-1", "latin-1", "latin1", "us-ascii", "ascii", "windows-1252", "cp1252"):
        return "cp1252"
    return plain if plain in _CODECS else None


_CODECS = frozenset(
    ("iso-8859-2", "iso-8859-5", "iso-8859-9", "iso-8859-15", "windows-1250", "windows-1251", "windows-1254", "koi8-r",
     "koi8-u", "gb2312", "gbk", "gb18030", "big5", "shift-jis", "euc-jp", "euc-kr")
)  # fmt: skip


def _read(page: str) -> tuple[Metadata, list[str]]:
    """What the page says of itself, and its article's paragraphs; imports the slow libraries at first use."""
    import trafilatura
    from trafilatura.utils import load_html

    tree = load_html(page)
    if tree is None:
        return Metadata(), []
    data = metadata(tree)
    # The latest day is fixed, so that the last resort for a date never depends on the clock.
    settings = {"original_date": True, "extensive_search": False, "max_date": "2100-01-01"}
    found: Any = trafilatura.bare_extraction(
        page, with_metadata=True, include_comments=False, include_tables=False, date_extraction_params=settings
    )
    return (data, []) if found is None else (data.completed(found), _paragraphs(found.body))


def _paragraphs(body: Any) -> list[str]:
    """The words of each block of trafilatura's tree, with plain white space; a line break parts blocks too."""
    from lxml.etree import iterwalk  # type: ignore[import-untyped]

    out, words = [], ""
    for event, element in iterwalk(body, events=("start", "end")):
        if element.tag in _BLOCKS:
            out.append(words)
            words = ""
        words += (element.text if event == "start" else element.tail if element is not body else "") or ""
    blocks = (" ".join(block.split()) for block in (*out, words))
    return [block for block in blocks if block and block.casefold().rstrip(" .:>»…") not in _CALLS]


def _is_prose(paragraph: str) -> bool:
    return len(paragraph.split()) >= PARAGRAPH and any(mark in paragraph for mark in ".!?")
