"""The examples of a user's own codebook, read as reports are: whether each is coded as it is marked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import msgspec

from onrecord.codebooks.own import own
from onrecord.codebooks.pages import GUTTER, Paint
from onrecord.codebooks.plover import example, marks
from onrecord.data import Page, Refusal, Span
from onrecord.record.listing import counted, printable
from onrecord.settings import Settings

Range = tuple[int, int]


class Check(msgspec.Struct, frozen=True, kw_only=True):
    """An example: what it is of (a code with or without a mode, or a context), its marks, and what was found there."""

    of: str
    text: str
    wanted: str
    found: tuple[str, ...]
    right: bool


def checked(settings: Settings) -> list[Check]:
    """Each example of the codebook that the settings name, in the order of the file; ValueError where they name none.

    An example is right when an event stands at the words marked as such, of the type (and mode, or context) that it is
    an example of, and each party shares words with a marked one, each marked one with a party.
    """
    from onrecord.pipeline import Pipeline
    from onrecord.read import document

    if settings.codebook is None:
        raise ValueError('there is nothing to check: name your codebook in the settings, as codebook = "own.toml"')
    book = own(Path(settings.codebook))
    given = [(code, mode, "", marked) for _, code, mode, of in book.parts() for marked in of.examples]
    given += [("", None, name, context.example) for name, context in book.contexts.items()]
    pages = Pipeline(settings).annotate(document(example(marked).text) for *_, marked in given)
    return [_check(page, *one) for page, one in zip(pages, given, strict=True)]


def as_text(checks: Sequence[Check], paint: Paint) -> Iterator[str]:
    """A line for each example, what was read in its place where it is not right, and how many are."""
    for c in checks:
        name = printable(c.of)
        yield f"{paint(name, 'code')}{' ' * max(GUTTER - len(name), 2)}{'yes' if c.right else 'no '}  {c.text}"
        if not c.right:
            pad = " " * (GUTTER + 5)
            yield f"{pad}wanted: {c.wanted}"
            yield from (f"{pad}found:  {printable(f)}" for f in c.found or ("no event at these words",))
    yield f"{sum(c.right for c in checks):,} of {counted(len(checks), 'example')} coded as marked"


def as_json(checks: Iterable[Check]) -> Iterator[str]:
    """Each example as a JSON object."""
    return (msgspec.json.encode(c).decode() for c in checks)


def _check(page: Page | Refusal, code: str, mode: str | None, context: str, marked: str) -> Check:
    told = example(marked)
    of = f"context {context}" if context else _code(code, mode)
    wanted = f"{of}, {_cast(told.trigger, told.actors, told.targets)}"
    if isinstance(page, Refusal):
        return Check(of=of, text=told.text, wanted=wanted, found=(page.reason,), right=False)
    spans = marks(marked)
    actors, named, targets = ([(s, e) for mark, s, e in spans if mark == m] for m in "aet")
    found, right = [], False
    for event in page.events:
        if not _meet((event.span.start, event.span.end), named):
            continue
        sides = [[page.by_id[i].span for i in ids] for ids in (event.actors, event.targets)]
        fits = context in event.contexts if context else event.code == code and mode in (None, event.mode)
        right |= fits and all(_same(side, ranges) for side, ranges in zip(sides, (actors, targets), strict=True))
        about = f" ({', '.join(event.contexts)})" if event.contexts else ""
        cast = _cast(event.span.quote, *([s.quote for s in side] for side in sides))
        found.append(f"{_code(event.code, event.mode)}{about}, {cast}")
    return Check(of=of, text=told.text, wanted=wanted, found=tuple(found), right=right)


def _code(code: str, mode: str | None) -> str:
    return f"{code} {mode}" if mode else code


def _cast(trigger: str, actors: Sequence[str], targets: Sequence[str]) -> str:
    """An event in a line: "sent observers: Norway → Denmark"."""
    return f"{trigger}: {' + '.join(actors) or 'nobody'}" + (f" → {' + '.join(targets)}" if targets else "")


def _same(side: Sequence[Span], ranges: Sequence[Range]) -> bool:
    """Whether each party shares words with one that is marked, and each that is marked with a party."""
    parties = [(s.start, s.end) for s in side]
    return all(_meet(p, ranges) for p in parties) and all(_meet(r, parties) for r in ranges)


def _meet(one: Range, others: Iterable[Range]) -> bool:
    return any(one[0] < end and start < one[1] for start, end in others)
