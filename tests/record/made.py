"""Invented reports with their findings, made without annotators."""

from __future__ import annotations

from typing import Any

from onrecord.data import (
    Actor,
    Document,
    Event,
    Link,
    Maker,
    Mention,
    Page,
    Place,
    Quantity,
    Run,
    Span,
    Statement,
    Time,
    digest,
)
from onrecord.makers import maker
from onrecord.read import MAKER, document
from onrecord.tokens import Parse

HAND: Maker = maker("hand", 1)
RUN = Run(id="run-1", at="2026-01-01T00:00:00+00:00", makers=(MAKER, HAND), added=0)
TITLE = "Orvania moves troops"
TEXT = (
    "Orvania moves troops\n\nThe Orvanian News Agency quoted General Ilya Brandt on Tuesday as saying that "
    "Orvania has sent {count} troops to Port Selm. Karsia closed the crossing."
)


def found(text: str, words: str, doc: Document) -> Span:
    """The span of the first place of `words` after the title."""
    start = text.index(words, len(TITLE))
    return doc.span(start, start + len(words))


def rival(**head: Any) -> Page:
    """The same troops on another's word, in another count, so that two accounts contradict each other."""
    text = TEXT.replace("General Ilya Brandt", "Minister Ada Corvin").replace("Orvanian News Agency", "Karsian Wire")
    head = {"publisher": "Karsian Post", "title": "Karsia counts", "text": text} | head
    return page("about 20,000", 20_000, speaker="Minister Ada Corvin", relay="Karsian Wire", **head)


def page(
    count: str = "about 9,000",
    number: float = 9_000,
    published: str | None = "2021-11-30",
    speaker: str = "General Ilya Brandt",
    relay: str = "Orvanian News Agency",
    **head: Any,
) -> Page:
    """A report in which an agency carries a general's statement on troops, and which tells one thing itself."""
    text = head.pop("text", TEXT).format(count=count)
    head = {"title": TITLE, "publisher": "The Morning Ledger", "body": 22} | head
    doc = document(text, published=published, **head)
    by: dict[str, Any] = {"by": HAND.key, "score": 0.8}
    at = lambda words: found(text, words, doc)  # noqa: E731
    agency = Mention.at(at(relay), Actor(name=relay, id=digest(relay), kind="body"), **by)
    general = Mention.at(
        at(speaker),
        Actor(
            name=speaker.partition(" ")[2], names=(speaker, speaker.split()[-1]), id=digest(speaker), kind="person",
            country="ORV", sectors=("MIL",),
        ),
        **by,
    )  # fmt: skip
    country = Mention.at(doc.span(*_ends(text, "Orvania has", 7)), ORVANIA, **by)
    other = Mention.at(at("Karsia"), Actor(name="Karsia", id="KAR", kind="country", country="KAR"), **by)
    day = (published or "")[:10]
    time = Time(start=day or None, end="2021-12-01" if day else None, grain="day", timex=day or "XXXX-WXX-2")
    when = Mention.at(at("Tuesday"), time, **by)
    place = Place(name="Port Selm", geonames="1", lat=45.25, lon=-33.5, country="KAR")
    where = Mention.at(at("Port Selm"), place, **by)
    amount = Quantity(low=number, high=number, of="troop", approximate=True, words=count)
    troops = Mention.at(at(f"{count} troops"), amount, attached_to=country.id, **by)
    said = Statement.at(
        doc, source=general.span, speakers=(general.id,), via=(agency.id,), cue=at("as saying"),
        content=(at(f"Orvania has sent {count} troops to Port Selm"),), manner="indirect", stance="alleges",
        time=when.id, **by,
    )  # fmt: skip
    sent = Event.at(
        at("sent"), "MOBILIZE", actors=[country], said=said.id, places=(where.id,), time=when.id,
        quantities=(troops.id,), **by,
    )  # fmt: skip
    closed = Event.at(at("closed"), "COERCE", actors=[other], targets=[country], status="actual", **by)
    return Page(
        document=doc,
        parse=Parse([], []),
        mentions=(agency, general, when, country, troops, where, other),
        statements=(said,),
        events=(sent, closed),
    )


ORVANIA = Actor(name="Orvania", id="ORV", kind="country", country="ORV", sectors=("GOV",))


def _ends(text: str, words: str, length: int) -> tuple[int, int]:
    start = text.index(words)
    return start, start + length


def dispute() -> Link:
    """That `page()` and `rival()` give two counts of the same troops."""
    a, b = sorted((page().events[0].id, rival().events[0].id))
    values = ("about 9,000", "about 20,000") if a == page().events[0].id else ("about 20,000", "about 9,000")
    return Link(
        a=a, b=b, relation="contradicts", on="number", values=values, why="Two counts of the same troops on one day.",
        score=1.0, by=HAND.key,
    )  # fmt: skip
