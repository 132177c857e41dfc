"""Pairs of accounts that may concern one thing, found without comparing all with all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from onrecord.weigh.slots import Slots

Key = tuple[str, ...]
# An account is held against the next so many of each block, in the order of their days: the most that one more costs.
AHEAD = 24
# Without a name, a number or two lands in common, so many words must be.
WORDS = 3
# So much of an account's words stand in the root that it is copied from.
COPIED = 0.7
# How far apart in publication two accounts are compared: by a name they share, by all else.
LONG, WINDOW = 60, 10
FAR_KEYS = frozenset(("name", "count", "plan", "number"))


def keys(s: Slots) -> Iterator[Key]:
    """What an account is looked up by: each name in its sentence, the countries it tells of, what it counts."""
    for name in s.names:
        yield ("name", name)
    lands = sorted(set(s.countries))
    for i, land in enumerate(lands):
        for other in lands[i + 1 :]:
            yield ("lands", land, other)
        for deed in (s.code, *s.deed[:2]):
            yield ("land", land, deed)
    for a in s.amounts:
        if a.of not in ("", "person") and (a.low or a.high or 0) > 2:
            yield ("number", a.of, str(a.low), str(a.high))
        for whose in a.whose:
            yield ("count", a.of, whose)
    if s.code and (s.denied or s.status == "planned"):
        for p in s.actors[:2]:
            for q in s.targets[:2]:
                yield ("plan", s.code, p.country or p.id, q.country or q.id)
    for name in s.scene:
        yield ("name", name)


def pairs(told: Iterable[Slots]) -> Iterator[tuple[Slots, Slots]]:
    """Each pair of accounts of two reports that share a key within the window, once, whatever order they come in."""
    blocks: dict[Key, list[Slots]] = defaultdict(list)
    for s in told:
        for key in sorted(set(keys(s))):
            blocks[key].append(s)
    seen: set[tuple[str, str]] = set()
    for key in sorted(blocks):
        ordered, days = sorted(blocks[key], key=lambda s: s.order), window(key)
        for n, one in enumerate(ordered):
            for other in ahead(ordered, n, days):
                a, b = (one, other) if (one.id, one.doc) <= (other.id, other.doc) else (other, one)
                if (a.id, b.id) not in seen:
                    seen.add((a.id, b.id))
                    yield a, b


def window(key: Key) -> int:
    """How many days apart in publication the accounts under a key are held against each other."""
    return LONG if key[0] in FAR_KEYS else WINDOW


def ahead(ordered: Sequence[Slots], n: int, days: int) -> list[Slots]:
    """The next few of other reports that the account at `n` of a block, in order of publication, is held against."""
    one, met = ordered[n], list[Slots]()
    last = one.number + days
    for m in range(n + 1, len(ordered)):
        other = ordered[m]
        if other.number > last or len(met) == AHEAD:
            break
        if other.doc != one.doc and may_concern(one, other):
            met.append(other)
    return met


def may_concern(one: Slots, other: Slots) -> bool:
    """Whether two accounts are worth a comparison: a name, two lands or a number in common, and a deed of one kind."""
    counts = bool(one.amounts and other.amounts)
    lands = 1 if one.denied or other.denied else 2
    known = counts or not one.rare_set.isdisjoint(other.rare_set) or len(one.land_set & other.land_set) >= lands
    if not known and len(one.stem_set & other.stem_set) < WORDS:
        return False
    if counts or (one.code and one.code == other.code):
        return True
    return not one.kin_set.isdisjoint(other.kin_set) or not one.deed_set.isdisjoint(other.deed_set)


def _copy(s: Slots, root: Slots) -> bool:
    """Whether an account stands in a root of its report, in nearly the same words."""
    if (s.code, s.kind, s.denied, s.trigger) != (root.code, root.kind, root.denied, root.trigger):
        return False
    if (
        s.country_set != root.country_set
        or s.speakers != root.speakers
        or (s.topic and root.topic and s.topic != root.topic)
    ):
        return False
    return len(s.stem_set & root.stem_set) >= COPIED * max(1, len(s.stem_set))


def uncopied(told: Iterable[Slots], roots: Mapping[str, Sequence[str]]) -> tuple[list[Slots], dict[str, Slots]]:
    """The accounts that no root has, and for the id of each that one has the account of the root."""
    told = sorted(told, key=lambda s: s.order)
    by_doc: dict[str, list[Slots]] = defaultdict(list)
    for s in told:
        by_doc[s.doc].append(s)
    own, again = [], {}
    for s in told:
        same = next((t for r in roots.get(s.doc, ()) for t in by_doc.get(r, ()) if _copy(s, t)), None)
        if same is None:
            own.append(s)
        else:
            again[s.id] = same
    return own, again
