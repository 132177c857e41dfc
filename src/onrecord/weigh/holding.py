"""What the weighing of a growing ledger is told, and what it asks for."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple, Protocol

from onrecord.data import Cluster, Link
from onrecord.weigh.candidates import Key
from onrecord.weigh.series import Key as SeriesKey
from onrecord.weigh.slots import Slots

NONE: Mapping[str, str] = MappingProxyType({})


class Change(NamedTuple):
    """A report before and after: all its accounts, and for the id of each that is a copy the id of its root's account.

    There must be one, and one only, for each report whose accounts or roots are others than before, and for each that
    has as a root one whose accounts are: its copies may be others now.
    """

    doc: str
    old: tuple[Slots, ...] = ()
    new: tuple[Slots, ...] = ()
    was: Mapping[str, str] = NONE
    now: Mapping[str, str] = NONE


class Held(Protocol):
    """What a ledger holds: accounts, keys and roots as they are after the changes; all else as it was before them.

    What is asked for and is not there is left out; no order is needed.
    """

    def block(self, key: Key, first: int, last: int) -> Iterable[Slots]:
        """The accounts that are no copies under one of their `keys`, with `first <= number <= last`."""

    def counted(self, key: SeriesKey) -> Iterable[Slots]:
        """The accounts, copies too, that `series.keyed` gives under a key."""

    def accounts(self, ids: Collection[str]) -> Mapping[str, Slots]:
        """The accounts, copies too, of these ids."""

    def roots(self, docs: Collection[str]) -> Mapping[str, Sequence[str]]:
        """For each of these reports that is a copy the reports that its text is from, as `roots` gives them."""

    def links(self, ids: Collection[str]) -> Iterable[Link]:
        """The links that lead from or to one of these accounts, as they were before the changes."""

    def joined(self, ids: Collection[str]) -> Iterable[tuple[str, str]]:
        """The pairs of one occurrence (`Weighed.joined`) with one of these accounts, as before the changes."""

    def clusters(self, ids: Collection[str]) -> Iterable[Cluster]:
        """The clusters of both kinds that hold one of these accounts, as they were before the changes."""
