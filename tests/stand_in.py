"""A pipeline that finds what `tests.record.made` made by hand: as the real one, without its cost."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from onrecord import pipeline
from onrecord.data import Document, Event, Maker, Page, Refusal, Statement
from onrecord.makers import maker
from onrecord.settings import Settings
from onrecord.tokens import Parse
from tests.record.made import HAND

# By a later version of the same hand.
NEWER = maker("hand", 2)


class StandIn:
    """Finds one statement and one event in every report; cannot read one that holds "unreadable", nor a sentence with
    "garbled"."""

    makers: tuple[Maker, ...] = (HAND,)

    def __init__(self, settings: Settings | None = None) -> None:
        self.settings = settings

    def annotate(self, documents: Iterable[Document]) -> Iterator[Page | Refusal]:
        for document in documents:
            if "unreadable" in document.text:
                yield Refusal(source=document.title or document.id, reason="could not be annotated: too odd")
                continue
            yield found(document)


def found(document: Document) -> Page:
    """The page of `document`: its last ten characters are said, its last five happen."""
    end = len(document.text.rstrip())
    span, trigger = document.span(max(end - 10, 0), end), document.span(max(end - 5, 0), end)
    said = Statement.at(document, content=(span,), manner="direct", by=HAND.key, score=0.5)
    event = Event.at(trigger, "AID", said=said.id, by=HAND.key, score=0.5)
    refused = (Refusal(source=document.title or document.id, reason="the sentence at 0-9 could not be annotated"),)
    garbled = "garbled" in document.text
    return Page(
        document=document, parse=Parse([], []), statements=(said,), events=(event,), refused=refused if garbled else ()
    )


class Newer(StandIn):
    """A later version: has a mode for each event, and sees a further one in the middle of the report."""

    makers = (HAND, NEWER)

    def annotate(self, documents: Iterable[Document]) -> Iterator[Page | Refusal]:
        for page in super().annotate(documents):
            if isinstance(page, Refusal):
                yield page
                continue
            document, (old,) = page.document, page.events
            by: dict[str, Any] = {"by": NEWER.key, "score": 0.6}
            event = Event.at(old.span, old.code, said=old.said, mode="supply", **by)
            other = Event.at(document.span(4, 12), "CONSULT", **by)
            yield msgspec.structs.replace(page, events=(other, event))


class Killed(Newer if "ONRECORD_NEWER" in os.environ else StandIn):  # type: ignore[misc]
    """Kills its process, as the machine would, after so many reports as ONRECORD_KILL_AFTER says."""

    def annotate(self, documents: Iterable[Document]) -> Iterator[Page | Refusal]:
        for n, page in enumerate(super().annotate(documents)):
            if n == int(os.environ["ONRECORD_KILL_AFTER"]):
                os.kill(os.getpid(), signal.SIGKILL)
            yield page


if __name__ == "__main__":
    from onrecord.cli import main

    pipeline.Pipeline = Killed if "ONRECORD_KILL_AFTER" in os.environ else StandIn  # type: ignore[misc,assignment]
    sys.exit(main())
