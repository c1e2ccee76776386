"""Everyone can work: each control has a name, a tip, a place in the order of Tab, and a focus."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from functools import partial
from itertools import groupby

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QAccessible, QImage, QNativeGestureEvent, QPointingDevice, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QApplication,
    QComboBox,
    QDialog,
    QHeaderView,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QScrollBar,
    QTabBar,
    QTableWidget,
    QWidget,
)

from nnviz.data.resources import resource
from nnviz.document.elements import Bias, Edge, Layer, Loss, Neuron, Target
from nnviz.document.files import open_document
from nnviz.gui.canvas.network import NetworkView
from nnviz.gui.dialogs.preferences import PreferencesDialog
from nnviz.gui.notices import Notice
from nnviz.gui.tab_order import bring_into_view, takes_tab
from nnviz.gui.theme import apply_theme
from nnviz.gui.window import LEAST_AT_ALL

TAB, NONE, SHIFT = Qt.Key.Key_Tab, Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier
CONTROLS = (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTabBar,
)
CSV = resource("data", "iris.csv")
_WITH_WORDS = Qt.ToolButtonStyle.ToolButtonTextBesideIcon
PARTS = (QScrollBar, QHeaderView)  # of controls, which answer for them


@pytest.fixture(autouse=True)
def _light_again(qapp):
    yield
    apply_theme("light")


def states(window):
    """Take the window through what it can show, and yield a name for each."""
    yield "at rest"
    last = len(window.session.document.layers)
    for element in (Edge(1, 0, 0), Bias(1, 0), Neuron(0, 0), Neuron(1, 0), Loss(), Target(0)):
        window.selection.select(element)
        yield element
    for layer in (0, 1, last):
        window.selection.select(Layer(layer))
        yield Layer(layer)
    window.selection.select_all([Edge(1, 0, 0), Bias(1, 0)])
    yield "several"
    window.selection.select(None)
    for mode in ("forward", "backward", "update", "train"):
        window.player.set_mode(mode)
        window.player.last()
        yield mode
    window.say(Notice("error", "It failed.", "Here.", "Why", action="Mend it", act=print))
    yield "a message"
    window.messages.clear()
    window.canvas.show_key("maps")
    yield "maps"
    window.canvas.show_key("values")


def dialogs(window):
    """Open each dialog, and close it again."""
    window.selection.select(Layer(1))
    offered = window.dialogs
    for show in (
        offered.new_network,
        offered.export_picture,
        offered.preferences,
        offered.search,
        offered.shortcuts,
        offered.about,
        offered.weights,
        partial(offered.import_data, CSV),
    ):
        show()
        dialog = opened(window)
        dialog.activateWindow()
        QApplication.processEvents()
        yield dialog
        dialog.close()


def opened(window):
    """Return the dialog that is open, which may have to be waited for."""
    for _ in range(500):
        for dialog in window.findChildren(QDialog):
            if dialog.isVisible():
                return dialog
        QTest.qWait(10)
    raise AssertionError("no dialog opens")


def controls(root):
    """Return what can be worked with in a window, and all that takes the keyboard."""
    found = (w for w in root.findChildren(QWidget) if w.isVisible() and w.window() is root)
    return [w for w in found if (isinstance(w, CONTROLS) or takes_tab(w)) and not is_part(w)]


def is_part(widget):
    corner = isinstance(widget.parent(), QAbstractItemView) and isinstance(widget, QAbstractButton)
    return isinstance(widget, PARTS) or corner


def name_of(control):
    return control.accessibleName() or (
        control.text() if isinstance(control, QAbstractButton) else ""
    )


def heard_name_of(control):
    """Return what a screen reader hears: on Linux a choice has only the name of its label."""
    heard = QAccessible.queryAccessibleInterface(control)
    if not isinstance(control, QComboBox):
        return heard.text(QAccessible.Text.Name)
    return "".join(label.text(QAccessible.Text.Name) for label, _ in heard.relations())


def says_its_words(control):
    """Say whether the words on a button are in its name, for those who say what they see."""
    words = control.text() if isinstance(control, QAbstractButton) else ""
    shown = words and getattr(control, "toolButtonStyle", lambda: _WITH_WORDS)() == _WITH_WORDS
    return not shown or words.replace("&", "") in heard_name_of(control)


def lacks(control):
    """Return what a control has not that it should."""
    missing = [] if heard_name_of(control) else ["a name"]
    if not says_its_words(control):
        missing.append("its words in its name")
    if not control.toolTip() and not isinstance(control, NetworkView):  # it tells each element
        missing.append("a tip")
    if control.isEnabled() and not takes_tab(control) and not in_a_group(control):
        missing.append("a place in the order of Tab")
    return missing


def in_a_group(control):
    """Say whether the arrow keys lead here from the one of its group that is chosen."""
    return isinstance(control, QAbstractButton) and control.group() is not None


def test_every_control_has_a_name_a_tip_and_a_place_in_the_order_of_tab(open_window, qapp):
    window = open_window(open_document("example:iris"))
    for state in states(window):
        qapp.processEvents()
        assert {name_of(c): m for c in controls(window) if (m := lacks(c))} == {}, state
    for dialog in dialogs(window):
        assert {name_of(c): m for c in controls(dialog) if (m := lacks(c))} == {}, dialog


# ------------------------------------------------------------------- focus


def luminances(image):
    """Return WCAG's luminance of each pixel."""
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    pixels = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1, 4)
    channels = pixels[:, : image.width(), 2::-1] / 255
    linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    return linear @ np.array([0.2126, 0.7152, 0.0722])


