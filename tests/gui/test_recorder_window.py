"""The recording in the window: its actions, and the way back after a divergence."""

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QPushButton

from nnviz.document.files import open_document
from tests.gui.samples import line
from tests.gui.saving import save_session

CTRL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


def trained(open_window, qtbot, epochs=20, **training):
    window = open_window(line(**training))
    window.runner.start(epochs)
    qtbot.waitUntil(lambda: not window.runner.running, timeout=5000)
    return window


def test_the_first_epoch_and_the_newest_are_a_key_away(open_window, qtbot):
    window = open_window(line())
    for name in ("run.first_epoch", "run.newest", "run.continue"):
        assert not window.acts[name].isEnabled()
    window.runner.start(20)
    qtbot.waitUntil(lambda: not window.runner.running, timeout=5000)
    assert not window.acts["run.newest"].isEnabled()
    qtbot.keyClick(window, Qt.Key.Key_Home, CTRL_SHIFT)
    assert list(window.session.document.parameters) == [0, 0]
    assert window.player.mode == "train"
    qtbot.keyClick(window, Qt.Key.Key_End, CTRL_SHIFT)
    assert window.session.document.history.epochs == 20
    assert not window.recorder.visiting


def test_training_goes_on_from_the_epoch_shown(open_window, qtbot):
    window = trained(open_window, qtbot, epochs=20)
    window.recorder.seek(5)
    qtbot.keyClick(window, Qt.Key.Key_R, CTRL_SHIFT)
    qtbot.waitUntil(lambda: not window.runner.running, timeout=5000)
    assert window.session.document.history.epochs == 15
    assert [curve.history.epochs for curve in window.recorder.histories()] == [20, 15]


def test_the_whole_window_is_the_network_as_it_was(open_window, qtbot):
    window = trained(open_window, qtbot, epochs=20)
    window.recorder.seek(3)
    model, prepared = line().model(), line().prepared
    training = model.training(prepared.x_train, prepared.y_train, batch_size=8, epochs=3, seed=3)
    training.run()
    assert np.array_equal(window.session.document.parameters, model.parameters)
    assert window.session.trace.layers[0].kernel_old.item() == model.parameters[0]
    assert len(window.session.document.history.values["loss"]) == 3


def test_closing_while_an_earlier_epoch_is_shown_saves_the_newest(
    open_window, qtbot, answer, tmp_path
):
    window = trained(open_window, qtbot, epochs=20)
    save_session(window.session, tmp_path / "line.nnviz")
    window.runner.one_epoch()
    qtbot.waitUntil(lambda: not window.runner.running, timeout=5000)
    newest = window.session.document.parameters
    window.recorder.seek(3)
    asked = answer(QMessageBox.StandardButton.Save)
    window.close()
    assert asked
    assert np.array_equal(open_document(tmp_path / "line.nnviz").parameters, newest)


def test_after_a_divergence_the_step_before_is_a_click_away(open_window, qtbot):
    window = open_window(line(learning_rate=1e30, epochs=50))
    window.runner.start()
    qtbot.waitUntil(lambda: window.messages.notice() is not None, timeout=5000)
    buttons = {one.text(): one for one in window.canvas.findChildren(QPushButton)}
    qtbot.mouseClick(buttons["The step before"], Qt.MouseButton.LeftButton)
    assert window.messages.notice() is None
    assert window.recorder.visiting
    assert window.recorder.step_now == window.recorder.steps > 0
    assert np.isfinite(window.session.document.parameters).all()
