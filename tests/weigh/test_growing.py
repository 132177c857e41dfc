"""A ledger that grows stands in the end as if all of it had been weighed at once, whatever came, went and changed."""

from __future__ import annotations

import random
from collections.abc import Collection, Iterator
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.growing import Memory
from bench.weigh import generated
from onrecord.weigh import Grown, Ruling, Slots, weighed
from onrecord.weigh.candidates import AHEAD, Key
from onrecord.weigh.slots import Amount, Ground, Party, When

TOWNS = ("arvakar", "torbek", "belun")
LANDS = ("LND", "OTH", "THD")
DEEDS = (("ASSAULT", "attack"), ("COERCE", "arrest"), ("MOBILIZE", "deploy"))
WORDS = ("farm", "bridge", "dawn", "road", "column", "village", "night", "river", "school", "tower")
SIDES = (
    (),
    (Party(id="LND MIL", country="LND", side="state"),),
    (Party(id="group:rebel", side="other", words=("rebels",)),),
)


def account(rng: random.Random, doc: str, part: int, published: str | None) -> Slots:
    """An account of few towns, lands and deeds, so that many of them concern each other."""
    code, deed = rng.choice(DEEDS)
    day = rng.randrange(1, 9)
    number = float(rng.choice((12, 12, 31)))
    amount = Amount(
        id=f"q{doc}{part}", words=f"{number:g}", low=number, high=number, of=rng.choice(("soldier", "troop")),
        fate="dead", whose=rng.choice(((), ("LND",), ("OTH",))), where=rng.choice(("", "OTH")),
        coming=rng.random() < 0.1,
    )  # fmt: skip
    who = f"person:{rng.randrange(12)}"
    ground = Ground(
        kind=rng.choice(("named", "own", "bare", "unnamed")), who=who, shown=who, outlet=f"paper {rng.randrange(5)}",
        day=published and published[:10],
    )  # fmt: skip
    return Slots(
        id=f"{doc}-{part}", doc=doc, kind=rng.choice(("event", "event", "count", "statement")), sentence=part,
        code=code, status=rng.choice(("actual", "actual", "actual", "planned")), denied=rng.random() < 0.15,
        actors=rng.choice(SIDES), targets=rng.choice(SIDES),
        countries=tuple(sorted(rng.sample(LANDS, rng.randrange(3)))), lands=tuple(sorted(rng.sample(LANDS, 1))),
        names=tuple(sorted(rng.sample(TOWNS, rng.randrange(1, 3)))), scene=tuple(sorted(rng.sample(TOWNS, 1))),
        when=When(start=f"2022-09-{day:02}T00:00", end=f"2022-09-{day + 1:02}T00:00") if rng.random() < 0.6 else None,
        amounts=tuple(msgspec.structs.replace(amount, id=f"{amount.id}{n}", of=of)
                      for n, of in enumerate((amount.of, "villager")[: rng.randrange(3)])),
        stems=tuple(sorted({deed, *rng.sample(WORDS, 5)})), deed=(deed,), trigger=f"{deed}ed", speakers=(who,),
        speaker=who, outlet=ground.outlet, published=published, grounds=(ground,),
    )  # fmt: skip


def published(rng: random.Random) -> str | None:
    """A day or an instant of two months, most of them in two weeks; now and then none."""
    if rng.random() < 0.08:
        return None
    day = rng.randrange(1, 15) if rng.random() < 0.8 else rng.randrange(15, 29)
    month = 9 if rng.random() < 0.8 else 11
    return f"2022-{month:02}-{day:02}" + rng.choice(("", "T06:00", "T18:30"))


def report(rng: random.Random, doc: str) -> tuple[Slots, ...]:
    day = published(rng)
    return tuple(account(rng, doc, part, day) for part in range(rng.randrange(1, 4)))


