"""How the command line says what it has to say: errors, progress, sheets as wide as the terminal, rows to stdout."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    from onrecord.record.listing import Sheet, Style
    from onrecord.run import Summary

# Is called with how many reports are done, of how many where that is known, and a line that tells so.
Step = Callable[[int, int | None, str], None]


@contextmanager
def errors() -> Iterator[None]:
    """What a user can mend ends in one line and exit code 2."""
    from onrecord.record.errors import LedgerError

    try:
        yield
    except KeyboardInterrupt:
        typer.echo("stopped: whole reports are kept; run the same command again to complete it", err=True)
        raise typer.Exit(130) from None
    except BrokenPipeError:
        raise
    except (LedgerError, LookupError, ValueError, ImportError, OSError) as error:
        typer.echo(f"error: {shown(_said(error))}", err=True)
        raise typer.Exit(2) from error


def _said(error: Exception) -> str:
    if isinstance(error, OSError) and error.filename and error.strerror:
        return f"{error.filename} could not be opened or made: {error.strerror}"
    return str(error.args[0] if isinstance(error, KeyError) and error.args else error)


@contextmanager
def progress() -> Iterator[Callable[[Summary], None]]:
    """What a run calls after each report: moves a bar on a terminal, else writes a line now and then."""
    with bar() as step:
        yield lambda s: step(s.added + s.copies, None, _so_far(s))


@contextmanager
def bar() -> Iterator[Step]:
    """What is called with how many reports are done, of how many, and a line that tells so."""
    if not sys.stderr.isatty():
        yield _plainly()
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as shown_as:
        task = shown_as.add_task("reading", total=None)
        yield lambda done, of, said: shown_as.update(task, description=said, completed=done, total=of)


def _plainly() -> Step:
    """Writes a line for each further hundred reports that are done."""
    hundreds = 0

    def line(done: int, of: int | None, said: str) -> None:
        nonlocal hundreds
        if done // 100 > hundreds:
            hundreds = done // 100
            typer.echo(said, err=True)

    return line


def _so_far(summary: Summary) -> str:
    return f"{summary.read:,} read, {summary.added:,} recorded, {summary.copies:,} held already"


def sheet() -> Sheet:
    """A sheet as wide as the terminal, painted there unless NO_COLOR is set; elsewhere 100 columns and plain."""
    import os

    from onrecord.record import listing

    if not sys.stdout.isatty():
        return listing.Sheet()
    width = min(max(shutil.get_terminal_size().columns, 60), 120)
    return listing.Sheet(width) if os.environ.get("NO_COLOR") else listing.Sheet(width, _paint)


def _paint(text: str, style: Style) -> str:
    looks: dict[str, dict[str, Any]] = {
        "head": {"bold": True},
        "code": {"bold": True, "fg": "cyan"},
        "label": {"dim": True},
        "warn": {"fg": "yellow"},
        "dispute": {"fg": "red"},
    }
    return typer.style(text, **looks[style]) if style in looks and text else text


def shown(said: object) -> str:
    """What is said, without characters that would move a terminal's cursor."""
    from onrecord.record.listing import printable

    return printable(str(said))


def put(lines: Iterable[str]) -> None:
    """Prints lines, each with its end."""
    for line in lines:
        typer.echo(line)


def write(lines: Iterable[str]) -> None:
    """Writes lines that have their ends."""
    for line in lines:
        sys.stdout.write(line)
