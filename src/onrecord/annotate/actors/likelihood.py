"""What speaks for each of those whom a pronoun may mean: features by name, which the codebook weighs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from onrecord.annotate.actors.chains import DEPTH, SUBJECT, Chain, Spot, role
from onrecord.annotate.actors.sexes import Sex
from onrecord.tokens import Parse, Token

CLAUSES = frozenset(("ccomp", "advcl", "relcl", "conj", "xcomp", "acl", "pcomp", "ROOT"))
# Prepositions after which a name is that of a place more often than of a person.
WHERE = frozenset(("in", "at", "near", "from", "into", "outside", "to"))


class Scene(NamedTuple):
    """What a pronoun stands in: parse, quoted tokens, verbs of speech, and whom the last of each sex meant."""

    parse: Parse
    quoted: Sequence[bool]
    speech: frozenset[str]
    last: Mapping[str, tuple[Chain, int]]


class Context:
    """What all options of one pronoun share."""

    def __init__(self, page: Scene, token: Token, sex: Sex | None, where: str, before: Sequence[Spot]) -> None:
        self.page, self.token, self.sex, self.where = page, token, sex, where
        self.said = page.quoted[token.i]
        self.above = above(token)
        self.verb = next((a for a in token.ancestors() if a.pos in ("VERB", "AUX")), token)
        self.ahead = _ahead(token)
        self.speaks = token.dep in SUBJECT and token.head.lemma in page.speech
        self.up = {t.i: n for n, (_, t) in enumerate(zip(range(DEPTH), (token, *token.ancestors()), strict=False))}
        self.starts = token.i <= page.parse.sentences[token.sent].first + 2
        self.owned = f"{where} {role(token.head)[0]}" if where == "owner" else where
        clause = next((a for a in (token, *token.ancestors()) if a.dep in CLAUSES), token)
        mark = next((c for c in clause.children if c.dep in ("mark", "advmod") and c.i < clause.i), None)
        self.link = f"{clause.dep} {mark.lower}" if mark is not None else clause.dep
        self.most = max((len(s.chain.spots) for s in before if s.chain), default=0)
        order = sorted(before, key=lambda s: (-s.token.sent, s.first))
        self.order: dict[Chain | None, int] = {}
        for s in order:
            self.order.setdefault(s.chain, len(self.order))

    def nobody(self, others: int) -> list[str]:
        """What speaks for nobody that we know."""
        out = ["nobody", f"nobody {self.where}", f"nobody of {min(others, 4)}"]
        if self.said:
            out.append("nobody quoted")
        if self.token.sent == 0:
            out.append("nobody first sentence")
        return out

    def features(self, chain: Chain, spots: Sequence[Spot], rank: int) -> list[str]:
        """What speaks for a chain with the mentions `spots` before the pronoun, nearest first."""
        where = self.where
        out = self._whole(chain)
        out.append(f"recent {min(rank, 5)} {where}")
        out.append(f"order {min(self.order.get(chain, 5), 5)} {where}")
        here = [s for s in spots if s.token.sent == self.token.sent]
        prior = [s for s in spots if s.token.sent != self.token.sent]
        if here:
            self._here(here, out)
        else:
            out.append(f"not here {where}")
        if prior:
            self._prior(prior, out)
        self._again(chain, out)
        last = self.page.last.get(self.sex or "m")
        if last is not None:
            back = min(self.token.sent - last[1], 3)
            out.append(f"{'same as' if last[0] is chain else 'other than'} last {back} {where}")
        return out

    def _whole(self, chain: Chain) -> list[str]:
        """What the chain is in the report as a whole."""
        told = chain.sex or chain.given
        sex = "unknown" if told is None else "told" if told == self.sex else "given other"
        if chain.learnt is not None:
            sex += " learnt" if chain.learnt == self.sex else " learnt other"
        count = len([s for s in chain.spots[:7] if s.first < self.token.i])
        out = [f"kind {chain.kind}", f"sex {sex}", f"mentions {min(count, 6)}", f"named {min(chain.named, 5)}"]
        if len(chain.spots) == self.most > 1:
            out.append("most mentioned")
        if chain.spots[0].token.sent == 0:
            out.append("first sentence")
        return out

    def _here(self, spots: Sequence[Spot], out: list[str]) -> None:
        """The mentions of the chain in the pronoun's own sentence."""
        where, near = self.where, spots[0]
        gap = self.token.i - near.last
        out.append(f"here {near.role} {where}")
        out.append(f"here gap {0 if gap < 3 else 1 if gap < 6 else 2 if gap < 12 else 3 if gap < 24 else 4}")
        path = self._path(near.token)
        out.append(f"path {min(path, 8)} {where}")
        out.append(f"here {near.role} {self.owned} by {self.link}")
        if placed(near):
            out.append(f"placed {near.meaning is not None}")
        if near.joined:
            out.append(f"here joined {where}")
        if near.said != self.said:
            out.append("here across quotes")
        levels = [self.above[s.token.i] for s in spots if s.token.i in self.above]
        if levels:
            out.append(f"above {min(levels)} {where}")
        elif self.above:
            out.append(f"not above {where}")
        if any(s.token.head is self.verb and s.role != "subject" for s in spots):
            out.append(f"beside {where}")

    def _path(self, other: Token) -> int:
        """The number of links of the parse between the pronoun and another word of its sentence."""
        for n, (_, t) in enumerate(zip(range(DEPTH), (other, *other.ancestors()), strict=False)):
            if t.i in self.up:
                return n + self.up[t.i]
        return DEPTH

    def _prior(self, spots: Sequence[Spot], out: list[str]) -> None:
        """The mentions of the chain in the nearest sentence before that has one."""
        where, sentence = self.where, spots[0].token.sent
        same = [s for s in spots if s.token.sent == sentence]
        best = next((s for s in same if s.role == "subject"), same[0])
        back = min(self.token.sent - sentence, 4)
        out.append(f"back {back} {best.role} {where}")
        if best.token.head is self.page.parse.sentences[sentence].root and best.role == "subject":
            out.append(f"main {back} {where}")
        if same[-1].first <= self.page.parse.sentences[sentence].first + 1:
            out.append(f"opens {back} {where}")
        if back == 1:
            out.append(f"back {best.role} {self.owned} {'starts' if self.starts else 'within'}")
        if best.role == "subject" and best.token.head.lemma in self.page.speech:
            out.append(f"spoke {min(back, 2)} {self.speaks}")
        depth = sum(1 for _ in zip(range(5), best.token.ancestors(), strict=False))
        out.append(f"depth {depth} {min(back, 2)}")
        if placed(best):
            out.append("placed back")
        if best.joined:
            out.append("back joined")
        if best.meaning is None and best.token.tag in ("PRP", "PRP$"):
            out.append(f"back pronoun {back} {where}")

    def _again(self, chain: Chain, out: list[str]) -> None:
        """The next mention of a chain that was named before the pronoun."""
        token = self.token
        after = next((s for s in chain.spots if s.first > token.i), None)
        if after is None or after.token.sent > token.sent + 1:
            return
        if after.token.sent > token.sent:
            out.append("again next")
        elif after.token.i in self.ahead:
            out.append("again main clause")
        else:
            below = self.where == "subject" and token.head in after.token.ancestors()
            out.append("again below" if below else f"again here {self.where}")

    def later(self, chain: Chain, spot: Spot, rivals: bool) -> list[str]:
        """What speaks for a chain that is first named after the pronoun."""
        told = chain.sex or chain.given
        ahead = spot.token.sent - self.token.sent
        out = [f"later kind {chain.kind}", f"later {ahead} {spot.role} {self.where} {'rivals' if rivals else 'alone'}"]
        out.append(f"later sex {'unknown' if told is None else 'told' if told == self.sex else 'other'}")
        if ahead == 0:
            below = self.where == "subject" and self.token.head in spot.token.ancestors()
            main = spot.token.i in self.ahead
            out.append("later main clause" if main else "later below" if below else "later other clause")
        return out


def placed(spot: Spot) -> bool:
    """Whether the mention stands where places do."""
    return spot.token.dep == "pobj" and spot.token.head.lower in WHERE


def above(token: Token) -> dict[int, int]:
    """The heads of the subjects of the clauses above the pronoun, and how many clauses lie between."""
    out: dict[int, int] = {}
    level = 0
    for _, verb in zip(range(DEPTH), token.ancestors(), strict=False):
        if verb.pos not in ("VERB", "AUX"):
            continue
        subject = verb.child(*SUBJECT)
        if subject is None or subject.left <= token.i <= subject.right:
            continue
        if subject.tag == "WP" and verb.dep == "relcl":
            subject = verb.head
        if subject.i < token.i:
            out.setdefault(subject.i, level)
        level += 1
    return out


def _ahead(token: Token) -> frozenset[int]:
    """The heads of the subjects that follow the pronoun, in clauses above it: "In her youth Roe painted"."""
    verbs = (v for _, v in zip(range(DEPTH), token.ancestors(), strict=False) if v.pos in ("VERB", "AUX"))
    found = (verb.child(*SUBJECT) for verb in verbs)
    return frozenset(s.i for s in found if s is not None and s.left > token.i)
