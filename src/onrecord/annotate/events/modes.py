"""The mode of an event where the reader model gives none: by its pattern, by what is used or moved, or by what is
asked, refused or threatened.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from onrecord.annotate.events.roles import phrases, subjects
from onrecord.annotate.events.triggers import Trigger, book
from onrecord.data import Mention, Page
from onrecord.tokens import Token

# Words before which arms stand.
WITH = ("with", "by", "in", "from")
# Words before which stands where, or under whom, a talk is held.
UNDER = ("at", "under", "in")
CLAUSES = ("xcomp", "ccomp", "acl", "dobj", "pobj", "pcomp")


def mode(
    page: Page, trigger: Trigger, code: str, actors: Sequence[Mention], patterns: Mapping[int, Trigger]
) -> str | None:
    """The PLOVER mode that the words tell, or None; `patterns` are the page's triggers by their words."""
    own = trigger.group.mode if code == trigger.group.code else None
    if (asked := book().matter.get(code)) and not own:
        return next((m for w in _matters(trigger) if (m := _of_matter(asked, w, patterns.get(w.i)))), None)
    if (means := book().means.get(code)) and own in (None, "troops"):
        words = [w.lemma for w in _around(page, trigger, actors)]
        return next((m for m, names in means.items() for w in words if w in names), own)
    return own


def _matters(trigger: Trigger) -> Iterator[Token]:
    """The words of the clauses and objects that say what is offered, threatened, asked or refused."""
    for w in trigger.words:
        for p in (w, *(c for c in w.children if c.dep == "prep")):
            yield from (c for c in p.children if c.dep in CLAUSES)


def _of_matter(asked: dict[str, tuple[str, ...]], word: Token, inner: Trigger | None) -> str | None:
    names = {word.lemma}
    if inner is not None:
        names |= {inner.group.code, f"{inner.group.code} {inner.group.mode}"}
    return next((m for m, wanted in asked.items() if names & set(wanted)), None)


def _around(page: Page, trigger: Trigger, actors: Sequence[Mention]) -> Iterator[Token]:
    """What may say by which means: the trigger, those who act, what acts for them, what it is done with."""
    yield from trigger.words
    for word in trigger.words:
        yield from (c for c in word.children if c.dep == "compound")
    if trigger.group.code == "CONSULT":
        held = [o for p in UNDER for o in phrases(list(trigger.words), p)]
        yield from (w for o in held for w in (o, *o.children))
        return
    for m in actors:
        yield from page.parse.covering(m.span.start, m.span.end)[-3:]
    if trigger.head.tag.startswith("VB"):
        used = [*subjects(trigger.head), *(o for p in WITH for o in phrases([trigger.head], p))]
        for word in used:
            yield from (word, *(c for c in word.children if c.dep == "compound"))
