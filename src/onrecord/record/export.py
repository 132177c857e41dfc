"""A ledger as JSON Lines, one record a line, and the JSON Schema of those lines.

What is written depends on what the ledger says alone, not on when or in which order it was filled.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any

import msgspec

from onrecord.data import Cluster, Document, Event, Judgement, Link, Maker, Mention, Page, Record, Statement, digest
from onrecord.record import grades
from onrecord.record.ledger import Ledger

RECORDS = (Document, Mention, Statement, Event, Link, Cluster, Judgement, Maker)
# What `--no-text` leaves out of each type: words of the report, or made of them.
LEFT_OUT = {
    "span": ("quote",),
    "document": ("text", "title"),
    "dateline": ("place",),
    "actor": ("name", "names", "role"),
    "place": ("name",),
    "quantity": ("of", "scope", "words"),
    "link": ("values", "why"),
    "origin": ("why",),
    "point": ("words", "speaker", "scope"),
    "cluster": ("of",),
    "judgement": ("correction", "reason"),
}
# Of these the SHA-256 stands in the place of the words.
HASHED = {"span": "quote", "document": "text"}
# Characters that JSON lets through and a terminal obeys, or that end a line for some readers.
LOOSE = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")


def pages(ledger: Ledger) -> Iterator[Page]:
    """The ledger's reports with their findings, by day of publication, publisher and id."""
    yield from map(ledger.page, ledger.ids())


def records(ledger: Ledger) -> Iterator[Record]:
    """Every record of the ledger: report by report with its findings, then links, clusters, makers, in a fixed order.

    Of a ledger as it stood, the makers of those records.
    """
    by = set()
    for page in pages(ledger):
        yield page.document
        yield from page.findings()
        by |= {page.document.by, *(f.by for f in page.findings())}
    clusters = (msgspec.structs.replace(c, links=()) for c in ledger.clusters())  # each link is a record of its own
    for made in chain[Link | Cluster](ledger.links(), clusters):
        yield made
        by.add(made.by)
    yield from judgements(ledger)
    yield from (maker for maker in ledger.makers() if ledger.view is None or maker.key in by)


def judgements(ledger: Ledger) -> Iterator[Judgement]:
    """What analysts say: of each row and outlet the latest of each of them, of clusters all; without the time."""
    every = list(ledger.judgements())
    of_clusters = (j for j in every if j.verdict in ("merge", "split"))
    told = [*of_clusters, *grades.latest(every), *(j for stands in ledger.judged().values() for j in stands.judgements)]
    timeless = {json(one): one for one in (msgspec.structs.replace(j, at=None) for j in told)}
    yield from (timeless[key] for key in sorted(timeless))


def jsonl(ledger: Ledger, *, texts: bool = True) -> Iterator[str]:
    """The ledger as JSON Lines, one record a line; without `texts`, hashes stand in the place of a report's words."""
    for record in records(ledger):
        yield json(record if texts else without_words(msgspec.to_builtins(record))) + "\n"


def json(value: Any) -> str:
    """`value` as JSON on one line that no terminal obeys."""
    return LOOSE.sub(lambda m: f"\\u{ord(m.group()):04x}", msgspec.json.encode(value).decode())


def hidden(key: str) -> str:
    """The id of an actor without the words of its name: codes stay, names become a digest.

    >>> hidden("RUS GOV"), hidden("person:marta-ndongo")
    ('RUS GOV', 'person:669094dc75a7118974cc')
    """
    kind, named, words = key.partition(":")
    return f"{kind}:{digest(words)}" if named else key


def without_words(value: Any) -> Any:
    """A record, as built-in types, without the words of its report."""
    if isinstance(value, list | tuple):
        return [without_words(v) for v in value]
    if not isinstance(value, dict):
        return value
    kind = value.get("type", "")
    kept = {k: without_words(v) for k, v in value.items() if k not in LEFT_OUT.get(kind, ())}
    if kind == "actor":
        kept |= {"id": hidden(value["id"]), "members": [hidden(m) for m in value.get("members", ())]}
    if kind in HASHED:
        kept["sha256"] = hashlib.sha256(value[HASHED[kind]].encode()).hexdigest()
    return kept


# --------------------------------------------------------------------------------------------------------------- schema


def schema(*, texts: bool = True) -> dict[str, Any]:
    """The JSON Schema (2020-12) of a line of the JSON Lines export."""
    form = "onrecord-1" if texts else "onrecord-1-no-text"
    made: dict[str, Any] = msgspec.json.schema(_union(RECORDS))
    made["$defs"] = {name: _definition(body, texts) for name, body in sorted(made["$defs"].items())}
    head = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:{form.replace('-', ':', 1)}",
        "title": f"A line of an On Record export ({form})",
    }
    return head | made


def _union(kinds: Iterable[type[Record]]) -> Any:
    first, *rest = kinds
    union: Any = first
    for kind in rest:
        union |= kind
    return union


def _definition(body: dict[str, Any], texts: bool) -> dict[str, Any]:
    """`body` with its docstring on one line, and without what `--no-text` leaves out."""
    body = body | {"description": " ".join(body.get("description", "").split())}
    kind = body["properties"].get("type", {}).get("enum", [""])[0]
    if texts or kind not in LEFT_OUT:
        return body
    kept = {k: v for k, v in body["properties"].items() if k not in LEFT_OUT[kind]}
    needed = [k for k in body["required"] if k in kept]
    if kind in HASHED:
        kept["sha256"] = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
        needed.append("sha256")
    return body | {"properties": kept, "required": needed}