def picture_of(control):
    window = control.window()
    rect = QRect(control.mapTo(window, QPoint(0, 0)), control.size()).adjusted(-2, -2, 2, 2)
    return luminances(window.grab(rect & window.rect()).toImage())


def pixels_of_focus(control):
    """Return how many pixels contrast at least 3 to 1 between having the keyboard and not."""
    bring_into_view(control)
    focus = QApplication.focusWidget()
    if focus is not None:
        focus.clearFocus()
    without = picture_of(control)
    control.setFocus(Qt.FocusReason.TabFocusReason)
    assert control.hasFocus()
    lit = picture_of(control)
    ratio = (np.maximum(lit, without) + 0.05) / (np.minimum(lit, without) + 0.05)
    return int((ratio >= 3).sum())


@pytest.mark.parametrize("look", [("light", "normal"), ("dark", "normal"), ("light", "high")])
def test_the_focus_can_be_seen_on_everything_that_takes_it(open_window, look):
    window = open_window(open_document("example:chain"))
    window.activateWindow()
    apply_theme(*look)
    seen = set()
    for element in (None, Edge(1, 0, 0), Neuron(0, 0), Layer(1)):
        window.selection.select(element)
        see_focus(window, seen)
    window.say(Notice("warning", "It failed.", "Here.", "Why", action="Mend it", act=print))
    see_focus(window, seen)
    window.messages.clear()
    for dialog in dialogs(window):
        see_focus(dialog, seen)
    assert len(seen) > 40


def see_focus(root, seen):
    for control in controls(root):
        kind = (type(control), name_of(control), control.property("kind"))
        if takes_tab(control) and kind not in seen:
            seen.add(kind)
            least = 2 * min(control.width(), control.height(), 20)
            assert pixels_of_focus(control) >= least, kind


