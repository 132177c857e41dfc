"""A report as weighing reads it: its sentences with their names, words, countries, places and times."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from functools import cache, cached_property
from typing import NamedTuple

from onrecord.data import Actor, Mention, Page, Place, Quantity, Span, Statement, Time
from onrecord.weigh import words
from onrecord.weigh.copies import outlets
from onrecord.weigh.lands import adjectives, land_words
from onrecord.weigh.slots import Spot, sound

# The sentences at the head of a report that say what it is about.
LEAD = 3
# A region larger than this names no occurrence: much takes place in it.
WIDE_KM = 40.0
# A name that starts so early is what the sentence is about: "The" may stand before it.
HEAD = 4
# A place that is named to say where another lies.
_BESIDE = re.compile(
    r"\b(?:(?:kilomet\w+|km|miles?)(?: \w+)? (?:of|from))"
    r"\s+(?:the )?(?P<name>[A-Z][\w’'-]*(?: [A-Z][\w’'-]*)*)"
)
_FORCES = re.compile(r"\b(?:troops?|forces?|soldiers?|personnel|units?)\b")
_FROM = re.compile(r" (?:of|in|from|for|at) ")
# Who only says a thing is not what it is about.
_SAYS = re.compile(
    r"(?:sa(?:y|id)|tells?\b|told|stat|announc|according|add|claim|confirm|den[iy]|accus|warn|belie|quot|cit|writ|wrote"
    r"|insist|argu|allege|estimat|in the (?:words|view)|put|blam|assert|declar|conced|admit|repeat|reveal)"
)
_TOKEN = re.compile(r"[^\W\d_][^\W_]*(?:['’.-][^\W_]+)*")


class Sentence(NamedTuple):
    """A sentence of a report by its offsets, with what stands in it."""

    number: int
    start: int
    end: int
    text: str
    names: frozenset[str]
    stems: frozenset[str]
    countries: tuple[str, ...]
    spots: tuple[Spot, ...]
    times: tuple[Mention, ...]
    quantities: tuple[Mention, ...]
    forces: tuple[str, ...]
    ground: tuple[tuple[int, str], ...]
    topic: tuple[str, ...]


class Reading:
    """A page, sentence by sentence; `speakers_at` are the spans of those who speak, which name no occurrence."""

    def __init__(self, page: Page) -> None:
        self.page, self.document = page, page.document
        self.text = page.document.text
        self.outlet = outlets.outlet(self.document.publisher or "")
        self.publisher = (self.outlet.name if self.outlet else self.document.publisher) or ""
        self.agency = self.document.agency or ""
        self.bounds = _bounds(page)
        self._starts = [b[0] for b in self.bounds]
        self.spoken = [
            (s.source.start, s.source.end) for s in page.statements if s.source and not s.within and not _carries(s)
        ]
        self.saying = [(s.source.start, s.source.end) for s in page.statements if s.source and _says(s)]
        if head := self.document.dateline:
            self.spoken.append((head.span.start, head.span.end))
        self.beside = [m.span("name") for m in _BESIDE.finditer(self.text)]

    def mention(self, key: str | None) -> Mention | None:
        """The mention with the id `key`."""
        found = self.page.by_id.get(key or "")
        return found if isinstance(found, Mention) else None

    def statement(self, key: str | None) -> Statement | None:
        """The statement with the id `key`."""
        found = self.page.by_id.get(key or "")
        return found if isinstance(found, Statement) else None

    def chain(self, said: str | None) -> list[Statement]:
        """The statements on whose word a thing is told, innermost first."""
        found: list[Statement] = []
        while (s := self.statement(said)) and s not in found:
            found.append(s)
            said = s.within
        return found

    def number(self, start: int) -> int:
        """The number of the sentence that holds the offset `start`."""
        return max(0, bisect_right(self._starts, start) - 1)

    @cached_property
    def sentences(self) -> list[Sentence]:
        """The sentences in order."""
        inside: list[list[Mention]] = [[] for _ in self.bounds]
        for m in self.page.mentions:
            inside[self.number(m.span.start)].append(m)
        return [self._sentence(n, *self.bounds[n], inside[n]) for n in range(len(self.bounds))]

    @cached_property
    def lead(self) -> frozenset[str]:
        """The words of names in the dateline and the first sentences."""
        line = self.document.dateline
        place = words.name_words((line.place or "").title()) - land_words() if line else frozenset()
        return place.union(self._told_of, *(s.names for s in self.sentences[:LEAD]))

    @cached_property
    def _told_of(self) -> frozenset[str]:
        """The words of names by which speakers are told apart ("the mayor of ..."): where they are from."""
        found: set[str] = set()
        for start, end in self.spoken:
            if met := _FROM.search(self.text, start, end):
                found |= words.name_words(self.text[met.end() : end])
        return frozenset(found - land_words())

    def scene(self, number: int) -> frozenset[str]:
        """The words of names in the lead and in the sentences around sentence `number`."""
        return self.lead.union(*(s.names for s in self.sentences[max(0, number - 1) : number + 2]))

    @cached_property
    def story(self) -> frozenset[str]:
        """The words of the lead: what the report is about."""
        title = words.stems(self.document.title or "")
        return title.union(*(s.stems for s in self.sentences[:LEAD]))

    @cached_property
    def ground(self) -> tuple[str, ...]:
        """The lands that the report names as ground, in order."""
        return tuple(dict.fromkeys(land for s in self.sentences for _, land in s.ground))

    @cached_property
    def lands(self) -> tuple[str, ...]:
        """The countries of the lead."""
        return tuple(sorted({c for s in self.sentences[:LEAD] for c in s.countries}))

    def _sentence(self, number: int, start: int, end: int, inside: list[Mention]) -> Sentence:
        told = [m for m in inside if not self._spoken_at(m.span.start)]
        named = [m for m in told if _named(m)]
        held = [m.span for m in told if isinstance(m.value, Actor) and m.value.kind in ("person", "body")]
        told = [m for m in told if not (isinstance(m.value, Place) and any(_inside(m, s) for s in held))]
        text = self.text[start:end]
        return Sentence(
            number, start, end, text,
            self._names(start, text, named),
            words.stems(_without(text, start, self.spoken)) - _land_stems(),
            tuple(dict.fromkeys(c for m in told if (c := _country(m)))),
            tuple(_spot(m.value) for m in told if isinstance(m.value, Place) and self._took_place(m, start, end)),
            tuple(m for m in inside if isinstance(m.value, Time) and sound(m.value.start) and sound(m.value.end)),
            tuple(m for m in inside if isinstance(m.value, Quantity)),
            tuple(dict.fromkeys(c for m in told if _FORCES.search(m.span.quote) and (c := _country(m)))),
            tuple((m.span.start, c) for m in told if (c := _ground(m))),
            next((topic(m) for m in inside if m.span.start - start <= HEAD and self._about(m)), ()),
        )  # fmt: skip

    def _about(self, m: Mention) -> bool:
        """Whether a sentence that begins with a mention is about it: it is known and only says nothing."""
        return _known(m) and not any(start <= m.span.start < end for start, end in self.saying)

    def _names(self, start: int, text: str, named: Iterable[Mention]) -> frozenset[str]:
        mine = outlets_words(self.publisher) | outlets_words(self.agency)
        found: set[str] = set()
        named = list(named)
        heads = {m.span.start for m in named}
        office = [m.span for m in named if _holds_office(m)]
        wide = office + [m.span for m in named if isinstance(m.value, Place) and (m.value.radius_km or 0) > WIDE_KM]
        first = True
        for match in _TOKEN.finditer(text):
            at = start + match.start()
            if (
                match[0][0].isupper()
                and not self._spoken_at(at)
                and not self._beside(at)
                and not any(s.start <= at < s.end for s in wide)
                and (not first or at in heads)
            ):
                parts = match[0].split("-")
                whole = all(p[:1].isupper() and not words.is_title(p) for p in parts)
                kept = [match[0]] if whole else parts
                found |= frozenset().union(*(words.name_words(p) for p in kept))
            first = text[match.end() : match.end() + 2] in ("“", " “", ": ")
        return frozenset(found - mine - land_words())

    def _took_place(self, m: Mention, start: int, end: int) -> bool:
        return not self._beside(m.span.start) and not self._spoken_in(m, start, end)

    def _spoken_in(self, m: Mention, start: int, end: int) -> bool:
        """Whether a place stands outside of all that is said in its sentence, after who said it: there it was said."""
        here = [
            s for s in self.page.statements if s.cue and start <= s.cue.start < end and s.content and s.within is None
        ]
        inside = any(c.start <= m.span.start < c.end for s in here for c in s.content)
        return not inside and any(m.span.start > s.cue.start for s in here if s.cue)

    def _beside(self, at: int) -> bool:
        return any(start <= at < end for start, end in self.beside)

    def _spoken_at(self, at: int) -> bool:
        return any(start <= at < end for start, end in self.spoken)


def outlets_words(name: str) -> frozenset[str]:
    """The folded words of an outlet's name."""
    return frozenset(words.fold(w) for w in words.WORD.findall(name))


