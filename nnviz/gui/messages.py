"""The messages over the canvas' top edge: the newest on top, no focus taken, no layout moved."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget

from nnviz.gui.accessible_number import announce
from nnviz.gui.notices import Notice
from nnviz.gui.widgets.message_bar import MessageBar

# So near the card's edge that the bar ends over the legend, before the heads of the layers.
_MARGIN = 4


class Messages(QObject):
    """Stacks notices over a widget; closing one shows the one before it."""

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self._over = over
        self._covered: list[Notice] = []
        self._bar: MessageBar | None = None
        over.installEventFilter(self)

    def notice(self) -> Notice | None:
        """Return what is shown."""
        return self._bar.notice if self._bar is not None else None

    def show(self, notice: Notice) -> None:
        """Show `notice` over those that are not closed yet; the same is not said twice."""
        if self._bar is not None:
            self._covered.append(self._bar.notice)
            self._remove()
        self._covered = [covered for covered in self._covered if covered != notice]
        self._present(notice)

    def withdraw(self, title: str) -> None:
        """Close what has this title: it has been done since."""
        self._covered = [covered for covered in self._covered if covered.title != title]
        if self._bar is not None and self._bar.notice.title == title:
            self._uncover()

    def clear(self) -> None:
        """Close everything: what it was about is gone."""
        self._covered.clear()
        self._remove()

    def _present(self, notice: Notice) -> None:
        self._bar = MessageBar(notice, self._over)
        self._bar.closed.connect(self._uncover)
        self._bar.resized.connect(self._place)
        self._place()
        self._bar.show()
        self._bar.raise_()
        announce(self._over, self._bar.accessibleName())

    def _uncover(self) -> None:
        self._remove()
        if self._covered:
            self._present(self._covered.pop())

    def _remove(self) -> None:
        bar, self._bar = self._bar, None
        if bar is not None:
            bar.leave()
            bar.deleteLater()

    def _place(self) -> None:
        if self._bar is not None:
            self._bar.move(_MARGIN, _MARGIN)
            self._bar.fit(self._over.width() - 2 * _MARGIN)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the size of what the messages stand over."""
        if event.type() == QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)
