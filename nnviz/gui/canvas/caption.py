"""The caption under the network: the step, its headline with symbols, and a detail beside it."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from nnviz.explain.equation import plain, row
from nnviz.gui.canvas.caption_lines import caption_lines
from nnviz.gui.canvas.captions import Caption, answer_caption, step_caption, training_caption
from nnviz.gui.canvas.epochs import epochs_of
from nnviz.gui.player import Player
from nnviz.gui.runner import Runner
from nnviz.gui.session import Session
from nnviz.gui.settings import Settings
from nnviz.gui.theme import current_theme
from nnviz.gui.widgets.restyled import is_restyled

_LOW, _HIGH = 50, 86


class CaptionView(QWidget):
    """Says what the picture shows, in words and symbols."""

    def __init__(
        self,
        session: Session,
        player: Player,
        runner: Runner,
        settings: Settings,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._session, self._player = session, player
        self._runner, self._settings = runner, settings
        self._caption = self.caption()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        for source in (player, runner, settings):
            source.changed.connect(self._refresh)
        session.changed.connect(self._follow)
        self._name()

    def caption(self) -> Caption:
        """Return what is to be said now."""
        document, player = self._session.document, self._player
        if self._runner.running or player.mode == "train":
            return self._training_caption()
        frames = player.frames
        if player.index is not None and frames is not None and player.index < len(frames):
            return step_caption(frames[player.index], len(frames))
        return answer_caption(document, self._session.trace)

    def _training_caption(self) -> Caption:
        document, runner = self._session.document, self._runner
        caption = training_caption(document, epochs_of(document, runner.goal), runner.running)
        if runner.running:
            return caption
        return replace(caption, detail=row(f"{runner.plan} ", *caption.detail.items))

    def _follow(self, _change: object) -> None:
        self._refresh()

    def _refresh(self) -> None:
        before, self._caption = self._caption, self.caption()
        if bool(before.step) != bool(self._caption.step):
            self.updateGeometry()
        self._name()
        self.update()

    def _name(self) -> None:
        caption, digits = self._caption, self._settings.digits
        detail = plain(caption.detail, digits)
        parts = (caption.step, plain(caption.title, digits), detail)
        self.setAccessibleName(". ".join(part for part in parts if part))
        self.setToolTip(detail)

    def sizeHint(self) -> QSize:
        """Return the size it likes best."""
        return QSize(600, _HIGH if self._caption.step else _LOW)

    def minimumSizeHint(self) -> QSize:
        """Return the least size in which it can be read."""
        return QSize(240, self.sizeHint().height())

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        super().changeEvent(event)
        if is_restyled(event):
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint in the colours of the present theme."""
        width, digits = float(self.width()), self._settings.digits
        with QPainter(self) as painter:
            for line in caption_lines(self._caption, width, current_theme(), digits):
                line.draw(painter)
