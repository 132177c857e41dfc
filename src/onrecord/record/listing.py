"""Rows as an analyst's sheet: lines of text, plain or painted, each claim with its words and its source."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Iterable, Iterator
from typing import Literal

import msgspec

from onrecord.data import Actor, Document, Event, Finding, Judgement, Link, Mention, Page, Place, Statement, Time
from onrecord.record.schema import chain, codes, words
from onrecord.record.settling import Standing, State
from onrecord.record.tabulate import ITSELF, LOST, inclusive, sentence, sources

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

# How a row is marked of which analysts said something, and what each of them did.
MARKS: dict[State, list[tuple[str, Style]]] = {
    "accepted": [("accepted", "label")], "rejected": [("REJECTED", "dispute")], "corrected": [("CORRECTED", "warn")],
    "chosen": [("CHOSEN", "warn")], "added": [("ADDED", "warn")],
    "disputed": [("DISPUTED BY", "dispute"), ("ANALYSTS", "dispute")],
}  # fmt: skip
VERDICTS = {
    "accept": "accepted", "reject": "rejected", "correct": "corrected", "add": "added", "merge": "merged",
    "split": "split", "choose": "chosen",
}  # fmt: skip

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


class Beside(msgspec.Struct, frozen=True, kw_only=True):
    """What stands beside a row: the accounts `against` it, what analysts said of it, what the machine found before.

    `told` says in how many reports the same is told and on how many origins they rest; `id`, `cluster`, `recorded`
    and `replaced` are given where they are to be said; `graded` are grades of the account and, where it stands alone,
    of its outlets.
    `over` is the number of the run whose reading a row that was chosen stands over.
    """

    against: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    cluster: str | None = None
    stands: Standing | None = None
    machine: tuple[tuple[str, str], ...] = ()
    over: int | None = None
    graded: tuple[str, ...] = ()
    recorded: str | None = None
    replaced: str | None = None
    id: str | None = None

    def marks(self) -> list[tuple[str, Style]]:
        """The words that mark a row."""
        disputed: list[tuple[str, Style]] = [("DISPUTED", "dispute")] if self.against else []
        return disputed + (MARKS[self.stands.state] if self.stands else [])

    def fields(self) -> list[tuple[str, str]]:
        """What is to be read below a row."""
        said = self.stands.judgements if self.stands else ()
        return [
            ("recorded", minute(self.recorded) if self.recorded else ""),
            ("replaced", self.replaced or ""),
            *(("machine", f"{name}: {value or 'none'}") for name, value in self.machine),
            *(("judged", judged(j, self.over)) for j in said),
            *(("graded", line) for line in self.graded),
            *(("told", line) for line in self.told),
            *(("against", other) for other in self.against),
            ("id", self.id or ""),
            ("cluster", self.cluster or ""),
        ]


ALONE = Beside()


class Sheet:
    """Writes rows as lines `width` columns wide."""

    def __init__(self, width: int = 100, paint: Paint = plain) -> None:
        self.width, self.paint = width, paint

    def report(
        self,
        document: Document,
        statements: int,
        events: int,
        recorded: str | None = None,
        newer: Document | None = None,
        graded: Iterable[str] = (),
    ) -> Iterator[str]:
        """The head of a report: its title, where it is from, how much was found, how it is graded, what replaced it."""
        d = document
        where = [d.publisher, f"({d.agency})" if d.agency else None, d.published or "no date", d.url]
        yield self.paint("─" * self.width, "label")
        yield from self._wrapped(d.title or _opening(d.text), "", "head")
        yield from self._wrapped(" · ".join(w for w in where if w), "", "plain")
        held = [f"report {d.id}", counted(statements, "statement"), counted(events, "event")]
        held += [f"recorded {minute(recorded)}"] if recorded else []
        yield self.paint(" · ".join(held), "label")
        for line in graded:
            yield from self._wrapped(f"graded {line}", "", "plain")
        if newer is not None:
            yield from self._wrapped(f"replaced {replacing(newer)}", "", "warn")
        yield ""

    def event(self, event: Event, page: Page, beside: Beside = ALONE, alone: bool = False) -> Iterator[str]:
        """The lines of an event; `alone` says that its report has no head above."""
        said = chain(event.said, page)
        gutter: list[tuple[str, Style]] = [(event.code, "code")]
        gutter += [(event.mode, "label")] if event.mode else []
        gutter.append((event.status, "label" if event.status == "actual" else "warn"))
        gutter += beside.marks()
        gutter.append((f"score {event.score:.2f}", "label"))
        # the time of the event is told below, and mostly is that of the statement
        spoken = {said[0].time} - {event.time} if said else ()
        fields = [
            ("word of", word_of(event, page)),
            ("said", "; ".join(_time(m) for m in _found(page, spoken))),
            ("where", "; ".join(_place(m) for m in _found(page, event.places))),
            ("when", "; ".join(_time(m) for m in _found(page, (event.time,)))),
            ("how many", "; ".join(f"“{m.span.quote}”" for m in _found(page, event.quantities))),
            ("quote", _quoted(sentence(event.span, page))),
            ("report", report(page.document) if alone else ""),
            *beside.fields(),
        ]
        yield from self._row(gutter, who(event, page), fields)

    def statement(self, statement: Statement, page: Page, beside: Beside = ALONE) -> Iterator[str]:
        """The lines of a statement."""
        s = statement
        gutter: list[tuple[str, Style]] = [("SAID", "code")]
        gutter += [("negated", "warn")] if s.negated else []
        gutter += [(s.stance, "warn")] if s.stance != "asserts" else []
        gutter += beside.marks()
        gutter += [(s.manner, "label"), (f"score {s.score:.2f}", "label")]
        fields = [
            ("to", "; ".join(_actor(m) for m in _found(page, (s.addressee,)))),
            ("when", "; ".join(_time(m) for m in _found(page, (s.time,)))),
            ("through", _names(page, s.via)),
            ("within", "; ".join(_speakers(c, page) for c in chain(s.within, page))),
            ("quote", _quoted(words(s) or s.span.quote)),
            *beside.fields(),
        ]
        cue = f" — {s.cue.quote}" if s.cue else ""
        yield from self._row(gutter, f"{_speakers(s, page)}{cue}", fields)

    def mention(self, mention: Mention, page: Page, beside: Beside = ALONE) -> Iterator[str]:
        """The lines of a mention that stands alone."""
        fields = [
            ("quote", _quoted(sentence(mention.span, page))),
            ("report", report(page.document)),
            *beside.fields(),
        ]
        gutter: list[tuple[str, Style]] = [(type(mention.value).__name__.upper(), "code"), *beside.marks()]
        yield from self._row(gutter, mention.span.quote, fields)

    def dispute(self, link: Link, beside: Beside = ALONE, more: int = 0) -> Iterator[str]:
        """The head of two rows that contradict each other: the values compared, and why they cannot both hold.

        `more` is how many other pairs of accounts have the same dispute.
        """
        yield self.paint("─" * self.width, "label")
        yield from self._wrapped(f"“{link.values[0]}” against “{link.values[1]}”", "", "dispute")
        yield from self._wrapped(link.why, "", "plain")
        if more:
            yield self.paint(f"the same in {counted(more, 'other pair')} of accounts", "label")
        for mark, style in beside.marks():
            yield self.paint(mark, style)
        for label, text in beside.fields():
            if text:
                yield from self._wrapped(f"{label} {text}", "", "plain")
        yield ""

    def hit(self, snippet: str, statement: Statement | None, page: Page, beside: Beside = ALONE) -> Iterator[str]:
        """Words that were found: in a report, or in what somebody said."""
        fields = [("words", f"“{snippet}”"), ("report", "" if statement is None else report(page.document))]
        fields += beside.fields()
        if statement is None:
            yield from self._row([("REPORT", "code")], report(page.document), fields)
            return
        cue = f" — {statement.cue.quote}" if statement.cue else ""
        yield from self._row([("SAID", "code"), *beside.marks()], f"{_speakers(statement, page)}{cue}", fields)

    def line(self, label: str, text: str) -> Iterator[str]:
        """A labelled line, wrapped beside its label."""
        heads = [f"{label:<{GUTTER + 2}} "]
        for part in self._wrapped(text, "", "plain", GUTTER + 3):
            yield f"{heads.pop() if heads else ' ' * (GUTTER + 3)}{part}".rstrip()

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


def minute(at: str) -> str:
    """An instant to the minute.

    >>> minute("2026-01-01T09:30:12+00:00")
    '2026-01-01 09:30'
    """
    return at[:16].replace("T", " ")


def judged(judgement: Judgement, over: int | None = None) -> str:
    """In one line: what an analyst says of a row, when and why; of a choice also `over` the reading of which run."""
    j = judgement
    told = "; ".join(f"{n}: {'; '.join(v) if isinstance(v, tuple) else v or 'none'}" for n, v in j.correction.items())
    what = f" ({told})" if told and j.verdict != "add" else ""
    when = f", {minute(j.at)}" if j.at else ""
    passed = f" over the reading of run {over}" if over and j.verdict == "choose" else ""
    return f"{VERDICTS[j.verdict]}{what} by {j.author}{passed}{when}: {j.reason}"


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
    if not said and event.said:
        return LOST
    if not said:
        publisher = page.document.publisher
        return f"{ITSELF} ({publisher})" if publisher else ITSELF
    first, *around = said
    stance = STANCES.get(first.stance)
    stance = "who does not say so" if first.negated else stance
    parts = [_speakers(first, page), stance, *(f"as told by {_speakers(s, page)}" for s in around)]
    relays = [_names(page, s.via) for s in said if s.via]
    return ", ".join(p for p in (*parts, *(f"carried by {r}" for r in relays)) if p)


def account(finding: Finding, page: Page) -> str:
    """In one line: what is told, on whose word and in which report, of a row that another one is compared with."""
    if not isinstance(finding, Event):
        return f"“{finding.span.quote}” — {report(page.document)}"
    counts = "; ".join(f"“{m.span.quote}”" for m in _found(page, finding.quantities))
    return f"{counts or finding.code} — {word_of(finding, page)}; {report(page.document)}"


def replacing(newer: Document | None) -> str | None:
    """In one line: which newer text at the same address has taken the place of a report; None where none has."""
    return f"by report {newer.id}, published {newer.published or 'on no known day'}" if newer else None


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
