"""The contexts that words stand for, as the PLOVER codebook and a user's own tell them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from onrecord.codebooks.plover import CODEBOOK, Context, plover
from onrecord.tokens import Token

__all__ = ["CODEBOOK", "Contexts", "plover"]


class Contexts:
    """PLOVER's contexts and `more`, by the words that tell them."""

    def __init__(self, more: Mapping[str, Context]) -> None:
        self._of: dict[str, list[str]] = {}
        self._unless: dict[str, frozenset[str]] = {}
        for name, context in {**plover().contexts, **more}.items():
            self._unless[name] = frozenset(context.unless)
            for word in context.words:
                self._of.setdefault(word, []).append(name)

    def told(self, words: Iterable[Token]) -> list[str]:
        """The contexts that `words` stand for, in the order of their first word, each once."""
        found: dict[str, None] = {}
        before = ""
        for t in words:
            phrase, before = f"{before} {t.lower}", t.lower
            for name in self._of.get(t.lemma) or self._of.get(t.lower) or ():
                if phrase not in self._unless[name]:
                    found[name] = None
        return list(found)
