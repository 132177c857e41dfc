"""The words of a report as they are compared: without case, accents and print, five at a time, each with its hash."""

from __future__ import annotations

import hashlib
import re
import sys
import unicodedata
from bisect import bisect_left
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

Flags = NDArray[np.bool_]

# Words of a shingle (DEPENDENCIES.md: five are rarely shared by reports that were written apart).
SHINGLE = 5
# A quotation that is never closed ends with its paragraph; one in single marks has at least this many words.
LEAST_SINGLE = 4
# A report that is nearly all quotation (less than so much of its own words) is compared with the quotations.
OWN = 0.2

# FracMinHash: the shingles whose hash, of 63 bits to fit a BIGINT, is in the lowest eighth are kept; of a text with few
# of them more, for a brief of 25 words would keep two or three of 21, and none after a bad scan.
BITS = 63
KEPT = ((48, 1 << BITS), (160, (1 << BITS) // 2))
KEPT_LONG = (1 << BITS) // 8

_WORD = re.compile(r"\d++(?:[.,:]\d++)*+(?![^\W\d_])|[^\W_]+(?:['’][^\W_]+)*")
_PARTED = re.compile(r"(?<=[a-z])-[ \t]*\r?\n\s*(?=[a-z])")
_DOUBLE = re.compile(r"[“„«\"][^“”„«»\"\n]*[”“»\"]?|(?<!\w)‘[^‘\n]*?’(?!\w)")
_MARKS = frozenset('“„«"‘')
_INSIDE = frozenset('.!?:\n“”"')
_WORD_OR_INSIDE = re.compile(rf"{_WORD.pattern}|[{''.join(sorted(_INSIDE))}]")
_BLANK = re.compile(r"\n[ \t\r]*\n\s*")
# Multipliers and finalizer of SplitMix64: any odd numbers of high entropy do, but a stored hash must never change.
_ODD = np.array(
    [0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB, 0xD6E8FEB86659FD93, 0xA0761D6478BD642F], np.uint64
)
_MIX = (np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB))


class Words:
    """The words of a text as written, the shingle that each begins, and whether each is quoted.

    What only a close look asks for is made when it is asked for, and let go by `shut`: a million texts are held so.
    """

    __slots__ = ("__dict__", "_raw", "quoted", "shingles", "written")

    def __init__(self, text: str) -> None:
        self._raw = text
        self.written = tuple(map(sys.intern, _WORD.findall(self._text)))  # a list would burden the garbage collector
        self.shingles = shingles(np.fromiter(map(hashed, self.written), np.uint64, len(self.written)))
        self.quoted: Flags = np.zeros(len(self.written), np.bool_)
        if not _MARKS.isdisjoint(text):
            self._quote()

    def __len__(self) -> int:
        return len(self.quoted)

    def shut(self) -> None:
        """Lets go of what can be made again."""
        self.__dict__.clear()

    def _quote(self) -> None:
        starts = [m.start() for m in _WORD.finditer(self._text)]
        for quotation in _DOUBLE.finditer(self._text):
            first, last = bisect_left(starts, quotation.start()), bisect_left(starts, quotation.end())
            if self._text[quotation.start()] != "‘" or last - first >= LEAST_SINGLE:
                self.quoted[first:last] = True

    @cached_property
    def _text(self) -> str:
        """Paragraphs in a line each, words that a line parts as one."""
        text = _BLANK.sub("\x00", _PARTED.sub("", self._raw))
        return text.replace("\r", " ").replace("\n", " ").replace("\x00", "\n")

    @cached_property
    def own(self) -> Flags:
        """The words that are not quoted; all of them where nearly everything is."""
        own = ~self.quoted
        return own if own.sum() >= OWN * len(self) else np.ones(len(self), np.bool_)

    @cached_property
    def telling(self) -> Flags:
        """The shingles of which most words are a report's own."""
        if not self.quoted.any():
            return np.ones(len(self.shingles), np.bool_)
        total = np.concatenate(([0], np.cumsum(self.own)))
        found: Flags = total[SHINGLE:] - total[:-SHINGLE] > SHINGLE // 2
        return found

    @cached_property
    def plain(self) -> list[str]:
        """The words without case."""
        return [w.casefold() for w in self.written]

    @cached_property
    def opens(self) -> list[bool]:
        """Whether each word opens a sentence or a quotation."""
        found, first = list[bool](), True
        for part in _WORD_OR_INSIDE.findall(self._text):
            if part in _INSIDE:
                first = True
            else:
                found.append(first)
                first = False
        return found

    @cached_property
    def order(self) -> NDArray[np.int64]:
        """What sorts the shingles."""
        return np.argsort(self.shingles, kind="stable")

    @cached_property
    def ordered(self) -> NDArray[np.uint64]:
        """The shingles sorted."""
        return self.shingles[self.order]


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
