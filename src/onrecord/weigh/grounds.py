"""What an account rests on: somebody's word on an occasion, what an outlet saw or holds itself, another outlet."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from onrecord.data import Actor, Mention, Statement
from onrecord.weigh import words
from onrecord.weigh.citing import (
    OWN,
    PRESS,
    cited_in,
    cited_outlet,
    is_outlet,
    outlet_id,
    own,
    own_of,
    published,
    said_day,
    sentence_of,
)
from onrecord.weigh.lands import land_words
from onrecord.weigh.reading import Reading
from onrecord.weigh.slots import Ground, after

_ONE = re.compile(r"(?:an?|the|its|his|her|one)\b", re.IGNORECASE)
_PRONOUN = re.compile(r"(?:he|she|it|they|his|her|their)", re.IGNORECASE)
_BRIEFED = re.compile(r"\b(?:reporters|journalists|briefing|briefed|news conference|press conference)\b")
_PAPERS = re.compile(
    r"\b(?:photograph|photo|picture|video|footage|document|list|record|letter|copy|copies|paper|plan|image|log|lists|documents|records|papers|files|data)s?\b"
)
# What a speaker does who tells nothing of what took place.
_SILENT = frozenset(("demands", "hopes", "fears", "denies", "promises", "describes"))
_MATERIAL = frozenset(
    ("ASSAULT", "PROTEST", "COERCE", "MOBILIZE", "AID", "RETREAT", "SANCTION", "CONSULT", "COOPERATE")
)
_OFFICE = re.compile(
    r"\b(?:spokes(?:man|woman|person)|official|officer|minister|ministry|governor|prosecutor|mayor|general|colonel|commander|police|army|"
    r"military|office|president|ambassador|director|chief|head|secretary|premier|lawyer|doctor|priest|investigator|diplomat|committee)s?\b"
)


def grounds(reading: Reading, number: int, chain: Sequence[Statement]) -> tuple[Ground, ...]:
    """What an account in sentence `number` rests on, told through `chain` (innermost first); never empty."""
    for statement in chain:
        if found := _of_statement(reading, statement):
            return found
    if seen := own(reading, reading.bounds[number]):
        return (seen,)
    if chain and chain[0].source:
        return (_unnamed(reading, chain[0]),)
    return _around(reading, number)


def _around(reading: Reading, number: int) -> tuple[Ground, ...]:
    """For what a report tells on its own word: who speaks beside it, what the report saw, whom it cites."""
    if cited := cited_in(reading, reading.bounds[number]):
        return (cited,)
    deeds = [e.span for e in reading.page.events if e.code in _MATERIAL]
    near = sorted(
        (
            s
            for s in reading.page.statements
            if s.within is None
            and s.stance not in _SILENT
            and not s.negated
            and not (s.cue and any(s.cue.start < d.end and d.start < s.cue.end for d in deeds))
        ),
        key=lambda s: (abs(_far(reading, s, number)) * 2 + (_far(reading, s, number) < 0), s.span.start),
    )
    same = [s for s in near if _far(reading, s, number) == 0]
    for statement in same:
        if found := _of_statement(reading, statement):
            return found
    whole = (0, len(reading.text))
    if seen := own(reading, whole):
        return (seen,)
    if cited := cited_in(reading, whole):
        return (cited,)
    for statement in near:
        if abs(_far(reading, statement, number)) <= 3 and (found := _of_statement(reading, statement)):
            return found
    outlet = reading.agency or reading.publisher
    return (Ground(kind="bare", who=outlet_id(outlet), shown=outlet, outlet=reading.publisher, day=published(reading)),)


def _far(reading: Reading, s: Statement, number: int) -> int:
    return reading.number((s.cue or s.span).start) - number


def _of_statement(reading: Reading, s: Statement) -> tuple[Ground, ...]:
    """The grounds that the speakers of a statement are; empty where it has none that is known."""
    found = [m for key in s.speakers if (m := reading.mention(key))]
    out: list[Ground] = []
    speakers: list[Mention | None] = [*found] or [None]
    for m in speakers:
        ground = _of_speaker(reading, s, m)
        if ground is not None and ground.who not in {g.who for g in out}:
            out.append(ground)
    return tuple(out)


def _of_speaker(reading: Reading, s: Statement, m: Mention | None) -> Ground | None:
    source = s.source.quote if s.source else (m.span.quote if m else "")
    if not source or (m is not None and not isinstance(m.value, Actor)):
        return None
    around = sentence_of(reading, s)
    if _PRONOUN.fullmatch(source) and not (m and isinstance(m.value, Actor) and m.value.kind == "person"):
        return _said_before(reading, s)
    if re.search(rf"\b{PRESS}\b|\bwitness", source) and (OWN.search(source) or reading.agency):
        return own_of(reading, source, s)
    if _PAPERS.search(source) and (m is None or (isinstance(m.value, Actor) and m.value.kind in ("unnamed", "group"))):
        return own_of(reading, around, s)
    value = m.value if m and isinstance(m.value, Actor) else None
    name = value.name if value else source
    shown = m.span.quote if m else source
    if is_outlet(shown, value):
        return cited_outlet(reading, shown, s)
    kind = _kind(value, name)
    if kind == "unnamed" and (named := _named_next(reading, s, source)) is not None:
        return named
    return Ground(
        kind=kind,
        who=value.id if value else f"unnamed:{words.fold(source)[:40]}",
        words=tuple(sorted(_speaker_words(source, value))),
        shown=source[:80],
        country=value.country if value else None,
        outlet=reading.publisher,
        occasion=s.occasion,
        day=said_day(reading, s),
        statement=s.id,
        briefed=bool(_BRIEFED.search(around)),
    )  # fmt: skip


def _said_before(reading: Reading, s: Statement) -> Ground | None:
    """Who spoke last before a pronoun that stands for nobody known."""
    earlier = [t for t in reading.page.statements if t.span.start < s.span.start and t.within is None and t.source
               and not _PRONOUN.fullmatch(t.source.quote)]  # fmt: skip
    return next(iter(_of_statement(reading, earlier[-1])), None) if earlier else None


def _named_next(reading: Reading, s: Statement, source: str) -> Ground | None:
    """Who is named in the next sentence for somebody told without a name ("an officer said ... Colonel X said")."""
    if not _ONE.match(source) or not _OFFICE.search(source.casefold()):
        return None
    for t in reading.page.statements:
        if _far(reading, t, reading.number((s.cue or s.span).start)) != 1 or t.within or not t.source:
            continue
        for m in (m for key in t.speakers if (m := reading.mention(key))):
            v = m.value
            if (
                isinstance(v, Actor)
                and v.kind == "person"
                and words.name_words(v.name)
                and (_rank(source) & _rank(t.source.quote))
            ):
                return _of_speaker(reading, t, m)
    return None


def _rank(source: str) -> frozenset[str]:
    """The kinds of office in the words of a source: an officer may be a colonel, a spokesman anybody of his service."""
    found = {o.casefold().rstrip("s") for o in _OFFICE.findall(source.casefold())}
    if found & {"general", "colonel", "commander", "officer", "army", "military", "captain"} or re.search(
        r"\b(?:Colonel|Captain|Lieutenant|Major)\b", source
    ):
        found.add("soldier")
    return frozenset(found)


def _kind(value: Actor | None, name: str) -> Literal["named", "body", "unnamed"]:
    if value is None or value.kind in ("group", "unnamed"):
        return "unnamed"
    if value.kind == "person":
        return "named" if value.id.startswith("person:") or words.name_words(name) else "unnamed"
    return "body"


def _speaker_words(source: str, value: Actor | None) -> set[str]:
    text = " ".join((source, *((value.name, value.role or "", *value.names) if value else ())))
    offices = {o.casefold().rstrip("s") for o in _OFFICE.findall(text.casefold())}
    return {words.fold(w) for w in words.WORD.findall(text) if len(w) > 2} - {
        "the",
        "and",
        "his",
        "her",
        "its",
    } | offices


def _unnamed(reading: Reading, s: Statement) -> Ground:
    source = s.source.quote if s.source else "somebody"
    return Ground(
        kind="unnamed", who=f"unnamed:{words.fold(source)[:40]}",
        words=tuple(sorted(_speaker_words(source, None))), shown=source[:80],
        outlet=reading.publisher, occasion=s.occasion, day=said_day(reading, s), statement=s.id,
        briefed=bool(_BRIEFED.search(sentence_of(reading, s))),
    )  # fmt: skip


def same_teller(ours: Sequence[Ground], theirs: Sequence[Ground]) -> bool:
    """Whether two accounts have a speaker in common, whatever the occasion."""
    for g in ours:
        for h in theirs:
            if (
                g.kind in ("bare", "own")
                or h.kind in ("bare", "own")
                or (g.country and h.country and g.country != h.country)
            ):
                continue
            if g.who == h.who and (g.kind in ("named", "body") or (g.country and g.kind == "unnamed")):
                return True
            if {g.kind, h.kind} != {"named"} and words.name_like(
                set(g.words) - land_words(), set(h.words) - land_words()
            ):
                return True
    return False


def same_days(one: Ground, other: Ground, most: int) -> bool:
    """Whether two grounds fall within `most` days of each other, or one has no day."""
    if not one.day or not other.day:
        return True
    first, second = sorted((one.day, other.day))
    return after(first, most) >= second
