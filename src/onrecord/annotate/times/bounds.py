"""What prepositions add to a time: "since 2014", "by Friday", "from 9 a.m. to 5 p.m.", "between March and May"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

import msgspec

from onrecord.annotate.times.grammar import Expression
from onrecord.data import Time

# What joins the two ends of a stretch.
TO = ("/", "to", "until", "till", "through", "and", "-", "–", "—", "to the", "and the", "until the", "through to")
# Those that do so without a "from" or "between".
SPANS = ("-", "–", "—", "/", "to", "through", "until")


def bounded(
    found: Sequence[tuple[Expression, Time]], text: str, bound: Mapping[str, str], reference: date | None
) -> list[Time]:
    """The times of `found` with what the preposition before each says as `mod`, and stretches carried to their end."""
    times = [t for _, t in found]
    for n, (e, time) in enumerate(found):
        if time.start is None or time.kind not in ("DATE", "TIME"):
            continue
        mod = bound.get(e.before.lower) if e.before is not None else None
        joined = _joined(found, n, text)
        if joined in SPANS or (joined is not None and mod == "FROM"):
            times[n] = _carried(time, found[n + 1][1])
            times[n + 1] = msgspec.structs.replace(found[n + 1][1], mod="UNTIL")
        elif mod == "SINCE":
            times[n] = _since(time, reference)
        elif mod is not None and (mod != "FROM" or _alone(e)) and times[n].mod != "UNTIL":
            times[n] = msgspec.structs.replace(times[n], mod=mod)
    return times


def _joined(found: Sequence[tuple[Expression, Time]], n: int, text: str) -> str | None:
    """The words between a time and the next, when they make the two the ends of one stretch."""
    if n + 1 == len(found):
        return None
    (e, time), (after, end) = found[n : n + 2]
    between = text[e.words[-1].end : after.words[0].start].strip().lower()
    if between not in TO or end.end is None or time.start is None or not time.start < end.end or time.kind == "SET":
        return None
    return between


def _carried(time: Time, end: Time) -> Time:
    return msgspec.structs.replace(time, end=end.end, mod="FROM")


def _since(time: Time, reference: date | None) -> Time:
    """Open to the day of the report; without one `end` is None."""
    if reference is None:
        return msgspec.structs.replace(time, end=None, mod="SINCE")
    end = (reference + timedelta(days=1)).isoformat()
    return msgspec.structs.replace(
        time, end=end if time.start is not None and time.start < end else time.end, mod="SINCE"
    )


def _alone(e: Expression) -> bool:
    """ "from Monday" is a beginning, "the news from 2014" and "between" with one end are none."""
    return e.before is not None and e.before.lower == "from" and e.before.head.tag[:2] == "VB"
