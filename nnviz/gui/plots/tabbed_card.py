"""A card whose tabs show one plot at a time."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedLayout, QTabBar, QVBoxLayout, QWidget

from nnviz.diagram.fonts import text_font
from nnviz.gui.plots.plot_view import PlotView
from nnviz.gui.session import Change
from nnviz.gui.widgets.card import Card


class TabbedCard(Card):
    """Tabs by key; a plot is made when its tab is first shown, and only the one seen is kept fresh.

    Attributes
    ----------
    turned : Signal(str)
        A person chose the tab of this key.
    """

    turned = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._makers: dict[str, Callable[[], PlotView]] = {}
        self._plots: dict[str, PlotView] = {}
        self.bar = QTabBar()
        self.bar.setAccessibleName(name)
        self.bar.setToolTip("Which plot is shown: click, or ← and →")
        self.bar.setDrawBase(False)
        self.bar.setExpanding(False)
        self.bar.setFont(text_font(12, 600))
        self.bar.setUsesScrollButtons(False)
        self.bar.currentChanged.connect(self._show_plot)
        self.bar.tabBarClicked.connect(self._clicked)
        self._stack = QStackedLayout()
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 10, 4, 6)
        column.setSpacing(4)
        column.addWidget(self.bar)
        column.addLayout(self._stack, 1)

    def offer(self, tabs: dict[str, Callable[[], PlotView]]) -> None:
        """Offer exactly these tabs, by name; one that stays keeps its plot and its place."""
        if list(tabs) == list(self._makers):
            return
        shown = self.current()
        self._makers = dict(tabs)
        self.bar.blockSignals(True)
        while self.bar.count():
            self.bar.removeTab(0)
        for name in tabs:
            self.bar.addTab(name)
        self.bar.blockSignals(False)
        self.show_tab(shown if shown in tabs else next(iter(tabs)))

    def current(self) -> str:
        """Return the name of the tab shown, '' before there are any."""
        return self.bar.tabText(self.bar.currentIndex())

    def show_tab(self, name: str) -> None:
        """Show the tab `name`, if it is offered."""
        names = list(self._makers)
        if name in names:
            self.bar.setCurrentIndex(names.index(name))
            self._show_plot()

    def plot(self, name: str) -> PlotView | None:
        """Return the plot of a tab, None before it was first shown."""
        return self._plots.get(name)

    def refresh(self, change: Change) -> None:
        """Let the plot that is seen follow."""
        plot = self._plots.get(self.current())
        if plot is not None:
            plot.refresh(change)
        self.setUpdatesEnabled(True)

    def _show_plot(self) -> None:
        name = self.current()
        if not name:
            return
        if name not in self._plots:
            self._plots[name] = self._makers[name]()
            self._stack.addWidget(self._plots[name])
        self._stack.setCurrentWidget(self._plots[name])
        self.refresh(Change.ALL)

    def _clicked(self, index: int) -> None:
        if index >= 0:
            self.turned.emit(self.bar.tabText(index))
