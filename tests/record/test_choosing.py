"""Of the versions that readings gave of a finding an analyst chooses the one that stands."""

from __future__ import annotations

import contextlib
import json
import random
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from typer.testing import CliRunner, Result

from onrecord import weighing
from onrecord.cli import app
from onrecord.data import Event, Judgement, Mention, Page, Run, Statement
from onrecord.makers import maker
from onrecord.read import MAKER
from onrecord.record import Ledger, LedgerError
from onrecord.record.export import jsonl
from tests.record.made import HAND, RUN, page, rival

SURER = maker("hand", 2)
FIRST, SECOND, THIRD = (
    Run(id=f"run-{n}", at=f"2026-01-0{n}T12:00:00+00:00", makers=(MAKER, *who), added=0)
    for n, who in enumerate(((HAND,), (HAND, SURER), (HAND, SURER)), start=1)
)
SENT, CLOSED = page().events
SAID = page().statements[0]
DOC = page().document.id
WHY = "the older reading is right"


def otherwise(finding: Event | Mention, **changes: Any) -> Any:
    """The finding in another version."""
    if isinstance(finding, Mention):
        value = msgspec.structs.replace(finding.value, **changes)
        return Mention.at(finding.span, value, attached_to=finding.attached_to, by=SURER.key, score=0.9)
    said = {k: v for k, v in msgspec.structs.asdict(finding).items() if k not in ("id", "version", "by", "score")}
    on = {m.id: m for m in page().mentions}
    said |= {"actors": [on[i] for i in finding.actors], "targets": [on[i] for i in finding.targets]} | changes
    made = Event.at(said.pop("span"), said.pop("code"), by=SURER.key, score=0.9, **said)
    assert (made.id, made.version != finding.version) == (finding.id, True)
    return made


PLANNED = otherwise(SENT, status="planned")
DENIED = otherwise(SENT, status="denied")


def newer(*events: Event) -> Page:
    """The same report as a newer reader has it."""
    return msgspec.structs.replace(page(), events=(*events, CLOSED))


# what a reader finds that sees neither the general nor what he said
BARE = msgspec.structs.replace(
    page(), mentions=tuple(m for m in page().mentions if m.span.quote in ("Karsia", "Orvania")),
    statements=(), events=(CLOSED,),
)  # fmt: skip


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger(tmp_path / "x.ledger", new=True) as opened:
        opened.add([page(), rival()], FIRST)
        yield opened
    connection = sqlite3.connect(tmp_path / "x.ledger")
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    for table in ("mentions", "statements", "events"):
        twice = f"SELECT id FROM {table} WHERE until IS NULL GROUP BY id HAVING count(*) > 1"
        assert connection.execute(twice).fetchall() == []


def call(*words: object) -> Result:
    return CliRunner().invoke(app, [str(w) for w in words])


def choose(ledger: Ledger, author: str, key: str, version: str) -> Judgement | None:
    with ledger.judging(author) as session:
        return session.choose(key, version, WHY)


def judge(ledger: Ledger, author: str, key: str, verdict: Any, **given: str) -> Judgement | None:
    with ledger.judging(author) as session:
        return session.judge(key, verdict, WHY, given)


def stands(ledger: Ledger) -> Event | None:
    found = ledger.finding(SENT.id)
    assert found is None or isinstance(found, Event)
    return found


# ------------------------------------------------------------------------------------------------------------- choosing


def test_the_version_that_was_chosen_stands(ledger: Ledger) -> None:
    ledger.add([newer(PLANNED)], SECOND)
    assert stands(ledger) == PLANNED
    assert choose(ledger, "Ada", SENT.id, SENT.version) is not None
    assert stands(ledger) == SENT
    assert ledger.judged()[SENT.id].state == "chosen"
    assert (ledger.machines(SENT.id), ledger.over(SENT.id)) == (PLANNED, 2)
    assert choose(ledger, "Ada", SENT.id, SENT.version) is None
    assert len(list(ledger.judgements())) == 1


