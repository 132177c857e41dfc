"""What analysts said of occurrences: these accounts are of one, those are of two, whatever the machine finds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from onrecord.weigh.slots import Slots


class Ruling(NamedTuple):
    """A judgement on accounts by their ids: all of `one` are of one occurrence, or none of it with any of `other`."""

    one: tuple[str, ...]
    other: tuple[str, ...] = ()


class Ruled:
    """Rulings as they bear on the accounts at hand: given in order of time, the later of two that clash stands."""

    def __init__(self, told: Mapping[str, Slots], rulings: Sequence[Ruling]) -> None:
        self._sides: dict[str, set[tuple[int, bool]]] = defaultdict(set)
        self.homes: dict[str, list[Slots]] = {}
        # The last ruling first: an earlier one holds as far as it leaves the later ones standing.
        for n in reversed(range(len(rulings))):
            one, other = rulings[n]
            if other:
                for key in set(one) - set(other):
                    self._sides[key].add((n, True))
                for key in set(other):
                    self._sides[key].add((n, False))
            else:
                self._join([told[key] for key in sorted(set(one)) if key in told])

    def part(self, one: Iterable[Slots], other: Iterable[Slots]) -> bool:
        """Whether a ruling holds an account of the one apart from an account of the other."""
        if not self._sides:
            return False
        across = {(n, not side) for s in one for n, side in self._sides.get(s.id, ())}
        return bool(across) and any(not across.isdisjoint(self._sides.get(s.id, ())) for s in other)

    def _join(self, members: Sequence[Slots]) -> None:
        groups: list[list[Slots]] = []
        for s in members:
            mine = self.homes.setdefault(s.id, [s])
            if any(mine is group for group in groups):
                continue
            group = next((g for g in groups if not self.part(g, mine)), None)
            if group is None:
                groups.append(mine)
                continue
            group.extend(mine)
            for t in mine:
                self.homes[t.id] = group


def mates(rulings: Iterable[Ruling], ids: Collection[str]) -> set[str]:
    """The accounts that rulings join with one of these."""
    return {key for one, other in rulings if not other and not set(one).isdisjoint(ids) for key in one}
