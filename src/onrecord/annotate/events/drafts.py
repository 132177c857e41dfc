"""From the reader's answers to events in the making: who takes part, and on whose word it is told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import msgspec

from onrecord.annotate.events.cast import cast
from onrecord.annotate.events.clues import Clues
from onrecord.annotate.events.modes import mode
from onrecord.annotate.events.parties import Parties, located
from onrecord.annotate.events.readings import Deed
from onrecord.annotate.events.roles import light
from onrecord.annotate.events.triggers import Trigger, book, word_set
from onrecord.annotate.status import ahead, forgone
from onrecord.data import Actor, Mention, Page, Statement, Status, Time
from onrecord.tokens import Token

# Types that are done together where nobody is a guest, and modes in which somebody is.
MUTUAL, VISITING = frozenset({"CONSULT", "COOPERATE"}), "visit"
# Patterns of what would be cooperation, were it done: the promise of it is planned.
COOPERATIVE = frozenset({"CONSULT", "SUPPORT", "COOPERATE", "AID"})
# Types whose matter is part of them: what is lifted, refused, asked for or threatened is no event beside them.
ABSORBING = frozenset({"AGREE", "CONCEDE", "REJECT", "REQUEST", "RETREAT", "THREATEN"})
# Acts in words, which are events of their own where a verb tells that another does them: "they asked; we refused".
WORDED = frozenset({"ACCUSE", "AGREE", "REJECT", "REQUEST", "THREATEN"})
# Types that befall a place, go to it, or come to its help; of others it is only where they took place.
TO_PLACES = frozenset(
    {"AID", "ASSAULT", "COERCE", "CONCEDE", "CONSULT", "MOBILIZE", "PROTEST", "RETREAT", "SANCTION", "THREATEN"}
)
# Verbs of intending, and types of which the intention is no cooperation.
INTENDING = frozenset({"plan", "intend", "prepare", "aim", "seek"})
FORCEFUL = frozenset({"ASSAULT", "COERCE", "MOBILIZE", "SANCTION"})
# What the modes of protest are where a state does it.
IN_FORCE = {"obstruct": "restrict", "riot": "seize", "vandalize": "seize"}
# How many words above a deed another may stand whose part it is.
NEAR = 4


class Draft(msgspec.Struct):
    """An event in the making."""

    trigger: Trigger
    words: tuple[Token, ...]
    code: str
    mode: str | None
    status: Status
    said: Statement | None
    actors: list[Mention]
    targets: list[Mention]
    score: float

    @property
    def head(self) -> Token:
        """The word that names it."""
        return self.trigger.head

    @property
    def contexts(self) -> tuple[str, ...]:
        """What its pattern says that it is about."""
        return self.trigger.group.contexts if self.trigger.group.code == self.code else ()

    @property
    def parties(self) -> frozenset[str]:
        """The ids of all who take part."""
        return _ids((*self.actors, *self.targets))

    @property
    def anchors(self) -> list[Token]:
        """The words that its adjuncts may hang on."""
        verb = None if self.head.tag.startswith("VB") else light(self.head)
        return [*dict.fromkeys((*self.trigger.words, *self.words)), *([verb] if verb else [])]


def draft(
    page: Page, deed: Deed, sure: float, saids: Mapping[int, Statement], clues: Clues, parties: Parties
) -> Draft | None:
    """The event that `deed` names, or None where it is none.

    `saids` are the statements by the number of a token that their content covers.
    """
    words = tuple(page.parse.tokens[deed.run[0] : deed.run[1] + 1])
    _settle(page, deed, clues)
    code, status = (deed.code, deed.status) if deed.given else outlook(deed)
    said = _word_of(page, saids.get(deed.trigger.head.i), status)
    actors = parties.named(deed.actors, said)
    targets = [t for t in parties.named(deed.targets, said) if t not in actors]
    if code not in TO_PLACES:
        targets = [t for t in targets if t.id not in parties.places or not located(page, t)]
    if deed.trigger.group.code == deed.code and not (actors and targets):
        actors, targets = _completed(page, deed.trigger, actors, targets)
    targets = list(_others(page, targets, actors, said))
    if code == "THREATEN" and _foretold(page, deed, actors):
        return None
    if code in MUTUAL and deed.mode != VISITING and actors:
        actors, targets = [m for m in (*actors, *targets) if m.id not in parties.places], []
    how = deed.mode if deed.code == code else ""
    if code == "PROTEST" and how in IN_FORCE and actors and all(_armed(m) for m in actors):
        code, how = "COERCE", IN_FORCE[how]  # the army that blocks a road does not protest
    if not deed.given and (how in ("", "troops") or code in book().matter):  # the words tell it better
        how = mode(page, deed.trigger, code, actors, clues.at) or how
    return Draft(deed.trigger, words, code, how or None, status, said, actors, targets, sure)


def _settle(page: Page, deed: Deed, clues: Clues) -> None:
    """Gives a deed read as actual the status that its words leave no doubt of, and one only planned its own type."""
    head = deed.trigger.head
    with_object = (f"{head.lemma} {c.lemma}" for c in head.children if c.dep == "dobj")
    if not deed.given and (sure := next((k for w in with_object if (k := book().settled.get(w))), None)):
        deed.code, deed.mode = sure
    planned = next((c for c in head.children if c.dep == "xcomp" and c.tag == "VB"), None)
    if deed.code == "AGREE" and head.lemma in INTENDING and planned is not None and not deed.given:
        inner = clues.at.get(planned.i)
        if inner is not None and inner.group.code in FORCEFUL:  # "plans to send troops" is no cooperation
            deed.code, deed.mode, deed.status = inner.group.code, inner.group.mode or "", "planned"
    tokens = page.parse.tokens[deed.run[0] : deed.run[1] + 1]
    negated = deed.code not in WORDED and any(c.dep == "neg" for c in (*head.children, *tokens))
    if deed.status == "actual" and (negated or forgone(page.parse.tokens, head.i)):
        deed.status = "denied"
    elif deed.status == "actual" and deed.code not in WORDED and ahead(head):
        deed.status = "planned"


def _others(
    page: Page, targets: Sequence[Mention], actors: Sequence[Mention], said: Statement | None
) -> Iterator[Mention]:
    """`targets`, where a pronoun would make somebody do it to themselves the speaker instead: "X says Y fired on its
    ships"."""
    own = _ids(actors)
    for target in targets:
        if target.value.id not in own or not _pronoun(page, target):  # type: ignore[union-attr]
            yield target
        elif said is not None and said.speakers:
            speaker = page.by_id[said.speakers[0]]
            if isinstance(speaker, Mention) and isinstance(speaker.value, Actor) and speaker.value.id not in own:
                yield speaker


