from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QMessageBox, QTabBar, QToolButton

from nnviz.document.edits import AddNeuron, ChangeTraining, Rename, SetParameters
from nnviz.document.elements import Bias, Edge, Neuron
from nnviz.document.files import open_document, save
from nnviz.explain.grain import Grain
from nnviz.gui.notices import Notice
from nnviz.gui.panels.training_page import TrainingPage
from nnviz.gui.speed import SpeedSlider
from nnviz.gui.transport import ModeSwitch
from nnviz.gui.widgets.icon_button import IconButton
from nnviz.gui.widgets.message_bar import MessageBar
from tests.gui.samples import chain, line
from tests.gui.saving import save_session


def click(qtbot, widget):
    qtbot.mouseClick(widget, Qt.MouseButton.LeftButton)


def key(qtbot, window, key, modifiers=Qt.KeyboardModifier.ControlModifier):
    qtbot.keyClick(window, key, modifiers)


def tool(window, name):
    (found,) = [
        b for b in window.tools.findChildren(QToolButton) if b.defaultAction() is window.acts[name]
    ]
    return found


def set_weight(session, value, index=2):
    session.apply(SetParameters(np.array([index]), np.array([value])))


# ---------------------------------------------------------------- composition


def test_it_opens_on_a_working_network(open_window):
    window = open_window(chain())
    assert window.windowTitle() == "Chain[*] – nnviz"
    assert window.status.words() == "Ready"
    assert window.plots_room.findChildren(type(window.plots_room))
    assert not window.isWindowModified()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", [(1440, 900), (1280, 800), (1024, 640)])
def test_nothing_overlaps_and_the_canvas_keeps_its_room(open_window, size, theme):
    window = open_window(line(), size)
    window.settings.theme = theme
    canvas = window.canvas.geometry()
    assert canvas.width() >= 560
    assert canvas.height() >= 320
    bars = [window.menuBar().height(), window.tools.height(), window.status.height()]
    assert bars == [30, 50, 28]
    body = window.tools.search.parentWidget()
    assert body.width() <= window.width()
    shown = [w for w in body.children() if w.isWidgetType() and w.isVisible()]
    shown.sort(key=lambda widget: widget.x())
    for left, right in pairwise(shown):
        assert left.geometry().right() < right.x()


def _bottom(window, widget):
    return widget.mapTo(window, QPoint(0, widget.height())).y()


def test_what_folds_away_as_the_window_gets_narrower(open_window, qtbot):
    window = open_window(line(), (1440, 900))
    arrangement, search = window.arrangement, window.tools.search
    assert arrangement.problem.width() == 236
    assert arrangement.inspector.width() == 288
    assert window.plots_room.height() == 211
    assert not window.rail.isVisible()
    assert search.width() > 100
    gap = window.plots_room.mapTo(window, QPoint(0, 0)).y() - _bottom(window, window.canvas)
    assert gap == 9
    window.resize(1340, 900)
    assert search.width() < 40
    assert arrangement.problem.isVisible()
    window.resize(1300, 900)
    assert not arrangement.problem.isVisible()
    assert window.rail.isVisible()
    window.resize(1300, 800)
    qtbot.waitUntil(lambda: window.plots_room.height() == 167)
    window.resize(1440, 900)
    assert arrangement.problem.isVisible()
    assert not window.rail.isVisible()


def test_a_document_without_data_folds_the_problem_panel(open_window):
    window = open_window(chain())
    assert not window.arrangement.problem.isVisible()
    assert window.rail.isVisible()


def test_what_the_user_opens_stays_open(open_window, qtbot):
    window = open_window(line(), (1300, 900))
    key(qtbot, window, Qt.Key.Key_F2, Qt.KeyboardModifier.NoModifier)
    assert window.arrangement.problem.isVisible()
    window.resize(1200, 900)
    assert window.arrangement.problem.isVisible()
    key(qtbot, window, Qt.Key.Key_F2, Qt.KeyboardModifier.NoModifier)
    assert not window.arrangement.problem.isVisible()


def test_panels_close_float_and_come_back(open_window):
    window = open_window(line())
    plots = window.arrangement.plots
    window.acts["view.plots"].trigger()
    assert not plots.isVisible()
    assert not window.acts["view.plots"].isChecked()
    window.acts["view.plots"].trigger()
    assert plots.isVisible()
    plots.setFloating(True)
    assert plots.isFloating()
    window.acts["view.reset"].trigger()
    assert not plots.isFloating()


