"""F6: from panel to panel, where Tab goes from control to control."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QWidget


class PanelWalk(QObject):
    """Takes the keyboard to the next or the previous of the panels that can be seen."""

    def __init__(self, panels: Callable[[], Sequence[QWidget]], parent: QObject) -> None:
        super().__init__(parent)
        self._panels = panels

    def next(self) -> None:
        """Go to the next panel, after the last to the first."""
        self._go(1)

    def previous(self) -> None:
        """Go to the panel before, before the first to the last."""
        self._go(-1)

    def _go(self, by: int) -> None:
        places = [(panel, first) for panel in self._panels() if (first := _first_of(panel))]
        focus = QApplication.focusWidget()
        here = [at for at, (panel, _) in enumerate(places) if _holds(panel, focus)]
        at = here[0] + by if here else 0
        if places:
            reason = Qt.FocusReason.TabFocusReason if by > 0 else Qt.FocusReason.BacktabFocusReason
            places[at % len(places)][1].setFocus(reason)


def _holds(panel: QWidget, widget: QWidget | None) -> bool:
    return widget is not None and (panel is widget or panel.isAncestorOf(widget))


def _first_of(panel: QWidget) -> QWidget | None:
    """Return what Tab would come to first in a panel that can be seen."""
    return next(filter(_takes_focus, _in_tab_order(panel)), None)


def _in_tab_order(panel: QWidget) -> Iterator[QWidget]:
    yield panel
    widget = panel.nextInFocusChain()
    while widget is not None and widget is not panel:
        if panel.isAncestorOf(widget):
            yield widget
        widget = widget.nextInFocusChain()


def _takes_focus(widget: QWidget) -> bool:
    by_tab = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
    return by_tab and widget.isEnabled() and widget.isVisible()
