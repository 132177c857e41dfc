"""How much of what is found is right, judged by hand: the samples, and the figures of the judges' sheets.

    python -m bench precision draw SHEET.tsv                # writes the sample with its sentences: never committed
    python -m bench precision keep SHEET.tsv A.tsv B.tsv    # two judges' answers into bench/precision.tsv, without them
    python -m bench precision                               # figures of bench/precision.tsv

With `--of actors` the same for mentions of actors, kept in bench/precision-actors.tsv. The rules that the judges go by
stand in judging.md. A sheet has a line a row: number, document, offsets, what was found, and for the judges the words,
who is meant and the sentences; an answer has the number, and `y` or `n` for each of what is asked, in order.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from bench.predict import read
from bench.tasks import pages
from onrecord.annotate.actors import Actors
from onrecord.data import Actor, Event, Mention, Page
from onrecord.pipeline import Annotator, builtin

ROWS, SEED = 200, 4
SOURCE = "attribution/dev.jsonl"
WHERE = ("number", "document", "start", "end")
Finding = Event | Mention


class Sample(NamedTuple):
    """What is drawn: the annotators, the findings of a page, what is asked, and the fields with and without words."""

    kept: Path
    annotators: Callable[[], Sequence[Annotator]]
    found: Callable[[Page], Sequence[Finding]]
    asked: tuple[str, ...]
    head: tuple[str, ...]
    told: tuple[str, ...]
    fields: Callable[[Page, Finding], tuple[str, ...]]


def _event(page: Page, e: Finding) -> tuple[str, ...]:
    assert isinstance(e, Event)
    return (e.code, e.mode or "", e.status, _names(page, e.actors), _names(page, e.targets))


def _actor(page: Page, m: Finding) -> tuple[str, ...]:
    assert isinstance(m, Mention) and isinstance(m.value, Actor)
    v = m.value
    return (v.kind, v.country or "", "+".join(v.sectors), " / ".join(n for n in (v.name, v.role, *v.members) if n))


HERE = Path(__file__).parent
SAMPLES = {
    "events": Sample(
        HERE / "precision.tsv", builtin, lambda page: page.events, ("type", "actor", "target", "status"),
        ("type", "mode", "status"), ("actors", "targets"), _event,
    ),
    "actors": Sample(
        HERE / "precision-actors.tsv", lambda: (Actors(),), lambda page: page.actors, ("country", "sector"),
        ("kind", "country", "sectors"), ("meant",), _actor,
    ),
}  # fmt: skip


def draw(gold: Path, sheet: Path, sample: Sample) -> int:
    """Writes the sample for the judges; how many findings there were to draw from."""
    found = [
        (str(row["id"]), p, f) for row, p in pages(read(gold / SOURCE), sample.annotators()) for f in sample.found(p)
    ]
    chosen = sorted(random.Random(SEED).sample(range(len(found)), min(ROWS, len(found))))
    lines = ["\t".join((*WHERE, *sample.head, "words", *sample.told, "before", "sentence"))]
    for n, i in enumerate(chosen, 1):
        name, page, f = found[i]
        fields, told = sample.fields(page, f), len(sample.head)
        where = (str(n), name, str(f.span.start), str(f.span.end))
        cells = (*where, *fields[:told], f.span.quote, *fields[told:], *_sentences(page, f))
        lines.append("\t".join(" ".join(c.split()) for c in cells))
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


def _sentences(page: Page, found: Finding) -> tuple[str, str]:
    """The sentence of a finding, and the one before it."""
    sentence = page.parse.sentence(page.parse.covering(found.span.start, found.span.end)[0])
    number = page.parse.sentences.index(sentence)
    both = [page.parse.sentences[n] for n in (number - 1, number) if n >= 0]
    text = page.document.text
    said = [text[page.parse.tokens[s.first].start : page.parse.tokens[s.last - 1].end] for s in both]
    return ("", said[0]) if len(said) == 1 else (said[0], said[1])


def keep(sheet: Path, first: Path, second: Path, sample: Sample) -> None:
    """Writes the judged sample without its sentences."""
    rows = [line.split("\t") for line in sheet.read_text(encoding="utf-8").splitlines()[1:]]
    answers = [_answers(path, len(rows), len(sample.asked)) for path in (first, second)]
    head = (*WHERE, *sample.head)
    lines = ["\t".join((*head, *(f"{a} {n}" for n in (1, 2) for a in sample.asked)))]
    lines += ["\t".join((*row[: len(head)], *answers[0][row[0]], *answers[1][row[0]])) for row in rows]
    sample.kept.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _answers(path: Path, count: int, asked: int) -> dict[str, list[str]]:
    found = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        number, *said = line.split("\t")
        if number.isdigit():
            found[number] = said[:asked]
    bad = [n for n, said in found.items() if len(said) != asked or not {*said} <= {"y", "n"}]
    if bad or len(found) != count:
        raise ValueError(
            f"{path}: {len(found)} of {count} rows answered, not y or n in rows {', '.join(bad) or 'none'}"
        )
    return found


def figures(sample: Sample = SAMPLES["events"]) -> dict[str, dict[str, float]]:
    """For each question the share of `y` by each judge and by both, how often they agree, and Cohen's kappa, in %."""
    lines = sample.kept.read_text(encoding="utf-8").splitlines()[1:]
    rows = [line.split("\t")[len(WHERE) + len(sample.head) :] for line in lines]
    return {asked: dict(_figures(rows, n, len(sample.asked))) for n, asked in enumerate(sample.asked)}


def _figures(rows: Sequence[Sequence[str]], n: int, asked: int) -> Iterator[tuple[str, float]]:
    one, two = ([row[n + k] == "y" for row in rows] for k in (0, asked))
    agree = _share([a == b for a, b in zip(one, two, strict=True)])
    a, b = _share(one), _share(two)
    chance = a * b + (1 - a) * (1 - b)
    both = _share([a and b for a, b in zip(one, two, strict=True)])
    kappa = (agree - chance) / (1 - chance) if chance < 1 else 1.0
    told = {"first": a, "second": b, "mean": (a + b) / 2, "both": both, "agree": agree, "kappa": kappa}
    yield from ((k, round(100 * v, 1)) for k, v in told.items())


def _share(answers: Sequence[bool]) -> float:
    return sum(answers) / max(1, len(answers))


def main(gold: Path | None, arguments: Sequence[str], of: str = "events") -> int:
    """Draws, keeps or prints, as the arguments say; the exit code."""
    sample = SAMPLES[of]
    match arguments:
        case ["draw", sheet] if gold:
            print(f"{ROWS} of {draw(Path(gold), Path(sheet), sample)} {of}")
        case ["keep", sheet, first, second]:
            keep(Path(sheet), Path(first), Path(second), sample)
        case [] if not sample.kept.exists():
            print(f"no sample of {of} has been judged yet")
        case []:
            for asked, told in figures(sample).items():
                print(f"{asked}:", ", ".join(f"{k} {v:g}" for k, v in told.items()))
        case _:
            print("precision takes nothing, or: draw SHEET --gold DIR, or: keep SHEET FIRST SECOND", file=sys.stderr)
            return 2
    return 0
