"""Sources -> reports -> findings -> the ledger, so that a run killed at any moment is completed by the next."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from onrecord.data import Document, Maker, Page, Refusal, Run, digest
from onrecord.record.ledger import Ledger
from onrecord.record.listing import counted, printable
from onrecord.settings import Settings

if TYPE_CHECKING:
    from onrecord.pipeline import Pipeline

# Reports that go into the ledger in one transaction: what a kill can cost.
TOGETHER = 8
# Halves of surrogate pairs, which are no characters: a broken escape in JSON leaves them.
HALVES = re.compile("[\ud800-\udfff]")


class Summary(msgspec.Struct, frozen=True, kw_only=True):
    """What a run did: the reports read, of which `added` were new and `copies` held already.

    `redated` counts the copies held under another date or title; `statements` and `events` are those of the new
    reports, `disputes` counts the pairs of the whole ledger that contradict each other, `older` the reports that it
    holds as other annotators than those of now read them.
    """

    read: int = 0
    added: int = 0
    copies: int = 0
    redated: int = 0
    statements: int = 0
    events: int = 0
    disputes: int = 0
    older: int = 0
    refused: tuple[Refusal, ...] = ()


def run(
    sources: Sequence[str | Path],
    ledger: Ledger,
    published: str | date | None = None,
    settings: Settings | None = None,
    progress: Callable[[Summary], None] | None = None,
) -> Summary:
    """Reads `sources` into `ledger` and weighs it; reports that it holds are not read again.

    `published` is the day of reports that carry none. `progress` is called with the summary so far after each report.
    The result does not depend on the order of the sources. Raises LedgerError when the ledger cannot be written to,
    ValueError when `published` is no date.
    """
    from onrecord import read, weighing
    from onrecord.read import dates

    settings = settings or Settings()
    day = dates.iso(str(published)) if published is not None else None
    if published is not None and day is None:
        raise ValueError(f"{str(published)!r} is no date: write it as 2021-11-30")
    found = read.documents(sources, published=day, settings=settings)
    # the ledger itself may stand in a folder of sources, and is then no source
    reading = _Reading(ledger, settings, progress)
    reading.all(one for one in found if not (isinstance(one, Refusal) and ledger.owns(one.source)))
    ledger.settle()
    disputes, older = weighing.weigh(ledger), reading.older()
    return msgspec.structs.replace(reading.summary, disputes=disputes, older=older, refused=tuple(reading.refused))


def annotated(
    file: Path, published: str | None, settings: Settings
) -> Iterator[tuple[Page, tuple[Maker, ...]] | Refusal]:
    """The pages of the reports in `file` with the makers of what was found, without a ledger, and what was refused."""
    from onrecord import read
    from onrecord.pipeline import Pipeline

    found = list(read.documents([file], published=published, settings=settings))
    yield from (one for one in found if isinstance(one, Refusal))
    if reports := [one for one in found if isinstance(one, Document)]:
        pipeline = Pipeline(settings)
        for page in pipeline.annotate(reports):
            if isinstance(page, Page):
                yield from page.refused
            yield page if isinstance(page, Refusal) else (page, _makers(pipeline))


def told(summary: Summary, held: int, ledger: Path | None, settings: Path | None = None) -> Iterator[str]:
    """What a run did, in lines for a person; `held` is how many reports `ledger` holds now, if one was left.

    `settings` is the file that the run was given.
    """
    s = summary
    copies = f"{counted(s.copies, 'copy', 'copies')} of a report already held"
    yield f"{counted(s.read, 'report')} read: {s.added:,} new, {copies}"
    if s.redated:
        yield f"  {s.redated:,} of them held under another date or title: a new date for them takes a new ledger"
    if s.added:
        yield f"{counted(s.statements, 'statement')} and {counted(s.events, 'event')} found in the new ones"
    yield f"{len(s.refused):,} refused{':' if s.refused else ''}"
    for refusal in s.refused:
        yield f"  {printable(refusal.source)}: {printable(refusal.reason)}"
    if ledger is None:
        return
    path = printable(str(ledger))
    disputes = f"{counted(s.disputes, 'disputed pair')} of accounts"
    yield f"{path} holds {counted(held, 'report')}, {disputes}; read it: onrecord show {path}"
    if s.older:
        again = f"onrecord reread {path}" + (f" --settings {printable(str(settings))}" if settings else "")
        yield f"  {s.older:,} of them were read by another reader or codebook; read them again: {again}"


class _Reading:
    """One pass over documents: what is new goes through the pipeline, which is loaded when the first one comes."""

    def __init__(self, ledger: Ledger, settings: Settings, progress: Callable[[Summary], None] | None) -> None:
        self.ledger, self.settings, self.progress = ledger, settings, progress
        self.summary, self.refused = Summary(), list[Refusal]()
        self.at = datetime.now(UTC).isoformat(timespec="seconds")
        self.makers: tuple[Maker, ...] = ()
        self.taken: dict[str, tuple[str, str]] = {}
        self.waiting: list[Page] = []

    def all(self, found: Iterable[Document | Refusal]) -> None:
        """Reads them all."""
        fresh = self._fresh(iter(found))
        first = next(fresh, None)
        if first is not None:
            from onrecord.pipeline import Pipeline  # spaCy: a second that only new reports need to cost

            pipeline = Pipeline(self.settings)
            self.makers = _makers(pipeline)
            for page in pipeline.annotate(chain([first], fresh)):
                self._take(page)
        self._put()
        self.ledger.refuse(self.refused, self._run())

    def older(self) -> int:
        """How many reports the ledger holds that other annotators read."""
        if not self.makers and self.ledger.counts()["documents"]:
            from onrecord.pipeline import Pipeline  # a changed reader is told also where nothing is new

            self.makers = _makers(Pipeline(self.settings))
        return len(self.ledger.older(self.makers)[0]) if self.makers else 0

    def _fresh(self, found: Iterator[Document | Refusal]) -> Iterator[Document]:
        """The documents that are to be annotated; all others are counted here."""
        for one in found:
            if isinstance(one, Refusal) or _broken(one):
                self._refuse(one if isinstance(one, Refusal) else _refusal(one))
                continue
            self._count(read=1)
            if not self._copy(one):
                self.taken[one.id] = _rank(one)
                yield one

    def _copy(self, document: Document) -> bool:
        """Whether a copy of the report is held already, and rightly: of several, the one of the lowest rank stands."""
        rank = self.taken.get(document.id)
        if rank is None:
            held = self.ledger.held(document)
            if held is None:
                return False
            if held.id != document.id:
                self._count(copies=1, redated=1)
                return True
            rank = _rank(held)
        self._count(copies=1)
        if rank > _rank(document):
            return False
        self.ledger.see(document)
        return True

    def _refuse(self, refusal: Refusal) -> None:
        self.refused.append(refusal)
        self._count()

    def _take(self, page: Page | Refusal) -> None:
        if isinstance(page, Refusal):
            self._refuse(page)
            return
        for refusal in page.refused:
            self._refuse(refusal)
        self.waiting.append(page)
        if len(self.waiting) == TOGETHER:
            self._put()

    def _put(self) -> None:
        if self.waiting:
            new = self.ledger.add(self.waiting, self._run())
            self.waiting = []
            statements, events = sum(len(p.statements) for p in new), sum(len(p.events) for p in new)
            self._count(added=len(new), statements=statements, events=events)

    def _count(self, **more: int) -> None:
        now = {name: getattr(self.summary, name) + n for name, n in more.items()}
        self.summary = msgspec.structs.replace(self.summary, **now)
        if self.progress:
            self.progress(self.summary)

    def _run(self) -> Run:
        return Run(id=digest("run", self.at, self.makers), at=self.at, makers=self.makers, added=0)


def _makers(pipeline: Pipeline) -> tuple[Maker, ...]:
    from onrecord.read import MAKER

    return (MAKER, *pipeline.makers)


def _rank(document: Document) -> tuple[str, str]:
    """Which of several copies stands, whatever order they come in: the first published, then by all they say."""
    return document.published or "undated", digest(msgspec.structs.replace(document, replaces=None))


def _broken(document: Document) -> bool:
    """Whether the report holds what is no character and could not be written out."""
    d = document
    return any(HALVES.search(s) for s in (d.text, d.title, d.url, d.publisher, d.agency, *d.authors) if s)


def _refusal(document: Document) -> Refusal:
    reason = "holds half a surrogate pair, which is no character: mend the escapes (\\ud800 to \\udfff) in it"
    return Refusal(source=document.url or document.title or document.id, reason=reason, sha256=document.raw)