def _says(statement: Statement) -> bool:
    """Whether a statement is told with a word for saying; without a cue it is."""
    return statement.cue is None or bool(_SAYS.match(statement.cue.quote.casefold()))


def _carries(statement: Statement) -> bool:
    """Whether the source may be who did it: what it promises, threatens or asks is its own deed."""
    return statement.stance in ("promises", "threatens", "demands", "accuses", "denies") or not _says(statement)


def _bounds(page: Page) -> list[tuple[int, int]]:
    d = page.document
    starts = sorted({0, *d.sentences}) if d.sentences else [0]
    return list(zip(starts, (*starts[1:], len(d.text)), strict=True))


def _named(m: Mention) -> bool:
    v = m.value
    return isinstance(v, Place) or (isinstance(v, Actor) and v.kind in ("person", "body"))


def _known(m: Mention) -> bool:
    if isinstance(m.value, Actor):
        return m.value.kind != "group" and "JRN" not in m.value.sectors
    return isinstance(m.value, Place)


def topic(m: Mention) -> tuple[str, ...]:
    """The stems of the words with a capital in a name, and the land that it names."""
    found = {words.stem(words.fold(w)) for w in words.WORD.findall(m.span.quote) if w[:1].isupper()}
    land = m.value.country if isinstance(m.value, Actor | Place) and found & _land_stems() else None
    return tuple(sorted({*((found - _land_stems() - {""}) if land else found - {""}), *((land,) if land else ())}))


