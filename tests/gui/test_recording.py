"""Any step of a recording is what a run that stopped there would have come to."""

import gc
import weakref

import numpy as np
import pytest

from nnviz.document.edits import ChangeTraining, SetParameters
from nnviz.document.history import History
from nnviz.gui.recording.copy import Copy
from nnviz.gui.recording.curves import histories, tracks
from nnviz.gui.recording.recording import MIB, Recording
from nnviz.gui.recording.replay import Replay, rehearsed
from nnviz.gui.recording.segment import Moment, Segment
from nnviz.gui.recording.tape import Budget, Tape
from nnviz.gui.recording.timeline import Timeline
from nnviz.gui.training_run import TrainingRun
from tests.gui.recordings import assert_same, noise, pause, record, replayed, straight, visited
from tests.gui.samples import chain

OPTIMIZERS = [("sgd", {"momentum": 0.9}), ("adam", {}), ("rmsprop", {}), ("sgd", {})]


@pytest.fixture(params=OPTIMIZERS[:2], ids=["momentum", "adam"], scope="module")
def ten_thousand(request):
    """A recording of 10,000 steps, and its document."""
    optimizer, options = request.param
    document = noise(optimizer=optimizer, **options)
    recording, _ = record(document, 10_000)
    return document, recording


def test_any_step_has_the_bits_of_a_run_that_stopped_there(ten_thousand):
    document, recording = ten_thousand
    segment = recording.present.segment
    rng = np.random.default_rng(3)
    picks = sorted({0, 1, segment.steps, *rng.integers(0, segment.steps, 40).tolist()})
    states = list(straight(document, picks))
    replay = Replay()
    for at in rng.permutation(len(picks)):
        step, *expected = states[at]
        assert_same(replayed(Moment(segment, step), replay), *expected)


def test_ten_thousand_steps_have_checkpoints_so_near_that_a_frame_is_enough(ten_thousand):
    segment = ten_thousand[1].present.segment
    steps = [step for step, _ in segment.checkpoints.items]
    assert steps[0] == 0
    assert max(np.diff([*steps, segment.steps])) < 1500
    assert ten_thousand[1].used < 2 * MIB


@pytest.mark.parametrize(("optimizer", "options"), OPTIMIZERS[2:])
def test_other_optimizers_are_replayed_to_the_bit_as_well(optimizer, options):
    document = noise(optimizer=optimizer, **options)
    recording, _ = record(document, 900)
    for step, *expected in straight(document, [7, 333, 899]):
        assert_same(replayed(Moment(recording.present.segment, step)), *expected)


@pytest.mark.parametrize("shuffle", [True, False])
def test_a_long_epoch_has_checkpoints_within(shuffle):
    document = noise(n=5000, batch_size=1, optimizer="adam", shuffle=shuffle)
    recording, _ = record(document, 6000)
    segment = recording.present.segment
    assert segment.steps_per_epoch == 4000
    assert any(step % 4000 for step, _ in segment.checkpoints.items)
    for step, *expected in straight(document, [1, 1999, 3999, 4001, 5500]):
        assert_same(replayed(Moment(segment, step)), *expected)


def test_dragging_forward_goes_on_from_where_the_replay_is(monkeypatch):
    recording, _ = record(noise(), 2000)
    segment, replay = recording.present.segment, Replay()
    replayed(Moment(segment, 200), replay)
    loads = []
    monkeypatch.setattr(type(replay._copy), "load", lambda _self, step, _state: loads.append(step))
    replayed(Moment(segment, 205), replay)
    replayed(Moment(segment, 209), replay)
    assert loads == []


def test_a_slow_network_is_replayed_on_a_thread(monkeypatch):
    document = noise(optimizer="adam")
    recording, _ = record(document, 300)
    monkeypatch.setattr("nnviz.gui.recording.replay._SLOW", 0.0)
    ((_, *expected),) = straight(document, [250])
    replay = Replay()
    replay.aim(Moment(recording.present.segment, 250))
    assert not replay.advance(0.0)
    assert_same(replayed(Moment(recording.present.segment, 250), replay), *expected)


def test_large_data_are_copied_on_the_thread_and_not_kept(monkeypatch):
    recording, _ = record(noise(), 300)
    monkeypatch.setattr("nnviz.gui.recording.replay._LARGE", 0)
    replay = Replay()
    replay.aim(Moment(recording.present.segment, 250))
    assert replay._copy is None
    replayed(Moment(recording.present.segment, 250), replay)
    replay.rest()
    assert replay._copy is None


def test_a_thread_is_left_where_another_moment_is_wanted(monkeypatch):
    document = noise()
    recording, _ = record(document, 300)
    monkeypatch.setattr("nnviz.gui.recording.replay._SLOW", 0.0)
    replay = Replay()
    replay.aim(Moment(recording.present.segment, 299))
    replay.advance(0.0)
    ((_, *expected),) = straight(document, [20])
    assert_same(replayed(Moment(recording.present.segment, 20), replay), *expected)


