"""The window of a layer's weights: a map to read beside a table to edit."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QDialog, QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from nnviz.diagram.maps import Cell
from nnviz.document.elements import Bias, Edge, Element, Layer, Neuron
from nnviz.gui.selection import Selection
from nnviz.gui.session import Change, Session
from nnviz.gui.settings import Settings
from nnviz.gui.tables.heat_map import HeatMap
from nnviz.gui.tables.map_names import MapNames
from nnviz.gui.tables.model import KernelModel
from nnviz.gui.tables.view import KernelTable
from nnviz.gui.widgets.labels import Label
from nnviz.gui.widgets.problem_label import ProblemLabel
from nnviz.gui.widgets.select import Select

_SIZE = QSize(920, 540)
_CHOICE = 150
_TIP = "Ctrl+C and Ctrl+V copy to and from a spreadsheet, Delete sets zero, typing edits a cell."


class WeightsWindow(QDialog):
    """Stays open beside the main window; what is selected there is selected here.

    Attributes
    ----------
    layer : Select
    map : HeatMap
    table : KernelTable
    problem : ProblemLabel
    """

    def __init__(
        self,
        session: Session,
        selection: Selection,
        settings: Settings,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._session, self._selection = session, selection
        self.setWindowTitle("Weights")
        self.resize(_SIZE)
        self.model = KernelModel(session, settings, self)
        self.layer = Select("Layer", "Whose incoming weights are shown")
        self.map, self.table = HeatMap(), KernelTable(self.model)
        self.problem = ProblemLabel()
        self._compose()
        self.layer.chosen.connect(self._choose)
        self.model.refused.connect(self.problem.say)
        self.map.picked.connect(self._pick)
        self.table.visited.connect(selection.select)
        session.changed.connect(self._follow)
        selection.changed.connect(self._follow_selection)
        self._name_layers()
        self.show_layer(_layer_of(selection.element))

    def show_layer(self, layer: int) -> None:
        """Show the weights into `layer`, counted from 1."""
        layer = min(max(layer, 1), len(self._session.document.layers))
        self.layer.set_key(str(layer))
        if layer != self.model.layer:
            self.model.show_layer(layer)
        self.map.name(MapNames.of(self._session.document, layer))
        self._draw_map()
        self._follow_selection()

    def _compose(self) -> None:
        self.layer.setFixedWidth(_CHOICE)
        head = QHBoxLayout()
        head.addWidget(self.layer)
        head.addSpacing(16)
        head.addWidget(Label(_TIP, "secondary"), 1)
        both = QSplitter()
        both.addWidget(self.map)
        both.addWidget(self.table)
        both.setSizes([280, 620])
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        column.addLayout(head)
        column.addWidget(both, 1)
        column.addWidget(self.problem)

    def _name_layers(self) -> None:
        document = self._session.document
        numbers = range(1, len(document.layers) + 1)
        self.layer.set_choices([(str(k), document.layer_title(k)) for k in numbers])

    def _choose(self, key: str) -> None:
        self.problem.say(None)
        self.show_layer(int(key))

    def _draw_map(self) -> None:
        self.map.show_values(self._session.document.kernel(self.model.layer))

    def _pick(self, row: int, column: int) -> None:
        self._selection.select(Edge(self.model.layer, row, column))

    def _follow(self, change: Change) -> None:
        if change & Change.STRUCTURE:
            self._name_layers()
            self.show_layer(self.model.layer)
            self.problem.say(None)
        elif change & Change.PARAMETERS:
            self._draw_map()

    def _follow_selection(self) -> None:
        element = self._selection.element
        self.map.mark(self._cell(element))
        self.table.go_to(element)

    def _cell(self, element: Element | None) -> Cell | None:
        """Return the map's square of a weight of this layer."""
        if isinstance(element, Edge) and element.layer == self.model.layer:
            return element.source, element.unit
        return None


def _layer_of(element: Element | None) -> int:
    return element.layer if isinstance(element, Edge | Bias | Neuron | Layer) else 1
