"""Quantities as {value or low and high, normalized_unit, change}, in the names and by the habits of the gold data.

The gold data counts ages, durations and every "one", gives shares in words as fractions, reads vague words as powers of
ten, and names what is counted by its whole noun phrase in the singular. The product does none of that: it is mapped
here.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from typing import Any

from bench.tasks import Row, pages
from onrecord import codebooks
from onrecord.annotate.actors import Actors
from onrecord.annotate.quantities import Quantities
from onrecord.annotate.quantities.lexicon import UNITS, UnitsBook
from onrecord.annotate.times import Times
from onrecord.data import Mention, Page, Quantity, Time
from onrecord.tokens import Token

_DURATION = re.compile(r"P(T?)([0-9.]+)([A-Z])")
# "A year" and "every day" count nothing.
_ARTICLE = re.compile(
    r"(an?|every|each|the|per) (?!(past|last|next|first|previous|final|few) )[a-z]+$|[a-z]+ly$", re.IGNORECASE
)
_FROM = re.compile(r"\b[Ff]rom(?: [^\W\d]+){0,3}\s*$")
_MODS = {"APPROX": "~", "LESS_THAN": "<", "EQUAL_OR_LESS": "<", "MORE_THAN": ">", "EQUAL_OR_MORE": ">"}
_GRAINS = {"Y": "year", "M": "month", "W": "week", "D": "day", "TH": "hour", "TM": "minute", "TS": "second"}
_OWN = {"percent": "percentage", "USD": "dollar", "pound": "pound-mass"}


def predict(rows: Sequence[Row]) -> Iterator[Row]:
    """The quantities of each row's text."""
    for row, page in pages(rows, (Times(), Actors(), Quantities(ages=True, every=True))):
        yield {"id": row["id"], "quantities": answers(page)}


def answers(page: Page) -> list[dict[str, Any]]:
    """What the gold data would hold for `page`: its quantities, and the durations among its times."""
    counted = list(_counted(page))
    ends = {m.span.end for m in page.quantities}
    lasted = [
        _duration(m.value)
        for m in page.times
        if isinstance(m.value, Time) and m.span.end not in ends and not _ARTICLE.match(m.span.quote)
    ]
    return [*counted, *(d for d in lasted if d)]


def _counted(page: Page) -> Iterator[dict[str, Any]]:
    """Each quantity; "from 3 to 5 percent" is one range in the gold data even where it tells a rise."""
    text, before = page.document.text, None
    for m in page.quantities:
        assert isinstance(m.value, Quantity)
        if m.value.unit == "year of age" and text[m.span.end :].startswith(",") and m.span.quote.isdecimal():
            continue  # "Mara Venn, 45, said": the gold data counts ages that are said, not those in commas
        answer = _quantity(page, m, m.value)
        if before and "value" in before[1] and "value" in answer and _course(text, before[0], m):
            answer |= {"low": float(before[1]["value"]), "high": float(answer.pop("value"))}
            yield answer
            before = None
            continue
        if before:
            yield before[1]
        starts = _FROM.search(text, max(0, m.span.start - 40), m.span.start) is not None
        before = (m, answer) if starts else None
        if not starts:
            yield answer
    if before:
        yield before[1]


def _course(text: str, first: Mention, last: Mention) -> bool:
    """Whether two amounts are the ends of a course: "from 5 dollars in May to 7 dollars"."""
    assert isinstance(first.value, Quantity)
    assert isinstance(last.value, Quantity)
    gap = text[first.span.end : last.span.start].strip()
    same = first.value.unit == last.value.unit and first.value.of == last.value.of
    return gap == "to" or (same and re.fullmatch(r"[^.;:!?]{0,60}\bto", gap) is not None)


def _quantity(page: Page, mention: Mention, q: Quantity) -> dict[str, Any]:
    low, high = q.low, q.high
    if low is not None and high is not None and q.approximate and high > 3 * low > 0:
        low, high = _vague(low, q.words)
    elif q.unit == "percent" and not _told(low if high is None else high, q.words, mention.span.quote):
        low, high = (None if v is None else v / 100 for v in (low, high))
    ends = (
        {"low": low, "high": high}
        if None not in (low, high) and low != high
        else {"value": f"{low if high is None else high:.10g}"}
    )
    return {**ends, "normalized_unit": _unit(page, mention, q), "change": _change(q)}


def _vague(low: float, words: str) -> tuple[float, float]:
    """A vague word's ends in the gold data: its power of ten and the next; "dozens" from twelve."""
    least = 12.0 if words.lower().endswith("dozens") else 10.0 ** math.floor(math.log10(low))
    return least, 10 * least


def _told(value: float | None, words: str, quote: str) -> bool:
    """Whether the percentage itself stands in the words, with its sign or in figures, and no fraction that makes it."""
    if re.search(r"%|per ?cent|pct|\bpc\b", quote):
        return True
    figures = [float(f.replace(",", "")) for f in re.findall(r"[0-9][0-9,]*(?:\.[0-9]+)?", words)]
    return any(value is not None and math.isclose(f, value, rel_tol=1e-6) for f in map(abs, figures))


def _change(q: Quantity) -> str:
    if q.change != "level":
        return q.change
    if q.low is None or q.high is None:
        return "<" if q.low is None else ">"
    return "~" if q.approximate else "="


def _unit(page: Page, mention: Mention, q: Quantity) -> str:
    if q.unit and not q.unit.startswith("per "):
        first, per, rest = q.unit.partition(" per ")
        return _NAMES.get(first, first) + per + rest
    return _noun(page, mention, q) + (f" {q.unit}" if q.unit else "")


def _noun(page: Page, mention: Mention, q: Quantity) -> str:
    """The counted noun with the words before it, singular; "-" when nothing is counted."""
    if q.of is None:
        return "-"
    start = mention.span.start + len(q.words)
    end = mention.span.end - (len(q.unit) if q.unit else 0)  # "tests per day"
    words = [t for t in page.parse.covering(start, end) if t.start >= start]
    kept = [t for t in words if t.pos in ("NOUN", "PROPN", "ADJ") or t.tag in ("VBN", "VBG") or _joint(t, words)]
    if not kept:
        return q.of
    return (
        "people"
        if kept[-1].lower == "people"
        else " ".join((*(t.text for t in kept[:-1]), _singular(kept[-1]))).replace(" - ", "-")
    )


def _joint(t: Token, words: Sequence[Token]) -> bool:
    return t.tag == "HYPH" and t is not words[0]


def _singular(t: Token) -> str:
    return t.text if t.pos == "PROPN" else t.lemma


def _duration(t: Time) -> dict[str, Any] | None:
    found = _DURATION.fullmatch(t.timex) if t.kind in ("DURATION", "SET") else None
    if not found or (unit := _GRAINS.get(found[1] + found[3])) is None:
        return None
    return {"value": found[2], "normalized_unit": unit, "change": _MODS.get(t.mod or "", "=")}


_NAMES = {c.code: c.name.lower() for c in codebooks.load(UNITS, UnitsBook).currency} | _OWN
