"""The places of a network's parts: NumPy only, no Qt, so that arithmetic can test them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from nnviz.diagram.spacing import Box, Spacing
from nnviz.diagram.style import Floats
from nnviz.document.elements import Neuron

Ints = np.ndarray[tuple[int], np.dtype[np.intp]]


@dataclass(frozen=True)
class Shape:
    """All that a layout depends on beside its box: the same for every value of the parameters.

    Attributes
    ----------
    sizes : tuple of int
        Units of each layer, the inputs first.
    loss : bool
        Whether the loss may stand as a node at the right.
    left, right : float
        Room in pixels beside the first and the last column for their labels.
    zoomed_left : float
        The same beside the inputs of a zoomed network, whose discs hold symbol and value.
    """

    sizes: tuple[int, ...]
    loss: bool = True
    left: float = 0.0
    right: float = 0.0
    zoomed_left: float = 0.0


@dataclass(frozen=True, eq=False)
class Column:
    """One layer's place.

    Attributes
    ----------
    units : ndarray of int, shape (n_shown,)
        The units that are drawn, ascending.
    y : ndarray, shape (n_shown,)
        Their centres; all stand at the same `x`.
    capsule : float or None
        The y of the capsule that stands for the units between, if the layer is folded.
    """

    layer: int
    x: float
    y: Floats
    units: Ints
    size: int
    radius: float
    pitch: float
    capsule: float | None = None

    @property
    def hidden_units(self) -> int:
        """How many units the capsule stands for."""
        return self.size - len(self.units)

    def place(self, unit: int) -> float | None:
        """Return the y of `unit`, or None if it is folded away."""
        k = int(np.searchsorted(self.units, unit))
        return float(self.y[k]) if k < len(self.units) and self.units[k] == unit else None


@dataclass(frozen=True)
class LossPlace:
    """The loss node of a zoomed network: a square of half side `half` around (x, y)."""

    x: float
    y: float
    half: float


@dataclass(frozen=True, eq=False)
class Layout:
    """The places of one network in one box.

    Attributes
    ----------
    zoomed : bool
        Discs are split in z and a, biases stand in pills on stems, and the loss is a node.
    chips_top : float or None
        Upper edge of the row of factor chips, where there is room for one.
    stem : float
        Distance of a zoomed disc's upper rim to the middle of its bias pill.
    """

    box: Box
    spacing: Spacing
    columns: tuple[Column, ...]
    zoomed: bool
    loss: LossPlace | None = None
    chips_top: float | None = None
    stem: float = 0.0

    @property
    def head_y(self) -> float:
        """The middle of the layer names."""
        return self.box.top + self.spacing.head_name

    @cached_property
    def folded(self) -> bool:
        """Whether any layer is folded."""
        return any(column.capsule is not None for column in self.columns)

    @cached_property
    def gap(self) -> float:
        """The smallest distance between neighbouring columns."""
        xs = [column.x for column in self.columns]
        return float(np.diff(xs).min()) if len(xs) > 1 else self.box.width

    def centre(self, neuron: Neuron) -> tuple[float, float] | None:
        """Return a neuron's centre, or None if it is folded away."""
        if not 0 <= neuron.layer < len(self.columns):
            return None
        column = self.columns[neuron.layer]
        y = column.place(neuron.unit)
        return None if y is None else (column.x, y)

    def segments(self, layer: int) -> Floats:
        """Return the edges into `layer` from rim to rim.

        Returns
        -------
        ndarray, shape (n_shown_sources, n_shown_units, 4)
            x0, y0, x1, y1 of each.
        """
        a, b = self.columns[layer - 1], self.columns[layer]
        lines = np.empty((len(a.y), len(b.y), 4))
        dx, dy = b.x - a.x, b.y[None, :] - a.y[:, None]
        length = np.hypot(dx, dy)
        lines[..., 0] = a.x + dx / length * a.radius
        lines[..., 1] = a.y[:, None] + dy / length * a.radius
        lines[..., 2] = b.x - dx / length * b.radius
        lines[..., 3] = b.y[None, :] - dy / length * b.radius
        return lines


def spread(middle: float, count: int, pitch: float) -> Floats:
    """Return `count` places `pitch` apart around `middle`."""
    return np.asarray(middle + (np.arange(count) - (count - 1) / 2) * pitch, dtype=np.float64)