def test_later_readings_respect_what_was_chosen(ledger: Ledger) -> None:
    ledger.add([newer(PLANNED)], SECOND)
    choose(ledger, "Ada", SENT.id, SENT.version)
    for found in (newer(PLANNED), newer(DENIED), newer(), BARE, newer(DENIED), page(), newer(PLANNED)):
        ledger.add([found], THIRD)
        assert stands(ledger) == SENT
        assert [e.id for e in ledger.events(actor="Orvania", place="Selm", publisher="Morning")] == [SENT.id]
    assert ledger.machines(SENT.id) == PLANNED


def test_a_reading_again_of_the_same_writes_no_row(ledger: Ledger) -> None:
    ledger.add([BARE], SECOND)
    choose(ledger, "Ada", SENT.id, SENT.version)
    ledger.add([BARE], THIRD)
    connection = sqlite3.connect(ledger.path)
    number = connection.execute("SELECT no FROM runs WHERE id = ?", (THIRD.id,)).fetchone()
    for table in ("mentions", "statements", "events"):
        assert connection.execute(f"SELECT count(*) FROM {table} WHERE since = ?", number).fetchone() == (0,)


def test_weighing_takes_what_was_chosen(ledger: Ledger) -> None:
    ledger.add([newer(PLANNED)], SECOND)
    choose(ledger, "Ada", SENT.id, SENT.version)
    weighing.weigh(ledger)
    chosen = [(k.a, k.b, k.relation, k.values) for k in ledger.links()]
    with Ledger(ledger.path.with_name("old.ledger"), new=True) as old:
        old.add([page(), rival()], FIRST)
        weighing.weigh(old)
        assert [(k.a, k.b, k.relation, k.values) for k in old.links()] == chosen
    assert stands(ledger) == SENT


def test_a_version_of_now_is_kept_to(ledger: Ledger) -> None:
    choose(ledger, "Ada", SENT.id, SENT.version)
    assert (stands(ledger), ledger.over(SENT.id)) == (SENT, None)
    ledger.add([newer(PLANNED)], SECOND)
    assert (stands(ledger), ledger.over(SENT.id)) == (SENT, 3)


def test_what_no_reading_finds_any_more_comes_back_with_what_it_names(ledger: Ledger) -> None:
    ledger.add([BARE], SECOND)
    assert stands(ledger) is None and ledger.finding(SAID.id) is None
    choose(ledger, "Ada", SENT.id, SENT.version)
    held = ledger.page(DOC)
    named = (*SENT.actors, *SENT.places, *SENT.quantities, SENT.time or "", SENT.said or "", *SAID.speakers, *SAID.via)
    assert stands(ledger) == SENT and held.by_id.keys() >= {*named}
    assert [e.id for e in ledger.events(speaker="Brandt", publisher="Morning")] == [SENT.id]
    assert "word of   Ilya Brandt" in call("show", ledger.path, "--code", "MOBILIZE", "--publisher", "Morning").stdout
    assert ledger.over(SENT.id) == 2
    judge(ledger, "Ada", SENT.id, "accept")  # takes the choice back
    with ledger.after(2) as then:
        assert list(ledger.page(DOC).findings()) == list(then.page(DOC).findings())
    choose(ledger, "Ada", SENT.id, SENT.version)
    ledger.add([page()], THIRD)
    assert list(ledger.page(DOC).findings()) == list(page().findings())
    assert ledger.over(SENT.id) is None


def test_what_came_back_with_another_can_be_rejected(ledger: Ledger) -> None:
    ledger.add([BARE], SECOND)
    choose(ledger, "Ada", SENT.id, SENT.version)
    judge(ledger, "Ada", SAID.id, "reject")
    assert (stands(ledger), ledger.finding(SAID.id)) == (SENT, None)
    ledger.add([BARE], THIRD)
    assert ledger.finding(SAID.id) is None
    judge(ledger, "Ada", SAID.id, "accept")
    assert ledger.finding(SAID.id) == SAID
    judge(ledger, "Ada", SENT.id, "reject")
    assert (stands(ledger), ledger.finding(SAID.id)) == (None, None)


def test_a_mention_is_chosen(ledger: Ledger) -> None:
    (country,) = (m for m in page().mentions if m.id == SENT.actors[0])
    other = otherwise(country, country="KAR")
    ledger.add(
        [msgspec.structs.replace(page(), mentions=tuple(other if m.id == country.id else m for m in page().mentions))],
        SECOND,
    )
    for version, found in ((country.version, country), (other.version, other)):
        choose(ledger, "Ada", country.id, version)
        assert ledger.finding(country.id) == found
        assert SENT.id in {e.id for e in ledger.events(actor="Orvania")}
    choose(ledger, "Ada", country.id, country.version)
    ledger.add([BARE], THIRD)
    assert ledger.finding(country.id) == country


