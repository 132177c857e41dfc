"""A ledger as it is, or as it stood: the options `--as-of` and `--view` of the commands that read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from onrecord.record.ledger import Ledger


class Seen(StrEnum):
    """What of the past is seen."""

    published = "published"
    recorded = "recorded"


AsOf = Annotated[
    str | None,
    typer.Option("--as-of", metavar="WHEN", help="As it stood then: 2021-12-03T12:00Z, or a day, which is its end."),
]
ViewOf = Annotated[
    Seen | None,
    typer.Option(
        "--view",
        help="With --as-of: what had been published by then, or what this ledger had recorded.",
        show_default="published",
    ),
]


WithRejected = Annotated[
    bool, typer.Option("--with-rejected", help="Also the rows that analysts rejected, marked as such.")
]
Recorded = Annotated[
    bool,
    typer.Option(
        "--recorded", help="csv, parquet: also when this ledger recorded each row, which two ledgers do not share."
    ),
]
Ids = Annotated[bool, typer.Option("--ids", help="Print the id of each row, by which it is judged.")]


@contextmanager
def opened(
    path: Path, as_of: str | None = None, view: Seen | None = None, with_rejected: bool = False
) -> Iterator[Ledger]:
    """The ledger at `path` as it stood then; says on stderr how many reports a published view leaves out."""
    from onrecord.record.ledger import Ledger
    from onrecord.record.listing import counted

    if view is not None and as_of is None:
        raise typer.BadParameter("give --as-of too: it says of when", param_hint="--view")
    with Ledger(path) as now:
        if as_of is None:
            with now.with_rejected() if with_rejected else now as wanted:
                yield wanted
            return
        from onrecord.weighing import as_of as stood

        then = stood(now, as_of, (view or Seen.published).value)
        if view is not Seen.recorded and (undated := now.undated()):
            without = counted(undated, "report without a date is", "reports without a date are")
            typer.echo(f"note: {without} in no published view", err=True)
        with then, then.with_rejected() if with_rejected else then as wanted:
            yield wanted


def waiting(ledger: Ledger) -> None:
    """Says on stderr how many reports have not been weighed since they were read or judged, where there are any."""
    from onrecord.cli.terminal import shown
    from onrecord.record.listing import counted

    with ledger.kept() as kept:
        number = len(kept.waiting()) if ledger.view is None else 0
    if number:
        reports = counted(number, "report is new or judged", "reports are new or judged")
        typer.echo(f"note: {reports} since the accounts were weighed: onrecord weigh {shown(ledger.path)}", err=True)


def gold(ledger: Ledger, folder: Path | None, no_text: bool) -> None:
    """Writes what analysts judged right into `folder`, and says how much that is."""
    from onrecord.record import gold as judged

    if folder is None or no_text:
        raise typer.BadParameter("gold has texts and goes to a folder: name one with -o", param_hint="-o")
    for name, lines in judged.write(ledger, folder).items():
        typer.echo(f"{folder / name}: {lines:,} lines", err=True)
