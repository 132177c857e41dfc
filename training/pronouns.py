"""Fits the weights of `onrecord.annotate.actors.likelihood` and reports how well they do.

    python training/pronouns.py GOLD src/onrecord/codebooks/pronoun-1.toml

GOLD is the folder of the gold data. Fitted are the pronouns of coref/gap-validation, those of GUM's train documents
that times/gum does not have, and those of attribution/train whose gender tells who is meant: of the humans named near
by, all names of told sex, one alone is of the pronoun's. For the last the sex is hidden, so that they teach where in a
text antecedents stand. Every fifth report of attribution/train is left out, for reading.

A log-linear model over the options of a pronoun, one of which is "nobody we know": the logarithm of the share of the
right options is maximised, with a squared penalty, by a fixed number of steps from zero (no chance is involved). What
the model takes the pronouns before a pronoun for is itself a feature, so texts are read again with the weights of the
round before. Printed is the score of `bench pronouns` on gap-validation over five folds (by row number). All below
[weights] in the codebook is replaced.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from bench.tasks import pronouns as gap
from onrecord.annotate.actors.books import Books
from onrecord.annotate.actors.chains import Chain
from onrecord.annotate.actors.phrases import units
from onrecord.annotate.actors.pronouns import SEXES, Options, Pronouns
from onrecord.annotate.actors.report import named
from onrecord.annotate.actors.sexes import Sexes
from onrecord.annotate.actors.spotting import spot
from onrecord.annotate.parse import Parser
from onrecord.data import Document, Page
from onrecord.read import document
from onrecord.settings import Settings
from onrecord.tokens import Token

ROUNDS, STEPS, RATE = 3, 400, 0.1
# The penalty and what a pronoun of each source counts, by trying on the folds.
PENALTY = 3.0
COUNTS = {"gap": 1.0, "gum": 1.0, "told": 0.1}
# What the first round reads with.
START = {"above 0 owner": 2.0, "above 0 subject": 2.0, "above 1 subject": 1.5, "back 1 subject subject": 1.0,
         "recent 0 owner": 1.0, "recent 0 subject": 1.0, "recent 0 object": 1.0, "sex told": 1.0}  # fmt: skip
Weights = dict[str, float]
Label = Callable[[Token, Options], "set[int] | None"]


class Instance(NamedTuple):
    """A pronoun's options by their features, the numbers of the right ones, and where it is from."""

    source: str
    group: int
    features: list[list[str]]
    right: set[int]


class Recorder(Pronouns):
    """Reads the pronouns of a page and keeps the options of those that `label` knows."""

    label: Label
    kept: list[tuple[Token, Options, set[int]]]

    def choose(self, token: Token, options: Options) -> tuple[int, float]:
        """The choice of the product, noted."""
        right = self.label(token, options)
        if right:
            self.kept.append((token, options, right))
        return super().choose(token, options)


class Reader:
    """Pages through the actors annotator up to the pronouns."""

    def __init__(self) -> None:
        self.books = Books()
        self.sexes = Sexes(self.books.words)
        self.parser = Parser(Settings())

    def read(self, page: Page, weights: Weights, label: Callable[[Recorder], Label]) -> Recorder:
        """The recorder of one page, after reading."""
        pieces = units(page.parse, spot(page.parse, self.books), self.books)
        found = named(page.document, page.parse, pieces, self.books, self.sexes)
        recorder = Recorder(found, page.parse, self.books.words, self.sexes)
        recorder.weights, recorder.kept = weights, []
        recorder.label = label(recorder)
        for _ in recorder.read():
            pass
        return recorder


# ------------------------------------------------------------------------------------------------------------ labels


def of_gap(row: dict[str, Any], page: Page) -> Callable[[Recorder], Label]:
    """Right are the chains of the names called TRUE; where none is, all options but the two names."""

    def label(recorder: Recorder) -> Label:
        at = {
            i: s.chain
            for ss in recorder.antecedents.by_sentence.values()
            for s in ss
            for i in range(s.first, s.last + 1)
        }
        heads = {n: page.parse.top(page.parse.covering(*row[n])) for n in gap.NAMES}
        chains = {n: at.get(h.i) for n, h in heads.items()}

        def right(token: Token, options: Options) -> set[int] | None:
            if token.start != row["pronoun"][0]:
                return None
            meant = {chains[n] for n in gap.NAMES if row[f"{n}-coref"]} - {None}
            if any(row[f"{n}-coref"] for n in gap.NAMES):
                return {i for i, (c, _) in enumerate(options) if c in meant}
            return {i for i, (c, _) in enumerate(options) if c is None or c not in chains.values()}

        return right

    return label


