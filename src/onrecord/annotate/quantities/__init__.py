"""Page -> the numbers in it: how many or how much, of what, and how sure the words are."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord import codebooks
from onrecord.annotate.quantities.ages import age
from onrecord.annotate.quantities.amounts import Amounts
from onrecord.annotate.quantities.counted import Counted
from onrecord.annotate.quantities.lexicon import UNITS, VAGUE, Lexicon
from onrecord.annotate.quantities.measures import Amount
from onrecord.annotate.quantities.names import Names
from onrecord.annotate.quantities.parts import Found, Parts
from onrecord.annotate.quantities.pieces import Piece, pieces
from onrecord.data import Finding, Mention, Page, Quantity
from onrecord.makers import maker
from onrecord.tokens import Sentence, Token

__all__ = ["Quantities"]

# What is done to the subject of these: "one man died".
_DIED = ("die", "perish", "drown")


class Quantities:
    """Finds quantities; with `ages` also how old somebody is, with `every` also "one" and what points back."""

    name = "quantities"
    needs: tuple[str, ...] = ("parse", "times", "actors")
    gives: tuple[str, ...] = ("quantities",)

    def __init__(self, ages: bool = False, every: bool = False) -> None:
        self.lexicon = Lexicon()
        self.amounts, self.counted, self.parts = Amounts(self.lexicon), Counted(self.lexicon), Parts(self.lexicon)
        self.names, self.ages = Names(self.lexicon, self.counted, every), ages
        books = (codebooks.asset(UNITS), codebooks.asset(VAGUE))
        told = {name: "yes" for name, on in (("ages", ages), ("every", every)) if on}
        self.maker = maker("quantities", 3, codebooks=books, settings=told or None)

    def __call__(self, pages: Sequence[Page]) -> list[list[Finding]]:
        """The quantities of each page, in the order of the text."""
        return [self._page(p) for p in pages]

    def _page(self, page: Page) -> list[Finding]:
        dated = {t.i for m in page.times for t in page.parse.covering(m.span.start, m.span.end)}
        found: list[Finding] = []
        for sentence in page.parse.sentences:
            found += self._sentence(page, sentence, dated)
        return found

    def _sentence(self, page: Page, sentence: Sentence, dated: set[int]) -> list[Finding]:
        text, tokens = page.document.text, page.parse.words(sentence)
        if not self.lexicon.trigger.search(text, tokens[0].start, tokens[-1].end):
            return []
        ps, found, i = pieces(text, tokens), list[Found](), 0
        while i < len(ps):
            amount, after = self.amounts.read(text, ps, i)
            dates = amount is None or self._dated(ps, amount, dated)
            if amount and not dates and (one := self._found(page, ps, amount, found)):
                found.append(one)
                after = max(after, amount.end)
            elif amount and dates and not self._all_dated(ps, amount, dated):
                after = amount.number + 1  # "from 40 tons in 2019 to 50 million tons"
            i = max(after, i + 1)
        self.parts.link(text, ps, found)
        return [_linked(f, self.maker.key) for f in found]

    @staticmethod
    def _dated(ps: Sequence[Piece], a: Amount, dated: set[int]) -> bool:
        """Whether the number is part of a time already found; of a range ("8 to 10 hours") the first end tells."""
        return any(p.token.i in dated for p in ps[a.number : a.number + 1 if a.ranged else a.counted])

    @staticmethod
    def _all_dated(ps: Sequence[Piece], a: Amount, dated: set[int]) -> bool:
        """Whether each number of the amount is part of a time."""
        return all(p.token.i in dated for p in ps[a.number : a.counted] if p.text[0].isdigit())

    def _found(self, page: Page, ps: Sequence[Piece], a: Amount, before: Sequence[Found]) -> Found | None:
        if self.counted.multiple(ps, a):
            a.unit, a.end, noun = "times", a.end + 1, None
        else:
            noun = self.counted.noun(page.parse, ps, a)
        if noun is not None and before and before[-1].noun is noun and self.names.model(ps, a):
            return None  # "15 Leopard 2 tanks"
        whole = self.parts.elided(ps, a, before) if noun is None else None
        borrowed = whole is not None or a.upto is not None
        if whole is not None:
            noun = whole.noun
        if age(ps, a):
            if not self.ages:
                return None
            a.unit = a.unit or "year of age"
        if whole is None and not self.names.counts(ps, a, noun) and not self._one(a, noun, before):
            return None
        end = a.end if borrowed else self._end(ps, a, noun)
        rate = None if a.unit else self.amounts.measures.rate(ps, end)
        if rate:
            a.unit, end = f"per {rate[0]}", rate[1]
            a.end = end
        span = page.document.span(ps[a.first].start, ps[end - 1].end)
        if (noun is None or noun.lower in self.lexicon.words.people.adjectives) and not a.unit:
            a.change = "level"  # "three more were wounded": others, and no rise
        actor = page.actor(noun or ps[a.counted - 1].token)
        mention = Mention.at(
            span,
            self._value(page, ps, a, noun, end),
            by=self.maker.key,
            score=self._score(a, noun),
            attached_to=actor.id if actor else None,
        )
        whole = whole or self.parts.whole(ps, a, noun, before)
        return Found(a, noun, mention, whole.mention.id if whole else None)

    def _end(self, ps: Sequence[Piece], a: Amount, noun: Token | None) -> int:
        """The piece after the span: after the counted noun, for money and shares in figures after the unit."""
        if noun is None or self.lexicon.kind(a.unit) in ("money", "share"):
            return a.end
        end = next((j for j in range(a.end, len(ps)) if ps[j].start >= noun.end), len(ps))
        between = range(a.end, end)
        numbers = [j for j in between if ps[j].token.tag in ("CD", "$")]
        return a.end if any(ps[j - 1].token.tag != "NNP" or j == a.end for j in numbers) else end

    def _value(self, page: Page, ps: Sequence[Piece], a: Amount, noun: Token | None, end: int) -> Quantity:
        unit, percent, places = a.unit, 1.0, ".15g"  # 8.2 trillion is no 8,199,999,999,999.999
        if a.share:
            unit, percent, places = "percent", 100.0, ".6g"
        of = self.counted.named(noun) if noun is not None else None
        if of is None and not a.unit and not a.share and self.counted.people(ps, a):
            of = "person"
        if of is None and not a.unit and not a.share:
            of = self.counted.tallied(page.parse, ps, a)
        scope = self.counted.scope(ps, end, noun or ps[a.counted - 1].token)
        return Quantity(
            low=None if a.low is None else float(f"{a.low * percent:{places}}"),
            high=None if a.high is None else float(f"{a.high * percent:{places}}"),
            unit=unit,
            of=of,
            approximate=a.approximate or (a.share and not a.digits),
            change=self.counted.change(ps, a, noun),
            scope=page.document.text[scope[0] : scope[1]] if scope else None,
            words=page.document.text[ps[a.first].start : ps[a.counted - 1].end],
        )

    def _one(self, a: Amount, noun: Token | None, before: Sequence[Found]) -> bool:
        """Whether "one" counts: in a row with other counts, or of those to whom something was done."""
        if a.low != 1 or a.high != 1 or noun is None or noun.tag != "NN" or a.share or a.unit:
            return False
        if any(f.noun is noun.head for f in before) and noun.dep == "conj":
            return True
        done = noun.head.lemma in self.lexicon.words.people.verbs and noun.head.pos == "VERB"
        died = noun.head.lemma in _DIED
        return done and (noun.dep in ("dobj", "nsubjpass") or (died and noun.dep == "nsubj"))

    @staticmethod
    def _score(a: Amount, noun: Token | None) -> float:
        """The share of right rows of each kind among some 900 read by hand in articles that may be fitted on."""
        return 0.95 if a.unit or noun is not None else 0.85


def _linked(found: Found, by: str) -> Mention:
    """The Mention of `found`, with the id of its whole."""
    m = found.mention
    if found.whole is None:
        return m
    return Mention.at(m.span, m.value, by=by, score=m.score, attached_to=m.attached_to, part_of=found.whole)
