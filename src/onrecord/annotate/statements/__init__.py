"""Page -> statements: who is reported to have said what, with which cue, how, where and on whose relay."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord import codebooks
from onrecord.annotate.statements import chains, cues, nesting, occasions, relays
from onrecord.annotate.statements.drafts import Draft, drafts
from onrecord.annotate.statements.extents import Marks, minus, trimmed
from onrecord.data import Document, Finding, Manner, Page, Span, Statement
from onrecord.makers import maker
from onrecord.models import reader
from onrecord.tokens import Parse


class Statements:
    """Finds the statements of a page by the reader model, and who passes on, is told and when by rules."""

    name = "statements"
    needs: tuple[str, ...] = ("parse", "times", "actors")
    gives: tuple[str, ...] = ("statements",)

    def __init__(self) -> None:
        self.cues = cues.Cues()
        self.occasions = occasions.Occasions()
        self.reader = reader()
        books = tuple(codebooks.asset(b) for b in (cues.BOOK, occasions.BOOK))
        self.maker = maker("statements", 6, model=self.reader.asset, codebooks=books)

    def __call__(self, pages: Sequence[Page]) -> list[list[Finding]]:
        """The statements of each page in the order of their cues, after mentions of speakers that no list knows."""
        return [self._page(p) for p in pages]

    def _page(self, page: Page) -> list[Finding]:
        found, quotes = drafts(page, self.cues, self.reader)
        found = relays.resolve(page, found, self.cues)
        found = nesting.settle(page.parse, found)
        nesting.go_on(found, quotes, page.parse)
        nesting.alone(found, quotes, page.parse)
        marks = Marks(quotes)
        links = chains.Chains(page, found, marks, self.maker.key)
        settings = occasions.Settings(page, self.occasions)
        made: dict[int, Statement] = {}
        for draft in links.outer_first():
            spans = _spans(page, draft, marks)
            if spans is None:
                continue
            outer = links.within(draft)
            made[draft.cue.i] = Statement.at(
                page.document,
                by=self.maker.key,
                score=round(draft.score, 2),
                manner=_manner(draft, marks, page.parse),
                stance=draft.stance,
                negated=draft.negated,
                within=made[outer].id if outer in made else None,
                **spans,
                **links.voices(draft),
                **settings.of(draft),
            )
        return [*links.made.values(), *(made[i] for i in sorted(made))]


def _spans(page: Page, draft: Draft, marks: Marks) -> dict[str, Span | tuple[Span, ...] | None] | None:
    """Source, cue and content as spans that do not overlap; None when no content is left."""
    document, parse = page.document, page.parse
    content = []
    for range_ in draft.content:
        for part in minus(range_, [draft.words]):
            if (cut := trimmed(*part, parse)) is not None:
                content.append(_span(document, marks.chars(cut, parse)))
    if not content:
        return None
    source = None
    if draft.named is not None and (named := trimmed(*draft.named, parse)) is not None:
        source = _span(document, marks.chars(named, parse))
    first, last = draft.words
    cue = document.span(parse.tokens[first].start, parse.tokens[last].end)
    return {"source": source, "cue": cue, "content": tuple(content)}


def _span(document: Document, ends: tuple[int, int]) -> Span:
    return document.span(*ends)


def _manner(draft: Draft, marks: Marks, parse: Parse) -> Manner:
    quoted, words = marks.share(draft.content, parse)
    return "indirect" if not quoted else "direct" if quoted == words else "mixed"
