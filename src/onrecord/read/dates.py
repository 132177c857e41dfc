"""Days and instants as files and pages write them -> ISO 8601."""

from __future__ import annotations

import re
from datetime import date, datetime
from email.utils import parsedate_tz

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# A month by name, with the full stop of its short form ("Sept.", "November").
MONTH = (
    r"(?P<month>(?i:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?))\.?"
)
WEEKDAY = r"(?i:(?:mon|tue(?:s)?|wed(?:nes|s)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?)\.?"

_ISO = re.compile(r"\d{4}-?\d{2}-?\d{2}(?:[T ]\d{2}.*)?\Z", re.DOTALL)
_FRACTION = re.compile(r"([.,]\d{1,9})(?=[Zz+-]|\Z)")


def iso(written: str) -> str | None:
    """The ISO day, or ISO instant with the zone that is given, of an ISO or e-mail date; None for anything else.

    >>> iso("2021-11-30T18:22:00.000Z"), iso("20211130"), iso("Tue, 30 Nov 2021 18:22:00 +0200"), iso("yesterday")
    ('2021-11-30T18:22:00+00:00', '2021-11-30', '2021-11-30T18:22:00+02:00', None)
    """
    written = written.strip()
    if not written.isascii() or len(written) > 40:
        return None
    if not _ISO.match(written):
        return _mailed(written)
    try:
        if len(written) <= 10:
            return date.fromisoformat(written).isoformat()
        return datetime.fromisoformat(_FRACTION.sub("", written)).isoformat()
    except ValueError:  # a day that does not exist, or something else behind it
        return None


def _mailed(written: str) -> str | None:
    parts = parsedate_tz(written)
    day = parts and named(parts[0], parts[1], parts[2])
    if not parts or not day or not all(0 <= n < 60 for n in parts[3:6]) or parts[3] > 23:
        return None
    offset = parts[9]
    zone = ""
    if offset is not None and abs(offset) < 86_000:
        zone = f"{'-' if offset < 0 else '+'}{abs(offset) // 3600:02d}:{abs(offset) % 3600 // 60:02d}"
    return f"{day}T{parts[3]:02d}:{parts[4]:02d}:{parts[5]:02d}{zone}"


def named(year: int, month: int, day: int) -> str | None:
    """The ISO day of year, month and day, or None when there is no such day."""
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    lengths = (31, 29 if leap else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
    if not (1 <= year <= 9999 and 1 <= month <= 12 and 1 <= day <= lengths[month - 1]):
        return None
    return date(year, month, day).isoformat()


def latest(month: int, day: int, published: str | None) -> str | None:
    """The ISO day of that name in the half year before `published` or the three days after; None when there is none.

    A report is printed at most weeks after it was sent; zones and early editions put its day after the one given.
    """
    known = published and iso(published[:10])
    if not known:
        return None
    at = date.fromisoformat(known)
    days = (named(at.year + shift, month, day) for shift in (-1, 0, 1))
    return next((d for d in days if d and -184 <= (date.fromisoformat(d) - at).days <= 3), None)
