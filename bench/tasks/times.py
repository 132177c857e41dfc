"""When? Finds and resolves expressions of time.

GUM's guidelines have one element for dates (yyyy-mm-dd) and one for times: of "Sunday night" its dates hold "Sunday".
The product reads TIMEX3's one expression of both words, which is mapped here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from bench.tasks import Row, pages
from onrecord.annotate.times import Times
from onrecord.data import Mention, Time

_PART = re.compile(r"(?i)(?P<day>(?:\w+\s)?(?:\w+day|tomorrow))\s+(?:morning|afternoon|evening|night)")


def predict(rows: Iterable[Row]) -> Iterator[Row]:
    """Each text's times, by offsets, with their TIMEX3 type and value."""
    for row, page in pages(rows, (Times(),)):
        yield {"id": row["id"], "times": [_answer(m, m.value) for m in page.times if isinstance(m.value, Time)]}


def _answer(mention: Mention, time: Time) -> Row:
    start, end = mention.span.start, mention.span.end
    if part := _PART.fullmatch(mention.span.quote):
        return {"start": start, "end": start + part.end("day"), "type": "DATE", "value": time.timex.partition("T")[0]}
    return {"start": start, "end": end, "type": time.kind, "value": time.timex}
