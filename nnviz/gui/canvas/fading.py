"""What was lit gives way to what is lit now within a moment, instead of jumping."""

from __future__ import annotations

from PySide6.QtCore import QObject, QVariantAnimation, Signal
from PySide6.QtGui import QPainter, QPixmap

from nnviz.document.elements import Element
from nnviz.gui.canvas.stage import Stage
from nnviz.gui.settings import Settings

DIMMING, VALUES = 160, 200
"""Milliseconds until a new focus, and the values of another sample, stand alone."""


class Fading(QObject):
    """Lays the picture as it was, paler and paler, over the one that is shown now.

    Attributes
    ----------
    moved : Signal()
        The old picture is a little paler, or gone.
    """

    moved = Signal()

    def __init__(self, stage: Stage, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._stage, self._settings = stage, settings
        self._before: QPixmap | None = None
        self._animation = QVariantAnimation(self)
        self._animation.setStartValue(1.0)
        self._animation.setEndValue(0.0)
        self._animation.valueChanged.connect(self._move)
        self._animation.finished.connect(self.stop)

    def begin(self, hover: Element | None, milliseconds: int) -> None:
        """Let what the stage shows, with `hover` marked, give way to what comes next."""
        still = self._still(hover) if self._fades(milliseconds) else None
        self._animation.stop()
        self._before = still
        if still is not None:
            self._animation.setDuration(milliseconds)
            self._animation.start()

    def stop(self) -> None:
        """Show what is now at once."""
        self._animation.stop()
        if self._before is not None:
            self._before = None
            self.moved.emit()

    def paint(self, painter: QPainter) -> None:
        """Paint what is left of the old picture, over the whole canvas."""
        if self._before is not None and self._before.size() == self._size:
            painter.setOpacity(float(self._animation.currentValue()) ** 3)
            painter.drawPixmap(0, 0, self._before)
            painter.setOpacity(1.0)

    def _fades(self, milliseconds: int) -> bool:
        """Return whether there is time for it: large networks are busy enough."""
        return milliseconds > 0 and self._stage.small and not self._settings.reduce_motion

    def _still(self, hover: Element | None) -> QPixmap | None:
        """Return what is to be seen now."""
        baked = self._stage.baked
        if baked is None:
            return None
        still = baked.copy()
        with QPainter(still) as painter:
            painter.setTransform(self._stage.camera.transform)
            self._stage.picture.paint_overlay(painter, hover)
            painter.resetTransform()
            self.paint(painter)
        return still

    @property
    def _size(self) -> object:
        """The size of what is shown now; the canvas may have another one by now."""
        return None if self._stage.baked is None else self._stage.baked.size()

    def _move(self, _value: object) -> None:
        if self._before is not None:
            self.moved.emit()
