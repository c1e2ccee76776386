"""The sentence that stands under a field whose text could not be taken."""

from __future__ import annotations

import re

from PySide6.QtWidgets import QWidget

from nnviz.explain.numbers import MINUS
from nnviz.gui.accessible_number import announce
from nnviz.gui.widgets.labels import Label

_SIGN = re.compile(r"(?<![\w.“])-(?=[\d.])")


class ProblemLabel(Label):
    """Takes no room until there is something to say."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", "error", wrap=True, parent=parent)
        self.setAccessibleName("What is wrong")
        self.hide()

    def say(self, sentence: str | None) -> None:
        """Show `sentence`; nothing for None or ''."""
        self.setText(_as_sentence(sentence or ""))
        self.setVisible(bool(sentence))
        announce(self, self.text())


def _as_sentence(text: str) -> str:
    """Return `text` with a capital, a full stop and the minus signs of numbers."""
    text = _SIGN.sub(MINUS, text[:1].upper() + text[1:])
    return text if not text or text.endswith((".", "?", "!")) else f"{text}."
