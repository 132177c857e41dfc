"""Grades of outlets and accounts: kept like judgements, shown beside the accounts, and never used as truth."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner, Result

from onrecord import weighing
from onrecord.cli import app
from onrecord.codebooks.sources import Outlets, builtin, own_sources
from onrecord.data import Judgement
from onrecord.record import Ledger
from onrecord.record.agreement import agreement
from onrecord.record.export import jsonl
from onrecord.record.grades import Grades, checked
from tests.record.made import HAND, RUN, dispute, page, rival

SENT, CLOSED = page().events
WHY = "its figures were right before"
LATER = msgspec.structs.replace(RUN, id="run-later", at="2026-02-01T00:00:00+00:00")


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger(tmp_path / "x.ledger", new=True) as opened:
        opened.add([page(agency="Reuters"), rival()], RUN)
        opened.put_links([dispute()], (HAND,), RUN)
        yield opened


def call(*words: object) -> Result:
    return CliRunner().invoke(app, [str(w) for w in words])


def graded(ledger: Ledger, outlet: str, grade: str, author: str = "M. Ndongo", reason: str = WHY) -> Result:
    return call("grade", ledger.path, outlet, grade, "--author", author, "--reason", reason)


def lines(ledger: Ledger) -> list[str]:
    with Ledger(ledger.path) as again:
        return [g.line() for g in Grades(again.judgements()).of_report(page(agency="Reuters").document)]


def test_a_grade_is_kept_and_shown_beside_the_accounts(ledger: Ledger) -> None:
    said = graded(ledger, "the morning ledger", "b2")
    assert (said.exit_code, said.stdout) == (
        0, f"The Morning Ledger: graded B2 (usually reliable; probably true) by M. Ndongo: {WHY}\n",
    )  # fmt: skip
    assert lines(ledger) == [f"B2 by M. Ndongo (The Morning Ledger): {WHY}"]
    assert f"graded B2 by M. Ndongo (The Morning Ledger): {WHY}" in call("show", ledger.path).stdout
    beside = call("disputes", ledger.path).stdout
    assert beside.count("graded    B2 by M. Ndongo (The Morning Ledger)") == 1
    (pair,) = json.loads(call("disputes", ledger.path, "--format", "json").stdout)
    mine = next(pair[end] for end in "ab" if pair[end]["publisher"] == "The Morning Ledger")
    assert [(g["outlet"], g["grade"], g["author"], g["reason"]) for g in mine["grades"]] == [
        ("The Morning Ledger", "B2", "M. Ndongo", WHY)
    ]
    reports = json.loads(call("show", ledger.path, "--format", "json").stdout)
    assert ["grades" in each["report"] for each in reports] == [
        r["report"]["publisher"] != "Karsian Post" for r in reports
    ]


def test_of_each_author_the_latest_counts(ledger: Ledger) -> None:
    for grade, author in (("B2", "M. Ndongo"), ("F", "Ada"), ("D", "M. Ndongo")):
        assert graded(ledger, "Reuters", grade, author).exit_code == 0
    assert lines(ledger) == [f"F by Ada (Reuters): {WHY}", f"D by M. Ndongo (Reuters): {WHY}"]
    runs = len(list(ledger.runs()))
    assert graded(ledger, "Thomson Reuters", "d").stdout == "said already: nothing was added\n"
    assert (len(list(ledger.judgements())), len(list(ledger.runs()))) == (3, runs)
    (row,) = [
        r
        for r in csv.DictReader(io.StringIO(call("sources", ledger.path, "--format", "csv").stdout))
        if r["outlet"] == "Reuters"
    ]
    assert row["graded"] == "F by Ada; D by M. Ndongo"


def test_exports_hold_the_grades(ledger: Ledger) -> None:
    for grade in ("B2", "C3"):
        graded(ledger, "The Morning Ledger", grade)
    said = [json.loads(line) for line in jsonl(ledger)]
    assert [(j["on"], j["correction"], j["reason"], j["at"]) for j in said if j["type"] == "judgement"] == [
        (["source:The Morning Ledger", ""], {"grade": "C3"}, WHY, None)
    ]
    rows = csv.DictReader(io.StringIO(call("export", ledger.path, "--format", "csv", "--table", "reports").stdout))
    assert {row["publisher"]: row["graded"] for row in rows} == {
        "Karsian Post": "", "The Morning Ledger": f"C3 by M. Ndongo (The Morning Ledger): {WHY}",
    }  # fmt: skip
    assert WHY not in call("export", ledger.path, "--no-text").stdout


def test_a_view_of_before_knows_no_grade(ledger: Ledger) -> None:
    graded(ledger, "Reuters", "A1")
    with ledger.after("run-1") as before:
        assert list(before.judgements()) == []
    with ledger.as_of("2021-11-30") as published:
        assert len(list(published.judgements())) == 1
    assert (
        '"grades":[]'
        in call("sources", ledger.path, "--as-of", "2026-01-02", "--view", "recorded", "--format", "json").stdout
    )
    assert "M. Ndongo" not in call("show", ledger.path, "--as-of", "2026-01-02", "--view", "recorded").stdout


def test_a_grade_is_no_truth(ledger: Ledger) -> None:
    """No row, score, link, origin, count or order is another one with grades than without."""
    weighing.weigh(ledger)
    before = said(ledger)
    for outlet, grade in (("The Morning Ledger", "E5"), ("Karsian Post", "A1"), ("Reuters", "F6"), (CLOSED.id, "5")):
        assert graded(ledger, outlet, grade).exit_code == 0
    assert said(ledger) == before
    assert weighing.weigh(ledger) == len([k for k in ledger.links() if k.relation in ("contradicts", "denies")])
    ledger.add([page(agency="Reuters"), rival()], LATER)
    weighing.weigh(ledger)
    assert said(ledger) == before
    assert list(agreement(ledger)) == []
    assert ledger.judged() == {}


def said(ledger: Ledger) -> list[object]:
    """All that a ledger says, but for judgements and who made them."""
    apart = ('{"type":"judgement"', '{"type":"maker"')
    exported = [line for line in jsonl(ledger) if not line.startswith(apart)]
    tables = [
        call("export", ledger.path, "--format", "csv", "--table", t).stdout for t in ("events", "statements", "links")
    ]
    shown = json.loads(call("show", ledger.path, "--format", "json").stdout)
    for each in (row for report in shown for row in (report["report"], *report["rows"])):
        each.pop("grades", None)
    return [
        exported,
        tables,
        shown,
        call("count", ledger.path).stdout,
        call("count", ledger.path, "--of", "origins").stdout,
    ]


# ------------------------------------------------------------------------------------------------------------ accounts


def test_an_account_is_graded_by_its_id(ledger: Ledger) -> None:
    assert graded(ledger, CLOSED.id, "3").stdout == f"{CLOSED.id}: graded 3 (possibly true) by M. Ndongo: {WHY}\n"
    assert f"graded    3 by M. Ndongo: {WHY}" in call("show", ledger.path, "--code", "COERCE").stdout
    row = next(
        r
        for each in json.loads(call("show", ledger.path, "--format", "json").stdout)
        for r in each["rows"]
        if r["id"] == CLOSED.id
    )
    assert [g["grade"] for g in row["grades"]] == ["3"]
    assert row["judged"] is None


def test_a_grade_and_a_judgement_of_one_row_stand_beside_each_other(ledger: Ledger) -> None:
    graded(ledger, SENT.id, "4")
    with ledger.judging("M. Ndongo") as session:
        assert session.judge(SENT.id, "correct", WHY, {"status": "planned"})
        assert session.grade(SENT.id, "4", WHY) is None
        assert session.grade(SENT.id, "5", WHY)
        assert session.judge(SENT.id, "correct", WHY, {"status": "planned"}) is None
    assert ledger.judged()[SENT.id].state == "corrected"
    ledger.add([page(agency="Reuters")], LATER)
    assert [e.status for e in ledger.events(code="MOBILIZE", publisher="Morning")] == ["planned"]
    with ledger.judging("M. Ndongo") as session:
        assert session.judge(SENT.id, "accept", WHY)
    assert [e.status for e in ledger.events(code="MOBILIZE", publisher="Morning")] == ["actual"]
    assert [g.grade for g in Grades(ledger.judgements()).of_row(SENT.id)] == ["5"]


# ------------------------------------------------------------------------------------------------------------ bad input


@pytest.mark.parametrize(
    ("outlet", "grade", "author", "reason", "told"),
    [
        ("Reuters", "G2", "Ada", WHY, "'G2' is no grade of an outlet: give its reliability, A to F"),
        ("Reuters", "B7", "Ada", WHY, "'B7' is no grade of an outlet"),
        ("Reuters", "3", "Ada", WHY, "'3' is no grade of an outlet"),
        ("Reuters", "", "Ada", WHY, "'' is no grade of an outlet"),
        ("Reuters", "2B", "Ada", WHY, "'2B' is no grade of an outlet"),
        ("Reuters", "Ｂ2", "Ada", WHY, "is no grade of an outlet"),
        (CLOSED.id, "B2", "Ada", WHY, "'B2' is no grade of an account: give its credibility, 1 to 6"),
        ("Reuters", "B2", "Ada", " ", "a judgement has a reason: say why"),
        ("Reuters", "B2", " ", WHY, "a judgement has an author: give a name"),
        ("Morning Leger", "B2", "Ada", WHY, "did you mean The Morning Ledger"),
        ("Roiters", "B2", "Ada", WHY, "did you mean Reuters"),
        ("", "B2", "Ada", WHY, "no report is from ''"),
        ("§§§", "B2", "Ada", WHY, "see those that there are: onrecord sources LEDGER"),
    ],
)
def test_what_is_wrong_is_told_in_one_line_and_nothing_is_written(
    ledger: Ledger, outlet: str, grade: str, author: str, reason: str, told: str
) -> None:
    result = graded(ledger, outlet, grade, author, reason)
    assert result.exit_code == 2
    assert told in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert (list(ledger.judgements()), len(list(ledger.runs()))) == ([], 1)


def test_an_outlet_that_only_a_list_knows_may_be_graded(ledger: Ledger, tmp_path: Path) -> None:
    assert graded(ledger, "itar-tass", "C").stdout.startswith("TASS: graded C (fairly reliable)")
    (tmp_path / "own.toml").write_text(
        '[[outlet]]\nname = "Ledger"\nnames = ["The Morning Ledger", "TML"]\nkind = "paper"\n', encoding="utf-8"
    )
    (tmp_path / "onrecord.toml").write_text('sources = "own.toml"\n', encoding="utf-8")
    own = ("--settings", tmp_path / "onrecord.toml")
    done = call("grade", ledger.path, "TML", "B", "--author", "Ada", "--reason", WHY, *own)
    assert done.stdout.startswith("Ledger: graded B")
    assert "B by Ada (The Morning Ledger)" in call("show", ledger.path).stdout  # also where the list is not at hand
    (row,) = [
        r for r in json.loads(call("sources", ledger.path, "--format", "json", *own).stdout) if r["outlet"] == "Ledger"
    ]
    assert [g["grade"] for g in row["grades"]] == ["B"]


def test_the_latest_grade_counts_whichever_name_it_was_given_under() -> None:
    said = [
        Judgement(
            on=("source:Weir", ""), verdict="grade", correction={"grade": g, "names": names}, reason=WHY, author="Ada"
        )
        for g, names in (("A", ("The Weir",)), ("B", ()), ("C", ("Weir Online", "The Weir")))
    ]
    for n, grade in ((1, "A"), (2, "A"), (3, "C")):
        assert [g.grade for g in Grades(said[:n]).of_outlet("The Weir")] == [grade]
    assert [g.grade for g in Grades(said[:2]).of_outlet("Weir", "The Weir")] == ["B"]


@given(st.text(max_size=5), st.booleans())
@settings(max_examples=200)
def test_any_words_for_a_grade_are_read_or_refused(words: str, account: bool) -> None:
    try:
        assert checked(words, account=account).isascii()
    except ValueError as error:
        assert "is no grade of" in str(error)


def test_lists_are_read_as_they_are(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text('[[outlet]]\nname = "Weir"\nkind = "site"\n', encoding="utf-8")
    assert Outlets(own_sources(tmp_path / "own.toml")).usual("weir") == "Weir"
    assert builtin().usual(" weir ") == "weir"