class Changing:
    """Reports as they come, go and change, beside a ledger that is told each time."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)
        self.memory = Memory()
        self.reports: dict[str, tuple[Slots, ...]] = {}
        self.copied: dict[str, tuple[str, ...]] = {}
        self.rulings: list[Ruling] = []
        self.count = 0

    def batch(self) -> Grown:
        """One to a few changes at once."""
        reports: dict[str, tuple[Slots, ...]] = {}
        copied: dict[str, tuple[str, ...]] = {}
        for _ in range(self.rng.choice((1, 1, 2, 8))):
            self.rng.choice((self.new, self.new, self.new, self.copy, self.read, self.gone, self.root))(reports, copied)
        self.reports |= reports
        self.copied |= copied
        if rule := self.rng.random() < 0.4:
            self.rule()
        return self.memory.put(reports, copied, list(self.rulings) if rule else None)

    def new(self, reports: dict[str, tuple[Slots, ...]], copied: dict[str, tuple[str, ...]]) -> None:
        self.count += 1
        doc = f"d{self.rng.randrange(90):02}{self.count:03}"
        reports[doc] = report(self.rng, doc)

    def copy(self, reports: dict[str, tuple[Slots, ...]], copied: dict[str, tuple[str, ...]]) -> None:
        """A report with the accounts of another, one of them perhaps changed, and perhaps one of its own."""
        self.new(reports, copied)
        if not self.reports:
            return
        root, doc = self.rng.choice(sorted(self.reports)), list(reports)[-1]
        mine = [msgspec.structs.replace(s, id=f"{doc}-c{n}", doc=doc) for n, s in enumerate(self.reports[root])]
        reports[doc] = (*mine, *reports[doc][: self.rng.randrange(2)])
        copied[doc] = (root,)

    def read(self, reports: dict[str, tuple[Slots, ...]], copied: dict[str, tuple[str, ...]]) -> None:
        """A report is read again: some accounts are the same, some others of the same id, some gone."""
        if known := sorted(self.reports.keys() - reports.keys()):
            doc = self.rng.choice(known)
            fresh = {s.id: s for s in report(self.rng, doc)}
            fresh |= {s.id: s for s in self.reports[doc] if self.rng.random() < 0.5}
            reports[doc] = tuple(fresh.values())

    def gone(self, reports: dict[str, tuple[Slots, ...]], copied: dict[str, tuple[str, ...]]) -> None:
        if known := sorted(self.reports.keys() - reports.keys()):
            reports[self.rng.choice(known)] = ()

    def root(self, reports: dict[str, tuple[Slots, ...]], copied: dict[str, tuple[str, ...]]) -> None:
        """A report has other roots, or none."""
        if known := sorted(self.reports):
            doc = self.rng.choice(known)
            roots = self.rng.sample(known, min(len(known), self.rng.randrange(3)))
            copied[doc] = tuple(sorted(r for r in roots if r != doc))

    def rule(self) -> None:
        """An analyst joins or parts some accounts, of which some may be gone, or takes a ruling back."""
        ids = sorted(s.id for told in self.reports.values() for s in told)
        if self.rulings and self.rng.random() < 0.25:
            self.rulings.pop(self.rng.randrange(len(self.rulings)))
        elif len(ids) > 4:
            some = self.rng.sample(ids, 4)
            at = self.rng.randrange(1, 4)
            self.rulings.append(
                Ruling(tuple(some[:at]), tuple(some[at:])) if self.rng.random() < 0.5 else Ruling(tuple(some[: at + 1]))
            )

    def check(self) -> None:
        told = [s for doc in self.reports for s in self.reports[doc]]
        random.Random(len(told)).shuffle(told)
        want, got = weighed(told, self.copied, self.rulings), self.memory.state()
        for name in want._fields:
            assert getattr(got, name) == getattr(want, name), name


@settings(max_examples=6, deadline=None, derandomize=True)
@given(st.integers(min_value=0, max_value=2**32))
def test_what_grew_is_what_is_weighed_at_once(seed: int) -> None:
    changing = Changing(seed)
    for n in range(32):
        changing.batch()
        if n % 8 == 0:
            changing.check()
    changing.check()


def alike(doc: str, **rest: Any) -> Slots:
    """An account of one attack in one town, on the word of somebody of its own."""
    ground = Ground(kind="named", who=f"person:{doc}", shown=doc, outlet=f"paper {doc}", day="2022-09-06")
    usual: dict[str, Any] = {
        "id": f"e-{doc}", "doc": doc, "kind": "event", "code": "ASSAULT", "trigger": "raided", "deed": ("attack",),
        "actors": SIDES[1], "countries": ("LND",), "names": ("arvakar",), "scene": ("arvakar",),
        "stems": ("attack", "arvakar", "farm", "soldier"),
        "when": When(start="2022-09-05T00:00", end="2022-09-06T00:00"), "speakers": (f"person:{doc}",), "speaker": doc,
        "outlet": f"paper {doc}", "published": "2022-09-06", "grounds": (ground,),
    }  # fmt: skip
    return Slots(**(usual | rest))


def grew(told: list[Slots], seed: int = 0) -> tuple[Memory, list[Grown]]:
    """A ledger into which reports came one after the other, in an order of chance."""
    memory, docs = Memory(), sorted({s.doc for s in told})
    random.Random(seed).shuffle(docs)
    return memory, [memory.put({doc: [s for s in told if s.doc == doc]}) for doc in docs]


def test_one_report_after_the_other() -> None:
    told = generated(40)
    memory, _ = grew(told)
    assert memory.state() == weighed(told)


def test_of_more_accounts_than_one_is_held_against_the_far_pairs_go_and_come_back() -> None:
    told = [alike(f"{n:02}") for n in range(AHEAD + 12)]
    memory, steps = grew(told, seed=3)
    assert memory.state() == weighed(told)
    assert any(step.ended_links for step in steps)
    assert any(step.ended_joined for step in steps)
    back = memory.put({"05": ()})
    assert back.links
    assert memory.state() == weighed(s for s in told if s.doc != "05")


def test_what_is_told_again_changes_nothing() -> None:
    told = [alike(doc) for doc in "abc"]
    memory, _ = grew(told)
    assert memory.put({"b": [told[1]]}) == Grown([], [], [], [], [], [])


def test_only_what_a_report_may_concern_is_read() -> None:
    class Watched(Memory):
        read: set[str]

        def accounts(self, ids: Collection[str]) -> dict[str, Slots]:
            self.read.update(ids)
            return super().accounts(ids)

        def block(self, key: Key, first: int, last: int) -> Iterator[Slots]:
            for s in super().block(key, first, last):
                self.read.add(s.id)
                yield s

    towns = [f"town{n}" for n in range(30)]
    memory = Watched()
    memory.hold(
        alike(f"{town}-{n}", names=(town,), scene=(), stems=("attack", town), countries=(f"C{town}", f"D{town}"))
        for town in towns
        for n in range(4)
    )
    memory.read = set()
    memory.put({"new": [alike("new", names=("town7",), scene=(), stems=("attack", "town7"))]})
    assert memory.read - {"e-new"} == {f"e-town7-{n}" for n in range(4)}


def test_an_account_of_two_series_is_in_both() -> None:
    def amounts(doc: str) -> tuple[Amount, ...]:
        return tuple(
            Amount(id=f"{doc}{of}", words="90", low=90.0, high=90.0, of=of, fate="dead", whose=("LND",))
            for of in ("soldier", "sailor")
        )

    told = [alike(doc, amounts=amounts(doc)) for doc in "ab"]
    memory, _ = grew(told)
    assert memory.state() == weighed(told)
    assert len({c.id for c in weighed(told).clusters if c.kind == "series"}) == 2


def test_a_copy_follows_its_root() -> None:
    root, copy = alike("a"), alike("b", speakers=("person:a",))
    memory = Memory()
    memory.put({"a": [root], "b": [copy]}, {"b": ("a",)})
    assert memory.again == {"e-b": "e-a"}
    memory.put({"a": [alike("a", trigger="stormed")]})
    assert memory.again == {}
    memory.put({"a": [root]})
    assert memory.again == {"e-b": "e-a"}
    assert memory.state() == weighed([root, copy], {"b": ("a",)})


ONE, OTHER = ("e-a", "e-b"), ("e-c", "e-d")
RULINGS: dict[str, tuple[list[Ruling], list[set[str]]]] = {
    "none": ([], [{"e-a", "e-b"}, {"e-c", "e-d"}]),
    "together, whatever excludes": ([Ruling((*ONE, *OTHER))], [{"e-a", "e-b", "e-c", "e-d"}]),
    "with what either excludes no other is joined": ([Ruling(("e-a", "e-c"))], [{"e-a", "e-c"}]),
    "apart, whatever speaks for it": ([Ruling(("e-a",), ("e-b",))], [{"e-c", "e-d"}]),
    "the later stands: together": (
        [Ruling(("e-a",), ("e-b",)), Ruling(ONE)], [{"e-a", "e-b"}, {"e-c", "e-d"}],
    ),
    "the later stands: apart": (
        [Ruling((*ONE, "e-c")), Ruling(("e-a",), ("e-b",))], [{"e-a", "e-c"}],
    ),
    "a later one leaves the rest of an earlier": (
        [Ruling(ONE, OTHER), Ruling(("e-a", "e-c"))], [{"e-a", "e-c"}],
    ),
    "of what is not there": ([Ruling(("e-a", "e-x")), Ruling(("e-y",), ONE)], [{"e-a", "e-b"}, {"e-c", "e-d"}]),
}  # fmt: skip


@pytest.mark.parametrize("name", RULINGS)
def test_the_judgement_of_an_analyst_stands(name: str) -> None:
    rulings, wanted = RULINGS[name]
    told = [alike(doc) for doc in "ab"] + [alike(doc, actors=SIDES[2]) for doc in "cd"]
    found = weighed(told, {}, rulings)
    assert [set(c.members) for c in sorted(found.clusters, key=lambda c: c.members)] == wanted
    memory, _ = grew(told)
    memory.put({}, rulings=rulings)
    assert memory.state() == found
    memory.put({}, rulings=[])
    assert memory.state() == weighed(told)
