"""The PLOVER codebook, and a user's own beside it, as pages: an overview of the types, all of one type, the contexts;
as lines or as JSON."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Literal

import msgspec

from onrecord.codebooks.own import OwnMode, OwnType, own
from onrecord.codebooks.plover import Context, Mode, Type, example, plover

Style = Literal["head", "code", "label", "plain"]
Paint = Callable[[str, Style], str]
Types = Mapping[str, Type | OwnType]
GUTTER = 19


class Book(msgspec.Struct, frozen=True):
    """PLOVER's types and contexts, and those of a user's own codebook."""

    types: dict[str, Type | OwnType]
    contexts: dict[str, Context]
    # The names that are the user's own.
    mine: frozenset[str]


def book(path: str | None) -> Book:
    """All there is to print: PLOVER, and after it what the user's codebook at `path` adds."""
    if path is None:
        return Book({**plover().types}, plover().contexts, frozenset())
    mine = own(Path(path))
    names = frozenset((*mine.types, *mine.contexts))
    return Book({**plover().types, **mine.types}, {**plover().contexts, **mine.contexts}, names)


def code(book: Book, name: str) -> str:
    """The code of the type that is called `name`, in capitals or not; raises LookupError with all codes."""
    if name.upper() not in book.types:
        raise LookupError(f"{name!r} is no type of the codebook: {', '.join(book.types)}")
    return name.upper()


def overview(book: Book, width: int, paint: Paint) -> Iterator[str]:
    """Each type under its quad class: code, score, what it is in a sentence, and its modes."""
    for quad in dict.fromkeys(kind.quad for kind in book.types.values()):
        yield paint(quad, "head")
        yield ""
        for name, kind in book.types.items():
            if kind.quad != quad:
                continue
            told = kind.definition.partition(". ")[0].rstrip(".") + "."
            modes = [f"modes: {', '.join(kind.modes)}"] if kind.modes else []
            below = [_signed(kind.score), *(["your own"] if name in book.mine else [])]
            yield from _row(name, below, [told, *modes], width, paint)


def page(book: Book, name: str, width: int, paint: Paint) -> Iterator[str]:
    """All that the codebook says of the type with the code `name`."""
    kind = book.types[name]
    yield paint(name, "code")
    yield paint(_facts(kind), "label")
    yield ""
    yield from textwrap.wrap(kind.definition, width)
    yield ""
    yield from _row("example", [], [*_examples(kind), *_patterns(kind)], width, paint)
    if kind.boundary:
        yield paint("boundary", "head")
        yield ""
        for case in kind.boundary:
            yield from textwrap.wrap(case, width, initial_indent="  - ", subsequent_indent="    ")
        yield ""
    if not kind.modes:
        return
    yield paint("modes", "head")
    yield ""
    for mode, of in kind.modes.items():
        below = [_signed(of.score)] if of.score is not None else []
        below += ["not in the manual"] if isinstance(of, Mode) and of.ours else []
        yield from _row(mode, below, [of.definition, *_examples(of), *_patterns(of)], width, paint)


def contexts(book: Book, width: int, paint: Paint) -> Iterator[str]:
    """Each context: what it is, the words that tell it, and an example."""
    for name, context in book.contexts.items():
        lines = [context.definition, f"words: {', '.join(context.words)}", *_told(context.example)]
        yield from _row(name, ["your own"] if name in book.mine else [], lines, width, paint)


def types_as_json(book: Book, only: str | None = None) -> Iterator[str]:
    """The types, or the one with the code `only`, each as a JSON object."""
    for name, kind in book.types.items():
        if only in (None, name):
            modes = [_plain("name", mode, of) for mode, of in kind.modes.items()]
            yield _json(_plain("code", name, kind) | {"modes": modes})


def contexts_as_json(book: Book) -> Iterator[str]:
    """The contexts, each as a JSON object."""
    return (_json(_plain("name", name, context)) for name, context in book.contexts.items())


def _facts(kind: Type | OwnType) -> str:
    facts = f"{kind.quad} · score {_signed(kind.score)}"
    if isinstance(kind, OwnType):
        return f"{facts} · your own"
    wanted = "a target is wanted" if kind.recipient else "a target may be missing"
    return f"{facts} · CAMEO {', '.join(kind.cameo)} · {wanted}"


def _examples(of: Type | Mode | OwnType | OwnMode) -> list[str]:
    """Each example as it reads, and below it as it is coded."""
    examples = of.examples if isinstance(of, OwnType | OwnMode) else (of.example,)
    return [line for marked in examples for line in _told(marked)]


def _patterns(of: Type | Mode | OwnType | OwnMode) -> list[str]:
    """The patterns that name a type or mode of a user's own."""
    if not isinstance(of, OwnType | OwnMode):
        return []
    named = [
        f"{field}: {', '.join(entries)}" for field, entries in (("verbs", of.verbs), ("nouns", of.nouns)) if entries
    ]
    return named or ["named by the words that its examples mark"]


def _told(marked: str) -> list[str]:
    """An example as it reads, and below it the event as it is coded: "held talks: Norway + Denmark"."""
    e = example(marked)
    parties = " → ".join(" + ".join(p) for p in (e.actors, e.targets) if p)
    return [f"“{e.text}”", f"{e.trigger}: {parties}"]


def _signed(score: float) -> str:
    return f"{score:+.1f}" if score else "0.0"


def _row(name: str, below: Iterable[str], told: Iterable[str], width: int, paint: Paint) -> Iterator[str]:
    """Lines of text beside a name and what stands below it."""
    names: list[tuple[str, Style]] = [(name, "code"), *((b, "label") for b in below)]
    # A long name has its line for itself.
    right = [""] if len(name) > GUTTER - 2 else []
    right += [line for text in told for line in textwrap.wrap(text, width - GUTTER - 2, break_on_hyphens=False)]
    right += [""] * (len(names) - len(right))
    for i, line in enumerate(right):
        left, style = names[i] if i < len(names) else ("", "plain")
        pad = " " * (GUTTER - len(left))
        yield f"  {paint(left, style) if left else ''}{pad}{line}".rstrip()
    yield ""


def _plain(key: str, name: str, told: msgspec.Struct) -> dict[str, Any]:
    fields: dict[str, Any] = msgspec.to_builtins(told)
    if "examples" in fields:
        return {key: name} | fields | {"examples": [msgspec.to_builtins(example(e)) for e in fields["examples"]]}
    return {key: name} | fields | {"example": msgspec.to_builtins(example(fields["example"]))}


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()
