"""The mouse over the network: it hovers, begins and ends gestures, and moves the camera."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QMouseEvent, QNativeGestureEvent, QPainter, QWheelEvent
from PySide6.QtWidgets import QWidget

from nnviz.diagram.chips import chip_at
from nnviz.document.elements import Edge, Element
from nnviz.gui.canvas.interactions import Hold, Interaction, Pan
from nnviz.gui.canvas.rubber_band import RubberBand
from nnviz.gui.canvas.stage import Stage
from nnviz.gui.canvas.values import Settable, settable
from nnviz.gui.selection import Selection
from nnviz.gui.session import Session
from nnviz.gui.settings import Settings

_WHEEL_NOTCH = 120.0
_ZOOM_PER_NOTCH = 1.2
_ADDING = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier
_Cursor = Qt.CursorShape


class Pointer:
    """What the mouse does on the canvas.

    Attributes
    ----------
    interaction : Interaction or None
        The gesture under way.
    pans : bool
        Whether Space is held, so that the left button pans.
    """

    def __init__(
        self,
        canvas: QWidget,
        stage: Stage,
        session: Session,
        selection: Selection,
        settings: Settings,
        camera_moved: Callable[[], None],
    ) -> None:
        self._canvas, self._stage = canvas, stage
        self._session, self._selection, self._settings = session, selection, settings
        self._camera_moved = camera_moved
        self.pans = False
        self.interaction: Interaction | None = None
        self._button = Qt.MouseButton.NoButton

    # -------------------------------------------------------------- gestures

    def press(self, event: QMouseEvent) -> None:
        """Begin the gesture that the button stands for."""
        at, button = event.position(), event.button()
        self._button = button
        left = button == Qt.MouseButton.LeftButton
        if button == Qt.MouseButton.MiddleButton or (left and self.pans):
            self._begin(Pan(self._stage.camera, at, self._camera_moved))
        elif left:
            adds = bool(event.modifiers() & _ADDING)
            # With Alt there is ground everywhere: where edges lie close, a band needs it.
            on_ground = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
            element = None if on_ground else self._stage.element_at(at)
            self._begin(self._taken(element, at, adds=adds))

    def holds(self) -> bool:
        """Say whether a gesture is under way."""
        return self.interaction is not None

    def keeps(self, event: QMouseEvent) -> bool:
        """Say whether a gesture of another button is under way, which goes on."""
        return self.interaction is not None and event.button() != self._button

    def _taken(self, element: Element | None, at: QPointF, *, adds: bool) -> Interaction:
        """Return what the hand does where it was put down: on an element, or on the ground."""
        if element is None:
            repaint = self._canvas.update
            return RubberBand(self._stage, self._selection, at, adds=adds, repaint=repaint)
        holds = self._held(element, at) is not None
        return Hold(self._session, self._selection, element, at, adds=adds, holds=holds)

    def _held(self, element: Element | None, at: QPointF) -> Settable | None:
        """Return what the hand takes here; a factor's chip only leads to its element."""
        place = self._stage.camera.to_picture(at)
        on_chip = chip_at(self._stage.picture.chips, place.x(), place.y()) is not None
        return None if on_chip else settable(element)

    def _begin(self, interaction: Interaction) -> None:
        self.interaction = interaction
        self._canvas.setCursor(interaction.cursor)

    def move(self, event: QMouseEvent) -> None:
        """Follow the mouse with the gesture, or say what it hovers over."""
        if not event.buttons():
            # Whoever else took the release has ended the gesture.
            self.drop()
        if self.interaction is not None:
            self.interaction.move(event.position(), event.modifiers())
        elif not event.buttons():
            self.hover(event.position())

    def release(self, event: QMouseEvent) -> None:
        """End the gesture, if it is its button that is let go."""
        if self.keeps(event):
            return
        interaction, self.interaction = self.interaction, None
        if interaction is not None:
            interaction.release()
            self.hover(event.position())

    def cancel(self) -> bool:
        """Take back the gesture under way; False if there is none."""
        # It ends before its values go back, so that nothing takes it up again.
        interaction, self.interaction = self.interaction, None
        if interaction is None:
            return False
        interaction.cancel()
        self._show_cursor(self._selection.hover, settable(self._selection.hover))
        return True

    def drop(self) -> None:
        """Let go: what the hand holds is no more."""
        self.interaction = None

    def paint(self, painter: QPainter) -> None:
        """Paint what shows the gesture under way."""
        if self.interaction is not None:
            self.interaction.paint(painter)

    @property
    def held(self) -> Edge | None:
        """The edge in hand, if it is one alone."""
        return None if self.interaction is None else self.interaction.held

    # ----------------------------------------------------------------- hover

    def hover(self, at: QPointF) -> None:
        """Say what lies under the mouse."""
        element = self._stage.element_at(at)
        self._selection.set_hover(element)
        self._show_cursor(element, self._held(element, at))

    def leave(self) -> None:
        """Hover over nothing: the mouse went away."""
        self._selection.set_hover(None)

    def hold_space(self, held: bool) -> None:
        """While Space is held the left button pans."""
        self.pans = held
        if self.interaction is None:
            self._show_cursor(self._selection.hover, settable(self._selection.hover))

    def _show_cursor(self, over: Element | None, held: Settable | None) -> None:
        if self.pans:
            self._canvas.setCursor(_Cursor.OpenHandCursor)
        elif held is not None:
            self._canvas.setCursor(_Cursor.SizeVerCursor)
        else:
            self._canvas.setCursor(
                _Cursor.ArrowCursor if over is None else _Cursor.PointingHandCursor
            )

    # ---------------------------------------------------------------- camera

    def wheel(self, event: QWheelEvent) -> None:
        """Zoom or scroll, as the setting says; with Ctrl the other of the two."""
        zooms = self._settings.wheel == "zoom"
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            zooms = not zooms
        if zooms:
            notches = event.angleDelta().y() / _WHEEL_NOTCH
            self._stage.camera.zoom(_ZOOM_PER_NOTCH**notches, event.position())
        else:
            pixels = event.pixelDelta()
            self._stage.camera.pan(QPointF(event.angleDelta() / 2 if pixels.isNull() else pixels))
        self._camera_moved()

    def pinch(self, event: QNativeGestureEvent) -> bool:
        """Zoom by two fingers; False for any other gesture."""
        if event.gestureType() != Qt.NativeGestureType.ZoomNativeGesture:
            return False
        self._stage.camera.zoom(1.0 + event.value(), event.position())
        self._camera_moved()
        return True
