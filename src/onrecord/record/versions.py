"""Two texts that stood at one address, sentence by sentence: what was taken out, put in and altered.

The cost grows with the length of the texts alone: sentences are paired by words that few of them have, and words are
compared one by one in stretches of bounded length.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from onrecord.data import Document, Record

# Two sentences are one that was altered when they share so much of their words (Dice).
ALIKE = 0.5
# Of the sentences that have a word, as many are looked at, the nearest; and of all that share words with one, as many.
FEW = 20
# Words of a stretch that are compared one by one; a longer one is shown as one.
STRETCH = 100

# Marks that are set in one way or another without a change of words.
_TYPE = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "\u00a0": " ", "\u00ad": None})
_TOKEN = re.compile(r"\w+(?:[.,:'’-]\w+)*\s*|[^\w\s]\s*")
_BREAK = re.compile(r"\n\s*\n")


class Altered(Record, frozen=True, kw_only=True):
    """A sentence that was altered: as it was and is, and marked, with [-words taken out-] and {+words put in+}."""

    was: str
    now: str
    marked: str


class Compared(Record, frozen=True, kw_only=True):
    """What the newer of two texts does not have any more, has anew, and says in other words, each in its own order."""

    taken_out: tuple[str, ...]
    put_in: tuple[str, ...]
    altered: tuple[Altered, ...]

    def new(self) -> Iterator[str]:
        """All sentences that did not stand so in the older text."""
        yield from self.put_in
        yield from (one.now for one in self.altered)


class Sentences:
    """The sentences of a report, the title first where it stands outside the text."""

    def __init__(self, document: Document) -> None:
        text = document.text
        breaks = [m.end() for m in _BREAK.finditer(text)]
        self._starts = sorted({0, *breaks, *(s for s in document.sentences if 0 <= s < len(text))})
        ends = [*self._starts[1:], len(text)]
        self._at = [" ".join(text[a:b].split()) for a, b in zip(self._starts, ends, strict=True)]
        title = " ".join((document.title or "").split())
        outside = bool(title) and not " ".join(text[: 2 * len(title)].split()).startswith(title)
        self.all = [s for s in ([title] if outside else []) + self._at if s]
        self.keys = [key(s) for s in self.all]

    def at(self, offset: int) -> str:
        """The sentence that stands at an offset of the text."""
        return self._at[max(0, bisect_right(self._starts, offset) - 1)]


def key(sentence: str) -> str:
    """A sentence for comparing: whatever form its quotation marks and dashes have.

    >>> key("“No”, he  said – twice")
    '"No", he said - twice'
    """
    return " ".join(sentence.translate(_TYPE).split())


def compared(old: Sentences, new: Sentences) -> Compared:
    """What differs between two texts; a sentence that only stands elsewhere does not."""
    out, into = _beyond(old, new), _beyond(new, old)
    pairs = dict(_pairs([old.keys[n] for n in out], [new.keys[n] for n in into]))
    taken, put = {*range(len(out))} - pairs.keys(), {*range(len(into))} - {*pairs.values()}
    altered = sorted((into[b], out[a]) for a, b in pairs.items())
    return Compared(
        taken_out=tuple(old.all[out[n]] for n in sorted(taken)),
        put_in=tuple(new.all[into[n]] for n in sorted(put)),
        altered=tuple(
            Altered(was=old.all[a], now=new.all[b], marked=marked(old.all[a], new.all[b])) for b, a in altered
        ),
    )


def _beyond(one: Sentences, other: Sentences) -> list[int]:
    """The places of the sentences that `one` has and `other` has not, or not as often."""
    left = Counter(other.keys)
    found = []
    for n, said in enumerate(one.keys):
        left[said] -= 1
        if left[said] < 0:
            found.append(n)
    return found


def _pairs(out: Sequence[str], into: Sequence[str]) -> Iterator[tuple[int, int]]:
    """The sentences that are most alike, each in one pair at most, by their places in the two lists."""
    were, are = ([Counter(w.casefold() for w in _words(s)) for s in some] for some in (out, into))
    having: dict[str, list[int]] = defaultdict(list)
    for n, words in enumerate(are):
        for word in words:
            having[word].append(n)
    scored = []
    for a, words in enumerate(were):
        shared: Counter[int] = Counter()
        for held in (having[word] for word in words if word in having):
            near = bisect_left(held, a)
            shared.update(held[max(0, near - FEW // 2) : near + FEW // 2])
        for b, _ in sorted(shared.items(), key=lambda found: (-found[1], abs(found[0] - a), found[0]))[:FEW]:
            alike = 2 * (words & are[b]).total() / (words.total() + are[b].total())
            if alike >= ALIKE:
                scored.append((-alike, abs(a - b), a, b))
    taken: tuple[set[int], set[int]] = (set(), set())
    for _, _, a, b in sorted(scored):
        if a not in taken[0] and b not in taken[1]:
            taken[0].add(a)
            taken[1].add(b)
            yield a, b


def _words(sentence: str) -> list[str]:
    """The words of a sentence; where it has none, its marks."""
    tokens = [t.strip() for t in _TOKEN.findall(sentence)]
    return [t for t in tokens if t[0].isalnum()] or tokens


def marked(was: str, now: str) -> str:
    """`now` with the words that differ from `was`.

    >>> marked("At least 12 people were hurt.", "At least 20 people were killed.")
    'At least [-12-] {+20+} people were [-hurt-] {+killed+}.'
    """
    a, b = _TOKEN.findall(was), _TOKEN.findall(now)
    same_a, same_b = ([key(t) for t in some] for some in (a, b))
    head = next((n for n, (x, y) in enumerate(zip(same_a, same_b, strict=False)) if x != y), min(len(a), len(b)))
    most = min(len(a), len(b)) - head
    ends = zip(reversed(same_a), reversed(same_b), strict=False)
    tail = min(most, next((n for n, (x, y) in enumerate(ends) if x != y), most))
    return "".join(_stretches(a, b, same_a, same_b, head, tail)).strip()


def _stretches(a: list[str], b: list[str], same_a: list[str], same_b: list[str], head: int, tail: int) -> Iterator[str]:
    """The pieces of the marked sentence, of which `head` words at the beginning and `tail` at the end are the same."""
    yield "".join(b[:head])
    to_a, to_b = len(a) - tail, len(b) - tail
    if max(to_a, to_b) - head > STRETCH:
        yield _change(a[head:to_a], b[head:to_b], a[:head], b[:head])
    else:
        found = SequenceMatcher(None, same_a[head:to_a], same_b[head:to_b], autojunk=False).get_opcodes()
        for what, i, j, start, end in found:
            was, now = a[head + i : head + j], b[head + start : head + end]
            before = a[max(0, head + i - 1) : head + i], b[max(0, head + start - 1) : head + start]
            yield "".join(now) if what == "equal" else _change(was, now, *before)
    yield "".join(b[to_b:])


def _change(was: Sequence[str], now: Sequence[str], before: Sequence[str], shown: Sequence[str]) -> str:
    """Words taken out and put in, with the space that stood after them, and before where what is `shown` lost it."""
    out, into = "".join(was), "".join(now)
    parts = [f"[-{out.strip()}-]"] * bool(out.strip()) + [f"{{+{into.strip()}+}}"] * bool(into.strip())
    lost = "".join(before[-1:])[-1:].isspace() and not "".join(shown[-1:])[-1:].isspace()
    return " " * lost + " ".join(parts) + (" " if (into or out)[-1:].isspace() else "")
