"""The frames that carry the error back: to the outputs, then to the sums of each layer."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from nnviz.document.elements import Edge, Layer, Neuron
from nnviz.explain import activations
from nnviz.explain.equation import EQUALS, Row, row
from nnviz.explain.frames import Chapter, Frame, Lit, Pulses
from nnviz.explain.lines import (
    chained,
    delta_lines,
    error_slope_lines,
    handed_back_lines,
    has_short_delta,
    local_error_slope,
    own_slope_lines,
    short_delta_lines,
    slope_equation,
    slope_lines,
)
from nnviz.explain.reading import Reading, known
from nnviz.explain.terms import Lines
from nnviz.explain.walks import Walk, lit_back_to, walk_to_sum
from nnviz.explain.words import assigned, in_line, listed, moves_the_error, sentence, stacked


def error_slope_frame(reading: Reading, index: int) -> Frame:
    """Tell how strongly the outputs move the error."""
    layer, units = reading.depth, reading.units(reading.depth)
    slope = reading.dE_da(layer, 0)
    lines = [error_slope_lines(reading, unit) for unit in reading.shown(units)]
    symbols, numbers = stacked(lines, units - len(lines))
    single = units == 1
    return Frame(
        index,
        Chapter.BACKWARD,
        title=moves_the_error(reading.a(layer, 0).symbol if single else "each output"),
        detail=sentence("The slope of the error: ", _error_slopes(reading)),
        symbols=symbols,
        numbers=numbers,
        lit=Lit(a=frozenset({layer}), target=True, loss=True),
        result=slope if single else None,
        arrows=walk_to_sum(reading, layer).arrows[:1] if single else (),
        target=Neuron(layer, 0) if single else Layer(layer),
    )


def _error_slopes(reading: Reading) -> Row:
    layer = reading.depth
    if reading.units(layer) > 1:
        return listed(known(reading.layer(layer).dE_da)[0], lambda k: reading.dE_da(layer, k))
    slope = reading.dE_da(layer, 0)
    local = local_error_slope(reading, 0)
    if local.finished:
        return local.numbers
    return in_line(row(local.numbers, EQUALS, slope.number()), assigned(slope))


def delta_frame(reading: Reading, index: int, layer: int) -> Frame:
    """Tell how strongly the sums of a layer move the error: its δ."""
    if reading.units(layer) == 1:
        return _delta_of_one(reading, index, layer)
    return _delta_of_many(reading, index, layer)


def _delta_of_one(reading: Reading, index: int, layer: int) -> Frame:
    delta, walk = reading.delta(layer, 0), walk_to_sum(reading, layer)
    lines = [slope_equation(delta, chained(walk.factors)), slope_lines(reading, layer, 0)]
    if not walk.whole or (reading.room.thorough and layer < reading.depth):
        lines.insert(0, handed_back_lines(reading, layer, 0))
    return Frame(
        index,
        Chapter.BACKWARD,
        title=moves_the_error(reading.z(layer, 0).symbol),
        detail=_delta_detail(reading, layer, walk),
        symbols=tuple(line.symbols for line in lines),
        numbers=tuple(line.numbers for line in lines),
        lit=lit_back_to(reading, layer, walk.whole),
        result=delta,
        factors=walk.factors,
        arrows=walk.arrows,
        target=Neuron(layer, 0),
        pulses=_pulses_back_to(reading, layer),
    )


def _delta_detail(reading: Reading, layer: int, walk: Walk) -> Row:
    z, name = reading.z(layer, 0).symbol, activations.NAMES[reading.activation(layer)]
    delta = assigned(reading.delta(layer, 0))
    if layer == reading.depth:
        return sentence(f"Times the slope of {name} at ", z, ": ", delta)
    if walk.whole:
        back = reading.weight(Edge(layer + 1, 0, 0)).symbol
        return sentence(
            "Back along ", back, f": multiply the {walk.in_words} from ", reading.error.symbol,
            " to ", z, ": ", delta,
        )  # fmt: skip
    return sentence(f"What comes back along the weights, times the slope of {name}: ", delta)


def _delta_of_many(reading: Reading, index: int, layer: int) -> Frame:
    deltas = listed(known(reading.layer(layer).delta)[0], lambda k: reading.delta(layer, k))
    symbols, numbers = stacked(*_delta_rows(reading, layer))
    return Frame(
        index,
        Chapter.BACKWARD,
        title=moves_the_error(f"each z of {reading.document.layer_title(layer)}"),
        detail=sentence(_many_words(reading, layer), ": ", deltas),
        symbols=symbols,
        numbers=numbers,
        lit=lit_back_to(reading, layer, whole=False),
        target=Layer(layer),
        pulses=_pulses_back_to(reading, layer),
    )


def _pulses_back_to(reading: Reading, layer: int) -> Pulses | None:
    return Pulses(layer + 1, -1) if layer < reading.depth else None


def _delta_rows(reading: Reading, layer: int) -> tuple[list[Lines], int]:
    """Return the lines of a layer's δ, and how many are left out."""
    if reading.room.thorough:
        return _all_slopes(reading, layer)
    units = reading.units(layer)
    rows = reading.shown(units)
    left = units - len(rows)
    if has_short_delta(reading, layer):
        short = [short_delta_lines(reading, unit) for unit in rows]
        return [delta_lines(reading, layer, 0), *short], left
    deltas = [delta_lines(reading, layer, unit) for unit in rows]
    if layer == reading.depth:
        return deltas, left
    return [handed_back_lines(reading, layer, 0), *deltas], left


def _all_slopes(reading: Reading, layer: int) -> tuple[list[Lines], int]:
    """Return the lines from ∂E/∂a to δ as far as the room goes, and how many are left out."""
    units, softmax = reading.units(layer), reading.is_shared(layer)
    # A wide Jacobian would leave no room for the δ that it is for: one row of it is enough.
    told = 1 if softmax and 2 * units**2 > reading.room.rows else units
    kinds = 1 + (layer < reading.depth) + has_short_delta(reading, layer)
    slopes = told * units if softmax else units
    count = units * kinds + slopes
    lines = list(islice(_slopes_to_sums(reading, layer, told), len(reading.shown(count))))
    return lines, count - slopes + (units**2 if softmax else units) - len(lines)


def _slopes_to_sums(reading: Reading, layer: int, told: int) -> Iterator[Lines]:
    """Yield ∂E/∂a, ∂a/∂z of the first `told` neurons, δ and its short form, each in turn."""
    units = range(reading.units(layer))
    if layer < reading.depth:
        yield from (handed_back_lines(reading, layer, unit) for unit in units)
    for unit in range(told):
        yield from own_slope_lines(reading, layer, unit)
    yield from (delta_lines(reading, layer, unit) for unit in units)
    if has_short_delta(reading, layer):
        yield from (short_delta_lines(reading, unit) for unit in units)


def _many_words(reading: Reading, layer: int) -> str:
    if has_short_delta(reading, layer):
        return "With softmax and cross-entropy the slopes come down to share minus target"
    if reading.is_shared(layer):
        return "Each output moves every share, so the slopes of all shares add up"
    name = activations.NAMES[reading.activation(layer)]
    if layer == reading.depth:
        return f"Times the slope of {name}"
    return f"What comes back along the weights, times the slope of {name}"
