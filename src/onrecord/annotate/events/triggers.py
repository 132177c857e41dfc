"""Finds the words of a page that name political events, by the patterns of the trigger codebook.

A pattern is a head word and words that must hang on it or on one another; the form of its entries is told in the
codebook itself. A word that a longer pattern has taken (the "talks" of "held talks") starts none of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

import msgspec

from onrecord import codebooks
from onrecord.tokens import Token

CODEBOOK = "triggers-1.toml"
# Prepositions before which the head of a noun pattern stands.
BEFORE = frozenset(
    {"of", "for", "to", "on", "with", "in", "against", "from", "by", "between", "into", "at", "over", "that"}
)
# How many other words may stand between those of a pattern for all of them to be quoted.
GAP = 2


class Group(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A row of the codebook: patterns that share a code and the places of their roles."""

    code: str
    score: float
    mode: str | None = None
    contexts: tuple[str, ...] = ()
    verbs: tuple[str, ...] = ()
    nouns: tuple[str, ...] = ()
    adjectives: tuple[str, ...] = ()
    actor: tuple[str, ...] = ()
    target: tuple[str, ...] = ()
    reciprocal: bool = False
    direct: bool = False


class Codebook(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The trigger codebook."""

    sets: dict[str, tuple[str, ...]]
    means: dict[str, dict[str, tuple[str, ...]]]
    matter: dict[str, dict[str, tuple[str, ...]]]
    settled: dict[str, tuple[str, str]]
    trigger: tuple[Group, ...]


class Pattern(NamedTuple):
    """The words that must hang on the head, each a set of choices, and the group they belong to."""

    words: tuple[frozenset[str], ...]
    group: Group


class Trigger(NamedTuple):
    """Words that name an event: the head, all words of the pattern (the head first), and what the codebook says."""

    head: Token
    words: tuple[Token, ...]
    group: Group

    @property
    def span(self) -> tuple[int, int]:
        """From the first to the last of the words where they stand together, else the head alone."""
        named = sorted(
            (t for t in self.words if t is self.head or (_names(t) and t is not self.head.head)), key=lambda t: t.i
        )
        if named[-1].i - named[0].i > GAP + len(named):
            return self.head.start, self.head.end
        return named[0].start, named[-1].end


def _names(word: Token) -> bool:
    """Whether a word beside the head is part of the name: no preposition, and no verb of a clause of its own."""
    return word.dep == "prt" or (word.pos != "ADP" and word.dep not in ("xcomp", "ccomp", "advcl", "acl"))


Patterns = dict[tuple[str, str], list[Pattern]]


@cache
def book() -> Codebook:
    """The trigger codebook."""
    return codebooks.load(CODEBOOK, Codebook)


@cache
def word_set(name: str) -> frozenset[str]:
    """The words of a set of the codebook."""
    return frozenset(book().sets[name])


@cache
def patterns() -> Patterns:
    """The patterns of the codebook."""
    return table(book().trigger)


def table(groups: Iterable[Group]) -> Patterns:
    """The patterns of `groups` by part of speech and head word, the longest first."""
    out: Patterns = {}
    for group in groups:
        for kind, entries in (("V", group.verbs), ("N", group.nouns), ("A", group.adjectives)):
            for entry in entries:
                _add(out, kind, entry.split(), group)
    for found in out.values():
        found.reverse()  # of two equally long the later wins, and sorting keeps the order
        found.sort(key=lambda p: -len(p.words))
    return out


def _add(out: Patterns, kind: str, words: list[str], group: Group) -> None:
    at = 0
    if kind == "N":
        at = next((i for i, w in enumerate(words) if i and w.split("|")[0] in BEFORE), len(words)) - 1
    rest = tuple(_choices(w) for i, w in enumerate(words) if i != at)
    for head in _choices(words[at]):
        out.setdefault((kind, head), []).append(Pattern(rest, group))


def _choices(word: str) -> frozenset[str]:
    return word_set(word[1:]) if word.startswith("@") else frozenset(word.split("|"))


def triggers(tokens: Iterable[Token], table: Patterns) -> list[Trigger]:
    """The triggers among `tokens` that the patterns of `table` find, in the order of the text."""
    return [t for t in matches(tokens, table) if t.group.code]


def matches(tokens: Iterable[Token], table: Patterns) -> list[Trigger]:
    """The triggers, and the words that only look like one: those meet a pattern of no type ("attacked the idea")."""
    found: list[Trigger] = []
    nouns: list[tuple[Token, list[Pattern]]] = []
    taken: set[int] = set()
    for token in tokens:
        of = kind(token)
        if not of or not (known := _known(token, of, table)):
            continue
        if of == "N":
            nouns.append((token, known))
        elif trigger := _match(token, known):
            found.append(trigger)
            taken.update(t.i for t in trigger.words if trigger.group.code)
    for token, known in nouns:
        if token.i not in taken and (trigger := _match(token, known)):
            found.append(trigger)
    return sorted(found, key=lambda t: t.head.i)


def kind(token: Token) -> str | None:
    """Of which patterns a word may be the head: V of a verb's, N of a noun's, A of an adjective's, None of none."""
    tag = token.tag
    if tag.startswith("VB"):
        return None if token.dep in ("aux", "auxpass", "amod", "compound") else "V"
    if tag in ("NN", "NNS") or (tag == "NNP" and token.text.islower()):
        return None if token.dep in ("compound", "nmod") else "N"
    return "A" if tag == "JJ" and token.dep in ("acomp", "attr", "conj") else None


def _known(token: Token, kind: str, table: Patterns) -> list[Pattern]:
    by_lemma = table.get((kind, token.lemma), [])
    if token.lower == token.lemma or not (by_form := table.get((kind, token.lower))):
        return by_lemma
    return sorted((*by_lemma, *by_form), key=lambda p: -len(p.words))


def _match(token: Token, known: Sequence[Pattern]) -> Trigger | None:
    for pattern in known:
        if words := _words(token, pattern):
            return Trigger(token, tuple(words), pattern.group)
    return None


def _words(token: Token, pattern: Pattern) -> list[Token]:
    """The words of `pattern` around its head `token`, or none; a word may hang on one that the pattern names later."""
    words, wanted = [token], list(pattern.words)
    while wanted:
        for choices in wanted:
            if (word := _hanging(words, choices)) is not None:
                words.append(word)
                wanted.remove(choices)
                break
        else:
            return []
    return words if token.tag[0] == "N" or not _misplaced(words, pattern) else []


def _misplaced(words: Sequence[Token], pattern: Pattern) -> bool:
    """Whether the preposition that a verb pattern names next to the verb hangs on what it names later: "call for
    support" does not fit "called their support for it firm"."""
    later = {w.i for w in words[1:] if len(pattern.words) > 1 and w.lemma in pattern.words[1]}
    return any(
        w.dep == "prep" and w.head.i in later and w.lower in pattern.words[0] and w.i > w.head.i for w in words[1:]
    )


def _hanging(words: Sequence[Token], choices: frozenset[str]) -> Token | None:
    taken = {w.i for w in words}
    for word in words:
        for t in reach(word):
            if t.i not in taken and (t.lower in choices or t.lemma in choices) and _governed(t):
                return t
    return None


def _governed(token: Token) -> bool:
    """Whether a word may be part of a pattern: no clause beside it ("denied entry, claiming that ..."), and a
    preposition only after its head and not before a time ("on Friday")."""
    if token.dep != "prep":
        if token.dep in ("xcomp", "ccomp"):  # "pledged not to attack" is no pledge to attack
            return not any(c.dep == "neg" for c in token.children)
        return token.dep != "advcl" or token.tag != "VBG"
    return token.tag != "VBG" and token.i > token.head.i and not any(c.ent in ("DATE", "TIME") for c in token.children)


def reach(word: Token) -> Iterator[Token]:
    """What hangs on `word` except its subject, what a measure there measures, and the noun a participle is said of."""
    for child in word.children:
        if child.dep in ("nsubj", "csubj"):
            continue
        yield child
        if child.lemma in word_set("measures") or child.pos == "NUM":
            yield from measured(child)
        elif child.dep in ("dobj", "pobj", "nsubjpass"):
            yield from (c for c in child.children if c.dep == "conj")
    if (word.dep == "acl" and word.tag == "VBN") or (word.dep == "relcl" and _done_to_antecedent(word)):
        yield word.head


def _done_to_antecedent(verb: Token) -> bool:
    """Whether a relative clause says what is done to the noun before it: "the ban that they lifted"."""
    passive = any(c.dep in ("nsubjpass", "auxpass") for c in verb.children)
    return passive or any(c.dep == "dobj" and c.tag == "WDT" for c in verb.children)


def measured(noun: Token) -> Iterator[Token]:
    """What "of" or "in" names after a noun that only measures it; arms in a land are not its own."""
    sums = ("of",) if noun.lemma in word_set("weapons") else ("of", "in")
    for prep in noun.children:
        if prep.dep == "prep" and prep.lower in sums:
            yield from (c for c in prep.children if c.dep == "pobj")
