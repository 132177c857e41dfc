"""From triggers to events in the making: who fills the roles, which code it is, and what is told twice.

What PLOVER codes by outlook is settled here: cooperation that lies ahead is AGREE, a retreat that lies ahead CONCEDE,
and "will not" with what would have been cooperation is REJECT.
"""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence

import msgspec

from onrecord.annotate.events.cast import cast, first
from onrecord.annotate.events.gate import PLACED, actor_of, befalls, consulting, enough, known, political
from onrecord.annotate.events.roles import light
from onrecord.annotate.events.triggers import Trigger, word_set
from onrecord.annotate.status import status_of
from onrecord.data import Mention, Page, Place, Statement, Status
from onrecord.tokens import Token

COOPERATIVE = frozenset({"CONSULT", "SUPPORT", "COOPERATE", "AID"})
# Words that would be said, were it otherwise, are no event that a reader looks for.
VERBAL = frozenset({"AGREE", "CONSULT", "REQUEST", "ACCUSE", "REJECT", "THREATEN"})
YIELDING = frozenset({"CONCEDE", "RETREAT"})
WILL = frozenset({"will", "wo", "would", "shall"})
DO = frozenset({"do", "does", "did"})
GRANTING = frozenset({"allow", "permit", "agree", "accept", "grant", "give", "consent", "authorise", "authorize"})
# Types whose content is their own matter: what is asked for or refused is no event beside them.
ABSORBING = frozenset({"REQUEST", "REJECT", "AGREE"})
# Verbs of REJECT that only dispute what is told, and so leave it an event of its own, denied.
DISPUTING = frozenset({"deny", "dismiss", "refute", "reject", "dispute", "rebut"})
POSSESSIVES = frozenset({"its", "their", "his", "her", "my", "our"})
# Types that are done with what is one's own.
OWNING = frozenset({"AGREE", "REJECT", "CONCEDE", "RETREAT", "MOBILIZE"})
# Types in which people that nobody knows may be the actors.
ANYBODY = frozenset({"ASSAULT", "PROTEST", "COERCE"})
FIRST_PERSON = frozenset({"i", "we", "us", "me", "our", "my", "ours"})
# Prepositions between two events that are not one.
APART = frozenset({"for", "after", "before", "since", "following", "despite", "over", "against"})
NEAR = 5
# How many joined verbs and clauses a sentence that makes sense has above one another.
DEPTH = 12
FINITE = frozenset({"VBD", "VBZ", "VBP"})

Placed = Mapping[int, Mention]


class Draft(msgspec.Struct):
    """An event in the making."""

    trigger: Trigger
    code: str
    status: Status
    said: Statement | None
    actors: list[Mention]
    targets: list[Mention]

    @property
    def head(self) -> Token:
        """The word that names it."""
        return self.trigger.head

    @property
    def parties(self) -> frozenset[str]:
        """The ids of all mentions in its roles."""
        return frozenset(m.id for m in (*self.actors, *self.targets))

    @property
    def anchors(self) -> list[Token]:
        """The words that its adjuncts may hang on."""
        verb = None if self.head.tag.startswith("VB") else light(self.head)
        return [*self.trigger.words, *([verb] if verb else [])]


def draft(page: Page, trigger: Trigger, saids: Mapping[int, Statement], placed: Placed) -> Draft | None:
    """The event that `trigger` names, or None where the parties that its type needs are not there.

    `saids` are the statements and `placed` the mentions of places by the number of a token that they cover.
    """
    stated = _stated(trigger.head)
    said = saids.get(stated.i)
    status = status_of(page, stated, said)
    actors, targets = cast(trigger, lambda token: page.actor(token) or _speaker(page, token, said))
    people = {actor_of(m).id for m in actors}
    targets = [t for t in targets if actor_of(t).id not in people and not (actors and _own(page, trigger, t))]
    code, status = outlook(trigger, status)
    places = [] if targets else _places(trigger, placed, actors)
    if trigger.group.reciprocal and code != "REJECT":
        actors, targets = [*actors, *targets], []
    if not enough(page, trigger, actors, targets, places) or not (
        political([*actors, *targets]) or befalls(trigger, [*actors, *targets], places)
    ):
        return None
    if actors and code not in ANYBODY and not any(known(actor_of(m)) for m in actors):
        return None
    if trigger.group.code == "CONSULT" and not (places or consulting(actors, targets)):
        return None
    if status in ("possible", "hypothetical") and not any(actor_of(m).country for m in (*actors, *targets)):
        return None
    if status == "hypothetical" and code in VERBAL:
        return None
    return Draft(trigger, code, status, _word_of(page, said, status), actors, targets)


def _word_of(page: Page, said: Statement | None, status: Status) -> Statement | None:
    """The statement on whose word it is told: not one that only names it, to judge it or to keep silent on it
    ("condemned the raid", "avoids condemning the raid")."""
    while said is not None and said.cue is not None and said.content:
        cue = page.parse.covering(said.cue.start, said.cue.end)
        judged = any(w.lemma in word_set("presupposing") for w in cue)
        if not judged and not (said.negated and said.stance != "denies" and status == "actual"):
            break
        content = page.parse.covering(said.content[0].start, said.content[0].end)
        if not content or page.parse.top(content).pos not in ("NOUN", "PROPN", "PRON"):
            break
        outer = page.by_id.get(said.within) if said.within else None
        said = outer if isinstance(outer, Statement) else None
    return said


