"""A canvas card with everything it needs, on the two-neuron chain of the notes."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QPointF, QSettings, Qt
from PySide6.QtGui import QImage, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from nnviz.document.document import Document
from nnviz.document.elements import Element
from nnviz.document.settings import TrainingSettings
from nnviz.gui.canvas.card import CanvasCard
from nnviz.gui.player import Player
from nnviz.gui.recorder import Recorder
from nnviz.gui.runner import Runner
from nnviz.gui.selection import Selection
from nnviz.gui.session import Session
from nnviz.gui.settings import Settings
from nnviz.gui.theme import apply_theme


def chain() -> Document:
    """x₁ = 0.1, w₁ = 0.15, b₁ = 0.40, w₂ = 0.45, b₂ = 0.65, sigmoid, T = 0.25, η = 0.4."""
    parameters = np.array([0.15, 0.40, 0.45, 0.65])
    return Document.new(
        (1, 1, 1),
        "sigmoid",
        "sigmoid",
        title="Two-neuron chain",
        parameters=parameters,
        initial=parameters,
        input=np.array([0.1]),
        target=np.array([0.25]),
        training=TrainingSettings("half_squared_error", "sgd", 0.4, epochs=400),
    )


class Desk:
    """The card with the parts around it, and a hand that moves mouse and keys."""

    def __init__(self, store: Path, document: Document | None = None) -> None:
        apply_theme("light")
        self.session = Session(document or chain())
        self.selection = Selection()
        self.settings = Settings(QSettings(str(store), QSettings.Format.IniFormat))
        self.runner = Runner(self.session)
        self.recorder = Recorder(self.session, self.runner, self.settings)
        self.player = Player(self.session, self.runner, self.recorder, self.settings)
        self.card = CanvasCard(
            self.session,
            self.selection,
            self.player,
            self.runner,
            self.recorder,
            self.settings,
        )
        self.network, self.timeline = self.card.network, self.card.timeline

    def value(self, element: Element) -> float:
        """The element's number in the document."""
        return self.session.document.value(element)

    def output(self) -> float:
        return float(self.session.trace.output[0, 0])

    def place(self, element: Element) -> QPointF:
        """Where the element can be taken, in the network's pixels."""
        rect = self.network.picture.rect_of(element)
        assert rect is not None
        return self.network.camera.to_canvas(rect).center()

    def picture(self) -> QImage:
        """What the network looks like now."""
        return self.network.grab().toImage()

    def press(self, element: Element, button: Qt.MouseButton = Qt.MouseButton.LeftButton) -> QPoint:
        at = self.place(element).toPoint()
        QTest.mouseMove(self.network, at)
        QTest.mousePress(self.network, button, pos=at)
        return at

    def move(self, widget: QWidget, at: QPoint, held: Qt.KeyboardModifier | None = None) -> None:
        """Move the mouse with the left button held; QTest's own move holds none."""
        event = QMouseEvent(
            QEvent.Type.MouseMove,
            QPointF(at),
            QPointF(widget.mapToGlobal(at)),
            Qt.MouseButton.NoButton,
            Qt.MouseButton.LeftButton,
            held or Qt.KeyboardModifier.NoModifier,
        )
        QApplication.sendEvent(widget, event)

    def release(self, at: QPoint) -> None:
        QTest.mouseRelease(self.network, Qt.MouseButton.LeftButton, pos=at)

    def drag(self, element: Element, up: int, held: Qt.KeyboardModifier | None = None) -> None:
        """Drag the element `up` pixels, in small moves, and let go."""
        at = self.press(element)
        sign = 1 if up > 0 else -1
        for y in range(0, abs(up) + 1, 5):
            self.move(self.network, at - QPoint(0, sign * y), held)
        self.release(at - QPoint(0, up))
