"""The words of a report as they are compared: without case, accents and print, five at a time, each with its hash."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from functools import lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

# Words of a shingle (DEPENDENCIES.md: five are rarely shared by reports that were written apart).
SHINGLE = 5
# A quotation that is never closed ends with its paragraph; one in single marks has at least this many words.
LEAST_SINGLE = 4

# FracMinHash: the shingles whose hash, of 63 bits to fit a BIGINT, is in the lowest eighth are kept; of a text with few
# of them more, for a brief of 25 words would keep two or three of 21, and none after a bad scan.
BITS = 63
KEPT = ((48, 1 << BITS), (160, (1 << BITS) // 2))
KEPT_LONG = (1 << BITS) // 8

_WORD = re.compile(r"\d++(?:[.,:]\d++)*+(?![^\W\d_])|[^\W_]+(?:['’][^\W_]+)*")
_PARTED = re.compile(r"(?<=[a-z])-[ \t]*\r?\n\s*(?=[a-z])")
_DOUBLE = re.compile(r"[“„«\"][^“”„«»\"\n]*[”“»\"]?|(?<!\w)‘[^‘\n]*?’(?!\w)")
_INSIDE = frozenset('.!?:\n“”"')
_BLANK = re.compile(r"\n[ \t\r]*\n\s*")
# Multipliers and finalizer of SplitMix64: any odd numbers of high entropy do, but a stored hash must never change.
_ODD = np.array(
    [0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB, 0xD6E8FEB86659FD93, 0xA0761D6478BD642F], np.uint64
)
_MIX = (np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB))


class Words:
    """The words of a text, as written and plain: whether each is quoted or opens a sentence, the shingle it begins.

    `order` sorts the shingles, `ordered` are they sorted.
    """

    __slots__ = ("opens", "order", "ordered", "plain", "quoted", "shingles", "written")

    def __init__(self, text: str) -> None:
        text = _BLANK.sub("\x00", _PARTED.sub("", text)).replace("\r", " ").replace("\n", " ").replace("\x00", "\n")
        found = list(_WORD.finditer(text))
        self.written = [m[0] for m in found]
        self.plain = [w.casefold() for w in self.written]
        gaps = (text[a.end() : b.start()] for a, b in pairwise(found))
        self.opens = [True, *(not _INSIDE.isdisjoint(gap) for gap in gaps)][: len(found)]
        self.shingles = shingles(np.array([hashed(w) for w in self.written], np.uint64))
        self.order = np.argsort(self.shingles, kind="stable")
        self.ordered = self.shingles[self.order]
        starts = np.array([m.start() for m in found], np.int64)
        self.quoted: NDArray[np.bool_] = np.zeros(len(found), np.bool_)
        for quotation in _DOUBLE.finditer(text):
            first, last = np.searchsorted(starts, quotation.span())
            if text[quotation.start()] != "‘" or last - first >= LEAST_SINGLE:
                self.quoted[first:last] = True

    def __len__(self) -> int:
        return len(self.written)


@lru_cache(maxsize=1 << 19)
def hashed(word: str) -> int:
    """64 bits of `word` without case and accents (BLAKE2b), the same on every machine."""
    plain = word.replace("’", "'").casefold()
    if not plain.isascii():
        plain = "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))
    return int.from_bytes(hashlib.blake2b(plain.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")


def shingles(words: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """The hash of every five words in a row; none for fewer than five."""
    count = max(0, len(words) - SHINGLE + 1)
    mixed = np.zeros(count, np.uint64)
    for i in range(SHINGLE):
        mixed += words[i : i + count] * _ODD[i]
    for shift, factor in zip((30, 27), _MIX, strict=True):
        mixed = (mixed ^ (mixed >> np.uint64(shift))) * factor
    return (mixed ^ (mixed >> np.uint64(31))) >> np.uint64(64 - BITS)


def bound(words: Words) -> int:
    """The hash below which the shingles of a text are kept in its sketch."""
    return next((below for fewer, below in KEPT if len(words.shingles) < fewer), KEPT_LONG)
