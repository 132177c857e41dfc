"""Of which country and sector the actors and targets of PLOVER's gold records are, their words given.

The words are looked for in the row's sentence: at their first place, in capitals or not; where they do not stand there
as given, each of their words at its first place. The answer is country and sectors of the mention that covers most of
these characters (of two that cover as much the first), None where no mention touches them.

`country` is the share of all actors and targets, actors first, whose country is that of the gold code. Three codes that
stand in no standard are read as what they mean: ITL is ITA, JAP is JPN, VTN is VNM. IGO, which its authors of 2016 also
gave to the United Nations and the European Union, is met by an actor whose country is IGO, UNO or EUR; NGO and MNC, as
every other code, only by the same code. A gold code is never met by an actor without a country. `sector` is the share
of those with a gold sector one of whose sectors is its first three letters. The counts beside them tell why: no
mention, a country or sector that is not told, one that differs.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from bench.tasks import Row, pages
from onrecord.annotate.actors import Actors
from onrecord.data import Actor, Page

Span = tuple[int, int]
PARTIES = ("actors", "targets")
MEANT = {"ITL": "ITA", "JAP": "JPN", "VTN": "VNM"}
MET = {"IGO": frozenset(("IGO", "UNO", "EUR"))}


def predict(rows: Iterable[Row]) -> Iterator[Row]:
    """For each row country and sectors of its actors and then of its targets, None where nobody was found."""
    for row, page in pages(rows, (Actors(),)):
        yield {"id": row["id"], "actors": [_answer(page, str(p["text"])) for p in _parties(row)]}


def _parties(row: Row) -> list[Row]:
    return [p for side in PARTIES for p in row.get(side, ())]


def _answer(page: Page, words: str) -> Row | None:
    spans = places(page.document.text, words)
    best, most = None, 0
    for m in page.actors:
        covered = sum(max(0, min(m.span.end, end) - max(m.span.start, start)) for start, end in spans)
        if covered > most and isinstance(m.value, Actor):
            best, most = m.value, covered
    return None if best is None else {"country": best.country, "sectors": list(best.sectors)}


def places(text: str, words: str) -> list[Span]:
    """Where `words` first stand in `text`, in capitals or not; else where each word of them that is there does."""
    whole = _first(text, words)
    return [whole] if whole else [at for w in words.split() if (at := _first(text, w))]


def _first(text: str, words: str) -> Span | None:
    found = re.search(rf"(?<!\w){re.escape(words)}(?!\w)", text, re.IGNORECASE)
    found = found or re.search(re.escape(words), text, re.IGNORECASE)
    return found.span() if found and words else None


def score(rows: Iterable[Row], predictions: Iterable[Row]) -> dict[str, float]:
    """The two shares in percent, and how many of the rest have which cause."""
    pairs = [
        pair for r, p in zip(rows, predictions, strict=True) for pair in zip(_parties(r), p["actors"], strict=True)
    ]
    country = Counter(_country(gold["code"], answer) for gold, answer in pairs)
    sector = Counter(_sector(gold["sector"], answer) for gold, answer in pairs if gold["sector"])
    causes = {f"{name} {why} (count)": float(counts[why]) for name, counts in (("country", country), ("sector", sector))
              for why in ("no mention", "empty", "differs")}  # fmt: skip
    return {"country": _share(country), "sector": _share(sector)} | causes


def _share(causes: Counter[str]) -> float:
    return round(100 * causes["right"] / max(causes.total(), 1), 1)


def _country(code: str, answer: Row | None) -> str:
    code = MEANT.get(code, code)
    if answer is None or answer["country"] is None:
        return "no mention" if answer is None else "empty"
    return "right" if answer["country"] in MET.get(code, (code,)) else "differs"


def _sector(code: str, answer: Row | None) -> str:
    if answer is None or not answer["sectors"]:
        return "no mention" if answer is None else "empty"
    return "right" if code[:3] in answer["sectors"] else "differs"
