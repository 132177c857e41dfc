"""One human through a report: its mentions and their roles, and what is told of its sex."""

from __future__ import annotations

from onrecord.annotate.actors.meaning import Meaning
from onrecord.annotate.actors.sexes import Sex
from onrecord.tokens import Token

SUBJECT = ("nsubj", "nsubjpass")
# Words above a word that are looked at: no real sentence is nested deeper.
DEPTH = 12


class Spot:
    """One mention of a chain: its head token, the tokens `first` to `last`, and its role in its clause."""

    __slots__ = ("chain", "first", "joined", "last", "meaning", "role", "said", "token")

    def __init__(self, token: Token, first: int, last: int, meaning: Meaning | None) -> None:
        self.token, self.first, self.last, self.meaning = token, first, last, meaning
        self.role, self.joined = role(token)
        self.said = False
        self.chain: Chain | None = None


class Chain:
    """One human through the report: `sex` as told by title or noun, `given` by the first name, `learnt` by pronouns."""

    __slots__ = ("given", "kind", "learnt", "named", "seen", "sex", "spots")

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.sex: Sex | None = None
        self.given: Sex | None = None
        self.learnt: Sex | None = None
        self.named, self.seen = 0, 0
        self.spots: list[Spot] = []

    @property
    def meaning(self) -> Meaning | None:
        """What its first mention means, None for a noun that is no actor."""
        return self.spots[0].meaning


def role(token: Token) -> tuple[str, bool]:
    """The role of a noun in its clause, and whether it is a second part of "A and B"."""
    joined = False
    for _ in range(DEPTH):
        if token.dep not in ("conj", "appos") or token.head is token:
            break
        joined = joined or token.dep == "conj"
        token = token.head
    dep = token.dep
    if dep in SUBJECT:
        return "subject", joined
    if dep in ("dobj", "dative", "oprd"):
        return "object", joined
    if dep == "pobj":
        return ("agent" if token.head.dep == "agent" else "of" if token.head.lower == "of" else "oblique"), joined
    return ("owner" if dep == "poss" else "other"), joined


def place(token: Token) -> str:
    """The role of a pronoun, coarser than that of a noun."""
    if token.lower in ("himself", "herself"):
        return "self"
    if token.dep == "poss" or token.tag == "PRP$":
        return "owner"
    return "subject" if token.dep in SUBJECT else "object"
