"""The PLOVER type of what a text says one given party does to another, by the reader model."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from onrecord.annotate import features
from onrecord.annotate.encode import pieces
from onrecord.annotate.events.clues import codes
from onrecord.annotate.quotes import quotes
from onrecord.annotate.windows import LIMIT
from onrecord.models import Floats, Reader, reader
from onrecord.tokens import Parse

if TYPE_CHECKING:
    from numpy.typing import NDArray

Offsets = Sequence[Sequence[int]]
ACTOR, TARGET = 1, 2


def classify(parse: Parse, text: str, actor: Offsets, target: Offsets) -> str:
    """The PLOVER code of what the party named at the offsets `actor` of `text` does to the one at `target`.

    Each may be named in several places (start, end), or in none. An answer is always given.
    """
    return codes()[int(chances(parse, text, actor, target, reader()).argmax())]


def chances(parse: Parse, text: str, actor: Offsets, target: Offsets, model: Reader) -> Floats:
    """How likely each type is, in the order of `codes()`."""
    parties = np.zeros(len(parse.tokens), dtype=np.int64)
    for mark, spans in ((TARGET, target), (ACTOR, actor)):
        for start, end in spans:
            parties[[t.i for t in parse.covering(start, end)]] = mark
    cut = [pieces(t, model.tokenizer) for t in parse.tokens]
    first, last = _window(parties, [len(c) for c in cut])
    told = features.told(parse, quotes(text, parse))
    flat: list[int] = []
    of: list[int] = []
    starts: list[int] = []
    for i in range(first, last):
        starts.append(max(len(flat) - (not cut[i]), 0))
        flat += cut[i]
        of += [i] * len(cut[i])
    states = model.encode(flat, [told[i] for i in of], [int(parties[i]) for i in of])[starts]
    whole = states.mean(0)
    marked = parties[first:last]
    means = [states[marked == p].mean(0) if (marked == p).any() else whole for p in (ACTOR, TARGET)]
    answer: Floats = model.run("pairs", pooled=np.concatenate([*means, whole])[None])[0][0]
    return answer


def _window(parties: NDArray[np.int64], lengths: Sequence[int]) -> tuple[int, int]:
    """The tokens, half-open, around the first that is of a party that fit into one window of the encoder."""
    named = np.flatnonzero(parties)
    first = last = int(named[0]) if len(named) else 0
    room = LIMIT
    while True:
        if last < len(lengths) and lengths[last] <= room:
            room -= lengths[last]
            last += 1
        elif first > 0 and lengths[first - 1] <= room:
            first -= 1
            room -= lengths[first]
        else:
            return first, last
        if first > 0 and lengths[first - 1] <= room:
            first -= 1
            room -= lengths[first]
