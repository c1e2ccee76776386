"""The picture of the network as the canvas holds it: made once per change and baked to pixels.

What takes longer than a few milliseconds is baked in slices; until it is whole the last whole
picture stays.
"""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import QPointF, QRect, QRectF, QSize
from PySide6.QtGui import QPixmap

from nnviz.diagram.options import Options, Quantity
from nnviz.diagram.pencil import rect_of
from nnviz.diagram.picture import Picture
from nnviz.diagram.underlay import CoverSource
from nnviz.document.elements import Edge, Element
from nnviz.explain.frames import Frame
from nnviz.gui.canvas.baker import Baker, Pixels, Place
from nnviz.gui.canvas.camera import Camera
from nnviz.gui.canvas.covers import Covers
from nnviz.gui.canvas.morphing import Morphing
from nnviz.gui.passage import Shown
from nnviz.gui.player import Player
from nnviz.gui.selection import Selection
from nnviz.gui.session import Session
from nnviz.gui.settings import Settings
from nnviz.gui.theme import current_theme

# Up to so many edges antialiasing takes a few milliseconds, and without it thin lines flicker;
# beyond, the pulses of a training would cost more than they tell.
_FEW_EDGES = 300
# So many edges are drawn while things move, and at rest, when there is a second to paint them.
_MOVING, _RESTING = 2_000, 12_000
_SMALL = 500


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
    held : Edge or None
        The edge in hand: it is painted alone, over a picture that lacks it.
    """

    def __init__(
        self,
        session: Session,
        selection: Selection,
        player: Player,
        settings: Settings,
        morphing: Morphing,
        covers: Covers,
        baker: Baker,
    ) -> None:
        self._session, self._selection = session, selection
        self._player, self._settings, self._morphing = player, settings, morphing
        self._covers, self._baker = covers, baker
        self.quantity: Quantity = "values"
        self.frozen = False
        self.unfolded: frozenset[int] = frozenset()
        self.camera = Camera()
        self.moving = False
        self.held: Edge | None = None
        self._rect = QRectF()
        self._picture: Picture | None = None
        self._rough = False

    def lay(self, rect: QRectF) -> None:
        """Give the picture its place."""
        if rect != self._rect:
            self._rect = rect
            self.spoil()

    def spoil(self) -> None:
        """Forget a picture that is no longer so."""
        self._picture = None

    @property
    def small(self) -> bool:
        """Whether the network is so small that smoothness costs next to nothing."""
        return self._session.document.n_parameters <= _FEW_EDGES

    @property
    def rough(self) -> bool:
        """Whether the pixels shown are without antialiasing."""
        return self._rough

    @property
    def long(self) -> bool:
        """Whether it takes long to paint the picture at rest, so that a quick one comes first."""
        total = sum(a * b for a, b in pairwise(self._session.document.sizes))
        if total <= _RESTING:
            return total > _MOVING
        known = self._picture or self._baker.picture
        columns = () if known is None else known.layout.columns
        return sum(len(a.units) * len(b.units) for a, b in pairwise(columns)) > _MOVING

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

    def taken(self) -> list[QRect]:
        """Return where neurons and labels stand on the canvas."""
        picture = self.picture
        places = [rect_of(box) for _, box in picture.label_boxes()]
        for column in picture.layout.columns:
            half = column.radius
            places += [QRectF(x - half, y - half, 2 * half, 2 * half) for x, y in column.centres]
        return [self.camera.to_canvas(place).toRect() for place in places]

    def fold_at(self, at: QPointF) -> int | None:
        """Return the layer that a click at a point of the canvas unfolds or folds again."""
        place = self.camera.to_picture(at)
        return self.picture.fold_at(place.x(), place.y())

    def pixels(self, size: QSize, ratio: float) -> Pixels | None:
        """Return the last whole picture, all but what moves, and bake on the present one."""
        place, baker = Place(size, ratio, self.camera.transform), self._baker
        at_once = self.small or baker.pixels is None
        other = baker.picture is not self.picture or baker.place != place
        # A quick one that is under way comes first: else none would ever be whole.
        if other and (at_once or not (baker.busy and _is_quick(baker.picture))):
            baker.begin(self.picture, place)
        if at_once:
            baker.finish()
        return baker.pixels

    @property
    def settled(self) -> bool:
        """Whether the pixels are those of the present picture."""
        return self._baker.picture is self._picture and not self._baker.busy

    @property
    def baked(self) -> QPixmap | None:
        """The pixels of the present picture; None if they are to be baked anew."""
        pixels = self._baker.pixels if self.settled else None
        return None if pixels is None else pixels.pixmap

    @property
    def frame(self) -> Frame | None:
        """The step of the pass that is shown."""
        index = self._player.index
        frames = None if index is None else self._player.frames
        return frames[index] if index is not None and frames and index < len(frames) else None

    @property
    def shown(self) -> Shown:
        """The network and the pass that are painted: of a minibatch the means."""
        return self._player.shown

    def overview(self, covers: CoverSource) -> Picture:
        """Return the picture as it is painted in small, with fewer edges over covers of its own."""
        return self._pictured(covers, antialias=True, strongest=_SMALL)

    def _made(self) -> Picture:
        self._rough = self.moving and not self.small
        strongest = _MOVING if self._rough else _RESTING
        held = None if self.small else self.held
        covers, smooth = self._covers.of, not self._rough
        return self._pictured(covers, antialias=smooth, strongest=strongest, held=held)

    def _pictured(
        self, covers: CoverSource, *, antialias: bool, strongest: int, held: Edge | None = None
    ) -> Picture:
        document, trace = self.shown
        way = self._morphing.way(document, trace, self.frame)
        settings = self._settings
        options = Options(
            quantity=self.quantity,
            numbers=settings.numbers,
            digits=settings.digits,
            antialias=antialias,
            strongest=strongest,
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
            covers=covers,
            ghost=None if way is None else way.ghost,
            held=held,
        )


def _is_quick(picture: Picture | None) -> bool:
    """Return whether a picture was made for what moves."""
    return picture is not None and not picture.scene.options.antialias
