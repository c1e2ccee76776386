"""The equations of a network, each in letters and in numbers, with its left side and its result."""

from __future__ import annotations

from collections.abc import Sequence

from nnviz.document.elements import Bias, Edge, Neuron
from nnviz.explain import activations, losses
from nnviz.explain.equation import EQUALS, MINUS, Node, Number, Row, Symbol, row
from nnviz.explain.frames import Factor
from nnviz.explain.reading import Reading
from nnviz.explain.terms import (
    Lines,
    Quantity,
    Term,
    product,
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
    terms = [_weighted(reading, Edge(layer, i, unit)) for i in range(reading.units(layer - 1))]
    if reading.has_bias(layer):
        bias = reading.bias(Bias(layer, unit))
        terms.append(Term(bias.symbol, bias.number(), bias.value))
    return sum_of(terms)


def activation_lines(reading: Reading, layer: int, unit: int) -> Lines:
    """Return a = … of one neuron."""
    name, z = reading.activation(layer), reading.z(layer, unit)
    slope = reading.da_dz(layer, unit).value
    whole = _sums(reading, layer) if name == "softmax" else ()
    return equation(reading.a(layer, unit), activations.value_lines(name, z, slope, whole))


def slope_lines(reading: Reading, layer: int, unit: int) -> Lines:
    """Return ∂a/∂z = … of one neuron; not for softmax."""
    return slope_equation(reading.da_dz(layer, unit), local_slope(reading, layer, unit))


def local_slope(reading: Reading, layer: int, unit: int) -> Lines:
    """Return the right side of ∂a/∂z = …; not for softmax."""
    name, slope = reading.activation(layer), reading.da_dz(layer, unit).value
    return activations.slope_lines(name, reading.z(layer, unit), reading.a(layer, unit), slope)


def jacobian_lines(reading: Reading, layer: int, unit: int, by: int) -> Lines:
    """Return ∂aᵢ/∂zⱼ = … of softmax, where i is `unit` and j is `by`."""
    own, other = reading.a(layer, unit), reading.a(layer, by)
    local = activations.jacobian_lines(own, other, unit == by)
    return slope_equation(reading.da_dz(layer, unit, by), local)


def error_lines(reading: Reading) -> Lines:
    """Return E = … of the sample."""
    return equation(reading.error, losses.value_lines(_loss(reading), _outcome(reading)))


def error_slope_lines(reading: Reading, unit: int) -> Lines:
    """Return ∂E/∂a = … of one output."""
    return slope_equation(reading.dE_da(reading.depth, unit), local_error_slope(reading, unit))


def local_error_slope(reading: Reading, unit: int) -> Lines:
    """Return the right side of ∂E/∂a = … of one output."""
    return losses.slope_lines(_loss(reading), _outcome(reading), unit)


def handed_back_lines(reading: Reading, layer: int, unit: int) -> Lines:
    """Return ∂E/∂a = Σ δ · w of a hidden neuron: what the next layer hands back to it."""
    return slope_equation(reading.dE_da(layer, unit), handed_back(reading, layer, unit))


def handed_back(reading: Reading, layer: int, unit: int) -> Lines:
    """Return the right side of ∂E/∂a = … of a hidden neuron."""
    edges = [Edge(layer + 1, unit, k) for k in range(reading.units(layer + 1))]
    return sum_of([_handed(reading, edge) for edge in edges])


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
    if reading.activation(layer) == "softmax":
        terms = [_through(reading, layer, i, unit) for i in range(reading.units(layer))]
        return slope_equation(delta, sum_of(terms))
    return slope_equation(delta, chained([reading.dE_da(layer, unit), reading.da_dz(layer, unit)]))


def short_delta_lines(reading: Reading, unit: int) -> Lines:
    """Return δ = a − T, which softmax and categorical cross-entropy melt down to."""
    local = short_delta(reading, unit)
    return slope_equation(reading.delta(reading.depth, unit), local)


def short_delta(reading: Reading, unit: int) -> Lines:
    """Return a − T of one output."""
    a, target = reading.a(reading.depth, unit), reading.target(unit)
    return Lines(
        row(a.symbol, MINUS, target.symbol), row(a.number(), MINUS, protected(target.number()))
    )


def has_short_delta(reading: Reading, layer: int) -> bool:
    """Tell whether δ of this layer is a − T: softmax, cross-entropy, targets that sum to 1."""
    activation = reading.activation(layer)
    if layer != reading.depth or activation != "softmax" or reading.trace.target is None:
        return False
    sums_to_one = bool(abs(reading.trace.target.sum() - 1.0) < 1e-12)
    return losses.is_exact(_loss(reading), activation) and sums_to_one


def gradient_lines(reading: Reading, element: Edge | Bias) -> Lines:
    """Return ∂E/∂w = δ · what comes in, or ∂E/∂b = δ."""
    delta = reading.delta(element.layer, element.unit)
    symbols: Node = delta.label
    numbers: Node = Number(delta.value, element=Neuron(element.layer, element.unit))
    if isinstance(element, Edge):
        along = reading.incoming(element.layer, element.source)
        symbols, numbers = product(symbols, along.symbol), product(numbers, along.number())
    return slope_equation(reading.gradient(element), Lines(row(symbols), row(numbers)))


def chained(factors: Sequence[Factor]) -> Lines:
    """Return the product of slopes: their labels, and their numbers."""
    return Lines(
        product(*(factor.label for factor in factors)),
        product(*(Number(factor.value, tone="sign") for factor in factors)),
    )


def equation(left: Quantity, right: Lines) -> Lines:
    """Return `left` = `right`, and in numbers its value at the end."""
    result = Number(left.value, tone="accent", element=left.element)
    return _equation(left.symbol, right, result)


def slope_equation(left: Factor, right: Lines) -> Lines:
    """Return the slope `left` = `right`, and in numbers its value at the end."""
    return _equation(left.label, right, Number(left.value, tone="accent"))


def _equation(left: Node, right: Lines, result: Number) -> Lines:
    symbols = row(left, EQUALS, right.symbols)
    if right.finished:
        return Lines(symbols, row(left, EQUALS, right.numbers))
    return Lines(symbols, row(left, EQUALS, right.numbers, EQUALS, result))


def _weighted(reading: Reading, edge: Edge) -> Term:
    along, weight = reading.incoming(edge.layer, edge.source), reading.weight(edge)
    return Term(
        product(along.symbol, weight.symbol),
        product(along.number(), weight.number()),
        along.value * weight.value,
    )


def _handed(reading: Reading, edge: Edge) -> Term:
    delta, weight = reading.delta(edge.layer, edge.unit), reading.weight(edge)
    return Term(
        product(delta.label, weight.symbol),
        product(Number(delta.value), weight.number()),
        delta.value * weight.value,
    )


def _through(reading: Reading, layer: int, unit: int, by: int) -> Term:
    lines = chained([reading.dE_da(layer, unit), reading.da_dz(layer, unit, by)])
    value = reading.dE_da(layer, unit).value * reading.da_dz(layer, unit, by).value
    return Term(lines.symbols, lines.numbers, value)


def _sums(reading: Reading, layer: int) -> list[Quantity]:
    return [reading.z(layer, unit) for unit in range(reading.units(layer))]


def _loss(reading: Reading) -> str:
    return reading.document.training.loss


def _outcome(reading: Reading) -> losses.Outcome:
    outputs = [reading.a(reading.depth, unit) for unit in range(reading.units(reading.depth))]
    targets = [reading.target(unit) for unit in range(len(outputs))]
    exact = losses.is_exact(_loss(reading), reading.activation(reading.depth))
    return losses.Outcome(outputs, targets, exact)
