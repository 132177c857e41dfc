"""What speaks for the type of a pair: its best triggers and the words around it, as numbered features.

Names and numbers are read as what kind of thing they are, so that nothing is learned of a country. A feature's number
is a hash of its name (CRC-32), its sign another bit of it: collisions cancel out more often than they add up.
"""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from onrecord.annotate.events.triggers import Trigger
from onrecord.tokens import Parse, Token

if TYPE_CHECKING:
    from numpy.typing import NDArray

SIZE = 1 << 14
# A trigger above the first has a role that a span fills, above the second one that holds a span.
STRONG, FAIR = 3.5, 2.0
ABOVE = 3


def features(
    parse: Parse,
    words: Sequence[Token],
    actor: set[int],
    target: set[int],
    ranked: Sequence[tuple[float, str, Trigger]],
) -> Counter[str]:
    """The features of a pair in the sentences `words`: names and how strongly each holds."""
    out: Counter[str] = Counter()
    _of_triggers(out, ranked)
    _of_words(out, words, actor, target)
    for name, span in (("actor", actor), ("target", target)):
        if span:
            head = parse.top([parse.tokens[i] for i in sorted(span)])
            out[f"{name} is {head.dep}"] += 1
            for step, above in zip(range(ABOVE), head.ancestors(), strict=False):
                out[f"{name} under {step} {above.lemma}"] += 1
    return out


def _of_triggers(out: Counter[str], ranked: Sequence[tuple[float, str, Trigger]]) -> None:
    if not ranked:
        out["no trigger"] += 1
        return
    for place, (weight, code, _) in enumerate(ranked[:3]):
        strength = "strong" if weight > STRONG else "fair" if weight > FAIR else "weak"
        out[f"trigger {place} {code}"] += 1 if place else 2
        out[f"trigger {place} {code} {strength}"] += 1
        out[f"some trigger {code}"] = 1
    best = ranked[0][2]
    out[f"group {best.group.code} {best.group.mode}"] += 1
    out[f"head {best.head.lemma}"] += 1
    out["words " + " ".join(w.lemma for w in best.words)] += 1
    out["with " + " ".join(sorted(c.lower for c in best.head.children if c.dep in ("aux", "neg", "mark", "prt")))] += 1


def _of_words(out: Counter[str], words: Sequence[Token], actor: set[int], target: set[int]) -> None:
    """Single words by where they stand, and pairs of neighbours; the actor itself counts little."""
    first, last = min(actor | target, default=0), max(actor | target, default=0)
    before = ""
    for t in words:
        if t.pos == "PUNCT":
            continue
        if t.i in actor:
            out[f"in actor {_kind(t)}"] += 0.3  # type: ignore[assignment]
            before = "ACTOR"
            continue
        place = "in target" if t.i in target else "before" if t.i < first else "after" if t.i > last else "between"
        kind = _kind(t)
        out[f"{place} {kind}"] += 1
        out[f"anywhere {kind}"] += 1
        if before:
            out[f"{before} {kind}"] += 1
        before = kind


def _kind(token: Token) -> str:
    return token.ent or token.lemma.lower()


def vector(found: Iterable[tuple[str, float]]) -> NDArray[np.float32]:
    """The features as a vector of length one."""
    out = np.zeros(SIZE, np.float32)
    for name, value in found:
        number = zlib.crc32(name.encode("utf-8", "surrogatepass"))
        out[number % SIZE] += value if number >> 31 else -value
    length = float(np.linalg.norm(out))
    return out / length if length else out
