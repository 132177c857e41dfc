"""The network: one encoder over a window, and over its states the heads that find cues and what belongs to each."""

from __future__ import annotations

import json
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional

from onrecord.annotate import features
from onrecord.annotate.events.clues import codes, modes
from onrecord.data import STATUSES as NAMED

WIDTH = 384
LAYERS = 6
HEADS = 12
# Labels of a token to a cue: none, and B and I of its source, content and relays; to a deed: of its actors and targets.
CUES, PARTS, ROLES = 5, 7, 5
# How the tokens of a pair are marked when its relation is asked for: neither, the actor, the target.
PARTIES = 3
CODES, MODES, STATUSES = len(codes()), len(modes()), len(NAMED)


class Dropout(nn.Module):
    """Dropout whose masks are cut from one pool of chances: torch's own took a sixth of the time on a processor."""

    POOL = 1 << 22

    def __init__(self, share: float) -> None:
        super().__init__()
        self.share = share
        chances = torch.rand(self.POOL, generator=torch.Generator().manual_seed(0))
        self.register_buffer("pool", (chances >= share) / (1 - share), persistent=False)

    def forward(self, x: Tensor) -> Tensor:
        """`x` with a share of it set to 0, while training."""
        if not self.training or not self.share:
            return x
        start = int(torch.randint(self.POOL - x.numel(), ()))
        kept = self.pool[start : start + x.numel()].view(x.shape)
        return x * kept.to(x.dtype)


