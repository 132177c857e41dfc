"""Whether words that fit the grammar are meant as time: "2014 people", "the fall of the city", "a 20-year-old"."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from onrecord.annotate.times.grammar import Expression
from onrecord.tokens import Token

# The codebook's words that stand before a time, by the rule of the grammar.
Before = Mapping[str, frozenset[str]]
# What stands after a number that is no year.
COUNTED = ("%", "percent", "m", "km", "mm", "people", "troops")
CLOSES = ("-", "–", "—", ",", ".", ")", ";")


def meant(e: Expression, before: Before) -> bool:
    """Whether the words of the expression `e` say a time."""
    check = CHECKS.get(e.rule)
    return check is None or check(e, before)


def _follows(e: Expression, words: frozenset[str]) -> bool:
    return e.before is not None and e.before.lower in words


def _year(e: Expression, before: Before) -> bool:
    token, number = e.words[0].token, e.words[0].value
    if len(e.words) > 1:
        return all(w.value == "Y" for w in e.words if w.kind in "uU")
    if token.text != str(number):
        return not _is_model(token, number)
    if _counts(e, token, before["of_year"]) or _follows(e, before["not_year"]) or _of_numbers(token):
        return False
    if e.before is None or _follows(e, before["year"]):
        return bool(number >= 1100)
    if e.before.tag in ("NNP", "NNPS") and token.head is not e.before and token.dep != "npadvmod":
        return e.after is not None and (e.after.lower in CLOSES or _of_event(token, e.after, before["of_year"]))
    return number >= 1500 and e.before.tag not in ("CD", "$", "#")


def _is_model(token: Token, number: int) -> bool:
    """ "T-2000", and no "Zapad-2021", "pre-2014"."""
    name, _, rest = token.text.rpartition("-")
    return rest == str(number) and name.isalpha() and (len(name) < 3 or (name.isupper() and len(name) < 5))


def _of_event(token: Token, after: Token, events: frozenset[str]) -> bool:
    """ "the London 2012 Olympics", "the World Cup 2010 final": a year of these times between a name and its noun."""
    return 1900 <= int(token.text) < 2100 and (after.lower in events or token.head.lower in events)


def _counts(e: Expression, token: Token, events: frozenset[str]) -> bool:
    """Whether the number counts things: "2014 people", but not "the 1977 campaigns", "2014 elections"."""
    if e.after is not None and e.after.lower in COUNTED:
        return True
    things = token.dep == "nummod" and token.head.tag == "NNS" and token.head.i > token.i
    if not things or token.head.lower in events:
        return False
    return e.before is None or e.before.tag not in ("DT", "PRP$", "POS", "IN")


def _of_numbers(token: Token) -> bool:
    """Whether it is one of several numbers that are no years: "Resolutions 2254 and 2118"."""
    head = token.head.text
    return token.dep == "conj" and token.head.tag == "CD" and (not head.isdigit() or not 1000 <= int(head[:9]) < 2200)


def _month(e: Expression, before: Before) -> bool:
    """ "March" and "May" alone need a preposition; "April Jones" and "General June" are none."""
    token = e.words[0].token
    if len(e.words) > 1:
        return True
    if token.lower in ("march", "may") and not _follows(e, before["month"]):
        return False
    if token.dep == "nsubj" and token.head.lemma.lower() in before["speaks"]:
        return False
    if e.after is not None and e.after.tag == token.tag == "NNP" and e.after.dep != "nsubj":
        return token.dep != "compound" or token.ent in ("DATE", "EVENT")
    return e.before is None or e.before.tag != "NNP" or token.dep == "npadvmod" or token.ent == "DATE"


def _season(e: Expression, before: Before) -> bool:
    """A season alone needs a preposition; "the fall of" is one of a city unless a year follows."""
    if any(w.kind in "Yulxcvfsb'" for w in e.words):
        return True
    token = next(w.token for w in e.words if w.kind == "S")
    if (e.after is not None and e.after.lower == "of") or token.dep == "compound":
        return False
    if token.lower == "fall":
        return _follows(e, before["season"])
    return len(e.words) > 1 or token.lower in ("winter", "summer") or _follows(e, before["season"])


def _duration(e: Expression, before: Before) -> bool:
    """No ages, and no bare units but after a preposition."""
    if (e.before is not None and e.before.lower in ("aged", "age")) or _age(e):
        return False
    if len(e.words) > 1:
        return True
    word = e.words[0]
    return word.value != "long" if word.kind == "L" else _follows(e, before["duration"])


def _age(e: Expression) -> bool:
    """ "20 years old", "20-year-old", "20 years of age"."""
    if e.after is None:
        return False
    if e.after.text == "-":
        return e.words[-1].token.head.lower == "old"
    return e.after.lower == "old" or (e.after.lower == "of" and any(c.lower == "age" for c in e.after.children))


def _set(e: Expression, before: Before) -> bool:
    """ "daily", and no name of a paper: "Daily News"."""
    return not _in_name(e) and (e.words[0].kind != "*" or e.after is None or e.after.tag != "NNP")


def _in_name(e: Expression) -> bool:
    """Whether a word with a capital follows another such word: "World Today", "Voice Daily"."""
    capital = e.words[0].token.text[:1].isupper()
    return capital and e.before is not None and e.before.tag in ("NNP", "NNPS") and e.before.text[:1].isupper()


def _edge(e: Expression, before: Before) -> bool:
    """No "at the end of the day", which says "after all"."""
    return e.before is None or e.before.lower != "at" or e.words[-1].value != "D"


def _weekday(e: Expression, before: Before) -> bool:
    """ "Saturday night", and no "Saturday Night Live", "Sunday Times", "Bloody Sunday"."""
    token = e.words[-1].token
    if _follows(e, before["weekday_name"]) and e.before is not None and e.before.text[:1].isupper():
        return False
    named = len(e.words) == 1 and token.dep == "compound" and e.after is not None and token.head is e.after
    part = e.words[-1].kind == "P" and token.text[:1].isupper()
    return not ((named or part) and e.after is not None and e.after.tag in ("NNP", "NNPS"))


def _named(e: Expression, before: Before) -> bool:
    """ "Christmas", and no "Christmas Island", "Good Friday Agreement"."""
    return e.after is None or e.after.lower not in before["named_name"]


def _decade(e: Expression, before: Before) -> bool:
    """ "in his eighties" tells an age."""
    return e.before is None or e.before.tag != "PRP$"


def _deictic(e: Expression, before: Before) -> bool:
    """ "today", and no "NBC's Today show"."""
    word = e.words[0].token
    named = word.text[:1].isupper() and e.before is not None and e.before.tag == "POS"
    return not named and not _in_name(e)


def _short(e: Expression, before: Before) -> bool:
    """ "1915-17", "'99", and no "2008 - 14%"."""
    sign, number = e.words[0], e.words[-1]
    if sign.kind == "'":
        return number.end - number.start == 2 and sign.end == number.start
    beside = e.before is None or e.before is number.token or e.before.end == number.start
    return beside and (e.after is None or e.after.lower not in COUNTED)


def _day(e: Expression, before: Before) -> bool:
    """ "on the 13th", and no "13th Brigade"; "3 and 4 May", and no "on May 3 and 4 men"."""
    token = e.words[0].token
    if any(w.kind == "o" for w in e.words):
        return True
    if e.words[0].kind in "2O":
        return not (token.dep == "nummod" and token.head.tag in ("NNS", "NN") and token.head.i > token.i)
    return _follows(e, before["day"]) and e.words[-1].token.head.i < token.i


def _clock(e: Expression, before: Before) -> bool:
    """A bare "15:30" may be a score or a verse: it needs a preposition of time."""
    return any(w.kind in "AKZ" for w in e.words) or _follows(e, before["clock"])


def _near(e: Expression, before: Before) -> bool:
    """ "the last day of the war" is none that can be told."""
    return e.after is None or e.after.lower != "of" or all(w.kind != "l" for w in e.words)


def _reference(e: Expression, before: Before) -> bool:
    return not _in_name(e) and e.words[0].token.dep in ("advmod", "pcomp", "npadvmod", "pobj", "prep", "ROOT", "dep")


def _part(e: Expression, before: Before) -> bool:
    """ "at dawn", and no "dawn of a new age"."""
    return e.after is None or e.after.lower != "of"


CHECKS: dict[str, Callable[[Expression, Before], bool]] = {
    "year": _year,
    "month": _month,
    "season": _season,
    "duration": _duration,
    "offset": _duration,
    "set": _set,
    "short": _short,
    "day": _day,
    "clock": _clock,
    "near": _near,
    "part": _part,
    "deictic": _deictic,
    "edge": _edge,
    "weekday": _weekday,
    "named": _named,
    "decade": _decade,
    "reference": _reference,
}