def _armed(mention: Mention) -> bool:
    return isinstance(mention.value, Actor) and bool({"GOV", "MIL", "COP"} & {*mention.value.sectors})


def _pronoun(page: Page, mention: Mention) -> bool:
    return all(t.pos in ("PRON", "DET") for t in page.parse.covering(mention.span.start, mention.span.end))


def _foretold(page: Page, deed: Deed, actors: Sequence[Mention]) -> bool:
    """Whether somebody only warns of what others will do: "warned that they would invade"."""
    own = {m.value.id for m in actors if isinstance(m.value, Actor)}
    clauses = [c for c in deed.trigger.head.children if c.dep == "ccomp"] if deed.trigger.head.lemma == "warn" else []
    doing = [page.actor(s) for c in clauses for s in c.children if s.dep == "nsubj"]
    return any(m is not None and isinstance(m.value, Actor) and m.value.id not in own for m in doing)


def _completed(
    page: Page, trigger: Trigger, actors: list[Mention], targets: list[Mention]
) -> tuple[list[Mention], list[Mention]]:
    """Whom the pattern's own roles name on the side where the reader names nobody."""
    acting, meant = cast(trigger, page.actor)
    if trigger.group.reciprocal:
        return actors or [m for m in (*acting, *meant) if m not in targets], targets
    return (
        actors or [m for m in acting if m not in targets],
        targets or [m for m in meant if m not in actors],
    )


def distinct(drafts: Sequence[Draft]) -> list[Draft]:
    """`drafts` without those that are only part of another, of the same parties: told again with another word ("killed
    in an attack"), or what it lifts, refuses, asks for, promises or threatens."""
    by_word = {w.i: d for d in drafts for w in d.words}
    return [d for d in drafts if not any(_part(d, other) for other in _above(d, by_word))]


def _above(one: Draft, by_word: Mapping[int, Draft]) -> Iterator[Draft]:
    """The drafts whose words stand above one's in the parse, in its clause or the one that governs it."""
    step = one.head
    for _ in range(NEAR):
        if step.dep in ("relcl", "advcl", "conj", "parataxis") or step.head is step:
            return
        step = step.head
        if (other := by_word.get(step.i)) is not None and other is not one:
            yield other


def _part(one: Draft, other: Draft) -> bool:
    again = one.code == other.code
    told = one.code in WORDED and one.head.tag.startswith("VB")
    if told and not again and not _ids(one.actors) <= _ids(other.actors):
        return False
    return (again or other.code in ABSORBING) and one.parties <= other.parties


def _ids(mentions: Sequence[Mention]) -> frozenset[str]:
    return frozenset(m.value.id for m in mentions if isinstance(m.value, Actor))


def outlook(deed: Deed) -> tuple[str, Status]:
    """Code and status once it is known whether the deed lies ahead or is refused, as PLOVER has it: cooperation that is
    planned is AGREE, a retreat that is planned CONCEDE, and what is said not to come REJECT."""
    code, status = deed.code, deed.status
    ahead = status == "planned" or (code == "AGREE" and deed.trigger.group.code in COOPERATIVE and status == "actual")
    if code == "AGREE" and status == "denied":
        return "REJECT", "actual"
    return lying_ahead(code, "planned" if ahead else status)


def lying_ahead(code: str, status: Status) -> tuple[str, Status]:
    """Code and status of what is planned, as PLOVER has it; of all else as they are."""
    if code == "RETREAT" and status == "planned":
        return "CONCEDE", status
    return ("AGREE", status) if code in COOPERATIVE and status == "planned" else (code, status)


def dated(page: Page, d: Draft, time: str | None) -> str | None:
    """The time of a draft, which is planned where that is after the report; of an act in words such a time is of what
    is asked for or promised, and none of its own."""
    mention = page.by_id.get(time or "")
    document = page.document
    day = (document.dateline.day if document.dateline else None) or document.published
    when = mention.value.start if isinstance(mention, Mention) and isinstance(mention.value, Time) else None
    if d.status != "actual" or not day or not when or when[:10] <= day[:10]:
        return time
    if d.code in WORDED:
        return None
    d.code, d.status = lying_ahead(d.code, "planned")
    return time


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
