"""How far a forward pass has come at one of its steps: what is worked out, neuron by neuron."""

from __future__ import annotations

import math
from typing import NamedTuple

from nnviz.document.elements import Bias, Edge, Element, Neuron
from nnviz.explain.frames import Frame


class Front(NamedTuple):
    """All layers before `layer` are worked out, and the first `units` of that one."""

    layer: int
    units: float = math.inf

    def holds(self, layer: int, unit: int) -> bool:
        """Tell whether a neuron is worked out."""
        return layer < self.layer or (layer == self.layer and unit < self.units)


class Reach(NamedTuple):
    """How far the weighted sums and the activations have come."""

    sums: Front
    activations: Front


def reached(frame: Frame) -> Reach:
    """Return how far the forward pass has come at `frame`: what it uses and gives, all before."""
    neuron = _neuron_of(frame.target)
    half = next((spot.half for spot in frame.lit.spots if spot.element == neuron), None)
    if neuron is None or half is None:
        return Reach(Front(max(frame.lit.z, default=0)), Front(max(frame.lit.a, default=0)))
    layer, so_far = neuron.layer, Front(neuron.layer, neuron.unit + _is_complete(frame))
    if half == "z":
        return Reach(so_far, Front(layer - 1))
    return Reach(Front(layer), so_far)


def _neuron_of(element: Element | None) -> Neuron | None:
    """Return the neuron that a step about it, its weight or its bias works out."""
    if isinstance(element, Edge | Bias):
        return Neuron(element.layer, element.unit)
    return element if isinstance(element, Neuron) else None


def _is_complete(frame: Frame) -> bool:
    """Tell whether the step ends its sum: what is only part of one stands for no element."""
    return frame.result is not None and frame.result.element is not None
