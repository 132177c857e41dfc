"""What the commands `show`, `search`, `disputes` and `annotate` print: lines of text, or JSON values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

import msgspec

from onrecord.data import Event, Finding, Link, Maker, Mention, Page, Statement
from onrecord.record.choice import chosen, told
from onrecord.record.export import json
from onrecord.record.filters import Filters
from onrecord.record.ledger import DISPUTING, Ledger
from onrecord.record.listing import ALONE, Beside, Sheet, account
from onrecord.record.reading import head
from onrecord.record.rows import Row
from onrecord.record.tabulate import event_row, judged, mention_row, statement_row

# Where a row that a person reads has the words of a field.
READ_AS = {"time": "when", "quantities": "how_many", "content": "quote", "source": "speakers", "said": "word_of"}


class Notes:
    """What stands beside the rows of a ledger: who contradicts them, what analysts said, when they were recorded."""

    def __init__(self, ledger: Ledger, ids: bool = False) -> None:
        self.ledger, self.ids = ledger, ids
        self.disputes, self.replaced, self.judged = ledger.disputes(), ledger.replaced(), ledger.judged()

    def of(self, finding: Finding, page: Page, began: dict[str, str], *, alone: bool = False) -> Beside:
        """What is read beside a row; its time is said where it stands alone, or was not recorded with its report."""
        at, first = began.get(finding.id), began.get(page.document.id)
        return Beside(
            against=() if alone else tuple(self._against(finding.id)),
            stands=self.judged.get(finding.id),
            machine=tuple((name, _told(value)) for name, value in self.machine(finding, page).items()),
            recorded=at if alone or at != first else None,
            id=finding.id if self.ids else None,
        )

    def row(self, finding: Finding, page: Page, began: dict[str, str]) -> dict[str, Any]:
        """The row of a finding with what stands beside it, as built-in types."""
        stands = self.judged.get(finding.id)
        row = judged(_row(finding, page, self.disputes.get(finding.id, ())), stands)
        said = {**msgspec.to_builtins(row), "recorded": began.get(finding.id)}
        if stands:
            said |= {"judgements": msgspec.to_builtins(stands.judgements), "machine": self.machine(finding, page)}
        return said

    def head(self, page: Page, began: dict[str, str]) -> dict[str, Any]:
        """The head of a report, when it was recorded, and what has taken its place."""
        newer = self.replaced.get(page.document.id)
        more = {"recorded": began.get(page.document.id), "replaced_by": newer.id if newer else None}
        return {**msgspec.to_builtins(head(page.document)), **more}

    def link(self, key: str) -> Beside:
        """What is read beside a link."""
        return Beside(stands=self.judged.get(key), id=key if self.ids else None)

    def machine(self, finding: Finding, page: Page) -> dict[str, Any]:
        """What the machine found, in the fields that an analyst corrected."""
        stands = self.judged.get(finding.id)
        found = self.ledger.machines(finding.id) if stands and stands.state == "corrected" else None
        if stands is None or found is None:
            return {}
        fields = dict.fromkeys(name for j in stands.judgements for name in j.correction if j.verdict != "add")
        if isinstance(found, Mention):
            return {name: getattr(found.value, name, None) for name in fields}
        if isinstance(found, Link):
            return {name: getattr(found, name, None) for name in fields}
        row = _row(found, page, ())
        return {name: getattr(row, READ_AS.get(name, name), None) for name in fields}

    def _against(self, key: str) -> Iterator[str]:
        for other_id in self.disputes.get(key, ()):
            other = self.ledger.finding(other_id)
            if isinstance(other, Event):
                yield account(other, self.ledger.page(other.span.doc))
            else:
                yield f"“{other.span.quote}”"


def as_text(ledger: Ledger, wanted: Filters, limit: int | None, sheet: Sheet, ids: bool = False) -> Iterator[str]:
    """The rows that are wanted as a sheet, with their `ids` or without, or a line that says that there are none."""
    notes = Notes(ledger, ids)
    nothing = True
    for page, rows, began in chosen(ledger, wanted, limit):
        nothing, doc = False, page.document
        newer = notes.replaced.get(doc.id)
        yield from sheet.report(doc, len(page.statements), len(page.events), began.get(doc.id), newer)
        for row in rows:
            yield from _lines(row, page, sheet, notes.of(row, page, began))
    if nothing:
        yield "No row is like that." if any(v is not None for v in wanted.values()) else "The ledger holds no report."


def as_json(ledger: Ledger, wanted: Filters, limit: int | None) -> Iterator[str]:
    """The rows that are wanted, one JSON object for each report."""
    notes = Notes(ledger)
    for page, rows, began in chosen(ledger, wanted, limit):
        yield json({"report": notes.head(page, began), "rows": [notes.row(row, page, began) for row in rows]})


def hits_as_text(ledger: Ledger, words: str, limit: int, sheet: Sheet) -> Iterator[str]:
    """Where `words` stand: each report with a snippet, then each statement with who said it."""
    nothing, notes = True, Notes(ledger)
    for hit in ledger.search(words, limit):
        (page, began), nothing = ledger.read(hit.doc), False
        beside = notes.of(hit.statement, page, began, alone=True) if hit.statement else Beside(recorded=began[hit.doc])
        yield from sheet.hit(hit.snippet, hit.statement, page, beside)
    if nothing:
        yield "No report holds these words."


def hits_as_json(ledger: Ledger, words: str, limit: int) -> Iterator[str]:
    """Where `words` stand, one JSON object for each report or statement."""
    notes = Notes(ledger)
    for hit in ledger.search(words, limit):
        page, began = ledger.read(hit.doc)
        said = notes.row(hit.statement, page, began) if hit.statement else None
        yield json({"report": notes.head(page, began), "statement": said, "snippet": hit.snippet})


def disputes_as_text(ledger: Ledger, limit: int | None, sheet: Sheet, ids: bool = False) -> Iterator[str]:
    """The accounts that contradict each other, pair by pair, with their `ids` or without."""
    nothing, notes = True, Notes(ledger, ids)
    for key, link in islice(_disputing(ledger), limit):
        nothing = False
        yield from sheet.dispute(link, notes.link(key))
        for end in (link.a, link.b):
            finding = ledger.finding(end)
            page, began = ledger.read(finding.span.doc)
            yield from _lines(finding, page, sheet, notes.of(finding, page, began, alone=True), alone=True)
    if nothing:
        yield "No two accounts in the ledger contradict each other."


def disputes_as_json(ledger: Ledger, limit: int | None) -> Iterator[str]:
    """The accounts that contradict each other, one JSON object for each pair."""
    notes = Notes(ledger)
    for key, link in islice(_disputing(ledger), limit):
        pair = (ledger.finding(end) for end in (link.a, link.b))
        a, b = (notes.row(f, *ledger.read(f.span.doc)) for f in pair)
        stands = notes.judged.get(key)
        said = {"judged": stands.state, "judgements": stands.judgements} if stands else {}
        yield json({"id": key, "link": link, "a": a, "b": b, **said})


def array(values: Iterable[str]) -> Iterator[str]:
    """JSON values as one array, each on a line of its own.

    >>> list(array(["1", "2"])), list(array([]))
    (['[1', ',2', ']'], ['[]'])
    """
    first = True
    for value in values:
        yield f"{'[' if first else ','}{value}"
        first = False
    yield "[]" if first else "]"


def page_as_text(page: Page, sheet: Sheet) -> Iterator[str]:
    """A page that stands in no ledger, as a sheet."""
    yield from sheet.report(page.document, len(page.statements), len(page.events))
    for row in told(page):
        yield from _lines(row, page, sheet, ALONE)


def page_as_json(page: Page, makers: tuple[Maker, ...]) -> str:
    """A page that stands in no ledger, with all its records."""
    found: dict[str, Any] = {name: getattr(page, name) for name in ("document", "mentions", "statements", "events")}
    return json(found | {"makers": makers})


def _disputing(ledger: Ledger) -> Iterator[tuple[str, Link]]:
    return ((key, link) for key, link in ledger.links_by_id() if link.relation in DISPUTING)


def _told(value: Any) -> str:
    return "; ".join(map(str, value)) if isinstance(value, tuple) else "" if value is None else str(value)


def _row(finding: Finding, page: Page, disputed_by: Iterable[str]) -> Row:
    if isinstance(finding, Event):
        return event_row(finding, page, disputed_by)
    return statement_row(finding, page) if isinstance(finding, Statement) else mention_row(finding, page)


def _lines(finding: Finding, page: Page, sheet: Sheet, beside: Beside, alone: bool = False) -> Iterator[str]:
    if isinstance(finding, Event):
        return sheet.event(finding, page, beside, alone)
    if isinstance(finding, Mention):
        return sheet.mention(finding, page, beside)
    return sheet.statement(finding, page, beside)
