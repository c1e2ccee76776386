"""A setting as a number: its name on the left, its field on the right."""

from __future__ import annotations

import math
import re
from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from nnviz.document.parsing import parse_number
from nnviz.explain.numbers import format_given
from nnviz.gui.widgets.labels import Label
from nnviz.gui.widgets.number_field import NumberField
from nnviz.gui.widgets.problem_label import ProblemLabel

# Of a whole number a comma is no decimal one; so it is written in sentences, too.
_THOUSANDS = re.compile(r"[0-9]{1,3}(,[0-9]{3})+")
_FINEST = 12
_SHOWN = 24
_TINY = 1e-4


class SettingRow(QWidget):
    """One number of the settings.

    Attributes
    ----------
    edited : Signal(object)
        A person typed this number, or None where the field may be empty.
    """

    edited = Signal(object)

    def __init__(
        self,
        name: str,
        tip: str,
        parse: Callable[[str], float | None] = parse_number,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.field = NumberField(parse, _exact)
        self.field.setAccessibleName(name)
        self.field.setToolTip(tip)
        self._problem = ProblemLabel()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(2)
        label = Label(name, "section")
        label.setToolTip(tip)
        grid.addWidget(label, 0, 0)
        grid.addWidget(self.field, 0, 1)
        grid.addWidget(self._problem, 1, 0, 1, 2)
        grid.setColumnStretch(0, 1)
        self.field.edited.connect(self.edited)
        self.field.refused.connect(self.show_problem)

    def set_value(self, value: float | None) -> None:
        """Show `value`; None leaves the field empty."""
        self.field.set_value(None if value is None else float(value))

    def show_problem(self, sentence: str | None) -> None:
        """Say under the field why its number cannot be taken; None or '' takes that away."""
        self._problem.say(sentence)

    def hideEvent(self, event: QHideEvent) -> None:
        """Forget what was wrong: whoever comes back later sees the value that stands."""
        super().hideEvent(event)
        self.show_problem(None)

    def problem(self) -> str:
        """Return the sentence that is shown, '' if none."""
        return self._problem.text()


def parse_whole(text: str) -> float:
    """Read a whole number.

    Raises
    ------
    ValueError
        With one sentence that says what is wrong and what would be right.
    """
    try:
        value = parse_number(text.replace(",", "") if _THOUSANDS.fullmatch(text.strip()) else text)
    except ValueError:
        value = math.nan
    if not value.is_integer():
        shown = text.strip()[:_SHOWN]
        raise ValueError(f"“{shown}” cannot be used here: type a whole number like 32.")
    return value


def parse_optional(text: str) -> float | None:
    """Read a number, or None from an empty field."""
    return parse_number(text) if text.strip() else None


def _exact(value: float, _digits: int) -> str:
    """Return a setting as it was given: 32, 0.0001."""
    if value.is_integer() and abs(value) < 1e15:
        return f"{value:.0f}".replace("-", "−")
    if abs(value) < _TINY:
        mantissa, _, exponent = f"{value:e}".partition("e")
        return f"{format_given(float(mantissa), _FINEST)}e{int(exponent)}".replace("-", "−")
    return format_given(value, _FINEST)
