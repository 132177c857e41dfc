"""The news agency that a report is credited to."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

import msgspec

from onrecord import codebooks
from onrecord.read.paragraphs import Line

CODEBOOK = "agencies-1.toml"

# Credits stand in the last paragraphs, bylines in the first; longer paragraphs are story.
LAST, FIRST, LONGEST = 4, 4, 240

_NAME = r"(?P<name>[^\W\d_][\w./’' -]{1,38}?)"
_COPYRIGHT = r"\A[(\[]?(?i:©|\(c\)|copyright)\s*(?i:copyright\s*)?(?:\d{4})?,?\s*(?i:by )?"
_REPORTED = r"(?i:(?:based on |(?:with )?(?:additional )?)(?:reporting|material|report) (?:by|from))"
_CREDITS = tuple(
    re.compile(form)
    for form in (
        rf"\A[(\[*]?{_REPORTED} {_NAME}\.?[)\]*]?\Z",
        rf"\A(?i:source|credit|agency)\s?[:—–-]\s?{_NAME}\.?\Z",
        rf"{_COPYRIGHT}{_NAME}(?:[.,]|\s+All rights).*\Z",
        rf"{_COPYRIGHT}{_NAME}\Z",
        rf"\A[-—–(\[/]*\s?{_NAME}\s?[)\]/]?\.?\Z",
        rf"[.!?”\"’')]\s*[(\[/]{_NAME}[)\]/]\.?\Z",
        rf"[.!?”\"’')]\s+[-—–]+\s?{_NAME}\.?\Z",
    )
)
_BYLINE = re.compile(rf"\A(?:(?i:by) [^\n]{{0,80}}?(?:,|\||/| of)? ?)??(?i:by )?{_NAME}\Z")


class Agency(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An agency's name and the other forms in which credits have it."""

    name: str
    names: tuple[str, ...]


class _Agencies(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    agency: tuple[Agency, ...]


@cache
def _names() -> dict[str, str]:
    rows = codebooks.load(CODEBOOK, _Agencies).agency
    return {form.casefold(): row.name for row in rows for form in (row.name, *row.names)}


def known(name: str) -> str | None:
    """The usual name of the agency that is written `name`, or None when the codebook does not have it."""
    return _names().get(name.strip().casefold())


def credited(text: str, paragraphs: list[Line], names: Iterable[str | None]) -> str | None:
    """The agency among `names` (authors, publisher), in a byline, or in a credit at the end of the report; else None.

    Persons ("Reporting by Jane Doe; editing by John Roe") name no agency, and a credit to several agencies is none.
    """
    for name in names:
        if name and (agency := known(name)):
            return agency
    for start, end in paragraphs[:FIRST]:
        byline = _BYLINE.match(text[start:end]) if end - start <= 100 else None
        if byline and (agency := known(byline["name"])):
            return agency
    for start, end in reversed(paragraphs[-LAST:]):
        tail = text[max(start, end - LONGEST) : end]
        for form in _CREDITS:
            if (credit := form.search(tail)) and (agency := known(credit["name"])):
                return agency
    return None
