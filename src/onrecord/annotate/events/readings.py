"""The reader's own answer: the words of a page that name deeds and, for each, its type, mode, status and parties."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from onrecord.annotate import features
from onrecord.annotate.decode import Range, decode, runs
from onrecord.annotate.encode import states
from onrecord.annotate.events.clues import Clues, codes, modes
from onrecord.annotate.events.triggers import Trigger
from onrecord.annotate.quotes import quotes
from onrecord.annotate.status import read
from onrecord.data import STATUSES, Status
from onrecord.models import Floats, Reader
from onrecord.tokens import Parse

# Labels of a token: none, begins what names a deed, goes on.
NONE, BEGINS = 0, 1
# The first label of each role in the answer for one deed.
ACTORS, TARGETS = 1, 3
# A token is looked at as one of a deed from this chance on; the score decides whether the event stands.
LEAST = 0.2
# No chance counts as nearer to 0 or 1 than this.
NEAR = 0.001
# The log of how sure the parties are counts as no less.
LEAST_SURE = -2.0
# Types of what may be done with nobody at whom it aims.
ALONE = frozenset({"CONSULT", "COOPERATE", "MOBILIZE", "PROTEST", "RETREAT"})
# Assaults are right more often than their score says: of 31 below the mark, down to this one, in 700 items of a news
# stream that the model had not seen, 28 had the right type and 27 no wrong party (one judge).
SURER = {"ASSAULT": 0.34}
# How surely something happened that certainly did, as UDS (White et al. 2016) has it.
SURE = 3.0


class Deed:
    """What names a deed as it was read: its words, the pattern they meet, ranges of tokens for its parties (both ends
    inclusive), how sure it is that it is one and of that type, 0 to 1, and the log of how sure its parties are.

    Of one that is `given` the pattern says type, mode and score.
    """

    __slots__ = ("actors", "chance", "code", "given", "known", "mode", "run", "status", "sure", "targets", "trigger")

    def __init__(self, run: Range, trigger: Trigger, chance: float, given: bool = False) -> None:
        self.run, self.trigger, self.chance, self.given = run, trigger, chance, given
        self.code, self.mode, self.known = "", "", 0.0
        if given:
            self.code, self.mode, self.known = trigger.group.code, trigger.group.mode or "", 1.0
        self.status: Status = "actual"
        self.actors: list[Range] = []
        self.targets: list[Range] = []
        self.sure = 0.0


def deeds(clues: Clues, text: str, reader: Reader, given: Sequence[Trigger] = ()) -> list[Deed]:
    """Whatever may be a deed on a page, in the order of the text; `given` are some, which others share no word with."""
    parse = clues.parse
    if not parse.tokens:
        return []
    known = features.told(parse, quotes(text, parse))
    hidden = states(parse, known, reader)
    told = np.array(known, dtype=np.int64)
    chances, seen, cues = reader.run(
        "deeds", states=hidden, told=told, lexical=np.array(clues.lexical(), dtype=np.int64)
    )
    found = _joined(_spot(chances, parse, clues), given, parse)
    if found:
        _kinds(found, clues, reader, hidden, told)
        found = _whole(found, clues)
        for group in _together(found, parse):
            _roles(group, clues, reader, seen, cues)
    return found


def factuality(parse: Parse, text: str, given: Sequence[Range], reader: Reader) -> list[float]:
    """How surely what given words name happened, from -3 to 3: from 1 on it did, up to -1 it did not."""
    if not given:
        return []
    known = features.told(parse, quotes(text, parse))
    hidden, told = states(parse, known, reader), np.array(known, dtype=np.int64)
    means = np.stack([hidden[a : b + 1].mean(0) for a, b in given])
    ruled = [STATUSES.index(read(parse.top(parse.tokens[a : b + 1])).status) for a, b in given]
    hints = np.array([(0, 0, r) for r in ruled], dtype=np.int64)
    found = reader.run("kinds", states=means, told=told[[a for a, _ in given]], clues=hints)[3]
    return [float(min(max(f, -SURE), SURE)) for f in found]


def evidence(deed: Deed) -> list[float]:
    """What the score of an event is weighed from: a constant, the log-odds of one, the logs of how sure its type and
    its parties are, whether nobody acts, nobody is acted on where one of the type needs somebody, several act or are
    acted on, and whether a pattern names the same type or another."""
    chance, known = (min(max(p, NEAR), 1 - NEAR) for p in (deed.chance, deed.known))
    actors, targets, lexical = len(deed.actors), len(deed.targets), deed.trigger.group.code
    alone = targets == 0 and deed.code not in ALONE
    told = (actors == 0, alone, actors > 1, targets > 1, lexical == deed.code, lexical not in ("", deed.code))
    odds = np.log(chance / (1 - chance))
    return [1.0, odds, np.log(known), max(deed.sure, LEAST_SURE), *map(float, told)]


def score(deed: Deed, weights: Sequence[float]) -> float:
    """How likely the event is right, 0 to 1."""
    if deed.given:
        return deed.trigger.group.score
    return float(1 / (1 + np.exp(-np.dot(evidence(deed), weights))))


def stands(deed: Deed, score: float, keep: float) -> bool:
    """Whether an event with that score is one, where one of any type is from `keep` on."""
    return deed.given or score >= min(keep, SURER.get(deed.code, keep))


def _spot(chances: Floats, parse: Parse, clues: Clues) -> Iterator[Deed]:
    """The runs of tokens that name a deed, none over the end of a sentence."""
    some = 1 - chances[:, NONE]
    start = -1
    for i in range(len(some) + 1):
        inside = i < len(some) and some[i] >= LEAST
        opens = inside and (
            chances[i, BEGINS] > chances[i, BEGINS + 1] or parse.tokens[i].sent != parse.tokens[i - 1].sent
        )
        if start >= 0 and (not inside or opens):
            run = (start, i - 1)
            if (trigger := clues.trigger(run)).head.i not in clues.barred:
                yield Deed(run, trigger, float(some[start:i].max()))
            start = -1
        if inside and start < 0:
            start = i


def _joined(found: Iterable[Deed], given: Sequence[Trigger], parse: Parse) -> list[Deed]:
    """The deeds that patterns of a user's own name, and those `found` that share no word with them."""
    own, taken = [], set[int]()
    for trigger in given:
        run = _run(trigger, parse)
        own.append(Deed(run, trigger, 1.0, given=True))
        taken.update(range(run[0], run[1] + 1), (w.i for w in trigger.words))
    free = [d for d in found if taken.isdisjoint(range(d.run[0], d.run[1] + 1))]
    return sorted((*own, *free), key=lambda d: d.run)


