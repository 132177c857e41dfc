"""The rooms never import each other; they meet in `data` and in the ledger."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent / "src" / "onrecord"
ROOMS = ("read", "annotate", "record", "weigh", "watch", "show")
# What every room may use, and no room may be used by.
SHARED = {"data", "tokens", "makers", "models", "codebooks", "settings"}
FORBIDDEN = {"utils", "helpers", "core", "common", "base", "manager"}


def imported(path: Path) -> set[str]:
    """The first names under `onrecord` that a module imports, wherever in it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("onrecord"):
            parts = node.module.split(".")
            found.update([parts[1]] if len(parts) > 1 else [a.name for a in node.names])
        elif isinstance(node, ast.Import):
            found.update(a.name.split(".")[1] for a in node.names if a.name.startswith("onrecord."))
    return found


@pytest.mark.parametrize("room", [r for r in ROOMS if (ROOT / r).exists()])
def test_a_room_uses_itself_and_what_is_shared(room: str) -> None:
    for path in sorted((ROOT / room).rglob("*.py")):
        assert imported(path) <= SHARED | {room}, path


@pytest.mark.parametrize("name", sorted(SHARED - {"codebooks"}))
def test_what_is_shared_uses_no_room(name: str) -> None:
    assert imported(ROOT / f"{name}.py") <= SHARED


def test_only_the_command_line_prints() -> None:
    for path in sorted(ROOT.rglob("*.py")):
        calls = [n for n in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(n, ast.Call)]
        printing = [c.lineno for c in calls if isinstance(c.func, ast.Name) and c.func.id == "print"]
        assert path.parent.name == "cli" or not printing, f"{path}: {printing}"


def test_files_and_functions_stay_small() -> None:
    for path in sorted(ROOT.rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        assert text.count("\n") <= 500, path
        assert path.stem not in FORBIDDEN, path
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef):
                assert (node.end_lineno or 0) - node.lineno < 80, f"{path}: {node.name}"
