"""What statements add to the loss, and how well they are found."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import torch
from torch import Tensor
from torch.nn import functional

from onrecord.annotate.statements.readings import spot
from onrecord.annotate.windows import LIMIT, windows
from training.reader.examples import INNER, INNER_ON, NONE, UNKNOWN, Example, Said
from training.reader.network import Reader, likelihood

# Pieces of a batch, its padding counted.
BATCH = 2048
# What the labels without their cue add to the loss: they teach the encoder early.
FLAT = 0.3
# Windows are cut shorter at random, so that no place in a window is learnt.
LIMITS = (LIMIT, LIMIT, 190, 128)
MARKS = 13


class Sample(NamedTuple):
    """One window of one example."""

    example: Example
    first: int
    last: int
    begin: int
    end: int
    size: int


def left_out(name: str) -> bool:
    """Whether an article of the training half is measured, not fitted."""
    return hashlib.sha256(name.encode()).digest()[0] % 20 == 0


def samples(examples: Sequence[Example], chance: random.Random | None) -> Iterator[Sample]:
    """The windows of the examples, of random lengths when there is a `chance`."""
    for e in examples:
        lengths = [len(p) for p in e.pieces]
        limit = chance.choice(LIMITS) if chance else LIMIT
        for w in windows(e.paragraphs, lengths, limit):
            yield Sample(e, w.first, w.last, w.begin, w.end, sum(lengths[w.first : w.last]) + 2)


def batches(found: list[Sample], chance: random.Random | None) -> list[list[Sample]]:
    """Samples of like length together, at most BATCH pieces with padding."""
    made: list[list[Sample]] = []
    order = sorted(found, key=lambda s: s.size + (chance.random() * 24 if chance else 0))
    for sample in order:
        if not made or (len(made[-1]) + 1) * max(sample.size, made[-1][0].size) > BATCH:
            made.append([])
        made[-1].append(sample)
    if chance:
        chance.shuffle(made)
    return made


class Batch(NamedTuple):
    """A batch as tensors: pieces, where each token starts in them, and the questions about its cues."""

    ids: Tensor
    pieces_told: Tensor
    lengths: Tensor
    starts: list[Tensor]
    told: list[Tensor]
    cues: list[Tensor]
    said: list[list[tuple[Said, int, int]]]


def tensors(batch: list[Sample]) -> Batch:
    """The tensors of a batch."""
    ids = torch.zeros(len(batch), max(s.size for s in batch), dtype=torch.long)
    pieces_told = torch.zeros(*ids.shape, 4, dtype=torch.long)
    starts, told, cues, said = [], [], [], []
    for n, s in enumerate(batch):
        row, at, of = [101], [], []
        for i, pieces in enumerate(s.example.pieces[s.first : s.last]):
            at.append(len(row) if pieces else max(len(row) - 1, 1))
            row += pieces
            of += [i] * len(pieces)
        ids[n, : len(row) + 1] = torch.tensor([*row, 102])
        starts.append(torch.tensor(at))
        e = s.example
        told.append(torch.tensor(e.told[s.first : s.last]))
        pieces_told[n, 1 : len(row)] = told[-1][of]
        mine = torch.tensor(e.cues[s.first : s.last])
        mine[: s.begin - s.first] = -2
        mine[s.end - s.first :] = -2
        cues.append(mine)
        inside = [q for q in e.said if s.begin <= q.cue[0] and q.cue[1] < s.end]
        said.append([(q, max(q.first, s.first), min(q.first + len(q.labels), s.last)) for q in inside])
    return Batch(ids, pieces_told, torch.tensor([s.size for s in batch]), starts, told, cues, said)


def cue_loss(scores: Tensor, gold: Tensor) -> Tensor:
    """Cross-entropy; where only an outer cue is ruled out, that of "none, or an inner one"; -2 is not asked."""
    scores = scores.log_softmax(-1)
    unknown = gold == UNKNOWN
    open_ = torch.logsumexp(scores[:, (NONE, INNER, INNER_ON)], 1)
    known = scores.gather(1, gold.clamp(min=0)[:, None])[:, 0]
    return -(torch.where(unknown, open_, known) * (gold > -2)).sum()


def questions(batch: Batch, states: Sequence[Tensor], starts: Sequence[int]) -> tuple[Tensor, ...] | None:
    """States, told, pair, labels and lengths of every statement of the batch; None when there is none.

    `starts` holds the first token of each window, in its example.
    """
    asked = [(n, q, a, b) for n, qs in enumerate(batch.said) for q, a, b in qs]
    if not asked:
        return None
    longest = max(b - a for _, _, a, b in asked)
    told, pair = torch.zeros(len(asked), longest, 4).long(), torch.zeros(len(asked), longest, 4).long()
    labels, lengths = torch.zeros(len(asked), longest).long(), torch.tensor([b - a for _, _, a, b in asked])
    rows = []
    for i, (n, q, a, b) in enumerate(asked):
        first, size, cut = starts[n], b - a, slice(a - q.first, b - q.first)
        rows.append(functional.pad(states[n][a - first : b - first], (0, 0, 0, longest - size)))
        told[i, :size] = batch.told[n][a - first : b - first]
        pair[i, :size, 0] = torch.tensor(q.relations[cut])
        pair[i, :size, 1] = torch.tensor(q.branches[cut])
        pair[i, :size, 2] = torch.tensor(q.distances[cut])
        pair[i, q.cue[0] - a : q.cue[1] + 1 - a, 3] = 1
        labels[i, :size] = torch.tensor(q.labels[cut])
    x = torch.stack(rows)
    return x, told, pair, labels, lengths


def padding(lengths: Tensor, longest: int) -> Tensor:
    """The mask that hides what lies beyond `lengths` from the attention."""
    beyond = torch.arange(longest)[None] >= lengths[:, None]
    return torch.zeros(beyond.shape).masked_fill(beyond, -1e4)[:, None, None]


def loss(model: Reader, batch: list[Sample], turns: Tensor) -> Tensor:
    """The loss of a batch, a token's for cues and a statement's tokens' for parts."""
    b = tensors(batch)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        hidden = model.encoder(b.ids, b.pieces_told, torch.zeros_like(b.ids), b.lengths)
    hidden = hidden.float()
    states = [hidden[n, at] for n, at in enumerate(b.starts)]
    flat_states, told, gold = torch.cat(states), torch.cat(b.told), torch.cat(b.cues)
    total = cue_loss(model.cues(flat_states, told), gold) / max(1, len(gold))
    asked = questions(b, states, [s.first for s in batch])
    if asked is None:
        return total
    x, told_, pair, labels, lengths = asked
    with torch.autocast("cpu", dtype=torch.bfloat16):
        scores = model.parts(x, told_, pair, padding(lengths, x.shape[1]))
    said = -likelihood(scores.float(), labels, lengths, model.parts.turns + turns).sum() / len(gold)
    flat = torch.zeros(len(gold), dtype=torch.long)
    at = 0
    for s, qs in zip(batch, b.said, strict=True):
        for q, a, e in qs:
            mine = torch.tensor(q.labels[a - q.first : e - q.first])
            part = flat[at + a - s.first : at + e - s.first]
            part[mine > 0] = mine[mine > 0]
        at += s.last - s.first
    shared = functional.cross_entropy(model.cues.flat(flat_states), flat)
    return total + said + FLAT * shared


