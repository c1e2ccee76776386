"""The sentence that stands under a field whose text could not be taken."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from nnviz.gui.widgets.labels import Label


class ProblemLabel(Label):
    """Takes no room until there is something to say."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", "error", wrap=True, parent=parent)
        self.setAccessibleName("What is wrong")
        self.hide()

    def say(self, sentence: str | None) -> None:
        """Show `sentence`; nothing for None or ''."""
        sentence = sentence or ""
        self.setText(sentence[:1].upper() + sentence[1:])
        self.setVisible(bool(sentence))