@pytest.mark.parametrize("look", [("light", "normal"), ("dark", "high")])
def test_where_the_keyboard_is_in_a_menu_and_in_a_list_can_be_seen(open_window, qtbot, look):
    window = open_window(open_document("example:chain"))
    apply_theme(*look)
    menu = window.menuBar().actions()[0].menu()
    menu.popup(window.mapToGlobal(QPoint(40, 40)))
    assert pixels_between(menu, lambda: qtbot.keyClick(menu, Qt.Key.Key_Down)) >= 40
    menu.close()
    window.dialogs.preferences()
    theme = window.findChild(PreferencesDialog).theme
    theme.showPopup()
    assert pixels_between(theme.view(), lambda: qtbot.keyClick(theme.view(), Qt.Key.Key_Down)) >= 40
    theme.hidePopup()
    window.findChild(PreferencesDialog).close()


def pixels_between(widget, act):
    """Return how many pixels contrast at least 3 to 1 before and after `act`."""
    before = luminances(widget.grab().toImage())
    act()
    after = luminances(widget.grab().toImage())
    ratio = (np.maximum(before, after) + 0.05) / (np.minimum(before, after) + 0.05)
    return int((ratio >= 3).sum())


# --------------------------------------------------------------- the order


def walked(qtbot, modifier=NONE):
    """Press Tab until the keyboard is back where it was; return what had it."""
    seen = [QApplication.focusWidget()]
    for _ in range(200):
        qtbot.keyClick(QApplication.focusWidget(), TAB, modifier)
        focus = QApplication.focusWidget()
        if focus is seen[0]:
            return seen
        if focus is not seen[-1]:
            assert focus not in seen, f"{focus} comes twice"
            seen.append(focus)
    raise AssertionError(f"Tab does not leave {seen[-1]}")


def test_tab_goes_through_every_control_as_one_reads_and_back(open_window, qtbot):
    window = open_window(open_document("example:chain"))
    qtbot.waitUntil(window.plots_room.findChild(QTabBar).isVisible)
    window.activateWindow()
    window.tools.search.setFocus()
    there = walked(qtbot)
    assert set(there) == {c for c in controls(window) if takes_tab(c)}
    assert rooms_of(window, there) == ["tools", "rail", "canvas", "inspector", "plots", "tools"]
    window.tools.search.setFocus()
    back = walked(qtbot, SHIFT)
    assert rooms_of(window, back) == ["tools", "plots", "inspector", "canvas", "rail", "tools"]


def rooms_of(window, stops):
    """Return through which rooms a walk went."""
    panels = window.arrangement
    rooms = {"tools": window.tools, "rail": window.rail, "canvas": window.canvas}
    rooms |= {"inspector": panels.inspector, "plots": panels.plots}
    visited = [next(n for n, room in rooms.items() if room.isAncestorOf(stop)) for stop in stops]
    return [name for name, _ in groupby(visited)]


def test_tab_goes_through_each_dialog(open_window, qtbot):
    window = open_window(open_document("example:chain"))
    for dialog in dialogs(window):
        stops = {c for c in controls(dialog) if takes_tab(c)}
        if len(stops) > 1:
            next(iter(stops)).setFocus()
            assert set(walked(qtbot)) == stops


def test_what_the_keyboard_comes_to_is_scrolled_into_view(open_window, qtbot):
    window = open_window(open_document("example:iris"), size=(1280, 640))
    window.activateWindow()
    window.acts["view.next_panel"].trigger()
    for _ in range(60):
        qtbot.keyClick(QApplication.focusWidget(), TAB)
        focus = QApplication.focusWidget()
        assert not focus.visibleRegion().isEmpty(), focus


# ----------------------------------------------------------------- commands


def test_every_action_is_in_a_menu_the_search_and_the_sheet(open_window):
    window = open_window(open_document("example:chain"), show=False)
    menus = [action.menu() for action in window.menuBar().actions()]
    in_menus = {action for menu in menus for action in menu.actions()}
    in_search = {action for action, *_ in window.acts.titles()}
    assert set(window.acts) <= in_menus & in_search
    window.dialogs.shortcuts()
    (table,) = window.findChildren(QTableWidget)
    told = [table.item(row, 0).text() for row in range(table.rowCount())]
    (sheet,) = window.findChildren(QDialog)
    sheet.close()
    expected = [name for _, rows in window.acts.shortcuts() for name, _ in rows]
    assert len(expected) == len(list(window.acts))
    assert not set(expected) - set(told)


