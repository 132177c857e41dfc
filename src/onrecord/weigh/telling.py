"""A report's accounts as they are compared: its events, what it counts, and what is said where no event was found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Literal

from onrecord.data import Actor, Event, Mention, Page, Place, Statement, Time
from onrecord.weigh import words
from onrecord.weigh.amounts import amount, counted_before, owned
from onrecord.weigh.denials import denied, intended, left_open, negated, of_kind, rejected, wished
from onrecord.weigh.grounds import grounds
from onrecord.weigh.parties import acting, deed_at, parties, words_of_others
from onrecord.weigh.reading import LEAD, Reading, Sentence, topic
from onrecord.weigh.slots import Amount, Party, Slots, Spot, sound
from onrecord.weigh.times import said_times, when

Kind = Literal["event", "count", "statement", "report"]
_TOLD_STANCES = frozenset(("asserts", "denies", "alleges", "accuses", "warns", "concedes", "threatens"))


def slots(page: Page) -> list[Slots]:
    """The accounts of a report in the order of the text; the same for the page of a ledger, which has no parse."""
    reading = Reading(page)
    found = [*_events(reading), *_counts(reading), *_statements(reading)]
    found += _untold(reading, {s.sentence for s in found})
    return sorted(found, key=lambda s: (s.sentence, s.kind, s.id))


def _untold(reading: Reading, told: set[int]) -> Iterator[Slots]:
    """The report itself, for the sentences of its lead that tell of deeds and in which nothing was found."""
    left = [s for s in reading.sentences[:LEAD] if s.number not in told and s.stems & words.deed_names()]
    if not left or not (reading.lead or reading.lands):
        return
    sentence, stems = left[0], frozenset().union(*(s.stems for s in left))
    yield _made(
        reading, sentence, (), reading.document.id, "report",
        denied=negated(sentence.text) and not wished(sentence.text) and not left_open(sentence.text),
        places=sentence.spots, deed=tuple(sorted(stems & words.deed_names())),
        actors=acting(reading, sentence, (), *deed_at(reading, sentence, sentence.start)), stems=tuple(sorted(stems)),
        when=when(reading, None, sentence, said_times(reading, _beside(reading, sentence)), past=True),
        trigger=sentence.text.strip()[:60],
    )  # fmt: skip


def _beside(reading: Reading, sentence: Sentence) -> list[Statement]:
    """The statements that are made in a sentence."""
    return [s for s in reading.page.statements if s.cue and sentence.start <= s.cue.start < sentence.end]


def _events(reading: Reading) -> Iterator[Slots]:
    denials = {(s.cue.start, s.cue.end) for s in reading.page.statements if s.cue and s.stance == "denies"}
    for event in reading.page.events:
        if event.same_as or (
            event.code == "REJECT" and any(s < event.span.end and event.span.start < e for s, e in denials)
        ):
            continue
        sentence = reading.sentences[reading.number(event.span.start)]
        chain = words_of_others(reading, event)
        carriers = reading.chain(event.said)
        claimers = [k for s in carriers if _claims(s) for k in s.speakers]
        yield _made(
            reading, sentence, chain, event.id, "event",
            code=event.code, mode=event.mode, status=event.status,
            denied=denied(reading, event, sentence, chain), intent=intended(sentence, event),
            actors=acting(reading, sentence, event.actors or claimers, event.span.start, event.span.end),
            targets=parties(reading, event.targets),
            places=_places(reading, event.places, sentence),
            when=when(
                reading, event.time, sentence, said_times(reading, carriers), past=event.status in ("actual", "denied")
            ),
            deed=tuple(sorted(words.stems(event.span.quote))), trigger=event.span.quote,
            amounts=_amounts(reading, sentence, event.quantities, event),
        )  # fmt: skip


def _counts(reading: Reading) -> Iterator[Slots]:
    """What is counted apart from an event."""
    told = {q for e in reading.page.events for q in e.quantities}
    before: tuple[int, Amount] | None = None
    for m in reading.page.quantities:
        if m.id in told:
            continue
        sentence = reading.sentences[reading.number(m.span.start)]
        found = amount(m, sentence.text, sentence.start, reading.mention)
        if found is None:
            continue
        found = counted_before(owned(found, sentence, m.span.end, reading.ground), sentence, before)
        if not (found.of or found.unit):
            continue
        before = (sentence.number, found)
        chain = reading.chain(_carrier(reading, m))
        yield _made(
            reading, sentence, chain, m.id, "count",
            status="planned" if found.coming else "actual",
            denied=False, intent=False, places=sentence.spots,
            when=when(reading, None, sentence, said_times(reading, chain), past=not found.coming),
            amounts=(found,), trigger=m.span.quote,
            deed=tuple(sorted(sentence.stems & words.deed_names())),
        )  # fmt: skip


def _statements(reading: Reading) -> Iterator[Slots]:
    """What is said of a deed where no event was found in the words."""
    events = [e.span for e in reading.page.events]
    heard: set[str] = set()
    for s in reading.page.statements:
        if s.within or s.stance not in _TOLD_STANCES or not s.content:
            continue
        first = s.content[0]
        inside = [e for e in events if any(c.start <= e.start < c.end for c in s.content) and e != (s.cue or s.span)]
        if inside and all(reading.number(e.start) == reading.number(first.start) for e in inside):
            continue
        sentence = reading.sentences[reading.number(first.start)]
        text = " ".join(c.quote for c in s.content)
        deed = words.stems(text) & words.deed_names()
        if not deed or text in heard or (s.stance == "denies" and not rejected(s)):
            continue
        heard.add(text)
        chain = [s]
        yield _made(
            reading, sentence, chain, s.id, "statement",
            status="threatened" if s.stance == "threatens" else "actual",
            denied=_says_no(s, sentence, text),
            intent=bool(words.pattern("intent").search(text)),
            actors=_doers(reading, sentence, s),
            places=sentence.spots,
            when=when(reading, None, sentence, said_times(reading, chain), past=s.stance == "asserts"),
            deed=tuple(sorted(deed)), trigger=text[:60], amounts=(),
        )  # fmt: skip


def _says_no(s: Statement, sentence: Sentence, text: str) -> bool:
    """Whether a statement says of a deed that it was not so."""
    if left_open(sentence.text) or of_kind(text):
        return False
    return s.stance == "denies" or (negated(text) and not wished(text))


def _claims(s: Statement) -> bool:
    """Whether a statement claims the deed for whoever makes it."""
    return s.cue is not None and "responsib" in s.cue.quote


def _doers(reading: Reading, sentence: Sentence, s: Statement) -> tuple[Party, ...]:
    """Who is said to have done it: who denies or claims it, else whom the words name."""
    if s.stance == "denies" or _claims(s):
        return parties(reading, s.speakers)
    return acting(reading, sentence, (), *deed_at(reading, sentence, s.content[0].start))


def _of_its_own(s: Statement | None, speakers: Sequence[Mention]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The land of who reports what it counts in its own land ("Fiji reports 12 cases"), and the words of its name."""
    if s is None or s.cue is None or s.within or not s.cue.quote.startswith(("report", "record")) or not speakers:
        return (), ()
    value = speakers[0].value
    land = (value.country,) if isinstance(value, Actor) and value.country else ()
    return land, topic(speakers[0])


