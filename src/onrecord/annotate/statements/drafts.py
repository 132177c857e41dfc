"""Drafts of statements: each cue of a page with its source and content, as tokens; the best reading of a cue wins."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from onrecord.annotate.statements import contents, extents, relays, sources, turns
from onrecord.annotate.statements.contents import Frame, Range
from onrecord.annotate.statements.cues import Cue, Cues, Lexicon
from onrecord.annotate.statements.direct import Voices
from onrecord.annotate.statements.quotes import Quote, quotes
from onrecord.data import Page, Stance
from onrecord.tokens import Parse, Token

# Conjunctions under which a cue reports nothing: "if he says that ...".
SUPPOSED = frozenset(("if", "unless", "whether"))
# Contents that only point to another one.
POINTERS = frozenset(
    ("that", "this", "it", "so", "what", "which", "nothing", "something", "anything", "more", "little", "much")
)
# Frames whose content has a verb of its own.
CLAUSAL = frozenset(("clause", "inserted", "as", "around"))
# The share of right readings on the training half of PolNeAR: "according to X" (409 uses), "in the words of X" (22).
ACCORDING = Cue(stance="asserts", score=0.75)
PHRASE = Cue(stance="asserts", score=0.5)


class Draft:
    """A statement as tokens: `cue` its head word, `words` the range of all its words, `source` the head of the source.

    `relays` are the heads of those who only pass it on, outermost first, `grounds` is the head of what it is said to
    rest on ("citing a report") and `verbs` are where its time and place hang.
    """

    __slots__ = (
        "content",
        "cue",
        "frame",
        "grounds",
        "negated",
        "relays",
        "score",
        "source",
        "stance",
        "verbs",
        "words",
    )

    def __init__(self, cue: Token, frame: str, content: list[Range], known: Cue) -> None:
        self.cue, self.frame, self.content = cue, frame, content
        self.stance: Stance = known.stance
        self.score = known.score
        self.words = (cue.i, cue.i)
        self.source: Token | None = None
        self.negated = False
        self.relays: list[Token] = []
        self.grounds: Token | None = None
        self.verbs = [cue]

    def source_range(self, parse: Parse) -> Range:
        """The source with all that hangs on it, up to where the cue or the content begins; (-1, -1) without one."""
        if self.source is None:
            return (-1, -1)
        at = self.source.i
        around = extents.minus((self.source.left, self.source.right), [self.words, *self.content])
        whole = contents.aside(next((r for r in around if r[0] <= at <= r[1]), (at, at)), parse.tokens)
        return extents.trimmed(*whole, parse) or (at, at)


def drafts(page: Page, cues: Cues) -> tuple[list[Draft], list[Quote]]:
    """The drafts of a page in the order of their cues, and its quotations."""
    marks = quotes(page.document.text, page.parse)
    found: dict[int, Draft] = {}
    for token in page.parse.tokens:
        if (draft := _draft(page, token, cues)) is not None:
            found[token.i] = draft
    _part(found)
    for noun in [d.grounds or d.source for d in found.values() if d.relays or d.grounds]:
        found.pop(noun.head.i if noun is not None else -1, None)
    for i, draft in list(found.items()):
        if not _cut(draft, page.parse):
            del found[i]
    at = {i: q for q in marks for i in range(q.first, q.last + 1)}
    found = {i: d for i, d in found.items() if i not in at or _inside(d, at[i])}
    going = {
        d.cue.sent: d.cue for d in found.values() if d.source and _lemma(d.cue) in cues.quoting and d.cue.i not in at
    }
    voices = Voices(page.parse, cues.quoting, marks, going)
    for i, said in voices.said.items():
        verb = page.parse.tokens[i]
        if (draft := _quoted(page.parse, verb, said, found.get(i), cues)) is not None:
            found[i] = draft
    return _transcribed(page, found, marks)


def _transcribed(page: Page, found: dict[int, Draft], marks: list[Quote]) -> tuple[list[Draft], list[Quote]]:
    """The drafts and quotations of a page with the turns of a transcript: the colon is a turn's cue."""
    for turn in turns.turns(page):
        said = turns.quoted(page.parse, turn)
        marks = [q for q in marks if q.last < turn.first or q.first > turn.last]
        marks.append(said)
        found = {i: d for i, d in found.items() if not turn.first <= i <= turn.colon}
        draft = Draft(page.parse.tokens[turn.colon], "quote", [(said.first, said.last)], turns.TURN)
        draft.source = page.parse.tokens[turn.colon - 1]
        found[turn.colon] = draft
    return [found[i] for i in sorted(found)], sorted(marks, key=lambda q: q.start)


