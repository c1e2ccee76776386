"""Going through a recorded training: what is shown, what an edit or a run there does."""

import gc
import weakref

import numpy as np
import pytest

from nnviz.document.edits import (
    ChangeTraining,
    InitialWeights,
    NewWeights,
    Rename,
    SetInput,
    SetParameters,
    ShowSample,
)
from nnviz.document.files import open_document
from nnviz.gui import recorder as recorder_module
from nnviz.gui.recorder import Recorder
from nnviz.gui.recording.copy import Copy
from nnviz.gui.recording.replay import Replay
from nnviz.gui.runner import Runner
from nnviz.gui.session import Session
from nnviz.gui.settings import Settings
from tests.gui.recordings import assert_same, noise, straight
from tests.gui.samples import chain, line
from tests.gui.saving import save_session


class Desk:
    """A session with its runner and its recorder."""

    def __init__(self, document, qtbot):
        self.session = Session(document)
        self.runner = Runner(self.session)
        self.recorder = Recorder(self.session, self.runner, Settings())
        self._qtbot = qtbot

    def train(self, epochs):
        self.runner.start(epochs)
        self.wait()

    def wait(self):
        self._qtbot.waitUntil(lambda: not (self.runner.running or self.recorder.busy), timeout=9000)

    def seek_step(self, step):
        self.recorder.seek_step(step)
        self.wait()

    def seek(self, epoch):
        self.recorder.seek(epoch)
        self.wait()

    @property
    def document(self):
        return self.session.document

    @property
    def texts(self):
        stack = self.session.undo_stack
        return [stack.text(index) for index in range(stack.index())]


@pytest.fixture
def desk(qtbot):
    made = []

    def _desk(document=None):
        made.append(Desk(document or noise(), qtbot))
        return made[-1]

    yield _desk
    for one in made:
        one.runner.stop()
        one.recorder.leave()


def weight(value, index=0):
    return SetParameters(np.array([index]), np.array([value]))


# ------------------------------------------------------------------------------- moments


def test_before_training_there_is_nothing_to_go_through(desk):
    recorder = desk().recorder
    assert recorder.start == recorder.now == recorder.end == 0
    assert (recorder.step_now, recorder.steps) == (0, 0)
    assert recorder.moment_text == "epoch 0"
    recorder.seek(3)
    assert not recorder.visiting


def test_every_step_shown_has_the_bits_of_a_run_that_stopped_there(desk):
    here = desk(noise(optimizer="adam"))
    document = here.document
    here.train(40)
    assert (here.recorder.end, here.recorder.steps) == (40.0, 280)
    for step, *expected in straight(document, [0, 1, 9, 140, 279]):
        if step:
            here.seek_step(step)
            assert_same(here.document, *expected)
        else:
            here.recorder.first()
            assert np.array_equal(here.document.parameters, document.parameters)
        assert here.recorder.step_now == step
        assert here.recorder.now == pytest.approx(step / 7)
        assert here.recorder.visiting


def test_a_moment_is_told_in_words(desk):
    here = desk()
    here.train(5)
    assert here.recorder.moment_text == "epoch 5"
    here.seek(2)
    assert here.recorder.moment_text == "epoch 2"
    here.recorder.step(3)
    assert here.recorder.moment_text == "epoch 3, batch 3 of 7"


def test_steps_and_epochs_lead_on_and_back_and_no_further_than_there_is(desk):
    here = desk()
    here.train(5)
    recorder = here.recorder
    recorder.step(-1)
    assert recorder.step_now == 34
    recorder.step_epoch(-1)
    assert recorder.now == 4.0
    recorder.step_epoch(-1)
    assert recorder.now == 3.0
    recorder.step(2)
    recorder.step_epoch(1)
    assert recorder.now == 4.0
    recorder.step(-100)
    assert (recorder.now, recorder.visiting) == (0.0, True)
    recorder.step_epoch(77)
    assert (recorder.now, recorder.visiting) == (5.0, False)


def test_the_moment_nearest_to_an_epoch_is_shown(desk):
    here = desk()
    here.train(5)
    here.seek(2.5)
    assert here.recorder.step_now == round(2.5 * 7)
    here.seek(99)
    assert not here.recorder.visiting


