"""The words that tell a place's name in use from the same name of a person, a firm or a government."""

from __future__ import annotations

import msgspec

from onrecord import codebooks

FILE = "place-words-1.toml"


class Facilities(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Kinds of buildings that lie in the town whose name stands before them; institutions are so where one is there."""

    kinds: frozenset[str]
    institutions: frozenset[str]


class Verbs(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Lemmas of verbs: those whose object or subject is a place, and those that only somebody who acts can do."""

    object: frozenset[str]
    vague: frozenset[str]
    subject: frozenset[str]
    getting: frozenset[str]
    acting: frozenset[str]


class Names(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words in, before and after names; the comments of the file say which."""

    directions: frozenset[str]
    links: frozenset[str]
    endings: frozenset[str]
    suffixed: frozenset[str]
    persons: frozenset[str]
    offices: frozenset[str]
    government: frozenset[str]
    sides: frozenset[str]
    common: frozenset[str]


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The codebook of place words."""

    locative: frozenset[str]
    near: frozenset[str]
    move: frozenset[str]
    spatial: frozenset[str]
    done: frozenset[str]
    happened: frozenset[str]
    lands: frozenset[str]
    types: dict[str, frozenset[str]]
    facilities: Facilities
    verbs: Verbs
    names: Names


def load() -> Words:
    """The codebook; raises msgspec.ValidationError where the file is wrong."""
    return codebooks.load(FILE, Words)
