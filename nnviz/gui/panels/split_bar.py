"""How the samples are shared between training and test, as a bar to drag."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from nnviz.diagram.style import mix
from nnviz.gui.accessible_number import Number, NumberNode
from nnviz.gui.theme import current_theme
from nnviz.gui.widgets.hand_first import HandFirst

_BAR, _GAP = 8.0, 4.0
_STEP, _MOST = 0.05, 0.9
_STEPS = {Qt.Key.Key_Left: 1, Qt.Key.Key_Down: 1, Qt.Key.Key_Right: -1, Qt.Key.Key_Up: -1}


class SplitBar(QWidget):
    """Training part and test part; dragging or the arrow keys move the bound between them.

    Attributes
    ----------
    chosen : Signal(float)
        The test share that was let go of.
    previewed : Signal(float)
        The test share under the hand while it drags.
    """

    chosen = Signal(float)
    previewed = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._share = 0.0
        self._held: float | None = None
        self._first = HandFirst(self)
        self.setFixedHeight(18)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.SizeHorCursor)
        self.setAccessibleName("Share of samples kept for the test")
        self.setToolTip("Drag to keep more or fewer samples for the test")

    def accessible_node(self) -> NumberNode:
        """Return what assistive technology asks for the share."""
        number = Number(self.share, self._said, self._take, lambda: (0.0, _MOST), lambda: _STEP)
        return NumberNode(self, number)

    def _said(self) -> str:
        return f"{self.share():.0%}"

    def _take(self, share: float) -> None:
        self._choose(_rounded(share))

    def sizeHint(self) -> QSize:
        """Return the size it likes best."""
        return QSize(160, 18)

    def share(self) -> float:
        """Return the test share shown."""
        return self._share if self._held is None else self._held

    def set_share(self, share: float) -> None:
        """Show the test share, 0 to 1."""
        self._share = share
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the bound between the parts."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._first.begin()
            self._hold(event.position().x())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move the bound with the pointer."""
        if self._held is not None:
            self._hold(event.position().x())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Choose what the hand lets go of."""
        if self._held is not None and event.button() == Qt.MouseButton.LeftButton:
            share, self._held = self._held, None
            self._first.end()
            self._choose(share)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Step with the arrows; Esc takes a drag back."""
        if self._held is not None:
            if event.key() == Qt.Key.Key_Escape:
                self._let_go()  # until then, nothing else is done
        elif event.key() in _STEPS:
            self._choose(_rounded(self._share + _STEPS[Qt.Key(event.key())] * _STEP))
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the focus."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take a drag back that the focus was taken from."""
        super().focusOutEvent(event)
        self._let_go()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the two parts."""
        theme = current_theme()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            bar = QRectF(0, (self.height() - _BAR) / 2, self.width(), _BAR)
            test = round(self.share() * bar.width())
            left = QRectF(bar.left(), bar.top(), bar.width() - test - (_GAP if test else 0), _BAR)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.accent))
            painter.drawRoundedRect(left, 4, 4)
            painter.setBrush(mix(theme.ink3, theme.chrome, 0.25))
            if test:
                painter.drawRoundedRect(QRectF(bar.right() - test, bar.top(), test, _BAR), 4, 4)
            if self.hasFocus():
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(QPen(QColor(theme.ink), 1.5))
                painter.drawRoundedRect(bar.adjusted(1, -3, -1, 3), 6, 6)

    def _hold(self, x: float) -> None:
        self._held = _rounded(1.0 - x / max(self.width(), 1))
        self.previewed.emit(self._held)
        self.update()

    def _let_go(self) -> None:
        self._first.end()
        if self._held is not None:
            self._held = None
            self.previewed.emit(self._share)
        self.update()

    def _choose(self, share: float) -> None:
        self.update()
        if share != self._share:
            self.chosen.emit(share)


def _rounded(share: float) -> float:
    return round(min(max(share, 0.0), _MOST), 2)
