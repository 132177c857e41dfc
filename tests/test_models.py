"""The reader model: the file is the one it should be, and what it says of a window depends on nothing else."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import numpy as np
import pytest

from onrecord.models import READER, Reader

WINDOWS = 50


def _windows() -> list[tuple[list[int], list[tuple[int, int, int, int]]]]:
    chance = random.Random(3)
    made = []
    for _ in range(WINDOWS):
        size = chance.randint(1, 254)
        pieces = [chance.randint(1000, 30000) for _ in range(size)]
        told = [(chance.randrange(17), chance.randrange(45), chance.randrange(3), chance.randrange(4)) for _ in pieces]
        made.append((pieces, told))
    return made


def test_a_window_reads_the_same_alone_shuffled_and_beside_others() -> None:
    windows = _windows()
    alone = [Reader().encode(*w).tobytes() for w in windows[:5]]
    reader = Reader()
    in_order = [reader.encode(*w).tobytes() for w in windows]
    order = list(range(WINDOWS))
    random.Random(4).shuffle(order)
    shuffled = {i: reader.encode(*windows[i]).tobytes() for i in order}
    assert in_order == [shuffled[i] for i in range(WINDOWS)]
    assert in_order[:5] == alone
    assert len(set(in_order)) == WINDOWS


def test_a_window_has_a_state_for_each_piece() -> None:
    for pieces, told in _windows()[:5]:
        states = Reader().encode(pieces, told)
        assert states.shape == (len(pieces), 384)
        assert np.isfinite(states).all()


@pytest.mark.parametrize("damage", ["cut", "other"])
def test_a_changed_file_is_refused(tmp_path: Path, damage: str) -> None:
    folder = tmp_path / "reader"
    shutil.copytree(READER, folder)
    path = folder / "parts.onnx"
    raw = path.read_bytes()
    path.write_bytes(raw[:-100] if damage == "cut" else raw[:-1] + bytes([raw[-1] ^ 1]))
    with pytest.raises(ValueError, match=r"parts\.onnx: SHA-256 .* Install onrecord again"):
        Reader(folder)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "reader"
    shutil.copytree(READER, folder)
    (folder / "cues.onnx").unlink()
    with pytest.raises(OSError, match=r"cues\.onnx"):
        Reader(folder)


def test_the_model_fits_in_the_package() -> None:
    assert sum(p.stat().st_size for p in READER.iterdir()) < 40_000_000
    assert (READER / "CARD.md").read_text(encoding="utf-8").count("\n") > 20
