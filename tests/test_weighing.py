"""A ledger is weighed the same whatever order its reports come in, all at once or one by one."""

from __future__ import annotations

import json
import random
import tomllib
from collections.abc import Iterable
from pathlib import Path

import pytest

from onrecord import run as running
from onrecord import weighing
from onrecord.data import Maker, Page, Refusal, Run, digest
from onrecord.pipeline import Pipeline
from onrecord.read import MAKER, documents
from onrecord.record.export import jsonl
from onrecord.record.ledger import Ledger
from onrecord.weighing import weigh

EXAMPLES = Path(__file__).parent.parent / "examples"
CASES = Path(__file__).parent / "cases"


class Pages(list[Page]):
    """The pages of the examples, with their makers."""

    makers: tuple[Maker, ...] = ()


@pytest.fixture(scope="module")
def pages() -> Pages:
    found = [d for d in documents([EXAMPLES / "dispatches.jsonl", EXAMPLES / "pages"]) if not isinstance(d, Refusal)]
    pipeline = Pipeline()
    made = Pages(p for p in pipeline.annotate(found) if isinstance(p, Page))
    made.makers = (MAKER, *pipeline.makers)
    return made


def put(opened: Ledger, batch: list[Page], number: int, makers: tuple[Maker, ...]) -> None:
    at = f"2026-01-01T00:{number // 60:02}:{number % 60:02}+00:00"
    opened.add(batch, Run(id=digest("run", at), at=at, makers=makers, added=0))


def ledger(path: Path, batches: Iterable[list[Page]], makers: tuple[Maker, ...]) -> Ledger:
    """A ledger that was weighed after each of the batches."""
    opened = Ledger(path, new=True)
    for number, batch in enumerate(batches):
        put(opened, batch, number, makers)
        weigh(opened)
    return opened


def said(opened: Ledger) -> list[str]:
    return list(jsonl(opened))


@pytest.mark.parametrize("seed", range(3))
def test_one_by_one_is_as_all_at_once(tmp_path: Path, pages: Pages, seed: int) -> None:
    with ledger(tmp_path / "all.ledger", [pages], pages.makers) as once:
        wanted, disputes = said(once), once.disputes()
    assert disputes and any(json.loads(line)["type"] == "cluster" for line in wanted)
    order = random.Random(seed).sample(pages, len(pages))
    sizes = [order[:12], *([p] for p in order[12:])] if seed else [[p] for p in order]
    with ledger(tmp_path / "one.ledger", sizes, pages.makers) as one:
        assert said(one) == wanted


def test_nothing_new_writes_nothing(tmp_path: Path, pages: Pages) -> None:
    with ledger(tmp_path / "x.ledger", [pages], pages.makers) as opened:
        before = list(opened.runs())
        weigh(opened)
        assert list(opened.runs()) == before


def test_a_weighing_that_is_killed_is_done_by_the_next(
    tmp_path: Path, pages: Pages, monkeypatch: pytest.MonkeyPatch
) -> None:
    with ledger(tmp_path / "all.ledger", [pages], pages.makers) as once:
        wanted = said(once)
    with ledger(tmp_path / "x.ledger", [pages[:20]], pages.makers) as opened:
        put(opened, pages[20:], 99, pages.makers)
        with monkeypatch.context() as patched:
            patched.setattr(weighing.growing, "grown", lambda *_: 1 / 0)
            with pytest.raises(ZeroDivisionError):
                weigh(opened)
        weigh(opened)
        assert said(opened) == wanted


def test_clusters_stand_as_of_a_day(tmp_path: Path, pages: Pages) -> None:
    """What had been published by a day is weighed as if nothing had come after it."""
    day = "2021-12-03T12:00Z"
    with ledger(tmp_path / "all.ledger", [pages], pages.makers) as opened:
        with weighing.as_of(opened, day) as then:
            docs, wanted = set(then.ids()), [(c.id, c.members, c.origins) for c in then.clusters()]
        assert wanted and len(docs) < len(pages)
    with ledger(tmp_path / "then.ledger", [[p for p in pages if p.document.id in docs]], pages.makers) as small:
        assert [(c.id, c.members, c.origins) for c in small.clusters()] == wanted


