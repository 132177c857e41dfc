"""What an event counts as: who did it to whom, on which days, where its account first comes from, what it repeats.

**Who.** An actor stands under its country (ISO 3166 alpha-3, or PLOVER's code of a body of several states: EUR, IGO,
UNO), without one under its first PLOVER sector, without either under its name as the report has it; a group that is no
country's but names its members stands for these. An event with several actors or targets counts once for each pair. One
of a type that parties do among themselves (`MUTUAL`), told with several actors and no target, counts once in each
direction of each pair; "three countries sent troops", without a target, counts for each of them with none.

**Whose word.** The origin of what somebody is said to have said are the innermost speakers that are known, who said it
first: several together are one origin, unnamed ones of no country are told apart by outlet. Else it is the outlet: the
agency that the report credits, else its publisher, else the report. Reports with the same text after the title have one
outlet: the first agency that one of them credits, else the publisher of the first. That is as near as one comes without
knowing which report was copied from which.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from itertools import permutations, product

from onrecord.codebooks.pages import Types
from onrecord.data import Actor, Document, Event, Mention, Page, Place, digest
from onrecord.record.ledger import Ledger
from onrecord.record.schema import chain, time_of

FIELDS = (
    "actor", "target", "actor_sector", "target_sector", "code", "mode", "quad", "status", "place", "publisher",
)  # fmt: skip
# What parties do among themselves; pairing the actors of other types would set allies against each other.
MUTUAL = ("AGREE", "CONSULT", "SUPPORT", "COOPERATE", "ASSAULT")
# The id of an actor without a name of its own: a country and sectors.
CODED = re.compile(r"[A-Z]{3}(?: [A-Z]{3})*")

# Sorts after all days.
UNDATED = "9999"

Key = tuple[str, ...]


def keys(event: Event, page: Page, fields: Key, types: Types) -> set[Key]:
    """The combinations of the values of `fields`, which are among FIELDS, under which `event` counts."""
    kind = types.get(event.code)
    one = {
        "code": event.code, "mode": event.mode or "", "quad": kind.quad if kind else "", "status": event.status,
        "publisher": page.document.publisher or "",
    }  # fmt: skip
    values = (m.value for m in (page.by_id.get(i) for i in event.places) if isinstance(m, Mention))
    countries = dict.fromkeys(v.country or "" for v in values if isinstance(v, Place)) or {"": None}
    found = set()
    for (actor, target), place in product(_dyads(event, page), countries):
        pair = {
            "actor": party(actor), "actor_sector": _sector(actor), "place": place,
            "target": party(target), "target_sector": _sector(target),
        }  # fmt: skip
        found.add(tuple((one | pair)[name] for name in fields))
    return found


def party(actor: Actor | None) -> str:
    """Under what an actor stands in a table: its country, its first sector, or its name; nothing for a pronoun."""
    if actor is None or actor.id.startswith("unknown:"):
        return ""
    return actor.country or _sector(actor) or actor.name


def score(event: Event, types: Types) -> float | None:
    """The conflict-cooperation score that the event's mode has, else its type; None for a type that is not known."""
    kind = types.get(event.code)
    if kind is None:
        return None
    mode = kind.modes.get(event.mode or "")
    return kind.score if mode is None or mode.score is None else mode.score


def stretch(event: Event, page: Page) -> tuple[date, date] | None:
    """The first and the last day of the time that the report tells of `event`; None when it tells none."""
    time = time_of(event, page)
    first = day(time.start) if time else None
    if time is None or first is None:
        return None
    last = day(time.end) or date.max
    midnight = time.end is not None and not time.end.partition("T")[2].strip("0:")
    return first, max(first, last - timedelta(days=1) if midnight else last)


def day(said: str | None) -> date | None:
    """The day of an ISO day or instant, None for anything else."""
    try:
        return date.fromisoformat((said or "")[:10])
    except ValueError:
        return None


class Outlets:
    """Where the reports of a ledger, and what they tell, first come from."""

    def __init__(self, ledger: Ledger) -> None:
        self._of: dict[str, tuple[bool, str]] = {}
        for d in ledger.documents():
            text = _text(d)
            mine = (d.agency is None, (d.agency or d.publisher or text).casefold())
            first = self._of.setdefault(text, mine)
            if first[0] and d.agency:
                self._of[text] = mine

    def origin(self, event: Event, page: Page) -> str:
        """Who first told of `event`, as far as its report says."""
        outlet = self._of[_text(page.document)][1]
        for statement in chain(event.said, page):
            if speakers := list(_actors(statement.speakers, page)):
                unknown = all(a.kind in ("group", "unnamed") and not a.country for a in speakers)
                return digest(sorted({a.id for a in speakers}), outlet if unknown else None)
        return digest(outlet)


def retold(ledger: Ledger, wanted: Callable[[Event], bool]) -> set[str]:
    """The ids of the first tellings that do not count, because an account of the same occurrence was published before.

    Only events that are `wanted` count, or stand in the way of others.
    """
    of = {m: c.id for c in ledger.clusters() if c.kind == "occurrence" for m in c.members}
    mine: dict[tuple[str, str], str] = {}  # of what a report tells twice, all tellings are of one occurrence
    for event in ledger.events() if of else ():
        if event.id in of and wanted(event):
            mine.setdefault((event.span.doc, event.same_as or event.id), of[event.id])
    told: dict[str, list[tuple[str, str]]] = {}
    for telling, cluster in mine.items():
        told.setdefault(cluster, []).append(telling)
    reports = {doc for tellings in told.values() if len(tellings) > 1 for doc, _ in tellings}
    published = {d.id: d.published or UNDATED for d in ledger.documents() if d.id in reports}
    found = set()
    for tellings in (several for several in told.values() if len(several) > 1):
        # of one report the first in its text
        first = min(tellings, key=lambda one: (published[one[0]], one[0]))
        found |= {telling for doc, telling in tellings if (doc, telling) != first}
    return found


def _text(document: Document) -> str:
    return digest(document.text[document.body :].strip() or document.text)


def _dyads(event: Event, page: Page) -> Iterable[tuple[Actor | None, Actor | None]]:
    actors, targets = _parties(event.actors, page), _parties(event.targets, page)
    if event.code in MUTUAL and not targets and (pairs := [(a, b) for a, b in permutations(actors, 2) if a.id != b.id]):
        return pairs
    nobody: list[Actor | None] = [None]
    return product(actors or nobody, targets or nobody)


def _parties(ids: Iterable[str], page: Page) -> list[Actor]:
    return [one for actor in _actors(ids, page) for one in _members(actor, page) or [actor]]


def _members(group: Actor, page: Page) -> list[Actor]:
    """Whom a group of no country names; empty when one of them is not known."""
    if group.country or not group.members:
        return []
    known = {m.value.id: m.value for m in page.actors if isinstance(m.value, Actor)}
    found = [known.get(key) or _coded(key) for key in group.members if key != group.id]
    return [actor for actor in found if actor] if all(found) else []


def _coded(key: str) -> Actor | None:
    if not CODED.fullmatch(key):
        return None
    country, *sectors = key.split()
    return Actor(name=key, id=key, kind="unnamed", country=country, sectors=tuple(sectors))


def _actors(ids: Iterable[str], page: Page) -> Iterator[Actor]:
    found = (page.by_id.get(key) for key in ids)
    return (m.value for m in found if isinstance(m, Mention) and isinstance(m.value, Actor))


def _sector(actor: Actor | None) -> str:
    return actor.sectors[0] if actor and actor.sectors else ""
