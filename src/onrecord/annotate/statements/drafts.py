"""Drafts of statements: what the reader found, as tokens, with what the parse tells of each."""

from __future__ import annotations

from onrecord.annotate.decode import Range
from onrecord.annotate.quotes import Quote, quotes
from onrecord.annotate.statements import turns
from onrecord.annotate.statements.cues import Cues
from onrecord.annotate.statements.readings import Reading, readings, score
from onrecord.data import Page, Stance
from onrecord.models import Reader
from onrecord.tokens import Parse, Token

# Subjects and determiners by which nobody says it.
NOBODY = frozenset(("nobody", "none", "neither", "no"))
# How sure it is that the paragraph after "said:" is what was said: an estimate, PolNeAR's contents cross no paragraph.
ANNOUNCED = 0.6
# How far from that colon, in tokens, its cue may stand.
CLOSE = 8
ADJUNCTS = ("prep", "npadvmod", "advmod", "dative", "dobj", "tmod", "punct")
SUBJECTS = ("nsubj", "nsubjpass")
NOUNS = ("NOUN", "PROPN", "PRON", "NUM")


class Draft:
    """A statement as tokens: `cue` its head word, `words` the range of all its words, `source` the head of the source
    and `named` the range of it, `content` ranges.

    `relays` are the heads of those who only pass it on, outermost first, `grounds` is the head of what it is said to
    rest on ("citing a report") and `verbs` are where its time and place hang.
    """

    __slots__ = (
        "content", "cue", "grounds", "named", "negated", "relays", "score", "source", "stance", "verbs", "words",
    )  # fmt: skip

    def __init__(self, cue: Token, words: Range, content: list[Range], *, stance: Stance, score: float) -> None:
        self.cue, self.words, self.content = cue, words, content
        self.stance, self.score = stance, score
        self.source: Token | None = None
        self.named: Range | None = None
        self.negated = False
        self.relays: list[Token] = []
        self.grounds: Token | None = None
        self.verbs = [cue]


def drafts(page: Page, cues: Cues, reader: Reader) -> tuple[list[Draft], list[Quote]]:
    """The drafts of a page in the order of their cues, and its quotations."""
    marks = quotes(page.document.text, page.parse)
    found: dict[int, Draft] = {}
    for reading in _whole(readings(page.parse, marks, reader)):
        sure = score(reading, reader.made.statements.weights)
        if not reading.content and (said := _announced(page.parse, reading)) is not None:
            reading.content, sure = [said], ANNOUNCED
        if reading.content and sure >= reader.made.statements.keep and not _auxiliary(page.parse, reading.cue):
            draft = _draft(page.parse, reading, cues, sure)
            found[draft.cue.i] = draft
    firm = [d for d in found.values() if not _leans(d)]
    ends = {d.content[-1][1] for d in firm}
    held = {i for d in firm for i in range(d.words[0], d.words[1] + 1)}
    for i, draft in list(found.items()):
        around = {draft.cue.head.i, *(c.i for c in draft.cue.children)}
        if _leans(draft) and (draft.content[-1][1] in ends or held & around):
            del found[i]
    return _transcribed(page, found, marks)


def _leans(draft: Draft) -> bool:
    """Whether a cue is but a preposition: one that hangs on another cue, or has its content, is part of that."""
    return draft.cue.dep == "prep" and draft.cue.pos == "ADP" and draft.words[0] == draft.words[1]


def _whole(found: list[Reading]) -> list[Reading]:
    """`found` with those made one that stand beside each other and have one content: a cue that was read in pieces."""
    out: list[Reading] = []
    for reading in found:
        if out and reading.content and out[-1].content == reading.content and out[-1].cue[1] + 1 == reading.cue[0]:
            reading.cue = (out.pop().cue[0], reading.cue[1])
        out.append(reading)
    return out


def _draft(parse: Parse, reading: Reading, cues: Cues, sure: float) -> Draft:
    words = _words(parse, reading.cue)
    cue = parse.top(parse.tokens[words[0] : words[1] + 1])
    stance = cues.stance(parse, words, reading.content)
    draft = Draft(cue, words, reading.content, stance=stance, score=sure)
    if reading.source:
        draft.named = reading.source[0]
        draft.source = head(parse, draft.named)
    draft.relays = [r for r in (head(parse, v) for v in reading.via) if not _told(r)]
    _that(parse, draft)
    draft.negated = _nobody(draft.source) or cues.negated(parse, words, reading.content)
    draft.verbs += _around(cue)
    return draft


