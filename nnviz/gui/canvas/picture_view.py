"""The network as it is now: one widget, a baked picture under an overlay of what moves."""

from __future__ import annotations

from time import perf_counter

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from nnviz.diagram.edges import all_shown
from nnviz.diagram.options import Quantity
from nnviz.diagram.picture import Picture
from nnviz.document.elements import Element
from nnviz.gui.canvas import fading
from nnviz.gui.canvas.baker import Baker
from nnviz.gui.canvas.camera import Camera
from nnviz.gui.canvas.covers import Covers
from nnviz.gui.canvas.fading import Fading
from nnviz.gui.canvas.folding import Folding
from nnviz.gui.canvas.minimap import Minimap
from nnviz.gui.canvas.morphing import Morphing
from nnviz.gui.canvas.stage import Stage
from nnviz.gui.canvas.sweep import paint_sweep
from nnviz.gui.changes import Change
from nnviz.gui.player import Player
from nnviz.gui.runner import Runner
from nnviz.gui.selection import Selection
from nnviz.gui.session import Session
from nnviz.gui.settings import Settings
from nnviz.gui.widgets.restyled import is_restyled

MARGIN = 24
UNSEEN = Change.TITLE | Change.FILE
_REST = 150
_SELECTION_ROOM = 90.0
_MOST_SOUGHT = 100


