"""Who only passes words on: "TASS quoted X as saying", "the agency reported, citing two officials, that ...", "the
paper said that X had told ...", "X said in comments carried by the agency"."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Container

from onrecord.annotate.decode import Range
from onrecord.annotate.features import SCOPE
from onrecord.annotate.statements.citing import (
    CARRYING,
    VERBS,
    carriers,
    citing,
    name,
    quoted,
    unquoted,
    which_cites,
)  # fmt: skip
from onrecord.annotate.statements.cues import Cues
from onrecord.annotate.statements.drafts import Draft
from onrecord.annotate.statements.readings import holds, numbers
from onrecord.data import Actor, Page
from onrecord.tokens import Parse, Token

# Cues of those who pass on what others say; whoever else cites something rests on it and speaks for himself.
RELAYING = frozenset(("report", "quote", "cite"))
NAMED = frozenset(("PERSON", "ORG", "NORP", "GPE"))
# Words that say beside a name what it is ("the daily Lantern", "Ruvan, the state news agency").
BESIDE = ("compound", "appos", "nmod", "amod")


def resolve(page: Page, drafts: list[Draft], cues: Cues) -> list[Draft]:
    """`drafts` with those who only pass words on as relays of the one who speaks, and without their own statements."""
    parse = page.parse
    by_cue = {d.cue.i: d for d in drafts}
    by_paragraph: dict[int, list[Draft]] = {}
    for draft in drafts:
        by_paragraph.setdefault(parse.sentence(draft.cue).paragraph, []).append(draft)
    for draft in drafts:
        _carried(page, draft, by_cue, cues)
        unquoted(draft)
        quoted(draft, by_cue)
        which_cites(draft, by_cue)
        _cite(page, draft, by_cue, cues)
    for near in by_paragraph.values():
        for draft in sorted(near, key=lambda d: (_size(d.content), -d.cue.i)):
            if by_cue.get(draft.cue.i) is draft:
                _collapse(page, draft, near, by_cue, cues)
        _once(near, by_cue)
    for draft in [d for d in drafts if by_cue.get(d.cue.i) is d]:
        carrying = list(carriers(parse, draft))
        reporting = _reporting(page, draft, by_cue, cues)
        relays = {r.i: r for r in (*draft.relays, *reporting)}
        mine = [relays[i] for i in sorted(relays) if relays[i] not in carrying] + carrying
        draft.relays = [r for n, r in enumerate(mine) if r is not draft.source and not _beside(parse, mine[:n], r)]
    return [by_cue[i] for i in sorted(by_cue)]


def _carried(page: Page, draft: Draft, by_cue: dict[int, Draft], cues: Cues) -> None:
    """Makes of "the paper carried X's appeal to ..." the appeal, with the paper as its relay."""
    noun = draft.cue.child("dobj") if draft.cue.lemma.lower() in CARRYING else None
    owner = noun.child("poss") if noun is not None else None
    if noun is None or owner is None or draft.source is None or not holds(draft.content, (noun.i, noun.i + 1)):
        return
    if noun.i not in by_cue and passes_on(page, draft.source, draft.source, cues.media):
        by_cue[noun.i] = by_cue.pop(draft.cue.i)
        draft.relays, draft.cue, draft.words = [draft.source], noun, (noun.i, noun.i)
        draft.content = [(max(a, noun.i + 1), b) for a, b in draft.content if b > noun.i]
        draft.source, draft.named = owner, (owner.left, owner.right)


def _cite(page: Page, draft: Draft, by_cue: dict[int, Draft], cues: Cues) -> None:
    """Makes whoever is cited by a news medium the source, and the source so far the relay; what anybody else cites is
    what he rests on."""
    for verb in list(draft.verbs):
        cites = citing(verb, page.parse)
        if cites is None or draft.source is None or cites[0] is verb:
            continue
        cited, own = cites[1], verb.child("nsubj")
        by_cue.pop(cites[0].i, None)
        draft.content = [r for a in draft.content for r in _without(a, (cites[0].i, cited.right))] or draft.content
        if cited is draft.source:
            draft.relays += [own] if own is not None and own is not cited and own not in draft.relays else []
        elif cited in draft.relays or any(r is own for r in draft.relays):
            continue
        elif passes_on(page, draft.source, draft.cue, cues.media) and speaks(page, cited, cues.speaking):
            draft.relays.append(draft.source)
            name(draft, cited)
        elif speaks(page, cited, cues.speaking):
            draft.grounds = cited


def _beside(parse: Parse, before: list[Token], relay: Token) -> bool:
    """Whether a relay only says more of the one right before it: "Ruvan, the state news agency"."""
    if not before or before[-1].i >= relay.i:
        return False
    between = parse.tokens[before[-1].i + 1 : relay.i]
    return (
        between[:1] != []
        and between[0].text == ","
        and all(t.pos in ("PUNCT", "DET") or t.head is relay for t in between)
    )


def _once(near: list[Draft], by_cue: dict[int, Draft]) -> None:
    """Keeps one of two drafts of one source and content, that of the verb below: "A reported that X told ..."."""
    for draft in near:
        above = by_cue.get(draft.cue.head.i)
        if above is None or above is draft or by_cue.get(draft.cue.i) is not draft or above.source is not draft.source:
            continue
        own = [draft.words, *draft.content, *([draft.named] if draft.named is not None else [])]
        between = numbers([(draft.words[1] + 1, draft.content[0][0] - 1)])  # whom it was told to
        if draft.cue.dep == "ccomp" and draft.source is not None and numbers(above.content) <= numbers(own) | between:
            draft.relays += [r for r in above.relays if r not in draft.relays]
            del by_cue[above.cue.i]


def _reporting(page: Page, draft: Draft, by_cue: dict[int, Draft], cues: Cues) -> list[Token]:
    """The media in "A reported, citing B, that X said" where the reader took the report for no statement of its own."""
    cue = draft.cue
    above = [cue.head] if cue.dep in ("ccomp", "parataxis", "dep") else []
    above += [c for c in cue.children if c.dep in ("ccomp", "parataxis")]
    for verb in above:
        subject = verb.child("nsubj")
        if verb.lemma.lower() not in RELAYING or verb.i in by_cue or subject is None or subject is draft.source:
            continue
        if passes_on(page, subject, verb, cues.media) and not _no_medium(page, subject, cues):
            cites = citing(verb, page.parse)
            if cites is not None and not _medium(page, cites[1], cues):
                if speaks(page, cites[1], cues.speaking):
                    by_cue[verb.i] = _cited(draft, verb, cites[1], subject)
                    draft.relays = [r for r in draft.relays if r not in (subject, cites[1])]
                return []
            draft.verbs.append(verb)
            return [subject, *([cites[1]] if cites is not None and cites[1] is not draft.source else [])]
    return []


def _cited(draft: Draft, verb: Token, source: Token, relay: Token) -> Draft:
    """The statement of who is cited for another's: "the paper reported, citing police, that X had said ..."."""
    first = min(draft.words[0], draft.named[0] if draft.named is not None else draft.words[0])
    made = Draft(verb, (verb.i, verb.i), [(first, draft.content[-1][1])], stance="asserts", score=draft.score)
    made.relays = [relay]
    name(made, source)
    return made


