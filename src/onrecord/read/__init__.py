"""Bytes -> Document."""

from __future__ import annotations

import hashlib

from onrecord.data import Document
from onrecord.makers import maker
from onrecord.read.sentences import starts

MAKER = maker("read", 1)


def document(
    text: str,
    *,
    body: int = 0,
    title: str | None = None,
    url: str | None = None,
    publisher: str | None = None,
    authors: tuple[str, ...] = (),
    published: str | None = None,
    raw: bytes | None = None,
) -> Document:
    """A Document of `text`, which is taken as it stands, with its id and where its sentences start."""
    return Document(
        id=Document.identify(text, url=url, publisher=publisher, published=published, title=title),
        text=text,
        body=body,
        title=title,
        url=url,
        publisher=publisher,
        authors=authors,
        published=published,
        sentences=starts(text),
        raw=hashlib.sha256(text.encode("utf-8", "surrogatepass") if raw is None else raw).hexdigest(),
        by=MAKER.key,
    )
