"""The stretch along a border: "the border between Poland and Belarus", "Poland's border with Belarus"."""

from __future__ import annotations

from collections.abc import Mapping

from onrecord.annotate.places.index import Entry, Gazetteer
from onrecord.annotate.places.lands import Lands
from onrecord.data import Actor, Mention, Page, Place
from onrecord.tokens import Token

# What a border gives its name to and lies along it.
ALONG = frozenset({"region", "regions", "area", "areas", "zone", "strip", "line"})
WORDS = frozenset({"border", "borders", "frontier", "frontiers"})
# An estimate: the words name both countries, and the stretch is where towns of both stand close.
SCORE = 0.8


def borders(page: Page, at: Mapping[int, str], lands: Lands, gazetteer: Gazetteer, by: str) -> list[Mention]:
    """A mention of each border whose two countries the sentence names; the point is the middle of its settled part.

    `at` gives the country that a word names, by the word's number.
    """
    out: list[Mention] = []
    for token in page.parse.tokens:
        if token.lower in WORDS and (found := _stretch(page, token, at, lands, gazetteer)):
            entry, first, last = found
            span = page.document.span(page.parse.tokens[first].start, page.parse.tokens[last].end)
            place = Place(name=entry.name, lat=entry.lat, lon=entry.lon, feature="border", radius_km=entry.radius_km)
            out.append(Mention.at(span, place, by=by, score=SCORE))
    return out


def _stretch(
    page: Page, border: Token, at: Mapping[int, str], lands: Lands, gazetteer: Gazetteer
) -> tuple[Entry, int, int] | None:
    """The border, and the first and last word of its mention."""
    noun = border.head if border.dep in ("compound", "nmod") and border.head.lower in ALONG else border
    before = page.parse.tokens[border.i - 1] if border.i else border
    if pair := lands.pair(before):
        entry = gazetteer.borders.get(frozenset(pair))
        return (entry, before.i, noun.i) if entry else None
    first, last = _sides(page, noun, at)
    near = {at[i] for i in range(first, last + 1) if i in at}
    if not near and (apart := _parted(page, border, at)):
        first, last, near = border.i, apart[-1], {at[i] for i in apart}
    if len(near) == 2:
        entry = gazetteer.borders.get(frozenset(near))
        return (entry, min(first, border.i), last) if entry else None
    if len(near) != 1 or (noun.child("prep") is None and _preposition(page, noun) is None):
        return None
    one = near.pop()
    known = {frozenset((c, one)) for c in _before(page, border, at)} & gazetteer.borders.keys()
    return (gazetteer.borders[known.pop()], first, last) if len(known) == 1 else None


def _parted(page: Page, border: Token, at: Mapping[int, str]) -> list[int]:
    """The countries right behind the border that it divides: "the border that separates Chad from Sudan"."""
    following = page.parse.tokens[border.i + 1 : border.i + 10]
    verbs = [t.i for t in following if t.lemma in ("separate", "divide") and t.sent == border.sent]
    return [t.i for t in following if verbs and t.i > verbs[0] and t.i in at and t.sent == border.sent]


def _sides(page: Page, border: Token, at: Mapping[int, str]) -> tuple[int, int]:
    """The words from the country before the border ("Poland's border") to that after it ("border with Belarus")."""
    first = last = border.i
    for child in border.children:
        if child.i < border.i and (named := [i for i in range(child.left, child.right + 1) if i in at]):
            first = min(first, named[0])
    prep = _preposition(page, border)
    one = prep.child("pobj") if prep is not None else None
    if prep is not None and one is not None:
        other = one.child("conj")
        if prep.lower in ("between", "of") or other is None:  # "borders with Uganda and Rwanda" are two
            last = max((t.i for t in (one, other) if t is not None and t.i in at), default=last)
    return first, last


def _preposition(page: Page, border: Token) -> Token | None:
    """The "with", "between" or "of" right behind the border, whatever the parser hangs it on, or else further on."""
    following = page.parse.tokens[border.i + 1 : border.i + 2]
    return next((t for t in (*following, *border.children) if t.lower in ("with", "between", "of")), None)


def _before(page: Page, border: Token, at: Mapping[int, str]) -> list[str]:
    """The country of the border's owner ("its border"), or else those named before it in the sentence."""
    owner = border.child("poss")
    actor = page.actor(owner) if owner is not None else None
    if actor is not None and isinstance(actor.value, Actor) and actor.value.country:
        return [actor.value.country]
    return [at[i] for i in range(page.parse.sentence(border).first, border.i) if i in at]
