"""The arguments of an activation, a loss, an optimizer or a schedule as rows."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from nnviz.document.list_rules import NumberList
from nnviz.document.options import Option, complete
from nnviz.document.parsing import parse_number
from nnviz.document.rules import Flag, OrNone, Whole
from nnviz.explain.numbers import format_given
from nnviz.gui.panels.setting_row import SettingRow, parse_optional, parse_whole
from nnviz.gui.widgets.labels import Label
from nnviz.gui.widgets.problem_label import ProblemLabel
from nnviz.gui.widgets.switch import Switch

_FINEST = 12


class OptionRow(QWidget):
    """One argument.

    Attributes
    ----------
    edited : Signal(str, object)
        A person gave the argument of this name another value.
    """

    edited = Signal(str, object)

    def __init__(self, name: str, option: Option) -> None:
        super().__init__()
        self.name, self._option = name, option
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(2)

    def set_value(self, value: Any) -> None:
        """Show a value."""
        raise NotImplementedError

    def show_problem(self, sentence: str | None) -> None:
        """Say under the row why its value cannot be taken."""


class SwitchRow(OptionRow):
    """An argument that is on or off."""

    def __init__(self, name: str, option: Option) -> None:
        super().__init__(name, option)
        self.switch = Switch(option.words, option.tip)
        self._column.addWidget(self.switch)
        self.switch.clicked.connect(self._tell)

    def set_value(self, value: Any) -> None:
        """Show whether it is on."""
        self.switch.setChecked(value)

    def _tell(self, on: bool) -> None:
        self.edited.emit(self.name, on)


class NumberRow(OptionRow):
    """An argument that is a number."""

    def __init__(self, name: str, option: Option) -> None:
        super().__init__(name, option)
        self.row = SettingRow(option.words, option.tip, _parser(option))
        if isinstance(option.rule, OrNone):
            self.row.field.setPlaceholderText("none")
        self._column.addWidget(self.row)
        self.row.edited.connect(self._tell)

    def set_value(self, value: Any) -> None:
        """Show the number; None leaves the field empty."""
        self.row.set_value(value)

    def show_problem(self, sentence: str | None) -> None:
        """Say under the field why its number cannot be taken."""
        self.row.show_problem(sentence)

    def _tell(self, value: float | None) -> None:
        whole = isinstance(self._option.rule, Whole) and value is not None
        self.edited.emit(self.name, int(value) if whole and value is not None else value)


class ListRow(OptionRow):
    """An argument that is a list of numbers, written with commas or spaces between them."""

    def __init__(self, name: str, option: Option) -> None:
        super().__init__(name, option)
        label = Label(option.words, "section")
        label.setToolTip(option.tip)
        self.field = QLineEdit()
        self.field.setAccessibleName(option.words)
        self.field.setToolTip(option.tip)
        self._problem = ProblemLabel()
        for widget in (label, self.field, self._problem):
            self._column.addWidget(widget)
        self._shown = ""
        self.field.editingFinished.connect(self._tell)

    def set_value(self, value: Any) -> None:
        """Show the numbers."""
        self._shown = "  ".join(format_given(number, _FINEST) for number in value)
        self.field.setText(self._shown)

    def show_problem(self, sentence: str | None) -> None:
        """Say under the field why its numbers cannot be taken."""
        self._problem.say(sentence)

    def _tell(self) -> None:
        text = self.field.text()
        if text == self._shown:
            return
        try:
            numbers = tuple(parse_number(part) for part in re.split(r"[;\s]+|,\s+", text.strip()))
        except ValueError as error:
            self.show_problem(str(error))
            return
        self.edited.emit(self.name, numbers)


class OptionRows(QWidget):
    """The arguments that something takes.

    Attributes
    ----------
    edited : Signal(object)
        All arguments as a person wants them now.
    """

    edited = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._known: Mapping[str, Option] = {}
        self._values: Mapping[str, Any] = {}
        self.rows: dict[str, OptionRow] = {}
        self._edited = ""
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)

    def show_options(
        self, known: Mapping[str, Option], values: Mapping[str, Any], whole: bool = True
    ) -> None:
        """Show the arguments and their values; if not the `whole`, only what is no default."""
        if known is not self._known:
            self._rebuild(known)
        self._values = values
        for name, value in complete(known, values).items():
            self.rows[name].set_value(value)
            self.rows[name].setVisible(whole or name in values)
        self.setVisible(bool(known if whole else values))

    def show_problem(self, sentence: str | None) -> None:
        """Say under the row last edited why its value cannot be taken."""
        if self._edited in self.rows:
            self.rows[self._edited].show_problem(sentence)

    def _rebuild(self, known: Mapping[str, Option]) -> None:
        for row in self.rows.values():
            row.hide()
            self._column.removeWidget(row)
            row.deleteLater()
        self._known = known
        self.rows = {name: _row(name, option) for name, option in known.items()}
        for row in self.rows.values():
            self._column.addWidget(row)
            row.edited.connect(self._take)

    def _take(self, name: str, value: Any) -> None:
        self._edited = name
        self.edited.emit({**self._values, name: value})


def _row(name: str, option: Option) -> OptionRow:
    if isinstance(option.rule, Flag):
        return SwitchRow(name, option)
    return (ListRow if isinstance(option.rule, NumberList) else NumberRow)(name, option)


def _parser(option: Option) -> Callable[[str], float | None]:
    if isinstance(option.rule, OrNone):
        return parse_optional
    return parse_whole if isinstance(option.rule, Whole) else parse_number
