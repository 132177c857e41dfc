"""python -m bench.copies --gold DIR: pairs F1 and adjusted Rand index on the hard set, and time."""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import os
import random
import re
import resource
import time
from collections import Counter
from pathlib import Path
from typing import Any

import msgspec

from bench.copies_recipe import SEED, Part, Row, rows
from bench.tasks import copies as task
from onrecord.data import Document
from onrecord.weigh.copies import Shelf, Table, copies, links, sketch, sources, touched

SIZES = (1_000, 10_000, 100_000)
# Copies that one text has at most, and the paragraphs of a generated report.
MOST, PARAGRAPHS = 20, (4, 8)


def main(
    gold: Path, *, part: Part = "measure", seeds: tuple[int, ...] = (SEED,), sizes: tuple[int, ...] = SIZES
) -> None:
    """Prints the figures of the hard set for each seed, then the seconds for each size."""
    for seed in seeds:
        found = rows(gold, part, seed)
        print(f"{part}, seed {seed}: {told(score(gold, found))}")
    last = 0.0
    for size in sizes:
        took, one, count = timed(gold, size)
        growth = f", {took / last:.1f} times as long" if last else ""
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"{size:>9,} reports: {took:.1f} s{growth}; {count:,} links; one more: {one:.3f} s; {most:,.0f} MB")
        last = took


def score(gold: Path, found: list[Row]) -> dict[str, Any]:
    """Pairs and adjusted Rand index by the gold data's score.py, and how many links lead to a text it shares."""
    by_id = {r["id"]: r for r in found}
    asked = [{k: r[k] for k in ("id", "title", "text", "publisher", "agency", "published")} for r in found]
    predicted = {p["id"]: p for p in task.predict(asked)}
    spec = importlib.util.spec_from_file_location("score", gold / "score.py")
    assert spec is not None and spec.loader is not None
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    right: Counter[bool] = Counter()
    for link in copies(task.read(row) for row in asked):
        a, b = ({x["id"], *x["roots"]} for x in (by_id[link.a], by_id[link.b]))
        right[bool(a & b)] += 1
    figures: dict[str, Any] = scorer.copies(by_id, predicted, [])
    return figures | {"documents": len(found), "links": right.total(), "links_right": right[True]}


def told(figures: dict[str, Any]) -> str:
    """The figures in a line."""
    p = figures["pairs"]
    links_right = f"{figures['links_right']:,} of {figures['links']:,} links right"
    return (
        f"{figures['documents']:,} documents, pairs F1 {p['f1']} (precision {p['p']}, recall {p['r']}), adjusted Rand "
        f"index {figures['adjusted_rand_index']}, {links_right}"
    )


def timed(gold: Path, size: int) -> tuple[float, float, int]:
    """Seconds of processor time for all copies among `size` generated reports and for one more, and how many links."""
    reports = generated(gold, size + 1)
    late, read = reports[-1], Shelf(reports)
    begun = time.process_time()
    sketches = [sketch(d, read(d.id)) for d in reports[:-1]]
    table = Table(sketches, read)
    count = len(links((sources(s, table) for s in table.sketches), "bench"))
    took = time.process_time() - begun
    table = Table([*sketches, sketch(late)], read)
    begun = time.process_time()
    sketch(late)
    links([sources(table.sketch(doc), table) for doc in (late.id, *touched(table.sketch(late.id), table))], "bench")
    return took, time.process_time() - begun, count


def generated(gold: Path, size: int) -> list[Document]:
    """Reports whose people, places and days grow in number with `size`, and of which many are copies of another."""
    rng = random.Random(f"{SEED} {size}")
    file = next((gold / "stream").glob("*.jsonl"))
    items = [str(msgspec.json.decode(line)["text"]) for line in file.open("rb")]
    names = [_name(n) for n in range(max(200, size // 4))]
    out: list[Document] = []
    while len(out) < size:
        told = [_renamed(rng.choice(items), names, rng) for _ in range(rng.randrange(*PARAGRAPHS))]
        day = rng.randrange(1, 28)
        for n in range(rng.choice((1, 1, 1, 2, 3, 5, MOST + 1))):
            kept = told if n == 0 or rng.random() < 0.5 else told[: max(2, len(told) - 2)]
            out.append(_document(len(out), "\n\n".join(kept), f"2021-{1 + len(out) * 12 // (size + 30):02}-{day:02}"))
    return out[:size]


def _document(number: int, text: str, day: str) -> Document:
    key = hashlib.sha256(str(number).encode()).hexdigest()[:20]
    return Document(id=key, text=text, publisher=f"Paper {number % 97}", published=day, raw=key, by="bench")


def _name(number: int) -> str:
    syllables = ("ba", "dor", "ke", "lin", "mu", "ra", "sto", "ven", "xi", "zal")
    return "".join(syllables[int(d)] for d in f"{number:03}").capitalize()


def _renamed(text: str, names: list[str], rng: random.Random) -> str:
    """`text` with half of its names, a fifth of its longer words and all numbers exchanged.

    The stream is finite: without that, its items would be repeated more often the more reports are made of them.
    """
    text = re.sub(r"(?<=[a-z] )[A-Z][a-z]+", lambda m: rng.choice(names) if rng.random() < 0.5 else m[0], text)
    text = re.sub(r"\b[a-z]{4,}", lambda m: rng.choice(names).lower() if rng.random() < 0.2 else m[0], text)
    return re.sub(r"\d+", lambda m: str(rng.randrange(10 ** min(9, len(m[0])))), text)


def command() -> None:
    """Reads what is asked on the command line."""
    parser = argparse.ArgumentParser(prog="python -m bench.copies", description=__doc__)
    parser.add_argument("--gold", type=Path, default=os.environ.get("ONRECORD_GOLD"), help="or ONRECORD_GOLD")
    parser.add_argument("--part", choices=("tune", "measure"), default="measure")
    parser.add_argument("--seeds", type=int, nargs="+", default=[SEED])
    parser.add_argument("--sizes", type=int, nargs="*", default=SIZES)
    given = parser.parse_args()
    if not given.gold:
        print("copies skipped: no gold data. Name its folder with --gold DIR or in ONRECORD_GOLD.")
        return
    main(Path(given.gold), part=given.part, seeds=tuple(given.seeds), sizes=tuple(given.sizes))


if __name__ == "__main__":
    command()
