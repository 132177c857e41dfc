"""What an HTML page says of itself: address, publisher, authors and day, from JSON-LD, meta elements and `<time>`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import msgspec

from onrecord.read import dates

# Where a page's meta elements give the day of publication, best first.
_DATED = (
    "article:published_time", "og:article:published_time", "og:published_time", "datepublished", "parsely-pub-date",
    "sailthru.date", "pubdate", "publishdate", "publish-date", "publish_date", "publication_date", "dc.date.issued",
    "dcterms.issued", "dcterms.created", "dc.date", "dcterms.date", "cxenseparse:recs:publishtime", "date",
)  # fmt: skip
_ARTICLE = re.compile(r"(?:Article|Posting|Report|Report(?:age)?NewsArticle)\Z")
_SLASHED = re.compile(r"(\d{4})/(\d\d)/(\d\d)")
_WEB = re.compile(r"https?://[^\s/]+\S*\Z")


class Metadata(msgspec.Struct, frozen=True, kw_only=True):
    """What a page says of itself, None and empty where it does not; `published` is an ISO day or instant."""

    title: str | None = None
    url: str | None = None
    publisher: str | None = None
    authors: tuple[str, ...] = ()
    published: str | None = None

    def completed(self, found: Any) -> Metadata:
        """This with what trafilatura `found` where the page's own data has gaps; the title is always trafilatura's."""
        authors = (a.strip() for a in (found.author or "").split(";"))
        return Metadata(
            title=_plain(found.title),
            url=self.url,
            publisher=self.publisher or _plain(found.sitename),
            authors=self.authors or tuple(a for a in authors if a),
            published=self.published or dates.iso(found.date or ""),
        )


def metadata(tree: Any) -> Metadata:
    """The Metadata of the lxml `tree` of a page, all but its title."""
    linked = list(_linked(tree))
    articles = [node for node in linked if any(_ARTICLE.search(t) for t in _texts(node.get("@type")))]
    metas = _metas(tree)
    addresses = (*tree.xpath("//link[@rel='canonical']/@href"), metas.get("og:url"))
    publishers = (metas.get("og:site_name"), *(name for node in articles for name in _names(node.get("publisher"))))
    return Metadata(
        url=next((str(a).strip() for a in addresses if a and _WEB.match(str(a).strip())), None),
        publisher=next((p for p in map(_plain, publishers) if p), None),
        authors=next((names for node in articles if (names := tuple(_names(node.get("author"))))), ()),
        published=next(_days(tree, articles + linked, metas), None),
    )


def _days(tree: Any, linked: list[dict[str, Any]], metas: dict[str, str]) -> Iterator[str]:
    """The days of publication that the page gives, the surest first."""
    written = [text for node in linked for text in _texts(node.get("datePublished"))]
    written += [metas[name] for name in _DATED if name in metas]
    for path in (
        "//time[@pubdate or @itemprop='datePublished']/@datetime",
        "//*[@itemprop='datePublished']/@content",
        "//article//time/@datetime",
        "//main//time/@datetime",
        "//time[not(ancestor::nav or ancestor::aside)]/@datetime",
    ):
        written += map(str, tree.xpath(path))
    for each in written:
        if day := dates.iso(_SLASHED.sub(r"\1-\2-\3", each)):
            yield day


def _metas(tree: Any) -> dict[str, str]:
    """The content of the page's meta elements by name or property, in small letters; the first of each."""
    out: dict[str, str] = {}
    for meta in tree.xpath("//meta[@content]"):
        for key in ("property", "name", "itemprop"):
            if name := meta.get(key):
                out.setdefault(name.strip().lower(), meta.get("content"))
    return out


def _linked(tree: Any) -> Iterator[dict[str, Any]]:
    """Every object in the page's JSON-LD, in order; a block that is no JSON is passed over, as browsers do."""
    for script in tree.xpath("//script[@type='application/ld+json']"):
        try:
            waiting = [msgspec.json.decode(script.text_content().strip().rstrip(";"))]
        except (msgspec.DecodeError, RecursionError, UnicodeEncodeError):
            continue
        while waiting:
            node = waiting.pop()
            if isinstance(node, dict):
                yield node
            inner = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
            waiting.extend(reversed(list(inner)))


def _texts(value: Any) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [v for v in values if isinstance(v, str)]


def _names(value: Any) -> Iterator[str]:
    """The names in a JSON-LD person or organisation, or a list of them; addresses of profiles are no names."""
    for each in value if isinstance(value, list) else [value]:
        for name in _texts(each.get("name") if isinstance(each, dict) else each):
            if (plain := _plain(name)) and "://" not in plain:
                yield plain


def _plain(words: str | None) -> str | None:
    return " ".join(words.split()) or None if words else None
