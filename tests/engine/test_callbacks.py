"""Callbacks: who is told what and when, and what they write."""

import csv

import numpy as np
import pytest
from nnviz.callbacks import (
    Callback,
    CSVLogger,
    EarlyStopping,
    LambdaCallback,
    LearningRateScheduler,
    ReduceLROnPlateau,
    StopAtLoss,
)

from nnviz import Dense, Input, Sequential
from nnviz.engine.feed import Feed

X = np.random.default_rng(0).normal(size=(10, 3))
Y = X.sum(axis=1)


@pytest.fixture
def model() -> Sequential:
    model = Sequential([Input((3,)), Dense(1)])
    model.compile("sgd", "mse", metrics=["mae"])
    return model


def test_batches_are_told_with_the_scores_so_far(model: Sequential) -> None:
    told: list[tuple[str, int]] = []
    logs: list[float] = []
    watcher = LambdaCallback(
        on_train_batch_begin=lambda batch, _logs: told.append(("begin", batch)),
        on_train_batch_end=lambda batch, seen: (told.append(("end", batch)), logs.append(seen)),
    )
    history = model.fit(X, Y, batch_size=4, epochs=2, verbose=0, callbacks=[watcher]).history
    assert told == [(event, k) for _ in range(2) for k in range(3) for event in ("begin", "end")]
    assert logs[2] == {key: values[0] for key, values in history.items()}
    assert logs[5]["loss"] == history["loss"][1]


def test_batches_are_told_by_the_older_names_too(model: Sequential) -> None:
    told: list[tuple[str, int]] = []

    class Older(Callback):
        def on_batch_begin(self, batch, logs=None) -> None:
            told.append(("begin", batch))

        def on_batch_end(self, batch, logs=None) -> None:
            told.append(("end", batch))
            assert logs["loss"] > 0.0

    model.fit(X, Y, batch_size=4, verbose=0, callbacks=Older())
    assert told == [(event, k) for k in range(3) for event in ("begin", "end")]


def test_hearing_of_batches_changes_no_number(model: Sequential) -> None:
    before = model.get_weights()
    results = []
    for callbacks in ([], [LambdaCallback(on_train_batch_end=lambda batch, logs: None)]):
        model.set_weights(before)
        model.fit(X, Y, batch_size=4, epochs=2, shuffle=False, verbose=0, callbacks=callbacks)
        results.append(model.parameters.tobytes())
    assert results[0] == results[1]


def test_a_batch_may_end_the_fit(model: Sequential) -> None:
    class Stopper(Callback):
        def on_train_batch_end(self, batch, logs=None) -> None:
            self.model.stop_training = batch == 1

    history = model.fit(X, Y, batch_size=4, epochs=5, verbose=0, callbacks=Stopper())
    assert history.epoch == [0]
    assert model.history is history
    assert model.optimizer.iterations == 2


def test_csv_file(model: Sequential, tmp_path) -> None:
    path = tmp_path / "log.csv"
    first = model.fit(X, Y, epochs=2, verbose=0, callbacks=[CSVLogger(path, ";")]).history
    model.fit(X, Y, epochs=1, verbose=0, callbacks=[CSVLogger(path, ";", append=True)])
    rows = list(csv.reader(path.read_text(encoding="utf-8").splitlines(), delimiter=";"))
    assert rows[0] == ["epoch", "loss", "mae", "val_loss", "val_mae"]
    assert [row[0] for row in rows[1:]] == ["0", "1", "0"]
    assert float(rows[2][1]) == first["loss"][1]
    assert rows[1][3:] == ["NA", "NA"]


def test_early_stopping_says_so(model: Sequential, capsys: pytest.CaptureFixture[str]) -> None:
    stopping = EarlyStopping("loss", min_delta=1e9, verbose=1, restore_best_weights=True)
    model.fit(X, Y, epochs=9, verbose=0, callbacks=[stopping])
    assert capsys.readouterr().out.splitlines() == [
        "Epoch 2: early stopping",
        "Restoring model weights from the end of the best epoch: 1.",
    ]


