"""The frames of the forward pass and of the loss."""

from __future__ import annotations

from nnviz.document.elements import Layer, Loss, Neuron
from nnviz.explain import activations, losses
from nnviz.explain.equation import EQUALS, Row, row
from nnviz.explain.frames import Chapter, Factor, Frame, Lit, Pulses
from nnviz.explain.given import given_inputs
from nnviz.explain.lines import activation_lines, aim_lines, error_lines, sum_lines, weighted_sum
from nnviz.explain.reading import Reading
from nnviz.explain.terms import Quantity
from nnviz.explain.words import assigned, in_line, listed, sentence, stacked

_FEW_INPUTS = 2
NO_TARGET = " There is no target, so there is no error to send back: set one to see it."


def inputs_frame(reading: Reading, index: int) -> Frame:
    """Tell what goes in."""
    return Frame(
        index,
        Chapter.FORWARD,
        title=row("What goes in?"),
        detail=sentence("The sample: ", given_inputs(reading)),
        symbols=(),
        numbers=(),
        lit=Lit(a=frozenset({0})),
        target=Layer(0),
    )


def sum_frame(reading: Reading, index: int, layer: int) -> Frame:
    """Tell how the weighted sums of a layer come about."""
    units = reading.units(layer)
    lines = [sum_lines(reading, layer, unit) for unit in reading.shown(units)]
    symbols, numbers = stacked(lines, units - len(lines))
    single = units == 1
    return Frame(
        index,
        Chapter.FORWARD,
        title=_title(reading, layer, "What does ", "z", " add up to?"),
        detail=_sum_detail(reading, layer),
        symbols=symbols,
        numbers=numbers,
        lit=Lit(
            z=frozenset({layer}),
            a=frozenset({layer - 1}),
            edges=frozenset({layer}),
            biases=frozenset({layer}),
        ),
        result=_factor(reading.z(layer, 0)) if single else None,
        target=Neuron(layer, 0) if single else Layer(layer),
        pulses=Pulses(layer, 1),
    )


def activation_frame(reading: Reading, index: int, layer: int) -> Frame:
    """Tell what the activation makes of the sums of a layer."""
    units = reading.units(layer)
    lines = [activation_lines(reading, layer, unit) for unit in reading.shown(units)]
    symbols, numbers = stacked(lines, units - len(lines))
    single = units == 1
    return Frame(
        index,
        Chapter.FORWARD,
        title=_title(reading, layer, "What comes out as ", "a", "?"),
        detail=_activation_detail(reading, layer),
        symbols=symbols,
        numbers=numbers,
        lit=Lit(z=frozenset({layer}), a=frozenset({layer})),
        result=_factor(reading.a(layer, 0)) if single else None,
        target=Neuron(layer, 0) if single else Layer(layer),
    )


def loss_frame(reading: Reading, index: int) -> Frame:
    """Tell how large the error is."""
    lines, error = error_lines(reading), reading.error
    symbols, numbers = stacked([*aim_lines(reading), lines])
    words = losses.WORDS if reading.units(reading.depth) == 1 else losses.MEAN_WORDS
    end = in_line(row(*lines.numbers.items[2:]), assigned(error))
    return Frame(
        index,
        Chapter.LOSS,
        title=row("How large is the error?"),
        detail=sentence(words[reading.document.training.loss], ": ", end),
        symbols=symbols,
        numbers=numbers,
        lit=Lit(a=frozenset({reading.depth}), target=True, loss=True),
        result=_factor(error),
        target=Loss(),
    )


def _title(reading: Reading, layer: int, start: str, letter: str, end: str) -> Row:
    if reading.units(layer) > 1:
        return row(start, f"each {letter} of {reading.document.layer_title(layer)}", end)
    quantity = reading.z(layer, 0) if letter == "z" else reading.a(layer, 0)
    return row(start, quantity.symbol, end)


def _sum_detail(reading: Reading, layer: int) -> Row:
    several = reading.units(layer - 1) > 1
    words = "Everything that comes in" if several else "What comes in"
    bias = ", plus the bias" if reading.has_bias(layer) else ""
    return sentence(words, f" times its weight{bias}: ", _sums(reading, layer))


def _sums(reading: Reading, layer: int) -> Row:
    z = reading.z(layer, 0)
    if reading.units(layer) > 1:
        return listed(reading.layer(layer).z[0], lambda unit: reading.z(layer, unit))
    if reading.units(layer - 1) > _FEW_INPUTS:
        return assigned(z)
    return row(weighted_sum(reading, layer, 0).numbers, EQUALS, z.number())


def _activation_detail(reading: Reading, layer: int) -> Row:
    detail = sentence(activations.WORDS[reading.activation(layer)], ": ", _outputs(reading, layer))
    ends_here = layer == reading.depth and not reading.has_target
    return row(detail, NO_TARGET) if ends_here else detail


def _outputs(reading: Reading, layer: int) -> Row:
    if reading.units(layer) > 1:
        return listed(reading.layer(layer).a[0], lambda unit: reading.a(layer, unit))
    return row(reading.z(layer, 0).number(), " becomes ", reading.a(layer, 0).number())


def _factor(quantity: Quantity) -> Factor:
    return Factor(row(quantity.symbol), quantity.value, quantity.element)
