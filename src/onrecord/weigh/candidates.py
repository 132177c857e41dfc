"""Pairs of accounts that may concern one thing, found without comparing all with all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date

from onrecord.data import Account, Event
from onrecord.weigh.accounts import counts, days, owners

Key = tuple[str, str, str]


def pairs(accounts: Iterable[Account]) -> Iterator[tuple[Account, Account]]:
    """Each pair with one code, owner and counted thing whose days overlap, once, in the order of their ids."""
    blocks: dict[Key, list[tuple[date, date, Account]]] = defaultdict(list)
    for account in accounts:
        if when := days(account):
            for key in _keys(account):
                blocks[key].append((when.start, when.end, account))
    found: dict[tuple[str, str], tuple[Account, Account]] = {}
    for block in blocks.values():
        for one, other in _overlapping(block):
            a, b = sorted((one, other), key=lambda account: account.finding.id)
            found[a.finding.id, b.finding.id] = (a, b)
    for ids in sorted(found):
        yield found[ids]


def _keys(account: Account) -> set[Key]:
    code = account.finding.code if isinstance(account.finding, Event) else ""
    return {
        (code, owner, quantity.of or "")
        for held, quantity in counts(account)
        for owner in owners(account, held) or {""}
    }


def _overlapping(block: list[tuple[date, date, Account]]) -> Iterator[tuple[Account, Account]]:
    """Pairs whose days overlap: a sweep over the starts, holding only the accounts that are still open."""
    open_now: list[tuple[date, Account]] = []
    for start, end, account in sorted(block, key=lambda row: (row[0], row[2].finding.id)):
        open_now = [(until, other) for until, other in open_now if until > start]
        for _, other in open_now:
            if other.finding.id != account.finding.id:
                yield other, account
        open_now.append((end, account))
