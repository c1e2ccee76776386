"""An on/off switch with its words beside it."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QCheckBox, QSizePolicy, QWidget

from nnviz.diagram.fonts import text_font
from nnviz.diagram.style import mix
from nnviz.gui.theme import current_theme, disabled_text

_WIDTH, _HEIGHT, _GAP = 34, 20, 10


class Switch(QCheckBox):
    """A check box drawn as a switch."""

    def __init__(self, words: str, tip: str = "", parent: QWidget | None = None) -> None:
        super().__init__(words, parent)
        self.setFont(text_font(13))
        self.setToolTip(tip)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Return the size it likes best."""
        words = self.fontMetrics().horizontalAdvance(self.text())
        return QSize(_WIDTH + _GAP + words + 4, 28)

    def minimumSizeHint(self) -> QSize:
        """Return the least size in which nothing is clipped."""
        return self.sizeHint()

    def hitButton(self, pos: QPoint) -> bool:
        """Take a click on the words as well."""
        return self.rect().contains(pos)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint in the colours of the present theme."""
        theme = current_theme()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            groove = QRectF(1, (self.height() - _HEIGHT) / 2, _WIDTH - 2, _HEIGHT).adjusted(
                0, 1, 0, -1
            )
            focus = QPen(QColor(theme.ink), 1.5) if self.hasFocus() else Qt.PenStyle.NoPen
            painter.setPen(focus)
            off = (
                mix(theme.ink3, theme.chrome, 0.3)
                if theme.name == "light"
                else QColor(theme.border)
            )
            painter.setBrush(QColor(theme.accent) if self.isChecked() else off)
            painter.drawRoundedRect(groove, groove.height() / 2, groove.height() / 2)
            self._paint_knob(painter, groove)
            painter.setPen(QColor(theme.ink) if self.isEnabled() else disabled_text(theme))
            words = self.rect().adjusted(_WIDTH + _GAP, 0, 0, 0)
            painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, self.text())

    def _paint_knob(self, painter: QPainter, groove: QRectF) -> None:
        theme, radius = current_theme(), groove.height() / 2
        x = groove.right() - radius if self.isChecked() else groove.left() + radius
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.on_accent if self.isChecked() else "#FFFFFF"))
        painter.drawEllipse(QPointF(x, groove.center().y()), radius - 3, radius - 3)
