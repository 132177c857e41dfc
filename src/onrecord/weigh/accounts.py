"""What of an account bears on a comparison: whose it is, what it counts, when and where."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from onrecord.data import Account, Actor, Event, Mention, Place, Quantity, Time

# A longer stretch ("in 2021", "since 2014") fixes no day on which two counts could exclude each other.
LONGEST = timedelta(days=31)


class Days(NamedTuple):
    """A half-open stretch of days."""

    start: date
    end: date


def mention(account: Account, key: str) -> Mention | None:
    """The mention of `account` with the id `key`, or None."""
    return next((m for m in account.mentions if m.id == key), None)


def counts(account: Account) -> list[tuple[Mention, Quantity]]:
    """The counts of something that the account gives as a level, each with its mention; no parts of a whole."""
    finding = account.finding
    held = [finding] if isinstance(finding, Mention) else [mention(account, q) for q in finding.quantities]
    return [
        (m, m.value)
        for m in held
        if m and isinstance(m.value, Quantity) and m.value.of and m.value.change == "level" and not m.part_of
    ]


def owners(account: Account, counted: Mention | None = None) -> frozenset[str]:
    """Whose the account is: the counted group's country, else those of the event's actors, as codes or actor ids."""
    group = mention(account, counted.attached_to) if counted and counted.attached_to else None
    if group and isinstance(group.value, Actor) and group.value.country:
        return frozenset({group.value.country})
    if not isinstance(account.finding, Event):
        return frozenset()
    acting = (mention(account, a) for a in account.finding.actors)
    return frozenset(m.value.country or m.value.id for m in acting if m and isinstance(m.value, Actor))


def speakers(account: Account) -> frozenset[str]:
    """The ids of the actors on whose word the account is told; empty for the report's own word."""
    spoken = account.statements[0].speakers if account.statements else ()
    found = (mention(account, s) for s in spoken)
    return frozenset(m.value.id for m in found if m and isinstance(m.value, Actor))


def days(account: Account) -> Days | None:
    """When what is told holds: the event's own time if that is short, else the day of publication, else None."""
    told = (
        mention(account, account.finding.time) if isinstance(account.finding, Event) and account.finding.time else None
    )
    if told and isinstance(told.value, Time) and told.value.start and told.value.end:
        start, end = _day(told.value.start), _day(told.value.end)
        end = max(end, start + timedelta(days=1))
        return Days(start, end) if end - start <= LONGEST else None
    if not account.head.published:
        return None
    day = _day(account.head.published)
    return Days(day, day + timedelta(days=1))


def places(account: Account) -> list[Place]:
    """The places of the account that have a point."""
    return [m.value for m in account.mentions if isinstance(m.value, Place) and m.value.lat is not None]


def _day(iso: str) -> date:
    return date.fromisoformat(iso[:10])
