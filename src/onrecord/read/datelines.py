"""The dateline at the head of a report: where and when it was sent, and by which agency."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

import msgspec

from onrecord import codebooks
from onrecord.read import agencies, dates
from onrecord.read.paragraphs import Line

CODEBOOK = "datelines-1.toml"

# A dateline stands in the first of these paragraphs that is longer than HEAD, or in a short one before it: title,
# byline and date lines are shorter than that, first paragraphs of stories longer.
PARAGRAPHS, HEAD = 8, 160
# Characters of the longest dateline: two places with their countries, a weekday and day, an agency.
LONGEST = 120

_AGENCY = re.compile(r"[(\[](?P<name>[^\W\d_][^()\[\]\n]{1,39})[)\]]\Z|/(?P<slashed>[^\W\d_][^/\n]{1,29})/\Z")
_DASH = re.compile(
    r"\s*+(?:—|–|―|--)\s*+|\s++[-|]\s++|(?<=[)\]/])\s*+[-:|.]++\s++|(?<=[)\]/])\s++(?=[^\W\d_a-z])|:\s++"
)
_WEEKDAY = rf"(?:{dates.WEEKDAY}\s*,?\s+)?"
_YEAR = r"(?:\s*,?\s+(?P<year>(?:19|20)\d\d))?"
_DAYS = tuple(
    re.compile(rf"(?:\A|(?<=[\s,.(|])){form}\Z")
    for form in (
        rf"{_WEEKDAY}{dates.MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?{_YEAR}",
        rf"{_WEEKDAY}(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+{dates.MONTH}{_YEAR}",
        r"(?P<year>(?:19|20)\d\d)-(?P<number>\d\d)-(?P<day>\d\d)",
        r"(?P<day>\d{1,2})\.(?P<number>\d{1,2})\.(?P<year>(?:19|20)\d\d)",
    )
)
_BETWEEN = " ,|-–—―"
_STARTS_WITH_DAY = re.compile(rf"{dates.WEEKDAY}\b")


class Places(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The codebook of words that are, and of words that only look like, the place of a dateline."""

    labels: frozenset[str]
    particles: frozenset[str]
    cities: frozenset[str]


class Head(NamedTuple):
    """A dateline as found: its words `start` to `end`, where the story `goes_on`, and what it says."""

    start: int
    end: int
    goes_on: int
    place: str | None
    day: str | None
    agency: str | None


@cache
def _known() -> Places:
    return codebooks.load(CODEBOOK, Places)


def find(text: str, paragraphs: list[Line], published: str | None) -> Head | None:
    """The dateline in the first of `paragraphs`, or None; its year is taken from the day `published` where it has none.

    Without year and `published` the day stays None. A place alone counts only in capitals before a dash, or as one of
    the towns of the codebook.
    """
    for start, end in paragraphs[:PARAGRAPHS]:
        if head := _before_story(text, start, end, published) or _line(text, start, end, published):
            return head
        if end - start > HEAD:
            return None
    return None


def _before_story(text: str, start: int, end: int, published: str | None) -> Head | None:
    """The dateline before a dash, colon or agency in the paragraph from `start` to `end`."""
    for dash in _DASH.finditer(text, start, min(end, start + LONGEST)):
        parts, mark, more = _parts(text[start : dash.start()], published), dash.group(), text[dash.end() : end]
        if parts and more and not more[0].islower() and more[0] not in "([" and _certain(parts, mark, more):
            stop = dash.start() + len(mark.rstrip())
            return Head(start, stop, dash.end(), parts.place, parts.day, parts.agency)
    return None


def _line(text: str, start: int, end: int, published: str | None) -> Head | None:
    """The dateline that is a line of its own: a place and a day, or a day of the week with its date."""
    parts = _parts(text[start:end].rstrip("."), published) if end - start <= 80 else None
    if not parts or not parts.dated:
        return None
    if parts.place is None and not (parts.day and _STARTS_WITH_DAY.match(text, start, end)):
        return None
    return Head(start, end, end, parts.place, parts.day, parts.agency)


class Parts(NamedTuple):
    """What the words of a dateline say; `dated` also where the day could not be told."""

    place: str | None
    dated: bool
    day: str | None
    agency: str | None


def _parts(words: str, published: str | None) -> Parts | None:
    """The parts of the words of a dateline, or None when they hold anything else."""
    agency, found = None, None
    if credit := _AGENCY.search(words):
        words, agency = words[: credit.start()].rstrip(_BETWEEN), (credit["name"] or credit["slashed"]).strip()
        if found := _date(agency):
            agency = None
    if before := _date(words.rstrip(_BETWEEN + ".")):
        words, found = words[: before.start()].rstrip(_BETWEEN + "("), before
        words = words.rstrip(".") if "," not in words else words
    place, comma, last = words.rpartition(", ")
    if comma and agency is None and agencies.known(last):
        words, agency = place, last
    if words and not _is_place(words):
        return None
    return Parts(words or None, found is not None, _day(found, published) if found else None, agency)


def _date(words: str) -> re.Match[str] | None:
    return next((m for form in _DAYS if (m := form.search(words))), None)


def _day(found: re.Match[str], published: str | None) -> str | None:
    parts = found.groupdict()
    if (number := parts.get("number")) is not None:
        month = int(number)
    else:
        month = dates.MONTHS.index(parts["month"][:3].lower()) + 1
    if parts["year"]:
        return dates.named(int(parts["year"]), month, int(parts["day"]))
    return dates.latest(month, int(parts["day"]), published)


def _is_place(words: str) -> bool:
    """Whether `words` look like towns with their states or countries, each written with capitals."""
    groups = [g.strip() for g in re.split(r"[,/]", words)]
    if not 1 <= len(groups) <= 4 or not all(groups):
        return False
    first = groups[0].casefold().split()
    if len(first) > 5 or first[0] in _known().labels or first[-1] in _known().labels:
        return False
    return all(_capitalised(w) for g in groups for w in g.split()) and len(groups[-1].split()) <= 4


def _capitalised(word: str) -> bool:
    letters = word.replace(".", "").replace("'", "").replace("’", "").replace("-", "")
    return letters.isalpha() and (word[0].isupper() or word in _known().particles)


def _certain(parts: Parts, dash: str, more: str) -> bool:
    """Whether the parts make a dateline: a known agency, a date, or a place that stands as only datelines do."""
    mark, spaced = dash.strip(), dash[:1].isspace()
    if parts.agency and agencies.known(parts.agency):
        return True
    town = re.split(r"[,/]", parts.place or "")[0]
    listed, capitals = town.casefold() in _known().cities, town.isupper() and len(town) > 3
    if parts.dated:
        return parts.place is not None and mark != ":"
    if parts.agency:
        return listed or capitals
    if len(more) < 40 or more[:40].isupper():
        return False
    if mark == ":":
        return listed and town.isupper()
    return (capitals and spaced) or (listed and mark != "-")
