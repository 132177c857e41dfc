"""Events and origins are counted under the right actors, days and words, and days without any are rows of 0."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from onrecord import weighing
from onrecord.cli import app
from onrecord.codebooks.plover import plover
from onrecord.data import Actor, Cluster, Event, Mention, Origin, Page, Place, Statement, Time
from onrecord.read import document
from onrecord.record import Ledger, counting
from onrecord.record.counting import FIELDS, Asked, Table
from onrecord.tokens import Parse
from tests.record.made import HAND, RUN, page, rival

BY: dict[str, Any] = {"by": HAND.key, "score": 0.8}
ORV, KAR, BEL = (
    Actor(name=n, id=n[:3].upper(), kind="country", country=n[:3].upper()) for n in ("Orvania", "Karsia", "Belmar")
)
ARMY = Actor(name="the Orvanian army", id="ORV MIL", kind="body", country="ORV", sectors=("MIL", "GOV"))
REBELS = Actor(name="rebels", id="group:rebel", kind="group", sectors=("REB",))
NEIGHBOURS = Actor(name="neighbours", id="group:neighbour", kind="group")
PAIR = Actor(name="both", id="group:KAR+ORV GOV", kind="group", members=("KAR", "ORV GOV"))
SCORES = {code: kind.score for code, kind in plover().types.items()}
Count = Callable[..., list[tuple[Any, ...]]]


def told(
    *events: dict[str, Any],
    published: str | None = "2021-11-30",
    text: str = "",
    speakers: Sequence[Actor] = (),
    **head: Any,
) -> Page:
    """A report with events: `actors` and `targets` are Actors, `time` a Time, `again` that it tells the first again.

    `speakers` say the events, the outermost first.
    """
    doc = document((text or "It is told here.") + " x" * 60, published=published, **head)
    mentions: list[Mention] = []

    def mention(value: Actor | Time | Place) -> Mention:
        start = len(doc.text) - 1 - 2 * len(mentions)
        mentions.append(Mention.at(doc.span(start, start + 1), value, **BY))
        return mentions[-1]

    said: list[Statement] = []
    for n, value in enumerate(speakers):
        one: dict[str, Any] = {"source": doc.span(n, n + 1), "within": said[-1].id if said else None}
        said.append(Statement.at(doc, speakers=(mention(value).id,), manner="indirect", **one, **BY))
    found: list[Event] = []
    for i, given in enumerate(events):
        event = {"code": "ASSAULT"} | given
        parties = {role: [mention(a) for a in event.pop(role, ())] for role in ("actors", "targets")}
        more = {"time": mention(event.pop("time")).id} if "time" in event else {}
        more |= {"places": tuple(mention(p).id for p in event.pop("places", ()))}
        more |= {"same_as": found[0].id} if event.pop("again", False) else {}
        found.append(
            Event.at(
                doc.span(i, i + 1),
                event.pop("code"),
                said=said[-1].id if said else None,
                **parties,
                **more,
                **BY | event,
            )
        )
    return Page(
        document=doc, parse=Parse([], []), mentions=tuple(mentions), statements=tuple(said), events=tuple(found)
    )


@pytest.fixture
def count(tmp_path: Path) -> Count:
    def of(pages: list[Page], by: str, **asked: Any) -> list[tuple[Any, ...]]:
        with Ledger(tmp_path / "x.ledger", new=True) as ledger:
            ledger.add(pages, RUN)
            return list(Table(ledger, Asked(by=tuple(by.split(",")), **asked)).rows())

    return of


def call(*words: object) -> Result:
    return CliRunner().invoke(app, [str(w) for w in words])


def test_an_empty_ledger_has_an_empty_table(count: Count, tmp_path: Path) -> None:
    assert count([], "day,actor,target,quad") == []
    bounds = {"since": date(2021, 1, 1), "until": date(2021, 1, 2)}
    assert count([], "day", **bounds) == [("2021-01-01", 0), ("2021-01-02", 0)]
    assert call("count", tmp_path / "x.ledger").output == "No event is like that.\n"
    assert call("count", tmp_path / "x.ledger", "--format", "csv").output == "day,actor,target,quad,events\n"
    assert json.loads(call("count", tmp_path / "x.ledger", "--format", "json").output) == []


def test_days_without_events_are_filled(count: Count) -> None:
    attack = {"actors": [ORV], "targets": [KAR]}
    pages = [told(attack, published="2021-12-31"), told(attack, {"actors": [KAR]}, published="2022-01-03")]
    assert count(pages, "day,actor") == [
        ("2021-12-31", "KAR", 0), ("2021-12-31", "ORV", 1), ("2022-01-01", "KAR", 0), ("2022-01-01", "ORV", 0),
        ("2022-01-02", "KAR", 0), ("2022-01-02", "ORV", 0), ("2022-01-03", "KAR", 1), ("2022-01-03", "ORV", 1),
    ]  # fmt: skip
    assert count([], "actor,week") == [
        ("KAR", "2021-W52", 0), ("KAR", "2022-W01", 1), ("ORV", "2021-W52", 1), ("ORV", "2022-W01", 1),
    ]  # fmt: skip
    assert count([], "month,actor,year", sparse=True) == [
        ("2021-12", "ORV", "2021", 1), ("2022-01", "KAR", "2022", 1), ("2022-01", "ORV", "2022", 1),
    ]  # fmt: skip
    wide = count([], "year,quad", since=date(2020, 5, 1), until=date(2023, 1, 1))
    assert wide == [(str(y), "material conflict", n) for y, n in ((2020, 0), (2021, 1), (2022, 2), (2023, 0))]
    assert count([], "day", since=date(2022, 1, 1)) == [("2022-01-01", 0), ("2022-01-02", 0), ("2022-01-03", 2)]


@pytest.mark.parametrize(
    ("code", "actors", "targets", "pairs"),
    [
        ("CONSULT", [ORV, KAR], [], ["KAR ORV", "ORV KAR"]),
        ("CONSULT", [ORV, ARMY], [], ["ORV ORV"]),
        ("CONSULT", [PAIR], [], ["KAR ORV", "ORV KAR"]),
        ("CONSULT", [ORV], [], ["ORV "]),
        ("CONSULT", [ORV, ORV], [], ["ORV "]),
        ("MOBILIZE", [ORV, KAR], [], ["KAR ", "ORV "]),
        ("ASSAULT", [ORV, KAR], [BEL, REBELS], ["KAR BEL", "KAR REB", "ORV BEL", "ORV REB"]),
        ("ASSAULT", [ORV, ARMY], [KAR], ["ORV KAR"]),
        ("ASSAULT", [], [NEIGHBOURS], [" neighbours"]),
        ("ASSAULT", [], [], [" "]),
    ],
)
def test_an_event_counts_once_for_each_pair(
    count: Count, code: str, actors: list[Actor], targets: list[Actor], pairs: list[str]
) -> None:
    rows = count([told({"code": code, "actors": actors, "targets": targets})], "actor,target")
    assert rows == [(*pair.split(" "), 1) for pair in pairs]
    assert count([], "quad")[0][1] == 1


def test_every_field_has_its_value(count: Count) -> None:
    selm, sea = Place(name="Port Selm", country="KAR"), Place(name="the sea")
    event = {"actors": [ARMY], "targets": [REBELS], "places": [selm, sea], "mode": "aerial", "status": "denied"}
    rows = count([told(event, publisher="The Post")], ",".join(FIELDS), status=())
    same = (*("2021-11-30", "2021-W48", "2021-11", "2021"), *("ORV", "REB", "MIL", "REB", "ASSAULT", "aerial"))
    assert rows == [(*same, "material conflict", "denied", place, "The Post", 1) for place in ("", "KAR")]
    assert count([told({"code": "OWN"}, publisher="Own")], "code,quad,publisher") == [("OWN", "", "Own", 1)]


def test_a_later_telling_counts_once_with_its_first(count: Count) -> None:
    meeting = {"code": "CONSULT", "actors": [ORV, KAR]}
    pages = [told(meeting, {"code": "CONSULT", "actors": [ORV], "again": True})]
    assert count(pages, "actor,target") == [("KAR", "ORV", 1), ("ORV", "KAR", 1)]
    assert count([], "actor,target", of="origins") == [("KAR", "ORV", 1), ("ORV", "KAR", 1)]


@pytest.mark.parametrize(
    ("published", "start", "end", "day", "month", "year"),
    [
        ("2021-11-30", "2021-11-29", "2021-11-30", "2021-11-29", "2021-11", "2021"),
        ("2021-11-30T22:00:00+00:00", "2021-11-29T23:00", "2021-11-30T00:00", "2021-11-29", "2021-11", "2021"),
        ("2021-11-30", None, None, "2021-11-30", "2021-11", "2021"),
        ("2021-11-30", "2021-11-01", "2021-12-01", "2021-11-30", "2021-11", "2021"),
        ("2021-11-30", "2021-10-01", "2021-11-01", "", "2021-10", "2021"),
        ("2021-11-30", "2014-01-01", "2015-01-01", "", "", "2014"),
        ("2021-11-30", "2014-01-01", "2021-12-01", "2021-11-30", "2021-11", "2021"),
        (None, "2014-01-01", None, "", "", ""),
        (None, "2014-05-01", "2014-05-02", "2014-05-01", "2014-05", "2014"),
        (None, None, None, "", "", ""),
        (None, "BC 44", None, "", "", ""),
    ],
)
def test_the_day_is_that_of_the_event_else_of_publication(
    count: Count, published: str | None, start: str | None, end: str | None, day: str, month: str, year: str
) -> None:
    pages = [told({"time": Time(start=start, end=end, timex="x")}, published=published)]
    assert count(pages, "day") == [(day, 1)]
    assert count([], "month") == [(month, 1)]
    assert count([], "year") == [(year, 1)]
    assert count([], "code") == [("ASSAULT", 1)]


def test_events_without_a_day_are_told_of(count: Count, tmp_path: Path) -> None:
    old = {"actors": [ORV], "time": Time(start="2014-01-01", end="2015-01-01", timex="2014")}
    rows = count([told(old, {"actors": [KAR]}), told({"actors": [ORV]}, published=None)], "day,actor")
    assert rows == [("", "ORV", 2), ("2021-11-30", "KAR", 1), ("2021-11-30", "ORV", 0)]
    ledger = tmp_path / "x.ledger"
    assert call("count", ledger).stderr.startswith("note: 2 events stand under an empty day: ")
    bound = call("count", ledger, "--since", "2020-01-01", "--by", "actor", "--format", "csv")
    assert bound.stdout.splitlines() == ["actor,events", "KAR,1"]
    assert bound.stderr.startswith("note: 1 event is left out: no day is known")


def test_what_is_wanted(count: Count) -> None:
    def event(**more: Any) -> dict[str, Any]:
        return {"actors": [ORV]} | more

    pages = [told(event(), event(status="planned"), event(code="AID", score=0.3), event(status="denied"))]
    assert count(pages, "actor") == [("ORV", 2)]
    assert count([], "actor", status=()) == [("ORV", 4)]
    assert count([], "status", status=("planned", "denied")) == [("denied", 1), ("planned", 1)]
    assert count([], "code", codes=("AID",)) == [("AID", 1)]
    assert count([], "actor", least_score=0.5) == [("ORV", 1)]
    assert count([], "quad", scores=True) == [
        ("material conflict", 1, SCORES["ASSAULT"]),
        ("material cooperation", 1, SCORES["AID"]),
    ]


ATTACK = {"actors": [ORV], "targets": [KAR]}
CHIEF = Actor(name="Ada Corvin", id="c1", kind="person", country="KAR")
OFFICIAL = Actor(name="an official", id="group:official", kind="unnamed")


@pytest.mark.parametrize(
    ("heads", "origins"),
    [
        # two papers that print one agency's text
        ([{"publisher": "Post", "agency": "AP"}, {"publisher": "Times", "agency": "AP"}], 1),
        ([{"publisher": "AP"}, {"publisher": "Times", "agency": "AP"}], 1),
        # one of them without the credit, under a title of its own
        ([{"publisher": "Post"}, {"publisher": "Times", "agency": "AP"}, {"publisher": "AP", "text": "Other."}], 1),
        ([{"publisher": "Post"}, {"publisher": "Times"}], 1),
        ([{"publisher": "Post"}, {"publisher": "Times", "text": "It is news."}], 2),
        ([{"publisher": "Post"}, {"publisher": "Post", "text": "It is news."}], 1),
        ([{"url": "https://a.example/1"}, {"url": "https://a.example/2", "text": "It is news."}], 2),
        # one speaker, whatever the paper
        (
            [
                {"publisher": "Post", "speakers": [CHIEF]},
                {"publisher": "Times", "text": "So she says.", "speakers": [CHIEF]},
            ],
            1,
        ),
        ([{"publisher": "Post", "speakers": [CHIEF]}, {"publisher": "Post", "text": "So we say."}], 2),
        # one speaker, carried by others
        ([{"publisher": "A", "speakers": [ORV, CHIEF]}, {"publisher": "B", "text": "So.", "speakers": [CHIEF]}], 1),
        ([{"publisher": "A", "speakers": [CHIEF, ORV]}, {"publisher": "B", "text": "So.", "speakers": [CHIEF]}], 2),
        # somebody, in two papers
        (
            [
                {"publisher": "A", "speakers": [OFFICIAL]},
                {"publisher": "B", "text": "So they say.", "speakers": [OFFICIAL]},
            ],
            2,
        ),
    ],
)
def test_origins(count: Count, heads: list[dict[str, Any]], origins: int) -> None:
    pages = [told(ATTACK, **{"title": f"Title {i}"} | head) for i, head in enumerate(heads)]
    assert count(pages, "actor,target", of="origins") == [("ORV", "KAR", origins)]
    assert count([], "day,actor,target", of="origins") == [("2021-11-30", "ORV", "KAR", origins)]
    assert count([], "actor,target") == [("ORV", "KAR", len(heads))]


def test_the_command_writes_text_csv_and_json(tmp_path: Path) -> None:
    ledger = tmp_path / "x.ledger"
    with Ledger(ledger, new=True) as opened:
        opened.add([page(), rival(), told({"actors": [Actor(name='=1+"1",\x1b', id="x", kind="group")]})], RUN)
    text = call("count", ledger, "--scores", "--by", "actor,target,quad")
    assert [line.split() for line in text.stdout.splitlines()] == [
        ["actor", "target", "quad", "events", "score"],
        ['=1+"1",', "material", "conflict", "1", str(SCORES["ASSAULT"])],
        ["KAR", "ORV", "material", "conflict", "2", str(2 * SCORES["COERCE"])],
        ["ORV", "material", "conflict", "2", str(2 * SCORES["MOBILIZE"])],
    ]
    out = tmp_path / "x.csv"
    assert call("count", ledger, "-o", out).output == ""
    rows = list(csv.reader(io.StringIO(out.read_text(encoding="utf-8"))))
    assert rows[:2] == [
        ["day", "actor", "target", "quad", "events"],
        ["2021-11-30", '\'=1+"1", ', "", "material conflict", "1"],
    ]
    found = json.loads(call("count", ledger, "--format", "json", "--status", "any", "--code", "mobilize,aid").stdout)
    assert found == [{"day": "2021-11-30", "actor": "ORV", "target": None, "quad": "material conflict", "events": 2}]
    help_text = " ".join(call("count", "--help").stdout.split())
    assert all(field in help_text for field in FIELDS)


def test_types_of_ones_own_have_their_quad_class_and_score(tmp_path: Path) -> None:
    ledger, book = tmp_path / "x.ledger", tmp_path / "own.toml"
    with Ledger(ledger, new=True) as opened:
        opened.add([told({"code": "OBSERVE", "actors": [ORV], "targets": [KAR]})], RUN)
    book.write_text(
        '[types.OBSERVE]\ndefinition = "Sends people who watch a vote."\nquad = "material cooperation"\nscore = 4.0\n'
        'examples = ["[Norway|a] [sent observers|e] to [Denmark|t]."]\n',
        encoding="utf-8",
    )
    (tmp_path / "onrecord.toml").write_text('codebook = "own.toml"\n', encoding="utf-8")
    asked = ("count", ledger, "--by", "code,quad", "--scores", "--format", "csv")
    plain = call(*asked)
    assert plain.stdout.splitlines()[1] == "OBSERVE,,1,"
    assert (
        plain.stderr.startswith("note: events of OBSERVE have no quad class and no score")
        and "--settings" in plain.stderr
    )
    assert json.loads(call(*asked[:-1], "json").stdout)[0]["score"] is None
    assert call("count", ledger, "--by", "code").stderr == ""
    mine = call(*asked, "--settings", tmp_path / "onrecord.toml")
    assert (mine.stdout.splitlines()[1], mine.stderr) == ("OBSERVE,material cooperation,1,4.0", "")


def test_a_type_without_a_score_adds_none_to_those_that_have_one(count: Count) -> None:
    known, other = ({"code": code, "actors": [ORV], "targets": [KAR]} for code in ("AID", "OBSERVE"))
    for events in ([known, other], [other, known]):
        assert count([told(*events)], "actor", scores=True) == [("ORV", 2, SCORES["AID"])]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--by", "day,dyad"], "error: nothing can be counted by dyad: the fields are day, week, month, year, actor"),
        (["--by", ","], "error: name each field to count by once"),
        (["--status", "maybe"], "error: there is no status maybe: take any, or some of actual"),
        (["--scores", "--of", "origins"], "error: an origin has no score"),
        (["-o", "{ledger}"], "is the ledger itself"),
        (["--since", "2021-12-02", "--until", "2021-12-01"], "error: since 2021-12-02 until 2021-12-01 holds no day"),
    ],
)
def test_what_cannot_be_counted_is_one_line(tmp_path: Path, words: list[str], said: str) -> None:
    ledger = tmp_path / "x.ledger"
    Ledger(ledger, new=True).close()
    result = call("count", ledger, *(w.format(ledger=ledger) for w in words))
    assert (result.exit_code, said in result.stderr, len(result.stderr.splitlines())) == (2, True, 1)


def test_the_order_of_reading_changes_nothing(tmp_path: Path) -> None:
    pages = [told(ATTACK, publisher=p, agency=a) for p, a in (("B", None), ("A", None), ("C", "AP"), ("AP", None))]
    tables = []
    for name, order in (("a", pages), ("b", pages[::-1])):
        with Ledger(tmp_path / name, new=True) as ledger:
            ledger.add(order, RUN)
            tables.append("".join(counting.as_csv(Table(ledger, Asked(of="origins")))))
    assert tables[0] == tables[1]
    assert tables[0].splitlines()[1:] == ["2021-11-30,ORV,KAR,material conflict,1"]


# ---------------------------------------------------------------------------------------------------------- occurrences


def raids(*heads: dict[str, Any]) -> list[Page]:
    """A report of one raid for each head."""
    attack = {"actors": [ORV], "targets": [KAR]}
    return [told(attack, text=f"Report {n}.", **head) for n, head in enumerate(heads)]


def occurrence(*events: Event, key: str = "c1") -> Cluster:
    origin = Origin(id="o", documents=tuple(e.span.doc for e in events), why="each by itself")
    return Cluster(id=key, kind="occurrence", members=tuple(e.id for e in events), origins=(origin,), by=HAND.key)


def occurred(ledger: Ledger, by: str, **asked: Any) -> list[tuple[Any, ...]]:
    return list(Table(ledger, Asked(by=tuple(by.split(",")), of="occurrences", sparse=True, **asked)).rows())


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger(tmp_path / "x.ledger", new=True) as opened:
        yield opened


def clustered(ledger: Ledger, *found: Cluster) -> None:
    with ledger.weighing((HAND,), RUN) as weighed:
        weighed.put_clusters(found)


def test_an_occurrence_counts_once_as_it_was_first_published(ledger: Ledger) -> None:
    first, second, third, lone = raids(
        {"published": None, "publisher": "A"}, {"published": "2021-12-03", "publisher": "B"},
        {"published": "2021-12-01", "publisher": "C"}, {"published": "2021-12-04", "publisher": "D"},
    )  # fmt: skip
    ledger.add([first, second, third, lone], RUN)
    assert occurred(ledger, "quad") == [("material conflict", 4)]  # in no cluster each counts
    clustered(ledger, occurrence(*(p.events[0] for p in (first, second, third))))
    assert occurred(ledger, "publisher,day") == [("C", "2021-12-01", 1), ("D", "2021-12-04", 1)]
    assert occurred(ledger, "day", since=date(2021, 12, 2)) == [("2021-12-04", 1)]
    table = Table(ledger, Asked(by=("actor",), of="occurrences", scores=True))
    assert (table.columns, list(table.rows())) == (
        ("actor", "occurrences", "score"),
        [("ORV", 2, 2 * SCORES["ASSAULT"])],
    )
    clustered(ledger, occurrence(first.events[0]))
    assert occurred(ledger, "publisher", codes=("ASSAULT",)) == [("A", 1), ("B", 1), ("C", 1), ("D", 1)]


def test_what_is_not_wanted_stands_in_no_ones_way(ledger: Ledger) -> None:
    plan = told({"actors": [ORV], "status": "planned"}, published="2021-11-29", publisher="A")
    (fact,) = raids({"published": "2021-11-30", "publisher": "B"})
    ledger.add([plan, fact], RUN)
    clustered(ledger, occurrence(plan.events[0], fact.events[0]))
    assert occurred(ledger, "publisher") == [("B", 1)]
    assert occurred(ledger, "publisher", status=()) == [("A", 1)]


def test_what_one_report_tells_again_is_of_its_first_tellings_occurrence(ledger: Ledger) -> None:
    attack = {"actors": [ORV], "targets": [KAR]}
    twice = told(attack, attack | {"again": True}, published="2021-11-30", publisher="A")
    one, other = raids({"published": "2021-11-29", "publisher": "B"}, {"published": "2021-12-01", "publisher": "C"})
    ledger.add([twice, one, other], RUN)
    a, b = twice.events
    clustered(ledger, occurrence(a, other.events[0]), occurrence(b, one.events[0], key="c2"))
    assert occurred(ledger, "publisher") == [("A", 1), ("B", 1)]
    clustered(ledger, occurrence(a, b))
    assert occurred(ledger, "publisher") == [("A", 1), ("B", 1), ("C", 1)]


def test_occurrences_are_those_of_the_view(ledger: Ledger) -> None:
    ledger.add([page(), rival(published="2021-12-02")], RUN)
    weighing.weigh(ledger)
    assert any(c.kind == "occurrence" for c in ledger.clusters())
    asked = ("--by", "code", "--code", "COERCE", "--format", "json")
    counts = {
        (of, day): [r[of] for r in json.loads(call("count", ledger.path, *asked, "--of", of, *day).stdout)]
        for of in ("events", "occurrences")
        for day in ((), ("--as-of", "2021-11-30"), ("--as-of", "2021-12-02"))
    }
    assert counts == {
        ("events", ()): [2], ("events", ("--as-of", "2021-11-30")): [1], ("events", ("--as-of", "2021-12-02")): [2],
        ("occurrences", ()): [1], ("occurrences", ("--as-of", "2021-11-30")): [1],
        ("occurrences", ("--as-of", "2021-12-02")): [1],
    }  # fmt: skip
    assert call("count", ledger.path, "--of", "raids").exit_code == 2


def test_an_empty_ledger_has_no_occurrence(ledger: Ledger) -> None:
    assert occurred(ledger, "day,actor") == []
