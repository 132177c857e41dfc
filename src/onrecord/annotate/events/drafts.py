"""From triggers to events in the making: who fills the roles, which code it is, and what is told twice.

What PLOVER codes by outlook is settled here: cooperation that lies ahead is AGREE, a retreat that lies ahead CONCEDE,
and "will not" with what would have been cooperation is REJECT.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from onrecord.annotate.events.cast import cast
from onrecord.annotate.events.roles import light, objects
from onrecord.annotate.events.triggers import Trigger, named, word_set
from onrecord.annotate.status import status_of
from onrecord.data import Actor, Mention, Page, Statement, Status
from onrecord.tokens import Token

COOPERATIVE = frozenset({"CONSULT", "SUPPORT", "COOPERATE", "AID"})
# Words that would be said, were it otherwise, are no event that a reader looks for.
VERBAL = frozenset({"AGREE", "CONSULT", "REQUEST", "ACCUSE", "REJECT", "THREATEN"})
YIELDING = frozenset({"CONCEDE", "RETREAT"})
# Sectors of those who fight.
ARMED = frozenset({"MIL", "REB", "PAR", "SEP", "INS", "UAF", "SPY", "COP", "IMG", "CRM", "TER", "PRO"})
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


def draft(page: Page, trigger: Trigger, said: Statement | None) -> Draft | None:
    """The event that `trigger` names, or None where the parties that its type needs are not there."""
    actors, targets = cast(trigger, lambda token: page.actor(token) or _speaker(page, token, said))
    people = {_actor(m).id for m in actors}
    targets = [t for t in targets if _actor(t).id not in people and not (actors and _own(page, trigger, t))]
    code, status = outlook(trigger, status_of(page, trigger.head, said))
    if trigger.group.reciprocal and code != "REJECT":
        actors, targets = [*actors, *targets], []
    if not _enough(trigger, actors, targets) or not _political([*actors, *targets]):
        return None
    if actors and code not in ANYBODY and not any(_known(_actor(m)) for m in actors):
        return None
    if trigger.group.code == "CONSULT" and not _consulting(actors, targets):
        return None
    if status in ("possible", "hypothetical") and not any(_actor(m).country for m in (*actors, *targets)):
        return None
    if status == "hypothetical" and code in VERBAL:
        return None
    return Draft(trigger, code, status, said, actors, targets)


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


def _actor(mention: Mention) -> Actor:
    assert isinstance(mention.value, Actor)
    return mention.value


def _enough(trigger: Trigger, actors: Sequence[Mention], targets: Sequence[Mention]) -> bool:
    group = trigger.group
    if group.reciprocal and group.needs == "both":
        return len(actors) + len(targets) > 1 or (len(actors) == 1 and _plural(actors[0]))
    match group.needs:
        case "actor":
            return bool(actors)
        case "target":
            return bool(targets)
        case "both":
            return bool(actors and targets)
        case "persons":
            return len(actors) + len(targets) > 1 and _between_persons(trigger.head, (*actors, *targets))
        case "matter":
            return bool(actors) and (bool(targets) or _of_events(trigger))
        case "clause":
            return bool(actors and targets) and any(
                c.dep in ("xcomp", "ccomp") and c.tag == "VB" for c in trigger.head.children
            )
        case "armed":
            return bool(targets) and any(_may_fight(_actor(m)) for m in actors)
    return True


def _consulting(actors: Sequence[Mention], targets: Sequence[Mention]) -> bool:
    """Whether those who meet are parties to politics, and not one of them with a relative or a reporter."""
    parties = [_actor(m) for m in (*actors, *targets)]
    political = [a for a in parties if (a.country or a.sectors or a.kind == "country") and a.sectors != ("MED",)]
    return len(political) == len(parties) or len(political) > 1


def _may_fight(actor: Actor) -> bool:
    """Whether an actor may bear arms: a force, a country, or a group of no civil kind."""
    if actor.kind == "country" or ARMED & set(actor.sectors):
        return True
    return actor.kind in ("group", "unnamed") and not actor.sectors


def _of_events(trigger: Trigger) -> bool:
    """Whether what is offered, threatened or refused is itself an event of a known kind."""
    return any(
        c.dep in ("xcomp", "ccomp", "acl", "dobj", "pobj", "pcomp") and (named(c) or c.lemma in word_set("attacks"))
        for w in trigger.words
        for p in (w, *(c for c in w.children if c.dep == "prep"))
        for c in p.children
    )


def _between_persons(verb: Token, parties: Sequence[Mention]) -> bool:
    """Whether somebody calls or receives somebody, and does not call them something."""
    named = any(c.dep in ("oprd", "ccomp", "xcomp") and c.pos in ("NOUN", "ADJ", "PROPN") for c in verb.children)
    met = any(m.span.start <= o.start < m.span.end for o in objects(verb) for m in parties)
    return met and not named and all(_actor(m).kind in ("person", "unnamed", "body") for m in parties)


def _plural(mention: Mention) -> bool:
    """Whether one mention stands for several parties: "the two", "the leaders"."""
    actor = _actor(mention)
    last = mention.span.quote.split()[-1].lower()
    several = actor.kind in ("group", "unnamed") and last.endswith("s")
    return several or len(actor.members) > 1 or last in ("they", "both", "two", "three")


def _known(actor: Actor) -> bool:
    """Whether an actor is more than somebody: named, or of a country or sector."""
    return actor.kind != "unnamed" or bool(actor.country or actor.sectors)


def _political(parties: Sequence[Mention]) -> bool:
    """The gate: somebody with a country or a sector takes part."""
    return any(_actor(m).country or _actor(m).sectors or _actor(m).kind == "country" for m in parties)


def distinct(drafts: Sequence[Draft]) -> list[Draft]:
    """`drafts` without those that only tell again what another tells, or what another asks for or refuses."""
    kept: list[Draft] = []
    by_word = {d.head.i: d for d in drafts}
    for one in drafts:
        if not _absorbed(one, by_word) and not any(_again(one, other, kept) for other in _around(one, by_word)):
            kept.append(one)
    return kept


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


def _again(one: Draft, other: Draft, kept: Sequence[Draft]) -> bool:
    """Whether `one` says no more than `other`: the same type with fewer parties, or as many and further down."""
    if one.code != other.code or not one.parties <= other.parties:
        return False
    return one.parties != other.parties or other.head.i in {h.i for h in _above(one.head)} or other in kept
