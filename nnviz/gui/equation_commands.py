"""The commands that copy the equations in sight."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from nnviz.explain.equation import Row
from nnviz.gui.panels.inspector import InspectorPanel
from nnviz.gui.widgets.copy_menu import FORMS, copy_equations

if TYPE_CHECKING:
    from nnviz.gui.window import Window

_NOTHING = "There is no equation to copy here: go to a step, or select a neuron or a weight"


class EquationCommands(QObject):
    """Copies what the inspector tells; while it is closed, what the step tells."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        for form in FORMS:
            window.acts[f"edit.copy_{form}"].triggered.connect(self._copy)

    def rows(self) -> list[Row]:
        """Return the equations in sight, line by line."""
        panel = self._window.arrangement.inspector.widget()
        if isinstance(panel, InspectorPanel) and panel.isVisible() and panel.page is not None:
            return panel.page.rows()
        player = self._window.player
        return [] if player.index is None else list(player.frames[player.index].rows)

    @Slot()
    def _copy(self) -> None:
        form = self.sender().objectName().removeprefix("edit.copy_")
        rows, status = self.rows(), self._window.status
        if not rows:
            status.tell(_NOTHING)
            return
        copy_equations(rows, form, self._window.settings.digits)
        count = "Equation" if len(rows) == 1 else f"{len(rows)} lines of equations"
        status.tell(f"{count} copied as {FORMS[form]}")
