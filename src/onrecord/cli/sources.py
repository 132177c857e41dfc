"""`onrecord sources` and `onrecord grade`: the outlets that reports come from, and what analysts hold of them."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from onrecord.cli import past
from onrecord.cli.judging import LedgerPath
from onrecord.cli.past import AsOf, ViewOf
from onrecord.cli.terminal import errors, put, shown, write

if TYPE_CHECKING:
    from onrecord.codebooks.sources import Outlets


class Form(StrEnum):
    """How the table is printed."""

    text = "text"
    json = "json"
    csv = "csv"


SettingsPath = Annotated[
    Path | None,
    typer.Option("--settings", metavar="FILE", help="An onrecord.toml; its `sources` names outlets of your own."),
]


def sources(
    ledger: LedgerPath,
    as_of: AsOf = None,
    view: ViewOf = None,
    settings: SettingsPath = None,
    format: Annotated[Form, typer.Option(help="How to print.")] = Form.text,
) -> None:
    """Print the outlets that the reports of a ledger come from or credit, with what is known of each.

    Kind, owner, country and whether a government runs it stand in a list that comes with the program, or in your own;
    what no list says stays empty. Counted are the reports that an outlet published, those of others that credit it, and
    those of its own with text of an earlier report; first and last are the days of publication of all these. Grades are
    those of analysts: onrecord grade.
    """
    with errors():
        book = _book(settings)
        with past.opened(ledger, as_of, view) as opened:
            from onrecord.record import outlets
            from onrecord.record.showing import array

            rows = outlets.table(opened, book)
            if format is Form.csv:
                write(outlets.as_csv(rows))
            else:
                put(array(outlets.as_json(rows)) if format is Form.json else outlets.as_text(rows))


def grade(
    ledger: LedgerPath,
    outlet: Annotated[
        str, typer.Argument(metavar="OUTLET", help="An outlet's name, or the id of an account in the ledger.")
    ],
    grade: Annotated[
        str, typer.Argument(metavar="GRADE", help="Of an outlet A to F, also with 1 to 6 (B2); of an account 1 to 6.")
    ],
    author: Annotated[str, typer.Option(metavar="NAME", help="Who grades.")] = "",
    reason: Annotated[str, typer.Option(metavar="TEXT", help="Why.")] = "",
    settings: SettingsPath = None,
) -> None:
    """Say what you hold of an outlet, or of one account, in the form of the Admiralty code.

    Reliability: A completely reliable, B usually, C fairly, D not usually, E unreliable, F cannot be judged.
    Credibility: 1 confirmed by other sources, 2 probably true, 3 possibly true, 4 doubtful, 5 improbable, 6 cannot be
    judged. Grades are kept for good; of each author the latest counts.

    A grade is shown beside the accounts and is never used as truth: no score, link, origin, count or order changes by
    it.
    """
    with errors():
        from onrecord.record.grades import SOURCE, meaning
        from onrecord.record.ledger import Ledger

        book = _book(settings)
        with Ledger(ledger) as opened:
            with opened.judging(author) as session:
                said = session.grade(outlet, grade, reason, book)
            if said is None:
                typer.echo("said already: nothing was added")
                return
            given, of = str(said.correction["grade"]), said.on[0].removeprefix(SOURCE)
            typer.echo(shown(f"{of}: graded {given} ({meaning(given)}) by {said.author}: {said.reason}"))


def _book(path: Path | None) -> Outlets:
    """The outlets that are known, with those of the list that the settings name."""
    from onrecord import settings
    from onrecord.codebooks.sources import outlets

    return outlets(settings.read(path).sources if path else None)
