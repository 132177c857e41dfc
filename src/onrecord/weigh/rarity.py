"""How much a word tells of which occurrence is meant: the more, the rarer it is in English of any kind."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, lru_cache

from onrecord import codebooks
from onrecord.weigh import words

FREQUENCIES = "frequencies-1.json"
# Words are counted on the Zipf scale: 3 is one in a million. Rarer than RAREST all weigh alike: names and misprints.
RAREST, COMMONEST = 2.4, 6.5
# A word for a deed stands for many words; it weighs what "attacked" would.
DEED = 1.5


@cache
def _table() -> dict[str, float]:
    rows = codebooks.load(FREQUENCIES, dict[str, str])
    return {word: COMMONEST - float(zipf) for zipf, row in rows.items() for word in row.split()}


@lru_cache(maxsize=1 << 17)
def weight(word: str) -> float:
    """How rare a stem is, from 0 for one in every sentence to about 4 for a name that few have heard."""
    if word in words.deed_names():
        return DEED
    return _table().get(word, COMMONEST - RAREST)


def mass(terms: Iterable[str]) -> float:
    """The sum of the squares of the weights of `terms`."""
    return sum(weight(t) ** 2 for t in terms)
