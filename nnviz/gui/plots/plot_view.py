"""What a tab shows."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from nnviz.gui.session import Change


class PlotView(QWidget):
    """A plot that is told when to look at the session again."""

    def refresh(self, change: Change) -> None:
        """Show what the session holds now; `change` says what is new."""
        raise NotImplementedError
