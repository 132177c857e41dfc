"""The mode of an event: its words' own, or by what is used or moved, or what is asked, refused or threatened."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from onrecord.annotate.events.gate import matters
from onrecord.annotate.events.roles import phrases, subjects
from onrecord.annotate.events.triggers import Trigger, book, trigger_at
from onrecord.data import Mention, Page
from onrecord.tokens import Token

# Words before which arms stand.
WITH = ("with", "by", "in", "from")


def mode(page: Page, trigger: Trigger, code: str, actors: Sequence[Mention]) -> str | None:
    """The PLOVER mode, the trigger's own unless the words around say more, or None."""
    own = trigger.group.mode if code == trigger.group.code else None
    if (asked := book().matter.get(code)) and not own:
        return next((m for w in matters(trigger) if (m := _of_matter(asked, w))), None)
    if (means := book().means.get(code)) and own in (None, "troops"):
        words = [w.lemma for w in _around(page, trigger, actors)]
        return next((m for m, names in means.items() for w in words if w in names), own)
    return own


def _of_matter(asked: dict[str, tuple[str, ...]], word: Token) -> str | None:
    inner = trigger_at(word)
    names = {word.lemma, inner.group.code, f"{inner.group.code} {inner.group.mode}"} if inner else {word.lemma}
    return next((m for m, wanted in asked.items() if names & set(wanted)), None)


def _around(page: Page, trigger: Trigger, actors: Sequence[Mention]) -> Iterator[Token]:
    """What may say by which means: the trigger, those who act, what acts for them, what it is done with."""
    yield from trigger.words
    for word in trigger.words:
        yield from (c for c in word.children if c.dep == "compound")
    for m in actors:
        yield from page.parse.covering(m.span.start, m.span.end)[-3:]
    if trigger.head.tag.startswith("VB"):
        used = [*subjects(trigger.head), *(o for p in WITH for o in phrases([trigger.head], p))]
        for word in used:
            yield from (word, *(c for c in word.children if c.dep == "compound"))
