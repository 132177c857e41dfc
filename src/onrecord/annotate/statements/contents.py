"""What a cue takes: for each kind of complement (a *frame*), the words that it carries as content.

A frame's name is what the codebook counts by: "clause" (said that ...), "infinitive" (promised to ...), "ing" (denied
doing), "small" (called it a lie), "urge" (asked them to ...), "object" (rejected the plan), "claim" (denied the
charge), "count" (reported nine deaths), "of" (warned of) and other prepositions, "object of" (accused them of),
"object as" (described it as); the same with "passive" before; "inserted" (the plan, she said, failed) and "as" (as she
said, it failed). A content is a list of ranges of token numbers.
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
# Verbs whose object is who is told, and not what.
TELLING = frozenset(
    ("tell", "assure", "inform", "remind", "notify", "warn", "ask", "urge", "advise", "caution", "promise")
)
# Verbs that end a sentence after a comma without a complement (", the agency reported").
CLOSING = frozenset(("say", "report", "add", "announce", "write", "note", "tell"))
# What is questioned of somebody or something.
DOUBTED = ("ability", "authority", "authenticity", "competence", "credibility", "eligibility", "fitness", "honesty",
           "impartiality", "independence", "integrity", "judgment", "legality", "legitimacy", "loyalty", "motive",
           "patriotism", "sincerity", "truthfulness", "validity", "wisdom")  # fmt: skip
# Objects that are themselves words or deeds laid to somebody ("denied the charge", "confirmed the report").
CLAIMS = frozenset(
    ("accusation", "allegation", "assertion", "charge", "claim", "connection", "existence", "guilt", "intention",
     "involvement", "link", "part", "presence", "report", "responsibility", "role", "rumor", "rumour", "suggestion",
     "wrongdoing", *DOUBTED)
)  # fmt: skip
# How far below a verb the parse may have hung its clause.
DEPTH = 6
BETWEEN = frozenset(("prep", "pobj", "dobj", "dative", "npadvmod", "conj", "appos"))


def verb_frames(verb: Token) -> Iterator[Frame]:
    """The frames that `verb` stands in, each with its content."""
    passive = verb.child("nsubjpass")
    if passive is not None or verb.child("auxpass") is not None:
        yield from _passive(verb, passive)
        return
    taken = verb.child("dobj") or verb.child("dative")
    bare = taken is not None and taken.dep == "dobj"
    if taken is None and sum(c.dep == "oprd" for c in verb.children) > 1:
        taken = verb.child("oprd")
    for c in verb.children:
        if c.dep == "ccomp" and finite(c):
            if (joint := dangling(c)) is not None:
                yield "object", [(c.left, joint.i - 1)]
            elif not _closes(verb, c) and not _bare(verb, c):
                first, last = _beyond(verb, c)
                yield "clause", [(first, _coordinated(verb, c, last))]
        elif c.dep == "advcl" and (subject := _adjoined(verb, c)) is not None:
            yield "clause", [(subject.left, c.right)]
        elif c.dep in ("ccomp", "xcomp") and c.i > verb.i:
            yield _called_on(verb, c) or _nonfinite(c, taken)
        elif c.dep == "oprd" and taken is not None and c is not taken:
            yield "small", [_both(taken, c)]
        elif c.dep == "prep" and c.i > verb.i and c.lower in PREPOSITIONS:
            yield _prepositional(c, taken)
    if taken is not None and bare and taken.tag not in RELATIVE:
        yield "object", [(taken.left, taken.right)]
        if taken.lemma.lower() in CLAIMS:
            after = next((c for c in verb.children if c.dep == "prep" and c.left == taken.right + 1), taken)
            yield "claim", [(taken.left, after.right)]
        if any(c.tag == "CD" or c.lower in ("first", "second", "record") for c in taken.children):
            yield "count", [(taken.left, taken.right)]
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
            and not _marked(token)
            and token.left - 1 > first
            and tokens[token.left - 1].text == ","
            and token.right >= last
        ):
            return first, token.left - 2
    return content


def strayed(verb: Token) -> Token | None:
    """The "that" clause of a verb that the parse hung on a noun between ("said after the talks that ..."), or None."""
    node, told = verb, verb.lemma.lower() in TELLING
    for _ in range(DEPTH):
        below = [c for c in node.children if c.i > verb.i and c.dep in BETWEEN and c.pos not in ("VERB", "AUX")]
        if not below or (below[0].lower == "to" and node is verb and not told and verb.lemma.lower() not in CLOSING):
            return None
        node = below[-1]
        if node.dep != "dobj" or told or node.head is not verb:
            for c in node.children:
                if c.i > node.i and c.dep in ("acl", "relcl", "ccomp") and finite(c) and _marked(c):
                    return c
    return None


def dangling(c: Token) -> Token | None:
    """The "and" that the parse left at the end of a clause's subject: that is an object then, and the clause goes on
    with the verb above ("rejects that description and says ..."); or None."""
    subject = c.child("nsubj")
    last = subject.children[-1] if subject is not None and subject.children else None
    return last if last is not None and last.dep == "cc" and last.i > c.left + 1 and last.i + 1 == c.i else None


def _bare(verb: Token, c: Token) -> bool:
    """Whether a clause is only a verb in the past, which a reduced relative clause is ("an interview aired Monday")."""
    if c.i < verb.i or c.tag not in ("VBD", "VBN") or verb.dep == "relcl":
        return False
    return c.child(*SUBJECTS, "mark", "aux", "auxpass") is None


def _adjoined(verb: Token, c: Token) -> Token | None:
    """The subject of a clause without "that" that the parse took for an adverbial one because it hung the phrase
    before it there ("said after the vote he would resign"); or None."""
    subject = c.child("nsubj", "nsubjpass", "expl")
    if subject is None or c.left <= verb.i or c.left == subject.left or not finite(c):
        return None
    before = [x for x in c.children if x.i < subject.i]
    if any(x.dep not in ("prep", "npadvmod") or x.right >= subject.left or x.pos == "SCONJ" for x in before):
        return None
    return subject if verb.child("ccomp", "dobj", "xcomp") is None else None


def _marked(clause: Token) -> bool:
    return any(c.dep == "mark" and c.lower == "that" for c in clause.children)


def _closes(verb: Token, c: Token) -> bool:
    """Whether a clause is no complement but the reporter of the whole (", the agency reported")."""
    if c.i < verb.i or c.lemma.lower() not in CLOSING or c.child("nsubj") is None or c.child("mark") is not None:
        return False
    return c.child("ccomp", "dobj", "prep", "xcomp") is None and _comma_before(verb, c)


def _comma_before(head: Token, c: Token) -> bool:
    """Whether a comma under `head` stands right before the words of `c`."""
    if any(x.i == c.left and x.text == "," for x in c.children):
        return True
    at: Token | None = head
    while at is not None and at.i != c.left - 1:
        at = next((x for x in at.children if x.left < c.left <= x.right + 1), None)
    return at is not None and at.text == ","


def _beyond(verb: Token, c: Token) -> Range:
    """The words of a clause; only what follows the verb where it is set into the clause ("that he said was lost")."""
    return (verb.i + 1, c.right) if c.left < verb.i < c.i else (c.left, c.right)


def _coordinated(verb: Token, c: Token, last: int) -> int:
    """The last word of a "that" clause with a second one beside it that the parse hung on the cue: one with "there", or
    with the modal that reported speech in the past has ("said that it rained, and there was no boat")."""
    if c.i < verb.i or not _marked(c) or any(x.pos in ("VERB", "AUX") and x.i > verb.i for x in _deeds(verb, c)):
        return last
    for x in verb.children:
        if x.dep != "conj" or x.left <= last or verb.tag != "VBD" or not _and(verb, x):
            continue
        subject = x.child(*SUBJECTS)
        shifted = any(a.dep == "aux" and a.lower in ("would", "could", "might") for a in x.children)
        if subject is None or subject.i < last or not ((subject.dep == "expl" and x.tag == "VBD") or shifted):
            return last
        return last if x.child("ccomp") is not None and x.lemma != "be" else x.right
    return last


def _and(verb: Token, x: Token) -> bool:
    """Whether "and" joins a clause: with "but" the reporter mostly speaks again."""
    return x.child("mark") is None and any(
        c.dep == "cc" and c.i == x.left - 1 and c.lower == "and" for c in verb.children
    )


def _deeds(verb: Token, c: Token) -> list[Token]:
    """What else hangs on a cue between its clause and the end: then it is not clear what is joined to what."""
    return [x for x in verb.children if x.i > c.i and x.dep in ("advcl", "parataxis", "ccomp")]


def _end(c: Token) -> int:
    """The last word of a clause without a finite verb, less a finite one joined to it: that goes on with the cue's."""
    joint = c.right
    for x in c.children:
        if x.dep == "cc":
            joint = x.i - 1
        elif x.dep == "conj" and x.child(*SUBJECTS) is None and finite(x) and c.i <= joint < x.i:
            return joint
    return c.right


