"""How names of places are written alike: the key under which the gazetteer holds a name."""

from __future__ import annotations

import re
import unicodedata

# Letters that do not fall apart into a plain letter and a mark.
PLAIN = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"}
    | dict.fromkeys("-–‑/", " ")
    | dict.fromkeys(".'’‘ʻʼ`´ʹ\"“”")
)
WRITTEN_OUT = {"st": "saint", "ste": "sainte", "mt": "mount", "ft": "fort"}
WORD = re.compile(r"\w+")


def key(name: str) -> str:
    """`name` without case, accents, hyphens, apostrophes, stops and a leading "the"; "St." is "saint".

    >>> key("the St. Pierre-et-Miquelon"), key("U.S."), key("Ḩalab")
    ('saint pierre et miquelon', 'us', 'halab')
    """
    folded = name.casefold()
    if not folded.isascii():
        folded = "".join(c for c in unicodedata.normalize("NFKD", folded) if not unicodedata.combining(c))
    words = WORD.findall(folded.translate(PLAIN))
    if len(words) > 1:
        if words[0] == "the":
            words = words[1:]
        words[0] = WRITTEN_OUT.get(words[0], words[0])
    return " ".join(words)


def latin(name: str) -> bool:
    """Whether `name` is written in the Latin alphabet."""
    return name.isascii() or all(ord(c) < 0x250 or 0x1E00 <= ord(c) < 0x1F00 or c in "’‘ʻʼ–" for c in name)
