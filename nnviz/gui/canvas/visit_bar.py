"""What says that an earlier moment is shown, and leads on from it or back: a pill on the rule."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from nnviz.diagram.fonts import interface_font, text_font
from nnviz.gui.player import Player
from nnviz.gui.recorder import Recorder

HEIGHT = 26
_OFFERS = (
    ("Continue from here", "Train on from this moment: a branch (Ctrl+Shift+R)"),
    ("Back to the newest", "Show the network as it is now (Ctrl+Shift+End)"),
)


class VisitBar(QFrame):
    """“Epoch 12 of 50 · Continue from here · Back to the newest”, only while that is so.

    It lies on a line of its parent without moving anything.

    Parameters
    ----------
    player : Player
        In training the caption tells the epoch.
    recorder : Recorder
    line : QWidget
        What it stays in the middle of; they have the same parent.
    """

    def __init__(self, player: Player, recorder: Recorder, line: QWidget, parent: QWidget) -> None:
        super().__init__(parent)
        self._player, self._recorder, self._line = player, recorder, line
        self.setProperty("role", "visit")
        self.setFixedHeight(HEIGHT)
        self._words = QLabel()
        self._words.setFont(interface_font(12, 600))
        self.onward, self.back = (_offer(words, tip) for words, tip in _OFFERS)
        self.onward.clicked.connect(recorder.continue_here)
        self.back.clicked.connect(recorder.leave)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 0, 6, 0)
        row.setSpacing(4)
        row.addWidget(self._words)
        row.addSpacing(6)
        row.addWidget(self.onward)
        row.addWidget(self.back)
        line.installEventFilter(self)
        player.changed.connect(self._refresh)
        recorder.changed.connect(self._refresh)
        self._refresh()

    def words(self) -> str:
        """Return which moment is shown, of how many epochs; or that it is being looked for."""
        recorder = self._recorder
        if recorder.busy:
            return f"On the way to epoch {int(recorder.now):,} …"
        if self._player.mode == "train":
            return "An earlier moment"
        moment = recorder.moment_text
        told = f"{moment[:1].upper()}{moment[1:]}"
        return told if "," in moment else f"{told} of {int(recorder.end):,}"

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay on the line."""
        if event.type() in (QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show):
            self._place()
        return super().eventFilter(watched, event)

    def _refresh(self) -> None:
        visiting = self._recorder.visiting or self._recorder.busy
        if visiting and self.words() != self._words.text():
            self._words.setText(self.words())
            self.setAccessibleName(self.words())
            self._place()
        self.setVisible(visiting)

    def _place(self) -> None:
        self.adjustSize()
        middle = self._line.geometry().center()
        self.move(middle.x() - self.width() // 2, middle.y() - HEIGHT // 2)
        self.raise_()


def _offer(words: str, tip: str) -> QPushButton:
    button = QPushButton(words)
    button.setProperty("kind", "pill")
    button.setFont(text_font(12, 500))
    button.setFixedHeight(HEIGHT - 6)
    button.setToolTip(tip)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button
