"""Who "he" or "her" is: the pronouns of GAP (Webster et al. 2018), scored as GAP's own scorer does.

The product reads the whole text and is told neither the candidates nor the pronoun. For each of the row's two names,
A and B, the answer is TRUE when the Actor behind the pronoun at its offset is the Actor of the mention that covers the
name, else FALSE. Over both names of all rows a true positive is a name answered TRUE that the gold data calls TRUE; F1
follows from precision and recall. `masculine` and `feminine` are F1 on the rows with a pronoun of that gender, `bias`
is feminine over masculine. An answer for one name does not depend on that for the other.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from bench.tasks import Row, pages
from onrecord.annotate.actors import Actors
from onrecord.data import Actor, Page

NAMES = ("A", "B")
FEMININE = frozenset(("she", "her", "hers", "herself"))


def rows(path: Path) -> list[Row]:
    """The rows of one of GAP's tables."""
    with path.open(encoding="utf-8", newline="") as table:
        return [_row(r) for r in csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE)]


def _row(cells: dict[str, str]) -> Row:
    row: Row = {"id": cells["ID"], "text": cells["Text"], "pronoun": _span(cells["Pronoun"], cells["Pronoun-offset"])}
    row |= {name: _span(cells[name], cells[f"{name}-offset"]) for name in NAMES}
    return row | {f"{name}-coref": cells[f"{name}-coref"].upper() == "TRUE" for name in NAMES}


def _span(words: str, offset: str) -> list[int]:
    return [int(offset), int(offset) + len(words)]


def predict(rows: Iterable[Row]) -> Iterator[Row]:
    """For each row whether the pronoun is A and whether it is B; what a row does not give is nobody."""
    for row, page in pages(rows, (Actors(),)):
        who = _actor(page, row.get("pronoun"))
        same = {name: who is not None and who == _actor(page, row.get(name)) for name in NAMES}
        yield {"id": row["id"], "pronouns": same}


def _actor(page: Page, span: Sequence[int] | None) -> str | None:
    """The id of the actor whose mention covers the head of the words at `span`."""
    tokens = page.parse.covering(*span) if span else []
    found = page.actor(page.parse.top(tokens)) if tokens else None
    return found.value.id if found is not None and isinstance(found.value, Actor) else None


def score(rows: Iterable[Row], predictions: Iterable[Row]) -> dict[str, float]:
    """F1, precision and recall in percent, F1 by gender, and the bias ratio."""
    pairs = [(_words(row).lower() in FEMININE, row, answer) for row, answer in zip(rows, predictions, strict=True)]
    overall = _figures(pairs)
    masculine, feminine = (_figures([p for p in pairs if p[0] == sex])["f1"] for sex in (False, True))
    bias = round(feminine / masculine, 3) if masculine else 0.0
    return overall | {"masculine": masculine, "feminine": feminine, "bias": bias}


def _words(row: Row) -> str:
    start, end = row["pronoun"]
    return str(row["text"][start:end])


def _figures(pairs: Sequence[tuple[bool, Row, Row]]) -> dict[str, float]:
    told = [(row[f"{n}-coref"], answer["pronouns"][n]) for _, row, answer in pairs for n in NAMES]
    right = sum(gold and said for gold, said in told)
    gold, said = sum(gold for gold, _ in told), sum(said for _, said in told)
    figures = {"f1": 2 * right / max(gold + said, 1), "precision": right / max(said, 1), "recall": right / max(gold, 1)}
    return {name: round(100 * value, 1) for name, value in figures.items()}
