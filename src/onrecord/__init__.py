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
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

from onrecord.data import (
    Account,
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
    "Account",
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
    Raises ValueError when `published` is no ISO date or the text could not be annotated.

    >>> page = annotate("Shelling killed at least 12 people in Homs, rescue workers said.")
    >>> [(q.value.low, q.value.high, q.value.of) for q in page.quantities]
    [(12.0, None, 'person')]
    >>> page.statements[0].source.quote
    'rescue workers'
    """
    from onrecord.read import dates, document

    day = published.isoformat() if isinstance(published, date) else published
    if day is not None and dates.iso(day) is None:
        raise ValueError(f"{day!r} is no ISO day or instant, as 2021-11-30 or 2021-11-30T18:22:00+02:00 are")
    report = document(text, title=title, url=url, publisher=publisher, published=day and dates.iso(day))
    page = next(_pipeline().annotate([report]))
    if isinstance(page, Refusal):
        raise ValueError(page.reason)
    return page


def relation(text: str, actor: tuple[int, int], target: tuple[int, int]) -> str:
    """The PLOVER type of what the actor does to the target, both given as offsets in `text`.

    >>> text = "Chile has recalled its ambassador from Peru."
    >>> relation(text, (0, 5), (39, 43))
    'SANCTION'
    """
    from onrecord.annotate.events.relation import classify
    from onrecord.annotate.parse import Parser
    from onrecord.read import document
    from onrecord.settings import Settings

    page = Parser(Settings()).pages([document(text)])[0]
    return classify(page.parse, text, [actor], [target])


def __getattr__(name: str) -> Any:
    """`Ledger` is imported when it is asked for: reading a text needs no database."""
    if name == "Ledger":
        from onrecord.record.ledger import Ledger

        return Ledger
    raise AttributeError(f"module 'onrecord' has no attribute {name!r}")
