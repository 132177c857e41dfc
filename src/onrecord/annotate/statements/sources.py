"""Whose words they are: the noun that a cue's subject, agent or possessor stands for."""

from __future__ import annotations

from collections.abc import Container

from onrecord.annotate.statements.contents import dangling
from onrecord.tokens import Parse, Token

# How many verbs a subject is looked for through: deeper chains are misparsed.
DEPTH = 6
FINITE = ("VBD", "VBZ", "VBP")
# Prepositions that take a noun with a participle.
ABSOLUTE = frozenset(("despite", "with", "amid"))
TENSES = {"VBD": "past", "VBZ": "present", "VBP": "present", "MD": "modal"}
# Participles by which a speaker goes on: they belong to the speaker and not to whoever the content is about.
RESUMING = frozenset(("add", "note", "stress", "emphasize", "emphasise", "insist", "say", "argue", "explain", "warn"))


def of_verb(verb: Token, depth: int = DEPTH) -> Token | None:
    """The head word of who says what `verb` reports, or None when the text leaves it open."""
    if passive(verb):
        return _agent(verb)
    if (own := verb.child("nsubj")) is not None:
        if dangling(verb) is not None and depth > 0:
            return of_verb(verb.head, depth - 1)
        return None if own.dep == "expl" else own
    if verb.child("expl") is not None or depth == 0:
        return None
    head = verb.head
    if verb.dep == "conj":
        return _shared(head, depth) if head.pos in ("VERB", "AUX") else None
    if verb.dep in ("xcomp", "ccomp"):
        return head.child("dobj") or _shared(head, depth)
    if verb.dep == "advcl" and (absolute := _absolute(verb)) is not None:
        return absolute
    if verb.dep in ("advcl", "dep"):
        return _shared(head, depth) if head.pos in ("VERB", "AUX") else None
    if verb.dep == "acl":
        return head
    if verb.dep == "pcomp":
        return _of_gerund(head, depth)
    return None


def _absolute(verb: Token) -> Token | None:
    """Who stands right before a participle under a preposition ("despite both towns now saying ..."), or None."""
    if verb.tag != "VBG":
        return None
    for c in verb.head.children:
        if c.dep == "prep" and c.lower in ABSOLUTE and c.right + 1 == verb.left:
            return c.child("pobj")
    return None


def passive(verb: Token) -> bool:
    """Whether what is said, and not who says it, stands as the subject, a participle's too ("asked whether ...")."""
    if verb.child("auxpass", "nsubjpass") is not None:
        return True
    return verb.tag == "VBN" and verb.dep in ("advcl", "acl", "relcl") and verb.child("aux", "nsubj") is None


def of_noun(noun: Token, content: int, light: Container[str]) -> Token | None:
    """The head word of whose claim, promise or report `noun` is; `content` is the number of its content's first token.

    `light` are the verbs that leave the saying to their object ("made the claim", "issued a warning").
    """
    if (owner := noun.child("poss")) is not None:
        return owner
    if noun.tag == "NNS" and (subject := noun.child("nsubj")) is not None and subject.i < noun.i:
        return subject  # a verb that the tagger took for a noun: "the campaign charges that ..."
    for c in noun.children:
        if c.dep in ("prep", "agent") and c.lower in ("by", "from", "of", "among") and c.i < content - 1:
            return c.child("pobj")
    verb = noun.head
    if noun.dep == "dobj" and verb.pos == "VERB" and verb.lemma.lower() in light:
        return of_verb(verb)
    return None


def resumes(verb: Token) -> int:
    """The number of the cue whose speaker goes on with `verb`, though the parse hung it on that cue's content; or -1.

    That is ", adding that ..." after a content, "X says A will come and said B" (a second verb in the tense of the cue
    and not of the content), "X denied that A was coming and told ..." (a finite verb that cannot share "was") and "X
    wrote that A was a liar and urged ..." (a copula says what A is, and the deed beside it is X's).
    """
    head = verb.head
    if (
        head.dep not in ("ccomp", "xcomp")
        or verb.child("nsubj", "nsubjpass") is not None
        or verb.i < head.i
        or head.head.i > head.i
    ):
        return -1
    if verb.dep == "advcl" and verb.tag == "VBG" and verb.lemma.lower() in RESUMING:
        return head.head.i
    own, inner, outer = tense(verb), tense(head), tense(head.head)
    stated = head.lemma == "be" and verb.lemma != "be" and verb.tag == head.head.tag
    if verb.dep == "conj" and verb.tag in FINITE and stated and _that(head):
        return head.head.i
    if (
        verb.dep == "conj"
        and own == outer != ""
        and (inner != own or (head.tag in ("VBG", "VB") and verb.tag in FINITE))
    ):
        return head.head.i
    return -1


def _that(clause: Token) -> bool:
    """Whether "that" begins a clause, and nothing else goes on with it."""
    return any(c.dep == "mark" and c.lower == "that" for c in clause.children)


def tense(verb: Token) -> str:
    """Whether the verb or its first finite auxiliary is in the past, the present, or a modal ("" for none of them)."""
    tag = next((c.tag for c in verb.children if c.dep in ("aux", "auxpass") and c.tag in TENSES), verb.tag)
    return TENSES.get(tag, "")


def unnamed(noun: Token) -> bool:
    """Whether a noun of saying is nobody's: "there were reports that ...", "rumors that ... spread"."""
    return noun.dep in ("nsubj", "nsubjpass") or (noun.dep == "attr" and noun.head.child("expl") is not None)


def of_adjective(adjective: Token) -> Token | None:
    """The head word of who is confident, worried or sorry."""
    if adjective.dep in ("acomp", "oprd", "attr"):
        return _shared(adjective.head, DEPTH)
    if adjective.dep in ("amod", "acl", "relcl"):
        return adjective.head
    if adjective.dep == "advcl":
        return _shared(adjective.head, DEPTH)
    return None


def _shared(verb: Token, depth: int) -> Token | None:
    """The subject of a verb that another one leans on, of a passive too."""
    if (own := verb.child("nsubj", "nsubjpass")) is not None:
        return own
    return of_verb(verb, depth - 1)


def _agent(verb: Token) -> Token | None:
    agent = verb.child("agent")
    return agent.child("pobj") if agent is not None else None


def _of_gerund(preposition: Token, depth: int) -> Token | None:
    """Who speaks in "quoted X as saying", "was quoted as saying", "by saying"."""
    head = preposition.head
    if head.pos in ("NOUN", "PROPN"):
        return head if preposition.lower == "as" else head.child("poss")
    if preposition.lower == "as" and (quoted := head.child("dobj")) is not None:
        return quoted
    return _shared(head, depth) if head.pos in ("VERB", "AUX") else None


def beside(parse: Parse, verb: Token, quote: int) -> Token | None:
    """The name beside a verb that the parse gave no subject: between the quotation's last token `quote` and the verb,
    or right after the verb ("... ," said the mayor)."""
    between = parse.tokens[quote + 1 : verb.i]
    after = parse.tokens[verb.i + 1 : verb.i + 2]
    for tokens in (between, after):
        names = [t for t in tokens if t.pos in ("NOUN", "PROPN", "PRON") or t.dep in ("det", "compound", "amod")]
        if names:
            top = names[0]
            while top.head is not verb and top.head is not top and top.head.pos in ("NOUN", "PROPN", "PRON"):
                top = top.head
            return top if top.pos in ("NOUN", "PROPN", "PRON") else None
    return None
