"""Clusters as stretches of runs, and what is kept so that one more report is weighed without all others."""

from __future__ import annotations

from alembic import op

revision = "3"
down_revision = "2"

STATEMENTS = (
    "DROP TABLE clusters",
    """CREATE TABLE clusters (no INTEGER NOT NULL PRIMARY KEY, id TEXT NOT NULL, version TEXT NOT NULL,
       kind TEXT NOT NULL, row TEXT NOT NULL, since INTEGER NOT NULL REFERENCES runs (no),
       until INTEGER REFERENCES runs (no))""",
    "CREATE INDEX ix_clusters_id ON clusters (id)",
    """CREATE TABLE cluster_members (cluster INTEGER NOT NULL REFERENCES clusters (no), member TEXT NOT NULL,
       PRIMARY KEY (cluster, member)) WITHOUT ROWID""",
    "CREATE INDEX ix_cluster_members_member ON cluster_members (member)",
    "CREATE TABLE weighed_by (key TEXT NOT NULL PRIMARY KEY)",
    "CREATE TABLE unweighed (document INTEGER NOT NULL PRIMARY KEY REFERENCES documents (no))",
    "CREATE TABLE sketches (doc TEXT NOT NULL PRIMARY KEY, row BLOB NOT NULL, sources BLOB)",
    """CREATE TABLE shingles (hash INTEGER NOT NULL, "when" TEXT NOT NULL, doc TEXT NOT NULL,
       PRIMARY KEY (hash, "when", doc)) WITHOUT ROWID""",
    """CREATE TABLE taken_from (doc TEXT NOT NULL, source TEXT NOT NULL, PRIMARY KEY (doc, source)) WITHOUT ROWID""",
    "CREATE INDEX ix_taken_from_source ON taken_from (source)",
    """CREATE TABLE accounts (no INTEGER NOT NULL PRIMARY KEY, id TEXT NOT NULL, doc TEXT NOT NULL,
       day INTEGER NOT NULL, "order" TEXT NOT NULL, root TEXT, row BLOB NOT NULL)""",
    "CREATE INDEX ix_accounts_id ON accounts (id)",
    "CREATE INDEX ix_accounts_doc ON accounts (doc)",
    """CREATE TABLE account_keys (key INTEGER NOT NULL, day INTEGER NOT NULL,
       account INTEGER NOT NULL REFERENCES accounts (no), PRIMARY KEY (key, day, account)) WITHOUT ROWID""",
    "CREATE INDEX ix_account_keys_account ON account_keys (account)",
    "CREATE TABLE joined (a TEXT NOT NULL, b TEXT NOT NULL, PRIMARY KEY (a, b)) WITHOUT ROWID",
    "CREATE INDEX ix_joined_b ON joined (b)",
    "INSERT INTO unweighed SELECT no FROM documents",
    """CREATE TRIGGER document_added AFTER INSERT ON documents BEGIN
       INSERT OR IGNORE INTO unweighed VALUES (new.no); END""",
    """CREATE TRIGGER document_changed AFTER UPDATE ON documents BEGIN
       INSERT OR IGNORE INTO unweighed VALUES (new.no); END""",
    *(
        f"""CREATE TRIGGER {name}_{what} AFTER {event} ON {name} BEGIN
        INSERT OR IGNORE INTO unweighed VALUES (new.document); END"""
        for name in ("mentions", "statements", "events")
        for what, event in (("added", "INSERT"), ("changed", "UPDATE"))
    ),
)


def upgrade() -> None:
    """Makes the tables of clusters anew, and those of what is kept."""
    for statement in STATEMENTS:
        op.execute(statement)
    op.execute("PRAGMA user_version = 3")
