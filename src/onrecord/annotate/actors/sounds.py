"""How names sound, about, whatever way they were put into Latin letters."""

from __future__ import annotations

import re

# What transliterations write in several ways, as one letter: q, g, gh, k and kh; dh and d; every run of vowels.
SOUNDS = (
    (re.compile(r"x"), "ks"), (re.compile(r"ph"), "f"), (re.compile(r"tsch|tch|ch|cz"), "C"),
    (re.compile(r"sch|sh|sz"), "S"), (re.compile(r"zh"), "Z"), (re.compile(r"kh|gh|[qgkc]"), "k"),
    (re.compile(r"(?<=[dt])h"), ""),
    (re.compile(r"w|ff"), "v"), (re.compile(r"(?<=[^aeiouy])r$"), "ar"), (re.compile(r"(?<=[aeiou])h$"), ""),
    (re.compile(r"[aeiouyj]+"), "a"), (re.compile(r"(.)\1+"), r"\1"),
)  # fmt: skip
# Spellings of one name in ids: endings and names that are put into Latin letters in several ways, and the one we take.
USUAL = (
    (re.compile(r"ks"), "x"), (re.compile(r"(?:iy|yy|yi|ii|ij)$"), "y"), (re.compile(r"(?<=[rxdv])ei$"), "ey"),
    (re.compile(r"^(vital|valer|grigor|anatol|yur|georg|vasil|arkad|gennad|yevgen|dmitr)i$"), r"\1y"),
    (re.compile(r"^evg"), "yevg"), (re.compile(r"^yel(?=en)"), "el"), (re.compile(r"^m[ou]ham+[ae]d$"), "mohammed"),
    (re.compile(r"^ahmad$"), "ahmed"), (re.compile(r"^h[ou]s+(?:ai|ay|ei|ey)n$"), "hussein"),
    (re.compile(r"^abd[eu]l(?=$|l)"), "abdul"), (re.compile(r"^abdallah$"), "abdullah"),
    (re.compile(r"^mahmud"), "mahmoud"),
    (re.compile(r"^y(?:ou|u)s+[eu]f$"), "yusuf"), (re.compile(r"^khaled$"), "khalid"), (re.compile(r"^umar$"), "omar"),
    (re.compile(r"^usama$"), "osama"), (re.compile(r"^[qk]as+[ei]m$"), "qasim"), (re.compile(r"^brahim$"), "ibrahim"),
)  # fmt: skip
# The same for words of bodies.
WORDS = {
    "kiev": "kyiv", "odessa": "odesa", "kharkov": "kharkiv", "lvov": "lviv", "chernigov": "chernihiv",
    "peking": "beijing",
    "bombay": "mumbai", "calcutta": "kolkata", "madras": "chennai", "rangoon": "yangon", "defence": "defense",
    "labour": "labor", "centre": "center", "organisation": "organization", "programme": "program", "theatre": "theater",
}  # fmt: skip


def usual(word: str, sort: str) -> str:
    """A folded word of a name as ids have it, so that spellings of one name have one id.

    >>> usual("oleksiy", "person") == usual("oleksii", "person"), usual("kiev", "body")
    (True, 'kyiv')
    """
    if sort == "body":
        return WORDS.get(word, word)
    for pattern, to in USUAL:
        word = pattern.sub(to, word)
    return word


def sound(word: str) -> str:
    """A folded word as it sounds, about: "gaddafi" and "kadhafi" are the same.

    >>> sound("zelenskiy") == sound("zelensky"), sound("muhammad") == sound("mohamed")
    (True, True)
    >>> sound("evgeny") == sound("yevgenii"), sound("gaddafi") == sound("khadafy"), sound("rao") == sound("rossi")
    (True, True, False)
    """
    for pattern, to in SOUNDS:
        word = pattern.sub(to, word)
    return word


def distance(one: str, other: str) -> int:
    """How many letters must be put in, left out or changed to make one word the other."""
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        before, row[0] = row[0], i
        for j, b in enumerate(other, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (a != b))
    return row[-1]
