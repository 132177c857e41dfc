"""How rows stand after what analysts said of them, and what the ledger shows because of it.

Judgements are only ever added. Of each author the latest on a row counts, in whatever version a later run finds the
row again. A row that all reject is held back; one that all correct in the same way gives way to the correction, which
has the row's id and the analyst for its maker; one of which all choose the same version stands as that, also where no
reading finds it any more; one on which they disagree stays as the machine found it, and is marked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Literal, cast

import msgspec
from sqlalchemy import Connection, Row, Table, insert, select, text, update

from onrecord.data import Finding, Judgement, Link, Mention, Statement
from onrecord.record import choosing, corrections, findings, reading, schema
from onrecord.record.marking import ANALYST, analyst
from onrecord.record.schema import CHOSEN, documents, judgements, links, mentions

# What is said of clusters and outlets, or is no more than a grade, changes no row.
APART = ("merge", "split", "grade")

State = Literal["accepted", "rejected", "corrected", "chosen", "added", "disputed"]
Correction = Mapping[str, str | tuple[str, ...]]


class Standing(msgspec.Struct, frozen=True):
    """How a row stands after all that was said of it: the latest judgement of each author, by author."""

    state: State
    judgements: tuple[Judgement, ...]


def position(judgement: Judgement) -> tuple[Any, ...]:
    """What an author holds of a row: that it is none, or that it says this; two that hold the same agree."""
    if judgement.verdict == "reject":
        return ("reject",)
    if judgement.verdict == "choose":
        return ("choose", judgement.on[1])
    if judgement.verdict == "add":
        return ("accept",)
    said = sorted((name, corrections.parted(value)) for name, value in judgement.correction.items())
    return ("correct", *said) if said else ("accept",)


def standing(told: Iterable[Judgement]) -> Standing:
    """How a row stands of which all this was said, the oldest first."""
    latest = {j.author: j for j in told}
    held = tuple(latest[author] for author in sorted(latest))
    positions = {position(j) for j in held}
    if len(positions) > 1:
        return Standing("disputed", held)
    kind = next(iter(positions))[0]
    if kind == "accept":
        return Standing("added" if any(j.verdict == "add" for j in held) else "accepted", held)
    states: dict[str, State] = {"reject": "rejected", "choose": "chosen"}
    return Standing(states.get(kind, "corrected"), held)


def of_rows(connection: Connection) -> dict[str, Standing]:
    """How each finding and link stands of which something was said, by id."""
    told: dict[str, list[Judgement]] = {}
    for judgement in everything(connection):
        if judgement.verdict not in APART:
            told.setdefault(judgement.on[0], []).append(judgement)
    return {key: standing(said) for key, said in told.items()}


def everything(connection: Connection) -> Iterator[Judgement]:
    """All judgements, in the order in which they were made."""
    for row in connection.execute(select(judgements.c.row).order_by(judgements.c.no)).scalars():
        yield msgspec.json.decode(row, type=Judgement)


def of_row(connection: Connection, key: str) -> Standing | None:
    """How the row `key` stands, None when nothing was said of it."""
    mine = select(judgements.c.row).where(judgements.c.on == key).order_by(judgements.c.no)
    told = [msgspec.json.decode(row, type=Judgement) for row in connection.execute(mine).scalars()]
    told = [j for j in told if j.verdict not in APART]
    return standing(told) if told else None


def rejected(connection: Connection, run: int | None) -> dict[str, tuple[int, ...]]:
    """The numbers of the findings and links that analysts have rejected, by table; those as they stood after `run`."""
    keys = [key for key, stands in of_rows(connection).items() if stands.state == "rejected"]
    found = {}
    for table in (*findings.TABLES, links):
        name = f'main."{table.name}"'
        among = "aside = 1" if run is None else f"since <= {run}"
        last = text(f"SELECT max(no) FROM {name} WHERE id = :key AND {among}")
        numbers = [connection.execute(last, {"key": key}).scalar() for key in keys]
        found[table.name] = tuple(n for n in numbers if n is not None)
    return found


def kinds(connection: Connection, keys: Iterable[str]) -> dict[str, set[str]]:
    """Those of the ids that are mentions, statements, events and links."""
    wanted, found = set(keys), {}
    for table in (*findings.TABLES, links):
        judged = text(f'SELECT DISTINCT id FROM main."{table.name}" WHERE id IN (SELECT "on" FROM judgements)')
        found[table.name.removesuffix("s")] = wanted & set(connection.execute(judged).scalars())
    return found


def machines(connection: Connection, key: str) -> Finding | Link | None:
    """What the machine found where an analyst's correction stands now."""
    kinds: tuple[tuple[Table, Any], ...] = (*reading.FINDINGS, (links, Link))
    for table, kind in kinds:
        held = text(f'SELECT "row" FROM main."{table.name}" WHERE id = :key AND aside = 1')
        if row := connection.execute(held, {"key": key}).scalar():
            return cast(Finding | Link, msgspec.json.decode(row, type=kind))
    return None


