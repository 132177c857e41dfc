"""Documents -> tokens, tags, heads and entities of whole pages, by spaCy.

A page is parsed in pieces of a paragraph or less, its sentence ends given by `read`, so that no sentence crosses a
paragraph and no report is too long. spaCy's objects never leave this module: their strings live in a memory zone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from onrecord.data import Document, Page
from onrecord.makers import maker
from onrecord.models import spacy_pipeline
from onrecord.settings import Settings
from onrecord.tokens import Parse, Sentence, Token

if TYPE_CHECKING:
    from spacy.tokens import Doc

# Characters of one call to the parser: long enough to fill its batches, short enough that memory stays flat.
PIECE = 4_000


class Parser:
    """Parses documents with the pipeline that the settings name."""

    def __init__(self, settings: Settings) -> None:
        self.nlp, model = spacy_pipeline(settings.parser)
        self.maker = maker("parse", 1, model=model)

    def pages(self, documents: Sequence[Document]) -> list[Page]:
        """A Page with its parse for each document, in order."""
        pieces = [list(_pieces(d)) for d in documents]
        with self.nlp.memory_zone():
            docs = self.nlp.pipe(self._doc(d, p) for d, ps in zip(documents, pieces, strict=True) for p in ps)
            return [Page(document=d, parse=_parse(d, ps, docs)) for d, ps in zip(documents, pieces, strict=True)]

    def _doc(self, document: Document, piece: list[tuple[int, int]]) -> Doc:
        start, end = piece[0][0], piece[-1][1]
        doc = self.nlp.make_doc(document.text[start:end])
        starts = {s - start for s, _ in piece}
        for token in doc:
            token.is_sent_start = token.idx in starts or token.i == 0
        return doc


def _sentences(document: Document) -> list[tuple[int, int]]:
    starts = document.sentences
    return list(zip(starts, (*starts[1:], len(document.text)), strict=True))


def _pieces(document: Document) -> Iterator[list[tuple[int, int]]]:
    """Runs of sentences of one paragraph, at most PIECE characters each unless one sentence is longer."""
    piece: list[tuple[int, int]] = []
    for start, end in _sentences(document):
        if piece and (end - piece[0][0] > PIECE or _breaks(document.text, piece[-1])):
            yield piece
            piece = []
        piece.append((start, end))
    if piece:
        yield piece


def _breaks(text: str, sentence: tuple[int, int]) -> bool:
    """Whether a paragraph ends with this sentence: white space after its words holds a line break."""
    said = text[sentence[0] : sentence[1]]
    return "\n" in said[len(said.rstrip()) :] or "\r" in said[len(said.rstrip()) :]


def _parse(document: Document, pieces: list[list[tuple[int, int]]], docs: Iterator[Doc]) -> Parse:
    tokens: list[Token] = []
    sentences: list[Sentence] = []
    paragraph = entities = 0
    for piece in pieces:
        doc = next(docs)
        entities = _add(doc, piece[0][0], tokens, sentences, paragraph, entities)
        paragraph += _breaks(document.text, piece[-1])
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
