"""The outlets that a ledger's reports come from or credit, as a table: who they are, how often, how they are graded."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from onrecord.codebooks.sources import Outlets
from onrecord.data import Record
from onrecord.record.export import json
from onrecord.record.grades import Grades
from onrecord.record.ledger import Ledger
from onrecord.record.listing import printable
from onrecord.record.tables import cell

NAMELESS = "(no outlet named)"


class OutletRow(Record, frozen=True, kw_only=True, tag="outlet"):
    """An outlet: what a list says of it, None where none does, and what the ledger holds from it.

    `reports` are those that it published, `credited` those of others that credit it, `copies` those of its own with
    text of an earlier report; `first` and `last` are days of publication of all these. `outlet` is None for the reports
    that name none.
    """

    outlet: str | None
    kind: str | None = None
    agency: bool | None = None
    owner: str | None = None
    country: str | None = None
    state: bool | None = None
    reports: int = 0
    credited: int = 0
    copies: int = 0
    first: str | None = None
    last: str | None = None
    graded: tuple[str, ...] = ()
    grades: tuple[dict[str, Any], ...] = ()


class _Met:
    """What was met of an outlet: its reports, those that credit it, its copies, their days."""

    def __init__(self) -> None:
        self.reports = self.credited = self.copies = 0
        self.days: list[str] = []


def table(ledger: Ledger, book: Outlets) -> list[OutletRow]:
    """A row for each outlet, those with most reports first; what no list knows of one stays None."""
    copied = {link.a for link in ledger.links() if link.relation == "copies"}
    met: dict[str | None, _Met] = {}
    for document in ledger.documents():
        own = book.usual(document.publisher) if document.publisher and document.publisher.strip() else None
        named = book.credits(document)
        for name in named or (None,):
            one = met.setdefault(name, _Met())
            mine = name == own
            one.reports += mine
            one.credited += not mine
            one.copies += mine and document.id in copied
            if document.published:
                day = document.published[:10]
                one.days = [min([*one.days, day]), max([*one.days, day])]
    grades = Grades(ledger.judgements(), book)
    rows = [_row(name, one, book, grades) for name, one in met.items()]
    return sorted(rows, key=lambda r: (-r.reports, -r.credited, r.outlet is None, r.outlet or ""))


def _row(name: str | None, met: _Met, book: Outlets, grades: Grades) -> OutletRow:
    known = book.outlet(name) if name else None
    graded = grades.of_outlet(*((known.name, *known.names) if known else (name,))) if name else []
    return OutletRow(
        outlet=name, kind=known.kind if known else None, agency=known.kind == "agency" if known else None,
        owner=known.owner if known else None, country=known.country if known else None,
        state=known.state if known else None, reports=met.reports, credited=met.credited, copies=met.copies,
        first=met.days[0] if met.days else None, last=met.days[-1] if met.days else None,
        graded=tuple(f"{g.grade} by {g.judgement.author}" for g in graded), grades=tuple(g.row() for g in graded),
    )  # fmt: skip


# -------------------------------------------------------------------------------------------------------- written out


def as_json(rows: Iterable[OutletRow]) -> Iterator[str]:
    """The table, one JSON object for each outlet; each grade with its reason and time."""
    return (json({k: v for k, v in msgspec.to_builtins(row).items() if k not in ("type", "graded")}) for row in rows)


def as_csv(rows: Iterable[OutletRow]) -> Iterator[str]:
    """The table as CSV (RFC 4180), a head and then a row a line; what is not known is empty."""
    out = io.StringIO()
    writer = csv.writer(out)
    names = [name for name in OutletRow.__struct_fields__ if name != "grades"]
    for line in (names, *([cell(_word(getattr(row, name))) for name in names] for row in rows)):
        writer.writerow(line)
        yield out.getvalue()
        out.seek(0)
        out.truncate()


def as_text(rows: Iterable[OutletRow]) -> Iterator[str]:
    """The table in columns, or a line that says that there is no report; what is not known is empty."""
    names = [name for name in OutletRow.__struct_fields__ if name not in ("grades", "agency")]
    cells = [[_shown(name, getattr(row, name)) for name in names] for row in rows]
    if not cells:
        yield "The ledger holds no report."
        return
    wide = [max(map(len, column)) for column in zip(names, *cells, strict=True)]
    numbers = [name in ("reports", "credited", "copies") for name in names]
    for line in (names, *cells):
        padded = (c.rjust(w) if number else c.ljust(w) for c, w, number in zip(line, wide, numbers, strict=True))
        yield "  ".join(padded).rstrip()


def _shown(name: str, value: Any) -> str:
    if name == "outlet" and value is None:
        return NAMELESS
    said = _word(value)
    return printable("; ".join(said) if isinstance(said, tuple) else str(said))


def _word(value: Any) -> Any:
    """A cell: nothing for what is not known, yes or no for what is or is not."""
    return "" if value is None else ("no", "yes")[value] if isinstance(value, bool) else value
