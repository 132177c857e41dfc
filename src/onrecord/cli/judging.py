"""`onrecord judge` and `onrecord agreement`: what analysts say of rows, and how far they agree."""

from __future__ import annotations

from enum import Enum, StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from onrecord.cli.terminal import errors, put, shown

if TYPE_CHECKING:
    from onrecord.data import Judgement
    from onrecord.record.judging import Session
    from onrecord.record.ledger import Ledger


class Verdict(Enum):
    """What is said of a row."""

    accept = "accept"
    reject = "reject"
    correct = "correct"
    add = "add"
    merge = "merge"
    split = "split"


class Format(StrEnum):
    """How it is printed."""

    text = "text"
    json = "json"


LedgerPath = Annotated[Path, typer.Argument(metavar="LEDGER", help="The ledger's file.")]
Marked = "its words in the report"


def judge(
    ledger: LedgerPath,
    row: Annotated[
        str | None,
        typer.Argument(metavar="ID", help="A finding, link or cluster; for add a report, by id or address."),
    ] = None,
    verdict: Annotated[
        Verdict | None, typer.Argument(metavar="VERDICT", help="accept, reject, correct, add, merge or split.")
    ] = None,
    author: Annotated[str, typer.Option(metavar="NAME", help="Who judges.")] = "",
    reason: Annotated[
        str | None, typer.Option(metavar="TEXT", help="Why; for those lines of a sheet that do not say.")
    ] = None,
    set: Annotated[
        list[str] | None, typer.Option("--set", metavar="FIELD=VALUE", help="correct: a field and what it should say.")
    ] = None,
    quote: Annotated[str | None, typer.Option(help="add: the words that carry it, or offsets as 120:135.")] = None,
    trigger: Annotated[str | None, typer.Option(help="add: the words of the quote that name the event.")] = None,
    code: Annotated[str | None, typer.Option(help="add: PLOVER type; without one, a statement is added.")] = None,
    mode: Annotated[str | None, typer.Option(help="add: PLOVER mode.")] = None,
    status: Annotated[str | None, typer.Option(help="add: actual, planned, denied ...")] = None,
    actor: Annotated[list[str] | None, typer.Option(help=f"add: who does it, {Marked}.")] = None,
    target: Annotated[list[str] | None, typer.Option(help=f"add: to whom, {Marked}.")] = None,
    speaker: Annotated[str | None, typer.Option(help=f"add: who says so, {Marked}.")] = None,
    cue: Annotated[str | None, typer.Option(help=f"add: the verb or phrase of saying, {Marked}.")] = None,
    place: Annotated[list[str] | None, typer.Option(help=f"add: where, {Marked}.")] = None,
    time: Annotated[str | None, typer.Option(help=f"add: when, {Marked}.")] = None,
    quantity: Annotated[list[str] | None, typer.Option(help=f"add: how many, {Marked}.")] = None,
    other: Annotated[list[str] | None, typer.Option("--with", metavar="ID", help="merge: another cluster.")] = None,
    member: Annotated[list[str] | None, typer.Option(metavar="ID", help="split: a row that leaves it.")] = None,
    version: Annotated[
        str | None, typer.Option(metavar="VERSION", help="accept: the version that is to stand; see onrecord versions.")
    ] = None,
    sheet: Annotated[Path | None, typer.Option(metavar="FILE.csv", help="Add the claims of a sheet.")] = None,
) -> None:
    """Accept, reject or correct a row or a link, add what was missed, merge or split clusters.

    Judgements are kept for good; of each author the latest on a row counts, also in later runs. A row that is rejected
    is not shown, one that is corrected is shown as corrected, with what the machine found beside it. Where two authors
    disagree, the row stands as the machine found it and is marked. Ids: onrecord show LEDGER --ids.

    Accepted with --version, an earlier version stands again, whatever later readings find, with what it names; also
    where the newest reading no longer finds the row. Accepted without, the newest reading's stands again.

    Words may say in brackets what they mean: "the coast guard [KAR MIL]", "Tuesday [2021-11-30]", "dozens [24-60]".
    Several values of one field are parted by semicolons: --set "actors=Karsia; the coast guard [KAR MIL]".

    A sheet is CSV in UTF-8. Its first line names columns: report and quote, and any of trigger, code, mode, contexts,
    status, actors, targets, speaker, cue, places, time, quantities, reason. Where a line is wrong, nothing is written.
    """
    given = {
        "quote": quote, "trigger": trigger, "code": code, "mode": mode, "status": status, "actors": _several(actor),
        "targets": _several(target), "speaker": speaker, "cue": cue, "places": _several(place), "time": time,
        "quantities": _several(quantity),
    }  # fmt: skip
    claim = {name: value for name, value in given.items() if value}
    changes = _changes(set or [])
    _fit(row, verdict, sheet, {"--set": changes, "--quote ...": claim, "--with": other, "--member": member}, version)
    with errors(), _opened(ledger) as opened:
        with opened.judging(author) as session:
            if sheet is not None:
                from onrecord.record import claims

                said = list(claims.read(session, sheet.read_bytes(), reason))
            else:
                said = [
                    _say(session, row or "", verdict, reason or "", changes, claim, other or [], member or [], version)
                ]
        for one in said:
            typer.echo(_told(one))
        if any(said):
            typer.echo(f"note: links, clusters and origins follow it with: onrecord weigh {shown(ledger)}", err=True)


