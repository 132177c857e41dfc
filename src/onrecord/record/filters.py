"""What of a ledger is wanted, as conditions on its rows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, TypedDict

from sqlalchemy import ColumnElement, Table, and_, exists, or_, select

from onrecord.record import schema
from onrecord.record.schema import documents, event_roles, events, mentions, statement_roles, statements


class Filters(TypedDict, total=False):
    """Which rows are wanted; all that are given must hold.

    `actor`, `target`, `speaker` and `place` hold words of a name, in any case, or codes ("RUS", "RUS MIL"); an actor
    is who does it, a speaker whoever in the chain says it or relays it. `code` is PLOVER's, `publisher` part of a name.
    A name without a letter or digit, a day that is none, or a first day after the last, raises ValueError.
    `since` and `until` are days, both included: those of the row where the report tells them, else of publication.
    """

    actor: str | None
    target: str | None
    speaker: str | None
    code: str | None
    status: str | None
    place: str | None
    publisher: str | None
    since: date | str | None
    until: date | str | None
    least_score: float | None


# What only an event has: with one of these wanted, no statement alone can answer.
OF_EVENTS = ("actor", "target", "code", "status", "place")


def of_events(wanted: Filters) -> Iterator[ColumnElement[bool]]:
    """The conditions on `events`, joined with `documents`, that `wanted` sets."""
    yield from _of_both(events, wanted)
    for name in ("actor", "target", "place"):
        if (words := wanted.get(name)) is not None:
            yield _named(event_roles, event_roles.c.event == events.c.no, (name,), str(words))
    if (speaker := wanted.get("speaker")) is not None:
        yield _named(event_roles, event_roles.c.event == events.c.no, ("speaker", "relay"), speaker)
    if (code := wanted.get("code")) is not None:
        yield events.c.code == code.upper()
    if (status := wanted.get("status")) is not None:
        yield events.c.status == status


def of_statements(wanted: Filters) -> Iterator[ColumnElement[bool]]:
    """The conditions on `statements`, joined with `documents`; raises ValueError for one that only events meet."""
    if only := [name for name in OF_EVENTS if wanted.get(name) is not None]:
        raise ValueError(f"a statement has no {' and no '.join(only)}: ask for events")
    yield from _of_both(statements, wanted)
    if (speaker := wanted.get("speaker")) is not None:
        mine = statement_roles.c.statement == statements.c.no
        yield _named(statement_roles, mine, ("speaker", "relay"), speaker)


def _of_both(table: Table, wanted: Filters) -> Iterator[ColumnElement[bool]]:
    first, last = wanted.get("since"), wanted.get("until")
    in_order(None if first is None else _day(first), None if last is None else _day(last))
    yield table.c.until.is_(None)
    if (publisher := wanted.get("publisher")) is not None:
        yield documents.c.publisher.icontains(publisher, autoescape=True)
    if (since := wanted.get("since")) is not None:
        day = _day(since).isoformat()
        yield or_(table.c.starts >= day, table.c.ends > day)
    if (until := wanted.get("until")) is not None:
        yield table.c.starts < f"{_day(until).isoformat()}U"  # sorts after all hours of the day ("...T23:59")
    if (least := wanted.get("least_score")) is not None:
        yield table.c.score >= least


def _named(roles: Table, mine: ColumnElement[bool], names: tuple[str, ...], words: str) -> ColumnElement[bool]:
    """Whether somebody or something in one of the roles `names` bears all of `words`, in their order."""
    asked = schema.spoken(words)
    if not asked.strip():
        raise ValueError(f"{words!r} holds no word of a name, and no code")
    meant: Any = select(roles.c.mention).where(
        and_(
            mine,
            roles.c.role.in_(names),
            mentions.c.no == roles.c.mention,
            mentions.c.until.is_(None),
            mentions.c.names.contains(asked, autoescape=True),
        )
    )
    return exists(meant)


def in_order(since: date | None, until: date | None) -> None:
    """Raises ValueError when the first day is after the last."""
    if since and until and since > until:
        raise ValueError(f"since {since} until {until} holds no day: the first day is later than the last")


def _day(given: date | str) -> date:
    return date.fromisoformat(given[:10]) if isinstance(given, str) else given
