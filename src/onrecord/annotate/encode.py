"""A parse -> a state of the encoder for each token, read once a page however many annotators ask."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from onrecord.annotate.windows import PIECES, paragraphs, windows
from onrecord.models import Floats, Reader
from onrecord.tokens import Parse, Token

if TYPE_CHECKING:
    from tokenizers import Tokenizer

WIDTH = 384
# Characters of a token that are read: no word is longer, and the tokenizer calls whatever is "unknown".
LONGEST = 100


def pieces(token: Token, tokenizer: Tokenizer) -> list[int]:
    """The numbers of the word pieces of a token, PIECES at most; none for one without a character that is read."""
    text = token.text[:LONGEST].encode("utf-8", "replace").decode()  # half a surrogate pair is no text
    ids: list[int] = tokenizer.encode(text, add_special_tokens=False).ids
    return ids[:PIECES]


def states(parse: Parse, told: Sequence[Sequence[int]], reader: Reader) -> Floats:
    """States [tokens, 384]: that of the first piece of each token, or of the piece before one that has none."""
    if parse.states is None:
        parse.states = _states(parse, told, reader)
    return parse.states


def _states(parse: Parse, told: Sequence[Sequence[int]], reader: Reader) -> Floats:
    known: dict[str, list[int]] = {}
    cut = []
    for token in parse.tokens:
        if token.text not in known:
            known[token.text] = pieces(token, reader.tokenizer)
        cut.append(known[token.text])
    found = np.zeros((len(cut), WIDTH), dtype=np.float32)
    for window in windows(list(paragraphs(parse)), [len(c) for c in cut]):
        starts: list[int] = []
        flat: list[int] = []
        of: list[Sequence[int]] = []
        for i in range(window.first, window.last):
            starts.append(max(len(flat) - (not cut[i]), 0))
            flat += cut[i]
            of += [told[i]] * len(cut[i])
        read = reader.encode(flat, of)
        found[window.begin : window.end] = read[starts[window.begin - window.first : window.end - window.first]]
    return found
