"""Numbers as a screen reader reads and sets them: the real ones, not a slider's positions."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtGui import (
    QAccessible,
    QAccessibleActionInterface,
    QAccessibleAnnouncementEvent,
    QAccessibleValueInterface,
)
from PySide6.QtWidgets import QAccessibleWidget, QWidget
from shiboken6 import VoidPtr, getCppPointer

_Interface = QAccessible.InterfaceType


@dataclass(frozen=True)
class Number:
    """One number and the ways to it.

    Attributes
    ----------
    read, words : callable
        Give the number, and how it is said.
    write : callable
        Takes another number.
    limits : callable
        Gives the least and the greatest that is offered.
    step : callable
        Gives by how much one step changes it.
    """

    read: Callable[[], float]
    words: Callable[[], str]
    write: Callable[[float], object]
    limits: Callable[[], tuple[float, float]]
    step: Callable[[], float]


class ValueInterface(QAccessibleValueInterface):
    """A `Number` as Qt asks for it."""

    def __init__(self, number: Number) -> None:
        super().__init__()
        self._number = number

    def currentValue(self) -> float:
        """Return the number."""
        return self._number.read()

    def setCurrentValue(self, value: object) -> None:
        """Set the number, if it is one."""
        if isinstance(value, int | float) and math.isfinite(value):
            self._number.write(float(value))

    def minimumValue(self) -> float:
        """Return the least that is offered."""
        return self._number.limits()[0]

    def maximumValue(self) -> float:
        """Return the greatest that is offered."""
        return self._number.limits()[1]

    def minimumStepSize(self) -> float:
        """Return one step."""
        return self._number.step()


class ActionInterface(QAccessibleActionInterface):
    """What can be done without mouse and keys, by Qt's names for it."""

    def __init__(self, actions: Mapping[str, Callable[[], object]]) -> None:
        super().__init__()
        self._actions = actions

    def actionNames(self) -> list[str]:
        """Return the names."""
        return list(self._actions)

    def doAction(self, name: str) -> None:
        """Do one of them."""
        action = self._actions.get(name)
        if action is not None:
            action()

    def keyBindingsForAction(self, _name: str) -> list[str]:
        """Return nothing: the keys are in the menus and the sheet."""
        return []


def cast_to(
    kind: QAccessible.InterfaceType, value: ValueInterface | None, actions: ActionInterface
) -> VoidPtr:
    """Return the address of the interface that Qt asks for; anything but a `VoidPtr` ends us."""
    if kind == _Interface.ValueInterface and value is not None:
        return VoidPtr(getCppPointer(value)[0])
    return VoidPtr(getCppPointer(actions)[0] if kind == _Interface.ActionInterface else 0)


class NumberNode(QAccessibleWidget):
    """A widget that sets one number."""

    def __init__(self, widget: QWidget, number: Number) -> None:
        super().__init__(widget, QAccessible.Role.Slider)
        self._number, self._value = number, ValueInterface(number)
        self._actions = ActionInterface({ActionInterface.setFocusAction(): widget.setFocus})

    def text(self, kind: QAccessible.Text) -> str:
        """Return the number as it is said, or what else the widget tells of itself."""
        return self._number.words() if kind == QAccessible.Text.Value else super().text(kind)

    def interface_cast(self, kind: QAccessible.InterfaceType) -> object:  # type: ignore[override]
        """Return what Qt asks for beside the words."""
        return cast_to(kind, self._value, self._actions)


def announce(widget: QWidget, words: str) -> None:
    """Let a screen reader say what appears without taking the focus."""
    if words and QAccessible.isActive():
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, words))
