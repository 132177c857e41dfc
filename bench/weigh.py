"""How right the weighing is: origins and contradictions of the cases, end to end from the reports' words."""

from __future__ import annotations

import json
import random
import tempfile
import time
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from onrecord.data import Origin, Page
from onrecord.weigh import Slots, roots, slots, weighed
from onrecord.weigh.comparisons import verdict
from onrecord.weigh.copies import copies
from onrecord.weigh.likeness import FAMILIES
from onrecord.weigh.origins import origins
from onrecord.weigh.slots import Amount, Ground, Party, When

CASES = Path(__file__).parent.parent / "tests" / "cases"
# Of several relations of one pair of reports the first in this row is the pair's.
RANK = ("denies", "contradicts", "revises", "corroborates", "repeats")
DISPUTES = ("denies", "contradicts")


def cases(name: str) -> list[dict[str, Any]]:
    """The cases of a file."""
    found: list[dict[str, Any]] = tomllib.loads((CASES / f"{name}.toml").read_text(encoding="utf-8"))["case"]
    return found


def reports(case: dict[str, Any]) -> list[dict[str, Any]]:
    """The reports of a case."""
    return list(case["reports"]) if "reports" in case else [case["a"], case["b"]]


def annotated(rows: Iterable[dict[str, Any]]) -> list[Page]:
    """The pages of reports given as JSON values."""
    from onrecord.pipeline import Pipeline
    from onrecord.read import documents

    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "reports.jsonl"
        file.write_text("\n".join(json.dumps(r) for r in rows), encoding="utf-8")
        found = [d for d in documents([file]) if not hasattr(d, "reason")]
    return [p for p in Pipeline().annotate(found) if isinstance(p, Page)]


def relation(a: Page, b: Page) -> str:
    """How two reports stand to each other: the first in RANK of all verdicts on their accounts."""
    found = {v.relation for s in slots(a) for t in slots(b) if (v := verdict(s, t))}
    return next((r for r in RANK if r in found), "none")


def claimed(pages: Sequence[Page], claim: dict[str, Any]) -> tuple[tuple[Origin, ...], str]:
    """The origins of what a case asks about, and how many accounts of how many reports were found for it."""
    told = [s for p in pages for s in slots(p)]
    copied = roots(copies(p.document for p in pages))
    members = _members(told, claim, copied)
    denied = claim.get("status") == "denied"
    found = origins(members, copied)
    docs = {s.doc for s in members if s.denied == denied}
    return tuple(o for o in found if o.denies == denied), f"{len(members)}/{len(docs)}"


def _members(told: list[Slots], claim: dict[str, Any], copied: dict[str, tuple[str, ...]]) -> list[Slots]:
    """The cluster that best fits the claim."""
    by_id = {s.id: s for s in told}
    clusters = [[by_id[m] for m in c.members] for c in weighed(told, copied).clusters if c.kind == "occurrence"]
    loose = [[s] for s in told if not any(s in c for c in clusters)]
    return max([*clusters, *loose], key=lambda c: (_fit(c, claim), len({s.doc for s in c}), c[0].id), default=[])


def _fit(members: Iterable[Slots], claim: dict[str, Any]) -> float:
    def one(s: Slots) -> float:
        typed = 2.0 if s.code == claim["code"] else 1.0 if any({s.code, claim["code"]} <= f for f in FAMILIES) else 0.0
        ids = {x for p in s.actors for x in (p.id, p.country or "")} | set(s.countries)
        return typed + (1.0 if claim.get("actor") in ids else 0.0)

    return max((one(s) for s in members), default=0.0)


def contradictions(pages: Sequence[Page]) -> dict[str, Any]:
    """Precision, recall and F1 of pairs that exclude each other, and the wrong ones by kind."""
    right, wrong = Counter[str](), defaultdict[str, list[str]](list)
    for n, case in enumerate(cases("contradictions")):
        got, want = relation(pages[2 * n], pages[2 * n + 1]), case["relation"]
        told, is_so = got in DISPUTES, want in DISPUTES
        right["tp"] += told and is_so
        right["fp"] += told and not is_so
        right["fn"] += is_so and not told
        right["relation"] += got == want
        if told != is_so:
            wrong[case["kind"]].append(f"{case['id']}: {want}, not {got}")
    p = right["tp"] / max(1, right["tp"] + right["fp"])
    r = right["tp"] / max(1, right["tp"] + right["fn"])
    return {
        "precision": p,
        "recall": r,
        "f1": 2 * p * r / max(1e-9, p + r),
        "relation": right["relation"],
        "wrong": dict(wrong),
    }


