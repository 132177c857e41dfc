"""Outlets: agencies, papers, broadcasters and sites, who owns them, and which of them a report is from or credits.

A list of one's own is a TOML file of the form of the one that comes with the program; `sources` in the settings names
it, and it goes before that one:

    [[outlet]]
    name = "Fjord Courier"
    names = ["The Fjord Courier", "fjordcourier.example"]
    kind = "paper"
    owner = "Harbour Holding"
    country = "NOR"
    state = false

`name` is the usual one and `names` are others, `kind` is agency, paper, broadcaster or site, `owner` the family that
owns it, `country` where it is published (ISO 3166 alpha-3), `state` whether a government runs it. What is left out is
not known.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any, Literal, get_args

import msgspec

from onrecord import codebooks
from onrecord.codebooks.own_actors import AT, countries
from onrecord.data import Document

CODEBOOK = "sources-1.toml"
# Credits stand in the head or at the foot of a report: so many characters of each are looked at.
HEAD, FOOT = 400, 600

_LEAD = r"(?:report(?:ing|s|ed)?|material|files?|contributions?|information|inputs?|copy|text|story) (?:by|from|of)\s+"
Kind = Literal["agency", "paper", "broadcaster", "site"]


class Outlet(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An agency, paper or broadcaster.

    `names` are other forms of its name, `owner` the family it belongs to, `country` where it is published (ISO 3166
    alpha-3), `state` whether a government runs it or names those who do; None stands for what is not known.
    """

    name: str
    names: tuple[str, ...] = ()
    kind: Kind
    owner: str | None = None
    country: str | None = None
    state: bool | None = None


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    outlet: tuple[Outlet, ...]


class Outlets:
    """The outlets that come with the program, and those of a user's own list, which go before them."""

    def __init__(self, own: Iterable[Outlet] = ()) -> None:
        rows = (*codebooks.load(CODEBOOK, _File).outlet, *own)  # the later ones win
        self._known = {form.casefold(): row for row in rows for form in (row.name, *row.names)}
        forms = sorted(
            {f for row in rows if row.kind == "agency" for f in (row.name, *row.names)}, key=lambda f: (-len(f), f)
        )
        name = rf"(?:{'|'.join(map(re.escape, forms))})"
        marked = (
            rf"[(\[/](?P<a>{name})[)\]/]|\b{_LEAD}(?:the )?(?P<b>{name})\b|(?:—|–|--|\bBy|©)\s*(?P<c>{name})\s*(?:$|\n)"
        )
        # What begins with a name is looked for at every word, which takes twice as long as the rest.
        self._marked, self._any = re.compile(marked), re.compile(rf"{marked}|\b(?P<d>{name}) (?i:contributed)\b")

    def outlet(self, name: str) -> Outlet | None:
        """The outlet of that name, None for one that no list has."""
        plain = name.strip().casefold()
        found = self._known.get(plain) or self._known.get(plain.removeprefix("the "))
        # an own list may tell anew of an outlet, under its usual name alone
        return self._known.get(found.name.casefold(), found) if found else None

    def usual(self, name: str) -> str:
        """The usual name of the outlet of that name; of one that no list has, the name as it is."""
        found = self.outlet(name)
        return found.name if found else name.strip()

    def owner(self, name: str) -> str | None:
        """The family that owns the outlet of that name; None where it is its own or not known."""
        found = self.outlet(name)
        return found.owner if found else None

    def credits(self, document: Document) -> tuple[str, ...]:
        """The outlets that a report comes from or credits, by their usual names where they are known, in order."""
        text = document.text
        named = [n for n in (document.publisher, document.agency) if n and n.strip()]
        start, foot = document.body, max(document.body + HEAD, len(text) - FOOT)
        for part in (text[start : start + HEAD], text[foot:]):
            credit = self._any if "contributed" in part.casefold() else self._marked
            named += (m[m.lastgroup] for m in credit.finditer(part) if m.lastgroup)
        return tuple(sorted({self.usual(n) for n in named}))

    def names(self) -> list[str]:
        """The usual names of all outlets, in order."""
        return sorted({row.name for row in self._known.values()})


@cache
def builtin() -> Outlets:
    """The outlets that come with the program."""
    return Outlets()


def outlets(own: str | Path | None = None) -> Outlets:
    """The outlets that come with the program, after those of the list in the file `own` where one is named.

    Raises ValueError that names the file, the outlet and the field, OSError when the file cannot be opened.
    """
    return builtin() if own is None else Outlets(own_sources(Path(own)))


# ------------------------------------------------------------------------------------------------- a list of one's own


def own_sources(path: Path) -> tuple[Outlet, ...]:
    """The outlets of the list in the TOML file at `path`.

    Raises ValueError that names the file, the outlet and the field, OSError when the file cannot be opened.
    """
    try:
        return _read(msgspec.toml.decode(path.read_bytes()))
    except (msgspec.DecodeError, ValueError) as error:
        raise ValueError(f"{path}: {error}") from error


def _read(raw: dict[str, Any]) -> tuple[Outlet, ...]:
    if unknown := sorted(raw.keys() - {"outlet"}):
        raise ValueError(f"{unknown[0]}: there is no such table. One exists: outlet.")
    rows = raw.get("outlet")
    if not isinstance(rows, list) or not rows:
        raise ValueError("outlet: at least one outlet is wanted, as [[outlet]] with name and kind")
    made: list[Outlet] = []
    first: dict[str, int] = {}
    for number, fields in enumerate(rows, start=1):
        try:
            made.append(msgspec.convert(fields, Outlet))
        except msgspec.ValidationError as error:
            raise ValueError(f"outlet {number}{_where(error)}") from error
        _checked(number, made[-1])
        for form in (made[-1].name, *made[-1].names):
            if (known := first.setdefault(form.strip().casefold(), number)) != number:
                raise ValueError(f"outlet {number}: {form!r} is a name of outlet {known} too")
    return tuple(made)


def _checked(number: int, one: Outlet) -> None:
    """Raises ValueError for a name that is none, and a country that there is not."""
    for form in (one.name, *one.names):
        if not any(c.isalnum() for c in form) or any(unicodedata.category(c) in ("Cc", "Cs") for c in form):
            raise ValueError(f"outlet {number}: {form!r} is no name")
    if one.country is not None and one.country not in countries():
        raise ValueError(f"outlet {number}.country: {one.country!r} is no ISO 3166 alpha-3 code, as NOR is")


def _where(error: msgspec.ValidationError) -> str:
    place = AT.search(str(error))
    said = AT.sub("", str(error))
    if place and place[1] == "kind":
        said += f"; the kinds are {', '.join(get_args(Kind))}"
    return f"{'.' + place[1] if place else ''}: {said}. Fields that exist: {', '.join(Outlet.__struct_fields__)}."
