"""The round play button and the switch of what it plays."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QAction, QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QPushButton, QWidget

from nnviz.diagram.fonts import interface_font
from nnviz.diagram.style import mix
from nnviz.gui.player import MODES, Player
from nnviz.gui.theme import current_theme
from nnviz.gui.widgets.segmented import SegmentedSwitch

_DIAMETER = 34
_WORDS = {
    "forward": ("Forward", "Follow the sample through the network (Ctrl+1)"),
    "backward": ("Backward", "Follow the error back to each weight (Ctrl+2)"),
    "update": ("Update", "See what one update makes of the weights (Ctrl+3)"),
    "train": ("Train", "Train the network on its data (Ctrl+4)"),
}


class PlayButton(QAbstractButton):
    """The one main button: play or pause."""

    def __init__(self, player: Player, action: QAction, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._player = player
        self.setFixedSize(QSize(_DIAMETER, _DIAMETER))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.clicked.connect(action.trigger)
        player.changed.connect(self._refresh)
        self._refresh()

    def _refresh(self) -> None:
        words = ("Pause" if self._player.playing else "Play") + " (Ctrl+R)"
        if words != self.toolTip():
            self.setToolTip(words)
            self.setAccessibleName(words.split(" ")[0])
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint in the colours of the present theme."""
        with QPainter(self) as painter:
            self._paint(painter)

    def _paint(self, painter: QPainter) -> None:
        theme = current_theme()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        hover = 0.12 if self.underMouse() or self.isDown() else 0.0
        painter.setBrush(mix(theme.accent, theme.ink, hover))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawEllipse(QRectF(self.rect()))
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(theme.on_accent), 1.5))
            painter.drawEllipse(QRectF(self.rect()).adjusted(2.5, 2.5, -2.5, -2.5))
        self._paint_symbol(painter, QColor(theme.on_accent))

    def _paint_symbol(self, painter: QPainter, colour: QColor) -> None:
        painter.setBrush(colour)
        painter.setPen(QPen(colour, 1.6, j=Qt.PenJoinStyle.RoundJoin))
        middle = QRectF(self.rect()).center()
        if self._player.playing:
            for x in (-4.2, 1.6):
                painter.drawRect(QRectF(middle.x() + x, middle.y() - 5, 2.6, 10))
            return
        x, y = middle.x() + 0.8, middle.y()
        painter.drawPolygon(
            [QPointF(x - 4.2, y - 5.4), QPointF(x + 4.8, y), QPointF(x - 4.2, y + 5.4)]
        )


class ModeSwitch(SegmentedSwitch):
    """Forward, Backward, Update, Train."""

    def __init__(self, player: Player, parent: QWidget | None = None) -> None:
        super().__init__(((key, *_WORDS[key]) for key in MODES), "What to play", parent)
        self._player = player
        self.setFixedHeight(30)
        for segment in self.findChildren(QPushButton):
            segment.setFont(interface_font(12, 500))
        self.chosen.connect(player.set_mode)
        player.changed.connect(self._refresh)
        self._refresh()

    def _refresh(self) -> None:
        if self.key() != self._player.mode:
            self.set_key(self._player.mode)
