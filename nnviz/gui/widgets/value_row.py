"""One value to set: its symbol, a slider and a number field, and what there is to say about it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QEnterEvent, QHideEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from nnviz.document.parsing import parse_number
from nnviz.explain.equation import Node
from nnviz.explain.numbers import format_given, format_number
from nnviz.gui.theme import current_theme
from nnviz.gui.widgets.equation_view import EquationView
from nnviz.gui.widgets.labels import ElidedLabel, Label
from nnviz.gui.widgets.number_field import NumberField
from nnviz.gui.widgets.problem_label import ProblemLabel
from nnviz.gui.widgets.slider import ValueSlider

_SYMBOL, _SYMBOL_PX = 34, 14.2
_NOTE_PX = 11.0
_LIMIT_DIGITS = 5


class ValueRow(QWidget):
    """Symbol, slider and field of one number, which all show what they are told.

    Attributes
    ----------
    edited : Signal(float, object)
        A person wants this value; the token is that of the drag, held key or typing.
    reverted : Signal(object)
        The drag of this token is to be taken back.
    pointed : Signal(bool)
        The pointer came over the row or left it.
    """

    edited = Signal(float, object)
    reverted = Signal(object)
    pointed = Signal(bool)

    def __init__(
        self,
        name: str = "",
        *,
        signed: bool = True,
        parse: Callable[[str], float | None] = parse_number,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._signed = signed
        self.symbol = EquationView(_SYMBOL_PX, wraps=False)
        self.slider = ValueSlider(signed=signed)
        self.field = NumberField(parse)
        self._note = ElidedLabel("", "small")
        self._origin = EquationView(_NOTE_PX, role="ink2", weight=400, wraps=False)
        self._origin.hide()
        self._tail = Label("", "small")
        self._caption = Label("", "small")
        self._end = ""
        self._problem = ProblemLabel()
        self._lay_out()
        self.slider.edited.connect(self.edited)
        self.slider.reverted.connect(self.reverted)
        self.field.stepped.connect(self.slider.step_by)
        self.field.edited.connect(self._typed)
        self.field.refused.connect(self.show_problem)
        self.set_name(name)

    def _lay_out(self) -> None:
        self._grid = grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(0)
        grid.setVerticalSpacing(0)
        grid.setColumnMinimumWidth(0, _SYMBOL)
        grid.setColumnStretch(1, 1)
        grid.setColumnMinimumWidth(3, 14)
        grid.setRowMinimumHeight(1, 12)
        middle = Qt.AlignmentFlag.AlignVCenter
        grid.addWidget(self.symbol, 0, 0, middle)
        grid.addWidget(self.slider, 0, 1, 1, 2)
        grid.addWidget(self.field, 0, 4, middle)
        grid.addWidget(self._note, 1, 1)
        grid.addWidget(self._origin, 1, 1, Qt.AlignmentFlag.AlignLeft)
        grid.addWidget(self._tail, 1, 2)
        grid.addWidget(self._caption, 1, 4, Qt.AlignmentFlag.AlignRight)
        grid.addWidget(self._problem, 2, 0, 1, 5)
        # At least its hint, but more where a sentence takes several lines of the width there is.
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.setTabOrder(self.slider, self.field)

    def set_name(self, name: str) -> None:
        """Say in words what the value is, for tooltips and assistive technology."""
        self.slider.setAccessibleName(name)
        self.field.setAccessibleName(name)
        self.slider.setToolTip(name)
        self.field.setToolTip(name)

    def set_symbol(self, node: Node) -> None:
        """Show the value's symbol."""
        self.symbol.set_node(node)

    def set_value(self, value: float, *, before: float | None = None, digits: int = 4) -> None:
        """Show `value`, and if given the value before the last update and the change since."""
        self.slider.digits = digits
        self.slider.set_number(value, before)
        self.field.set_value(value, digits)
        self._show_change(0.0 if before is None else value - before, digits)

    def symbol_width(self) -> int:
        """Return the room that the symbol needs before the groove."""
        return max(_SYMBOL, self.symbol.sizeHint().width() + 8)

    def set_symbol_width(self, width: int) -> None:
        """Begin the groove after `width`, so that rows below one another line up."""
        self._grid.setColumnMinimumWidth(0, width)

    def set_note(self, note: str, tail: str = "") -> None:
        """Say something small under the groove's left and right end."""
        self._note.setText(note)
        self._note.show()
        self._origin.hide()
        self._end = tail
        self._show_tail(tail, "")

    def set_caption(self, words: str) -> None:
        """Say under the field what the value is."""
        self._caption.setText(words)

    def set_origin(self, node: Node) -> None:
        """Say under the groove with a symbol where the value's input comes from."""
        self.set_note("")
        self._note.hide()
        self._origin.set_node(node)
        self._origin.show()

    def note(self) -> str:
        """Return what stands under the groove's left end."""
        return self._origin.text() if self._note.isHidden() else self._note.text()

    def show_limits(self) -> None:
        """Write the range under the ends of the groove."""
        limits = self.slider.limits()
        self.set_note(*(format_given(end, _LIMIT_DIGITS) for end in (limits.low, limits.high)))

    def show_problem(self, sentence: str | None) -> None:
        """Say under the row why a value could not be taken; None or '' takes that away."""
        self._problem.say(sentence)

    def hideEvent(self, event: QHideEvent) -> None:
        """Forget what was wrong: whoever comes back later sees the value that stands."""
        super().hideEvent(event)
        self.show_problem(None)

    def problem(self) -> str:
        """Return the sentence that is shown, '' if none."""
        return self._problem.text()

    def enterEvent(self, event: QEnterEvent) -> None:
        """Tell that the pointer came."""
        super().enterEvent(event)
        self.pointed.emit(True)

    def leaveEvent(self, event: QEvent) -> None:
        """Tell that the pointer left."""
        super().leaveEvent(event)
        self.pointed.emit(False)

    def _typed(self, value: float) -> None:
        self.edited.emit(value, None)

    def _show_change(self, change: float, digits: int) -> None:
        """Write the change where else the note's end stands."""
        if change:
            sign = "+" if change > 0 else ""
            colour = current_theme().sign_text(change).name()
            self._show_tail(sign + format_number(change, digits), f"color: {colour}")
        else:
            self._show_tail(self._end, "")

    def _show_tail(self, text: str, style: str) -> None:
        self._tail.setText(text)
        if style != self._tail.styleSheet():
            self._tail.setStyleSheet(style)
