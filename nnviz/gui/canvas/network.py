"""The network on the canvas: one widget, a baked picture under an overlay of what moves."""

from __future__ import annotations

from time import perf_counter

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from nnviz.diagram.options import Quantity
from nnviz.diagram.picture import Picture
from nnviz.document.elements import Element
from nnviz.gui.accessible import CanvasNode
from nnviz.gui.accessible_view import View
from nnviz.gui.canvas import fading
from nnviz.gui.canvas.baker import Baker
from nnviz.gui.canvas.camera import Camera
from nnviz.gui.canvas.covers import Covers
from nnviz.gui.canvas.describe import describe, describe_all
from nnviz.gui.canvas.editing import Editing
from nnviz.gui.canvas.editor import ValueEditor
from nnviz.gui.canvas.fading import Fading
from nnviz.gui.canvas.folding import Folding
from nnviz.gui.canvas.keyboard import Keyboard, typed_number
from nnviz.gui.canvas.minimap import Minimap
from nnviz.gui.canvas.morphing import Morphing
from nnviz.gui.canvas.pointer import Pointer
from nnviz.gui.canvas.rare_events import RareEvents
from nnviz.gui.canvas.stage import Stage
from nnviz.gui.canvas.sweep import paint_sweep
from nnviz.gui.changes import Change
from nnviz.gui.player import Player
from nnviz.gui.runner import Runner
from nnviz.gui.selection import Selection
from nnviz.gui.session import Session
from nnviz.gui.settings import Settings
from nnviz.gui.widgets.focus_ring import FocusRing
from nnviz.gui.widgets.restyled import is_restyled

MARGIN = 24
_REST = 150
_SELECTION_ROOM = 90.0
_MOST_SOUGHT = 100
_UNSEEN = Change.TITLE | Change.FILE
_BY_TAB = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)


