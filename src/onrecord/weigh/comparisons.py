"""Comparisons of two accounts, each a function with a sentence that says what it finds."""

from __future__ import annotations

import math
from collections.abc import Callable

from onrecord.data import Verdict
from onrecord.weigh import amounts
from onrecord.weigh.grounds import same_teller
from onrecord.weigh.likeness import LATER, SPOKEN, VERBAL, Likeness, gap, likeness, published_apart
from onrecord.weigh.occurrence import (
    ALIKE,
    AT_ODDS,
    FRESH,
    LOOSELY,
    SAME,
    SLACK,
    days_apart,
    identified,
    one_count,
    one_deed,
    one_occurrence,
    same_person,
    same_told,
    unique,
)
from onrecord.weigh.slots import Amount, Slots

# Numbers of one thing within so many days exclude each other.
LASTS = 3
# A denial of what was told longer ago is of something else.
FAR = 14
Comparison = Callable[[Slots, Slots], Verdict | None]


def denial(one: Slots, other: Slots) -> Verdict | None:
    """One account tells of a deed, the other says that it was not so."""
    if one.denied == other.denied:
        return None
    no, yes = (one, other) if one.denied else (other, one)
    if yes.kind == "count" and not no.amounts:  # what is denied is the deed, not each number of it
        return None
    alike = likeness(one, other)
    if yes.status not in ("actual", "planned") or alike.weight < ALIKE - 0.5:
        return None
    if not _may_deny(no, yes, alike):
        return None
    told_so = (alike.names and alike.actors == "same") or (alike.places == "same" and alike.stems >= 3)
    if not (alike.deed or (alike.kin and alike.days == "same" and told_so)):
        return None
    if (yes.status == "planned" and not no.intent) or (no.actors and not yes.actors and no.kind == "statement"):
        return None
    known = identified(alike) or (alike.pair and (no.intent or published_apart(one, other) <= SPOKEN))
    known = known or (no.code == yes.code == "THREATEN" and alike.actors == "same")
    if (alike.days == "other" and not no.intent) or "other" in (alike.places, alike.lands) or not known:
        return None
    if alike.actors == "other" and not {g.country for g in no.grounds if g.country} & {p.country for p in yes.targets}:
        return None
    if yes.code in VERBAL and yes.code != "CONSULT" and no.code != yes.code and not set(yes.deed) & set(no.deed):
        return None
    concerned = _concerned(no, yes)
    return Verdict(
        relation="denies" if concerned else "contradicts",
        on="status",
        values=(_deed(one), _deed(other)),
        why=f"{_teller(yes)} tells of {_deed(yes)!r}; {_teller(no)}{', a party to it,' if concerned else ''} "
        "says that it was not so.",
        score=_score(alike),
    )


def _may_deny(no: Slots, yes: Slots, alike: Likeness) -> bool:
    """Whether a denial may be of what another tells: told alike and not long after, or of a plan of the same two."""
    if no.intent and (yes.status == "actual" or set(no.deed).isdisjoint(yes.deed)):
        return False
    far = published_apart(no, yes)
    if far > FAR and alike.days != "same" and not no.intent:
        return False
    # who is accused answers the accusation days later too
    accused = no.code == yes.code and alike.actors == "same" and alike.pair and _concerned(no, yes)
    least = AT_ODDS + SLACK * (far > 1 and alike.days != "same" and not accused)
    return alike.wording >= least or (alike.pair and no.intent)


def other_actor(one: Slots, other: Slots) -> Verdict | None:
    """Two accounts of one deed, at one place and on one day, name different actors."""
    alike = likeness(one, other)
    if one.denied or other.denied or alike.actors != "other" or alike.targets == "other" or alike.weight < ALIKE - 0.5:
        return None
    if (
        not (alike.deed or alike.kin or len(alike.names) + (alike.targets == "same") > 1)
        or alike.places == "other"
        or alike.wording < AT_ODDS
        or "actual" not in (one.status, other.status)
        or not one_deed(alike)
    ):
        return None
    a, b = _names(one.actors), _names(other.actors)
    return Verdict(
        relation="contradicts", on="actor", values=(a, b),
        why=f"One deed ({_deed(one)!r}, {_about(alike)}), "
        f"ascribed to {a} by {_teller(one)} and to {b} by {_teller(other)}.",
        score=_score(alike),
    )  # fmt: skip