# ------------------------------------------------------------------------------------------------------------ settling


def settle(connection: Connection, keys: Iterable[str], run: int) -> None:
    """Makes those rows stand as they were judged, where they do not yet."""
    reports: set[int] = set()
    for key in keys:
        stands = of_row(connection, key)
        try:
            table, base = base_of(connection, key)
        except KeyError:
            reports |= _settle_lost(connection, key, stands, run)
            continue
        shown = _shown(connection, table, base, run)
        state = stands.state if stands else "accepted"
        if state == "rejected":
            _hold_back(connection, table, base, shown, run)
        elif state == "corrected" and stands:
            _correct(connection, table, base, shown, stands, run)
        elif state == "chosen" and stands and chosen(stands) != base.version:
            _choose(connection, base, shown, stands, run)
        elif shown is None or shown.no != base.no:
            if shown is not None:
                findings.end(connection, table, shown, run)
            _put_copy(connection, table, base, {}, run)
            connection.execute(update(table).where(table.c.no == base.no).values(aside=0))
        if table is not links:
            _settle_links(connection, key, run)
            reports.add(base.document)
    for report in sorted(reports):
        for key in choosing.complete(connection, report, run, lambda key: _state(connection, key)):
            _settle_links(connection, key, run)


def settle_report(connection: Connection, document: int, run: int) -> None:
    """Makes the rows of a report that was read again stand as they were judged before."""
    mine = select(judgements.c.on).where(judgements.c.document == document).distinct().order_by(judgements.c.on)
    settle(connection, connection.execute(mine).scalars().all(), run)


def settle_links(connection: Connection, run: int) -> None:
    """Makes the links stand as they were judged before."""
    mine = select(judgements.c.on).join(links, links.c.id == judgements.c.on).distinct().order_by(judgements.c.on)
    settle(connection, connection.execute(mine).scalars().all(), run)


def put(connection: Connection, made: Sequence[Finding], number: int, name: str, run: int) -> None:
    """Puts findings of an analyst into the report with that number and id, with all who take part in them."""
    page = reading.page(connection, name)
    page = msgspec.structs.replace(
        page,
        mentions=(*page.mentions, *(f for f in made if isinstance(f, Mention))),
        statements=(*page.statements, *(f for f in made if isinstance(f, Statement))),
        events=(*page.events, *(f for f in made if not isinstance(f, Mention | Statement))),
    )
    new = {(f.id, f.version) for f in made}
    for table, rows in zip(findings.TABLES, schema.finding_rows(page), strict=True):
        fresh = [row for row in rows if (row["id"], row["version"]) in new]
        if table is mentions:  # the machine's own mention of the same words gives way
            for row in fresh:
                old = connection.execute(select(table).where(table.c.id == row["id"], table.c.until.is_(None))).first()
                if old is not None:
                    findings.end(connection, table, old, run)
        findings.put_rows(connection, table, fresh, number, run)
    findings.put_roles(connection, page, number)


