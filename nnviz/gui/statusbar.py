"""The status bar: epoch, loss, test loss, steps per second, and what goes on."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStatusBar, QWidget

from nnviz.diagram.fonts import interface_font
from nnviz.explain.numbers import format_given, format_number
from nnviz.gui.accessible_number import announce
from nnviz.gui.player import Player
from nnviz.gui.plots.standing import Standing
from nnviz.gui.recorder import Recorder
from nnviz.gui.runner import Runner
from nnviz.gui.session import Change, Session
from nnviz.gui.settings import Settings

HEIGHT = 28
_TELL_MS = 4000
_PAUSED = {
    "forward": "Paused in the forward pass",
    "backward": "Paused in the backward pass",
    "update": "Paused in the update",
}


class StatusBar(QStatusBar):
    """Names in grey, numbers in ink; nothing that is not known is shown."""

    def __init__(
        self,
        session: Session,
        player: Player,
        runner: Runner,
        recorder: Recorder,
        settings: Settings,
    ) -> None:
        super().__init__()
        self._session, self._player, self._recorder = session, player, recorder
        self._runner, self._settings = runner, settings
        self._standing = Standing(session, runner)
        self._told = ""
        self._silence = QTimer(self, singleShot=True, interval=_TELL_MS)
        self._silence.timeout.connect(self._hush)
        self.setFixedHeight(HEIGHT)
        self.setSizeGripEnabled(False)
        self._pairs = {
            name: Pair(name) for name in ("epoch", "loss", "test loss", "learning rate", "steps/s")
        }
        self._message = QLabel()
        self._message.setFont(interface_font(12))
        self._message.setProperty("role", "secondary")
        self.addWidget(self._row(), 1)
        session.changed.connect(self._follow)
        for source in (player, runner, recorder, settings):
            source.changed.connect(self.refresh)
        self.refresh()

    def _row(self) -> QWidget:
        body = QWidget()
        row = QHBoxLayout(body)
        row.setContentsMargins(14, 3, 13, 0)
        row.setSpacing(21)
        for pair in self._pairs.values():
            row.addWidget(pair)
        row.addStretch(1)
        row.addWidget(self._message)
        return body

    def _follow(self, change: Change) -> None:
        if change == Change.ALL:
            self._told = ""
        self.refresh()

    def refresh(self, *_: object) -> None:
        """Show the numbers as they are now."""
        document, running = self._session.document, self._runner.running
        self._pairs["epoch"].show_value(self._moment())
        scores = self._standing.scores()
        alone = not self._session.has_samples
        self._pairs["loss"].show_value(
            self._number(self._session.trace.loss if alone else scores.loss)
        )
        self._pairs["test loss"].show_value(self._number(scores.val_loss))
        rate = format_given(document.training.learning_rate, self._settings.digits)
        self._pairs["learning rate"].show_value(rate)
        speed = self._runner.steps_per_second
        self._pairs["steps/s"].show_value(f"{speed:,.0f}" if running and speed else "")
        self._message.setText(self.words())

    def _moment(self) -> str:
        """Return the epoch shown, and of which; between two epochs the batch."""
        if self._runner.running:
            return f"{self._session.document.history.epochs:,} of {self._runner.goal:,}"
        moment = self._recorder.moment_text.removeprefix("epoch ")
        newest = f" of {int(self._recorder.end):,}"
        return moment if "batch" in moment or not self._recorder.visiting else moment + newest

    def tell(self, message: str) -> None:
        """Say `message` for a few seconds in place of the state."""
        self._told = message
        self._message.setText(message)
        announce(self, message)
        self._silence.start()

    def _hush(self) -> None:
        self._told = ""
        self.refresh()

    def words(self) -> str:
        """Return what goes on, in a few words."""
        if self._told or self._runner.running:
            return self._told or "Training"
        if self._player.index is not None:
            return "Playing" if self._player.playing else _PAUSED.get(self._player.mode, "")
        return self._runner.message or "Ready"

    def _number(self, value: float | None) -> str:
        return "" if value is None else format_number(value, self._settings.digits)


class Pair(QWidget):
    """A name and its number; without a number it takes no room."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        label = QLabel(name)
        label.setFont(interface_font(12))
        label.setProperty("role", "unit")
        self._value = QLabel()
        self._value.setFont(interface_font(12, 500))
        self._value.setProperty("role", "secondary")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(7)
        row.addWidget(label)
        row.addWidget(self._value)

    def show_value(self, text: str) -> None:
        """Show `text`, or nothing at all."""
        if text != self._value.text():
            self._value.setText(text)
        if bool(text) == self.isHidden():
            self.setVisible(bool(text))

    def value(self) -> str:
        """Return the text shown."""
        return self._value.text()
