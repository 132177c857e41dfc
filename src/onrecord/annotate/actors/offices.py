"""Who "the minister", "the ministry" and "the top Ruritanian spy" are: what was named before, or is just after."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from onrecord.annotate.actors.books import Books, fold
from onrecord.annotate.actors.leaders import Leaders
from onrecord.annotate.actors.meaning import Meaning, noun_id
from onrecord.tokens import Parse

# Sentences back within which "the minister" may be the last one named where the report has several.
REACH = 6
# Sectors of those who serve a state; how sure it is that "officials" are of the state of the officials before.
SERVANTS, AGAIN = (("GOV",), ("MIL",), ("COP",)), 0.6
DEFINITE = frozenset(("the", "this", "that", "these", "those"))
# Words before a noun that leave but one to be meant.
FIRST = frozenset(("top", "chief", "senior-most", "highest-ranking", "supreme", "most", "leading"))


def offices(found: Sequence[Meaning], parse: Parse, books: Books, leaders: Leaders) -> None:
    """Gives each noun its id: "the minister", "the ministry", "the troops" that of the one named before, if but one."""
    before: dict[str, list[Meaning]] = defaultdict(list)
    spelled, last = books.words.spelled, None
    for m in found:
        noun = m.unit.noun
        if noun is not None:
            if m.members:
                leaders.all_of(m)
            word = spelled.get(noun.last, noun.last)
            if m.via == "noun" and not m.id and not m.unit.name:
                if last is not None and _second_title(m, last, before[word]):
                    m.same(last)
                    m.via = "office"
                elif _definite(m):
                    _resolve(
                        m,
                        [c for c in before[word][-40:] if not m.unit.lands or _same_land(m, c)],
                        parse,
                        books.words.lesser,
                    )
                if m.via == "noun":
                    leaders.take(m)
                    _again(m, before[word])
            if m.kind is not None:
                m.id = m.id or noun_id(m, parse, books.words.rule)
                before[word].append(m)
            last = m
        elif m.kind == "body" and not m.name.endswith(" Press"):  # "the press" is none of them
            before[fold(m.name).rpartition(" ")[2]].append(m)


def _same_land(m: Meaning, c: Meaning) -> bool:
    """Whether `c` is a person of the only country that the words of `m` tell: "the Ruritanian businessman".

    The holder of an office whose country the report has not told may be of any: "President Roe", "the Ruritanian one".
    """
    noun = m.unit.noun
    if c.kind != "person" or noun is None or noun.plural:
        return False
    if noun.row.office and any(e.sort == "within" for e in m.unit.lands):  # a part of a country has its own leader
        return False
    return all(e.country == c.country or (noun.row.office and c.country is None) for e in m.unit.lands)


def _second_title(m: Meaning, first: Meaning, holders: Sequence[Meaning]) -> bool:
    """Whether `m` is the second title of the one person `first` with one article: "the former mayor and senator"."""
    head, noun = m.unit.head, m.unit.noun
    if head.dep != "conj" or head.head is not first.unit.head or first.kind != "person" or m.kind != "unnamed":
        return False
    if noun is None or noun.plural or m.unit.lands or head.child("det", "poss") is not None:
        return False
    past = any(w in ("former", "ex", "onetime", "one-time") for w in first.unit.words)
    titles = past or first.unit.head.dep in ("appos", "attr") or first.unit.head.head.tag == "VBZ"
    return titles and all(h.id == first.id or h.kind != "person" for h in holders)


def _definite(m: Meaning) -> bool:
    """Whether the phrase means somebody in particular: by its article, or as the one office of a country."""
    before = [c for c in m.unit.head.children if c.i < m.unit.first]
    if any(c.lower in DEFINITE for c in before):
        return True
    noun = m.unit.noun
    office = noun is not None and noun.row.office and not noun.plural and m.country is not None
    return office and any(c.dep == "poss" and c.tag != "PRP$" for c in before)


def _resolve(m: Meaning, candidates: list[Meaning], parse: Parse, lesser: frozenset[str]) -> None:
    fits = [c for c in candidates if _agrees(m, c, lesser)]
    here = parse.tokens[m.unit.first].sent
    near = [c for c in fits if here - parse.tokens[c.unit.first].sent <= REACH]
    for pool in (fits, near):
        if len({c.id for c in pool}) == 1 and (m.country in (None, pool[-1].country) or _landless(m, pool[-1])):
            told = m.country
            m.same(pool[-1])
            m.country, m.via = m.country or told, "office"
            return
    if m.kind is not None and m.country is None and len({c.country for c in fits}) == 1:
        m.country = fits[-1].country


def _again(m: Meaning, before: Sequence[Meaning]) -> None:
    """Gives bare "officials" the country of those before, where all that are told are of the one."""
    noun = m.unit.noun
    if noun is None or not noun.plural or m.country is not None or m.members or m.sectors[:1] not in SERVANTS:
        return
    lands = {c.country for c in before[-12:] if c.unit.noun is not None and c.unit.noun.plural} - {None}
    if len(lands) == 1 and not m.unit.lands and m.unit.head.child("prep", "poss") is None:
        m.country, m.score = lands.pop(), AGAIN


def _landless(m: Meaning, c: Meaning) -> bool:
    """Whether `c` is a person whose country is not told, in an office of which each country has one."""
    return c.kind == "person" and c.country is None and m.unit.noun is not None and m.unit.noun.row.office


def revealed(found: Sequence[Meaning], parse: Parse) -> None:
    """Lets "the top Ruritanian spy" be whom the next sentence names, if it names one of that country and sector."""
    named: dict[int, list[Meaning]] = defaultdict(list)
    for m in found:
        if m.kind == "person":
            named[parse.tokens[m.unit.first].sent].append(m)
    for m in found:
        noun = m.unit.noun
        if m.kind != "unnamed" or m.via != "noun" or noun is None or not m.country or not m.sectors:
            continue
        first = bool(FIRST.intersection(m.unit.words))
        # "A top spy" is named next as often as "the top spy"; of top officials a government has many.
        sure = _definite(m) or (first and m.sectors[0] != "GOV")
        if noun.plural or not (noun.row.office or first) or not sure:
            continue
        sentence = parse.tokens[m.unit.first].sent
        if any(p.country in (m.country, None) for p in named.get(sentence, ())):
            continue
        fits = [p for p in named.get(sentence + 1, ()) if p.country == m.country and p.sectors[:1] == m.sectors[:1]]
        if len({p.id for p in fits}) == 1 and named[sentence + 1][0].id == fits[0].id:
            m.same(fits[0])
            m.via = "office"


def _agrees(m: Meaning, c: Meaning, lesser: frozenset[str]) -> bool:
    """Whether `c` may be what `m` takes up: the same number, and no modifier that `c` does not have."""
    assert m.unit.noun is not None
    if m.unit.noun.plural and c.kind == "person":
        return False
    if c.sectors == ("ELI",) and "ELI" not in m.sectors:
        return False
    plural = c.unit.noun.plural if c.unit.noun else False
    words = m.unit.own if m.unit.lands and c.kind == "person" else m.unit.words  # its nationality has been compared
    mine = {*words, *m.unit.noun.word.split()[:-1]}  # "the defence ministry" is not the foreign one
    its = {*c.unit.words, *(c.unit.noun.word.split() if c.unit.noun else ()), *fold(f"{c.role or ''} {c.name}").split()}
    office = {*fold(c.role or "").split(), *c.unit.words, *(c.unit.noun.word.split() if c.unit.noun else ())}
    if c.sectors == ("REL",) and m.sectors == ("CVL",):  # "the father" is not "Father Roe"
        return False
    if (office & lesser) - mine:  # "the president" is not the vice president
        return False
    return m.unit.noun.plural == plural and mine <= its
