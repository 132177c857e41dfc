"""Numbers that count nothing: years, ages, names, addresses, scores, lists."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.annotate.quantities.counted import MEN, Counted
from onrecord.annotate.quantities.lexicon import Lexicon
from onrecord.annotate.quantities.measures import Amount, top
from onrecord.annotate.quantities.pieces import Piece
from onrecord.tokens import Token

# Four figures without a comma within these are a year unless a unit or a bound says otherwise.
_YEARS = range(1800, 2100)
# "The second half", "the better half"; and what stands between "half" and the whole ("half the army").
_OTHER_HALVES = ("first", "second", "other", "better", "latter", "last", "opening", "closing", "early")
_WHOLE = ("the", "its", "their", "his", "her", "our", "all", "a", "an")
# Up to here two numbers may be the hours of a day.
_HOURS = 12
_JOINTS = ".-‑–/:#@_\\&=×x*^°′″"


class Names:
    """Tells the numbers that name, date or score from those that count."""

    def __init__(self, lexicon: Lexicon, counted: Counted, every: bool) -> None:
        self.lexicon, self.names = lexicon, lexicon.words.names
        self.counted, self.every = counted, every

    def counts(self, ps: Sequence[Piece], a: Amount, noun: Token | None) -> bool:
        """Whether the amount is one at all."""
        if self._coded(ps, a) or self._contest(ps, a):
            return False
        if a.share and not self._share(ps, a):
            return False
        if a.unit and not a.digits and a.value <= 1 and a.hyphened:
            return False
        if a.unit or a.share:
            return a.unit != "degree" or not self._coordinate(ps, a)
        if self._labelled(ps, a, noun):
            return False
        if a.digits and (self._year(ps, a, noun) or self._dated(ps, a) or self._listed(ps, a)):
            return False
        if (
            a.value == 1
            and not a.digits
            and not (self.every and noun is not None)
            and not (a.bounded and (noun is None or ps[a.end].token.tag != "CD"))
        ):
            return False
        if noun is not None:
            return self._counts_noun(ps, a, noun)
        return self._alone(ps, a)

    def _coded(self, ps: Sequence[Piece], a: Amount) -> bool:
        """Whether letters or figures are glued to the number ("F-16", "3rd", "10:30", "9/11", "1990s")."""
        if a.digits and ps[a.number].glued and a.number == a.first and a.number:
            before = ps[a.number - 1]
            if before.text[-1].isalnum() or (
                before.text in _JOINTS and a.number > 1 and before.glued and ps[a.number - 2].text[-1].isalnum()
            ):
                return True
            if before.text in "#@" or (before.text in "\"'" and a.number > 1 and ps[a.number - 2].text == "="):
                return True
        if a.digits and (self._paired(ps, a) or self._sized(ps, a)):
            return True
        if a.end >= len(ps) or not ps[a.end].glued:
            return False
        after = ps[a.end]
        if (after.text[0].isalnum() or after.text in "°º′″") and not a.unit:
            return True
        joined = a.end + 1 < len(ps) and ps[a.end + 1].glued and ps[a.end + 1].text[0].isalnum()
        if after.text in "'’" and a.digits:
            return joined
        if not joined or after.text not in _JOINTS:
            return False
        return a.hyphened is False and not (a.unit and ps[a.end + 1].text.isalpha()) and not self._hyphened(ps, a)

    @staticmethod
    def _coordinate(ps: Sequence[Piece], a: Amount) -> bool:
        """Whether degrees are those of a point on the map ("33°47′N")."""
        after = ps[a.end] if a.end < len(ps) else None
        return after is not None and (after.text in ("N", "S", "E", "W") or (after.glued and after.text[0].isdigit()))

    @staticmethod
    def _paired(ps: Sequence[Piece], a: Amount) -> bool:
        """Whether a dash between spaces joins the number to another one ("1 – 0")."""
        k, n = a.end, len(ps)
        if (
            k + 1 < n
            and ps[k].text in "-–—"
            and ps[k].text
            and not ps[k].glued
            and ps[k + 1].text[0].isdigit()
            and not a.unit
        ):
            return True
        j = a.first - 1
        return j > 0 and ps[j].text in "-–—" and not ps[j].glued and ps[j - 1].text[-1].isdigit() and not a.unit

    @staticmethod
    def _sized(ps: Sequence[Piece], a: Amount) -> bool:
        """Whether the number is the first of a size, whose unit stands behind the last ("10.5 x 20.3 cm")."""
        j = a.end
        return not a.unit and j + 1 < len(ps) and ps[j].text in ("x", "×") and ps[j + 1].text[0].isdigit()

    def _hyphened(self, ps: Sequence[Piece], a: Amount) -> bool:
        return self.counted.hyphened(ps, a) is not None

    def _contest(self, ps: Sequence[Piece], a: Amount) -> bool:
        """Whether two joined figures are a score or a vote ("won 2-3", "a 5-6 ruling")."""
        if not a.ranged or a.unit or ps[a.counted - 2].text not in "-‑–—":
            return False
        near = [p.token.lemma.lower() for p in (*ps[max(0, a.first - 4) : a.first], *ps[a.end : a.end + 3])]
        return any(w in self.names.contests for w in near)

    def _share(self, ps: Sequence[Piece], a: Amount) -> bool:
        """Whether the words of a fraction are one here: no ordinal, no half of a game, no quarter of a year."""
        following = ps[a.end].lower if a.end < len(ps) else ""
        before = ps[a.first - 1].lower if a.first else ""
        word = ps[a.counted - 1].lower
        if word == "half" and before in _OTHER_HALVES:
            return False
        if following == "of" or a.digits or word.endswith("s") or word in self.lexicon.words.numerals:
            return True
        if word == "half":
            return following in _WHOLE
        change = self.lexicon.words.change
        if before == "by" or following in change.compared_up or following in change.compared_down:
            return True
        nouns = a.end < len(ps) and ps[a.end].token.tag.startswith(("NN", "JJ", "VBG", "CD"))
        return not nouns and (ps[a.number].lower == "one" or a.bounded or a.approximate)

    def _year(self, ps: Sequence[Piece], a: Amount, noun: Token | None) -> bool:
        """Whether four figures are a year; a round number right before a plural is a count ("2000 soldiers")."""
        if not a.plain or a.bounded or a.approximate or a.value not in _YEARS:
            return False
        before = ps[a.first - 1].token if a.first else None
        bare = before is None or before.pos not in ("DET", "PRON", "PART", "PROPN", "ADJ")
        return not (a.value % 100 == 0 and bare and noun is not None and noun.tag == "NNS")

    def _dated(self, ps: Sequence[Piece], a: Amount) -> bool:
        """Whether a month or an hour's mark stands beside the number."""
        if a.value > 31 and not a.ranged:
            return False
        before = [p for p in ps[max(0, a.number - 2) : a.number] if p.text != "."]
        if before and before[-1].lower in self.names.months and before[-1].text[0].isupper():
            return True
        after = [p for p in ps[a.end : a.end + 3] if p.lower not in ("of", "th", ".")]
        if not after:
            return False
        return (after[0].lower in self.names.months and after[0].text[0].isupper()) or after[0].lower.replace(
            "'", ""
        ).replace("’", "") in self.names.hours

    def _labelled(self, ps: Sequence[Piece], a: Amount, noun: Token | None) -> bool:
        """Whether the word before makes the number a name ("Article 5", "No. 10", "Boeing 737")."""
        if not a.plain or a.bounded or a.approximate or a.first != a.number or not a.number:
            return False
        j = a.number - 1
        while j and ps[j].text in ".#(":
            j -= 1
        word = ps[j]
        if not a.digits and a.value > 20:
            return False
        if (word.lower in self.names.labels or word.lower.removesuffix("s") in self.names.labels) and (
            noun is None or word.text[0].isupper() or word.lower in ("no", "number")
        ):
            return True
        if not a.digits or word.token.tag not in ("NNP", "NNPS") or j != a.number - 1:
            return False
        number = ps[a.number].token
        return noun is None or number.head is word.token or (word.token.head is noun and word.token.dep == "compound")

    @staticmethod
    def model(ps: Sequence[Piece], a: Amount) -> bool:
        """Whether the number belongs to the name before it ("Leopard 2")."""
        name = ps[a.number - 1] if a.first == a.number and a.number else None
        return a.digits and a.plain and name is not None and name.token.tag == "NNP"

    def _listed(self, ps: Sequence[Piece], a: Amount) -> bool:
        """Whether the number heads an item or a caption ("1. ", "(2)")."""
        after = ps[a.end].text if a.end < len(ps) else ""
        if a.first == 0:
            return after in (".", ")", ":", "")
        return ps[a.first - 1].text in "([" and after in (")", "]") and a.value < 100

    def _counts_noun(self, ps: Sequence[Piece], a: Amount, noun: Token) -> bool:
        """Whether the noun fits the number: a plural, a collective, or after a hyphen."""
        if a.end < len(ps) and ps[a.end].glued and ps[a.end].text in "-‑–":
            return True
        before = ps[a.first - 1].lower if a.first else ""
        few = not a.digits and a.value <= 4 and not a.bounded and not a.approximate
        if before in self.names.anaphors and few and not self.every:
            return False
        if noun.tag in ("NNS", "NNPS") or noun.lower in self.names.collectives or a.value <= 1:
            return True
        if not a.plain or a.vague or a.bounded or noun.lower in self.lexicon.words.people.adjectives:
            return True
        if noun.lower == "strong":
            return True
        model = ps[a.end].token.text if a.end < len(ps) else ""
        coded = model[0:1].isupper() and any(c.isdigit() for c in model)  # "31 M1 Abrams"
        return noun.tag == "NNP" and ps[a.counted - 1].token.head is noun and (coded or noun.lower.endswith(MEN))

    @staticmethod
    def _from_hour(ps: Sequence[Piece], a: Amount) -> bool:
        """Whether the number is the second of "from 9 to 5"."""
        if a.first < 3 or ps[a.first - 3].lower != "from" or not ps[a.first - 2].text.isdecimal():
            return False
        return len(ps[a.first - 2].text) <= 2 and int(ps[a.first - 2].text) <= _HOURS

    def _done_to(self, ps: Sequence[Piece], a: Amount) -> bool:
        """ "300 killed and 900 wounded"."""
        after = ps[a.end].token if a.end < len(ps) else None
        return after is not None and after.tag == "VBN" and after.lemma in self.lexicon.words.people.verbs

    def _alone(self, ps: Sequence[Piece], a: Amount) -> bool:
        """Whether a number without unit and noun is still a count by its place in the sentence."""
        last = top(ps, a)
        before = ps[a.first - 1].lower if a.first else ""
        if self.counted.suffered(last) or self.counted.headed(ps, a) or self._done_to(ps, a):
            return True
        if a.end < len(ps) and ps[a.end].lower == "per":
            return True
        if before in (*self.names.anaphors, "aged", "age", "ages"):
            return False
        if a.vague or not a.plain or ((a.bounded or a.approximate) and (a.digits or a.value > 10)):
            return True
        if last.dep not in ("dobj", "pobj", "nsubj", "nsubjpass", "attr", "oprd") or (
            a.first and ps[a.first - 1].text == ","
        ):
            return False
        if last.dep == "pobj" and last.head.lower == "from" and a.digits:
            hours = a.upto is None or max(a.value, a.upto.value) <= _HOURS  # "from 9 to 5"
            return not hours or self.counted.moves(last.head.head)
        if last.dep == "pobj" and last.head.lower == "to" and a.value <= _HOURS and self._from_hour(ps, a):
            return self.counted.moves(last.head.head)
        if last.dep == "pobj":
            return last.head.lower in ("to", "by", "of", "at") and a.digits
        if last.dep == "attr":
            subject = last.head.child("expl", "nsubj")  # "there were 12", "the toll was 12"; "she is 45" tells an age
            return subject is not None and (subject.dep == "expl" or subject.lemma in self.lexicon.words.tallies.nouns)
        return a.digits or last.head.lemma in self.lexicon.words.people.verbs
