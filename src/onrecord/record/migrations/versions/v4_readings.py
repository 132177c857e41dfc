"""Which run last read each report."""

from __future__ import annotations

from alembic import op

revision = "4"
down_revision = "3"

# Of a ledger of before: the last run, no analyst's, from which on a row of the report holds.
ROWS = " UNION ALL ".join(f"SELECT document, since FROM {name}" for name in ("mentions", "statements", "events"))
STATEMENTS = (
    """CREATE TABLE readings (document INTEGER NOT NULL PRIMARY KEY REFERENCES documents (no),
       run INTEGER NOT NULL REFERENCES runs (no))""",
    f"""INSERT INTO readings SELECT d.no, max(r.since) FROM ({ROWS}) r JOIN documents d ON d.no = r.document
        WHERE r.since > d.since AND r.since NOT IN (SELECT run FROM run_makers WHERE maker LIKE 'analyst-%')
        GROUP BY d.no""",
)


def upgrade() -> None:
    """Makes the table of readings, with what the rows tell of them."""
    for statement in STATEMENTS:
        op.execute(statement)
    op.execute("PRAGMA user_version = 4")
