"""How long the way to a recorded step is, beside the training that was recorded."""

from __future__ import annotations

from time import perf_counter

import numpy as np
import pytest

from nnviz.document.document import Document
from nnviz.gui.recording.recording import Recording
from nnviz.gui.recording.replay import Replay
from nnviz.gui.recording.segment import Moment
from nnviz.gui.recording.take import Take
from nnviz.gui.training_run import TrainingRun
from tests.benchmarks.rounds import ROUNDS
from tests.gui.recordings import noise, replayed

pytestmark = pytest.mark.benchmark

STEPS, PICKS = 10_000, 40


def thousand() -> Document:
    """A network of 1,013 parameters on 1,000 samples, 25 minibatches an epoch, with Adam."""
    return noise((16, 24, 20, 5), n=1000, optimizer="adam")


def recorded(document: Document) -> tuple[float, Moment]:
    """Record 10,000 steps as the window does; return the seconds and the end."""
    run = TrainingRun(document, 10**9, Recording(document))
    started = perf_counter()
    while run.training.step < STEPS:
        run.advance(0.008)
    seconds = perf_counter() - started
    run.join()
    run.shot()
    return seconds, run.newest


def test_any_of_10000_steps_is_near(capsys: pytest.CaptureFixture[str]) -> None:
    """The farthest of many random steps, against 50 ms: as a share of the whole training, too."""
    document = thousand()
    whole, end = recorded(document)
    rng, replay, taken = np.random.default_rng(4), Replay(), []
    for step in rng.integers(0, end.step, PICKS):
        started = perf_counter()
        replayed(Moment(end.segment, int(step)), replay)
        taken.append(perf_counter() - started)
    share = max(taken) / whole
    with capsys.disabled():
        print(
            f"\n{document.n_parameters:,} parameters, {end.step:,} steps in {whole:.3f} s: "
            f"any step in {max(taken) * 1e3:.1f} ms at most, {np.median(taken) * 1e3:.1f} ms in "
            f"the middle, {share:.3f} of the training",
            end="",
        )
    assert share < 0.15
    assert max(taken) < 0.05


def test_recording_costs_next_to_nothing(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Training with the recording against the same runs that note nothing, taken in turns."""
    for document in (thousand(), noise(), noise((1, 1), n=1, batch_size=1)):
        ratios = []
        for _ in range(ROUNDS):
            noting = recorded(document)[0]
            with monkeypatch.context() as silent:
                silent.setattr(Take, "note", lambda _: None)
                ratios.append(noting / recorded(document)[0])
        with capsys.disabled():
            print(
                f"\nrecording {document.n_parameters:,} parameters: {np.median(ratios):.3f} times"
            )
        assert np.median(ratios) < 1.15