def _made(reading: Reading, sentence: Sentence, chain: Sequence[Statement], key: str, kind: Kind, **rest: Any) -> Slots:
    """The Slots of a finding: what its sentence and its report say around it, and `rest`."""
    inner = chain[0] if chain else None
    speakers = [m for k in (inner.speakers if inner else ()) if (m := reading.mention(k))]
    said = reading.mention(inner.time) if inner else None
    own, about = _of_its_own(inner, speakers)
    day = said.value.start if said and isinstance(said.value, Time) else None
    return Slots(
        id=key, doc=reading.document.id, kind=kind, sentence=sentence.number,
        countries=tuple(dict.fromkeys((*sentence.countries, *own))), topic=sentence.topic or about,
        names=tuple(sorted(sentence.names)), scene=tuple(sorted(reading.scene(sentence.number))),
        story=tuple(sorted(reading.story)), lands=reading.lands,
        speakers=tuple(sorted({m.value.id for m in speakers if isinstance(m.value, Actor)})),
        speaker=speakers[0].span.quote if speakers else "",
        occasion=inner.occasion if inner else None,
        said_on=sound(day),
        via=tuple(m.value.id for s in chain for k in s.via if (m := reading.mention(k)) and isinstance(m.value, Actor)),
        outlet=reading.publisher, agency=reading.agency, published=sound(reading.document.published),
        grounds=grounds(reading, sentence.number, chain), **({"stems": tuple(sorted(sentence.stems))} | rest),
    )  # fmt: skip


def _places(reading: Reading, keys: Iterable[str], sentence: Sentence) -> tuple[Spot, ...]:
    own = [m.value for k in keys if (m := reading.mention(k)) and isinstance(m.value, Place)]
    names = {words.fold(p.name) for p in own}
    return tuple(s for s in sentence.spots if s.name in names) or sentence.spots


def _amounts(reading: Reading, sentence: Sentence, keys: Iterable[str], event: Event) -> tuple[Amount, ...]:
    movers = tuple(
        m.value.country
        for k in event.actors
        if (m := reading.mention(k)) and isinstance(m.value, Actor) and m.value.country
    )
    out = []
    for key in keys:
        m = reading.mention(key)
        if m and (found := amount(m, sentence.text, sentence.start, reading.mention)) and (found.of or found.unit):
            out.append(owned(found, sentence, m.span.end, reading.ground, movers))
    return tuple(out)


def _carrier(reading: Reading, m: Mention) -> str | None:
    """The innermost statement whose content holds the mention."""
    inside = [s for s in reading.page.statements if any(c.start <= m.span.start < c.end for c in s.content)]
    return min(inside, key=lambda s: (s.span.end - s.span.start, s.id)).id if inside else None