def test_a_correction_and_a_rejection_take_the_place_of_a_choice(ledger: Ledger) -> None:
    ledger.add([newer(PLANNED)], SECOND)
    choose(ledger, "Ada", SENT.id, SENT.version)
    judge(ledger, "Ada", SENT.id, "correct", mode="troops")
    found = stands(ledger)
    assert found and (found.status, found.mode) == ("planned", "troops")
    choose(ledger, "Ada", SENT.id, SENT.version)
    assert stands(ledger) == SENT
    judge(ledger, "Ada", SENT.id, "reject")
    assert stands(ledger) is None
    with ledger.with_rejected() as all_of_them:
        assert all_of_them.finding(SENT.id) == PLANNED
    choose(ledger, "Ada", SENT.id, SENT.version)
    assert stands(ledger) == SENT
    judge(ledger, "Ada", SENT.id, "accept")
    assert stands(ledger) == PLANNED


def test_two_analysts_agree_on_a_version_or_the_row_stays(ledger: Ledger) -> None:
    ledger.add([newer(PLANNED)], SECOND)
    choose(ledger, "Ada", SENT.id, SENT.version)
    judge(ledger, "Bo", SENT.id, "accept")  # accepts what is shown
    assert [(j.author, j.on, j.verdict) for j in ledger.judged()[SENT.id].judgements] == [
        (name, (SENT.id, SENT.version), "choose") for name in ("Ada", "Bo")
    ]
    assert (ledger.judged()[SENT.id].state, stands(ledger)) == ("chosen", SENT)
    choose(ledger, "Bo", SENT.id, PLANNED.version)
    assert (ledger.judged()[SENT.id].state, stands(ledger)) == ("disputed", PLANNED)
    ledger.add([BARE], THIRD)
    assert stands(ledger) is None
    choose(ledger, "Bo", SENT.id, SENT.version)
    assert (ledger.judged()[SENT.id].state, stands(ledger)) == ("chosen", SENT)
    judge(ledger, "Bo", SENT.id, "reject")
    assert (ledger.judged()[SENT.id].state, stands(ledger)) == ("disputed", None)
    judge(ledger, "Ada", SENT.id, "reject")
    assert ledger.judged()[SENT.id].state == "rejected"


def test_no_view_of_before_knows_a_choice(ledger: Ledger) -> None:
    ledger.add([newer(PLANNED)], SECOND)
    choose(ledger, "Ada", SENT.id, SENT.version)
    for number, found in ((1, SENT), (2, PLANNED), (3, SENT)):
        with ledger.after(number) as then:
            assert (then.finding(SENT.id), bool(then.judged())) == (found, number == 3)
    with ledger.as_of("2021-11-30") as then:
        assert then.finding(SENT.id) == SENT
    assert call("diff", ledger.path, 2, 3).stdout.count("status: planned → actual") == 1


@pytest.mark.parametrize(
    ("key", "version", "said"),
    [
        (SENT.id, "nothing", f"the ledger held no version nothing of {SENT.id}"),
        (SENT.id, "", "the ledger held no version"),
        (SENT.id, CLOSED.version, f"the ledger held no version {CLOSED.version} of {SENT.id}"),
        ("nothing", SENT.version, "the ledger holds no finding nothing"),
        (DOC, SENT.version, f"the ledger holds no finding {DOC}"),
    ],
)
def test_what_was_never_held_is_not_chosen(ledger: Ledger, key: str, version: str, said: str) -> None:
    before = list(jsonl(ledger))
    with pytest.raises((ValueError, LookupError)) as caught:
        choose(ledger, "Ada", key, version)
    assert said in str(caught.value)
    assert (list(jsonl(ledger)), list(ledger.judgements()), len(list(ledger.runs()))) == (before, [], 1)


