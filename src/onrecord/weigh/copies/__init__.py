"""Reports that repeat the text of an earlier one: whole, cut, merged of two, retold here and there, or a paragraph.

`sketch` makes what a ledger keeps of a report, `sources` finds the earlier reports that one is from, and `links` leads
each copy to its root. `copies` does all three. What is found depends on the reports alone, not on their order; one more
report asks for its own `sources` and for those of the reports that `touched` names.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from onrecord import codebooks
from onrecord.data import Document, Link
from onrecord.makers import maker
from onrecord.weigh.copies import outlets
from onrecord.weigh.copies.lineage import links
from onrecord.weigh.copies.search import Source, sources, touched
from onrecord.weigh.copies.sketches import Index, Sketch, Table, body, sketch
from onrecord.weigh.copies.words import Words

__all__ = [
    "MAKER",
    "Index",
    "Sketch",
    "Source",
    "Table",
    "Words",
    "body",
    "copies",
    "links",
    "sketch",
    "sources",
    "touched",
]

MAKER = maker("copies", 1, codebooks=(codebooks.asset(outlets.CODEBOOK),))
# Texts whose words are held at one time.
AT_HAND = 4096


def copies(documents: Iterable[Document]) -> list[Link]:
    """A Link from each report that is a copy to each of its roots, in the order of their ids."""
    held = {d.id: d for d in documents}

    @lru_cache(maxsize=AT_HAND)
    def read(doc: str) -> Words:
        return body(held[doc])

    table = Table((sketch(d, read(d.id)) for d in held.values()), read)
    found = {s.doc: sources(s, table) for s in table.sketches}
    return links(found.values(), MAKER.key)
