"""The frames of the forward pass and of the loss."""

from __future__ import annotations

from nnviz.document.elements import Layer, Loss, Neuron
from nnviz.explain import activations, losses
from nnviz.explain.equation import EQUALS, Node, Row, row
from nnviz.explain.frames import Chapter, Factor, Frame, Lit, Pulses
from nnviz.explain.lines import activation_lines, error_lines, sum_lines, weighted_sum
from nnviz.explain.reading import Reading
from nnviz.explain.terms import Quantity
from nnviz.explain.words import assigned, listed, sentence, shown, stacked

_FEW_INPUTS = 2
NO_TARGET = " There is no target, so there is no error to send back: set one to see it."


def sum_frame(reading: Reading, index: int, layer: int) -> Frame:
    """Tell how the weighted sums of a layer come about."""
    units = reading.units(layer)
    sums = [reading.z(layer, unit) for unit in range(units)]
    lines = [sum_lines(reading, layer, unit) for unit in shown(units)]
    symbols, numbers = stacked(lines, units)
    single = units == 1
    return Frame(
        index,
        Chapter.FORWARD,
        title=_title(reading, layer, "What does ", sums, " add up to?"),
        detail=_sum_detail(reading, layer, sums),
        symbols=symbols,
        numbers=numbers,
        lit=Lit(
            z=frozenset({layer}),
            a=frozenset({layer - 1}),
            edges=frozenset({layer}),
            biases=frozenset({layer}),
        ),
        result=_factor(sums[0]) if single else None,
        target=Neuron(layer, 0) if single else Layer(layer),
        pulses=Pulses(layer, 1),
    )


def activation_frame(reading: Reading, index: int, layer: int) -> Frame:
    """Tell what the activation makes of the sums of a layer."""
    units = reading.units(layer)
    outputs = [reading.a(layer, unit) for unit in range(units)]
    lines = [activation_lines(reading, layer, unit) for unit in shown(units)]
    symbols, numbers = stacked(lines, units)
    single = units == 1
    return Frame(
        index,
        Chapter.FORWARD,
        title=_title(reading, layer, "What comes out as ", outputs, "?"),
        detail=_activation_detail(reading, layer, outputs),
        symbols=symbols,
        numbers=numbers,
        lit=Lit(z=frozenset({layer}), a=frozenset({layer})),
        result=_factor(outputs[0]) if single else None,
        target=Neuron(layer, 0) if single else Layer(layer),
    )


def loss_frame(reading: Reading, index: int) -> Frame:
    """Tell how large the error is."""
    lines, error = error_lines(reading), reading.error
    few = reading.units(reading.depth) <= _FEW_INPUTS
    words = losses.WORDS if reading.units(reading.depth) == 1 else losses.MEAN_WORDS
    end = row(*lines.numbers.items[2:]) if few else assigned(error)
    return Frame(
        index,
        Chapter.LOSS,
        title=row("How large is the error?"),
        detail=sentence(words[reading.document.training.loss], ": ", end),
        symbols=(lines.symbols,),
        numbers=(lines.numbers,),
        lit=Lit(a=frozenset({reading.depth}), target=True, loss=True),
        result=_factor(error),
        target=Loss(),
    )


def _title(reading: Reading, layer: int, start: str, values: list[Quantity], end: str) -> Row:
    if len(values) == 1:
        return row(start, values[0].symbol, end)
    title, letter = reading.document.layer_title(layer), values[0].symbol.base
    return row(start, f"each {letter} of {title}", end)


def _sum_detail(reading: Reading, layer: int, sums: list[Quantity]) -> Row:
    bias = ", plus the bias" if reading.has_bias(layer) else ""
    several = reading.units(layer - 1) > 1
    words = "Everything that comes in" if several else "What comes in"
    if len(sums) > 1:
        return sentence(words, f" times its weight{bias}: ", listed(sums))
    few = reading.units(layer - 1) <= _FEW_INPUTS
    calculation: Node = row(weighted_sum(reading, layer, 0).numbers, EQUALS, sums[0].number())
    return sentence(words, f" times its weight{bias}: ", calculation if few else assigned(sums[0]))


def _activation_detail(reading: Reading, layer: int, outputs: list[Quantity]) -> Row:
    words = activations.WORDS[reading.activation(layer)]
    if len(outputs) > 1:
        detail = sentence(words, ": ", listed(outputs))
    else:
        before = reading.z(layer, 0).number()
        detail = sentence(words, ": ", before, " becomes ", outputs[0].number())
    ends_here = layer == reading.depth and not reading.has_target
    return row(detail, NO_TARGET) if ends_here else detail


def _factor(quantity: Quantity) -> Factor:
    return Factor(row(quantity.symbol), quantity.value)