def _cut(draft: Draft, parse: Parse) -> bool:
    """Leaves the reporter's asides out of a content; False when a clause has lost its verb, or never had one."""
    cut = [contents.aside(r, parse.tokens) for r in draft.content]
    if draft.frame not in CLAUSAL or _verbs(cut, parse):
        draft.content = cut
        return True
    return _verbs(draft.content, parse)


def _verbs(content: list[Range], parse: Parse) -> bool:
    return any(t.pos in ("VERB", "AUX") for a, b in content for t in parse.tokens[a : b + 1])


def _part(found: dict[int, Draft]) -> None:
    """Parts cues that the parse joined: what goes on with the outer speaker's words is cut from the content before it,
    and a cue that another has taken in ("declined to say") goes.
    """
    for i, draft in list(found.items()):
        outer = found.get(sources.resumes(draft.cue))
        if outer is not None and outer.source is not None:
            draft.source, draft.relays = outer.source, outer.relays
            tail = (draft.cue.left, outer.content[-1][1])
            outer.content = [r for a in outer.content for r in extents.minus(a, [tail])] or outer.content
        head = draft.cue.head.i
        if head in found and head != i and draft.words[0] <= head < i:
            del found[head]


def _inside(draft: Draft, quote: Quote) -> bool:
    """Keeps the content of a cue that is itself quoted within its quotation; False when nothing of it lies there."""
    draft.content = [(max(a, quote.first), min(b, quote.last)) for a, b in draft.content]
    draft.content = [(a, b) for a, b in draft.content if a <= b]
    return bool(draft.content)


def _lemma(token: Token) -> str:
    return token.lemma.lower()


def _draft(page: Page, token: Token, cues: Cues) -> Draft | None:
    """The draft of one word, or None where it is no cue or what it says is open."""
    if token.lower == "according":
        return _according(page, token, cues)
    if token.pos in ("VERB", "AUX"):
        return _verbal(page, token, cues)
    if token.pos == "NOUN":
        return _phrase(token, cues) or _nominal(token, cues)
    if token.pos == "ADJ":
        draft = _best(token, cues.adjectives, contents.adjective_frames)
        if draft is not None and (source := sources.of_adjective(token)) is not None:
            draft.source = source
            draft.words, draft.negated = extents.adjective_cue(token)
            return draft
    return None


def _best(token: Token, lexicon: Lexicon, frames: Callable[[Token], Iterator[Frame]]) -> Draft | None:
    """The frame of `token` that the codebook trusts most, the first of equals."""
    known = lexicon.get(_lemma(token))
    if known is None:
        return None
    best: Draft | None = None
    for name, content in frames(token):
        cue = known.get(name)
        if cue is not None and content and (best is None or cue.score > best.score):
            best = Draft(token, name, content, cue)
    return best


def _verbal(page: Page, verb: Token, cues: Cues) -> Draft | None:
    if _lemma(verb) not in cues.verbs or relays.relays(verb) or _supposed(verb, cues):
        return None
    draft = _best(verb, cues.verbs, contents.verb_frames)
    if (elsewhere := _elsewhere(verb, cues)) is not None and (draft is None or draft.frame not in CLAUSAL):
        draft = elsewhere
    if draft is None or (draft.frame == "object" and (_points(verb) or _deed(verb, draft.stance))):
        return None
    draft.source = sources.of_verb(verb)
    draft.words, draft.negated = extents.verb_cue(verb, cues)
    draft.negated = draft.negated or (draft.source is not None and extents.nobody(draft.source))
    draft.words = extents.reached(draft.words, draft.content, verb)
    _relay(page, draft, cues)
    if draft.source is None and not draft.frame.startswith("passive"):
        return None
    return draft


