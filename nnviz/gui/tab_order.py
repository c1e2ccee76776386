"""Where Tab goes within a room: as one reads, whatever was made first."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QApplication, QScrollArea, QScrollBar, QWidget


def tab_stops(room: QWidget) -> list[QWidget]:
    """Return what takes the keyboard by Tab in `room`, line by line."""
    stops = [widget for widget in (room, *room.findChildren(QWidget)) if takes_tab(widget)]
    seen = [(_place(widget, room), widget) for widget in stops if widget.window() is room.window()]
    return [widget for line in _lines(seen) for _, widget in line]


def takes_tab(widget: QWidget) -> bool:
    """Say whether Tab can come to `widget` now."""
    by_tab = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
    usable = widget.isEnabled() and widget.isVisible()
    return by_tab and usable and not isinstance(widget, QScrollBar)


def go_on(stops: list[QWidget], by: int) -> bool:
    """Take the keyboard `by` stops on, round and round; False if it is at none of them."""
    focus = QApplication.focusWidget()
    if focus not in stops:
        return False
    take_keyboard_to(stops[(stops.index(focus) + by) % len(stops)], by)
    return True


def take_keyboard_to(widget: QWidget, by: int) -> None:
    """Give `widget` the focus as Tab (`by` 1) or Shift+Tab (−1) does, and show it."""
    reason = Qt.FocusReason.TabFocusReason if by > 0 else Qt.FocusReason.BacktabFocusReason
    widget.setFocus(reason)
    bring_into_view(widget)


def bring_into_view(widget: QWidget) -> None:
    """Scroll the panels round `widget` until it can be seen."""
    around = widget.parentWidget()
    while around is not None:
        if isinstance(around, QScrollArea):
            around.ensureWidgetVisible(widget)
        around = around.parentWidget()


_Placed = tuple[QRect, QWidget]


def _lines(placed: list[_Placed]) -> list[list[_Placed]]:
    """Return what stands side by side, from left to right; a line begins with its highest."""
    lines: list[list[_Placed]] = []
    for rect, widget in sorted(placed, key=lambda one: one[0].top()):
        if lines and rect.center().y() <= lines[-1][0][0].bottom():
            lines[-1].append((rect, widget))
        else:
            lines.append([(rect, widget)])
    return [sorted(line, key=lambda one: one[0].left()) for line in lines]


def _place(widget: QWidget, room: QWidget) -> QRect:
    return QRect(
        widget.mapTo(room, QPoint(0, 0)) if widget is not room else QPoint(), widget.size()
    )
