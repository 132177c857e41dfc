"""Reports that a ledger holds, read again with the annotators of now: what they find anew becomes a further version.

A run that is killed at any moment is completed by the next, which takes those that are still read by older ones.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from onrecord.data import Document, Page, Refusal, Run, digest
from onrecord.record.ledger import Ledger
from onrecord.record.listing import counted, printable
from onrecord.run import TOGETHER
from onrecord.settings import Settings


class Reread(msgspec.Struct, frozen=True, kw_only=True):
    """What reading again did: of `older` reports, read by other annotators before, `read` were read, `current` passed.

    `new`, `gone`, `changed` and `same` count the rows of those that were read, as the ledger shows them; `disputes` the
    pairs of the whole ledger that contradict each other; `refused` is what could not be read: it stands as it did.
    """

    older: int = 0
    current: int = 0
    read: int = 0
    new: int = 0
    gone: int = 0
    changed: int = 0
    same: int = 0
    disputes: int = 0
    refused: tuple[Refusal, ...] = ()


def reread(
    ledger: Ledger,
    reports: Sequence[str] = (),
    settings: Settings | None = None,
    progress: Callable[[Reread], None] | None = None,
) -> Reread:
    """Annotates the reports of `ledger`, or those with the ids or addresses `reports`, again, and weighs it.

    Those that the annotators of now read last are passed over. `progress` is called with what was done so far after
    each report. Raises KeyError when there is no such report, LedgerError when the ledger cannot be written to.
    """
    from onrecord import weighing
    from onrecord.pipeline import Pipeline

    pipeline = Pipeline(settings)
    at = datetime.now(UTC).isoformat(timespec="seconds")
    run = Run(id=digest("reread", at, pipeline.makers), at=at, makers=pipeline.makers, added=0)
    ledger.refuse((), run)  # a ledger that cannot be written to says so before the work
    older, current = ledger.older(pipeline.makers, reports)
    done = _Again(ledger, run, Reread(older=len(older), current=current), progress)
    for found in pipeline.annotate(done.reports(older)):
        done.take(found)
    done.put()
    ledger.refuse(done.refused, run)
    # also where nothing was left to read: whoever was killed may not have come to it
    return msgspec.structs.replace(done.summary, disputes=weighing.weigh(ledger), refused=tuple(done.refused))


def told(summary: Reread, ledger: Path) -> Iterator[str]:
    """What reading again did, in lines for a person."""
    s, path = summary, printable(str(ledger))
    if not s.older and not s.current:
        yield f"{path} holds no report"
        return
    yield f"{counted(s.read, 'report')} read again; {s.current:,} passed over, which the reader of now had read"
    if s.read:
        yield f"  rows: {s.new:,} new, {s.gone:,} gone, {s.changed:,} changed, {s.same:,} the same"
    if s.refused:
        yield f"{len(s.refused):,} refused, which stand as they did:"
    for refusal in s.refused:
        yield f"  {printable(refusal.source)}: {printable(refusal.reason)}"
    yield f"{path}: {counted(s.disputes, 'disputed pair')} of accounts"
    if s.new or s.gone or s.changed:
        yield f"what changed: onrecord runs {path}, onrecord diff {path} RUN RUN; one row: onrecord versions {path} ID"


class _Again:
    """One pass over reports that are held, which go in together as they come out of the annotators."""

    def __init__(self, ledger: Ledger, run: Run, summary: Reread, progress: Callable[[Reread], None] | None) -> None:
        self.ledger, self.run, self.summary, self.progress = ledger, run, summary, progress
        self.refused: list[Refusal] = []
        self.waiting: list[Page] = []

    def reports(self, ids: Sequence[str]) -> Iterator[Document]:
        """The reports themselves."""
        return (self.ledger.page(doc).document for doc in ids)

    def take(self, found: Page | Refusal) -> None:
        """Takes what the annotators gave of a report."""
        if isinstance(found, Refusal):
            self.refused.append(found)
            return
        self.refused += found.refused
        self.waiting.append(found)
        if len(self.waiting) == TOGETHER:
            self.put()

    def put(self) -> None:
        """Puts in what is waiting, and counts what it changed."""
        docs = [page.document.id for page in self.waiting]
        before = [self._versions(doc) for doc in docs]
        if docs:
            self.ledger.add(self.waiting, self.run)
        self.waiting = []
        for doc, old in zip(docs, before, strict=True):
            new = self._versions(doc)
            both = old.keys() & new.keys()
            same = sum(old[key] == new[key] for key in both)
            self._count(
                read=1, new=len(new) - len(both), gone=len(old) - len(both), changed=len(both) - same, same=same
            )

    def _versions(self, doc: str) -> dict[str, str]:
        return {f.id: f.version for f in self.ledger.page(doc).findings()}

    def _count(self, **more: int) -> None:
        now = {name: getattr(self.summary, name) + n for name, n in more.items()}
        self.summary = msgspec.structs.replace(self.summary, **now)
        if self.progress:
            self.progress(self.summary)
