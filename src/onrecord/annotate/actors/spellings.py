"""Persons of the lists under other spellings of their names, and by the bare last name of who governs a country."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from onrecord.annotate.actors.books import Books, fold, last_names
from onrecord.annotate.actors.rows import Head, PersonRow
from onrecord.annotate.actors.sounds import distance, sound

# Letters that a word must have for its sound to tell it from others; the part of them that may be written otherwise.
LONG, OTHER = 5, 0.45
# How sure a bare last name is of who governs: of a country that the report names, or of any.
NAMED_LAND, ANY_LAND = 0.75, 0.6
# Years after an office in which a bare last name still means who held it; countries of namesakes that make it common.
YEARS, COMMON = 12, 3


class Spellings:
    """The listed persons by sound, and those who govern by their last names."""

    def __init__(self, books: Books, day: str | None, lands: frozenset[str]) -> None:
        self.books, self.day, self.lands = books, day, lands

    def person(self, words: Sequence[str], land: str | None) -> PersonRow | None:
        """The public person whose first and last names sound like those of `words`; None where several do."""
        if len(words) < 2 or len(words[0]) + len(words[-1]) < 2 * LONG:
            return None
        likely = self.books.sounding.get((sound(words[0]), sound(words[-1])), ())
        fits = [row for row in likely if land in (None, row.country) and self._near(words, row)]
        return fits[0] if len({row.name for row in fits}) == 1 else None

    def _near(self, words: Sequence[str], row: PersonRow) -> bool:
        names = [fold(n).split() for n in (row.name, *row.names)]
        middle = [w[0] for w in words[1:-1]]  # another middle name is another person
        names = [n for n in names if not middle or middle == [w[0] for w in n[1:-1]]]
        return any(_close(words[0], n[0]) and _close(words[-1], n[-1]) for n in names)

    def head(self, word: str, land: str | None, plain: bool) -> tuple[PersonRow, float] | None:
        """Who of that last name governs on the day of the report, or did, and how sure that is; of no day, whoever did.

        A `plain` word, which may be no name, must be of a country that the report names.
        """
        day, since = self.day or "9", f"{int(self.day[:4]) - YEARS}{self.day[4:]}" if self.day else ""
        rows = [t for t in self.books.heads.get(word) or self._sounding(word) if t[0] <= day]
        now = [t for t in rows if self.day is not None and (not t[1] or day < t[1])]
        here = self.lands if land is None else {land}
        if (row := _only(t for t in now if t[2].country in here)) is not None:
            return row, NAMED_LAND
        common = word in self.books.words.plain_names or len(self.books.namesakes.get(word, ())) > COMMON
        if land is not None or plain or common:
            return None
        recent = [t for t in rows if not t[1] or t[1] > since]
        told = [t for t in recent if t[2].country in here]
        row = _only(told or [t for t in recent if t[3] in self.books.words.prominent])
        return (row, ANY_LAND) if row is not None else None

    def _sounding(self, word: str) -> list[Head]:
        """The terms of heads of countries that the report names, whose last name sounds like `word`."""
        if len(word) < LONG - 1:
            return []
        rows = self.books.heads_sounding.get(sound(word), ())
        return [t for t in rows if t[2].country in self.lands and any(_close(word, n) for n in last_names(t[2]))]


def _only(terms: Iterable[Head]) -> PersonRow | None:
    """The one person whose terms these are."""
    rows = {t[2].name: t[2] for t in terms}
    return rows.popitem()[1] if len(rows) == 1 else None


def _close(one: str, other: str) -> bool:
    """Whether two words that sound alike are written alike enough: half of their letters stand at the same place."""
    return one[0] == other[0] or distance(one, other) <= OTHER * max(len(one), len(other))
