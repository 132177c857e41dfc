"""The hard set of copies: how it is made, from texts that are read where they lie; nothing but recipe and seed is kept.

Texts: GUM's train documents in sections of 250 to 400 words; reports of our own (bench/copies.toml, and the examples),
in which reports of one event quote the same words at length; forms filled in anew for each event of one kind; items of
the stream alone, and in reports of five to eight items of one topic. Each is a document, and half of them are copied
one to six times in the ways of `WAYS`. `tune` and `measure` share no text: of GUM, what may be fitted is in `tune`.
The group of a merged text is that of the text which most of it is from, of a lifted paragraph that of its source.
"""

from __future__ import annotations

import hashlib
import random
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Literal, NamedTuple

import msgspec

from bench.copies_noise import PAPERS, Book, cut, lead, noisy, paragraphs, rewritten, scanned, share, thinned, typed

Row = dict[str, Any]
Part = Literal["tune", "measure"]
SEED = 20211203
EXAMPLES = Path(__file__).parent.parent / "examples" / "dispatches.jsonl"
# Words of a section of a GUM document, and how many sections one document gives.
SECTION, SECTIONS = (250, 400), 3
FILLED, BRIEFS, DIGESTS = 12, 240, 170


class Base(NamedTuple):
    """A text that nobody copied: `lead` tells its first paragraph over again, `event` is what it is about."""

    title: str
    text: str
    event: str
    publisher: str | None = None
    agency: str | None = None
    lead: str | None = None


class Copy(NamedTuple):
    """A copied text, the numbers of the texts that it is from (the main one first), and how it was made."""

    text: str
    roots: tuple[int, ...]
    way: str


