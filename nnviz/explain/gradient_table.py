"""The chain rule of a weight or bias in three lines of columns: slopes, what they are, numbers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from nnviz.document.elements import Bias, Edge
from nnviz.explain.equation import EQUALS, TIMES, Node, Table, Text, bracketed, row
from nnviz.explain.frames import Factor
from nnviz.explain.lines import (
    handed_back_in_short,
    has_short_delta,
    local_error_slope,
    local_slope,
    short_delta,
)
from nnviz.explain.reading import Reading
from nnviz.explain.terms import protected


class _Column(NamedTuple):
    """One factor: its fraction, what it is here in letters, its number."""

    factor: Factor
    local: Node


def gradient_table(reading: Reading, element: Edge | Bias) -> Table:
    """Return ∂E/∂w = ∂E/∂a · ∂a/∂z · ∂z/∂w; after softmax ∂E/∂z · ∂z/∂w.

    Lines have a cell for the left side, one for =, and the factors with · between them.
    """
    columns = [*_columns_to_sum(reading, element), _last_column(reading, element)]
    return Table(
        (
            _line(reading.gradient(element).label, [column.factor.label for column in columns]),
            _line(None, [column.local for column in columns]),
            _line(None, [column.factor.number("sign") for column in columns]),
        )
    )


def _line(left: Node | None, factors: Sequence[Node]) -> tuple[Node | None, ...]:
    cells: list[Node | None] = [left, EQUALS, factors[0]]
    for factor in factors[1:]:
        cells += [TIMES, factor]
    return tuple(cells)


def _columns_to_sum(reading: Reading, element: Edge | Bias) -> list[_Column]:
    layer, unit = element.layer, element.unit
    if reading.is_shared(layer):
        return [_Column(reading.dE_dz(layer, unit), _softmax_delta(reading, layer, unit))]
    return [
        _Column(reading.dE_da(layer, unit), _error_at(reading, layer, unit)),
        _Column(reading.da_dz(layer, unit), _slope_at(reading, layer, unit)),
    ]


def _error_at(reading: Reading, layer: int, unit: int) -> Node:
    if layer < reading.depth:
        return protected(handed_back_in_short(reading, layer, unit))
    return protected(local_error_slope(reading, unit).symbols)


def _slope_at(reading: Reading, layer: int, unit: int) -> Node:
    slope = local_slope(reading, layer, unit)
    # ReLU's "1 as z > 0" is a number with its reason, and the product goes on after it.
    with_reason = slope.finished and len(slope.symbols.items) > 1
    return bracketed(slope.symbols) if with_reason else protected(slope.symbols)


def _softmax_delta(reading: Reading, layer: int, unit: int) -> Node:
    if has_short_delta(reading, layer):
        return protected(short_delta(reading, unit).symbols)
    return reading.delta(layer, unit).label


def _last_column(reading: Reading, element: Edge | Bias) -> _Column:
    slope = reading.dz_dw(element)
    if isinstance(element, Bias):
        return _Column(slope, Text("1", element=element))
    along = reading.incoming(element.layer, element.source)
    return _Column(slope, row(along.symbol))
