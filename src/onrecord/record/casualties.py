"""Whom an event cost, by kind and side: low, best and high, from the counts that its report tells.

What is told decides, nothing is estimated; low, best and high are UCDP's. A point ("12", "about 12") is all three;
"at least 12" is low and best, without a high; "up to 12" a high alone. Of a range ("30 to 40") the ends are low and
high, and the lower one is best, as ACLED codes the most conservative. Vague words ("dozens") have the low and high of
their stated rule and no best, for no number was told.

Counts of different people are added ("12 soldiers and five civilians"), parts of a whole are not. Where two counts may
be of the same people, the larger low, the sum of the highs and no best stand. Whose side it is, is told by who is
counted: a party of the event, or of the same country as one party alone; else by "attacked ..., killing 12", which
those who acted did to others, and "attacked ..., losing 12", which befell them; else it is unknown.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import groupby, pairwise
from typing import Any, Literal, get_args

import msgspec

from onrecord.data import Actor, Event, Mention, Page, Quantity

Kind = Literal["killed", "wounded", "missing", "captured"]
Side = Literal["actors", "targets", "unknown"]
KINDS: tuple[Kind, ...] = get_args(Kind)

# Words that tell what became of those counted; of the last kind they became something else.
_WORDS = {
    "killed": r"kill(?:s|ed|ing)?|dead|die[ds]?|dying|deaths?|fatal\w*|slain|slay\w*|murder\w*|massacr\w*|behead\w*|"
    r"execut(?:ed?|ing)|drown\w*|perish\w*|shot\s+dead|lives|tolls?|bodies",
    "wounded": r"wound(?:s|ed|ing)?|injur\w+|hurt\w*|maim\w*",
    "missing": r"missing|unaccounted",
    "captured": r"captur\w+|prisoners?|pows?|hostages?|abduct\w*|kidnap\w*",
    "other": r"arrest\w*|detain\w*|jail\w*|displac\w*|fle[ed]\w*|evacuat\w*|rescu\w*|freed|free|releas\w*|surviv\w*|"
    r"destroy\w*|damag\w*|seiz\w*|escap\w*|deploy\w*|sent|send\w*|train\w*|surrender\w*|homeless|infect\w*",
}
_CUE = re.compile("|".join(rf"(?P<{kind}>\b(?:{words})\b)" for kind, words in _WORDS.items()), re.IGNORECASE)
# Words after which what was said before tells nothing of the number any more ("was shot dead by 12 men").
_BLOCK = re.compile(
    r"[,;.:!?]|\b(?:and|but|or|by|when|while|after|from|with|against|until|before|who|that|which|where|if|because|for|says?|said)\b",
    re.IGNORECASE,
)
_PASSIVE = re.compile(
    r"\b(?:was|were|been|being|are|is|be|got|left|found|feared|reported|presumed|confirmed)\W+(?:\w+ly\W+)?$"
)
# What may follow a participle that says what was done to those before it; an object may not ("12 men killed 3").
_ENDED = re.compile(
    r"\W*$|\s*[,;.:)\]–—]|\s+(?:and|or|but|in|by|when|on|at|after|as|during|near|since|over|while|so|across|around|outside|"
    r"inside|this|last|from|with|to|alone|overnight|yesterday|today)\b",
    re.IGNORECASE,
)
_AND = re.compile(r"\W*(?:and|or|as well as)?\W*", re.IGNORECASE)
# Words that a cue right before a number may be parted from it by ("killed as many as", "the dead included").
_NEAR = 2
# Who loses soldiers has them killed, where nothing else is told; and what those did or suffered who acted.
_LOST = re.compile(r"\b(?:los(?:t|es?|ing))\s*$", re.IGNORECASE)
_DOING = re.compile(
    r"(?:,|\band|\bthen)\s+(?:\w+ly\s+)?(?:(?P<actors>losing)|killing|wounding|injuring|maiming|capturing|abducting|kidnapping|"
    r"taking)\s*$",
    re.IGNORECASE,
)
# Words between an event and a participle that begin a clause of somebody else.
_OTHERS = re.compile(
    r"[;:!?]|\b(?:but|while|when|after|before|until|as|who|which|where|if|because|that)\b", re.IGNORECASE
)
# Stands for the next count, so that no participle before it ends the words behind this one.
_COUNT = "0"
# Characters of a sentence that are read on either side of a count.
_REACH = 160
# What may be killed and is nobody.
_BEASTS = frozenset(
    (
        "sheep",
        "cattle",
        "cow",
        "goat",
        "pig",
        "horse",
        "camel",
        "dog",
        "cat",
        "bird",
        "chicken",
        "animal",
        "livestock",
        "fish",
    )
)
# What shows that the ends of a range were told and do not come from the rule for a vague word.
_NUMBERS = re.compile(r"[0-9]|\b(?:to|or|between)\b")
_DEATHS = frozenset(("death", "fatality", "casualty", "life", "body"))
# Nouns of no group, so that nothing tells whose people were counted.
_ANYBODY = frozenset(("person", "people", "man", "woman", "child", "victim", *_DEATHS))


class Toll(msgspec.Struct, frozen=True):
    """The least, the best and the most that were told, each None where nothing was."""

    low: float | None
    best: float | None
    high: float | None


class Count(msgspec.Struct, frozen=True):
    """A count of casualties: what became of them, and the mention that tells it."""

    kind: Kind
    mention: Mention


Costs = dict[str, list[Count]]


def casualties(page: Page) -> Costs:
    """The counts of casualties of each event of the page, by its id.

    A count belongs to the event that it hangs on, else to the one that those counted are a party of (of several the
    nearest, an assault before others), else to the one assault that its sentence tells of, and to none of several.
    """
    sentences = page.document.sentences
    hung: dict[str, list[Event]] = {}
    assaults: dict[int, list[Event]] = {}
    for event in page.events:
        for key in {*event.quantities, *event.actors, *event.targets}:
            hung.setdefault(key, []).append(event)
        if event.code == "ASSAULT":
            assaults.setdefault(bisect_right(sentences, event.span.start), []).append(event)
    found: Costs = {}
    for count in _counts(page):
        m = count.mention
        events = hung.get(m.id) or hung.get(m.attached_to or "")
        if not events:
            alone = assaults.get(bisect_right(sentences, m.span.start), [])
            events = alone if len(alone) == 1 else []
        if events:
            nearest = min(events, key=lambda e: (e.code != "ASSAULT", abs(e.span.start - m.span.start), e.id))
            found.setdefault(nearest.id, []).append(count)
    return found


def kinds(page: Page) -> dict[str, Kind]:
    """What became of those whom each count of casualties of the page counts, by the id of its mention."""
    return {count.mention.id: count.kind for count in _counts(page)}


def columns(event: Event, page: Page, counts: Iterable[Count]) -> dict[str, Any]:
    """The columns of a table for `counts` of `event`: low, best and high of each kind, and the best of each side."""
    told: dict[str, float | None] = {}
    counts = list(counts)
    for kind in KINDS:
        of_kind = [c for c in counts if c.kind == kind]
        told |= {f"{kind}_{end}": value for end, value in msgspec.structs.asdict(total(of_kind)).items()}
        sides = [(side(c.mention, event, page), c) for c in of_kind]
        for name in get_args(Side):
            told[f"{kind}_{name}"] = total(c for s, c in sides if s == name).best
    return told


def total(counts: Iterable[Count]) -> Toll:
    """What `counts` say together; parts of a whole are not added to it."""
    whole = [c.mention for c in counts]
    inside = {m.id for m in whole}
    groups: dict[object, list[Toll]] = {}
    for m in whole:
        if m.part_of not in inside and isinstance(m.value, Quantity):
            groups.setdefault((m.attached_to, m.value.of), []).append(toll(m.value))
    tolls = [_same(group) for group in groups.values()]
    if not tolls:
        return Toll(None, None, None)
    lows = [t.low for t in tolls if t.low is not None]
    return Toll(sum(lows) if lows else None, _sum(t.best for t in tolls), _sum(t.high for t in tolls))


def toll(q: Quantity) -> Toll:
    """The low, best and high of one count; see the module for the rule.

    >>> toll(Quantity(low=30.0, high=40.0, words="30 to 40"))
    Toll(low=30.0, best=30.0, high=40.0)
    >>> toll(Quantity(low=12.0, high=None, words="at least 12"))
    Toll(low=12.0, best=12.0, high=None)
    >>> toll(Quantity(low=24.0, high=199.0, approximate=True, words="dozens"))
    Toll(low=24.0, best=None, high=199.0)
    """
    vague = q.approximate and q.low != q.high and not _NUMBERS.search(q.words)
    return Toll(q.low, None if vague else q.low, q.high)


def side(m: Mention, event: Event, page: Page) -> Side:
    """Whose people `m` counts: a party's of the event, or of the country of one party alone; else "unknown"."""
    counted = page.by_id.get(m.attached_to or "")
    if not isinstance(counted, Mention) or not isinstance(counted.value, Actor):
        return _done(m, event, page)
    if counted.id in event.targets:
        return "targets"
    if counted.id in event.actors:
        return "actors"
    parties: dict[Side, list[Actor]] = {
        "actors": _actors(page, event.actors),
        "targets": _actors(page, event.targets),
    }
    named = [name for name, actors in parties.items() if any(a.id == counted.value.id for a in actors)]
    if not named and counted.value.country and not (isinstance(m.value, Quantity) and m.value.of in _ANYBODY):
        named = [name for name, actors in parties.items() if any(a.country == counted.value.country for a in actors)]
    return named[0] if len(named) == 1 else "unknown" if named else _done(m, event, page)