@pytest.mark.parametrize("step", [0, 7, 3 * 7 + 4, 500])
def test_going_on_from_a_step_is_the_straight_run(step):
    document = noise(optimizer="adam")
    recording, _ = record(document, 1000)
    there = visited(recording, Moment(recording.present.segment, step))
    run = TrainingRun(there, 10**9, recording)
    run.step(333)
    ((_, *expected),) = straight(document, [step + 333])
    assert_same(pause(recording, run), *expected)


def test_going_on_twice_within_one_epoch_is_the_straight_run():
    document = noise(n=2000, batch_size=4, optimizer="adam")
    recording, run = record(document, 0)
    run.step(150)
    for _ in range(2):
        pause(recording, run)
        there = visited(recording, Moment(run.newest.segment, run.newest.step - 40))
        run = TrainingRun(there, 10**9, recording)
        run.step(60)
    run.step(400)
    ((_, *expected),) = straight(document, [150 - 40 + 60 - 40 + 60 + 400])
    assert_same(pause(recording, run), *expected)


def test_after_an_edit_within_an_epoch_the_epoch_goes_on():
    document = noise()
    recording, run = record(document, 0)
    run.step(10)
    there = pause(recording, run)
    edited = SetParameters(np.array([0]), np.array([0.5])).apply(there)
    second = TrainingRun(edited, 10**9, recording)
    assert (second.training.epoch, second.training.batch) == (1, 3)
    second.step(4)
    assert second.training.epoch == 2
    assert np.isfinite(pause(recording, second).history.values["loss"]).all()


def test_after_another_batch_size_the_epoch_begins_again():
    document = noise()
    recording, run = record(document, 0)
    run.step(10)
    there = pause(recording, run)
    changed = ChangeTraining({"batch_size": 8}).apply(there)
    second = TrainingRun(changed, 10**9, recording)
    assert (second.training.epoch, second.training.batch) == (1, 0)


def test_a_branch_is_replayed_from_its_own_start():
    document = noise(optimizer="adam")
    recording, run = record(document, 100)
    there = pause(recording, run)
    faster = ChangeTraining({"learning_rate": 0.05}).apply(there)
    recording, branch = record(faster, 200, recording)
    model, prepared = faster.model(), faster.prepared
    training = model.training(
        prepared.x_train, prepared.y_train, batch_size=32, epochs=10**9,
        initial_epoch=there.history.epochs, seed=5,
    )  # fmt: skip
    training.resume(*run.newest.place)
    training.run_steps(77)
    found = replayed(Moment(branch.newest.segment, 77))
    assert np.array_equal(found.parameters, model.parameters)
    assert found.training.learning_rate == 0.05
    assert replayed(Moment(run.newest.segment, 50)).training.learning_rate == 0.02


# ---------------------------------------------------------------------------- memory


def test_the_recording_stays_within_its_memory_on_a_network_where_that_bites():
    document = noise((40, 60, 40, 10), optimizer="adam")
    recording = Recording(document, mib=8)
    recording, _ = record(document, 6000, recording)
    segment = recording.present.segment
    assert segment.checkpoints.stride > Segment(document).checkpoints.stride
    assert segment.weights.stride > segment.steps_per_epoch
    assert _bytes(segment) <= 8 * MIB
    assert 2 * MIB < recording.used <= 8 * MIB
    for step, *expected in straight(document, [11, 2345, 5999]):
        assert_same(replayed(Moment(segment, step)), *expected)


def _bytes(segment: Segment) -> int:
    """Return what the arrays of a recording really take; shared ones once."""
    arrays = {id(one): one for _, one in segment.weights.items}
    for _, state in segment.checkpoints.items:
        slots = [one for one in (state.optimizer or {}).values() if isinstance(one, np.ndarray)]
        arrays |= {id(one): one for one in (state.parameters, *slots)}
    return sum(one.nbytes for one in arrays.values())


def test_less_memory_is_kept_to_at_once():
    recording, _ = record(noise((20, 60, 20, 1), optimizer="adam"), 4000)
    before = recording.used
    recording.limit(1)
    assert recording.used <= MIB < before


def test_the_oldest_branch_goes_when_thinning_is_not_enough():
    document = noise((40, 200, 40, 1), optimizer="adam")
    recording = Recording(document, mib=1)
    first = None
    for rate in (0.01, 0.02, 0.03, 0.04, 0.05, 0.06):
        changed = ChangeTraining({"learning_rate": rate}).apply(document)
        recording, run = record(changed, 10, recording)
        first = first or weakref.ref(run.newest.segment)
    assert recording.used <= MIB
    del run
    gc.collect()
    assert first() is None
    assert recording.present.segment.start.training.learning_rate == 0.06


def test_what_was_trained_before_many_edits_goes_when_it_takes_too_much():
    document = noise((40, 200, 40, 1), optimizer="adam")
    recording, first = Recording(document, mib=2), None
    for value in range(1, 9):
        run = TrainingRun(document, 10**9, recording)
        run.step(3)  # within an epoch, which goes on after the edit
        first = first or weakref.ref(run.newest.segment)
        edit = SetParameters(np.array([0]), np.array([float(value)]))
        document = edit.apply(pause(recording, run))
        recording.follow(document)
        assert recording.present.place == divmod(3 * value, 7)
    assert recording.used <= 2 * MIB
    del run
    gc.collect()
    assert first() is None
    assert len(recording.path()) > 1


