"""The frames of the update: what each weight and bias becomes."""

from __future__ import annotations

import numpy as np

from nnviz.document.elements import Bias, Edge, Layer
from nnviz.explain.equation import Number, Row, row
from nnviz.explain.frames import Chapter, Factor, Frame, Lit, Spot
from nnviz.explain.gradient_frames import first_edges
from nnviz.explain.reading import Reading, known
from nnviz.explain.terms import Lines
from nnviz.explain.updates import WORDS, is_frozen, update_kind, update_lines
from nnviz.explain.words import sentence, stacked


def weights_update_frame(reading: Reading, index: int, layer: int) -> Frame:
    """Tell what the weights into a layer become."""
    count = reading.weights(layer)
    if count == 1:
        return parameter_update_frame(reading, index, Edge(layer, 0, 0))
    traced = reading.layer(layer)
    change = np.abs(known(traced.kernel_new) - traced.kernel_old)
    source, unit = divmod(int(change.argmax()), change.shape[1])
    return _layer_frame(
        reading,
        index,
        f"the weights into {reading.document.layer_title(layer)}",
        first_edges(reading, layer),
        Edge(layer, source, unit),
        count,
    )


def biases_update_frame(reading: Reading, index: int, layer: int) -> Frame:
    """Tell what the biases of a layer become."""
    units, traced = reading.units(layer), reading.layer(layer)
    if units == 1:
        return parameter_update_frame(reading, index, Bias(layer, 0))
    largest = int(np.abs(known(traced.bias_new) - known(traced.bias_old)).argmax())
    return _layer_frame(
        reading,
        index,
        f"the biases of {reading.document.layer_title(layer)}",
        [Bias(layer, unit) for unit in reading.shown(units)],
        Bias(layer, largest),
        units,
    )


def parameter_update_frame(reading: Reading, index: int, element: Edge | Bias) -> Frame:
    """Tell what one weight or bias becomes."""
    parameter, lines = reading.parameter(element), update_lines(reading, element)
    detail = sentence(_words(reading), ": ", _single_detail(reading, element, lines))
    if is_frozen(reading, element):
        detail = sentence("It is frozen and keeps its value")
    return Frame(
        index,
        Chapter.UPDATE,
        title=row("What does ", parameter.symbol, " become?"),
        detail=detail,
        symbols=tuple(line.symbols for line in lines),
        numbers=tuple(line.numbers for line in lines),
        lit=Lit(spots=frozenset({Spot(element)})),
        result=Factor(row(parameter.symbol), reading.updated(element), element),
        target=element,
    )


def _words(reading: Reading) -> str:
    return WORDS[update_kind(reading)]


def _single_detail(reading: Reading, element: Edge | Bias, lines: tuple[Lines, ...]) -> Row:
    right_of_arrow = row(*lines[-1].numbers.items[2:])
    return right_of_arrow if len(lines) == 1 else _change(reading, element)


def _layer_frame(
    reading: Reading,
    index: int,
    what: str,
    first: list[Edge] | list[Bias],
    largest: Edge | Bias,
    count: int,
) -> Frame:
    symbols, numbers = _rows(reading, first, count)
    moved = row(f"; the largest change of {count:,} is ", _change(reading, largest))
    return Frame(
        index,
        Chapter.UPDATE,
        title=row(f"What do {what} become?"),
        detail=sentence(_words(reading), moved),
        symbols=symbols,
        numbers=numbers,
        lit=_lit(largest),
        target=Layer(largest.layer),
    )


def _rows(
    reading: Reading, first: list[Edge] | list[Bias], count: int
) -> tuple[tuple[Row, ...], tuple[Row, ...]]:
    """Return the lines of the first parameters, of as many as there is room for."""
    each = max(len(update_lines(reading, one)) for one in first[: reading.room.rows])
    fitting = first[: max(1, reading.room.rows // each)]
    lines = [line for element in fitting for line in update_lines(reading, element)]
    return stacked(lines, count - len(fitting))


def _change(reading: Reading, element: Edge | Bias) -> Row:
    parameter = reading.parameter(element)
    new = Number(reading.updated(element), element=element)
    return row(parameter.symbol, " from ", parameter.number(), " to ", new)


def _lit(element: Edge | Bias) -> Lit:
    layer = frozenset({element.layer})
    return Lit(edges=layer) if isinstance(element, Edge) else Lit(biases=layer)
