"""A panel that moves, tabs, floats and closes, without a box round it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QDockWidget, QHBoxLayout, QLabel, QWidget

from nnviz.diagram.fonts import interface_font
from nnviz.gui.theme import current_theme
from nnviz.gui.widgets.icon_button import IconButton

GRIP = 6
_FLOATING = 36


class Dock(QDockWidget):
    """A dock named `name`; `grip` is the height of the band it is dragged by."""

    def __init__(self, title: str, name: str, grip: int = GRIP) -> None:
        super().__init__(title)
        self.setObjectName(name)
        self.setTitleBarWidget(_TitleBar(self, grip))


class _TitleBar(QWidget):
    """Three dots under the pointer while docked, title and close button while floating."""

    def __init__(self, dock: QDockWidget, grip: int) -> None:
        super().__init__(dock)
        self._dock, self._grip, self._over = dock, grip, False
        self._label = QLabel(dock.windowTitle())
        self._label.setFont(interface_font(13, 600))
        self._close = IconButton("x", "Close this panel", 14)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 6, 0)
        row.addWidget(self._label, 1)
        row.addWidget(self._close)
        self.setToolTip("Drag to move the panel; double-click to float or dock it")
        self._close.clicked.connect(dock.close)
        dock.topLevelChanged.connect(self._fit)
        self._fit(False)

    def _fit(self, floating: bool) -> None:
        self._label.setVisible(floating)
        self._close.setVisible(floating)
        self.setFixedHeight(_FLOATING if floating else self._grip)

    def sizeHint(self) -> QSize:
        return QSize(40, self.height())

    def minimumSizeHint(self) -> QSize:
        return QSize(40, self.height())

    def enterEvent(self, _event: QEvent) -> None:
        """Show the grip."""
        self._over = True
        self.update()

    def leaveEvent(self, _event: QEvent) -> None:
        """Hide the grip."""
        self._over = False
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint in the colours of the present theme."""
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), QColor(current_theme().chrome))
            if self._over and not self._dock.isFloating():
                self._paint_grip(painter)

    def _paint_grip(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(current_theme().ink3))
        for x in (-6, 0, 6):
            painter.drawEllipse(QPointF(self.width() / 2 + x, self.height() / 2), 1.5, 1.5)
