"""How many of the events that are found are right, judged by hand: the sample, and the figures of the judges' sheet.

    python -m bench precision draw SHEET.tsv                # writes the sample with its sentences: never committed
    python -m bench precision keep SHEET.tsv A.tsv B.tsv    # two judges' answers into bench/precision.tsv, without them
    python -m bench precision                               # figures of bench/precision.tsv

The rules that the judges went by stand in judging.md. A sheet has a line a row: number, document, offsets, type, mode,
status, and for the judges the words, parties and sentences; an answer has the number, and `y` or `n` for type, actor,
target and status.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Sequence
from pathlib import Path

from bench.predict import read
from bench.tasks import pages
from onrecord.data import Event, Mention, Page
from onrecord.pipeline import builtin

ROWS, SEED = 200, 4
SOURCE = "attribution/dev.jsonl"
KEPT = Path(__file__).parent / "precision.tsv"
ASKED = ("type", "actor", "target", "status")
HEAD = ("number", "document", "start", "end", "type", "mode", "status")


def draw(gold: Path, sheet: Path) -> int:
    """Writes the sample for the judges; how many events there were to draw from."""
    found = [(str(row["id"]), p, e) for row, p in pages(read(gold / SOURCE), builtin()) for e in p.events]
    chosen = sorted(random.Random(SEED).sample(range(len(found)), min(ROWS, len(found))))
    lines = ["\t".join((*HEAD, "words", "actors", "targets", "before", "sentence"))]
    for n, i in enumerate(chosen, 1):
        name, page, event = found[i]
        told = (_names(page, event.actors), _names(page, event.targets), *_sentences(page, event))
        where = (str(event.span.start), str(event.span.end), event.code, event.mode or "", event.status)
        lines.append("\t".join((str(n), name, *where, event.span.quote.replace("\n", " "), *told)))
    sheet.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return len(found)


def _names(page: Page, ids: Sequence[str]) -> str:
    """The words of mentions and, where these are not its name, whom they mean."""
    out = []
    for i in ids:
        mention = page.by_id[i]
        assert isinstance(mention, Mention)
        name, quote = getattr(mention.value, "name", ""), " ".join(mention.span.quote.split())
        out.append(quote if name in ("", quote) else f"{quote} (= {name})")
    return "; ".join(out)


def _sentences(page: Page, event: Event) -> tuple[str, str]:
    """The sentence of an event, and the one before it."""
    sentence = page.parse.sentence(page.parse.covering(event.span.start, event.span.end)[0])
    number = page.parse.sentences.index(sentence)
    both = [page.parse.sentences[n] for n in (number - 1, number) if n >= 0]
    text = page.document.text
    said = [" ".join(text[page.parse.tokens[s.first].start : page.parse.tokens[s.last - 1].end].split()) for s in both]
    return ("", said[0]) if len(said) == 1 else (said[0], said[1])


def keep(sheet: Path, first: Path, second: Path) -> None:
    """Writes the judged sample without its sentences."""
    rows = [line.split("\t") for line in sheet.read_text(encoding="utf-8").splitlines()[1:]]
    answers = [_answers(path, len(rows)) for path in (first, second)]
    lines = ["\t".join((*HEAD, *(f"{a} {n}" for n in (1, 2) for a in ASKED)))]
    lines += ["\t".join((*row[: len(HEAD)], *answers[0][row[0]], *answers[1][row[0]])) for row in rows]
    KEPT.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _answers(path: Path, count: int) -> dict[str, list[str]]:
    found = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        number, *said = line.split("\t")
        if number.isdigit():
            found[number] = said[: len(ASKED)]
    bad = [n for n, said in found.items() if len(said) != len(ASKED) or not {*said} <= {"y", "n"}]
    if bad or len(found) != count:
        raise ValueError(
            f"{path}: {len(found)} of {count} rows answered, not y or n in rows {', '.join(bad) or 'none'}"
        )
    return found


def figures(kept: Path = KEPT) -> dict[str, dict[str, float]]:
    """For each question the share of `y` by each judge and by both, how often they agree, and Cohen's kappa, in %."""
    rows = [line.split("\t")[len(HEAD) :] for line in kept.read_text(encoding="utf-8").splitlines()[1:]]
    out = {}
    for n, asked in enumerate(ASKED):
        one, two = ([row[n + k] == "y" for row in rows] for k in (0, len(ASKED)))
        agree = _share([a == b for a, b in zip(one, two, strict=True)])
        a, b = _share(one), _share(two)
        chance = a * b + (1 - a) * (1 - b)
        both = _share([a and b for a, b in zip(one, two, strict=True)])
        kappa = (agree - chance) / (1 - chance) if chance < 1 else 1.0
        told = {"first": a, "second": b, "mean": (a + b) / 2, "both": both, "agree": agree, "kappa": kappa}
        out[asked] = {k: round(100 * v, 1) for k, v in told.items()}
    return out


def _share(answers: Sequence[bool]) -> float:
    return sum(answers) / max(1, len(answers))


def main(gold: Path | None, arguments: Sequence[str]) -> int:
    """Draws, keeps or prints, as the arguments say; the exit code."""
    match arguments:
        case ["draw", sheet] if gold:
            print(f"{ROWS} of {draw(Path(gold), Path(sheet))} events")
        case ["keep", sheet, first, second]:
            keep(Path(sheet), Path(first), Path(second))
        case []:
            for asked, told in figures().items():
                print(f"{asked}:", ", ".join(f"{k} {v:g}" for k, v in told.items()))
        case _:
            print("precision takes nothing, or: draw SHEET --gold DIR, or: keep SHEET FIRST SECOND", file=sys.stderr)
            return 2
    return 0
