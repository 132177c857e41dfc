"""What is kept of a report to find its copies among a million: a sample of its shingles, and where it is from."""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from typing import NamedTuple, Protocol

import numpy as np

from onrecord.data import Document, Record
from onrecord.weigh.copies import outlets
from onrecord.weigh.copies.words import Words, bound

# A shingle that more reports hold than this is common: the foot of a page, a phrase of the trade, or a text that is
# printed everywhere; of the last kind is a report of whose sample at least so much is common.
COMMON, WIDE = 24, 0.8
# A paragraph of at most so many characters that asks to subscribe or speaks of the rights in the text is no story.
_BLOCK = re.compile(r"(?:^|(?<=\n))[^\n]{12,400}(?:\n[^\n]{1,160}){0,6}(?=\s*\Z|\n[ \t]*\n)")
_FURNITURE = re.compile(
    r"(?i)\b(?:sign up (?:for|to)|subscribe (?:to|now)|your subscription|newsletters?\b.{0,60}\binbox"
    r"|all rights reserved|without (?:the )?(?:prior |express |written )+(?:consent|permission)"
    r"|edited for (?:length|clarity|style)|may not be (?:published|reproduced|rewritten|redistributed)"
    r"|terms (?:of use|and conditions)|follow us on|click here to|download (?:our|the) app"
    r"|reporting by [^.\n]{3,120}editing by|trust principles)"
)
# One of these stands in each of them, and is looked for in a tenth of the time.
_SIGNS = (
    "sign up", "subscri", "inbox", "rights reserved", "without", "edited for", "may not be", "terms", "follow us",
    "click here", "download", "editing by", "trust principles",
)  # fmt: skip
# Texts of which all is kept that was made of them.
OPEN = 4096
UNDATED = "undated"  # stands after every date


class Held(NamedTuple):
    """A report that holds a shingle; the first of several by time, then by id, comes first."""

    when: str
    doc: str


class Sketch(Record, frozen=True, kw_only=True, gc=False):  # holds no cycle
    """What a ledger keeps of a report: one row of its own, and one row (hash, when, doc) for each of `hashes`.

    `when` is its time of publication as UTC or day, `words` their number, `credits` the outlets that it is from or
    credits by their usual names, `owners` the families that own those, `hashes` the sampled shingles in order,
    `address` where it stands: another text at the same address is another version of it, and no copy.
    """

    doc: str
    when: str
    words: int
    credits: tuple[str, ...] = ()
    owners: tuple[str, ...] = ()
    hashes: tuple[int, ...] = ()
    address: str | None = None

    @property
    def held(self) -> Held:
        """Its place in the order of time."""
        return Held(self.when, self.doc)


class Index(Protocol):
    """How the sketches of a ledger are looked up."""

    def holders(self, hashes: Sequence[int], limit: int | None = COMMON + 1) -> Mapping[int, Sequence[Held]]:
        """The first `limit` (None: all) that hold a hash, in the order of time, for those hashes that several hold."""
        ...

    def common(self, doc: str) -> frozenset[int]:
        """What `common` finds for a report; an index may remember it."""
        ...

    def sketch(self, doc: str) -> Sketch:
        """The sketch of a report."""
        ...

    def words(self, doc: str) -> Words:
        """The words of a report's body."""
        ...


def body(document: Document) -> Words:
    """The words of the story, without its title and without what a paper prints under everything."""
    text = document.text[document.body :]
    lower = text.lower()
    if any(sign in lower for sign in _SIGNS):
        text = _BLOCK.sub(lambda m: "\n" if _FURNITURE.search(m[0]) else m[0], text)
    return Words(text)


class Shelf:
    """The words of reports by their ids, each read once; what else is made of them is kept of the last ones."""

    def __init__(self, documents: Iterable[Document]) -> None:
        self.documents = {d.id: d for d in documents}
        self._words: dict[str, Words] = {}
        self._open: OrderedDict[str, Words] = OrderedDict()

    def __call__(self, doc: str) -> Words:
        """The words of a report's body."""
        words = self._words.get(doc)
        if words is None:
            words = self._words[doc] = body(self.documents[doc])
        self._open[doc] = words
        self._open.move_to_end(doc)
        if len(self._open) > OPEN:
            self._open.popitem(last=False)[1].shut()
        return words


