"""Which rows of which reports are wanted, report by report."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from onrecord.data import Event, Page, Statement
from onrecord.record.filters import OF_EVENTS, Filters
from onrecord.record.ledger import Ledger


class Chosen(NamedTuple):
    """A report with rows that are wanted, in the order of the text, and when each was recorded, by id."""

    page: Page
    rows: list[Statement | Event]
    recorded: dict[str, str]


def chosen(ledger: Ledger, wanted: Filters, limit: int | None = None) -> Iterator[Chosen]:
    """Each report that has rows that are `wanted`; at most `limit` rows in all."""
    left = limit
    ids = _ids(ledger, wanted) if any(v is not None for v in wanted.values()) else None
    for doc in ledger.ids() if ids is None else ids:
        page, recorded = ledger.read(doc)
        rows = _rows(page, None if ids is None else ids[doc])
        yield Chosen(page, rows if left is None else rows[:left], recorded)
        left = None if left is None else left - len(rows)
        if left is not None and left <= 0:
            return


def _ids(ledger: Ledger, wanted: Filters) -> dict[str, set[str]]:
    """The ids of the rows that are wanted, by report in the ledger's order."""
    found: dict[str, set[str]] = {}
    for event in ledger.events(**wanted):
        found.setdefault(event.span.doc, set()).add(event.id)
    if all(wanted.get(name) is None for name in OF_EVENTS):
        for statement in ledger.statements(**wanted):
            found.setdefault(statement.span.doc, set()).add(statement.id)
    return {doc: found[doc] for doc in ledger.ids() if doc in found} if found else {}


def _rows(page: Page, ids: set[str] | None) -> list[Statement | Event]:
    return [row for row in told(page) if ids is None or row.id in ids]


def told(page: Page) -> list[Statement | Event]:
    """The statements and events of a page in the order of the text, a statement before what it carries."""
    both: list[Statement | Event] = [*page.statements, *page.events]
    return sorted(both, key=lambda f: (f.span.start, -f.span.end, f.id))
