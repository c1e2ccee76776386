"""The picture of the network as the canvas holds it: made once per change and baked to pixels."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPixmap

from nnviz.diagram.options import Options, Quantity
from nnviz.diagram.picture import Picture
from nnviz.document.elements import Element
from nnviz.explain.frames import Frame
from nnviz.gui.canvas.camera import Camera
from nnviz.gui.canvas.covers import Covers
from nnviz.gui.canvas.morphing import Morphing
from nnviz.gui.player import Player
from nnviz.gui.selection import Selection
from nnviz.gui.session import Session
from nnviz.gui.settings import Settings
from nnviz.gui.theme import current_theme

# Up to so many edges antialiasing takes a few milliseconds, and without it thin lines flicker;
# beyond, the pulses of a training would cost more than they tell.
_FEW_EDGES = 300


class Stage:
    """Keeps the picture and its pixels until what they show changes.

    Attributes
    ----------
    quantity : {'values', 'gradients', 'updates'}
        What edges and nodes show.
    frozen : bool
        Whether what trains is dimmed beside what is frozen.
    unfolded : frozenset of int
        Large layers that are shown whole.
    camera : Camera
        How the picture lies in the canvas.
    moving : bool
        Whether things move, so that speed goes before smoothness.
    """

    def __init__(
        self,
        session: Session,
        selection: Selection,
        player: Player,
        settings: Settings,
        morphing: Morphing,
        covers: Covers,
    ) -> None:
        self._session, self._selection = session, selection
        self._player, self._settings, self._morphing = player, settings, morphing
        self._covers = covers
        self.quantity: Quantity = "values"
        self.frozen = False
        self.unfolded: frozenset[int] = frozenset()
        self.camera = Camera()
        self.moving = False
        self._rect = QRectF()
        self._picture: Picture | None = None
        self._pixmap: QPixmap | None = None
        self._rough = False

    def lay(self, rect: QRectF) -> None:
        """Give the picture its place."""
        if rect != self._rect:
            self._rect = rect
            self.spoil()

    def spoil(self) -> None:
        """Forget a picture that is no longer so."""
        self._picture = None
        self._pixmap = None

    @property
    def small(self) -> bool:
        """Whether the network is so small that smoothness costs next to nothing."""
        return self._session.document.n_parameters <= _FEW_EDGES

    @property
    def rough(self) -> bool:
        """Whether the pixels shown are without antialiasing."""
        return self._rough

    @property
    def picture(self) -> Picture:
        """The picture of what the session holds now."""
        if self._picture is None:
            self._picture = self._made()
        return self._picture

    def element_at(self, at: QPointF) -> Element | None:
        """Return what lies under a point of the canvas."""
        place = self.camera.to_picture(at)
        return self.picture.element_at(place.x(), place.y())

    def fold_at(self, at: QPointF) -> int | None:
        """Return the layer that a click at a point of the canvas unfolds or folds again."""
        place = self.camera.to_picture(at)
        return self.picture.fold_at(place.x(), place.y())

    def pixmap(self, size: QSize, ratio: float) -> QPixmap:
        """Return the baked picture, all but what moves, at `ratio` device pixels per pixel."""
        pixmap = self._pixmap
        if pixmap is None or pixmap.size() != size * ratio or pixmap.devicePixelRatio() != ratio:
            pixmap = self._pixmap = self._baked(size, ratio)
        return pixmap

    @property
    def frame(self) -> Frame | None:
        """The step of the pass that is shown."""
        index = self._player.index
        frames = None if index is None else self._player.frames
        return frames[index] if index is not None and frames and index < len(frames) else None

    def _made(self) -> Picture:
        document, trace = self._player.shown
        way = self._morphing.way(document, trace, self.frame)
        self._rough = self.moving and not self.small
        settings = self._settings
        options = Options(
            quantity=self.quantity,
            numbers=settings.numbers,
            digits=settings.digits,
            antialias=not self._rough,
            curved=settings.curved,
            vertical=settings.vertical,
            unfolded=self.unfolded,
            frozen=self.frozen,
        )
        return Picture(
            document if way is None else way.document,
            trace,
            self._rect,
            current_theme(),
            options,
            self.frame,
            self._selection.elements,
            covers=self._covers.of,
            ghost=None if way is None else way.ghost,
        )

    def _baked(self, size: QSize, ratio: float) -> QPixmap:
        pixmap = QPixmap(size * ratio)
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(QColor(current_theme().surface))
        with QPainter(pixmap) as painter:
            # So lines up to a pixel wide are painted three times as fast.
            painter.setClipRect(QRectF(0, 0, size.width(), size.height()))
            painter.setTransform(self.camera.transform)
            self.picture.paint_base(painter)
        return pixmap
