"""Documents to record, and what a run that simply stops somewhere comes to."""

from __future__ import annotations

import numpy as np

from nnviz.data.dataset import Dataset
from nnviz.document.document import Document
from nnviz.document.settings import Preparation, TrainingSettings
from nnviz.gui.recording.recording import Recording
from nnviz.gui.recording.replay import Replay
from nnviz.gui.recording.segment import Moment
from nnviz.gui.training_run import TrainingRun


def noise(sizes=(2, 4, 2, 1), n=250, optimizer="sgd", batch_size=32, **training) -> Document:
    """A network on random numbers; by default the last of its 7 batches is a smaller one."""
    rng = np.random.default_rng(8)
    document = Document.new(sizes, "tanh")
    x, y = rng.normal(size=(n, sizes[0])), rng.normal(size=(n, sizes[-1]))
    data = Dataset("noise", "Noise", x, y, document.input_names, document.output_names)
    settings = TrainingSettings(
        "mean_squared_error",
        optimizer,
        batch_size=batch_size,
        **{"learning_rate": 0.02, **training},
    )
    return document.replaced(
        data=data, preparation=Preparation(test_share=0.2), training=settings, seed=5
    )


def record(document: Document, steps: int, recording: Recording | None = None):
    """Train as the window does, in slices, for at least so many steps."""
    recording = recording or Recording(document)
    run = TrainingRun(document, 10**9, recording)
    while run.training.step < steps:
        run.advance(0.002)
    run.join()
    pause(recording, run)
    return recording, run


def pause(recording: Recording, run: TrainingRun) -> Document:
    """Let the recording know that what the run has reached is the present document."""
    run.rest()
    shot = run.shot()
    document = run.before.replaced(
        parameters=shot.parameters, history=shot.history, optimizer_state=shot.optimizer_state
    )
    recording.mark(document.parameters, shot.moment)
    recording.follow(document)
    return document


def visited(recording: Recording, moment: Moment) -> Document:
    """Return the document of a moment, as the present one."""
    document = replayed(moment)
    recording.mark(document.parameters, moment)
    recording.follow(document)
    return document


def replayed(moment: Moment, replay: Replay | None = None) -> Document:
    """Return the document that a replay makes of a moment."""
    replay = replay or Replay()
    replay.aim(moment)
    while not replay.advance(0.01):
        pass
    found = replay.document()
    replay.halt()
    return found


def straight(document: Document, picks):
    """Yield parameters, optimizer state and history of a run that stops at each of `picks`."""
    model, prepared = document.model(), document.prepared
    training = model.training(
        prepared.x_train,
        prepared.y_train,
        batch_size=document.training.batch_size,
        epochs=10**9,
        seed=document.seed,
        shuffle=document.training.shuffle,
        validation_data=prepared.validation,
    )
    for step in picks:
        training.run_steps(step - training.step)
        history = {key: list(curve) for key, curve in training.history.items()}
        yield step, model.parameters.copy(), model.optimizer.state(), history


def assert_same(document: Document, parameters, state, history) -> None:
    """Check that a document is, bit for bit, what a straight run came to."""
    assert np.array_equal(document.parameters, parameters)
    assert document.optimizer_state is not None
    assert set(document.optimizer_state) == set(state)
    for name, slot in state.items():
        assert np.array_equal(document.optimizer_state[name], slot), name
    assert document.history.epochs == len(history.get("loss", ()))
    for key, curve in history.items():
        assert np.array_equal(document.history.values[key], curve), key
