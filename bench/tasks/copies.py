"""Copies as groups: a report is in the group of the root that most of it is from, else in one of its own.

Links go from each copy to each of its roots; a group is where the most of a report's text leads to, so that a text
merged of two joins one of them and does not make them one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import msgspec

from onrecord.data import Document, Link
from onrecord.read import document
from onrecord.weigh.copies import copies

Row = dict[str, Any]
# A good part of the words of a report, and all of them, in percent; chosen on `tune`.
MOST, ALL = 25, 85


def predict(rows: Iterable[Row]) -> Iterator[Row]:
    """The group of each row's text."""
    documents = [read(row) for row in rows]
    found = groups(copies(documents), {d.id: d.published for d in documents})
    for d in documents:
        yield {"id": d.id, "group": found.get(d.id, d.id)}


def read(row: Row) -> Document:
    """The row as a Document that keeps the row's id."""
    said: Row = {k: row.get(k) for k in ("title", "url", "publisher", "agency", "published")}
    return msgspec.structs.replace(document(row["text"], **said), id=str(row["id"]))


def groups(links: Iterable[Link], days: Mapping[str, str | None]) -> dict[str, str]:
    """The group of each copy, named by a report in it; of two that gave as much of its text, the first by name.

    Of reports of one day (or of none) the one called the copy may be what the other is from, when much but not all of
    it stands there: a report that owes more to such a one than to its roots is in no group of theirs.
    """
    roots: dict[str, dict[str, float]] = defaultdict(dict)
    backs: list[tuple[str, str, float]] = []
    for link in links:
        roots[link.a][link.b], back = (float(value.partition("%")[0]) for value in link.values)
        backs.append((link.a, link.b, back))
    later: dict[str, float] = defaultdict(float)
    for a, b, back in backs:
        if days.get(a) == days.get(b) and roots[a][b] >= MOST and sum(roots[a].values()) < ALL:
            later[b] = max(later[b], back)
    found: dict[str, str] = {}

    def apart(doc: str) -> bool:
        return sum(share for root, share in roots.get(doc, {}).items() if days.get(root) != days.get(doc)) >= MOST

    def group(doc: str) -> str:
        if doc not in found:
            shares: dict[str, float] = defaultdict(float)
            for root, share in roots.get(doc, {}).items():
                shares[root if apart(root) else group(root)] += share
            best = min(shares, key=lambda g: (-shares[g], g), default=doc)
            found[doc] = doc if later[doc] > shares[best] else best
        return found[doc]

    return {doc: group(doc) for doc in list(roots)}
