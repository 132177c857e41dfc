"""What is wrong with a ledger's file is said clearly, and the file stays as it is."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from onrecord.record import Ledger, LedgerError, opening, schema
from tests.record.made import RUN, page


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "x.ledger"
    with Ledger(made, new=True) as ledger:
        ledger.add([page()], RUN)
    return made


def refused(path: Path, match: str, *, new: bool = False) -> None:
    """Asserts that the ledger cannot be used, for a reason in one line, and that nothing was written."""
    before = files(path)
    with pytest.raises(LedgerError, match=match) as caught, Ledger(path, new=new) as ledger:
        ledger.add([page("about 1,000", 1_000)], RUN)
    assert "\n" not in str(caught.value)
    assert all((caught.value.what, caught.value.why, caught.value.todo))
    assert files(path) == before


def files(path: Path) -> dict[str, bytes]:
    """The files beside `path`, without those that SQLite keeps while a ledger is open."""
    inside = (p for p in path.parent.iterdir() if p.is_file() and not p.name.endswith(("-wal", "-shm")))
    return {p.name: p.read_bytes() for p in inside}


def test_there_is_none(tmp_path: Path) -> None:
    refused(tmp_path / "none.ledger", "there is no ledger .* Make one: onrecord run")
    assert list(tmp_path.iterdir()) == []


def test_it_cannot_be_made_without_its_folder(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match="there is no folder"):
        Ledger(tmp_path / "no" / "x.ledger", new=True)


@pytest.mark.parametrize("new", [False, True])
@pytest.mark.parametrize("content", [b"", b"just a text\n", b"SQLite format 3\0" + bytes(2000)])
def test_it_is_no_ledger(tmp_path: Path, content: bytes, new: bool) -> None:
    (tmp_path / "x").write_bytes(content)
    refused(tmp_path / "x", "is no ledger", new=new)


def test_it_is_a_folder(tmp_path: Path) -> None:
    refused(tmp_path, "a folder")


def test_it_is_another_database(tmp_path: Path) -> None:
    other = sqlite3.connect(tmp_path / "x.db")
    other.execute("CREATE TABLE events (no)")
    other.commit()
    other.close()
    refused(tmp_path / "x.db", "some other kind of file", new=True)


def test_it_is_newer(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute(f"PRAGMA user_version = {schema.VERSION + 1}")
    connection.close()
    refused(path, "a newer onrecord made it.*Update onrecord")


def test_it_is_locked(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "PATIENCE", 0.1)
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    with Ledger(path) as ledger:
        assert len(list(ledger.events())) == 2  # readers do not wait for a writer
    refused(path, "is locked: another program is writing")
    connection.rollback()
    connection.close()


@pytest.mark.parametrize("at", [4096, 20_000, 60_000])
def test_it_is_damaged(path: Path, at: int) -> None:
    whole = path.read_bytes()
    path.write_bytes(whole[:at] + b"\xff" * 8192 + whole[at + 8192 :])
    refused(path, "is damaged", new=True)


def test_it_is_cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:30_000])
    refused(path, "is damaged", new=True)


def test_a_damaged_ledger_is_said_to_be_so_while_it_is_read(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:8_000] + b"\xff" * 200_000)
    with pytest.raises(LedgerError, match="is damaged"), Ledger(path) as ledger:
        list(ledger.events())


def test_a_file_that_is_there_stays_when_two_make_it(path: Path) -> None:
    before = path.read_bytes()
    opening.make(path)
    assert path.read_bytes() == before
    assert [p.name for p in path.parent.iterdir()] == [path.name]


def test_the_migrations_make_the_schema(path: Path) -> None:
    with opening.engine(path).connect() as connection:
        version = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar_one()
        differences = compare_metadata(MigrationContext.configure(connection), schema.metadata)
        settings = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys", "user_version")
        }
    assert version == str(schema.VERSION)
    unexpected = [d for d in differences if not (d[0] == "remove_table" and "_words" in d[1].name)]
    assert unexpected == []
    assert settings == {"journal_mode": "wal", "synchronous": 1, "foreign_keys": 1, "user_version": schema.VERSION}


def test_an_older_ledger_is_brought_up_to_date(tmp_path: Path) -> None:
    path = tmp_path / "old.ledger"
    connection = sqlite3.connect(path)
    connection.execute(f"PRAGMA application_id = {schema.APPLICATION}")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.close()
    with Ledger(path) as ledger:
        assert ledger.counts()["documents"] == 0


def test_a_ledger_that_may_not_be_written_can_be_read(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening.os, "access", lambda *_: False)
    with Ledger(path) as ledger:
        assert len(list(ledger.events())) == 2
        with pytest.raises(LedgerError, match="readonly"):
            ledger.add([page("about 1,000", 1_000)], RUN)


def test_a_folder_that_may_not_be_written_is_enough_to_read_only(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening.os, "access", lambda asked, _: asked == path)
    with Ledger(path) as ledger:
        assert len(list(ledger.events())) == 2
        with pytest.raises(LedgerError, match="readonly"):
            ledger.add([page("about 1,000", 1_000)], RUN)


def test_it_is_deleted_while_it_is_open(path: Path) -> None:
    with Ledger(path) as ledger:
        path.unlink()
        with pytest.raises(LedgerError, match="is gone"):
            ledger.add([page("about 1,000", 1_000)], RUN)


def test_none_is_made_beside_the_log_of_another(path: Path) -> None:
    log = path.with_name(f"{path.name}-wal")
    log.write_bytes(b"frames")
    path.unlink()
    with pytest.raises(LedgerError, match="is left of a ledger that is gone"):
        Ledger(path, new=True)
    assert (path.exists(), log.read_bytes()) == (False, b"frames")
