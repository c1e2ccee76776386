"""F6: from panel to panel; Tab: from control to control, on through all of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QWidget

from nnviz.gui.tab_order import go_on, tab_stops, take_keyboard_to

Rooms = Callable[[], Sequence[QWidget]]


class PanelWalk(QObject):
    """Takes the keyboard through what can be seen.

    Parameters
    ----------
    panels : callable
        Gives what F6 goes through.
    rooms : callable
        Gives what Tab goes through, in its order.
    """

    def __init__(self, panels: Rooms, rooms: Rooms, parent: QObject) -> None:
        super().__init__(parent)
        self._panels, self._rooms = panels, rooms

    def next(self) -> None:
        """Go to the next panel, after the last to the first."""
        self._go(1)

    def previous(self) -> None:
        """Go to the panel before, before the first to the last."""
        self._go(-1)

    def tab(self, by: int) -> bool:
        """Go to the next control (1) or the one before (-1); False from where there is none."""
        return go_on([stop for room in self._rooms() for stop in tab_stops(room)], by)

    def _go(self, by: int) -> None:
        places = [(panel, stops[0]) for panel in self._panels() if (stops := tab_stops(panel))]
        focus = QApplication.focusWidget()
        here = [at for at, (panel, _) in enumerate(places) if _holds(panel, focus)]
        at = here[0] + by if here else 0
        if places:
            take_keyboard_to(places[at % len(places)][1], by)


def _holds(panel: QWidget, widget: QWidget | None) -> bool:
    return widget is not None and (panel is widget or panel.isAncestorOf(widget))
