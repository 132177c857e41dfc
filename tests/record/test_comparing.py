"""What changed in a ledger between two days or two runs is listed row by row and link by link."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from typer.testing import CliRunner, Result

from onrecord.cli import app
from onrecord.data import Event
from onrecord.record import Ledger
from onrecord.record.comparing import difference
from tests.record.made import HAND, RUN, dispute, page, rival

FIRST, SECOND, THIRD = (
    msgspec.structs.replace(RUN, id=f"run-{n}", at=f"2026-01-0{n}T12:00:00+00:00") for n in range(1, 4)
)
SENT, CLOSED = page().events


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """First a report; then its rival with a dispute; then the first is read otherwise, and the dispute is gone."""
    with Ledger(tmp_path / "x.ledger", new=True) as opened:
        opened.add([page()], FIRST)
        opened.add([rival(published="2021-11-30T18:00:00+00:00")], SECOND)
        opened.put_links([dispute()], (HAND,), SECOND)
        put = page()
        sent = Event.at(
            SENT.span, "MOBILIZE", actors=[put.mentions[3]], said=SENT.said, status="planned", by=HAND.key, score=0.9
        )
        more = Event.at(put.document.span(22, 30), "AID", by=HAND.key, score=0.9)
        opened.add([msgspec.structs.replace(put, events=(more, sent))], THIRD)
        opened.put_links([], (HAND,), THIRD)
        yield opened


def call(*words: object) -> Result:
    return CliRunner().invoke(app, [str(w) for w in words])


def test_a_run_brings_reports_and_links(ledger: Ledger) -> None:
    with ledger.after(1) as before, ledger.after(2) as after:
        found = difference(before, after)
    assert [(d.publisher, rows) for d, rows in found.new] == [("Karsian Post", 10)]
    assert (found.gone, found.rows) == ((), ())
    assert [(k.what, k.link) for k in found.links] == [("opened", dispute())]


def test_a_new_reading_changes_rows(ledger: Ledger) -> None:
    with ledger.after(2) as before, ledger.after(3) as after:
        found = difference(before, after)
        back = difference(after, before)
    assert (found.new, found.gone) == ((), ())
    assert {(c.what, c.id) for c in found.rows} == {
        ("changed", SENT.id), ("gone", CLOSED.id), ("new", next(ledger.events(code="AID")).id)
    }  # fmt: skip
    (changed,) = (c for c in found.rows if c.what == "changed")
    assert changed.versions[0] == SENT.version != changed.versions[1]
    assert changed.fields["status"] == ("actual", "planned")
    assert changed.fields["places"] == (("Port Selm",), ())
    assert [k.what for k in found.links] == ["closed"]
    assert sorted(c.what for c in back.rows) == ["changed", "gone", "new"]
    assert [k.what for k in back.links] == ["opened"]


def test_nothing_changes_between_a_day_and_itself(ledger: Ledger) -> None:
    with ledger.as_of("2021-11-30") as one, ledger.as_of("2021-11-30") as other:
        found = difference(one, other)
    assert (found.new, found.gone, found.rows, found.links) == ((), (), (), ())


def test_days_are_those_of_publication(ledger: Ledger) -> None:
    done = call("diff", ledger.path, "2021-11-30T12:00Z", "2021-11-30", "--format", "json")
    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout)
    assert [(r["publisher"], r["rows"]) for r in told["reports"]["new"]] == [("Karsian Post", 10)]
    ledger.add([page("about 7", 7, published=None)], THIRD)
    assert "note: 1 report without a date" in call("diff", ledger.path, "2021-11-29", "2021-11-30").stderr


def test_a_judgement_is_a_change(ledger: Ledger) -> None:
    with ledger.judging("Ada") as session:
        session.judge(SENT.id, "correct", "as it says", {"status": "denied"})
    told = call("diff", ledger.path, "3", "4").stdout
    assert "1 row in reports that were there before and are now: 0 new, 0 gone, 1 changed" in told
    assert "status: planned → denied" in told


def test_runs_are_listed_and_named_by_number_or_id(ledger: Ledger) -> None:
    with ledger.judging("Ada") as session:
        session.judge(SENT.id, "accept", "as it says")
    listed = call("runs", ledger.path).stdout.splitlines()
    assert [line.split()[0] for line in listed] == ["1", "2", "3", "4"]
    assert "run-1" in listed[0] and "1 report added" in listed[0] and "judged by Ada" in listed[3]
    assert [r["number"] for r in json.loads(call("runs", ledger.path, "--format", "json").stdout)] == [1, 2, 3, 4]
    by_number = call("diff", ledger.path, "2", "3").stdout
    assert by_number == call("diff", ledger.path, "run:run-2", "run:3").stdout
    for said in ("changed event", "gone event", "new event", "closed link", "status: actual → planned"):
        assert said in by_number


def test_links_that_say_something_else_changed(ledger: Ledger) -> None:
    ledger.put_links([dispute()], (HAND,), THIRD)
    fourth = msgspec.structs.replace(THIRD, id="run-4")
    ledger.put_links([msgspec.structs.replace(dispute(), why="Two counts.")], (HAND,), fourth)
    with ledger.after(3) as before, ledger.after("run-4") as after:
        found = difference(before, after)
    # the event at one of its ends was read otherwise, and is there in both
    assert [(k.what, k.link.why) for k in found.links] == [("changed", "Two counts.")]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["1", "9"], "holds no run 9"),
        (["run:none", "1"], "holds no run none"),
        (["1", "2021-11-30"], "give two days, or two runs"),
        (["yesterday", "today"], "'yesterday' is no day or instant"),
        (["1"], "Missing argument"),
    ],
)
def test_bad_words_are_one_line(ledger: Ledger, words: list[str], said: str) -> None:
    result = call("diff", ledger.path, *words)
    assert (result.exit_code, said in " ".join(result.output.split()), "Traceback" in result.output) == (2, True, False)