def independent(pages: Sequence[Page]) -> dict[str, Any]:
    """How many cases have the right number of origins, and the wrong ones by kind."""
    right, at, wrong = 0, 0, defaultdict[str, list[str]](list)
    for case in cases("origins"):
        count = len(case["reports"])
        found, _ = claimed(pages[at : at + count], case["claim"])
        at += count
        right += len(found) == case["origins"]
        if len(found) != case["origins"]:
            wrong[case["kind"]].append(f"{case['id']}: {case['origins']}, not {len(found)}")
    return {"right": right, "wrong": dict(wrong)}


def generated(reports_wanted: int, seed: int = 0) -> list[Slots]:
    """Accounts of made-up reports, two of each: towns, persons and days grow with their number, as do the stories.

    A story is told by one to twenty reports within three days; a tenth of the reports give another number.
    """
    rng = random.Random(seed)
    lands, codes = [f"L{n:02}" for n in range(60)], ("ASSAULT", "COERCE", "MOBILIZE", "PROTEST", "AID", "RETREAT")
    verbs, out, story = ("attack", "arrest", "deploy", "protest", "deliver", "withdraw"), list[Slots](), 0
    first = date(2000, 1, 1)
    while len(out) < 2 * reports_wanted:
        story += 1
        kind, (acting, target) = rng.randrange(6), rng.sample(lands, 2)
        day = first + timedelta(days=rng.randrange(max(30, reports_wanted // 40)))
        names = tuple(sorted({f"town{rng.randrange(reports_wanted)}", f"person{rng.randrange(reports_wanted)}"}))
        for _ in range(min(20, 1 + int(rng.expovariate(0.3)))):
            number = len(out)
            count = float(20 + (rng.randrange(9) if rng.random() < 0.1 else 0))
            published = (day + timedelta(days=rng.randrange(3))).isoformat()
            when = When(start=f"{day}T00:00", end=f"{day + timedelta(days=1)}T00:00")
            speaker = f"person:p{rng.randrange(reports_wanted)}"
            ground = Ground(kind="named", who=speaker, shown=speaker, outlet=f"o{number % 50}", day=published)
            words = tuple(sorted({verbs[kind], *(f"w{rng.randrange(400)}" for _ in range(6))}))
            amount = Amount(id=f"q{number}", words=f"{count:g}", low=count, high=count, of="soldier", fate="held")
            for part in range(2):
                out.append(
                    Slots(
                        id=f"{number + part:09}", doc=f"d{number:09}", kind="event", sentence=part, code=codes[kind],
                        actors=(Party(id=acting, country=acting),), targets=(Party(id=target, country=target),),
                        countries=tuple(sorted((acting, target))), when=when, names=names if not part else (),
                        scene=names, story=words, stems=words, deed=(verbs[kind],), trigger=verbs[kind],
                        amounts=(amount,) if not part else (), speakers=(speaker,), speaker=speaker,
                        outlet=f"o{number % 50}", published=published, grounds=(ground,),
                    )
                )  # fmt: skip
    return out[: 2 * reports_wanted]


def scale(sizes: Sequence[int]) -> None:
    """Prints how much processor time generated ledgers take to weigh, and the growth from each size to the next."""
    weighed(generated(50))  # the codebooks are read once
    before = 0.0
    for size in sizes:
        told = generated(size)
        start = time.process_time()
        found = weighed(told)
        took = time.process_time() - start
        growth = f", {took / before:.1f} times the one before" if before else ""
        print(f"{size:,} reports: {took:.1f} s, {len(found.links):,} links, {len(found.clusters):,} clusters{growth}")
        before = took


def main(sizes: Sequence[int] = ()) -> int:
    """Prints the figures: of the cases, or where `sizes` are given how long ledgers of so many reports take."""
    if sizes:
        scale(sizes)
        return 0
    for name, judge in (("origins", independent), ("contradictions", contradictions)):
        pages = annotated(r for c in cases(name) for r in reports(c))
        figures = judge(pages)
        print(name, json.dumps({k: v for k, v in figures.items() if k != "wrong"}))
        for kind, rows in figures["wrong"].items():
            print(f"  {kind}:", *rows, sep="\n    ")
    return 0