def _elsewhere(verb: Token, cues: Cues) -> Draft | None:
    """The draft of a verb whose clause hangs on another word: on "citing", on a noun between ("said after the talks
    that ..."), or on the verb that relays it ("the bridge was lost, Tapwire quoted her as saying")."""
    known = cues.verbs[_lemma(verb)].get("clause")
    if known is None:
        return None
    if (citing := relays.citing(verb)) is not None and (said := citing[0].child("ccomp")) is not None:
        return Draft(verb, "clause", [(said.left, said.right)], known)
    if (outer := relays.quoting(verb)) is not None:
        said = outer.child("ccomp")
        return (
            Draft(verb, "inserted", [(said.left, said.right)], known) if said is not None and said.i < outer.i else None
        )
    said = contents.strayed(verb)
    if said is None or (said.head.head.lower != "in" and _lemma(said.head) in cues.nouns):
        return None
    return Draft(verb, "clause", [(said.left, said.right)], known)


def _supposed(verb: Token, cues: Cues) -> bool:
    """Whether nothing is said: "if he says ...", "wants to say ...", "what to call it"."""
    head = verb.head
    for c in verb.children:
        if c.dep == "mark" and c.lower in SUPPOSED:
            return True
        if c.dep == "aux" and c.tag == "TO":
            while head.head is not head and verb.dep == "conj":
                verb, head = head, head.head
            if verb.dep == "advcl":
                return _unreal(head)
            if verb.dep not in ("xcomp", "ccomp", "acl", "relcl"):
                return False
            return _lemma(head) not in cues.carriers
    if verb.dep == "pcomp" and head.lower == "for":
        return head.head.pos == "NOUN"
    return verb.dep == "pcomp" and head.lower in ("from", "without", "against")


def _unreal(verb: Token) -> bool:
    """Whether a verb, or the one that it leans on by "to", is negated or under a modal: its purpose is not served."""
    for v in (verb, *verb.ancestors()):
        if any(c.dep == "neg" or (c.dep == "aux" and c.tag == "MD") for c in v.children):
            return True
        if v.dep != "xcomp":
            break
    return False


def _points(verb: Token) -> bool:
    taken = verb.child("dobj")
    return taken is not None and taken.left == taken.right and taken.lower in POINTERS


def _deed(verb: Token, stance: Stance) -> bool:
    """Whether the object of a verb is no words: only a name ("endorsed Jan Karel"), or a noun that is the speaker's own
    under a verb that may be an act ("defended his record")."""
    taken = verb.child("dobj")
    if taken is None or any(c.dep not in ("det", "compound", "poss", "amod") or c.i > taken.i for c in taken.children):
        return False
    owner = taken.child("poss")
    own = stance == "asserts" and owner is not None and owner.tag == "PRP$"
    return taken.pos == "PROPN" or (own and taken.lemma.lower() not in contents.CLAIMS)


def _cite(page: Page, draft: Draft, verb: Token, cues: Cues) -> None:
    """Makes whoever is cited by a news medium the source, and the source so far the relay; what anybody else cites is
    what he rests on."""
    cites = relays.citing(verb)
    if cites is None or draft.source is None:
        return
    citing, cited = cites
    cue = citing if citing.lemma.lower() == "quote" else draft.cue
    if relays.passes_on(page, draft.source, cue, cues.media) and relays.speaks(page, cited, cues.people):
        draft.relays, draft.source = [draft.source], cited
    elif relays.speaks(page, cited, cues.speaking):
        draft.grounds = cited
    draft.content = [r for a in draft.content for r in extents.minus(a, [(citing.i, cited.right)])] or draft.content


def _relay(page: Page, draft: Draft, cues: Cues) -> None:
    """Makes a source that only passes words on a relay of the one that it quotes or cites."""
    verb = draft.cue
    outer = relays.quoting(verb)
    if outer is not None:
        relayer = sources.of_verb(outer)
        draft.verbs.append(outer)
        if verb.head.i == outer.i + 1 and verb.i == outer.i + 2:
            draft.words = (extents.group(outer), verb.i)
        draft.relays = [relayer] if relayer is not None else []
    else:
        _cite(page, draft, verb, cues)


def _nominal(noun: Token, cues: Cues) -> Draft | None:
    draft = _best(noun, cues.nouns, contents.noun_frames)
    if draft is None or (draft.frame not in CLAUSAL and _pronoun(noun, draft.content[0])):
        return None
    draft.source = sources.of_noun(noun, draft.content[0][0], cues.light)
    draft.words = extents.noun_cue(noun, draft.content[0][0])
    under = noun.dep == "dobj" and noun.head.child("neg") is not None
    draft.negated = extents.nobody(noun) or under
    return draft if draft.source is not None or (draft.frame == "clause" and sources.unnamed(noun)) else None


