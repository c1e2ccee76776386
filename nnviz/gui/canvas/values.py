"""The values that a hand can set on the picture: weights, biases, inputs and targets."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt

from nnviz.document.document import Document
from nnviz.document.edits import Edit, set_values
from nnviz.document.elements import Bias, Edge, Element, Neuron, Target
from nnviz.document.several_edits import Addresses
from nnviz.gui.widgets.slider_scale import power_of_ten

FloatArray: TypeAlias = NDArray[np.float64]
Settable: TypeAlias = Edge | Bias | Neuron | Target
PARAMETER_STEP = 0.01
_FINE, _COARSE = 0.1, 10.0
_STEPS_PER_SPREAD = 25.0
# Enough to hide the binary dust of 0.45 + 3 · 0.01, too much to lose what a person set.
_SIGNIFICANT = 12
_LEAST_ROUNDED, _MOST_ROUNDED = 1e-11, 1e11
_POWERS = 10.0 ** np.arange(23)


def settable(element: Element | None) -> Settable | None:
    """Return `element` if it has a value of its own, else None."""
    if isinstance(element, Edge | Bias | Target):
        return element
    return element if isinstance(element, Neuron) and element.layer == 0 else None


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


def moved(values: FloatArray, by: float) -> FloatArray:
    """Return `values` + `by` without binary dust; exactly `values` when `by` is 0."""
    return values if by == 0 else rounded(values + by)


def rounded(values: FloatArray) -> FloatArray:
    """Return the numbers of twelve significant digits that are nearest to `values`."""
    sizes = np.abs(values)
    plain = (sizes >= _LEAST_ROUNDED) & (sizes < _MOST_ROUNDED)
    # What is too small or too large to have dust counts as 1 here and is put back at the end.
    safe = np.where(plain, values, 1.0)
    places = _SIGNIFICANT - 1 - np.floor(np.log10(np.abs(safe))).astype(np.intp)
    power = _POWERS[places]
    safe *= power
    np.rint(safe, out=safe)
    # Both are whole numbers, so that one correct rounding leads to the decimal's own double.
    safe /= power
    return np.where(plain, safe, values)


def last_settable(elements: Sequence[Element]) -> Settable | None:
    """Return the last of `elements` that has a value of its own, None if none has."""
    return next((one for one in reversed(elements) if settable(one) is not None), None)  # type: ignore[return-value]


class Hand:
    """The values that a hand has taken, as they were then; all move by the same amount.

    Parameters
    ----------
    held : Settable, optional
        The one in the hand, whose step is that of all; the last of `elements` if not given.

    Attributes
    ----------
    step : float
        One step of the hand.
    """

    def __init__(
        self, document: Document, elements: Sequence[Element], held: Settable | None = None
    ) -> None:
        held = held or last_settable(elements)
        self._elements = elements
        self._start = Addresses.of(document, elements).read(document)
        self.step = PARAMETER_STEP if held is None else step_of(document, held)

    def moved(self, document: Document, by: float) -> Edit:
        """Return the edit that brings all values `by` from where they were taken."""
        return set_values(document, self._elements, moved(self._start, by))
