"""Set mathematics under the hand: its terms light what they stand for, and can be gone to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QColor,
    QFocusEvent,
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QAccessibleWidget, QWidget

from nnviz.diagram.maths import Leaf, Typeset
from nnviz.document.elements import Element
from nnviz.gui.theme import current_theme

_GREY = 0.2
_KEYS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_FORWARD, _BACKWARD = Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason


@dataclass(frozen=True)
class Line:
    """Mathematics or words with the left end of their baseline."""

    words: Typeset
    x: float
    baseline: float

    def draw(self, painter: QPainter) -> None:
        """Draw the words."""
        self.words.draw(painter, self.x, self.baseline)

    def leaves(self) -> list[Leaf]:
        """Return where the terms stand."""
        return [leaf.moved(self.x, self.baseline) for leaf in self.words.leaves]


class MathsWidget(QWidget):
    """Paints lines of mathematics; the pointer and the keyboard find their terms.

    Attributes
    ----------
    hovered : Signal(object)
        The element whose term is under the pointer or has the keyboard, or None.
    picked : Signal(object)
        The element whose term was clicked, or chosen with Enter.
    """

    hovered = Signal(object)
    picked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines: tuple[Line, ...] = ()
        self._terms: list[Leaf] = []
        self._over: Element | None = None
        self._lit: Element | None = None
        self._at: int | None = None
        self._reads = False
        self.setMouseTracking(True)

    def accessible_node(self) -> QAccessibleWidget:
        """Return what tells assistive technology that this is an equation."""
        return QAccessibleWidget(self, QAccessible.Role.Equation)

    def take_keys(self) -> None:
        """Let Tab come here: from term to term, Enter goes to what one stands for."""
        self._reads = True
        self.setToolTip("Point at a term to see what it stands for; click it to go there")

    def place(self, lines: Sequence[Line]) -> None:
        """Show these lines."""
        self._lines = tuple(lines)
        self._terms = [term for line in lines for term in line.leaves()]
        if self._at is not None:
            self._at = min(self._at, len(self._terms) - 1) if self._terms else None
        policy = Qt.FocusPolicy
        self.setFocusPolicy(policy.TabFocus if self._reads and self._terms else policy.NoFocus)
        self.update()

    def light(self, element: Element | None) -> None:
        """Set off every term that stands for `element`."""
        if element != self._lit:
            touched = self.rects_of(element) or self.rects_of(self._lit)
            self._lit = element
            if touched:
                self.update()

    def rects_of(self, element: Element | None) -> list[QRectF]:
        """Return where the terms of `element` stand."""
        if element is None:
            return []
        return [term.rect for term in self._terms if term.element == element]

    def element_at(self, place: QPointF) -> Element | None:
        """Return the element whose symbol or number stands at `place`."""
        return next((term.element for term in self._terms if term.rect.contains(place)), None)

    # ---------------------------------------------------------------- painting

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint in the colours of the present theme."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint_grounds(painter)
            for line in self._lines:
                line.draw(painter)

    def _paint_grounds(self, painter: QPainter) -> None:
        """Paint the grey of what the pointer is at, as on the network, and the keyboard's ring."""
        theme = current_theme()
        grey = QColor(theme.ink3)
        grey.setAlphaF(_GREY)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(grey)
        for rect in self.rects_of(self._lit):
            painter.drawRoundedRect(_around(rect), 4, 4)
        if self._at is not None:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(theme.accent), 1.5))
            painter.drawRoundedRect(_around(self._terms[self._at].rect), 4, 4)

    # ----------------------------------------------------------------- pointer

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the pointer."""
        self._point_at(self.element_at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        """Tell that the pointer left."""
        super().leaveEvent(event)
        self._point_at(None)

    def hideEvent(self, event: QHideEvent) -> None:
        """Let go: what is not seen points at nothing."""
        super().hideEvent(event)
        self._point_at(None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go to what stands under the pointer."""
        element = self.element_at(event.position())
        if element is None or event.button() != Qt.MouseButton.LeftButton:
            event.ignore()
        else:
            self.picked.emit(element)

    def _point_at(self, element: Element | None) -> None:
        if element is None and self._over is None:
            return
        if element is None:
            self.unsetCursor()
        elif self._over is None:
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        # Told again even if it is the same: the step may have changed under a resting pointer.
        self._over = element
        self.hovered.emit(element)

    # ---------------------------------------------------------------- keyboard

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Walk the terms with Tab; leave behind the last one."""
        return self._walk(1 if forward else -1) or super().focusNextPrevChild(forward)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk with the arrows, go with Enter."""
        key = event.key()
        if key in _KEYS:
            self._walk(_KEYS[Qt.Key(key)])
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End) and self._terms:
            self._stand_at(0 if key == Qt.Key.Key_Home else len(self._terms) - 1)
        elif key in _ENTER and self._at is not None:
            self.picked.emit(self._terms[self._at].element)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Begin at the end from which the keyboard came."""
        super().focusInEvent(event)
        if self._terms and event.reason() in (_FORWARD, _BACKWARD):
            self._stand_at(0 if event.reason() == _FORWARD else len(self._terms) - 1)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the ring away."""
        super().focusOutEvent(event)
        if self._at is not None:
            self._stand_at(None)

    def _walk(self, by: int) -> bool:
        """Go to another term; False behind the last and before the first."""
        at = None if self._at is None else self._at + by
        if at is None or not 0 <= at < len(self._terms):
            return False
        self._stand_at(at)
        return True

    def _stand_at(self, at: int | None) -> None:
        self._at = at
        self._over = None if at is None else self._terms[at].element
        self.hovered.emit(self._over)
        self.update()


def _around(rect: QRectF) -> QRectF:
    """Return a little room round a term, as far as the widget's left edge gives it."""
    return rect.adjusted(-min(2.0, rect.left() - 0.75), -1, 2, 1)
