"""Words in the texts and quotes of a ledger, by SQLite's full-text search."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec
from sqlalchemy import Connection, text

from onrecord.data import Record, Statement

# A phrase in quotation marks, or a word.
TERM = re.compile(r'"([^"]*)"|(\S+)')

REPORTS = text("""
    SELECT documents.id, NULL, snippet(report_words, -1, '[', ']', '…', 32) AS words
    FROM report_words JOIN documents ON documents.no = report_words.rowid
    WHERE report_words MATCH :query ORDER BY rank, documents.id LIMIT :most""")
QUOTES = text("""
    SELECT documents.id, statements."row", snippet(quote_words, -1, '[', ']', '…', 32) AS words
    FROM quote_words JOIN statements ON statements.no = quote_words.rowid
    JOIN documents ON documents.no = statements.document
    WHERE quote_words MATCH :query AND statements.until IS NULL
    ORDER BY rank, documents.published, statements.id LIMIT :most""")


class Hit(Record, frozen=True, kw_only=True):
    """Where the words of a search stand: the report's id, the Statement where somebody said them, and a snippet.

    `snippet` has each word that was found in square brackets.
    """

    doc: str
    statement: Statement | None = None
    snippet: str


def search(connection: Connection, words: str, most: int) -> Iterator[Hit]:
    """Reports that hold all of `words`, then statements that do, the best first, at most `most` of each.

    A phrase stands in quotation marks, a word's beginning before `*`; raises ValueError when no word is given.
    """
    query = expression(words)
    for kind in (REPORTS, QUOTES):
        for doc, row, snippet in connection.execute(kind, {"query": query, "most": most}):
            said = msgspec.json.decode(row, type=Statement) if row else None
            yield Hit(doc=doc, statement=said, snippet=snippet)


def expression(words: str) -> str:
    """`words` as a full-text expression in which nothing but a closing `*` is read as a command.

    >>> expression('NATO "red line" troop*')
    '"NATO" "red line" "troop"*'
    """
    terms = [phrase or word for phrase, word in TERM.findall(words.replace("\0", " "))]
    said = [t for t in terms if any(c.isalnum() for c in t)]
    if not said:
        raise ValueError(f"{words!r} holds no word to search for")
    return " ".join('"' + t.rstrip("*").replace('"', "") + '"' + ("*" if t.endswith("*") else "") for t in said)
