"""Events coded by hand: our own passages, and standoff codes of texts that stay outside of the project.

A passage of training/events/*.txt is a line `# id`, a line `> text`, and a line for each of its events:

    CODE mode | status | trigger | actor ; actor | target ; target

words as they stand in the text, `@2` after them for the second time. A line of training/events/*.tsv holds an event of
a text of the gold data: the id of the row (and the offsets of the sentence in it), code, mode, status, and offsets.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec

from onrecord.codebooks.plover import plover
from tests import bracketed
from training.reader.examples import Range


class Event(msgspec.Struct):
    """One event: offsets of its trigger and of its parties in the text."""

    code: str
    mode: str
    status: str
    trigger: Range
    actors: list[Range] = []
    targets: list[Range] = []


class Coded(msgspec.Struct):
    """A text and all of its events."""

    id: str
    text: str
    events: list[Event]


def own(path: Path) -> Iterator[Coded]:
    """The passages of a file of our own; raises ValueError for words that do not stand in the text."""
    for block in re.split(r"^# ", path.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
        name, text, *lines = (line.strip() for line in block.splitlines() if line.strip())
        text = text.removeprefix("> ")
        yield Coded(name, text, [event(text, line) for line in lines])


def event(text: str, line: str) -> Event:
    """The event that a line codes."""
    what, status, trigger, actors, targets = (field.strip() for field in line.split("|"))
    code, _, mode = what.partition(" ")
    named = ([find(text, q.strip()) for q in field.split(";") if q.strip()] for field in (actors, targets))
    return Event(code, mode, status, find(text, trigger), *named)


def find(text: str, words: str) -> Range:
    """Where whole words stand in a text."""
    count = 1
    if numbered := re.fullmatch(r"(.*)@(\d+)", words):
        words, count = numbered[1], int(numbered[2])
    whole = rf"(?<!\w){re.escape(words)}(?!\w)"
    for n, found in enumerate(re.finditer(whole, text), 1):
        if n == count:
            return found.span()
    raise ValueError(f"{words!r} does not stand {count} times in {text!r}")


def codebook() -> Iterator[Coded]:
    """The examples of the codebook, a sentence of one event each."""
    for code, kind in plover().types.items():
        yield _example(code, "", kind.example)
        for mode, of in kind.modes.items():
            yield _example(code, mode, of.example)


def _example(code: str, mode: str, marked: str) -> Coded:
    text, where = bracketed.read(marked)
    told = Event(code, mode, "actual", where["e"][0], where.get("a", []), where.get("t", []))
    return Coded(f"codebook {code} {mode}", text, [told])


def standoff(path: Path, texts: Mapping[str, str]) -> Iterator[Coded]:
    """The coded sentences of a file of offsets, whose texts `texts` holds by id."""
    made: dict[str, Coded] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        name, cut, code, mode, status, *offsets = line.split("\t")
        key = f"{name}:{cut}" if cut else name
        if key not in made:
            whole = texts[name]
            a, b = (int(n) for n in cut.split("-")) if cut else (0, len(whole))
            made[key] = Coded(key, whole[a:b], [])
        if code:
            trigger, actors, targets = (ranges(field) for field in offsets)
            made[key].events.append(Event(code, mode, status, trigger[0], actors, targets))
    yield from made.values()


def ranges(field: str) -> list[Range]:
    """Offsets written as 3-9,12-20."""
    pairs = (piece.split("-") for piece in field.split(",") if piece)
    return [(int(a), int(b)) for a, b in pairs]
