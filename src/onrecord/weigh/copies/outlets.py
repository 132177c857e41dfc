"""Outlets: the agencies that a report credits, and who owns whom, by the list that comes with the program.

A user's own list changes what `onrecord sources` shows, not how accounts are weighed: a ledger is weighed in the same
way whoever asks.
"""

from __future__ import annotations

from onrecord.codebooks.sources import CODEBOOK, Outlet, builtin
from onrecord.data import Document

__all__ = ["CODEBOOK", "Outlet", "credits", "outlet", "owner"]


def outlet(name: str) -> Outlet | None:
    """The outlet of that name, None for one that the codebook does not have."""
    return builtin().outlet(name)


def owner(name: str) -> str | None:
    """The family that owns the outlet of that name; None where it is its own or not known."""
    return builtin().owner(name)


def credits(document: Document) -> tuple[str, ...]:
    """The outlets that a report comes from or credits, by their usual names where they are known, in order."""
    return builtin().credits(document)
