"""A sheet of claims that analysts read in reports -> the ledger: CSV, a claim a line, each with its quote."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping

from onrecord.data import Judgement
from onrecord.record.corrections import OF_CLAIM
from onrecord.record.judging import Session

NEEDED = ("report", "quote")
COLUMNS = ("report", *OF_CLAIM, "reason")
# Wrong lines that one error lists.
SHOWN = 5


class SheetError(ValueError):
    """A sheet with lines that cannot be read, each named by its number and what is wrong with it."""


def read(session: Session, content: bytes, reason: str | None = None) -> Iterator[Judgement | None]:
    """Adds each claim of the sheet; None for one that the author added before.

    `reason` stands for those that give none. Raises SheetError when a line is wrong: the session is not to be kept.
    """
    wrong: list[str] = []
    for line, given in rows(content):
        said = {name: value for name, value in given.items() if name not in ("report", "reason")}
        try:
            yield session.add(given["report"], said, given.get("reason") or reason or "")
        except (ValueError, LookupError) as error:
            wrong.append(f"line {line}: {error.args[0] if error.args else error}")
    if wrong:
        more = f"; and {len(wrong) - SHOWN} more" if len(wrong) > SHOWN else ""
        raise SheetError(f"nothing was written: {'; '.join(wrong[:SHOWN])}{more}")


def rows(content: bytes) -> Iterator[tuple[int, Mapping[str, str]]]:
    """The number of each line with its cells by column, the empty ones left out; raises SheetError."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SheetError(f"the sheet is no UTF-8 at byte {error.start}: save it as CSV in UTF-8") from error
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        head = [name.strip() for name in next(reader, [])]
        _check(head)
        before = reader.line_num
        for cells in reader:
            line, before = before + 1, reader.line_num
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) != len(head):
                raise SheetError(f"nothing was written: line {line}: {len(cells)} cells under {len(head)} heads")
            given = {name: cell for name, cell in zip(head, cells, strict=True) if cell.strip()}
            if missing := [name for name in NEEDED if name not in given]:
                raise SheetError(f"nothing was written: line {line}: no {' and no '.join(missing)} is given")
            yield line, given
    except csv.Error as error:
        raise SheetError(f"nothing was written: line {reader.line_num}: {error}") from error


def _check(head: list[str]) -> None:
    """Raises SheetError when the first line does not name the columns."""
    if missing := [name for name in NEEDED if name not in head]:
        raise SheetError(f"the first line names no column {', '.join(missing)}: the columns are {', '.join(COLUMNS)}")
    if wrong := [name for name in head if name not in COLUMNS]:
        raise SheetError(f"line 1: there is no column {', '.join(map(repr, wrong))}: take {', '.join(COLUMNS)}")
    if len(set(head)) < len(head):
        raise SheetError("line 1: a column is named twice")
