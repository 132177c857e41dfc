"""Who stands where around a trigger: subjects, objects and prepositional phrases, through passives, control,
relative clauses, participles, conjunctions, possessives and light verbs.

All functions give the head words of phrases, nearest first; which of them names an actor is for the caller to find.
"""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.annotate.events.triggers import Trigger, measured, word_set
from onrecord.tokens import Token

RELATIVE = frozenset({"who", "which", "that", "whom"})
VERBS = frozenset({"VERB", "AUX"})
DEPTH = 6


def passive(verb: Token) -> bool:
    """Whether `verb` is in the passive."""
    if any(c.dep in ("nsubjpass", "auxpass", "agent") for c in verb.children):
        return True
    return verb.tag == "VBN" and not any(c.dep in ("aux", "nsubj", "dobj") for c in verb.children)


def phrases(words: tuple[Token, ...] | list[Token], preposition: str) -> list[Token]:
    """The objects of `preposition` among what hangs on `words`."""
    out: list[Token] = []
    for word in words:
        for prep in word.children:
            if prep.lower == preposition and prep.dep in ("prep", "dative", "agent", "prt", "advmod"):
                out += [c for c in prep.children if c.dep in ("pobj", "pcomp")]
            elif prep.dep == "prep" and prep.tag == "IN":  # "from along", "out of"
                out += [c for p in prep.children if p.dep == "prep" and p.lower == preposition for c in p.children]
    return out


def subjects(verb: Token, depth: int = DEPTH) -> list[Token]:
    """Who does what `verb` says, or nothing where nobody is named."""
    if depth == 0:
        return []
    if passive(verb):
        by = phrases([verb], "by")
        if by or verb.dep != "conj" or any(c.dep == "nsubjpass" for c in verb.children):
            return by
        return phrases([verb.head], "by")
    if verb.tag == "JJ":  # "is willing"
        return subjects(verb.head, depth - 1) if verb.dep == "acomp" else []
    named = [_antecedent(c, verb) for c in verb.children if c.dep in ("nsubj", "csubj")]
    if not named and any(c.dep == "expl" for c in verb.children):  # "there is no threat"
        return []
    if not named and verb.tag == "VBG":  # "their shelling the town"
        named = [c for c in verb.children if c.dep == "poss"]
    return named or _subjects_above(verb, depth)


def _antecedent(token: Token, verb: Token) -> Token:
    """What a relative pronoun stands for, else `token` itself."""
    while verb.dep == "conj" and verb.head is not verb:
        verb = verb.head
    return verb.head if token.lower in RELATIVE and verb.dep in ("relcl", "acl") else token


def _subjects_above(verb: Token, depth: int) -> list[Token]:
    head, dep = verb.head, verb.dep
    if head is verb:
        return []
    if dep == "acl":
        return [head] if verb.tag == "VBG" else noun_actors(head, depth - 1)
    if dep in ("pcomp", "prep", "pobj"):
        return _governing(head, depth)
    if head.pos not in VERBS:
        if head.dep == "acomp":  # "is ready to send"
            return subjects(head.head, depth - 1)
        return noun_actors(head, depth - 1) if head.pos == "NOUN" else []
    if dep == "xcomp" or (dep == "ccomp" and verb.tag == "VB"):
        return controller(head, depth)
    if dep == "conj" and passive(head) and head.tag == "VBN":
        return [c for c in head.children if c.dep == "nsubjpass"] or subjects(head, depth - 1)
    if dep in ("conj", "advcl", "dep", "ccomp"):
        if dep == "advcl" and passive(head):
            return [c for c in head.children if c.dep == "nsubjpass"]
        return subjects(head, depth - 1)
    return []


