"""What analysts set in the place of what the machine found, and what they add: findings made of a report's words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, get_args

import msgspec

from onrecord.data import (
    Actor,
    Event,
    Finding,
    Link,
    Mention,
    Page,
    Place,
    Quantity,
    Relation,
    Span,
    Statement,
    Status,
    Time,
    digest,
)
from onrecord.record.marking import mention, place_of

# The fields that hold mentions, and of what kind; those of one value hold at most one.
MENTIONS: dict[str, type[Any]] = {
    "actors": Actor, "targets": Actor, "speakers": Actor, "via": Actor, "addressee": Actor, "places": Place,
    "quantities": Quantity, "time": Time,
}  # fmt: skip
SINGLE = ("addressee", "time")
OF_EVENT = ("code", "mode", "contexts", "status", "actors", "targets", "places", "time", "quantities", "said")
OF_STATEMENT = (
    "source", "cue", "content", "speakers", "via", "addressee", "time", "manner", "stance", "negated", "occasion",
)  # fmt: skip
OF_LINK = ("relation", "on", "why")
# What a claim is made from; of those that are not a field of an event, `quote` are its words and `speaker` says it.
OF_CLAIM = ("quote", "trigger", "speaker", "cue", *(name for name in OF_EVENT if name != "said"))
Given = Mapping[str, str | tuple[str, ...]]


class Made(msgspec.Struct, frozen=True, kw_only=True):
    """A finding as an analyst has it, and the mentions that it names and its page has not."""

    finding: Finding
    mentions: tuple[Mention, ...] = ()
    statement: Statement | None = None


def parted(value: str | tuple[str, ...]) -> tuple[str, ...]:
    """The values of a field of several, which are parted by semicolons.

    >>> parted("Orvania; the coast guard [KAR MIL]"), parted("")
    (('Orvania', 'the coast guard [KAR MIL]'), ())
    """
    several = value.split(";") if isinstance(value, str) else value
    return tuple(one.strip() for one in several if one.strip())


def corrected(finding: Finding, page: Page, given: Given, by: str) -> Made:
    """`finding` with the fields that are `given` set, under the same id; raises ValueError for what cannot be set."""
    fields = fields_of(finding)
    _only(given, fields)
    near, new = finding.span.start, list[Mention]()
    said: dict[str, Any] = msgspec.to_builtins(finding)
    if isinstance(finding, Mention):
        said["value"] |= {name: _of_value(name, value) for name, value in given.items()}
    else:
        said |= {name: _field(name, value, page, near, by, new) for name, value in given.items()}
    said |= {"by": by, "score": 1.0}
    return Made(finding=_versioned(said, type(finding)), mentions=tuple(new))


def fields_of(finding: Finding) -> tuple[str, ...]:
    """The fields of `finding` that may be corrected."""
    if isinstance(finding, Event):
        return OF_EVENT
    return OF_STATEMENT if isinstance(finding, Statement) else type(finding.value).__struct_fields__


def corrected_link(link: Link, given: Given, by: str) -> Link:
    """`link` with the fields that are `given` set; raises ValueError for what cannot be set."""
    _only(given, OF_LINK)
    if (relation := given.get("relation")) is not None and relation not in get_args(Relation):
        raise ValueError(f"{relation!r} is no relation: take one of {', '.join(get_args(Relation))}")
    return msgspec.structs.replace(link, **dict(given), by=by, score=1.0)


def claimed(page: Page, given: Given, by: str) -> Made:
    """The event that an analyst reads in the words `quote` of the page, or with no `code` the statement.

    A claim stands on the word of its `speaker`, else of the statement of the page that carries it. Raises ValueError
    when the words do not stand in the report, or something needed is not given.
    """
    _only(given, OF_CLAIM)
    given = {name: value for name, value in given.items() if value}
    if "quote" not in given:
        raise ValueError("give the quote: the words of the report, or their offsets")
    quote = place_of(page.document, str(given["quote"]))
    statement, new = _spoken(page, given, quote, by)
    if "code" not in given:
        if statement is None:
            raise ValueError("give a code for an event, or a speaker for a statement")
        _only(given, ("quote", "speaker", "cue"))
        return Made(finding=statement, mentions=tuple(new))
    trigger = _inside(page, quote, str(given.get("trigger", "")))
    said: dict[str, Any] = {
        name: _field(name, given[name], page, trigger.start, by, new) for name in OF_EVENT if name in given
    }
    carried = statement or _carrier(page, trigger)
    parties = {m.id: m for m in (*page.mentions, *new)}
    event = Event.at(
        trigger,
        said.pop("code"),
        actors=[parties[i] for i in said.pop("actors", ())],
        targets=[parties[i] for i in said.pop("targets", ())],
        said=carried.id if carried else None,
        by=by,
        score=1.0,
        **said,
    )
    return Made(finding=event, mentions=tuple(new), statement=statement)


# ------------------------------------------------------------------------------------------------------------- fields


def _only(given: Given, fields: Sequence[str]) -> None:
    if wrong := [name for name in given if name not in fields]:
        raise ValueError(f"there is no field {', '.join(wrong)} to set: take {', '.join(fields)}")


def _field(name: str, value: str | tuple[str, ...], page: Page, near: int, by: str, new: list[Mention]) -> Any:
    """The value of a field of an event or statement; mentions that the page has not are added to `new`."""
    if name in MENTIONS:
        several = parted(value)
        if name in SINGLE and len(several) > 1:
            raise ValueError(f"there is but one {name}: {'; '.join(several)} are {len(several)}")
        found = [mention(page, words, MENTIONS[name], near, by) for words in several]
        held = {(m.id, m.version) for m in (*page.mentions, *new)}
        new += [m for m in found if (m.id, m.version) not in held]
        ids = tuple(dict.fromkeys(m.id for m in found))
        return ids if name not in SINGLE else ids[0] if ids else None
    read: Callable[[str], Any] | None = READ.get(name)
    one = "; ".join(parted(value)) if isinstance(value, tuple) else value.strip()
    if name in ("source", "cue"):
        return place_of(page.document, one, near) if one else None
    if name == "content":
        return tuple(place_of(page.document, words, near) for words in parted(value))
    if name == "said" and one and one not in {s.id for s in page.statements}:
        raise ValueError(f"the report has no statement {one}")
    return read(one) if read else one or None


def _status(said: str) -> str:
    if said not in get_args(Status):
        raise ValueError(f"{said!r} is no status: take one of {', '.join(get_args(Status))}")
    return said


def _code(said: str) -> str:
    if not said:
        raise ValueError("an event has a code")
    return said.upper()


def _flag(said: str) -> bool:
    if said.casefold() not in ("true", "false", "yes", "no"):
        raise ValueError(f"{said!r} is neither true nor false")
    return said.casefold() in ("true", "yes")


READ: dict[str, Callable[[str], Any]] = {"status": _status, "code": _code, "negated": _flag, "contexts": parted}


def _of_value(name: str, value: str | tuple[str, ...]) -> Any:
    """A field of what a mention means."""
    if name in ("names", "sectors", "members"):
        return parted(value)
    one = "; ".join(value) if isinstance(value, tuple) else value.strip()
    return one or None


def _versioned(said: dict[str, Any], kind: type[Finding]) -> Finding:
    """The finding that says so, with the version of that; raises ValueError for a value that is none of its field."""
    try:
        made = msgspec.convert(said, kind, strict=False)
    except msgspec.ValidationError as error:
        raise ValueError(str(error)) from error
    hashed = {k: v for k, v in msgspec.structs.asdict(made).items() if k not in ("version", "by", "score")}
    return msgspec.structs.replace(made, version=digest(hashed))


# --------------------------------------------------------------------------------------------------------------- claims


def _spoken(page: Page, given: Given, quote: Span, by: str) -> tuple[Statement | None, list[Mention]]:
    """The statement that a claim's speaker makes with its quote."""
    new: list[Mention] = []
    if "speaker" not in given:
        if "cue" in given:
            raise ValueError("a cue needs a speaker")
        return None, new
    speakers = _field("speakers", given["speaker"], page, quote.start, by, new)
    known = {m.id: m for m in (*page.mentions, *new)}
    cue = place_of(page.document, str(given["cue"]), quote.start) if "cue" in given else None
    source = known[speakers[0]].span if speakers else None
    said = Statement.at(
        page.document, source=source, speakers=speakers, cue=cue, content=(quote,), manner="indirect", by=by, score=1.0
    )
    return said, new


def _inside(page: Page, quote: Span, words: str) -> Span:
    """The span of the words that name an event, within its quote."""
    if not words:
        return quote
    found = place_of(page.document, words, quote.start)
    at = quote.quote.find(words)
    if at >= 0:
        return page.document.span(quote.start + at, quote.start + at + len(words))
    if not quote.start <= found.start < found.end <= quote.end:
        raise ValueError(f"the trigger {words!r} does not stand in the quote")
    return found


def _carrier(page: Page, span: Span) -> Statement | None:
    """The innermost statement of the page whose content holds `span`: what is said is not told as having happened."""
    around = [
        (piece.end - piece.start, s.id, s)
        for s in page.statements
        for piece in s.content
        if piece.start <= span.start and span.end <= piece.end
    ]
    return min(around, key=lambda found: found[:2])[2] if around else None
