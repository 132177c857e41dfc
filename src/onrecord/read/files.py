"""Files, folders and globs -> Documents, and a Refusal for each source that could not be read."""

from __future__ import annotations

import glob
import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path

from onrecord.data import Document, Refusal
from onrecord.read import html, jsonl, text
from onrecord.read.kinds import kind, unreadable
from onrecord.read.reports import refusal
from onrecord.settings import Settings

_READERS = {"text": text.documents, "html": html.documents, "jsonl": jsonl.documents}


def documents(
    paths: Iterable[str | os.PathLike[str]], *, published: str | None = None, settings: Settings | None = None
) -> Iterator[Document | Refusal]:
    """The reports in `paths` in that order, each a file, a folder (all in it, sorted) or a glob; never raises.

    A report that gives no day of its own has the ISO day `published`. A file named twice is read once; hidden files in
    folders are passed over; what cannot be read comes as a Refusal that says why and what to do.
    """
    longest = (settings or Settings()).longest
    seen: set[str] = set()
    for path in paths:
        for found in _files(os.fspath(path)):
            if isinstance(found, Refusal):
                yield found
            elif (real := os.path.realpath(found)) not in seen:
                seen.add(real)
                yield from _reports(found, published, longest)


def _files(path: str) -> Iterator[str | Refusal]:
    """The files that `path` stands for, in the order of their names."""
    if "\0" in path:
        yield refusal(path, "it could not be opened (no name has a NUL in it): check its name", None)
    elif os.path.isdir(path):  # noqa: PTH112 - a Path raises for names too long and folders closed
        inside = list(_walked(path))
        if not inside:
            yield refusal(path, "there is no file in this folder: check its name", None)
        yield from inside
    elif os.path.lexists(path) or not glob.has_magic(path):
        yield path
    else:
        found = sorted(glob.glob(path, recursive=True))  # noqa: PTH207 - a Path takes no absolute patterns
        if not found:
            yield refusal(path, "no file has such a name: check the pattern, and quote it in the shell", None)
        for each in found:
            yield from _walked(each) if os.path.isdir(each) else [each]  # noqa: PTH112


def _walked(folder: str) -> Iterator[str | Refusal]:
    closed: list[OSError] = []
    for root, folders, files in os.walk(folder, onerror=closed.append):
        folders[:] = sorted(f for f in folders if not f.startswith("."))
        yield from (str(Path(root) / f) for f in sorted(files) if not f.startswith("."))
    yield from (_closed(str(error.filename), error) for error in closed)


def _closed(path: str, error: OSError | ValueError) -> Refusal:
    why = getattr(error, "strerror", None) or str(error)
    return refusal(path, f"it could not be opened ({why}): check its name and your right to read it", None)


def _reports(path: str, published: str | None, longest: int) -> Iterator[Document | Refusal]:
    try:
        regular = stat.S_ISREG(Path(path).stat().st_mode)
        raw = Path(path).read_bytes() if regular else b""
    except (OSError, ValueError) as error:
        yield _closed(path, error)
        return
    if regular:
        yield from read(raw, path, published, longest)
    else:
        yield refusal(path, "it is no regular file: give files, folders or globs", None)


def read(raw: bytes, source: str, published: str | None, longest: int) -> Iterator[Document | Refusal]:
    """The reports in the bytes of one file whose name is `source`."""
    if why := unreadable(raw):
        yield refusal(source, why, raw)
    else:
        yield from _READERS[kind(raw, source)](raw, source=source, published=published, longest=longest)
