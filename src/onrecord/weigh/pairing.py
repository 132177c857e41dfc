"""The pairs that are held against each other, as they come and go with the accounts of a ledger.

Each account is held against the next few of each block (`candidates.pairs`). So one that comes or goes moves the list
of those before it in its blocks, and of no others.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from onrecord.weigh.candidates import AHEAD, Key, ahead, keys, may_concern, window
from onrecord.weigh.slots import Slots

Block = Callable[[Key, int, int], Iterable[Slots]]
Pair = tuple[str, str]


class Moved(NamedTuple):
    """Pairs by their ids, the earlier account first: those that a block gives now, and those that one gives no more.

    Among the first are all with an account that came, and some that another block gave before.
    """

    met: dict[Pair, tuple[Slots, Slots]]
    parted: dict[Pair, tuple[Slots, Slots]]


def moved(gone: Iterable[Slots], came: Iterable[Slots], block: Block) -> Moved:
    """What pairs come and go with these accounts; `block` gives the accounts after it. No pair of `gone` is told."""
    old, new = {s.id: s for s in gone}, {s.id: s for s in came}
    touched: dict[Key, list[Slots]] = defaultdict(list)
    for s in (*old.values(), *new.values()):
        for key in set(keys(s)):
            touched[key].append(s)
    found = Moved({}, {})
    for key in sorted(touched):
        for stretch in _stretches(touched[key], window(key)):
            first, last = stretch[0].number - window(key), stretch[-1].number + window(key)
            after = sorted(block(key, first, last), key=lambda s: s.order)
            before = [s for s in after if s.id not in new] + [s for s in stretch if old.get(s.id) is s]
            before.sort(key=lambda s: s.order)
            _compare(before, after, stretch, window(key), found)
    for pair in found.met:
        found.parted.pop(pair, None)
    return found


def _compare(before: list[Slots], after: list[Slots], stretch: list[Slots], days: int, found: Moved) -> None:
    """Puts what a block gives and gave for each account that one of `stretch` may have moved."""
    changed = {s.id for s in stretch}
    orders = sorted(s.order for s in stretch)
    was = {s.id: n for n, s in enumerate(before)}
    for n, one in enumerate(after):
        if one.id in changed:
            found.met.update({(one.id, other.id): (one, other) for other in ahead(after, n, days)})
            continue
        at = bisect_right(orders, one.order)
        if at == len(orders) or not (len(orders) > AHEAD or any(_reaches(one, other, days) for other in stretch)):
            continue
        few = ahead(after, n, days)
        if len(few) == AHEAD and few[-1].order < orders[at]:
            continue  # they all stand before the first that comes or goes
        now = {other.id: other for other in few}
        then = {other.id: other for other in ahead(before, was[one.id], days)}
        for key in now.keys() - (then.keys() - changed):
            found.met[one.id, key] = one, now[key]
        for key in then.keys() - now.keys() - changed:
            found.parted[one.id, key] = one, then[key]


def paired(one: Slots, other: Slots, block: Block) -> bool:
    """Whether a block gives the pair; `one` is the earlier."""
    for key in sorted(set(keys(one)) & set(keys(other))):
        near = sorted(block(key, one.number, other.number), key=lambda s: s.order)
        at = next((n for n, s in enumerate(near) if s.id == one.id), len(near))
        if at < len(near) and any(s.id == other.id for s in ahead(near, at, window(key))):
            return True
    return False


def _stretches(changed: Iterable[Slots], days: int) -> Iterator[list[Slots]]:
    """Accounts that come or go, by their days: those whose windows meet together."""
    stretch: list[Slots] = []
    for s in sorted(changed, key=lambda s: (s.number, s.order)):
        if stretch and s.number - stretch[-1].number > 2 * days:
            yield stretch
            stretch = []
        stretch.append(s)
    if stretch:
        yield stretch


def _reaches(one: Slots, other: Slots, days: int) -> bool:
    """Whether an account may be held against a later one."""
    near = one.order < other.order and other.number - one.number <= days
    return near and one.doc != other.doc and may_concern(one, other)
