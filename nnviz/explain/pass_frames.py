"""The frames of a pass told at once: one for each chapter, layer by layer in each."""

from __future__ import annotations

import numpy as np

from nnviz.document.elements import Bias, Edge, Layer, Loss, Neuron
from nnviz.document.naming import Quantity as Letter
from nnviz.document.naming import symbol as named
from nnviz.engine.arrays import FloatArray
from nnviz.explain.equation import (
    BECOMES,
    COMMA,
    EQUALS,
    MINUS,
    PLUS,
    TIMES,
    Number,
    Row,
    Symbol,
    bracketed,
    joined,
    partial,
    row,
)
from nnviz.explain.frames import Chapter, Frame, Lit
from nnviz.explain.reading import Reading, known
from nnviz.explain.updates import WORDS, update_kind
from nnviz.explain.words import assigned, listed, sentence


def forward_pass_frame(reading: Reading, index: int) -> Frame:
    """Tell what the network makes of its inputs, every layer in two lines."""
    depth, layers = reading.depth, range(1, reading.depth + 1)
    outputs = listed(reading.layer(depth).a[0], lambda unit: reading.a(depth, unit))
    symbols, numbers = [], []
    for layer in layers:
        z, a = _whole(reading, layer, "z"), _whole(reading, layer, "a")
        symbols += [_sums(reading, layer, z), row(a, EQUALS, _activation(reading, layer), z, ")")]
        traced = reading.layer(layer)
        numbers += [
            _vector(reading, layer, z, traced.z[0]),
            _vector(reading, layer, a, traced.a[0]),
        ]
    return Frame(
        index,
        Chapter.FORWARD,
        title=row("What does the network make of its inputs?"),
        detail=sentence("Every layer weighs what comes in and bends the sum: ", outputs),
        symbols=tuple(symbols),
        numbers=tuple(numbers),
        lit=Lit(
            z=frozenset(layers),
            a=frozenset({0, *layers}),
            edges=frozenset(layers),
            biases=frozenset(layers),
        ),
        target=Layer(depth),
    )


def backward_pass_frame(reading: Reading, index: int) -> Frame:
    """Tell how strongly every layer moves the error, each δ made from the next."""
    layers = range(reading.depth, 0, -1)
    symbols, numbers = [], []
    for layer in layers:
        delta = _whole(reading, layer, "δ")
        symbols += [_delta(reading, layer, delta), *_gradients(reading, layer, delta)]
        numbers.append(_vector(reading, layer, delta, known(reading.layer(layer).delta)[0]))
        slope = reading.gradient(reading.steepest_edge(layer))
        numbers.append(row("steepest of the weights: ", assigned(slope)))
    first = reading.gradient(reading.steepest_edge(1))
    return Frame(
        index,
        Chapter.BACKWARD,
        title=row("How strongly does each weight move the error?"),
        detail=sentence(
            "The error goes back layer by layer; the steepest slope of the first is ",
            assigned(first),
        ),
        symbols=tuple(symbols),
        numbers=tuple(numbers),
        lit=Lit(
            z=frozenset(layers),
            a=frozenset({0, *layers}),
            edges=frozenset(layers),
            biases=frozenset(layers),
            target=True,
            loss=True,
        ),
        target=Loss(),
    )


def update_pass_frame(reading: Reading, index: int) -> Frame:
    """Tell what the optimizer makes of all weights and biases."""
    layers = range(reading.depth, 0, -1)
    w, slope = Symbol("w"), partial(_error(), Symbol("w"))
    step = row(reading.rate.symbol, TIMES, slope)
    if update_kind(reading) != "sgd":
        step = row("step(", slope, ")")
    return Frame(
        index,
        Chapter.UPDATE,
        title=row("What do all weights and biases become?"),
        detail=sentence(WORDS[update_kind(reading)]),
        symbols=(row(w, BECOMES, w, MINUS, step),),
        numbers=tuple(row("largest change: ", _largest(reading, layer)) for layer in layers),
        lit=Lit(edges=frozenset(layers), biases=frozenset(layers)),
        target=Layer(1),
    )


def _whole(reading: Reading, layer: int, letter: Letter) -> Symbol:
    """Return the name of a quantity of a whole layer; of a single neuron its own."""
    one = reading.units(layer) == 1
    place = Neuron(layer, 0) if one else Layer(layer)
    name = named(reading.document, place, letter)
    return Symbol(name.base, name.sub, name.sup, element=place)


def _weights(reading: Reading, layer: int) -> Symbol:
    edge = Edge(layer, 0, 0)
    return _all(reading, edge, layer, single=reading.weights(layer) == 1)


def _all(reading: Reading, first: Edge | Bias, layer: int, single: bool) -> Symbol:
    """Return the letter of all weights or biases of a layer; of a single one its own name."""
    name = named(reading.document, first)
    if single:
        return Symbol(name.base, name.sub, name.sup, element=first)
    return Symbol(name.base, "", name.sup, element=Layer(layer))


def _error() -> Symbol:
    return Symbol("E", element=Loss())


def _sums(reading: Reading, layer: int, z: Symbol) -> Row:
    before = _whole(reading, layer - 1, "a")
    sums = row(z, EQUALS, before, TIMES, _weights(reading, layer))
    if not reading.has_bias(layer):
        return sums
    return row(sums, PLUS, _all(reading, Bias(layer, 0), layer, reading.units(layer) == 1))


def _activation(reading: Reading, layer: int) -> str:
    return f"{reading.activation(layer).replace('_', ' ')}("


def _delta(reading: Reading, layer: int, delta: Symbol) -> Row:
    error = partial(_error(), _whole(reading, layer, "a"))
    slope = partial(_whole(reading, layer, "a"), _whole(reading, layer, "z"))
    if layer == reading.depth:
        return row(delta, EQUALS, error, TIMES, slope)
    after = _whole(reading, layer + 1, "δ")
    return row(delta, EQUALS, bracketed(after, TIMES, _weights(reading, layer + 1)), TIMES, slope)


def _gradients(reading: Reading, layer: int, delta: Symbol) -> list[Row]:
    before = _whole(reading, layer - 1, "a")
    by_weights = partial(_error(), _weights(reading, layer))
    return [row(by_weights, EQUALS, delta, TIMES, before)]


def _vector(reading: Reading, layer: int, name: Symbol, values: FloatArray) -> Row:
    kept = reading.shown(len(values))
    each = [Number(float(values[k]), element=Neuron(layer, k)) for k in kept]
    if len(values) == 1:
        return row(name, EQUALS, *each)
    numbers = joined(each, COMMA)
    left = len(values) - len(kept)
    return row(name, EQUALS, "(", numbers, f", and {left:,} more" if left else "", ")")


def _largest(reading: Reading, layer: int) -> Row:
    traced = reading.layer(layer)
    change = np.abs(known(traced.kernel_new) - traced.kernel_old)
    edge = Edge(layer, *divmod(int(change.argmax()), change.shape[1]))
    weight = reading.weight(edge)
    new = Number(reading.updated(edge), element=edge)
    return row(weight.symbol, " from ", weight.number(), " to ", new)