def test_going_through_it_changes_nothing(desk):
    here = desk()
    here.train(20)
    here.session.undo_stack.setClean()
    present, count = here.document, here.session.undo_stack.count()
    seen = []
    for by in (*[-1] * 100, *[1] * 100):
        here.recorder.step(by)
        seen.append(weakref.ref(here.document))
    assert here.document is present
    assert not here.recorder.visiting
    assert here.session.undo_stack.count() == count
    assert not here.session.modified
    gc.collect()
    assert {one() for one in seen} <= {None, present}


def test_each_step_is_told_once(desk):
    here = desk()
    here.train(5)
    told = []
    here.recorder.changed.connect(lambda: told.append(here.recorder.step_now))
    for step in (3, 20, 7):
        here.seek_step(step)
    assert told == [3, 20, 7]


def test_seeking_pauses_the_run_under_way(desk, qtbot):
    here = desk()
    here.runner.start(100_000)
    qtbot.waitUntil(lambda: here.document.history.epochs > 20, timeout=5000)
    here.seek(10)
    assert not here.runner.running
    assert here.document.history.epochs == 10
    assert here.session.present.history.epochs > 20
    assert here.session.undo_stack.count() == 1


# -------------------------------------------------------------------- edits while visiting


def test_an_edit_at_an_earlier_moment_is_one_entry_that_leads_there(desk):
    here = desk()
    here.train(10)
    end = here.document
    here.seek(4)
    then = here.document
    here.session.apply(weight(0.75))
    assert not here.recorder.visiting
    assert here.texts == ["Train 10 epochs", "Change weights"]
    assert here.document.parameters[0] == 0.75
    assert np.array_equal(here.document.parameters[1:], then.parameters[1:])
    assert here.document.history.epochs == 4
    assert here.recorder.end == 4.0
    here.session.undo()
    assert np.array_equal(here.document.parameters, end.parameters)
    assert here.document.history is end.history
    assert here.recorder.end == 10.0
    here.session.redo()
    assert here.document.parameters[0] == 0.75
    assert here.recorder.end == 4.0


def test_a_drag_at_an_earlier_moment_is_one_entry_and_reverting_it_shows_that_moment(desk):
    here = desk()
    here.train(10)
    end = here.document
    here.seek_step(31)
    then, drag = here.document, object()
    for value in (0.1, 0.2, 0.3):
        here.session.apply(weight(value), drag)
    assert here.texts == ["Train 10 epochs", "Change weights"]
    assert here.document.parameters[0] == 0.3
    here.session.revert(drag)
    assert here.recorder.visiting
    assert here.document.parameters is then.parameters
    assert here.texts == ["Train 10 epochs"]
    here.recorder.leave()
    assert here.document.parameters is end.parameters


def test_a_finished_drag_is_taken_back_at_once(desk):
    here = desk()
    here.train(10)
    end = here.document
    here.seek_step(31)
    drag = object()
    for value in (0.1, 0.2, 0.3):
        here.session.apply(weight(value), drag)
    here.session.undo()
    assert np.array_equal(here.document.parameters, end.parameters)
    assert here.recorder.now == 10.0


def test_another_sample_is_looked_at_without_leaving_the_moment(desk):
    here = desk(line())
    here.train(10)
    here.seek(4)
    weights = here.document.parameters
    here.session.apply(ShowSample(5))
    here.session.apply(Rename("Other"))
    assert here.recorder.visiting
    assert here.document.parameters is weights
    assert (here.document.sample, here.document.title) == (5, "Other")
    here.recorder.step(1)
    assert here.document.sample == 5
    here.recorder.leave()
    assert (here.document.sample, here.document.title) == (5, "Other")
    assert here.document.history.epochs == 10
    here.session.undo(), here.session.undo()
    assert (here.document.sample, here.document.title) == (0, "Line")


def test_undo_and_redo_leave_the_moment_first(desk):
    here = desk()
    here.train(10)
    here.seek(4)
    here.session.undo()
    assert not here.recorder.visiting
    assert (here.document.history.epochs, here.recorder.end) == (0, 0.0)
    here.session.redo()
    assert (here.document.history.epochs, here.recorder.end) == (10, 10.0)
    here.seek(4)
    assert here.document.history.epochs == 4


