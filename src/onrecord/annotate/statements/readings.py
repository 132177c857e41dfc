"""The reader's own answer: the cues of a page and, for each, its source, content and relays, as ranges of tokens."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from onrecord.annotate import features
from onrecord.annotate.decode import Range, decode, runs
from onrecord.annotate.encode import states
from onrecord.annotate.quotes import Quote
from onrecord.annotate.windows import paragraphs
from onrecord.models import Floats, Reader
from onrecord.tokens import Parse

# Labels of a token as a cue: none, B and I of an outer statement's, B and I of one inside another's content.
NONE, OUTER, INNER = 0, 1, 3
# The first label of each part in the answer for one cue.
SOURCE, CONTENT, VIA = 1, 3, 5
# A token is looked at as a cue from this chance on; the score decides whether the statement stands.
LEAST = 0.25
# No chance counts as nearer to 0 or 1 than this.
NEAR = 0.001


class Reading:
    """One statement as it was read: ranges of tokens (both ends inclusive), and how sure each part is, 0 to 1."""

    __slots__ = ("chance", "content", "cue", "inner", "source", "sure", "via")

    def __init__(self, cue: Range, *, inner: bool, chance: float) -> None:
        self.cue, self.inner, self.chance = cue, inner, chance
        self.source: list[Range] = []
        self.content: list[Range] = []
        self.via: list[Range] = []
        self.sure: dict[int, float] = {}


def readings(parse: Parse, marks: Sequence[Quote], reader: Reader) -> list[Reading]:
    """Whatever may be a statement on a page, in the order of the cues, what has no content too."""
    if not parse.tokens:
        return []
    known = features.told(parse, marks)
    told, hidden = np.array(known, dtype=np.int64), states(parse, known, reader)
    found: list[Reading] = []
    for first, last in paragraphs(parse):
        for a, b in _pieces(first, last):
            chances, seen, cues = reader.run("cues", states=hidden[a:b], told=told[a:b])
            spotted = list(spot(chances, a))
            for group in _together(spotted, parse, a, b):
                _parts(group, parse, reader, (a, b), seen, cues)
            found += spotted
    return found


def evidence(reading: Reading) -> list[float]:
    """What the score of a statement is weighed from: a constant, the cue's log-odds, the logs of how sure content and
    source are, and whether there is a source."""
    chance = min(max(reading.chance, NEAR), 1 - NEAR)
    content, source = (np.log(max(reading.sure[p], NEAR)) for p in (CONTENT, SOURCE))
    return [1.0, np.log(chance / (1 - chance)), content, source if reading.source else 0.0, float(bool(reading.source))]


def score(reading: Reading, weights: Sequence[float]) -> float:
    """How likely the statement is right, 0 to 1."""
    return float(1 / (1 + np.exp(-np.dot(evidence(reading), weights))))


def _pieces(first: int, last: int) -> Iterator[Range]:
    """A paragraph, in pieces when it is longer than the parts of one cue may lie apart."""
    step = 4 * features.SCOPE
    for a in range(first, last, step):
        yield a, min(a + step, last)


def spot(chances: Floats, offset: int, least: float = LEAST) -> Iterator[Reading]:
    """The runs of tokens that are a cue; whether outer or inner is for the whole run to say."""
    some = 1 - chances[:, NONE]
    opens = chances[:, OUTER] + chances[:, INNER] > chances[:, OUTER + 1] + chances[:, INNER + 1]
    inner = chances[:, INNER] + chances[:, INNER + 1]
    start = -1
    for i in range(len(some) + 1):
        inside = i < len(some) and some[i] >= least
        if start >= 0 and (not inside or opens[i]):
            deep = bool(2 * inner[start:i].sum() > some[start:i].sum())
            yield Reading((offset + start, offset + i - 1), inner=deep, chance=float(some[start:i].min()))
            start = -1
        if inside and start < 0:
            start = i


def _together(found: list[Reading], parse: Parse, first: int, last: int) -> Iterator[list[Reading]]:
    """Readings that look for their parts among the same tokens."""
    by_scope: dict[Range, list[Reading]] = {}
    for reading in found:
        by_scope.setdefault(_scope(reading, first, last), []).append(reading)
    yield from by_scope.values()


def _scope(reading: Reading, first: int, last: int) -> Range:
    return max(first, reading.cue[0] - features.SCOPE), min(last, reading.cue[0] + features.SCOPE)


def _parts(group: list[Reading], parse: Parse, reader: Reader, piece: Range, seen: Floats, cues: Floats) -> None:
    """Gives each reading of `group` its parts."""
    first, last = _scope(group[0], *piece)
    at = slice(first - piece[0], last - piece[0])
    pair = np.stack([_pair(r, parse, first, last) for r in group])
    cue = np.stack([cues[r.cue[0] - piece[0] : r.cue[1] + 1 - piece[0]].mean(0) for r in group])
    scores, turns = reader.run("parts", seen=seen[at], cue=cue, pair=pair)
    for reading, path, sure in zip(group, *decode(scores, turns), strict=True):
        for part, ranges in ((SOURCE, reading.source), (CONTENT, reading.content), (VIA, reading.via)):
            ranges += [(first + a, first + b) for a, b in runs(path, part)]
            inside = [sure[i] for a, b in runs(path, part) for i in range(a, b + 1)]
            reading.sure[part] = float(np.mean(inside)) if inside else 0.0


def _pair(reading: Reading, parse: Parse, first: int, last: int) -> NDArray[np.int64]:
    """How each token stands to the cue [tokens, 4]."""
    head = parse.top(parse.tokens[reading.cue[0] : reading.cue[1] + 1])
    relations, branches = features.paths(parse, head, first, last)
    inside = np.zeros(last - first, dtype=np.int64)
    inside[reading.cue[0] - first : reading.cue[1] + 1 - first] = 1
    return np.array([relations, branches, features.distances(first, last, reading.cue), inside], dtype=np.int64).T


def numbers(ranges: Sequence[Range]) -> set[int]:
    """The tokens of some ranges."""
    return {i for a, b in ranges for i in range(a, b + 1)}


def holds(ranges: Sequence[Range], words: Range) -> bool:
    """Whether one of the ranges holds all of `words`."""
    return any(a <= words[0] and words[1] <= b for a, b in ranges)
