"""The button at the end of the update: do what the steps have shown."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget

from nnviz.diagram.fonts import text_font
from nnviz.gui.player import Player
from nnviz.gui.runner import Runner

_WORDS = {
    "sample": ("Apply this update", "one update on this sample"),
    "batch": ("Apply this update", "one update on this batch"),
    "epoch": ("Apply these updates", "an update for each batch of the epoch"),
}


class ApplyButton(QPushButton):
    """Stands beside the caption of the last step, whose new weights it makes the network's.

    What was told is then trained: the sample shown, the minibatch or the rest of the epoch.
    """

    def __init__(self, player: Player, runner: Runner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._player, self._runner = player, runner
        self.setFont(text_font(13, 500))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.clicked.connect(self._apply)
        player.changed.connect(self._refresh)
        self._refresh()

    def _apply(self) -> None:
        train = {
            "sample": self._runner.one_sample,
            "batch": self._runner.one_batch,
            "epoch": self._runner.one_epoch,
        }[self._player.choice.scope]
        train()

    def _refresh(self) -> None:
        words, on = _WORDS[self._player.choice.scope]
        self.setText(words)
        self.setAccessibleName(words)
        self.setToolTip(f"Give the network these weights: {on}")
        player = self._player
        last = player.index is not None and player.index == len(player.frames) - 1
        self.setVisible(last and player.mode == "update")
