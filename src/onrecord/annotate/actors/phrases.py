"""Pieces -> units: one noun phrase for each actor, with its nationality, its office and its name."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.annotate.actors.books import Books, fold
from onrecord.annotate.actors.rows import Agent, Entry
from onrecord.annotate.actors.spotting import JOINTS, Piece, is_name
from onrecord.tokens import Parse, Token

MODIFIERS = frozenset(("amod", "compound", "nmod", "npadvmod", "advmod", "nn"))
NATIONAL = frozenset(("country", "adjective", "people", "seat", "house", "within"))
OF = frozenset(("of", "for", "on"))


class Unit:
    """A noun phrase for one actor: tokens `first` to `last`, `head` its head noun.

    `noun` is the agent noun at the tokens `noun_at`, `name` the tokens of a name, `entry` what a list says of the
    actor, `lands` the entries that stand as modifiers at the tokens `land_at`, `words` the modifiers in small
    letters, `own` those of them that are no entry, `whose` a name before a noun for persons ("Roe supporters"); `sided`
    tells that the word only says a side or a people ("anti-", "-backed", "ethnic").
    """

    __slots__ = (
        "entry",
        "first",
        "head",
        "land_at",
        "lands",
        "last",
        "name",
        "noun",
        "noun_at",
        "own",
        "sided",
        "whose",
        "words",
    )

    def __init__(self, first: int, last: int, head: Token) -> None:
        self.first, self.last, self.head = first, last, head
        self.noun: Agent | None = None
        self.noun_at: tuple[int, int] = (-1, -1)
        self.whose: tuple[int, int] | None = None
        self.name: tuple[int, int] | None = None
        self.entry: Entry | None = None
        self.lands: list[Entry] = []
        self.land_at: set[int] = set()
        self.words: list[str] = []
        self.own: list[str] = []
        self.sided = False


def units(parse: Parse, pieces: Sequence[Piece | None], books: Books) -> list[Unit]:
    """The units of a page in order; none overlaps another."""
    return _Builder(parse, pieces, books).build()


class _Builder:
    def __init__(self, parse: Parse, pieces: Sequence[Piece | None], books: Books) -> None:
        self.parse, self.tokens, self.pieces, self.books = parse, parse.tokens, pieces, books
        self.words = books.words
        self.found: list[Unit] = []

    def build(self) -> list[Unit]:
        i = 0
        while i < len(self.pieces):
            piece = self.pieces[i]
            if piece is None or piece.first < i:  # the name of the unit before has taken its first words
                i += 1
                continue
            unit = self._unit(piece)
            self._extend_left(unit)
            self.found.append(unit)
            i = unit.last + 1
        return self.found

    def _unit(self, piece: Piece) -> Unit:
        unit = Unit(piece.first, piece.last, self.parse.top(self.tokens[piece.first : piece.last + 1]))
        if piece.agent:
            unit.noun, unit.noun_at = piece.agent, (piece.first, piece.last)
            self._extend_right(unit, piece.agent)
        elif piece.entry:
            unit.entry, unit.sided = piece.entry, self._sided(unit)
        else:
            unit.name = (piece.first, piece.last)
        return unit

    # ----------------------------------------------------------------------------------------------- to the right

    def _extend_right(self, unit: Unit, noun: Agent) -> None:
        """Takes in "of National Defence" after an office, "of Strategic Studies" after a body, and a person's name."""
        end = self._complement(unit, noun)
        person = noun.row.kind == "person"
        if person and noun.row.title and (named := self._name_after(unit, end)) is not None:
            unit.name, unit.entry, unit.last = (named.first, named.last), named.entry, named.last
            unit.head = self.parse.top(self.tokens[unit.first : unit.last + 1])
        elif end > unit.last and (not person or self._portfolio(unit.last + 2, end)):
            unit.last = end

    def _name_after(self, unit: Unit, end: int) -> Piece | None:
        """The name that follows the office, also after "of Ruritania", "of the Doe Party" or the dot of "Sgt."."""
        assert unit.noun is not None
        named = self._piece(end + 1, unit)
        if named is None and len(unit.noun.last) < 6 and (dot := self._token(end + 1, unit)) and dot.text == ".":
            named = self._piece(end + 2, unit)
        if named is None and end == unit.last and (of := self._token(end + 1, unit)) and of.lower == "of":
            the = self._token(end + 2, unit)
            whose = self._piece(end + 2 + (the is not None and the.lower == "the"), unit)
            body = whose is not None and whose.agent is not None and whose.agent.row.kind == "body"
            if whose is None or whose.sort == "adjective" or not (body or whose.sort in (*NATIONAL, "body")):
                return None
            named = self._piece(whose.last + 1, unit)
            if named is not None and whose.entry is not None and named.sort in ("run", "person"):
                unit.lands.append(whose.entry)
        if named is None or self.tokens[named.last].lower in self.words.things:
            return None
        if all(fold(t.text) in (*self.words.suffixes, "") for t in self.tokens[named.first : named.last + 1]):
            return None
        return named if named.sort in ("run", "person") else None

    def _token(self, i: int, unit: Unit) -> Token | None:
        return self.tokens[i] if i < len(self.tokens) and self.tokens[i].sent == unit.head.sent else None

    def _piece(self, i: int, unit: Unit) -> Piece | None:
        return self.pieces[i] if self._token(i, unit) is not None else None

    def _portfolio(self, first: int, last: int) -> bool:
        return all(
            t.lower in self.books.portfolios or t.lower in self.words.links for t in self.tokens[first : last + 1]
        )

    def _complement(self, unit: Unit, noun: Agent) -> int:
        """The last token of an "of" complement that is part of the name of the office or body, else the noun's own."""
        end = j = unit.last
        of = self._token(j + 1, unit)
        if of is None or of.lower not in OF:
            return end
        upper = self.tokens[unit.noun_at[0]].text[0].isupper() and noun.row.kind == "body"
        while (token := self._token(j + 1, unit)) is not None:
            j += 1
            piece = self.pieces[j]
            if token.lower in self.words.links or token.text in JOINTS:
                continue
            city = piece is not None and piece.sort == "within" and upper and noun.row.sectors == ("EDU",)
            if piece is not None and piece.sort in (*NATIONAL, "person") and not city:
                break
            if piece is not None and noun.row.kind == "person" and (piece.sort == "body" or _of_words(piece, j)):
                break
            if token.lower not in self.books.portfolios and not (upper and is_name(token)):
                break
            end = j
        return end

    # ------------------------------------------------------------------------------------------------ to the left

    def _extend_left(self, unit: Unit) -> None:
        """Takes in the modifiers before the unit, and the unit before it where that is one of them ("MI6 Chief")."""
        if unit.noun is None and unit.entry is not None and unit.entry.sort in NATIONAL - {"people"}:
            return
        core = unit.first
        while unit.first > 0:
            before = self.tokens[unit.first - 1]
            if before.sent != unit.head.sent:
                break
            if self.found and before.i == self.found[-1].last:
                if not _modifies(self.found[-1], unit, self.words.rule):
                    break
                self._absorb(self.found.pop(), unit)
            elif self.pieces[before.i] is None and _plain(before, unit):
                unit.first -= 1
            else:
                break
        if unit.noun is None and not unit.lands:
            unit.first = core
        while unit.first < core and self.pieces[unit.first] is None and self._outside(self.tokens[unit.first]):
            unit.first += 1
        while unit.first < core and self._half(unit.first):
            unit.first += 1
        before_noun = [t for t in self.tokens[unit.first : core] if t.text not in JOINTS]
        unit.words = [t.lower for t in before_noun]
        unit.own = [t.lower for t in before_noun if t.i not in unit.land_at]

    def _absorb(self, before: Unit, unit: Unit) -> None:
        """Makes `before` a modifier of `unit`; in "pro-Ruritanian" and "Ruritania-backed" it tells no nationality."""
        unit.first = before.first
        entry, noun = before.entry, unit.noun
        if _same(entry, noun, self.words.kinds) and before.noun is None and unit.entry is None:
            unit.entry, entry = entry, None
        if entry is not None:
            unit.land_at.update(range(before.first, before.last + 1))
            if not before.sided:
                unit.lands.append(entry)
        if before.name is not None and unit.name is None and noun is not None and noun.row.kind != "person":
            unit.name = before.name
        elif before.name is not None and noun is not None and before.noun is None:
            unit.whose = before.name
        unit.lands.extend(before.lands)
        unit.land_at |= before.land_at

    def _sided(self, unit: Unit) -> bool:
        """Whether the word is joined to one that tells a side: "anti-", "pro-", "-backed", "-held"."""
        tokens, first, last = self.tokens, unit.first, unit.last
        before = first > 1 and tokens[first - 1].text in JOINTS and tokens[first - 2].lower in self.words.against
        after = (
            last + 2 < len(tokens) and tokens[last + 1].text in JOINTS and tokens[last + 2].lower in self.words.backed
        )
        return before or after or ethnic(tokens, first)

    def _half(self, i: int) -> bool:
        """Whether the word at `i` is the second half of one that begins outside: "broad-based", "seven-member"."""
        joint = self.tokens[i - 1] if i > 1 else None
        if joint is None or joint.text not in JOINTS or joint.space or joint.sent != self.tokens[i].sent:
            return False
        piece = self.pieces[i]
        return piece is None or piece.agent is not None

    def _outside(self, token: Token) -> bool:
        return token.lower in self.words.outside or token.pos in ("NUM", "DET", "PUNCT", "ADV") or token.text in JOINTS


