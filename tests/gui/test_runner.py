import math
import threading

import numpy as np
import pytest

from nnviz.document.edits import ChangeTraining, SetParameters, SetTarget, ShowSample
from nnviz.document.settings import TrainingSettings
from nnviz.engine.training import Training
from nnviz.gui import training_run
from nnviz.gui.runner import Runner
from nnviz.gui.session import Session
from tests.gui.samples import chain, line
from tests.gui.saving import save_session


@pytest.fixture
def make(qapp):
    made = []

    def _make(document):
        session = Session(document)
        runner = Runner(session)
        made.append(runner)
        return session, runner

    yield _make
    for runner in made:
        runner.stop()


def finish(qtbot, runner):
    qtbot.waitUntil(lambda: not runner.running, timeout=10_000)


def plain_training(document, epochs):
    model, prepared = document.model(), document.prepared
    training = model.training(
        prepared.x_train,
        prepared.y_train,
        batch_size=document.training.batch_size,
        epochs=epochs,
        seed=document.seed,
    )
    training.run()
    return model.parameters, training.history


def test_one_epoch_of_the_chain_is_the_update_of_the_notes(make, qtbot):
    session, runner = make(chain())
    runner.one_epoch()
    finish(qtbot, runner)
    w1, b1, w2, b2 = session.document.parameters
    assert w2 == pytest.approx(0.427, abs=5e-4)
    assert b2 == pytest.approx(0.612, abs=5e-4)
    assert w1 == pytest.approx(0.1496, abs=5e-5)
    assert b1 == pytest.approx(0.3959, abs=5e-5)
    assert session.document.history.epochs == 1
    assert session.undo_stack.undoText() == "Train 1 epoch"


def test_a_run_equals_training_in_one_go_and_is_one_entry(make, qtbot):
    document = line()
    session, runner = make(document)
    runner.start()
    finish(qtbot, runner)
    parameters, history = plain_training(document, 10)
    assert np.array_equal(session.document.parameters, parameters)
    assert np.array_equal(session.document.history.values["loss"], history["loss"])
    assert len(session.document.history.values["val_loss"]) == 10
    assert session.undo_stack.count() == 1
    session.undo()
    assert np.array_equal(session.document.parameters, document.parameters)
    assert session.document.history.epochs == 0


def test_two_runs_go_on_where_the_first_ended(make, qtbot):
    document = line(epochs=5)
    session, runner = make(document)
    for _ in range(2):
        runner.start()
        finish(qtbot, runner)
    assert session.document.history.epochs == 10
    assert np.array_equal(session.document.parameters, plain_training(document, 10)[0])
    assert session.undo_stack.count() == 2


def test_run_trains_so_many_more_epochs_wherever_it_begins(make, qtbot):
    session, runner = make(line(epochs=7))
    assert runner.plan == "Run trains 7 epochs."
    for _ in range(3):
        runner.one_epoch()
        finish(qtbot, runner)
    assert runner.plan == "Run trains 7 more epochs."
    runner.start()
    finish(qtbot, runner)
    assert session.document.history.epochs == 10
    assert runner.goal == 10


def test_run_goes_on_to_the_goal_of_the_run_that_was_paused(make, qtbot):
    session, runner = make(line(epochs=3000))
    runner.start()
    qtbot.waitUntil(lambda: session.document.history.epochs > 20, timeout=5000)
    runner.stop()
    assert runner.plan == "Run goes on to epoch 3,000."
    assert runner.goal == 3000
    runner.one_epoch()
    finish(qtbot, runner)
    assert runner.plan == "Run goes on to epoch 3,000."
    runner.start()
    finish(qtbot, runner)
    assert session.document.history.epochs == 3000


def test_a_paused_run_that_was_changed_does_not_go_on(make, qtbot):
    session, runner = make(line(epochs=10_000_000))
    runner.start()
    qtbot.waitUntil(lambda: session.document.history.epochs > 3, timeout=5000)
    runner.stop()
    session.apply(ChangeTraining({"epochs": 5}))
    runner.one_batch()  # which may be the last of the epoch in which the pause came
    done = session.document.history.epochs
    assert runner.plan == "Run trains 5 more epochs."
    runner.start()
    finish(qtbot, runner)
    assert session.document.history.epochs == done + 5


