"""Rows as an analyst's sheet: lines of text, plain or painted, each claim with its words and its source."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Iterable, Iterator
from typing import Literal

from onrecord.data import Actor, Document, Event, Link, Mention, Page, Place, Statement, Time
from onrecord.record.schema import chain, codes, words
from onrecord.record.tabulate import ITSELF, inclusive, sentence, sources

Style = Literal["head", "code", "label", "warn", "dispute", "plain"]
Paint = Callable[[str, Style], str]

# What a terminal would obey and no reader would see: controls, marks that turn the direction, line separators.
UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff]+")
QUOTES = tuple('"“”')
GUTTER = 15
LABEL = 10
QUOTED = 600
OPENING = 70

# What a time may be besides an interval: the bound of one.
BOUNDS = ("FROM", "UNTIL", "BY", "BEFORE", "AFTER")

# How the source stands to what it says, where that is more than saying it.
STANCES = {
    "denies": "who denies it", "alleges": "who alleges it", "accuses": "as an accusation", "warns": "as a warning",
    "promises": "as a promise", "threatens": "as a threat", "demands": "as a demand", "concedes": "who concedes it",
    "fears": "who fears it", "hopes": "who hopes it",
}  # fmt: skip


def plain(text: str, style: Style) -> str:
    """`text` as it is."""
    return text


def printable(text: str) -> str:
    """`text` on one line, without what a terminal would obey.

    >>> printable("red\\x1b[31m\\nline")
    'red [31m line'
    """
    return " ".join(UNSEEN.sub(" ", text).split())


class Sheet:
    """Writes rows as lines `width` columns wide."""

    def __init__(self, width: int = 100, paint: Paint = plain) -> None:
        self.width, self.paint = width, paint

    def report(self, document: Document, statements: int, events: int) -> Iterator[str]:
        """The head of a report: its title, where it is from, and how much was found in it."""
        d = document
        where = [d.publisher, f"({d.agency})" if d.agency else None, d.published or "no date", d.url]
        yield self.paint("─" * self.width, "label")
        yield from self._wrapped(d.title or _opening(d.text), "", "head")
        yield from self._wrapped(" · ".join(w for w in where if w), "", "plain")
        yield self.paint(f"report {d.id} · {counted(statements, 'statement')} · {counted(events, 'event')}", "label")
        yield ""

    def event(self, event: Event, page: Page, against: Iterable[str] = (), alone: bool = False) -> Iterator[str]:
        """The lines of an event; `against` says what contradicts it, `alone` that its report has no head above."""
        disputes = list(against)
        gutter: list[tuple[str, Style]] = [(event.code, "code")]
        gutter += [(event.mode, "label")] if event.mode else []
        gutter.append((event.status, "label" if event.status == "actual" else "warn"))
        gutter += [("DISPUTED", "dispute")] if disputes else []
        gutter.append((f"score {event.score:.2f}", "label"))
        fields = [
            ("word of", word_of(event, page)),
            ("where", "; ".join(_place(m) for m in _found(page, event.places))),
            ("when", "; ".join(_time(m) for m in _found(page, (event.time,)))),
            ("how many", "; ".join(f"“{m.span.quote}”" for m in _found(page, event.quantities))),
            ("quote", _quoted(sentence(event.span, page))),
            ("report", report(page.document) if alone else ""),
            *(("against", other) for other in disputes),
        ]
        yield from self._row(gutter, who(event, page), fields)

    def statement(self, statement: Statement, page: Page) -> Iterator[str]:
        """The lines of a statement."""
        s = statement
        gutter: list[tuple[str, Style]] = [("SAID", "code")]
        gutter += [("negated", "warn")] if s.negated else []
        gutter += [(s.stance, "warn")] if s.stance != "asserts" else []
        gutter += [(s.manner, "label"), (f"score {s.score:.2f}", "label")]
        fields = [
            ("to", "; ".join(_actor(m) for m in _found(page, (s.addressee,)))),
            ("when", "; ".join(_time(m) for m in _found(page, (s.time,)))),
            ("through", _names(page, s.via)),
            ("within", "; ".join(_speakers(c, page) for c in chain(s.within, page))),
            ("quote", _quoted(words(s) or s.span.quote)),
        ]
        cue = f" — {s.cue.quote}" if s.cue else ""
        yield from self._row(gutter, f"{_speakers(s, page)}{cue}", fields)

    def mention(self, mention: Mention, page: Page) -> Iterator[str]:
        """The lines of a mention that stands alone."""
        fields = [("quote", _quoted(sentence(mention.span, page))), ("report", report(page.document))]
        yield from self._row([(type(mention.value).__name__.upper(), "code")], mention.span.quote, fields)

    def dispute(self, link: Link) -> Iterator[str]:
        """The head of two rows that contradict each other: the values compared, and why they cannot both hold."""
        yield self.paint("─" * self.width, "label")
        yield from self._wrapped(f"“{link.values[0]}” against “{link.values[1]}”", "", "dispute")
        yield from self._wrapped(link.why, "", "plain")
        yield ""

    def hit(self, snippet: str, statement: Statement | None, page: Page) -> Iterator[str]:
        """Words that were found: in a report, or in what somebody said."""
        if statement is None:
            yield from self._row([("REPORT", "code")], report(page.document), [("words", f"“{snippet}”")])
            return
        fields = [("words", f"“{snippet}”"), ("report", report(page.document))]
        cue = f" — {statement.cue.quote}" if statement.cue else ""
        yield from self._row([("SAID", "code")], f"{_speakers(statement, page)}{cue}", fields)

    def _row(self, gutter: list[tuple[str, Style]], who: str, fields: Iterable[tuple[str, str]]) -> Iterator[str]:
        right = [*self._wrapped(who, "", "head", GUTTER)]
        for label, text in fields:
            if text:
                right += self._field(label, text)
        right += [""] * (len(gutter) - len(right))
        for i, line in enumerate(right):
            name, style = gutter[i] if i < len(gutter) else ("", "plain")
            pad = " " * max(GUTTER - 2 - len(name), 1)
            yield f"  {self.paint(printable(name), style) if name else name}{pad}{line}".rstrip()
        yield ""

    def _field(self, label: str, text: str) -> list[str]:
        style: Style = "dispute" if label == "against" else "plain"
        lines = [*self._wrapped(text, "", style, GUTTER + LABEL)]
        heads = [self.paint(label.ljust(LABEL), "label"), *[" " * LABEL] * len(lines)]
        return [head + line for head, line in zip(heads, lines, strict=False)]

    def _wrapped(self, text: str, indent: str, style: Style, taken: int = 0) -> Iterator[str]:
        said = printable(text)
        said = said if len(said) <= QUOTED else f"{said[:QUOTED].rstrip()} …"
        for line in textwrap.wrap(said, self.width - taken, break_on_hyphens=False) or [""]:
            yield indent + self.paint(line, style)


def counted(number: int, thing: str, things: str | None = None) -> str:
    """`number` of a thing, in words that agree.

    >>> counted(1, "event"), counted(2, "event"), counted(0, "copy", "copies")
    ('1 event', '2 events', '0 copies')
    """
    return f"{number:,} {thing if number == 1 else things or thing + 's'}"


def who(event: Event, page: Page) -> str:
    """Who does it, and to whom: "Lloyd Austin (USA MIL) → Poland (POL)"."""
    actors, targets = _names(page, event.actors), _names(page, event.targets)
    if not actors and not targets:
        return "(nobody named)"
    return f"{actors or '(nobody named)'} → {targets}" if targets else actors


def word_of(event: Event, page: Page) -> str:
    """On whose word an event is told: the innermost source, then who carries it, or the report itself."""
    said = chain(event.said, page)
    if not said:
        publisher = page.document.publisher
        return f"{ITSELF} ({publisher})" if publisher else ITSELF
    first, *around = said
    stance = STANCES.get(first.stance)
    stance = "who does not say so" if first.negated else stance
    parts = [_speakers(first, page), stance, *(f"as told by {_speakers(s, page)}" for s in around)]
    relays = [_names(page, s.via) for s in said if s.via]
    return ", ".join(p for p in (*parts, *(f"carried by {r}" for r in relays)) if p)


def account(event: Event, page: Page) -> str:
    """In one line: the count, day, source and report of an event that another one is compared with."""
    counts = "; ".join(f"“{m.span.quote}”" for m in _found(page, event.quantities))
    return f"{counts or event.code} — {word_of(event, page)}; {report(page.document)}"


def report(document: Document) -> str:
    """In one line: where a report is from."""
    d = document
    return " · ".join(w for w in (d.publisher, d.published or "no date", d.title) if w)


def _opening(text: str) -> str:
    """The first words of a report that has no title."""
    first = printable(text[: 2 * OPENING])
    return first if len(first) <= OPENING else f"{first[:OPENING].rpartition(' ')[0]} …"


def _quoted(said: str) -> str:
    """`said` in quotation marks, unless it brings its own."""
    return said if said[:1] in QUOTES and said[-1:] in QUOTES else f"“{said}”"


def _found(page: Page, ids: Iterable[str | None]) -> list[Mention]:
    return [m for m in (page.by_id.get(i) for i in ids if i) if isinstance(m, Mention)]


def _names(page: Page, ids: Iterable[str | None]) -> str:
    return " + ".join(dict.fromkeys(_actor(m) for m in _found(page, ids)))


def _actor(mention: Mention) -> str:
    value = mention.value
    if not isinstance(value, Actor):
        return mention.span.quote
    coded = " ".join(dict.fromkeys(" ".join(codes(value)).split()))
    return f"{value.name} ({coded})" if coded else value.name


def _place(mention: Mention) -> str:
    place = mention.value
    if not isinstance(place, Place):
        return mention.span.quote
    if place.lat is None or place.lon is None:
        return f"{place.name} (no point)"
    return f"{place.name} ({', '.join(p for p in (place.country, f'{place.lat:.2f} {place.lon:.2f}') if p)})"


def _time(mention: Mention) -> str:
    time, said = mention.value, mention.span.quote
    if not isinstance(time, Time) or time.kind in ("DURATION", "SET"):
        return f"“{said}”"
    if time.start is None:
        return f"“{said}” (relative to a day that the report does not give)"
    if time.mod == "SINCE":
        return f"since {time.start} (“{said}”)"
    bound = f"{time.mod.lower()} " if time.mod and time.mod in BOUNDS else ""
    return f"{bound}{inclusive(time.start, time.end)} (“{said}”)"


def _speakers(statement: Statement, page: Page) -> str:
    return _names(page, statement.speakers) or " + ".join(sources(statement, page))
