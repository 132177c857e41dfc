"""What coded events, judged predicates and given pairs add to the loss, and how well they are answered."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional

from training.reader.deeds import Told
from training.reader.network import Reader, likelihood

# Pieces of a batch, its padding counted.
BATCH = 2048
# How much each answer counts beside finding the deed: modes are many and often left open.
MODE, STATUS, ROLE = 0.3, 0.7, 0.15
# How much one judged predicate, and one given pair, counts beside one deed.
JUDGED, PAIR = 0.5, 1.0
# The mean number of deeds, predicates or pairs that a batch's loss is divided by, so that each counts alike.
USUAL = 32
# Texts of a task that are measured after an epoch, at most.
MOST = 500


def batches(texts: Sequence[Told], chance: random.Random | None) -> list[list[Told]]:
    """Texts of like length together, at most BATCH pieces with padding."""
    made: list[list[Told]] = []
    order = sorted(texts, key=lambda t: size(t) + (chance.random() * 6 if chance else 0))
    for text in order:
        if not made or (len(made[-1]) + 1) * max(map(size, (text, *made[-1][:1], *made[-1][-1:]))) > BATCH:
            made.append([])
        made[-1].append(text)
    if chance:
        chance.shuffle(made)
    return made


def size(text: Told) -> int:
    """The pieces of a text with the marks at its ends."""
    return sum(map(len, text.pieces)) + 2


def encode(model: Reader, batch: Sequence[Told]) -> list[Tensor]:
    """The states of the tokens of each text [tokens, 384]."""
    ids = torch.zeros(len(batch), max(map(size, batch)), dtype=torch.long)
    known, parties = torch.zeros(*ids.shape, 4, dtype=torch.long), torch.zeros_like(ids)
    starts = []
    for n, text in enumerate(batch):
        row, at, of = [101], [], []
        for i, cut in enumerate(text.pieces):
            at.append(len(row) if cut else max(len(row) - 1, 1))
            row += cut
            of += [i] * len(cut)
        ids[n, : len(row) + 1] = torch.tensor([*row, 102])
        starts.append(torch.tensor(at))
        known[n, 1 : len(row)] = torch.tensor(text.told)[of]
        if text.parties:
            parties[n, 1 : len(row)] = torch.tensor(text.parties)[of]
    with torch.autocast("cpu", dtype=torch.bfloat16):
        hidden = model.encoder(ids, known, parties, torch.tensor([size(t) for t in batch]))
    return [hidden[n, at].float() for n, at in enumerate(starts)]


def loss(model: Reader, batch: Sequence[Told], turns: Tensor) -> Tensor:
    """The loss of a batch, whose texts all have deeds, or predicates, or an answer."""
    states = encode(model, batch)
    if batch[0].answer:
        return pair_loss(model, batch, states)
    return judged_loss(model, batch, states) if batch[0].predicates else deed_loss(model, batch, states, turns)


def pair_loss(model: Reader, batch: Sequence[Told], states: Sequence[Tensor]) -> Tensor:
    """Cross-entropy of the types of given pairs; of several answers any will do."""
    scores = model.pairs(torch.stack([pooled(s, t) for s, t in zip(states, batch, strict=True)])).log_softmax(-1)
    each = [torch.logsumexp(row[t.answer], 0) for row, t in zip(scores, batch, strict=True)]
    return PAIR * -torch.stack(each).sum() / USUAL


def pooled(states: Tensor, text: Told) -> Tensor:
    """The means over the actor, the target and all words, side by side; of a party that is not named, of all words."""
    parties = torch.tensor(text.parties)
    whole = states.mean(0)
    named = [states[parties == p].mean(0) if bool((parties == p).any()) else whole for p in (1, 2)]
    return torch.cat([*named, whole])


def judged_loss(model: Reader, batch: Sequence[Told], states: Sequence[Tensor]) -> Tensor:
    """Huber's loss of how surely predicates happened."""
    mine, gold = factuality(model, batch, states)
    return JUDGED * functional.smooth_l1_loss(mine, gold, reduction="sum") / USUAL


def factuality(model: Reader, batch: Sequence[Told], states: Sequence[Tensor]) -> tuple[Tensor, Tensor]:
    """The model's answers and the gold ones for all predicates of a batch, -3 to 3."""
    found = [(s, t, p) for s, t in zip(states, batch, strict=True) for p in t.predicates]
    means = torch.stack([s[a : b + 1].mean(0) for s, _, ((a, b), _, _) in found])
    known = torch.tensor([t.told[a] for _, t, ((a, _), _, _) in found])
    clues = torch.tensor([c for _, _, (_, c, _) in found])
    return model.kinds(means, known, clues)[3], torch.tensor([f for _, _, (_, _, f) in found])