def rows(gold: Path, part: Part, seed: int = SEED) -> list[Row]:
    """The documents of one part with `group`, `roots` (the ids of the texts that a copy is from) and `way`."""
    rng = random.Random(f"{seed} {part}")
    book = msgspec.toml.decode(Path(__file__).with_name("copies.toml").read_bytes(), type=Book)
    found = [*_gum(gold, part), *_own(book, part), *_forms(book, rng), *_stream(gold, part, rng)]
    rng.shuffle(found)
    bases = found[len(found) // 3 :]
    # what lifted text is put into stands in no other document: its paragraphs are used up
    hosts = [(b.event, p) for b in found[: len(found) // 3] for p in paragraphs(b.text)]
    ids = (hashlib.sha256(f"{seed} {part} {n}".encode()).hexdigest()[:16] for n in range(10**6))
    days = [date(2021, 1, 1) + timedelta(days=rng.randrange(400)) for _ in bases]
    out = [_row(next(ids), base, days[n], rng) for n, base in enumerate(bases)]
    for row in out:
        row |= {"group": row["id"], "roots": [], "way": "root"}
    for n in range(len(bases)):
        for _ in range(rng.choice((1, 1, 2, 2, 3, 4, 6)) if rng.random() < 0.5 else 0):
            copy = _copied(n, bases, hosts, book, rng)
            main = out[copy.roots[0]]
            day = max(days[r] for r in copy.roots) + timedelta(days=rng.randrange(3))
            row = _row(next(ids), bases[copy.roots[0]]._replace(text=copy.text), day, rng, copied=True)
            roots = [out[r]["id"] for r in copy.roots]
            out.append(row | {"group": main["group"], "roots": roots, "way": copy.way})
    for row in out:
        if rng.random() < 0.2:
            row["text"] += "\n\n" + rng.choice(book.foot["lines"])
    rng.shuffle(out)
    return out


def _row(key: str, base: Base, day: date, rng: random.Random, copied: bool = False) -> Row:
    paper, title, agency = base.publisher or rng.choice(PAPERS), base.title, base.agency
    if copied:
        paper, title = rng.choice(PAPERS), rng.choice((title, _retitled(base.text, title, rng)))
        agency = rng.choice((agency, None))
    return {"id": key, "title": title, "text": base.text, "publisher": paper, "agency": agency,
            "published": day.isoformat()}  # fmt: skip


def _retitled(text: str, title: str, rng: random.Random) -> str:
    words = re.findall(r"\w+", text)[:60]
    return " ".join(rng.sample(words, min(6, len(words)))).capitalize() if words else title


def _copied(n: int, bases: list[Base], hosts: list[tuple[str, str]], book: Book, rng: random.Random) -> Copy:
    """One copy of the text `n`, in a way drawn at random; one in four goes through a careless hand besides."""
    base = bases[n]
    brief = len(base.text.split()) < 90
    roots: tuple[int, ...] = (n,)
    way = rng.choice(("exact", "typing", "scan", "rewritten", "lifted") if brief else WAYS)
    if way == "merged":
        other = rng.choice([m for m, b in enumerate(bases) if b.event != base.event and len(b.text.split()) >= 90])
        most = rng.uniform(0.55, 0.65)
        words = len(base.text.split())
        added = share(bases[other].text, round(words * (1 - most)), rng)
        kept = share(base.text, round(words * most), rng)
        text, roots = kept + "\n\n" + added, (n, other)
        if len(added.split()) > len(kept.split()):  # a long sentence: the other text gave more
            roots = (other, n)
    elif way == "lifted":
        text = _lifted(base, hosts, rng)
    elif way == "lead":
        text = lead(base.text, base.lead, book, rng)
    else:
        text = PLAIN[way](base.text, book, rng)
    if rng.random() < 0.25:
        text, way = noisy(text, rng), way + "+noise"
    return Copy(text, roots, way)


def _lifted(base: Base, hosts: list[tuple[str, str]], rng: random.Random) -> str:
    """A text of another's own, 30 % of the words a stretch of `base`; takes its paragraphs from `hosts`."""
    lifted = share(base.text, rng.randrange(45, 110), rng)
    want = round(len(lifted.split()) * 7 / 3)
    kept: list[str] = []
    while hosts and sum(len(p.split()) for p in kept) < want * 0.9:
        other = next((n for n, (event, _) in enumerate(hosts) if event != base.event), 0)
        kept.append(hosts.pop(other)[1])
    if not kept:
        raise ValueError("no text is left to put a lifted paragraph into: make more DIGESTS")
    kept[-1] = " ".join(kept[-1].split()[: max(8, want - sum(len(p.split()) for p in kept[:-1]))])
    kept.insert(rng.randrange(1, len(kept) + 1), lifted)
    return "\n\n".join(kept)


# The ways that need nothing but the text; "lead", "merged" and "lifted" need another one.
PLAIN: dict[str, Callable[[str, Book, random.Random], str]] = {
    "exact": lambda text, book, rng: text,
    "cut": lambda text, book, rng: cut(text, rng),
    "thinned": lambda text, book, rng: thinned(text, rng),
    "typing": lambda text, book, rng: typed(text, rng.uniform(0.005, 0.02), rng),
    "scan": lambda text, book, rng: scanned(text, rng.uniform(0.01, 0.03), rng),
    "rewritten": rewritten,
}
WAYS = (*PLAIN, "lead", "merged", "lifted")

# ------------------------------------------------------------------------------------------------------------ texts


def _gum(gold: Path, part: Part) -> Iterator[Base]:
    """Sections of GUM's train documents; those of them that times/gum lacks are for tuning, the others measure."""
    train = re.split(r"^## ", (gold / "gum" / "splits.md").read_text(encoding="utf-8"), flags=re.M)
    wanted = set(re.findall(r"GUM_\w+", next(s for s in train if s.startswith("train"))))
    only_measure = {str(msgspec.json.decode(line)["id"]) for line in (gold / "times" / "gum.jsonl").open("rb")}
    for path in sorted((gold / "gum").glob("*.conllu")):
        if path.stem in wanted and (path.stem in only_measure) == (part == "measure"):
            yield from _sections(path)


def _sections(path: Path) -> Iterator[Base]:
    blocks: list[list[str]] = [[]]
    title = path.stem
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("# meta::title"):
            title = line.partition("= ")[2]
        elif line == "# newpar":
            blocks.append([])
        elif line.startswith("# text = "):
            blocks[-1].append(line.removeprefix("# text = "))
    most = SECTIONS if not path.stem.startswith("GUM_court") else 10
    held: list[str] = []
    for block in filter(None, map(" ".join, blocks)):
        held.append(block)
        if sum(len(p.split()) for p in held) >= SECTION[0] and most:
            text = "\n\n".join(held)
            yield Base(title, " ".join(text.split(" ")[: SECTION[1]]), path.stem)
            held, most = [], most - 1


def _own(book: Book, part: Part) -> Iterator[Base]:
    for n, event in enumerate(book.event):
        if n % 2 == (part == "measure"):
            for r in event.report:
                yield Base(r.title, r.text.strip(), f"own {n}", r.publisher, r.agency, r.lead)
    for n, line in enumerate(EXAMPLES.open("rb")):
        row = msgspec.json.decode(line)
        if n % 2 == (part == "measure"):
            yield Base(row["title"], row["text"], "examples", row["publisher"], row.get("agency"))


def _forms(book: Book, rng: random.Random) -> Iterator[Base]:
    weekdays = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
    months = ("Jan", "Feb", "March", "April", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec")
    for f in book.form:
        for _ in range(FILLED):
            fill: dict[str, object] = {
                k: rng.randrange(2, m)
                for k, m in (
                    ("a", 9),
                    ("b", 9),
                    ("far", 90),
                    ("people", 400),
                    ("depth", 70),
                    ("dead", 900),
                    ("years", 90),
                )
            }
            counts = {"n": f"{rng.randrange(60, 3000):,}", "m": f"{rng.randrange(60, 90000):,}"}
            fill |= {**counts, "place": rng.choice(book.fill["place"]), "own": rng.choice(book.fill["own"]),
                     "weekday": rng.choice(weekdays), "month": rng.choice(months),
                     "day": rng.randrange(1, 29)}  # fmt: skip
            yield Base(f.title.format(**fill), f.text.strip().format(**fill), f.title, None, f.agency)


def _stream(gold: Path, part: Part, rng: random.Random) -> Iterator[Base]:
    """Items of half of the topics: alone, all of a topic's days together, and as the paragraphs of a report."""
    topics: dict[str, dict[str, None]] = defaultdict(dict)
    for line in next((gold / "stream").glob("*.jsonl")).open("rb"):
        row = msgspec.json.decode(line)
        name = row["topics"][0] if row["topics"] else row["id"]
        if hashlib.sha256(name.encode()).digest()[0] % 2 == (part == "measure"):
            topics[name][row["text"]] = None
    told = [list(items) for _, items in sorted(topics.items())]
    rng.shuffle(told)
    briefs, digests = 0, 0
    for items in told:
        if len(items) >= 6 and digests < DIGESTS:
            while len(items) >= 5 and digests < DIGESTS:
                size = rng.randrange(5, 9)
                taken, items = items[:size], items[size:]
                digests += 1
                yield Base(" ".join(taken[0].split()[:7]), "\n\n".join(taken), taken[0])
        elif 2 <= len(items) <= 5 and briefs < BRIEFS:
            for item in items:
                briefs += 1
                yield Base(" ".join(item.split()[:5]), item, items[0])
