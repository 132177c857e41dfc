"""Statements in one another: what the reader cut out of an outer content, and sources that two cues share."""

from __future__ import annotations

from itertools import pairwise

from onrecord.annotate.decode import Range
from onrecord.annotate.quotes import Quote
from onrecord.annotate.statements.drafts import Draft
from onrecord.annotate.statements.readings import numbers
from onrecord.tokens import Parse, Token

VERBS = ("VERB", "AUX")
# Marks and little words that may stand between two pieces of one content.
BETWEEN = frozenset(("PUNCT", "DET", "SCONJ", "PART", "ADP", "CCONJ"))
GAP = 2
SINGLE = frozenset(("‘", "’", "'"))
DEPTH = 8
# Participles whose subject is told and does not tell.
ASKING = frozenset(("ask", "press", "question", "tell", "remind", "inform"))
# Places of a verb whose subject is that of the verb above it.
SUBJECTLESS = ("xcomp", "pcomp", "conj", "advcl")


def settle(parse: Parse, drafts: list[Draft]) -> list[Draft]:
    """`drafts` with the sources that two cues share, with outer contents that hold all of the statements in them, and
    with the statement of a noun of saying that an outer one is about ("confirmed the agency's report that ...")."""
    at = {d.cue.i: d for d in drafts}
    for draft in drafts:
        _own(draft)
        _asked(draft)
        _inherit(draft, at)
        _closed(parse, draft)
    for draft in drafts:
        _part(parse, draft, at)
        _end(parse, draft)
        if (inner := _told(parse, draft, at)) is not None:
            at[inner.cue.i] = inner
    found = [at[i] for i in sorted(at)]
    for inner in found:
        outer = next((at[t.i] for t in above(inner.cue) if t.i in at), None)
        if outer is not None:
            if shares(inner, outer):
                _widen(parse, outer, inner)
            else:
                _mend(outer, inner)
    for draft in found:
        said = numbers(draft.content)
        draft.relays = [r for r in draft.relays if r.i not in said]
    return found


def _told(parse: Parse, draft: Draft, at: dict[int, Draft]) -> Draft | None:
    """The statement of the noun between a cue and its content: "confirmed a report by the agency that ..."."""
    first, last = draft.content[-1]
    noun = parse.top(parse.tokens[first : last + 1]).head
    if noun.pos != "NOUN" or noun.i in at or noun.head is not draft.cue or not draft.words[1] < noun.i < first:
        return None
    made = Draft(noun, (noun.i, noun.i), list(draft.content), stance="asserts", score=draft.score)
    _own(made)
    if made.source is None:
        return None
    draft.content = [*draft.content[:-1], (noun.left, last)]
    return made


def _closed(parse: Parse, draft: Draft) -> None:
    """Ends what begins with a single mark, inside a quotation, where that mark is closed."""
    first, last = draft.content[0]
    if parse.tokens[first].text not in SINGLE:
        return
    for i in range(first + 2, last):
        if parse.tokens[i].text in SINGLE and parse.tokens[i - 1].pos == "PUNCT":
            draft.content = [(first, i)]
            return


def _mend(outer: Draft, inner: Draft) -> None:
    """Fills what the reader left out of an outer content between the inner source and its cue."""
    if inner.named is None or inner.named[1] >= inner.words[0]:
        return
    held = numbers(outer.content)
    if inner.named[1] in held and inner.words[0] in held:
        held |= set(range(inner.named[1], inner.words[0]))
        outer.content = ranges(sorted(held))


def ranges(held: list[int]) -> list[Range]:
    """The runs of sorted numbers."""
    found = [(held[0], held[0])]
    for i in held[1:]:
        found[-1:] = [(found[-1][0], i)] if i == found[-1][1] + 1 else [found[-1], (i, i)]
    return found


def go_on(drafts: list[Draft], marks: list[Quote], parse: Parse) -> None:
    """Adds to a content the quotations of neighbouring paragraphs that it goes on with or goes on from: one that its
    paragraph leaves open, when the next paragraph begins with a mark."""
    taken = {i for d in drafts for r in (*d.content, d.words) for i in range(r[0], r[1] + 1)}
    at = {i: d for d in drafts for r in (d.content[:1] + d.content[-1:]) for i in r}
    joined = [(a, b) for a, b in pairwise(marks) if _goes_on(a, b, parse)]
    for quote, after in joined:
        draft = at.get(quote.last) or at.get(quote.last - 1)
        if draft is not None and not taken & {after.first, after.first + 1}:
            draft.content = [*draft.content, (after.first, after.last)]
            at[after.last] = draft
    for before, quote in reversed(joined):
        draft = at.get(quote.first) or at.get(quote.first + 1)
        if draft is not None and not taken & {before.first, before.first + 1, before.last}:
            draft.content = [(before.first, before.last), *draft.content]
            at[before.first] = draft


def alone(drafts: list[Draft], marks: list[Quote], parse: Parse) -> None:
    """Adds a paragraph that is one quotation, without a cue, to what the last speaker of the paragraph before it is
    quoted with."""
    inside = {i for q in marks for i in range(q.first, q.last + 1)}
    taken = {i for d in drafts for r in (*d.content, d.words) for i in r}
    last: dict[int, Draft] = {}
    for draft in sorted(drafts, key=lambda d: d.cue.i):
        if draft.content[0][0] in inside and draft.cue.i not in inside and not draft.negated:
            last[parse.sentence(draft.cue).paragraph] = draft
    for quote in marks:
        first, end = parse.paragraph(parse.tokens[quote.first])
        number = parse.sentence(parse.tokens[first]).paragraph
        speaks = last.get(number - 1)
        if speaks is None or quote.first != first or quote.last < end - 2 or number in last:
            continue
        if not taken & set(range(first, end)):
            speaks.content = [*speaks.content, (quote.first, quote.last)]
            last[number] = speaks


