"""Events: what a report says took place, is planned, feared or denied, in PLOVER's types, with the parties to it."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord import codebooks
from onrecord.annotate import status
from onrecord.annotate.events import plover, triggers
from onrecord.annotate.events.details import Adjuncts, Told, carriers
from onrecord.annotate.events.drafts import Draft, distinct, draft
from onrecord.annotate.events.modes import mode
from onrecord.data import Event, Finding, Page
from onrecord.makers import maker

__all__ = ["Events"]


class Events:
    """Finds political events and who takes part in them."""

    name = "events"
    needs: tuple[str, ...] = ("parse", "times", "actors", "places", "quantities", "statements")
    gives: tuple[str, ...] = ("events",)

    def __init__(self) -> None:
        books = tuple(codebooks.asset(name) for name in (triggers.CODEBOOK, plover.CODEBOOK, status.CODEBOOK))
        self.maker = maker("events", 3, codebooks=books)
        triggers.patterns()
        plover.plover()

    def __call__(self, pages: Sequence[Page]) -> list[list[Finding]]:
        """The events of each page, in the order of the text."""
        return [self._events(page) for page in pages]

    def _events(self, page: Page) -> list[Finding]:
        said = carriers(page)
        placed = {t.i: m for m in page.places for t in page.parse.covering(m.span.start, m.span.end)}
        found = (draft(page, t, said, placed) for t in triggers.triggers(page.parse.tokens))
        drafts = distinct([d for d in found if d])
        adjuncts = Adjuncts(page, drafts)
        out: dict[str, Event] = {}
        told = Told(page)
        for d in drafts:
            time = adjuncts.time(d)
            event = self._event(page, d, adjuncts, time, told.first(d, time))
            told.add(d, event)
            out.setdefault(event.id, event)
        return list(out.values())

    def _event(self, page: Page, d: Draft, adjuncts: Adjuncts, time: str | None, same_as: str | None) -> Event:
        group = d.trigger.group
        around = page.parse.tokens[d.head.left : d.head.right + 1][:60]
        return Event.at(
            page.document.span(*d.trigger.span),
            d.code,
            actors=d.actors,
            targets=d.targets,
            by=self.maker.key,
            score=group.score,
            mode=mode(page, d.trigger, d.code, d.actors),
            contexts=tuple(dict.fromkeys((*group.contexts, *plover.contexts(around)))),
            status=d.status,
            said=d.said.id if d.said else None,
            places=adjuncts.places(d),
            time=time,
            quantities=adjuncts.quantities(d),
            same_as=same_as,
        )