def _both(taken: Token, c: Token) -> Range:
    """An object and what is said of it; of a fronted "what" or "which" only what is said of it."""
    return (c.left, c.right) if taken.right < taken.head.i else (min(taken.left, c.left), max(taken.right, c.right))


def _within(preposition: Token) -> Range:
    """What follows a preposition."""
    last = _last(preposition)
    return (preposition.i + 1, last) if last > preposition.i else (preposition.i, preposition.i)


def _last(preposition: Token) -> int:
    """The last word of what follows a preposition."""
    clause = preposition.child("pcomp")
    return _end(clause) if clause is not None and clause.right == preposition.right else preposition.right


def _called_on(verb: Token, c: Token) -> Frame | None:
    """ "called on them to leave"."""
    for p in verb.children:
        if p.dep == "prep" and p.lower in ("on", "upon") and p.right + 1 == c.left and c.tag == "VB":
            return "on to", [(p.i + 1, _end(c))]
    return None


def _nonfinite(c: Token, taken: Token | None) -> Frame:
    subject = c.child("nsubj", "nsubjpass")
    if taken is not None and taken.dep == "dobj" and taken.i < c.i:
        first, last = _both(taken, c)
        return ("urge" if c.child("aux") is not None else "small"), [(first, _end(c) if last == c.right else last)]
    if subject is not None:
        return ("urge" if any(x.tag == "TO" for x in c.children) else "small"), [(c.left, _end(c))]
    return ("ing" if c.tag == "VBG" else "infinitive"), [(c.left, _end(c))]


