"""The frames that tell how strongly weights and biases move the error."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice

from nnviz.document.elements import Bias, Edge, Layer
from nnviz.explain.equation import Row, row
from nnviz.explain.frames import Chapter, Frame, Lit, Pulses
from nnviz.explain.lines import chained, gradient_lines, slope_equation
from nnviz.explain.reading import Reading, known
from nnviz.explain.walks import Walk, lit_back_to, walk_to_parameter
from nnviz.explain.words import (
    MOST_LISTED,
    assigned,
    listed,
    moves_the_error,
    sentence,
    stacked,
)


def weights_frame(reading: Reading, index: int, layer: int) -> Frame:
    """Tell how strongly the weights into a layer move the error."""
    count = reading.weights(layer)
    if count == 1:
        return _single_frame(reading, index, Edge(layer, 0, 0))
    rows = [gradient_lines(reading, edge) for edge in first_edges(reading, layer)]
    symbols, numbers = stacked(rows, count - len(rows))
    return Frame(
        index,
        Chapter.BACKWARD,
        title=moves_the_error(f"each weight into {reading.document.layer_title(layer)}"),
        detail=_weights_detail(reading, layer, count),
        symbols=symbols,
        numbers=numbers,
        lit=Lit(z=frozenset({layer}), a=frozenset({layer - 1}), edges=frozenset({layer})),
        target=Layer(layer),
        pulses=Pulses(layer, -1),
    )


def biases_frame(reading: Reading, index: int, layer: int) -> Frame:
    """Tell how strongly the biases of a layer move the error."""
    units = reading.units(layer)
    if units == 1:
        return _single_frame(reading, index, Bias(layer, 0))
    rows = [gradient_lines(reading, Bias(layer, unit)) for unit in reading.shown(units)]
    symbols, numbers = stacked(rows, units - len(rows))
    gradient = known(reading.layer(layer).dE_dbias)
    slopes = listed(gradient, lambda unit: reading.gradient(Bias(layer, unit)))
    return Frame(
        index,
        Chapter.BACKWARD,
        title=moves_the_error(f"each bias of {reading.document.layer_title(layer)}"),
        detail=sentence("Each z follows its bias one to one, so it is δ again: ", slopes),
        symbols=symbols,
        numbers=numbers,
        lit=Lit(z=frozenset({layer}), biases=frozenset({layer})),
        target=Layer(layer),
    )


def first_edges(reading: Reading, layer: int) -> list[Edge]:
    """Return the weights into a layer that get a line of their own."""
    return list(islice(reading.edges(layer), len(reading.shown(reading.weights(layer)))))


def _weights_detail(reading: Reading, layer: int, count: int) -> Row:
    words = "The δ of the neuron times what comes in along the weight"
    if count <= MOST_LISTED:
        edges, gradient = list(reading.edges(layer)), known(reading.layer(layer).dE_dkernel)
        slopes = listed(gradient.ravel(), lambda k: reading.gradient(edges[k]))
        return sentence(words, ": ", slopes)
    steepest = reading.gradient(reading.steepest_edge(layer))
    return sentence(words, f"; the steepest of {count:,} is ", assigned(steepest))


def _single_frame(reading: Reading, index: int, element: Edge | Bias) -> Frame:
    walk, slope = walk_to_parameter(reading, element), reading.gradient(element)
    lines = slope_equation(slope, chained(walk.factors))
    return Frame(
        index,
        Chapter.BACKWARD,
        title=moves_the_error(reading.parameter(element).symbol),
        detail=_single_detail(reading, element, walk),
        symbols=(lines.symbols,),
        numbers=(lines.numbers,),
        lit=_lit(reading, element, walk),
        result=slope,
        factors=walk.factors,
        arrows=walk.arrows,
        target=element,
    )


def _single_detail(reading: Reading, element: Edge | Bias, walk: Walk) -> Row:
    end = row(" to ", reading.parameter(element).symbol)
    if walk.whole:
        words = f"Multiply the {walk.in_words} on the way back from "
        return sentence(words, reading.error.symbol, end)
    return sentence(f"Multiply the {walk.in_words}: what has come back, and the way on", end)


def _lit(reading: Reading, element: Edge | Bias, walk: Walk) -> Lit:
    lit, layer = lit_back_to(reading, element.layer, walk.whole), element.layer
    if isinstance(element, Bias):
        return replace(lit, biases=frozenset({layer}))
    return replace(lit, a=lit.a | {layer - 1}, edges=lit.edges | {layer})
