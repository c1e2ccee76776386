"""How fast the pass plays, or training runs."""

from __future__ import annotations

import math

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSlider, QWidget

from nnviz.diagram.fonts import interface_font
from nnviz.gui.accessible_number import Number, NumberNode
from nnviz.gui.pace import SPEEDS
from nnviz.gui.player import Player
from nnviz.gui.theme import current_theme, icon

_KNOB, _HALO = 6.5, 10.0
_LONG, _SHORT = 100, 64


class SpeedControl(QWidget):
    """A gauge, a slider over the speeds, and the speed in words."""

    def __init__(self, player: Player, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._player = player
        self._gauge = QLabel()
        self._words = QLabel()
        self._words.setFont(interface_font(12))
        self._words.setProperty("role", "secondary")
        self._words.setFixedWidth(40)
        self.slider = SpeedSlider()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._gauge)
        row.addSpacing(4)
        row.addWidget(self.slider)
        row.addSpacing(4)
        row.addWidget(self._words)
        self.slider.valueChanged.connect(self._set)
        player.changed.connect(self._refresh)
        self._refresh()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        super().changeEvent(event)
        self._gauge.setPixmap(icon("gauge", 18).pixmap(18, 18))

    def set_narrow(self, narrow: bool) -> None:
        """Leave out the gauge and the words, and shorten the slider."""
        self._gauge.setHidden(narrow)
        self._words.setHidden(narrow)
        self.slider.setFixedWidth(_SHORT if narrow else _LONG)

    def _set(self, at: int) -> None:
        self._player.set_speed(SPEEDS[at])

    def _refresh(self) -> None:
        speed = self._player.speed
        self.slider.blockSignals(True)
        self.slider.setValue(SPEEDS.index(speed))
        self.slider.blockSignals(False)
        words = words_of(speed)
        self._words.setText(words)
        self.slider.setToolTip(f"Speed of the steps, or of training: {words}")


def words_of(speed: float) -> str:
    """Return how a speed is said."""
    return "full" if math.isinf(speed) else f"{speed:g}×"


class SpeedSlider(QSlider):
    """A short grey slider: speed has no sign."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setRange(0, len(SPEEDS) - 1)
        self.setPageStep(1)
        self.setFixedSize(QSize(_LONG, 24))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Speed")

    def accessible_node(self) -> NumberNode:
        """Return what assistive technology asks for the speed in words."""
        number = Number(self.value, self._said, self._take, self._ends, lambda: 1.0)
        return NumberNode(self, number)

    def _said(self) -> str:
        return words_of(SPEEDS[self.value()])

    def _take(self, value: float) -> None:
        self.setValue(round(value))

    def _ends(self) -> tuple[float, float]:
        return self.minimum(), self.maximum()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint in the colours of the present theme."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint(painter)

    def _paint(self, painter: QPainter) -> None:
        theme, middle = current_theme(), self.height() / 2
        left, right = _HALO, self.width() - _HALO
        knob = left + (right - left) * self.value() / max(self.maximum(), 1)
        painter.setPen(Qt.PenStyle.NoPen)
        for colour, end in ((theme.track, right), (theme.ink3, knob)):
            painter.setBrush(QColor(colour))
            painter.drawRoundedRect(QRectF(left, middle - 2, end - left, 4), 2, 2)
        lit = self.hasFocus()
        painter.setPen(QPen(QColor(theme.accent if lit else theme.ink3), 1.6))
        painter.setBrush(QColor(theme.field))
        painter.drawEllipse(QPointF(knob, middle), _KNOB - 1, _KNOB - 1)
        if lit:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(theme.accent), 1.5))
            painter.drawEllipse(QPointF(knob, middle), _HALO - 0.75, _HALO - 0.75)