def test_what_the_ledger_had_recorded_keeps_its_clusters(tmp_path: Path, pages: Pages) -> None:
    with ledger(tmp_path / "x.ledger", [pages[::2]], pages.makers) as opened:
        before = [c.id for c in opened.clusters()]
        last = len(list(opened.runs()))
        put(opened, pages[1::2], 99, pages.makers)
        weigh(opened)
        assert [c.id for c in opened.clusters()] != before
        with opened.after(last) as then:
            assert [c.id for c in then.clusters()] == before


def test_merged_and_split_clusters_stay_so(tmp_path: Path, pages: Pages) -> None:
    with ledger(tmp_path / "x.ledger", [pages[:-2]], pages.makers) as opened:
        first, second = [c for c in opened.clusters() if c.kind == "occurrence"][:2]
        with opened.judging("Ada") as session:
            session.join(first.id, [second.id], "one and the same")
        weigh(opened)
        both = {*first.members, *second.members}
        assert any(both <= {*c.members} for c in opened.clusters())
        put(opened, pages[-2:], 99, pages.makers)
        weigh(opened)
        (one,) = [c for c in opened.clusters() if c.kind == "occurrence" and both <= {*c.members}]
        with opened.judging("Ada") as session:
            session.part(one.id, second.members, "two after all")
        weigh(opened)
        assert not any({*first.members} & {*c.members} and {*second.members} & {*c.members} for c in opened.clusters())


def test_a_rejected_account_is_in_no_cluster(tmp_path: Path, pages: Pages) -> None:
    with ledger(tmp_path / "x.ledger", [pages], pages.makers) as opened:
        events = {e.id for e in opened.events()}
        cluster = next(c for c in opened.clusters() if {*c.members} <= events)
        with opened.judging("Ada") as session:
            session.judge(cluster.members[0], "reject", "that is not what it says")
        weigh(opened)
        assert all(cluster.members[0] not in c.members for c in opened.clusters())


def test_the_troop_counts_come_out_as_one_series(tmp_path: Path) -> None:
    """The values of tests/cases/series.toml in one series, what is to come apart; disputes and denials too."""
    cases = tomllib.loads((CASES / "series.toml").read_text(encoding="utf-8"))
    file = tmp_path / "reports.jsonl"
    rows = [{k: v for k, v in r.items() if k != "id"} for r in cases["report"]]
    file.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    with Ledger(tmp_path / "x.ledger", new=True) as opened:
        running.run([file], opened)
        named = {d.title: d.id for d in opened.documents()}
        doc = {r["id"]: named[r["title"]] for r in cases["report"]}
        clusters = {c.of: c for c in opened.clusters() if c.kind == "series"}
        said = {(p.day, p.low, p.high, p.part): set(p.documents) for p in clusters["troop RUS UKR"].points}
        assert said == {
            (p["day"], p.get("low"), p.get("high"), "part_of" in p): {doc[r] for r in p["reports"]}
            for p in cases["point"]
        }
        assert {p.high for p in clusters["troop RUS UKR, to come"].points} == {175_000}
        at = {e.id: e.span.doc for e in opened.events()} | {m.id: m.span.doc for m in opened.mentions()}
        between = {(at[k.a], at[k.b], k.relation) for k in opened.links() if {k.a, k.b} <= at.keys()}
        for dispute in cases["dispute"]:
            a, b = (next(p["reports"] for p in cases["point"] if p["id"] == dispute[end]) for end in ("a", "b"))
            assert any(
                (doc[x], doc[y], "contradicts") in between
                for one, other in ((a, b), (b, a))
                for x in one
                for y in other
            )
        for denial in cases["denial"]:
            denied = {b for a, b, relation in between if a == doc[denial["report"]] and relation == "denies"}
            assert denied & {doc[r] for r in denial["denies"]}
            assert not denied & {doc[r] for r in denial.get("leaves", ())}
