"""Where sentences start.

A sentence never crosses a paragraph. A full stop ends one unless the word before it is an abbreviation, an initial or a
list number, or what follows shows that the sentence goes on; closing quotes and brackets stay with their sentence, and
a quotation of several sentences is split at their ends. Every step looks at a bounded stretch, so time is linear.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import pairwise

import msgspec

from onrecord import codebooks
from onrecord.read.paragraphs import Line, paragraphs

CODEBOOK = "abbreviations-1.toml"

# Characters of the longest sentence; the parser's time and memory grow with it, and no sentence of news is longer.
LONGEST = 1_500

_OPENERS = "\"'“‘„«‹([{*_`¿¡"
_CLOSERS = "\"'”’»›)\\]}*_`\u200b\u200e\u200f"
# The marks that may end a sentence, with the closing quotes and brackets and reference numbers that belong to it.
_END = re.compile(rf"(?<![.!?…])(?P<mark>[.!?…]++)(?P<close>(?:[{_CLOSERS}]|\[\d{{1,3}}\])*+)(?P<gap>\s++)")
_GLUED = re.compile(r"(?<=[a-z]{3})[.?!][”\"’')]*+(?=[A-Z][a-z]*+[ ,])(?!(?:Com|Org|Net|Gov|Info)\b)")
_BULLET = re.compile(r"(?<=\s)[•▪●■◦‣◆►](?=\s)")
_WORD_BEFORE = re.compile(r"[^\s()\[\]{}\"“”«»—–/]*\Z")
_NEXT_WORD = re.compile(rf"(?:[-–—•*]\s++)?[{_OPENERS}\\[]*+(?P<word>[^\s,;:!?\"“”()\[\]…]*+)(?P<after>[^\n]{{0,40}})")
_ACRONYM = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]\Z")
_LISTED = re.compile(r"[(\[]?(?:\d{1,3}|[A-Za-z]|[ivxIVX]{1,5})\Z")
_ROMAN = re.compile(r"[IVXLC]+\b")
_WORD = re.compile(r"\S")
_STRAY = ('"', "''", "'", "”", "’", ")", "]")


class Abbreviations(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The codebook of words that bear on where a sentence ends."""

    titles: frozenset[str]
    numbered: frozenset[str]
    others: frozenset[str]
    starters: frozenset[str]
    clock: frozenset[str]
    speech: frozenset[str]
    small: tuple[str, ...]


@cache
def _known() -> Abbreviations:
    return codebooks.load(CODEBOOK, Abbreviations)


def starts(text: str, whole: Iterable[Line] = ()) -> tuple[int, ...]:
    """The offset at which each sentence of `text` starts, in order; none for a text of white space.

    Each stretch of `whole` (a dateline, say) is kept in one piece, and a sentence starts with the first words after it.
    No sentence starts in white space, and none is longer than LONGEST characters.
    """
    found = {start for first, last in paragraphs(text) for start in (first, *_inside(text, first, last))}
    for first, last in whole:
        found -= {start for start in found if first < start < last}
        found.add(_skip(text, last))
    found.discard(len(text))
    return tuple(_bounded(text, sorted(found)))


def _skip(text: str, start: int) -> int:
    """The offset of the first character at or after `start` that is no white space."""
    match = _WORD.search(text, start)
    return match.start() if match else len(text)


def _inside(text: str, first: int, last: int) -> Iterator[int]:
    """The offsets in the paragraph from `first` to `last` at which a further sentence starts."""
    counted, quotes, begun = first, 0, first
    for end in _END.finditer(text, first, last):
        start = end.end()
        quotes += text.count('"', counted, start)
        counted = start
        if start < last and text[start] == '"' and quotes % 2 and text[start + 1 : start + 2].isspace():
            quotes, counted = quotes + 1, start + 1  # a quotation mark that stands alone and closes
            start = _skip(text, start + 1)
        elif start < last and text[start] in "”»":
            start = _skip(text, start + 1)
        if start < last and text[start : min(last, start + 3)] not in _STRAY and _ends(text, begun, end, start):
            yield start
            begun = start
    for mark in (*_GLUED.finditer(text, first, last), *_BULLET.finditer(text, first, last)):
        yield mark.end() if mark.re is _GLUED else mark.start()