def _stated(head: Token) -> Token:
    """The verb of the clause that `head` shares: a finite verb is never joined to an infinitive or a gerund, whatever
    the parser says ("denies preparing it and accuses them")."""
    step = head
    for _ in range(DEPTH):
        if head.tag not in FINITE or step.dep != "conj" or step.head.pos not in ("VERB", "AUX"):
            break
        step = step.head
    if step is head or step.tag in FINITE or step.dep not in ("xcomp", "pcomp", "advcl", "acl"):
        return head
    if any(c.dep in ("aux", "nsubj", "nsubjpass") for c in head.children):
        return head
    return next((a for a, _ in zip(step.ancestors(), range(DEPTH), strict=False) if a.tag in FINITE), head)


def _places(trigger: Trigger, placed: Placed, actors: Sequence[Mention]) -> list[Mention]:
    """The places that stand where a target would: "shelled the town", "flew to the capital"."""
    visit = trigger.group.code == "CONSULT" and trigger.group.mode == "visit"
    if trigger.group.code not in PLACED and not visit:
        return []
    found = first(trigger, trigger.group.target or ("obj",), lambda token: placed.get(token.i), "self")
    if not visit:
        return found
    homes = {actor_of(m).country for m in actors}  # a tour at home is no visit
    abroad = [m for m in found if isinstance(m.value, Place) and m.value.country not in (None, *homes)]
    return [] if None in homes else abroad


def _own(page: Page, trigger: Trigger, target: Mention) -> bool:
    """Whether a target is only what belongs to the actor: "pledged to expand its army"."""
    if trigger.group.code not in OWNING:
        return False
    words = page.parse.covering(target.span.start, target.span.end)
    return any(c.dep == "poss" and c.lower in POSSESSIVES for w in words for c in w.children)


def outlook(trigger: Trigger, status: Status) -> tuple[str, Status]:
    """Code and status of `trigger` once it is known whether it lies ahead or is refused."""
    code = trigger.group.code
    if code in COOPERATIVE | YIELDING | {"AGREE"} and refused(trigger):
        return "REJECT", "actual"
    if status == "planned":
        return ("AGREE" if code in COOPERATIVE else "CONCEDE" if code in YIELDING else code), status
    return code, status


def refused(trigger: Trigger) -> bool:
    """Whether the trigger stands under "will not", or what grants something under "did not"."""
    verb = trigger.head if trigger.head.tag.startswith("VB") else light(trigger.head)
    if verb is None:
        return False
    auxiliaries = {c.lower for c in verb.children if c.dep == "aux"}
    refusing = WILL | DO if trigger.head.lemma in GRANTING else WILL
    return bool(auxiliaries & refusing) and any(c.dep == "neg" for c in verb.children)


def _speaker(page: Page, token: Token, said: Statement | None) -> Mention | None:
    """Who "we" and "our" are inside what somebody says."""
    if said is None or not said.speakers or token.lower not in FIRST_PERSON:
        return None
    mention = page.by_id.get(said.speakers[0])
    return mention if isinstance(mention, Mention) else None


def distinct(drafts: Sequence[Draft]) -> list[Draft]:
    """`drafts` without those that only tell again what another tells, or what another asks for or refuses."""
    kept: dict[int, Draft] = {}
    by_word = {d.head.i: d for d in drafts}
    drafts = [d for d in drafts if not _absorbed(d, by_word)]
    by_word = {d.head.i: d for d in drafts}
    for one in drafts:
        if not any(_again(one, other, kept) for other in _around(one, by_word)):
            kept[one.head.i] = one
    return list(kept.values())


def _above(token: Token) -> list[Token]:
    """The words above, as far as they tell of the same thing: not past what is done after it, or for it."""
    out: list[Token] = []
    step = token
    while step.head is not step and len(out) < NEAR and not (step.dep == "prep" and step.lower in APART):
        step = step.head
        out.append(step)
    return out


def _absorbed(one: Draft, by_word: dict[int, Draft]) -> bool:
    """Whether it is what another event asks for, refuses or promises."""
    if one.status == "actual":
        return False
    step = one.head
    for head in _above(one.head):
        if step.dep in ("relcl", "advcl"):
            return False
        other = by_word.get(head.i)
        if other and other.trigger.group.code in ABSORBING:
            if other.trigger.group.code == "AGREE":
                return one.trigger.group.code in COOPERATIVE
            return other.head.lemma not in DISPUTING
        step = head
    return False


def _around(one: Draft, by_word: dict[int, Draft]) -> list[Draft]:
    """The other events whose words stand above or right below this one's in the parse."""
    heads = [h.i for h in _above(one.head)]
    below = [c.i for w in one.anchors for c in w.children if c.dep != "prep"]
    below += [o.i for w in one.anchors for c in w.children if c.dep == "agent" for o in c.children]
    return [by_word[i] for i in (*heads, *below) if i in by_word and by_word[i] is not one]


def _again(one: Draft, other: Draft, kept: Container[int]) -> bool:
    """Whether `one` says no more than `other`: the same type with fewer parties, or as many and further down."""
    if one.code != other.code or not one.parties <= other.parties:
        return False
    return one.parties != other.parties or other.head.i in {h.i for h in _above(one.head)} or other.head.i in kept
