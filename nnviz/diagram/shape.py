"""What a network's layout depends on beside its box."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Labels:
    """The widths of weights' and biases' pills whose numbers have `digits` decimals."""

    digits: int
    weight: float
    bias: float


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
    labels : tuple of Labels
        In what widths a zoomed network can be labelled, the most decimals first.
    curved : bool
        Whether edges are bent so that they leave and arrive level.
    vertical : bool
        Whether layers are rows from top to bottom instead of columns from left to right.
    unfolded : frozenset of int
        Layers that are shown whole however small their discs become.
    """

    sizes: tuple[int, ...]
    loss: bool = True
    left: float = 0.0
    right: float = 0.0
    zoomed_left: float = 0.0
    labels: tuple[Labels, ...] = (Labels(4, 104.0, 98.0),)
    curved: bool = False
    vertical: bool = False
    unfolded: frozenset[int] = frozenset()