def test_saving_saves_the_present(desk, tmp_path):
    here = desk()
    here.train(10)
    end = here.document
    here.seek(4)
    save_session(here.session, tmp_path / "it.nnviz")
    assert not here.recorder.visiting
    assert np.array_equal(open_document(tmp_path / "it.nnviz").parameters, end.parameters)
    assert not here.session.modified


def test_an_edit_that_does_not_fit_leaves_all_as_it_was(desk):
    here = desk()
    here.train(10)
    here.seek(4)
    then = here.document
    assert "finite" in (here.session.try_apply(weight(np.nan)) or "")
    assert here.document is then
    assert here.texts == ["Train 10 epochs"]


# --------------------------------------------------------------------------------- branches


def test_to_continue_there_is_a_branch_with_a_curve_of_its_own(desk):
    here = desk(noise(optimizer="adam"))
    document = here.document
    here.train(10)
    end = here.document
    here.seek_step(31)
    here.session.apply(ChangeTraining({"epochs": 3}))
    here.session.undo()
    here.seek_step(31)
    here.runner.start(2)
    here.wait()
    assert here.texts == ["Train 10 epochs", "Go back", "Train 2 epochs"]
    ((_, *expected),) = straight(document, [42])
    assert_same(here.document, *expected)
    other, own = here.recorder.histories()
    assert (other.current, other.history.epochs, other.start) == (False, 10, 31 / 7)
    assert (own.current, own.history.epochs) == (True, 6)
    assert here.recorder.forks() == (31 / 7,)
    here.seek_step(20)
    ((_, *expected),) = straight(document, [20])
    assert_same(here.document, *expected)
    here.session.undo(), here.session.undo()
    assert np.array_equal(here.document.parameters, end.parameters)
    assert here.recorder.end == 10.0


def test_continue_here_goes_on_to_the_chosen_epochs(desk):
    here = desk(noise(epochs=5))
    document = here.document
    here.train(10)
    here.seek(3)
    here.recorder.continue_here()
    here.wait()
    assert here.document.history.epochs == 8
    ((_, *expected),) = straight(document, [56])
    assert_same(here.document, *expected)


def test_one_batch_there_is_the_batch_that_followed(desk):
    here = desk()
    document = here.document
    here.train(10)
    here.seek_step(17)
    here.runner.one_batch()
    ((_, *expected),) = straight(document, [18])
    assert_same(here.document, *expected)
    assert here.recorder.step_now == 18
    assert here.texts == ["Train 10 epochs", "Go back", "Train one batch"]


def test_edits_are_part_of_the_recording(desk):
    here = desk()
    here.train(3)
    here.session.apply(weight(0.5))
    here.session.apply(ChangeTraining({"learning_rate": 0.05}))
    here.train(3)
    edited = here.document
    here.seek_step(10)
    assert here.document.training.learning_rate == 0.02
    here.seek_step(21)
    assert here.document.parameters[0] == 0.5
    assert here.document.training.learning_rate == 0.05
    (curve,) = here.recorder.track(0)
    at_three = curve.values[curve.epochs == 3.0]
    assert at_three[0] != 0.5
    assert at_three[-1] == 0.5
    assert curve.values[-1] == edited.parameters[0]
    here.recorder.leave()
    assert here.document is edited
    assert here.recorder.end == 6.0


def test_an_edit_that_is_undone_leaves_the_recording_as_it_was(desk):
    here = desk()
    here.train(3)
    here.session.apply(weight(0.5))
    here.session.undo()
    here.train(3)
    assert here.recorder.forks() == ()
    assert len(here.recorder.histories()) == 1
    assert here.recorder.steps == 42


def test_another_number_of_epochs_is_no_other_training(desk):
    here = desk()
    document = here.document
    here.train(2)
    here.session.apply(ChangeTraining({"epochs": 7, "threshold": 1e-9}))
    here.train(2)
    assert here.recorder.forks() == ()
    assert len(here.recorder.histories()) == 1
    ((_, *expected),) = straight(document, [28])
    assert_same(here.document, *expected)
    here.seek_step(20)
    ((_, *expected),) = straight(document, [20])
    assert_same(here.document, *expected)