def controller(head: Token, depth: int) -> list[Token]:
    """Who does what an infinitive under the verb `head` says."""
    if head.lemma in word_set("object_control"):
        if passive(head):
            return [c for c in head.children if c.dep == "nsubjpass"]
        if told := [c for c in head.children if c.dep in ("dobj", "dative")] or phrases([head], "on") + phrases(
            [head], "at"
        ):
            return told
    if passive(head):  # "was said to have attacked"
        return [c for c in head.children if c.dep == "nsubjpass"]
    return subjects(head, depth - 1)


def _governing(prep: Token, depth: int) -> list[Token]:
    """Who does what a gerund after the preposition `prep` says ("blamed for using", "by using")."""
    head = prep.head
    if head.pos in VERBS:
        return (
            controller(head, depth)
            if prep.lower in ("of", "for", "with", "from", "into")
            else subjects(head, depth - 1)
        )
    if head.lemma in word_set("averse"):  # "opponents of taking them in"
        return []
    return noun_actors(head, depth - 1) if head.pos == "NOUN" else []


def objects(verb: Token, depth: int = DEPTH) -> list[Token]:
    """To whom or what `verb` is done."""
    if passive(verb):
        if named := [_antecedent(c, verb) for c in verb.children if c.dep == "nsubjpass"]:
            return named
        if verb.dep == "acl":
            return [_paper(verb.head)]
        if depth and verb.dep == "conj" and verb.head.pos in VERBS and passive(verb.head):
            return objects(verb.head, depth - 1)
        return [c for c in verb.children if c.dep == "dobj"]
    named = [_antecedent(c, verb) for c in verb.children if c.dep in ("dobj", "dative") and c.pos != "ADP"]
    if not named and verb.dep == "relcl" and any(c.dep == "nsubj" and c.lower not in RELATIVE for c in verb.children):
        return [verb.head]  # "the peninsula it seized"
    return named


def _paper(noun: Token) -> Token:
    """`noun`, or the paper of which or to whom it stands there: "a survey of voters released on Friday"."""
    above = noun.head.head
    return above if noun.dep == "pobj" and above.lemma in word_set("papers") else noun


def noun_actors(noun: Token, depth: int = DEPTH) -> list[Token]:
    """Who does what an event noun names: possessor or "by", else the subject of its light verb, else its modifiers."""
    if depth == 0:
        return []
    return own(noun) or light_subjects(noun, "light", depth) or modifiers(noun)


def own(noun: Token) -> list[Token]:
    """The possessor of an event noun and what follows its "by"."""
    return phrases([noun], "by") + [c for c in noun.children if c.dep == "poss"]


def modifiers(noun: Token) -> list[Token]:
    """The nouns and adjectives before an event noun: "Iranian missile attack"."""
    return [c for c in noun.children if c.dep in ("compound", "amod", "nmod")]


def light_subjects(noun: Token, kind: str, depth: int = DEPTH) -> list[Token]:
    """The subject of the verb that governs an event noun, where it is in the codebook's set `kind`."""
    verb = light(noun)
    return subjects(verb, depth - 1) if verb is not None and verb.lemma in word_set(kind) else []


def attending(noun: Token) -> list[Token]:
    """The subject of the verb that an event noun hangs on by prepositions: "flew to the capital for talks"."""
    token = noun
    if noun.dep == "dobj" and noun.head.lemma in word_set("addressing"):  # "told a meeting of leaders"
        return subjects(noun.head)
    for _ in range(DEPTH):
        if token.dep not in ("pobj", "prep", "advmod", "npadvmod", "pcomp") and token.head.pos != "ADP":
            break
        token = token.head
        if token.pos in VERBS:
            break
    return subjects(token) if token.pos in VERBS and token is not noun else []


def _presence(noun: Token) -> bool:
    """Whether what governs a meeting says that its subject is there: "told a meeting", "said at a meeting"."""
    return noun.head.lower in ("at", "during") if noun.dep == "pobj" else noun.head.lemma in word_set("addressing")


def attended(noun: Token) -> list[Token]:
    """Whom the verb is done to that an event noun hangs on: "warned them in a call"."""
    prep = noun.head
    if noun.dep != "pobj" or prep.lower not in ("in", "during", "by", "on", "over") or prep.head.pos not in VERBS:
        return []
    return objects(prep.head)


