"""Days and instants as written."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.read import dates


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("2021-11-30", "2021-11-30"),
        (" 20211130 ", "2021-11-30"),
        ("2021-11-30T18:22", "2021-11-30T18:22:00"),
        ("2021-11-30 18:22:05", "2021-11-30T18:22:05"),
        ("2021-11-30T18:22:05.123456789Z", "2021-11-30T18:22:05+00:00"),
        ("2021-11-30T18:22:05+0200", "2021-11-30T18:22:05+02:00"),
        ("Tue, 30 Nov 2021 18:22:00 GMT", "2021-11-30T18:22:00+00:00"),
        ("Tue, 30 Nov 2021 18:22:00 -0330", "2021-11-30T18:22:00-03:30"),
        ("2021-02-30", None),
        ("2021-11-30T25:00", None),
        ("2021", None),
        ("", None),
        ("yesterday", None),
        ("٢٠٢١-١١-٣٠", None),
    ],
)
def test_iso(written: str, iso: str | None) -> None:
    assert dates.iso(written) == iso


PIECES = st.lists(
    st.sampled_from(["2021", "-", "11", "30", "T", ":", "+", "Z", "Nov", "Tue", ",", " ", "99", ".", "0"])
)


@given(st.text(max_size=30) | PIECES.map("".join))
def test_what_comes_back_is_iso(written: str) -> None:
    found = dates.iso(written)
    assert found is None or datetime.fromisoformat(found)


@pytest.mark.parametrize(
    ("month", "day", "published", "iso"),
    [
        (11, 30, "2021-12-01", "2021-11-30"),
        (12, 31, "2022-01-01T08:00:00Z", "2021-12-31"),
        (12, 2, "2021-12-01", "2021-12-02"),
        (1, 1, "2021-12-31", "2022-01-01"),
        (12, 20, "2021-12-01", None),
        (2, 29, "2021-03-01", None),
        (11, 30, None, None),
        (11, 30, "soon", None),
    ],
)
def test_the_year_comes_from_the_day_of_publication(
    month: int, day: int, published: str | None, iso: str | None
) -> None:
    assert dates.latest(month, day, published) == iso