def _correct(
    connection: Connection, table: Table, base: Row[Any], shown: Row[Any] | None, stands: Standing, run: int
) -> None:
    """Puts the correction in the place of the row."""
    who = next((j for j in stands.judgements if j.verdict == "correct"), stands.judgements[0])
    try:
        made = applied(connection, table, base, who.correction, analyst(who.author))
    except ValueError:  # the row's new version has no place for it: it stays as it was found, and is marked
        return
    row = schema.text(made if isinstance(made, Link) else made.finding)
    if shown is not None and shown.no != base.no:
        if shown.row == row:
            return
        findings.end(connection, table, shown, run)
    findings.end(connection, table, base, run, aside=True)
    if isinstance(made, Link):
        _put_copy(connection, table, base, _row_of(made), run)
    else:
        name = connection.execute(select(documents.c.id).where(documents.c.no == base.document)).scalar_one()
        put(connection, (*made.mentions, made.finding), base.document, name, run)


def chosen(stands: Standing) -> str | None:
    """The version that an analyst chose; None when none did."""
    return next((j.on[1] for j in stands.judgements if j.verdict == "choose"), None)


def _choose(connection: Connection, base: Row[Any], shown: Row[Any] | None, stands: Standing, run: int) -> None:
    """Puts the version that was chosen in the place of the row."""
    version = chosen(stands) or ""
    table, row = choosing.version_of(connection, base.id, version)
    if shown is not None and shown.no != base.no:
        if (shown.aside, shown.version) == (CHOSEN, version):
            return
        findings.end(connection, table, shown, run)
    findings.end(connection, table, base, run, aside=True)
    choosing.put(connection, table, row, run)


def _settle_lost(connection: Connection, key: str, stands: Standing | None, run: int) -> set[int]:
    """Makes a row stand that the last reading no longer finds: only where it was chosen; the number of its report."""
    version = chosen(stands) if stands and stands.state == "chosen" else None
    wanted = choosing.version_of(connection, key, version) if version else None
    reports = set()
    for table in (*findings.TABLES, links):
        for row in connection.execute(select(table).where(table.c.id == key)).all():
            reports |= {row.document} if table is not links else set()
            if row.until is None and row.aside == CHOSEN and (not version or row.version == version):
                wanted = None  # what was not chosen itself stands with another, or goes when that is seen to
            elif row.until is None:
                findings.end(connection, table, row, run)
    if wanted:
        choosing.put(connection, *wanted, run)
    _settle_links(connection, key, run)
    return reports


def _state(connection: Connection, key: str) -> State | None:
    stands = of_row(connection, key)
    return stands.state if stands else None


def _hold_back(connection: Connection, table: Table, base: Row[Any], shown: Row[Any] | None, run: int) -> None:
    if shown is not None and shown.no != base.no:
        findings.end(connection, table, shown, run)
    findings.end(connection, table, base, run, aside=True)


def _put_copy(connection: Connection, table: Table, base: Row[Any], changes: dict[str, Any], run: int) -> None:
    """Puts the row in again as it was found, but for `changes`, for as long as nothing else is said."""
    row = {**base._asdict(), **changes, "since": run, "until": None, "aside": 0}
    del row["no"]
    connection.execute(insert(table), [row])
    if table.name in findings.ROLES or table is mentions:
        name = connection.execute(select(documents.c.id).where(documents.c.no == base.document)).scalar_one()
        findings.put_roles(connection, reading.page(connection, name), base.document)


