"""A layer's kernel as a map: one square per weight, coloured by sign and size."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from nnviz.diagram.maps import Cell, map_image
from nnviz.gui.tables.map_names import MapNames
from nnviz.gui.theme import current_theme
from nnviz.gui.widgets.focus_ring import FocusRing
from nnviz.gui.widgets.restyled import is_restyled

Floats = NDArray[np.float64]

_WAYS = {
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
}


class HeatMap(QWidget):
    """Shows a matrix; the rows are sources, the columns units.

    Attributes
    ----------
    picked : Signal(int, int)
        Row and column of the square that was clicked.
    pointed : Signal(object)
        Row and column of the square under the pointer; None when it left.
    """

    picked = Signal(int, int)
    pointed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._values: Floats = np.zeros((1, 1))
        self._image: QImage | None = None
        self._largest: float | None = None
        self._marked: Cell | None = None
        self._under: Cell | None = None
        self._names = MapNames()
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName("Map of the weights")
        self.setToolTip("A square per weight: click one, or walk with the arrow keys, to select it")
        FocusRing(self)

    def sizeHint(self) -> QSize:
        """Return the size it likes best."""
        return QSize(320, 320)

    def minimumSizeHint(self) -> QSize:
        """Return the least size in which it can be read."""
        return QSize(120, 80)

    def show_values(self, values: Floats, largest: float | None = None) -> None:
        """Show a matrix, shape (n_in, units); `largest` is the end of the scale, or its own."""
        self._values, self._largest, self._image = values, largest, None
        self.update()

    def name(self, names: MapNames) -> None:
        """Write the names of its rows and columns beside it, where they can be read."""
        self._names = names
        self.update()

    def mark(self, cell: Cell | None) -> None:
        """Outline one square."""
        if cell != self._marked:
            self._marked = cell
            self.update()

    @property
    def place(self) -> QRectF:
        """Where the map lies in the widget."""
        room = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        return self._names.place(self._values.shape, room)

    def cell_at(self, point: QPointF) -> Cell | None:
        """Return row and column of the square at a point."""
        place, (rows, columns) = self.place, self._values.shape
        if not place.contains(point):
            return None
        row = int((point.y() - place.top()) / place.height() * rows)
        column = int((point.x() - place.left()) / place.width() * columns)
        return min(row, rows - 1), min(column, columns - 1)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Pick the square under the mouse."""
        cell = self.cell_at(event.position())
        if cell is not None and event.button() == Qt.MouseButton.LeftButton:
            self.picked.emit(*cell)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Tell what is under the pointer."""
        self._point(self.cell_at(event.position()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go to the square beside the marked one."""
        by = _WAYS.get(Qt.Key(event.key()))
        if by is None:
            super().keyPressEvent(event)
            return
        rows, columns = self._values.shape
        row, column = self._marked or (0, 0)
        if self._marked is not None:
            row, column = row + by[0], column + by[1]
        self.picked.emit(min(max(row, 0), rows - 1), min(max(column, 0), columns - 1))

    def leaveEvent(self, event: QEvent) -> None:
        """Point at nothing."""
        super().leaveEvent(event)
        self._point(None)

    def _point(self, cell: Cell | None) -> None:
        if cell != self._under:
            self._under = cell
            self.pointed.emit(cell)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        super().changeEvent(event)
        if is_restyled(event):
            self._image = None
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint in the colours of the present theme."""
        if self._image is None:
            self._image = map_image(self._values, current_theme(), self._largest)
        place = self.place
        with QPainter(self) as painter:
            painter.drawImage(place, self._image)
            self._names.paint(painter, current_theme(), self._values.shape, place)
            if self._marked is not None:
                self._paint_mark(painter, place, self._marked)
            elif self.hasFocus():
                self._paint_mark(painter, place, (0, 0))

    def _paint_mark(self, painter: QPainter, place: QRectF, cell: Cell) -> None:
        rows, columns = self._values.shape
        wide, high = place.width() / columns, place.height() / rows
        square = QRectF(place.left() + cell[1] * wide, place.top() + cell[0] * high, wide, high)
        painter.setPen(QPen(QColor(current_theme().accent), 2))
        painter.drawRect(square.adjusted(-1, -1, 1, 1))