def test_what_a_correction_set_and_what_is_lost_say_so(ledger: Ledger) -> None:
    judge(ledger, "Ada", SENT.id, "correct", mode="troops")
    found = stands(ledger)
    assert found
    with pytest.raises(ValueError, match="is what an analyst set"):
        choose(ledger, "Bo", SENT.id, found.version)
    ledger.add([BARE], SECOND)
    choose(ledger, "Ada", SENT.id, SENT.version)
    with pytest.raises(ValueError, match="nothing to correct: add it"):
        judge(ledger, "Ada", SENT.id, "correct", mode="troops")
    with ledger.as_of("2021-11-30") as then, pytest.raises(LedgerError, match="cannot be written to"):
        choose(then, "Ada", SENT.id, SENT.version)


@pytest.mark.parametrize("seed", range(8))
def test_what_stands_depends_on_the_last_reading_and_what_was_said_alone(ledger: Ledger, seed: int) -> None:
    """After any readings and judgements, reading the same again shows the same; the fixture finds no row twice."""
    rnd, last = random.Random(seed), page()
    for _ in range(12):
        if rnd.random() < 0.4:
            last = rnd.choice([page(), newer(PLANNED), newer(DENIED), newer(), BARE])
            ledger.add([last], THIRD)
            continue
        key, author = rnd.choice([SENT.id, SAID.id, SENT.actors[0]]), rnd.choice(["Ada", "Bo"])
        with contextlib.suppress(KeyError):
            if rnd.random() < 0.5:
                versions = [v.version for v in ledger.history(key).versions if v.how == "read"]
                choose(ledger, author, key, rnd.choice(versions))
            else:
                judge(ledger, author, key, rnd.choice(["accept", "reject"]))
    shown = list(ledger.page(DOC).findings())
    ledger.add([last], THIRD)
    assert list(ledger.page(DOC).findings()) == shown
    for key, standing in ledger.judged().items():
        if standing.state == "chosen":
            found = ledger.finding(key)
            assert found and found.version == standing.judgements[0].on[1]
        assert standing.state != "rejected" or ledger.finding(key) is None


# ------------------------------------------------------------------------------------------------ shown and written out


def test_a_choice_is_shown_with_what_the_newest_reading_says(ledger: Ledger) -> None:
    ledger.add([newer(PLANNED)], SECOND)
    words = ("--author", "M. Ndongo", "--reason", WHY)
    done = call("judge", ledger.path, SENT.id, "accept", "--version", SENT.version, *words)
    assert done.exit_code == 0 and "chosen by M. Ndongo" in done.stdout, done.output
    shown = " ".join(call("show", ledger.path, "--code", "MOBILIZE", "--publisher", "Morning").stdout.split())
    assert "CHOSEN" in shown and "chosen by M. Ndongo over the reading of run 2, 20" in shown
    assert "machine status: planned" in shown and WHY in shown
    (report,) = json.loads(
        call("show", ledger.path, "--code", "MOBILIZE", "--publisher", "Morning", "--format", "json").stdout
    )
    (row,) = report["rows"]
    assert (row["judged"], row["over"], row["machine"]) == ("chosen", 2, {"status": "planned"})
    assert '"verdict":"choose"' in call("export", ledger.path).stdout


def test_gold_has_what_was_chosen(ledger: Ledger, tmp_path: Path) -> None:
    ledger.add([newer(PLANNED)], SECOND)
    choose(ledger, "Ada", SENT.id, SENT.version)
    assert call("export", ledger.path, "--format", "gold", "-o", tmp_path / "gold").exit_code == 0
    (event,) = map(json.loads, (tmp_path / "gold" / "events.jsonl").read_text(encoding="utf-8").splitlines())
    assert (event["id"], event["status"]) == (SENT.id, "actual")


def test_the_order_of_choice_and_reading_does_not_show_in_an_export(tmp_path: Path) -> None:
    written = []
    for n, late in enumerate((False, True)):
        with Ledger(tmp_path / f"{n}.ledger", new=True) as ledger:
            ledger.add([page()], FIRST)
            ledger.add([page() if late else BARE], SECOND)
            choose(ledger, "Ada", SENT.id, SENT.version)
            ledger.add([BARE], THIRD)
            written.append([line for line in jsonl(ledger) if '"type":"maker"' not in line])
    assert written[0] == written[1]


# -------------------------------------------------------------------------------------------------------- versions


