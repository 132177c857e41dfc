"""What an amount counts, how it changes, what it leaves out: read from the parse around it."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.annotate.quantities.lexicon import Lexicon
from onrecord.annotate.quantities.measures import Amount, top
from onrecord.annotate.quantities.pieces import Piece, ahead
from onrecord.data import Change
from onrecord.tokens import Parse, Token

# Tokens between a number and its noun, at most: adjectives and names in a row, never a clause.
_REACH = 8
# Tokens between a tally and its number, at most: "the number of people who have died of it since May rose to 12".
_TALLY = 14
# Pieces that the words of a scope may have; what runs on is no scope but a sentence.
_SCOPE = 12
_STOPS = frozenset(',.;:()—"”')
_NOUNS = ("NN", "NNS", "NNP", "NNPS")
_BETWEEN = ("ADJ", "NOUN", "PROPN", "ADV", "NUM", "PART", "SYM")
# What the parse takes for the head of "took 30 soldiers prisoner".
_TAKEN = ("prisoner", "hostage", "captive")
# Plurals that the tagger takes for names where they have a capital ("300 Guard Airmen").
MEN = ("airmen", "guardsmen", "servicemen", "crewmen", "women")
_OF_THEM = ("them", "us", "which", "whom", "these", "those", "you", "it")


class Counted:
    """Walks from an amount to the words that say what it is an amount of."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon, self.words = lexicon, lexicon.words

    def noun(self, parse: Parse, ps: Sequence[Piece], a: Amount) -> Token | None:
        """The head noun of what is counted or measured, or None."""
        if a.upto:
            return self.noun(parse, ps, a.upto)
        last = ps[a.end - 1].token
        if part := self.hyphened(ps, a):
            return part.token
        if not a.unit and (victims := self._victims(ps, a)):
            return victims
        if not a.unit and (strong := self._strong(ps, a)):
            return strong
        if a.unit:
            return self._of(ps, a, ("of", "in", "worth")) or (
                self._right(parse, ps, a) if self._attributive(ps, a) else None
            )
        if a.end < len(ps) and ps[a.end].lower == "of":
            return self._of(ps, a, ("of",)) or self._of_so_many(parse, ps, a) or self._of_lost(parse, ps, a)
        if a.share and a.end < len(ps) and ps[a.end].token.dep in ("det", "poss"):
            return self._run(parse, ps[a.end].token.i + 1, min(len(parse.tokens), ps[-1].token.i + 1, last.i + _REACH))
        return self._right(parse, ps, a) if last.end <= ps[-1].end else None

    def _victims(self, ps: Sequence[Piece], a: Amount) -> Token | None:
        """ "wounded" in "20 wounded", but not in "20 wounded soldiers"."""
        t = ps[a.end].token if a.end < len(ps) else None
        if t is None or t.lower not in self.words.people.adjectives:
            return None
        return None if t.dep == "amod" and t.head.i == t.i + 1 else t

    @staticmethod
    def _strong(ps: Sequence[Piece], a: Amount) -> Token | None:
        """ "strong" in "the 5,500 strong brigade" and "is 6,000 strong", but not in "three strong quakes"."""
        t = ps[a.end].token if a.end < len(ps) else None
        if t is None or t.lower != "strong" or (a.plain and not a.digits):
            return None
        return None if t.dep == "amod" and t.head.i > t.i and t.head.tag in ("NNS", "NNPS") else t

    def hyphened(self, ps: Sequence[Piece], a: Amount) -> Piece | None:
        """The noun joined to the number by a hyphen ("a 15-member panel", "100,000-strong"), or None."""
        if a.unit or a.end + 1 >= len(ps) or ps[a.end].text not in "-‑–" or not ps[a.end].glued:
            return None
        part = ps[a.end + 1]
        noun = (
            part.token.tag == "NN"
            and len(part.text) > 2
            and not a.ranged
            and part.lower not in self.words.names.unhyphened
        )
        return part if noun or part.lower in self.words.names.hyphened else None

    def _attributive(self, ps: Sequence[Piece], a: Amount) -> bool:
        """Whether the measure stands before a noun as its adjective ("a $3 billion loan", "155mm shells")."""
        last = ps[a.end - 1].token
        if a.hyphened or ps[a.end - 1].glued:
            return True
        return last.dep in ("nmod", "compound", "amod", "nummod", "quantmod") and last.head.i > last.i

    def _of(self, ps: Sequence[Piece], a: Amount, after: tuple[str, ...]) -> Token | None:
        """The noun after "of" ("worth of", for money also "in") right behind the amount."""
        j = a.end
        if j >= len(ps) or ps[j].lower not in after:
            return None
        if ps[j].lower == "in" and self.lexicon.kind(a.unit) != "money":
            return None
        if ps[j].lower == "worth":
            j += 1
        if j >= len(ps) or ps[j].lower not in ("of", "in"):
            return None
        noun = ps[j].token.child("pobj")
        if noun is None or noun.lower in _OF_THEM or noun.tag not in _NOUNS or noun.i - ps[j].token.i > _REACH:
            return None
        if ps[j].lower == "in" and (
            noun.ent in ("DATE", "GPE", "LOC", "TIME") or noun.child("det", "poss") or noun.tag in ("NNP", "NNPS")
        ):
            return None  # "$3 million in the bank"
        if self.lexicon.kind(a.unit) == "length":
            within = any(p.lower == "within" for p in ps[max(0, a.first - 2) : a.number])
            if within or noun.tag in ("NNP", "NNPS"):
                return None  # "within five miles of the border", "five miles of Lakeside"
        return noun

    def _of_so_many(self, parse: Parse, ps: Sequence[Piece], a: Amount) -> Token | None:
        """ "members" in "5 of 27 members", where the parse makes one number of both."""
        after = ps[a.end + 1].token if a.end + 1 < len(ps) else None
        if after is None or after.tag != "CD":
            return None
        return self._run(parse, after.i + 1, min(len(parse.tokens), ps[-1].token.i + 1, after.i + _REACH))

    def _of_lost(self, parse: Parse, ps: Sequence[Piece], a: Amount) -> Token | None:
        """ "people" in "millions of people flee", where the parse hangs it elsewhere."""
        if not a.vague or a.end + 1 >= len(ps) or ps[a.end + 1].token.dep == "det":
            return None
        start = ps[a.end + 1].token.i
        noun = self._run(parse, start, min(len(parse.tokens), ps[-1].token.i + 1, start + _REACH))
        return noun if noun is not None and noun.tag == "NNS" and noun.lower not in _OF_THEM else None

    def _right(self, parse: Parse, ps: Sequence[Piece], a: Amount) -> Token | None:
        """The noun to the right on which the amount hangs, by the parse or, where that fails, by the tags."""
        last, end = ps[a.end - 1].token, len(parse.tokens)
        limit = min(end, last.i + 1 + _REACH, ps[-1].token.i + 1)
        tokens = parse.tokens[ps[a.number].token.i : last.i + 1]
        for t in (parse.top(tokens) if tokens else last, last):
            if last.i < t.head.i < limit and t.head.tag in _NOUNS and self._clear(parse, last.i + 1, t.head.i):
                return self._whole(parse, t.head, limit)
        return self._run(parse, last.i + 1, limit)

    @staticmethod
    def _whole(parse: Parse, noun: Token, limit: int) -> Token:
        """The head of the compound that `noun` begins, if it is a part of one."""
        before = parse.tokens[noun.i - 1]
        if noun.lower in _TAKEN and before.tag == "NNS":
            return before
        if noun.tag == "NNS" and noun.head.lower in _TAKEN:
            return noun
        while noun.dep == "compound" and noun.i < noun.head.i < limit and noun.head.i == noun.i + 1:
            noun = noun.head
        return noun

    @staticmethod
    def _clear(parse: Parse, start: int, end: int) -> bool:
        """Whether only words of one noun phrase stand between, and no number that counts what follows."""
        joined = False
        for t in parse.tokens[start:end]:
            joined = joined or t.tag == "CC"
            if joined and t.tag == "CD":
                return False
        return all(
            t.pos in _BETWEEN or t.tag in ("VBN", "VBG", "HYPH", "POS", "CC", "''", "``")
            for t in parse.tokens[start:end]
        )

    @staticmethod
    def _run(parse: Parse, start: int, limit: int) -> Token | None:
        """The last of the first row of nouns, after adjectives only."""
        noun = None
        for t in parse.tokens[start:limit]:
            if t.tag in _NOUNS and (noun is None or t.tag not in ("NNP", "NNPS") or noun.tag in ("NNP", "NNPS")):
                noun = t
            elif noun is not None or not (t.pos == "ADJ" or t.tag in ("HYPH", "VBN", "VBG")):
                break
        return noun

    @staticmethod
    def multiple(ps: Sequence[Piece], a: Amount) -> bool:
        """Whether "times" after the number multiplies and does not count ("three times as large", "1.5 times more")."""
        if a.unit or a.end + 1 >= len(ps) or ps[a.end].lower != "times":
            return False
        after = ps[a.end + 1]
        return after.lower in ("as", "more", "the", "that") or after.token.tag in ("JJR", "RBR")

    def named(self, noun: Token) -> str:
        """The singular of what is counted, in lower case unless it is a name."""
        if noun.lower in self.words.people.adjectives or noun.lower in ("people", "persons", "others", "strong"):
            return "person"
        if noun.lower in self.words.singulars:
            return self.words.singulars[noun.lower]
        if noun.lower.endswith("men" if noun.tag in ("NNS", "NNPS") else MEN):
            return noun.text[:-2] + "an"
        if noun.tag == "NNS" and len(noun.text) > 2 and noun.text[-1] == "s" and noun.text[:-1].isupper():
            return noun.text[:-1]  # "GIs"
        if noun.tag in ("NNP", "NNPS"):
            return noun.text[:-1] if noun.tag == "NNPS" and noun.text.endswith("s") else noun.text
        return noun.lemma.lower()

    def tallied(self, parse: Parse, ps: Sequence[Piece], a: Amount) -> str | None:
        """What a number told of a tally counts: "the death toll rose to 12", "the total of cases passed 900".

        The tally is the nearest to the left, with no other number between: the parse often loses the second of two.
        """
        last = top(ps, a)
        if last.dep not in ("pobj", "dobj", "attr") or (
            last.dep == "pobj" and last.head.lower not in ("to", "at", "of")
        ):
            return None
        start = ps[a.first].token.i
        for t in reversed(parse.tokens[max(start - _TALLY, ps[0].token.i) : start]):
            if t.lemma in self.words.tallies.nouns:
                return self._tally(t)
            if t.tag == "CD":
                return None
        return None

    def _tally(self, t: Token) -> str | None:
        """What the noun `t` is a tally of, or None."""
        if (of := next((c for c in t.children if c.lower == "of"), None)) and (noun := of.child("pobj")):
            return "person" if noun.tag == "VBN" or noun.lemma in self.words.people.verbs else self.named(noun)
        before = next((c for c in t.children if c.dep in ("compound", "amod") and c.pos == "NOUN"), None)
        return before.lemma.lower() if before is not None else None

    def people(self, ps: Sequence[Piece], a: Amount) -> bool:
        """Whether a number without a noun counts people, by the word it hangs on ("killed 12", "12 dead")."""
        if a.end < len(ps) and ps[a.end].lower in self.words.people.adjectives:
            return True
        if a.end < len(ps) and ps[a.end].lower in self.words.people.others:
            return True
        last, after = top(ps, a), ps[a.end].token if a.end < len(ps) else None
        head = last.head
        if self.suffered(last) or self.headed(ps, a):
            return True
        if after is not None and after.tag in ("VBN", "VBD") and after.lemma in self.words.people.verbs:
            return True
        if last.dep in ("nummod", "amod") and head.lower in self.words.people.adjectives:
            return True
        if a.ranged and last.dep == "pobj":  # "injured 3 to 5", where the parse hangs "to" on the verb or the first end
            last = ps[a.number].token
            head = last.head
        return (
            last.dep in ("dobj", "nsubjpass", "nsubj") and head.lemma in self.words.people.verbs and head.pos == "VERB"
        )

    def suffered(self, subject: Token) -> bool:
        """Whether a number is the subject of what is said of victims: "300 are missing", "40 were reported killed"."""
        p = self.words.people
        if subject.dep not in ("nsubj", "nsubjpass"):
            return False
        if subject.head.lower in p.adjectives:
            return True
        said = (c for c in subject.head.children if c.dep in ("acomp", "oprd", "attr", "xcomp", "conj", "ccomp"))
        return any(c.lower in p.adjectives or (c.tag == "VBN" and c.lemma in p.verbs) for c in said)

    def headed(self, ps: Sequence[Piece], a: Amount) -> bool:
        """Whether a heading tells whom a number counts: "Wounded: 20"."""
        if a.first < 2 or ps[a.first - 1].text != ":":
            return False
        word = ps[a.first - 2]
        return word.lower in self.words.people.adjectives or word.token.lemma.lower() in self.words.people.verbs

    # --------------------------------------------------------------------------------------------------------- change

    def change(self, ps: Sequence[Piece], a: Amount, noun: Token | None) -> Change:
        """Whether the amount is told as a rise or a fall and not as a level."""
        if a.change != "level":
            return a.change
        c = self.words.change
        if a.end < len(ps) and (a.unit or a.share):
            if ps[a.end].lower in c.compared_up:
                return "up"
            if ps[a.end].lower in c.compared_down:
                return "down"
        if noun is not None and (a.unit or a.share) and noun.i > ps[a.end - 1].token.i:
            return self._direction(noun)
        t = ps[a.end - 1].token if a.unit else (noun or ps[a.counted - 1].token)
        for _ in range(3):  # "2.5" on "billion", "$" on "billion"
            t = t.head if t.head.tag in ("CD", "$") else t
        if t.dep == "pobj":
            return self._after_preposition(t.head, measured=a.digits or a.unit is not None or a.share)
        if a.first and ps[a.first - 1].lower == "to":
            return "level"  # "fell $2 to $25", where the parse takes the second for the measure
        if not (a.unit or a.share) or t.dep not in ("npadvmod", "dobj", "advmod") or t.head.pos != "VERB":
            return "level"
        share = a.share or self.lexicon.kind(a.unit) == "share"
        own = t.dep == "dobj" and t.head.lemma in c.object and not share
        return "level" if own else self._direction(t.head)

    def _after_preposition(self, preposition: Token, measured: bool) -> Change:
        """The direction that "by" or "of" hands on: "rose by 5", "an increase of 5", not "the fall of two cities"."""
        governor = preposition.head
        if preposition.lower == "by" and governor.lemma not in self.words.change.margins:
            return self._direction(governor)
        of = preposition.lower == "of" and governor.pos == "NOUN" and measured
        return self._direction(governor) if of else "level"

    def moves(self, t: Token) -> bool:
        """Whether a word tells of a rise or a fall."""
        return self._direction(t) != "level"

    def _direction(self, t: Token) -> Change:
        """Which way a verb or noun of change goes."""
        c, lemma = self.words.change, t.lemma.lower()
        if lemma in (c.nouns_up if t.pos == "NOUN" else c.up):
            return "up"
        return "down" if lemma in (c.nouns_down if t.pos == "NOUN" else c.down) else "level"

    # ---------------------------------------------------------------------------------------------------------- scope

    def scope(self, ps: Sequence[Piece], end: int, counted: Token) -> tuple[int, int] | None:
        """Offsets of the words after piece `end` that leave out or take in some of what is counted, or None."""
        j = end + (end < len(ps) and ps[end].text == ",")
        if found := ahead(ps, j, self.lexicon.scopes, 3):
            return self._until(ps, j, found[1])
        if j < len(ps) and ps[j].lower in self.words.scope.within and ps[j].token.head is counted:
            return self._until(ps, j, j + 1)
        if j > end or j + 2 >= len(ps) or ps[j + 1].lower != "and" or ps[j].token.dep != "prep":
            return None
        noun = ps[j + 2].token.child("pobj") if ps[j + 2].token.tag == "IN" else None  # "in and near Ukraine"
        return (ps[j].start, noun.end) if noun is not None and noun.i - ps[j].token.i < _REACH else None

    @staticmethod
    def _until(ps: Sequence[Piece], start: int, k: int) -> tuple[int, int] | None:
        """From piece `start` to the next comma or stop; None when a number follows, which is a part and no scope."""
        if k >= len(ps) or ps[k].token.tag == "CD" or ps[k].text[0].isdigit() or ps[k].token.tag == "$":
            return None
        end = next((j for j in range(k, min(len(ps), k + _SCOPE)) if ps[j].text in _STOPS), len(ps))
        return (ps[start].start, ps[end - 1].end) if k < end <= k + _SCOPE else None