def _done(m: Mention, event: Event, page: Page) -> Side:
    """Whose people were counted by the participle before the count, behind the event in its sentence."""
    sentences = page.document.sentences
    if bisect_right(sentences, event.span.start) != bisect_right(sentences, m.span.start) or not event.actors:
        return "unknown"
    between = page.document.text[event.span.end : m.span.start]
    doing = _DOING.search(between)
    return "unknown" if doing is None or _OTHERS.search(between) else "actors" if doing["actors"] else "targets"


def _actors(page: Page, ids: Iterable[str]) -> list[Actor]:
    found = (page.by_id.get(i) for i in ids)
    return [m.value for m in found if isinstance(m, Mention) and isinstance(m.value, Actor)]


def _same(tolls: list[Toll]) -> Toll:
    """Counts that may be of the same people."""
    if len(tolls) == 1:
        return tolls[0]
    lows, bests = [t.low for t in tolls if t.low is not None], {t.best for t in tolls}
    best = bests.pop() if len(bests) == 1 else None
    high = max(t.high or 0 for t in tolls) if best is not None else _sum(t.high for t in tolls)
    return Toll(max(lows) if lows else None, best, high if all(t.high is not None for t in tolls) else None)


def _sum(values: Iterable[float | None]) -> float | None:
    """The sum; None where one is not known, or there is none."""
    every = list(values)
    known = [v for v in every if v is not None]
    return sum(known) if known and len(known) == len(every) else None


