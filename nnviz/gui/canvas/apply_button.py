"""The button at the end of the update: do what the steps have shown."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget

from nnviz.diagram.fonts import text_font
from nnviz.gui.player import Player
from nnviz.gui.runner import Runner


class ApplyButton(QPushButton):
    """Stands beside the caption of the last step, whose new weights it makes the network's."""

    def __init__(self, player: Player, runner: Runner, parent: QWidget | None = None) -> None:
        super().__init__("Apply this update", parent)
        self._player = player
        self.setFont(text_font(13, 500))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setToolTip("Give the network these weights: one update on this sample")
        self.setAccessibleName("Apply this update")
        self.clicked.connect(runner.one_sample)
        player.changed.connect(self._refresh)
        self._refresh()

    def _refresh(self) -> None:
        player = self._player
        last = player.index is not None and player.index == len(player.frames or ()) - 1
        self.setVisible(last and player.mode == "update")
