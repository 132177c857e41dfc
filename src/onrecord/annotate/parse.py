"""Documents -> tokens, tags, heads and entities of whole pages, by spaCy.

A page is parsed in pieces of a paragraph or less, its sentence ends given by `read`, so that no sentence crosses a
paragraph and no report is too long. spaCy's objects never leave this module: their strings live in a memory zone.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from onrecord.data import Document, Page
from onrecord.makers import maker
from onrecord.models import spacy_pipeline
from onrecord.settings import Settings
from onrecord.tokens import Parse, Sentence, Token

if TYPE_CHECKING:
    from spacy.tokens import Doc

# Characters of a piece of a long paragraph, and of the pieces that the parser holds at once: memory grows with the
# second (pieces of 4,000 in spaCy's own batches of 256 took a gigabyte), and nothing is gained above it.
PIECE = 4_000
HELD = 60_000
# The tokenizer's time grows with the square of a run without white space; no word of a report is as long as this.
ENDLESS = re.compile(r"\S{200,}")

Span = tuple[int, int]


class Parser:
    """Parses documents with the pipeline that the settings name."""

    def __init__(self, settings: Settings) -> None:
        self.nlp, model = spacy_pipeline(settings.parser)
        self.maker = maker("parse", 1, model=model)

    def pages(self, documents: Sequence[Document]) -> list[Page]:
        """A Page with its parse for each document, in order."""
        pieces = [list(_pieces(d)) for d in documents]
        longest = max((p[-1][1] - p[0][0] for ps in pieces for p in ps), default=1)
        with self.nlp.memory_zone():
            made = (self._doc(d, p) for d, ps in zip(documents, pieces, strict=True) for p in ps)
            docs = self.nlp.pipe(made, batch_size=max(HELD // longest, 8))
            return [Page(document=d, parse=_parse(d, ps, docs)) for d, ps in zip(documents, pieces, strict=True)]

    def _doc(self, document: Document, piece: list[Span]) -> Doc:
        start, end = piece[0][0], piece[-1][1]
        doc = self.nlp.make_doc(ENDLESS.sub(lambda run: "x" * len(run.group()), document.text[start:end]))
        starts = {s - start for s, _ in piece}
        for token in doc:
            token.is_sent_start = token.idx in starts or token.i == 0
        return doc


def _pieces(document: Document) -> Iterator[list[Span]]:
    """Runs of sentences of one paragraph, at most PIECE characters each unless one sentence is longer.

    A dateline is a piece of its own: the sentence after it is parsed better without it.
    """
    piece: list[Span] = []
    starts = document.sentences
    head = document.dateline.span.start if document.dateline else -1
    for start, end in zip(starts, (*starts[1:], len(document.text)), strict=False):
        parted = piece and (_paragraph(document, start) != _paragraph(document, piece[0][0]) or piece[-1][0] == head)
        if parted or (piece and end - piece[0][0] > PIECE):
            yield piece
            piece = []
        piece.append((start, end))
    if piece:
        yield piece


def _paragraph(document: Document, offset: int) -> int:
    """The number of the paragraph that `offset` lies in; all is one where the document names none."""
    return max(bisect_right(document.paragraphs, offset) - 1, 0)


def _parse(document: Document, pieces: list[list[Span]], docs: Iterator[Doc]) -> Parse:
    tokens: list[Token] = []
    sentences: list[Sentence] = []
    entities = 0
    for piece in pieces:
        start = piece[0][0]
        entities = _add(next(docs), start, tokens, sentences, _paragraph(document, start), entities)
    return Parse(tokens, sentences)


def _add(doc: Any, offset: int, tokens: list[Token], sentences: list[Sentence], paragraph: int, entities: int) -> int:
    """Adds the tokens and sentences of one parsed piece; returns the number of entities so far."""
    made: dict[int, Token] = {}
    for source in doc:
        if source.is_space:
            continue
        token = Token()
        token.i, token.start = len(tokens), offset + source.idx
        token.text, token.lower, token.end = source.text, source.lower_, token.start + len(source.text)
        token.lemma, token.tag, token.pos, token.dep = source.lemma_, source.tag_, source.pos_, source.dep_
        token.space = bool(source.whitespace_)
        token.ent, token.ent_i = source.ent_type_, -1
        if token.ent:
            entities += source.ent_iob_ == "B"
            token.ent_i = entities - 1
        token.children, token.left, token.right = [], token.i, token.i
        tokens.append(token)
        made[source.i] = token
    for source in doc:
        if (known := made.get(source.i)) is None:
            continue
        head = source.head
        while head.is_space and head.head.i != head.i:
            head = head.head
        known.head = made.get(head.i, known)
        if known.head is not known:
            known.head.children.append(known)
    for sent in doc.sents:
        inside = [made[t.i] for t in sent if t.i in made]
        if inside:
            _close(inside, sentences, paragraph)
    return entities


def _close(inside: list[Token], sentences: list[Sentence], paragraph: int) -> None:
    """Adds a sentence: its root, and the extent of each token's subtree."""
    number, root = len(sentences), inside[0]
    for token in inside:
        token.sent = number
        if token.head is token:
            root = token if root.head is not root else root
    order = [t for t in inside if t.head is t]
    for token in order:
        order.extend(token.children)
    for token in reversed(order):
        for child in token.children:
            token.left, token.right = min(token.left, child.left), max(token.right, child.right)
    sentences.append(Sentence(inside[0].i, inside[-1].i + 1, root, paragraph))
