"""The cells of the calendar: days, weeks, months, seasons, years ... with their TIMEX3 values and their first and last
days, and the hours that the parts of a day stand for."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from typing import NamedTuple

from onrecord.data import Grain

# The grain of each TIMEX3 unit letter that names a cell of the calendar.
GRAINS: dict[str, Grain] = {
    "D": "day", "N": "day", "W": "week", "WE": "weekend", "M": "month", "Q": "quarter", "Y": "year", "DE": "decade",
    "CE": "century",
}  # fmt: skip
MONTHS = {"month": 1, "quarter": 3, "season": 3, "year": 12, "decade": 120, "century": 1200}
# Meteorological seasons of the northern hemisphere; the winter of a year begins in its December.
SEASONS = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}
# Hours from and to midnight of the day named; a night runs into the next morning.
HOURS = {"MO": (6, 12), "AF": (12, 18), "EV": (18, 24), "NI": (18, 30), "DT": (6, 18), "EH": (0, 6)}
# TIMEX3's part of the day for what has none of its own there.
PARTS = {"EH": "MO"}
# What a value of this grain looks like while the day is unknown.
UNKNOWN: dict[str, str] = {
    "day": "XXXX-XX-XX", "week": "XXXX-WXX", "weekend": "XXXX-WXX-WE", "month": "XXXX-XX", "quarter": "XXXX-QX",
    "season": "XXXX-XX", "year": "XXXX", "decade": "XXX", "century": "XX",
}  # fmt: skip
FIRST_YEAR, LAST_YEAR = 1, 9900


class Cell(NamedTuple):
    """A cell of the calendar: its grain and its first day."""

    grain: Grain
    day: date

    @classmethod
    def of(cls, grain: Grain, day: date) -> Cell:
        """The cell of this grain that holds `day`."""
        if grain == "week":
            return cls(grain, _back(day, day.weekday()))
        if grain == "weekend":
            return cls(grain, _back(day, day.weekday() - 5))
        if grain == "season":
            months = (day.month % 12) // 3 * 3
            year = day.year - 1 if day.month < 3 else day.year
            return cls(grain, date(max(year, FIRST_YEAR), months or 12, 1))
        if grain in MONTHS:
            size = MONTHS[grain]
            count = (day.year * 12 + day.month - 1) // size * size
            return cls(grain, date(max(count // 12, FIRST_YEAR), count % 12 + 1, 1))
        return cls("day", day)

    def shift(self, by: int) -> Cell | None:
        """The cell `by` cells later, or None beyond the years of the calendar."""
        size = MONTHS.get(self.grain)
        if size is None:
            step = 7 if self.grain in ("week", "weekend") else 1
            if not FIRST_YEAR < self.day.year + by * step / 366 < LAST_YEAR:
                return None
            return Cell(self.grain, self.day + timedelta(days=by * step))
        count = self.day.year * 12 + self.day.month - 1 + by * size
        if not FIRST_YEAR <= count // 12 < LAST_YEAR:
            return None
        return Cell(self.grain, date(count // 12, count % 12 + 1, 1))

    @property
    def end(self) -> date:
        """The first day after the cell."""
        if self.grain == "weekend":
            return self.day + timedelta(days=2)
        after = self.shift(1)
        return after.day if after else date(LAST_YEAR, 12, 31)

    @property
    def timex(self) -> str:
        """The TIMEX3 value: "2021-11-30", "2021-W48", "2021-W48-WE", "2021-11", "2021-Q4", "2021-FA", "2021", "202"."""
        day, year = self.day, f"{self.day.year:04d}"
        week = day.isocalendar()
        return {
            "day": day.isoformat(),
            "week": f"{week.year:04d}-W{week.week:02d}",
            "weekend": f"{week.year:04d}-W{week.week:02d}-WE",
            "month": f"{year}-{day.month:02d}",
            "quarter": f"{year}-Q{(day.month + 2) // 3}",
            "season": f"{year}-{next((s for s, m in SEASONS.items() if m == day.month), 'WI')}",
            "decade": year[:3],
            "century": year[:2],
        }.get(self.grain, year)


def day_of(year: int, month: int, day: int) -> date | None:
    """The day, or None where the calendar has none."""
    if not (FIRST_YEAR <= year < LAST_YEAR and 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]):
        return None
    return date(year, month, day)


def months_from(day: date, by: int) -> date | None:
    """The same day so many months later, or the last of a month that is too short for it."""
    month = Cell.of("month", day).shift(by)
    return month and month.day.replace(day=min(day.day, monthrange(month.day.year, month.day.month)[1]))


def nth_weekday(year: int, month: int, weekday: int, nth: int) -> date | None:
    """The `nth` (from 1; -1 the last) `weekday` (Monday is 1) of a month."""
    first = day_of(year, month, 1)
    if first is None:
        return None
    days = [d for d in range(1, monthrange(year, month)[1] + 1) if date(year, month, d).isoweekday() == weekday]
    return date(year, month, days[nth - 1] if nth > 0 else days[nth]) if nth <= len(days) else None


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (the anonymous algorithm of Nature 1876, as in Meeus 1991)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = b // 4, b % 4
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = c // 4, c % 4
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)


def instant(day: date, minutes: int) -> str:
    """ISO 8601 of a minute counted from the midnight with which `day` begins."""
    at = day + timedelta(days=minutes // 1440)
    return f"{at.isoformat()}T{minutes % 1440 // 60:02d}:{minutes % 60:02d}"


def part(start: date, end: date, mod: str | None) -> tuple[date, date]:
    """The first, middle or last third of a stretch of days, as "early", "mid" and "late" stand for it."""
    days = (end - start).days
    third = max(days // 3, 1)
    if mod == "START":
        return start, start + timedelta(days=third)
    if mod == "END":
        return end - timedelta(days=third), end
    if mod == "MID" and days >= 3:
        return start + timedelta(days=third), end - timedelta(days=third)
    return start, end


def _back(day: date, days: int) -> date:
    return date.fromordinal(max(day.toordinal() - days, 1))
