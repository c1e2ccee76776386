"""The equations of a network, each in letters and in numbers, with its left side and its result."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from nnviz.document.elements import Bias, Edge
from nnviz.explain import activations, losses
from nnviz.explain.equation import EQUALS, MINUS, Node, Number, Row, Symbol, row
from nnviz.explain.frames import Factor
from nnviz.explain.outcome import Outcome
from nnviz.explain.reading import Reading, known
from nnviz.explain.terms import (
    Lines,
    Quantity,
    Term,
    product,
    products,
    protected,
    running,
    sigma,
    sum_of,
)


def sum_lines(reading: Reading, layer: int, unit: int) -> Lines:
    """Return z = … of one neuron."""
    return equation(reading.z(layer, unit), weighted_sum(reading, layer, unit))


def weighted_sum(reading: Reading, layer: int, unit: int) -> Lines:
    """Return the right side of z = … of one neuron."""
    traced = reading.layer(layer)
    values = products(traced.inputs[0], traced.kernel_old[:, unit])
    if traced.bias_old is not None:
        values = np.append(values, traced.bias_old[unit])
    return sum_of(values, lambda k: weighted_term(reading, layer, unit, k), reading.room.terms)


def activation_lines(reading: Reading, layer: int, unit: int) -> Lines:
    """Return a = … of one neuron."""
    rule, z = reading.rule(layer), reading.z(layer, unit)
    sums = activations.Sums(
        reading.layer(layer).z[0], lambda k: reading.z(layer, k), reading.room.terms
    )
    return equation(reading.a(layer, unit), activations.value_lines(rule, z, sums))


def slope_lines(reading: Reading, layer: int, unit: int) -> Lines:
    """Return ∂a/∂z = … of one neuron; not for softmax."""
    return slope_equation(reading.da_dz(layer, unit), local_slope(reading, layer, unit))


def local_slope(reading: Reading, layer: int, unit: int) -> Lines:
    """Return the right side of ∂a/∂z = …; not for softmax."""
    z, a = reading.z(layer, unit), reading.a(layer, unit)
    return activations.slope_lines(reading.rule(layer), z, a)


def jacobian_lines(reading: Reading, layer: int, unit: int, by: int) -> Lines:
    """Return ∂aᵢ/∂zⱼ = … of softmax, where i is `unit` and j is `by`."""
    own, other = reading.a(layer, unit), reading.a(layer, by)
    local = activations.jacobian_lines(reading.rule(layer), own, other, unit == by)
    return slope_equation(reading.da_dz(layer, unit, by), local)


def own_slope_lines(reading: Reading, layer: int, unit: int) -> Iterator[Lines]:
    """Yield ∂a/∂z = … of one neuron; of softmax its whole row of the Jacobian."""
    if not reading.is_shared(layer):
        yield slope_lines(reading, layer, unit)
        return
    for by in range(reading.units(layer)):
        yield jacobian_lines(reading, layer, unit, by)


def error_lines(reading: Reading) -> Lines:
    """Return E = … of the sample."""
    return equation(reading.error, losses.value_lines(reading.loss, _outcome(reading)))


def aim_lines(reading: Reading) -> list[Lines]:
    """Return T′ = … of the outputs that get a line, where the loss smooths its targets."""
    count = reading.units(reading.depth)
    if reading.aim(0) == reading.target(0):
        return []
    return [
        equation(reading.aim(k), losses.smoothing_lines(reading.loss, reading.target(k), count))
        for k in reading.shown(count)
    ]


def error_slope_lines(reading: Reading, unit: int) -> Lines:
    """Return ∂E/∂a = … of one output."""
    return slope_equation(reading.dE_da(reading.depth, unit), local_error_slope(reading, unit))


def local_error_slope(reading: Reading, unit: int) -> Lines:
    """Return the right side of ∂E/∂a = … of one output."""
    return losses.slope_lines(reading.loss, _outcome(reading), unit)


def handed_back_lines(reading: Reading, layer: int, unit: int) -> Lines:
    """Return ∂E/∂a = Σ δ · w of a hidden neuron: what the next layer hands back to it."""
    return slope_equation(reading.dE_da(layer, unit), handed_back(reading, layer, unit))


def handed_back(reading: Reading, layer: int, unit: int) -> Lines:
    """Return the right side of ∂E/∂a = … of a hidden neuron."""
    after = reading.layer(layer + 1)
    values = products(known(after.delta)[0], after.kernel_old[unit])
    return sum_of(
        values, lambda k: handed_term(reading, Edge(layer + 1, unit, k)), reading.room.terms
    )


def handed_back_in_short(reading: Reading, layer: int, unit: int) -> Row:
    """Return Σ δ w in letters, as short as it can be said."""
    delta = reading.delta(layer + 1, 0).label.items[0]
    weight = reading.weight(Edge(layer + 1, unit, 0)).symbol
    if reading.units(layer + 1) == 1:
        return row(delta, weight)
    assert isinstance(delta, Symbol)
    return sigma("k", running(delta), running(weight, f"{unit + 1}k"))


def delta_lines(reading: Reading, layer: int, unit: int) -> Lines:
    """Return δ = ∂E/∂a · ∂a/∂z of one neuron; of softmax the sum over its outputs."""
    delta = reading.delta(layer, unit)
    if reading.is_shared(layer):
        traced = reading.layer(layer)
        values = products(known(traced.dE_da)[0], traced.da_dz[0, :, unit])
        total = sum_of(values, lambda k: through_term(reading, layer, k, unit), reading.room.terms)
        return slope_equation(delta, total)
    return slope_equation(delta, chained([reading.dE_da(layer, unit), reading.da_dz(layer, unit)]))


def short_delta_lines(reading: Reading, unit: int) -> Lines:
    """Return δ = a − T, which softmax and categorical cross-entropy melt down to."""
    local = short_delta(reading, unit)
    return slope_equation(reading.delta(reading.depth, unit), local)


def short_delta(reading: Reading, unit: int) -> Lines:
    """Return a − T of one output."""
    a, target = reading.a(reading.depth, unit), reading.aim(unit)
    return Lines(
        row(a.symbol, MINUS, target.symbol), row(a.number(), MINUS, protected(target.number()))
    )


def has_short_delta(reading: Reading, layer: int) -> bool:
    """Tell whether δ of this layer is a − T: softmax, cross-entropy, targets that sum to 1."""
    if layer != reading.depth or not reading.is_shared(layer) or reading.trace.target is None:
        return False
    sums_to_one = bool(abs(reading.trace.target.sum() - 1.0) < 1e-12)
    return reading.is_exact and sums_to_one


def gradient_lines(reading: Reading, element: Edge | Bias) -> Lines:
    """Return ∂E/∂w = δ · what comes in, or ∂E/∂b = δ."""
    delta = reading.delta(element.layer, element.unit)
    symbols: Node = delta.label
    numbers: Node = delta.number()
    if isinstance(element, Edge):
        along = reading.incoming(element.layer, element.source)
        symbols, numbers = product(symbols, along.symbol), product(numbers, along.number())
    lines = Lines(row(symbols), row(numbers), finished=isinstance(element, Bias))
    return slope_equation(reading.gradient(element), lines)


def chained(factors: Sequence[Factor]) -> Lines:
    """Return the product of slopes: their labels, and their numbers."""
    return Lines(
        product(*(factor.label for factor in factors)),
        product(*(factor.number("sign") for factor in factors)),
    )


def equation(left: Quantity, right: Lines) -> Lines:
    """Return `left` = `right`, and in numbers its value at the end."""
    return _equation(left.symbol, right, replace(left.number("accent"), given=False))


def slope_equation(left: Factor, right: Lines) -> Lines:
    """Return the slope `left` = `right`, and in numbers its value at the end."""
    return _equation(left.label, right, left.number("accent"))


def _equation(left: Node, right: Lines, result: Number) -> Lines:
    symbols = row(left, EQUALS, right.symbols)
    if right.finished:
        return Lines(symbols, row(left, EQUALS, right.numbers))
    return Lines(symbols, row(left, EQUALS, right.numbers, EQUALS, result))


def weighted_term(reading: Reading, layer: int, unit: int, k: int) -> Term:
    """Return the term `k` of z: what comes in times its weight, or after them all the bias."""
    if k == reading.units(layer - 1):
        bias = reading.bias(Bias(layer, unit))
        return Term(bias.symbol, bias.number())
    edge = Edge(layer, k, unit)
    along, weight = reading.incoming(edge.layer, edge.source), reading.weight(edge)
    return Term(
        product(along.symbol, weight.symbol),
        product(along.number(), weight.number()),
    )


def handed_term(reading: Reading, edge: Edge) -> Term:
    """Return δ · w, what one weight hands back to the layer before."""
    delta, weight = reading.delta(edge.layer, edge.unit), reading.weight(edge)
    return Term(
        product(delta.label, weight.symbol),
        product(delta.number(), weight.number()),
    )


def through_term(reading: Reading, layer: int, unit: int, by: int) -> Term:
    """Return ∂E/∂a · ∂a/∂z of one share of a softmax and any sum of its layer."""
    lines = chained([reading.dE_da(layer, unit), reading.da_dz(layer, unit, by)])
    return Term(lines.symbols, lines.numbers)


def _outcome(reading: Reading) -> Outcome:
    outputs = [reading.a(reading.depth, unit) for unit in range(reading.units(reading.depth))]
    targets = [reading.aim(unit) for unit in range(len(outputs))]
    return Outcome(outputs, targets, reading.is_exact, reading.room.terms)