def of_gum(mentions: dict[tuple[int, int], str], page: Page) -> Callable[[Recorder], Label]:
    """Right are the chains most of whose names are of the entity that the pronoun is of, else "nobody we know"."""

    def entity(token: Token) -> str | None:
        around = [(e - s, who) for (s, e), who in mentions.items() if s <= token.start and token.end <= e]
        return min(around)[1] if around else None

    def label(recorder: Recorder) -> Label:
        known: dict[Chain, str | None] = {}
        for chain in recorder.antecedents.chains.values():
            told = Counter(w for s in chain.spots if (w := entity(s.token)) is not None)
            known[chain] = told.most_common(1)[0][0] if told else None

        def right(token: Token, options: Options) -> set[int] | None:
            who = mentions.get((token.start, token.end))
            if who is None:
                return None
            return {i for i, (c, _) in enumerate(options) if c is not None and known.get(c) == who} or {0}

        return right

    return label


def of_told(recorder: Recorder) -> Label:
    """Right is the one chain near by of the pronoun's sex, where all names near by are of told sex, not all of one."""

    def right(token: Token, options: Options) -> set[int] | None:
        sex = SEXES[token.lower]
        everybody = recorder.antecedents.options(token, None)
        told = {c: c.sex or c.given for c, _ in everybody if c is not None}
        mine = [c for c, s in told.items() if s == sex]
        doubt = any(s is None and c.kind in ("full", "single") for c, s in told.items())
        if doubt or len(mine) != 1 or len({*told.values()} - {None}) < 2:
            return None
        options[:] = [(c, [f for f in features if not f.startswith(HIDDEN)]) for c, features in everybody]
        return {i for i, (c, _) in enumerate(options) if c is mine[0]}

    return right


HIDDEN = ("sex ", "later sex ")

# ----------------------------------------------------------------------------------------------------------- sources


def gum_documents(folder: Path, left_out: set[str]) -> Iterator[tuple[Document, dict[tuple[int, int], str]]]:
    """Each train document with its mentions of persons by offset."""
    train = (folder / "splits.md").read_text(encoding="utf-8").partition("## train")[2]
    for path in sorted(folder.glob("*.conllu")):
        if f"* {path.stem}\n" in train and path.stem not in left_out:
            yield _gum(path.read_text(encoding="utf-8"))


def _gum(conllu: str) -> tuple[Document, dict[tuple[int, int], str]]:
    text, open_at, mentions = "", list[tuple[str, int]](), dict[tuple[int, int], str]()
    until = 0
    for line in conllu.splitlines():
        if line.startswith("# newpar"):
            text = text.rstrip() + "\n\n" if text else ""
        cells = line.split("\t")
        if len(cells) < 10 or "." in cells[0]:
            continue
        number, _, end = cells[0].partition("-")
        start = len(text)
        if end or int(number) > until:
            text += cells[1] + ("" if "SpaceAfter=No" in cells[9] else " ")
            until = int(end or 0)
        if end:
            continue
        if int(number) <= until:
            start = len(text.rstrip()) - len(cells[1])
        until = 0 if int(number) >= until else until
        found = re.search(r"Entity=([^|]*)", cells[9])
        for opened, kind, closed in re.findall(r"\((\d+)-([a-z]+)|(\d*\))", found[1] if found else ""):
            if opened:
                open_at.append((f"{opened} {kind}", start))
            elif open_at:
                who = closed.rstrip(")")
                at = next((i for i in range(len(open_at) - 1, -1, -1) if open_at[i][0].split()[0] == who), -1)
                key, begun = open_at.pop(at)
                if key.endswith("person"):
                    mentions[begun, len(text.rstrip())] = key
    return document(text.rstrip()), mentions


