"""A small button that copies equations."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from nnviz.explain.equation import Row
from nnviz.gui.widgets.copy_menu import CopyMenu
from nnviz.gui.widgets.icon_button import IconButton


class CopyButton(IconButton):
    """Opens the forms to copy in; `rows` and `digits` say at the time what is to be copied."""

    def __init__(
        self,
        rows: Callable[[], Sequence[Row]],
        digits: Callable[[], int],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("copy", "Copy these equations", parent=parent)
        self.setMenu(CopyMenu(rows, digits, self))
        self.setPopupMode(IconButton.ToolButtonPopupMode.InstantPopup)
