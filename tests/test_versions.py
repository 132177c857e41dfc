"""A component whose output changes gets a new version; `python -m tests.test_versions` pins what it finds now."""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path

from onrecord.data import Refusal, digest
from onrecord.pipeline import Pipeline
from onrecord.read import documents

HERE = Path(__file__).parent
PINNED = HERE / "versions.json"
EXAMPLES = [HERE.parent / "examples" / name for name in ("dispatches.jsonl", "pages")]


def measured() -> dict[str, dict[str, object]]:
    """Version and digest of what each component finds in the example reports."""
    pipeline = Pipeline()
    rows: dict[str, list[tuple[str, str]]] = defaultdict(list)
    reports = [d for d in documents(EXAMPLES) if not isinstance(d, Refusal)]
    rows["read"] = [(d.id, digest(d.title, d.published, d.agency, d.dateline, d.sentences)) for d in reports]
    names = {m.key: m for m in pipeline.makers}
    for page in pipeline.annotate(reports):
        assert not isinstance(page, Refusal), page.reason
        for finding in page.findings():
            rows[names[finding.by].component].append((finding.id, finding.version))
    versions = {m.component: m.version for m in pipeline.makers} | {"read": int(reports[0].by.split("-")[1])}
    return {c: {"version": versions[c], "digest": digest(sorted(found))} for c, found in sorted(rows.items())}


def test_an_output_that_changed_has_a_new_version() -> None:
    pinned = json.loads(PINNED.read_text(encoding="utf-8"))
    now = measured()
    assert now.keys() == pinned.keys()
    for component, found in now.items():
        before = pinned[component]
        same = found["digest"] == before["digest"]
        assert same or found["version"] != before["version"], f"{component}: new output, old version"
        assert found == before, f"{component}: pin its new version with python -m tests.test_versions"


if __name__ == "__main__":
    PINNED.write_text(json.dumps(measured(), indent=1) + "\n", encoding="utf-8")
