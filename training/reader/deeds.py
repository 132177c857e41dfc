"""Coded events, judged predicates and given pairs -> what the network is trained on beside statements."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec

from onrecord.annotate import features
from onrecord.annotate.actors import Actors
from onrecord.annotate.encode import pieces
from onrecord.annotate.events.clues import Clues, codes, modes
from onrecord.annotate.quotes import quotes
from onrecord.annotate.status import read
from onrecord.annotate.windows import LIMIT, paragraphs
from onrecord.data import STATUSES, Page
from training.reader.coded import Coded, Event
from training.reader.examples import Range, pages, tokenizer

# The relation data's type for CONCEDE and RETREAT together.
YIELD = "YIELD"
YIELDING = ("CONCEDE", "RETREAT")
# Shared 4-word shingles of the shorter text, above which two texts are near-copies.
NEAR = 0.4


class Deed(msgspec.Struct):
    """One event: the tokens of its trigger, what the rules say of it, its answers as numbers, and by token of its
    sentence, from `first` on, how it stands to the trigger and which role it has."""

    trigger: Range
    clues: tuple[int, int, int]
    code: int
    mode: int
    status: int
    first: int
    pair: list[list[int]]
    labels: list[int]


class Told(msgspec.Struct):
    """A text of one window, as the encoder reads it: by token its word pieces and features."""

    id: str
    pieces: list[list[int]]
    told: list[tuple[int, int, int, int]]
    paragraphs: list[Range]
    lexical: list[int] = []
    deeds: list[Deed] | None = None
    predicates: list[tuple[Range, tuple[int, int, int], float]] = []
    parties: list[int] = []
    answer: list[int] = []


def told(name: str, page: Page) -> Told:
    """The text of a page without answers."""
    parse = page.parse
    cut = [pieces(t, tokenizer()) for t in parse.tokens]
    known = features.told(parse, quotes(page.document.text, parse))
    return Told(name, cut, known, list(paragraphs(parse)))


def short(made: Told) -> bool:
    """Whether a text fits into one window."""
    return sum(map(len, made.pieces)) <= LIMIT


def with_actors(texts: Iterable[str]) -> Iterator[Page]:
    """The parse and the actors of each text."""
    actors = Actors()
    for page in pages(texts):
        found = actors([page])[0]
        yield msgspec.structs.replace(page, mentions=tuple(found))


def coded(texts: Sequence[Coded]) -> Iterator[Told]:
    """The examples of texts whose every event is coded."""
    for text, page in zip(texts, with_actors(t.text for t in texts), strict=True):
        made = told(text.id, page)
        clues = Clues(page)
        made.lexical = clues.lexical()
        made.deeds = [d for e in text.events if (d := _deed(page, clues, e)) is not None]
        if short(made):
            yield made


def _deed(page: Page, clues: Clues, event: Event) -> Deed | None:
    covered = page.parse.covering(*event.trigger)
    run = (covered[0].i, covered[-1].i)
    trigger = clues.trigger(run)
    sentence = page.parse.sentence(trigger.head)
    labels = [0] * (sentence.last - sentence.first)
    for mark, spans in ((3, event.targets), (1, event.actors)):
        for span in spans:
            for n, t in enumerate(page.parse.covering(*span)):
                if sentence.first <= t.i < sentence.last:
                    labels[t.i - sentence.first] = mark + (n > 0)
    mode = (event.code, event.mode)
    return Deed(
        run,
        clues.told(trigger),
        codes().index(event.code),
        modes().index(mode) if mode in modes() else 0,
        STATUSES.index(event.status),
        sentence.first,
        clues.pair(trigger, run).tolist(),
        labels,
    )


def judged(rows: Sequence[dict[str, Any]]) -> Iterator[Told]:
    """The examples of sentences whose predicates are judged from -3, did not happen, to 3, did."""
    for row, page in zip(rows, pages(r["text"] for r in rows), strict=True):
        made = told(row["id"], page)
        for p in row["predicates"]:
            if covered := page.parse.covering(p["start"], p["end"]):
                head = page.parse.top(covered)
                ruled = (0, 0, STATUSES.index(read(head).status))
                made.predicates.append(((covered[0].i, covered[-1].i), ruled, p["factuality"]))
        if made.predicates and short(made):
            yield made


def asked(page: Page, name: str, actor: Sequence[Range], target: Sequence[Range], answer: Sequence[str]) -> Told:
    """The example of a given pair; of several answers any is right."""
    made = told(name, page)
    made.parties = [0] * len(page.parse.tokens)
    for mark, spans in ((2, target), (1, actor)):
        for span in spans:
            for t in page.parse.covering(*span):
                made.parties[t.i] = mark
    made.answer = [codes().index(c) for c in answer]
    return made


def given(rows: Sequence[dict[str, Any]], chosen: dict[str, Coded]) -> Iterator[Told]:
    """The examples of the relation data; where `chosen` has coded the row, its choice among CONCEDE and RETREAT."""
    for row, page in zip(rows, pages(r["text"] for r in rows), strict=True):
        answer = (row["code"],)
        if row["code"] == YIELD:
            mine = {e.code for e in chosen[row["id"]].events} if row["id"] in chosen else set()
            answer = tuple(sorted(mine & {*YIELDING})) or YIELDING
        made = asked(page, row["id"], row["actor"], row["target"], answer)
        if short(made):
            yield made


def pairs(texts: Sequence[Coded]) -> Iterator[Told]:
    """The examples of the pairs in coded texts: actor and target, or two who act together, either way round."""
    for text, page in zip(texts, pages(t.text for t in texts), strict=True):
        seen = Counter((a, b) for e in text.events for a, b in _pairs(e))
        for n, event in enumerate(text.events):
            for m, (a, b) in enumerate(_pairs(event)):
                if seen[a, b] == 1:  # two deeds of one pair: either answer would be half right
                    made = asked(page, f"{text.id}/{n}.{m}", [a], [b], [event.code])
                    if short(made):
                        yield made


def _pairs(event: Event) -> list[tuple[Range, Range]]:
    if event.targets:
        return [(a, b) for a in event.actors for b in event.targets][:4]
    return [(a, b) for a in event.actors for b in event.actors if a != b][:2]


def groups(texts: Sequence[str]) -> list[int]:
    """A number a text, the same for near-copies."""
    words = [re.findall(r"\w+", t.lower()) for t in texts]
    shingles = [{tuple(w[i : i + 4]) for i in range(max(1, len(w) - 3))} for w in words]
    holders: dict[tuple[str, ...], list[int]] = defaultdict(list)
    group: list[int] = []
    for i, mine in enumerate(shingles):
        shared = Counter(j for s in mine for j in holders[s])
        near = [group[j] for j, n in shared.items() if n / min(len(mine), len(shingles[j])) >= NEAR]
        group.append(min(near, default=i))
        for s in mine:
            holders[s].append(i)
    return group


def rows(path: Path) -> list[dict[str, Any]]:
    """The rows of a JSON Lines file."""
    found: list[dict[str, Any]] = msgspec.json.Decoder().decode_lines(path.read_bytes())
    return found