def viterbi(scores: Tensor, turns: Tensor) -> list[int]:
    """The best labels of one statement's scores [tokens, labels]."""
    k = scores.shape[1]
    best, back = scores[0] + turns[k], []
    for row in scores[1:]:
        value, at = (best[:, None] + turns[:k]).max(0)
        back.append(at)
        best = value + row
    path = [int(best.argmax())]
    for at in reversed(back):
        path.append(int(at[path[-1]]))
    return path[::-1]


def spans(labels: Sequence[int], begin: int, offset: int, tags: Sequence[int]) -> frozenset[int]:
    """The tokens of one part in `labels`, without marks at the edges of each piece."""
    out: set[int] = set()
    piece: list[int] = []
    for i, label in enumerate([*labels, 0]):
        if label != begin + 1 and piece:
            while piece and tags[piece[0]] == MARKS:
                piece.pop(0)
            while piece and tags[piece[-1]] == MARKS:
                piece.pop()
            out.update(piece)
            piece = []
        if label in (begin, begin + 1):
            piece.append(offset + i)
    return frozenset(out)


def found_cues(scores: Tensor) -> list[tuple[int, int, bool]]:
    """The cues in scores [tokens, 5]: first and last token, and whether it is an inner one."""
    return [(*r.cue, r.inner) for r in spot(scores.softmax(-1).numpy(), 0, 0.5)]


@torch.no_grad()
def measure(model: Reader, examples: Sequence[Example], turns: Tensor) -> dict[str, float]:
    """F1 of outer cues, and with the gold cues given of sources and contents, exact and with half of the tokens shared;
    inner cues are counted beside."""
    model.eval()
    count = dict.fromkeys(("cue", "cue_pred", "cue_gold", "inner"), 0)
    exact = {p: [0, 0, 0] for p in (1, 3, 5)}
    half = 0
    for batch in batches(list(samples(examples, None)), None):
        b = tensors(batch)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            hidden = model.encoder(b.ids, b.pieces_told, torch.zeros_like(b.ids), b.lengths)
        states = [hidden[n, at].float() for n, at in enumerate(b.starts)]
        for n, s in enumerate(batch):
            found = [c for c in found_cues(model.cues(states[n], b.told[n])) if s.begin <= s.first + c[0] < s.end]
            gold = {(q.cue[0] - s.first, q.cue[1] - s.first) for q, _, _ in b.said[n]}
            outer = {c[:2] for c in found if not c[2]}
            count["cue"] += len(gold & {c[:2] for c in found})
            count["cue_pred"] += len(outer)
            count["cue_gold"] += len(gold)
            count["inner"] += len(found) - len(outer)
        asked = questions(b, states, [s.first for s in batch])
        if asked is None:
            continue
        x, told, pair, labels, lengths = asked
        scores = model.parts(x, told, pair, padding(lengths, x.shape[1])).float()
        for i, size in enumerate(lengths.tolist()):
            tags, path = told[i, :, 0].tolist(), viterbi(scores[i, :size], model.parts.turns + turns)
            for part, tally in exact.items():
                mine, theirs = spans(path, part, 0, tags), spans(labels[i, :size].tolist(), part, 0, tags)
                tally[0] += bool(mine) and mine == theirs
                tally[1] += bool(mine)
                tally[2] += bool(theirs)
                half += part == 3 and bool(theirs) and 2 * len(mine & theirs) >= len(mine | theirs)
    f1 = lambda tp, a, b: round(200 * tp / max(1, a + b), 2)  # noqa: E731
    named = {1: "source", 3: "content", 5: "via"}
    return {
        "cue": f1(count["cue"], count["cue_pred"], count["cue_gold"]),
        **{named[p]: f1(*t) for p, t in exact.items()},
        "content_half": round(100 * half / max(1, exact[3][2]), 2),
        "inner": count["inner"],
    }
