"""Events: what a report says took place, is planned, feared or denied, in PLOVER's types, with the parties to it."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord import codebooks
from onrecord.annotate import status
from onrecord.annotate.events import plover, readings, triggers
from onrecord.annotate.events.clues import Clues
from onrecord.annotate.events.details import Adjuncts, Told, carriers
from onrecord.annotate.events.drafts import Draft, dated, distinct, draft
from onrecord.annotate.events.own import Finder
from onrecord.annotate.events.parties import Parties
from onrecord.data import Event, Finding, Page
from onrecord.makers import maker
from onrecord.models import reader

__all__ = ["Events"]

# Types of violence and unrest, which may befall a place with nobody named; of others somebody who takes part is.
PLACED = frozenset({"ASSAULT", "PROTEST"})


class Events:
    """Finds political events and who takes part in them; those of a user's own types too, where `own` finds such."""

    name = "events"
    needs: tuple[str, ...] = ("parse", "times", "actors", "places", "quantities", "statements")
    gives: tuple[str, ...] = ("events",)

    def __init__(self, own: Finder | None = None) -> None:
        self.reader = reader()
        self.own = own
        books = tuple(codebooks.asset(name) for name in (triggers.CODEBOOK, plover.CODEBOOK, status.CODEBOOK))
        books += (own.asset,) if own else ()
        self.maker = maker("events", 9, model=self.reader.asset, codebooks=books)
        self.contexts = plover.Contexts(own.contexts if own else {})
        triggers.patterns()

    def __call__(self, pages: Sequence[Page]) -> list[list[Finding]]:
        """The events of each page, in the order of the text, after mentions of parties that no list knows."""
        return [self._events(page) for page in pages]

    def _events(self, page: Page) -> list[Finding]:
        parties, saids = Parties(page, self.maker.key), carriers(page)
        sure = self.reader.made.events
        drafts = []
        given = self.own.find(page.parse) if self.own else ()
        clues = Clues(page)
        for deed in readings.deeds(clues, page.document.text, self.reader, given):
            score = readings.score(deed, sure.weights)
            if not readings.stands(deed, score, sure.keep):
                continue
            if (made := draft(page, deed, score, saids, clues, parties)) is not None:
                drafts.append(made)
        drafts = distinct(drafts)
        adjuncts, told = Adjuncts(page, drafts), Told(page)
        out: dict[str, Event] = {}
        for d in drafts:
            time = dated(page, d, adjuncts.time(d))
            event = self._event(page, d, adjuncts, time, told.first(d, time))
            if not (event.actors or event.targets or (event.code in PLACED and event.places)):
                continue
            told.add(d, event)
            out.setdefault(event.id, event)
        used = {i for e in out.values() for i in (*e.actors, *e.targets)}
        return [*(m for m in parties.made.values() if m.id in used), *out.values()]

    def _event(self, page: Page, d: Draft, adjuncts: Adjuncts, time: str | None, same_as: str | None) -> Event:
        around = page.parse.tokens[d.head.left : d.head.right + 1][:60]
        return Event.at(
            page.document.span(d.words[0].start, d.words[-1].end),
            d.code,
            actors=d.actors,
            targets=d.targets,
            by=self.maker.key,
            score=round(d.score, 2),
            mode=d.mode,
            contexts=tuple(dict.fromkeys((*d.contexts, *self.contexts.told(around)))),
            status=d.status,
            said=d.said.id if d.said else None,
            places=adjuncts.places(d),
            time=time,
            quantities=adjuncts.quantities(d),
            same_as=same_as,
        )
