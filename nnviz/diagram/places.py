"""The places of a network's parts: NumPy only, no Qt, so that arithmetic can test them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from nnviz.diagram.curves import Bend
from nnviz.diagram.spacing import Box, Spacing
from nnviz.diagram.style import Floats
from nnviz.document.elements import Neuron

Ints = np.ndarray[tuple[int], np.dtype[np.intp]]


@dataclass(frozen=True, eq=False)
class Column:
    """One layer's place.

    Where layers are rows, x and y change their roles: `x` is then the height of the row and `y`
    where its units stand along it; `centres` are points of the picture in either case.

    Attributes
    ----------
    units : ndarray of int, shape (n_shown,)
        The units that are drawn, ascending.
    y : ndarray, shape (n_shown,)
        Their centres; all stand at the same `x`.
    capsule : float or None
        The y of the capsule that stands for the units between, if the layer is folded.
    opened : bool
        Whether it would be folded, had it not been unfolded by hand.
    vertical : bool
        Whether it is a row.
    """

    layer: int
    x: float
    y: Floats
    units: Ints
    size: int
    radius: float
    pitch: float
    capsule: float | None = None
    opened: bool = False
    vertical: bool = False

    @cached_property
    def centres(self) -> Floats:
        """The centres of the discs, shape (n_shown, 2)."""
        depths = np.full(len(self.y), self.x)
        return np.column_stack((self.y, depths) if self.vertical else (depths, self.y))

    def point(self, along: float, aside: float = 0.0) -> tuple[float, float]:
        """Return the point `along` the column, `aside` towards the next one."""
        depth = self.x + aside
        return (along, depth) if self.vertical else (depth, along)

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
    """The loss node of a zoomed network: a square of half side `half` around (x, y).

    Attributes
    ----------
    flat : float or None
        Half its height where it is no square but lies under a row.
    """

    x: float
    y: float
    half: float
    flat: float | None = None

    @property
    def half_height(self) -> float:
        """Half its height."""
        return self.half if self.flat is None else self.flat

    @property
    def box(self) -> Box:
        """Its rectangle."""
        high = self.half_height
        return Box(self.x - self.half, self.y - high, 2 * self.half, 2 * high)


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
        Distance of a zoomed disc's upper rim to the middle of its bias pill; in rows, of its left
        rim to the pill's end.
    digits : int or None
        The decimals for which a zoomed network's labels have room.
    label_points : tuple of ndarray, each of shape (n_sources, n_units, 2)
        Where on its edge each weight's label stands, by layer from 1.
    bend : {'', 'x', 'y'}
        Along which axis edges leave that are bent.
    chips_left : float or None
        Left edge of the stack of factor chips beside rows, where there is room for one.
    """

    box: Box
    spacing: Spacing
    columns: tuple[Column, ...]
    zoomed: bool
    loss: LossPlace | None = None
    chips_top: float | None = None
    stem: float = 0.0
    digits: int | None = None
    label_points: tuple[Floats, ...] = ()
    bend: Bend = ""
    chips_left: float | None = None

    @property
    def head_y(self) -> float:
        """The middle of the layer names."""
        return self.box.top + self.spacing.head_name

    @property
    def tells_chips(self) -> bool:
        """Whether there is room for factor chips."""
        return self.chips_top is not None or self.chips_left is not None

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
        return None if y is None else column.point(y)

    @property
    def vertical(self) -> bool:
        """Whether layers are rows."""
        return self.columns[0].vertical

    def segments(self, layer: int) -> Floats:
        """Return the edges into `layer` from rim to rim.

        Returns
        -------
        ndarray, shape (n_shown_sources, n_shown_units, 4)
            x0, y0, x1, y1 of each.
        """
        return edge_lines(self.columns[layer - 1], self.columns[layer], self.bend)


def edge_lines(before: Column, column: Column, bend: Bend = "") -> Floats:
    """Return the edges between two columns from rim to rim; see `Layout.segments`."""
    lines = upright_lines(before, column, bend != "")
    return np.ascontiguousarray(lines[..., [1, 0, 3, 2]]) if column.vertical else lines


def upright_lines(before: Column, column: Column, level: bool) -> Floats:
    """Return the edges as if columns stood upright; `level` ones leave to the side."""
    lines = np.empty((len(before.y), len(column.y), 4))
    if level:
        lines[..., 0], lines[..., 2] = before.x + before.radius, column.x - column.radius
        lines[..., 1], lines[..., 3] = before.y[:, None], column.y[None, :]
        return lines
    dx, dy = column.x - before.x, column.y[None, :] - before.y[:, None]
    length = np.hypot(dx, dy)
    lines[..., 0] = before.x + dx / length * before.radius
    lines[..., 1] = before.y[:, None] + dy / length * before.radius
    lines[..., 2] = column.x - dx / length * column.radius
    lines[..., 3] = column.y[None, :] - dy / length * column.radius
    return lines


def heights(column: Column) -> Floats:
    """Return the y of every unit of a layer; folded ones stand evenly behind the capsule."""
    if column.capsule is None:
        return column.y
    known = np.flatnonzero(np.diff(column.units) > 1)[0]
    gap = np.linspace(column.y[known], column.y[known + 1], column.hidden_units + 2)[1:-1]
    return np.insert(column.y, known + 1, gap)


def spread(middle: float, count: int, pitch: float) -> Floats:
    """Return `count` places `pitch` apart around `middle`."""
    return np.asarray(middle + (np.arange(count) - (count - 1) / 2) * pitch, dtype=np.float64)
