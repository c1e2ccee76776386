"""How the weights of each layer are distributed."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from nnviz.gui.panels.histogram import WeightHistogram
from nnviz.gui.plots.plot_view import PlotView
from nnviz.gui.session import Change, Session
from nnviz.gui.widgets.labels import ElidedLabel

_MOST = 4


class WeightHistograms(PlotView):
    """A small histogram per layer, the first four layers side by side."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.setAccessibleName("Distribution of the weights of each layer")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 4, 20, 8)
        self._row.setSpacing(24)
        self._cells: list[tuple[QWidget, ElidedLabel, WeightHistogram]] = []

    def refresh(self, change: Change) -> None:
        """Take the weights from the document."""
        del change
        document = self._session.document
        layers = min(len(document.layers), _MOST)
        while len(self._cells) < layers:
            self._add_cell()
        for k, (cell, name, histogram) in enumerate(self._cells):
            cell.setVisible(k < layers)
            if k < layers:
                name.setText(document.layer_title(k + 1))
                histogram.set_weights(document.kernel(k + 1))

    def _add_cell(self) -> None:
        cell, name, histogram = QWidget(), ElidedLabel("", "secondary"), WeightHistogram()
        column = QVBoxLayout(cell)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(name)
        column.addWidget(histogram, 1)
        self._row.addWidget(cell)
        self._cells.append((cell, name, histogram))
