"""Whether an account says that a thing was not so."""

from __future__ import annotations

import re
from collections.abc import Sequence

from onrecord.data import Event, Statement
from onrecord.weigh import words
from onrecord.weigh.reading import Reading, Sentence

_CLAUSE = re.compile(r"[,;:—“”]|\b(?:and|but|that|because|when|after|while|who|which)\b")
# To deny that a deed was of some kind is not to deny the deed.
_OF_KIND = re.compile(
    r"^[^,.;]*?\b(?:had|has|have)? ?(?:been|was|were|is|are) "
    r"(?:a|an|any|the|in|part|meant|motivated|aimed|because|for)\b"
)

# Who refuses an offer denies nothing.
_REFUSED = re.compile(r"\b(?:refus|reject|declin|oppos|object|turn(?:s|ed)? down|rebuff)", re.IGNORECASE)
_CHARGE = re.compile(
    r"\b(?:accus|alleg|claim|charge|report|suggest|assert|account|rumou?r|involve|responsib|any (?:role|part|link))\w*",
    re.IGNORECASE,
)
# What is not needed, wished or allowed may be all the same.
_WISHED = re.compile(
    r"\b(?:no need|not (?:need|want|wish|seek|allow|accept|tolerate|be allowed)"
    r"|(?:should|must|will|would|could|can|may|might|shall) not"
    r"|cannot|won['’]t|wouldn['’]t|shouldn['’]t|never (?:accept|allow|forget)|(?:not|n't) yet)",
    re.IGNORECASE,
)


def denied(reading: Reading, event: Event, sentence: Sentence, chain: Sequence[Statement]) -> bool:
    """Whether the event is told as not so: by its status, by who denies it, or by the words before it."""
    after_it = reading.text[event.span.end : sentence.end]
    if _OF_KIND.search(after_it) and not event.span.quote.endswith("ed"):
        return False
    if event.status == "denied" or any(s.stance == "denies" and not s.negated for s in chain):
        return True
    if event.status != "actual" or left_open(sentence.text):
        return False
    if words.pattern("whole").search(sentence.text):
        return True
    if re.match(r"\s+(?:no one|nobody|none)\b", after_it):
        return True
    before = _CLAUSE.split(reading.text[sentence.start : event.span.start])[-1]
    return bool(words.pattern("plain").search(" ".join(before.split()[-7:])))


def intended(sentence: Sentence, event: Event) -> bool:
    before = sentence.text[: max(0, event.span.start - sentence.start)]
    return bool(words.pattern("intent").search(before[-60:]))


def rejected(statement: Statement) -> bool:
    """Whether who denies rejects an account: an offer, a demand or a duty that is refused was made."""
    cue = statement.cue.quote.casefold() if statement.cue else ""
    text = " ".join(c.quote for c in statement.content)
    return not _REFUSED.search(cue) or bool(_CHARGE.search(text))


def wished(text: str) -> bool:
    """Whether only the wish, the need or the leave for a deed is said not to be there."""
    return bool(_WISHED.search(text)) and not words.pattern("intent").search(text)


def negated(text: str) -> bool:
    """Whether a deed is told as not so: a denial of the whole, or a negation in the words before a deed."""
    if words.pattern("whole").search(text):
        return True
    for clause in _CLAUSE.split(text):
        if not words.stems(clause) & words.deed_names():
            continue
        if re.search(r"\b(?:none|nobody|no one)\b", clause, re.IGNORECASE) and words.stems(clause) & words.deed_names():
            return True
        if met := words.pattern("plain").search(clause):
            return bool(words.stems(" ".join(clause[met.start() :].split()[:7])) & words.deed_names())
        return False
    return False


def left_open(text: str) -> bool:
    return bool(words.pattern("open").search(text))


def of_kind(text: str) -> bool:
    """Whether what is said of a deed told as a noun is only of what kind it was."""
    return bool(
        re.match(
            r"(?:that )?the \w+(?: of [^,.;]*?)? (?:had|has|have) been (?:an?|any|the|meant|aimed|motivated) ", text
        )
    )