def _prepositional(preposition: Token, taken: Token | None) -> Frame:
    name = preposition.lower
    if taken is not None and taken.dep == "dobj" and taken.i < preposition.i:
        if taken.right < taken.head.i:
            return f"object {name}", [_within(preposition)]
        return f"object {name}", [_from(taken, preposition)]
    return name, [_within(preposition)]


def _from(taken: Token, preposition: Token) -> Range:
    """An object with the phrase after it; only the phrase where the object is who is told ("asked her about it")."""
    told = taken.head.lemma.lower() in TELLING and preposition.lower in ("about", "for")
    return (preposition.i if told else taken.left, _last(preposition))


def _hanging(taken: Token) -> Iterator[Frame]:
    """Prepositional phrases that the parse hung on the object instead of on the verb."""
    last = taken
    while last.right > last.i and (after := last.child("conj")) is not None:
        last = after
    for noun in {taken.i: taken, last.i: last}.values():
        for c in noun.children:
            if c.dep == "prep" and c.i > noun.i and c.lower in PREPOSITIONS:
                yield f"object {c.lower}", [_from(taken, c)]


def _host(verb: Token) -> Iterator[Frame]:
    """The clause that a cue without a complement is set into: "..., she said, ..." or "as she said, ..."."""
    head = verb.head
    taken = verb.child("ccomp") or (_object(verb) if verb.lemma.lower() not in TELLING else None)
    if head is verb or taken is not None or verb.child("nsubj") is None:
        return
    marked = any(c.dep in ("mark", "advmod") and c.lower == "as" for c in verb.children)
    if verb.dep in ("conj", "ccomp") and _spliced(verb):
        yield "clause", [(head.left, verb.left - 2)]
    elif verb.dep == "parataxis" or (
        verb.dep == "ccomp" and verb.left > head.left and (verb.right < head.right or _comma_before(head, verb))
    ):
        yield "inserted", _halves(head, verb)
    elif verb.dep == "advcl" and marked and head.pos in ("VERB", "AUX"):
        yield "as", without(head, verb)


def _halves(head: Token, verb: Token) -> list[Range]:
    """The words around an inserted cue: with the clause before them where they only go on with it and the cue ends the
    sentence ("he left, but they stayed, she added")."""
    taken, around = verb.child("dobj"), without(head, verb)
    if taken is not None and taken.i == verb.left and around and around[0][1] == taken.i - 1:
        around[0] = (around[0][0], taken.i)
    first = head.head
    ends = all(c.dep == "punct" for c in head.children if c.i > verb.right)
    joined = head.dep == "conj" and first.dep == "ROOT" and verb.i > head.i and ends
    if joined and finite(head) and head.child(*SUBJECTS) is not None and first.child(*SUBJECTS) is not None:
        around[0] = (first.left, around[0][1])
    return around


def _object(verb: Token) -> Token | None:
    """The object of a verb, but not a "that" before its subject and a comma: that belongs to the clause before."""
    taken = verb.child("dobj")
    said_of = taken is not None and taken.lower in ("that", "this") and taken.tag not in RELATIVE
    before = said_of and taken is not None and any(c.text == "," and taken.i < c.i < verb.i for c in verb.children)
    return None if before else taken


def _spliced(verb: Token) -> bool:
    """Whether a verb that the parse hung on the clause before it, without an "and", reports that clause (", the
    minister told parliament on Friday")."""
    head = verb.head
    if verb.lemma.lower() not in CLOSING or any(c.dep == "cc" and c.i < verb.i for c in head.children):
        return False
    ends = not any(c.i > verb.right and c.dep != "punct" for c in head.children)
    return ends and verb.left > head.i and finite(head) and _comma_before(head, verb)


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
