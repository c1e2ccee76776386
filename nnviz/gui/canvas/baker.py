"""Pictures of the network baked to pixels, a few milliseconds at a time: the window stays free."""

from __future__ import annotations

from collections.abc import Iterator
from math import inf
from time import perf_counter, thread_time
from typing import NamedTuple

from PySide6.QtCore import QObject, QPointF, QRect, QRectF, QSize, Signal
from PySide6.QtGui import QColor, QPainter, QPixmap, QTransform

from nnviz.diagram.picture import Picture
from nnviz.gui.canvas.camera import Camera
from nnviz.gui.theme import current_theme
from nnviz.gui.turns import Turn, Turns

# So long a stretch at once: with what is painted between two looks at the clock, 7 ms. Where
# other threads and programs take their turns in between it may last twice as long, lest pictures
# starve.
_SLICE = 0.005
_LONGEST = 2.0
# A picture whose like took no longer is made at once: a slice more would cost another repaint.
_SHORT = 0.007


class Pixels(NamedTuple):
    """A picture as it was baked.

    Attributes
    ----------
    pixmap : QPixmap
    transform : QTransform
        How the picture lay in the canvas.
    """

    pixmap: QPixmap
    transform: QTransform

    def paint(self, painter: QPainter, canvas: QRect, camera: Camera) -> None:
        """Paint it where `camera` sees it now, which may have moved since, as may the canvas."""
        moved = camera.transform != self.transform
        if moved or self.pixmap.deviceIndependentSize().toSize() != canvas.size():
            painter.fillRect(canvas, QColor(current_theme().surface))
        if moved:
            back, _ = self.transform.inverted()
            painter.setTransform(back * camera.transform)
        painter.drawPixmap(QPointF(), self.pixmap)
        painter.resetTransform()


class Place(NamedTuple):
    """Where pixels are to lie: the canvas' size, device pixels per pixel, and the camera's view."""

    size: QSize
    ratio: float
    transform: QTransform


class Baker(QObject):
    """Bakes one picture at a time, in slices between which events are taken.

    Attributes
    ----------
    baked : Signal()
        A picture is whole; `pixels` holds it.
    pixels : Pixels or None
        The last whole picture.
    picture : Picture or None
        What is being baked, or was baked last.
    place : Place or None
        Where it lies.
    busy : bool
        Whether a picture is being baked.
    """

    baked = Signal()

    def __init__(self, turns: Turns, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._turns, self._turn = turns, Turn(self)
        self._turn.came.connect(self.go_on)
        self.busy = False
        self.pixels: Pixels | None = None
        self.picture: Picture | None = None
        self.place: Place | None = None
        self._rest: Iterator[Pixels | None] = iter(())
        self._spent = 0.0
        self._took: dict[bool, float] = {}  # by whether a picture is smooth

    def begin(self, picture: Picture, place: Place) -> None:
        """Bake `picture` instead of all else: at once if that is short, else in its turns."""
        self.stop()
        self._spent = 0.0
        self.picture, self.place = picture, place
        self._rest = _baking(picture, place)
        self.busy = True
        if self._took.get(picture.scene.options.antialias, inf) <= _SHORT:
            self._advance(_SHORT)
        else:
            self._turns.ask(self._turn)

    def finish(self) -> None:
        """Bake what is under way to its end."""
        self._advance(inf)

    def stop(self) -> None:
        """Leave what is under way."""
        self.busy = False
        self._rest = iter(())

    def go_on(self) -> None:
        """Bake one more slice."""
        if self.busy and self._advance(_SLICE):
            self.baked.emit()

    def _advance(self, seconds: float) -> bool:
        """Bake on for a while; return whether the picture is whole now."""
        worked, started = thread_time(), perf_counter()
        for pixels in self._rest:
            own = thread_time() - worked
            if pixels is not None:
                self._keep(pixels, own)
                return True
            if max(own, (perf_counter() - started) / _LONGEST) >= seconds:
                self._spent += own
                self._turns.ask(self._turn)
                return False
        self.stop()
        return False

    def _keep(self, pixels: Pixels, own: float) -> None:
        self.pixels = pixels
        if self.picture is not None:
            self._took[self.picture.scene.options.antialias] = self._spent + own
        self.stop()


def _baking(picture: Picture, place: Place) -> Iterator[Pixels | None]:
    """Bake a picture with pauses, for each of which None stands; its pixels come last."""
    size, ratio, transform = place
    pixmap = QPixmap(size * ratio)
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(QColor(picture.scene.theme.surface))
    with QPainter(pixmap) as painter:
        # So lines up to a pixel wide are painted three times as fast.
        painter.setClipRect(QRectF(0, 0, size.width(), size.height()))
        painter.setTransform(transform)
        for _ in picture.painting_base(painter):
            yield None
    yield Pixels(pixmap, transform)