def test_epochs_in_which_no_weight_moves_are_epochs_too(make, qtbot):
    document = line(epochs=3)
    still = document.replaced(frozen=np.ones(document.n_parameters, bool))
    session, runner = make(still)
    runner.start()
    finish(qtbot, runner)
    assert np.array_equal(session.document.parameters, still.parameters)
    losses = session.document.history.values["loss"]
    assert len(losses) == session.document.history.epochs == 3
    assert losses == pytest.approx([losses[0]] * 3)
    assert session.undo_stack.undoText() == "Train 3 epochs"
    session.undo()
    assert session.document.history.epochs == 0


def test_batches_go_through_an_epoch_and_count_it(make, qtbot):
    document = line()
    session, runner = make(document)
    for _ in range(3):
        runner.one_batch()
    assert session.document.history.epochs == 1
    assert np.array_equal(session.document.parameters, plain_training(document, 1)[0])
    assert session.undo_stack.count() == 3
    assert session.undo_stack.undoText() == "Train one batch"


def test_an_epoch_begun_by_batches_is_finished_not_begun_again(make, qtbot):
    document = line()
    session, runner = make(document)
    runner.one_batch()
    runner.one_epoch()
    finish(qtbot, runner)
    assert session.document.history.epochs == 1
    assert np.array_equal(session.document.parameters, plain_training(document, 1)[0])


def test_after_an_undo_the_batch_is_the_same_one_again(make):
    session, runner = make(line())
    runner.one_batch()
    first = session.document.parameters
    session.undo()
    runner.one_batch()
    assert np.array_equal(session.document.parameters, first)


def test_looking_at_another_sample_does_not_begin_the_epoch_again(make):
    document = line()
    session, runner = make(document)
    for _ in range(3):
        runner.one_batch()
        session.apply(ShowSample(2))
    assert np.array_equal(session.document.parameters, plain_training(document, 1)[0])


def test_one_sample_updates_on_the_sample_shown_alone(make):
    session, runner = make(line())
    runner.one_sample()
    x, y = session.document.input[0], session.document.target[0]
    assert session.document.parameters == pytest.approx([0.1 * 2 * y * x, 0.1 * 2 * y])
    assert session.document.history.epochs == 0


def test_without_data_the_update_follows_the_target_shown(make):
    session, runner = make(chain())
    runner.one_sample()
    session.apply(SetTarget(0, 0.9))
    before = session.document.parameters
    runner.one_batch()
    assert session.document.parameters[3] > before[3]


def test_stop_keeps_what_was_reached_as_one_entry(make, qtbot):
    session, runner = make(line(epochs=10_000_000))
    runner.start()
    qtbot.waitUntil(lambda: session.document.history.epochs > 20, timeout=5000)
    assert runner.running
    runner.stop()
    assert not runner.running
    assert runner.message == "Paused"
    assert session.document.history.stopped_by == "stopped"
    assert session.undo_stack.count() == 1
    session.undo()
    assert session.document.history.epochs == 0
    assert list(session.document.parameters) == [0, 0]


def test_the_window_sees_whole_states_and_few_of_them(make, qtbot):
    session, runner = make(line(epochs=10_000_000))
    states = []
    session.changed.connect(lambda _: states.append(session.document))
    runner.start()
    qtbot.wait(200)
    steps = runner._run.training.step
    runner.stop()
    assert 2 <= len(states) <= 25
    assert steps > 10 * len(states)
    for state in states:
        assert np.isfinite(state.parameters).all()


def test_an_edit_ends_the_run_first(make, qtbot):
    session, runner = make(line(epochs=10_000_000))
    shown = []
    session.changed.connect(lambda: shown.append(session.document.parameters))
    runner.start()
    qtbot.waitUntil(lambda: session.document.history.epochs > 3, timeout=5000)
    session.apply(SetParameters(np.array([0]), np.array([7.0])))
    assert not runner.running
    assert session.document.parameters[0] == 7.0
    assert session.undo_stack.count() == 2
    trained = [values for values in shown if values[0] != 7.0][-1]
    session.undo()
    assert np.array_equal(session.document.parameters, trained)


