"""The caption under the network: the step, its headline with symbols, and a detail beside it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from nnviz.diagram.fonts import interface_font
from nnviz.diagram.maths import Typeset
from nnviz.diagram.typesetting import Setting, typeset
from nnviz.explain.equation import Row, plain
from nnviz.gui.canvas.captions import Caption, answer_caption, step_caption, training_caption
from nnviz.gui.canvas.epochs import epochs_of
from nnviz.gui.player import Player
from nnviz.gui.runner import Runner
from nnviz.gui.session import Session
from nnviz.gui.settings import Settings
from nnviz.gui.theme import current_theme

_STEP_LINE, _HEADLINE = 31, 52
_SHIFT = 6.5
_TITLE, _DETAIL, _LONG_DETAIL = 20.0, 14.0, 13.0


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
        self._caption: Caption | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        for source in (player, runner, settings):
            source.changed.connect(self._refresh)
        session.changed.connect(self._follow)
        self._refresh()

    def caption(self) -> Caption:
        """Return what is said now."""
        document, player = self._session.document, self._player
        if self._runner.running or player.mode == "train":
            return training_caption(document, epochs_of(document, self._runner.goal))
        frames = player.frames
        if player.index is not None and frames is not None and player.index < len(frames):
            return step_caption(frames[player.index], len(frames))
        return answer_caption(document, self._session.trace)

    def _follow(self, _change: object) -> None:
        self._refresh()

    def _refresh(self) -> None:
        caption = self.caption()
        if caption == self._caption:
            return
        higher = self._caption is None or bool(caption.step) != bool(self._caption.step)
        self._caption = caption
        self._name(caption)
        if higher:
            self.updateGeometry()
        self.update()

    def _name(self, caption: Caption) -> None:
        digits = self._settings.digits
        parts = (caption.step, plain(caption.title, digits), plain(caption.detail, digits))
        self.setAccessibleName(". ".join(part for part in parts if part))

    def sizeHint(self) -> QSize:
        """Return the size it likes best."""
        stepped = self._caption is not None and bool(self._caption.step)
        return QSize(600, _HEADLINE + (_STEP_LINE if stepped else 0))

    def minimumSizeHint(self) -> QSize:
        """Return the least size in which it can be read."""
        return QSize(240, self.sizeHint().height())

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.update()

    # --------------------------------------------------------- the picture

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint in the colours of the present theme."""
        caption = self._caption
        if caption is None:
            return
        with QPainter(self) as painter:
            middle = 30.0
            if caption.step:
                self._paint_step(painter, caption.step)
                middle = 57.0
            title = self._set(caption.title, _TITLE, 600, current_theme().ink)
            title.draw(painter, 0.0, middle + _SHIFT)
            self._paint_detail(painter, caption, title.width, middle)

    def _paint_step(self, painter: QPainter, text: str) -> None:
        painter.setFont(interface_font(12, 600))
        painter.setPen(QColor(current_theme().accent))
        painter.drawText(QPointF(0.0, 34.5), text)

    def _paint_detail(
        self, painter: QPainter, caption: Caption, title_width: float, middle: float
    ) -> None:
        px, gap = (_DETAIL, 26.0) if caption.step else (_LONG_DETAIL, 18.0)
        detail = self._set(caption.detail, px, 400, current_theme().ink2)
        if title_width + gap + detail.width <= self.width():
            detail.draw(painter, title_width + gap, middle + _SHIFT)

    def _set(self, words: Row, px: float, weight: int, colour: str) -> Typeset:
        digits = self._settings.digits
        setting = Setting(current_theme(), px, digits, weight, weight, QColor(colour))
        return typeset(words, setting)