# --------------------------------------------------------------------------------------------------- kind of a count


def _counts(page: Page) -> Iterator[Count]:
    """The counts of casualties of the page, sentence by sentence."""
    text, sentences = page.document.text, page.document.sentences
    told = sorted(page.quantities, key=lambda m: m.span.start)
    for at, row in groupby(told, key=lambda m: bisect_right(sentences, m.span.start)):
        start = sentences[at - 1] if at else 0
        yield from _of_sentence(text, list(row), start, sentences[at] if at < len(sentences) else len(text))


def _people(m: Mention, text: str) -> bool:
    """Whether the mention may count somebody, and is no level that was left ("rose from 40 to 54")."""
    q = m.value
    if not isinstance(q, Quantity) or q.unit or q.of is None or q.of in _BEASTS or q.change == "down":
        return False
    return not text[max(0, m.span.start - 6) : m.span.start].rstrip().lower().endswith("from")


def _of_sentence(text: str, row: list[Mention], start: int, end: int) -> Iterator[Count]:
    """The counts of one sentence whose kind its words tell; one joined to another by "and" shares its kind."""
    fences = [end] * len(row)  # where the next count that is no part begins
    for i in reversed(range(len(row) - 1)):
        fences[i] = row[i + 1].span.start if row[i + 1].part_of is None else fences[i + 1]
    kinds: list[str | None] = []
    for i, m in enumerate(row):
        left = max(row[i - 1].span.end if i else start, m.span.start - _REACH)
        behind = text[m.span.end : min(fences[i], m.span.end + _REACH)] + (_COUNT if fences[i] < end else "")
        kinds.append(_kind(m, text[left : m.span.start], behind) if _people(m, text) else None)
    joined = [_AND.fullmatch(text, a.span.end, b.span.start) is not None for a, b in pairwise(row)]
    for i in reversed(range(len(row) - 1)):
        kinds[i] = kinds[i] or (kinds[i + 1] if joined[i] else None)
    for i in range(1, len(row)):
        kinds[i] = kinds[i] or (kinds[i - 1] if joined[i - 1] else None)
    for m, told in zip(row, kinds, strict=True):
        kind = next((k for k in KINDS if k == told), None)
        if kind and _people(m, text) and (m.attached_to or kind in ("killed", "wounded") or _anybody(m)):
            yield Count(kind, m)


def _anybody(m: Mention) -> bool:
    return isinstance(m.value, Quantity) and m.value.of in _ANYBODY


def _kind(m: Mention, before: str, behind: str) -> str | None:
    """What became of those counted, by the words in the count, right before, behind, and before it; None untold."""
    if inside := _CUE.search(m.span.quote):
        return inside.lastgroup
    if isinstance(m.value, Quantity) and m.value.of in _DEATHS:
        return "killed"
    cue, gap = _before(before)
    lost = "killed" if m.attached_to and _LOST.search(before) else None
    return cue if cue and gap <= _NEAR else _after(behind) or cue or lost


def _before(said: str) -> tuple[str | None, int]:
    """The last cue in the words before a count, and how many words part it from the count; None past a new clause."""
    last = max(_CUE.finditer(said), key=lambda cue: cue.start(), default=None)
    if last is None or _BLOCK.search(said, last.end()):
        return None, 0
    return last.lastgroup, len(said[last.end() :].split())


def _after(said: str) -> str | None:
    """The first cue in the words behind a count, where it tells what those counted suffered and not what they did."""
    cue = _CUE.search(said)
    if cue is None:
        return None
    word = cue.group().lower()
    if word in ("died", "missing", "dying") or not word.endswith(("ed", "ing")):
        return cue.lastgroup
    passive = _PASSIVE.search(said[: cue.start()]) or _ENDED.match(said, cue.end())
    return cue.lastgroup if passive and word.endswith("ed") else None
