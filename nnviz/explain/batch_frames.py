"""The frames of a pass over a batch: each slope is the mean of its samples' slopes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

from nnviz.document.elements import Bias, Edge, Element, Layer, Loss, Neuron
from nnviz.engine.arrays import FloatArray
from nnviz.explain.equation import TIMES, Fraction, Number, Row, Symbol, Text, partial, row
from nnviz.explain.frames import Chapter, Factor, Frame, Lit, Pulses
from nnviz.explain.lines import equation, slope_equation
from nnviz.explain.reading import Reading, known
from nnviz.explain.terms import Lines, Quantity, Term, products, protected, sum_of
from nnviz.explain.words import assigned, listed, moves_the_error, sentence, stacked

_Named: TypeAlias = Callable[[int, float], Term]


def batch_forward_frame(reading: Reading, index: int) -> Frame:
    """Tell what comes out for every sample."""
    depth, count = reading.depth, len(reading.trace.x)
    layers = frozenset(range(1, depth + 1))
    kept = reading.shown(count)
    numbers = tuple(row(f"sample {k + 1:,}: ", _outputs(reading, k)) for k in kept)
    left = (row(f"and {count - len(kept):,} more"),) if len(kept) < count else ()
    return Frame(
        index,
        Chapter.FORWARD,
        title=row(f"What comes out for each of {count:,} samples?"),
        detail=sentence("Every sample goes through by itself, with the same weights"),
        symbols=(),
        numbers=(*numbers, *left),
        lit=Lit(z=layers, a=layers | {0}, edges=layers, biases=layers),
        target=Layer(depth),
        pulses=Pulses(1, 1),
    )


def batch_loss_frame(reading: Reading, index: int) -> Frame:
    """Tell how large the mean error is."""
    error, lines = mean_error(reading), mean_error_lines(reading)
    return Frame(
        index,
        Chapter.LOSS,
        title=row("How large is the error?"),
        detail=sentence("The mean of the samples' errors: ", assigned(error)),
        symbols=(lines.symbols,),
        numbers=(lines.numbers,),
        lit=Lit(a=frozenset({reading.depth}), target=True, loss=True),
        result=Factor(row(error.symbol), error.value, error.element),
        target=Loss(),
    )


def mean_error(reading: Reading) -> Quantity:
    """Return E of the batch."""
    return reading.error._replace(value=float(reading.trace.loss or 0.0))


def mean_error_lines(reading: Reading) -> Lines:
    """Return E = 1/n · (E₁ + …), the mean over the samples."""
    errors = mean_of(reading, known(reading.trace.losses), _error)
    return equation(mean_error(reading), errors)


def batch_backward_frame(reading: Reading, index: int) -> Frame:
    """Tell the steepest mean slope of every layer's weights."""
    layers = range(reading.depth, 0, -1)
    lines = [mean_lines(reading, reading.steepest_edge(layer)) for layer in layers]
    symbols, numbers = stacked(lines)
    every = frozenset(layers)
    return Frame(
        index,
        Chapter.BACKWARD,
        title=moves_the_error("each weight"),
        detail=sentence("The mean of the samples' slopes; the steepest of each layer"),
        symbols=symbols,
        numbers=numbers,
        lit=Lit(z=every, a=every | {0}, edges=every, biases=every, target=True, loss=True),
        target=Loss(),
    )


def batch_gradient_frame(
    reading: Reading,
    index: int,
    title: Row,
    elements: Sequence[Edge] | Sequence[Bias],
    target: Element,
) -> Frame:
    """Tell the mean slopes of some weights or biases of one layer."""
    kept = [elements[k] for k in reading.shown(len(elements))]
    lines = [mean_lines(reading, element) for element in kept]
    symbols, numbers = stacked(lines, len(elements) - len(kept))
    layer, single = frozenset({elements[0].layer}), len(elements) == 1
    is_edges = isinstance(elements[0], Edge)
    slope = reading.gradient(elements[0])
    mean = "The mean of the samples' slopes"
    return Frame(
        index,
        Chapter.BACKWARD,
        title=title,
        detail=sentence(f"{mean}: ", assigned(slope)) if single else sentence(mean),
        symbols=symbols,
        numbers=numbers,
        lit=Lit(z=layer, edges=layer) if is_edges else Lit(z=layer, biases=layer),
        result=slope if single else None,
        target=target,
        pulses=Pulses(elements[0].layer, -1) if is_edges else None,
    )


def mean_lines(reading: Reading, element: Edge | Bias) -> Lines:
    """Return ∂E/∂w = 1/n · (∂E₁/∂w + …), the mean over the samples."""
    by = reading.parameter(element).symbol

    def slope(k: int, value: float) -> Term:
        error = Symbol("E", str(k + 1), element=Loss())
        return Term(partial(error, by), Number(value, element=element))

    return slope_equation(
        reading.gradient(element), mean_of(reading, own_slopes(reading, element), slope)
    )


def own_slopes(reading: Reading, element: Edge | Bias) -> FloatArray:
    """Return the slope of each sample's own error by one weight or bias."""
    traced = reading.layer(element.layer)
    delta = known(traced.delta)[:, element.unit]
    if isinstance(element, Bias):
        return delta
    return products(traced.inputs[:, element.source], delta)


def mean_of(reading: Reading, values: FloatArray, term: _Named) -> Lines:
    """Return 1/n · (the sum of what `term` makes of each sample's value)."""
    total = sum_of(values, lambda k: term(k, float(values[k])), reading.room.terms)
    share = Fraction(Text("1"), Text(str(len(values))))
    return Lines(
        row(share, TIMES, protected(total.symbols)), row(share, TIMES, protected(total.numbers))
    )


def _error(k: int, value: float) -> Term:
    return Term(Symbol("E", str(k + 1), element=Loss()), Number(value, element=Loss()))


def _outputs(reading: Reading, sample: int) -> Row:
    values = reading.layer(reading.depth).a[sample]

    def output(unit: int) -> Quantity:
        symbol = reading.a(reading.depth, unit).symbol
        return Quantity(symbol, float(values[unit]), Neuron(reading.depth, unit))

    return listed(values, output)
