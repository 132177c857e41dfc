"""Accounts of several reports: who rests on whom, what is one occurrence, what excludes what, in any order."""

from __future__ import annotations

import random
from typing import Any

import pytest

from bench.weigh import generated
from onrecord.weigh import Slots, weighed
from onrecord.weigh.amounts import apart, one_extent, one_thing
from onrecord.weigh.comparisons import COMPARISONS, verdict
from onrecord.weigh.likeness import party
from onrecord.weigh.making import tallied
from onrecord.weigh.origins import origins
from onrecord.weigh.series import points
from onrecord.weigh.slots import Amount, Ground, Party, Spot, When


def told(doc: str, **rest: Any) -> Slots:
    """An account of one attack: soldiers of LND raid Arvakar on a Monday, in the words of somebody named."""
    ground = Ground(kind="named", who=f"person:{doc}", shown=doc, outlet=f"paper {doc}", day="2022-09-06")
    usual: dict[str, Any] = {
        "id": f"e-{doc}", "doc": doc, "kind": "event", "code": "ASSAULT", "trigger": "raided", "deed": ("attack",),
        "actors": (Party(id="LND MIL", country="LND", sectors=("MIL",), side="state"),), "countries": ("LND",),
        "names": ("arvakar",), "scene": ("arvakar",), "stems": ("attack", "arvakar", "farm", "soldier"),
        "when": When(start="2022-09-05T00:00", end="2022-09-06T00:00"), "speakers": (f"person:{doc}",), "speaker": doc,
        "outlet": f"paper {doc}", "published": "2022-09-06", "grounds": (ground,),
    }  # fmt: skip
    return Slots(**(usual | rest))


def count(number: float, **rest: Any) -> tuple[Amount, ...]:
    usual = {
        "id": f"q{number}",
        "words": f"{number:g}",
        "low": number,
        "high": number,
        "of": "villager",
        "fate": "dead",
    }
    return (Amount(**(usual | rest)),)