def applied(
    connection: Connection, table: Table, base: Row[Any], given: Correction, by: str
) -> corrections.Made | Link:
    """The row with the fields that are given set; raises ValueError for what cannot be set."""
    if table is links:
        return corrections.corrected_link(msgspec.json.decode(base.row, type=Link), given, by)
    name = connection.execute(select(documents.c.id).where(documents.c.no == base.document)).scalar_one()
    page = reading.page(connection, name)
    kind = dict(reading.FINDINGS)[table]
    return corrections.corrected(msgspec.json.decode(base.row, type=kind), page, given, by)


def _row_of(link: Link) -> dict[str, Any]:
    row = schema.link_row(link)
    del row["id"]
    return row


def _settle_links(connection: Connection, key: str, run: int) -> None:
    """A link is there only when both its rows are."""
    mine = (links.c.a == key) | (links.c.b == key)
    for link in connection.execute(select(links).where(mine, links.c.until.is_(None) | (links.c.aside == 1))).all():
        both = all(_current(connection, end) for end in (link.a, link.b))
        stands = of_row(connection, link.id)
        if not both and link.until is None:
            findings.end(connection, links, link, run, aside=True)
        elif both and link.aside and not (stands and stands.state in ("rejected", "corrected")):
            _put_copy(connection, links, link, {}, run)
            connection.execute(update(links).where(links.c.no == link.no).values(aside=0))


def _current(connection: Connection, key: str) -> bool:
    report = select(documents.c.no).where(documents.c.id == key)
    return reading.finding(connection, key) is not None or connection.execute(report).first() is not None


def base_of(connection: Connection, key: str) -> tuple[Table, Row[Any]]:
    """The row `key` as it was found, or added, whatever stands in its place; raises KeyError when there is none."""
    for table in (*findings.TABLES, links):
        found = choosing.found(table) if table is not links else table.c.until.is_(None) | (table.c.aside == 1)
        mine = select(table).where(table.c.id == key, found)
        for row in connection.execute(mine.order_by(table.c.aside.desc(), table.c.no.desc())):
            if row.aside or not _is_correction(connection, row):
                return table, row
    raise KeyError(f"the ledger holds no row {key}")


def judged_row(connection: Connection, key: str) -> tuple[Table, Row[Any]]:
    """The same; of a row that the last reading no longer finds, what stands by choice or was chosen or rejected."""
    if is_found(connection, key):
        return base_of(connection, key)
    if (stands := of_row(connection, key)) and (version := chosen(stands) or _rejected(stands)):
        return choosing.version_of(connection, key, version)
    for table in findings.TABLES:
        mine = table.c.id == key, table.c.until.is_(None), table.c.aside == CHOSEN
        if row := connection.execute(select(table).where(*mine)).first():
            return table, row
    return base_of(connection, key)


def is_found(connection: Connection, key: str) -> bool:
    """Whether the last reading found the row, or an analyst added it."""
    try:
        return base_of(connection, key) is not None
    except KeyError:
        return False


def _rejected(stands: Standing) -> str | None:
    return next((j.on[1] for j in stands.judgements if j.verdict == "reject"), None)


def _shown(connection: Connection, table: Table, base: Row[Any], run: int) -> Row[Any] | None:
    """The row that is current; where that is the one found, corrections of what was found before end."""
    current = connection.execute(select(table).where(table.c.id == base.id, table.c.until.is_(None))).all()
    if base.until is not None:
        return current[0] if current else None
    for row in current:
        if row.no != base.no:
            findings.end(connection, table, row, run)
    return base


def _is_correction(connection: Connection, row: Row[Any]) -> bool:
    """Whether the row is what an analyst set in the place of another: no judgement is of such a row."""
    by = row.by if "by" in row._fields else msgspec.json.decode(row.row, type=Link).by
    said = judgements.c.on == row.id
    told = connection.execute(select(judgements.c.no).where(said).limit(1)).first()
    of_it = connection.execute(
        select(judgements.c.no).where(said, judgements.c.version == row.version).limit(1)
    ).first()
    return by.startswith(f"{ANALYST}-") and told is not None and of_it is None
