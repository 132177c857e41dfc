"""A ledger as tables, CSV or Parquet: the rows that a person reads."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, get_args, get_origin

import msgspec

from onrecord.data import Page, Record
from onrecord.record import occurrences
from onrecord.record.casualties import casualties
from onrecord.record.export import hidden, jsonl
from onrecord.record.grades import Grades
from onrecord.record.ledger import Ledger
from onrecord.record.listing import UNSEEN
from onrecord.record.rows import TABLES, EventRow, ReportRow, Row
from onrecord.record.settling import Standing
from onrecord.record.tabulate import event_row, judged, link_row, mention_row, report_row, statement_row

# Columns of actors' ids, which are made of their names.
IDS = ("actor", "actor_ids", "target_ids", "speaker_ids")
# A spreadsheet takes a cell that starts so for a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def rows(ledger: Ledger, table: str, *, recorded: bool = False) -> Iterator[Record]:
    """The rows of one of `TABLES`, in a fixed order; on demand with the time at which the ledger `recorded` each."""
    stands = ledger.judged()
    if table == "links":
        yield from (judged(link_row(link, key), stands.get(key)) for key, link in ledger.links_by_id())
        return
    if table in ("occurrences", "series"):
        yield from occurrences.rows(ledger) if table == "occurrences" else occurrences.values(ledger)
        return
    against, grades = ledger.disputes(), Grades(ledger.judgements())
    of_page: dict[str, Callable[[Page], Iterable[Row | ReportRow]]] = {
        "reports": lambda page: (report_row(page, (g.line() for g in grades.of_report(page.document))),),
        "statements": lambda page: (judged(statement_row(s, page), stands.get(s.id)) for s in page.statements),
        "events": lambda page: _events(page, against, stands),
        "mentions": lambda page: (judged(mention_row(m, page), stands.get(m.id)) for m in page.mentions),
    }
    for doc in ledger.ids():
        page, began = ledger.read(doc)
        for row in of_page[table](page):
            yield msgspec.structs.replace(row, recorded=began[row.id]) if recorded else row


def _events(page: Page, against: Mapping[str, Iterable[str]], stands: Mapping[str, Standing]) -> Iterator[EventRow]:
    cost = casualties(page)
    for e in page.events:
        yield judged(event_row(e, page, against.get(e.id, ()), cost), stands.get(e.id))


def columns(table: str, *, texts: bool = True, recorded: bool = False) -> dict[str, Any]:
    """The columns of a table and their types; without `texts`, without those that hold words of a report."""
    fields = [f for f in msgspec.structs.fields(TABLES[table]) if recorded or f.name != "recorded"]
    return {f.name: _bare(f.type) for f in fields if texts or not _holds_words(f.type)}


def csv_lines(ledger: Ledger, table: str, *, texts: bool = True, recorded: bool = False) -> Iterator[str]:
    """One of `TABLES` as CSV (RFC 4180, UTF-8), a head and then a row a line; values of a list are parted by "; "."""
    names = list(columns(table, texts=texts, recorded=recorded))
    yield _csv(names)
    for row in rows(ledger, table, recorded=recorded):
        yield _csv([cell(_value(row, name, texts)) for name in names])


def _value(row: Record, name: str, texts: bool) -> Any:
    """A cell of a row; without `texts` an actor's id without the words of its name."""
    value = getattr(row, name)
    if texts or name not in IDS or value is None:
        return value
    return hidden(value) if isinstance(value, str) else tuple(hidden(v) for v in value)


def cell(value: Any) -> Any:
    """`value` for a CSV file: text that a spreadsheet would take for a formula gets an apostrophe before it.

    >>> cell("=1+1"), cell(-1.5), cell(("a", "b"))
    ("'=1+1", -1.5, 'a; b')
    """
    if isinstance(value, tuple):
        value = "; ".join(value)
    if not isinstance(value, str):
        return value
    said = " ".join(UNSEEN.sub(" ", value).split(" "))
    return f"'{said}" if said.lstrip().startswith(FORMULA) else said


def _csv(cells: Iterable[Any]) -> str:
    out = io.StringIO()
    csv.writer(out).writerow(cells)
    return out.getvalue()


def write(ledger: Ledger, form: str, path: Path, table: str, *, texts: bool = True, recorded: bool = False) -> None:
    """Writes the ledger to `path` as jsonl, csv or parquet: for the last two a folder gets a file for each table.

    A `path` that ends in the form's own name (`events.csv`) is a file, and gets `table` alone. Raises ValueError when
    that would write over the ledger, or `path` is a file where a folder is meant.
    """
    one = form == "jsonl" or path.suffix == f".{form}"
    files = {table: path} if one else {name: path / f"{name}.{form}" for name in TABLES}
    if own := [file for file in (path, *files.values()) if ledger.owns(file)]:
        raise ValueError(f"{own[0]} is the ledger itself: name another file")
    if form == "jsonl":
        save(path, jsonl(ledger, texts=texts))
        return
    if form == "parquet":
        pyarrow()
    if not one:
        if path.exists() and not path.is_dir():
            raise ValueError(f"{path} is no folder: name one, or a file that ends in .{form}")
        path.mkdir(parents=True, exist_ok=True)
    for name, file in files.items():
        if form == "csv":
            save(file, csv_lines(ledger, name, texts=texts, recorded=recorded))
        else:
            parquet(ledger, name, file, texts=texts, recorded=recorded)


def save(path: Path, lines: Iterable[str]) -> None:
    """Writes `lines`, which bring their own ends, to `path` as UTF-8."""
    with path.open("w", encoding="utf-8", newline="") as file:
        file.writelines(lines)


def pyarrow() -> Any:
    """The package pyarrow; raises ImportError that names the extra it comes with."""
    try:
        import pyarrow.parquet  # type: ignore[import-untyped]
    except ImportError as error:
        raise ImportError("Parquet needs pyarrow, which is an extra: pip install 'onrecord[parquet]'") from error
    return pyarrow


def parquet(ledger: Ledger, table: str, path: Path, *, texts: bool = True, recorded: bool = False) -> None:
    """Writes one of `TABLES` as a Parquet file (zstd); raises ImportError without pyarrow."""
    arrow = pyarrow()
    types = {str: arrow.string(), int: arrow.int64(), float: arrow.float64(), bool: arrow.bool_()}
    names = columns(table, texts=texts, recorded=recorded)
    fields = [(n, arrow.list_(types[str]) if get_origin(kind) is tuple else types[kind]) for n, kind in names.items()]
    form = arrow.schema(fields)
    with arrow.parquet.ParquetWriter(path, form, compression="zstd") as file:
        for batch in _batches(rows(ledger, table, recorded=recorded)):
            found = [{name: _value(row, name, texts) for name in names} for row in batch]
            file.write_table(arrow.Table.from_pylist(found, schema=form))


def _batches(found: Iterator[Record], size: int = 5_000) -> Iterator[list[Record]]:
    batch: list[Record] = []
    for row in found:
        batch.append(row)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch


def _holds_words(kind: Any) -> bool:
    return any("words" in (m.extra or {}) for m in getattr(kind, "__metadata__", ()))


def _bare(kind: Any) -> Any:
    """The type of a column without its marks and without None."""
    kind = get_args(kind)[0] if hasattr(kind, "__metadata__") else kind
    if get_origin(kind) is tuple:
        return kind
    return next((k for k in get_args(kind) if k is not type(None)), kind)
