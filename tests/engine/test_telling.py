"""Callbacks of fit, evaluate and predict: who is told what, in Keras's order."""

import numpy as np
import pytest
from nnviz.callbacks import Callback, CSVLogger, LambdaCallback

from nnviz import Dense, Input, Sequential

X = np.random.default_rng(0).normal(size=(10, 3))
Y = X.sum(axis=1)
EVENTS = [name for name in dir(Callback) if name.startswith("on_")]


class Listener(Callback):
    """Writes down every event but Keras's two older names."""

    def __init__(self) -> None:
        self.told: list[str] = []
        self.logs: list[dict[str, object]] = []


def _listen(event: str):
    def told(self, *arguments) -> None:
        *numbers, logs = arguments
        self.told.append(" ".join([event.removeprefix("on_"), *map(str, numbers)]))
        self.logs.append(dict(logs))

    return told


for _event in EVENTS:
    if _event not in ("on_batch_begin", "on_batch_end"):
        setattr(Listener, _event, _listen(_event))


@pytest.fixture
def model() -> Sequential:
    model = Sequential([Input((3,)), Dense(1)])
    model.compile("sgd", "mse", metrics=["mae"])
    return model


def test_fit_with_validation(model: Sequential) -> None:
    """The order is Keras's: validation lies between the last minibatch and the epoch's end."""
    listener = Listener()
    model.fit(X, Y, 4, 1, verbose=0, validation_split=0.4, callbacks=[listener])
    assert listener.told == [
        "train_begin",
        "epoch_begin 0",
        "train_batch_begin 0",
        "train_batch_end 0",
        "train_batch_begin 1",
        "train_batch_end 1",
        "test_begin",
        "test_batch_begin 0",
        "test_batch_end 0",
        "test_end",
        "epoch_end 0",
        "train_end",
    ]
    keys = [list(logs) for logs in listener.logs]
    own, whole = ["loss", "mae"], ["loss", "mae", "val_loss", "val_mae"]
    assert keys == [[], [], [], own, [], own, [], [], own, own, whole, whole]
    assert listener.logs[-2]["val_mae"] == listener.logs[-3]["mae"]


def test_evaluate_and_predict(model: Sequential) -> None:
    listener = Listener()
    whole = model.evaluate(X, Y, batch_size=4, verbose=0, return_dict=True)
    told = model.evaluate(X, Y, 4, verbose=0, callbacks=listener, return_dict=True)
    outputs = model.predict(X, 5, verbose=0, callbacks=[listener])
    batches = [f"test_batch_{event} {k}" for k in range(3) for event in ("begin", "end")]
    assert listener.told[:8] == ["test_begin", *batches, "test_end"]
    batches = [f"predict_batch_{event} {k}" for k in range(2) for event in ("begin", "end")]
    assert listener.told[8:] == ["predict_begin", *batches, "predict_end"]
    assert told == pytest.approx(whole, rel=1e-14)
    assert listener.logs[7] == listener.logs[6] == told
    assert listener.logs[2]["loss"] == pytest.approx(model.test_on_batch(X[:4], Y[:4])[0])
    np.testing.assert_array_equal(listener.logs[-2]["outputs"], outputs[5:])
    np.testing.assert_allclose(outputs, model(X), rtol=1e-14)


def test_a_callback_may_end_evaluate_and_predict(model: Sequential) -> None:
    class Stopper(Callback):
        def on_test_batch_end(self, batch, logs=None) -> None:
            self.model.stop_evaluating = batch == 1

        def on_predict_batch_end(self, batch, logs=None) -> None:
            self.model.stop_predicting = batch == 1

    part = model.evaluate(X[:8], Y[:8], verbose=0)
    assert model.evaluate(X, Y, 4, verbose=0, callbacks=[Stopper()]) == pytest.approx(part)
    assert model.predict(X, 4, verbose=0, callbacks=[Stopper()]).shape == (8, 1)
    assert model.predict(X, 4, verbose=0).shape == (10, 1)


def test_steps_are_the_first_minibatches(model: Sequential) -> None:
    part = model.evaluate(X[:8], Y[:8], verbose=0)
    assert model.evaluate(X, Y, 4, verbose=0, steps=2) == pytest.approx(part)
    assert model.predict(X, 4, verbose=0, steps=2).shape == (8, 1)
    with pytest.raises(ValueError, match="invalid value for `steps`"):
        model.evaluate(X, Y, steps=0)


def test_what_callbacks_know_of_the_call(model: Sequential) -> None:
    seen = []

    class Reader(Callback):
        def on_test_begin(self, logs=None) -> None:
            seen.append((self.model, self.params))

    model.evaluate(X, Y, 4, verbose=0, callbacks=[Reader()])
    assert seen == [(model, {"verbose": 0, "epochs": 1, "steps": 3})]


def test_a_function_for_any_event(model: Sequential) -> None:
    told = []
    watcher = LambdaCallback(on_test_begin=lambda logs: told.append(logs), note=3)
    model.fit(X, Y, verbose=0, validation_split=0.3, callbacks=[watcher])
    assert (told, watcher.note) == ([{}], 3)


def test_the_csv_file_is_keras_own(tmp_path) -> None:
    """Byte for byte what Keras 3.15 writes of this run, whose numbers are exact."""
    model = Sequential([Input((1,)), Dense(1, use_bias=False, kernel_initializer="zeros")])
    model.compile("sgd", "mse", metrics=["mae"])
    path = tmp_path / "log.csv"
    watcher = CSVLogger(path)
    model.fit(np.zeros((2, 1)), np.ones(2), epochs=2, verbose=0, callbacks=[watcher])
    assert path.read_bytes() == (
        b"epoch,loss,mae,val_loss,val_mae\r\n0,1.0,1.0,NA,NA\r\n1,1.0,1.0,NA,NA\r\n"
    )
