"""Bytes -> Document: text files, HTML pages and JSON Lines, and the reasons why something could not be read."""

from __future__ import annotations

from onrecord.read.files import documents
from onrecord.read.reports import MAKER, document

__all__ = ["MAKER", "document", "documents"]
