"""Parsed pages -> mentions of dates, times, durations and sets, each with what it says on the calendar.

`words` gives each token its class, `grammar` finds the expressions, `dates` and `spans` read them against a `context`
(the day of the report, the time told last, the `tense` of the clause). Relative words are read against the dateline,
then the publication date; without either they keep a TIMEX3 value with X's, and start, end and anchor are None.

`start` and `end` are on the clock that the words name; a zone of one distance from UTC stands in the value alone
("2021-11-24T04:30+02"), since hours told without one could not be set beside hours moved to UTC. The hours that begin
the entries of a `log`, and hours in a row, are of the day told before them. What is so many hours off a moment that
nobody told is a DURATION.

The span follows TIMEX3: determiners and "early", "about", "the end of" inside, prepositions outside. What a preposition
adds stands in `mod`: SINCE (the stretch runs on to the day of the report), FROM (on to the end named next), UNTIL, BY,
BEFORE, AFTER (the stretch is that of the words alone). Otherwise `mod` is TIMEX3's (START, MID, END, APPROX,
MORE_THAN ...; "early 2021" is then the first third of the year) or AMBIGUOUS ("04/05/2023", read with the month first).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from itertools import islice, pairwise

from onrecord import codebooks
from onrecord.annotate.times import attacks, dates, near, spans, weeks
from onrecord.annotate.times.bounds import SPANS, TO, bounded
from onrecord.annotate.times.context import Context, reference
from onrecord.annotate.times.doubt import meant
from onrecord.annotate.times.grammar import Expression, expressions
from onrecord.annotate.times.log import entries
from onrecord.annotate.times.present import nowadays
from onrecord.annotate.times.reading import Reading, open_
from onrecord.annotate.times.tense import BACK, DEPTH, Tense
from onrecord.annotate.times.words import CODEBOOK, Book, Lexicon, Word
from onrecord.data import Finding, Mention, Page
from onrecord.makers import maker
from onrecord.tokens import Token

# Share of values that are right by kind of expression, on WikiWars (2,636 expressions, may be fitted); dates that name
# their year stand apart. Of weekday, deictic, numeric and fiscal WikiWars has too few: cautious estimates.
FULL = 0.95
SCORES: dict[str, float] = {
    "entry": 0.85,
    "week": 0.8,
    "nth": 0.9,
    "anniversary": 0.8,
    "numeric": 0.9,
    "date": 0.9,
    "named": 0.7,
    "bc": 0.95,
    "offset": 0.6,
    "quarter": 0.8,
    "season": 0.55,
    "month": 0.9,
    "weekday": 0.85,
    "deictic": 0.9,
    "stretch": 0.8,
    "within": 0.8,
    "fiscal": 0.7,
    "near": 0.7,
    "edge": 0.9,
    "century": 0.9,
    "decade": 0.95,
    "set": 0.85,
    "duration": 0.85,
    "year": 0.95,
    "short": 0.9,
    "clock": 0.75,
    "part": 0.75,
    "day": 0.8,
    "reference": 0.9,
}
# The rules whose years say when a story plays.
YEARS = ("date", "month", "season", "year")
# Characters between an hour and the day that it belongs to, at most: "local time on", "in the capital on".
HOUR_TO_DAY = 25
# What may stand between a day and an hour of it: "at about", "in the", "from".
TO_HOUR = ("at", "in", "the", "around", "about", "by", "from", "before", "after", "shortly", "just", "until", "between")
# The rules whose expressions are hours or parts of a day, and those whose are days.
HOURS, DAYS = ("clock", "part", "entry"), ("date", "numeric", "weekday", "deictic")
# Characters between an anniversary and the date of its first day, at most: "of the start of the war on".
TO_FIRST = 50
# Times of a list that are looked through for its year.
LISTED = 12
# What may stand between two times of which the second gives the year of both.
JOINS = (
    "-",
    "–",
    "—",
    "and",
    "to",
    "or",
    "and on",
    "and in",
    "until",
    "through",
    ",",
    ", and",
    "/",
    "and the",
    "to the",
)

Reader = Callable[[Expression, Context], Reading | None]

READERS: dict[str, Reader] = {
    "entry": near.entry,
    "week": weeks.week,
    "nth": weeks.nth,
    "anniversary": weeks.anniversary,
    "numeric": dates.numeric,
    "date": dates.calendar_date,
    "named": dates.named,
    "bc": dates.bc,
    "offset": spans.offset,
    "quarter": dates.quarter,
    "season": dates.season,
    "month": dates.month,
    "weekday": near.weekday,
    "deictic": near.deictic,
    "stretch": spans.stretch,
    "within": spans.within,
    "fiscal": spans.fiscal,
    "near": near.near,
    "edge": near.edge,
    "century": dates.century,
    "decade": dates.decade,
    "set": spans.repeated,
    "duration": spans.duration,
    "year": dates.year,
    "clock": near.clock_alone,
    "part": near.part_alone,
    "day": dates.day_alone,
    "short": dates.short_year,
    "reference": lambda e, _: open_(str(e.words[0].value)),
}


class Times:
    """Finds what a report says of when."""

    name = "times"
    needs: tuple[str, ...] = ("parse",)
    gives: tuple[str, ...] = ("times",)

    def __init__(self) -> None:
        self.book = codebooks.load(CODEBOOK, Book)
        self.lexicon = Lexicon(self.book)
        self.tense = Tense(self.book.ahead)
        self.maker = maker("times", 3, codebooks=(codebooks.asset(CODEBOOK),))

    def __call__(self, pages: Sequence[Page]) -> list[list[Finding]]:
        """The mentions of times on each page."""
        return [list(self._mentions(page)) for page in pages]

    def _mentions(self, page: Page) -> Iterator[Mention]:
        day, label = reference(page.document)
        found = _stretched(sorted(self._read(page, day, label), key=lambda f: f[0].words[0].start), page, day)
        times = bounded([(e, r.time) for e, r in found], page.document.text, self.book.bound, day)
        for (e, reading), time in zip(found, times, strict=True):
            words = _span(e)
            span = page.document.span(words[0].start, words[-1].end)
            yield Mention.at(span, time, by=self.maker.key, score=FULL if reading.full else SCORES[e.rule])

    def _read(self, page: Page, day: date | None, label: str | None) -> Iterator[tuple[Expression, Reading]]:
        """The expressions of a page with what each says, in the order in which they are to be read."""
        told = list(self._expressions(page))
        hints = {e.words[0].start: _year_ahead(told, n, page) for n, e in enumerate(told)}
        told = _in_order(told, page)
        context, linked = Context(day, label, narrative=_narrative(told, page, day), attacks=attacks.named(told)), None
        last: Token | None = None
        for n, e in enumerate(told):
            context.sentence = e.words[0].token.sent
            context.direction = self.tense.direction(
                page.parse, [w.token for w in e.words], weekday=e.rule == "weekday"
            )
            if begun := e.before is not None and e.before.lower == "since" and e.before.dep == "prep":
                context.direction = BACK
            context.begun = begun
            context.hint = hints[e.words[0].start]
            context.flashback = last is not None and self.tense.goes_on(e.words[0].token, last, e.before)
            if n == 0 or told[n - 1].words[0].start < e.words[0].start:
                linked = None
            beside = n > 0 and e.rule in HOURS and _hour_to_day(told[n - 1], e, page.document.text)
            context.linked = linked or (context.day_told() if beside else None)
            if reading := READERS[e.rule](e, context):
                if reading.cell is not None:
                    context.tell(reading.cell)
                    last = e.words[0].token if reading.full or context.flashback else None
                    linked = linked or reading.cell
                yield e, reading

    def _expressions(self, page: Page) -> Iterator[Expression]:
        log = entries(page.document.text)
        for sentence in page.parse.sentences:
            words = self.lexicon.words(page.parse.words(sentence))
            yield from self._in_sentence(_entered(words, log) if log else words)

    def _in_sentence(self, words: Sequence[Word]) -> Iterator[Expression]:
        for e in expressions(words):
            if meant(e, self.book.before):
                yield e._replace(lasting=e.rule == "deictic" and nowadays(e, self.book.present))


def _entered(words: Sequence[Word], log: Mapping[int, tuple[int, int]]) -> Sequence[Word]:
    """The words of a sentence with the hours that begin entries of a log as what they are."""
    return [w._replace(kind="~", value=log[w.start]) if w.start in log else w for w in words]


def _span(e: Expression) -> Sequence[Word]:
    """The words that a mention of `e` covers: no preposition, nor the article of a noun ("a three-day visit")."""
    words = e.words
    while words[0].kind in "i,-":
        words = words[1:]
    if len(words) > 1 and words[0].kind in "ta" and all(w.kind != "o" for w in words) and _modifies(e):
        return words[1:]
    return words


def _modifies(e: Expression) -> bool:
    """Whether the expression stands before a noun that it belongs to: "the Nov. 27 attack", "a week-long visit"."""
    last = e.words[-1].token
    inside = {w.token.i for w in e.words}
    top = next((w.token for w in e.words[1:] if w.token.head.i not in inside), last)
    long = top.dep == "npadvmod" and e.after is not None and e.after.text == "-"
    before = top.head.i > last.i and (long or top.dep in ("compound", "amod", "nmod", "nummod"))
    return before or e.words[-1].kind == "L"


def _in_order(told: list[Expression], page: Page) -> list[Expression]:
    """`told` in the order in which to read it: what leans on the time that follows it comes after that one."""
    text = page.document.text
    for n in reversed(range(len(told) - 1)):
        of_day = n > 0 and told[n].rule in HOURS and _hour_to_day(told[n - 1], told[n], text)
        if not of_day and _leans(told[n], told[n + 1], page):
            told[n], told[n + 1] = told[n + 1], told[n]
    return told


def _hour_to_day(first: Expression, second: Expression, text: str) -> bool:
    """Whether of two times side by side one is an hour, the other its day: "dawn on Friday", "Friday at dawn"."""
    between = text[first.words[-1].end : second.words[0].start]
    if first.rule in HOURS:
        return second.rule in DAYS and len(between) <= HOUR_TO_DAY and ";" not in between and "\n" not in between
    return first.rule in DAYS and all(word in TO_HOUR for word in between.lower().replace(",", " ").split())


def _leans(e: Expression, after: Expression, page: Page) -> bool:
    """Whether `e` is told by the time `after` it: "5 a.m. on 3 May", "3 and 4 May", "the centenary of 1921"."""
    if e.words[0].token.sent != after.words[0].token.sent:
        return False
    between = page.document.text[e.words[-1].end : after.words[0].start]
    if e.rule in HOURS:
        return _hour_to_day(e, after, page.document.text)
    if e.rule == "anniversary":
        first = after.rule in ("date", "month", "year") and between.startswith(" of ") and len(between) <= TO_FIRST
        return first and e.words[-1].token in islice(after.words[-1].token.ancestors(), DEPTH)
    listed = e.rule == "day" and e.words[0].kind in "2O" and after.rule == "date"
    return listed and all(c.isdigit() or c.isspace() or c == "," for c in between.replace("and", "").replace("or", ""))


def _stretched(
    found: list[tuple[Expression, Reading]], page: Page, reference: date | None
) -> list[tuple[Expression, Reading]]:
    """`found` with the weekdays that begin and end one stretch in their order ("between Monday and Wednesday")."""
    for n in range(len(found) - 1):
        first, second = found[n][0], found[n + 1][0]
        between = page.document.text[first.words[-1].end : second.words[0].start].strip().lower()
        opens = first.before is not None and first.before.lower in ("between", "from")
        if between in (TO if opens else SPANS) and (moved := weeks.one_stretch(found, n, reference)):
            found[moved[0]] = (found[moved[0]][0], moved[1])
    return found


def _narrative(told: Sequence[Expression], page: Page, day: date | None) -> bool:
    """Whether a text tells of other years than that of its report: it names them, and its verbs are in the past tense.

    The bounds part the 22 histories of WikiWars from GUM's train documents and a sample of news.
    """
    years = [w.value for e in told for w in e.words if w.kind == "Y" and e.rule in YEARS]
    others = sum(day is None or abs(y - day.year) > 1 for y in years) + sum(e.rule == "bc" for e in told)
    here = len(years) - others + sum(_of_report(e) for e in told)
    tags = Counter(t.tag for t in page.parse.tokens)
    past, present = tags["VBD"], tags["VBZ"] + tags["VBP"]
    return others >= 4 and others > here and past > 3 * present


def _of_report(e: Expression) -> bool:
    """Whether the words count from the day on which they are written."""
    if e.rule == "offset":
        return e.groups["way"][0].kind == "g"
    return e.rule in ("deictic", "weekday") or (e.rule in ("near", "stretch") and e.get("lxc") is not None)


def _year_ahead(told: Sequence[Expression], n: int, page: Page) -> int | None:
    """The year of the next expression, where it stands for this one too: "in April and June 1955"."""
    text, e = page.document.text, told[n]
    if e.get("Y"):
        return None
    for before, after in pairwise(told[n : n + LISTED]):
        between = text[before.words[-1].end : after.words[0].start].strip().lower()
        if after.rule not in ("date", "month", "season", "day") or between not in JOINS:
            return None
        if year := after.get("Y"):
            return int(year.value)
        if after.rule != "day":
            return None
    return None
