"""Pages -> mentions of places: names used as places, resolved to points with how precise they are."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from onrecord import codebooks
from onrecord.annotate.places import outlet, spans, words
from onrecord.annotate.places.borders import WORDS as BORDERS
from onrecord.annotate.places.borders import borders
from onrecord.annotate.places.choose import Asked, Choice, choose, inside
from onrecord.annotate.places.governed import NEAR_KM
from onrecord.annotate.places.index import FILES, Entry, Gazetteer, gazetteer
from onrecord.annotate.places.lands import Lands, described
from onrecord.annotate.places.names import key
from onrecord.annotate.places.usage import Found, Usage
from onrecord.data import Actor, Finding, Mention, Page, Place
from onrecord.makers import maker
from onrecord.tokens import Token

# What a facility adds to the extent of its town, where only that is known.
FACILITY_KM = 10.0
# Shares of right answers: on re3d, WikiGold and UNER 0.97, 0.92 and 0.90 of the names found are places; there is no
# located text that may be fitted, so what resolving them loses is an estimate.
SURE, LIKELY, UNSURE = 0.85, 0.75, 0.6


class Places:
    """Finds places and resolves them with the gazetteer, which it compiles on first use."""

    name = "places"
    needs: tuple[str, ...] = ("parse", "actors")
    gives: tuple[str, ...] = ("places",)

    def __init__(self) -> None:
        self.words = words.load()
        self.lands = Lands()
        self.gazetteer: Gazetteer = gazetteer()
        assets = tuple(codebooks.asset(f) for f in (*FILES, words.FILE))
        self.maker = maker("places", 4, codebooks=(*assets, self.gazetteer.source))

    def __call__(self, pages: Sequence[Page]) -> list[list[Finding]]:
        """The place mentions of each page; the names of all pages are looked up together."""
        runs = [spans.runs(p, self.words) for p in pages]
        known = self._known(k for r in runs for k in r.values())
        return [self._page(p, spans.names(p, r, known, self.words)) for p, r in zip(pages, runs, strict=True)]

    def _known(self, keys: Iterable[str]) -> dict[str, tuple[Entry, ...]]:
        return self.gazetteer.named(k for k in keys if k not in self.lands.adjectives)

    def _page(self, page: Page, names: list[spans.Name]) -> list[Finding]:
        at = self.lands.at(page)
        found = Usage(page, names, self.words).found()
        choices = self._choose(page, found, at)
        places = _around(found, choices)
        mentions = [self._mention(page, f, p) for f, p in zip(found, places, strict=True)]
        stretches = borders(page, at, self.lands, self.gazetteer, self.maker.key)
        # A country whose border it is only says which border: its own middle may be far from there.
        taken = {t.start for m in stretches for t in page.parse.covering(m.span.start, m.span.end)}
        out: list[Finding] = [m for m in mentions if m.span.start not in taken]
        known = {t.start for m in mentions for t in page.parse.covering(m.span.start, m.span.end)} | taken
        for token, iso3 in described(page, at, self.words):
            entry = self.gazetteer.countries.get(iso3)
            if entry is not None and token.start not in known:
                out.append(self._land(page, token, at, entry))
        return out + stretches

    def _land(self, page: Page, token: Token, at: Mapping[int, str], entry: Entry) -> Mention:
        """An adjective that is used as its country's name."""
        tokens = page.parse.tokens
        first = token.i - 1 if at.get(token.i - 1) == at[token.i] else token.i  # "Sri Lankan"
        seat = self.gazetteer.capitals.get(at[token.i]) if token.head.lower == "capital" else None
        span = page.document.span(tokens[first].start, token.end)
        beside = token.head.dep == "pobj" and token.head.head.lower in self.words.near
        near = NEAR_KM if beside or token.head.lower in BORDERS else 0.0
        return Mention.at(span, _place(seat or entry, near=near), by=self.maker.key, score=LIKELY)

    def _mention(self, page: Page, found: Found, choice: Choice | None) -> Mention:
        tokens = page.parse.tokens
        span = page.document.span(tokens[found.name.first].start, tokens[found.last].end)
        score = UNSURE if choice is None or found.sure < 2 else SURE if choice.margin >= 1 else LIKELY
        place = Place(name=span.quote) if choice is None else _named(choice, found, span.quote)
        return Mention.at(span, place, by=self.maker.key, score=score)

    def _choose(self, page: Page, found: Sequence[Found], at: Mapping[int, str]) -> list[Choice | None]:
        """What each name means, by the report, its dateline and its outlet."""
        asked = [_asked(page, f) for f in found]
        from_outlet = outlet.places(page.document, self.gazetteer, self.words)
        named = _countries(page, at)
        for country in outlet.countries(page.document, self.lands):
            named[country] = named.get(country, 0.0) + outlet.OUTLET
        return choose([*asked, *from_outlet], named)[: len(asked)]

    def resolve_given(self, page: Page, given: Sequence[tuple[int, int]]) -> list[Place | None]:
        """The place that each of the `given` spans (offsets) names, None where the gazetteer cannot tell.

        It answers where a name is known to be a place; whether it is used as one is not asked. A river has a course
        and no point, so it is not answered.
        """
        keys = [key(page.document.text[s:e]) for s, e in given]
        known = self._known(k for k in keys if k)
        tokens = [page.parse.covering(s, e) for s, e in given]
        names = [
            spans.Name(t[0].i, t[-1].i, k, known[k], page.parse.top(t))
            for t, k in zip(tokens, keys, strict=True)
            if t and k in known
        ]
        found = Usage(page, names, self.words).given()
        choices = self._choose(page, found, self.lands.at(page))
        places = {
            (f.name.first, f.name.last): _named(c, f, f.name.key)
            for f, c in zip(found, choices, strict=True)
            if c is not None and c.entry.kind != "river"
        }
        return [places.get((t[0].i, t[-1].i)) if t else None for t in tokens]


