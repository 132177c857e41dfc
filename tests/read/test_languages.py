"""English or not, on own sentences in fifteen languages."""

from __future__ import annotations

from typing import Any

import pytest

from onrecord.read.languages import foreign
from tests.bracketed import cases


@pytest.mark.parametrize("case", cases("languages"))
def test_case(case: dict[str, Any]) -> None:
    assert (foreign(case["text"]) is None) is case["english"]
    assert (foreign("\n" * 10_000 + case["text"]) is None) is case["english"]
