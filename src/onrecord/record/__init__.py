"""Findings -> a ledger."""

from onrecord.record.errors import LedgerError
from onrecord.record.ledger import Ledger
from onrecord.record.search import Hit

__all__ = ["Hit", "Ledger", "LedgerError"]
