import math

import numpy as np
import pytest

from nnviz.document.edits import ReplaceNetwork, SetParameters
from nnviz.document.settings import LayerSpec
from nnviz.explain.frames import Chapter
from nnviz.gui.player import Player
from nnviz.gui.recorder import Recorder
from nnviz.gui.runner import Runner
from nnviz.gui.session import Session
from nnviz.gui.settings import Settings
from tests.gui.samples import chain, line


def played(session, settings):
    """Return a session's player; it keeps what it is made with."""
    runner = Runner(session)
    return Player(session, runner, Recorder(session, runner, settings), settings)


@pytest.fixture
def make(qapp):
    made = []

    def _make(document):
        session = Session(document)
        player = played(session, Settings())
        made.append((session, player))
        return session, player

    yield _make
    for _, player in made:
        player.pause()


@pytest.fixture
def player(make):
    return make(chain())[1]


def test_the_chain_has_sixteen_steps_and_rests_at_none(player):
    assert len(player.frames) == 16
    assert player.index is None
    assert player.progress == 1.0
    assert not player.playing


def test_steps_go_on_and_back_and_stop_at_the_ends(player):
    player.step(1)
    assert player.index == 0
    player.step(1)
    player.step(-1)
    player.step(-1)
    assert player.index == 0
    player.last()
    player.step(1)
    assert player.index == 15
    player.first()
    assert player.index == 0


@pytest.mark.parametrize(("mode", "first"), [("forward", 0), ("backward", 5), ("update", 12)])
def test_a_mode_is_its_chapter(player, mode, first):
    player.seek(8)
    player.set_mode(mode)
    assert player.index == first
    assert player.mode == mode


def test_the_mode_follows_the_step(player):
    player.seek(7)
    assert player.mode == "backward"
    assert player.frames[7].chapter is Chapter.BACKWARD
    player.seek(13)
    assert player.mode == "update"


def test_playing_goes_through_every_step_and_ends_at_rest(player, qtbot, monkeypatch):
    monkeypatch.setattr("nnviz.gui.steps.STEP", 0.05)
    player.set_speed(16.0)
    seen = []
    player.changed.connect(lambda: seen.append(player.index))
    player.play()
    assert player.playing
    qtbot.waitUntil(lambda: not player.playing, timeout=5000)
    assert list(dict.fromkeys(seen)) == list(range(16))
    assert player.index == 15
    assert player.progress == 1.0


def test_all_at_once_jumps_to_the_end(player, qtbot):
    player.set_speed(math.inf)
    seen = []
    player.changed.connect(lambda: seen.append(player.index))
    player.play()
    qtbot.waitUntil(lambda: not player.playing, timeout=5000)
    assert list(dict.fromkeys(seen)) == [0, 15]


def test_a_step_moves_smoothly_and_a_pause_puts_it_at_rest(player, qtbot):
    player.set_speed(0.5)
    seen = []
    player.changed.connect(lambda: seen.append(player.progress))
    player.play()
    qtbot.wait(150)
    assert player.index == 0
    moving = [p for p in seen if p < 1]
    assert moving == sorted(moving)
    assert len(moving) > 3
    player.pause()
    assert player.progress == 1.0
    assert player.index == 0


def test_reduced_motion_jumps(make, qtbot):
    session = Session(chain())
    settings = Settings()
    settings.reduce_motion = True
    player = played(session, settings)
    player.set_speed(4.0)
    seen = []
    player.changed.connect(lambda: seen.append(player.progress))
    player.play()
    qtbot.waitUntil(lambda: player.index == 1, timeout=3000)
    player.pause()
    assert set(seen) == {1.0}


def test_from_the_last_step_play_begins_again(player):
    player.last()
    player.play()
    assert player.index == 0
    player.pause()


def test_a_changed_weight_tells_the_same_step_with_new_numbers(make):
    session, player = make(chain())
    player.seek(7)
    before = player.frames[7].result
    session.apply(SetParameters(np.array([2]), np.array([0.9])))
    assert player.index == 7
    assert player.frames[7].result != before


def test_another_network_is_shown_at_rest(make):
    session, player = make(chain())
    player.seek(15)
    session.apply(ReplaceNetwork((LayerSpec(1, "sigmoid"),)))
    assert player.index is None
    player.last()
    assert player.index == len(player.frames) - 1


def test_without_a_target_there_is_a_forward_pass_only(make):
    _, player = make(chain().replaced(target=None))
    assert {chapter for chapter, _, _ in player.frames.chapters} == {Chapter.FORWARD}
    assert player.modes() == ("forward", "train")


def test_in_train_mode_the_transport_is_the_runner(make, qtbot):
    session, player = make(line(epochs=10_000_000))
    player.set_mode("train")
    assert player.index is None
    assert math.isinf(player.speed)
    player.toggle()
    assert player.playing
    qtbot.waitUntil(lambda: session.document.history.epochs > 2, timeout=5000)
    player.toggle()
    assert not player.playing
    assert session.undo_stack.count() == 1


def test_training_started_anywhere_ends_the_steps(make):
    session, player = make(line(epochs=10_000_000))
    player.seek(2)
    player._runner.start()
    assert player.mode == "train"
    assert player.index is None
    player.pause()
    assert session.undo_stack.count() == 1


def test_a_step_in_train_mode_is_a_batch(make):
    session, player = make(line())
    player.set_mode("train")
    player.step(1)
    assert session.undo_stack.undoText() == "Train one batch"


def test_in_train_mode_the_transport_goes_through_what_was_trained(make):
    session, player = make(line())
    player.set_mode("train")
    assert not player.can_go(-1)
    weights = [session.document.parameters]
    for _ in range(4):
        player.step(1)
        weights.append(session.document.parameters)
    assert player.can_go(-1)
    assert not player.can_go(1)
    seen = []
    for go in (lambda: player.step(-1), player.first, lambda: player.step(1), player.last):
        go()
        seen.append(session.document.parameters)
    for got, step in zip(seen, (3, 0, 1, 4), strict=True):
        np.testing.assert_array_equal(got, weights[step])
    assert session.undo_stack.count() == 4
    player.step(1)
    assert session.undo_stack.count() == 5


def test_playing_on_from_an_earlier_moment_trains_a_branch(make, qtbot):
    session, player = make(line(epochs=3))
    player.set_mode("train")
    player.play()
    qtbot.waitUntil(lambda: not player.playing)
    player.first()
    player.toggle()
    qtbot.waitUntil(lambda: not player.playing)
    texts = [session.undo_stack.text(k) for k in range(session.undo_stack.count())]
    assert texts[0] == texts[2] == "Train 3 epochs"
    assert session.document.history.epochs == 3


def test_each_kind_of_playing_keeps_its_own_speed(player):
    player.set_speed(2.0)
    player.set_mode("train")
    player.set_speed(8.0)
    player.set_mode("backward")
    assert player.speed == 2.0
