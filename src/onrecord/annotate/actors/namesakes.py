"""Longer and shorter forms of one full name, and which of several persons of one last name a report means."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence

from onrecord.annotate.actors.books import fold
from onrecord.annotate.actors.meaning import Meaning
from onrecord.annotate.actors.rows import Lists
from onrecord.tokens import Parse

# How sure it is that a bare last name, which several bear, is the first who was named so.
FIRST_NAMED = 0.65
# So many times as often as the one in office must another be named in full to be meant by the bare last name.
TIMES = 2


class Namesakes:
    """The persons that a report names in full: how often each, and who is named as somebody's kin."""

    def __init__(self, found: Sequence[Meaning], parse: Parse, words: Lists, split: Callable[[Meaning], list[str]]):
        self.parse, self.words = parse, words
        full = [(m, w) for m in found if m.kind == "person" and len(w := split(m)) > 1]
        self._join(full)
        self.often = Counter(m.id for m, _ in full)
        self.kin = {m.id for m, _ in full if m.role is not None and fold(m.role).rpartition(" ")[2] in words.kin}

    def _join(self, full: Sequence[tuple[Meaning, list[str]]]) -> None:
        """Makes one person of "Ada Poe Roe", "Ada Roe" and "Ada Poe", and of "Alan Mark Roe" and "Alan Roe"."""
        known: dict[tuple[str, ...], Meaning] = {}
        by_first: dict[str, list[tuple[Meaning, list[str]]]] = defaultdict(list)
        for m, words in full:
            by_first[words[0]].append((m, words))
        for named in by_first.values():
            if len({m.id for m, _ in named}) == 1:
                continue
            for m, words in sorted(named, key=lambda n: (n[0].unit.entry is None, -len(n[1]), n[0].unit.first)):
                ending = self._ending(m)
                keys = [(words[0], words[-1], ending)]
                if len(words) == 3 and len(words[1]) > 2:
                    keys.append((words[0], words[1], ending))
                same = next((known[k] for k in keys[:1] if k in known), m)
                if same.id != m.id and m.unit.entry is None:
                    m.id, m.name = same.id, same.name
                    m.country = m.country or same.country
                for k in keys:
                    known.setdefault(k, m if same is m else same)

    def _ending(self, m: Meaning) -> str:
        """ "jr" and the like behind a name, which parts father and son."""
        if m.unit.name is None:
            return ""
        last = self.parse.tokens[m.unit.name[1]]
        after = self.parse.tokens[last.i + 1 : last.i + 3]
        words = [fold(t.text) for t in (last, *(t for t in after if t.sent == last.sent))]
        return next((w for w in words if w in self.words.suffixes), "")

    def meant(self, m: Meaning, full: Mapping[str, Meaning], active: Callable[[Meaning], bool]) -> Meaning | None:
        """Who of several is meant by a last name alone: who is in office, else the first named who is nobody's kin."""
        named = [f for f in full.values() if f.unit.first < m.unit.first]
        pool = named or list(full.values())
        if len(pool) == 1:
            return pool[0] if named else None
        own = [f for f in pool if f.id not in self.kin] or pool
        first = min(own, key=lambda f: f.unit.first)
        serving = [f for f in full.values() if active(f)]
        if len(serving) == 1:
            other = first.id != serving[0].id and self.often[first.id] > TIMES * self.often[serving[0].id]
            return first if other else serving[0]
        if not named and len(own) > 1:
            return None
        m.score = FIRST_NAMED
        return first