def test_initial_weights_and_new_ones_begin_again_and_the_old_curve_stays(desk):
    here = desk()
    here.train(4)
    here.session.apply(InitialWeights())
    assert here.recorder.start == here.recorder.end == 0.0
    here.train(2)
    here.session.apply(NewWeights(9))
    assert here.recorder.start == here.recorder.end == 0.0
    here.train(3)
    curves = here.recorder.histories()
    assert sorted(curve.history.epochs for curve in curves) == [2, 3, 4]
    assert [curve.current for curve in curves] == [False, False, True]
    here.seek(0)
    assert here.document.seed == 9


def test_single_batches_are_one_recording(desk):
    here = desk()
    for _ in range(16):
        here.runner.one_batch()
    assert (here.recorder.steps, here.recorder.end) == (16, 16 / 7)
    here.seek_step(5)
    ((_, *expected),) = straight(here.session.present.replaced(
        parameters=here.document.initial, optimizer_state=None), [5])  # fmt: skip
    assert_same(here.document, *expected)
    assert len(here.recorder.histories()) == 1


def test_the_one_sample_of_a_document_may_change_within_its_recording(desk):
    here = desk(chain())
    here.train(5)
    here.session.apply(SetInput(0, 0.7))
    here.train(5)
    assert (here.recorder.steps, here.recorder.end) == (10, 10.0)
    here.seek(3)
    first = here.document.parameters
    model = chain().model()
    model.fit(np.array([[0.1]]), np.array([[0.25]]), batch_size=1, epochs=3, verbose=0)
    assert np.array_equal(first, model.parameters)
    assert here.document.input[0] == 0.7


def test_another_document_begins_another_recording(desk):
    here = desk()
    here.train(5)
    gone = weakref.ref(here.runner.recording.present.segment)
    here.seek(2)
    here.session.new(chain())
    assert not here.recorder.visiting
    assert here.recorder.start == here.recorder.end == 0.0
    assert here.recorder.histories()[-1].history.epochs == 0
    gc.collect()
    assert gone() is None


# ------------------------------------------------------------------------------ slow replays


@pytest.fixture
def slow(monkeypatch):
    """Let every slice of a replay come no further than one step."""
    monkeypatch.setattr(recorder_module, "_FIRST", 0.0)
    monkeypatch.setattr(recorder_module, "_SLICE", 1e-9)
    monkeypatch.setattr("nnviz.gui.recording.replay._LOOK", 0.0)


def test_a_long_way_shows_the_nearest_checkpoint_until_it_is_done(desk, slow):
    here = desk()
    document = here.document
    here.train(10)
    here.recorder.seek_step(30)
    assert here.recorder.busy
    assert here.document.history.epochs == 0
    assert here.recorder.step_now == 30  # what is wanted, so that keys go on from there
    here.wait()
    ((_, *expected),) = straight(document, [30])
    assert_same(here.document, *expected)


def test_the_latest_target_wins(desk, slow):
    here = desk()
    here.train(10)
    shown = []
    here.session.changed.connect(lambda _: shown.append(here.recorder.step_now))
    for step in (60, 40, 12):
        here.recorder.seek_step(step)
    here.wait()
    assert here.recorder.step_now == 12
    assert here.document.history.epochs == 1
    here.recorder.seek_step(50)
    here.recorder.leave()
    assert not here.recorder.busy
    assert here.document is here.session.present


def test_to_continue_waits_for_the_moment_that_was_asked_for(desk, slow):
    here = desk(noise(epochs=1))
    document = here.document
    here.train(10)
    here.recorder.seek_step(21)
    here.recorder.continue_here()
    here.wait()
    ((_, *expected),) = straight(document, [28])
    assert_same(here.document, *expected)


def test_a_replay_that_fails_is_told_once_and_given_up(desk, qtbot, monkeypatch):
    here = desk()
    here.train(10)
    monkeypatch.setattr("nnviz.gui.recording.replay._SLOW", 0.0)

    def fail(_self, _steps):
        raise MemoryError("no room")

    monkeypatch.setattr(Copy, "train", fail)
    with qtbot.captureExceptions() as caught:
        here.recorder.seek_step(31)
        here.wait()
    assert [str(error) for _, error, _ in caught] == ["no room"]
    assert not here.recorder.busy


