"""Reports that repeat the text of an earlier one: whole, cut, merged of two, retold here and there, or a paragraph.

`sketch` makes what a ledger keeps of a report, `sources` finds the earlier reports that one is from, and `links` leads
each copy to its root. `copies` does all three. What is found depends on the reports alone, not on their order; one more
report asks for its own `sources` and for those of the reports that `touched` names.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from onrecord import codebooks
from onrecord.data import Document, Link
from onrecord.makers import maker
from onrecord.weigh.copies import outlets
from onrecord.weigh.copies.lineage import links
from onrecord.weigh.copies.search import Source, Sources, sources, touched
from onrecord.weigh.copies.sketches import COMMON, Held, Index, Shelf, Sketch, Table, body, common, sketch
from onrecord.weigh.copies.words import Words

__all__ = [
    "COMMON",
    "MAKER",
    "Found",
    "Held",
    "Index",
    "Shelf",
    "Sketch",
    "Source",
    "Sources",
    "Table",
    "Words",
    "body",
    "common",
    "copies",
    "found",
    "links",
    "sketch",
    "sources",
    "touched",
]

MAKER = maker("copies", 2, codebooks=(codebooks.asset(outlets.CODEBOOK),))


class Found(NamedTuple):
    """The sketches of reports, from which earlier ones each is, by id, where it is from any, and links to the roots."""

    sketches: list[Sketch]
    sources: dict[str, Sources]
    links: list[Link]


def found(documents: Iterable[Document]) -> Found:
    """All that there is to say of the copies among reports; their order changes nothing."""
    read = Shelf(documents)
    table = Table((sketch(d, read(d.id)) for d in read.documents.values()), read)
    led = {s.doc: of for s in table.sketches if (of := sources(s, table)).found}
    return Found(table.sketches, led, links(led.values(), MAKER.key))


def copies(documents: Iterable[Document]) -> list[Link]:
    """A Link from each report that is a copy to each of its roots, in the order of their ids."""
    return found(documents).links