def _run(trigger: Trigger, parse: Parse) -> Range:
    """The tokens that a pattern's words span; its head alone where a name stands among them, which may be a party."""
    words, named = parse.covering(*trigger.span), {w.i for w in trigger.words}
    if any(w.pos == "PROPN" and w.i not in named for w in words):
        return trigger.head.i, trigger.head.i
    return words[0].i, words[-1].i


def _kinds(found: Sequence[Deed], clues: Clues, reader: Reader, hidden: Floats, told: NDArray[np.int64]) -> None:
    """Gives each deed its status, and those that are not given their type and mode."""
    means = np.stack([hidden[d.run[0] : d.run[1] + 1].mean(0) for d in found])
    heads = np.stack([told[d.run[0]] for d in found])
    hints = np.array([clues.told(d.trigger) for d in found], dtype=np.int64)
    types, ways, statuses, _ = reader.run("kinds", states=means, told=heads, clues=hints)
    for deed, of_type, of_way, of_status in zip(found, types, ways, statuses, strict=True):
        deed.status = STATUSES[int(of_status.argmax())]  # type: ignore[assignment]
        if deed.given:
            continue
        deed.code, deed.known = codes()[int(of_type.argmax())], float(of_type.max())
        fitting = [n for n, (code, _) in enumerate(modes()) if code in ("", deed.code)]
        deed.mode = modes()[max(fitting, key=lambda n: float(of_way[n]))][1]


def _whole(found: Sequence[Deed], clues: Clues) -> list[Deed]:
    """`found` with those made one that stand beside each other and have one type: a deed that was read in pieces."""
    out: list[Deed] = []
    for deed in found:
        last = out[-1] if out else None
        beside = last is not None and last.run[1] + 1 == deed.run[0] and last.code == deed.code
        if last is None or not beside or last.given or deed.given or last.trigger.head.sent != deed.trigger.head.sent:
            out.append(deed)
            continue
        both = max(last, deed, key=lambda d: d.chance)
        both.run = (last.run[0], deed.run[1])
        both.trigger = clues.trigger(both.run)
        out[-1] = both
    return out


def _together(found: Sequence[Deed], parse: Parse) -> Iterator[list[Deed]]:
    """The deeds of each sentence."""
    by_sentence: dict[int, list[Deed]] = {}
    for deed in found:
        by_sentence.setdefault(deed.trigger.head.sent, []).append(deed)
    yield from by_sentence.values()


def _roles(group: Sequence[Deed], clues: Clues, reader: Reader, seen: Floats, cues: Floats) -> None:
    """Gives each deed of a sentence its parties."""
    sentence = clues.parse.sentence(group[0].trigger.head)
    pair = np.stack([clues.pair(d.trigger, d.run) for d in group])
    cue = np.stack([cues[d.run[0] : d.run[1] + 1].mean(0) for d in group])
    scores, turns = reader.run("roles", seen=seen[sentence.first : sentence.last], cue=cue, pair=pair)
    for deed, path, sure in zip(group, *decode(scores, turns), strict=True):
        deed.sure = float(np.log(np.maximum(sure, NEAR)).sum())
        for part, ranges in ((ACTORS, deed.actors), (TARGETS, deed.targets)):
            ranges += [(sentence.first + a, sentence.first + b) for a, b in runs(path, part)]
