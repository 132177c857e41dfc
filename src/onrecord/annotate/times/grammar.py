"""Where expressions of time stand in a sentence: patterns over the letters of its words.

Each word is one letter (the tables of the codebook say which), so that a pattern reads a phrase: "M2,Y" is "November
30, 2021". The letters: M month, W w weekday and its short form, @ Mondays, S season, P part of the day, K noon, C
15:30, A a.m., Z zone, Y year, 2 number up to 31, 9 other number, O 3rd, F a day of a list, # 75th, Q third, D 1990s,
I 11/30/2021, J Q3 or H1, X W47, = week of, u U unit and plural, q quarter, n century, H named day, ~ the hour of a
log's entry, ! anniversary, d today, G tonight, N now, R recent, l last, x next, r from now, z before last, f
following, v previous, c this, s same, b that, E early, e end, h half, g ago, > later, < earlier, a a, t the, o of, i
in/at/on, - dash, & and, T to, p 's, y every, V per, 1 twice, 0 times, m about, k few, * daily, L long, j fiscal, B
BC.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from onrecord.annotate.times.words import Word
from onrecord.tokens import Token

CLOCK = r"(?:(?:[29]|C|9-2)A|C|K|[29Y](?=Z))Z?"
DAYS = r"[2O](?:[-T]t?[2O](?![:uUA]))?"
DAY = rf"(?:M(?:t?{DAYS}|tQ|Q(?=,?Y))|t?{DAYS}o?M|tQoM|t?#oM)"
OF_YEAR = r"(?:,?o?Y|ot?[cbs]s?u|ot?[lxvf]u|,?o?'[29])"
NEAR = r"(?:t?bs|c[lx]|t?[lxfvcsb])"
EDGE = r"(?:t?E?ep?o|t?[QlEO]ho|t?E[-i]?|[<>]i?)"
NUMBER = r"(?:9-?9|[29Y]|a?k|a|9-?&-?a-?h|ha)"
COUNT = rf"m?{NUMBER}o?"
# Days that share the month of the one before them: "Nov. 28 and 29", "Nov. 5, 12, 19"; their letter is F.
_LIST = re.compile(r"M[2O](?:&[2O]|(?:,[2O])+,?&[2O]|(?:,[2O]){2,})(?![uUA:M-])")

# A rule a kind of expression, tried in this order at each word.
RULES: tuple[tuple[str, str], ...] = (
    ("entry", r"~Z?"),
    ("week", rf"t?=(?:[Ww],?)?(?:{DAY}{OF_YEAR}?|W)|t?u[29],?o?Y|Y-X|X,?o?Y|(?<=i)u[29](?![uU])"),
    ("nth", rf"t?[QOl]W[io]M{OF_YEAR}?"),
    ("anniversary", r"t?(?:[QO#](?:-?u)?|[29]-?u)?!"),
    ("numeric", rf"(?:(?P<clock>{CLOCK}),?)?(?:[Ww],?)?(?:I|Y-2-2|2-2-Y)(?:,?(?P<clock2>{CLOCK}))?"),
    (
        "date",
        rf"(?:(?P<clock>{CLOCK}),?)?(?:(?:t?E?PU?|t?EU|Eit?P)o)?(?:[Ww]P?o?,?)?(?:t?E{{1,2}}-?)?{DAY}{OF_YEAR}?"
        rf"(?:,?(?P<clock2>{CLOCK})|P(?!U))?(?![uU])",
    ),
    ("named", rf"{EDGE}?[lxc]?H(?:{OF_YEAR}|P)?"),
    ("bc", rf"{EDGE}?(?:M,?|t?So?)?(?:[29Y]|t?D|t?[OQ]-?n)B"),
    ("offset", rf"(?:{COUNT}-?[uUn](?:&ah)?|U)(?P<way>[g<>r]|v(?!T))"),
    ("quarter", rf"{EDGE}?t?(?:J|[QOl]-?q)(?:,?o?Y|ot?[lxcvf]?u|oju?Y)?"),
    ("season", rf"{EDGE}?{NEAR}?t?S(?:,?o?Y-[29Y]|{OF_YEAR})?"),
    ("month", rf"{EDGE}?{NEAR}?M{OF_YEAR}?"),
    (
        "weekday",
        rf"(?:(?P<clock>{CLOCK}),?)?(?:(?:t?E?PU?|t?EU)o)?{EDGE}?{NEAR}?W(?:P(?!U)|,?t?O(?![uUo]))?(?:o?[lxc]u)?(?:,?(?P<clock2>{CLOCK}))?",
    ),
    ("deictic", rf"(?:(?P<clock>{CLOCK}),?)?{EDGE}?(?:t?d(?:p?P)?|G)(?:,?(?P<clock2>{CLOCK}))?"),
    ("clock", CLOCK),
    ("stretch", rf"(?:t?[lxfvc]{NUMBER}o?U|t?(?:[29]|a?k)[lxfv]U|t?[Rlxf]U|t[lx]u(?![Pefbo<>v])|l[un](?!o))"),
    ("within", rf"t?[QOlf#](?P<count>[29]|k)?(?P<unit>[uU])o(?:M{OF_YEAR}?|Y|t?[lxcvf]u)"),
    ("fiscal", rf"{EDGE}?t?(?:[lxc]ju|Y(?:-[29])?ju|ju?Y(?:-[29])?|j'?[29](?!u))"),
    ("near", rf"{EDGE}?{NEAR}(?:[uqn]P?|P)|tu(?:[<>f]|v(?!T))|t?[uP]z|E?%"),
    ("edge", rf"{EDGE}t[un](?!Y)|up?-?e"),
    ("century", rf"{EDGE}?t?(?:E-?)?[OQ](?:-?n|(?=(?:&|T)t?[OQ]-?n))"),
    ("decade", rf"{EDGE}?t?'?D"),
    ("set", r"y(?:[29OQ]?[uU]|W|P|M|S)|(?:1|[29]0)(?:[aV]u|y[29]?[uU])|Vu|\*|@"),
    ("duration", rf"(?!Yu)(?:{COUNT}|t?[29]|t?[QO][29])-?[uUn](?:-?L|&ah)?|u-L|L|U"),
    ("year", rf"{EDGE}?(?:t?[uU])?Y"),
    ("short", r"(?<=Y-)[29](?![uU])|'[29]"),
    ("part", r"(?<=i)t?E?P|E-?P|t?E?G"),
    ("day", r"tOo(?:t?[lxvcbs]u)|tO|[2O](?=(?:,|,?&|T)t?[2O](?:(?:,|,?&|T)t?[2O])*o?M)|F(?:,?Y)?"),
    ("reference", r"N"),
)

_SEPARATE = {name: re.compile(pattern) for name, pattern in RULES}
_TOGETHER = re.compile("|".join(f"(?P<{name}>{re.sub('[?]P<[a-z0-9]+>', '?:', p)})" for name, p in RULES))
# No expression of time is without one of these.
_TRIGGER = re.compile(r"[MWSPKCYDIJuUqnHdGNOLAZ*B'X@!=%~]")


class Expression(NamedTuple):
    """Words that a rule of the grammar fits: the rule, the words, those of its named groups, the tokens beside.

    `lasting` says that "today" means these times.
    """

    rule: str
    words: Sequence[Word]
    groups: dict[str, Sequence[Word]]
    before: Token | None = None
    after: Token | None = None
    lasting: bool = False

    def get(self, kinds: str) -> Word | None:
        """The first word, outside a named group, whose kind is one of `kinds`."""
        aside = {w.start for g in self.groups.values() for w in g}
        return next((w for w in self.words if w.kind in kinds and w.start not in aside), None)


def expressions(words: Sequence[Word]) -> Iterator[Expression]:
    """The expressions of a sentence, from left to right, none over another."""
    letters = "".join(w.kind for w in words)
    if not _TRIGGER.search(letters):
        return
    letters = _LIST.sub(lambda days: days[0][:2] + days[0][2:].replace("2", "F").replace("O", "F"), letters)
    for match in _TOGETHER.finditer(letters):
        name = match.lastgroup or ""
        within = _SEPARATE[name].fullmatch(letters, match.start(), match.end())
        groups = {k: words[slice(*within.span(k))] for k, v in within.groupdict().items() if v} if within else {}
        before = words[match.start() - 1].token if match.start() else None
        after = words[match.end()].token if match.end() < len(words) else None
        yield Expression(name, words[match.start() : match.end()], groups, before, after)
