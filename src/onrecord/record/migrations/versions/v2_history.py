"""What a ledger held stays: rows as stretches of runs, the links' too, and what analysts judge."""

from __future__ import annotations

from typing import Any

import msgspec
import sqlalchemy as sa
from alembic import op

from onrecord.data import digest

revision = "2"
down_revision = "1"

FINDINGS = {
    "mentions": ("kind", "names"),
    "statements": ("stance", "words", "starts", "ends"),
    "events": ("code", "status", "starts", "ends"),
}
HEAD = ("no", "id", "version", "document", "start", "end")
TAIL = ("row", "by", "score", "since", "until")
TRIGGER = """CREATE TRIGGER quote_added AFTER INSERT ON statements BEGIN
       INSERT INTO quote_words (rowid, words) VALUES (new.no, new.words); END"""


def upgrade() -> None:
    """Rebuilds the tables of findings and links, and makes those of former heads and of judgements."""
    # no table may go while another refers to it
    for roles in ("statement_roles", "event_roles"):
        op.execute(f"CREATE TEMP TABLE kept_{roles} AS SELECT * FROM {roles}")
        op.drop_table(roles)
    for name, columns in FINDINGS.items():
        _rebuild(name, columns)
    op.execute(TRIGGER)
    for roles, finding in (("statement_roles", "statement"), ("event_roles", "event")):
        _roles(roles, finding)
        op.execute(f"INSERT INTO {roles} SELECT * FROM kept_{roles}")
        op.execute(f"DROP TABLE kept_{roles}")
    _links()
    _former_documents()
    _judgements()
    op.create_index("ix_documents_since", "documents", ["since"])
    op.execute("PRAGMA user_version = 2")


def _rebuild(name: str, columns: tuple[str, ...]) -> None:
    """Makes the table again: one finding may have several rows, each for a stretch of runs."""
    for index in (f"{name}_of_document", f"ix_{name}_starts", f"ix_{name}_code"):
        op.execute(f"DROP INDEX IF EXISTS {index}")
    op.execute(f"ALTER TABLE {name} RENAME TO old_{name}")
    op.create_table(
        name,
        _number("no", key=True),
        _text("id"),
        _text("version"),
        _number("document", "documents.no"),
        _number("start"),
        _number("end"),
        *(_text(c, null=c in ("starts", "ends"), index=c in ("starts", "code")) for c in columns),
        _text("row"),
        _text("by", "makers.key"),
        sa.Column("score", sa.Float(), nullable=False),
        *_stretch(),
    )
    every = ", ".join(f'"{c}"' for c in (*HEAD, *columns, *TAIL))
    op.execute(f"INSERT INTO {name} ({every}, aside) SELECT {every}, 0 FROM old_{name}")
    op.execute(f"DROP TABLE old_{name}")
    op.create_index(f"{name}_of_document", name, ["document", "start"])
    op.create_index(f"{name}_by_id", name, ["id"])


def _roles(name: str, finding: str) -> None:
    op.create_table(
        name,
        _number(finding, f"{finding}s.no", key=True),
        _text("role", key=True),
        _number("mention", "mentions.no", key=True),
        sqlite_with_rowid=False,
    )
    op.create_index(f"{name}_by_mention", name, ["mention", "role"])


def _links() -> None:
    """Makes the links again, as held since the last run: when each was found is not known."""
    connection = op.get_bind()
    last = connection.execute(sa.text("SELECT max(no) FROM runs")).scalar()
    held = connection.execute(sa.text('SELECT "row" FROM links ORDER BY no')).scalars().all()
    op.drop_table("links")
    op.create_table(
        "links",
        _number("no", key=True),
        _text("id", index=True),
        _text("version"),
        _text("a", index=True),
        _text("b", index=True),
        _text("relation"),
        _text("on"),
        _text("row"),
        *_stretch(),
    )
    put = sa.text(
        'INSERT INTO links (id, version, a, b, relation, "on", "row", since, aside) '
        "VALUES (:id, :version, :a, :b, :relation, :on, :row, :since, 0)"
    )
    for row in held if last is not None else ():
        k = msgspec.json.decode(row)
        key = (k["a"], k["b"], k["relation"], k["on"])
        said = {
            "id": digest("link", *key),
            "version": digest("link", *key, k["values"], k["why"]),
            **dict(zip(("a", "b", "relation", "on"), key, strict=True)),
        }
        connection.execute(put, said | {"row": row, "since": last})


def _former_documents() -> None:
    op.create_table(
        "former_documents",
        _number("document", "documents.no", key=True),
        _number("until", "runs.no", key=True),
        *(_text(name, null=True) for name in ("published", "publisher", "title", "url")),
        _text("row"),
        _text("by", "makers.key"),
        sqlite_with_rowid=False,
    )


def _judgements() -> None:
    op.create_table(
        "judgements",
        _number("no", key=True),
        _text("on", index=True),
        _text("version"),
        sa.Column("document", sa.Integer(), sa.ForeignKey("documents.no"), index=True),
        _text("author"),
        _text("verdict"),
        _text("row"),
        _number("since", "runs.no"),
    )


def _stretch() -> tuple[sa.Column[Any], ...]:
    return _number("since", "runs.no"), _number("until", "runs.no", null=True), _number("aside")


def _text(name: str, to: str = "", *, key: bool = False, null: bool = False, index: bool = False) -> sa.Column[Any]:
    refers = [sa.ForeignKey(to)] if to else []
    return sa.Column(name, sa.Text(), *refers, primary_key=key, nullable=null, index=index)


def _number(name: str, to: str = "", *, key: bool = False, null: bool = False) -> sa.Column[Any]:
    refers = [sa.ForeignKey(to)] if to else []
    return sa.Column(name, sa.Integer(), *refers, primary_key=key, nullable=null)
