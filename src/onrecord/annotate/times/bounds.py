"""What prepositions add to a time: "since 2014", "by Friday", "from 9 a.m. to 5 p.m.", "between March and May"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

import msgspec

from onrecord.annotate.times.grammar import Expression
from onrecord.data import Time

# What joins the two ends of a stretch.
TO = ("/", "to", "until", "till", "through", "and", "-", "–", "—", "to the", "and the", "until the", "through to")
# After a time: it begins a stretch whose end nobody tells.
ONWARD = ("onward", "onwards", "forward", "henceforth")
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
        elif mod == "SINCE" or (e.after is not None and e.after.lower in ONWARD):
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
    """`time` to the end of `end`; an hour or minute ends a stretch when it begins."""
    hour = end.grain in ("hour", "minute") and end.start is not None and (time.start or "") < end.start
    return msgspec.structs.replace(time, end=end.start if hour else end.end, mod="FROM")


def _since(time: Time, reference: date | None) -> Time:
    """Open to the day of the report; without one, or when it begins after it, `end` is None."""
    end = (reference + timedelta(days=1)).isoformat() if reference is not None else None
    begun = end is not None and time.start is not None and time.start < end
    return msgspec.structs.replace(time, end=end if begun else None, mod="SINCE")


def _alone(e: Expression) -> bool:
    """ "from Monday" is a beginning, "the news from 2014" and "between" with one end are none."""
    if e.before is None or e.before.lower == "between":
        return False
    return e.before.lower != "from" or e.before.head.tag[:2] == "VB"
