"""What a token in figures says: a year, a day of the month, an hour, a date, a decade, an hour's distance from UTC."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

OTHER = "."

_DATE = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4})")
# Without a century only slashes are read: "1.2.03" may number a section.
_SHORT_DATE = re.compile(r"(\d{1,2})/(\d{1,2})/(\d\d)")
_YEAR_FIRST = re.compile(r"(\d{4})([/.])(\d{1,2})\2(\d{1,2})")
_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:T\S*)?")
_CLOCK = re.compile(r"([01]?\d|2[0-4])[:.]([0-5]\d)(?::[0-5]\d)?")
_ORDINAL = re.compile(r"([0-3]?\d)(?:st|nd|rd|th)")
_NTH = re.compile(r"(\d{2,3})(?:st|nd|rd|th)")
_DECADE = re.compile(r"(\d\d(?:\d0)|\d0)s")
_NUMBER = re.compile(r"\d+(?:,\d\d\d)*(?:\.\d+)?")
# "UTC+3", "GMT-05:30".
_FROM_UTC = re.compile(r"(?:utc|gmt)([+\u2212-])(\d{1,2})(?::?([0-5]\d))?")
# The first two-digit year that is one of the last century.
PIVOT = 50
# Figures of the longest number that anybody counts times with; longer ones number something else.
LONGEST = 8


def numeral(form: str) -> tuple[str, Any]:
    """The letter in the grammar and the value of a token that begins with a figure."""
    if form.isdigit() and form.isascii():
        if len(form) > LONGEST:
            return OTHER, None
        number = int(form)
        if len(form) == 4 and 1000 <= number <= 2199:
            return "Y", number
        return ("2", number) if len(form) <= 2 and 1 <= number <= 31 else ("9", number)
    if date := _date(form):
        return "I", date
    if match := _CLOCK.fullmatch(form):
        return "C" if ":" in form else "9", (int(match[1]), int(match[2]))
    if (match := _ORDINAL.fullmatch(form)) and 1 <= int(match[1]) <= 31:
        return "O", int(match[1])
    if match := _NTH.fullmatch(form):
        return "#", int(match[1])
    if match := _DECADE.fullmatch(form):
        return "D", int(match[1])
    if _NUMBER.fullmatch(form):
        return "9", float(form.replace(",", "")[:15])
    return OTHER, None


def _date(form: str) -> tuple[int, int, int, bool] | None:
    """Year, month, day of a date in figures, and whether it may be read with the day first too."""
    if match := _ISO.fullmatch(form) or _YEAR_FIRST.fullmatch(form):
        year, *rest = (int(n) for n in match.groups() if n.isdigit())
        return year, rest[0], rest[1], False
    if match := _DATE.fullmatch(form):
        return in_order(int(match[1]), int(match[3]), int(match[4]), match[2])
    if match := _SHORT_DATE.fullmatch(form):
        year = int(match[3])
        return in_order(int(match[1]), int(match[2]), year + (1900 if year >= PIVOT else 2000), "/")
    return None


def in_order(first: int, second: int, year: int, sign: str) -> tuple[int, int, int, bool]:
    """Year, month, day, and whether the other order fits too: with slashes the month first, else the day."""
    day_first = sign != "/"
    month_first = second > 12 if first <= 12 and (second > 12 or day_first) else first <= 12
    month, day = (first, second) if month_first else (second, first)
    return year, month, day, first <= 12 and second <= 12 and first != second


def spelled_year(words: Sequence[str], number: Mapping[str, float]) -> tuple[int, int] | None:
    """The year that `words` begin with, as it is spoken, and of how many words it is: "nineteen eighty-four", "two
    thousand and eight"."""
    first = number.get(words[0], 0)
    if 17 <= first <= 20:
        rest, used = _below_hundred(words[1:], number)
        return (int(first) * 100 + rest, 1 + used) if rest >= 10 else None
    if words[0] == "two" and words[1:2] == ["thousand"]:
        skip = 3 if words[2:3] == ["and"] else 2
        rest, used = _below_hundred(words[skip:], number)
        return (2000 + rest, skip + used) if used else None
    return None


def _below_hundred(words: Sequence[str], number: Mapping[str, float]) -> tuple[int, int]:
    """The number below a hundred that `words` begin with, 0 for none, and of how many words it is."""
    tens = int(number.get(words[0], 0)) if words else 0
    if not 20 <= tens < 100:
        return (tens, 1) if 0 < tens < 20 else (0, 0)
    at = 2 if words[1:2] == ["-"] else 1
    ones = int(number.get(words[at], 0)) if len(words) > at else 0
    return (tens + ones, at + 1) if 0 < ones < 10 else (tens, 1)


def zone_mark(form: str) -> str | None:
    """The ISO 8601 mark of "utc+3", None for what is no such word."""
    match = _FROM_UTC.fullmatch(form)
    if match is None or int(match[2]) > 14:
        return None
    sign = "+" if match[1] == "+" else "-"
    return f"{sign}{int(match[2]):02d}" + (f":{match[3]}" if match[3] else "")
