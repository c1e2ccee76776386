"""The slider of a value row: a bar from zero in the colour of the sign."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QSlider, QWidget

from nnviz.explain.numbers import format_given
from nnviz.gui.accessible_number import Number, NumberNode
from nnviz.gui.theme import current_theme
from nnviz.gui.widgets.hand_first import HandFirst
from nnviz.gui.widgets.slider_scale import PowerRange, Range, signed_range

_KNOB, _HALO, _GROOVE, _RING = 7.0, 11.0, 4.0, 1.5
_POSITIONS = 10_000
_FINE, _COARSE = 0.1, 10.0
_LEFT = (Qt.Key.Key_Left, Qt.Key.Key_Down, Qt.Key.Key_PageDown)
_STEPS = (*_LEFT, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_PageUp)
_PAGES = (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp)


class ValueSlider(QSlider):
    """Sets one number; its range grows to hold the value and never changes the value.

    Attributes
    ----------
    digits : int
        Decimals in which assistive technology says the number.
    edited : Signal(float, object)
        A new value and a token that is the same all through one drag or held key.
    reverted : Signal(object)
        Esc was pressed during the drag of that token: the value before it is wanted back.
    """

    edited = Signal(float, object)
    reverted = Signal(object)

    def __init__(self, *, signed: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._signed = signed
        self._number = 0.0
        self._before: float | None = None
        self._range: Range | PowerRange = signed_range(0.0) if signed else PowerRange()
        self._gesture: object | None = None
        self._grip: tuple[float, float] | None = None
        self._telling = False
        self.digits = 4
        self.setRange(0, _POSITIONS)
        self.setFixedHeight(28)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._first = HandFirst(self)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.valueChanged.connect(self._positioned)

    def sizeHint(self) -> QSize:
        """Return the size it likes best."""
        return QSize(160, 28)

    def minimumSizeHint(self) -> QSize:
        """Return the least size in which nothing is clipped."""
        return QSize(60, 28)

    def number(self) -> float:
        """Return the value shown."""
        return self._number

    def accessible_node(self) -> NumberNode:
        """Return what assistive technology asks for the number itself."""
        number = Number(self.number, self._words, self._take, self._ends, self._one_step)
        return NumberNode(self, number)

    def _words(self) -> str:
        return format_given(self._number, self.digits)

    def _take(self, value: float) -> None:
        self.edited.emit(value, object())

    def _ends(self) -> tuple[float, float]:
        return self._range.low, self._range.high

    def _one_step(self) -> float:
        return self._range.stepped(self._number, 1.0) - self._number

    def limits(self) -> Range | PowerRange:
        """Return the range that the groove spans."""
        return self._range

    def set_limits(self, limits: Range) -> None:
        """Span `limits`, or more if the value needs it."""
        self._range = limits.holding(self._number)
        self._tell()

    def set_number(self, value: float, before: float | None = None) -> None:
        """Show `value` and, as a dot, the value before the last update."""
        self._number, self._before = value, before
        if self._grip is None:
            self._range = self._range.holding(value)
        self._tell()

    def step_by(self, steps: float, gesture: object) -> None:
        """Ask for the value `steps` arrow steps away; the range does not hinder it."""
        self.edited.emit(self._range.stepped(self._number, steps), gesture)

    def _tell(self) -> None:
        self._telling = True
        self.setValue(round(self._range.position(self._number) * _POSITIONS))
        self._telling = False
        self.update()

    def _positioned(self, position: int) -> None:
        if not self._telling:
            share = position / _POSITIONS
            value = self._range.moved(self._range.low, share, self._grain())
            self.edited.emit(value, object())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin what the pointer does here."""
        if event.button() != Qt.MouseButton.LeftButton:
            event.ignore()
            return
        self._gesture = object()
        x = event.position().x()
        if abs(x - self._x(self._number)) > _KNOB + 2:
            self._jump(x)
        self._grip = (x, self._number)
        self._first.begin()
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the pointer."""
        if self._grip is None:
            event.ignore()
            return
        x, start = self._grip
        fine = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        pace = _FINE if fine else 1.0
        share = (event.position().x() - x) / self._room().width() * pace
        value = self._range.moved(start, share, self._grain() * pace)
        if value != self._number:
            self.edited.emit(value, self._gesture)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End the drag."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._let_go()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the panel, which scrolls."""
        event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Act on the keys that belong to it."""
        key = Qt.Key(event.key())
        if self._grip is not None:
            if key == Qt.Key.Key_Escape:
                self._revert()
            return  # until it is let go, nothing else is done
        if key not in (*_STEPS, Qt.Key.Key_Home, Qt.Key.Key_End):
            event.ignore()
            return
        if not event.isAutoRepeat() or self._gesture is None:
            self._gesture = object()
        if key in _STEPS:
            self.step_by(_step_of(key, event.modifiers()), self._gesture)
        else:
            end = self._range.low if key == Qt.Key.Key_Home else self._range.high
            self.edited.emit(end, self._gesture)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take what was being done as finished."""
        super().focusOutEvent(event)
        self._let_go()

    def _jump(self, x: float) -> None:
        room = self._room()
        share = (x - room.left()) / room.width()
        self.edited.emit(self._range.moved(self._range.low, share, self._grain()), self._gesture)

    def _revert(self) -> None:
        gesture = self._gesture
        self._grip = None
        self.reverted.emit(gesture)
        self._let_go()

    def _let_go(self) -> None:
        self._grip = self._gesture = None
        self._first.end()
        self.set_number(self._number, self._before)

    def _grain(self) -> float:
        """Return which share of the range one pixel of the groove is."""
        return 1.0 / self._room().width()

    def _groove(self) -> QRectF:
        return QRectF(0, self.height() / 2 - _GROOVE / 2, max(self.width(), 1), _GROOVE)

    def _room(self) -> QRectF:
        """Return where the knob's middle can stand, so that the lit knob stays inside."""
        width = max(self.width() - 2 * _HALO, 1.0)
        return QRectF(_HALO, self.height() / 2, width, 0)

    def _x(self, value: float) -> float:
        room = self._room()
        return room.left() + room.width() * self._range.position(value)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint in the colours of the present theme."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint_groove(painter)
            if self._before is not None and self._before != self._number:
                self._paint_dot(painter, self._before)
            if self.isEnabled():
                self._paint_knob(painter)

    def _paint_groove(self, painter: QPainter) -> None:
        theme, groove = current_theme(), self._groove()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.track))
        painter.drawRoundedRect(groove, 2, 2)
        zero = self._x(0.0) if self._range.low <= 0 <= self._range.high else groove.left()
        bar = QRectF(QPointF(zero, groove.top()), QPointF(self._x(self._number), groove.bottom()))
        painter.setBrush(self._colour())
        painter.drawRoundedRect(bar.normalized(), 2, 2)
        if self._range.low < 0 < self._range.high:
            painter.setBrush(QColor(theme.ink3))
            painter.drawRect(QRectF(zero - 0.75, groove.center().y() - 8, 1.5, 16))

    def _paint_dot(self, painter: QPainter, before: float) -> None:
        painter.setBrush(QColor(current_theme().ink3))
        painter.drawEllipse(QPointF(self._x(before), self.height() / 2 + 9.5), 2, 2)

    def _paint_knob(self, painter: QPainter) -> None:
        theme = current_theme()
        middle = QPointF(self._x(self._number), self.height() / 2)
        lit = self.hasFocus() or self._grip is not None
        if lit:
            glow = QColor(theme.accent)
            glow.setAlphaF(0.28)
            painter.setBrush(glow)
            ring = QPen(QColor(theme.accent), _RING)
            painter.setPen(ring if self.hasFocus() else Qt.PenStyle.NoPen)
            painter.drawEllipse(middle, _HALO - _RING / 2, _HALO - _RING / 2)
        painter.setBrush(QColor(theme.field))
        painter.setPen(QPen(QColor(theme.accent) if lit else self._colour(), 1.75))
        painter.drawEllipse(middle, _KNOB - 0.875, _KNOB - 0.875)

    def _colour(self) -> QColor:
        theme = current_theme()
        if not self._signed or not self.isEnabled():
            return QColor(theme.ink3)
        return theme.sign(self._number)


def _step_of(key: Qt.Key, modifiers: Qt.KeyboardModifier) -> float:
    pace = _COARSE if key in _PAGES or modifiers & Qt.KeyboardModifier.ControlModifier else 1.0
    if modifiers & Qt.KeyboardModifier.ShiftModifier:
        pace *= _FINE
    return -pace if key in _LEFT else pace
