"""Numbers that exclude each other, and pairs that only look as if they did."""

from __future__ import annotations

from typing import Any

import pytest

from onrecord.data import Account, Actor, Event, Head, Mention, Place, Quantity, Span, Statement, Time
from onrecord.weigh import weigh
from onrecord.weigh.plain import allowed

BY = "test-1"


def mention(doc: str, start: int, value: Any, **rest: Any) -> Mention:
    return Mention.at(Span(doc=doc, start=start, end=start + 1, quote="x"), value, by=BY, score=1.0, **rest)


def account(
    doc: str, *, speaker: str, low: float | None, high: float | None, day: str = "2021-12-03", **rest: Any
) -> Account:
    """A report of `day` in which `speaker` says how many troops a country has massed."""
    owner = mention(
        doc, 0, Actor(name="R", id=rest.get("country", "RUS"), kind="country", country=rest.get("country", "RUS"))
    )
    source = mention(doc, 1, Actor(name=speaker, id=speaker, kind="person"))
    count = Quantity(
        low=low, high=high, of=rest.get("of", "troop"), approximate=rest.get("about", False), words=f"{low}-{high}"
    )
    counted = mention(doc, 2, count)
    held = [owner, source, counted]
    if place := rest.get("place"):
        held.append(mention(doc, 3, Place(name="p", lat=place[0], lon=place[1], radius_km=50)))
    if time := rest.get("time"):
        held.append(mention(doc, 4, Time(start=time[0], end=time[1], timex=time[0])))
    span = Span(doc=doc, start=5, end=6, quote="x")
    said = Statement(id=doc + "s", version="", span=span, speakers=(source.id,), manner="indirect", by=BY, score=1.0)
    event = Event.at(
        span, "MOBILIZE", actors=[owner], quantities=(counted.id,), said=said.id, by=BY, score=1.0,
        status=rest.get("status", "actual"), time=held[-1].id if rest.get("time") else None,
    )  # fmt: skip
    return Account(finding=event, mentions=tuple(held), statements=(said,), head=Head(doc=doc, published=day))


ONE = {"speaker": "minister", "low": 94_300, "high": 94_300}
PAIRS: dict[str, tuple[dict[str, Any], dict[str, Any], bool]] = {
    "two numbers of one day": (ONE, {"speaker": "officials", "low": 70_000, "high": 70_000, "about": True}, True),
    "about allows a tenth": (ONE, {"speaker": "officials", "low": 90_000, "high": 90_000, "about": True}, False),
    "at least meets more": (ONE, {"speaker": "officials", "low": 92_000, "high": None}, False),
    "at least excludes less": ({**ONE, "low": 80, "high": 80}, {"speaker": "b", "low": 92, "high": None}, True),
    "another day": (ONE, {"speaker": "officials", "low": 70_000, "high": 70_000, "day": "2022-01-10"}, False),
    "another thing": (ONE, {"speaker": "officials", "low": 70_000, "high": 70_000, "of": "tank"}, False),
    "another country": (ONE, {"speaker": "officials", "low": 70_000, "high": 70_000, "country": "BLR"}, False),
    "a plan": (ONE, {"speaker": "officials", "low": 175_000, "high": 175_000, "status": "possible"}, False),
    "the same speaker": (ONE, {"speaker": "minister", "low": 70_000, "high": 70_000}, False),
    "places far apart": (
        {**ONE, "place": (50.0, 36.0)}, {"speaker": "b", "low": 7, "high": 7, "place": (40.0, 10.0)}, False,
    ),
    "one place": ({**ONE, "place": (50.0, 36.0)}, {"speaker": "b", "low": 7, "high": 7, "place": (50.3, 36.2)}, True),
    "a whole year fixes no day": (
        {**ONE, "time": ("2021-01-01", "2022-01-01")}, {"speaker": "b", "low": 7, "high": 7}, False,
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", PAIRS)
def test_numbers_exclude(name: str) -> None:
    one, other, contradict = PAIRS[name]
    links = list(weigh([account("d1", **one), account("d2", **other)]))
    assert bool(links) == contradict
    for link in links:
        assert link.relation == "contradicts"
        assert link.a < link.b
        assert len(set(link.values)) == 2


def test_the_order_of_accounts_changes_nothing() -> None:
    told = [account(f"d{i}", speaker=f"s{i}", low=n, high=n) for i, n in enumerate((10, 20, 10, 30, 40))]
    links = list(weigh(told))
    assert links == list(weigh(reversed(told)))
    assert len(links) == 9  # ten pairs, of which one agrees


def test_many_who_repeat_a_number_are_one_side() -> None:
    papers = [account(f"d{i}", speaker="minister", low=94_300, high=94_300) for i in range(40)]
    first = account("e", speaker="minister", low=94_300, high=94_300, day="2021-12-03T06:00")
    other = account("f", speaker="officials", low=70_000, high=70_000)
    [link] = weigh([*papers, other, first])
    assert {link.a, link.b} == {min(p.finding.id for p in papers), other.finding.id}


@pytest.mark.parametrize(
    ("quantity", "low", "high"),
    [
        (Quantity(low=100, high=100, words="100"), 100, 100),
        (Quantity(low=100, high=100, approximate=True, words="about 100"), 90, 110.00000000000001),
        (Quantity(low=100, high=None, words="at least 100"), 100, float("inf")),
        (Quantity(low=None, high=100, words="up to 100"), float("-inf"), 100),
    ],
)
def test_what_a_quantity_allows(quantity: Quantity, low: float, high: float) -> None:
    assert allowed(quantity) == (low, high)
