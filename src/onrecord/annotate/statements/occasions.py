"""On what occasion, to whom and when something was said: what hangs on the cue beside its source and content."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, get_args

import msgspec

from onrecord import codebooks
from onrecord.annotate.statements.drafts import Draft
from onrecord.data import Mention, Occasion, Page, Span, Time
from onrecord.tokens import Token

BOOK = "occasions-2.toml"
ALL = frozenset(get_args(Occasion))
SENT = frozenset(("call", "letter", "social post", "broadcast"))
# Which occasions a preposition names: one speaks "on television" and "at a rally", but "on the letter" is about it.
PLACING: dict[str, frozenset[str]] = {
    "in": ALL,
    "during": ALL,
    "via": ALL,
    "through": SENT,
    "over": SENT - {"letter", "broadcast"},
    "by": SENT - {"broadcast"},
    "on": frozenset(("call", "social post", "broadcast")),
    "at": frozenset(("press conference", "briefing", "speech")),
    "with": frozenset(("statement", "social post")),
}
# What can be told something itself ("told a briefing"), and nouns of saying that name an occasion as a cue.
AUDIENCE = frozenset(("press conference", "briefing", "speech", "broadcast"))
UTTERED = frozenset(("statement", "speech", "social post", "letter", "interview"))
# Under "on" a website is a place of statements; as a source these are media or pictures.
WEBSITE = "website"
SHOWING = frozenset((WEBSITE, "video", "show", "program", "programme"))
# The preposition before who is spoken with, and before who is spoken to.
SHARED = frozenset(("interview", "call"))
TOWARDS = frozenset(("to", "before", "with"))
ADVERBIAL = frozenset(("npadvmod", "advmod", "prep", "tmod"))
OBJECTS = frozenset(("dobj", "dative"))
VERBS = ("VERB", "AUX")
# Links from an occasion to its time ("in an interview with the paper on the eve of ..."): longer ones go astray.
DEPTH = 4
# Words between "published" and its time ("published by the agency Volna on Tuesday").
NEAR = 8


class _Book(msgspec.Struct, forbid_unknown_fields=True):
    telling: frozenset[str]
    moving: frozenset[str]
    speaking: frozenset[str]
    issuing: frozenset[str]
    pieces: frozenset[str]
    nouns: dict[Occasion, list[str]]
    verbs: dict[Occasion, list[str]]
    phrases: dict[Occasion, list[str]]


class Occasions:
    """The words that name an occasion: nouns and verbs by lemma, and pairs of words ("press conference")."""

    def __init__(self) -> None:
        self.book = book = codebooks.load(BOOK, _Book)
        self.nouns = {word: name for name, words in book.nouns.items() for word in words}
        self.verbs = {word: name for name, words in book.verbs.items() for word in words}
        self.phrases = {word: name for name, words in book.phrases.items() for word in words}

    def named(self, noun: Token) -> Occasion | None:
        """The occasion that a noun with the word before it names, or None."""
        lemma = noun.lemma.lower().rstrip(".")
        for c in noun.children:
            if c.i == noun.i - 1 and (pair := self.phrases.get(f"{c.lower} {lemma}")) is not None:
                return pair
        name = self.nouns.get(lemma) or self.nouns.get(noun.lower)
        if lemma in GUARDS and not GUARDS[lemma](noun):
            return None
        if name in ("letter", "broadcast", "social post") and any(
            c.dep == "prep" and c.lower in ("on", "via") and self._social(c) for c in noun.children
        ):
            return "social post"
        return name

    def _social(self, preposition: Token) -> bool:
        noun = preposition.child("pobj")
        return noun is not None and self.nouns.get(noun.lemma.lower()) == "social post"


class Settings:
    """The occasion, addressee and time of the statements of one page."""

    def __init__(self, page: Page, occasions: Occasions) -> None:
        self.page, self.occasions, self.book = page, occasions, occasions.book
        self.times = {t.i: m for m in page.times for t in page.parse.covering(m.span.start, m.span.end)}

    def of(self, draft: Draft) -> dict[str, Any]:
        """The fields of a Statement that these give."""
        beside = list(self._beside(draft))
        placed = [n for c in beside for n in self._placed(c, draft)]
        nouns = [*placed, *self._texts(draft)]  # each names an occasion
        occasion, span = self._occasion(draft, nouns)
        to, time = self._addressee(draft, beside, nouns), self._time(draft, beside, nouns)
        return {
            "occasion": occasion,
            "occasion_span": span,
            "addressee": to.id if to is not None else None,
            "time": time.id if time is not None else None,
        }

    def _occasion(self, draft: Draft, nouns: list[Token]) -> tuple[Occasion | None, Span | None]:
        """What hangs on the cue, else a source that is itself a readout or a letter, else what the verb implies."""
        if nouns:
            return self.occasions.named(nouns[0]), self._words(nouns[0])
        return self.occasions.verbs.get(draft.cue.lemma.lower()), None

    def _beside(self, draft: Draft) -> Iterator[Token]:
        """What hangs on the verbs of a draft, or on those that say how it was spoken, and is no part of its content."""
        parse, cue, source = self.page.parse, draft.cue, draft.source
        for verb in [*draft.verbs, *self._speaking(draft)]:
            yield from (c for c in verb.children if not _said(c, draft))
        if source is not None:  # "the army, in a bulletin on Friday, said"
            yield from (c for c in source.children if c.dep == "prep" and parse.tokens[c.i - 1].lower == ",")
        yield from self._strays(draft)
        if (governor := _governor(cue)) is not None and not _said(governor, draft):
            follows = cue.dep == "conj"  # what stands before the first of two verbs is said of both
            yield from (c for c in governor.children if c.dep in ADVERBIAL and _left(c, cue, governor, follows))

    def _strays(self, draft: Draft) -> Iterator[Token]:
        """Words first in the sentence, after the cue or after the content that the parse hangs on what is said."""
        parse, cue = self.page.parse, draft.cue
        sentence = parse.sentence(cue)
        places = {draft.words[1] + 1, draft.content[-1][1] + 1}
        if sentence.root in (cue, cue.head):
            places.add(sentence.first)
        for i in sorted(places):
            token = parse.tokens[i] if i < sentence.last else cue
            if token.dep in ADVERBIAL and not _said(token, draft) and _said(token.head, draft):
                yield token

    def _speaking(self, draft: Draft) -> Iterator[Token]:
        """The verbs beside a draft that say how it was spoken: "speaking to reporters", "reached by telephone"."""
        heads = [(v, "advcl") for v in draft.verbs]
        if draft.source is not None:
            heads += [(draft.source, "acl"), (draft.source, "relcl")]
        for head, dep in heads:
            for c in head.children:
                if (
                    c.dep == dep
                    and c.lemma.lower() in self.book.speaking
                    and not _said(c, draft)
                    and c is not draft.cue
                ):
                    yield c

    def _placed(self, token: Token, draft: Draft) -> Iterator[Token]:
        """The nouns of occasion under a preposition, or told something themselves."""
        if token.dep in OBJECTS:
            told = token.head.lemma.lower() in ("tell", "address") and self.occasions.named(token) in AUDIENCE
            issued = token.head is draft.cue and token.head.lemma.lower() in self.book.issuing
            if told or (issued and self.occasions.named(token) in UTTERED and not _said(token, draft)):
                yield token
            return
        for _ in range(DEPTH):
            noun = _object(token)
            if noun is None:
                return
            name = self.occasions.named(noun)
            online = token.lower == "on" and noun.lemma.lower() == WEBSITE
            if name is not None and (online or name in PLACING.get(token.lower, ())):
                yield noun
            if noun.i not in self.times and noun.lemma.lower() not in self.book.pieces:
                return
            after = noun.child("prep")
            if after is None:
                return
            whole = after.child("pobj") if after.lower == "of" else None
            if whole is not None and self.occasions.named(whole) is not None:
                yield whole
            token = after

    def _texts(self, draft: Draft) -> Iterator[Token]:
        """The texts that say it: the source, what it rests on, what a "saying" hangs on, and a cue like "statement"."""
        cue, texts = draft.cue, [draft.grounds, draft.source]
        if cue.dep in ("acl", "relcl") and self.occasions.named(cue.head) in UTTERED | {"call"}:
            texts.append(cue.head)
        if cue.pos == "NOUN" and self.occasions.named(cue) in UTTERED:
            texts.append(cue)
        governor = _governor(cue)
        if governor is not None and governor.lemma.lower() in self.book.issuing:  # "gave a speech, warning that"
            texts += [c for c in governor.children if c.dep == "dobj" and c.i < cue.i]
        yield from (t for t in texts if t is not None and t.lemma.lower() not in SHOWING and self.occasions.named(t))

    def _words(self, noun: Token) -> Span:
        """The noun with what stands before it, without an article."""
        first = next((i for i in range(noun.left, noun.i) if self.page.parse.tokens[i].dep != "det"), noun.i)
        stop = noun.end - (noun.text == "X.")
        return self.page.document.span(self.page.parse.tokens[first].start, stop)

    def _addressee(self, draft: Draft, beside: list[Token], nouns: list[Token]) -> Mention | None:
        """Who is told, where an actor mention covers them."""
        source = self.page.actor(draft.source) if draft.source is not None else None
        for told in self._told(draft, beside, nouns):
            if told is draft.source or self.occasions.named(told) in AUDIENCE - {"broadcast"}:
                continue
            mention = self.page.actor(told)
            if mention is not None and mention is not source:
                return mention
        return None

    def _told(self, draft: Draft, beside: list[Token], nouns: list[Token]) -> Iterator[Token]:
        for c in beside:
            verb, own = c.head.lemma.lower(), c.head is draft.cue
            aside = not own and verb in self.book.speaking
            if c.dep in OBJECTS or c.dep == "nsubjpass":
                if (own and verb in self.book.telling) or (aside and c.dep in OBJECTS):
                    yield c.child("pobj") or c
            elif c.dep == "prep" and c.lower in TOWARDS and not draft.words[0] <= c.i <= draft.words[1]:
                heard = c.lower == "to" or (c.lower == "before" and verb in self.book.speaking)
                yield from _objects(c) if aside or (own and heard) else ()
        if (moved := self._moved(draft)) is not None:
            yield moved
        for noun in nouns:
            wanted = "with" if self.occasions.named(noun) in SHARED else "to"
            for c in (*noun.children, *(noun.head.children if noun.dep == "dobj" else ())):
                if c.dep in ("prep", "dative") and c.lower == wanted and not _said(c, draft):
                    yield from _objects(c)

    def _moved(self, draft: Draft) -> Token | None:
        """Whom the words move to do something: "urged Kyiv to wait", where Kyiv is part of the content."""
        if draft.cue.lemma.lower() not in self.book.moving or self.page.parse.tokens[draft.words[1]].lower == "for":
            return None
        first, last = draft.content[0]
        tokens = self.page.parse.tokens[first : last + 1]
        end = next((n for n, t in enumerate(tokens) if t.tag == "TO" or t.pos in VERBS), 0)
        if not end or tokens[end].tag != "TO" or any(t.lower in ("for", "that") for t in tokens[:1]):
            return None
        named = [t for t in tokens[:end] if t.pos in ("NOUN", "PROPN", "PRON")]
        return self.page.parse.top(named) if named else None

    def _time(self, draft: Draft, beside: list[Token], nouns: list[Token]) -> Mention | None:
        """When it was said: a time that hangs on the cue, or on the occasion beside it."""
        for c in beside:
            if c.dep in ADVERBIAL and (found := self._point(c)) is not None:
                return found
        past = [n for c in beside if c.lower in ("after", "following") for n in _objects(c)]
        for noun in (*nouns, *(n for n in past if self.occasions.named(n) is not None)):
            whole = noun.head.head if noun.head.lower == "of" else noun  # "at the end of a speech on Sunday"
            for c in (*self._after(noun, DEPTH), *self._after(whole, 0)):
                if not _said(c, draft) and (found := self._point(c)) is not None:
                    return found
        return None

    def _point(self, token: Token) -> Mention | None:
        """The point of time that an adverbial names, or None."""
        noun = token.child("pobj") if token.dep == "prep" else token
        found = self.times.get(noun.i) if noun is not None else None
        return found if found is not None and not _lasts(found) else None

    def _after(self, noun: Token, depth: int) -> Iterator[Token]:
        """The adverbials under a noun of occasion: "a statement on Tuesday", "an interview with X aired Monday"."""
        for c in noun.children:
            if c.dep in ADVERBIAL:
                yield c
                inner = c.child("pobj") if c.dep == "prep" and c.lower in TOWARDS else None
                if inner is not None and depth:
                    yield from self._after(inner, depth - 1)
        tokens = self.page.parse.tokens
        apart = tokens[noun.right + 2 : noun.right + 3]  # "in a letter, dated 3 May,", wherever the parse hangs it
        for c in (*noun.children, *apart):
            if c.tag in ("VBN", "VBD") and c.sent == noun.sent and c.lemma.lower() in self.book.issuing:
                yield from (t for t in tokens[c.i + 1 : min(c.right, c.i + NEAR) + 1] if t.i in self.times)


def _said(token: Token, draft: Draft) -> bool:
    return any(a <= token.i <= b for a, b in draft.content)


def _object(preposition: Token) -> Token | None:
    """The noun under a preposition; the parse makes a participle of "opening" in "in opening remarks"."""
    if preposition.dep not in ("prep", "agent"):
        return None
    gerund = preposition.child("pcomp")
    return preposition.child("pobj") or (gerund.child("dobj") if gerund is not None else None)


def _objects(preposition: Token) -> Iterator[Token]:
    if (noun := preposition.child("pobj")) is not None:
        yield noun


def _beside_one(*words: str) -> Callable[[Token], bool]:
    """Whether one of `words` hangs on a noun."""
    return lambda noun: any(c.lower in words for c in noun.children)


def _network(noun: Token) -> bool:
    """Whether an "X" is the network."""
    return noun.text.rstrip(".") == "X" and noun.dep == "pobj" and noun.head.lower in ("on", "via")


def _unnumbered(noun: Token) -> bool:
    """Whether an "article" or "paper" is one of words, and no "article 9"."""
    return not any(c.pos == "NUM" for c in noun.children)


# Nouns that name an occasion only sometimes: "a post on X", but "his post"; "a news conference", but "the conference".
GUARDS: dict[str, Callable[[Token], bool]] = {
    "post": _beside_one("a", "another", "online", "on"),
    "conference": _beside_one("news", "press", "media"),
    "article": _unnumbered,
    "x": _network,
}


def _governor(cue: Token) -> Token | None:
    """The verb whose place and time a cue without a subject of its own shares: "met them on Monday and said"."""
    joined = cue.dep == "conj" or (cue.dep in ("advcl", "xcomp") and cue.tag in ("VBG", "VB"))
    if not joined or cue.head is cue or cue.head.pos not in VERBS or cue.child("nsubj", "nsubjpass") is not None:
        return None
    return cue.head


def _left(token: Token, cue: Token, governor: Token, follows: bool) -> bool:
    """Whether an adverbial of `governor` bears on the cue under it: it stands before the cue, or before both verbs."""
    return token.i < (governor.i if follows and token.dep != "prep" else cue.i)


def _lasts(found: Mention) -> bool:
    """Whether a time is a length ("after eight hours of talks") and no point."""
    return (
        isinstance(found.value, Time)
        and found.value.timex[:2].rstrip("T0123456789") == "P"
        and found.value.start is None
    )
