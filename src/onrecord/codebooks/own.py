"""A user's own codebook: further event types in a TOML file of the shape of PLOVER's, named under `codebook` in the
settings.

    [types.OBSERVE]
    definition = "Sends people who watch an election."
    quad = "material cooperation"
    score = 4.0
    verbs = ["observe election|vote", "send observer|monitor to"]
    nouns = ["observer mission"]
    examples = ["[Norway|a] [sent observers|e] to [Denmark|t]."]

`verbs` and `nouns` hold patterns as the trigger codebook has them: a head and the words that hang on it, as lemmas in
lower case, "a|b" for either word, "@name" for any word of a set. A type or mode without any is named by what its
examples mark as [..|e]: the head of these words with the others that say something ("send" with "observer").
`boundary`, `modes` and `contexts` are as in PLOVER and may be left out.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, TypeVar, get_args

import msgspec

from onrecord import codebooks
from onrecord.codebooks.plover import MARKED, Context, Marked, Quad, Said, Score, plover
from onrecord.data import Asset

SETS = "triggers-1.toml"
CODE = re.compile(r"[A-Z][A-Z0-9_-]*")
WORD = re.compile(r"@[a-z_]+|[^\s@|A-Z]+(?:\|[^\s@|A-Z]+)*")
CONTEXT = re.compile(r"[^\sA-Z]+")
AT = re.compile(r" - at `\$\.?([^`]*)`$")
Examples = Annotated[tuple[Marked, ...], msgspec.Meta(min_length=1)]
T = TypeVar("T", bound=msgspec.Struct)


class OwnMode(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How an event of an own type is done, and the words that tell so."""

    definition: Said
    examples: Examples
    score: Score | None = None
    verbs: tuple[str, ...] = ()
    nouns: tuple[str, ...] = ()