def light(noun: Token) -> Token | None:
    """The light verb that governs `noun`, directly or through a measure ("a series of attacks"), or None."""
    head, dep = noun.head, noun.dep
    for _ in range(DEPTH):
        if dep != "conj" or head.pos != "NOUN":
            break
        noun, head, dep = head, head.head, head.dep
    if (
        dep == "pobj"
        and head.lower in ("of", "in")
        and head.head.pos in ("NOUN", "NUM", "SYM")
        and noun in measured(head.head)
    ):
        head, dep = head.head.head, head.head.dep
    if dep in ("dobj", "nsubjpass") and (head.lemma in word_set("light") or head.lemma in word_set("loose")):
        return head
    if dep == "attr" and head.lemma in ("be", "remain", "become"):
        return head
    if (
        dep in ("pobj", "pcomp")
        and head.head.lemma in ("engage", "be", "enter", "join")
        and head.lower in ("in", "into")
    ):
        return head.head
    return None


def fill(trigger: Trigger, slot: str) -> list[Token]:
    """The words in a slot of the codebook (named in the codebook and in `cast`) around `trigger`."""
    head, words = trigger.head, list(trigger.words)
    verbal = head.tag.startswith("VB")
    if not verbal and (verb := light(head)) is not None:
        words.append(verb)
    match slot:
        case "subj":
            return subjects(head) if verbal or head.tag == "JJ" else own(head)
        case "light" | "loose":
            return [] if verbal else light_subjects(head, slot)
        case "modifier":
            return [] if verbal else modifiers(head)
        case "attending":
            meeting = trigger.group.code == "CONSULT" and phrases([head], "of") and _presence(head)
            present = not verbal and (meeting or phrases([head], "with") or attended(head))
            return attending(head) if trigger.group.reciprocal and present else []
        case "attended":
            return [] if verbal else attended(head)
        case "obj":
            return objects(head) if verbal else []
        case "iobj":
            verbs = [w for w in words if w.tag.startswith("VB")]
            return [t for v in verbs for c in v.children if c.dep == "dative" for t in _dative(c)]
        case "poss":
            return [c for c in head.children if c.dep == "poss"]
        case "comp":
            return _complement(head)
        case "inner to" | "inner obj" | "inner in":
            return list(_inner(words, slot))
        case "listed":
            return _listed(head)
    return phrases(words, slot)


def _listed(noun: Token) -> list[Token]:
    """For whom the things are that an event noun is said to consist of: "deliveries include boats for the navy"."""
    if noun.dep != "nsubj":
        return []
    listed = [j for o in noun.head.children if o.dep in ("dobj", "attr") for j in (o, *o.children)]
    things = [t for j in listed for t in (j, *measured(j))]
    return phrases(things, "for") + phrases(things, "to")


def _dative(child: Token) -> list[Token]:
    return [c for c in child.children if c.dep == "pobj"] if child.pos == "ADP" else [child]


def _complement(head: Token) -> list[Token]:
    """The subject of the clause that hangs on `head`: "demanded that they leave"."""
    for clause in head.children:
        if clause.dep in ("ccomp", "xcomp"):
            for c in clause.children:
                if c.dep in ("nsubj", "nsubjpass"):
                    return [c]
    return []


def _inner(words: list[Token], slot: str) -> Iterator[Token]:
    """Whom the infinitive that hangs on the trigger affects: "refused to meet them", "agreed to send them aid"."""
    for clause in (c for w in words for c in w.children if c.dep in ("xcomp", "acl") and c.pos in VERBS):
        if slot == "inner obj":
            yield from objects(clause)
            continue
        around = [clause, *(c for c in clause.children if c.dep in ("dobj", "xcomp"))]
        for preposition in ("to", "with", "from", "on", "against") if slot == "inner to" else ("for", "in"):
            yield from phrases(around, preposition)