REBELS = (Party(id="group:rebel", side="other", words=("rebels",)),)
NEAR, FAR = Spot(name="arvan", lat=40.0, lon=45.0, radius_km=5), Spot(name="belun", lat=44.0, lon=20.0, radius_km=5)
PAIRS: dict[str, tuple[dict[str, Any], dict[str, Any], tuple[str, str] | None]] = {
    "two tell of one raid": ({}, {}, ("corroborates", "status")),
    "another place's name": ({}, {"names": ("torbek",), "scene": ("torbek",), "stems": ("attack", "torbek")}, None),
    "a denial by another country": ({}, {"denied": True, "countries": ("LND", "OTH")}, ("denies", "status")),
    "another actor": ({}, {"actors": REBELS}, ("contradicts", "actor")),
    "numbers apart": ({"amounts": count(12)}, {"amounts": count(31)}, ("contradicts", "quantity")),
    "two lower bounds": (
        {"amounts": count(12, high=None)}, {"amounts": count(31, high=None)}, ("corroborates", "status"),
    ),
    "a part of the whole": ({"amounts": count(12, part=True)}, {"amounts": count(31)}, ("corroborates", "status")),
    "each begins with another name": ({"topic": ("belunna",)}, {"topic": ("torbek",)}, None),
    "dozens exclude no number": (
        {"amounts": count(12)}, {"amounts": count(24, high=99)}, ("corroborates", "status"),
    ),
    "another number of another day": (
        {"amounts": count(12, daily=True)}, {"amounts": count(31, daily=True), "published": "2022-09-07"},
        ("corroborates", "status"),
    ),
    "done to a person and to many": (
        {"targets": (Party(id="person:ada-quell", named=True),)}, {"amounts": count(31, of="person")}, None,
    ),
    "a plan": ({"amounts": count(12), "status": "planned"}, {"amounts": count(31)}, None),
    "the speaker counts again": (
        {"amounts": count(12)},
        {"amounts": count(31), "speakers": ("person:a",), "published": "2022-09-07",
         "grounds": (Ground(kind="named", who="person:a", outlet="paper b", day="2022-09-07"),)},
        ("revises", "quantity"),
    ),
    "two places": (
        {"places": (NEAR,), "amounts": count(12)}, {"places": (FAR,), "amounts": count(12)}, ("contradicts", "place"),
    ),
    "days apart, told together": (
        {}, {"when": When(start="2022-09-02T00:00", end="2022-09-03T00:00")}, ("contradicts", "time"),
    ),
    "a week later": (
        {}, {"when": When(start="2022-09-12T00:00", end="2022-09-13T00:00"), "published": "2022-09-13"}, None,
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", PAIRS)
def test_a_pair_of_accounts(name: str) -> None:
    one, other, wanted = PAIRS[name]
    a, b = told("a", **one), told("b", **other)
    for found in (verdict(a, b), verdict(b, a)):
        assert (found and (found.relation, found.on)) == wanted
        assert found is None or (found.why and 0 < found.score < 1)


def test_each_comparison_says_what_it_finds() -> None:
    for compare in COMPARISONS:
        assert compare.__doc__
        assert compare.__doc__.count("\n") == 0


def test_the_order_of_accounts_changes_nothing() -> None:
    accounts = generated(60)
    wanted = weighed(accounts)
    random.Random(1).shuffle(accounts)
    assert weighed(accounts) == wanted
    assert wanted.clusters


def test_a_cluster_holds_no_two_that_exclude_each_other() -> None:
    chain = [told("a"), told("b", actors=()), told("c", actors=REBELS)]
    clusters = [c for c in weighed(chain).clusters if c.kind == "occurrence"]
    assert not any({"e-a", "e-c"} <= set(c.members) for c in clusters)


def ground(doc: str, **rest: Any) -> Slots:
    usual = {"kind": "named", "who": f"person:{doc}", "shown": doc, "outlet": f"paper {doc}", "day": "2022-09-06"}
    return told(doc, grounds=(Ground(**(usual | rest)),))


@pytest.mark.parametrize(
    ("one", "other", "wanted"),
    [
        ({}, {}, 2),
        ({"who": "person:x"}, {"who": "person:x"}, 1),
        ({"who": "person:x", "occasion": "speech"}, {"who": "person:x", "occasion": "interview"}, 2),
        ({"who": "person:x"}, {"who": "person:x", "day": "2022-09-20"}, 2),
        ({"kind": "own", "who": "outlet:a"}, {"kind": "own", "who": "outlet:b"}, 2),
        ({}, {"kind": "outlet", "who": "outlet:paper a"}, 1),
        ({}, {"kind": "bare", "who": "outlet:b"}, 1),
        ({"kind": "unnamed", "who": "unnamed:officials"}, {"kind": "unnamed", "who": "unnamed:officials"}, 2),
        ({"kind": "unnamed", "who": "u", "briefed": True}, {"kind": "unnamed", "who": "u", "briefed": True}, 1),
    ],
)
def test_origins(one: dict[str, Any], other: dict[str, Any], wanted: int) -> None:
    found = origins([ground("a", **one), ground("b", **other)], {})
    assert len(found) == wanted
    assert {d for o in found for d in o.documents} == {"a", "b"}
    assert all(o.why for o in found)


def test_a_copy_adds_no_origin_and_a_denial_is_none_of_what_it_denies() -> None:
    found = origins([told("a"), told("b"), told("c", denied=True)], {"b": ("a",)})
    assert [(o.documents, o.denies) for o in found] == [(("a", "b"), False), (("c",), True)]


def test_amounts() -> None:
    [villagers], [people], [children] = count(12), count(31, of="person"), count(31, of="child")
    assert one_thing(villagers, people)
    assert not one_thing(villagers, children)
    assert apart(villagers, people)
    [miles], [kilometres] = count(16093.44, unit="metre", of=""), count(16000, unit="metre", of="")
    assert one_thing(miles, kilometres)
    assert not apart(miles, kilometres)
    assert not one_extent(*count(1, scope="including"), *count(2))


def test_a_series_keeps_planned_figures_apart_and_joins_one_word() -> None:
    def numbers(doc: str, number: float, day: str, **rest: Any) -> Slots:
        who = rest.pop("who", doc)
        amounts = count(number, of="troop", fate="", whose=("LND",), where="OTH", **rest)
        grounds = (Ground(kind="named", who=f"person:{who}", outlet=f"paper {doc}", day=day),)
        return told(doc, kind="count", amounts=amounts, published=day, when=None, grounds=grounds)

    accounts = [
        numbers("a", 90, "2022-01-01"), numbers("b", 90, "2022-01-02", who="a"), numbers("c", 120, "2022-01-09"),
        numbers("d", 300, "2022-01-09", coming=True), numbers("e", 300, "2022-01-10", coming=True),
    ]  # fmt: skip
    now, planned = (points(key, members) for key, members in tallied(accounts).items())
    assert [(p.low, p.documents) for p in now] == [(90, ("a", "b")), (120, ("c",))]
    assert [p.low for p in planned] == [300, 300]


def test_parties() -> None:
    state = Party(id="A MIL", country="AAA", sectors=("MIL",), side="state")
    assert party(state, Party(id="A GOV", country="AAA", sectors=("GOV",), side="state")) == "same"
    assert party(state, Party(id="B MIL", country="BBB", sectors=("MIL",), side="state")) == "other"
    assert party(state, *REBELS) == "other"
    assert party(state, Party(id="group:crowd")) == "open"
