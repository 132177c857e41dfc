"""What was changed in the texts at one address, from each version to the next, and whether the newer one says so."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from itertools import pairwise
from typing import Any, Literal

from onrecord.data import Actor, Document, Event, Mention, Page, Quantity, Record, Statement
from onrecord.record.choice import told
from onrecord.record.export import json
from onrecord.record.ledger import Ledger
from onrecord.record.listing import Sheet, counted, minute, printable, who
from onrecord.record.schema import words
from onrecord.record.tabulate import sentence, sources
from onrecord.record.versions import Altered, Compared, Sentences, compared, key

# How a report says that it was changed: at the head of a sentence or title, or of itself.
SAYS = re.compile(
    r"""^\W*(?:(?:correction|clarification|corrected|clarified|updated?|amended|erratum|retraction|retracted)\b
        \s*(?:$|[])}:.,;(—–-]|\d|(?:on|at|to|with|\w+day)\b)
      | (?:editor|publisher|author)s?['’]?s?\s+note\b)
    | ^\s*[(\[]\s*(?:corrects|clarifies|updates|adds|recasts|removes|refiles|fixes)\b
    | \b(?:earlier|previous|prior|original|first)\s+versions?\s+of\s+
      (?:(?:this|our)\b|the\s+(?:story|article|headline|post)\b)
    | \bth(?:is|e)\s+(?:story|article|post|headline)\s+(?:has|have|had)\s+(?:since\s+)?been\s+(?:\w+\s+)?
      (?:updated|corrected|amended|changed|clarified|edited|revised|modified|retracted|withdrawn)\b
    | \bthis\s+(?:story|article|report|post|page|text|headline|item|dispatch|piece)\s+
      (?:(?:has|have|had)\s+(?:since\s+)?been|was|is)\s+(?:\w+\s+)?
      (?:updated|corrected|amended|changed|clarified|edited|revised|modified|retracted|withdrawn)\b
    | \b(?:we|it)\s+(?:have\s+|has\s+)?(?:corrected|updated|amended|clarified)\s+(?:this|the)\s+
      (?:story|article|report|post|text|headline)\b""",
    re.IGNORECASE | re.VERBOSE,
)
# The head of a long sentence is where it says that it is a note.
HEAD = 1_000
# Addresses among which near ones are looked for.
NEAR = 5_000
# What is said where nothing was changed.
NONE = "No address has several texts in the ledger."

Order = Literal["published", "recorded", "unknown"]
ORDERS: dict[Order, str] = {
    "published": "",
    "recorded": "in the order in which they were recorded: their days do not tell which was first",
    "unknown": "which was first neither their days nor the times of recording tell",
}


class Version(Record, frozen=True, kw_only=True):
    """A text at an address: the report, when it was published, and when this ledger recorded it."""

    report: str
    title: str | None
    published: str | None
    recorded: str | None


class Claim(Record, frozen=True, kw_only=True):
    """An event or a statement of one version, in one line, with its words."""

    kind: Literal["event", "statement"]
    id: str
    told: str
    quote: str


class Changed(Record, frozen=True, kw_only=True):
    """What was changed between two texts at one address.

    `says` are the words in which the newer text tells of it itself, None where it was changed silently; `order` says
    what tells which is the newer. `claims_gone` are those of the older one that the newer has not, `claims_new` those
    that only the newer has.
    """

    address: str
    before: Version
    after: Version
    order: Order
    says: str | None
    taken_out: tuple[str, ...]
    put_in: tuple[str, ...]
    altered: tuple[Altered, ...]
    claims_gone: tuple[Claim, ...]
    claims_new: tuple[Claim, ...]


def changes(ledger: Ledger, address: str | None = None) -> Iterator[Changed]:
    """The changes at each address with several texts, or at `address` (also the id of a report there) alone.

    Raises KeyError for an address that the ledger does not hold.
    """
    several = ledger.addresses()
    if address is not None:
        wanted = [(url, docs) for url, docs in several if address == url or address in docs]
        if not wanted and not any(address in (d.url, d.id) for d in ledger.documents()):
            near = get_close_matches(address, [url for url, _ in several[:NEAR]], n=3)
            more = f"; did you mean {' or '.join(near)}?" if near else ""
            raise KeyError(f"the ledger holds no report at {address}{more}")
        several = wanted
    for url, docs in several:
        yield from _at(ledger, url, docs)


def _at(ledger: Ledger, url: str, docs: list[str]) -> Iterator[Changed]:
    """The changes at one address, from each version to the next."""
    read = [(page, began.get(page.document.id, "")) for page, began in map(ledger.read, docs)]
    dated = all(page.document.published for page, _ in read)
    read.sort(key=lambda r: ((r[0].document.published or "") if dated else "", r[1], r[0].document.id))
    for (old, first), (new, then) in pairwise(read):
        later = dated and (old.document.published or "") < (new.document.published or "")
        order: Order = "published" if later else "recorded" if first < then else "unknown"
        yield _between(url, (old, first), (new, then), order)


def _between(url: str, before: tuple[Page, str], after: tuple[Page, str], order: Order) -> Changed:
    old, new = Sentences(before[0].document), Sentences(after[0].document)
    found = compared(old, new)
    return Changed(
        address=url, before=_version(before[0].document, before[1]), after=_version(after[0].document, after[1]),
        order=order, says=_says(found), taken_out=found.taken_out, put_in=found.put_in, altered=found.altered,
        claims_gone=tuple(_gone(before[0], old, after[0], new)),
        claims_new=tuple(_gone(after[0], new, before[0], old)),
    )  # fmt: skip


def _version(document: Document, recorded: str) -> Version:
    return Version(report=document.id, title=document.title, published=document.published, recorded=recorded or None)


def _says(found: Compared) -> str | None:
    """The first sentence of the newer text that the older has not and that tells of a change."""
    return next((said for said in found.new() if SAYS.search(said[:HEAD])), None)


# --------------------------------------------------------------------------------------------------------------- claims


def _gone(page: Page, mine: Sentences, other: Page, theirs: Sentences) -> Iterator[Claim]:
    """The claims of a page that another has not: their sentence does not stand there, nor is there one like them."""
    kept, there = set(theirs.keys), {_says_what(f, other) for f in told(other)}
    for finding in told(page):
        if key(mine.at(finding.span.start)) not in kept and _says_what(finding, page) not in there:
            yield _claim(finding, page)


def _says_what(finding: Event | Statement, page: Page) -> tuple[Any, ...]:
    """What a claim says, whatever the words and the place in the text."""
    if isinstance(finding, Statement):
        said = tuple(sorted(_ids(page, finding.speakers))) or sources(finding, page)
        return ("statement", said, finding.stance, finding.negated, key(words(finding) or finding.span.quote))
    e = finding
    parties = (tuple(sorted(_ids(page, some))) for some in (e.actors, e.targets))
    return ("event", e.code, e.mode, e.status, *parties, tuple(sorted(_numbers(page, e.quantities))))


def _ids(page: Page, mentions: Iterable[str]) -> set[str]:
    """The ids of the actors that are meant."""
    found = (page.by_id.get(m) for m in mentions)
    return {m.value.id for m in found if isinstance(m, Mention) and isinstance(m.value, Actor)}


def _numbers(page: Page, mentions: Iterable[str]) -> Iterator[tuple[str, ...]]:
    """The numbers that are told, with their units and what is counted."""
    for m in map(page.by_id.get, mentions):
        if isinstance(m, Mention) and isinstance(q := m.value, Quantity):
            yield str(q.low), str(q.high), q.unit or "", q.of or ""


def _claim(finding: Event | Statement, page: Page) -> Claim:
    if isinstance(finding, Event):
        line, quote = f"{finding.code}, {finding.status}: {who(finding, page)}", sentence(finding.span, page)
        return Claim(kind="event", id=finding.id, told=line, quote=" ".join(quote.split()))
    quote = words(finding) or finding.span.quote
    return Claim(
        kind="statement", id=finding.id, told=" + ".join(sources(finding, page)), quote=" ".join(quote.split())
    )


# -------------------------------------------------------------------------------------------------------- written out


def as_json(found: Iterator[Changed]) -> Iterator[str]:
    """The changes, one JSON object for each pair of versions."""
    return map(json, found)


def as_text(found: Iterator[Changed], sheet: Sheet, none: str = NONE) -> Iterator[str]:
    """The changes in lines for a person, or the line `none` where there are none."""
    nothing = True
    for one in found:
        nothing = False
        yield sheet.paint("─" * sheet.width, "label")
        yield from sheet.line("address", one.address)
        yield from sheet.line("before", _head(one.before))
        yield from sheet.line("after", _head(one.after))
        if ORDERS[one.order]:
            yield from sheet.line("order", ORDERS[one.order])
        yield from sheet.line("changed", f"{_how_much(one)}; {_silent(one)}")
        for label, said in _lines(one):
            yield from sheet.line(label, said)
        yield ""
    if nothing:
        yield printable(none)


def _lines(one: Changed) -> Iterator[tuple[str, str]]:
    yield from (("altered", each.marked) for each in one.altered)
    yield from (("taken out", f"“{said}”") for said in one.taken_out)
    yield from (("put in", f"“{said}”") for said in one.put_in)
    for label, claims in (("claim gone", one.claims_gone), ("claim new", one.claims_new)):
        yield from ((label, f"{claim.told} — “{claim.quote}”") for claim in claims)


def _head(version: Version) -> str:
    recorded = f", recorded {minute(version.recorded)}" if version.recorded else ""
    return f"report {version.report}, published {version.published or 'on no known day'}{recorded}"


def _how_much(one: Changed) -> str:
    if not (one.taken_out or one.put_in or one.altered):
        return "no sentence: order, spaces or marks alone"
    figures = ((len(one.altered), "altered"), (len(one.taken_out), "taken out"), (len(one.put_in), "put in"))
    return ", ".join(f"{counted(number, 'sentence')} {what}" for number, what in figures if number)


def _silent(one: Changed) -> str:
    return f"the newer text says so: “{one.says}”" if one.says else "SILENTLY: the newer text does not say so"
