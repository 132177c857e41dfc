"""On Record reads news reports about international crises and keeps a ledger of who said and did what, on whose word.

Six verbs, in the order in which a report goes through them:

    read      bytes -> Document               text, HTML, JSON Lines
    annotate  Document -> findings            actors, places, times, quantities, statements, events
    record    findings -> ledger              one SQLite file; exports
    weigh     accounts -> links               which accounts contradict each other
    watch     ledger -> alerts                (to come)
    show      ledger -> what a person reads   on the terminal; the workbench is to come

>>> import onrecord
>>> text = "Moldova's foreign minister met Greek officials in Athens on Tuesday."
>>> page = onrecord.annotate(text, published="2023-05-03")
>>> [event.code for event in page.events]
['CONSULT']
>>> [(t.value.start, t.span.quote) for t in page.times]
[('2023-05-02', 'Tuesday')]
"""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from datetime import date
from functools import cache
from numbers import Integral
from typing import TYPE_CHECKING, Any

from onrecord.data import (
    Actor,
    Document,
    Event,
    Link,
    Mention,
    Page,
    Place,
    Quantity,
    Refusal,
    Span,
    Statement,
    Time,
)

if TYPE_CHECKING:
    from onrecord.pipeline import Pipeline
    from onrecord.record.ledger import Ledger

__all__ = [
    "Actor",
    "Document",
    "Event",
    "Ledger",
    "Link",
    "Mention",
    "Page",
    "Place",
    "Quantity",
    "Refusal",
    "Span",
    "Statement",
    "Time",
    "annotate",
    "relation",
]


# The room `onrecord.annotate` and the function of that name below share it: a package sets its name on its parent when
# it is first imported, so it is imported before the function takes the name.
importlib.import_module("onrecord.annotate")


@cache
def _pipeline() -> Pipeline:
    from onrecord.pipeline import Pipeline

    return Pipeline()


def annotate(
    text: str,
    *,
    published: date | str | None = None,
    title: str | None = None,
    url: str | None = None,
    publisher: str | None = None,
) -> Page:
    """The page of one report: its document, parse and findings.

    `published` is the day (or ISO instant) against which relative dates are read; without it they stay unresolved.
    Raises TypeError for what is no text, ValueError when `published` is no ISO date or the text could not be annotated.

    >>> page = annotate("Shelling killed at least 12 people in Homs, rescue workers said.")
    >>> [(q.value.low, q.value.high, q.value.of) for q in page.quantities]
    [(12.0, None, 'person')]
    >>> page.statements[0].source.quote
    'rescue workers'
    """
    from onrecord.read import dates, document

    _texts(text=text)
    _texts(**{k: v for k, v in {"title": title, "url": url, "publisher": publisher}.items() if v is not None})
    if not isinstance(published, date | str | None):
        raise TypeError(f"published is a date or text such as 2021-11-30, not {published!r}")
    day = published.isoformat() if isinstance(published, date) else published
    if day is not None and dates.iso(day) is None:
        raise ValueError(f"{day!r} is no ISO day or instant, as 2021-11-30 or 2021-11-30T18:22:00+02:00 are")
    report = document(text, title=title, url=url, publisher=publisher, published=day and dates.iso(day))
    page = next(_pipeline().annotate([report]))
    if isinstance(page, Refusal):
        raise ValueError(page.reason)
    return page


def relation(text: str, actor: Sequence[int | Sequence[int]], target: Sequence[int | Sequence[int]]) -> str:
    """The PLOVER type of what the actor does to the target, both given as offsets in `text`.

    Each is a span (start, end), several spans of one party, or none: (). A type is always answered, also where the text
    tells of nothing between the two. Raises TypeError for what is no text or no span, ValueError for a text without
    words and for spans that are empty, reversed or outside of it.

    >>> text = "Chile has recalled its ambassador from Peru."
    >>> relation(text, (0, 5), (39, 43))
    'SANCTION'
    """
    from onrecord.annotate.events.relation import classify
    from onrecord.annotate.parse import Parser
    from onrecord.read import document
    from onrecord.settings import Settings

    _texts(text=text)
    if not text.strip():
        raise ValueError("the text is empty: there is no relation in it")
    parties = _spans("actor", actor, len(text)), _spans("target", target, len(text))
    page = Parser(Settings()).pages([document(text)])[0]
    return classify(page.parse, text, *parties)


def _texts(**given: object) -> None:
    """Raises TypeError for the first of `given` that is no text."""
    for name, value in given.items():
        if not isinstance(value, str):
            raise TypeError(f"{name} is text (str), not {type(value).__name__}")


def _spans(name: str, party: Any, length: int) -> list[tuple[int, int]]:
    """The spans of a party that is given as one, several or none."""
    wanted = f"{name} is a span (start, end) in whole numbers, several of them, or () for none"
    if isinstance(party, str) or not isinstance(party, Sequence):
        raise TypeError(f"{wanted}, not {party!r}")
    found = []
    for span in [party] if any(isinstance(one, Integral) for one in party) else party:
        whole = isinstance(span, Sequence) and all(isinstance(n, Integral) and not isinstance(n, bool) for n in span)
        if isinstance(span, str) or not whole or len(span) != 2:
            raise TypeError(f"{wanted}, not {span!r}")
        start, end = int(span[0]), int(span[1])
        if not 0 <= start < end <= length:
            raise ValueError(f"{name}: {start} to {end} is no span of a text of {length} characters")
        found.append((start, end))
    return found


def __getattr__(name: str) -> Any:
    """`Ledger` is imported when it is asked for: reading a text needs no database."""
    if name == "Ledger":
        from onrecord.record.ledger import Ledger

        return Ledger
    raise AttributeError(f"module 'onrecord' has no attribute {name!r}")
