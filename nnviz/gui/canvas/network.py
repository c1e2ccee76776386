"""The network on the canvas, in the hand: the mouse, the keys, and what is said of it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from nnviz.document.elements import Element
from nnviz.gui.accessible import CanvasNode
from nnviz.gui.accessible_view import View
from nnviz.gui.canvas.describe import describe, describe_all
from nnviz.gui.canvas.editing import Editing
from nnviz.gui.canvas.editor import ValueEditor
from nnviz.gui.canvas.keyboard import Keyboard, typed_number
from nnviz.gui.canvas.picture_view import UNSEEN, PictureView
from nnviz.gui.canvas.pointer import Pointer
from nnviz.gui.canvas.rare_events import RareEvents
from nnviz.gui.canvas.remark import Remark
from nnviz.gui.canvas.touch import Touch
from nnviz.gui.changes import Change
from nnviz.gui.player import Player
from nnviz.gui.runner import Runner
from nnviz.gui.selection import Selection
from nnviz.gui.session import Session
from nnviz.gui.settings import Settings
from nnviz.gui.widgets.focus_ring import FocusRing

_BY_TAB = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)


class NetworkView(PictureView):
    """Takes the network into the hand, and tells of it in words.

    Attributes
    ----------
    menu_wanted : Signal(QPoint, bool)
        A menu is wanted at this point of the screen: of the whole picture, or of what is selected.
    zero_wanted : Signal()
        What is selected is to be set to zero (Delete).
    """

    menu_wanted = Signal(object, bool)
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
        super().__init__(session, selection, player, runner, settings, parent)
        self._pointer = Pointer(self, self._stage, session, selection, settings, self._camera_moved)
        self._keyboard = Keyboard(session, selection)
        self._editing = Editing(self, self._stage, session, selection)
        self._folded = False
        self._spoken = View(self, self._stage, session, selection, settings)
        self._rare = RareEvents(self, self._tip, self._pointer.pinch, self._pointer.holds)
        self._touch = Touch(self, self.camera, self._pointer.cancel, self._camera_moved)
        self.panned.connect(self._editing.follow)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Network")
        FocusRing(self)

    @property
    def editor(self) -> ValueEditor | None:
        """The open editor in place."""
        return self._editing.editor

    @property
    def remark(self) -> Remark:
        """The sentence of what cannot be, at its place."""
        return self._editing.remark

    # --------------------------------------------------------------- follow

    def _follow_session(self, change: Change) -> None:
        if change & Change.STRUCTURE:
            # Before anything is painted: what is selected may be no more.
            self._selection.keep_within(self._session.document)
            self._pointer.drop()
            self._editing.close()
        self._stage.held = self._pointer.held
        super()._follow_session(change)
        if change & ~UNSEEN and not self._runner.running:
            self._describe()

    @property
    def in_hand(self) -> bool:
        """Whether a gesture is under way."""
        return self._pointer.holds()

    def keeps(self, event: QMouseEvent) -> bool:
        """Say whether a gesture of another button is under way, which goes on."""
        return self._pointer.keeps(event)

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

    def _follow_hand(self) -> None:
        """Take the edge in hand out of the baked picture, or put it back."""
        if self._stage.held != self._pointer.held:
            self._stage.held = self._pointer.held
            self._bake_anew()

    # ---------------------------------------------------------------- mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a gesture."""
        if self.keeps(event):
            return
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
        if event.button() != Qt.MouseButton.LeftButton or self._folded or self.in_hand:
            return
        if self._stage.element_at(event.position()) is None:
            self.fit()
        else:
            self._editing.open()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu of what is under the mouse, or by a key of what is selected."""
        if self.in_hand:
            return
        place, of_picture = event.pos(), False
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            place = self._place_of_selected()
        else:
            element = self._stage.element_at(QPointF(place))
            of_picture = element is None
            if element is not None and element not in self._selection.elements:
                self._selection.select(element)
        of_picture = of_picture or not self._selection.elements
        self.menu_wanted.emit(self.mapToGlobal(place), of_picture)

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
        elif self.in_hand:
            event.accept()  # until it is let go, nothing else is done
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
        """Hide the ring; a drag from which the focus is taken ends where it is."""
        super().focusOutEvent(event)
        self._ring = False
        self.let_go()
        self._pointer.hold_space(False)
        self.update()

    def let_go(self) -> None:
        """End the gesture under way as it is; another has taken it over, or there is no hand."""
        self._pointer.drop()
        self._follow_hand()

    # ------------------------------------------------------------- painting

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the picture out anew."""
        super().resizeEvent(event)
        self._editing.follow()

    def _paint_gesture(self, painter: QPainter) -> None:
        self._pointer.paint(painter)
