"""The activation curve of a neuron: what it would give at other weighted sums."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nnviz.document.document import Document
from nnviz.document.elements import Bias, Edge, Element, Neuron
from nnviz.document.models import make_activation
from nnviz.document.settings import LayerSpec
from nnviz.engine.activations import Activation
from nnviz.engine.trace import Trace

Floats = NDArray[np.float64]
_MOST_PEERS = 500


@dataclass(frozen=True)
class OperatingPoint:
    """Where a neuron stands on its curve.

    Attributes
    ----------
    slope : float
        ∂a/∂z there.
    peers : ndarray, shape (n, 2)
        (z, a) of the other neurons on the same curve.
    """

    neuron: Neuron
    activation: Activation
    z: float
    a: float
    slope: float
    peers: Floats


def chosen_neuron(document: Document, element: Element | None) -> Neuron:
    """Return the neuron that `element` is or leads to; else the first output."""
    if isinstance(element, Neuron | Edge | Bias) and element.layer > 0:
        return Neuron(element.layer, element.unit)
    return Neuron(len(document.layers), 0)


def operating_point(document: Document, trace: Trace, neuron: Neuron) -> OperatingPoint:
    """Read a neuron's z, a and slope from the trace."""
    layer, unit = trace.layers[neuron.layer - 1], neuron.unit
    slopes = layer.da_dz[0]
    slope = slopes[unit, unit] if slopes.ndim == 2 else slopes[unit]
    return OperatingPoint(
        neuron,
        make_activation(document.layers[neuron.layer - 1]),
        float(layer.z[0, unit]),
        float(layer.a[0, unit]),
        float(slope),
        _peers(document, trace, neuron),
    )


def curve(point: OperatingPoint, others: Floats, z: Floats) -> Floats:
    """Return a at each of `z`; of softmax while the `others`' sums stay as they are."""
    if point.activation.elementwise:
        return np.asarray(point.activation(z), dtype=np.float64)
    share = 1.0 / (1.0 + np.exp(np.clip(_log_sum(others) - z, -700.0, 700.0)))
    return np.log(share) if point.activation.name == "log_softmax" else share


def other_sums(trace: Trace, neuron: Neuron) -> Floats:
    """Return z of the other neurons of the layer."""
    return np.delete(trace.layers[neuron.layer - 1].z[0], neuron.unit)


def _peers(document: Document, trace: Trace, neuron: Neuron) -> Floats:
    """Return the neurons on the same curve: of the layer, or in a chain of the same activation."""
    own_spec = document.layers[neuron.layer - 1]
    if not make_activation(own_spec).elementwise:
        return np.empty((0, 2))
    chain = max(document.sizes) == 1
    layers = [
        k + 1
        for k, spec in enumerate(document.layers)
        if k + 1 == neuron.layer or (chain and _bend_of(spec) == _bend_of(own_spec))
    ]
    points = [
        np.stack([trace.layers[k - 1].z[0], trace.layers[k - 1].a[0]], axis=1) for k in layers
    ]
    own = sum(len(p) for k, p in zip(layers, points, strict=True) if k < neuron.layer)
    return np.delete(np.concatenate(points), own + neuron.unit, axis=0)[:_MOST_PEERS]


def _bend_of(spec: LayerSpec) -> tuple[str, object]:
    return spec.activation, spec.activation_options


def _log_sum(z: Floats) -> float:
    """Return ln Σ eᶻ without overflow; −∞ of nothing."""
    if not len(z):
        return -np.inf
    top = float(z.max())
    return top + float(np.log(np.exp(z - top).sum()))
