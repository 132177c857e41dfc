"""Actors: persons, bodies, groups and countries, each with its country and PLOVER sectors."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from onrecord import codebooks
from onrecord.annotate.actors.books import FILES, Books
from onrecord.annotate.actors.meaning import Meaning
from onrecord.annotate.actors.phrases import units
from onrecord.annotate.actors.report import meanings
from onrecord.annotate.actors.sexes import PRONOUNS, Sexes
from onrecord.annotate.actors.spotting import spot
from onrecord.codebooks.own_actors import OwnActors
from onrecord.data import Actor, Finding, Mention, Page
from onrecord.makers import maker

# By the rule that found the mention; a pronoun's is the share that its antecedent got. run: 73 to 88 of 100 of its
# persons are such in samples of WikiGold, CrossNER politics and PUD. The others are estimates.
SCORES = {
    "list": 0.9, "title": 0.9, "surname": 0.9, "apposition": 0.85, "noun": 0.85, "office": 0.75, "run": 0.75,
    "pronoun": 0.7,
}  # fmt: skip


class Actors:
    """Finds who acts or speaks in a report."""

    name = "actors"
    needs: tuple[str, ...] = ("parse",)
    gives: tuple[str, ...] = ("actors",)

    def __init__(self, own: OwnActors | None = None) -> None:
        self.books = Books(own)
        self.sexes = Sexes(self.books.words)
        assets = [codebooks.asset(f) for f in (*FILES, PRONOUNS)]
        self.maker = maker(self.name, 8, codebooks=(*assets, *((own.asset,) if own is not None else ())))

    def __call__(self, pages: Sequence[Page]) -> list[list[Finding]]:
        """The actor mentions of each page."""
        return [self._page(p) for p in pages]

    def _page(self, page: Page) -> list[Finding]:
        pieces = spot(page.parse, self.books)
        found = meanings(page.document, page.parse, units(page.parse, pieces, self.books), self.books, self.sexes)
        return [self._mention(page, m) for m in found]

    def _mention(self, page: Page, made: Meaning) -> Mention:
        assert made.kind is not None
        tokens = page.parse.tokens
        span = page.document.span(tokens[made.unit.first].start, tokens[made.unit.last].end)
        actor = Actor(
            name=made.name, names=made.names or (made.name,), id=made.id, kind=made.kind,
            role=made.role, country=made.country, sectors=made.sectors, members=made.members,
        )  # fmt: skip
        if (own := self.books.own.get(made.id)) is not None:  # what the user says goes before titles and offices
            told = {"country": own.country or made.country, "sectors": own.sectors or made.sectors}
            actor = msgspec.structs.replace(actor, **told)
        return Mention.at(span, actor, by=self.maker.key, score=made.score or SCORES[made.via])
