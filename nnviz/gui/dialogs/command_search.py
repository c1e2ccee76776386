"""Find any command by its name."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QHeaderView,
    QLineEdit,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from nnviz.gui.actions import Actions
from nnviz.gui.widgets.labels import Label

_TO_LIST = (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp)
_NO_MATCH = 3
_ROW_HEIGHT = 30


class CommandSearch(QDialog):
    """A field over the list of commands that match; Enter runs the chosen one.

    Parameters
    ----------
    more : iterable of (QAction, str, str)
        What else can be found, with words and keys.
    """

    def __init__(
        self,
        actions: Actions,
        more: Iterable[tuple[QAction, str, str]] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Search commands")
        own = [row for row in actions.titles() if row[0].objectName() != "help.search"]
        self._commands = [*own, *more]
        self.field = QLineEdit()
        self.field.setPlaceholderText("Search commands")
        self.field.setAccessibleName("Search commands")
        self.field.setToolTip("Type part of a name; ↑ and ↓ choose, Enter runs")
        self.list = _two_columns()
        self.nothing = Label("", "secondary")
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.addWidget(self.field)
        column.addWidget(self.nothing)
        column.addWidget(self.list)
        self.resize(480, 420)
        self.field.installEventFilter(self)
        self.field.textChanged.connect(self._filter)
        self.field.returnPressed.connect(self._run)
        self.list.itemClicked.connect(self._run)
        self._filter("")

    def _filter(self, text: str) -> None:
        self.list.clear()
        ranked = [
            (_rank(words, action.statusTip(), text), action, words, keys)
            for action, words, keys in self._commands
        ]
        for rank, action, words, keys in sorted(ranked, key=lambda row: row[0]):
            if rank < _NO_MATCH:
                self.list.addTopLevelItem(_item(action, words, keys))
        first = self.list.topLevelItem(0)
        if first is not None:
            self.list.setCurrentItem(first)
        self.nothing.setVisible(first is None)
        self.nothing.setText(f"No command is called “{text.strip()}”.")

    def _run(self, *_: object) -> None:
        item = self.list.currentItem()
        action = item.data(0, Qt.ItemDataRole.UserRole) if item else None
        if action is not None and action.isEnabled():
            self.accept()
            action.trigger()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the arrow keys walk the list while typing goes on."""
        walks = isinstance(event, QKeyEvent) and event.key() in _TO_LIST
        if walks and event.type() == QEvent.Type.KeyPress:
            self.list.keyPressEvent(cast(QKeyEvent, event))
            return True
        return super().eventFilter(watched, event)


def _rank(words: str, tip: str, text: str) -> int:
    """Return 0 where the name begins with `text`, 1 in the name, 2 in the tip, 3 nowhere."""
    title, wanted = words.lower(), text.strip().lower()
    if title.partition(": ")[2].startswith(wanted):
        return 0
    if all(word in title for word in wanted.split()):
        return 1
    return 2 if wanted in tip.lower() else _NO_MATCH


def _two_columns() -> QTreeWidget:
    view = QTreeWidget()
    view.setAccessibleName("Commands")
    view.setToolTip("Enter or a click runs a command")
    view.setColumnCount(2)
    view.setHeaderHidden(True)
    view.setRootIsDecorated(False)
    view.setIndentation(0)
    view.setUniformRowHeights(True)
    view.setAllColumnsShowFocus(True)
    view.setStyleSheet("QTreeView::item { padding: 0 10px; }")
    view.header().setStretchLastSection(False)
    view.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
    view.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
    return view


def _item(action: QAction, words: str, keys: str) -> QTreeWidgetItem:
    item = QTreeWidgetItem([words, keys])
    item.setData(0, Qt.ItemDataRole.UserRole, action)
    item.setSizeHint(0, QSize(0, _ROW_HEIGHT))
    item.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    item.setToolTip(0, action.statusTip())
    if not action.isEnabled():
        item.setFlags(Qt.ItemFlag.NoItemFlags)
    return item
