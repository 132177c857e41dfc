"""What the reader is told of a token beside its words: tags, quotes, capitals, and its path in the parse to a cue."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from onrecord.annotate.quotes import Quote
from onrecord.tokens import Parse, Token

# Universal tags and the dependency labels of the parser; another parser's own labels read as the first, unknown.
TAGS = (
    "X", "ADJ", "ADP", "ADV", "AUX", "CCONJ", "DET", "INTJ", "NOUN", "NUM", "PART", "PRON", "PROPN", "PUNCT", "SCONJ",
    "SYM", "VERB",
)  # fmt: skip
LABELS = (
    "dep", "ROOT", "acl", "acomp", "advcl", "advmod", "agent", "amod", "appos", "attr", "aux", "auxpass", "case", "cc",
    "ccomp", "compound", "conj", "csubj", "csubjpass", "dative", "det", "dobj", "expl", "intj", "mark", "meta", "neg",
    "nmod", "npadvmod", "nsubj", "nsubjpass", "nummod", "oprd", "parataxis", "pcomp", "pobj", "poss", "preconj",
    "predet", "prep", "prt", "punct", "quantmod", "relcl", "xcomp",
)  # fmt: skip
# Where a token stands to a cue in the tree: below its head, below the head's first, second or a further ancestor, in a
# sentence before or after, or the path is longer than REACH.
BELOW, FURTHER, BEFORE, AFTER, FAR = 0, 3, 4, 5, 6
RELATIONS = 7
REACH = 12
# Distances in tokens from a cue, in steps that grow; the sign doubles them.
STEPS = (0, 1, 2, 3, 4, 6, 9, 13, 19, 27, 39, 56, 80)
DISTANCES = 2 * len(STEPS)
# Tokens on either side of a cue among which its source and content are looked for, in its own paragraph.
SCOPE = 160

TAG = {name: i for i, name in enumerate(TAGS)}
LABEL = {name: i for i, name in enumerate(LABELS)}
OUTSIDE, INSIDE, MARK = 0, 1, 2
MARKS = 3
# The encoder reads small letters only: none is a capital, the first is, all are, or there is no letter.
SMALL, CAPITAL, CAPITALS, LETTERLESS = 0, 1, 2, 3
CASES = 4


def tags(tokens: Sequence[Token]) -> list[int]:
    """The number of each token's universal tag."""
    return [TAG.get(t.pos, 0) for t in tokens]


def labels(tokens: Sequence[Token]) -> list[int]:
    """The number of each token's dependency label."""
    return [LABEL.get(t.dep, 0) for t in tokens]


def cases(tokens: Sequence[Token]) -> list[int]:
    """Which letters of each token are capitals."""
    return [_case(t.text) for t in tokens]


def _case(word: str) -> int:
    if word.upper() == word.lower():
        return LETTERLESS
    if word.isupper() and len(word) > 1:
        return CAPITALS
    return CAPITAL if word[0].isupper() else SMALL


def told(parse: Parse, marks: Sequence[Quote]) -> list[tuple[int, int, int, int]]:
    """For each token of the page its tag, label, place by quotation marks and capitals, as the reader is told them."""
    tokens = parse.tokens
    return list(zip(tags(tokens), labels(tokens), quoted(parse, marks), cases(tokens), strict=True))


def quoted(parse: Parse, marks: Sequence[Quote]) -> list[int]:
    """For each token of the page whether it stands in quotation marks, or is one."""
    found = [OUTSIDE] * len(parse.tokens)
    for quote in marks:
        found[quote.first : quote.last + 1] = [INSIDE] * (quote.last + 1 - quote.first)
        found[quote.first] = MARK
        found[quote.last] = MARK if quote.closed else INSIDE
    return found


def scope(parse: Parse, cue: int) -> tuple[int, int]:
    """The tokens, half-open, among which the source and the content of the cue at token `cue` are looked for."""
    first, last = parse.paragraph(parse.tokens[cue])
    return max(first, cue - SCOPE), min(last, cue + SCOPE)


def paths(parse: Parse, head: Token, first: int, last: int) -> tuple[list[int], list[int]]:
    """For tokens `first` to `last`: where each stands to `head` in the tree, and the label of its branch."""
    chain = {head.i: BELOW}
    for steps, above in enumerate(head.ancestors(), 1):
        if steps > REACH:
            break
        chain[above.i] = min(steps, FURTHER)
    relations, branches = [], []
    for token in parse.tokens[first:last]:
        if token.sent != head.sent:
            relation, branch = BEFORE if token.sent < head.sent else AFTER, 0
        else:
            relation, branch = _path(token, chain)
        relations.append(relation)
        branches.append(branch)
    return relations, branches


def _path(token: Token, chain: dict[int, int]) -> tuple[int, int]:
    """The relation and branch of one token; a token of the chain itself hangs on the branch "ROOT"."""
    branch = LABEL["ROOT"]
    for _ in range(REACH):
        if token.i in chain:
            return chain[token.i], branch
        branch = LABEL.get(token.dep, 0)
        if token.head is token:
            break
        token = token.head
    return FAR, branch


def distances(first: int, last: int, cue: tuple[int, int]) -> list[int]:
    """For tokens `first` to `last` the step of their distance from the cue's tokens (both ends inclusive)."""
    before = [_step(cue[0] - i) for i in range(first, min(cue[0], last))]
    after = [_step(i - cue[1]) + len(STEPS) for i in range(max(cue[1] + 1, first), last)]
    return before + [0] * (last - first - len(before) - len(after)) + after


def _step(gap: int) -> int:
    return bisect_right(STEPS, gap) - 1
