"""From each copy to its root: the earliest report that its text comes from, however many hands it went through."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from onrecord.data import Link
from onrecord.weigh.copies.search import Source, Sources

# What is nearly all of a text, and what is most of it.
ALL, MOST = 0.8, 0.5
# A stretch of fewer words has the root of what stands beside it.
STRETCH = 20


class Taken(NamedTuple):
    """A stretch of a report's words, the root that it comes from, and the reports that it came through."""

    start: int
    end: int
    root: str
    via: tuple[str, ...]


class Root(NamedTuple):
    """A root of a report: the share of its words that come from there, the source met first, and through whom."""

    share: float
    first: Source
    via: tuple[str, ...]


def links(found: Iterable[Sources], by: str) -> list[Link]:
    """A Link of relation `copies` from each copy to each of its roots, in the order of the ids."""
    taken: dict[str, list[Taken]] = {}
    roots: dict[str, dict[str, Root]] = {}
    versions: dict[str, set[str]] = {}
    for one in sorted(found, key=lambda s: (s.when, s.doc)):
        mine: dict[str, Root] = {}
        of_it = {s.source for s in one.found if s.version}
        versions[one.doc] = of_it.union(*(versions.get(doc, ()) for doc in of_it))
        taken[one.doc] = []
        for source in one.found:
            words = sum(end - start for start, end, _, _ in source.passages)
            for passage in source.passages:
                for stretch in _led(passage, source.source, taken.get(source.source, ())):
                    taken[one.doc].append(stretch)
                    share = source.share * (stretch.end - stretch.start) / words
                    before = mine.get(stretch.root, Root(0.0, source, stretch.via))
                    mine[stretch.root] = before._replace(share=before.share + share)
        roots[one.doc] = {root: led for root, led in mine.items() if root not in versions[one.doc]}
    return [_link(doc, root, mine[root], by) for doc, mine in sorted(roots.items()) for root in sorted(mine)]


def _led(passage: tuple[int, int, int, int], source: str, its: Iterable[Taken]) -> Iterator[Taken]:
    """The passage in stretches, each with its root: where the source took it from, else the source itself."""
    _, _, there, until = passage
    at = there
    for t in sorted(its):
        first, last = max(t.start, at), min(t.end, until)
        if last - first < STRETCH:
            continue
        if first - at < STRETCH:
            first = at
        else:
            yield _taken(passage, at, first, source, ())
        if until - last < STRETCH:
            last = until
        yield _taken(passage, first, last, t.root, (source, *t.via))
        at = last
    if at < until:
        yield _taken(passage, at, until, source, ())


def _taken(passage: tuple[int, int, int, int], first: int, last: int, root: str, via: tuple[str, ...]) -> Taken:
    """The stretch of a passage that stands in the source from `first` to `last`."""
    start, end, there, until = passage
    scale = (end - start) / max(1, until - there)
    return Taken(start + round((first - there) * scale), start + round((last - there) * scale), root, via)


def _link(doc: str, root: str, led: Root, by: str) -> Link:
    source, share = led.first, min(1.0, led.share)
    return Link(
        a=doc,
        b=root,
        relation="copies",
        on="text",
        values=(f"{share:.0%} of {source.of} words", f"{source.back:.0%} of {source.of_source} words"),
        why=_why(source, share, led.via),
        # An estimate: ten words in common are as good as none once in two, twenty once in four.
        score=round(1 - 0.5 ** (max(source.words, 1) / 10), 3),
        by=by,
    )


def _why(source: Source, share: float, via: tuple[str, ...]) -> str:
    """What is shared, with what credit, and through whom."""
    if share >= ALL:
        what = f"Nearly the whole text ({share:.0%} of its own words) stands in the earlier report"
    elif share >= MOST:
        what = f"Most of the text ({share:.0%} of its own words) stands in the earlier report"
    elif source.back >= ALL:
        what = f"The whole of the earlier report ({source.words} words) stands in this one"
    else:
        what = f"A passage ({source.words} words, {share:.0%} of its own) stands in the earlier report"
    parts = [what]
    if source.slots:
        parts.append(f"{source.slots} numbers or names in it differ")
    if source.credited:
        parts.append(f"both are from or credit {source.credited}")
    if via:
        parts.append(f"it came through {', then '.join(via)}")
    return "; ".join(parts) + "."
