"""What a cue takes: for each kind of complement (a *frame*), the words that it carries as content.

A frame's name is what the codebook counts by: "clause" (said that ...), "infinitive" (promised to ...), "ing" (denied
doing), "small" (called it a lie), "urge" (asked them to ...), "object" (rejected the claim), "of" (warned of) and other
prepositions, "object of" (accused them of), "object as" (described it as); the same with "passive" before; "inserted"
(the plan, she said, failed) and "as" (as she said, it failed). A content is a list of ranges of token numbers.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from onrecord.tokens import Token

Range = tuple[int, int]
Frame = tuple[str, list[Range]]
SUBJECTS = ("nsubj", "nsubjpass", "csubj", "expl")
FINITE = ("VBD", "VBZ", "VBP", "MD")
PREPOSITIONS = frozenset(
    ("about", "against", "as", "at", "for", "from", "in", "into", "like", "of", "on", "over", "to", "toward", "with")
)
RELATIVE = ("WDT", "WP", "WP$")


def verb_frames(verb: Token) -> Iterator[Frame]:
    """The frames that `verb` stands in, each with its content."""
    passive = verb.child("nsubjpass")
    if passive is not None or verb.child("auxpass") is not None:
        yield from _passive(verb, passive)
        return
    taken = verb.child("dobj") or verb.child("dative")
    bare = taken is not None and taken.dep == "dobj"
    for c in verb.children:
        if c.dep == "ccomp" and finite(c):
            yield "clause", [(c.left, c.right)]
        elif c.dep in ("ccomp", "xcomp") and c.i > verb.i:
            yield _called_on(verb, c) or _nonfinite(c, taken)
        elif c.dep == "oprd" and taken is not None:
            yield "small", [_both(taken, c)]
        elif c.dep == "prep" and c.i > verb.i and c.lower in PREPOSITIONS:
            yield _prepositional(c, taken)
    if taken is not None and bare and taken.tag not in RELATIVE:
        yield "object", [(taken.left, taken.right)]
        yield from _hanging(taken)
    yield from _host(verb)


def noun_frames(noun: Token) -> Iterator[Frame]:
    """The frames that a noun of saying stands in: "claims that ...", "a promise to ...", "criticism of ..."."""
    for c in noun.children:
        if c.i < noun.i:
            continue
        if c.dep in ("acl", "ccomp", "relcl", "appos") and finite(c):
            if (mark := c.child("mark")) is not None and mark.lower in ("that", "whether"):
                yield "clause", [(c.left, c.right)]
        elif c.dep in ("acl", "relcl", "xcomp") and c.child("aux") is not None and c.tag == "VB":
            yield "infinitive", [(c.left, c.right)]
        elif c.dep == "prep" and c.lower in PREPOSITIONS:
            yield c.lower, [_within(c)]
    head = noun.head
    if noun.dep == "nsubj" and head.lemma == "be" and (said := head.child("ccomp")) is not None and said.i > head.i:
        yield "clause", [(said.left, said.right)]


def adjective_frames(adjective: Token) -> Iterator[Frame]:
    """The frames of an adjective of mind: "confident that ...", "worried about ..."."""
    for c in adjective.children:
        if c.i < adjective.i:
            continue
        if c.dep == "ccomp" and finite(c):
            yield "clause", [(c.left, c.right)]
        elif c.dep == "xcomp":
            yield "infinitive", [(c.left, c.right)]
        elif c.dep == "prep" and c.lower in PREPOSITIONS:
            yield c.lower, [_within(c)]


def finite(verb: Token) -> bool:
    """Whether the clause of `verb` has a subject or a mark of its own and no "to"."""
    own = False
    for c in verb.children:
        if c.dep == "aux" and c.tag == "TO":
            return False
        own = own or c.dep == "mark" or (c.dep in ("aux", "auxpass") and c.tag in FINITE)
    return own or verb.tag in FINITE or (verb.child(*SUBJECTS) is not None and verb.child("aux", "auxpass") is not None)


def without(outer: Token, inner: Token) -> list[Range]:
    """The words that hang on `outer` without those that hang on `inner`."""
    pieces = ((outer.left, inner.left - 1), (inner.right + 1, outer.right))
    return [(a, b) for a, b in pieces if a <= b]


def aside(content: Range, tokens: Sequence[Token]) -> Range:
    """The content without a relative clause after a comma at its end: that is mostly the reporter's own remark."""
    first, last = content
    while last > first and tokens[last].pos == "PUNCT":
        last -= 1
    for token in (tokens[last], *tokens[last].ancestors()):
        if token.i < first:
            break
        if (
            token.dep == "relcl"
            and token.left - 1 > first
            and tokens[token.left - 1].text == ","
            and token.right >= last
        ):
            return first, token.left - 2
    return content


