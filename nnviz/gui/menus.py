"""The menus of documents: examples and recent files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QToolButton

from nnviz.gui.files import Files
from nnviz.gui.settings import Settings


class DocumentMenus(QObject):
    """Fills the two submenus; recent files are read again each time the menu opens."""

    def __init__(
        self, files: Files, settings: Settings, submenus: dict[str, QMenu], button: QToolButton
    ) -> None:
        super().__init__(files)
        self._files, self._settings = files, settings
        self.examples = submenus["file.examples"]
        self.recent = submenus["file.recent"]
        for source, title in files.sources():
            self._entry(self.examples, title, source)
        self.examples.triggered.connect(self._open)
        self.recent.triggered.connect(self._open)
        self.recent.aboutToShow.connect(self._list_recent)
        button.setMenu(self.examples)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        button.setToolTip("Open an example")
        button.setAccessibleName("Open an example")

    def titles(self) -> Iterator[tuple[QAction, str, str]]:
        """Yield what opens each example and each recent file, for the search of commands."""
        self._list_recent()
        for menu, what in ((self.examples, "Open example"), (self.recent, "Open recent")):
            for action in menu.actions():
                if action.data():
                    yield action, f"{what}: {action.text().replace('&&', '&')}", ""

    def _entry(self, menu: QMenu, text: str, source: str) -> None:
        action = menu.addAction(text)
        action.setData(source)
        action.setToolTip(source)

    def _list_recent(self) -> None:
        self.recent.clear()
        paths: list[Path] = self._settings.recent()
        for path in paths:
            self._entry(self.recent, path.name.replace("&", "&&"), str(path))
        self.recent.addSeparator()
        forget = self.recent.addAction("&Forget these")
        forget.setEnabled(bool(paths))
        forget.triggered.connect(self._settings.forget_recent)

    def _open(self, action: QAction) -> None:
        if action.data():
            self._files.load(action.data())