def _auxiliary(parse: Parse, words: Range) -> bool:
    """Whether a cue is but the auxiliary of a verb that is none ("nobody could name him")."""
    tokens = parse.tokens[words[0] : words[1] + 1]
    return all(t.dep in ("aux", "auxpass", "neg") and t.head.i > words[1] for t in tokens)


def _words(parse: Parse, words: Range) -> Range:
    """The words of a cue without marks at its ends, unless it is nothing but a mark; with the verb of a preposition."""
    inside = [i for i in range(words[0], words[1] + 1) if parse.tokens[i].pos != "PUNCT"]
    if len(inside) == 1 and (only := parse.tokens[inside[0]]).dep == "prep" and only.head.i == only.i - 1:
        return (only.head.i, only.i) if only.head.pos == "VERB" else words
    return (inside[0], inside[-1]) if inside else words


def _around(cue: Token) -> list[Token]:
    """The verb of the clause that an "according to" stands in: its time may hang there."""
    if cue.lower != "according":
        return []
    return [t for t in cue.ancestors() if t.pos in ("VERB", "AUX")][:1]


def head(parse: Parse, words: Range) -> Token:
    """The head of a noun phrase: of the words that hang outside, the first subject, else noun, else word."""
    inside = range(words[0], words[1] + 1)
    tops = [t for t in parse.tokens[words[0] : words[1] + 1] if t.head is t or t.head.i not in inside]
    nouns = [t for t in tops if t.pos in NOUNS]
    return next((t for t in nouns if t.dep in SUBJECTS), nouns[0] if nouns else tops[0])


def _told(relay: Token) -> bool:
    """Whether what was read as a relay is an edition ("in its Sunday paper") or is told ("an interview with it")."""
    told = relay.dep == "pobj" and relay.head.lower in ("with", "to")
    return told or any(c.tag == "PRP$" for c in relay.children)


def _announced(parse: Parse, reading: Reading) -> Range | None:
    """The next paragraph, where a cue without content ends one that closes with a colon ("She said:")."""
    _, last = parse.paragraph(parse.tokens[reading.cue[0]])
    if parse.tokens[last - 1].text != ":" or last - reading.cue[1] > CLOSE or last == len(parse.tokens):
        return None
    return last, parse.paragraph(parse.tokens[last])[1] - 1


def _that(parse: Parse, draft: Draft) -> None:
    """Cuts what stands between a cue and "that", and hangs on the cue: "said [on Friday] that ..."."""
    first, last = draft.content[0]
    for i in range(first, min(last, first + CLOSE)):
        token = parse.tokens[i]
        if token.lower == "that" and token.dep == "mark":
            if i > first and all(_hangs(t, draft.cue, token.head) for t in parse.tokens[first:i]):
                draft.content[0] = (i, last)
            return


def _hangs(token: Token, cue: Token, clause: Token) -> bool:
    for above in (token, *token.ancestors()):
        if above.head is cue:
            return above is not clause and above.dep in ADJUNCTS
    return False


def _nobody(source: Token | None) -> bool:
    """Whether a source is nobody: "no officials", "neither side", "none of them"."""
    return source is not None and (
        source.lower in NOBODY or any(c.dep in ("det", "preconj") and c.lower in NOBODY for c in source.children)
    )


def _transcribed(page: Page, found: dict[int, Draft], marks: list[Quote]) -> tuple[list[Draft], list[Quote]]:
    """The drafts and quotations of a page with the turns of a transcript: the colon is a turn's cue."""
    for turn in turns.turns(page):
        said = turns.quoted(page.parse, turn)
        marks = [q for q in marks if q.last < turn.first or q.first > turn.last]
        marks.append(said)
        found = {i: d for i, d in found.items() if not turn.first <= i <= turn.colon}
        colon = page.parse.tokens[turn.colon]
        draft = Draft(colon, (colon.i, colon.i), [(said.first, said.last)], stance="asserts", score=turns.SCORE)
        draft.named = (turn.first, turn.colon - 1)
        draft.source = page.parse.tokens[turn.colon - 1]
        found[turn.colon] = draft
    return [found[i] for i in sorted(found)], sorted(marks, key=lambda q: q.start)