def _of_words(piece: Piece, first: int) -> bool:
    """Whether a body of several words starts at `first`: "Security Council" is no portfolio."""
    return piece.agent is not None and piece.agent.row.kind == "body" and piece.first == first < piece.last


def ethnic(tokens: Sequence[Token], first: int) -> bool:
    """Whether the nationality at `first` is said to be a people, which may live in another country."""
    return first > 0 and tokens[first - 1].lower == "ethnic"


def _plain(token: Token, unit: Unit) -> bool:
    """Whether `token`, just before the unit, is one of its modifiers: by the parse, and no number or determiner."""
    if token.text in JOINTS:
        return not token.space and token.i > 0
    inside = unit.first <= token.head.i <= unit.last
    kind = token.pos in ("ADJ", "NOUN", "PROPN") or token.tag in ("VBN", "VBG") or token.lower in ("then", "ex")
    if unit.noun is None:
        kind = token.pos in ("ADJ", "NOUN") and token.text[0].islower()
    return inside and kind and token.dep in (*MODIFIERS, "punct")


def _modifies(before: Unit, unit: Unit, rule: frozenset[str]) -> bool:
    """Whether the unit just before `unit` is one of its modifiers."""
    head, entry = before.head, before.entry
    bound = head.dep in MODIFIERS and unit.first <= head.head.i <= unit.last
    if before.noun is not None or entry is None:
        return bound and unit.noun is not None
    if entry.sort == "adjective":
        return bound or unit.noun is not None or head.dep not in ("conj", "pobj", "nsubj", "amod")
    if entry.sort in ("country", "within", "people", "seat", "house"):
        return bound
    if unit.noun is None:
        return False
    whole = unit.noun.word in rule or unit.noun.word == "campaign"
    return bound or (entry.sort == "body" and unit.noun_at[0] == unit.first) or (entry.sort == "person" and whole)


def _same(entry: Entry | None, noun: Agent | None, kinds: frozenset[str]) -> bool:
    """Whether the noun only says what the body before it is: "TASS news agency", "the NATO alliance"."""
    if entry is None or noun is None or entry.sort != "body" or noun.plural:
        return False
    return ("JRN" in noun.row.sectors and noun.row.kind == "body") or noun.word in kinds
