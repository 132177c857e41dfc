"""`onrecord runs` and `onrecord diff`: what filled a ledger, and what changed in it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from onrecord.cli.judging import Format, LedgerPath
from onrecord.cli.terminal import errors, put, sheet, shown

if TYPE_CHECKING:
    from onrecord.data import Run
    from onrecord.record.ledger import Ledger

RUN = re.compile(r"run:(\S+)|(\d{1,6})")
When = "A day or instant (what had been published by then), or a run: its number, or run:ID."


def runs(
    ledger: LedgerPath,
    format: Annotated[Format, typer.Option(help="How to print.")] = Format.text,
) -> None:
    """Print the runs that filled a ledger, and the sessions in which analysts judged it: number, id, time, makers."""
    with errors(), _opened(ledger) as opened:
        from onrecord.record.export import json
        from onrecord.record.showing import array

        if format is Format.json:
            from msgspec import to_builtins

            put(array(json({"number": n, **to_builtins(run)}) for n, run in opened.runs_by_number()))
        else:
            put(_line(number, run) for number, run in opened.runs_by_number())


def diff(
    ledger: LedgerPath,
    a: Annotated[str, typer.Argument(metavar="A", help=When)],
    b: Annotated[str, typer.Argument(metavar="B", help=When)],
    format: Annotated[Format, typer.Option(help="How to print.")] = Format.text,
) -> None:
    """Print what changed between two days or two runs: reports, rows new, gone and changed, links opened and closed.

    Between days it is what had been published by their ends; between runs what the ledger held after each.
    """
    of_runs = [RUN.fullmatch(each) is not None for each in (a, b)]
    if of_runs[0] != of_runs[1]:
        raise typer.BadParameter("give two days, or two runs", param_hint="A B")
    with errors(), _opened(ledger) as now, _view(now, a) as before, _view(now, b) as after:
        from onrecord.record import comparing

        if not any(of_runs) and (undated := now.undated()):
            from onrecord.record.listing import counted

            without = counted(undated, "report without a date is", "reports without a date are")
            typer.echo(f"note: {without} in no published view", err=True)
        found = comparing.difference(before, after)
        put([comparing.as_json(found)] if format is Format.json else comparing.as_text(found, sheet()))


def _view(ledger: Ledger, when: str) -> Ledger:
    run = RUN.fullmatch(when)
    if run is None:
        from onrecord.weighing import as_of

        return as_of(ledger, when)
    key = run[1] or run[2]
    return ledger.after(int(key) if key.isdecimal() and key.isascii() and len(key) <= 6 else key)


def _line(number: int, run: Run) -> str:
    from onrecord.record.listing import counted

    analysts = [m.settings.get("name", "") for m in run.makers if m.component == "analyst"]
    makers = ", ".join(m.key for m in run.makers if m.component != "analyst")
    what = f"judged by {' and '.join(analysts)}" if analysts else f"{counted(run.added, 'report')} added; {makers}"
    return f"{number:>4}  {shown(run.id)}  {shown(run.at[:19])}  {shown(what)}"


def _opened(path: Path) -> Ledger:
    from onrecord.record.ledger import Ledger

    return Ledger(path)
