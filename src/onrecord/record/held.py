"""The versions that a ledger has held of a finding, in lines for a person and as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from onrecord.data import Finding, Page
from onrecord.record.comparing import differing, in_line, in_words
from onrecord.record.export import json
from onrecord.record.history import History, How, Version
from onrecord.record.ledger import Ledger
from onrecord.record.listing import Sheet, counted, judged, minute, report

HOW: dict[How, str] = {"read": "read", "added": "added by an analyst", "set": "set in a correction"}


def as_json(ledger: Ledger, key: str) -> str:
    """The versions of the finding `key` as one JSON object; of each but the first, what differs from the one before."""
    found = ledger.history(key)
    said: dict[str, Any] = msgspec.to_builtins(found)
    for one, fields in zip(said["versions"], _fields(ledger, found), strict=True):
        one["fields"] = fields
    return json(said | {"state": found.judged.state if found.judged else None})


def as_text(ledger: Ledger, key: str, sheet: Sheet) -> Iterator[str]:
    """The same in lines for a person."""
    found = ledger.history(key)
    pages = [_page(ledger, found, one) for one in found.versions]
    yield from sheet.line(found.kind, f"{counted(len(found.versions), 'version')} · {found.id}")
    yield from sheet.line("report", f"{report(ledger.page(found.doc).document)} · {found.doc}")
    for one, page, fields in zip(found.versions, pages, _fields(ledger, found), strict=True):
        yield ""
        until = "" if one.last is None else f" to run {one.last}"
        when = f"from run {one.first} ({minute(one.at)}){until} · {HOW[one.how]} · {one.by}"
        yield from sheet.line("version", f"{one.version} · {when}")
        for mark, told in ((one.stands, "STANDS"), (one.reading, "what the newest reading finds")):
            yield from sheet.line("", told) if mark else ()
        yield from sheet.line("", in_line(one.finding, page))
        for name, (old, new) in fields.items():
            yield from sheet.line("", f"{name}: {in_words(old)} → {in_words(new)}")
    yield ""
    yield from _below(found, sheet, ledger.over(key))


def _below(found: History, sheet: Sheet, over: int | None) -> Iterator[str]:
    """What is to be known besides: whether it is found, what analysts said, what stands at the same words."""
    if not any(one.reading for one in found.versions):
        yield from sheet.line("newest reading", f"run {found.reading}, which does not find it")
    if not any(one.stands for one in found.versions):
        yield from sheet.line("stands", "none")
    for judgement in found.judged.judgements if found.judged else ():
        version = f" · version {judgement.on[1]}" if judgement.verdict == "choose" else ""
        yield from sheet.line("judged", f"{judged(judgement, over)}{version}")
    for other in found.instead:
        yield from sheet.line("same words", f"another {found.kind} stands there: {other}")


def _fields(ledger: Ledger, found: History) -> Iterator[dict[str, tuple[Any, Any]]]:
    """What each version says otherwise than the one before it."""
    before: tuple[Finding, Page] | None = None
    for one in found.versions:
        page = _page(ledger, found, one)
        yield differing(*before, one.finding, page) if before else {}
        before = one.finding, page


def _page(ledger: Ledger, found: History, version: Version) -> Page:
    """The report with its findings as they stood when the version did first."""
    with ledger.after(version.first) as then:
        return then.page(found.doc)
