"""What the codebooks and the parse say of a page's deeds before the reader model decides: the model is told of it.

For each token the type of the trigger pattern that it belongs to; for a run of words that names a deed the pattern's
type and mode, the status that the words around make, and who stands in the pattern's roles.
"""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from onrecord.annotate import features
from onrecord.annotate.decode import Range
from onrecord.annotate.events.cast import cast
from onrecord.annotate.events.triggers import Group, Trigger, matches, patterns
from onrecord.annotate.status import read
from onrecord.codebooks.plover import plover
from onrecord.data import STATUSES, Mention, Page
from onrecord.tokens import Sentence

# How a token stands to the mentions of actors: in none, at the first word of one, further on in one.
OUTSIDE, OPENS, GOES_ON = 0, 1, 2
# What the rules make of a token: nothing, a word of an actor, a word of a target.
NOBODY, ACTOR, TARGET = 0, 1, 2


@cache
def codes() -> tuple[str, ...]:
    """The sixteen types, in the order of the model's answers."""
    return tuple(sorted(plover().types))


@cache
def modes() -> tuple[tuple[str, str], ...]:
    """The modes with their types, in the order of the model's answers; the first is none."""
    types = plover().types
    return (("", ""), *((code, mode) for code in codes() for mode in sorted(types[code].modes)))


class Clues:
    """The trigger patterns of a page, by their words; `barred` are the heads of words that only look like one."""

    def __init__(self, page: Page) -> None:
        self.page, self.parse = page, page.parse
        self.at: dict[int, Trigger] = {}
        self.barred: set[int] = set()
        for trigger in matches(self.parse.tokens, patterns()):
            if not trigger.group.code:
                self.barred.add(trigger.head.i)
                continue
            for word in trigger.words:
                self.at.setdefault(word.i, trigger)
        self._mentions: list[int] | None = None

    def lexical(self) -> list[int]:
        """For each token 0, or one more than the number of the type of the pattern that it belongs to."""
        number = {code: n for n, code in enumerate(codes(), 1)}
        found = [0] * len(self.parse.tokens)
        for i, trigger in self.at.items():
            found[i] = number[trigger.group.code]
        return found

    def trigger(self, run: Range) -> Trigger:
        """The pattern that a run of words meets, or one of its head word alone, of no type."""
        words = self.parse.tokens[run[0] : run[1] + 1]
        head = self.parse.top(words)
        known = next((t for w in (head, *words) if (t := self.at.get(w.i)) is not None), None)
        if known is not None and run[0] <= known.head.i <= run[1]:
            return known
        return Trigger(head, tuple(dict.fromkeys((head, *words))), Group(code="", score=0.0))

    def told(self, trigger: Trigger) -> tuple[int, int, int]:
        """Of a trigger one more than the number of its type (0 for none), its mode, and what status the words make."""
        group = trigger.group
        code = codes().index(group.code) + 1 if group.code in codes() else 0  # of a user's own type it knows nothing
        known = (group.code, group.mode or "")
        return code, modes().index(known) if known in modes() else 0, STATUSES.index(read(trigger.head).status)

    def roles(self, trigger: Trigger, sentence: Sentence) -> list[int]:
        """For each token of the sentence what the pattern's roles make of it."""
        found = [NOBODY] * (sentence.last - sentence.first)
        actors, targets = cast(trigger, self.page.actor)
        for mark, mentions in ((TARGET, targets), (ACTOR, actors)):
            for m in mentions:
                for t in self.parse.covering(m.span.start, m.span.end):
                    if sentence.first <= t.i < sentence.last:
                        found[t.i - sentence.first] = mark
        return found

    def mentioned(self) -> list[int]:
        """For each token how it stands to the mentions of actors."""
        if self._mentions is None:
            self._mentions = [OUTSIDE] * len(self.parse.tokens)
            for m in sorted(self.page.actors, key=_size):
                for n, t in enumerate(self.parse.covering(m.span.start, m.span.end)):
                    self._mentions[t.i] = GOES_ON if n else OPENS
        return self._mentions

    def pair(self, trigger: Trigger, run: Range) -> NDArray[np.int64]:
        """How each token of its sentence stands to a trigger [tokens, 6]: the relation, the branch and the distance in
        the parse, whether it is of the trigger, what the rules make of it, and how it stands to mentions."""
        sentence = self.parse.sentence(trigger.head)
        first, last = sentence.first, sentence.last
        relations, branches = features.paths(self.parse, trigger.head, first, last)
        inside = [int(run[0] <= i <= run[1]) for i in range(first, last)]
        columns = (
            relations, branches, features.distances(first, last, run), inside, self.roles(trigger, sentence),
            self.mentioned()[first:last],
        )  # fmt: skip
        return np.array(columns, dtype=np.int64).T


def _size(mention: Mention) -> int:
    return mention.span.start - mention.span.end
