"""How long whole ledgers take to weigh: reports made of the examples and the stream, weighed as a user's are.

Each report of a pool is told again under other names, in other words and on later days, so that people, places and
days grow with the number of reports; one in twenty is copied, up to twenty times.
"""

from __future__ import annotations

import random
import re
import resource
import string
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from onrecord.data import Document, Event, Maker, Mention, Page, Refusal, Run, Statement, digest
from onrecord.pipeline import Pipeline
from onrecord.read import MAKER, documents
from onrecord.record.ledger import Ledger
from onrecord.tokens import Parse
from onrecord.weigh.words import deed_names, stems
from onrecord.weighing import weigh

F = TypeVar("F", Mention, Statement, Event)

EXAMPLES = Path(__file__).parent.parent / "examples"
# Items of the stream in the pool, and the days that they span: what is told again is so many days later.
ITEMS, SPAN = 1_000, 460
# How often a report is copied, of forty.
COPIED = (0,) * 38 + (3, 19)
SEED = 6
WORD = re.compile(r"[^\W\d_]{4,}")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
VOWELS = "aeiou"
CONSONANTS = "".join(sorted({*string.ascii_lowercase} - {*VOWELS}))


def scale(gold: Path, sizes: Sequence[int]) -> None:
    """Prints for each size the seconds of processor time of weighing all, its growth, that of one more, and memory."""
    pool, makers = _pool(gold)
    before = 0.0
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "bench.ledger"
            late = fill(path, told(pool, size + 1), makers)
            with Ledger(path) as ledger:
                took = _timed(ledger)
                counts, clusters = ledger.counts(), sum(1 for _ in ledger.clusters())
                ledger.add([late], _run(size, makers))
                one = _timed(ledger)
        growth = f" ({took / before:.1f} times the one before)" if before else ""
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
        print(
            f"{size:,} reports: {took:.1f} s{growth}, one more {one:.2f} s, {counts['links']:,} links, "
            f"{clusters:,} clusters, peak {peak:.2f} GB",
            flush=True,
        )
        before = took


def fill(path: Path, pages: Iterator[Page], makers: tuple[Maker, ...]) -> Page:
    """Makes a ledger of all pages but the last, which is given back."""
    last = next(pages)
    with Ledger(path, new=True) as ledger:
        batch: list[Page] = []
        for page in pages:
            batch.append(last)
            last = page
            if len(batch) == 200:
                ledger.add(batch, _run(0, makers))
                batch = []
        ledger.add(batch, _run(0, makers))
    return last


def told(pool: Sequence[Page], size: int) -> Iterator[Page]:
    """So many reports made of those of the pool."""
    rng, made, turn = random.Random(SEED), 0, 0
    while made < size:
        again = Again(turn)
        for page in rng.sample(pool, len(pool)):
            one = again.page(page, 0)
            for n in range(1 + rng.choice(COPIED)):
                if made == size:
                    return
                yield one if n == 0 else again.page(page, n)
                made += 1
        turn += 1


class Again:
    """Tells reports again: names and most words are others, letter for letter, and all happens later."""

    def __init__(self, turn: int) -> None:
        self.turn, rng = turn, random.Random(turn)
        other: dict[str, str] = {}
        for letters in (VOWELS, CONSONANTS):
            mixed = rng.sample(letters, len(letters)) if turn else [*letters]
            other |= dict(zip((*letters, *letters.upper()), (*mixed, *(m.upper() for m in mixed)), strict=True))
        self.letters = str.maketrans(other)
        self.kept: dict[str, bool] = {}

    def page(self, page: Page, copy: int) -> Page:
        """The page told again; each `copy` is another report of the same words."""
        doc = page.document
        text = WORD.sub(self._word, doc.text)
        ids = {f.id: digest(f.id, self.turn, copy) for f in page.findings()} | {doc.id: digest(doc.id, self.turn, copy)}
        document = msgspec.structs.replace(
            doc, id=ids[doc.id], text=text, url=None, publisher=f"{doc.publisher or 'Paper'} {copy}", dateline=None,
            published=self._later((doc.published or "2021-12-01")[:10], copy), raw=ids[doc.id], replaces=None,
        )  # fmt: skip

        def again(found: Sequence[F]) -> tuple[F, ...]:
            return tuple(msgspec.convert(self._told(msgspec.to_builtins(f), ids, text), type(f)) for f in found)

        return Page(
            document=document, parse=Parse([], []), mentions=again(page.mentions),
            statements=again(page.statements), events=again(page.events),
        )  # fmt: skip

    def _told(self, value: Any, ids: dict[str, str], text: str) -> Any:
        if isinstance(value, list | tuple):
            return [self._told(v, ids, text) for v in value]
        if isinstance(value, str):
            if value in ids:
                return ids[value]
            return self._later(value, 0) if DAY.match(value) else value
        if not isinstance(value, dict):
            return value
        made = {k: v if k in ("type", "by") else self._told(v, ids, text) for k, v in value.items()}
        if value.get("type") == "span":
            made["quote"] = text[value["start"] : value["end"]]
        if value.get("type") in ("actor", "place"):
            for name in ("name", "names", "role"):
                made[name] = self._named(value.get(name))
            if value["type"] == "place" and value.get("geonames"):
                made["geonames"] = f"{value['geonames']}{self.turn}"
            elif ":" in value.get("id", ""):
                made["id"] = self._named(value["id"])
        return made

    def _named(self, words: Any) -> Any:
        if isinstance(words, list | tuple):
            return [self._named(w) for w in words]
        return words and WORD.sub(self._word, words)

    def _word(self, match: re.Match[str]) -> str:
        """A word in other letters; those that name a deed stay."""
        word = match[0]
        if word not in self.kept:
            self.kept[word] = not stems(word).isdisjoint(deed_names())
        return word if self.kept[word] else word.translate(self.letters)

    def _later(self, iso: str, days: int) -> str:
        try:
            moved = date.fromisoformat(iso[:10]) + timedelta(days=self.turn * SPAN + days % 3)
        except ValueError:
            return iso
        return moved.isoformat() + iso[10:]


def _pool(gold: Path) -> tuple[list[Page], tuple[Maker, ...]]:
    lines = next((gold / "stream").glob("*.jsonl")).read_bytes().splitlines()
    items = [msgspec.json.decode(line) for line in random.Random(SEED).sample(lines, ITEMS)]
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "items.jsonl"
        rows = [
            {"text": i["text"], "published": i["published"], "publisher": "; ".join(i["publishers"])} for i in items
        ]
        file.write_bytes(b"\n".join(map(msgspec.json.encode, rows)))
        found = [d for d in documents([file, EXAMPLES / "dispatches.jsonl"]) if not isinstance(d, Refusal)]
    pipeline = Pipeline()
    pages = [p for p in pipeline.annotate(_once(found)) if isinstance(p, Page)]
    return pages, (MAKER, *pipeline.makers)


def _once(found: Sequence[Document]) -> list[Document]:
    return list({d.id: d for d in found}.values())


def _run(number: int, makers: tuple[Maker, ...]) -> Run:
    return Run(id=digest("bench", number), at="2026-01-01T00:00:00+00:00", makers=makers, added=0)


def _timed(ledger: Ledger) -> float:
    begun = time.process_time()
    weigh(ledger)
    return time.process_time() - begun
