"""Whether a word that has other meanings is used as a word of time: "May", "second", "fall", "past"."""

from __future__ import annotations

from onrecord.tokens import Token


def fits(letter: str, form: str, token: Token) -> bool:
    """Whether a word that has other meanings is used as this word of time, by its tag and its capital."""
    if letter in "Ww@":
        return token.text[:1].isupper() or token.tag == "NNP"
    if letter == "M":
        return _is_month(form, token)
    if letter == "u" and form == "second":
        return token.tag == "NN" and token.dep != "amod"
    if letter == "m" and form in ("over", "under", "about", "around"):
        return not any(c.dep in ("pobj", "pcomp") for c in token.children)
    if letter in "bc":
        return token.tag in ("DT", "PDT") or form == "current"
    if letter in "<>" and form in ("before", "after"):
        return not any(c.dep in ("pobj", "pcomp") for c in token.children) and token.dep != "mark"
    if letter in "Su":
        return token.tag[:2] in ("NN", "CD", "JJ")
    if letter == "l":
        return token.tag[:2] in ("JJ", "NN", "RB") or (token.lower == "past" and token.tag == "IN")
    if letter == "H" and form[0].isdigit():
        return True
    if letter in "PeH":
        return token.tag[:2] == "NN" or (letter == "P" and token.tag in ("RB", "JJ"))
    if letter == "d" or letter == "N":
        return token.tag not in ("JJ", "CC")
    if letter == "G":
        return token.tag[:2] in ("RB", "NN", "JJ", "IN")
    if letter == "h":
        return token.tag[:2] in ("NN", "PD", "JJ", "DT")
    return True


def _is_month(form: str, token: Token) -> bool:
    if form in ("may", "march", "august", "mar", "jan"):
        beside = token.head.tag == "CD" or any(c.tag == "CD" for c in token.children)
        return token.text[:1].isupper() and (token.tag[:2] == "NN" or beside) and token.ent != "PERSON"
    return token.ent != "PERSON" and (token.text[:1].isupper() or len(form) > 4)
