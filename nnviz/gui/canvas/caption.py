"""The caption under the network: the step, its headline with symbols, and a detail beside it."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from nnviz.explain.equation import plain, row
from nnviz.gui.canvas.caption_lines import HEIGHT, ONLY_LINE, STEP_LINE, caption_lines
from nnviz.gui.canvas.captions import (
    Caption,
    answer_caption,
    batch_caption,
    step_caption,
    training_caption,
)
from nnviz.gui.canvas.epochs import epochs_of
from nnviz.gui.canvas.scope_bar import ScopeBar
from nnviz.gui.player import Player
from nnviz.gui.runner import Runner
from nnviz.gui.session import Session
from nnviz.gui.settings import Settings
from nnviz.gui.theme import current_theme
from nnviz.gui.widgets.maths_widget import MathsWidget
from nnviz.gui.widgets.restyled import is_restyled

_BESIDE_CORNER = 16.0


class CaptionView(MathsWidget):
    """Says what the picture shows, in words and symbols that light what they stand for."""

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
        self._corner: QWidget | None = None
        self._caption = self.caption()
        self.take_keys()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        for source in (player, runner, settings):
            source.changed.connect(self._refresh)
        session.changed.connect(self._follow)
        self._name()

    def caption(self) -> Caption:
        """Return what is to be said now."""
        player = self._player
        if self._runner.running or player.mode == "train":
            return self._training_caption()
        frames = player.frames
        if player.index is not None and player.index < len(frames):
            return step_caption(frames[player.index], len(frames))
        told = player.subject
        return answer_caption(*told) if len(told.trace.x) == 1 else batch_caption(told.trace)

    def _training_caption(self) -> Caption:
        document, runner = self._session.document, self._runner
        if runner.running:
            return training_caption(document, epochs_of(document, runner.goal), running=True)
        epochs = epochs_of(document, runner.goal, runner.moment.batch)
        caption = training_caption(document, epochs, running=False)
        return replace(caption, detail=row(f"{runner.plan} ", *caption.detail.items))

    def _follow(self, _change: object) -> None:
        self._refresh()

    def _refresh(self) -> None:
        before, self._caption = self._caption, self.caption()
        if bool(before.step) != bool(self._caption.step):
            self._place_corner()
        self._name()
        self._set()

    def _name(self) -> None:
        caption, digits = self._caption, self._settings.digits
        detail = plain(caption.detail, digits)
        parts = (caption.step, plain(caption.title, digits), detail)
        self.setAccessibleName(". ".join(part for part in parts if part))
        self.setToolTip(detail)

    def set_corner(self, corner: ScopeBar) -> None:
        """Put `corner` in the upper right, on the line of the step's number."""
        self._corner = corner
        corner.setParent(self)
        corner.resized.connect(self._place_corner)
        self._place_corner()

    def _place_corner(self) -> None:
        corner = self._corner
        if corner is not None:
            middle = STEP_LINE if self._caption.step else ONLY_LINE
            corner.move(self.width() - corner.width(), int(middle) - corner.height() // 2)
            self._set()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the corner where it belongs."""
        super().resizeEvent(event)
        self._place_corner()
        self._set()

    def sizeHint(self) -> QSize:
        """Return the size it likes best."""
        return QSize(600, HEIGHT)

    def minimumSizeHint(self) -> QSize:
        """Return the least size in which it can be read."""
        return QSize(240, HEIGHT)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        super().changeEvent(event)
        if is_restyled(event):
            self._set()

    def _set(self) -> None:
        """Set the words anew where they or the width changed."""
        width, digits = float(self.width()), self._settings.digits
        corner = self._corner
        taken = corner.width() + _BESIDE_CORNER if corner and not corner.isHidden() else 0.0
        self.place(caption_lines(self._caption, width, current_theme(), digits, taken))
