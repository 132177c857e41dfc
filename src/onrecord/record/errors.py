"""What a ledger's file can be wrong with, said so that a person can act on it."""

from __future__ import annotations

import sqlite3
from pathlib import Path

LOCKED = ("locked", "busy")
DAMAGED = ("malformed", "not a database", "corrupt")


class LedgerError(Exception):
    """A ledger that cannot be used: `what` is wrong, `why` that happens, and what `todo` about it; one line as text."""

    def __init__(self, what: str, why: str, todo: str) -> None:
        super().__init__(f"{what}: {why}. {todo}.")
        self.what, self.why, self.todo = what, why, todo


def explained(path: Path, error: sqlite3.Error) -> LedgerError:
    """The LedgerError that says what SQLite's `error` on the ledger at `path` means to its user."""
    said = str(error)
    if any(word in said for word in LOCKED):
        return LedgerError(
            f"{path} is locked",
            "another program is writing to it",
            "Wait until that is done and try again; nothing was changed",
        )
    if any(word in said for word in DAMAGED):
        return LedgerError(
            f"{path} is damaged",
            f"SQLite says {said!r}",
            "Restore it from a copy, or make a new ledger from the reports; the file was left as it is",
        )
    return LedgerError(
        f"{path} could not be used",
        f"SQLite says {said!r}",
        "See that the disk has room and that you may read and write the file and its folder",
    )