def _pronoun(noun: Token, content: Range) -> bool:
    """Whether all that hangs on a noun of saying is a pronoun ("their opinion of him")."""
    below = (c.child("pobj") for c in noun.children if c.dep == "prep" and c.i < content[0])
    return content[0] == content[1] and any(t is not None and t.i == content[0] and t.pos == "PRON" for t in below)


def _according(page: Page, token: Token, cues: Cues) -> Draft | None:
    """ "The bridge is open, according to the ministry": the clause around it is the content."""
    to = token.child("prep")
    source = to.child("pobj") if to is not None else None
    draft = _around(token, token, to.i, source, ACCORDING) if to is not None else None
    if draft is not None:
        _cite(page, draft, draft.verbs[-1], cues)
    return draft


def _phrase(noun: Token, cues: Cues) -> Draft | None:
    """ "In the words of the mayor, the town is lost", "by the army's account"."""
    preposition = noun.head
    if _lemma(noun) not in cues.phrases or noun.dep != "pobj" or preposition.lower not in ("in", "by"):
        return None
    of = next((c for c in noun.children if c.dep == "prep" and c.lower == "of"), None)
    source = of.child("pobj") if of is not None else noun.child("poss")
    if source is None or source.lower in ("other", "others", "some"):
        return None
    last = of.i if of is not None else noun.i
    return _around(noun, preposition, last, source, PHRASE)


def _around(cue: Token, inner: Token, last: int, source: Token | None, known: Cue) -> Draft | None:
    """The draft whose content is the clause around `inner`, without the words that hang on it."""
    first, head = inner.i, inner.head
    while head.head is not head and (head.pos not in ("VERB", "AUX") or _leans(head, inner)):
        inner = head if _leans(head, inner) else inner
        head = head.head
    around = contents.without(head, inner) if head is not inner else []
    marks = {c.i for c in head.children if c.dep in ("mark", "cc")}
    content = [(a, b) for a, b in around if b > a + 1 or a not in marks]  # "that," is no content
    if source is None or not content:
        return None
    draft = Draft(cue, "around", content, known)
    draft.verbs.append(head)
    draft.source, draft.words = source, (first, last) if first < source.i < cue.i or last < source.i else (cue.i, cue.i)
    return draft


def _leans(clause: Token, inner: Token) -> bool:
    """Whether a clause is only a part of what `inner` is about: it stands before the main verb, or hangs on it."""
    return inner.i < clause.i < clause.head.i and clause.dep in ("ccomp", "relcl", "advcl") and clause.pos == "VERB"


def _quoted(parse: Parse, verb: Token, said: list[Quote], draft: Draft | None, cues: Cues) -> Draft | None:
    """The draft of a verb that reports quotations: they replace what overlaps them, and are added to the rest."""
    known = cues.verbs[_lemma(verb)].get("quote") if _lemma(verb) in cues.verbs else None
    spans = extents.joined([(q.first, q.last) for q in said], parse)
    if draft is None:
        if known is None:
            return None
        draft = Draft(verb, "quote", spans, known)
        draft.words, draft.negated = extents.verb_cue(verb, cues)
        draft.source = sources.of_verb(verb)
        if draft.source is None or any(a <= draft.source.i <= b for a, b in spans):
            draft.source = sources.beside(parse, verb, said[0].last)
        return draft if draft.source is not None else None
    first = parse.sentence(parse.tokens[said[0].first]).first
    kept = [] if draft.frame.startswith("object") else [r for r in draft.content if _stays(r, spans, first)]
    draft.content = extents.joined(sorted([*kept, *spans]), parse)
    if known is not None:
        draft.frame, draft.score = "quote", known.score
    return draft


def _stays(content: Range, spans: list[Range], sentence: int) -> bool:
    """Whether an indirect content is more than the parse of the quotation beside it: it began before the quotation."""
    over = [s for s in spans if s[0] <= content[1] and content[0] <= s[1]]
    return not over or (over[0][0] > sentence and content[0] < over[0][0])