def test_an_edit_ends_the_way_to_a_moment(desk, slow):
    here = desk()
    here.train(10)
    here.recorder.seek_step(30)
    here.session.apply(weight(0.5))
    assert not here.recorder.busy
    assert not here.recorder.visiting
    assert here.document.parameters[0] == 0.5


# ------------------------------------------------------------------------------- divergence


def diverged(desk, **training):
    here = desk(line(**training))
    notices = []
    here.runner.noticed.connect(notices.append)
    here.runner.start()
    here.wait()
    (notice,) = notices
    return here, notice


def end_of_line():
    """Return the engine's own training of the line, run until it diverges."""
    document = line(learning_rate=1e30)
    prepared = document.prepared
    training = document.model().training(
        prepared.x_train, prepared.y_train, batch_size=8, epochs=50, seed=3
    )
    training.run()
    return training


def test_a_divergence_names_the_step_the_number_and_the_cause(desk):
    here, notice = diverged(desk, learning_rate=1e30, epochs=50)
    epoch, batch = end_of_line().diverged_at
    assert notice.title == f"The loss became infinite at epoch {epoch + 1}, batch {batch + 1} of 3."
    assert notice.text.startswith("The learning rate 1.00e30 is probably too large.")
    assert here.runner.message == f"Stopped in epoch {epoch + 1}: the loss became infinite"


def test_what_overflowed_before_the_loss_is_named(desk):
    _, notice = diverged(desk, learning_rate=1.7e308, epochs=50)
    assert notice.title.endswith(": a new weight of Output overflowed.")
    assert notice.more == ()  # it was the very first step


def test_the_step_before_a_divergence_can_be_shown(desk):
    here, notice = diverged(desk, learning_rate=1e30, epochs=50)
    kept = here.document
    assert kept.history.epochs == 1
    ((text, look),) = notice.more
    assert text == "The step before"
    look()
    here.wait()
    assert here.recorder.visiting
    step = here.recorder.step_now
    assert step > 3
    document = line(learning_rate=1e30, epochs=50)
    ((_, parameters, _, _),) = straight(document, [step])
    assert np.array_equal(here.document.parameters, parameters)
    assert np.isfinite(parameters).all()
    assert here.recorder.step_now == here.recorder.steps
    assert end_of_line().step == step
    here.recorder.leave()
    assert here.document is kept


def test_where_not_even_one_epoch_is_left_its_steps_can_be_gone_through(desk):
    here = desk(line())
    here.session.apply(ChangeTraining({"learning_rate": 1e160}))
    start, notices = here.document, []
    here.runner.noticed.connect(notices.append)
    here.runner.start()
    here.wait()
    assert here.document.parameters is start.parameters
    assert here.texts == ["Change training"]
    assert here.recorder.steps > here.recorder.step_now == 0
    assert here.recorder.end < 1
    notices[0].more[0][1]()
    assert here.recorder.step_now == here.recorder.steps
    assert abs(here.document.parameters[0]) > 1e100
    here.recorder.leave()
    assert here.document.parameters is start.parameters
    here.session.undo()
    assert (here.recorder.steps, here.recorder.visiting) == (0, False)


# --------------------------------------------------------------------------------- manners


def test_the_memory_follows_the_preference(qtbot):
    here = Desk(noise(), qtbot)
    settings = here.recorder._settings
    settings.recording_mib = 8
    assert sum(one.limit for one in here.runner.recording.budgets) == 8 * 2**20
    settings.recording_mib = 1
    assert settings.recording_mib == 8


def test_a_recorder_that_is_let_go_leaves_nothing_behind(qapp):
    session = Session(noise())
    runner = Runner(session)
    recorder = Recorder(session, runner, Settings())
    runner.one_batch()
    recorder.seek_step(0)
    gone = [weakref.ref(one) for one in (session, recorder, recorder._replay, runner.recording)]
    assert isinstance(recorder._replay, Replay)
    del session, runner, recorder
    gc.collect()
    assert [one() for one in gone] == [None] * 4
