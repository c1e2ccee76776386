"""A session with its helpers, and ways to use panels as a hand would."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget

from nnviz.document.document import Document
from nnviz.gui.player import Player
from nnviz.gui.recorder import Recorder
from nnviz.gui.runner import Runner
from nnviz.gui.selection import Selection
from nnviz.gui.session import Session
from nnviz.gui.settings import Settings
from nnviz.gui.widgets.labels import ElidedLabel
from nnviz.gui.widgets.number_field import NumberField
from nnviz.gui.widgets.slider import ValueSlider

LEFT = Qt.MouseButton.LeftButton


class Desk:
    """What panels and plots are built on."""

    def __init__(self, document: Document) -> None:
        self.session = Session(document)
        self.selection = Selection()
        self.runner = Runner(self.session)
        self.settings = Settings()
        self.recorder = Recorder(self.session, self.runner, self.settings)
        self.player = Player(self.session, self.runner, self.recorder, self.settings)

    @property
    def document(self) -> Document:
        return self.session.document

    @property
    def output(self) -> float:
        return float(self.session.trace.layers[-1].a[0, 0])


def show(qtbot, widget: QWidget, width: int = 324, height: int = 770) -> QWidget:
    """Put a widget on the (offscreen) screen at a size; pytest-qt closes it."""
    qtbot.addWidget(widget)
    qtbot.shown = [*getattr(qtbot, "shown", ()), widget]  # pytest-qt itself keeps weak references
    widget.resize(width, height)
    with qtbot.waitExposed(widget):
        widget.show()
    widget.activateWindow()
    return widget


def knob(slider: ValueSlider) -> QPoint:
    """Return where the slider's knob is, by the look's geometry: 11 pixels free at either end."""
    share = slider.limits().position(slider.number())
    return QPoint(round(11 + share * (slider.width() - 22)), slider.height() // 2)


def press(slider: ValueSlider) -> QPoint:
    """Take the knob; return where."""
    at = knob(slider)
    QTest.mousePress(slider, LEFT, pos=at)
    return at


def drag(slider: ValueSlider, *across: int, release: bool = True) -> None:
    """Take the knob and move it by so many pixels from where it was taken, in turn."""
    at = press(slider)
    for dx in across:
        QTest.mouseMove(slider, at + QPoint(dx, 0))
    if release:
        QTest.mouseRelease(slider, LEFT, pos=at + QPoint(across[-1], 0))


def type_in(field: NumberField, text: str, key: Qt.Key = Qt.Key.Key_Return) -> None:
    """Write `text` over what stands in the field and press a key."""
    field.setFocus()
    field.selectAll()
    write(field, text)
    QTest.keyClick(field, key)


def write(field: NumberField, text: str) -> None:
    """Press the key of each letter; QTest itself knows only those of ASCII."""
    for letter in text:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            key = QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter)
            QApplication.sendEvent(field, key)


def clipped(widget: QWidget) -> list[str]:
    """Return the texts of labels and buttons that their widgets are too small to show."""
    wrong = []
    for child in widget.findChildren(QLabel) + widget.findChildren(QAbstractButton):
        if not child.isVisible() or isinstance(child, ElidedLabel) or not child.text():
            continue
        wraps = isinstance(child, QLabel) and child.wordWrap()
        needed = child.fontMetrics().horizontalAdvance(child.text())
        if not wraps and child.width() + 1 < needed:
            wrong.append(child.text())
        if wraps and child.height() + 1 < child.heightForWidth(child.width()):
            wrong.append(child.text())
    return wrong


def outside(panel: QWidget, ground: QWidget) -> list[str]:
    """Return the widgets of `ground` that reach beyond its edges."""
    wrong = []
    for child in ground.findChildren(QWidget):
        if child.isVisible() and child.window() is panel.window():
            right = child.mapTo(ground, QPointF(child.width(), 0)).x()
            if right > ground.width() + 0.5:
                wrong.append(f"{type(child).__name__} {child.accessibleName()}")
    return wrong
