"""The exact values that a step of a pass is about, under the names of the trace."""

from __future__ import annotations

from typing import Any, TypeAlias

from nnviz.engine.arrays import FloatArray
from nnviz.engine.trace import LayerTrace
from nnviz.explain.reading import Reading

Values: TypeAlias = dict[str, Any]

_PER_SAMPLE = ("z", "a", "dE_da", "da_dz", "delta")
_OF_WEIGHTS = ("dE_dkernel", "kernel_old", "kernel_new")


def layer_values(reading: Reading, layer: int, *keys: str) -> Values:
    """Return a layer's values: of one sample as vectors, of a batch with a row per sample."""
    traced, several = reading.layer(layer), len(reading.trace.x) > 1
    found = {key: _array(traced, key) for key in keys}
    return {
        key: value[0] if key in _PER_SAMPLE and not several else value
        for key, value in found.items()
        if value is not None
    }


def unit_values(reading: Reading, layer: int, unit: int, *keys: str) -> Values:
    """Return a neuron's values; of its weights one for each that leads into it."""
    return {
        key: value[:, unit] if key in _OF_WEIGHTS else value[unit]
        for key, value in layer_values(reading, layer, *keys).items()
    }


def weight_values(reading: Reading, layer: int, unit: int, source: int, *keys: str) -> Values:
    """Return the values of one weight."""
    found = layer_values(reading, layer, *keys)
    return {key: value[source, unit] for key, value in found.items()}


def jacobian_value(reading: Reading, layer: int, unit: int, by: int) -> Values:
    """Return ∂aᵢ/∂zⱼ of softmax, where i is `unit` and j is `by`."""
    return {"da_dz": reading.layer(layer).da_dz[0, unit, by]}


def loss_values(reading: Reading) -> Values:
    """Return the error of the sample, or the mean error of a batch and every sample's."""
    trace = reading.trace
    several = {"losses": trace.losses} if len(trace.x) > 1 else {}
    return {"loss": trace.loss, **several}


def pass_values(reading: Reading, *keys: str) -> Values:
    """Return values of all layers, the first after the input at the front."""
    layers = range(1, reading.depth + 1)
    return {"layers": [layer_values(reading, layer, *keys) for layer in layers]}


def _array(traced: LayerTrace, key: str) -> FloatArray | None:
    found: FloatArray | None = getattr(traced, key)
    return found