def sketch(document: Document, words: Words | None = None) -> Sketch:
    """The Sketch of a report; nothing is raised for any text."""
    words = words or body(document)
    found = np.unique(words.shingles)
    credits = outlets.credits(document)
    return Sketch(
        doc=document.id,
        when=when(document.published),
        words=len(words),
        credits=credits,
        owners=tuple(sorted({o for c in credits if (o := outlets.owner(c))})),
        hashes=tuple(found[found < np.uint64(bound(words))].tolist()),
        address=document.url,
    )


@cache
def when(published: str | None) -> str:
    """The time of publication so that texts sort by it: a day, or an instant in UTC; after all others without one."""
    if not published or len(published) <= 10:
        return published or UNDATED
    try:
        instant = datetime.fromisoformat(published)
    except ValueError:
        return published
    if instant.tzinfo is not None:
        try:
            instant = instant.astimezone(UTC).replace(tzinfo=None)
        except OverflowError:
            return published
    return instant.isoformat()


def common(sketched: Sketch, index: Index) -> frozenset[int]:
    """The shingles of a report that are common and tell nothing; none when most are, for then it is printed widely."""
    found = frozenset(h for h, held in index.holders(sketched.hashes).items() if len(held) > COMMON)
    return frozenset() if wide(sketched, len(found)) else found


def wide(sketched: Sketch, count: int) -> bool:
    """Whether a report of whose shingles `count` are common is a text that is printed everywhere."""
    return 0 < count >= WIDE * len(sketched.hashes)


class Table:
    """An Index in memory: eight bytes a hash and four for its holder, sorted once."""

    def __init__(self, sketches: Iterable[Sketch], read: Callable[[str], Words]) -> None:
        self.sketches = sorted(sketches, key=lambda s: s.held)
        self._held = np.empty(len(self.sketches), object)
        for n, s in enumerate(self.sketches):
            self._held[n] = s.held
        self._number = {s.doc: n for n, s in enumerate(self.sketches)}
        sizes = np.array([len(s.hashes) for s in self.sketches], np.int64)
        hashes = np.fromiter((h for s in self.sketches for h in s.hashes), np.int64, int(sizes.sum()))
        order = np.argsort(hashes, kind="stable")
        self._docs = np.repeat(np.arange(len(sizes), dtype=np.int32), sizes)[order]
        ordered = hashes[order]
        found, starts, counts = np.unique(ordered, return_index=True, return_counts=True)
        several = counts > 1
        self._hashes, self._starts, self._ends = found[several], starts[several], (starts + counts)[several]
        self._read, self._common = read, dict[str, frozenset[int]]()

    def holders(self, hashes: Sequence[int], limit: int | None = COMMON + 1) -> Mapping[int, Sequence[Held]]:
        """The first `limit` (None: all) that hold a hash, in the order of time, for those hashes that several hold."""
        if not len(self._hashes):
            return {}
        wanted = np.array(hashes, np.int64)
        at = np.minimum(np.searchsorted(self._hashes, wanted), len(self._hashes) - 1)
        here = self._hashes[at] == wanted
        wanted, starts, ends = wanted[here], self._starts[at[here]], self._ends[at[here]]
        ends = ends if limit is None else np.minimum(ends, starts + limit)
        spans = zip(wanted.tolist(), starts.tolist(), ends.tolist(), strict=True)
        return {h: self._held[self._docs[a:b]].tolist() for h, a, b in spans}

    def common(self, doc: str) -> frozenset[int]:
        """What `common` finds for a report."""
        if doc not in self._common:
            self._common[doc] = common(self.sketch(doc), self)
        return self._common[doc]

    def sketch(self, doc: str) -> Sketch:
        """The sketch of a report."""
        return self.sketches[self._number[doc]]

    def words(self, doc: str) -> Words:
        """The words of a report's body."""
        return self._read(doc)