class PictureView(QWidget):
    """Shows what the session holds, and nothing else: see `NetworkView` for the hand.

    Attributes
    ----------
    pictured : Signal()
        There is a new picture, so the legend may have changed.
    panned : Signal()
        The same picture is seen from elsewhere: whatever lies over it has to follow.
    folding : Folding
        Which large layers are shown whole.
    minimap : Minimap
        The whole picture in small while a part of it is shown.
    """

    pictured = Signal()
    panned = Signal()

    def __init__(
        self,
        session: Session,
        selection: Selection,
        player: Player,
        runner: Runner,
        settings: Settings,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._session, self._selection, self._player = session, selection, player
        self._runner, self._settings = runner, settings
        self._morphing = Morphing(session, player, runner, settings, self)
        self._covers = Covers(self)
        self._baker = Baker(session.turns, self)
        parts = (session, selection, player, settings, self._morphing, self._covers, self._baker)
        self._stage = Stage(*parts)
        self.folding = Folding(self, self._stage)
        self.minimap = Minimap(self, self._stage)
        self._fading = Fading(self._stage, settings, self)
        self._hovered: Element | None = None
        self._sample = session.document.sample
        self._ring = False
        self._sizes = session.document.sizes
        self._shown = (player.told, selection.elements)
        self._morphed = False
        self._rest = QTimer(self, interval=_REST, singleShot=True)
        self._rest.timeout.connect(self._refine)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._connect()

    def _connect(self) -> None:
        self._session.changed.connect(self._follow_session)
        self._selection.changed.connect(self._follow_view)
        self._player.changed.connect(self._follow_view)
        self._settings.changed.connect(self._spoil)
        self._morphing.moved.connect(self._repaint)
        self._fading.moved.connect(self.update)
        self.minimap.moved.connect(self._camera_moved)
        self.pictured.connect(self._renew_minimap)
        self._covers.made.connect(self._show_covers)
        self._baker.baked.connect(self.update)

    def sizeHint(self) -> QSize:
        """Return the size it likes best."""
        return QSize(860, 400)

    def minimumSizeHint(self) -> QSize:
        """Return the least size in which it can be read."""
        return QSize(300, 120)

    # ------------------------------------------------------------- the state

    @property
    def picture(self) -> Picture:
        """The picture that is shown."""
        return self._stage.picture

    @property
    def camera(self) -> Camera:
        """How the picture lies in this widget."""
        return self._stage.camera

    @property
    def settled(self) -> bool:
        """Whether what is seen is the present state, painted at its best."""
        return self._stage.settled and not self._rest.isActive()

    def set_quantity(self, quantity: Quantity) -> None:
        """Show 'values', 'gradients' or 'updates' on edges and nodes."""
        self._stage.quantity = quantity
        self._spoil()

    def show_frozen(self, frozen: bool) -> None:
        """Dim what trains beside what is frozen, or no longer."""
        self._stage.frozen = frozen
        self._spoil()

    def fit(self) -> None:
        """Show the whole network."""
        self.camera.fit()
        self._camera_moved()

    def zoom(self, factor: float) -> None:
        """Zoom around the middle."""
        self.camera.zoom(factor, QRectF(self.rect()).center())
        self._camera_moved()

    def turn_fold(self) -> None:
        """Unfold the selected element's layer, or fold it again; without one the first large."""
        layer = self.folding.layer_of(self._selection.element)
        if layer is not None:
            self.folding.turn(layer, QRectF(self.rect()).center())
            self._spoil()

    def zoom_to_selection(self) -> None:
        """Bring what is selected large into the middle."""
        place = self._rect_of_selected()
        if not place.isNull():
            room = _SELECTION_ROOM
            self.camera.show(place.adjusted(-room, -room, room, room), QRectF(self.rect()))
            self._camera_moved()

    def _rect_of_selected(self) -> QRectF:
        """Return what holds the selected elements on the picture; of many, their neurons."""
        elements, touched = self._selection.elements, self.picture.scene.focus.touched
        if touched is not None and len(elements) > _MOST_SOUGHT:
            elements = touched.nodes(self.picture.layout.columns)
        rect = QRectF()
        for element in elements:
            rect |= self.picture.rect_of(element) or QRectF()
        return rect

    def end(self) -> None:
        """End what is made beside this thread, and in slices on it."""
        self._covers.close()
        self.minimap.end()
        self._baker.stop()

    # --------------------------------------------------------------- follow

    def _follow_session(self, change: Change) -> None:
        if change & Change.STRUCTURE:
            self._fit_anew(change == Change.ALL)
        if change & ~UNSEEN:
            self._fade_values(change)
            if not self._stage.small:
                self._hurry()
            self._spoil()

    def _fit_anew(self, other: bool) -> None:
        """Show the whole of another network, or of one that is larger or smaller now."""
        sizes, self._sizes = self._sizes, self._session.document.sizes
        if other or sizes != self._sizes:
            self.camera.fit()
        if other or len(sizes) != len(self._sizes):
            self.folding.forget()

    def _follow_view(self) -> None:
        shown = (self._player.told, self._selection.elements)
        self._fade_focus(shown != self._shown)
        if shown != self._shown:
            self._shown = shown
            self._announce()
            self._spoil()
        morphs = self._morphing.plays(self._stage.frame)
        if morphs or self._morphed:
            self._repaint()
        self._morphed = morphs
        self.update()

    def _fade_focus(self, other: bool) -> None:
        """Let another focus come about, of the mouse or, if `other`, of selection or step."""
        hovered, self._hovered = self._hovered, self._selection.hover
        still = self.in_hand or self._player.playing
        if (other or hovered != self._hovered) and not still:
            self._fading.begin(hovered, fading.DIMMING)

    def _fade_values(self, change: Change) -> None:
        """Let another sample's values come about; what is set by hand is there at once."""
        before, self._sample = self._sample, self._session.document.sample
        other = self._sample is not None and self._sample != before
        if change == Change.SAMPLE and other and not self._player.playing:
            self._fading.begin(self._selection.hover, fading.VALUES)
        else:
            self._fading.stop()

    def _show_covers(self) -> None:
        if not all_shown(self.picture.scene):
            self._bake_anew()

    def _bake_anew(self) -> None:
        self._stage.spoil()
        self.update()

    def _repaint(self) -> None:
        """Show a network that is on its way."""
        self._hurry()
        self._stage.spoil()
        self.update()

    def _spoil(self) -> None:
        if self._stage.long or self._baker.busy:
            self._hurry()
        self._renew()

    def _renew(self) -> None:
        self._stage.spoil()
        self.update()
        self.pictured.emit()

    def _camera_moved(self) -> None:
        self._fading.stop()
        self._hurry()
        self._stage.spoil()
        self.minimap.follow(renewed=False)
        self.update()
        self.panned.emit()

    def _renew_minimap(self) -> None:
        self.minimap.follow(renewed=True)

    def _hurry(self) -> None:
        """Put speed before smoothness until things come to rest."""
        self._stage.moving = True
        self._rest.start()

    def _refine(self) -> None:
        self._stage.moving = False
        if self._stage.rough:
            self._renew()
        else:
            self.minimap.follow(renewed=False)

    # ------------------------------------- what one adds that has a hand

    @property
    def in_hand(self) -> bool:
        """Whether a gesture is under way."""
        return False

    def _announce(self) -> None:
        """Say what is selected or told now."""

    def _paint_gesture(self, painter: QPainter) -> None:
        """Paint what shows the gesture under way, over all else."""

    # ------------------------------------------------------------- painting

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        super().changeEvent(event)
        if is_restyled(event):
            self._fading.stop()
            self._spoil()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the picture out anew."""
        super().resizeEvent(event)
        self._fading.stop()
        self._stage.lay(QRectF(self.rect().adjusted(MARGIN, 0, -MARGIN, 0)))
        self.pictured.emit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Lay what moves over the baked picture."""
        started = perf_counter()
        with QPainter(self) as painter:
            pixels = self._stage.pixels(self.size(), self.devicePixelRatioF())
            if pixels is not None:
                pixels.paint(painter, self.rect(), self.camera)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setTransform(self.camera.transform)
            focus = self._selection.element if self._ring else None
            self.picture.paint_overlay(painter, self._selection.hover, focus, self._progress())
            if self._runner.running and not self._settings.reduce_motion and self._stage.small:
                paint_sweep(painter, self.picture, started)
            painter.resetTransform()
            self._fading.paint(painter)
            self._paint_gesture(painter)
        self._runner.last_paint = perf_counter() - started

    def _progress(self) -> float | None:
        """Return how far the pulses are; None at rest."""
        progress = self._player.progress
        return progress if self._player.playing and progress < 1.0 else None
