"""Which sectors a listed person has on the day of a report, by the offices held."""

from __future__ import annotations

from onrecord.annotate.actors.rows import PersonRow

# The day on which one source of persons-1 ends, and with it the terms that ran on.
LISTED = "2014-06-01"


def firm(told: tuple[str, ...]) -> tuple[str, ...]:
    """Sectors without those of a noun that only says whose kin somebody is, or that it is of the people."""
    return () if told == ("CVL",) else told


def in_office(person: PersonRow, day: str | None) -> tuple[str, ...]:
    """The sectors of a listed person on an ISO day: of the term that covers it, ELI after the last; () where unsure.

    Without a day those of the last office.
    """
    if day is None:
        office = [t for t in person.terms if "ELI" not in t.sectors]
        return (office or person.terms)[-1].sectors if person.terms else ()
    held = [t for t in person.terms if t.start <= day and (not t.end or day <= t.end)]
    ruling = [t for t in held if "ELI" not in t.sectors]
    if held:
        return (ruling or held)[-1].sectors
    if censored(person, day):
        return ()
    ruled = [t for t in person.terms if "ELI" not in t.sectors] or person.terms
    return ("ELI",) if any(t.end and t.end < day for t in ruled) else ()  # perhaps between two offices


def current(told: tuple[str, ...], person: PersonRow, day: str | None) -> tuple[str, ...]:
    """The sectors that a title tells of a listed person, those of the list where it is kept by courtesy or wrong."""
    held = in_office(person, day)
    return held if held and _outdated(told, person, day) else told


def _outdated(told: tuple[str, ...], person: PersonRow, day: str | None) -> bool:
    """Whether the title is one kept by courtesy, of an office that the list ends before the day, or is none now."""
    if day is None or not told:
        return False
    if told == ("ELI",):
        return True
    held = [t for t in person.terms if set(told) & set(t.sectors)]
    return bool(held) and all(t.end and t.end < day and t.end != LISTED for t in held)


def censored(person: PersonRow, day: str | None) -> bool:
    """Whether the lists that the person is from ended before `day`, the office held perhaps after it."""
    return day is not None and day > LISTED and any(t.end == LISTED and "ELI" not in t.sectors for t in person.terms)
