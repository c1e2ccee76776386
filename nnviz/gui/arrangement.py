"""Where the panels stand, and what folds away when the window gets narrower."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QDockWidget, QMainWindow, QWidget

from nnviz.gui.dock import Dock
from nnviz.gui.settings import Settings

if TYPE_CHECKING:
    from nnviz.gui.rail import Rail
    from nnviz.gui.toolbar import ToolBar

_VERSION = 1
PROBLEM_BELOW, PLOTS_BELOW, NO_PLOTS_BELOW = 1320, 820, 600
_PROBLEM, _SETTINGS, _EQUATIONS = 236, 288, 324
_PLOTS, _LOW_PLOTS = 216, 172  # of which the grip is 5
# Half of each gap of 8; the other half is the cards' own margin, and the grip of the plots.
_SEPARATORS = "QMainWindow::separator { width: 4px; height: 4px; }"
HALF_GAP = 4
_LEAST = {"problem": 200, "inspector": 280, "plots": 160}


class Arrangement(QObject):
    """The three docks of a window and the rules of its layout.

    A panel that the user opened or closed stays so; the others follow the window's size and
    the document: the problem panel is folded to the rail when there is no data to speak of.
    """

    def __init__(self, window: QMainWindow, rail: Rail, tools: ToolBar, settings: Settings) -> None:
        super().__init__(window)
        self._window, self._rail, self._tools, self._settings = window, rail, tools, settings
        self.problem = Dock("Problem", "problem")
        self.inspector = Dock("Inspector", "inspector")
        self.plots = Dock("Plots", "plots", grip=5)
        self._has_data = False
        self._wide_right = False
        self._problem_chosen: bool | None = None
        self._tier: tuple[bool, bool] | None = None
        self._plots_gave_way = False
        self._set_up()

    def _set_up(self) -> None:
        window, area = self._window, Qt.DockWidgetArea
        window.ensurePolished()  # else the window measures its separators before they are set
        window.setStyleSheet(_SEPARATORS)
        window.setDockOptions(
            QMainWindow.DockOption.AllowNestedDocks | QMainWindow.DockOption.AllowTabbedDocks
        )
        for corner, side in (
            (Qt.Corner.BottomLeftCorner, area.LeftDockWidgetArea),
            (Qt.Corner.BottomRightCorner, area.RightDockWidgetArea),
        ):
            window.setCorner(corner, side)
        window.addDockWidget(area.LeftDockWidgetArea, self.problem)
        window.addDockWidget(area.RightDockWidgetArea, self.inspector)
        window.addDockWidget(area.BottomDockWidgetArea, self.plots)
        self.problem.visibilityChanged.connect(self._show_rail)

    def fill(self, dock: QDockWidget, widget: QWidget) -> None:
        """Put a panel into its dock."""
        widget.setMinimumWidth(_LEAST.get(dock.objectName(), 0) if dock is not self.plots else 0)
        if dock is self.plots:
            widget.setMinimumHeight(_LEAST["plots"])
        dock.setWidget(widget)

    # -------------------------------------------------------------- restoring

    def restore(self) -> None:
        """Put everything where it was when the window was last closed."""
        self._window.restoreGeometry(self._settings.layout("geometry"))
        if not self._window.restoreState(self._settings.layout("state"), _VERSION):
            self.reset()
            return
        chosen = bytes(self._settings.layout("problem").data())
        self._problem_chosen = {b"shown": True, b"hidden": False}.get(chosen)
        self.follow_size(force=True)

    def keep(self) -> None:
        """Remember where everything is."""
        words = {True: b"shown", False: b"hidden", None: b"auto"}
        self._settings.keep_layout("geometry", self._window.saveGeometry())
        self._settings.keep_layout("state", self._window.saveState(_VERSION))
        self._settings.keep_layout("problem", words[self._problem_chosen])

    def reset(self) -> None:
        """Put every panel back where it was at first."""
        area = Qt.DockWidgetArea
        self._problem_chosen = None
        for dock, side in (
            (self.problem, area.LeftDockWidgetArea),
            (self.inspector, area.RightDockWidgetArea),
            (self.plots, area.BottomDockWidgetArea),
        ):
            dock.setFloating(False)
            self._window.addDockWidget(side, dock)
            dock.show()
        self.follow_size(force=True)
        self._size_docks()

    # ---------------------------------------------------------------- follow

    def set_has_data(self, has_data: bool) -> None:
        """Fold the problem panel away from a document that has no data."""
        if has_data != self._has_data:
            self._has_data = has_data
            self.follow_size(force=True)

    def set_equations(self, equations: bool) -> None:
        """Give the right panel the width that equations need; it does not shrink again."""
        if equations and not self._wide_right:
            self._wide_right = True
            self._size_right()

    def new_document(self) -> None:
        """Begin again with the widths of a document just opened."""
        self._wide_right = False
        self._size_right()

    def toggle_problem(self) -> None:
        """Show or hide the problem panel for good."""
        self._problem_chosen = self.problem.isHidden()
        self.problem.setVisible(self._problem_chosen)
        self._size_docks()

    def follow_size(self, force: bool = False) -> None:
        """Fold and unfold by the window's size: only where it crosses a bound."""
        size = self._window.size()
        self._tools.fit(size.width())
        self._fold_plots(size.height() < NO_PLOTS_BELOW)
        tier = (size.width() <= PROBLEM_BELOW, size.height() <= PLOTS_BELOW)
        if force or tier != self._tier:
            self._tier = tier
            self._fold_problem()
            self._size_docks()

    def _fold_plots(self, low: bool) -> None:
        """Let the plots give way to the network in a low window, and come back in a higher one."""
        if low and not self._plots_gave_way and not self.plots.isHidden():
            self._plots_gave_way = True
            self.plots.hide()
        elif not low and self._plots_gave_way:
            self._plots_gave_way = False
            self.plots.show()

    def _fold_problem(self) -> None:
        if self.problem.isFloating():
            return
        wanted = self._problem_chosen
        if wanted is None:
            wanted = self._has_data and self._window.width() > PROBLEM_BELOW
        self.problem.setVisible(wanted)
        self._show_rail()

    def _show_rail(self, *_: object) -> None:
        self._rail.setVisible(self.problem.isHidden() or self.problem.isFloating())

    def _size_docks(self) -> None:
        low = self._window.height() <= PLOTS_BELOW
        self._window.resizeDocks([self.problem], [_PROBLEM], Qt.Orientation.Horizontal)
        self._window.resizeDocks(
            [self.plots], [_LOW_PLOTS if low else _PLOTS], Qt.Orientation.Vertical
        )
        self._size_right()

    def _size_right(self) -> None:
        width = _EQUATIONS if self._wide_right else _SETTINGS
        self._window.resizeDocks([self.inspector], [width], Qt.Orientation.Horizontal)
