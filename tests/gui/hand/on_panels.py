"""Sliders, fields and the table of weights."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from nnviz.gui.panels.element_row import ElementRow
from nnviz.gui.panels.several_page import SeveralPage
from nnviz.gui.tables.dialog import WeightsWindow
from tests.gui.hand.frame import Frame, any_place, number

KEYS = ["Right", "Left", "PageUp", "PageDown", "Home", "End", "Escape"]


class OnPanels(Frame):
    """Steps and types beside the picture."""

    def row(self, at):
        """Return one of the rows of a slider and a field, that of several selected among them."""
        rows = self.window.findChildren(ElementRow)
        shown = [row for row in rows if row.isVisible() and row.element is not None]
        several = self.window.findChildren(SeveralPage)
        shown += [page.row for page in several if page.row.isVisible()]
        return shown[at % len(shown)] if shown else None

    @rule(at=any_place, keys=st.lists(st.sampled_from(KEYS), min_size=1, max_size=3))
    def press_on_slider(self, at, keys):
        row = self.row(at)
        if row is not None:
            row.slider.setFocus()
            for key in keys:
                QTest.keyClick(row.slider, getattr(Qt.Key, f"Key_{key}"))

    @rule(at=any_place, text=number)
    def type_in_field(self, at, text):
        row = self.row(at)
        if row is not None:
            row.field.setFocus()
            row.field.selectAll()
            QTest.keyClicks(row.field, text)
            QTest.keyClick(row.field, Qt.Key.Key_Return)
            QTest.keyClick(row.field, Qt.Key.Key_Escape)

    # ------------------------------------------------------------------- table

    @rule(at=any_place)
    def open_table(self, at):
        self.window.acts["network.table"].trigger()
        self.table().show_layer(at % len(self.window.session.document.layers) + 1)

    def table(self):
        return self.window.findChild(WeightsWindow)

    @precondition(lambda self: self.table() is not None)
    @rule(row=any_place, column=any_place, text=st.sampled_from(["1\t2\n3\t4", "0,5", "x", "inf"]))
    def paste(self, row, column, text):
        table = self.table().table
        model = table.model()
        table.setCurrentIndex(model.index(row % model.rowCount(), column % model.columnCount()))
        QGuiApplication.clipboard().setText(text)
        QTest.keyClick(table, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)

    @precondition(lambda self: self.table() is not None)
    @rule(row=any_place)
    def clear_cells(self, row):
        table = self.table().table
        table.selectRow(row % table.model().rowCount())
        QTest.keyClick(table, Qt.Key.Key_Delete)
