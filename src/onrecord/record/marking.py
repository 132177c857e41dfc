"""Words of a report that an analyst marks -> spans and mentions.

Words stand for themselves ("the coast guard"), and may say in square brackets what they mean: codes of an actor ("the
coast guard [KAR MIL]"), a day ("Tuesday [2021-11-30]"), a number or range ("about 9,000 [8500-9500]"). Offsets
("120:135") stand for the words there.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TypeVar

from onrecord.data import Actor, Document, Mention, Page, Place, Quantity, Span, Time, Value
from onrecord.makers import maker
from onrecord.record.schema import spoken

V = TypeVar("V", Actor, Place, Time, Quantity)

OFFSETS = re.compile(r"(\d{1,9}):(\d{1,9})")
MEANING = re.compile(r"(?s)(.*\S)\s*\[([^\[\]]+)\]\s*")
CODES = re.compile(r"[A-Z]{3}(?: [A-Z]{3})*")
NUMBER = r"-?\d[\d,]*(?:\.\d+)?"
RANGE = re.compile(rf"({NUMBER})(?:\s*(?:-|to)\s*({NUMBER}))?")
TOLD = re.compile(NUMBER)
# The component of analysts' makers, whose keys begin so.
ANALYST = "analyst"


def analyst(author: str) -> str:
    """The key of the maker of what `author` adds and corrects."""
    return maker(ANALYST, 1, settings={"name": author}).key


def place_of(document: Document, words: str, near: int | None = None) -> Span:
    """Where `words` stand in the report: the place nearest to the offset `near`, else the only or the first one.

    Raises ValueError when they do not stand in it.
    """
    if at := OFFSETS.fullmatch(words.strip()):
        return document.span(int(at[1]), int(at[2]))
    if not words.strip():
        raise ValueError("no words are given")
    starts, at_next = [], document.text.find(words)
    while at_next >= 0:
        starts.append(at_next)
        at_next = document.text.find(words, at_next + 1)
    if not starts:
        raise ValueError(f"{_short(words)} does not stand in report {document.id}: quote it letter by letter")
    whole = [s for s in starts if _whole(document.text, s, s + len(words))] or starts
    start = whole[0] if near is None else min(whole, key=lambda s: (abs(s - near), s))
    return document.span(start, start + len(words))


def mention(page: Page, words: str, kind: type[V], near: int, by: str) -> Mention:
    """The mention of that kind that `words` are, near the offset `near`: one of the page, else a new one by `by`.

    A new one means what its brackets say, else what a mention of the same name on the page means.
    """
    said, meaning = words, None
    if meant := MEANING.fullmatch(words):
        said, meaning = meant[1], meant[2].strip()
    span = place_of(page.document, said, near)
    here = [m for m in page.mentions if isinstance(m.value, kind) and _ends(m.span) == _ends(span)]
    if here:
        if meaning is not None and not _agrees(here[0].value, _meant(kind, span.quote, meaning)):
            todo = f"correct {here[0].id}, or leave out [{meaning}]"
            raise ValueError(f"the ledger holds {_short(span.quote)} with another meaning: {todo}")
        return here[0]
    value: Value = _meant(kind, span.quote, meaning) if meaning else _known(page, kind, span.quote)
    return Mention.at(span, value, by=by, score=1.0)


def _meant(kind: type[V], words: str, meaning: str) -> Value:
    """What `words` mean, as the analyst says in brackets."""
    if kind is Actor:
        if not CODES.fullmatch(meaning):
            raise ValueError(f"{meaning!r} are no codes of an actor: write a country and sectors, as KAR MIL")
        country, *sectors = meaning.split()
        return Actor(name=words, names=(words,), id=meaning, kind="unnamed", country=country, sectors=tuple(sectors))
    if kind is Time:
        try:
            day = date.fromisoformat(meaning)
            return _day(day)
        except (ValueError, OverflowError) as error:
            raise ValueError(f"{meaning!r} is no day: write it as 2021-11-30") from error
    if kind is Quantity:
        if not (ends := RANGE.fullmatch(meaning)):
            raise ValueError(f"{meaning!r} is no number or range: write it as 9000 or 8500-9500")
        low, high = _number(ends[1]), _number(ends[2] or ends[1])
        if low > high:
            raise ValueError(f"{meaning!r} is no range: its first number is the larger one")
        return Quantity(low=low, high=high, words=words)
    if not re.fullmatch("[A-Z]{3}", meaning):
        raise ValueError(f"{meaning!r} is no country's code: write it as KAR")
    return Place(name=words, country=meaning)


def _ends(span: Span) -> tuple[int, int]:
    return span.start, span.end


def _agrees(held: Value, meant: Value) -> bool:
    """Whether a mention's value says what an analyst means by its words."""
    names = ("country", "sectors", "start", "low", "high")
    return all(getattr(held, name) == getattr(meant, name) for name in names if hasattr(meant, name))


def _known(page: Page, kind: type[V], words: str) -> Value:
    """What `words` mean elsewhere on the page, else no more than they say."""
    asked = spoken(words)
    for m in page.mentions:
        value: Value = m.value
        if isinstance(value, kind) and any(spoken(n) == asked for n in (m.span.quote, *_names(value))):
            return value
    if kind is Actor:
        slug = "-".join(asked.split()) or "?"
        return Actor(name=words, names=(words,), id=f"unnamed:{slug}", kind="unnamed")
    if kind is Time:
        return Time(timex="XXXX-XX-XX")
    if kind is Quantity:
        found = TOLD.search(words)
        number = _number(found[0]) if found else None
        return Quantity(low=number, high=number, words=words)
    return Place(name=words)


def _names(value: Value) -> tuple[str, ...]:
    return (value.name, *value.names) if isinstance(value, Actor) else ()


def _day(day: date) -> Time:
    return Time(start=day.isoformat(), end=(day + timedelta(days=1)).isoformat(), grain="day", timex=day.isoformat())


def _number(said: str) -> float:
    return float(said.replace(",", ""))


def _whole(text: str, start: int, end: int) -> bool:
    """Whether the words from `start` to `end` begin and end as words of their own."""
    before, after = text[start - 1 : start], text[end : end + 1]
    return not (before.isalnum() and text[start].isalnum()) and not (after.isalnum() and text[end - 1].isalnum())


def _short(words: str) -> str:
    said = " ".join(words.split())
    return repr(said if len(said) <= 60 else f"{said[:60]}…")
