"""`onrecord reread` and `onrecord versions`: reports read again, and what the ledger has held of a finding."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from onrecord.cli.judging import Format, LedgerPath
from onrecord.cli.terminal import bar, errors, put, sheet


def reread(
    ledger: LedgerPath,
    reports: Annotated[
        list[str] | None, typer.Argument(metavar="[REPORT]...", help="Only these, by id or address.")
    ] = None,
    settings: Annotated[Path | None, typer.Option("--settings", metavar="FILE", help="An onrecord.toml.")] = None,
) -> None:
    """Read the reports of a ledger again that an older reader or codebook read, and weigh it.

    What is found anew becomes a further version, nothing is erased, and what analysts said stands. Reports that the
    reader of now read are passed over; what was interrupted is completed by the same command.
    """
    with errors():
        from onrecord.record.ledger import Ledger
        from onrecord.rereading import reread as again
        from onrecord.rereading import told
        from onrecord.settings import Settings, read

        chosen = read(settings) if settings else Settings()
        with Ledger(ledger) as opened, bar() as step:
            so_far = "{:,} of {:,} read again".format
            summary = again(opened, reports or (), chosen, lambda s: step(s.read, s.older, so_far(s.read, s.older)))
    put(told(summary, ledger))
    if summary.refused:
        raise typer.Exit(1 if summary.read else 2)


def versions(
    ledger: LedgerPath,
    row: Annotated[str, typer.Argument(metavar="ID", help="A mention, statement or event: onrecord show --ids.")],
    format: Annotated[Format, typer.Option(help="How to print.")] = Format.text,
) -> None:
    """Print the versions of a finding that a ledger has held: from which run, by whom, what differs, which stands.

    To make one stand: onrecord judge LEDGER ID accept --version VERSION.
    """
    with errors():
        from onrecord.record import held
        from onrecord.record.ledger import Ledger

        with Ledger(ledger) as opened:
            put([held.as_json(opened, row)] if format is Format.json else held.as_text(opened, row, sheet()))
