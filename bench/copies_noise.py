"""What happens to a text on its way into another paper: cut, thinned, mistyped, scanned, rewritten."""

from __future__ import annotations

import random
import re
import textwrap

import msgspec

PAPERS = (
    "Northgate Post", "The Harbour Gazette", "Baltic Courier", "Daily Ledger", "Capital Herald", "Stern Tribune",
    "The Kel Mirror", "Commerce Today", "Haldane Times", "Tarn Morning Post", "The Ister Voice", "Askar Star",
)  # fmt: skip
NEAR = {"a": "sq", "e": "wr", "i": "uo", "o": "ip", "t": "ry", "n": "bm", "s": "ad", "r": "et", "h": "gj", "l": "k"}
MISREAD = (
    ("rn", "m"), ("m", "rn"), ("cl", "d"), ("d", "cl"), ("h", "b"), ("e", "c"), ("c", "e"), ("l", "1"), ("i", "l"),
    ("o", "0"), ("s", "5"), ("t", "f"), ("u", "ii"), (",", "."), ("a", "o"), ("n", "u"), ("I", "l"), ("B", "8"),
)  # fmt: skip
_SENTENCE = re.compile(r"(?<=[.!?”\"])\s+(?=[A-Z“\"])")


class _Report(msgspec.Struct):
    publisher: str
    title: str
    lead: str
    text: str
    agency: str | None = None


class _Event(msgspec.Struct):
    report: list[_Report]


class _Form(msgspec.Struct):
    agency: str
    title: str
    text: str


class Book(msgspec.Struct):
    """bench/copies.toml."""

    event: list[_Event]
    form: list[_Form]
    fill: dict[str, list[str]]
    foot: dict[str, list[str]]
    same: dict[str, str]


def paragraphs(text: str) -> list[str]:
    """The paragraphs of `text`."""
    return [p for p in re.split(r"\n\s*\n", text) if p.strip()]


def sentences(text: str) -> list[str]:
    """The sentences of `text`, roughly."""
    return [s for p in paragraphs(text) for s in _SENTENCE.split(p)]


def cut(text: str, rng: random.Random) -> str:
    """The first 30 to 80 % of the sentences."""
    kept = round(len(sentences(text)) * rng.uniform(0.3, 0.8))
    out: list[str] = []
    for paragraph in paragraphs(text):
        parts = _SENTENCE.split(paragraph)[: max(0, kept)]
        kept -= len(parts)
        if parts:
            out.append(" ".join(parts))
    return "\n\n".join(out) or text


def thinned(text: str, rng: random.Random) -> str:
    """Each sentence with a chance of a half to 70 %."""
    keep = rng.uniform(0.5, 0.7)
    out = [" ".join(s for s in _SENTENCE.split(p) if rng.random() < keep) for p in paragraphs(text)]
    return "\n\n".join(filter(None, out)) or text


def share(text: str, words: int, rng: random.Random) -> str:
    """A stretch of whole sentences of about so many words, from anywhere in `text`."""
    told = sentences(text)
    start = rng.randrange(len(told))
    while start and sum(len(s.split()) for s in told[start:]) < words:
        start -= 1
    out: list[str] = []
    for sentence in told[start:]:
        out.append(sentence)
        if sum(len(s.split()) for s in out) >= words:
            break
    return " ".join(out)


def typed(text: str, rate: float, rng: random.Random) -> str:
    """`text` with a share of its letters left out, doubled, swapped or a neighbour on the keyboard."""
    out, skip = [], False
    for here, after in zip(text, text[1:] + " ", strict=True):
        if skip:
            skip = False
        elif here.isalpha() and rng.random() < rate:
            kind = rng.randrange(4)
            skip = kind == 0 and after.isalpha()
            out.append((after + here if skip else here, here * 2, "", rng.choice(NEAR.get(here, here)))[kind])
        else:
            out.append(here)
    return "".join(out)


def scanned(text: str, rate: float, rng: random.Random) -> str:
    """`text` as a poor scan gives it: letters misread, lines broken at 45 to 70, words parted at their ends."""
    out, i = [], 0
    while i < len(text):
        fits = [(a, b) for a, b in MISREAD if text.startswith(a, i)] if rng.random() < 2 * rate else []
        a, b = rng.choice(fits) if fits else (text[i], text[i])
        out.append(b)
        i += len(a)
    width = rng.randrange(45, 71)
    return "\n\n".join(_parted("\n".join(textwrap.wrap(p, width)), rng) for p in paragraphs("".join(out)))


def _parted(text: str, rng: random.Random) -> str:
    def part(m: re.Match[str]) -> str:
        at = rng.randrange(2, len(m[2]) - 1)
        return f"{m[1]}{m[2][:at]}-\n{m[2][at:]} " if rng.random() < 0.3 else m[0]

    return re.sub(r"( )([a-z]{6,})\n", part, text)


def noisy(text: str, rng: random.Random) -> str:
    """`text` mistyped or scanned, lightly."""
    return typed(text, 0.007, rng) if rng.random() < 0.5 else scanned(text, 0.008, rng)


def rewritten(text: str, book: Book, rng: random.Random, often: float = 0.8) -> str:
    """`text` with everyday words exchanged for others and, now and then, a small word left out."""

    def other(m: re.Match[str]) -> str:
        word = m[0]
        if word.lower() in ("the", "that", "very", "then", "just") and rng.random() < 0.08:
            return "a" if word == "the" else word
        said = book.same.get(word.lower())
        if said is None or rng.random() > often:
            return word
        return said.capitalize() if word[0].isupper() else said

    return re.sub(r"[A-Za-z]+", other, text)


def lead(text: str, told: str | None, book: Book, rng: random.Random) -> str:
    """`text` with its first paragraph told over again, where nobody did, by turning its sentences at a comma."""
    first, *rest = paragraphs(text)
    if not rest:
        first, *more = _SENTENCE.split(text)
        rest = [" ".join(more)] if more else []
    return "\n\n".join([told or " ".join(_turned(s, book, rng) for s in _SENTENCE.split(first)), *rest])


def _turned(sentence: str, book: Book, rng: random.Random) -> str:
    a, comma, b = rewritten(sentence.rstrip("."), book, rng, often=1).partition(", ")
    return f"{b[:1].upper()}{b[1:]}: {a[:1].lower()}{a[1:]}." if comma and b else f"As it became known, {a}."
