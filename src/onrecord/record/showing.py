"""What the commands `show`, `search`, `disputes` and `annotate` print: lines of text, or JSON values."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from itertools import islice
from typing import Any

import msgspec

from onrecord.data import Event, Finding, Link, Maker, Mention, Page, Statement
from onrecord.record.choice import chosen, told
from onrecord.record.comparing import differing
from onrecord.record.export import json
from onrecord.record.filters import Filters
from onrecord.record.grades import Graded, Grades
from onrecord.record.ledger import DISPUTING, Ledger
from onrecord.record.listing import ALONE, Beside, Sheet, account, replacing, report
from onrecord.record.reading import head
from onrecord.record.rows import Row
from onrecord.record.standing import by_member
from onrecord.record.tabulate import event_row, judged, mention_row, sentence, statement_row

# Characters of a report that stand for it where it is itself the account.
LEAD = 80
# Where a row that a person reads has the words of a field.
READ_AS = {"time": "when", "quantities": "how_many", "content": "quote", "source": "speakers", "said": "word_of"}


class Notes:
    """What stands beside the rows of a ledger: who contradicts them, what analysts said, when they were recorded."""

    def __init__(self, ledger: Ledger, ids: bool = False) -> None:
        self.ledger, self.ids = ledger, ids
        self.disputes, self.replaced, self.judged = ledger.disputes(), ledger.replaced(), ledger.judged()
        self.told = by_member(ledger.clusters())
        self.grades = Grades(ledger.judgements())

    def of(self, finding: Finding, page: Page, began: dict[str, str], *, alone: bool = False) -> Beside:
        """What is read beside a row; its time is said where it stands alone, or was not recorded with its report."""
        at, first = began.get(finding.id), began.get(page.document.id)
        return Beside(
            against=() if alone else tuple(self._against(finding.id)),
            told=tuple(said.lines()) if (said := self.told.get(finding.id)) else (),
            cluster=said.cluster if said and self.ids else None,
            stands=self.judged.get(finding.id),
            machine=tuple((name, _told(value)) for name, value in self.machine(finding, page).items()),
            over=self.over(finding),
            graded=tuple(g.line() for g in self.graded(finding, page, alone=alone)),
            recorded=at if alone or at != first else None,
            replaced=replacing(self.replaced.get(page.document.id)) if alone else None,
            id=finding.id if self.ids else None,
        )

    def row(self, finding: Finding, page: Page, began: dict[str, str]) -> dict[str, Any]:
        """The row of a finding with what stands beside it, as built-in types."""
        stands = self.judged.get(finding.id)
        row = judged(_row(finding, page, self.disputes.get(finding.id, ())), stands)
        said = {**msgspec.to_builtins(row), "recorded": began.get(finding.id)}
        if told := self.told.get(finding.id):
            said["told"] = msgspec.to_builtins(told)
        if graded := self.graded(finding, page, alone=True):
            said["grades"] = [g.row() for g in graded]
        if stands:
            said |= {"judgements": msgspec.to_builtins(stands.judgements), "machine": self.machine(finding, page)}
            said |= {"over": self.over(finding)} if stands.state == "chosen" else {}
        return said

    def head(self, page: Page, began: dict[str, str]) -> dict[str, Any]:
        """The head of a report, when it was recorded, and what has taken its place."""
        newer = self.replaced.get(page.document.id)
        more = {"recorded": began.get(page.document.id), "replaced_by": newer.id if newer else None}
        graded = [g.row() for g in self.grades.of_report(page.document)]
        return {**msgspec.to_builtins(head(page.document)), **more, **({"grades": graded} if graded else {})}

    def graded(self, finding: Finding, page: Page, *, alone: bool) -> list[Graded]:
        """What analysts hold of an account and, where it stands `alone`, of the outlets of its report."""
        return [*(self.grades.of_report(page.document) if alone else ()), *self.grades.of_row(finding.id)]

    def link(self, key: str) -> Beside:
        """What is read beside a link."""
        return Beside(stands=self.judged.get(key), id=key if self.ids else None)

    def shared(self, link: Link) -> tuple[str, ...]:
        """How the occurrence is told that both ends of a link are accounts of; nothing where they are not of one."""
        said, other = self.told.get(link.a), self.told.get(link.b)
        return tuple(said.lines()) if said and other and said.cluster == other.cluster else ()

    def machine(self, finding: Finding, page: Page) -> dict[str, Any]:
        """What the machine found, in the fields that an analyst corrected, or in which the version chosen differs."""
        stands = self.judged.get(finding.id)
        found = self.ledger.machines(finding.id) if stands and stands.state in ("corrected", "chosen") else None
        if stands is None or found is None:
            return {}
        if stands.state == "chosen" and not isinstance(found, Link):
            return {name: value for name, (value, _) in differing(found, page, finding, page).items()}
        fields = dict.fromkeys(name for j in stands.judgements for name in j.correction if j.verdict != "add")
        if isinstance(found, Mention):
            return {name: getattr(found.value, name, None) for name in fields}
        if isinstance(found, Link):
            return {name: getattr(found, name, None) for name in fields}
        row = _row(found, page, ())
        return {name: getattr(row, READ_AS.get(name, name), None) for name in fields}

    def over(self, finding: Finding) -> int | None:
        """The run with whose reading an analyst's choice does away; None when there is no choice, or it is that."""
        stands = self.judged.get(finding.id)
        return self.ledger.over(finding.id) if stands and stands.state == "chosen" else None

    def _against(self, key: str) -> Iterator[str]:
        for other_id in self.disputes.get(key, ()):
            other = self.ledger.finding(other_id)
            page = self.ledger.page(other.span.doc if other else other_id)
            said = account(other, page) if other else report(page.document)
            yield f"{said} (since replaced)" if page.document.id in self.replaced else said


