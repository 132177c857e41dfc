"""Reports that tell one story: alike in the words that few reports have, whatever in the story they tell of.

A story is wider than an occurrence: what led to it, what is said of it and what came of it belong to it. Words weigh by
how rare they are in English, never by how rare they are in the ledger, so that a report's place does not depend on
what else is held.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from onrecord.data import Document
from onrecord.weigh import words
from onrecord.weigh.rarity import weight
from onrecord.weigh.slots import sound

# Two reports are of one story where so much of their words is shared (a cosine), and two groups where their means are.
# Set by the cases of tests/cases/origins.toml, whose reports are of one story (B-cubed F1 94 at .25, 91 at .4), and by
# the topics of 15 months of news items, four items to a report (44 at .25, 63 at .4).
ALIKE = 0.4
# A word that tells less than this is left out; so many of a report's words are looked up, those that tell the most.
TELLING, LOOKED_UP = 1.6, 16
# A report is held against the next so many under each word, in the order of their days, and so many days ahead.
AHEAD, DAYS = 40, 30


class Profile(NamedTuple):
    """A report by what its words weigh; the squares of the weights add up to one. `number` is its day as a number."""

    doc: str
    number: int
    words: Mapping[str, float]


def stories(documents: Iterable[Document], copied: Mapping[str, Sequence[str]] | None = None) -> list[list[str]]:
    """The reports of each story by their ids; `copied` is what `roots` gives. Order changes nothing."""
    ordered = sorted(documents, key=lambda d: d.id)
    profiles = {p.doc: p for d in ordered if (p := _profile(d))}
    home = {doc: [doc] for doc in profiles}
    mean = {doc: dict(p.words) for doc, p in profiles.items()}
    lead = {doc: doc for doc in profiles}
    same = [(doc, root) for doc, roots in (copied or {}).items() for root in roots if {doc, root} <= profiles.keys()]
    edges = [(2.0, min(pair), max(pair)) for pair in same]
    edges += [(s, a.doc, b.doc) for a, b in _pairs(list(profiles.values())) if (s := alike(a.words, b.words)) >= ALIKE]
    for score, a, b in sorted(edges, key=lambda e: (-e[0], e[1], e[2])):
        one, other = lead[a], lead[b]
        if one == other or (score < 2 and _cosine(mean[one], mean[other]) < ALIKE):
            continue
        if (len(home[one]), other) < (len(home[other]), one):
            one, other = other, one
        for doc in home[other]:
            lead[doc] = one
        home[one] += home.pop(other)
        for word, weighs in mean.pop(other).items():
            mean[one][word] = mean[one].get(word, 0.0) + weighs
    alone = [[d.id] for d in ordered if d.id not in profiles]
    return sorted([*alone, *(sorted(docs) for docs in home.values())])


def alike(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    """The cosine of two profiles."""
    if len(one) > len(other):
        one, other = other, one
    return sum(w * other[word] for word, w in sorted(one.items()) if word in other)


def _cosine(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    """The same for the sums of profiles."""
    size = math.sqrt(sum(w * w for w in one.values()) * sum(w * w for w in other.values()))
    return alike(one, other) / size if size else 0.0


def _profile(document: Document) -> Profile | None:
    """The profile of a report; None where none of its words tells anything."""
    text = f"{document.title or ''} {document.text}"
    stems = (stem for w in words.WORD.findall(text) for part in w.split("-") if (stem := words.stem(words.fold(part))))
    raw = {w: (1 + math.log(n)) * weight(w) for w, n in sorted(Counter(stems).items()) if weight(w) >= TELLING}
    size = math.sqrt(sum(w * w for w in raw.values()))
    day = sound(document.published)
    number = date.fromisoformat(day[:10]).toordinal() if day else date.max.toordinal()
    return Profile(document.id, number, {word: w / size for word, w in raw.items()}) if size else None


def _pairs(profiles: Sequence[Profile]) -> Iterator[tuple[Profile, Profile]]:
    """Pairs of reports that share one of the words that tell the most of each."""
    blocks: dict[str, list[Profile]] = defaultdict(list)
    for p in profiles:
        for word in sorted(p.words, key=lambda w: (-p.words[w], w))[:LOOKED_UP]:
            blocks[word].append(p)
    seen: set[tuple[str, str]] = set()
    for word in sorted(blocks):
        ordered = sorted(blocks[word], key=lambda p: (p.number, p.doc))
        for n, one in enumerate(ordered):
            for other in ordered[n + 1 : n + 1 + AHEAD]:
                if other.number - one.number > DAYS:
                    break
                pair = (one.doc, other.doc) if one.doc < other.doc else (other.doc, one.doc)
                if pair not in seen:
                    seen.add(pair)
                    yield one, other