def test_the_best_epoch_is_that_of_the_best_value(model: Sequential) -> None:
    """Whether weights are restored or not: the mean error is largest before the first step."""
    for restore in (True, False):
        model.set_weights([np.zeros((3, 1)), np.zeros(1)])
        stopping = EarlyStopping("mae", 0, 2, mode="max", restore_best_weights=restore)
        model.fit(X, Y, epochs=9, verbose=0, callbacks=[stopping])
        assert (stopping.best_epoch, stopping.stopped_epoch) == (0, 2)


def test_learning_rates_say_so(model: Sequential, capsys: pytest.CaptureFixture[str]) -> None:
    plateau = ReduceLROnPlateau("loss", 0.5, patience=1, min_delta=1e9, verbose=1)
    history = model.fit(X, Y, epochs=2, verbose=0, callbacks=[plateau]).history
    assert history["learning_rate"] == [0.01, 0.01]
    assert model.optimizer.learning_rate == 0.005
    assert "Epoch 2: ReduceLROnPlateau reducing learning rate to 0.005." in capsys.readouterr().out
    model.fit(X, Y, verbose=0, callbacks=[LearningRateScheduler(lambda epoch: 0.5, verbose=1)])
    assert "Epoch 1: LearningRateScheduler setting learning rate to 0.5." in capsys.readouterr().out


def test_what_is_not_there_is_told(model: Sequential) -> None:
    for watcher in (EarlyStopping(), ReduceLROnPlateau()):
        with pytest.warns(UserWarning, match="`val_loss`, which is not available"):
            model.fit(X, Y, verbose=0, callbacks=[watcher])
    rate = LearningRateScheduler(lambda epoch: 0.1)
    for watcher in (EarlyStopping("learning_rate"), EarlyStopping("none such")):
        with pytest.raises(ValueError, match="mode='max' or mode='min'"):
            model.fit(X, Y, epochs=3, verbose=0, callbacks=[rate, watcher])


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: EarlyStopping(mode="up"), "'auto', 'min' or 'max'"),
        (lambda: ReduceLROnPlateau(factor=1.0), "factor >= 1.0"),
        (lambda: StopAtLoss(float("nan")), "threshold"),
    ],
)
def test_arguments(make, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        make()


def test_a_schedule_has_to_return_a_number(model: Sequential) -> None:
    with pytest.raises(ValueError, match="should be a float"):
        model.fit(X, Y, verbose=0, callbacks=[LearningRateScheduler(lambda epoch: "fast")])


def test_a_silent_fit_reports_the_same_history_as_a_watched_one() -> None:
    x = np.random.default_rng(0).normal(size=(23, 2))
    histories = []
    for callbacks in ([], [Callback()]):
        model = Sequential([Input((2,)), Dense(3, "tanh"), Dense(1)])
        model.parameters[:] = 0.3
        model.compile("adam", "mse", metrics=["mae"])
        told = model.fit(x, x[:, 0], 5, 6, 0, callbacks, shuffle=False, initial_epoch=2)
        histories.append((told.epoch, told.history))
    assert histories[0] == histories[1]
    assert histories[0][0] == [2, 3, 4, 5]


def test_what_was_completed_is_reported_whatever_ends_a_fit(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Stopped(Exception):  # noqa: N818
        pass

    def stopping(self: Feed, rng: np.random.Generator) -> None:
        epochs.append(rng)
        if len(epochs) == 3:
            raise Stopped

    epochs: list[np.random.Generator] = []
    monkeypatch.setattr(Feed, "shuffle", stopping)
    model = Sequential([Input((2,)), Dense(1)])
    model.compile("sgd", "mse")
    with pytest.raises(Stopped):
        model.fit(np.ones((4, 2)), np.ones(4), epochs=5, verbose=0)
    assert model.history is not None
    assert model.history.epoch == [0, 1]
    assert len(model.history.history["loss"]) == 2


def test_a_silent_fit_stops_after_the_epoch_in_which_another_thread_said_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shuffle = Feed.shuffle

    def told(self: Feed, rng: np.random.Generator) -> None:
        epochs.append(rng)
        model.stop_training = len(epochs) == 3
        shuffle(self, rng)

    epochs: list[np.random.Generator] = []
    monkeypatch.setattr(Feed, "shuffle", told)
    model = Sequential([Input((2,)), Dense(1)])
    model.compile("sgd", "mse")
    history = model.fit(np.ones((4, 2)), np.ones(4), epochs=9, verbose=0)
    assert history.epoch == [0, 1, 2]
