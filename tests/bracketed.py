"""Cases with their spans in the text: `"[Austin|source:1] [said|cue:1] [he would go|content:1]"`.

A bracket is `[words|label]`, with several labels parted by commas (`[Moscow|actor:1,source:2]`), and may hold others.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

CASES = Path(__file__).parent / "cases"


def read(marked: str) -> tuple[str, dict[str, list[tuple[int, int]]]]:
    """The plain text and, by label, the offsets of the words so marked, in the order of their ends.

    >>> read("[TASS|source] [said [no|content]|all]")
    ('TASS said no', {'source': [(0, 4)], 'content': [(10, 12)], 'all': [(5, 12)]})
    """
    text, open_at, spans, i = "", [], {}, 0
    while i < len(marked):
        if marked[i] == "[":
            open_at.append(len(text))
        elif marked[i] == "|" and open_at:
            close = marked.index("]", i)
            start = open_at.pop()
            for label in marked[i + 1 : close].split(","):
                spans.setdefault(label.strip(), []).append((start, len(text)))
            i = close
        else:
            text += marked[i]
        i += 1
    if open_at:
        raise ValueError(f"a bracket is not closed: {marked}")
    return text, spans


def cases(name: str) -> list[Any]:
    """The cases of `tests/cases/NAME.toml`, as pytest parameters; one with `fails = "why"` is a strict xfail."""
    import pytest

    found = []
    for case in tomllib.loads((CASES / f"{name}.toml").read_text(encoding="utf-8"))["case"]:
        why = case.get("fails")
        marks = [pytest.mark.xfail(reason=why, strict=True)] if why else []
        found.append(pytest.param(case, id=case.get("id", case["text"][:60]), marks=marks))
    return found
