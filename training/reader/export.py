"""Step 3 of the reader: the mean of the weights as the files that onrecord runs.

    python -m training.reader.export RUN src/onrecord/weights/reader-1

writes encoder.onnx (8-bit weights), cues.onnx, parts.onnx, the tokenizer, and reader.toml with the SHA-256 of each.
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
from training.reader.network import WIDTH, Reader, allowed

FILES = ("encoder.onnx", "cues.onnx", "parts.onnx", "tokenizer.json")


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
    """The parts head as it is run, on what `Cued` gives."""

    def __init__(self, reader: Reader) -> None:
        super().__init__()
        self.parts = reader.parts
        self.register_buffer("turns", (reader.parts.turns + allowed()).detach())

    def forward(self, seen: Tensor, cue: Tensor, pair: Tensor) -> tuple[Tensor, Tensor]:
        """Scores [cues, tokens, 7] and the turns [8, 7] of seen [tokens, width], cue [cues, width] and pair [cues,
        tokens, 4]."""
        p = self.parts
        x = seen[None] + cue[:, None] + sum(e(pair[..., i]) for i, e in enumerate(p.pair))
        x = p.norm(x)
        for layer in p.layers:
            x = layer(x, None)
        return p.out(x), self.turns.clone()


def save(module: nn.Module, inputs: dict[str, tuple[Tensor, dict[int, str]]], outputs: list[str], path: Path) -> None:
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
    states, told = torch.randn(9, WIDTH), torch.ones(9, 4).long()
    width = reader.parts.out.in_features
    pair = torch.ones(2, 9, 4).long()
    open_ = {0: "tokens"}
    with tempfile.TemporaryDirectory() as held:
        plain = Path(held) / "encoder.onnx"
        window = {
            "ids": (torch.ones(1, 12).long(), {1: "pieces"}),
            "told": (torch.ones(1, 12, 4).long(), {1: "pieces"}),
        }
        save(reader.encoder, window, ["states"], plain)
        quantize_dynamic(
            plain, folder / "encoder.onnx", weight_type=QuantType.QInt8, per_channel=True, reduce_range=True
        )
    save(
        Cued(reader),
        {"states": (states, open_), "told": (told, open_)},
        ["chances", "seen", "cues"],
        folder / "cues.onnx",
    )
    parts = {
        "seen": (torch.randn(9, width), open_),
        "cue": (torch.randn(2, width), {0: "cues"}),
        "pair": (pair, {0: "cues", 1: "tokens"}),
    }
    save(Parted(reader), parts, ["scores", "turns"], folder / "parts.onnx")
    shutil.copy(BASE / "tokenizer.json", folder)
    for name in FILES[:3]:
        onnx.checker.check_model(onnx.load(str(folder / name)))
    lines = [f'"{n}" = "{hashlib.sha256((folder / n).read_bytes()).hexdigest()}"' for n in FILES]
    head = "# The files of the reader model and their SHA-256, checked when loaded. Made by training/reader/export.py."
    (folder / "reader.toml").write_text("\n".join([head, 'name = "reader-1"', "[files]", *lines, ""]), encoding="utf-8")


def main(run: Path, folder: Path) -> None:
    """Writes the files of the last checkpoint of `run`."""
    reader = Reader()
    reader.load_state_dict(torch.load(run / "last.pt", weights_only=True)["mean"])
    write(reader, folder)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