def test_no_two_keys_and_no_two_letters_of_a_menu_are_the_same(open_window):
    window = open_window(open_document("example:chain"), show=False)
    keys = [a.shortcut().toString() for a in window.acts if not a.shortcut().isEmpty()]
    keys += [shortcut.key().toString() for shortcut in window.findChildren(QShortcut)]
    assert [key for key, times in Counter(keys).items() if times > 1] == []
    for entry in window.menuBar().actions():
        texts = [action.text() for action in entry.menu().actions() if not action.isSeparator()]
        letters = [text[text.index("&") + 1].lower() for text in texts if "&" in text]
        assert len(letters) == len(texts), entry.text()
        assert [one for one, times in Counter(letters).items() if times > 1] == [], entry.text()


def test_escape_leaves_the_full_screen_where_nothing_else_wants_it(open_window, qtbot):
    window = open_window(open_document("example:chain"))
    window.acts["view.full"].trigger()
    canvas = window.canvas.network
    canvas.setFocus()
    window.selection.select(Edge(1, 0, 0))
    qtbot.keyClick(canvas, Qt.Key.Key_Escape)
    assert window.isFullScreen()
    assert window.selection.element is None
    qtbot.keyClick(canvas, Qt.Key.Key_Escape)
    assert not window.isFullScreen()


# -------------------------------------------------------------------- size


def test_at_twice_the_size_a_usual_screen_has_room_for_everything(open_window, qapp):
    window = open_window(open_document("example:iris"), size=(1440, 900))
    plots = window.arrangement.plots
    assert plots.isVisible()
    window.setMinimumSize(LEAST_AT_ALL)
    window.resize(LEAST_AT_ALL)
    window.selection.select(Edge(1, 0, 0))
    qapp.processEvents()
    assert window.size() == LEAST_AT_ALL  # half of 1920 × 1000, as twice the size leaves it
    assert plots.isHidden()
    assert window.canvas.network.height() >= 200
    cut = [b.text() for b in window.findChildren(QPushButton) if b.isVisible() and is_cut(b)]
    assert cut == []
    window.resize(1440, 900)
    assert plots.isVisible()


def is_cut(button):
    return button.width() < button.sizeHint().width()


def test_plots_that_were_closed_stay_so_in_a_low_window_and_a_high_one(open_window):
    window = open_window(open_document("example:chain"))
    window.arrangement.plots.hide()
    window.setMinimumSize(LEAST_AT_ALL)
    for height in (520, 900):
        window.resize(1440, height)
        assert window.arrangement.plots.isHidden()


_SHARP = """
import sys
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QToolButton
from nnviz.document.elements import Edge
from nnviz.document.files import open_document
from nnviz.gui.app import application
app = application()
from nnviz.gui.session import Session
from nnviz.gui.settings import Settings
from nnviz.gui.theme import apply_theme
from nnviz.gui.window import Window
from tests.gui.test_controls import luminances
apply_theme("light")
window = Window(Session(open_document("example:chain")), Settings())
window.resize(1280, 800)
window.ready.connect(app.quit)
window.show()
app.exec()
app.processEvents()
window.player.set_mode("backward")
window.player.seek(8)
canvas = window.canvas
parts = [canvas.network, canvas.legend, canvas.caption, canvas.timeline, window.plots_room]
for part in [*parts, *(b for b in window.findChildren(QToolButton) if b.isVisible())]:
    seen = luminances(part.grab().toImage())
    assert seen.shape == (part.height() * 3, part.width() * 3), part
    steepest = max(abs(seen[:, 1:] - seen[:, :-1]).max(), abs(seen[1:] - seen[:-1]).max())
    assert steepest >= 0.5 * (seen.max() - seen.min()), part
    thirds = seen[:, : part.width() * 3 : 3]
    assert (seen[:, 1::3] != thirds).any() and (seen[:, 2::3] != thirds).any(), part
window.session.undo_stack.setClean()
window.close()
"""


