"""Whether what a trigger names is an event at all: the parties, places and matter that its type and its words need."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from onrecord.annotate.events.roles import objects, subjects
from onrecord.annotate.events.triggers import Trigger, trigger_at, word_set
from onrecord.data import Actor, Mention, Page, Place
from onrecord.tokens import Token

# Sectors of those who fight.
ARMED = frozenset({"MIL", "REB", "PAR", "SEP", "INS", "UAF", "SPY", "COP", "IMG", "CRM", "TER", "PRO"})
# Types that are done to places as well as to those who live there.
PLACED = frozenset({"ASSAULT", "COERCE", "AID", "RETREAT", "MOBILIZE"})
# What somebody who agrees, or is willing, may lie ahead of; to defend oneself is no promise.
PROMISED = frozenset({"CONSULT", "SUPPORT", "COOPERATE", "AID", "CONCEDE", "RETREAT", "AGREE"})
CLAUSES = ("xcomp", "ccomp", "acl", "dobj", "pobj", "pcomp")
# How much of a clause is read for what it threatens.
CLAUSE = 40


def actor_of(mention: Mention) -> Actor:
    """The Actor that an actor mention means."""
    assert isinstance(mention.value, Actor)
    return mention.value


def enough(
    page: Page, trigger: Trigger, actors: Sequence[Mention], targets: Sequence[Mention], places: Sequence[Mention]
) -> bool:
    """Whether the roles that the trigger's group needs are filled; a place may stand for a target."""
    group = trigger.group
    met = bool(targets or places)
    if group.code == "SUPPORT" and _polled(trigger.head):
        return False
    if group.reciprocal and group.needs == "both" and not befalls(trigger, [*actors, *targets], places):
        return len(actors) + len(targets) > 1 or (len(actors) == 1 and _plural(actors[0]))
    match group.needs:
        case "actor":
            return bool(actors)
        case "target":
            return met
        case "both":
            return met and (bool(actors) or _by_itself(trigger, targets) or befalls(trigger, targets, places))
        case "persons":
            return len(actors) + len(targets) > 1 and _between_persons(trigger.head, (*actors, *targets))
        case "matter":
            return bool(actors) and (_of_events(trigger) or (bool(targets) and not _hostile(trigger)))
        case "clause":
            return bool(actors and targets) and _told_to(trigger.head)
        case "consequence":
            return bool(actors and targets) and _dire(page, trigger.head, actors)
        case "armed":
            return met and any(may_fight(actor_of(m)) for m in actors)
        case "unarmed":
            return met and bool(actors) and not any(ARMED & set(actor_of(m).sectors) for m in actors)
        case "fighters":
            return any(may_fight(actor_of(m)) for m in actors)
        case "alone":
            return bool(actors) and not any(c.dep in ("dobj", "ccomp", "xcomp", "prt") for c in trigger.head.children)
        case "force" | "moving":
            return (met or group.needs == "force") and any(_force(page, m) for m in actors)
    return True


def political(parties: Iterable[Mention]) -> bool:
    """Whether somebody with a country or a sector takes part."""
    return any(actor_of(m).country or actor_of(m).sectors or actor_of(m).kind == "country" for m in parties)


def consulting(actors: Sequence[Mention], targets: Sequence[Mention]) -> bool:
    """Whether those who meet are parties to politics, and not one of them with a relative or a reporter."""
    parties = [actor_of(m) for m in (*actors, *targets)]
    political = [a for a in parties if (a.country or a.sectors or a.kind == "country") and a.sectors != ("MED",)]
    return len(political) == len(parties) or len(political) > 1


def known(actor: Actor) -> bool:
    """Whether an actor is more than somebody: named, or of a country or sector."""
    return actor.kind != "unnamed" or bool(actor.country or actor.sectors)


def may_fight(actor: Actor) -> bool:
    """Whether an actor may bear arms: a force, a country, or a group of no civil kind."""
    if actor.kind == "country" or ARMED & set(actor.sectors):
        return True
    return actor.kind in ("group", "unnamed") and not actor.sectors


def matters(trigger: Trigger) -> Iterator[Token]:
    """The words of the clauses and objects that say what is offered, threatened, asked or refused."""
    for w in trigger.words:
        for p in (w, *(c for c in w.children if c.dep == "prep")):
            yield from (c for c in p.children if c.dep in CLAUSES)