class NetworkView(QWidget):
    """Shows the network and takes it into the hand.

    Attributes
    ----------
    pictured : Signal()
        There is a new picture, so the legend may have changed.
    panned : Signal()
        The same picture is seen from elsewhere: whatever lies over it has to follow.
    menu_wanted : Signal(QPoint)
        The menu of what is selected is wanted, at this point of the screen.
    zero_wanted : Signal()
        What is selected is to be set to zero (Delete).
    folding : Folding
        Which large layers are shown whole.
    minimap : Minimap
        The whole picture in small while a part of it is shown.
    """

    pictured = Signal()
    panned = Signal()
    menu_wanted = Signal(object)
    zero_wanted = Signal()

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
        self._baker = Baker(self)
        parts = (session, selection, player, settings, self._morphing, self._covers, self._baker)
        self._stage = Stage(*parts)
        self._pointer = Pointer(self, self._stage, session, selection, settings, self._camera_moved)
        self._keyboard = Keyboard(session, selection)
        self._editing = Editing(self, self._stage, session, selection)
        self.folding = Folding(self, self._stage)
        self.minimap = Minimap(self, self._stage)
        self._fading = Fading(self._stage, settings, self)
        self._hovered: Element | None = None
        self._sample = session.document.sample
        self._folded = False
        self._spoken = View(self, self._stage, session, selection, settings)
        self._ring = False
        self._sizes = session.document.sizes
        self._shown = (player.told, selection.elements)
        self._morphed = False
        self._rest = QTimer(self, interval=_REST, singleShot=True)
        self._rest.timeout.connect(self._refine)
        self._rare = RareEvents(self, self._tip, self._pointer.pinch)
        self._set_up()
        session.changed.connect(self._follow_session)
        selection.changed.connect(self._follow_view)
        player.changed.connect(self._follow_view)
        settings.changed.connect(self._spoil)
        self._morphing.moved.connect(self._repaint)
        self._fading.moved.connect(self.update)
        self.minimap.moved.connect(self._camera_moved)
        self.pictured.connect(self._renew_minimap)
        self._covers.made.connect(self._bake_anew)
        self._baker.baked.connect(self.update)

    def _set_up(self) -> None:
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName("Network")
        FocusRing(self)

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
    def editor(self) -> ValueEditor | None:
        """The open editor in place."""
        return self._editing.editor

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

    # --------------------------------------------------------------- follow

    def _follow_session(self, change: Change) -> None:
        if change & Change.STRUCTURE:
            # Before anything is painted: what is selected may be no more.
            self._selection.keep_within(self._session.document)
            self._pointer.drop()
            self._editing.close()
            self._fit_anew(change == Change.ALL)
        if change & ~_UNSEEN:
            self._fade_values(change)
            if not self._stage.small:
                self._hurry()
            self._stage.held = self._pointer.held
            if not self._runner.running:
                self._describe()
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
        still = self._pointer.interaction is not None or self._player.playing
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

    def _announce(self) -> None:
        self._describe()
        self._spoken.tell_selected()

    def _describe(self) -> None:
        document, trace = self._player.shown
        told = describe_all(document, trace, self._selection.elements, self._settings.digits)
        self.setAccessibleDescription(told)

    def accessible_node(self) -> CanvasNode:
        """Return what a screen reader asks for the network's elements."""
        return CanvasNode(self._spoken)

    @property
    def settled(self) -> bool:
        """Whether what is seen is the present state, painted at its best."""
        return self._stage.settled and not self._rest.isActive()

    def end(self) -> None:
        """End what is made beside this thread, and in slices on it."""
        self._covers.close()
        self._baker.stop()

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

    def _follow_hand(self) -> None:
        """Take the edge in hand out of the baked picture, or put it back."""
        if self._stage.held != self._pointer.held:
            self._stage.held = self._pointer.held
            self._bake_anew()

    def _renew(self) -> None:
        self._stage.spoil()
        self.update()
        self.pictured.emit()

    def _camera_moved(self) -> None:
        self._fading.stop()
        self._editing.close()
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

    # ---------------------------------------------------------------- mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a gesture."""
        self._editing.close()
        left = event.button() == Qt.MouseButton.LeftButton
        self._folded = left and not self._pointer.pans and self.folding.click(event.position())
        if self._folded:
            self._spoil()
        else:
            self._pointer.press(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the gesture, or hover."""
        self._pointer.move(event)
        self._follow_hand()
        if not event.buttons():
            self.folding.hover(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End the gesture."""
        self._pointer.release(event)
        self._follow_hand()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Edit the value under the mouse; where there is nothing, show the whole network."""
        if event.button() != Qt.MouseButton.LeftButton or self._folded:
            return
        self._pointer.drop()
        if self._stage.element_at(event.position()) is None:
            self.fit()
        else:
            self._editing.open()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu of what is under the mouse, or by a key of what is selected."""
        place = event.pos()
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            place = self._place_of_selected()
        else:
            element = self._stage.element_at(QPointF(place))
            if element is not None and element not in self._selection.elements:
                self._selection.select(element)
        if self._selection.elements:
            self.menu_wanted.emit(self.mapToGlobal(place))

    def _place_of_selected(self) -> QPoint:
        element = self._selection.element
        place = None if element is None else self.picture.rect_of(element)
        if place is None:
            return self.rect().center()
        return self.camera.to_canvas(place).center().toPoint()

    def edit_value(self) -> None:
        """Edit the selected value in its place."""
        self._editing.open()

    def leaveEvent(self, event: QEvent) -> None:
        """Hover over nothing."""
        self._pointer.leave()
        super().leaveEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom or scroll."""
        self._pointer.wheel(event)
        event.accept()

    def _tip(self, at: QPointF) -> str:
        element = self._stage.element_at(at)
        return self.folding.tip(at) if element is None else self._words(element)

    def _words(self, element: Element) -> str:
        return describe(*self._player.shown, element, self._settings.digits)

    # ----------------------------------------------------------------- keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Do what the key stands for."""
        key, typed = event.key(), typed_number(event)
        if key == Qt.Key.Key_Escape:
            if not self._pointer.cancel():
                # With nothing to let go of, Esc is for the window.
                event.setAccepted(self._selection.element is not None)
                self._selection.select(None)
            self._follow_hand()
        elif key == Qt.Key.Key_Space:
            self._pointer.hold_space(True)
        elif key == Qt.Key.Key_Home:
            self.fit()
        elif key == Qt.Key.Key_End:
            self.zoom_to_selection()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) or typed:
            self._editing.open(typed)
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and not event.modifiers():
            self.zero_wanted.emit()
        elif not self._keyboard.press(event):
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Let go of a held key."""
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self._pointer.hold_space(False)
        else:
            super().keyReleaseEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Walk the elements with Tab; leave the canvas behind the last one."""
        if self.editor is not None:
            self.setFocus(Qt.FocusReason.TabFocusReason)
        elif not self.hasFocus():  # it is at the buttons of a head, from where it only goes on
            return super().focusNextPrevChild(forward)
        if self._keyboard.walk(1 if forward else -1):
            self._ring = True
            return True
        return super().focusNextPrevChild(forward)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring if the keyboard brought the focus."""
        super().focusInEvent(event)
        self._ring = event.reason() in _BY_TAB
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hide the ring."""
        super().focusOutEvent(event)
        self._ring = False
        self._pointer.hold_space(False)
        self.update()

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
        self._editing.close()
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
            self._pointer.paint(painter)
        self._runner.last_paint = perf_counter() - started

    def _progress(self) -> float | None:
        """Return how far the pulses are; None at rest."""
        progress = self._player.progress
        return progress if self._player.playing and progress < 1.0 else None
