"""The network as maps: each layer's kernel as a picture of its weights, side by side."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from nnviz.diagram.largest import largest_of
from nnviz.diagram.legend import Legend
from nnviz.diagram.maps import Cell
from nnviz.document.elements import Edge
from nnviz.explain.numbers import format_number
from nnviz.gui.canvas.describe import describe
from nnviz.gui.selection import Selection
from nnviz.gui.session import Change, Session
from nnviz.gui.settings import Settings
from nnviz.gui.tables.heat_map import HeatMap
from nnviz.gui.tables.map_names import MapNames
from nnviz.gui.widgets.labels import Label

_LEAST_WIDE, _GAP, _MARGIN = 150, 32, 24
_MOST = 60
"""Maps at most; a network of more layers is too deep to be looked at this way."""


class MapsView(QScrollArea):
    """Shows the kernels; a click selects a weight, pointing tells it.

    Attributes
    ----------
    maps : list of HeatMap
        By layers, from the first after the input.
    pictured : Signal()
        The legend may have changed.
    """

    pictured = Signal()

    def __init__(
        self,
        session: Session,
        selection: Selection,
        settings: Settings,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._session, self._selection, self._settings = session, selection, settings
        self.maps: list[HeatMap] = []
        self._missed = Change.ALL
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the maps within take it
        self.setAccessibleName("Maps of the weights")
        session.changed.connect(self._follow)
        selection.changed.connect(self._mark)

    @property
    def legend(self) -> Legend:
        """The end of the colour scale, and what rows and columns are."""
        end = format_number(self._largest(), 2)
        shown, total = self._count(), len(self._session.document.layers)
        which = "" if shown == total else f", the first {shown} of {total:,} layers"
        text = f"weights: a row per source, a column per neuron{which}"
        return Legend(f"−{end}", f"+{end}", text, shown < total)

    def _follow(self, change: Change) -> None:
        self._missed |= change
        if self.isVisible():
            self._catch_up()

    def showEvent(self, event: QShowEvent) -> None:
        """Show the weights as they have become."""
        super().showEvent(event)
        self._catch_up()

    def _catch_up(self) -> None:
        missed, self._missed = self._missed, Change(0)
        if missed & Change.STRUCTURE:
            self._build()
        elif missed & Change.PARAMETERS:
            self._draw()

    def _build(self) -> None:
        inside = QWidget()
        row = QHBoxLayout(inside)
        row.setContentsMargins(_MARGIN, 8, _MARGIN, 12)
        row.setSpacing(_GAP)
        document = self._session.document
        self.maps = []
        for layer in range(1, self._count() + 1):
            row.addLayout(self._column(layer), document.layers[layer - 1].units)
        self.setWidget(inside)
        for ground in (inside, self.viewport()):
            ground.setAutoFillBackground(False)
        self._draw()
        self._mark()

    def _column(self, layer: int) -> QVBoxLayout:
        document = self._session.document
        rows, columns = document.sizes[layer - 1], document.sizes[layer]
        column = QVBoxLayout()
        column.setSpacing(4)
        heat = HeatMap()
        heat.setMinimumWidth(_LEAST_WIDE)
        heat.setAccessibleName(f"Map of the weights into {document.layer_title(layer)}")
        heat.name(MapNames.of(document, layer))
        heat.picked.connect(partial(self._pick, layer))
        heat.pointed.connect(partial(self._point, layer))
        self.maps.append(heat)
        for text, role in (
            (document.layer_title(layer), "name"),
            (f"{rows:,} × {columns:,}", "secondary"),
        ):
            label = Label(text, role)
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            column.addWidget(label)
        column.addSpacing(8)
        column.addWidget(heat, 1)
        return column

    def _count(self) -> int:
        """Return how many layers are shown: of the network now, whose maps may be yet to come."""
        return min(len(self._session.document.layers), _MOST)

    def _largest(self) -> float:
        layers = range(1, self._count() + 1)
        return max(largest_of(self._session.document.kernel(layer)) for layer in layers)

    def _draw(self) -> None:
        largest = self._largest()
        for layer, heat in enumerate(self.maps, 1):
            heat.show_values(self._session.document.kernel(layer), largest)
        self.pictured.emit()

    def _pick(self, layer: int, row: int, column: int) -> None:
        self._selection.select(Edge(layer, row, column))

    def _point(self, layer: int, cell: Cell | None) -> None:
        edge = None if cell is None else Edge(layer, *cell)
        self._selection.set_hover(edge)
        session, digits = self._session, self._settings.digits
        words = "" if edge is None else describe(session.document, session.trace, edge, digits)
        self.maps[layer - 1].setToolTip(words)

    def _mark(self) -> None:
        element = self._selection.element
        for layer, heat in enumerate(self.maps, 1):
            if isinstance(element, Edge) and element.layer == layer:
                heat.mark((element.source, element.unit))
            else:
                heat.mark(None)
