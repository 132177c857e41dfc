"""The first ledger: reports, findings with their roles, who made them, links, refusals, and the words to search."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "1"
down_revision = None

APPLICATION = 0x4F6E5265
WORDS = "tokenize = 'porter unicode61 remove_diacritics 2'"

# Full-text tables hold no text of their own: they read it from `content`, which triggers keep them in step with.
SEARCH = (
    """CREATE VIEW report_texts AS
       SELECT no, title, json_extract("row", '$.text') AS text FROM documents""",
    f"CREATE VIRTUAL TABLE report_words USING fts5(title, text, content='report_texts', content_rowid='no', {WORDS})",
    """CREATE TRIGGER report_added AFTER INSERT ON documents BEGIN
       INSERT INTO report_words (rowid, title, text)
       VALUES (new.no, new.title, json_extract(new."row", '$.text')); END""",
    """CREATE TRIGGER report_changed AFTER UPDATE ON documents BEGIN
       INSERT INTO report_words (report_words, rowid, title, text)
       VALUES ('delete', old.no, old.title, json_extract(old."row", '$.text'));
       INSERT INTO report_words (rowid, title, text)
       VALUES (new.no, new.title, json_extract(new."row", '$.text')); END""",
    f"CREATE VIRTUAL TABLE quote_words USING fts5(words, content='statements', content_rowid='no', {WORDS})",
    """CREATE TRIGGER quote_added AFTER INSERT ON statements BEGIN
       INSERT INTO quote_words (rowid, words) VALUES (new.no, new.words); END""",
)


def upgrade() -> None:
    """Makes the tables, the full-text tables, and the marks in the file's header."""
    _makers_and_reports()
    _finding("mentions", _text("kind"), _text("names"))
    _finding("statements", _text("stance"), _text("words"), *_days())
    _finding("events", _text("code", index=True), _text("status"), *_days())
    _roles("statement_roles", "statement")
    _roles("event_roles", "event")
    _links_and_refusals()
    for statement in (*SEARCH, f"PRAGMA application_id = {APPLICATION}", "PRAGMA user_version = 1"):
        op.execute(statement)


def _makers_and_reports() -> None:
    op.create_table("makers", _text("key", key=True), _text("row"))
    op.create_table("runs", _number("no", key=True), _text("id", unique=True), _text("at"), _number("added"))
    op.create_table(
        "run_makers",
        _number("run", "runs.no", key=True),
        _text("maker", "makers.key", key=True),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "documents",
        _number("no", key=True),
        _text("id", unique=True),
        _text("published", null=True, index=True),
        _text("publisher", null=True, index=True),
        _text("title", null=True),
        _text("url", null=True, index=True),
        _text("row"),
        _text("by", "makers.key"),
        _number("since", "runs.no"),
    )
    op.create_table(
        "seen", _text("raw", key=True), _number("document", "documents.no", key=True), sqlite_with_rowid=False
    )


def _finding(name: str, *columns: sa.Column[Any]) -> None:
    op.create_table(
        name,
        _number("no", key=True),
        _text("id"),
        _text("version"),
        _number("document", "documents.no"),
        _number("start"),
        _number("end"),
        *columns,
        _text("row"),
        _text("by", "makers.key"),
        sa.Column("score", sa.Float(), nullable=False),
        _number("since", "runs.no"),
        _number("until", "runs.no", null=True),
        sa.UniqueConstraint("id", "version"),
    )
    op.create_index(f"{name}_of_document", name, ["document", "start"])


def _roles(name: str, finding: str) -> None:
    op.create_table(
        name,
        _number(finding, f"{finding}s.no", key=True),
        _text("role", key=True),
        _number("mention", "mentions.no", key=True),
        sqlite_with_rowid=False,
    )
    op.create_index(f"{name}_by_mention", name, ["mention", "role"])


def _links_and_refusals() -> None:
    op.create_table(
        "links",
        _number("no", key=True),
        _text("a", index=True),
        _text("b", index=True),
        _text("relation"),
        _text("on"),
        _text("row"),
        sa.UniqueConstraint("a", "b", "relation", "on"),
    )
    op.create_table("clusters", _text("id", key=True), _text("row"))
    op.create_table(
        "refused",
        _number("no", key=True),
        _text("source"),
        _text("reason"),
        _text("sha256", null=True),
        _number("since", "runs.no"),
    )
    op.create_index("refused_once", "refused", ["source", "reason"])


def _days() -> tuple[sa.Column[Any], ...]:
    return _text("starts", null=True, index=True), _text("ends", null=True)


def _text(
    name: str, to: str = "", *, key: bool = False, null: bool = False, index: bool = False, unique: bool = False
) -> sa.Column[Any]:
    refers = [sa.ForeignKey(to)] if to else []
    return sa.Column(name, sa.Text(), *refers, primary_key=key, nullable=null, index=index, unique=unique)


def _number(name: str, to: str = "", *, key: bool = False, null: bool = False) -> sa.Column[Any]:
    refers = [sa.ForeignKey(to)] if to else []
    return sa.Column(name, sa.Integer(), *refers, primary_key=key, nullable=null)