def as_text(ledger: Ledger, wanted: Filters, limit: int | None, sheet: Sheet, ids: bool = False) -> Iterator[str]:
    """The rows that are wanted as a sheet, with their `ids` or without, or a line that says that there are none."""
    notes = Notes(ledger, ids)
    nothing = True
    for page, rows, began in chosen(ledger, wanted, limit):
        nothing, doc = False, page.document
        newer, graded = notes.replaced.get(doc.id), [g.line() for g in notes.grades.of_report(doc)]
        yield from sheet.report(doc, len(page.statements), len(page.events), began.get(doc.id), newer, graded)
        for row in rows:
            yield from _lines(row, page, sheet, notes.of(row, page, began))
    if nothing:
        yield "No row is like that." if any(v is not None for v in wanted.values()) else _empty(ledger)


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
    """The accounts that contradict each other, dispute by dispute, with their `ids` or without.

    The same two values in accounts of the same occurrences are one dispute, told by the pair that comes first. So is a
    denial in the same words, whatever of the occurrence it denies, told by the first event that is denied.
    """
    nothing, notes = True, Notes(ledger, ids)
    for pairs in islice(_disputes(ledger, notes), limit):
        nothing, (key, link) = False, _foremost(ledger, pairs)
        # what is said of one occurrence is said once, above both
        shared = notes.shared(link)
        head = msgspec.structs.replace(notes.link(key), told=shared)
        yield from sheet.dispute(link, head, len(pairs) - 1)
        for end in (link.a, link.b):
            finding = ledger.finding(end)
            page, began = ledger.read(finding.span.doc if finding else end)
            if finding:
                beside = notes.of(finding, page, began, alone=True)
                beside = msgspec.structs.replace(beside, told=()) if shared else beside
                yield from _lines(finding, page, sheet, beside, alone=True)
            else:
                yield from sheet.hit(sentence(page.document.span(*_lead(page)), page), None, page)
    if nothing:
        yield "No two accounts in the ledger contradict each other."


def disputes_as_json(ledger: Ledger, limit: int | None) -> Iterator[str]:
    """The accounts that contradict each other, one JSON object for each pair; of a whole report its head."""
    notes = Notes(ledger)
    for key, link in islice(_disputing(ledger, notes.replaced), limit):
        ends = {}
        for name, end in (("a", link.a), ("b", link.b)):
            finding = ledger.finding(end)
            page, began = ledger.read(finding.span.doc if finding else end)
            ends[name] = notes.row(finding, page, began) if finding else notes.head(page, began)
        stands = notes.judged.get(key)
        said = {"judged": stands.state, "judgements": stands.judgements} if stands else {}
        yield json({"id": key, "link": link, **ends, **said})


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


def _lead(page: Page) -> tuple[int, int]:
    """The first words of a report's story."""
    d = page.document
    return d.body, min(len(d.text), d.body + LEAD)


def _disputing(ledger: Ledger, replaced: Container[str]) -> Iterator[tuple[str, Link]]:
    """The contradictions that are live: of texts that no newer one at the same address has replaced."""
    for key, link in ledger.links_by_id():
        if link.relation in DISPUTING:
            found = (ledger.finding(end) for end in (link.a, link.b)) if replaced else ()
            ends = {f.span.doc for f in found if f} | {link.a, link.b}
            if not any(end in replaced for end in ends):
                yield key, link


def _disputes(ledger: Ledger, notes: Notes) -> list[list[tuple[str, Link]]]:
    """The pairs of accounts of each dispute."""
    found: dict[Any, list[tuple[str, Link]]] = {}
    for key, link in _disputing(ledger, notes.replaced):
        ends = [
            ((said.cluster if (said := notes.told.get(end)) else end), " ".join(value.casefold().split()))
            for end, value in zip((link.a, link.b), link.values, strict=True)
        ]
        ends = [ends[0], (ends[1][0], "")] if link.relation == "denies" else sorted(ends)
        found.setdefault((link.relation, link.on, *ends), []).append((key, link))
    return list(found.values())


def _foremost(ledger: Ledger, pairs: list[tuple[str, Link]]) -> tuple[str, Link]:
    """The pair of accounts that tells a dispute: of a denial, the first of an event that is denied."""
    if pairs[0][1].relation != "denies":
        return pairs[0]
    return next((pair for pair in pairs if isinstance(ledger.finding(pair[1].b), Event)), pairs[0])


def _empty(ledger: Ledger) -> str:
    return "The ledger holds no report." if ledger.view is None else "No report is in this view of the ledger."


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
