"""The values that a hand can set on the picture: weights, biases, inputs and targets."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from PySide6.QtCore import Qt

from nnviz.document.document import Document
from nnviz.document.edits import Edit, set_value
from nnviz.document.elements import Bias, Edge, Element, Neuron, Target
from nnviz.gui.widgets.slider_scale import power_of_ten

Settable: TypeAlias = Edge | Bias | Neuron | Target
PARAMETER_STEP = 0.01
_FINE, _COARSE = 0.1, 10.0
_STEPS_PER_SPREAD = 25.0
# Enough to hide the binary dust of 0.45 + 3 · 0.01, too much to lose what a person set.
_SIGNIFICANT = 12


def settable(element: Element | None) -> Settable | None:
    """Return `element` if it has a value of its own, else None."""
    if isinstance(element, Edge | Bias | Target):
        return element
    return element if isinstance(element, Neuron) and element.layer == 0 else None


def value_of(document: Document, element: Settable) -> float:
    """Return the element's value, raw; a target that is not set yet counts as 0."""
    if isinstance(element, Target) and document.target is None:
        return 0.0
    return document.value(element)


def step_of(document: Document, element: Settable) -> float:
    """Return one step of the element's value: 0.01, or by the spread of its column of the data."""
    if isinstance(element, Edge | Bias) or document.data is None:
        return PARAMETER_STEP
    data = document.data
    columns = data.targets if isinstance(element, Target) else data.inputs
    spread = float(np.std(columns[:, element.unit]))
    return power_of_ten(spread / _STEPS_PER_SPREAD) if spread > 0 else PARAMETER_STEP


def fineness(modifiers: Qt.KeyboardModifier) -> float:
    """Return what a step is multiplied by: Shift fine, Ctrl coarse."""
    if modifiers & Qt.KeyboardModifier.ShiftModifier:
        return _FINE
    return _COARSE if modifiers & Qt.KeyboardModifier.ControlModifier else 1.0


def moved(value: float, by: float) -> float:
    """Return `value` + `by` without binary dust; exactly `value` when `by` is 0."""
    return value if by == 0 else float(f"{value + by:.{_SIGNIFICANT}g}")


def edit_to(document: Document, element: Settable, value: float) -> Edit:
    """Return the edit that sets the element's value."""
    return set_value(document, element, value)
