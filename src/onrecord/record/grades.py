"""What analysts hold of outlets and accounts, as grades of the Admiralty code: reliability A-F, credibility 1-6.

A grade stands beside an account and is never used as truth: no row, score, link, origin or order depends on one. Grades
are judgements on "source:NAME" or on a finding's id; of each author the latest counts.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from typing import Any, NamedTuple

from sqlalchemy import Connection, func, select

from onrecord.codebooks.sources import Outlets, builtin
from onrecord.data import Document, Judgement
from onrecord.record.schema import documents

# What stands before an outlet's name where a judgement names it.
SOURCE = "source:"
RELIABILITY = {
    "A": "completely reliable", "B": "usually reliable", "C": "fairly reliable", "D": "not usually reliable",
    "E": "unreliable", "F": "reliability cannot be judged",
}  # fmt: skip
CREDIBILITY = {
    "1": "confirmed by other sources", "2": "probably true", "3": "possibly true", "4": "doubtful", "5": "improbable",
    "6": "truth cannot be judged",
}  # fmt: skip


class Graded(NamedTuple):
    """A grade and what it is of: an outlet by its usual name, None for the account itself."""

    outlet: str | None
    judgement: Judgement

    @property
    def grade(self) -> str:
        """Letter and figure, or one of them."""
        return str(self.judgement.correction.get("grade", ""))

    def line(self) -> str:
        """In words, as it is read after "graded"."""
        of = f" ({self.outlet})" if self.outlet else ""
        return f"{self.grade} by {self.judgement.author}{of}: {self.judgement.reason}"

    def row(self) -> dict[str, Any]:
        """The same as built-in types."""
        j = self.judgement
        return {"outlet": self.outlet, "grade": self.grade, "author": j.author, "reason": j.reason, "at": j.at}


class Grades:
    """The grades of a ledger, to be looked up by report and by account."""

    def __init__(self, told: Iterable[Judgement], book: Outlets | None = None) -> None:
        self._book = book or builtin()
        self._outlets: dict[str, dict[str, tuple[int, Judgement]]] = defaultdict(dict)
        self._rows: dict[str, dict[str, Judgement]] = defaultdict(dict)
        for order, said in enumerate(j for j in told if j.verdict == "grade"):
            key = said.on[0]
            if not key.startswith(SOURCE):
                self._rows[key][said.author] = said
                continue
            more = said.correction.get("names", ())
            for name in (key.removeprefix(SOURCE), *((more,) if isinstance(more, str) else more)):
                self._outlets[_form(name)][said.author] = (order, said)

    def of_outlet(self, *names: str) -> list[Graded]:
        """The grades of the outlet that has these names, by author."""
        held = [one for form in dict.fromkeys(map(_form, names)) for one in self._outlets.get(form, {}).values()]
        latest = {said.author: said for _, said in sorted(held, key=lambda one: one[0])}
        return [Graded(names[0], latest[author]) for author in sorted(latest)]

    def of_report(self, document: Document) -> list[Graded]:
        """The grades of the outlets that a report is from or credits, by outlet and author."""
        if not self._outlets:
            return []
        return [one for name in self._book.credits(document) for one in self.of_outlet(name)]

    def of_row(self, key: str) -> list[Graded]:
        """The grades of the account with that id, by author."""
        held = self._rows.get(key, {})
        return [Graded(None, held[author]) for author in sorted(held)]


def latest(told: Iterable[Judgement]) -> Iterator[Judgement]:
    """Of each author the latest grade of each outlet and account."""
    yield from {(j.on[0], j.author): j for j in told if j.verdict == "grade"}.values()


def checked(given: str, *, account: bool) -> str:
    """`given` as a grade: of an account a figure, of an outlet a letter, with a figure or without.

    Raises ValueError for what is none.

    >>> checked(" b2", account=False), checked("D", account=False), checked("3", account=True)
    ('B2', 'D', '3')
    """
    grade = given.strip().upper()
    if account and grade not in CREDIBILITY:
        raise ValueError(f"{given!r} is no grade of an account: give its credibility, 1 to 6 ({_told(CREDIBILITY)})")
    if not account and not re.fullmatch("[A-F][1-6]?", grade):
        todo = f"reliability, A to F ({_told(RELIABILITY)}), and if you like credibility, 1 to 6, as B2"
        raise ValueError(f"{given!r} is no grade of an outlet: give its {todo}")
    return grade


def meaning(grade: str) -> str:
    """A grade in words.

    >>> meaning("B2")
    'usually reliable; probably true'
    """
    return "; ".join((RELIABILITY | CREDIBILITY)[sign] for sign in grade)


def outlet(connection: Connection, name: str, book: Outlets) -> tuple[str, tuple[str, ...]]:
    """The usual name of the outlet `name`, and those of its names that the program's own list does not lead there.

    Raises KeyError, with names that are near, for one that neither a list nor any report has.
    """
    if found := book.outlet(name):
        forms = dict.fromkeys((found.name, *found.names))
        return found.name, tuple(f for f in forms if _form(f) != _form(found.name))
    agency = func.json_extract(documents.c.row, "$.agency")
    named = [*connection.execute(select(documents.c.publisher).distinct()).scalars()]
    named += connection.execute(select(agency).distinct()).scalars()
    held = {n.strip().casefold(): n.strip() for n in sorted({n for n in named if n and n.strip()}, reverse=True)}
    plain = name.strip().casefold()
    for form in (plain, plain.removeprefix("the "), f"the {plain}"):
        if form in held:
            return held[form], ()
    known = {n.casefold(): n for n in book.names()} | held
    near = [known[n] for n in get_close_matches(plain, known, n=3)]
    todo = f"did you mean {' or '.join(near)}?" if near else "see those that there are: onrecord sources LEDGER"
    raise KeyError(f"no report is from {name.strip()!r} or credits it, and no list has it; {todo}")


def _form(name: str) -> str:
    """A name of an outlet for comparing."""
    return builtin().usual(name).casefold()


def _told(signs: dict[str, str]) -> str:
    return ", ".join(f"{sign} {words}" for sign, words in signs.items())
