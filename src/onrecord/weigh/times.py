"""When a thing took place: the time told for it, else about the days before it was published."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from onrecord.data import Mention, Statement, Time
from onrecord.weigh.reading import Reading, Sentence
from onrecord.weigh.slots import When, after, moment, sound

# A report tells of what took place in the days before it; who gives no day is taken to mean these.
FRESH = 4
# A longer stretch ("in 2021") fixes no day.
LONGEST = 31
GRAINS = ("minute", "hour", "part", "day", "weekend", "week", "month")
_BOUND = ("SINCE", "FROM", "UNTIL", "BY", "BEFORE", "AFTER")


def when(
    reading: Reading, key: str | None, sentence: Sentence, said: set[str | None], *, past: bool = False
) -> When | None:
    """When it took place: the event's time, else one of the sentence that is not when it was said, else about now.

    What is `past` took place on no day after the report.
    """
    own = reading.mention(key)
    asked = [own] if own and own.id not in said else []
    short = (
        m
        for m in sentence.times
        if m.id not in said and isinstance(m.value, Time) and m.value.grain not in ("week", "month")
    )
    published = sound(reading.document.published)
    for m in [*asked, *short]:
        if m and (found := _stretch(m)) and not (past and published and found.start > after(published, 1)):
            return found
    if published is None:
        return None
    return When(start=after(published, -FRESH), end=after(published, 1), grain="week", told=False)


def said_times(reading: Reading, chain: Iterable[Statement]) -> set[str | None]:
    """The times at which it was said: days told beside the cue, outside the words that were said."""
    found: set[str | None] = set()
    for s in chain:
        m = reading.mention(s.time)
        if m is None or not isinstance(m.value, Time) or m.value.grain in ("week", "month", "season", "year"):
            continue
        if s.cue and s.cue.quote.casefold().startswith(("according", "in the")):
            continue
        spoken = min(
            x.start
            for x in (s.source, s.cue, s.span)
            if (x and x is not s.span) or (x is s.span and not (s.source or s.cue))
        )
        if m.span.start >= spoken and not any(c.start <= m.span.start < c.end for c in s.content):
            found.add(m.id)
    return found


def _stretch(m: Mention) -> When | None:
    t = m.value
    if not isinstance(t, Time) or t.kind not in ("DATE", "TIME") or t.mod in _BOUND or t.grain not in GRAINS:
        return None
    start, end = sound(t.start), sound(t.end)
    if start is None or end is None:
        return None
    if (date.fromisoformat(end[:10]) - date.fromisoformat(start[:10])).days > LONGEST:
        return None
    if moment(end) <= moment(start):
        end = after(start, 1)
    return When(start=moment(start), end=moment(end), grain=t.grain)