def test_undo_of_a_run_under_way_takes_that_run_back(make, qtbot):
    session, runner = make(line(epochs=10_000_000))
    runner.start()
    qtbot.waitUntil(lambda: session.document.history.epochs > 3, timeout=5000)
    session.undo()
    assert not runner.running
    assert list(session.document.parameters) == [0, 0]


def test_another_sample_can_be_looked_at_while_training(make, qtbot):
    session, runner = make(line(epochs=10_000_000))
    runner.start()
    session.apply(ShowSample(5))
    assert runner.running
    runner.stop()
    assert session.document.sample == 5
    session.undo()
    assert session.document.sample == 5
    assert session.document.history.epochs == 0
    session.undo()
    assert session.document.sample == 0


def test_the_file_saved_during_a_run_holds_what_is_shown_after(make, qtbot, tmp_path):
    session, runner = make(line(epochs=10_000_000))
    runner.start()
    save_session(session, tmp_path / "line.nnviz")
    assert not runner.running
    trained = session.document.parameters
    session.open(tmp_path / "line.nnviz")
    assert np.array_equal(session.document.parameters, trained)


def test_the_threshold_ends_a_run(make, qtbot):
    session, runner = make(line(epochs=10_000, threshold=0.01))
    runner.start()
    finish(qtbot, runner)
    assert session.document.history.last() < 0.01
    assert session.document.history.stopped_by == "threshold"
    assert session.document.history.epochs < 10_000
    assert "0.01" in runner.message


def test_divergence_is_explained_and_offers_the_way_back(make, qtbot):
    session, runner = make(line(learning_rate=1e30, epochs=50))
    notices = []
    runner.noticed.connect(notices.append)
    runner.start()
    finish(qtbot, runner)
    (notice,) = notices
    assert "became infinite at epoch" in notice.title
    assert "1.00e30" in notice.text
    assert notice.action == "Go back to the start"
    assert np.isfinite(session.document.parameters).all()
    notice.act()
    assert list(session.document.parameters) == [0, 0]


def loss_of(document):
    prepared = document.prepared
    with np.errstate(all="ignore"):
        return document.model().evaluate(prepared.x_train, prepared.y_train, verbose=0)


@pytest.mark.parametrize("threaded", [False, True])
@pytest.mark.parametrize("rate", [1e3, 1e30, 1e60, 1e140])
def test_after_a_divergence_the_last_weights_with_a_finite_loss_stand(
    make, qtbot, monkeypatch, rate, threaded
):
    monkeypatch.setattr(training_run, "SLOW_STEP", 0.0 if threaded else 1.0)
    document = line(learning_rate=rate, epochs=500)
    session, runner = make(document)
    notices = []
    runner.noticed.connect(notices.append)
    runner.start()
    finish(qtbot, runner)
    after = session.document
    kept = after.history.epochs
    assert math.isfinite(loss_of(after))
    assert len(after.history.values.get("loss", ())) == kept
    if kept:
        assert np.array_equal(after.parameters, plain_training(document, kept)[0])
        assert f"The weights are those of epoch {kept}." in notices[0].text
        session.undo()
    else:
        assert "The weights are those of the start." in notices[0].text
    assert list(session.document.parameters) == [0, 0]


def test_one_sample_too_far_is_said_and_changes_nothing(make):
    session, runner = make(line(learning_rate=1e200))
    notices = []
    runner.noticed.connect(notices.append)
    runner.one_sample()
    assert list(session.document.parameters) == [0, 0]
    assert session.undo_stack.count() == 0
    assert "infinite" in notices[0].title


def test_nothing_to_train_on_is_said(make):
    document = chain().replaced(target=None)
    session, runner = make(document)
    notices = []
    runner.noticed.connect(notices.append)
    for begin in (runner.start, runner.one_batch, runner.one_sample):
        begin()
    assert not runner.running
    assert session.document is document
    assert len(notices) == 3
    assert "target" in notices[0].title


