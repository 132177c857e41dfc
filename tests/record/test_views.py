"""A ledger as it stood: what had been published by a day, and what it had recorded by one."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from alembic import command
from alembic.config import Config
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import create_engine, text
from typer.testing import CliRunner, Result

from onrecord.cli import app
from onrecord.data import Event, Run
from onrecord.record import Ledger, LedgerError, opening, schema, views
from onrecord.record.export import jsonl
from onrecord.record.views import instant
from tests.record.made import HAND, RUN, dispute, page, rival

FIRST, SECOND, THIRD, LAST = (
    msgspec.structs.replace(RUN, id=f"run-{n}", at=f"2026-01-0{n}T12:00:00+00:00") for n in range(1, 5)
)
URL = "https://example.org/a"


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger(tmp_path / "x.ledger", new=True) as opened:
        yield opened


def call(*words: object) -> Result:
    return CliRunner().invoke(app, [str(w) for w in words])


def weighed(ledger: Ledger, by: Run = SECOND) -> int:
    """Puts in the one dispute that the made reports have, where both its rows are held."""
    held = {e.id for e in ledger.events()}
    return ledger.put_links([k for k in (dispute(),) if {k.a, k.b} <= held], (HAND,), by)


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("2021-12-03", "2021-12-03T23:59:59"),
        ("2021-12-03T12:00Z", "2021-12-03T12:00:00"),
        ("2021-12-03T12:00", "2021-12-03T12:00:00"),
        ("2021-12-03T00:30+02:00", "2021-12-02T22:30:00"),
    ],
)
def test_an_instant_is_one_of_utc_and_a_day_its_end(given: str, meant: str) -> None:
    assert instant(given) == meant


@pytest.mark.parametrize("given", ["", "Friday", "2021-13-01", "2021-W48", "0001-01-01T00:00+14:00", "2021-12-03 x"])
def test_what_is_no_instant_is_a_value_error(given: str) -> None:
    with pytest.raises(ValueError, match="is no day or instant"):
        instant(given)


@given(st.text(max_size=30))
def test_any_words_for_an_instant_are_read_or_refused(given: str) -> None:
    try:
        assert views.DAY.match(instant(given))
    except ValueError as error:
        assert "is no day or instant" in str(error)


@pytest.mark.parametrize(
    ("when", "reports"),
    [
        ("2021-11-29", 0),
        ("2021-11-30T00:00Z", 1),  # a report without an hour counts from the start of its day
        ("2021-12-02T06:59Z", 1),
        ("2021-12-02T07:00Z", 2),
        ("2021-12-02", 2),
        ("2100-01-01", 2),
    ],
)
def test_published_is_what_was_published_by_then(ledger: Ledger, when: str, reports: int) -> None:
    ledger.add([page(), page("about 5", 5, published=None), rival(published="2021-12-02T09:00:00+02:00")], LAST)
    with ledger.as_of(when) as then:
        assert then.counts()["documents"] == reports
        assert then.counts()["events"] == 2 * reports
        assert len(list(then.events(actor="Orvania"))) == reports
        assert len(list(then.events(code="COERCE"))) == reports
        assert len(list(then.search("crossing"))) == reports
        assert len(list(then.statements())) == reports
    assert ledger.undated() == 1
    assert ledger.counts()["documents"] == 3


def test_an_old_report_that_arrives_late_changes_the_past_of_what_was_published_alone(ledger: Ledger) -> None:
    ledger.add([rival()], FIRST)
    before = {view: exported(ledger, view) for view in ("published", "recorded")}
    ledger.add([page()], THIRD)
    assert exported(ledger, "recorded") == before["recorded"]
    assert set(exported(ledger, "published")) > set(before["published"])


def exported(ledger: Ledger, view: str) -> list[str]:
    when = {"published": "2021-11-30", "recorded": "2026-01-02"}[view]
    with ledger.as_of(when, view) as then:  # type: ignore[arg-type]
        return list(jsonl(then))


def test_a_dispute_is_there_when_both_its_rows_are(ledger: Ledger) -> None:
    ledger.add([page()], FIRST)
    ledger.add([rival(published="2021-11-30T18:00:00+00:00")], SECOND)
    assert weighed(ledger, SECOND) == 1
    for when, view, disputes in (
        ("2021-11-30T12:00Z", "published", 0),
        ("2021-11-30", "published", 1),
        ("2026-01-01", "recorded", 0),
        ("2026-01-02", "recorded", 1),
    ):
        with ledger.as_of(when, view) as then:  # type: ignore[arg-type]
            assert (len(then.disputes()), len(list(then.links()))) == (2 * disputes, disputes), when


def test_a_dispute_that_no_longer_holds_was_one(ledger: Ledger) -> None:
    ledger.add([page(), rival()], FIRST)
    weighed(ledger, FIRST)
    ledger.put_links([], run=SECOND)
    assert ledger.disputes() == {}
    with ledger.as_of("2026-01-01", "recorded") as then:
        assert len(then.disputes()) == 2
    weighed(ledger, THIRD)
    with ledger.as_of("2026-01-02T12:00Z", "recorded") as then:
        assert then.disputes() == {}
    assert len(ledger.disputes()) == 2
    weighed(ledger, LAST)
    assert [r.id for r in ledger.runs()] == ["run-1", "run-2", "run-3"]


def test_a_new_reading_supersedes_and_never_erases(ledger: Ledger) -> None:
    put = page()
    ledger.add([put], FIRST)
    better = Event.at(put.events[0].span, "MOBILIZE", actors=[], mode="troops", by=HAND.key, score=0.9)
    ledger.add([msgspec.structs.replace(put, events=(better,))], SECOND)
    ledger.add([put], THIRD)
    for number, orvania, events in ((1, 1, put.events), (2, 0, (better,)), (3, 1, put.events)):
        with ledger.after(number) as then, ledger.as_of(f"2026-01-0{number}", "recorded") as by_day:
            for each in (then, by_day):
                assert tuple(each.events()) == events
                assert len(list(each.events(actor="Orvania", place="Selm"))) == orvania
                assert each.page(put.document.id).events == events


def test_what_a_row_scored_then_is_what_it_scored(ledger: Ledger) -> None:
    put = page()
    ledger.add([put], FIRST)
    surer = msgspec.structs.replace(put.events[0], score=0.95)
    ledger.add([msgspec.structs.replace(put, events=(surer, put.events[1]))], SECOND)
    assert [e.score for e in ledger.events()] == [0.95, 0.8]
    with ledger.after("run-1") as then:
        assert [e.score for e in then.events()] == [0.8, 0.8]
        assert len(list(then.events(least_score=0.9))) == 0
    assert len(list(ledger.events(least_score=0.9, actor="Orvania"))) == 1


def test_another_speaker_of_the_same_event_is_found_from_then_on(ledger: Ledger) -> None:
    put = page()
    ledger.add([put], FIRST)
    nobody = msgspec.structs.replace(put.statements[0], speakers=(), via=(), version="other")
    ledger.add([msgspec.structs.replace(put, statements=(nobody,))], SECOND)
    assert list(ledger.events(speaker="Brandt")) == []
    with ledger.after("run-1") as then:
        assert list(then.events(speaker="Brandt")) == [put.events[0]]


def test_a_report_had_the_head_that_it_had(ledger: Ledger) -> None:
    late, early = page(url=URL, published="2021-12-05"), page(url=URL, published="2021-12-01")
    assert late.document.id == early.document.id
    for put, by in ((late, FIRST), (early, SECOND), (late, THIRD)):
        ledger.add([put], by)
    heads = []
    for number in (1, 2, 3):
        with ledger.after(number) as then:
            heads += [d.published for d in then.documents()]
            assert then.page(late.document.id).document.published == heads[-1]
            assert len(list(then.events(publisher="Morning"))) == 2
    assert heads == ["2021-12-05", "2021-12-01", "2021-12-05"]


def test_what_replaces_what_is_told_of_the_reports_of_the_view(ledger: Ledger) -> None:
    old, middle, new = (
        page(f"about {n}", n, url=URL, published=f"2021-12-0{day}") for n, day in ((1, 1), (2, 2), (3, 3))
    )
    ledger.add([old], FIRST)
    ledger.add([new], SECOND)
    ledger.add([middle], THIRD)
    ledger.settle()
    assert {d.id: d.replaces for d in ledger.documents()}[new.document.id] == middle.document.id
    with ledger.after("run-2") as then:
        assert {d.id: d.replaces for d in then.documents()} == {old.document.id: None, new.document.id: old.document.id}
        assert {key: d.id for key, d in then.replaced().items()} == {old.document.id: new.document.id}
    with ledger.as_of("2021-12-02") as then:
        assert {key: d.id for key, d in then.replaced().items()} == {old.document.id: middle.document.id}
    with ledger.as_of("2021-12-01") as then:
        assert then.replaced() == {}


def test_a_view_is_not_written_to(ledger: Ledger) -> None:
    ledger.add([page()], FIRST)
    with ledger.as_of("2021-12-01") as then, pytest.raises(LedgerError, match="cannot be written to"):
        then.add([rival()], SECOND)


def test_a_run_that_there_is_not_is_a_key_error(ledger: Ledger) -> None:
    ledger.add([page()], FIRST)
    for none in (7, "run-7"):
        with pytest.raises(KeyError, match="no run"):
            ledger.after(none)


def test_a_ledger_that_may_not_be_written_is_seen_as_it_stood(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    ledger.add([page(), rival(published="2021-12-02")], FIRST)
    ledger.close()
    monkeypatch.setattr(opening.os, "access", lambda *_: False)
    with Ledger(ledger.path) as closed, closed.as_of("2021-12-01") as then:
        assert then.counts()["documents"] == 1


def test_an_export_of_the_past_is_that_of_a_ledger_of_the_past(tmp_path: Path, ledger: Ledger) -> None:
    ledger.add([rival(published="2021-12-02"), page()], SECOND)
    weighed(ledger)
    with Ledger(tmp_path / "old.ledger", new=True) as old:
        old.add([page()], FIRST)
        weighed(old)
        with ledger.as_of("2021-12-01") as then:
            assert list(jsonl(then)) == list(jsonl(old))


# ------------------------------------------------------------------------------------------------- the command line


def test_the_commands_show_the_past(ledger: Ledger) -> None:
    ledger.add([page(), page("about 5", 5, published=None)], FIRST)
    ledger.add([rival(published="2021-11-30T18:00:00+00:00")], SECOND)
    weighed(ledger)
    noon = ("--as-of", "2021-11-30T12:00Z")
    for command_, words, now, then in (
        ("show", ["--code", "MOBILIZE"], 3, 1),
        ("search", ["crossing"], 3, 1),
        ("disputes", [], 1, 0),
        ("count", ["--by", "code"], 2, 2),
    ):
        assert len(json.loads(call(command_, ledger.path, *words, "--format", "json").stdout)) == now
        past = call(command_, ledger.path, *words, *noon, "--format", "json")
        assert len(json.loads(past.stdout)) == then, past.output
        assert past.stderr == "note: 1 report without a date is in no published view\n"
    past = call("export", ledger.path, *noon)
    assert sum(json.loads(line)["type"] == "document" for line in past.stdout.splitlines()) == 1
    held = call("show", ledger.path, "--as-of", "2026-01-01", "--view", "recorded", "--format", "json")
    assert (len(json.loads(held.stdout)), held.stderr) == (2, "")


def test_every_row_has_its_three_times(ledger: Ledger) -> None:
    put = page()
    ledger.add([put], FIRST)
    better = Event.at(put.events[1].span, "COERCE", actors=[], mode="other", by=HAND.key, score=0.9)
    ledger.add([msgspec.structs.replace(put, events=(put.events[0], better))], SECOND)
    (shown,) = json.loads(call("show", ledger.path, "--format", "json").stdout)
    assert shown["report"]["recorded"] == FIRST.at
    times = [(row["said_on"], row["published"], row["recorded"]) for row in shown["rows"]]
    assert times == [("2021-11-30", "2021-11-30", at) for at in (FIRST.at, FIRST.at, SECOND.at)]
    sheet = call("show", ledger.path).stdout
    assert sheet.count("recorded 2026-01-01 12:00") == 1 and sheet.count("recorded  2026-01-02 12:00") == 1


def test_a_table_has_the_time_of_recording_where_it_is_asked_for(ledger: Ledger, tmp_path: Path) -> None:
    ledger.add([page()], FIRST)
    ledger.add([rival()], SECOND)
    plain = call("export", ledger.path, "--format", "csv")
    assert "recorded" not in plain.stdout and "2026" not in plain.stdout
    for table, count in (("events", 4), ("statements", 2), ("reports", 2), ("mentions", 14)):
        timed = call("export", ledger.path, "--format", "csv", "--table", table, "--recorded").stdout
        assert [timed.count(run.at) for run in (FIRST, SECOND)] == [count // 2] * 2
    call("export", ledger.path, "--format", "csv", "-o", tmp_path / "out", "--recorded")
    assert FIRST.at in (tmp_path / "out" / "events.csv").read_text(encoding="utf-8")


def test_a_report_whose_text_was_changed_says_so(ledger: Ledger) -> None:
    ledger.add([page(url=URL), page("about 9", 9, url=URL, published="2021-12-03")], FIRST)
    ledger.settle()
    assert call("show", ledger.path).stdout.count("replaced by report") == 1
    assert call("show", ledger.path, "--as-of", "2021-12-02").stdout.count("replaced by report") == 0
    replaced = [r["report"]["replaced_by"] for r in json.loads(call("show", ledger.path, "--format", "json").stdout)]
    assert [bool(r) for r in replaced] == [True, False]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--as-of", "Tuesday"], "error: 'Tuesday' is no day or instant"),
        (["--view", "recorded"], "give --as-of too"),
        (["--as-of", "2021-12-01", "--view", "other"], "published"),
    ],
)
def test_bad_words_for_the_past_are_one_line(ledger: Ledger, words: list[str], said: str) -> None:
    result = call("show", ledger.path, *words)
    assert (result.exit_code, said in result.output, "Traceback" in result.output) == (2, True, False)


# ------------------------------------------------------------------------------------------- ledgers of before


def test_a_ledger_of_the_first_version_is_brought_up_to_date_with_all_it_holds(tmp_path: Path) -> None:
    path = tmp_path / "old.ledger"
    engine = create_engine(f"sqlite:///{path}")
    config = Config()
    config.set_main_option("script_location", str(opening.MIGRATIONS))
    put, other = page(), rival()
    with Ledger(tmp_path / "new.ledger", new=True) as new:
        new.add([put, other], FIRST)
        weighed(new)
        with engine.begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "1")
            connection.exec_driver_sql(f"ATTACH '{new.path}' AS newer")
            for name in ("makers", "runs", "run_makers", "documents", "seen", "mentions", "statements", "events"):
                columns = [c[1] for c in connection.exec_driver_sql(f"PRAGMA main.table_info({name})")]
                listed = ", ".join(f'"{c}"' for c in columns)
                connection.execute(text(f"INSERT INTO main.{name} ({listed}) SELECT {listed} FROM newer.{name}"))
            for name in ("statement_roles", "event_roles"):
                connection.execute(text(f"INSERT INTO main.{name} SELECT * FROM newer.{name}"))
            listed = 'no, a, b, relation, "on", "row"'
            connection.execute(text(f"INSERT INTO main.links ({listed}) SELECT {listed} FROM newer.links"))
        engine.dispose()
        with Ledger(path) as old:
            assert old.counts() == new.counts()
            assert list(jsonl(old)) == list(jsonl(new))
            assert [h.snippet for h in old.search("troops")] == [h.snippet for h in new.search("troops")]
            assert list(old.events(actor="Orvania")) == list(new.events(actor="Orvania"))
            assert len(old.disputes()) == 2
            assert old.add([msgspec.structs.replace(put, events=())], SECOND) == []
            assert len(list(old.events())) == 2
            assert [bool(h.statement) for h in old.search("troops")].count(True) == 2
            with old.after("run-1") as then:
                assert len(list(then.events(actor="Orvania"))) == 2
        with opening.engine(path).connect() as connection:
            version = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
            broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
        assert (version, broken) == (schema.VERSION, [])
