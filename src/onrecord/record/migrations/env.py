"""Run by Alembic: brings the ledger behind the connection it is given to the newest schema."""

from alembic import context

if hasattr(context, "config"):  # not where something merely imports this file, as doctest does
    context.configure(connection=context.config.attributes["connection"], transactional_ddl=True)
    context.run_migrations()
