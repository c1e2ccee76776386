"""One sample's trace, read by name: every quantity with its symbol, its value and its element."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

import numpy as np

from nnviz.document.document import Document
from nnviz.document.elements import Bias, Edge, Element, Loss, Neuron, Target
from nnviz.document.models import make_activation, make_loss
from nnviz.document.naming import Quantity as Letter
from nnviz.document.naming import symbol as named
from nnviz.engine.activations import Activation
from nnviz.engine.arrays import FloatArray
from nnviz.engine.losses import Loss as LossRule
from nnviz.engine.output_rules import ExactCrossentropy, output_rule
from nnviz.engine.trace import LayerTrace, Trace
from nnviz.explain.equation import Row, Symbol, partial, row
from nnviz.explain.frames import Factor
from nnviz.explain.grain import WINDOW, Room
from nnviz.explain.losses import smoothed
from nnviz.explain.terms import Quantity


class Reading:
    """A document's names over a trace of one sample.

    Parameters
    ----------
    document : Document
    trace : Trace
        Without a target only what is forward can be read.
    room : Room
        How much of wide layers is written out.
    samples : int
        Of how many samples the trace is; of several, only gradients and updates can be read.

    Attributes
    ----------
    depth : int
        The number of layers after the input; layers are counted from 1.
    """

    def __init__(
        self, document: Document, trace: Trace, room: Room = WINDOW, samples: int = 1
    ) -> None:
        if len(trace.x) != samples:
            raise ValueError(f"this is told for {samples} sample, not for {len(trace.x)}")
        self.document = document
        self.trace = trace
        self.room = room
        self.depth = len(trace.layers)
        self._rules: dict[int, Activation] = {}

    def layer(self, layer: int) -> LayerTrace:
        """Return the trace of layer `layer`, from 1."""
        return self.trace.layers[layer - 1]

    def units(self, layer: int) -> int:
        """Return the size of a layer; 0 is the input."""
        return self.document.sizes[layer]

    def weights(self, layer: int) -> int:
        """Return how many weights lead into a layer."""
        return self.units(layer - 1) * self.units(layer)

    def edges(self, layer: int) -> Iterator[Edge]:
        """Yield the weights into a layer, source by source."""
        for source in range(self.units(layer - 1)):
            for unit in range(self.units(layer)):
                yield Edge(layer, source, unit)

    def steepest_edge(self, layer: int) -> Edge:
        """Return the weight into a layer that moves the error most."""
        gradient = np.abs(known(self.layer(layer).dE_dkernel))
        source, unit = divmod(int(gradient.argmax()), gradient.shape[1])
        return Edge(layer, source, unit)

    def has_bias(self, layer: int) -> bool:
        """Tell whether layer `layer` has biases."""
        return self.layer(layer).bias_old is not None

    @property
    def has_target(self) -> bool:
        """Whether there is an error, and so a way back."""
        return self.trace.losses is not None

    @property
    def has_update(self) -> bool:
        """Whether the optimizer makes a step; for one sample out of a batch it makes none."""
        return self.trace.layers[0].new is not None

    def shown(self, count: int) -> range:
        """Return which of `count` things get a line of their own."""
        return range(count if count <= self.room.rows else self.room.rows - 1)

    def activation(self, layer: int) -> str:
        """Return Keras's name of a layer's activation."""
        return self.document.layers[layer - 1].activation

    def rule(self, layer: int) -> Activation:
        """Return a layer's activation with its arguments."""
        if layer not in self._rules:
            self._rules[layer] = make_activation(self.document.layers[layer - 1])
        return self._rules[layer]

    def is_shared(self, layer: int) -> bool:
        """Tell whether every z of a layer moves each of its a, as in softmax."""
        return not self.rule(layer).elementwise

    @cached_property
    def loss(self) -> LossRule:
        """The loss with its arguments."""
        return make_loss(self.document.training)

    @cached_property
    def is_exact(self) -> bool:
        """Whether loss and last activation are read together by the exact mathematics."""
        return isinstance(output_rule(self.loss, self.rule(self.depth)), ExactCrossentropy)

    # What there is: inputs, weights, sums, activations, targets, the error.

    def incoming(self, layer: int, unit: int) -> Quantity:
        """Return what layer `layer` receives from unit `unit` of the layer before: xᵢ or aᵢ."""
        value = float(self.layer(layer).inputs[0, unit])
        return self._quantity(Neuron(layer - 1, unit), value, given=layer == 1)

    def weight(self, edge: Edge) -> Quantity:
        """Return a weight before the update."""
        value = self.layer(edge.layer).kernel_old[edge.source, edge.unit]
        return self._quantity(edge, float(value), given=True)

    def bias(self, bias: Bias) -> Quantity:
        """Return a bias before the update; its layer must have one."""
        value = known(self.layer(bias.layer).bias_old)[bias.unit]
        return self._quantity(bias, float(value), given=True)

    def parameter(self, element: Edge | Bias) -> Quantity:
        """Return a weight or bias before the update."""
        return self.weight(element) if isinstance(element, Edge) else self.bias(element)

    def z(self, layer: int, unit: int) -> Quantity:
        """Return a weighted sum."""
        value = float(self.layer(layer).z[0, unit])
        return self._quantity(Neuron(layer, unit), value, "z")

    def a(self, layer: int, unit: int) -> Quantity:
        """Return an activation."""
        return self._quantity(Neuron(layer, unit), float(self.layer(layer).a[0, unit]), "a")

    def target(self, unit: int) -> Quantity:
        """Return the target of an output, scaled as the network sees it."""
        value = known(self.trace.target)[0, unit]
        return self._quantity(Target(unit), float(value), given=True)

    def aim(self, unit: int) -> Quantity:
        """Return the target of an output as the loss reads it: T′ where labels are smoothed."""
        return smoothed(self.loss, self.target(unit), self.units(self.depth))

    @property
    def error(self) -> Quantity:
        """E of this sample."""
        return self._quantity(Loss(), float(known(self.trace.losses)[0]))

    @property
    def rate(self) -> Quantity:
        """The learning rate η."""
        return Quantity(Symbol("η"), float(self.trace.learning_rate or 0.0), given=True)

    # How the error follows: slopes, each with its fraction as label.

    def dE_da(self, layer: int, unit: int) -> Factor:
        """Return ∂E/∂a."""
        value = known(self.layer(layer).dE_da)[0, unit]
        label = self._by_error(self.a(layer, unit).symbol)
        return Factor(label, float(value), Neuron(layer, unit))

    def da_dz(self, layer: int, unit: int, by: int | None = None) -> Factor:
        """Return ∂a/∂z; of softmax with respect to the sum of unit `by`."""
        other = unit if by is None else by
        slopes = self.layer(layer).da_dz[0]
        value = slopes[unit, other] if slopes.ndim == 2 else slopes[unit]
        label = partial(self.a(layer, unit).symbol, self.z(layer, other).symbol)
        return Factor(row(label), float(value), Neuron(layer, unit))

    def delta(self, layer: int, unit: int) -> Factor:
        """Return δ = ∂E/∂z under its short name."""
        value = float(known(self.layer(layer).delta)[0, unit])
        neuron = Neuron(layer, unit)
        return Factor(row(self._symbol(neuron, "δ")), value, neuron)

    def dE_dz(self, layer: int, unit: int) -> Factor:
        """Return δ under its long name ∂E/∂z."""
        label = self._by_error(self.z(layer, unit).symbol)
        return self.delta(layer, unit)._replace(label=label)

    def dz_dw(self, element: Edge | Bias) -> Factor:
        """Return ∂z/∂w, which is what comes in along the weight, or ∂z/∂b, which is 1."""
        label = partial(self.z(element.layer, element.unit).symbol, self._symbol(element))
        if isinstance(element, Bias):
            return Factor(row(label), 1.0, element)
        along = self.incoming(element.layer, element.source)
        return Factor(row(label), along.value, along.element)

    def dz_da(self, edge: Edge) -> Factor:
        """Return ∂z/∂a of the neuron before, which is the weight between them."""
        source = self.incoming(edge.layer, edge.source).symbol
        label = partial(self.z(edge.layer, edge.unit).symbol, source)
        return Factor(row(label), self.weight(edge).value, edge)

    def gradient(self, element: Edge | Bias) -> Factor:
        """Return ∂E/∂w or ∂E/∂b."""
        layer = self.layer(element.layer)
        if isinstance(element, Edge):
            value = float(known(layer.dE_dkernel)[element.source, element.unit])
        else:
            value = float(known(layer.dE_dbias)[element.unit])
        return Factor(self._by_error(self._symbol(element)), value, element)

    def updated(self, element: Edge | Bias) -> float:
        """Return a weight or bias after one step of the optimizer."""
        layer = self.layer(element.layer)
        if isinstance(element, Edge):
            return float(known(layer.kernel_new)[element.source, element.unit])
        return float(known(layer.bias_new)[element.unit])

    def _by_error(self, symbol: Symbol) -> Row:
        return row(partial(self._symbol(Loss()), symbol))

    def _quantity(
        self, element: Element, value: float, letter: Letter = "", given: bool = False
    ) -> Quantity:
        return Quantity(self._symbol(element, letter), value, element, given)

    def _symbol(self, element: Element, letter: Letter = "") -> Symbol:
        name = named(self.document, element, letter)
        return Symbol(name.base, name.sub, name.sup, element=element)


def known(array: FloatArray | None) -> FloatArray:
    """Return an array of the way back or of a bias where there is one."""
    assert array is not None, "there is no error without a target, no bias without use_bias"
    return array
