"""Outlets: the agencies that a report credits, and who owns whom."""

from __future__ import annotations

import re
from functools import cache
from typing import Literal

import msgspec

from onrecord import codebooks
from onrecord.data import Document

CODEBOOK = "sources-1.toml"
# Credits stand in the head or at the foot of a report: so many characters of each are looked at.
HEAD, FOOT = 400, 600

_LEAD = r"(?:report(?:ing|s|ed)?|material|files?|contributions?|information|inputs?|copy|text|story) (?:by|from|of)\s+"


class Outlet(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An agency, paper or broadcaster.

    `names` are other forms of its name, `owner` the family it belongs to, `country` where it is published (ISO 3166
    alpha-3), `state` whether a government runs it or names those who do.
    """

    name: str
    names: tuple[str, ...] = ()
    kind: Literal["agency", "paper", "broadcaster", "site"]
    owner: str | None = None
    country: str | None = None
    state: bool = False


class _Outlets(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    outlet: tuple[Outlet, ...]


@cache
def _known() -> dict[str, Outlet]:
    rows = codebooks.load(CODEBOOK, _Outlets).outlet
    return {form.casefold(): row for row in rows for form in (row.name, *row.names)}


@cache
def _credit() -> re.Pattern[str]:
    forms = sorted(
        {f for row in _known().values() if row.kind == "agency" for f in (row.name, *row.names)},
        key=lambda f: (-len(f), f),
    )
    name = rf"(?:{'|'.join(map(re.escape, forms))})"
    return re.compile(
        rf"[(\[/](?P<a>{name})[)\]/]|\b{_LEAD}(?:the )?(?P<b>{name})\b|\b(?P<c>{name}) (?i:contributed)\b"
        rf"|(?:—|–|--|\bBy|©)\s*(?P<d>{name})\s*(?:$|\n)"
    )


def outlet(name: str) -> Outlet | None:
    """The outlet of that name, None for one that the codebook does not have."""
    plain = name.strip().casefold()
    return _known().get(plain) or _known().get(plain.removeprefix("the "))


def owner(name: str) -> str | None:
    """The family that owns the outlet of that name; None where it is its own or not known."""
    found = outlet(name)
    return found.owner if found else None


def credits(document: Document) -> tuple[str, ...]:
    """The outlets that a report comes from or credits, by their usual names where they are known, in order."""
    text = document.text
    named = [n for n in (document.publisher, document.agency) if n and n.strip()]
    start, foot = document.body, max(document.body + HEAD, len(text) - FOOT)
    for part in (text[start : start + HEAD], text[foot:]):
        named += (m[m.lastgroup] for m in _credit().finditer(part) if m.lastgroup)
    return tuple(sorted({found.name if (found := outlet(n)) else n.strip() for n in named}))
