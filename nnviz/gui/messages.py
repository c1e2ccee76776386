"""The messages over the canvas' top edge: one at a time, no focus taken, no layout moved."""

from __future__ import annotations

from collections import deque

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget

from nnviz.gui.notices import Notice
from nnviz.gui.widgets.message_bar import MessageBar

_MARGIN = 12


class Messages(QObject):
    """Queues notices over a widget; the next is shown when the present one is closed."""

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self._over = over
        self._waiting: deque[Notice] = deque()
        self._bar: MessageBar | None = None
        over.installEventFilter(self)

    def notice(self) -> Notice | None:
        """Return what is shown."""
        return self._bar.notice if self._bar is not None else None

    def show(self, notice: Notice) -> None:
        """Show `notice`, after those that are not closed yet; the same is not said twice."""
        if self._bar is None:
            self._present(notice)
        elif notice not in (self._bar.notice, *self._waiting):
            self._waiting.append(notice)

    def clear(self) -> None:
        """Close everything: what it was about is gone."""
        self._waiting.clear()
        if self._bar is not None:
            self._next()

    def _present(self, notice: Notice) -> None:
        self._bar = MessageBar(notice, self._over)
        self._bar.closed.connect(self._next)
        self._bar.resized.connect(self._place)
        self._place()
        self._bar.show()
        self._bar.raise_()

    def _next(self) -> None:
        bar, self._bar = self._bar, None
        if bar is not None:
            bar.hide()
            bar.deleteLater()
        if self._waiting:
            self._present(self._waiting.popleft())

    def _place(self) -> None:
        if self._bar is not None:
            self._bar.move(_MARGIN, _MARGIN)
            self._bar.fit(self._over.width() - 2 * _MARGIN)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the size of what the messages stand over."""
        if event.type() == QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)
