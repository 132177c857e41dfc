"""The command line: the only place that prints. Data goes to stdout, progress and errors to stderr.

spaCy, Alembic and rich are imported by the commands that need them, so that the others answer at once.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from onrecord.cli import changes, gazetteer, history, judging, past, rereading, sources
from onrecord.cli.past import AsOf, Ids, ViewOf, WithRejected
from onrecord.cli.terminal import errors, progress, put, sheet, shown, write
from onrecord.data import STATUSES

if TYPE_CHECKING:
    from onrecord.record.filters import Filters
    from onrecord.record.ledger import Ledger
    from onrecord.settings import Settings

app = typer.Typer(
    help="Turns news reports into a ledger of who said and did what, each row with its words.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
app.add_typer(gazetteer.app, name="gazetteer")
for command in (
    judging.judge, judging.agreement, history.runs, history.diff, sources.sources, sources.grade, changes.changes,
    rereading.reread, rereading.versions,
):  # fmt: skip
    app.command()(command)


class Format(StrEnum):
    """How rows are printed."""

    text = "text"
    json = "json"


class Export(StrEnum):
    """How a ledger is written out."""

    jsonl = "jsonl"
    csv = "csv"
    parquet = "parquet"
    gold = "gold"


class Sums(StrEnum):
    """How a table of counts is written."""

    text = "text"
    csv = "csv"
    json = "json"


class Unit(StrEnum):
    """What is counted."""

    events = "events"
    origins = "origins"
    occurrences = "occurrences"


class Table(StrEnum):
    """The tables of the CSV and Parquet exports."""

    events = "events"
    statements = "statements"
    mentions = "mentions"
    reports = "reports"
    links = "links"
    occurrences = "occurrences"
    series = "series"


# What these tables tell is found by weighing.
WEIGHED = (Table.links, Table.occurrences, Table.series)


def _day(given: str) -> str:
    """`given` as an ISO day or instant."""
    from onrecord.read import dates

    day = dates.iso(given)
    if day is None:
        raise typer.BadParameter(f"{given!r} is no date: write it as 2021-11-30")
    return day


def _only_day(given: str) -> date:
    return date.fromisoformat(_day(given)[:10])


def _several(given: Iterable[str] | None) -> tuple[str, ...]:
    """What an option was given, also with commas, each once."""
    return tuple(dict.fromkeys(one.strip() for each in given or () for one in each.split(",") if one.strip()))


LedgerPath = Annotated[Path, typer.Argument(metavar="LEDGER", help="The ledger's file.")]
Published = Annotated[str | None, typer.Option(parser=_day, metavar="DATE", help="Day of reports that carry none.")]
SettingsPath = Annotated[Path | None, typer.Option("--settings", metavar="FILE", help="An onrecord.toml.")]
Named = "a name's words, or codes as RUS or 'RUS MIL'"


@app.command()
def run(
    sources: Annotated[list[str], typer.Argument(metavar="SOURCES...", help="Files, folders or globs.")],
    ledger: Annotated[Path, typer.Option("-o", "--output", metavar="LEDGER", help="Made if there is none.")],
    published: Published = None,
    settings: SettingsPath = None,
) -> None:
    """Read reports into a ledger, and weigh it. What the ledger holds already is not read again."""
    with errors():
        from onrecord.run import run as start
        from onrecord.run import told

        chosen = _settings(settings)
        with _made(ledger) as opened, progress() as step:
            summary = start(sources, opened, published, chosen, step)
            held = opened.counts()["documents"]
    put(told(summary, held, ledger if ledger.exists() else None, settings))
    if summary.refused:
        raise typer.Exit(1 if summary.added + summary.copies else 2)
    if not summary.read:
        typer.echo("error: there is nothing to read in these sources", err=True)
        raise typer.Exit(2)


@app.command()
def weigh(ledger: LedgerPath) -> None:
    """Compare the accounts of a ledger with each other again."""
    with errors():
        from onrecord.weighing import weigh as compare

        with _opened(ledger) as opened:
            disputes = compare(opened)
    from onrecord.record.listing import counted

    pairs = counted(disputes, "pair of accounts contradict each other", "pairs of accounts contradict each other")
    typer.echo(f"{pairs}. See them: onrecord disputes {shown(ledger)}" if disputes else f"{pairs}.")


@app.command()
def show(
    ledger: LedgerPath,
    actor: Annotated[str | None, typer.Option(help=f"Who does it: {Named}.")] = None,
    target: Annotated[str | None, typer.Option(help=f"To whom: {Named}.")] = None,
    speaker: Annotated[str | None, typer.Option(help=f"Who says or relays it: {Named}.")] = None,
    code: Annotated[str | None, typer.Option(help="PLOVER type, as MOBILIZE.")] = None,
    status: Annotated[str | None, typer.Option(help=f"One of {', '.join(STATUSES)}.")] = None,
    place: Annotated[str | None, typer.Option(help="Words of a place's name, or its country as UKR.")] = None,
    publisher: Annotated[str | None, typer.Option(help="Part of a publisher's name.")] = None,
    since: Annotated[date | None, typer.Option(parser=_only_day, metavar="DAY", help="First day.")] = None,
    until: Annotated[date | None, typer.Option(parser=_only_day, metavar="DAY", help="Last day, included.")] = None,
    least_score: Annotated[float | None, typer.Option(min=0, max=1, help="Least score of a row.")] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="Most rows.")] = None,
    as_of: AsOf = None,
    view: ViewOf = None,
    with_rejected: WithRejected = False,
    ids: Ids = False,
    format: Annotated[Format, typer.Option(help="How to print.")] = Format.text,
) -> None:
    """Print what was found, report by report: who, what, to whom, where, when, how many, on whose word, the quote.

    Days are those of the row where the report tells them, else of publication.
    """
    if status is not None and status not in STATUSES:
        raise typer.BadParameter(f"{status!r} is none of {', '.join(STATUSES)}", param_hint="--status")
    wanted: Filters = {
        "actor": actor, "target": target, "speaker": speaker, "code": code, "status": status, "place": place,
        "publisher": publisher, "since": since, "until": until, "least_score": least_score,
    }  # fmt: skip
    with errors(), past.opened(ledger, as_of, view, with_rejected) as opened:
        from onrecord.record import showing

        _types(opened, [code] if code is not None else [])
        if format is Format.json:
            put(showing.array(showing.as_json(opened, wanted, limit)))
        else:
            put(showing.as_text(opened, wanted, limit, sheet(), ids))


@app.command()
def search(
    ledger: LedgerPath,
    words: Annotated[list[str], typer.Argument(metavar="WORDS...", help='Words, "phrases", or beginnings*.')],
    limit: Annotated[int, typer.Option(min=1, help="Most reports, and most statements.")] = 20,
    as_of: AsOf = None,
    view: ViewOf = None,
    with_rejected: WithRejected = False,
    format: Annotated[Format, typer.Option(help="How to print.")] = Format.text,
) -> None:
    """Search the texts of reports and what was said in them: all words must be there."""
    asked = " ".join(f'"{w}"' if " " in w and '"' not in w and len(words) > 1 else w for w in words)
    with errors(), past.opened(ledger, as_of, view, with_rejected) as opened:
        from onrecord.record import showing

        if format is Format.json:
            put(showing.array(showing.hits_as_json(opened, asked, limit)))
        else:
            put(showing.hits_as_text(opened, asked, limit, sheet()))


@app.command()
def disputes(
    ledger: LedgerPath,
    limit: Annotated[int | None, typer.Option(min=1, help="Most disputes.")] = None,
    as_of: AsOf = None,
    view: ViewOf = None,
    with_rejected: WithRejected = False,
    ids: Ids = False,
    format: Annotated[Format, typer.Option(help="How to print.")] = Format.text,
) -> None:
    """Print the accounts that contradict each other, each pair side by side with its words."""
    with errors(), past.opened(ledger, as_of, view, with_rejected) as opened:
        from onrecord.record import showing

        past.waiting(opened)
        if format is Format.json:
            put(showing.array(showing.disputes_as_json(opened, limit)))
        else:
            put(showing.disputes_as_text(opened, limit, sheet(), ids))


@app.command()
def export(
    ledger: LedgerPath,
    format: Annotated[Export, typer.Option(help="What to write.")] = Export.jsonl,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="OUT", help="A file; for csv and parquet also a folder.")
    ] = None,
    table: Annotated[Table, typer.Option(help="Which table, where one is written.")] = Table.events,
    no_text: Annotated[
        bool, typer.Option("--no-text", help="Ids, offsets and hashes, no words of the reports.")
    ] = False,
    as_of: AsOf = None,
    view: ViewOf = None,
    with_rejected: WithRejected = False,
    recorded: past.Recorded = False,
) -> None:
    """Write a ledger out: jsonl has every record, csv and parquet the rows that a person reads.

    Without OUT, jsonl and one csv table go to stdout; a folder gets one file for each table. gold writes what analysts
    judged right as attribution.jsonl and events.jsonl into a folder, with offsets into each line's text.
    """
    with errors(), past.opened(ledger, as_of, view, with_rejected) as opened:
        from onrecord.record import tables
        from onrecord.record.export import jsonl

        if format in (Export.csv, Export.parquet) and table in WEIGHED:
            past.waiting(opened)
        if format is Export.gold:
            past.gold(opened, output, no_text)
        elif output is not None:
            tables.write(opened, format.value, output, table.value, texts=not no_text, recorded=recorded)
        elif format is Export.jsonl:
            write(jsonl(opened, texts=not no_text))
        elif format is Export.csv:
            write(tables.csv_lines(opened, table.value, texts=not no_text, recorded=recorded))
        else:
            raise typer.BadParameter("Parquet is no text: name a file or folder with -o", param_hint="-o")


@app.command()
def count(
    ledger: LedgerPath,
    by: Annotated[
        str,
        typer.Option(
            metavar="FIELDS",
            help="Of day, week, month, year, actor, target, actor_sector, target_sector, code, mode, quad, status, "
            "place, publisher, with commas.",
        ),
    ] = "day,actor,target,quad",
    of: Annotated[
        Unit,
        typer.Option(
            help="Origins: who is said to have said it, the innermost speaker; else the agency that the report "
            "credits, its publisher, or the report. Occurrences: events that the ledger holds for one occurrence count "
            "once, as the account first published of those wanted; an event in no cluster counts by itself."
        ),
    ] = Unit.events,
    status: Annotated[
        list[str] | None,
        typer.Option(
            metavar="STATUS", help=f"Any, or some of {', '.join(STATUSES)}, with commas.", show_default="actual"
        ),
    ] = None,
    code: Annotated[list[str] | None, typer.Option(metavar="CODE", help="PLOVER types, with commas.")] = None,
    since: Annotated[date | None, typer.Option(parser=_only_day, metavar="DAY", help="First day.")] = None,
    until: Annotated[date | None, typer.Option(parser=_only_day, metavar="DAY", help="Last day, included.")] = None,
    least_score: Annotated[float, typer.Option(min=0, max=1, help="Least score of an event.")] = 0,
    sparse: Annotated[bool, typer.Option("--sparse", help="Leave out the rows with 0.")] = False,
    scores: Annotated[bool, typer.Option("--scores", help="Add the sum of PLOVER's scores, -10 to 10 each.")] = False,
    format: Annotated[
        Sums | None, typer.Option(help="How to write.", show_default="what OUT ends in, else text")
    ] = None,
    output: Annotated[Path | None, typer.Option("-o", "--output", metavar="OUT", help="A file.")] = None,
    as_of: AsOf = None,
    view: ViewOf = None,
    with_rejected: WithRejected = False,
    settings: SettingsPath = None,
) -> None:
    """Count events, origins or occurrences by day, actor, target and more, with rows of 0 for days without any.

    Actors are countries, else sectors, else names. An event with several counts once for each pair; a meeting and the
    like once in each direction. Days are those that the report tells, else of publication; without one, the day is
    empty. What one report tells twice is one event; what two reports tell are two, also where it happened once: for
    what happened, count --of occurrences.
    """
    with errors(), past.opened(ledger, as_of, view, with_rejected) as opened:
        from onrecord.record import counting

        if of is Unit.occurrences:
            past.waiting(opened)
        statuses = _several(status) or ("actual",)
        asked = counting.Asked(
            by=_several([by]), of=of.value, status=() if "any" in statuses else statuses,
            codes=_types(opened, _several(code)), since=since, until=until, least_score=least_score,
            sparse=sparse, scores=scores, codebook=_settings(settings).codebook,
        )  # fmt: skip
        ending = output.suffix.lower().lstrip(".") if output else ""
        if output and format is None and ending not in ("", "txt", "csv", "json") and not opened.owns(output):
            raise ValueError(f"{output} ends in neither .txt, .csv nor .json: name the --format")
        form = format or (Sums(ending) if ending in ("csv", "json") else Sums.text)
        table = counting.Table(opened, asked)
        for note in table.notes():
            typer.echo(f"note: {note}", err=True)
        lines = {Sums.text: counting.as_text, Sums.csv: counting.as_csv, Sums.json: counting.as_json}[form](table)
        if output is not None:
            counting.write(opened, lines, output)
        else:
            write(lines)


@app.command()
def annotate(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="One report.")],
    format: Annotated[Format, typer.Option(help="How to print.")] = Format.text,
    published: Published = None,
    settings: SettingsPath = None,
) -> None:
    """Print what is found in a report, without a ledger."""
    with errors():
        from onrecord.record import showing
        from onrecord.run import annotated

        done, refused = 0, 0
        for one in annotated(file, published, _settings(settings)):
            if not isinstance(one, tuple):
                typer.echo(f"refused: {shown(one.source)}: {shown(one.reason)}", err=True)
                refused += 1
                continue
            done += 1
            if format is Format.json:
                typer.echo(showing.page_as_json(*one))
            else:
                put(showing.page_as_text(one[0], sheet()))
    if refused:
        raise typer.Exit(1 if done else 2)


@app.command()
def codebook(
    type: Annotated[str | None, typer.Argument(metavar="TYPE", help="A type, as AID: all that is said of it.")] = None,
    contexts: Annotated[bool, typer.Option("--contexts", help="The contexts in place of the types.")] = False,
    check: Annotated[bool, typer.Option("--check", help="Read the examples of your own codebook.")] = False,
    format: Annotated[Format, typer.Option(help="How to print.")] = Format.text,
    settings: SettingsPath = None,
) -> None:
    """Print the codebook: what each type, mode and context of an event means, with examples.

    With a codebook of your own in the settings, its types too; --check tells which of its examples are coded as marked.
    """
    if bool(type) + contexts + check > 1:
        raise typer.BadParameter("give one of TYPE, --contexts and --check", param_hint="--contexts, --check")
    with errors():
        from onrecord import check as checking
        from onrecord.codebooks import pages
        from onrecord.record.showing import array

        as_json, page, chosen = format is Format.json, sheet(), _settings(settings)
        if check:
            checks = checking.checked(chosen)
            put(array(checking.as_json(checks)) if as_json else checking.as_text(checks, page.paint))
            raise typer.Exit(0 if all(c.right for c in checks) else 1)
        book = pages.book(chosen.codebook)
        code = pages.code(book, type) if type is not None else None
        if contexts:
            lines = pages.contexts_as_json(book) if as_json else pages.contexts(book, page.width, page.paint)
        elif code and not as_json:
            lines = pages.page(book, code, page.width, page.paint)
        else:
            lines = pages.types_as_json(book, code) if as_json else pages.overview(book, page.width, page.paint)
        put(array(lines) if as_json else lines)


@app.command()
def schema(
    no_text: Annotated[bool, typer.Option("--no-text", help="Of lines without words of the reports.")] = False,
) -> None:
    """Print the JSON Schema of the JSON Lines export."""
    import json

    from onrecord.record.export import schema as of_lines

    typer.echo(json.dumps(of_lines(texts=not no_text), indent=2, ensure_ascii=False))


def main() -> None:
    """Runs the command line; stdout takes any text, whatever the machine's encoding."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    app()


def _opened(path: Path) -> Ledger:
    from onrecord.record.ledger import Ledger

    return Ledger(path)


@contextmanager
def _made(path: Path) -> Iterator[Ledger]:
    """The ledger at `path`, which is made if there is none; one that was made and holds no report goes again."""
    from onrecord.record.ledger import Ledger

    new, empty = not path.exists(), False
    try:
        with Ledger(path, new=True) as opened:
            try:
                yield opened
            finally:
                empty = new and not opened.counts()["documents"]
    finally:
        for end in ("", "-wal", "-shm") if empty else ():
            path.with_name(f"{path.name}{end}").unlink(missing_ok=True)


def _types(ledger: Ledger, codes: Iterable[str]) -> tuple[str, ...]:
    """`codes` in capitals, each of PLOVER or of an event in the ledger."""
    from onrecord.codebooks import pages

    found = tuple(c.upper() for c in codes)
    known = ledger.codes() if found else set()
    return tuple(c if c in known else pages.code(pages.book(None), c) for c in found)


def _settings(path: Path | None) -> Settings:
    from onrecord import settings

    return settings.read(path) if path else settings.Settings()