def _around(found: Sequence[Found], choices: Sequence[Choice | None]) -> list[Choice | None]:
    """The choices; of what stands in a place that the text tells, that place, unless its own name lies in there."""
    chosen = {f.name.first: c for f, c in zip(found, choices, strict=True)}
    out: list[Choice | None] = []
    for f, own in zip(found, choices, strict=True):
        around = chosen.get(f.inside.first) if f.inside is not None else None
        out.append(own if around is None or (own and inside(own.entry, around.entry)) else around)
    return out


def _asked(page: Page, found: Found) -> Asked:
    line, start = page.document.dateline, page.parse.tokens[found.name.first].start
    in_line = line is not None and line.span.start <= start < line.span.end
    return Asked(found.name.key, found.name.meanings, found.whole, found.kinds, outlet.DATELINE if in_line else 1.0)


def _countries(page: Page, at: Mapping[int, str]) -> dict[str, float]:
    """How often the page speaks of each country, by its words and by its actors, with falling weight."""
    actors = (m.value.country for m in page.actors if isinstance(m.value, Actor) and m.value.country)
    times = Counter(at.values()) + Counter(actors)
    return {country: 0.5 * math.sqrt(n) for country, n in sorted(times.items())}


def _named(choice: Choice, found: Found, quote: str) -> Place:
    """The place meant, or what is named after it or stands in it, whose own point is not known."""
    place = _place(choice.entry, near=found.near)
    if not found.facility and found.name.meanings:
        return place
    radius = round((place.radius_km or 0.0) + FACILITY_KM, 1)
    feature = "S" if found.facility else None
    return msgspec.structs.replace(place, name=quote, geonames=None, feature=feature, radius_km=radius)


def _place(entry: Entry, *, near: float) -> Place:
    return Place(
        name=entry.name,
        geonames=entry.geonames,
        lat=entry.lat,
        lon=entry.lon,
        country=entry.country,
        admin1=entry.admin1,
        feature=entry.feature,
        radius_km=round(entry.radius_km + near, 1),
    )