def _ground(m: Mention) -> str | None:
    """The land that a mention names as ground: a place, or a country by its name."""
    if isinstance(m.value, Actor):
        return m.value.country if m.value.kind == "country" and not m.value.sectors and not _adjective(m) else None
    return m.value.country if isinstance(m.value, Place) and not _adjective(m) else None


@cache
def _land_stems() -> frozenset[str]:
    return frozenset(words.stem(w) for w in land_words())


def _holds_office(m: Mention) -> bool:
    """Whether a mention is of somebody who governs: such names stand in every report of a crisis."""
    return isinstance(m.value, Actor) and m.value.kind == "person" and "GOV" in m.value.sectors


def _adjective(m: Mention) -> bool:
    return words.fold(m.span.quote) in adjectives()


def _inside(m: Mention, span: Span) -> bool:
    return span.start <= m.span.start and m.span.end <= span.end and span.end - span.start > m.span.end - m.span.start


def _country(m: Mention) -> str | None:
    if isinstance(m.value, Actor):
        return None if "JRN" in m.value.sectors else m.value.country
    wide = isinstance(m.value, Place) and (m.value.lat is None or (m.value.radius_km or 0) > WIDE_KM)
    return m.value.country if wide and isinstance(m.value, Place) else None


def _spot(place: Place) -> Spot:
    return Spot(
        name=words.fold(place.name),
        country=place.country,
        lat=place.lat,
        lon=place.lon,
        radius_km=place.radius_km or 0.0,
    )


def _without(text: str, start: int, spans: Iterable[tuple[int, int]]) -> str:
    for s, e in spans:
        if start <= s < start + len(text):
            text = text[: s - start] + " " * (e - s) + text[e - start :]
    return text
