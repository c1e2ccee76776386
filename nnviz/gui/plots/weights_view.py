"""The weights: of the one selected its course over the epochs, else how those of a layer spread."""

from __future__ import annotations

from PySide6.QtWidgets import QStackedLayout, QWidget

from nnviz.document.elements import Bias, Edge
from nnviz.gui.plots.plot_view import PlotView
from nnviz.gui.plots.weight_bars import WeightHistograms
from nnviz.gui.plots.weight_plot import WeightPlot
from nnviz.gui.recorder import Recorder
from nnviz.gui.selection import Selection
from nnviz.gui.session import Change, Session
from nnviz.gui.settings import Settings


class WeightsView(PlotView):
    """Shows what fits the selection.

    Attributes
    ----------
    course : WeightPlot
    histograms : WeightHistograms
    """

    def __init__(
        self,
        session: Session,
        selection: Selection,
        recorder: Recorder,
        settings: Settings,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._selection = selection
        self.course = WeightPlot(session, selection, recorder, settings)
        self.histograms = WeightHistograms(session)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self.histograms)
        self._stack.addWidget(self.course)

    def refresh(self, change: Change) -> None:
        """Let the one that is to be seen follow."""
        one = isinstance(self._selection.element, Edge | Bias)
        shown = self.course if one else self.histograms
        self._stack.setCurrentWidget(shown)
        shown.refresh(change)
