"""Windows over a page: every token is taken from one, and none is longer than the encoder."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from onrecord.annotate.windows import windows

PARAGRAPHS = st.lists(st.lists(st.integers(0, 8), min_size=1, max_size=60), max_size=12)


@given(PARAGRAPHS, st.integers(16, 60))
def test_each_token_with_a_piece_is_taken_once(paragraphs: list[list[int]], limit: int) -> None:
    lengths = [n for p in paragraphs for n in p]
    ends, at = [], 0
    for p in paragraphs:
        ends.append((at, at + len(p)))
        at += len(p)
    taken = []
    for w in windows(ends, lengths, limit):
        assert w.first <= w.begin <= w.end <= w.last
        assert 0 < sum(lengths[w.first : w.last]) <= limit
        taken += range(w.begin, w.end)
    assert taken == sorted(set(taken))
    assert not [i for i, n in enumerate(lengths) if n and i not in set(taken)]


def test_paragraphs_are_packed_and_long_ones_overlap() -> None:
    found = [(w.first, w.last, w.begin, w.end) for w in windows([(0, 3), (3, 5), (5, 15)], [2] * 15, limit=12)]
    assert found == [(0, 5, 0, 5), (5, 11, 5, 9), (8, 14, 9, 12), (11, 15, 12, 15)]
