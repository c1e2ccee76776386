"""The rail that stands where the problem panel is folded away."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QToolBar, QToolButton

from nnviz.gui.actions import Actions

WIDTH = 49
_ACTIONS = ("view.problem", "file.import")


class Rail(QToolBar):
    """A column of icons: the problem panel, import, and the examples."""

    def __init__(self, actions: Actions, examples: QToolButton) -> None:
        super().__init__("Rail")
        self.setObjectName("rail")
        self.setMovable(False)
        self.setOrientation(Qt.Orientation.Vertical)
        self.setFixedWidth(WIDTH)
        self.setStyleSheet("QToolBar { padding: 4px 8px; spacing: 5px; }")
        self.toggleViewAction().setEnabled(False)
        for name in _ACTIONS:
            button = QToolButton()
            button.setDefaultAction(actions[name])
            button.setAccessibleName(actions[name].statusTip())
            self._add(button)
        self._add(examples)

    def _add(self, button: QToolButton) -> None:
        button.setFixedSize(QSize(35, 40))
        button.setIconSize(QSize(18, 18))
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.addWidget(button)
