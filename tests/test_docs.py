"""What the documents say holds: their Python runs, their commands and options exist, their links lead somewhere."""

from __future__ import annotations

import doctest
import re
import tomllib
from pathlib import Path

import pytest
from typer.main import get_command

from onrecord.cli import app
from onrecord.settings import Settings, read

ROOT = Path(__file__).parent.parent
DOCUMENTS = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "examples/README.md")]


def blocks(path: Path, language: str) -> list[str]:
    """The fenced blocks of a document in one language."""
    return re.findall(rf"```{language}\n(.*?)```", path.read_text(encoding="utf-8"), re.S)


def test_the_python_in_the_readme_runs() -> None:
    parser, runner = doctest.DocTestParser(), doctest.DocTestRunner()
    names: dict[str, object] = {}
    for i, block in enumerate(blocks(ROOT / "README.md", "python")):
        test = parser.get_doctest(block, names, f"README block {i}", "README.md", 0)
        assert test.examples
        runner.run(test, clear_globs=False)
        names = test.globs
    assert runner.summarize(verbose=False).failed == 0


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda p: p.name)
def test_commands_and_options_exist(path: Path) -> None:
    commands = get_command(app).commands  # type: ignore[attr-defined]
    for line in re.findall(r"onrecord ([a-z]+)([^\n`|#]*)", "\n".join(blocks(path, "sh"))):
        assert line[0] in commands, line
        known = {o for p in commands[line[0]].params for o in p.opts} | {"--help"}
        assert set(re.findall(r"(?<!\S)(--?[a-z][a-z-]*)", line[1])) <= known, line


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda p: p.name)
def test_links_lead_somewhere(path: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", path.read_text(encoding="utf-8")):
        assert target.startswith("https://") or (path.parent / target).exists(), target


def test_the_settings_in_the_readme_are_read(tmp_path: Path) -> None:
    for i, block in enumerate(blocks(ROOT / "README.md", "toml")):
        file = tmp_path / f"{i}.toml"
        file.write_text(block, encoding="utf-8")
        assert isinstance(read(file), Settings)
        assert tomllib.loads(block)


def test_no_document_names_this_machine_or_a_registry() -> None:
    registry = re.compile("files[.]python" + "hosted|pypi" + "[.]org/(?:simple|packages)|registry[.]npm" + "js")
    for path in [*DOCUMENTS, ROOT / "requirements.lock", ROOT / "requirements-dev.lock", ROOT / "Makefile"]:
        assert not registry.search(path.read_text(encoding="utf-8")), path