class OwnType(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An event type of a user's own."""

    definition: Said
    quad: Quad
    score: Score
    examples: Examples
    verbs: tuple[str, ...] = ()
    nouns: tuple[str, ...] = ()
    boundary: tuple[Said, ...] = ()
    modes: dict[str, OwnMode] = {}


class Own(msgspec.Struct, frozen=True):
    """A user's codebook: types by code, contexts by name, and the file it is."""

    types: dict[str, OwnType]
    contexts: dict[str, Context]
    asset: Asset

    def parts(self) -> Iterator[tuple[str, str, str | None, OwnType | OwnMode]]:
        """Each type, and after it each of its modes: where it stands in the file, the code, the mode, what is said."""
        for code, kind in self.types.items():
            yield f"types.{code}", code, None, kind
            for mode, of in kind.modes.items():
                yield f"types.{code}.modes.{mode}", code, mode, of


class _Sets(msgspec.Struct):
    sets: dict[str, tuple[str, ...]]


def own(path: Path) -> Own:
    """The codebook in the TOML file at `path`.

    Raises ValueError that names the file, the field and what may stand there, OSError when the file cannot be opened.
    """
    content = path.read_bytes()
    try:
        raw = msgspec.toml.decode(content)
        return _read(raw, Asset(name=path.name, sha256=hashlib.sha256(content).hexdigest()))
    except (msgspec.DecodeError, ValueError) as error:
        raise ValueError(f"{path}: {error}") from error


def _read(raw: dict[str, Any], asset: Asset) -> Own:
    # Table by table, since msgspec does not say in which entry of a table it found a mistake.
    _check_printable(raw)
    if unknown := sorted(raw.keys() - {"types", "contexts"}):
        raise ValueError(f"{unknown[0]}: there is no such table. Tables that exist: types, contexts.")
    types: dict[str, OwnType] = {}
    for code, fields in _tables(raw, "types", "types"):
        at = f"types.{code}"
        modes = {mode: _one(of, OwnMode, f"{at}.modes.{mode}") for mode, of in _tables(fields, "modes", f"{at}.modes")}
        types[code] = _one(fields | {"modes": modes}, OwnType, at)
    if not types:
        raise ValueError("types: at least one type is wanted, as [types.NAME]")
    contexts = {name: _one(of, Context, f"contexts.{name}") for name, of in _tables(raw, "contexts", "contexts")}
    made = Own(types, contexts, asset)
    for at, code, _, of in made.parts():
        _check_code(at, code)
        _check_words(at, of)
    distinct(made)
    for name, context in contexts.items():
        _check_context(f"contexts.{name}", name, context)
    return made


def _check_printable(value: object) -> None:
    """Raises ValueError for a control character anywhere: a terminal would obey it where the codebook is printed."""
    todo = [value]
    while todo:
        one = todo.pop()
        if isinstance(one, dict):
            todo += [*one, *one.values()]
        elif isinstance(one, list):
            todo += one
        elif isinstance(one, str) and any(unicodedata.category(c) == "Cc" and c not in "\n\t" for c in one):
            raise ValueError(f"{one!r} holds a control character")


def _tables(fields: dict[str, Any], key: str, at: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """The tables of the table `key`, by name."""
    tables = fields.get(key, {})
    if not isinstance(tables, dict):
        raise ValueError(f"{at}: a table is wanted, as [{at}.NAME]")
    for name, table in tables.items():
        if not isinstance(table, dict):
            raise ValueError(f"{at}.{name}: a table is wanted, as [{at}.{name}]")
        yield name, table


def _one(fields: dict[str, Any], kind: type[T], at: str) -> T:
    try:
        return msgspec.convert(fields, kind)
    except msgspec.ValidationError as error:
        place = AT.search(str(error))
        field = place[1] if place else ""
        said = AT.sub("", str(error))
        if field == "quad":
            choices = f"Choices: {', '.join(get_args(Quad))}."
        elif "regex" in said:
            said = "This is no marked sentence"
            choices = "Words are marked as in [Norway|a] [condemned|e] [Denmark|t]: the event e, actors a, targets t."
        else:
            choices = f"Fields that exist: {', '.join(kind.__struct_fields__)}."
        raise ValueError(f"{'.'.join(p for p in (at, field) if p)}: {said}. {choices}") from error


def _check_code(at: str, code: str) -> None:
    if not CODE.fullmatch(code):
        raise ValueError(f"{at}: a type's name has capitals, digits, - and _, as OBSERVE")
    if code in plover().types:
        taken = ", ".join(plover().types)
        raise ValueError(f"{at}: PLOVER has this type already; choose another name than {taken}")


def _check_words(at: str, of: OwnType | OwnMode) -> None:
    for field, patterns in (("verbs", of.verbs), ("nouns", of.nouns)):
        for pattern in patterns:
            _check_pattern(pattern, f"{at}.{field}")
    for marked in of.examples:
        _check_example(marked, f"{at}.examples")


def _check_context(at: str, name: str, context: Context) -> None:
    if name in plover().contexts:
        raise ValueError(f"{at}: PLOVER has this context already; choose another name")
    for word in context.words:
        if not CONTEXT.fullmatch(word):
            raise ValueError(f"{at}.words: {word!r}: one word is wanted, in lower case")
    _check_example(context.example, f"{at}.example")


def _check_example(marked: str, at: str) -> None:
    marks = [mark for words, mark in MARKED.findall(marked) if words.strip()]
    if marks.count("e") != 1 or len(marks) == 1:
        raise ValueError(f"{at}: {marked!r} wants one [..|e], and a party, [..|a] or [..|t]")


def _check_pattern(pattern: str, at: str) -> None:
    words = pattern.split()
    if not words:
        raise ValueError(f"{at}: an empty pattern")
    for word in words:
        if not WORD.fullmatch(word):
            raise ValueError(f"{at}: {word!r} in {pattern!r}: a word is wanted in lower case, words as a|b, or @name")
        if word.startswith("@") and word[1:] not in _sets():
            raise ValueError(f"{at}: {word!r} in {pattern!r} is no set. Sets that exist: {', '.join(sorted(_sets()))}.")


def _sets() -> dict[str, tuple[str, ...]]:
    return codebooks.load(SETS, _Sets).sets


def distinct(book: Own) -> None:
    """Raises ValueError when one pattern would name two types or modes of `book`."""
    first: dict[tuple[str, str], str] = {}
    for at, _, _, of in book.parts():
        for field, patterns in (("verbs", of.verbs), ("nouns", of.nouns)):
            for pattern in patterns:
                if (known := first.setdefault((field, pattern), at)) != at:
                    raise ValueError(f"{at}.{field}: {pattern!r} stands in {known} too")
