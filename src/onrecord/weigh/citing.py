"""Outlets as the ground of an account: what one saw or holds itself, and what it has from another."""

from __future__ import annotations

import re
from collections.abc import Iterator

from onrecord.data import Actor, Statement, Time
from onrecord.weigh import words
from onrecord.weigh.copies import outlets
from onrecord.weigh.reading import Reading
from onrecord.weigh.slots import Ground, sound

PRESS = r"(?:reporter|correspondent|photographer|journalist|cameraman|stringer)s?"
_NAME = r"[A-Z][\w’'.-]+"
# Who writes was there, or holds what shows it: told of itself, never of a dateline alone.
OWN = re.compile(
    rf"\b(?:our|this|[Oo]ne of our|a {_NAME}(?: {_NAME}){{0,3}}|the {_NAME}(?: {_NAME}){{0,3}}['’]s) (?:own )?{PRESS}"
    rf"|\b[A-Z]{{2,}} {PRESS}|\b(?:an? )?{_NAME}(?: {_NAME})? (?:reporter|correspondent|photographer|witness)s?\b"
    rf"|\b{PRESS} (?:of|for|from|with) (?:this|our|the)\b"
    r"|\bI (?:\w+ ){0,1}(?:walked|saw|watched|stood|counted|heard|met|drove|sat|lay|followed|asked)\b"
    r"|\bas [A-Z][\w’'.-]+(?: [A-Z][\w’'.-]+)* was able to (?:see|observe|confirm)"
    rf"|\b(?:seen|obtained|reviewed|verified|filmed|recorded|examined) by (?:the )?[A-Z]"
    rf"|\bgiven to (?:the )?{_NAME},? show|\b{_NAME} (?:has|have|had) (?:seen|obtained|learned|reviewed)\b"
    rf"|\b{_NAME} (?:obtained|reviewed) a copy\b"
)
_PAPER = re.compile(
    r"\b(?:Times|Post|Herald|Gazette|Tribune|Courier|Monitor|Observer|Standard|Ledger|Register|Daily|News|Journal"
    r"|Telegraph|Guardian|Mail|Lantern|Chronicle|Express|Star|Radio|Television|TV|Agency|Press|[Nn]ewspaper|[Mm]agazine|[Bb]roadcaster"
    r"|[Ww]eekly|news agency|state (?:media|radio|television|TV)|(?:radio|television|TV)(?: station| channel)?"
    r"|local media|media|the paper)$"
)
_CITED = re.compile(
    r"\b(?:[Tt]he |[Aa]ccording to (?:the )?)?(?P<name>[A-Z][\w’'.&-]*(?: (?:of |the |de )?[A-Z][\w’'.&-]*){0,4})"
    r"(?:,? which)?"
    r"(?: newspaper| news agency| agency)? (?:first |has |had )?(?:report(?:ed|s)|wr(?:ote|ites)|revealed|broke)\b|"
    r"\bif a report by (?:the )?(?P<other>[A-Z][\w’'.&-]*(?: [A-Z][\w’'.&-]*){0,4})"
)


def cited_outlet(reading: Reading, shown: str, s: Statement | None) -> Ground:
    name = shown
    if shown.split()[-1].casefold() in (
        "newspaper",
        "paper",
        "radio",
        "agency",
        "broadcaster",
        "magazine",
        "weekly",
    ) and not any(w[0].isupper() for w in shown.split()[1:]):
        earlier = cited_in(reading, (0, len(reading.text)))
        name = earlier.shown if earlier else shown
    known = outlets.outlet(name)
    name = known.name if known else name
    mine = words.name_words(name)
    if mine and any(mine <= words.name_words(x) for x in (reading.publisher, reading.agency) if x):
        return own_of(reading, "", s)
    return Ground(
        kind="outlet", who=outlet_id(name), shown=name, outlet=reading.publisher,
        day=said_day(reading, s) if s else published(reading), statement=s.id if s else None,
    )  # fmt: skip


def own(reading: Reading, span: tuple[int, int]) -> Ground | None:
    match = OWN.search(reading.text, *span)
    return own_of(reading, match.group(), None) if match else None


def own_of(reading: Reading, text: str, s: Statement | None) -> Ground:
    """What an outlet saw or holds: the outlet named in `text` where it is known, else the agency, else the paper."""
    named = next((o.name for n in _capitals(text) if (o := outlets.outlet(n))), None)
    name = named or reading.agency or reading.publisher
    return Ground(
        kind="own", who=outlet_id(name), shown=name, outlet=reading.publisher,
        day=published(reading), statement=s.id if s else None,
    )  # fmt: skip


def cited_in(reading: Reading, span: tuple[int, int]) -> Ground | None:
    """The other outlet that the report has it from, by its words."""
    for match in _CITED.finditer(reading.text, *span):
        name = match["name"] or match["other"]
        if _PAPER.search(name) or outlets.outlet(name):
            return cited_outlet(reading, name, None)
    return None


def _capitals(text: str) -> Iterator[str]:
    for match in re.finditer(r"[A-Z][\w’'.&-]*(?: [A-Z][\w’'.&-]*)*", text):
        name = re.sub(r"['’]s$", "", match.group())
        yield name
        yield from name.split()


def outlet_id(name: str) -> str:
    """What stands for an outlet: the words of its name without article and place of sale."""
    known = outlets.outlet(name)
    plain = words.fold(known.name if known else name).removeprefix("the ").strip()
    return f"outlet:{plain}"


def is_outlet(shown: str, value: Actor | None) -> bool:
    plain = shown.removesuffix(" agency").strip()
    return (
        outlets.outlet(plain) is not None
        or bool(_PAPER.search(shown))
        or bool(value is not None and value.sectors[:1] == ("JRN",) and value.kind == "body")
    )


def published(reading: Reading) -> str | None:
    published = reading.document.published
    return published[:10] if published else None


def sentence_of(reading: Reading, s: Statement) -> str:
    start, end = reading.bounds[reading.number((s.cue or s.span).start)]
    return reading.text[start:end]


def said_day(reading: Reading, s: Statement) -> str | None:
    """The day on which it was said: the statement's own time, else the day of publication."""
    told = reading.mention(s.time)
    if (
        told
        and isinstance(told.value, Time)
        and sound(told.value.start)
        and told.value.grain in ("day", "part", "hour", "minute")
    ):
        return (told.value.start or "")[:10]
    for m in reading.sentences[reading.number((s.cue or s.span).start)].times:
        cue = s.cue or s.span
        if isinstance(m.value, Time) and m.value.grain == "day" and 0 <= m.span.start - cue.end <= 60:
            day = (m.value.start or "")[:10]
            if not reading.document.published or day <= reading.document.published[:10]:
                return day
    return published(reading)
