"""What belongs to an event beside its parties: the statement that carries it, its places, time and quantities, and
the earlier telling of it in the same report.
"""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.annotate.events.drafts import Draft
from onrecord.annotate.events.parties import located
from onrecord.annotate.events.roles import objects
from onrecord.data import Actor, Event, Mention, Page, Statement, Time
from onrecord.tokens import Token

# Where a clause ends: what hangs on a verb further down belongs to that verb.
CLAUSES = frozenset({"relcl", "ccomp", "advcl", "parataxis", "appos", "xcomp", "pcomp"})
# How far from the trigger in the parse each kind of mention may hang.
STEPS = {"place": 7, "time": 12, "quantity": 5}
# Prepositions that a mention of a kind does not reach through: what a talk is about is not where it is held.
BARRED = {
    "place": frozenset({"about", "regarding", "concerning"}),
    "time": frozenset(),
    "quantity": frozenset({"from", "near", "since", "after", "before"}),
}
LASTING = ("DURATION", "SET")
# More places than a reader would take for those of one event.
PLACES = 12
# Verbs that say what an event noun consists of: what hangs on them belongs to it.
LISTING = frozenset({"include", "comprise", "total", "involve", "cover"})
# Words that make an event noun one already told of.
DEFINITE = frozenset({"the", "this", "that", "those", "these", "his", "her", "their", "its"})
# What those who have met are called together when it is told again: "the leaders discussed".
PAIRED = frozenset({"leaders", "ministers", "presidents", "sides", "men", "counterparts"})
# Earlier events of one type that a later one may tell again: as many as a reader keeps in mind.
RECENT = 8


def carriers(page: Page) -> dict[int, Statement]:
    """By the number of a token, the innermost statement whose content covers it."""
    covered: dict[int, Statement] = {}
    pieces = [(c.end - c.start, c.start, c.end, s) for s in page.statements for c in s.content]
    for _, start, end, statement in sorted(pieces, key=lambda p: -p[0]):
        for token in page.parse.covering(start, end):
            covered[token.i] = statement
    return covered


class Adjuncts:
    """The mentions of places, times and quantities by the event that they hang on in the parse."""

    def __init__(self, page: Page, drafts: Sequence[Draft]) -> None:
        self._page = page
        self._at: dict[int, Draft] = {}
        self._clause: dict[int, Draft] = {}
        for d in drafts:
            for word in d.anchors:
                self._at.setdefault(word.i, d)
            noun = not d.head.tag.startswith("VB") and d.head.dep in ("nsubj", "nsubjpass", "dobj")
            if noun or d.head.dep == "csubj":
                self._clause.setdefault(d.head.head.i, d)
                if d.head.head.lemma in LISTING:
                    self._at.setdefault(d.head.head.i, d)
        self._found: dict[tuple[int, str], list[Mention]] = {}
        for kind, mentions in (("place", page.places), ("time", page.times), ("quantity", page.quantities)):
            for m in mentions:
                if (event := self._event_of(page, m, kind)) is not None:
                    self._found.setdefault((event.head.i, kind), []).append(m)
        placed = {page.parse.covering(m.span.start, m.span.end)[-1].i: m for m in page.places}
        for d in drafts:  # "the peninsula that they seized"
            places = self._found.setdefault((d.head.i, "place"), [])
            places += [placed[o.i] for o in _antecedents(d) if o.i in placed and placed[o.i] not in places]

    def _event_of(self, page: Page, mention: Mention, kind: str) -> Draft | None:
        words = page.parse.covering(mention.span.start, mention.span.end)
        token: Token | None = page.parse.top(words) if words else None
        for _ in range(STEPS[kind]):
            if token is None or token.lower in BARRED[kind]:
                return None
            if d := self._at.get(token.i):
                return d
            if kind == "time" and (d := self._clause.get(token.i)):
                return d
            token = None if token.dep in CLAUSES or token.head is token else token.head
        return None

    def places(self, d: Draft) -> tuple[str, ...]:
        """The ids of the places where it happens, the widest phrase of each."""
        found = [m for m in self._found[d.head.i, "place"][:PLACES] if not self._party(d, m)]
        return tuple(m.id for m in found if not any(_inside(m, o) for o in found))

    def _party(self, d: Draft, place: Mention) -> bool:
        """Whether a place is only the name of a party, and not where something is: "attacked them", "aid to them"."""
        if not any(m.span == place.span for m in (*d.actors, *d.targets)):
            return False
        return not located(self._page, place)

    def quantities(self, d: Draft) -> tuple[str, ...]:
        """The ids of the quantities that hang on it."""
        return tuple(m.id for m in self._found.get((d.head.i, "quantity"), ()))

    def time(self, d: Draft) -> str | None:
        """The id of the time it is given, or None; how long it lasted or how often is no answer to when."""
        times = self._found.get((d.head.i, "time"), ())
        return next((m.id for m in times if isinstance(m.value, Time) and m.value.kind not in LASTING), None)


