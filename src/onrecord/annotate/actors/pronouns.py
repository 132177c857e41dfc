"""Pronouns and "the two": mentions of what was named just before, where only one can be meant."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.annotate.actors.books import Lists, fold
from onrecord.annotate.actors.meaning import Meaning
from onrecord.annotate.actors.phrases import Unit
from onrecord.tokens import Parse, Token

ONE = {"he": "m", "him": "m", "she": "f"}
MANY = frozenset(("they", "them"))
QUOTES = frozenset('"“”„«»')
OPENING = frozenset("“„«")
SUBJECT = ("nsubj", "nsubjpass")
# Mentions of one sentence that are looked at for a pronoun: no real sentence has more.
NEAR = 100


class Pronouns:
    """Resolves the pronouns of one page against the meanings found in it."""

    def __init__(self, found: Sequence[Meaning], parse: Parse, words: Lists) -> None:
        self.parse, self.words = parse, words
        self.by_sentence: dict[int, list[Meaning]] = {}
        for m in found:
            self.by_sentence.setdefault(parse.tokens[m.unit.first].sent, []).append(m)
        self.at = {i: m for m in found for i in range(m.unit.first, m.unit.last + 1)}
        self.sex: dict[str, str] = {}
        for m in found:
            if m.kind == "person" and (told := self._told(m)):
                self.sex.setdefault(m.id, told)

    def read(self) -> list[Meaning]:
        """A Meaning for each pronoun whose antecedent is sure, in order; quoted ones speak of somebody's own world."""
        made: list[Meaning] = []
        quoted, paragraph = False, -1
        for number, sentence in enumerate(self.parse.sentences):
            if sentence.paragraph != paragraph:
                quoted, paragraph = False, sentence.paragraph
            for token in self.parse.words(sentence):
                if token.text in QUOTES:
                    quoted = token.text in OPENING or (token.text == '"' and not quoted)
                elif not quoted and token.i not in self.at and (meant := self._meant(token, number)) is not None:
                    made.append(meant)
                    self.at[token.i] = meant
                    self.by_sentence.setdefault(number, []).append(meant)
        return made

    def _told(self, m: Meaning) -> str | None:
        words, given = (m.role or "").lower().split(), fold(m.name).partition(" ")[0]
        man = self.words.men.intersection(words) or given in self.words.men_names
        woman = self.words.women.intersection(words) or given in self.words.women_names
        return None if bool(man) == bool(woman) else "m" if man else "f"

    def _meant(self, token: Token, number: int) -> Meaning | None:
        lower = token.lower
        if token.tag == "PRP" and lower in ONE:
            return _mention(token, self._person(token, number, ONE[lower]))
        if lower in MANY and token.dep in SUBJECT:
            return _mention(token, self._plural(token, number))
        if lower == "it" and token.dep == "nsubj":
            return _mention(token, self._thing(token))
        if lower in ("two", "both"):
            return self._pair(token, number)
        return None

    def _person(self, token: Token, number: int, sex: str) -> Meaning | None:
        """The one person that this and the sentence before name; else the one subject that stands above or before."""
        here = [m for m in self.by_sentence.get(number, [])[-NEAR:] if m.unit.last < token.i]
        pool = [m for m in (*self.by_sentence.get(number - 1, [])[-NEAR:], *here) if self._fits(m, sex)]
        ids = {m.id for m in pool}
        if len(ids) == 1 and pool[0].kind == "person":
            self.sex.setdefault(pool[-1].id, sex)
            return pool[-1] if not _same_clause(pool[-1], token) else None
        if token.dep not in SUBJECT:
            return None
        subjects = [m for m in self._subjects(token, number, here) if m.kind == "person" and self._fits(m, sex)]
        return subjects[0] if len({m.id for m in subjects}) == 1 else None

    def _subjects(self, token: Token, number: int, here: list[Meaning]) -> list[Meaning]:
        """The subjects of the clauses above the pronoun; else, where nobody is named before it, of the one before."""
        above = [m for head in token.head.ancestors() if (m := self._subject(head, token.i)) is not None]
        if above or number == 0 or any(m.unit.name is not None or m.kind == "person" for m in here):
            return above
        last = self._subject(self.parse.sentences[number - 1].root, token.i)
        return [last] if last is not None else []

    def _fits(self, m: Meaning, sex: str) -> bool:
        """Whether `m` may be the person meant: one of that sex, or a name of which it is not known what it names."""
        return (m.kind == "person" and self.sex.get(m.id, sex) == sex) or (m.kind is None and m.unit.name is not None)

    def _plural(self, token: Token, number: int) -> Meaning | None:
        """The plural subject before "they": of the clause above, else of the last sentence if no group follows."""
        for head in token.ancestors():
            if (m := self._subject(head, token.i)) is not None and m.kind == "group":
                return m
        root = self.parse.sentences[number - 1].root if number else None
        m = self._subject(root, token.i) if root is not None else None
        others = [o for o in self.by_sentence.get(number, ()) if o.unit.last < token.i and o.kind == "group"]
        return m if m is not None and m.kind == "group" and not others else None

    def _subject(self, verb: Token, before: int) -> Meaning | None:
        subject = verb.child(*SUBJECT)
        return self.at.get(subject.i) if subject is not None and subject.i < before else None

    def _thing(self, token: Token) -> Meaning | None:
        """The country or body that is the subject of the clause above: "Ruritania says it will"."""
        if any(
            c.dep in ("acomp", "ccomp", "csubj") and token.head.lemma in ("be", "seem", "appear")
            for c in token.head.children
        ):
            return None
        for head in token.head.ancestors():
            sure = head.lemma in self.words.speech or token.head.dep == "relcl"
            if (m := self._subject(head, token.i)) is not None:
                return m if sure and (m.kind in ("country", "body") or (m.kind == "group" and not _many(m))) else None
        return None

    def _pair(self, token: Token, number: int) -> Meaning | None:
        """The two persons or countries of the sentence before that "the two" or "both sides" take up."""
        bare = token.dep in (*SUBJECT, "pobj", "dobj")
        head = token if bare else token.head
        the = any(c.lower == "the" for c in head.children)
        want = "person" if bare else self._wanted(head)
        if want is None or (token.lower == "two" and not the) or (bare and token.lower == "both"):
            return None
        pair = self._two(number, want)
        if pair is None and (bare or want == "either"):
            pair = self._two(number, "country")
        if pair is None:
            return None
        if (known := self.at.get(head.i)) is not None:
            return _group(known, pair) and None
        if head.i < token.i or any(i in self.at for i in range(token.i, head.i + 1)):
            return None
        return _group(Meaning(Unit(token.i, head.i, head), "pronoun"), pair)

    def _wanted(self, head: Token) -> str | None:
        """What the noun of "both leaders" takes up, or None."""
        if head.tag not in ("NNS", "NNPS"):
            return None
        return next((k for k, nouns in self.words.pairs.items() if head.lemma in nouns), None)

    def _two(self, number: int, want: str) -> list[Meaning] | None:
        """The only two persons, or countries with what belongs to them, of the nearest sentence before that has any."""
        for sentence in (number - 1, number - 2):
            here = [m for m in self.by_sentence.get(sentence, ()) if m.via != "pronoun"]
            if want == "country":
                found = {str(m.country): m for m in reversed(here) if m.country and m.kind == "country"}
            else:
                found = {m.id: m for m in here if m.kind == "person"}
            if found:
                return list(found.values()) if len(found) == 2 else None
        return None


def _same_clause(m: Meaning, token: Token) -> bool:
    """Whether the pronoun is an object of the verb whose subject is `m`: then it means somebody else."""
    head = m.unit.head
    return head.dep in SUBJECT and token.dep not in SUBJECT and head.head in token.ancestors()


def _many(m: Meaning) -> bool:
    return m.unit.noun is not None and m.unit.noun.plural


def _mention(token: Token, meant: Meaning | None) -> Meaning | None:
    if meant is None:
        return None
    made = Meaning(Unit(token.i, token.i, token), "pronoun")
    made.same(meant)
    made.names = meant.names
    return made


def _group(made: Meaning, pair: list[Meaning]) -> Meaning:
    """Makes `made` a mention of the two together."""
    made.kind, made.via = "group", "pronoun"
    made.members = tuple(sorted(m.id for m in pair))
    made.id = "group:" + "+".join(made.members)
    made.name = " and ".join(m.name for m in pair)
    lands = {m.country for m in pair}
    made.country = lands.pop() if len(lands) == 1 else None
    made.sectors = pair[0].sectors if pair[0].sectors == pair[1].sectors else ()
    return made
