"""What an event cost: kinds by the words around a count, sides by its parties, low, best and high by a stated rule."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from onrecord.data import Actor, Event, Mention, Page, Quantity
from onrecord.makers import maker
from onrecord.read import document
from onrecord.record import Ledger, tables
from onrecord.record.casualties import Toll, casualties, columns, toll, total
from onrecord.tokens import Parse
from tests.record.made import RUN

BY = maker("hand", 1).key


def page(text: str, counts: dict[str, Quantity], actors: tuple[str, ...] = (), code: str = "ASSAULT") -> Page:
    """A report of one event, "attacked", whose parties are `actors`: who acts, and upon whom; a count is `of` them."""
    doc = document(text, published="2024-05-01")

    def at(words: str) -> tuple[int, int]:
        start = text.index(words)
        return start, start + len(words)

    parties = [
        Mention.at(doc.span(*at(words)), Actor(name=words, id=words, kind="group"), by=BY, score=1.0)
        for words in actors
    ]
    held = []
    for words, value in counts.items():
        span = doc.span(*at(words))
        of = next((m.id for m in parties if span.start <= m.span.start and m.span.end <= span.end), None)
        held.append(Mention.at(span, value, by=BY, score=1.0, attached_to=of))
    event = Event.at(doc.span(*at("attacked")), code, actors=parties[:1], targets=parties[1:], by=BY, score=1.0)
    return Page(document=doc, parse=Parse((), ()), mentions=(*parties, *held), events=(event,))


def told(found: Page) -> dict[str, float]:
    """The columns that hold something."""
    event = found.events[0]
    row = columns(event, found, casualties(found).get(event.id, ()))
    return {name: value for name, value in row.items() if value is not None}


def people(n: float, of: str = "person") -> Quantity:
    return Quantity(low=n, high=n, of=of, words=f"{n:g}")


@pytest.mark.parametrize(
    ("told", "want"),
    [
        (Quantity(low=12, high=12, words="12"), Toll(12, 12, 12)),
        (Quantity(low=12, high=None, words="at least 12"), Toll(12, 12, None)),
        (Quantity(low=None, high=12, words="up to 12"), Toll(None, None, 12)),
        (Quantity(low=30, high=40, words="30 to 40"), Toll(30, 30, 40)),
        (Quantity(low=30, high=40, approximate=True, words="some thirty to forty"), Toll(30, 30, 40)),
        (Quantity(low=24, high=199, approximate=True, words="dozens"), Toll(24, None, 199)),
        (Quantity(low=90, high=90, approximate=True, words="about 90"), Toll(90, 90, 90)),
    ],
)
def test_low_best_and_high(told: Quantity, want: Toll) -> None:
    assert toll(told) == want


@pytest.mark.parametrize(
    ("text", "words", "kind"),
    [
        ("Raiders attacked Marn and killed 12 on Monday.", "12", "killed"),
        ("Raiders attacked Marn; 12 were killed.", "12", "killed"),
        ("Raiders attacked Marn, leaving 12 dead.", "12 dead", "killed"),
        ("Raiders attacked Marn and injured 12.", "12", "wounded"),
        ("Raiders attacked Marn; 12 are still missing.", "12", "missing"),
        ("Raiders attacked Marn and took 12 prisoner.", "12", "captured"),
        ("Raiders attacked Marn and held 12 hostages.", "12 hostages", "captured"),
        ("Raiders attacked Marn and arrested 12.", "12", None),
        ("Raiders attacked Marn after two were shot dead by 12.", "12", None),
        ("Raiders attacked Marn, where 12 killed a guard.", "12", None),
    ],
)
def test_the_words_tell_what_became_of_them(text: str, words: str, kind: str | None) -> None:
    want = {f"{kind}_{name}": 12 for name in ("low", "best", "high", "unknown")} if kind else {}
    assert told(page(text, {words: people(12)})) == want


def test_two_kinds_in_one_sentence() -> None:
    found = page("Raiders attacked Marn: 7 died and 3 were missing.", {"7": people(7), "3": people(3)})
    assert (told(found)["killed_best"], told(found)["missing_best"]) == (7, 3)


def test_sides_are_those_of_the_parties() -> None:
    text = "Raiders attacked a base, killing 9 guards and wounding 4."
    counts = {"9 guards": people(9, "guard"), "4": people(4)}
    found = told(page(text, counts, ("Raiders", "guards")))
    assert (found["killed_targets"], found["wounded_targets"]) == (9, 4)
    assert "killed_actors" not in found


@pytest.mark.parametrize(
    ("text", "words", "name"),
    [
        ("Raiders attacked Marn, killing 12.", "12", "killed_targets"),
        ("Raiders attacked Marn and then reportedly wounding 12.", "12", "wounded_targets"),
        ("Raiders attacked Marn, taking 12 hostages.", "12 hostages", "captured_targets"),
        ("Raiders attacked Marn, losing 12 men.", "12 men", "killed_actors"),
        ("Raiders attacked Marn and lost 12 men.", "12 men", "killed_unknown"),
        ("Raiders attacked Marn, the guards killing 12.", "12", "killed_unknown"),
        ("Raiders attacked Marn but guards fought back, killing 12.", "12", "killed_unknown"),
        ("Raiders attacked Marn, leaving 12 dead.", "12 dead", "killed_unknown"),
        ("Raiders attacked Marn. They left, killing 12.", "12", None),
    ],
)
def test_a_participle_tells_whose_they_were(text: str, words: str, name: str | None) -> None:
    counts, parties = {words: people(12)}, ("Raiders", *(("men",) if "men" in text else ()))
    found = page(text, counts, parties[:1])
    if "men" in words:
        men = Mention.at(
            found.document.span(text.index("men"), text.index("men") + 3),
            Actor(name="men", names=("men",), id="men", kind="group"),
            by=BY,
            score=1.0,
        )
        count = found.quantities[0]
        count = Mention.at(count.span, count.value, by=BY, score=1.0, attached_to=men.id)
        found = Page(
            document=found.document, parse=found.parse, mentions=(found.mentions[0], men, count), events=found.events
        )
    sides = {k: v for k, v in told(found).items() if k.endswith(("actors", "targets", "unknown"))}
    assert sides == ({name: 12} if name else {})


def test_what_nobody_is_lost_of_is_no_casualty() -> None:
    assert (
        told(page("Raiders attacked Marn and lost 12 trucks.", {"12 trucks": people(12, "truck")}, ("Raiders",))) == {}
    )


def test_those_who_kill_are_not_counted() -> None:
    counts = {"12 gunmen": people(12, "gunman"), "3": people(3)}
    found = told(page("They attacked Marn: 12 gunmen killed 3.", counts))
    assert found["killed_best"] == 3


def test_different_people_are_added_and_parts_are_not() -> None:
    text = "Raiders attacked Marn: 12 soldiers and 5 civilians were killed, 2 of them on Monday."
    found = page(text, {"12 soldiers": people(12, "soldier"), "5 civilians": people(5, "civilian")})
    assert told(found)["killed_best"] == 17
    whole = found.quantities[0]
    part = Mention.at(
        found.document.span(text.index("2 of"), text.index("2 of") + 1),
        people(2), by=BY, score=1.0, part_of=whole.id,
    )  # fmt: skip
    assert told(page_with(found, part))["killed_best"] == 17


def page_with(found: Page, more: Mention) -> Page:
    return Page(document=found.document, parse=found.parse, mentions=(*found.mentions, more), events=found.events)


def test_two_counts_that_may_be_of_the_same_people_have_no_best() -> None:
    found = page("Raiders attacked Marn and killed 12; 20 were killed in all.", {"12": people(12), "20": people(20)})
    assert told(found) == {"killed_low": 20, "killed_high": 32}


def test_beasts_rates_and_falls_are_nobody() -> None:
    counts = {"200 sheep": people(200, "sheep"), "30 a day": Quantity(low=30, high=30, unit="per day", words="30")}
    assert told(page("Raiders attacked Marn, killing 200 sheep and killing 30 a day.", counts)) == {}


def test_no_count_is_given_to_one_of_several_assaults() -> None:
    found = page("Raiders attacked Marn and shelled Selm, killing 12.", {"12": people(12)})
    other = Event.at(found.document.span(26, 33), "ASSAULT", by=BY, score=1.0)
    both = Page(document=found.document, parse=found.parse, mentions=found.mentions, events=(*found.events, other))
    assert casualties(both) == {}


def test_nothing_told_is_nothing() -> None:
    assert total(()) == Toll(None, None, None)
    assert told(page("Raiders attacked Marn.", {})) == {}


def test_the_tables_hold_them(tmp_path: Path) -> None:
    found = page("Raiders attacked Marn and killed 12.", {"12": people(12)})
    with Ledger(tmp_path / "x.ledger", new=True) as ledger:
        ledger.add([found], RUN)
        (head, row) = csv.reader("".join(tables.csv_lines(ledger, "events", texts=False)).splitlines())
    cells = dict(zip(head, row, strict=True))
    assert [cells[f"killed_{end}"] for end in ("low", "best", "high", "actors", "targets", "unknown")] == [
        "12.0", "12.0", "12.0", "", "", "12.0",
    ]  # fmt: skip
    assert cells["wounded_best"] == cells["captured_high"] == ""
