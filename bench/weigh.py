"""How right the weighing is: origins and contradictions of the cases, end to end from the reports' words."""

from __future__ import annotations

import json
import random
import tempfile
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from bench import ledgers
from onrecord.data import Origin, Page
from onrecord.weigh import Slots, roots, slots, weighed
from onrecord.weigh.comparisons import verdict
from onrecord.weigh.copies import copies
from onrecord.weigh.likeness import FAMILIES
from onrecord.weigh.origins import origins
from onrecord.weigh.slots import Amount, Ground, Party, When
from onrecord.weigh.stories import stories

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


def told_stories(pairs: Iterable[dict[str, str]]) -> dict[str, str]:
    """The story of each body of `stance/fnc_train`: bodies are of one story where a chain of headlines joins them."""
    up: dict[str, str] = {}

    def top(key: str) -> str:
        while up.setdefault(key, key) != key:
            key = up[key]
        return key

    rows = [(f"headline:{r['headline']}", f"body:{r['body']}") for r in pairs]
    for headline, body in rows:
        up[top(headline)] = top(body)
    return {body.removeprefix("body:"): top(body) for _, body in rows}


def b_cubed(gold: Mapping[str, str], found: Mapping[str, str]) -> dict[str, float]:
    """Precision, recall and F1 of a grouping: for each item how much of its group is of its story, and the reverse."""
    groups: dict[tuple[int, str], set[str]] = defaultdict(set)
    for key, story in gold.items():
        groups[0, story].add(key)
        groups[1, found.get(key, key)].add(key)
    p = r = 0.0
    for key, story in gold.items():
        ours, theirs = groups[1, found.get(key, key)], groups[0, story]
        p += len(ours & theirs) / len(ours)
        r += len(ours & theirs) / len(theirs)
    p, r = p / max(1, len(gold)), r / max(1, len(gold))
    return {"precision": p, "recall": r, "f1": 2 * p * r / max(1e-9, p + r)}


def stance(gold: Path) -> dict[str, dict[str, float]]:
    """B-cubed figures of the stories of bodies, and precision, recall and F1 of `disagree` of headline and body."""
    rows = {
        name: [json.loads(line) for line in (gold / "stance" / f"fnc_{name}.jsonl").read_text("utf-8").splitlines()]
        for name in ("bodies", "train")
    }
    headlines = {h: str(n) for n, h in enumerate(sorted({r["headline"] for r in rows["train"]}))}
    wanted = [{"text": b["text"], "url": f"https://bench.example/body/{b['id']}"} for b in rows["bodies"]]
    wanted += [{"text": h, "url": f"https://bench.example/headline/{n}"} for h, n in headlines.items()]
    pages = {(p.document.url or "").removeprefix("https://bench.example/"): p for p in annotated(wanted)}
    told = {key: slots(page) for key, page in pages.items()}
    return {
        "stories": b_cubed(told_stories(rows["train"]), grouped(pages)),
        "disagree": disagreeing(rows["train"], headlines, told),
    }


def grouped(pages: Mapping[str, Page]) -> dict[str, str]:
    """The story of each body as weighing finds it."""
    bodies = {key.removeprefix("body/"): page for key, page in pages.items() if key.startswith("body/")}
    key_of = {page.document.id: key for key, page in bodies.items()}
    documents = [page.document for page in bodies.values()]
    found = stories(documents, roots(copies(documents)))
    return {key_of[doc]: docs[0] for docs in found for doc in docs}


def disagreeing(
    pairs: Iterable[dict[str, str]], headlines: Mapping[str, str], told: Mapping[str, list[Slots]]
) -> dict[str, float]:
    """Precision, recall and F1 of pairs in which the headline, a report of one sentence, and the body are disputed."""
    right = Counter[str]()
    for row in pairs:
        ours = told.get(f"headline/{headlines[row['headline']]}", [])
        theirs = told.get(f"body/{row['body']}", [])
        got = any((v := verdict(s, t)) and v.relation in DISPUTES for s in ours for t in theirs)
        want = row["stance"] == "disagree"
        right["tp"] += got and want
        right["fp"] += got and not want
        right["fn"] += want and not got
    p, r = right["tp"] / max(1, right["tp"] + right["fp"]), right["tp"] / max(1, right["tp"] + right["fn"])
    return {"precision": p, "recall": r, "f1": 2 * p * r / max(1e-9, p + r)}


def main(sizes: Sequence[int] = (), gold: Path | None = None, *, stories_too: bool = False) -> int:
    """Prints the figures: of the cases, or how long ledgers of `sizes` reports take, or of stories and stance."""
    if (sizes or stories_too) and not gold:
        print("weigh skipped: no gold data. Name its folder with --gold DIR or in ONRECORD_GOLD.")
        return 0
    if gold and sizes:
        ledgers.scale(gold, sizes)
        return 0
    if gold and stories_too:
        for name, measured in stance(gold).items():
            print(name, json.dumps(measured))
        return 0
    for name, judge in (("origins", independent), ("contradictions", contradictions)):
        pages = annotated(r for c in cases(name) for r in reports(c))
        figures = judge(pages)
        print(name, json.dumps({k: v for k, v in figures.items() if k != "wrong"}))
        for kind, rows in figures["wrong"].items():
            print(f"  {kind}:", *rows, sep="\n    ")
    return 0
