"""`onrecord changes`: what was changed in texts that stood at one address."""

from __future__ import annotations

from typing import Annotated

import typer

from onrecord.cli import past
from onrecord.cli.judging import Format, LedgerPath
from onrecord.cli.past import AsOf, ViewOf
from onrecord.cli.terminal import errors, put, sheet


def changes(
    ledger: LedgerPath,
    address: Annotated[
        str | None, typer.Argument(metavar="ADDRESS", help="One address alone; also the id of a report there.")
    ] = None,
    as_of: AsOf = None,
    view: ViewOf = None,
    format: Annotated[Format, typer.Option(help="How to print.")] = Format.text,
) -> None:
    """Print what was changed at each address that the ledger holds in several texts, from version to version.

    Sentences taken out, put in and altered, with [-words taken out-] and {+words put in+}; whether the newer text says
    itself that it was changed ("Correction:", "an earlier version of this report") or was changed silently; and which
    statements and events of the older text the newer has not, or only the newer has.
    """
    with errors(), past.opened(ledger, as_of, view) as opened:
        from onrecord.record import changes as changing
        from onrecord.record.showing import array

        found = changing.changes(opened, address)
        if format is Format.json:
            put(array(changing.as_json(found)))
        elif address is None:
            put(changing.as_text(found, sheet()))
        else:
            put(changing.as_text(found, sheet(), f"The ledger holds one text at {address}: no change is known."))
