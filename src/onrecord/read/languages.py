"""Is a text English? By script and function words, without a model."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

import msgspec

from onrecord import codebooks

CODEBOOK = "languages-1.toml"

# Characters that are looked at: the first thousand words or so decide.
LOOKED_AT = 8_000
# With fewer words than this a text in Latin letters has the benefit of the doubt: it may be a headline or a name.
FEWEST = 20
# With so many words, at least this share must be function words of English. Measured: .136 and more in 840 political
# reports, .065 and more in 588 local ones with their lists and results; .00 to .04 in other languages (own sentences).
MANY, LEAST = 60, 0.04

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")


class _Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    english: frozenset[str]
    others: frozenset[str]


@cache
def _known() -> _Words:
    return codebooks.load(CODEBOOK, _Words)


def foreign(text: str) -> str | None:
    """Why `text` is not English, in words; None when it is, or when it is too short to tell."""
    words = _WORD.findall(text.lstrip()[:LOOKED_AT])
    if not words:
        return "it has no words"
    letters = "".join(words)
    latin = len(letters) if letters.isascii() else sum(map(_is_latin, letters))
    if latin * 2 < len(letters):
        return f"{100 * (len(letters) - latin) // len(letters)} % of its letters are not Latin"
    if len(words) < FEWEST:
        return None
    english = sum(w.lower() in _known().english for w in words)
    others = sum(w.lower() in _known().others for w in words if not w.isupper())  # "LA", "DA", "CA" are no articles
    if others > english or (len(words) >= MANY and english < LEAST * len(words)):
        return f"of its first {len(words)} words {english} are function words of English, {others} of other languages"
    return None


@cache
def _is_latin(letter: str) -> bool:
    return letter.isascii() or unicodedata.name(letter, "").startswith(("LATIN", "FULLWIDTH LATIN", "MATHEMATICAL"))
