"""Documents through the annotators, in batches: checks the order of the annotators and that each quote stands.

An annotator has `name`, `needs` and `gives` (names of what must be there before, and of what it adds) and a `maker`; it
is called with a batch of pages and returns the findings for each. It changes nothing.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import msgspec

from onrecord.data import Document, Event, Finding, Maker, Mention, Page, Refusal, Statement
from onrecord.settings import Settings

if TYPE_CHECKING:
    from onrecord.annotate.events.own import Finder

# Characters of text that go through the annotators together: a few hundred sentences fill the parser's batches.
BATCH = 60_000
BLANK = re.compile(r"\S")
Span = tuple[int, int]


class Annotator(Protocol):
    """What reads pages and returns findings."""

    name: str
    needs: tuple[str, ...]
    gives: tuple[str, ...]
    maker: Maker

    def __call__(self, pages: Sequence[Page]) -> list[list[Finding]]:
        """The findings for each page, in the order of `pages`; the pages stay as they are."""
        ...


def builtin(settings: Settings | None = None) -> tuple[Annotator, ...]:
    """The annotators that come with onrecord, in the order in which they run; `settings` may name own lists."""
    from onrecord.annotate.actors import Actors
    from onrecord.annotate.events import Events
    from onrecord.annotate.places import Places
    from onrecord.annotate.quantities import Quantities
    from onrecord.annotate.statements import Statements
    from onrecord.annotate.times import Times
    from onrecord.codebooks.own_actors import own_actors

    settings = settings or Settings()
    actors = Actors(own_actors(Path(settings.actors)) if settings.actors is not None else None)
    return (Times(), actors, Places(), Quantities(), Statements(), Events(_finder(settings)))


def _finder(settings: Settings) -> Finder | None:
    """What finds the types of the codebook that the settings name."""
    if settings.codebook is None:
        return None
    from onrecord.annotate.events.own import Finder
    from onrecord.annotate.parse import Parser
    from onrecord.codebooks.own import own

    return Finder(own(Path(settings.codebook)), Parser(settings))


def named(name: str) -> Annotator:
    """The annotator that "package.module:name" makes when called; raises ValueError or ImportError otherwise."""
    module, colon, attribute = name.partition(":")
    if not colon:
        raise ValueError(f"annotator {name!r}: write it as package.module:name")
    make = getattr(importlib.import_module(module), attribute, None)
    if make is None:
        raise ValueError(f"annotator {name!r}: the module {module} has no {attribute!r}")
    made: Annotator = make()
    if missing := [a for a in ("name", "needs", "gives", "maker") if not hasattr(made, a)]:
        raise ValueError(f"annotator {name!r}: what it makes has no {', '.join(missing)}")
    return made


class Pipeline:
    """The parser and the annotators, loaded once; `makers` says who they are."""

    def __init__(self, settings: Settings | None = None, annotators: Sequence[Annotator] | None = None) -> None:
        from onrecord.annotate.parse import Parser

        settings = settings or Settings()
        self.annotators = builtin(settings) if annotators is None else tuple(annotators)
        self.annotators += tuple(named(n) for n in settings.annotators)
        _check_order(self.annotators)
        self.parser = Parser(settings)
        self.makers = (self.parser.maker, *(a.maker for a in self.annotators))

    def annotate(self, documents: Iterable[Document]) -> Iterator[Page | Refusal]:
        """A Page for each document in order, or a Refusal for one that an annotator could not read."""
        for batch in _batches(documents):
            try:
                yield from self._pages(batch)
            except Exception:  # one report must never cost the others: find it by reading each alone
                yield from map(self._alone, batch)

    def _alone(self, document: Document) -> Page | Refusal:
        """The page of one report; without its bad sentences, each a Refusal, where it cannot be read whole."""
        try:
            return self._pages([document])[0]
        except Exception as error:
            refusal = _refusal(document, "could not be annotated", error)
        sentences = list(zip(document.sentences, (*document.sentences[1:], len(document.text)), strict=True))
        bad = self._bad(document, sentences)
        if len(bad) == len(sentences):
            return refusal
        kept = [s for s in sentences if s not in bad]
        try:
            page = self._pages([_only(document, kept)])[0]
            return _restored(page, document, [_refusal(document, _where(document, s), e) for s, e in bad.items()])
        except Exception:  # it is the sentences together that cannot be read
            return refusal

    def _bad(self, document: Document, sentences: list[Span]) -> dict[Span, Exception]:
        """The sentences that cannot be read by themselves, found by halving."""
        try:
            self._pages([_only(document, sentences)])
            return {}
        except Exception as error:
            if len(sentences) < 2:
                return dict.fromkeys(sentences, error)
        half = len(sentences) // 2
        return self._bad(document, sentences[:half]) | self._bad(document, sentences[half:])

    def _pages(self, documents: Sequence[Document]) -> list[Page]:
        pages = self.parser.pages(documents)
        for annotator in self.annotators:
            found = annotator(pages)
            pages = [_with(p, f, annotator.name) for p, f in zip(pages, found, strict=True)]
        return pages


def _refusal(document: Document, what: str, error: Exception) -> Refusal:
    source = document.url or document.title or document.id
    return Refusal(source=source, reason=f"{what}: {error!r}", sha256=document.raw)


def _where(document: Document, sentence: Span) -> str:
    return f"the sentence at {sentence[0]}-{sentence[1]} could not be annotated"


def _only(document: Document, sentences: Sequence[Span]) -> Document:
    """`document` with white space in place of all but `sentences`: what is left keeps its offsets."""
    text, at = "", 0
    for start, end in sentences:
        text += BLANK.sub(" ", document.text[at:start]) + document.text[start:end]
        at = end
    return msgspec.structs.replace(document, text=text + BLANK.sub(" ", document.text[at:]))


def _restored(page: Page, document: Document, refused: list[Refusal]) -> Page:
    """`page` with its whole document again; raises ValueError when a quote reaches over what was left out."""
    spans = [f.span for f in page.findings()]
    spans += [c for s in page.statements for c in s.content]
    for s in spans:
        if document.text[s.start : s.end] != s.quote:
            raise ValueError(f"{s} is not what the report says there")
    return msgspec.structs.replace(page, document=document, refused=tuple(refused))


def _check_order(annotators: Sequence[Annotator]) -> None:
    given = {"parse"}
    for a in annotators:
        if missing := [n for n in a.needs if n not in given]:
            raise ValueError(
                f"annotator {a.name!r} needs {', '.join(missing)}, which nothing before it gives. "
                f"Given by then: {', '.join(sorted(given))}. Move it back, or add what gives it."
            )
        given.update(a.gives)


def _batches(documents: Iterable[Document]) -> Iterator[list[Document]]:
    batch: list[Document] = []
    size = 0
    for document in documents:
        batch.append(document)
        size += len(document.text)
        if size >= BATCH:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _with(page: Page, found: Sequence[Finding], name: str) -> Page:
    """`page` with `found` added in the order of the text; raises ValueError when a quote or an id does not hold."""
    text, known = page.document.text, set(page.by_id)
    for f in found:
        if f.span.doc != page.document.id or text[f.span.start : f.span.end] != f.span.quote:
            raise ValueError(f"annotator {name!r}: {f.span} is not what the report says there")
        if f.id in known:
            raise ValueError(f"annotator {name!r}: two findings with the id {f.id}, the second at {f.span}")
        known.add(f.id)
    place = lambda f: (f.span.start, -f.span.end, f.id)  # noqa: E731
    return msgspec.structs.replace(
        page,
        mentions=tuple(sorted((*page.mentions, *(f for f in found if isinstance(f, Mention))), key=place)),
        statements=tuple(sorted((*page.statements, *(f for f in found if isinstance(f, Statement))), key=place)),
        events=tuple(sorted((*page.events, *(f for f in found if isinstance(f, Event))), key=place)),
    )