def _goes_on(quote: Quote, after: Quote, parse: Parse) -> bool:
    """Whether `after` begins the paragraph after the one that `quote` leaves open."""
    before = parse.sentence(parse.tokens[quote.last])
    starts = parse.sentence(parse.tokens[after.first])
    return not quote.closed and after.first == starts.first and starts.paragraph == before.paragraph + 1


def above(cue: Token) -> list[Token]:
    """The words that a cue hangs on, nearest first."""
    found = []
    for token in cue.ancestors():
        found.append(token)
        if len(found) == DEPTH:
            break
    return found


def _asked(draft: Draft) -> None:
    """Takes the source from "Asked whether ..., she said no": she is who was asked."""
    cue = draft.cue
    if cue.tag == "VBN" and cue.dep == "advcl" and cue.lemma.lower() in ASKING and cue.child("agent", "aux") is None:
        draft.source = draft.named = None


def _inherit(draft: Draft, at: dict[int, Draft]) -> None:
    cue = draft.cue
    if draft.source is not None or draft.relays or cue.pos not in VERBS or cue.dep not in SUBJECTLESS:
        return
    if cue.tag == "VBN" and cue.dep == "advcl":
        return
    if cue.child("nsubj", "nsubjpass", "auxpass") is not None:
        return
    verb = cue.head if cue.dep != "pcomp" else cue.head.head
    owner = at.get(verb.i)
    if owner is not None and owner.source is not None:
        draft.source, draft.named = owner.source, owner.named


def _own(draft: Draft) -> None:
    """Gives a noun of saying its owner: "the agency's report that ...", "a claim by the army that ..."."""
    noun = draft.cue
    if noun.pos != "NOUN":
        return
    owner = noun.child("poss")
    for c in noun.children:
        if owner is None and c.dep in ("prep", "agent") and c.lower in ("by", "from") and c.i == noun.i + 1:
            owner = c.child("pobj")
    if owner is not None and owner is not draft.source and owner.tag != "PRP$":
        draft.source, draft.named = owner, (owner.left, owner.right)
        draft.relays = [r for r in draft.relays if r is not owner]


def _part(parse: Parse, draft: Draft, at: dict[int, Draft]) -> None:
    """Cuts from a content what a second cue says, joined by "and" in the first's tense: "X said A and Y said B"."""
    for first, last in draft.content:
        for i in range(first, last + 1):
            other = at.get(i)
            if other is None or other is draft or other.cue.tag != draft.cue.tag or other.cue.dep != "conj":
                continue
            before = min(other.words[0], other.named[0] if other.named and other.named[0] > first else other.words[0])
            joint = parse.tokens[before - 1]
            verb = other.cue.head
            if joint.pos != "CCONJ" or joint.i <= first or verb.i in at:
                continue
            if verb is not draft.cue and verb.head is not draft.cue:
                continue
            if any(t.lower == "that" and t.dep == "mark" for t in parse.tokens[before : i + 1]) or _thats(parse, first):
                continue
            draft.content = [r for r in _before(draft.content, joint.i) if r[0] <= r[1]]
            return


def _end(parse: Parse, draft: Draft) -> None:
    """Cuts from the last piece of a content what its speaker does next: "called it a lie and left"."""
    cue, (first, last) = draft.cue, draft.content[-1]
    for c in cue.children:
        joint = parse.tokens[c.left - 1] if c.left > first else None
        if c.dep != "conj" or c.pos not in VERBS or joint is None or c.child("nsubj", "nsubjpass") is not None:
            continue
        if joint.pos == "CCONJ" and joint.head is cue and first < joint.i <= last:
            draft.content = [*draft.content[:-1], (first, joint.i - 1)]
            return


def _thats(parse: Parse, first: int) -> bool:
    return parse.tokens[first].lower == "that"


def _before(content: list[Range], end: int) -> list[Range]:
    return [(a, min(b, end - 1)) for a, b in content if a < end]


def shares(inner: Draft, outer: Draft) -> bool:
    """Whether nearly all of the inner content is part of the outer one, and the inner cue is not."""
    mine, theirs = numbers(inner.content), numbers(outer.content)
    return inner.cue.i not in theirs and 10 * len(mine & theirs) >= 9 * len(mine)


def _widen(parse: Parse, outer: Draft, inner: Draft) -> None:
    """Adds the inner cue and source to the outer content, where neither is the outer's own."""
    noun = [(inner.cue.left, inner.cue.i)] if inner.cue.pos == "NOUN" and inner.cue.left < inner.cue.i else []
    parts = [inner.words, *noun, *([inner.named] if inner.named is not None else [])]
    if inner.named is not None and inner.named[1] < inner.words[0]:
        parts.append((inner.named[1], inner.words[0]))  # and what stands between the inner source and its cue
    own = numbers([outer.words, *([outer.named] if outer.named is not None else [])])
    if own & numbers(parts):
        return
    held = sorted(numbers([*outer.content, *parts]))
    content = [(held[0], held[0])]
    for i in held[1:]:
        last = content[-1][1]
        gap = parse.tokens[last + 1 : i]
        if len(gap) <= GAP and not own & set(range(last + 1, i)) and all(t.pos in BETWEEN for t in gap):
            content[-1] = (content[-1][0], i)
        else:
            content.append((i, i))
    outer.content = content