def befalls(trigger: Trigger, parties: Sequence[Mention], places: Sequence[Mention]) -> bool:
    """Whether violence with nobody named is what a clause tells of a known place: "shelling in the north resumed"."""
    at_home = any(isinstance(m.value, Place) and m.value.country for m in places)
    subject = trigger.head.dep in ("nsubj", "csubj", "nsubjpass")
    return trigger.group.code == "ASSAULT" and subject and at_home and not parties


def _polled(head: Token) -> bool:
    """Whether it is what a share of those asked think: "12 percent support the mayor", "voters back the plan"."""
    before = [c for c in head.children if c.dep in ("nsubj", "npadvmod", "compound", "nmod") and c.i < head.i]
    who = subjects(head) if head.tag.startswith("VB") else []
    return any(w.lemma in word_set("polled") for w in (*before, *who))


def _by_itself(trigger: Trigger, targets: Sequence[Mention]) -> bool:
    """Whether arms do it with nobody named who uses them: "a missile hit them"."""
    if trigger.group.code != "ASSAULT" or not targets or not trigger.head.tag.startswith("VB"):
        return False
    return any(s.lemma in word_set("assault") or s.lemma in word_set("weapons") for s in subjects(trigger.head))


def _force(page: Page, mention: Mention) -> bool:
    """Whether a mention names troops, ships or police, and not a person among them."""
    words = page.parse.covering(mention.span.start, mention.span.end)
    kinds = (word_set(name) for name in ("troops", "weapons", "police"))
    return bool(words) and actor_of(mention).kind in ("group", "body") and any(words[-1].lemma in k for k in kinds)


def _of_events(trigger: Trigger) -> bool:
    """Whether what is offered, threatened or refused is itself an event of a known kind."""
    for word in matters(trigger):
        inner = trigger_at(word)
        if trigger.group.code == "AGREE":
            if inner is not None and inner.group.code in PROMISED and inner.head.lemma != "defend":
                return True
        elif inner is not None or word.lemma in word_set("attacks"):
            return True
    return False


def _hostile(trigger: Trigger) -> bool:
    """Whether what is promised is nothing that those it is done to would agree to: "promised to deport them"."""
    inner = [t for w in matters(trigger) if (t := trigger_at(w)) is not None]
    return trigger.group.code == "AGREE" and any(t.group.code not in PROMISED for t in inner)


def _told_to(verb: Token) -> bool:
    """Whether somebody is told to do something, and not asked whether."""
    clauses = [c for c in verb.children if c.dep in ("xcomp", "ccomp") and c.tag == "VB"]
    return any(all(a.tag != "MD" and a.lower not in ("whether", "if") for a in c.children) for c in clauses)


def _dire(page: Page, verb: Token, actors: Sequence[Mention]) -> bool:
    """Whether somebody is warned of what will follow, and not of what a third party may do."""
    for clause in (c for c in verb.children if c.dep == "ccomp"):
        sure = any(c.tag == "MD" and c.lower in ("will", "would", "'ll") for c in clause.children)
        others = [m for s in subjects(clause) if (m := page.actor(s)) is not None]
        own = {actor_of(m).id for m in actors}
        words = page.parse.tokens[clause.left : clause.right + 1][:CLAUSE]
        dire = any(w.lemma in word_set("consequence") or w.lemma in word_set("warlike") for w in words)
        if sure and dire and all(actor_of(m).id in own for m in others):
            return True
    return False


def _between_persons(verb: Token, parties: Sequence[Mention]) -> bool:
    """Whether somebody calls or receives somebody, and does not call them something."""
    named = any(c.dep in ("oprd", "ccomp", "xcomp") and c.pos in ("NOUN", "ADJ", "PROPN") for c in verb.children)
    met = any(m.span.start <= o.start < m.span.end for o in objects(verb) for m in parties)
    return met and not named and all(actor_of(m).kind in ("person", "unnamed", "body") for m in parties)


def _plural(mention: Mention) -> bool:
    """Whether one mention stands for several parties: "the two", "the leaders"."""
    actor = actor_of(mention)
    last = mention.span.quote.split()[-1].lower()
    several = actor.kind in ("group", "unnamed") and last.endswith("s")
    return several or len(actor.members) > 1 or last in ("they", "both", "two", "three")