def test_versions_tell_what_differs_and_what_stands(ledger: Ledger) -> None:
    ledger.add([newer(PLANNED)], SECOND)
    choose(ledger, "Ada", SENT.id, SENT.version)
    ledger.add([newer(DENIED)], THIRD)
    said = json.loads(call("versions", ledger.path, SENT.id, "--format", "json").stdout)
    assert [said[name] for name in ("id", "kind", "doc", "state")] == [SENT.id, "event", DOC, "chosen"]
    told = [
        (v["version"], v["first"], v["last"], v["by"], v["how"], v["reading"], v["stands"], v["fields"].get("status"))
        for v in said["versions"]
    ]
    assert told == [
        (SENT.version, 1, None, HAND.key, "read", False, True, None),
        (PLANNED.version, 2, 3, SURER.key, "read", False, False, ["actual", "planned"]),
        (DENIED.version, 4, None, SURER.key, "read", True, False, ["planned", "denied"]),
    ]
    text = " ".join(call("versions", ledger.path, SENT.id).stdout.split())
    for words in (
        f"event 3 versions · {SENT.id}", f"{SENT.version} · from run 1 (2026-01-01 12:00) · read · {HAND.key} STANDS",
        "from run 2 (2026-01-02 12:00) to run 3", "status: actual → planned", "what the newest reading finds",
        "chosen by Ada over the reading of run 4",
    ):  # fmt: skip
        assert words in text, (words, text)


def test_versions_of_what_is_no_longer_found(ledger: Ledger) -> None:
    judge(ledger, "Ada", CLOSED.id, "correct", mode="other")
    ledger.add([BARE], SECOND)
    text = " ".join(call("versions", ledger.path, SENT.id).stdout.split())
    assert "newest reading run 3, which does not find it" in text and "stands none" in text
    said = ledger.history(SENT.id)
    assert [(v.version, v.last, v.stands, v.reading) for v in said.versions] == [(SENT.version, 3, False, False)]
    closed = ledger.history(CLOSED.id)
    assert [(v.how, v.stands, v.reading) for v in closed.versions] == [("read", False, True), ("set", True, False)]
    said = ledger.history(SAID.id)
    assert isinstance(said.versions[0].finding, Statement)


def test_another_row_at_the_same_words_is_named(ledger: Ledger) -> None:
    lone = Event.at(SENT.span, "MOBILIZE", by=SURER.key, score=0.9)
    ledger.add([newer(lone)], SECOND)
    assert ledger.history(SENT.id).instead == (lone.id,)
    assert f"another event stands there: {lone.id}" in " ".join(call("versions", ledger.path, SENT.id).stdout.split())


def test_a_view_has_no_versions(ledger: Ledger) -> None:
    with ledger.as_of("2021-11-30") as then, pytest.raises(LedgerError, match="has no versions"):
        then.history(SENT.id)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["versions", "{}", "nothing"], "has held no mention, statement or event nothing"),
        (["versions", "{}", DOC], f"has held no mention, statement or event {DOC}"),
        (["versions", "{}.none", SENT.id], "there is no ledger"),
        (["judge", "{}", SENT.id, "accept", "--version", "x", "--author", "A", "--reason", "r"], "held no version x"),
        (["judge", "{}", SENT.id, "accept", "--version", SENT.version, "--author", "A"], "a judgement has a reason"),
        (["judge", "{}", SENT.id, "accept", "--version", SENT.version, "--reason", "r"], "has an author"),
        (["judge", "{}", SENT.id, "reject", "--version", "x"], "goes with accept alone"),
        (["judge", "{}", "--sheet", "x.csv", "--version", "x"], "goes with accept alone"),
        (["judge", "{}", DOC, "accept", "--version", "x", "--author", "A", "--reason", "r"], "holds no finding"),
    ],
)
def test_bad_words_are_one_line(ledger: Ledger, words: list[str], said: str) -> None:
    result = call(*(w.format(ledger.path) for w in words))
    assert (result.exit_code, said in " ".join(result.output.split()), "Traceback" in result.output) == (
        2,
        True,
        False,
    ), result.output
    assert list(ledger.judgements()) == []


def test_a_ledger_that_holds_nothing_has_no_versions(tmp_path: Path) -> None:
    with Ledger(tmp_path / "none.ledger", new=True) as empty, pytest.raises(KeyError, match="has held no mention"):
        empty.history(RUN.id)