def _without(range_: Range, taken: Range) -> list[Range]:
    parts = [(range_[0], min(range_[1], taken[0] - 1)), (max(range_[0], taken[1] + 1), range_[1])]
    return [p for p in parts if p[0] <= p[1]]


def _collapse(page: Page, outer: Draft, near: list[Draft], by_cue: dict[int, Draft], cues: Cues) -> None:
    """Takes out the statement of a medium that says nothing but what others say: it is their relay."""
    chain = [*outer.relays, *([outer.source] if outer.source is not None else [])]
    if not chain or outer.negated or outer.cue.pos == "NOUN":
        return
    if len(chain) > 1 and outer.source is not None and not _medium(page, outer.source, cues):
        return  # its source is somebody who is cited, and speaks
    if not passes_on(page, chain[0], outer.cue, cues.media) or _no_medium(page, chain[0], cues):
        return
    at = bisect_left(near, outer.cue.i - SCOPE, key=_place), bisect_right(near, outer.cue.i + SCOPE, key=_place)
    inner = _inner(outer, [d for d in near[slice(*at)] if by_cue.get(d.cue.i) is d])
    if not inner or not all(_clausal(page.parse, d) for d in inner):
        return  # what is condemned or backed, without a verb, is told on the medium's own word
    taken = {i for d in inner for r in (d.words, d.named or d.words, *d.content) for i in range(r[0], r[1] + 1)}
    left = [page.parse.tokens[i] for a, b in outer.content for i in range(a, b + 1) if i not in taken]
    if any(t.pos in VERBS and t.dep not in ("aux", "auxpass") and t.lemma.lower() not in CARRYING for t in left):
        return
    for d in inner:
        d.relays = [r for r in chain if r is not d.source] + [r for r in d.relays if r not in chain]
        d.verbs.append(outer.cue)
    del by_cue[outer.cue.i]


def _clausal(parse: Parse, draft: Draft) -> bool:
    return any(t.pos in VERBS for a, b in draft.content for t in parse.tokens[a : b + 1])


def _place(draft: Draft) -> int:
    return draft.cue.i


def _no_medium(page: Page, source: Token, cues: Cues) -> bool:
    """Whether a source speaks for itself: an office, a group, or a person by name and title."""
    mention = page.actor(source)
    actor = mention.value if mention is not None and isinstance(mention.value, Actor) else None
    if actor is not None and (actor.kind == "unnamed" or (actor.kind == "person" and " " in actor.name)):
        return True
    return source.pos != "PROPN" and source.lemma.lower() in cues.speaking - cues.media


def _medium(page: Page, source: Token, cues: Cues) -> bool:
    return passes_on(page, source, source, cues.media) or (source.pos == "PROPN" and not _no_medium(page, source, cues))


def _inner(outer: Draft, near: list[Draft]) -> list[Draft]:
    """The drafts that lie in the content of `outer`, or have the same content, and in no other that does."""
    size = _size(outer.content)
    found = []
    for d in near:
        if d is outer or d.source is None:
            continue
        same = numbers(d.content) >= numbers(outer.content) - {outer.content[0][0]}
        if holds(outer.content, d.words) or (
            same and _size(d.content) <= size + 1 and not holds(d.content, outer.words)
        ):
            found.append(d)
    return [d for d in found if not any(holds(o.content, d.words) for o in found if o is not d)]


def _size(content: list[Range]) -> int:
    return sum(b - a + 1 for a, b in content)


def passes_on(page: Page, source: Token, cue: Token, media: Container[str]) -> bool:
    """Whether `source` is a news medium, by its actor's sector, by its noun, or by a cue of media."""
    mention = page.actor(source)
    if mention is not None and isinstance(mention.value, Actor) and "JRN" in mention.value.sectors:
        return True
    near = {source.lemma.lower(), *(c.lemma.lower() for c in source.children if c.dep in BESIDE)}
    return any(word in media for word in near) or cue.lemma.lower() in RELAYING


def speaks(page: Page, cited: Token, people: Container[str]) -> bool:
    """Whether what is cited can speak: a person, a group, a body, or a text."""
    return page.actor(cited) is not None or cited.lemma.lower() in people or cited.ent in NAMED
