"""The clock times that begin the entries of a running log ("0745 - shelling reported", "At 14:05 two
rounds fell")."""

from __future__ import annotations

import re

# An entry begins a line or follows the end of another; what stands after its hour parts it from its words.
_ENTRY = re.compile(
    r"(?:^|[;.!?|\n])[ \t]*(?:[-*•–][ \t]+)?(?P<at>At (?:about |around )?)?[\[(]?"
    r"(?P<hour>[01]?\d|2[0-4])(?P<sign>[:h]?)(?P<minute>[0-5]\d)(?![\d.:%]\d|%)"
    r"(?=[\])]?[ \t]*(?P<after>[-–—:|\])]|(?:hrs?|hours|Z|UTC|GMT)\b|[A-Z]|(?(at)[a-z,(]|(?!))))(?![ \t]*[ap]\.?m\b)"
)
# An hour that is earlier than the one before it by as much (minutes) begins the next day.
NEXT_DAY = 12 * 60
# Entries that make a log, at least.
LEAST = 2


def entries(text: str) -> dict[int, tuple[int, int]]:
    """The hour and minute at each offset of `text` at which an entry of its log begins; none where it keeps no log.

    Figures without a colon may be years ("2019: 34 killed"): one of them at least must be no year ("0745", "2230").
    """
    found: dict[int, tuple[int, int]] = {}
    bare: list[int] = []
    for match in _ENTRY.finditer(text):
        hour, minute = int(match["hour"]), int(match["minute"])
        if hour * 60 + minute > 24 * 60:
            continue
        if not match["sign"]:
            if len(match["hour"]) < 2 or match["at"] or match["after"][0].isupper():
                continue
            bare.append(hour * 100 + minute)
        found[match.start("hour")] = (hour, minute)
    if bare and all(1000 <= number < 2200 for number in bare):
        found = {at: clock for at, clock in found.items() if not text[at : at + 4].isdigit()}
    return found if len(found) >= LEAST else {}
