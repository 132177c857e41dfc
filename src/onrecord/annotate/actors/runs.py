"""Capitalised words that no list knows: a person, a body, or nothing that is sure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from onrecord.annotate.actors.books import Books, fold
from onrecord.annotate.actors.phrases import Unit
from onrecord.annotate.actors.rows import Lists
from onrecord.annotate.actors.sounds import usual
from onrecord.annotate.actors.spotting import JOINTS
from onrecord.tokens import Parse, Token

SUBJECT = ("nsubj", "nsubjpass")
QUOTES = frozenset(('"', "“", "”", "„", "«", "»", "''", "``"))
THING_LABELS = frozenset(("FAC", "LOC", "EVENT", "LAW", "PRODUCT", "LANGUAGE"))


def name_words(parse: Parse, first: int, last: int, words: Lists) -> list[str]:
    """The folded words of a person's name, without hyphens, particles and endings like "Jr."."""
    found = [fold(t.text) for t in parse.tokens[first : last + 1] if t.text not in JOINTS]
    kept = [w for w in found if w and w not in words.suffixes] or [w for w in found if w]
    return [
        w for n, w in enumerate(kept) if w not in words.particles or (n == 0 and _forename(kept, parse, first, words))
    ] or kept


def _forename(names: Sequence[str], parse: Parse, first: int, words: Lists) -> bool:
    """Whether a particle at the start of a name is a first name: "Ben Roe", and "Al Roe" but not "Al-Roe"."""
    if len(names) == 1 or not parse.tokens[first].text[0].isupper() or not parse.tokens[first].space:
        return False
    return names[0] == "ben" or (names[0] == "al" and names[-1] in words.als)


def identity(sort: str | None, first: int, last: int, parse: Parse) -> str:
    """The id of a person or body by its name, initials in the middle left out; "" for what is neither."""
    if sort is None:
        return ""
    words = [usual(w, sort) for t in parse.tokens[first : last + 1] if (w := fold(t.text))]
    if len(words) > 2:
        words = [words[0], *(w for w in words[1:-1] if len(w) > 1), words[-1]]
    return f"{sort}:{'-'.join(words).replace(' ', '-')}"


def title_case(words: Sequence[Token]) -> bool:
    """Whether a sentence is set like a headline: each of its verbs and longer words, four or more, has a capital."""
    letters = [t.text for t in words if t.text.isalpha()]
    if len(letters) > 2 and all(w.isupper() for w in letters):
        return True
    if any(t.pos == "VERB" and t.text[0].islower() for t in words):
        return False
    longer = [t for t in words if len(t.text) > 4 and t.text.isalpha()]
    return len(longer) > 3 and all(t.text[0].isupper() for t in longer)


def titles(parse: Parse) -> frozenset[int]:
    """The tokens of titles of shows, books and papers in quotes: two or more capitalised words and no full stop."""
    found: set[int] = set()
    start = None
    for t in parse.tokens:
        if t.text in QUOTES:
            if start is not None and 2 < t.i - start < 12 and _title(parse.tokens[start + 1 : t.i]):
                found.update(range(start + 1, t.i))
            start = t.i
    return frozenset(found)


def _title(inside: Sequence[Token]) -> bool:
    words = [w.text for w in inside if w.text.isalpha()]
    if len(words) < 2 or any(w.text in (".", "!", "?") for w in inside):
        return False
    return all(w[0].isupper() for w in (words[0], words[-1], *(w for w in words if len(w) > 3)))


def aired(unit: Unit, parse: Parse, words: Lists) -> bool:
    """Whether an unknown name of some words only says where somebody spoke: "she said on Morning Ruritania"."""
    assert unit.name is not None
    first, last = unit.name
    on = parse.tokens[first - 1] if first else None
    if on is None or last == first or on.lower != "on" or parse.tokens[first].sent != on.sent:
        return False
    return on.head.lemma in (*words.speech, "appear", "interview", "interviews")


def sort(unit: Unit, parse: Parse, books: Books) -> Literal["person", "body"] | None:
    """What a run of capitalised words names, by votes: entity labels, given names, its place in the sentence."""
    assert unit.name is not None
    tokens = parse.tokens[unit.name[0] : unit.name[1] + 1]
    words = [t for t in tokens if t.text not in JOINTS and t.lower not in books.words.particles]
    if not words or words[-1].lower in books.words.things or len(words) > 6 or words[0].lower == "operation":
        return None
    if len(words) > 1 and ending(words[-1], books.words) is not None:
        return "body"
    labels = {t.ent for t in words}
    subject = unit.head.dep in SUBJECT and unit.head.head.lemma in books.words.speech
    if labels & THING_LABELS:
        return "person" if subject and len(words) > 1 else None
    if len(words) == 1:
        return _single(words[0], subject)
    given = fold(words[0].text) in books.given
    if (given and ("GPE" not in labels or subject)) or labels == {"PERSON"}:
        return "person"
    if "ORG" in labels and "GPE" not in labels:
        return "body"
    return "person" if subject and "GPE" not in labels else None


def ending(word: Token, words: Lists) -> str | None:
    """The sector that the last word of a body's name tells ("Herald": JRN), or None."""
    return next((sector for sector, endings in words.endings.items() if word.lower.rstrip(".") in endings), None)


def _single(word: Token, subject: bool) -> Literal["person", "body"] | None:
    if word.ent == "PERSON":
        return "person" if subject or word.dep in (*SUBJECT, "poss", "agent") else None
    acronym = word.text.isupper() and 2 < len(word.text) < 7
    return "body" if word.ent == "ORG" and (acronym or subject) else None


def firm(unit: Unit, parse: Parse, books: Books) -> bool:
    """Whether the noun right before a name says that it is a body's: "the law firm Roe Poe"."""
    before = parse.tokens[unit.first - 1] if unit.first else None
    if before is None or before.sent != unit.head.sent or before.tag != "NN":
        return False
    start = before.left if before.left < before.i else before.i - 1
    clause = unit.head.dep == "nsubj" and start > 0 and parse.tokens[start - 1].pos == "VERB"
    bound = before.head is unit.head and before.dep in ("compound", "nmod") and not clause
    if not (bound or _apposed(unit.head, before)):
        return False  # "the party Ann Roe leads"
    two = f"{parse.tokens[before.i - 1].lower} {before.lower}" if before.i else ""
    agent = books.nouns.get(two) or books.nouns.get(before.lower)
    return agent is not None and agent.row.kind in ("body", "group")


def _apposed(name: Token, noun: Token) -> bool:
    """Whether the name stands beside the noun, and begins no clause: "the party Ann Roe leads"."""
    return name.dep == "appos" and name.head is noun and not any(c.tag[:2] == "VB" for c in name.children)


def irregular(unit: Unit, parse: Parse, words: Lists) -> bool:
    """Whether the words of a force's name, or of what follows after "of", say that it is no state's."""
    if not unit.head.text[0].isupper():
        return False
    around = parse.tokens[unit.first : unit.last + 6]
    name = (t for t in around if t.sent == unit.head.sent and (t.i <= unit.last or _of_name(t, unit)))
    return any(t.text[0].isupper() and t.lower in words.irregular for t in name)


def _of_name(token: Token, unit: Unit) -> bool:
    """Whether a word behind the noun belongs to its "of": the "Martyrs" of "Army of the Martyrs"."""
    head = token if token.dep == "pobj" else token.head
    return head.dep == "pobj" and head.head.lower == "of" and head.head.i == unit.last + 1