def test_a_tape_keeps_its_first_item_and_drops_every_other():
    tape = Tape(1, 10)
    for step in range(9):
        tape.add(step, f"{step}")
    budget = Budget(50, [tape])
    assert budget.keep()
    assert [step for step, _ in tape.items] == [0, 2, 4, 6, 8]
    assert (tape.stride, tape.due) == (2, 10)
    assert tape.before(5) == (4, "4")
    assert tape.before(0) == (0, "0")


def test_one_item_that_is_too_large_is_kept():
    tape = Tape(1, 100)
    tape.add(0, "start")
    assert not Budget(50, [tape]).keep()
    assert len(tape.items) == 1


def test_what_fails_on_the_way_to_one_moment_is_not_told_of_the_next(monkeypatch):
    document = noise()
    recording, _ = record(document, 200)
    segment, replay = recording.present.segment, Replay()
    monkeypatch.setattr("nnviz.gui.recording.replay._SLOW", 0.0)  # on a thread
    with monkeypatch.context() as broken:
        broken.setattr(Copy, "train", _fail_half_way)
        replay.aim(Moment(segment, 40))
        replay.advance(0.01)
        replay.halt()
    ((_, *expected),) = straight(document, [60])
    assert_same(replayed(Moment(segment, 60), replay), *expected)


def _fail_half_way(copy, n):
    copy.model.parameters[:] = 0.0
    raise MemoryError("no room")


def test_a_recording_that_is_let_go_leaves_nothing_behind():
    document = noise()
    recording, run = record(document, 200)
    replay = Replay()
    replayed(Moment(recording.present.segment, 100), replay)
    gone = [weakref.ref(one) for one in (recording, recording.present.segment, run, replay._copy)]
    replay.forget()
    recording.begin(chain())
    del run, recording
    gc.collect()
    assert [one() for one in gone] == [None] * 4


# ------------------------------------------------------------------------------ reading


def test_weights_over_the_epochs_are_those_of_a_straight_run():
    document = noise()
    recording, run = record(document, 0)
    run.step(7 * 20)
    (curve,) = tracks(recording, pause(recording, run), 3)
    assert curve.current
    assert curve.epochs[:21].tolist() == list(range(21))
    expected = [state[1][3] for state in straight(document, range(0, 141, 7))]
    assert curve.values[:21].tolist() == expected


def test_an_edit_stands_twice_at_its_epoch():
    document = noise()
    recording, run = record(document, 0)
    run.step(14)
    there = pause(recording, run)
    edited = SetParameters(np.array([3]), np.array([9.0])).apply(there)
    recording.follow(edited)
    (curve,) = tracks(recording, edited, 3)
    at_two = curve.values[curve.epochs == 2.0]
    assert at_two[0] == there.parameters[3]
    assert at_two[-1] == 9.0


def test_branches_have_curves_that_begin_where_they_leave():
    document = noise()
    recording, run = record(document, 0)
    run.step(7 * 10)
    pause(recording, run)
    segment = run.newest.segment
    there = visited(recording, Moment(segment, 28))
    second = TrainingRun(there, 10**9, recording)
    second.step(7 * 2)
    present = pause(recording, second)
    other, own = histories(recording, present)
    assert (other.current, other.start, other.history.epochs) == (False, 4.0, 10)
    assert (own.current, own.start, own.history.epochs) == (True, 0.0, 6)
    other, own = tracks(recording, present, 0)
    assert (other.epochs[0], other.epochs[-1]) == (4.0, 10.0)
    assert (own.epochs[0], own.epochs[-1]) == (0.0, 6.0)


def test_a_timeline_counts_steps_and_epochs_over_its_segments():
    one, two = Segment(noise()), None
    one.steps = 20
    two = Segment(noise().replaced(history=_done(2)), Moment(one, 14))
    timeline = Timeline([(one, 14), (two, 9)])
    assert (timeline.start, timeline.end, timeline.steps) == (0.0, 2 + 9 / 7, 23)
    assert timeline.moment_at_step(13) == Moment(one, 13)
    assert timeline.moment_at_step(14) == Moment(two, 0)
    assert timeline.moment_at_step(99) == Moment(two, 9)
    assert timeline.moment_at_step(-3) == Moment(one, 0)
    assert timeline.moment_at_epoch(1.0) == Moment(one, 7)
    assert timeline.moment_at_epoch(2.5) == Moment(two, 4)
    assert [timeline.step_of(timeline.moment_at_step(k)) for k in range(24)] == list(range(24))
    assert timeline.forks() == (2.0,)


def _done(epochs):
    return History({"loss": np.ones(epochs)}, epochs)


def test_a_rehearsal_that_takes_long_is_not_made(monkeypatch):
    recording, _ = record(noise(), 100)
    moment = Moment(recording.present.segment, 52)
    assert rehearsed(moment) is not None
    monkeypatch.setattr("nnviz.gui.recording.replay._REHEARSAL", 0.0)
    assert rehearsed(moment) is None
