"""Where paragraphs are: at blank lines, and at every line break unless the text is hard-wrapped."""

from __future__ import annotations

import re
from itertools import pairwise

# The widest line of a hard-wrapped text: e-mail and wire texts are wrapped at 65 to 80, printed pages up to 120.
WIDEST = 132
# A text is hard-wrapped when at least this share of its line breaks stands inside a sentence, before a small letter.
# Measured on 840 reports with a paragraph a line: .18 at most; on 200 of them wrapped at 60 to 100: .33, but once .13.
WRAPPED = 0.3

_BREAK = re.compile(r"\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
_ITEM = re.compile(r"\s*+(?:[-–—•▪●■◦‣*]|\(?\d{1,3}[.)]|\(?[a-z]\))\s")
_SENTENCE_END = re.compile(r"[.!?…:;][\"'”’»)\]]*\Z")

Line = tuple[int, int]


def paragraphs(text: str) -> list[Line]:
    """Start and end of each paragraph of `text`, without the white space around it, in order."""
    lines = _lines(text)
    joins = _joined(text, lines) if _wrapped(text, lines) else set()
    out: list[Line] = []
    for i, (start, end) in enumerate(lines):
        if start == end:
            continue
        if i in joins:
            out[-1] = (out[-1][0], end)
        else:
            out.append((start, end))
    return out


def _lines(text: str) -> list[Line]:
    """Start and end of the words of each line; both the same for a blank one."""
    edges = [0, *(e for m in _BREAK.finditer(text) for e in m.span()), len(text)]
    lines = []
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        line = text[start:end]
        words = line.strip()
        first = start + len(line) - len(line.lstrip())
        lines.append((first, first + len(words)))
    return lines


def _wrapped(text: str, lines: list[Line]) -> bool:
    """Whether most line breaks between words stand inside a sentence, as a program or a printed page puts them."""
    breaks = [(a, b) for a, b in pairwise(lines) if a[0] < a[1] and b[0] < b[1]]
    if len(breaks) < 3 or sum(b - a > WIDEST for a, b in lines) * 20 > len(lines):
        return False
    inner = sum(not _SENTENCE_END.search(text, max(a[0], a[1] - 6), a[1]) and text[b[0]].islower() for a, b in breaks)
    return inner >= WRAPPED * len(breaks)


def _joined(text: str, lines: list[Line]) -> set[int]:
    """The numbers of the lines that go on with the paragraph of the line before them."""
    width = max(end - start for start, end in lines)
    joins = set()
    for i, ((start, end), (first, last)) in enumerate(pairwise(lines), 1):
        if start == end or first == last or _ITEM.match(text, first, last):
            continue
        following = text.find(" ", first, last)
        room = end - start + 1 + (following if following > 0 else last) - first <= width
        short = room and _SENTENCE_END.search(text, max(start, end - 6), end) is not None
        if not short:
            joins.add(i)
    return joins
