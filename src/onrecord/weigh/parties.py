"""Who acts in an account and who is acted upon, also where the words alone tell it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from onrecord.data import Actor, Event, Place, Statement
from onrecord.weigh import words
from onrecord.weigh.lands import land_words
from onrecord.weigh.reading import Reading, Sentence
from onrecord.weigh.slots import Party

_STATE = frozenset(("GOV", "MIL", "COP", "SPY", "LEG", "JUD"))
_OTHER = frozenset(("REB", "UAF", "CRM", "OPP", "LAB", "AGR", "REF", "PRM"))
_PASSIVE = re.compile(r"\b(?:was|were|been|being|is|are|be|of|in|by)\b")
_BEHIND = re.compile(r"^[^,;]{0,30}?\b(?:is|are|was|were) (?:behind|responsible for|to blame for)\b")
_BY = re.compile(r"^[^,;]{0,60}?\bby (?:the |a |an |some )?")
# What says of whom somebody is one ("members of the gang").
_OF = re.compile(r" of (?:the |a |an )?(?:[^\W\d_][\w’'-]* ?){1,4}")


def acting(reading: Reading, sentence: Sentence, keys: Iterable[str], start: int, end: int) -> tuple[Party, ...]:
    """Who acts: the actors of the event, else who stands after "by" or before the words of the deed at `start`."""
    if found := parties(reading, keys):
        return found
    inside = [m for m in reading.page.actors if sentence.start <= m.span.start < sentence.end]
    after_it = reading.text[end : sentence.end]
    if by := _BY.search(after_it):
        at = end + by.end()
        return parties(reading, [m.id for m in inside if at <= m.span.start <= at + 12][:1]) or tuple(
            Party(id=p.value.country, country=p.value.country)
            for p in reading.page.places
            if isinstance(p.value, Place) and p.value.country and at <= p.span.start <= at + 4
        )
    before = [m for m in inside if m.span.end <= start and not any(s <= m.span.start < e for s, e in reading.spoken)]
    between = reading.text[before[-1].span.end : start] if before else ""
    for m in before[::-1]:
        if _BEHIND.match(reading.text[m.span.end : start]):
            return parties(reading, [m.id])
    if before and not _PASSIVE.search(between) and "," not in between and len(between.split()) <= 4:
        return parties(reading, [before[-1].id])
    return ()


def parties(reading: Reading, keys: Iterable[str]) -> tuple[Party, ...]:
    out: dict[str, Party] = {}
    for key in keys:
        m = reading.mention(key)
        if m is None or not isinstance(m.value, Actor):
            continue
        v = m.value
        more = _OF.match(reading.text, m.span.end)
        text = f"{m.span.quote} {v.name} {more[0] if more else ''}"
        named = v.kind in ("person", "body") and bool(words.name_words(text) - land_words())
        said = {words.fold(w) for w in words.WORD.findall(text)}
        out[v.id] = Party(
            id=v.id, named=named, country=v.country, sectors=v.sectors, side=_side(v, said),
            words=tuple(sorted({words.fold(w) for w in words.WORD.findall(text)} - land_words() - words.stop_words())),
        )  # fmt: skip
    return tuple(out.values())


def _side(actor: Actor, said: set[str]) -> str:
    """Whether somebody acts for a state or not, by the words for him and his sectors; "" where nothing tells."""
    sides = words.book().sides
    if said & sides.other:
        return "other"
    if said & sides.state:
        return "state"
    if _OTHER & set(actor.sectors):
        return "other"
    return "state" if _STATE & set(actor.sectors) or (actor.kind == "country" and not actor.sectors) else ""


def deed_at(reading: Reading, sentence: Sentence, at: int) -> tuple[int, int]:
    """Where the first word of a deed stands from `at` on."""
    names = words.deed_names()
    for match in words.WORD.finditer(reading.text, max(at, sentence.start), sentence.end):
        if words.stem(words.fold(match[0])) in names:
            return match.span()
    return at, at


def words_of_others(reading: Reading, event: Event) -> list[Statement]:
    """The chain without what the event's own actor plans or means, where somebody else tells of it."""
    chain = reading.chain(event.said)
    acting = {m.value.id for k in event.actors if (m := reading.mention(k)) and isinstance(m.value, Actor)}

    def his(s: Statement) -> bool:
        mine = {m.value.id for k in s.speakers if (m := reading.mention(k)) and isinstance(m.value, Actor)}
        return bool(mine) and mine <= acting and s.stance != "denies"

    def itself(s: Statement) -> bool:
        return s.cue is not None and s.cue.start < event.span.end and event.span.start < s.cue.end

    return [s for s in chain if not (itself(s) or (s.within and his(s)))]
