"""HTML pages: what is read from them, and what is refused."""

from __future__ import annotations

import pytest

from onrecord.data import Document, Refusal
from onrecord.read import html

STORY = """
<p>LAKEVIEW, Nov 30 (Lakepress) - The <b>envoys</b> of Lakeland and Norland met for two hours
on <a href="/d">Tuesday</a> and agreed on nothing, officials said.</p>
<script>document.write("never shown")</script><style>p { color: red }</style>
<p>&ldquo;We will meet again,&rdquo; one of them said.<br>Nobody else spoke to the reporters at the door.</p>
<blockquote><p>The river belongs to both of us, and so do its bridges.</p></blockquote>
<ul><li>Read more</li><li>The first point of the list is that no boat may pass at night.</li></ul>
<table><tr><td>one</td><td>two</td></tr></table>
"""


def page(head: str = "", body: str = STORY, title: str = "Envoys meet again in Lakeview") -> bytes:
    nav = '<nav><ul><li><a href="/">Home</a></li><li><a href="/world">World</a></li></ul></nav>'
    return (
        f"<!doctype html><html lang='en'><head><meta charset='utf-8'><title>{title}</title>{head}</head>"
        f"<body>{nav}<article><h1>{title}</h1>{body}</article><footer>About us</footer></body></html>"
    ).encode()


def read(raw: bytes, published: str | None = None) -> Document:
    (found,) = html.documents(raw, source="page.html", published=published, longest=100_000)
    assert isinstance(found, Document), found
    return found


def test_the_text_is_title_blank_line_and_paragraphs() -> None:
    found = read(page())
    assert found.title == "Envoys meet again in Lakeview"
    assert found.text.startswith("Envoys meet again in Lakeview\n\nLAKEVIEW, Nov 30 (Lakepress) - The envoys of")
    assert found.body == len("Envoys meet again in Lakeview\n\n")
    assert found.text.count("Envoys meet again") == 1
    assert found.dateline and found.dateline.place == "LAKEVIEW"
    assert found.agency == "Lakepress"
    assert "met for two hours on Tuesday and agreed" in found.text
    assert "one of them said.\n\nNobody else spoke" in found.text


@pytest.mark.parametrize("words", ["never shown", "color: red", "About us", "World", "Read more"])
def test_what_is_no_article_stays_out(words: str) -> None:
    assert words not in read(page()).text


LINKED = """<script type="application/ld+json">{"@context": "https://schema.org", "@graph": [
  {"@type": "WebSite", "name": "Lake Times"},
  {"@type": ["NewsArticle"], "headline": "Envoys meet", "datePublished": "2021-11-30T18:22:00.000+02:00",
   "author": [{"@type": "Person", "name": "Ina  Holm"}, {"@type": "Person", "name": "https://lake.example/brandt"}],
   "publisher": {"@type": "Organization", "name": "Lake Times"}}]}</script>"""


def test_json_ld_comes_first() -> None:
    meta = (
        '<meta property="article:published_time" content="2020-01-01"><link rel="canonical" href="https://a.example/1">'
    )
    found = read(page(LINKED + meta), published="2019-01-01")
    assert found.published == "2021-11-30T18:22:00+02:00"
    assert found.authors == ("Ina Holm",)
    assert found.publisher == "Lake Times"
    assert found.url == "https://a.example/1"


@pytest.mark.parametrize(
    ("head", "body", "published"),
    [
        ('<meta property="article:published_time" content="2021-11-30T18:22:00Z">', STORY, "2021-11-30T18:22:00+00:00"),
        ('<meta name="pubdate" content="20211130">', STORY, "2021-11-30"),
        ('<meta name="date" content="2021/11/30">', STORY, "2021-11-30"),
        ("", '<time datetime="2021-11-30T18:22+02:00">today</time>' + STORY, "2021-11-30T18:22:00+02:00"),
        ('<meta name="date" content="soon">', '<time datetime="2021-11-30">today</time>' + STORY, "2021-11-30"),
        ('<script type="application/ld+json">{broken</script>', STORY, "2021-12-05"),
        ("", STORY, "2021-12-05"),
    ],
)
def test_the_day_of_publication(head: str, body: str, published: str) -> None:
    assert read(page(head, body), published="2021-12-05").published == published


def test_an_encoding_that_the_page_declares() -> None:
    raw = page(body=STORY + "<p>The café of the old harbour stayed open all night.</p>").decode()
    latin = raw.replace("utf-8", "iso-8859-1").encode("cp1252")
    assert "café" in read(latin).text
    assert "café" in read(raw.replace("<meta charset='utf-8'>", "").encode("cp1252")).text
    assert "café" in read(raw.encode("utf-16")).text


@pytest.mark.parametrize(
    "raw",
    [
        b"<html></html>",
        b"<!doctype html>",
        b"<html><body><p>Nothing here.</p></body></html>",
        b"<html><body><div id='app'></div><script>start()</script></body></html>",
        page(body="<ul>" + "<li><a href='/x'>Envoys meet again in Lakeview</a></li>" * 30 + "</ul>"),
        page(body="<p>Please log in to read on.</p><form><input name='user'></form>"),
    ],
)
def test_a_page_without_an_article_is_refused(raw: bytes) -> None:
    (found,) = html.documents(raw, source="page.html", published=None, longest=100_000)
    assert isinstance(found, Refusal)
    assert "no article" in found.reason
    assert found.sha256


@pytest.mark.parametrize("odd", ["&#27;", "&#x1B;", "&#8;", "&#011", "&#0;", "&#xFFFE;", "&#65535;", "\x02", "\x1b"])
def test_a_character_that_xml_does_not_know_costs_itself_alone(odd: str) -> None:
    found = read(page(body=f"<p>The envoys {odd}met again on Monday, said their {odd} hosts.</p>{STORY}"))
    assert found.text.replace("  ", " ").count("The envoys met again on Monday, said their hosts.") == 1


def test_references_that_xml_knows_stay() -> None:
    found = read(
        page(body=f"<p>The envoys&#8217; talks &#x2013; &#160;all of them &#9;&#10;&#13;&#133; ended.</p>{STORY}")
    )
    assert "The envoys’ talks – all of them … ended." in found.text


def test_a_deep_page_is_read_or_refused() -> None:
    deep = b"<html><body>" + b"<div>" * 20_000 + b"<p>word</p>"
    (found,) = html.documents(deep, source="page.html", published=None, longest=100_000)
    assert isinstance(found, Refusal)
