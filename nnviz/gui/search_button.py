"""The tool bar's way into the command search."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QAction, QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from nnviz.diagram.fonts import interface_font
from nnviz.diagram.style import mix
from nnviz.gui.theme import current_theme, icon

_WIDE, _NARROW, _HEIGHT, _AIR = 196, 34, 36, 2.0


class SearchButton(QAbstractButton):
    """Looks like a search field; a narrow window leaves it the icon."""

    def __init__(self, action: QAction, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setToolTip(action.toolTip())
        self.setAccessibleName("Search commands")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.clicked.connect(action.trigger)
        self.set_narrow(False)

    def set_narrow(self, narrow: bool) -> None:
        """Show the icon alone, or the words too."""
        self.setFixedSize(QSize(_NARROW if narrow else _WIDE, _HEIGHT))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint in the colours of the present theme."""
        with QPainter(self) as painter:
            self._paint(painter)

    def _paint(self, painter: QPainter) -> None:
        theme, narrow = current_theme(), self.width() == _NARROW
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        over = self.underMouse() or self.isDown()
        painter.setBrush(mix(theme.sunken, theme.ink, 0.05 if over else 0.0))
        focus = QPen(QColor(theme.accent), 1.5)
        painter.setPen(focus if self.hasFocus() else QPen(Qt.PenStyle.NoPen))
        ground = QRectF(self.rect()).adjusted(0.75, _AIR, -0.75, -_AIR)
        painter.drawRoundedRect(ground, 8, 8)
        left = (self.width() - 16) // 2 if narrow else 10
        icon("search", 16).paint(painter, left, (_HEIGHT - 16) // 2, 16, 16)
        if not narrow:
            self._paint_words(painter)

    def _paint_words(self, painter: QPainter) -> None:
        theme, area = current_theme(), self.rect()
        painter.setPen(QColor(theme.ink2))
        painter.setFont(interface_font(12))
        painter.drawText(
            area.adjusted(32, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, "Search commands"
        )
        painter.setPen(QColor(theme.ink3))
        painter.setFont(interface_font(11))
        keys = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        painter.drawText(area.adjusted(0, 0, -10, 0), keys, "Ctrl K")