class Layer(nn.Module):
    """One layer of BERT: attention and a feed-forward part, each added and normed."""

    def __init__(self, width: int, heads: int, inner: int, dropout: float) -> None:
        super().__init__()
        self.heads = heads
        self.query, self.key, self.value = (nn.Linear(width, width) for _ in range(3))
        self.out, self.up, self.down = nn.Linear(width, width), nn.Linear(width, inner), nn.Linear(inner, width)
        self.first, self.second = nn.LayerNorm(width, eps=1e-12), nn.LayerNorm(width, eps=1e-12)
        self.dropout = Dropout(dropout)

    def forward(self, x: Tensor, mask: Tensor | None) -> Tensor:
        """The states after this layer; `mask` is added to the attention's scores, None where nothing is padding."""
        b, t, w = x.shape
        q, k, v = (
            f(x).view(b, t, self.heads, w // self.heads).transpose(1, 2) for f in (self.query, self.key, self.value)
        )
        scores = q @ k.transpose(2, 3) / (w // self.heads) ** 0.5
        if mask is not None:
            scores = scores + mask.to(scores.dtype)
        mixed = scores.softmax(-1, dtype=scores.dtype) @ v
        x = self.first(x + self.dropout(self.out(mixed.transpose(1, 2).reshape(b, t, w))))
        y: Tensor = self.second(x + self.dropout(self.down(functional.gelu(self.up(x)))))
        return y


class Told(nn.Module):
    """What is known of a token beside its words (tag, label, quotation marks, capitals), as a vector."""

    def __init__(self, width: int) -> None:
        super().__init__()
        sizes = (len(features.TAGS), len(features.LABELS), features.MARKS, features.CASES)
        self.kinds = nn.ModuleList(nn.Embedding(n, width) for n in sizes)

    def forward(self, told: Tensor) -> Tensor:
        """[..., width] of `told` [..., 4]."""
        return sum(e(told[..., i]) for i, e in enumerate(self.kinds))  # type: ignore[return-value]


class Encoder(nn.Module):
    """MiniLM: word pieces in, a state for each out."""

    def __init__(self, vocabulary: int = 30522, dropout: float = 0.1) -> None:
        super().__init__()
        self.words, self.places = nn.Embedding(vocabulary, WIDTH), nn.Embedding(512, WIDTH)
        self.told, self.parties = Told(WIDTH), nn.Embedding(PARTIES, WIDTH)
        self.norm, self.dropout = nn.LayerNorm(WIDTH, eps=1e-12), Dropout(dropout)
        self.layers = nn.ModuleList(Layer(WIDTH, HEADS, 1536, dropout) for _ in range(LAYERS))
        for kind in (*self.told.kinds, self.parties):  # at the start what is told says nothing
            nn.init.zeros_(kind.weight)

    def forward(self, ids: Tensor, told: Tensor, parties: Tensor, lengths: Tensor | None = None) -> Tensor:
        """States [batch, pieces, 384] of `ids` [batch, pieces], what is `told` of each [batch, pieces, 4], and which
        are of the `parties` asked about [batch, pieces]; what lies beyond `lengths` is padding."""
        x = self.words(ids) + self.places(torch.arange(ids.shape[1])) + self.told(told) + self.parties(parties)
        x = self.dropout(self.norm(x))
        mask = None
        if lengths is not None:
            beyond = torch.arange(ids.shape[1])[None] >= lengths[:, None]
            mask = torch.zeros(beyond.shape).masked_fill(beyond, -1e4)[:, None, None]
        for layer in self.layers:
            x = layer(x, mask)
        return x

    def load(self, folder: Path) -> None:
        """Takes the published weights from `folder`/model.safetensors; the type embedding is added to the places."""
        known = safetensors(folder / "model.safetensors")
        own = {"words.weight": known["embeddings.word_embeddings.weight"]}
        type_ = known["embeddings.token_type_embeddings.weight"][0]
        own["places.weight"] = known["embeddings.position_embeddings.weight"] + type_
        names = {
            "query": "attention.self.query",
            "key": "attention.self.key",
            "value": "attention.self.value",
            "out": "attention.output.dense",
            "first": "attention.output.LayerNorm",
            "up": "intermediate.dense",
            "down": "output.dense",
            "second": "output.LayerNorm",
        }
        for kind in ("weight", "bias"):
            own[f"norm.{kind}"] = known[f"embeddings.LayerNorm.{kind}"]
            for n in range(LAYERS):
                for mine, theirs in names.items():
                    own[f"layers.{n}.{mine}.{kind}"] = known[f"encoder.layer.{n}.{theirs}.{kind}"]
        missing = self.load_state_dict(own, strict=False).missing_keys
        assert all(m.startswith(("told.", "parties.")) for m in missing), missing


def safetensors(path: Path) -> dict[str, Tensor]:
    """The float32 tensors of a safetensors file."""
    raw = path.read_bytes()
    size = int.from_bytes(raw[:8], "little")
    head = json.loads(raw[8 : 8 + size])
    found = {}
    for name, at in head.items():
        if name != "__metadata__" and at["dtype"] == "F32":
            a, b = at["data_offsets"]
            found[name] = torch.frombuffer(bytearray(raw[8 + size + a : 8 + size + b]), dtype=torch.float32).view(
                at["shape"]
            )
    return found


class Cues(nn.Module):
    """For each token, whether it is part of a cue; and, to teach the encoder, of a source or content at all."""

    def __init__(self, dropout: float = 0.1) -> None:
        super().__init__()
        self.told, self.states = Told(256), nn.Linear(WIDTH, 256)
        self.out, self.flat, self.dropout = nn.Linear(256, CUES), nn.Linear(WIDTH, PARTS), Dropout(dropout)

    def forward(self, states: Tensor, told: Tensor) -> Tensor:
        """Scores [tokens, 5] of states [tokens, 384]."""
        x: Tensor = self.out(self.dropout(functional.gelu(self.states(states) + self.told(told))))
        return x


class Parts(nn.Module):
    """For one cue or deed, which tokens around it are which part of it; `sizes` are those of what is known of a pair of
    a token and the cue, the fourth whether the token is of the cue itself."""

    def __init__(self, labels: int, sizes: tuple[int, ...], width: int = 192, dropout: float = 0.1) -> None:
        super().__init__()
        self.states, self.cue, self.told = nn.Linear(WIDTH, width), nn.Linear(WIDTH, width), Told(width)
        self.pair = nn.ModuleList(nn.Embedding(n, width) for n in sizes)
        self.norm, self.dropout = nn.LayerNorm(width), Dropout(dropout)
        self.layers = nn.ModuleList([Layer(width, 4, 2 * width, dropout)])
        self.out = nn.Linear(width, labels)
        self.turns = nn.Parameter(torch.zeros(labels + 1, labels))

    def forward(self, states: Tensor, told: Tensor, pair: Tensor, mask: Tensor | None = None) -> Tensor:
        """Scores [cues, tokens, labels] of states [cues, tokens, 384], told [cues, tokens, 4] and pair [cues, tokens,
        sizes]."""
        inside = pair[..., 3:4].float()
        cue = (states * inside).sum(1, keepdim=True) / inside.sum(1, keepdim=True).clamp(min=1)
        x = self.states(states) + self.told(told) + self.cue(cue)
        x = x + sum(e(pair[..., i]) for i, e in enumerate(self.pair))
        x = self.dropout(self.norm(x))
        for layer in self.layers:
            x = layer(x, mask)
        scores: Tensor = self.out(x)
        return scores


class Deeds(nn.Module):
    """For each token, whether it is part of what names a deed."""

    def __init__(self, dropout: float = 0.1) -> None:
        super().__init__()
        self.told, self.states, self.lexical = Told(256), nn.Linear(WIDTH, 256), nn.Embedding(CODES + 1, 256)
        self.out, self.dropout = nn.Linear(256, 3), Dropout(dropout)

    def forward(self, states: Tensor, told: Tensor, lexical: Tensor) -> Tensor:
        """Scores [tokens, 3] (none, begins one, goes on) of states [tokens, 384]."""
        x = self.states(states) + self.told(told) + self.lexical(lexical)
        y: Tensor = self.out(self.dropout(functional.gelu(x)))
        return y


class Kinds(nn.Module):
    """Of what names a deed: its type, mode and status, and how surely it happened, -3 to 3."""

    def __init__(self, dropout: float = 0.1) -> None:
        super().__init__()
        self.what, self.whether = nn.Linear(WIDTH, 256), nn.Linear(WIDTH, 256)
        self.code, self.mode = nn.Embedding(CODES + 1, 256), nn.Embedding(MODES, 256)
        self.told, self.ruled = Told(256), nn.Embedding(STATUSES, 256)
        self.codes, self.modes = nn.Linear(256, CODES), nn.Linear(256, MODES)
        self.statuses, self.factuality = nn.Linear(256, STATUSES), nn.Linear(256, 1)
        self.dropout = Dropout(dropout)

    def forward(self, states: Tensor, told: Tensor, clues: Tensor) -> tuple[Tensor, ...]:
        """Scores [deeds, 16], [deeds, modes], [deeds, 6] and factuality [deeds] of the means of the states of their
        words [deeds, 384], what is told of their heads [deeds, 4], and the clues [deeds, 3]."""
        what = self.what(states) + self.code(clues[:, 0]) + self.mode(clues[:, 1])
        what = self.dropout(functional.gelu(what))
        whether = self.whether(states) + self.told(told) + self.ruled(clues[:, 2])
        whether = self.dropout(functional.gelu(whether))
        return self.codes(what), self.modes(what), self.statuses(whether), self.factuality(whether)[:, 0]


class Pairs(nn.Module):
    """What a given party does to another, from the states of a text in which both are marked."""

    def __init__(self, dropout: float = 0.1) -> None:
        super().__init__()
        self.parties, self.dropout = nn.Linear(3 * WIDTH, 256), Dropout(dropout)
        self.codes = nn.Linear(256, CODES)

    def forward(self, pooled: Tensor) -> Tensor:
        """Scores [pairs, 16] of the means over actor, target and all words [pairs, 3 * 384]."""
        y: Tensor = self.codes(self.dropout(functional.gelu(self.parties(pooled))))
        return y


def allowed(labels: int) -> Tensor:
    """0 where label b may follow label a (the last row: at the start), -1e4 where it may not: an I needs its B or I."""
    turns = torch.zeros(labels + 1, labels)
    for on in range(2, labels, 2):
        turns[:, on] = -1e4
        turns[on, on] = turns[on - 1, on] = 0
    return turns


def likelihood(scores: Tensor, labels: Tensor, lengths: Tensor, turns: Tensor) -> Tensor:
    """The log-likelihood [cues] of `labels` under a linear-chain CRF (Lafferty et al. 2001)."""
    n, t, k = scores.shape
    inside = torch.arange(t)[None] < lengths[:, None]
    gold = scores.gather(2, labels[..., None])[..., 0] * inside
    before = torch.cat([torch.full((n, 1), k), labels[:, :-1]], 1)
    gold = gold + turns[before, labels] * inside
    alpha = scores[:, 0] + turns[k]
    for i in range(1, t):
        new = torch.logsumexp(alpha[:, :, None] + turns[None, :k], 1) + scores[:, i]
        alpha = torch.where(inside[:, i, None], new, alpha)
    return gold.sum(1) - torch.logsumexp(alpha, 1)


class Reader(nn.Module):
    """The encoder with its heads."""

    def __init__(self) -> None:
        super().__init__()
        near = (features.RELATIONS, len(features.LABELS), features.DISTANCES, 2)
        self.encoder, self.cues, self.parts = Encoder(), Cues(), Parts(PARTS, near)
        self.deeds, self.kinds, self.roles = Deeds(), Kinds(), Parts(ROLES, (*near, 3, 3))
        self.pairs = Pairs()