def _ends(text: str, begun: int, end: re.Match[str], start: int) -> bool:
    """Whether the marks of `end` close the sentence that began at `begun`, the next words standing at `start`."""
    following = _NEXT_WORD.match(text, start)
    word = following["word"] if following else ""
    rest = following["after"] if following else ""
    if not _opens(word):
        return False
    if end["mark"] == ".":
        before = _WORD_BEFORE.search(text, max(begun, end.start() - 24), end.start())
        return _full_stop(before.group() if before else "", word, rest, at_start=_is_first(text, begun, end.start()))
    if set(end["mark"]) <= set("!?") and end["close"]:
        return not _carried_on(text[start : start + 80])
    return end["mark"] not in ("...", "…") or word not in ("I", "I'm", "I’m", "I've", "I’ve")


def _opens(word: str) -> bool:
    """Whether a sentence may begin with `word`: not with a stop, nor with a small letter except in a few names."""
    if not word[:1].islower():
        return word not in (".", "..")
    return word.lower().startswith(_known().small) and (not word.islower() or "-" not in word)


def _is_first(text: str, begun: int, stop: int) -> bool:
    """Whether the stop comes right after the first word of its sentence."""
    return stop - begun <= 6 and not any(c.isspace() for c in text[begun:stop])


def _full_stop(before: str, word: str, rest: str, *, at_start: bool) -> bool:
    """Whether the full stop between the words `before` and `word` ends a sentence; `rest` stands after `word`."""
    known, digit = _known(), word[:1].isdigit()
    before = before.rpartition("-")[2]
    if before.isupper() and len(before) > 1 and word.isupper():  # a headline in capitals
        before = before.capitalize()
    starter = word.lower().rstrip(".").replace("’", "'") in known.starters and not rest.startswith(".")
    if at_start and _LISTED.match(before):
        return False
    if before in known.titles:
        return False
    if before in known.numbered and (digit or _ROMAN.match(word)):
        return False
    if before.lower().endswith(("a.m", "p.m")):
        return not digit and not _of_clock(word, rest)
    if before in known.others or _ACRONYM.search(before):
        return starter
    if len(before) == 1 and before.isupper():
        return starter and not rest.startswith(".")
    return True


def _of_clock(word: str, rest: str) -> bool:
    """Whether `word` after "a.m." or "p.m." still belongs to the time: a day, a month, a zone, "Kyiv time"."""
    zone = word.rstrip(".").isupper() and 2 <= len(word) <= 5
    return zone or word.lower().rstrip(".") in _known().clock or rest.lower().startswith(" time")


def _carried_on(following: str) -> bool:
    """Whether a sentence goes on after a quotation that ended in "?" or "!": a name, then a verb of speech."""
    words = following.split()[:6]
    if not words or words[0][0] in _OPENERS or words[0].lower() in _known().starters:
        return False
    for i, word in enumerate(words):
        if word.rstrip(".,:;") in _known().speech:
            return i > 0
        if word[-1] in "!?" or (word[-1] == "." and word[:-1] not in _known().titles):
            return False
    return False


def _bounded(text: str, ordered: list[int]) -> Iterator[int]:
    """`ordered` with further starts so that no sentence is longer than LONGEST characters."""
    for start, end in pairwise((*ordered, len(text))):
        while start < end:
            yield start
            start = _cut(text, start) if end - start > LONGEST else end


def _cut(text: str, start: int) -> int:
    """Where a sentence from `start` is cut: after the last white space that LONGEST allows, else right there."""
    limit = start + LONGEST
    space = next((i for i in range(limit, start, -1) if text[i - 1].isspace()), limit)
    return _skip(text, space)
