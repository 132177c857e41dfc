"""Whether the clause of an expression of time looks back or forward, read off the words above it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import islice

from onrecord.tokens import Parse, Token

# Words above an expression that are looked at: a clause is seldom deeper, and a runaway parse must not cost time.
DEPTH = 25
BACK, UNKNOWN, AHEAD = -1, 0, 1
# Relations by which a word stands before a noun as a part of its name: "November's election", "the June talks".
MODIFIES = ("poss", "compound", "nmod", "amod", "nummod")


# Words after which a time lies ahead where the clause is in the present tense: "the bridge is closed until Friday".
ENDS = ("until", "till", "through", "starting", "beginning", "effective")


def _is_present(verb: Token | None) -> bool:
    """Whether a clause has a verb in the present tense, or a modal, as its first."""
    if verb is None:
        return False
    helpers = [c.tag for c in verb.children if c.dep in ("aux", "auxpass")]
    return (helpers[0] if helpers else verb.tag) in ("VBZ", "VBP", "MD")


def _clause(token: Token) -> Token | None:
    """The verb of the clause in which a token stands."""
    return next((t for t in islice(token.ancestors(), DEPTH) if t.tag[:2] == "VB" and _tells(t)), None)


def _tells(verb: Token) -> bool:
    """Whether a verb is one of the report: none in the name of a work (a programme, a book), nor a sign."""
    return verb.ent != "WORK_OF_ART" and (verb.text[0].isalpha() or verb.text[0] in "'’")


class Tense:
    """Reads the tense of clauses; `words` is the codebook's table of words that look ahead."""

    def __init__(self, words: Mapping[str, frozenset[str]]) -> None:
        self.planned, self.wanted = words["planned"], words["wanted"]
        self.modals, self.reporting = words["modals"], words["reporting"]

    def direction(self, parse: Parse, tokens: Sequence[Token], *, weekday: bool) -> int:
        """BACK for a past clause, AHEAD for a future or modal one, else UNKNOWN.

        A weekday right beside a verb in the present is one to come ("the ministers meet Thursday"). A month that
        belongs to a noun ("November's election") is not placed by a past verb.
        """
        token = parse.top(tokens)
        if token.head.lower in ENDS and _is_present(_clause(token.head)):
            return AHEAD
        beside = token.head.head if token.head.tag == "IN" else token.head
        present = beside.pos == "VERB" and beside.tag in ("VBZ", "VBP") and _tells(beside)
        if weekday and present and beside.lemma not in self.reporting:
            return self._of(beside) or AHEAD
        if token.dep in MODIFIES and token.head.tag[:2] == "NN":
            return self._of_noun(token.head, weekday)
        below = token
        for above in islice(token.ancestors(), DEPTH):
            found = self._planned(above, below) or (
                self._of(above) if above.tag[:2] in ("VB", "MD") and _tells(above) else UNKNOWN
            )
            if found:
                return found
            below = above
        return UNKNOWN

    def goes_on(self, token: Token, told: Token, before: Token | None) -> bool:
        """Whether the clause of `token` goes on the story of the earlier `told`: one verb, or two in a row, in one
        sentence; a past perfect, or "by", in the next one too."""
        verb, first = _clause(token), _clause(told)
        if verb is None or token.sent - told.sent > 1:
            return False
        if any(c.lower == "had" for c in verb.children if c.dep == "aux"):
            return True
        if before is not None and before.lower == "by" and verb.tag == "VBD":
            return True
        return token.sent == told.sent and (verb is first or (verb.dep == "conj" and verb.head is first))

    def _of_noun(self, noun: Token, weekday: bool) -> int:
        """ "Tuesday's vote will ..." lies ahead, and so does what is planned; verbs further off say nothing of it."""
        above = noun.head.head if noun.dep == "pobj" else noun.head
        if found := self._planned(above, noun.head if noun.dep == "pobj" else noun):
            return found
        if noun.dep not in ("nsubj", "nsubjpass", "dobj", "pobj") or above.tag[:2] not in ("VB", "MD"):
            return UNKNOWN
        found = self._of(above)
        return found if weekday or found == AHEAD else UNKNOWN

    def _planned(self, above: Token, below: Token) -> int:
        """ "scheduled for", "due on", "is expected", "ahead of": what is planned lies ahead."""
        if above.lemma.lower() not in self.planned:
            return UNKNOWN
        if above.tag[:2] == "NN":
            return AHEAD if below.dep == "prep" else UNKNOWN
        return AHEAD if above.tag in ("VBN", "JJ", "VBG", "VBZ", "VBP", "RB") else UNKNOWN

    def _of(self, verb: Token) -> int:
        helpers = [c for c in verb.children if c.dep in ("aux", "auxpass")]
        if any(c.lower in self.modals for c in helpers):
            return BACK if any(c.lower == "have" for c in helpers) else AHEAD
        if any(c.tag == "TO" for c in helpers):
            return AHEAD if verb.head.lemma.lower() in self.planned | self.wanted else UNKNOWN
        if verb.tag in ("VBD", "VBN") or any(c.tag in ("VBD", "VBN") for c in helpers):
            return BACK
        if verb.tag == "VBG" and any(c.tag in ("VBZ", "VBP") for c in helpers):
            return AHEAD if verb.lemma in self.planned or verb.lemma == "go" else UNKNOWN
        return AHEAD if verb.tag == "VB" and not any(c.tag in ("VBZ", "VBP") for c in helpers) else UNKNOWN