def jobs(gold: Path, parser: Parser) -> list[tuple[str, int, Page, Callable[[Recorder], Label]]]:
    """All pages to be read: source, number, page and how its pronouns are labelled."""
    rows = gap.rows(gold / "coref/gap-validation.tsv")
    pages = parser.pages([document(r["text"]) for r in rows])
    found = [("gap", n, p, of_gap(r, p)) for n, (r, p) in enumerate(zip(rows, pages, strict=True))]
    times = {json.loads(line)["id"] for line in (gold / "times/gum.jsonl").read_text(encoding="utf-8").splitlines()}
    for document_, mentions in gum_documents(gold / "gum", times):
        page = parser.pages([document_])[0]
        found.append(("gum", 0, page, of_gum(mentions, page)))
    reports = [json.loads(x) for x in (gold / "attribution/train.jsonl").read_text(encoding="utf-8").splitlines()]
    told = [document(r["text"], title=r.get("title")) for n, r in enumerate(reports) if n % 5]
    found += [("told", 0, page, of_told) for d in range(0, len(told), 20) for page in parser.pages(told[d : d + 20])]
    return found


# ------------------------------------------------------------------------------------------------------------ fitting


def instances(reader: Reader, work: Sequence[Any], weights: Weights) -> list[Instance]:
    """The pronouns that can be learnt from, read with `weights`."""
    out = []
    for source, group, page, label in work:
        for _, options, right in reader.read(page, weights, label).kept:
            out.append(Instance(source, group, [f for _, f in options], right))
    return out


def fit(found: Sequence[Instance]) -> Weights:
    """The weights that make the right options likely."""
    names = sorted({f for i in found for option in i.features for f in option})
    number = {f: n for n, f in enumerate(names)}
    options = [o for i in found for o in i.features]
    rows = np.repeat(np.arange(len(options)), [len(o) for o in options])
    columns = np.array([number[f] for o in options for f in o])
    first = np.cumsum([0, *(len(i.features) for i in found)])[:-1]
    of = np.repeat(np.arange(len(found)), [len(i.features) for i in found])
    right = np.array([n in i.right for i in found for n in range(len(i.features))], dtype=float)
    count = np.array([COUNTS[i.source] for i in found])

    weights, mean, spread = (np.zeros(len(names)) for _ in range(3))
    for step in range(1, STEPS + 1):
        sums = np.bincount(rows, weights[columns], minlength=len(options))
        parts = np.exp(sums - np.maximum.reduceat(sums, first)[of])
        shares = parts / np.add.reduceat(parts, first)[of]
        good = shares * right
        wanted = good / np.maximum(np.add.reduceat(good, first), 1e-12)[of]
        slope = np.bincount(columns, ((shares - wanted) * count[of])[rows], minlength=len(names)) + PENALTY * weights
        mean, spread = 0.9 * mean + 0.1 * slope, 0.99 * spread + 0.01 * slope**2
        weights -= RATE * (mean / (1 - 0.9**step)) / (np.sqrt(spread / (1 - 0.99**step)) + 1e-8)
    return {f: round(float(w), 2) for f, w in zip(names, weights, strict=True) if abs(w) >= 0.02}


def best(weights: Weights, one: Instance) -> int:
    """The number of the likeliest option."""
    sums = [sum(weights.get(f, 0.0) for f in option) for option in one.features]
    return max(range(len(sums)), key=sums.__getitem__)


def folds(found: Sequence[Instance]) -> str:
    """How often the best option is a right one, on gap-validation over five folds and by source."""
    hits = Counter[str]()
    total = Counter(i.source for i in found)
    for fold in range(5):
        weights = fit([i for i in found if i.source != "gap" or i.group % 5 != fold])
        hits["gap"] += sum(best(weights, i) in i.right for i in found if i.source == "gap" and i.group % 5 == fold)
    weights = fit(found)
    hits.update(i.source for i in found if i.source != "gap" and best(weights, i) in i.right)
    return ", ".join(f"{s} {hits[s]} of {n}" for s, n in sorted(total.items()))


def main(gold: Path, target: Path) -> None:
    """Prints the figures and writes the weights."""
    reader = Reader()
    work = jobs(gold, reader.parser)
    weights = dict(START)
    for turn in range(ROUNDS):
        found = instances(reader, work, weights)
        print(f"round {turn + 1}: {folds(found)}", flush=True)
        weights = fit(found)
    head = target.read_text(encoding="utf-8").partition("[weights]\n")[0]
    told = "".join(f'"{name}" = {value}\n' for name, value in sorted(weights.items()))
    target.write_text(f"{head}[weights]\n{told}", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