def test_the_layout_comes_back(open_window):
    first = open_window(line())
    first.acts["view.plots"].trigger()
    first.arrangement.inspector.setFloating(True)
    first.close()
    second = open_window(line(), show=False)
    second.arrangement.restore()
    second.show()
    assert second.arrangement.plots.isHidden()
    assert second.arrangement.inspector.isFloating()


def test_every_action_is_in_a_menu_and_bound(open_window):
    window = open_window(chain())
    in_menus = {a for menu in window.menuBar().actions() for a in menu.menu().actions()}
    for action in window.acts:
        assert action in in_menus
        assert action.receivers("2triggered(bool)") > 0, action.objectName()
        assert action.statusTip()


# -------------------------------------------------------- one state, all views


def test_a_small_network_is_opened_at_a_late_step_of_a_large_one(open_window):
    window = open_window(open_document("example:xor"))
    window.player.set_mode("backward")
    window.player.set_grain(Grain.NEURON)
    window.canvas.show_key("gradients")
    window.player.last()
    window.selection.select(Neuron(1, 1))
    window.session.new(line())
    assert window.selection.element is None
    assert window.canvas.network.picture.layout.columns[-1].layer == 1


def test_a_larger_network_is_opened_while_a_small_one_is_trained(open_window):
    window = open_window(line())
    window.player.set_mode("train")
    window.selection.select(Bias(1, 0))
    window.runner.start()
    window.session.open("example:xor")
    assert window.selection.element is None
    assert isinstance(window.arrangement.inspector.widget().page, TrainingPage)


def test_an_edit_marks_the_title_and_undo_takes_the_mark_back(open_window, qtbot):
    window = open_window(chain())
    set_weight(window.session, 0.9)
    assert window.isWindowModified()
    click(qtbot, tool(window, "edit.undo"))
    assert window.session.document.parameters[2] == 0.45
    assert not window.isWindowModified()
    key(
        qtbot,
        window,
        Qt.Key.Key_Z,
        Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier,
    )
    assert window.session.document.parameters[2] == 0.9


def test_undo_says_what_it_takes_back(open_window):
    window = open_window(chain())
    assert not window.acts["edit.undo"].isEnabled()
    window.session.apply(Rename("Other"))
    assert window.acts["edit.undo"].text() == "&Undo rename"
    assert window.windowTitle().startswith("Other")


def test_transport_steps_and_the_switch_follows(open_window, qtbot):
    window = open_window(chain())
    click(qtbot, tool(window, "run.next"))
    assert window.player.index == 0
    click(qtbot, tool(window, "run.last"))
    assert window.player.index == 15
    assert window.player.mode == "update"
    assert window.acts["run.update"].isChecked()
    assert window.status.words() == "Paused in the update"
    key(qtbot, window, Qt.Key.Key_2)
    assert window.player.mode == "backward"


@pytest.mark.parametrize("document", [chain, line])
def test_the_end_of_the_update_offers_to_apply_it(open_window, qtbot, document):
    window = open_window(document())
    apply, before = window.canvas.apply_update, window.session.document.parameters
    assert not apply.isVisible()
    key(qtbot, window, Qt.Key.Key_3)
    assert not apply.isVisible()
    click(qtbot, tool(window, "run.last"))
    assert apply.isVisible()
    promised = window.session.trace.layers[-1].kernel_new
    click(qtbot, apply)
    assert window.session.undo_stack.undoText() == "Update once on this sample"
    assert window.session.trace.layers[-1].kernel_old == pytest.approx(promised)
    assert apply.isVisible()
    window.session.undo()
    assert list(window.session.document.parameters) == list(before)
    click(qtbot, tool(window, "run.first"))
    assert not apply.isVisible()


def test_train_from_the_tool_bar_and_stop(open_window, qtbot):
    window = open_window(line(epochs=10_000_000))
    key(qtbot, window, Qt.Key.Key_4)
    key(qtbot, window, Qt.Key.Key_R)
    qtbot.waitUntil(lambda: window.session.document.history.epochs > 5, timeout=5000)
    assert window.status.words() == "Training"
    assert not tool(window, "run.first").isEnabled()
    key(qtbot, window, Qt.Key.Key_R)
    assert not window.runner.running
    assert window.session.undo_stack.count() == 1
    assert window.status.words() == "Paused"