def _both(taken: Token, c: Token) -> Range:
    """An object and what is said of it; of a fronted "what" or "which" only what is said of it."""
    return (c.left, c.right) if taken.right < taken.head.i else (min(taken.left, c.left), max(taken.right, c.right))


def _within(preposition: Token) -> Range:
    """What follows a preposition."""
    return (
        (preposition.i + 1, preposition.right) if preposition.right > preposition.i else (preposition.i, preposition.i)
    )


def _called_on(verb: Token, c: Token) -> Frame | None:
    """ "called on them to leave"."""
    for p in verb.children:
        if p.dep == "prep" and p.lower in ("on", "upon") and p.right + 1 == c.left and c.tag == "VB":
            return "on to", [(p.i + 1, c.right)]
    return None


def _nonfinite(c: Token, taken: Token | None) -> Frame:
    subject = c.child("nsubj", "nsubjpass")
    if taken is not None and taken.dep == "dobj" and taken.i < c.i:
        return ("urge" if c.child("aux") is not None else "small"), [_both(taken, c)]
    if subject is not None:
        return ("urge" if any(x.tag == "TO" for x in c.children) else "small"), [(c.left, c.right)]
    if c.tag == "VBG":
        return "ing", [(c.left, c.right)]
    return "infinitive", [(c.left, c.right)]


def _prepositional(preposition: Token, taken: Token | None) -> Frame:
    name = preposition.lower
    if taken is not None and taken.dep == "dobj" and taken.i < preposition.i:
        fronted = taken.right < taken.head.i
        return f"object {name}", [_within(preposition) if fronted else (taken.left, preposition.right)]
    return name, [_within(preposition)]


def _hanging(taken: Token) -> Iterator[Frame]:
    """Prepositional phrases that the parse hung on the object instead of on the verb."""
    last = taken
    while last.right > last.i and (after := last.child("conj")) is not None:
        last = after
    for noun in {taken.i: taken, last.i: last}.values():
        for c in noun.children:
            if c.dep == "prep" and c.i > noun.i and c.lower in PREPOSITIONS:
                yield f"object {c.lower}", [(taken.left, c.right)]


def _host(verb: Token) -> Iterator[Frame]:
    """The clause that a cue without a complement is set into: "..., she said, ..." or "as she said, ..."."""
    head = verb.head
    if head is verb or verb.child("ccomp", "dobj") is not None or verb.child("nsubj") is None:
        return
    marked = any(c.dep in ("mark", "advmod") and c.lower == "as" for c in verb.children)
    if verb.dep == "parataxis" or (verb.dep == "ccomp" and verb.left > head.left and verb.right < head.right):
        yield "inserted", without(head, verb)
    elif verb.dep == "advcl" and marked and head.pos in ("VERB", "AUX"):
        yield "as", without(head, verb)


def _passive(verb: Token, subject: Token | None) -> Iterator[Frame]:
    before: list[Range] = []
    if subject is not None and subject.lower != "it" and subject.tag not in RELATIVE:
        before = [(subject.left, min(subject.right, verb.i - 1))]
    for c in verb.children:
        if c.i < verb.i:
            continue
        if c.dep == "ccomp" and finite(c):
            yield "passive clause", [(c.left, c.right)]
        elif c.dep in ("xcomp", "ccomp"):
            yield "passive infinitive", [*before, (c.left, c.right)]
        elif c.dep == "prep" and c.lower in PREPOSITIONS:
            yield f"passive {c.lower}", [*before, (c.left, c.right)]
        elif c.dep == "oprd":
            yield "passive small", [*before, (c.left, c.right)]
    if before and verb.child("dobj") is None:
        yield "passive", before