def _antecedents(d: Draft) -> list[Token]:
    """What the event is done to where it stands before it: "the peninsula that they seized"."""
    return objects(d.head) if d.head.dep in ("relcl", "acl") and d.head.tag.startswith("VB") else []


def _inside(one: Mention, other: Mention) -> bool:
    a, b = one.span, other.span
    return a != b and b.start <= a.start and a.end <= b.end


class Told:
    """The events told so far in a report, for finding what is told again."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._body = page.document.body
        self._by_code: dict[str, list[tuple[frozenset[str], Event]]] = {}
        self._titles: dict[str, list[tuple[frozenset[str | None], Event]]] = {}

    def first(self, d: Draft, time: str | None) -> str | None:
        """The id of the first telling of what `d` tells, where that is clear, else None."""
        for title in self._titles.get(d.code, []) if d.head.start >= self._body else []:
            if title[0] == _sides(d) and title[1].status == d.status:  # what the headline tells, told in full
                self._titles[d.code].remove(title)
                return title[1].id
        people = _people(d)
        for others, other in reversed(self._by_code.get(d.code, [])[-RECENT:]):
            same = people <= others or (_two(d) and len(others) > 1)
            if same and other.status == d.status and self._then(time, other.time):
                return other.same_as or other.id if _retold(d) else None
        return None

    def _then(self, time: str | None, other: str | None) -> bool:
        """Whether two times do not differ: one is not given, they are read alike, or one lies in the other."""
        if time is None or other is None:
            return True
        a, b = (self._page.by_id[i].value for i in (time, other))  # type: ignore[union-attr]
        if not (isinstance(a, Time) and isinstance(b, Time) and a.start and a.end and b.start and b.end):
            return a == b
        return a == b or a.start <= b.start < b.end <= a.end or b.start <= a.start < a.end <= b.end

    def add(self, d: Draft, event: Event) -> None:
        """Remembers that `d` was told as `event`."""
        self._by_code.setdefault(d.code, []).append((_people(d), event))
        if d.head.start < self._body:
            self._titles.setdefault(d.code, []).append((_sides(d), event))


def _people(d: Draft) -> frozenset[str]:
    values = [m.value for m in (*d.actors, *d.targets) if isinstance(m.value, Actor)]
    return frozenset(i for v in values for i in (v.members if d.code == "CONSULT" and v.members else (v.id,)))


def _sides(d: Draft) -> frozenset[str | None]:
    """The countries of the parties, or who they are where they are of none."""
    values = (m.value for m in (*d.actors, *d.targets))
    return frozenset(v.country or v.id for v in values if isinstance(v, Actor))


def _two(d: Draft) -> bool:
    """Whether those who met are only called "they", "both" or "the two leaders"."""
    if d.code != "CONSULT" or len(d.actors) != 1 or d.targets:
        return False
    value, words = d.actors[0].value, d.actors[0].span.quote.lower().split()
    if not isinstance(value, Actor) or value.country or value.members or value.kind not in ("group", "unnamed"):
        return False
    return words[0] in ("they", "both", "two") or (len(words) == 1 and words[0] in PAIRED)


def _retold(d: Draft) -> bool:
    """Whether the words speak of a thing already known: a meeting of the same people, or "the attack"."""
    return (
        len(d.actors) > 1
        or _two(d)
        or any(c.dep in ("det", "poss") and c.lower in DEFINITE for w in d.trigger.words for c in w.children)
    )
