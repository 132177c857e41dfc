"""When? Finds and resolves expressions of time.

GUM's guidelines have one element for dates (yyyy-mm-dd) and one for times: of "Sunday night" its dates hold
"Sunday", and "noon yesterday" are two. The product reads TIMEX3's one expression of both words, which is mapped here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from bench.tasks import Row, pages
from onrecord.annotate.times import Times
from onrecord.data import Mention, Time

_PART = re.compile(r"(?i)(?P<day>(?:\w+\s)?(?:\w+day|tomorrow))\s+(?:morning|afternoon|evening|night)")

_HOUR = re.compile(r"(?i)(?P<hour>noon|midnight)\s+(?P<day>(?:\w+day|tomorrow))")


def predict(rows: Iterable[Row]) -> Iterator[Row]:
    """Each text's times, by offsets, with their TIMEX3 type and value."""
    for row, page in pages(rows, (Times(),)):
        found = ((m, m.value) for m in page.times if isinstance(m.value, Time))
        yield {"id": row["id"], "times": [answer for m, time in found for answer in _answers(m, time)]}


def _answers(mention: Mention, time: Time) -> Iterator[Row]:
    start, end = mention.span.start, mention.span.end
    if both := _HOUR.fullmatch(mention.span.quote):
        yield {"start": start, "end": start + both.end("hour"), "type": "TIME", "value": time.timex}
        yield {"start": start + both.start("day"), "end": end, "type": "DATE", "value": time.timex.partition("T")[0]}
        return
    if part := _PART.fullmatch(mention.span.quote):
        yield {"start": start, "end": start + part.end("day"), "type": "DATE", "value": time.timex.partition("T")[0]}
        return
    yield {"start": start, "end": end, "type": time.kind, "value": time.timex}