def agreement(
    ledger: LedgerPath,
    format: Annotated[Format, typer.Option(help="How to print.")] = Format.text,
) -> None:
    """Print how far analysts agree on the mentions, statements, events and links that two or more of them judged.

    For each kind: how many, the share on which all agree, and Cohen's kappa for each pair of authors.
    """
    with errors(), _opened(ledger) as opened:
        from onrecord.record import agreement as agreeing
        from onrecord.record.showing import array

        found = agreeing.agreement(opened)
        put(array(agreeing.as_json(found)) if format is Format.json else agreeing.as_text(found))


def _fit(
    row: str | None, verdict: Verdict | None, sheet: Path | None, given: dict[str, object], version: str | None
) -> None:
    """Raises BadParameter when what is given does not go together."""
    if version is not None and verdict is not Verdict.accept:
        raise typer.BadParameter("that goes with accept alone", param_hint="--version")
    if sheet is not None:
        if row or verdict or any(given.values()):
            raise typer.BadParameter("a sheet says it all: give no ID, nor what goes with one", param_hint="--sheet")
        return
    if row is None or verdict is None:
        raise typer.BadParameter("give an ID and what you say of it, or a --sheet", param_hint="ID VERDICT")
    goes = {Verdict.correct: "--set", Verdict.add: "--quote ...", Verdict.merge: "--with", Verdict.split: "--member"}
    for name, value in given.items():
        if value and name != goes.get(verdict):
            raise typer.BadParameter(f"that does not go with {verdict.value}", param_hint=name)
    if verdict in goes and not given[goes[verdict]]:
        raise typer.BadParameter(f"give {goes[verdict]} with {verdict.value}", param_hint=goes[verdict])


def _say(
    session: Session,
    row: str,
    verdict: Verdict | None,
    reason: str,
    changes: dict[str, str],
    claim: dict[str, str | tuple[str, ...]],
    others: list[str],
    members: list[str],
    version: str | None,
) -> Judgement | None:
    if verdict is Verdict.add:
        return session.add(row, claim, reason)
    if verdict is Verdict.merge:
        return session.join(row, others, reason)
    if verdict is Verdict.split:
        return session.part(row, members, reason)
    if verdict is Verdict.correct:
        return session.judge(row, "correct", reason, dict(changes))
    if version is not None:
        return session.choose(row, version, reason)
    return session.judge(row, "accept" if verdict is Verdict.accept else "reject", reason)


def _changes(given: list[str]) -> dict[str, str]:
    """FIELD=VALUE as a field and its value."""
    changes: dict[str, str] = {}
    for one in given:
        name, sign, value = one.partition("=")
        if not sign or not name.strip():
            raise typer.BadParameter(f"{one!r} is not of the form FIELD=VALUE", param_hint="--set")
        if name.strip() in changes:
            raise typer.BadParameter(f"{name.strip()} is set twice", param_hint="--set")
        changes[name.strip()] = value.strip()
    return changes


def _several(given: list[str] | None) -> tuple[str, ...]:
    return tuple(given or ())


def _told(one: Judgement | None) -> str:
    from onrecord.record.listing import judged

    return "said already: nothing was added" if one is None else shown(f"{one.on[0]} {judged(one)}")


def _opened(path: Path) -> Ledger:
    from onrecord.record.ledger import Ledger

    return Ledger(path)
