"""Pairs of accounts that may concern one thing, found without comparing all with all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator
from datetime import date

from onrecord.data import Account, Event
from onrecord.weigh.accounts import Days, counts, days, owners, speakers

Key = tuple[str, str, str]


def pairs(accounts: Iterable[Account]) -> Iterator[tuple[Account, Account]]:
    """Each pair with one code, owner and counted thing whose days overlap, once, in the order of their ids.

    Of accounts that give the same number for the same days on the same word, only the first published is compared:
    forty papers that repeat a number are one side of a dispute.
    """
    blocks: dict[Key, dict[Hashable, tuple[Days, Account]]] = defaultdict(dict)
    for account in accounts:
        if when := days(account):
            for key, side in _sides(account):
                known = blocks[key].get((when, side))
                if known is None or _order(account) < _order(known[1]):
                    blocks[key][when, side] = (when, account)
    found: dict[tuple[str, str], tuple[Account, Account]] = {}
    for block in blocks.values():
        for one, other in _overlapping(list(block.values())):
            a, b = sorted((one, other), key=lambda account: account.finding.id)
            found[a.finding.id, b.finding.id] = (a, b)
    for ids in sorted(found):
        yield found[ids]


def _order(account: Account) -> tuple[str, str]:
    return account.head.published or "", account.finding.id


def _sides(account: Account) -> Iterator[tuple[Key, Hashable]]:
    """What each count of the account is compared under, and what it says there."""
    code = account.finding.code if isinstance(account.finding, Event) else ""
    status = account.finding.status if isinstance(account.finding, Event) else ""
    for held, quantity in counts(account):
        said = (quantity.low, quantity.high, quantity.approximate, quantity.scope, status, speakers(account))
        for owner in owners(account, held) or {""}:
            yield (code, owner, quantity.of or ""), said


def _overlapping(block: list[tuple[Days, Account]]) -> Iterator[tuple[Account, Account]]:
    """Pairs whose days overlap: a sweep over the starts, holding only the accounts that are still open."""
    open_now: list[tuple[date, Account]] = []
    for when, account in sorted(block, key=lambda row: (row[0].start, row[1].finding.id)):
        open_now = [(until, other) for until, other in open_now if until > when.start]
        for _, other in open_now:
            if other.finding.id != account.finding.id:
                yield other, account
        open_now.append((when.end, account))
