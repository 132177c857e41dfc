"""The PLOVER type of what a text says one given party does to another.

Every trigger of the sentences that hold the two spans is weighed by where the spans stand: in its roles, at the edge of
its roles, or merely near. A linear model then decides on these and the words around (five folds over the 1,050 pairs of
PLV: macro-F1 80 against 73 of the heaviest trigger alone). An answer is always given.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from onrecord import codebooks
from onrecord.annotate.events.cast import SUBJECT, conjuncts
from onrecord.annotate.events.drafts import outlook
from onrecord.annotate.events.evidence import features, vector
from onrecord.annotate.events.roles import fill
from onrecord.annotate.events.triggers import Trigger, triggers
from onrecord.annotate.status import read
from onrecord.tokens import Parse, Token

if TYPE_CHECKING:
    from numpy.typing import NDArray

WEIGHTS = "relation-1.npz"
# The data says YIELD where PLOVER tells words (CONCEDE) from deeds (RETREAT); a trigger of either decides which.
YIELD = ("CONCEDE", "RETREAT")
# What a role weighs that the span fills, and one whose phrase only holds the span; a role turned round; each step away
# from the root; each word away from the nearest span. Set by hand, then left.
FILLED, HELD, TURNED, DEEP, FAR = 2.0, 1.2, 0.6, 0.1, 0.02
Offsets = Sequence[Sequence[int]]
Ranked = tuple[float, str, Trigger]


def classify(parse: Parse, actor: Offsets, target: Offsets) -> str:
    """The PLOVER code of what the party named at the offsets `actor` does to the one at `target`.

    Each may be named in several places (start, end), or in none.
    """
    ranked = rank(parse, actor, target)
    model = _model()
    scores = model.weights @ vector(evidence(parse, actor, target, ranked).items()) + model.bias
    code = model.codes[int(scores.argmax())]
    if code == "YIELD":
        return next((c for _, c, _ in ranked if c in YIELD), YIELD[0])
    return code


class Model(NamedTuple):
    """A row of weights and a bias for each code."""

    codes: list[str]
    weights: NDArray[np.float32]
    bias: NDArray[np.float32]


@cache
def _model() -> Model:
    with np.load(io.BytesIO(codebooks.content(WEIGHTS)), allow_pickle=False) as stored:
        codes = [str(c) for c in stored["codes"]]
        return Model(codes, stored["weights"].astype(np.float32), stored["bias"].astype(np.float32))


def evidence(parse: Parse, actor: Offsets, target: Offsets, ranked: Sequence[Ranked]) -> Counter[str]:
    """The features of a pair whose triggers are `ranked`."""
    actors, targets = _words(parse, actor), _words(parse, target)
    return features(parse, _sentences(parse, actors | targets), actors, targets, ranked)


def rank(parse: Parse, actor: Offsets, target: Offsets) -> list[Ranked]:
    """Weight, code and trigger of all that may join the two, the heaviest first."""
    actors, targets = _words(parse, actor), _words(parse, target)
    named = {i for i in actors if i not in targets}
    found = [t for t in triggers(_sentences(parse, actors | targets)) if t.head.i not in named and _telling(t)]
    weighed = [(_weight(t, actors, targets), outlook(t, read(t.head).status)[0], t) for t in found]
    return sorted(weighed, key=lambda w: (-w[0], w[2].head.i))


def _telling(trigger: Trigger) -> bool:
    """Whether the words tell the type whoever acts: "take" and "enter" do so only of troops."""
    return trigger.group.needs not in ("force", "moving")


def _words(parse: Parse, spans: Offsets) -> set[int]:
    return {t.i for start, end in spans for t in parse.covering(start, end)}


def _sentences(parse: Parse, words: Iterable[int]) -> list[Token]:
    """The words of the sentences that hold `words`, or all where none is given."""
    numbers = sorted({parse.tokens[i].sent for i in words})
    if not numbers:
        return parse.tokens
    return [t for n in numbers for t in parse.words(parse.sentences[n])]


def _weight(trigger: Trigger, actors: set[int], targets: set[int]) -> float:
    group = trigger.group
    does = _standing(trigger, group.actor or SUBJECT, actors)
    meets = _standing(trigger, group.target or ("obj",), targets)
    turned = _standing(trigger, group.actor or SUBJECT, targets) + _standing(trigger, group.target or ("obj",), actors)
    depth = sum(1 for _ in zip(trigger.head.ancestors(), range(20), strict=False))
    distance = min((abs(trigger.head.i - i) for i in (*actors, *targets)), default=0)
    best = max(does + meets, turned * (1.0 if group.reciprocal else TURNED))
    return best + group.score - DEEP * depth - FAR * distance


def _standing(trigger: Trigger, slots: Sequence[str], party: set[int]) -> float:
    """How well the words of `party` fill one of `slots`."""
    best = 0.0
    for slot in slots:
        for word in (j for w in fill(trigger, slot) for j in conjuncts(w)):
            if word.i in party:
                return FILLED
            if any(word.left <= i <= word.right for i in party):
                best = HELD
    return best
