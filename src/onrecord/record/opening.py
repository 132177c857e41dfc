"""A ledger's file: made whole or not at all, known by its header, checked and brought up to date on opening.

A new ledger is built in memory and put in place in one step, so that a run killed at any moment leaves none or a whole
one. A file that is not ours, or newer than this program, is never written to.
"""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import QueuePool, StaticPool

from onrecord.record import views
from onrecord.record.errors import LedgerError, explained
from onrecord.record.schema import APPLICATION, VERSION
from onrecord.record.views import View

MIGRATIONS = Path(__file__).parent / "migrations"
# Seconds that a writer waits for another one to finish its report.
PATIENCE = 5.0
HEADER = 72


def engine(path: Path, view: View | None = None) -> Engine:
    """The ledger at `path`, or a view of it, ready for use; raises LedgerError when it cannot be used or is none."""
    _recognise(path)
    opened = _engine(path, None)
    with opened.connect() as connection:
        version = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
    if version > VERSION:
        raise LedgerError(
            f"{path} is of version {version}",
            f"a newer onrecord made it; this one knows versions up to {VERSION}",
            "Update onrecord (pip install --upgrade onrecord); the file was left as it is",
        )
    if version < VERSION:
        with opened.execution_options(write=True).begin() as connection:
            migrate(connection)
    if view is None:
        return opened
    opened.dispose()
    return _engine(path, view)


def make(path: Path) -> None:
    """Puts an empty ledger at `path`; a file that is there already, made by whomever, stays."""
    if not path.parent.is_dir():
        raise LedgerError(f"{path} cannot be made", f"there is no folder {path.parent}", "Make the folder first")
    if (log := path.with_name(f"{path.name}-wal")).exists() and not path.exists():
        # SQLite would write what stands in it over the new ledger
        todo = f"Put the ledger back, or remove {log} and {path.name}-shm"
        raise LedgerError(f"{path} cannot be made", f"{log} is left of a ledger that is gone", todo)
    try:
        _put(_blank(), path)
    except OSError as error:
        why = error.strerror or str(error)
        raise LedgerError(f"{path} cannot be made", why, "See that you may write to its folder") from error


def check(path: Path, opened: Engine) -> None:
    """Raises LedgerError when SQLite finds the ledger damaged; reads the whole file, so only before writing to it."""
    with opened.connect() as connection:
        found = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar_one()
    if found != "ok":
        raise explained(path, sqlite3.DatabaseError(f"malformed: {' '.join(found.split())}"))


def migrate(connection: Connection) -> None:
    """Brings the ledger behind `connection` to the newest version, inside of its transaction."""
    from alembic import command  # half of what opening costs, and only a new or an old ledger needs it
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _recognise(path: Path) -> None:
    try:
        if not path.exists():
            todo = f"Make one: onrecord run SOURCES -o {path}"
            raise LedgerError(f"there is no ledger {path}", "nothing is there", todo)
        if not path.is_file():
            raise LedgerError(f"{path} is no ledger", "it is a folder or a device", "Name the ledger's file")
        with path.open("rb") as file:
            head = file.read(HEADER)
    except OSError as error:
        why = error.strerror or str(error)
        raise LedgerError(f"{path} cannot be read", why, "See that you may read the file") from error
    if head[:16] != b"SQLite format 3\0" or int.from_bytes(head[68:72], "big") != APPLICATION:
        why = "it is empty" if not head else "it is some other kind of file"
        raise LedgerError(f"{path} is no ledger", why, "Name another file; this one was left as it is")


def _engine(path: Path, view: View | None) -> Engine:
    made = create_engine("sqlite://", creator=lambda: _connection(path, view), poolclass=QueuePool)
    event.listen(made, "begin", _begin)
    event.listen(made, "handle_error", lambda context: _explained(path, context), retval=True)
    return made


def _connection(path: Path, view: View | None) -> sqlite3.Connection:
    """A connection on which SQLAlchemy alone begins transactions; read-only where file or folder may not be written."""
    uri = path.absolute().as_uri()
    closed = not os.access(path.parent, os.W_OK)  # SQLite then cannot put its files beside the ledger, even to read it
    if closed or not os.access(path, os.W_OK):
        lone = closed and not path.with_name(f"{path.name}-wal").exists()
        uri += "?mode=ro&immutable=1" if lone else "?mode=ro"
    connection = sqlite3.connect(uri, uri=True, timeout=PATIENCE, isolation_level=None, check_same_thread=False)
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("PRAGMA foreign_keys = ON")
    if view is not None:
        views.enter(connection, view)
    return connection


def _begin(connection: Connection) -> None:
    write = connection.get_execution_options().get("write", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")


def _explained(path: Path, context: Any) -> LedgerError | None:
    """What is raised in the place of SQLite's error; None leaves an error that is a mistake of ours as it is."""
    error = context.original_exception
    mistake = (sqlite3.IntegrityError, sqlite3.ProgrammingError, sqlite3.InterfaceError, sqlite3.DataError)
    theirs = isinstance(error, sqlite3.DatabaseError) and not isinstance(error, mistake)
    return explained(path, error) if theirs else None


def _blank() -> bytes:
    """The bytes of an empty ledger."""
    memory = sqlite3.connect(":memory:", isolation_level=None)
    built = create_engine("sqlite://", creator=lambda: memory, poolclass=StaticPool)
    event.listen(built, "begin", _begin)
    with built.begin() as connection:
        migrate(connection)
    blank = memory.serialize()
    built.dispose()
    return blank


def _put(content: bytes, path: Path) -> None:
    """Writes `content` beside `path`, then gives it that name in one step unless somebody else was faster."""
    made = path.with_name(f".{path.name}-{os.getpid()}")
    made.write_bytes(content)
    connection = sqlite3.connect(made)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.close()
    try:
        path.hardlink_to(made)
    except FileExistsError:
        pass
    except OSError:  # a file system that has no hard links
        if not path.exists():
            made.rename(path)
    made.unlink(missing_ok=True)
