"""What changed in a ledger between two of its views: reports and rows that are new, gone or changed, and links."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any, Literal

import msgspec

from onrecord.data import Cluster, Document, Event, Finding, Link, Mention, Page, Record, Statement
from onrecord.record.clusters import version
from onrecord.record.export import json
from onrecord.record.ledger import Ledger
from onrecord.record.listing import Sheet, counted, report, who
from onrecord.record.schema import words
from onrecord.record.standing import Told, told
from onrecord.record.tabulate import event_row, mention_row, sources, statement_row

What = Literal["new", "gone", "changed"]
# Of a row that changed, what is no change in what it says.
ASIDE = ("version", "by", "score", "judged", "judged_by", "judged_why")
QUOTED = 100


class Change(Record, frozen=True, kw_only=True):
    """A row that is new, gone, or in another version; `fields` has the values before and after of what it says anew."""

    what: What
    kind: str
    id: str
    doc: str
    versions: tuple[str | None, str | None]
    told: str
    fields: dict[str, tuple[Any, Any]]


class LinkChange(Record, frozen=True, kw_only=True):
    """A link that opened, closed, or says something else."""

    what: Literal["opened", "closed", "changed"]
    id: str
    link: Link
    before: Link | None = None


class ClusterChange(Record, frozen=True, kw_only=True):
    """Accounts that came together, fell apart, or are told by other reports or origins: how they stood and stand."""

    what: What
    id: str
    kind: str
    before: Told | None
    after: Told | None
    of: str | None
    members: tuple[tuple[str, ...], tuple[str, ...]]


class Difference(Record, frozen=True, kw_only=True):
    """All that changed: reports that came and went with the number of their rows, rows of others, links, clusters."""

    new: tuple[tuple[Document, int], ...]
    gone: tuple[tuple[Document, int], ...]
    rows: tuple[Change, ...]
    links: tuple[LinkChange, ...]
    clusters: tuple[ClusterChange, ...]


def difference(before: Ledger, after: Ledger) -> Difference:
    """What is in `after` and was not in `before`, what was and is not, and what is there in another version."""
    old, new = before.versions(), after.versions()
    reports = {d.id: d for d in after.documents()}
    former = {d.id: d for d in before.documents()}
    rows = Counter(doc for _, _, doc in new.values())
    were = Counter(doc for _, _, doc in old.values())
    changed = {doc for key, (_, version, doc) in new.items() if key in old and old[key][1] != version}
    changed |= {doc for key, (_, _, doc) in new.items() if key not in old and doc in former}
    changed |= {doc for key, (_, _, doc) in old.items() if key not in new and doc in reports}
    in_both = [doc for doc in reports if doc in changed]
    return Difference(
        new=tuple((d, rows[d.id]) for d in reports.values() if d.id not in former),
        gone=tuple((d, were[d.id]) for d in former.values() if d.id not in reports),
        rows=tuple(c for doc in in_both for c in _changes(before.page(doc), after.page(doc))),
        links=tuple(_links(dict(before.links_by_id()), dict(after.links_by_id()))),
        clusters=tuple(_clusters({c.id: c for c in before.clusters()}, {c.id: c for c in after.clusters()})),
    )


def _changes(before: Page, after: Page) -> Iterator[Change]:
    """The changes between two readings of one report, in the order of its text."""
    ids = {f.id: f.span.start for f in (*before.findings(), *after.findings())}
    for key in sorted(ids, key=lambda k: (ids[k], k)):
        old, new = before.by_id.get(key), after.by_id.get(key)
        shown = new or old
        if shown is None or (old and new and old.version == new.version):
            continue
        yield Change(
            what="new" if old is None else "gone" if new is None else "changed",
            kind=type(shown).__name__.lower(),
            id=key,
            doc=after.document.id,
            versions=(old.version if old else None, new.version if new else None),
            told=in_line(shown, after if new else before),
            fields=differing(old, before, new, after) if old and new else {},
        )


def differing(old: Finding, before: Page, new: Finding, after: Page) -> dict[str, tuple[Any, Any]]:
    """Where two versions of a row differ, as a person reads them; where that does not show, as they are stored."""
    for a, b in ((_row(old, before), _row(new, after)), (msgspec.to_builtins(old), msgspec.to_builtins(new))):
        if found := {name: (a[name], b[name]) for name in b if a[name] != b[name] and name not in ASIDE}:
            return found
    return {}


def _links(old: dict[str, Link], new: dict[str, Link]) -> Iterator[LinkChange]:
    for key in sorted({*old, *new}):
        before, after = old.get(key), new.get(key)
        if before is None and after is not None:
            yield LinkChange(what="opened", id=key, link=after)
        elif after is None and before is not None:
            yield LinkChange(what="closed", id=key, link=before)
        elif before and after and before.why != after.why:
            yield LinkChange(what="changed", id=key, link=after, before=before)


def _clusters(old: dict[str, Cluster], new: dict[str, Cluster]) -> Iterator[ClusterChange]:
    for key in sorted({*old, *new}):
        before, after = old.get(key), new.get(key)
        one = after or before
        if one is None or (before and after and version(before) == version(after)):
            continue
        yield ClusterChange(
            what="new" if before is None else "gone" if after is None else "changed", id=key, kind=one.kind, of=one.of,
            before=told(before) if before else None, after=told(after) if after else None,
            members=(before.members if before else (), after.members if after else ()),
        )  # fmt: skip


def _row(finding: Finding, page: Page) -> dict[str, Any]:
    row = (
        event_row(finding, page)
        if isinstance(finding, Event)
        else statement_row(finding, page)
        if isinstance(finding, Statement)
        else mention_row(finding, page)
    )
    return {**msgspec.to_builtins(row)}


def in_line(finding: Finding, page: Page) -> str:
    """A row in one line."""
    if isinstance(finding, Event):
        return f"{finding.code}, {finding.status}: {who(finding, page)}"
    if isinstance(finding, Mention):
        return f"{type(finding.value).__name__.lower()} “{finding.span.quote}”"
    said = " ".join((words(finding) or finding.span.quote).split())
    return f"{' + '.join(sources(finding, page))}: “{said if len(said) <= QUOTED else said[:QUOTED] + ' …'}”"


# -------------------------------------------------------------------------------------------------------- written out


def as_json(found: Difference) -> str:
    """All that changed, as one JSON object."""
    reports = {
        name: [{"id": d.id, "published": d.published, "publisher": d.publisher, "url": d.url, "title": d.title,
                "replaces": d.replaces, "rows": rows} for d, rows in listed]
        for name, listed in (("new", found.new), ("gone", found.gone))
    }  # fmt: skip
    return json({"reports": reports, "rows": found.rows, "links": found.links, "clusters": found.clusters})


def as_text(found: Difference, sheet: Sheet) -> Iterator[str]:
    """All that changed, in lines for a person: first how much, then each report, row and link."""
    what, links = Counter(c.what for c in found.rows), Counter(k.what for k in found.links)
    clusters = Counter(c.what for c in found.clusters)
    yield f"{counted(len(found.new), 'report')} new, {len(found.gone):,} gone"
    told = ", ".join(f"{what[name]:,} {name}" for name in ("new", "gone", "changed"))
    yield f"{counted(len(found.rows), 'row')} in reports that were there before and are now: {told}"
    yield f"{counted(links['opened'], 'link')} opened, {links['closed']:,} closed, {links['changed']:,} changed"
    yield f"{counted(clusters['new'], 'cluster')} new, {clusters['gone']:,} gone, {clusters['changed']:,} changed"
    for name, listed in (("new", found.new), ("gone", found.gone)):
        for document, rows in listed:
            yield from sheet.line(f"{name} report", f"{report(document)} · {counted(rows, 'row')} · {document.id}")
    for change in found.rows:
        yield from sheet.line(f"{change.what} {change.kind}", f"{change.told} · {change.id}")
        for field, (old, new) in change.fields.items():
            yield from sheet.line("", f"{field}: {in_words(old)} → {in_words(new)}")
    for one in found.links:
        values = " against ".join(f"“{v}”" for v in one.link.values)
        yield from sheet.line(f"{one.what} link", f"{one.link.relation}, {one.link.on}: {values} · {one.id}")
        yield from sheet.line("", one.link.why)
    for cluster in found.clusters:
        named = f"{cluster.of or cluster.kind}, {counted(len({*cluster.members[0], *cluster.members[1]}), 'account')}"
        yield from sheet.line(f"{cluster.what} cluster", f"{named} · {cluster.id}")
        for when, stood in (("was", cluster.before), ("is", cluster.after)):
            for line in stood.lines() if stood else ():
                yield from sheet.line("", f"{when} {line}")


def in_words(value: Any) -> str:
    """A value of a field as a person reads it."""
    if value is None or value in ("", [], ()):
        return "none"
    return "; ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