def test_training_leaves_frames_to_the_window(open_window, qtbot):
    window = open_window(line(epochs=10_000_000))
    painted = []
    window.canvas.network.pictured.connect(lambda: painted.append(1))
    window.runner.start()
    qtbot.waitUntil(lambda: len(painted) >= 10)
    assert window.runner.running
    window.runner.stop()
    assert window.runner.last_paint > 0


def test_divergence_shows_a_bar_with_the_way_back(open_window, qtbot):
    window = open_window(line(learning_rate=1e30, epochs=50))
    window.runner.start()
    qtbot.waitUntil(lambda: window.messages.notice() is not None, timeout=5000)
    (bar,) = window.canvas.findChildren(MessageBar)
    assert bar.isVisible()
    assert bar.y() < 30
    window.messages.notice().act()
    assert list(window.session.document.parameters) == [0, 0]


def test_nothing_is_selected_in_a_document_just_opened(open_window):
    window = open_window(line())
    window.selection.select(Edge(1, 0, 0))
    window.session.new(chain())
    assert window.selection.element is None
    assert window.canvas.network.picture.scene.focus.lit(Edge(2, 0, 0))
    assert isinstance(window.arrangement.inspector.widget().page, TrainingPage)


def test_what_a_network_lacks_after_an_undo_is_not_selected(open_window):
    window = open_window(chain())
    window.session.apply(AddNeuron(1))
    window.selection.select(Edge(1, 0, 1))
    window.session.undo()
    assert window.selection.element is None


# ------------------------------------------------------------------- messages


def test_the_newest_message_is_on_top_and_the_others_wait_below(open_window, qtbot):
    window = open_window(chain())
    one, two = Notice("error", "One."), Notice("warning", "Two.")
    for notice in (one, one, two, two, one, two):
        window.say(notice)
    assert window.messages.notice() == two
    for left in (one, None):
        (bar,) = [bar for bar in window.canvas.findChildren(MessageBar) if bar.isVisible()]
        click(qtbot, bar.findChildren(IconButton)[-1])
        assert window.messages.notice() == left
    window.say(one)
    window.say(two)
    window.messages.clear()
    assert window.messages.notice() is None


@pytest.mark.parametrize("kind", ["error", "warning"])
def test_a_message_stands_over_the_legend_and_not_over_the_heads_of_the_layers(open_window, kind):
    window = open_window(line(), (1280, 800))
    window.say(
        Notice(kind, "One.", "Two." if kind == "error" else "", "Three", "Four", window.close)
    )
    (bar,) = window.canvas.findChildren(MessageBar)
    network = window.canvas.network
    assert bar.geometry().bottom() < network.y() + network.picture.layout.head_y - 7


def test_a_message_takes_no_focus_and_moves_no_layout(open_window):
    window = open_window(chain())
    window.canvas.network.setFocus()
    before = window.canvas.network.geometry()
    window.say(Notice("error", "One.", "Two.", details="Three"))
    assert window.canvas.network.geometry() == before
    assert window.focusWidget() is window.canvas.network


def test_a_new_document_is_met_at_rest_and_not_in_training(open_window, qtbot):
    window = open_window(line(epochs=2))
    key(qtbot, window, Qt.Key.Key_4)
    key(qtbot, window, Qt.Key.Key_R)
    qtbot.waitUntil(lambda: not window.runner.running, timeout=5000)
    assert window.player.mode == "train"
    assert window.status.words() == "Trained to epoch 2"
    window.session.new(chain())
    assert window.player.mode == "forward"
    assert window.player.index is None
    assert window.tools.findChild(ModeSwitch).key() == "forward"
    assert window.status.words() == "Ready"


def test_after_an_undo_the_status_does_not_tell_of_the_run(open_window, qtbot):
    window = open_window(line(epochs=2))
    window.runner.start()
    qtbot.waitUntil(lambda: not window.runner.running, timeout=5000)
    assert window.status.words() == "Trained to epoch 2"
    click(qtbot, tool(window, "edit.undo"))
    assert window.status.words() == "Ready"


@pytest.mark.parametrize("example", ["neuron", "iris"])
def test_the_status_tells_the_learning_rate_of_every_network(open_window, example):
    window = open_window(open_document(f"example:{example}"))
    rate = window.status._pairs["learning rate"]
    assert rate.isVisible()
    assert float(rate.value()) == window.session.document.training.learning_rate


