"""Words as they are compared: without endings, one word for one deed, names apart from the rest."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache

import msgspec

from onrecord import codebooks

CODEBOOK = "weighing-1.toml"
WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
# Endings that a stem loses, the longest first; at least three letters stay.
ENDINGS = ("ations", "ation", "ings", "ing", "ied", "ies", "ers", "er", "ed", "es", "s")


class Denial(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Patterns: what leaves a thing open, denies it, the whole of it, a part in it, and what is an intention."""

    open: str
    plain: str
    whole: str
    part: str
    intent: str


class Extent(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Patterns: what says how much a number takes in, and that it is one to come."""

    within: str
    coming: str


class Sides(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words of those who act for a state, and of those who do not."""

    state: frozenset[str]
    other: frozenset[str]


class Book(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The codebook of words by which accounts are compared."""

    stop: tuple[str, ...]
    titles: tuple[str, ...]
    anybody: frozenset[str]
    deeds: tuple[tuple[str, ...], ...]
    kin: tuple[frozenset[str], ...]
    likes: tuple[tuple[str, ...], ...]
    same: tuple[tuple[str, ...], ...]
    parts: tuple[str, ...]
    things: tuple[str, ...]
    fates: dict[str, tuple[str, ...]]
    denial: Denial
    extent: Extent
    sides: Sides


@cache
def book() -> Book:
    """The codebook."""
    return codebooks.load(CODEBOOK, Book)


@cache
def _stop() -> frozenset[str]:
    return frozenset(book().stop)


def stop_words() -> frozenset[str]:
    """The words that tell nothing of an occurrence."""
    return _stop()


@cache
def _titles() -> frozenset[str]:
    return frozenset(book().titles) | _stop()


@cache
def _deeds() -> dict[str, str]:
    return {form: row[0] for row in (*book().deeds, *book().likes) for form in row}


@cache
def deed_names() -> frozenset[str]:
    """The words that stand for deeds."""
    return frozenset(row[0] for row in book().deeds)


def families(deeds: Iterable[str]) -> frozenset[int]:
    """The rows of kindred deeds that `deeds` stand in."""
    mine = frozenset(deeds)
    return frozenset(n for n, row in enumerate(book().kin) if not mine.isdisjoint(row))


@cache
def pattern(name: str) -> re.Pattern[str]:
    """One of the patterns of the codebook by its name."""
    found = book().denial if hasattr(book().denial, name) else book().extent
    return re.compile(getattr(found, name), re.IGNORECASE)


@lru_cache(maxsize=1 << 17)
def fold(word: str) -> str:
    """`word` in small letters, without accents and 's.

    >>> fold("Córdoba’s")
    'cordoba'
    """
    plain = word.replace("’", "'").casefold().removesuffix("'s").rstrip("'.")
    if not plain.isascii():
        plain = "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))
    return plain


@lru_cache(maxsize=1 << 17)
def stem(word: str) -> str:
    """What stands for a folded word: its deed, or the word without its ending; "" for one that tells nothing.

    >>> stem("shelled"), stem("bombardment"), stem("villagers"), stem("the")
    ('shell', 'shell', 'villag', '')
    """
    if word in _stop() or len(word) < 3 or word.isdecimal():
        return ""
    deeds = _deeds()
    if word in deeds:
        return deeds[word]
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            cut = word[: -len(ending)]
            return deeds.get(cut, cut)
    return word


def stems(text: str) -> frozenset[str]:
    """The stems of the words of `text`.

    >>> sorted(stems("Rebels blew up the bridge"))
    ['bomb', 'bridge', 'rebel']
    """
    return frozenset(s for w in WORD.findall(text) for p in re.split(r"[-–]", w) if (s := stem(fold(p))))


def is_title(word: str) -> bool:
    """Whether a word with a capital names nobody by itself."""
    return fold(word) in _titles()


def name_words(text: str) -> frozenset[str]:
    """The folded words of a name without titles.

    >>> sorted(name_words("Judge Celeste Arriaga"))
    ['arriaga', 'celeste']
    """
    return frozenset(f for w in WORD.findall(text) if w[0].isupper() and len(f := fold(w)) > 2 and f not in _titles())


def name_like(ours: Iterable[str], theirs: Iterable[str]) -> bool:
    """Whether two speakers' words share one that is no title, office or grammar."""
    mine, his = set(ours), set(theirs)
    if ({"officials", "sources"} & mine) != ({"officials", "sources"} & his):
        return False
    return bool((mine & his) - _stop_plain() - book().anybody - {"leader", "head", "director", "intelligence"})


@cache
def _stop_plain() -> frozenset[str]:
    return frozenset(book().stop) - {"minister", "ministry", "president"}


@cache
def _same() -> dict[str, str]:
    return {form: row[0] for row in book().same for form in row}


def counted(of: str | None) -> str:
    """What stands for a thing counted."""
    return _same().get(of or "", of or "")


@cache
def _apart() -> frozenset[str]:
    return frozenset(book().things)


@cache
def part_words() -> frozenset[str]:
    """The people who are a part of those there."""
    return frozenset(book().parts)


def one_kind(one: str, other: str) -> bool:
    """Whether two things counted may be one: the same word, or a person and a kind of human being."""
    if one == other:
        return True
    if not one or not other:
        return False
    return "person" in (one, other) and not {one, other} & (_apart() | part_words())


def fate(before: str, quote: str, after: str) -> str:
    """What became of those counted in `quote`, by the nearest word in it and around it that says so; "" for none."""
    known = {word: name for name, row in book().fates.items() for word in row}
    best: tuple[int, str] | None = None
    for words, back in ((WORD.findall(quote), 0), (WORD.findall(before)[::-1], 1), (WORD.findall(after), 0)):
        for far, word in enumerate(words):
            plain = fold(word)
            name = known.get(stem(plain)) or known.get(plain)
            if name and (best is None or 2 * far + back < best[0]):
                best = (2 * far + back, name)
                break
    return best[1] if best else ""