def deed_loss(model: Reader, batch: Sequence[Told], states: Sequence[Tensor], turns: Tensor) -> Tensor:
    """Cross-entropy of finding deeds, of their types, modes and statuses, and of their roles' labels."""
    known = torch.cat([torch.tensor(t.told) for t in batch])
    lexical = torch.cat([torch.tensor(t.lexical) for t in batch])
    gold = torch.cat([spotted(t) for t in batch])
    total = functional.cross_entropy(model.deeds(torch.cat(list(states)), known, lexical), gold, reduction="sum")
    asked = questions(batch, states)
    if asked is None:
        return total / USUAL
    means, heads, clues, answers, x, told, pair, labels, lengths = asked
    codes, modes, statuses, _ = model.kinds(means, heads, clues)
    total = total + functional.cross_entropy(codes, answers[:, 0], reduction="sum")
    total = total + MODE * functional.cross_entropy(modes, answers[:, 1], reduction="sum")
    total = total + STATUS * functional.cross_entropy(statuses, answers[:, 2], reduction="sum")
    mask = torch.arange(x.shape[1])[None] >= lengths[:, None]
    hidden = torch.zeros(mask.shape).masked_fill(mask, -1e4)[:, None, None]
    with torch.autocast("cpu", dtype=torch.bfloat16):
        scores = model.roles(x, told, pair, hidden)
    said = -likelihood(scores.float(), labels, lengths, model.roles.turns + turns).sum()
    return (total + ROLE * said) / USUAL


def spotted(text: Told) -> Tensor:
    """The label of each token: none, begins what names a deed, goes on."""
    gold = torch.zeros(len(text.told), dtype=torch.long)
    for deed in text.deeds or ():
        gold[deed.trigger[0]] = 1
        gold[deed.trigger[0] + 1 : deed.trigger[1] + 1] = 2
    return gold


def questions(batch: Sequence[Told], states: Sequence[Tensor]) -> tuple[Tensor, ...] | None:
    """For the deeds of a batch: means of their states, what is told of their first words, clues, answers; and by token
    of their sentences states, told, pair, labels and lengths. None without deeds."""
    found = [(s, t, d) for s, t in zip(states, batch, strict=True) for d in t.deeds or ()]
    if not found:
        return None
    means = torch.stack([s[d.trigger[0] : d.trigger[1] + 1].mean(0) for s, _, d in found])
    heads = torch.tensor([t.told[d.trigger[0]] for _, t, d in found])
    clues = torch.tensor([d.clues for _, _, d in found])
    answers = torch.tensor([(d.code, d.mode, d.status) for _, _, d in found])
    lengths = torch.tensor([len(d.labels) for _, _, d in found])
    longest = int(lengths.max())
    rows, told, pair, labels = [], [], [], []
    for s, t, d in found:
        cut, rest = slice(d.first, d.first + len(d.labels)), longest - len(d.labels)
        rows.append(functional.pad(s[cut], (0, 0, 0, rest)))
        told.append(functional.pad(torch.tensor(t.told[cut]), (0, 0, 0, rest)))
        pair.append(functional.pad(torch.tensor(d.pair), (0, 0, 0, rest)))
        labels.append(functional.pad(torch.tensor(d.labels), (0, rest)))
    return means, heads, clues, answers, *(torch.stack(x) for x in (rows, told, pair, labels)), lengths


@torch.no_grad()
def measure(model: Reader, coded: Sequence[Told], judged: Sequence[Told], given: Sequence[Told]) -> dict[str, Any]:
    """F1 of deeds, with the gold deeds given the shares of right types, modes and statuses; r of predicates; the share
    of pairs whose type is right."""
    model.eval()
    found = {"spot": 0, "spot_pred": 0, "spot_gold": 0, "code": 0, "mode": 0, "status": 0}
    for batch in batches(coded[:MOST], None):
        states = encode(model, batch)
        for s, t in zip(states, batch, strict=True):
            mine = model.deeds(s, torch.tensor(t.told), torch.tensor(t.lexical)).argmax(-1)
            gold = spotted(t)
            found["spot"] += int(((mine == 1) & (gold == 1)).sum())
            found["spot_pred"] += int((mine == 1).sum())
            found["spot_gold"] += int((gold == 1).sum())
        if (asked := questions(batch, states)) is not None:
            means, heads, clues, answers = asked[:4]
            for n, (name, scores) in enumerate(
                zip(("code", "mode", "status"), model.kinds(means, heads, clues)[:3], strict=True)
            ):
                found[name] += int((scores.argmax(-1) == answers[:, n]).sum())
    spots = max(1, found["spot_gold"])
    out: dict[str, Any] = {"deeds": round(200 * found["spot"] / max(1, found["spot_pred"] + spots), 1)}
    out |= {name: round(100 * found[name] / spots, 1) for name in ("code", "mode", "status")}
    both = [factuality(model, b, encode(model, b)) for b in batches(judged[:MOST], None)]
    if both:
        out["r"] = round(
            float(torch.corrcoef(torch.stack([torch.cat(list(x)) for x in zip(*both, strict=True)]))[0, 1]), 3
        )
    right = 0
    given = given[:MOST]
    for batch in batches(given, None):
        scores = model.pairs(torch.stack([pooled(s, t) for s, t in zip(encode(model, batch), batch, strict=True)]))
        right += sum(int(row.argmax()) in t.answer for row, t in zip(scores, batch, strict=True))
    return out | ({"pairs": round(100 * right / len(given), 1)} if given else {})