def test_everything_is_sharp_at_three_times_the_size(tmp_path):
    env = {**os.environ, "XDG_CONFIG_HOME": str(tmp_path), "QT_SCALE_FACTOR": "3"}
    ran = subprocess.run([sys.executable, "-c", _SHARP], env=env, capture_output=True, text=True)
    assert "Error" not in ran.stderr
    assert ran.returncode == 0


# ------------------------------------------------------------------- fingers


def test_two_fingers_on_a_touchpad_zoom_where_they_are(open_window, qapp):
    window = open_window(open_document("example:chain"))
    canvas = window.canvas.network
    at = QPointF(200, 100)
    fixed = canvas.camera.to_picture(at)
    kind, pad = Qt.NativeGestureType.ZoomNativeGesture, QPointingDevice.primaryPointingDevice()
    spread = QNativeGestureEvent(kind, pad, 2, at, at, canvas.mapToGlobal(at), 0.25, QPointF())
    qapp.sendEvent(canvas, spread)
    assert canvas.camera.scale == pytest.approx(1.25)
    assert canvas.camera.to_picture(at).x() == pytest.approx(fixed.x())


def test_two_fingers_on_a_touch_screen_zoom_and_move_what_is_under_them(open_window, qapp):
    window = open_window(open_document("example:chain"))
    canvas = window.canvas.network
    screen = QTest.createTouchDevice()
    place = canvas.picture.layout.centre(Neuron(1, 0))
    first = canvas.camera.transform.map(QPointF(*place)).toPoint()
    second = first + QPoint(80, 0)
    left, right = (canvas.camera.to_picture(QPointF(at)) for at in (first, second))
    fingers = partial(QTest.touchEvent, canvas, screen)
    fingers().press(0, first, canvas).commit()
    fingers().move(0, first, canvas).press(1, second, canvas).commit()
    to = first - QPoint(20, 10), second + QPoint(60, -10)
    fingers().move(0, to[0], canvas).move(1, to[1], canvas).commit()
    assert canvas.camera.scale == pytest.approx(2)
    for point, at in zip((left, right), to, strict=True):
        seen = canvas.camera.transform.map(point)
        assert (seen.x(), seen.y()) == pytest.approx((at.x(), at.y()))
    fingers().release(0, to[0], canvas).release(1, to[1], canvas).commit()
    qapp.processEvents()
    assert canvas.camera.scale == pytest.approx(2)


def test_one_finger_drags_as_the_mouse_does_and_a_second_takes_that_back(open_window, qapp):
    window = open_window(open_document("example:chain"))
    canvas, session = window.canvas.network, window.session
    before, screen = session.document.value(Edge(1, 0, 0)), QTest.createTouchDevice()
    rect = canvas.camera.to_canvas(canvas.picture.rect_of(Edge(1, 0, 0)))
    at = rect.center().toPoint()
    fingers = partial(QTest.touchEvent, canvas, screen)
    fingers().press(0, at, canvas).commit()
    fingers().move(0, at - QPoint(0, 30), canvas).commit()
    dragged = session.document.value(Edge(1, 0, 0))
    assert dragged == pytest.approx(before + 0.3)
    up = at - QPoint(0, 30)
    fingers().move(0, up, canvas).press(1, at + QPoint(90, 0), canvas).commit()
    assert session.document.value(Edge(1, 0, 0)) == before
    fingers().release(0, at, canvas).release(1, at + QPoint(90, 0), canvas).commit()
    assert session.document.value(Edge(1, 0, 0)) == before
    assert not session.undo_stack.canUndo()