def numbers(one: Slots, other: Slots) -> Verdict | None:
    """Two accounts give numbers of one thing, for days at most three apart, of which no number meets both."""
    if one.denied or other.denied:
        return None
    alike = likeness(one, other)
    for a in one.amounts:
        for b in other.amounts:
            if found := _number(one, a, other, b, alike):
                return found
    return None


def _number(one: Slots, a: Amount, other: Slots, b: Amount, alike: Likeness) -> Verdict | None:
    if not amounts.one_thing(a, b) or not amounts.one_extent(a, b) or (a.low == b.low and a.high == b.high):
        return None
    if _planned(one, a) != _planned(other, b) or _planned(one, a) or not one_count(one, other, alike, a, b):
        return None
    speaker = (set(one.speakers) & set(other.speakers) and _known(one)) or same_teller(one.grounds, other.grounds)
    first, second = sorted((one, other), key=lambda s: s.order)
    if (a.vague or b.vague) and not (a.whose and b.whose):
        return None
    if (a.total or b.total) and not (a.whose and b.whose) and not alike.names and alike.places != "same":
        return None
    if (a.change or a.daily or b.daily) and _told_on(first) != _told_on(second):
        return None
    earlier, later = (a, b) if second is other else (b, a)
    near = published_apart(one, other) <= LATER
    if (
        near
        and alike.days != "other"
        and _published(first) < _published(second)
        and later.fate
        and (
            later.total
            or (_grows(earlier, later) and published_apart(one, other) <= LASTS and not (_known(one) and _known(other)))
        )
    ):
        speaker = True
    if not later.approximate and (a.approximate or b.approximate) and _published(first) < _published(second):
        speaker = speaker or (not (_known(one) and _known(other)) and "bare" in {g.kind for g in second.grounds})
    if speaker and first.published != second.published:
        return Verdict(
            relation="revises", on="quantity", values=(a.words, b.words),
            why=f"{_teller(second)} gave another number of one thing ({a.of or a.unit}) later: {a.words}, {b.words}.",
            score=_score(alike),
        )  # fmt: skip
    if not (a.fate or b.fate or a.unit or a.whose) and alike.days != "same" and published_apart(one, other):
        return None
    if speaker or not amounts.apart(a, b) or days_apart(one, other) > LASTS or alike.days == "other":
        return None
    return Verdict(
        relation="contradicts", on="quantity", values=(a.words, b.words),
        why=f"Two numbers of one thing ({_counted(a, b)}; {_about(alike)}): "
        f"{a.words} allows {amounts.said(a)}, {b.words} allows {amounts.said(b)}; no number meets both.",
        score=_score(alike),
    )  # fmt: skip


def other_place(one: Slots, other: Slots) -> Verdict | None:
    """Two accounts of one deed, done by and to the same on one day, put it at places that lie apart."""
    alike = likeness(one, other)
    if one.denied or other.denied or alike.places != "other" or alike.days != "same" or alike.actors == "other":
        return None
    if "report" in (one.kind, other.kind):
        return None
    if (
        not alike.word
        or alike.weight < ALIKE - 0.5
        or not (
            unique(one, other)
            or alike.amount
            or (alike.stems >= 3 and alike.pair and alike.weight >= ALIKE and not (one.amounts and other.amounts))
        )
    ):
        return None
    a, b = ", ".join(s.name for s in one.places), ", ".join(s.name for s in other.places)
    return Verdict(
        relation="contradicts", on="place", values=(a, b),
        why=f"One deed ({_deed(one)!r}, {_about(alike)}) at two places: "
        f"{a} in the words of {_teller(one)}, {b} in those of {_teller(other)}.",
        score=_score(alike),
    )  # fmt: skip


def other_time(one: Slots, other: Slots) -> Verdict | None:
    """Two accounts of one deed, done by and to the same at one place, put it on days that lie apart."""
    a, b = one.when, other.when
    if one.denied or other.denied or a is None or b is None or not (a.told and b.told):
        return None
    alike = likeness(one, other)
    if (
        alike.places == "other"
        or alike.actors == "other"
        or not alike.deed
        or (alike.targets == "other" and len(alike.scene) < 2)
    ):
        return None
    far = gap(a, b)
    hours = (
        far <= 1
        and a.grain in ("part", "hour", "minute")
        and b.grain in ("part", "hour", "minute")
        and (a.end <= b.start or b.end <= a.start)
    )
    if (not hours and (far < 2 or far <= published_apart(one, other))) or published_apart(one, other) > FRESH:
        return None
    if alike.weight < SAME or not (
        alike.names or alike.targets == "same" or len(alike.scene) > 1 or same_person(one, other)
    ):
        return None
    if (one.code in VERBAL and not alike.names) or (one.kind == other.kind == "report"):
        return None
    if "event" not in (one.kind, other.kind) or (one.kind != other.kind and alike.wording < LOOSELY):
        return None
    if one.status != "actual" or other.status != "actual":
        return None
    return Verdict(
        relation="contradicts", on="time", values=(a.start[: 16 if hours else 10], b.start[: 16 if hours else 10]),
        why=f"One deed ({_deed(one)!r}, {_about(alike)}) at two times: "
        f"{_when(one)} in the words of {_teller(one)}, {_when(other)} in those of {_teller(other)}.",
        score=_score(alike),
    )  # fmt: skip