def test_a_tiny_learning_rate_is_written_as_every_number_is(open_window):
    window = open_window(chain())
    window.session.apply(ChangeTraining({"learning_rate": 1e-5}))
    assert window.status._pairs["learning rate"].value() == "1.00e−5"
    window.session.undo()
    assert window.status._pairs["learning rate"].value() == "0.4"


def test_f6_goes_from_panel_to_panel_and_back(open_window, qtbot):
    window = open_window(line())
    panels = window.arrangement
    qtbot.waitUntil(panels.plots.findChild(QTabBar).isVisible)
    rooms = [window.canvas.network, window.canvas.timeline, panels.inspector, panels.plots]
    rooms += [window.tools, panels.problem, window.canvas.network]
    window.canvas.network.setFocus()
    for room in rooms[1:]:
        key(qtbot, window, Qt.Key.Key_F6, Qt.KeyboardModifier.NoModifier)
        focus = window.focusWidget()
        assert room is focus or room.isAncestorOf(focus)
    for room in rooms[-2::-1]:
        key(qtbot, window, Qt.Key.Key_F6, Qt.KeyboardModifier.ShiftModifier)
        focus = window.focusWidget()
        assert room is focus or room.isAncestorOf(focus)


def test_the_narrowest_window_keeps_the_speed(open_window):
    window = open_window(chain(), (1024, 640))
    slider = window.tools.findChild(SpeedSlider)
    assert slider.isVisible()
    assert slider.width() >= 60
    body = window.tools.search.parentWidget()
    assert body.width() <= window.width()


# ---------------------------------------------------------------------- theme


def test_theme_full_screen_and_dialog_shortcuts(open_window, qtbot):
    window = open_window(chain())
    window.acts["view.dark"].trigger()
    assert window.settings.theme == "dark"
    assert window.acts["view.dark"].isChecked()
    assert not window.acts["view.light"].isChecked()
    window.acts["view.full"].trigger()
    assert window.isFullScreen()
    window.acts["view.full"].trigger()
    assert not window.isFullScreen()


@pytest.mark.parametrize(
    "name",
    ["file.new", "edit.preferences", "help.search", "help.shortcuts", "help.about", "file.export"],
)
def test_every_dialog_opens_without_blocking_and_goes_away(open_window, qtbot, name):
    window = open_window(chain())
    window.acts[name].trigger()
    from PySide6.QtWidgets import QDialog

    (dialog,) = window.findChildren(QDialog)
    assert dialog.isVisible()
    with qtbot.waitSignal(dialog.destroyed):
        dialog.reject()


# ---------------------------------------------------------------------- files


def drop(window, path):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    actions, button = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    none = Qt.KeyboardModifier.NoModifier
    window.dragEnterEvent(QDragEnterEvent(QPoint(50, 50), actions, data, button, none))
    window.dropEvent(QDropEvent(QPointF(50, 50), actions, data, button, none))


def test_a_file_dropped_on_the_window_opens(open_window, qtbot, tmp_path):
    window = open_window(chain())
    path = tmp_path / "line.nnviz"
    save(line(), path)
    drop(window, path)
    qtbot.waitUntil(lambda: window.session.path == path)
    assert window.session.document.sizes == (1, 1)
    assert window.settings.recent()[0] == path


def test_closing_asks_about_changes(open_window, answer):
    buttons = QMessageBox.StandardButton
    window = open_window(chain())
    set_weight(window.session, 0.9)
    asked = answer(buttons.Cancel)
    assert not window.close()
    assert window.isVisible()
    assert asked == ["Chain"]
    answer(buttons.Discard)
    assert window.close()


def test_closing_a_clean_window_asks_nothing(open_window, answer):
    asked = answer(QMessageBox.StandardButton.Cancel)
    assert open_window(chain()).close()
    assert asked == []


def test_closing_during_a_run_keeps_it_for_the_question(open_window, qtbot, answer, tmp_path):
    window = open_window(line(epochs=10_000_000))
    save_session(window.session, tmp_path / "line.nnviz")
    window.runner.start()
    qtbot.waitUntil(lambda: window.session.document.history.epochs > 3, timeout=5000)
    answer(QMessageBox.StandardButton.Save)
    assert window.close()
    assert open_document(tmp_path / "line.nnviz").history.epochs > 3
