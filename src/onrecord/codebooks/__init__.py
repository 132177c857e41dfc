"""The data files that rules read: cues, codes, agents and titles, units. A released file is never edited; the next
version is a new file with the next number in its name.

`load` decodes a file into types that the caller names, so that a mistake in a file is an error with its place;
`asset` gives the file's name and SHA-256 for the Maker of whatever was found with it.
"""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files
from typing import TypeVar

import msgspec

from onrecord.data import Asset

T = TypeVar("T")


@cache
def content(name: str) -> bytes:
    """The bytes of the codebook file `name`; raises FileNotFoundError when there is none."""
    return files(__name__).joinpath(name).read_bytes()


def asset(name: str) -> Asset:
    """Name and SHA-256 of the codebook file `name`."""
    return Asset(name=name, sha256=hashlib.sha256(content(name)).hexdigest())


def load(name: str, kind: type[T]) -> T:
    """The codebook file `name` (`.toml`, `.json` or `.jsonl`) as a `kind`; a JSON Lines file needs a list type.

    Raises msgspec.ValidationError with the path of the first field that is wrong, ValueError for another ending.
    """
    raw = content(name)
    if name.endswith(".toml"):
        return msgspec.toml.decode(raw, type=kind)
    if name.endswith(".json"):
        return msgspec.json.decode(raw, type=kind)
    if name.endswith(".jsonl"):
        return msgspec.convert(msgspec.json.Decoder().decode_lines(raw), type=kind)
    raise ValueError(f"{name}: a codebook file ends in .toml, .json or .jsonl")
