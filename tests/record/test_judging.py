"""What analysts say is kept, counts in later runs, and is shown beside what the machine found."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner, Result

from onrecord.cli import app
from onrecord.data import Actor, Cluster, Event, Mention, Page, Quantity, Statement, Time
from onrecord.record import Ledger, claims, clusters, schema, tables
from onrecord.record.agreement import agreement, kappa
from onrecord.record.corrections import corrected
from onrecord.record.export import jsonl
from onrecord.record.marking import mention, place_of
from tests.record.made import HAND, RUN, dispute, page, rival

LATER = msgspec.structs.replace(RUN, id="run-later", at="2026-02-01T00:00:00+00:00")
SENT, CLOSED = page().events
SAID = page().statements[0]
DOC = page().document.id
WHY = "as the report says"


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger(tmp_path / "x.ledger", new=True) as opened:
        opened.add([page(), rival()], RUN)
        opened.put_links([dispute()], (HAND,), RUN)
        yield opened
    assert sqlite3.connect(tmp_path / "x.ledger").execute("PRAGMA foreign_key_check").fetchall() == []


def call(*words: object) -> Result:
    return CliRunner().invoke(app, [str(w) for w in words])


def judged(ledger: Ledger, author: str, key: str, verdict: Any, given: dict[str, str] | None = None) -> bool:
    with ledger.judging(author) as session:
        return session.judge(key, verdict, WHY, given) is not None


def mine(ledger: Ledger) -> list[Event]:
    return list(ledger.page(DOC).events)


def link_id() -> str:
    return schema.link_id(dispute())


# ------------------------------------------------------------------------------------------------ reject and accept


def test_a_rejected_row_is_gone_and_comes_back(ledger: Ledger) -> None:
    assert judged(ledger, "Ada", CLOSED.id, "reject")
    assert mine(ledger) == [SENT]
    assert len(list(ledger.events(code="COERCE"))) == 1
    with ledger.with_rejected() as all_of_them:
        assert mine(all_of_them) == [SENT, CLOSED]
        assert len(list(all_of_them.events(code="COERCE", actor="Karsia"))) == 2
    assert judged(ledger, "Ada", CLOSED.id, "accept")
    assert mine(ledger) == [SENT, CLOSED]
    assert len(list(ledger.events(code="COERCE", actor="Karsia"))) == 2
    with ledger.with_rejected() as all_of_them:
        assert mine(all_of_them) == [SENT, CLOSED]


def test_the_same_judgement_twice_is_one(ledger: Ledger) -> None:
    assert judged(ledger, "Ada", CLOSED.id, "reject")
    runs = len(list(ledger.runs()))
    assert not judged(ledger, "Ada", CLOSED.id, "reject")
    assert (len(list(ledger.judgements())), len(list(ledger.runs()))) == (1, runs)
    for verdict in ("accept", "reject"):  # what was said before and then otherwise is said anew
        assert judged(ledger, "Ada", CLOSED.id, verdict)
    assert len(list(ledger.judgements())) == 3
    assert ledger.judged()[CLOSED.id].state == "rejected"


def test_a_later_reading_respects_what_was_judged(ledger: Ledger) -> None:
    judged(ledger, "Ada", CLOSED.id, "reject")
    judged(ledger, "Ada", SENT.id, "correct", {"status": "planned"})
    ledger.add([page()], LATER)
    assert [(e.id, e.status) for e in mine(ledger)] == [(SENT.id, "planned")]
    surer = tuple(msgspec.structs.replace(e, mode="other", version=f"v2-{e.code}") for e in page().events)
    ledger.add([msgspec.structs.replace(page(), events=surer)], LATER)
    assert [(e.id, e.status, e.mode) for e in mine(ledger)] == [(SENT.id, "planned", "other")]
    with ledger.with_rejected() as all_of_them:
        assert [e.mode for e in mine(all_of_them)] == ["other", "other"]
    judged(ledger, "Ada", CLOSED.id, "accept")
    assert [e.mode for e in mine(ledger)] == ["other", "other"]


def test_what_a_later_reading_no_longer_finds_is_gone_with_its_correction(ledger: Ledger) -> None:
    judged(ledger, "Ada", SENT.id, "correct", {"status": "planned"})
    judged(ledger, "Ada", CLOSED.id, "reject")
    ledger.add([msgspec.structs.replace(page(), events=())], LATER)
    assert mine(ledger) == []
    with ledger.with_rejected() as all_of_them:
        assert mine(all_of_them) == []
    ledger.add([page()], LATER)
    assert [e.status for e in mine(ledger)] == ["planned"]


def test_an_event_whose_statement_is_rejected_is_not_told_as_the_reports_own(ledger: Ledger) -> None:
    judged(ledger, "Ada", SAID.id, "reject")
    shown = call("show", ledger.path, "--code", "MOBILIZE", "--publisher", "Morning").stdout
    assert "word of   somebody, by a statement that is not held" in shown
    (row,) = json.loads(
        call("show", ledger.path, "--code", "MOBILIZE", "--publisher", "Morning", "--format", "json").stdout
    )[0]["rows"]
    assert row["word_of"] == ["somebody, by a statement that is not held"]


def test_no_view_of_before_knows_a_judgement(ledger: Ledger) -> None:
    judged(ledger, "Ada", CLOSED.id, "reject")
    judged(ledger, "Ada", SENT.id, "correct", {"status": "planned"})
    with ledger.after("run-1") as before:
        assert mine(before) == [SENT, CLOSED]
        assert before.judged() == {}
    last = [n for n, _ in ledger.runs_by_number()][-2]
    with ledger.after(last) as between, between.with_rejected() as with_rejected:
        assert mine(between) == [SENT]
        assert mine(with_rejected) == [SENT, CLOSED]
    with ledger.as_of("2021-11-30") as published:
        assert [e.status for e in mine(published)] == ["planned"]


def test_a_mention_that_is_rejected_takes_no_part(ledger: Ledger) -> None:
    judged(ledger, "Ada", CLOSED.actors[0], "reject")
    assert list(ledger.events(actor="Karsia", publisher="Morning")) == []
    judged(ledger, "Ada", CLOSED.actors[0], "accept")
    assert [e.id for e in ledger.events(actor="Karsia", publisher="Morning")] == [CLOSED.id]


# -------------------------------------------------------------------------------------------------------- correct


@pytest.mark.parametrize(
    ("given", "name", "value"),
    [
        ({"status": "planned"}, "status", "planned"),
        ({"code": "sanction"}, "code", "SANCTION"),
        ({"mode": "troops"}, "mode", "troops"),
        ({"contexts": "military; diplomatic"}, "contexts", ("military", "diplomatic")),
        ({"time": ""}, "time", None),
        ({"targets": "Karsia"}, "targets", CLOSED.actors),
        ({"said": ""}, "said", None),
        ({"quantities": ""}, "quantities", ()),
    ],
)
def test_an_event_is_corrected(ledger: Ledger, given: dict[str, str], name: str, value: Any) -> None:
    judged(ledger, "Ada", SENT.id, "correct", given)
    row = mine(ledger)[0]
    assert (row.id, getattr(row, name)) == (SENT.id, value)
    assert row.version != SENT.version and row.by.startswith("analyst-1-")
    assert ledger.machines(SENT.id) == SENT
    assert set(ledger.disputes()) == {dispute().a, dispute().b}


def test_a_statement_and_a_mention_are_corrected(ledger: Ledger) -> None:
    judged(ledger, "Ada", SAID.id, "correct", {"stance": "denies", "negated": "yes", "speakers": "Karsia", "via": ""})
    said = ledger.page(DOC).statements[0]
    assert (said.stance, said.negated, said.speakers, said.via) == ("denies", True, CLOSED.actors, ())
    assert [e.id for e in ledger.statements(speaker="Karsia", publisher="Morning") if e] == [SAID.id]
    judged(ledger, "Ada", CLOSED.actors[0], "correct", {"country": "ORV", "sectors": "MIL; GOV", "name": "The North"})
    value = ledger.page(DOC).by_id[CLOSED.actors[0]].value  # type: ignore[union-attr]
    assert isinstance(value, Actor) and (value.country, value.sectors) == ("ORV", ("MIL", "GOV"))
    assert [e.id for e in ledger.events(actor="the north")] == [CLOSED.id]
    judged(ledger, "Ada", SENT.quantities[0], "correct", {"low": "8500", "high": "9500.5"})
    count = ledger.page(DOC).by_id[SENT.quantities[0]].value  # type: ignore[union-attr]
    assert isinstance(count, Quantity) and (count.low, count.high) == (8500.0, 9500.5)


def test_a_link_is_judged(ledger: Ledger) -> None:
    judged(ledger, "Ada", link_id(), "reject")
    assert ledger.disputes() == {}
    ledger.put_links([dispute()], (HAND,), LATER)
    assert ledger.disputes() == {}
    with ledger.with_rejected() as all_of_them:
        assert len(all_of_them.disputes()) == 2
    judged(ledger, "Ada", link_id(), "correct", {"relation": "revises", "why": "The later count is the newer."})
    assert [(key, k.relation) for key, k in ledger.links_by_id()] == [(link_id(), "revises")]
    newer = msgspec.structs.replace(dispute(), why="Two counts.")
    ledger.put_links([newer], (HAND,), LATER)
    assert [(k.relation, k.why) for k in ledger.links()] == [("revises", "The later count is the newer.")]
    judged(ledger, "Ada", link_id(), "accept")
    assert list(ledger.links()) == [newer]
    ledger.put_links([], (HAND,), LATER)
    assert list(ledger.links()) == []


def test_a_dispute_with_a_rejected_row_is_none(ledger: Ledger) -> None:
    judged(ledger, "Ada", SENT.id, "reject")
    assert ledger.disputes() == {}
    assert call("disputes", ledger.path).stdout.startswith("No two accounts")
    judged(ledger, "Ada", SENT.id, "accept")
    assert len(ledger.disputes()) == 2


@pytest.mark.parametrize(
    ("key", "given", "said"),
    [
        (SENT.id, {"status": "maybe"}, "'maybe' is no status"),
        (SENT.id, {"code": "FOO"}, "'FOO' is no type"),
        (SENT.id, {"code": ""}, "an event has a code"),
        (SENT.id, {"colour": "red"}, "no field colour to set"),
        (SENT.id, {"actors": "Belmar"}, "'Belmar' does not stand in report"),
        (SENT.id, {"actors": "9999:10002"}, "9999:10002 is no part of a text"),
        (SENT.id, {"time": "Tuesday; Karsia"}, "there is but one time"),
        (SENT.id, {"time": "on Tuesday [then]"}, "'then' is no day"),
        (SENT.id, {"actors": "General [boss]"}, "are no codes of an actor"),
        (SENT.id, {"actors": "Karsia [BEL MIL]"}, "with another meaning: correct"),
        (SENT.id, {"quantities": "9,000 [many]"}, "is no number or range"),
        (SENT.id, {"quantities": "9,000 [9-3]"}, "its first number is the larger one"),
        (SENT.id, {"said": "nothing"}, "the report has no statement nothing"),
        (SENT.id, {"status": "actual"}, "the row says so already"),
        (SENT.id, {}, "a correction sets something"),
        (SAID.id, {"manner": "loud"}, "Invalid enum value 'loud'"),
        (SAID.id, {"negated": "perhaps"}, "neither true nor false"),
        (SENT.quantities[0], {"low": "many"}, "Expected `float"),
        (SENT.quantities[0], {"name": "x"}, "no field name to set"),
        (link_id(), {"relation": "likes"}, "'likes' is no relation"),
        ("nothing", {"status": "planned"}, "the ledger holds no row nothing"),
    ],
)
def test_what_cannot_be_set_is_said(ledger: Ledger, key: str, given: dict[str, str], said: str) -> None:
    before = list(jsonl(ledger))
    with pytest.raises((ValueError, LookupError)) as caught:
        judged(ledger, "Ada", key, "correct", given)
    assert said in str(caught.value)
    assert (list(ledger.judgements()), list(jsonl(ledger)), len(list(ledger.runs()))) == ([], before, 1)


@given(st.sampled_from(["actors", "time", "status", "content", "speakers", "code", "negated"]), st.text(max_size=40))
@settings(deadline=None, max_examples=200)
def test_any_value_is_set_or_refused(name: str, value: str) -> None:
    for finding in (SENT, SAID):
        try:
            made = corrected(finding, page(), {name: value}, "analyst-1-x")
        except ValueError:
            continue
        assert made.finding.id == finding.id
        assert all(page().document.text[m.span.start : m.span.end] == m.span.quote for m in made.mentions)


# ---------------------------------------------------------------------------------------------------- two analysts


def test_two_who_disagree_are_both_shown_and_the_row_stays(ledger: Ledger) -> None:
    judged(ledger, "Ada", SENT.id, "reject")
    judged(ledger, "Bo", SENT.id, "correct", {"status": "planned"})
    assert ledger.judged()[SENT.id].state == "disputed"
    assert mine(ledger) == [SENT, CLOSED]
    shown = call("show", ledger.path, "--code", "MOBILIZE", "--publisher", "Morning").stdout
    assert "DISPUTED BY" in shown and "ANALYSTS" in shown
    assert "rejected by Ada" in shown and "corrected (status: planned) by Bo" in shown
    judged(ledger, "Ada", SENT.id, "accept")
    assert ledger.judged()[SENT.id].state == "disputed"
    judged(ledger, "Bo", SENT.id, "accept")
    assert ledger.judged()[SENT.id].state == "accepted"


def test_who_accepts_what_is_shown_accepts_the_correction(ledger: Ledger) -> None:
    judged(ledger, "Ada", SENT.id, "correct", {"status": "planned"})
    judged(ledger, "Bo", SENT.id, "accept")
    assert (ledger.judged()[SENT.id].state, mine(ledger)[0].status) == ("corrected", "planned")
    judged(ledger, "Ada", SENT.id, "accept")  # takes the correction back
    assert (ledger.judged()[SENT.id].state, mine(ledger)[0].status) == ("disputed", "actual")


def test_kappa_is_that_of_the_textbook() -> None:
    told = [("y", "y")] * 20 + [("y", "n")] * 5 + [("n", "y")] * 10 + [("n", "n")] * 15
    assert kappa(told) == pytest.approx(0.4)


def test_agreement_is_told_by_kind(ledger: Ledger) -> None:
    assert call("agreement", ledger.path).stdout == "No row was judged by two analysts.\n"
    for author, verdicts in (("Ada", ("accept", "reject")), ("Bo", ("accept", "accept")), ("Cy", ("accept", "reject"))):
        for key, verdict in zip((SENT.id, CLOSED.id), verdicts, strict=True):
            judged(ledger, author, key, verdict)
    judged(ledger, "Ada", SAID.id, "accept")
    judged(ledger, "Ada", link_id(), "reject")
    judged(ledger, "Bo", link_id(), "reject")
    events, links = agreement(ledger)
    assert (events.kind, events.rows, events.agreement) == ("event", 2, 0.5)
    assert [(p.authors, p.rows, p.agreement, p.kappa) for p in events.pairs] == [
        (("Ada", "Bo"), 2, 0.5, 0.0), (("Ada", "Cy"), 2, 1.0, 1.0), (("Bo", "Cy"), 2, 0.5, 0.0),
    ]  # fmt: skip
    assert (links.kind, links.rows, links.pairs[0].kappa) == ("link", 1, None)
    text = call("agreement", ledger.path).stdout
    assert "event: 2 rows judged by two or more, all agree on 50.0%" in text and "kappa 1.00" in text
    assert "kappa not defined" in text
    assert [k["kind"] for k in json.loads(call("agreement", ledger.path, "--format", "json").stdout)] == [
        "event",
        "link",
    ]


# ------------------------------------------------------------------------------------------------------------- add


AID = {
    "quote": "Karsia closed the crossing",
    "trigger": "closed",
    "code": "aid",
    "actors": "Karsia",
    "targets": "Port Selm [KAR]",
}


def test_what_the_machine_missed_is_a_row_like_others(ledger: Ledger) -> None:
    with ledger.judging("Ada") as session:
        said = session.add(DOC, AID, WHY)
        assert session.add(DOC, AID, WHY) is None
    assert said is not None and said.on[0] in {e.id for e in mine(ledger)}
    (row,) = ledger.events(code="AID")
    assert (row.span.quote, row.said, row.status) == ("closed", None, "actual")
    assert [e.id for e in ledger.events(target="KAR", actor="Karsia", code="AID")] == [row.id]
    assert [m.settings for m in ledger.makers() if m.key == row.by] == [{"name": "Ada"}]
    ledger.add([page()], LATER)
    assert list(ledger.events(code="AID", target="KAR")) == [row]
    assert ledger.judged()[row.id].state == "added"
    judged(ledger, "Ada", row.id, "reject")
    assert list(ledger.events(code="AID")) == []
    ledger.add([page()], LATER)
    assert list(ledger.events(code="AID")) == []


def test_what_is_added_inside_of_a_statement_stands_on_its_word(ledger: Ledger) -> None:
    with ledger.judging("Ada") as session:
        session.add(DOC, {"quote": "sent about 9,000 troops", "trigger": "sent", "code": "AID"}, WHY)
    assert next(ledger.events(code="AID")).said == SAID.id


def test_a_claim_with_a_speaker_brings_its_statement(ledger: Ledger) -> None:
    claim = {"quote": "Karsia closed the crossing", "speaker": "Orvanian News Agency", "code": "AID"}
    with ledger.judging("Ada") as session:
        session.add(DOC, claim, WHY)
        session.add(DOC, {"quote": "closed the crossing", "speaker": "General Ilya Brandt", "cue": "saying"}, WHY)
    (row,) = ledger.events(code="AID", speaker="news agency")
    said = [s for s in ledger.page(DOC).statements if s.id == row.said]
    assert [s.content[0].quote for s in said] == ["Karsia closed the crossing"]
    assert [s.cue.quote for s in ledger.statements(speaker="Brandt") if s.cue] == ["saying", "as saying"]
    assert len([h for h in ledger.search("crossing") if h.statement]) == 2


def test_the_machine_finds_later_what_was_added(ledger: Ledger) -> None:
    put = page()
    without = msgspec.structs.replace(put, events=(SENT,))
    ledger.add([without], LATER)
    with ledger.judging("Ada") as session:
        claim = {"quote": "closed", "code": "COERCE", "actors": "Karsia", "targets": "Orvania", "status": "planned"}
        said = session.add(DOC, claim, WHY)
    assert said is not None and said.on[0] == CLOSED.id
    ledger.add([put], LATER)
    assert [(e.id, e.status) for e in mine(ledger)] == [(SENT.id, "actual"), (CLOSED.id, "planned")]


@pytest.mark.parametrize(
    ("doc", "given", "said"),
    [
        ("nothing", AID, "the ledger holds no report nothing"),
        (DOC, AID | {"quote": "no such words"}, "does not stand in report"),
        (DOC, AID | {"quote": "12:9"}, "is no part of a text"),
        (DOC, AID | {"trigger": "sent"}, "does not stand in the quote"),
        (DOC, {"code": "AID"}, "give the quote"),
        (DOC, {"quote": "closed"}, "give a code for an event, or a speaker for a statement"),
        (DOC, AID | {"code": "FOO"}, "'FOO' is no type"),
        (DOC, AID | {"cue": "said"}, "a cue needs a speaker"),
        (DOC, AID | {"colour": "red"}, "no field colour"),
        (DOC, {"quote": "closed", "speaker": "Karsia", "status": "planned"}, "no field status to set"),
        (DOC, {"quote": "closed", "code": "COERCE", "actors": "Karsia", "targets": "Orvania"}, "accept or correct it"),
    ],
)
def test_what_cannot_be_added_is_said(ledger: Ledger, doc: str, given: dict[str, str], said: str) -> None:
    with pytest.raises((ValueError, LookupError)) as caught, ledger.judging("Ada") as session:
        session.add(doc, given, WHY)
    assert said in str(caught.value)
    assert list(ledger.judgements()) == []


@pytest.mark.parametrize(("author", "reason", "said"), [("", WHY, "has an author"), ("Ada", " ", "has a reason")])
def test_a_judgement_has_an_author_and_a_reason(ledger: Ledger, author: str, reason: str, said: str) -> None:
    with pytest.raises(ValueError, match=said), ledger.judging(author) as session:
        session.judge(SENT.id, "accept", reason)


def test_words_are_found_whole_and_nearest() -> None:
    doc = page().document
    assert place_of(doc, "Orvania").start == 0
    assert place_of(doc, "Orvania", near=150).start == doc.text.index("Orvania has")
    assert place_of(doc, "0:7").quote == "Orvania"
    agency = doc.text.index("Orvanian News")
    assert place_of(doc, "Orvan", near=agency).start in (0, agency, doc.text.index("Orvania has"))


def test_words_mean_what_their_brackets_say() -> None:
    at = page().document.text.index("crossing")
    day = mention(page(), "crossing [2021-12-24]", Time, at, "x").value
    count = mention(page(), "crossing [1,000 to 2,000]", Quantity, at, "x").value
    army = mention(page(), "crossing [KAR MIL GOV]", Actor, at, "x").value
    assert isinstance(day, Time) and (day.start, day.end) == ("2021-12-24", "2021-12-25")
    assert isinstance(count, Quantity) and (count.low, count.high) == (1000, 2000)
    assert isinstance(army, Actor) and (army.id, army.sectors) == ("KAR MIL GOV", ("MIL", "GOV"))
    same = mention(page(), "Brandt", Actor, at, "x").value
    assert isinstance(same, Actor) and same.names[0] == "General Ilya Brandt"


# ----------------------------------------------------------------------------------------------------------- sheets


def a_sheet(*rows: dict[str, str]) -> bytes:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return ("\ufeff" + out.getvalue()).encode()


ROW = {"report": DOC, "quote": "Karsia closed\tthe".replace("\t", " "), "code": "AID", "actors": "Karsia", "reason": ""}


def test_a_sheet_of_claims_is_added(ledger: Ledger, tmp_path: Path) -> None:
    path = tmp_path / "claims.csv"
    path.write_bytes(a_sheet(ROW, ROW | {"code": "SANCTION", "reason": "it is a sanction"}))
    done = call("judge", ledger.path, "--sheet", path, "--author", "Ada", "--reason", WHY)
    assert done.exit_code == 0, done.output
    assert done.stdout.count(" added by Ada") == 2 and "onrecord weigh" in done.stderr
    assert {e.code for e in mine(ledger)} == {"MOBILIZE", "COERCE", "AID", "SANCTION"}
    assert {j.reason for j in ledger.judgements()} == {WHY, "it is a sanction"}
    again = call("judge", ledger.path, "--sheet", path, "--author", "Ada", "--reason", WHY)
    assert again.stdout == "said already: nothing was added\n" * 2


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "the first line names no column report, quote"),
        (b"report,code\n", "the first line names no column quote"),
        (b"report,quote,color\n", "there is no column 'color'"),
        (b"report,quote,quote\n", "named twice"),
        (b"report,quote\nx\n", "line 2: 1 cells under 2 heads"),
        (b"report,quote\n,words\n", "line 2: no report is given"),
        (b'report,quote\nx,"open\n', "unexpected end of data"),
        ("report,quote\nx,caf\xe9\n".encode("latin-1"), "no UTF-8"),
        (b"\x00", "the first line names no column"),
        (a_sheet(ROW, ROW | {"quote": "none\nsuch"}, ROW | {"report": "none"}), "line 3: 'none such' does not stand"),
        (a_sheet(ROW, ROW | {"quote": "none\nsuch"}, ROW | {"report": "none"}), "line 5: the ledger holds no report"),
        (a_sheet(ROW | {"code": "FOO"}), "line 2: 'FOO' is no type"),
    ],
)
def test_a_bad_line_is_named_and_nothing_is_written(ledger: Ledger, tmp_path: Path, content: bytes, said: str) -> None:
    path, before = tmp_path / "claims.csv", list(jsonl(ledger))
    path.write_bytes(content)
    result = call("judge", ledger.path, "--sheet", path, "--author", "Ada", "--reason", WHY)
    assert (result.exit_code, len(result.output.splitlines())) == (2, 1), result.output
    assert said in result.output
    assert (list(jsonl(ledger)), len(list(ledger.runs()))) == (before, 1)


@given(st.binary(max_size=200))
@settings(deadline=None)
def test_any_bytes_are_a_sheet_or_refused(content: bytes) -> None:
    try:
        list(claims.rows(content))
    except claims.SheetError as error:
        assert str(error)


# --------------------------------------------------------------------------------------------------------- clusters


def test_clusters_are_merged_and_split_by_id(ledger: Ledger) -> None:
    with ledger._writing() as connection:
        for key, members in (("c1", (SENT.id, CLOSED.id)), ("c2", (rival().events[0].id,))):
            one = Cluster(id=key, kind="occurrence", members=members, by=HAND.key)
            clusters.put(connection, [one], 1)
    said = call("judge", ledger.path, "c1", "merge", "--with", "c2", "--author", "Ada", "--reason", WHY)
    assert said.exit_code == 0, said.output
    again = call("judge", ledger.path, "c1", "merge", "--with", "c2", "--author", "Ada", "--reason", WHY)
    assert again.stdout == "said already: nothing was added\n"
    call("judge", ledger.path, "c1", "split", "--member", SENT.id, "--author", "Ada", "--reason", WHY)
    every = tuple(sorted((SENT.id, CLOSED.id, rival().events[0].id)))
    assert [(j.on[0], j.verdict, j.correction) for j in ledger.judgements()] == [
        ("c1", "merge", {"clusters": ("c2",), "members": every}),
        ("c1", "split", {"members": (SENT.id,), "others": (CLOSED.id,)}),
    ]  # fmt: skip
    assert sum(json.loads(line)["type"] == "judgement" for line in jsonl(ledger)) == 2
    for words, wrong in (
        (["c1", "merge", "--with", "c9"], "no cluster c9"),
        (["c1", "merge", "--with", "c1"], "name the other clusters"),
        (["c9", "split", "--member", SENT.id], "no cluster c9"),
        (["c1", "split", "--member", "x"], "x is no member of cluster c1"),
        (["c2", "split", "--member", rival().events[0].id], "not all"),
    ):
        result = call("judge", ledger.path, *words, "--author", "Ada", "--reason", WHY)
        assert (result.exit_code, wrong in result.output) == (2, True), result.output


# ------------------------------------------------------------------------------------------------ shown and written out


def test_a_correction_is_shown_beside_what_the_machine_found(ledger: Ledger) -> None:
    set_ = ("--set", "status=planned", "--set", "targets=Karsia")
    done = call("judge", ledger.path, SENT.id, "correct", *set_, "--author", "Ada", "--reason", WHY)
    assert done.exit_code == 0, done.output
    shown = call("show", ledger.path, "--status", "planned").stdout
    assert "CORRECTED" in shown and "machine   status: actual" in shown and "machine   targets: none" in shown
    told = " ".join(shown.split())
    assert "corrected (status: planned; targets: Karsia) by Ada, 20" in told and WHY in told
    (report,) = json.loads(call("show", ledger.path, "--status", "planned", "--format", "json").stdout)
    (row,) = report["rows"]
    assert (row["judged"], row["judged_by"], row["machine"]) == (
        "corrected",
        ["Ada"],
        {"status": "actual", "targets": []},
    )
    assert row["judgements"][0]["on"] == [SENT.id, SENT.version] and row["judgements"][0]["at"]
    assert '"id":' in call("disputes", ledger.path, "--format", "json").stdout


def test_rejected_rows_are_marked_where_they_are_asked_for(ledger: Ledger) -> None:
    call("judge", ledger.path, CLOSED.id, "reject", "--author", "Ada", "--reason", WHY)
    call("judge", ledger.path, link_id(), "reject", "--author", "Ada", "--reason", WHY)
    for words in (["show"], ["disputes"], ["count", "--by", "code,publisher", "--sparse"], ["export"]):
        command, *rest = words
        without = call(command, ledger.path, *rest).stdout
        with_them = call(command, ledger.path, *rest, "--with-rejected").stdout
        assert len(with_them) > len(without), words
    assert "REJECTED" in call("show", ledger.path, "--with-rejected", "--code", "COERCE").stdout
    assert "REJECTED" in call("disputes", ledger.path, "--with-rejected").stdout
    past = call("show", ledger.path, "--with-rejected", "--as-of", "2021-11-30", "--code", "COERCE", "--format", "json")
    assert sorted(str(r["judged"]) for report in json.loads(past.stdout) for r in report["rows"]) == [
        "None",
        "rejected",
    ]


def test_ids_are_printed_where_they_are_asked_for(ledger: Ledger) -> None:
    assert SENT.id not in call("show", ledger.path).stdout
    assert SENT.id in call("show", ledger.path, "--ids").stdout
    assert link_id() in call("disputes", ledger.path, "--ids").stdout


def test_no_clock_is_in_an_export_of_judgements(tmp_path: Path) -> None:
    written = []
    for n, authors in enumerate((("Ada", "Bo"), ("Bo", "Ada"))):
        with Ledger(tmp_path / f"{n}.ledger", new=True) as ledger:
            ledger.add([page()], RUN)
            for author in authors:
                with ledger.judging(author, at=f"203{n}-01-01T00:00:00+00:00") as session:
                    session.judge(SENT.id, "correct", WHY, {"status": "planned"})
                    session.judge(CLOSED.id, "reject", WHY)
            with ledger.judging("Ada", at=f"203{n}-02-01T00:00:00+00:00") as session:
                session.add(DOC, AID, WHY)
            tabled = [line for table in tables.TABLES for line in tables.csv_lines(ledger, table)]
            written.append((list(jsonl(ledger)), tabled, list(jsonl(ledger, texts=False))))
    assert written[0] == written[1]
    assert "203" not in "".join(written[0][0] + written[0][1])
    assert "planned" not in "".join(line for line in written[0][2] if '"type":"judgement"' in line)
    assert WHY not in "".join(written[0][2])


def test_the_tables_say_who_judged(ledger: Ledger) -> None:
    judged(ledger, "Ada", SENT.id, "accept")
    rows = csv.DictReader(io.StringIO("".join(tables.csv_lines(ledger, "events"))))
    assert [(r["judged"], r["judged_by"], r["judged_why"]) for r in rows if r["id"] == SENT.id] == [
        ("accepted", "Ada", WHY)
    ]
    judged(ledger, "Ada", link_id(), "accept")
    links = csv.DictReader(io.StringIO("".join(tables.csv_lines(ledger, "links"))))
    assert [(r["id"], r["judged"]) for r in links] == [(link_id(), "accepted")]


def test_gold_has_what_was_judged_right(ledger: Ledger, tmp_path: Path) -> None:
    judged(ledger, "Ada", SAID.id, "accept")
    judged(ledger, "Ada", SENT.id, "correct", {"code": "AID", "targets": "Karsia"})
    judged(ledger, "Ada", CLOSED.id, "reject")
    done = call("export", ledger.path, "--format", "gold", "-o", tmp_path / "gold")
    assert (done.exit_code, done.stdout) == (0, ""), done.output
    (said,) = map(json.loads, (tmp_path / "gold" / "attribution.jsonl").read_text(encoding="utf-8").splitlines())
    (one,) = said["statements"]
    quoted = {name: [said["text"][s:e] for s, e in one[name]] for name in ("source", "cue", "content")}
    assert quoted == {
        "source": ["General Ilya Brandt"],
        "cue": ["as saying"],
        "content": ["Orvania has sent about 9,000 troops to Port Selm"],
    }
    (event,) = map(json.loads, (tmp_path / "gold" / "events.jsonl").read_text(encoding="utf-8").splitlines())
    words = [[event["text"][s:e] for s, e in event[name]] for name in ("actor", "target", "trigger")]
    assert (words, event["code"], event["quad"]) == ([["Orvania"], ["Karsia"], ["sent"]], "AID", 2)
    for words_ in ([], ["-o", ledger.path], ["-o", tmp_path / "x", "--no-text"]):
        wrong = call("export", ledger.path, "--format", "gold", *words_)
        assert (wrong.exit_code, "Traceback" in wrong.output) == (2, False)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "give an ID and what you say of it"),
        (["x"], "give an ID and what you say of it"),
        (["x", "like"], "like"),
        (["x", "accept"], "a judgement has an author"),
        (["x", "accept", "--author", "Ada", "--reason", "r"], "holds no row x"),
        (["x", "accept", "--set", "a=b"], "does not go with accept"),
        (["x", "correct"], "give --set with correct"),
        (["x", "correct", "--set", "status"], "not of the form FIELD=VALUE"),
        (["x", "correct", "--set", "a=1", "--set", "a=2"], "a is set twice"),
        (["x", "add"], "give --quote"),
        (["x", "merge"], "give --with"),
        (["x", "split", "--with", "y"], "does not go with split"),
        (["x", "accept", "--sheet", "y.csv"], "a sheet says it all"),
        (["--sheet", "none.csv", "--author", "Ada"], "none.csv could not be opened"),
    ],
)
def test_bad_words_for_a_judgement_are_one_line(ledger: Ledger, words: list[str], said: str) -> None:
    result = call("judge", ledger.path, *words)
    assert (result.exit_code, said in " ".join(result.output.split()), "Traceback" in result.output) == (
        2,
        True,
        False,
    ), result.output
    assert list(ledger.judgements()) == []


def test_a_row_on_the_command_line_is_added_with_its_parts(ledger: Ledger) -> None:
    done = call(
        "judge", ledger.path, DOC, "add", "--quote", AID["quote"], "--trigger", "closed", "--code", "aid",
        "--actor", "Karsia", "--target", "Orvania", "--time", "Tuesday", "--place", "Port Selm",
        "--status", "planned", "--author", "Ada", "--reason", WHY,
    )  # fmt: skip
    assert done.exit_code == 0, done.output
    (row,) = ledger.events(code="AID")
    found: Page = ledger.page(DOC)
    assert [found.by_id[i].span.quote for i in (*row.actors, *row.targets, *row.places, row.time or "")] == [
        "Karsia", "Orvania", "Port Selm", "Tuesday",
    ]  # fmt: skip
    assert row.status == "planned"
    assert "ADDED" in call("show", ledger.path, "--code", "AID").stdout
    assert isinstance(found.by_id[row.actors[0]], Mention) and not isinstance(found.by_id[row.id], Statement)
