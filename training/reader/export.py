"""Step 3 of the reader: the mean of the weights as the files that onrecord runs.

    python -m training.reader.export RUN src/onrecord/weights/reader-3

writes encoder.onnx (8-bit weights), a graph for each head, the tokenizer, and reader.toml with the SHA-256 of each.
"""

from __future__ import annotations

import hashlib
import shutil
import sys
import tempfile
import warnings
from pathlib import Path

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from training.reader.examples import BASE
from training.reader.network import WIDTH, Parts, Reader, allowed

HEADS = ("cues", "parts", "deeds", "kinds", "roles", "pairs")
FILES = ("encoder.onnx", *(f"{h}.onnx" for h in HEADS), "tokenizer.json")
NAME = "reader-3"


class Cued(nn.Module):
    """The cue head as it is run: probabilities, and what the next head needs of each token once for all cues."""

    def __init__(self, reader: Reader) -> None:
        super().__init__()
        self.cues, self.parts = reader.cues, reader.parts

    def forward(self, states: Tensor, told: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Probabilities [tokens, 5]; tokens and cues as the parts head sees them [tokens, width]."""
        seen = self.parts.states(states) + self.parts.told(told)
        return self.cues(states, told).softmax(-1), seen, self.parts.cue(states)


class Parted(nn.Module):
    """The parts of a cue or deed as they are found, on what `Cued` or `Spotted` gives."""

    def __init__(self, parts: Parts) -> None:
        super().__init__()
        self.parts = parts
        self.register_buffer("turns", (parts.turns + allowed(parts.out.out_features)).detach())

    def forward(self, seen: Tensor, cue: Tensor, pair: Tensor) -> tuple[Tensor, Tensor]:
        """Scores [cues, tokens, labels] and the turns of seen [tokens, width], cue [cues, width] and pair [cues,
        tokens, sizes]."""
        p = self.parts
        x = seen[None] + cue[:, None] + sum(e(pair[..., i]) for i, e in enumerate(p.pair))
        x = p.norm(x)
        for layer in p.layers:
            x = layer(x, None)
        return p.out(x), self.turns.clone()


class Spotted(nn.Module):
    """The head of deeds as it is run: probabilities, and what the head of roles needs of each token."""

    def __init__(self, reader: Reader) -> None:
        super().__init__()
        self.deeds, self.roles = reader.deeds, reader.roles

    def forward(self, states: Tensor, told: Tensor, lexical: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Probabilities [tokens, 3]; tokens and deeds as the head of roles sees them [tokens, width]."""
        seen = self.roles.states(states) + self.roles.told(told)
        return self.deeds(states, told, lexical).softmax(-1), seen, self.roles.cue(states)


class Sorted(nn.Module):
    """The kinds of deeds as probabilities."""

    def __init__(self, reader: Reader) -> None:
        super().__init__()
        self.kinds = reader.kinds

    def forward(self, states: Tensor, told: Tensor, clues: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """Probabilities of types, modes and statuses, and factuality."""
        codes, modes, statuses, factuality = self.kinds(states, told, clues)
        return codes.softmax(-1), modes.softmax(-1), statuses.softmax(-1), factuality


class Related(nn.Module):
    """The types of given pairs as probabilities."""

    def __init__(self, reader: Reader) -> None:
        super().__init__()
        self.pairs = reader.pairs

    def forward(self, pooled: Tensor) -> Tensor:
        """Probabilities [pairs, 16]."""
        return self.pairs(pooled).softmax(-1)


# Of each input of a graph an example, and the names of its open axes.
Inputs = dict[str, tuple[Tensor, dict[int, str]]]


def save(module: nn.Module, inputs: Inputs, outputs: list[str], path: Path) -> None:
    """Writes `module` as ONNX; `inputs` gives for each input an example and the names of its open axes."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            module.eval(),
            tuple(x for x, _ in inputs.values()),
            str(path),
            input_names=list(inputs),
            output_names=outputs,
            dynamic_axes={name: axes for name, (_, axes) in inputs.items()},
            opset_version=17,
            dynamo=False,
        )


def write(reader: Reader, folder: Path) -> None:
    """Writes the model's files."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as held:
        plain, pieces = Path(held) / "encoder.onnx", {1: "pieces"}
        window = {
            "ids": (torch.ones(1, 12).long(), pieces),
            "told": (torch.ones(1, 12, 4).long(), pieces),
            "parties": (torch.ones(1, 12).long(), pieces),
        }
        save(reader.encoder, window, ["states"], plain)
        quantize_dynamic(
            plain, folder / "encoder.onnx", weight_type=QuantType.QInt8, per_channel=True, reduce_range=True
        )
    for name, (module, inputs, outputs) in heads(reader).items():
        save(module, inputs, outputs, folder / f"{name}.onnx")
        onnx.checker.check_model(onnx.load(str(folder / f"{name}.onnx")))
    shutil.copy(BASE / "tokenizer.json", folder)
    lines = [f'"{n}" = "{hashlib.sha256((folder / n).read_bytes()).hexdigest()}"' for n in FILES]
    head = "# The files of the reader model and their SHA-256, checked when loaded. Made by training/reader/export.py."
    (folder / "reader.toml").write_text("\n".join([head, f'name = "{NAME}"', "[files]", *lines, ""]), encoding="utf-8")


def heads(reader: Reader) -> dict[str, tuple[nn.Module, Inputs, list[str]]]:
    """Each head as it is run, with examples of its inputs and the names of its outputs."""
    tokens, deeds = {0: "tokens"}, {0: "deeds"}
    states, told = (torch.randn(9, WIDTH), tokens), (torch.ones(9, 4).long(), tokens)
    width = reader.parts.out.in_features

    def parts(sizes: int) -> Inputs:
        return {
            "seen": (torch.randn(9, width), tokens),
            "cue": (torch.randn(2, width), {0: "cues"}),
            "pair": (torch.ones(2, 9, sizes).long(), {0: "cues", 1: "tokens"}),
        }

    kinds = {
        "states": (torch.randn(2, WIDTH), deeds),
        "told": (torch.ones(2, 4).long(), deeds),
        "clues": (torch.ones(2, 3).long(), deeds),
    }
    lexical = {"states": states, "told": told, "lexical": (torch.ones(9).long(), tokens)}
    return {
        "cues": (Cued(reader), {"states": states, "told": told}, ["chances", "seen", "cues"]),
        "parts": (Parted(reader.parts), parts(len(reader.parts.pair)), ["scores", "turns"]),
        "deeds": (Spotted(reader), lexical, ["chances", "seen", "cues"]),
        "kinds": (Sorted(reader), kinds, ["codes", "modes", "statuses", "factuality"]),
        "roles": (Parted(reader.roles), parts(len(reader.roles.pair)), ["scores", "turns"]),
        "pairs": (Related(reader), {"pooled": (torch.randn(2, 3 * WIDTH), {0: "pairs"})}, ["codes"]),
    }


def main(run: Path, folder: Path) -> None:
    """Writes the files of the last checkpoint of `run`."""
    reader = Reader()
    reader.load_state_dict(torch.load(run / "last.pt", weights_only=True)["mean"])
    write(reader, folder)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
