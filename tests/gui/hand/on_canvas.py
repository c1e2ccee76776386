"""Mouse and keys on the picture of the network."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.stateful import rule
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.gui.hand.frame import HELD, LEFT, NONE, Frame, any_place, number, share

KEYS = ["Up", "Down", "Left", "Right", "Tab", "Backtab", "Escape", "End", "Home", "Delete"]
SHOWN = ["values", "gradients", "updates", "frozen", "maps"]
LOOKS = ["numbers_all", "numbers_none", "curved", "vertical", "fold", "fit"]
ZOOMS = ["zoom_in", "zoom_out", "zoom_selection", "fit"]


class OnCanvas(Frame):
    """Drags, clicks, types and looks."""

    @property
    def network(self):
        return self.window.canvas.network

    def place(self, element):
        """Return where an element can be taken; None where it cannot."""
        rect = self.network.picture.rect_of(element)
        if rect is None or not self.network.isVisible():
            return None
        place = self.network.camera.to_canvas(rect).center().toPoint()
        return place if self.network.rect().contains(place) else None

    def corner(self, across, down):
        """Return a point of the canvas by shares of its width and height."""
        rect = self.network.rect()
        return QPoint(round(across * (rect.width() - 1)), round(down * (rect.height() - 1)))

    def drag_by(self, start, way, held, pressed, escape):
        """Press at a point, move, and let go or think better of it."""
        QTest.mouseMove(self.network, start)
        QTest.mousePress(self.network, LEFT, pressed, start)
        for part in (way / 3, way):
            self.move(self.network, start + part, held)
            self.settle()
        if escape:
            QTest.keyClick(self.network, Qt.Key.Key_Escape)
        QTest.mouseRelease(self.network, LEFT, held, start + way)

    def move(self, widget, at, held):
        where = QPointF(at), QPointF(widget.mapToGlobal(at))
        none = Qt.MouseButton.NoButton
        QApplication.sendEvent(widget, QMouseEvent(QEvent.Type.MouseMove, *where, none, LEFT, held))

    # ------------------------------------------------------------------- mouse

    @rule(at=any_place, up=st.integers(-90, 90), held=st.sampled_from(HELD), escape=st.booleans())
    def drag(self, at, up, held, escape):
        place = self.place(self.element(at))
        if place is not None:
            self.drag_by(place, QPoint(0, -up), held, NONE, escape)

    @rule(
        start=st.tuples(share, share),
        end=st.tuples(share, share),
        held=st.sampled_from(HELD),
        escape=st.booleans(),
    )
    def drag_across(self, start, end, held, escape):
        """A rubber band, or whatever was taken by chance."""
        if self.network.isVisible():
            start, end = self.corner(*start), self.corner(*end)
            self.drag_by(start, end - start, held, held, escape)

    @rule(at=any_place, held=st.sampled_from(HELD))
    def click(self, at, held):
        place = self.place(self.element(at))
        if place is not None:
            QTest.mouseClick(self.network, LEFT, held, place)

    @rule(at=any_place)
    def hover(self, at):
        place = self.place(self.element(at))
        if place is not None:
            QTest.mouseMove(self.network, place)

    # --------------------------------------------------------------- selection

    @rule(at=any_place)
    def select(self, at):
        self.window.selection.select(self.element(at))

    @rule(places=st.lists(any_place, min_size=2, max_size=4))
    def select_several(self, places):
        self.window.selection.select_all([self.element(at) for at in places])

    # -------------------------------------------------------------------- keys

    @rule(key=st.sampled_from(KEYS), held=st.sampled_from(HELD), times=st.integers(1, 3))
    def press_on_canvas(self, key, held, times):
        self.network.setFocus()
        for _ in range(times):
            QTest.keyClick(self.network, getattr(Qt.Key, f"Key_{key}"), held)

    @rule(at=any_place, text=number, end=st.sampled_from([Qt.Key.Key_Return, Qt.Key.Key_Escape]))
    def type_in_place(self, at, text, end):
        if self.network.isVisible():
            self.window.selection.select(self.element(at))
            self.type_here(text, end)

    @rule(text=number)
    def type_for_all(self, text):
        """Type for whatever is selected already."""
        if self.network.isVisible():
            self.type_here(text, Qt.Key.Key_Return)

    def type_here(self, text, end):
        network = self.network
        network.setFocus()
        QTest.keyClick(network, Qt.Key.Key_Return)
        if network.editor is not None:
            network.editor.selectAll()
            QTest.keyClicks(network.editor, text)
            QTest.keyClick(network.editor, end)
        if network.editor is not None:
            QTest.keyClick(network.editor, Qt.Key.Key_Escape)

    # ------------------------------------------------------------------- looks

    @rule(key=st.sampled_from(SHOWN))
    def switch(self, key):
        self.trigger(f"picture.{key}")

    @rule(name=st.sampled_from(LOOKS))
    def change_look(self, name):
        self.trigger(f"picture.{name}")

    @rule(name=st.sampled_from(ZOOMS))
    def zoom(self, name):
        self.trigger(f"picture.{name}")

    @rule(digits=st.sampled_from([2, 4, 6]), still=st.booleans(), dark=st.booleans())
    def prefer(self, digits, still, dark):
        settings = self.window.settings
        settings.digits, settings.reduce_motion = digits, still
        settings.theme = "dark" if dark else "light"