def agreement(one: Slots, other: Slots) -> Verdict | None:
    """Two accounts tell of one occurrence: on one word one repeats the other, on two one bears the other out."""
    alike = likeness(one, other)
    if one.denied != other.denied or not one_occurrence(one, other) or not same_told(one, other, alike):
        return None
    again = {g.who for g in one.grounds} & {g.who for g in other.grounds}
    shown = _deed(one), _deed(other)
    if again:
        who = next(g.shown for g in one.grounds if g.who in again)
        if not who:  # neither names a source: whether one repeats the other, nothing tells
            return None
        return Verdict(
            relation="repeats", on="source", values=shown, why=f"Both rest on {who}.", score=_score(alike)
        )  # fmt: skip
    if not (_sourced(one) and _sourced(other)):  # two of whom nobody knows whose word they are bear nothing out
        return None
    return Verdict(
        relation="corroborates", on="status", values=shown,
        why=f"{_teller(one)} and {_teller(other)} tell of one occurrence: {_about(alike)}.", score=_score(alike),
    )  # fmt: skip


def _sourced(s: Slots) -> bool:
    """Whether an account is on anybody's word: of somebody named or not, or of an outlet."""
    return bool(s.outlet) or any(g.shown or g.outlet for g in s.grounds)


COMPARISONS: tuple[Comparison, ...] = (denial, other_actor, numbers, other_place, other_time, agreement)


def verdict(one: Slots, other: Slots) -> Verdict | None:
    """The first verdict that a comparison gives on two accounts, None where none does."""
    return next((v for compare in COMPARISONS if (v := compare(one, other))), None)


def _grows(earlier: Amount, later: Amount) -> bool:
    """Whether a number of victims is larger in the later report: more were found."""
    return (
        not later.daily
        and later.fate in ("dead", "wounded", "missing", "infected")
        and later.allows[0] > earlier.allows[1]
    )


def _planned(s: Slots, a: Amount) -> bool:
    return s.status in ("planned", "threatened", "possible", "hypothetical") or a.coming


def _published(s: Slots) -> str:
    return (s.published or "")[:10]


def _told_on(s: Slots) -> str:
    """The day that the report tells for what was said, else that of publication."""
    return (s.said_on or s.published or "")[:10]


def _known(s: Slots) -> bool:
    return bool(s.speakers) and not any(x.startswith(("unnamed:", "group:")) for x in s.speakers)


def _concerned(no: Slots, yes: Slots) -> bool:
    """Whether who denies is, or speaks for, a party to the deed."""
    ours = {c for p in (*yes.actors, *yes.targets) for c in (p.id, p.country) if c} | set(yes.countries)
    theirs = {g.who for g in no.grounds} | {g.country for g in no.grounds if g.country} | set(no.speakers)
    mine = {p.country for p in no.actors if p.country}
    return bool(ours & theirs) or bool(mine & ours)


def _counted(a: Amount, b: Amount) -> str:
    of = a.of or b.of or a.unit or "count"
    return f"{of}, {a.fate}" if a.fate else of


def _deed(s: Slots) -> str:
    return s.trigger or s.code


def _teller(s: Slots) -> str:
    return s.speaker or s.agency or s.outlet or "a report"


def _names(parties: tuple[object, ...]) -> str:
    return ", ".join(getattr(p, "id", "").split(":")[-1].replace("-", " ") for p in parties)


def _about(alike: Likeness) -> str:
    names = sorted(alike.names or alike.scene)[:4]
    return ", ".join(n.capitalize() for n in names) if names else f"{alike.stems} words in common"


def _when(s: Slots) -> str:
    return s.when.start if s.when else ""


def _score(alike: Likeness) -> float:
    """How much speaks for one thing behind both, between a half and one: an estimate."""
    return round(1 - math.pow(0.5, alike.weight / 3), 3)