def test_a_slow_minibatch_moves_to_a_thread_with_the_same_result(make, qtbot, monkeypatch):
    monkeypatch.setattr(training_run, "SLOW_STEP", 0.0)
    document = line(epochs=200)
    session, runner = make(document)
    runner.start()
    names = [thread.name for thread in threading.enumerate()]
    assert "nnviz training" in names
    finish(qtbot, runner)
    assert np.array_equal(session.document.parameters, plain_training(document, 200)[0])
    assert session.undo_stack.count() == 1


@pytest.mark.parametrize("threaded", [False, True])
def test_a_run_that_fails_ends_and_keeps_what_was_shown(make, qtbot, monkeypatch, threaded):
    monkeypatch.setattr(training_run, "SLOW_STEP", 0.0 if threaded else 1.0)
    session, runner = make(line())
    before = session.document
    with qtbot.capture_exceptions() as caught:
        runner.start(10**6)
        qtbot.waitUntil(lambda: session.document.history.epochs > 3, timeout=10_000)
        monkeypatch.setattr(Training, "run_slice", _fail)
        monkeypatch.setattr(Training, "run_steps", _fail)
        finish(qtbot, runner)
    assert [kind for kind, *_ in caught] == [MemoryError]
    assert runner.message == "Ended by an error"
    monkeypatch.undo()
    epochs = session.document.history.epochs
    session.undo()
    assert session.document.parameters.tolist() == before.parameters.tolist()
    session.redo()
    assert session.document.history.epochs == epochs > 3
    runner.one_epoch()  # as from any other network
    finish(qtbot, runner)
    assert session.document.history.epochs == epochs + 1


def _fail(*_):
    raise MemoryError("no room")


def test_stop_joins_the_thread(make, qtbot, monkeypatch):
    monkeypatch.setattr(training_run, "SLOW_STEP", 0.0)
    session, runner = make(line(epochs=10_000_000))
    runner.start()
    qtbot.waitUntil(lambda: session.document.history.epochs > 3, timeout=5000)
    runner.stop()
    assert "nnviz training" not in [thread.name for thread in threading.enumerate()]
    session.undo()
    assert list(session.document.parameters) == [0, 0]


def test_the_pace_can_be_slow(make, qtbot):
    session, runner = make(line(epochs=1000))
    runner.pace = 10.0
    runner.start()
    qtbot.wait(350)
    runner.stop()
    assert 1 <= session.document.history.epochs <= 6


def test_other_settings_begin_another_run(make, qtbot):
    session, runner = make(line(epochs=3))
    runner.one_batch()
    session.apply(ChangeTraining({"batch_size": 4}))
    runner.start()
    finish(qtbot, runner)
    assert session.document.history.epochs == 3
    assert math.isfinite(session.document.history.last())


def test_the_pass_made_on_the_thread_is_that_of_the_network_shown(make, qtbot, monkeypatch):
    """With the update it would bring, and of another sample as soon as that is chosen."""
    monkeypatch.setattr(training_run, "SLOW_STEP", 0.0)
    adam = TrainingSettings("mean_squared_error", "adam", learning_rate=1e-3, batch_size=8)
    session, runner = make(line().replaced(training=adam))
    given = []

    def look():
        if runner.running:
            made = session.trace
            document = session.document
            fresh = document.model().trace(document.x, document.y)
            assert made.layers[0].kernel_old == document.kernel(1)
            for name in ("a", "delta", "dE_dkernel", "kernel_new", "bias_new"):
                assert np.array_equal(getattr(made.layers[0], name), getattr(fresh.layers[0], name))
            traced = runner._run.shot().traced
            given.append((document.sample, traced is not None and traced.trace is made))

    session.changed.connect(look)
    runner.start(10**9)
    qtbot.waitUntil(lambda: (0, True) in given)
    session.apply(ShowSample(3))
    qtbot.waitUntil(lambda: (3, True) in given)
    runner.stop()
