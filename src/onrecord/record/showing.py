"""What the commands `show`, `search`, `disputes` and `annotate` print: lines of text, or JSON values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from onrecord.data import Event, Finding, Link, Maker, Mention, Page, Record, Statement
from onrecord.record.choice import chosen, told
from onrecord.record.export import json
from onrecord.record.filters import Filters
from onrecord.record.ledger import DISPUTING, Ledger, head
from onrecord.record.listing import Sheet, account
from onrecord.record.tabulate import event_row, mention_row, statement_row


def as_text(ledger: Ledger, wanted: Filters, limit: int | None, sheet: Sheet) -> Iterator[str]:
    """The rows that are wanted as a sheet, or a line that says that there are none."""
    disputes = ledger.disputes()
    nothing = True
    for page, rows in chosen(ledger, wanted, limit):
        nothing = False
        yield from sheet.report(page.document, len(page.statements), len(page.events))
        for row in rows:
            if isinstance(row, Statement):
                yield from sheet.statement(row, page)
            else:
                yield from sheet.event(row, page, _against(ledger, disputes.get(row.id, ())))
    if nothing:
        yield "No row is like that." if any(v is not None for v in wanted.values()) else "The ledger holds no report."


def as_json(ledger: Ledger, wanted: Filters, limit: int | None) -> Iterator[str]:
    """The rows that are wanted, one JSON object for each report."""
    disputes = ledger.disputes()
    for page, rows in chosen(ledger, wanted, limit):
        found = [_row(row, page, disputes) for row in rows]
        yield json({"report": head(page.document), "rows": found})


def hits_as_text(ledger: Ledger, words: str, limit: int, sheet: Sheet) -> Iterator[str]:
    """Where `words` stand: each report with a snippet, then each statement with who said it."""
    nothing = True
    for hit in ledger.search(words, limit):
        page, nothing = ledger.page(hit.doc), False
        yield from sheet.hit(hit.snippet, hit.statement, page)
    if nothing:
        yield "No report holds these words."


def hits_as_json(ledger: Ledger, words: str, limit: int) -> Iterator[str]:
    """Where `words` stand, one JSON object for each report or statement."""
    for hit in ledger.search(words, limit):
        page = ledger.page(hit.doc)
        said = statement_row(hit.statement, page) if hit.statement else None
        yield json({"report": head(page.document), "statement": said, "snippet": hit.snippet})


def disputes_as_text(ledger: Ledger, limit: int | None, sheet: Sheet) -> Iterator[str]:
    """The accounts that contradict each other, pair by pair."""
    nothing = True
    for link in islice(_disputing(ledger), limit):
        nothing = False
        yield from sheet.dispute(link)
        for key in (link.a, link.b):
            yield from _lines(ledger.finding(key), ledger, sheet)
    if nothing:
        yield "No two accounts in the ledger contradict each other."


def disputes_as_json(ledger: Ledger, limit: int | None) -> Iterator[str]:
    """The accounts that contradict each other, one JSON object for each pair."""
    for link in islice(_disputing(ledger), limit):
        pair = (ledger.finding(key) for key in (link.a, link.b))
        a, b = (_row(f, ledger.page(f.span.doc), {}) for f in pair)
        yield json({"link": link, "a": a, "b": b})


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
        yield from (sheet.statement(row, page) if isinstance(row, Statement) else sheet.event(row, page))


def page_as_json(page: Page, makers: tuple[Maker, ...]) -> str:
    """A page that stands in no ledger, with all its records."""
    found: dict[str, Any] = {name: getattr(page, name) for name in ("document", "mentions", "statements", "events")}
    return json(found | {"makers": makers})


def _disputing(ledger: Ledger) -> Iterator[Link]:
    return (link for link in ledger.links() if link.relation in DISPUTING)


def _against(ledger: Ledger, others: tuple[str, ...]) -> Iterator[str]:
    for key in others:
        other = ledger.finding(key)
        if isinstance(other, Event):
            yield account(other, ledger.page(other.span.doc))
        else:
            yield f"“{other.span.quote}”"


def _row(finding: Finding, page: Page, disputes: dict[str, tuple[str, ...]]) -> Record:
    if isinstance(finding, Event):
        return event_row(finding, page, disputes.get(finding.id, ()))
    return statement_row(finding, page) if isinstance(finding, Statement) else mention_row(finding, page)


def _lines(finding: Finding, ledger: Ledger, sheet: Sheet) -> Iterator[str]:
    page = ledger.page(finding.span.doc)
    if isinstance(finding, Event):
        return sheet.event(finding, page, alone=True)
    return sheet.mention(finding, page) if isinstance(finding, Mention) else sheet.statement(finding, page)
