"""The words by which others are quoted: "quoted X as saying", "citing X", "the paper, which cited X", "run by A"."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.annotate.features import SCOPE
from onrecord.annotate.statements.drafts import Draft
from onrecord.annotate.statements.readings import holds
from onrecord.tokens import Parse, Token

QUOTING = frozenset(("quote", "cite"))
# What a medium does with another's words ("comments carried by the agency", "the paper ran his appeal").
CARRYING = frozenset(
    ("quote", "cite", "carry", "publish", "broadcast", "air", "relay", "release", "report", "distribute", "post", "run",
     "print", "reproduce", "transmit", "circulate", "televise")
)  # fmt: skip
VERBS = ("VERB", "AUX")
DEPTH = 3
# How far after its verb, in tokens, a "citing" may stand.
NEAR = 8


def quoting(verb: Token) -> Token | None:
    """The verb that relays `verb`: "quoted" in "quoted X as saying" and "X was quoted as saying", or None."""
    preposition = verb.head
    if verb.dep != "pcomp" or preposition.lower != "as":
        return None
    above = preposition.head
    for verb_ in (above, above.head):  # the parse may hang "as saying" on the one who is quoted
        if verb_.lemma.lower() in QUOTING:
            return verb_
    return None


def citing(verb: Token, parse: Parse) -> tuple[Token, Token] | None:
    """The verb "citing" that belongs to `verb`, and the head of what it cites; None without one.

    It stands right after `verb` and its adverbs, or opens the sentence; the parse often hangs it elsewhere.
    """
    sentence = parse.sentence(verb)
    ahead = parse.tokens[verb.i + 1 : min(verb.i + NEAR, sentence.last)]
    others = next((n for n, t in enumerate(ahead) if t.pos in VERBS and t.lemma.lower() not in QUOTING), len(ahead))
    for token in [*ahead[:others], *verb.children, parse.tokens[sentence.first]]:
        if token.lemma.lower() in QUOTING and token.tag == "VBG" and token.i not in (verb.i, verb.i + 1):
            cited = token.child("dobj", "pobj")
            if cited is not None and (token.i > verb.i or token.head is verb):
                return token, cited
    return None


def _saying(verb: Token) -> Token | None:
    """The "saying" that a verb relays, in "quoted X as saying", or None."""
    if verb.lemma.lower() not in QUOTING:
        return None
    quotee = verb.child("dobj")
    for c in (*verb.children, *(quotee.children if quotee is not None else ())):
        said: Token | None = c.child("pcomp") if c.dep == "prep" and c.lower == "as" else None
        if said is not None and said.pos == "VERB":
            return said
    return None


def quoted(draft: Draft, by_cue: dict[int, Draft]) -> None:
    """Makes whoever quotes the relay of "saying" in "quoted X as saying"; the quoting is no statement of its own."""
    if (said := _saying(draft.cue)) is not None and said.i not in by_cue:
        del by_cue[draft.cue.i]
        after = [(max(a, said.i + 1), b) for a, b in draft.content if b > said.i]
        draft.content = [r for r in draft.content if r[1] < draft.cue.i] + after or draft.content
        draft.cue, draft.words = said, (said.i, said.i)
        by_cue[said.i] = draft
    outer = quoting(draft.cue)
    if outer is None:
        return
    if outer is not draft.cue:
        by_cue.pop(outer.i, None)
    draft.verbs.append(outer)
    passive = outer.child("auxpass", "nsubjpass") is not None or (outer.tag == "VBN" and outer.child("aux") is None)
    spoke = outer.child("nsubjpass") if passive else outer.child("dobj")
    relay = next(agents(outer, ("by", "in", "on")), None) if passive else outer.child("nsubj")
    if spoke is not None and (draft.source is None or not spoke.left <= draft.source.i <= spoke.right):
        name(draft, spoke)
    if relay is not None and relay not in draft.relays and relay is not draft.source:
        draft.relays.append(relay)
    if outer.i + 1 == draft.cue.head.i and outer.i < draft.words[0]:
        draft.words = (outer.i, draft.words[1])


def which_cites(draft: Draft, by_cue: dict[int, Draft]) -> None:
    """Goes from "the paper, which cited the agency" to the one who is cited last."""
    for _ in range(DEPTH):
        source = draft.source
        if source is None:
            return
        clause = next((c for c in source.children if c.dep == "relcl" and c.lemma.lower() in QUOTING), None)
        cited = clause.child("dobj") if clause is not None else None
        if cited is None or clause is None or clause.child("auxpass") is not None:
            return
        by_cue.pop(clause.i, None)
        draft.relays.append(source)
        name(draft, cited)


def unquoted(draft: Draft) -> None:
    """Cuts "quoted by the agency" from the words of a source."""
    if draft.source is None or draft.named is None:
        return
    for c in draft.source.children:
        if c.tag == "VBN" and c.lemma.lower() in CARRYING and next(agents(c), None) is not None:
            draft.named = (draft.named[0], min(draft.named[1], max(c.left - 1, draft.source.i)))


def carriers(parse: Parse, draft: Draft) -> Iterator[Token]:
    """Media that carry the words, outermost first: "as quoted by A", "in comments carried by A", "A ran X's appeal"."""
    sentence = parse.sentence(draft.cue)
    first, last = max(sentence.first, draft.cue.i - SCOPE), min(sentence.last, draft.cue.i + SCOPE)
    found: list[Token] = []
    for token in parse.tokens[first:last]:
        if token.tag != "VBN" or token.lemma.lower() not in CARRYING or holds(draft.content, (token.i, token.i)):
            continue
        if token.child("auxpass") is None and token is not draft.cue and _of(token, draft):
            found += agents(token)
    yield from reversed(found)
    if draft.cue.pos == "NOUN" and draft.cue.dep == "dobj" and draft.cue.head.lemma.lower() in CARRYING:
        subject = draft.cue.head.child("nsubj")
        if subject is not None:
            yield subject


def _of(participle: Token, draft: Draft) -> bool:
    """Whether a participle hangs, over a few words, on the cue or the source of a draft."""
    own = [draft.cue, *draft.verbs, *([draft.source] if draft.source is not None else [])]
    token = participle
    for _ in range(2 * DEPTH):
        token = token.head
        if any(token is t for t in own):
            return True
        if token.pos in VERBS and token.tag != "VBN":
            return False
    return False


def agents(verb: Token, prepositions: tuple[str, ...] = ("by",)) -> Iterator[Token]:
    """Who stands after one of `prepositions` that hang on `verb`."""
    for c in verb.children:
        if c.dep in ("agent", "prep") and c.lower in prepositions and (agent := c.child("pobj")) is not None:
            yield agent


def name(draft: Draft, source: Token) -> None:
    """Makes `source` the source of a draft, with all that hangs on it up to a clause of its own."""
    clause = next((c.left for c in source.children if c.i > source.i and c.dep in ("relcl", "prep") and _as(c)), None)
    draft.source = source
    draft.named = (source.left, (clause or source.right + 1) - 1)


def _as(token: Token) -> bool:
    return token.lower == "as" or (token.dep == "relcl" and token.lemma.lower() in QUOTING)
