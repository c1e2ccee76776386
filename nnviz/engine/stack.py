"""A stack of dense layers whose parameters live in one flat vector."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from nnviz.engine.arrays import FloatArray
from nnviz.engine.layers import Dense, InputLayer, matching
from nnviz.engine.naming import auto_name


class Stack:
    """Layers in order, and their parameters.

    Parameters
    ----------
    layers : iterable of Dense, optional
        May begin with an `Input`.
    name : str, optional
    """

    def __init__(
        self, layers: Iterable[Dense | InputLayer] | None = None, name: str | None = None
    ) -> None:
        self.name = name or auto_name("sequential")
        self._layers: list[Dense] = []
        self._n_inputs: int | None = None
        self._parameters: FloatArray | None = None
        for layer in layers or ():
            self.add(layer)

    @property
    def layers(self) -> list[Dense]:
        """The layers, without the input."""
        return list(self._layers)

    @property
    def built(self) -> bool:
        """Whether all layers have their weights."""
        return self._parameters is not None

    @property
    def parameters(self) -> FloatArray:
        """All parameters, shape (n_parameters,): layer by layer the kernel's rows, then the bias.

        The layers' weights are views into it, so writing to it changes them.
        """
        if self._parameters is None:
            raise ValueError(
                f"Model {self.name!r} has no parameters yet: expected it to be built. "
                "Fit it, call it on data, or give it an Input."
            )
        return self._parameters

    @property
    def input_shape(self) -> tuple[None, int]:
        """The shape of a batch of inputs."""
        return self._built_layers()[0].input_shape

    @property
    def output_shape(self) -> tuple[None, int]:
        """The shape of a batch of outputs."""
        return self._built_layers()[-1].output_shape

    @property
    def weights(self) -> list[FloatArray]:
        """Kernel and bias of every layer, as views."""
        return [weight for layer in self._built_layers() for weight in layer.weights]

    def add(self, layer: Dense | InputLayer) -> None:
        """Put a layer on top; the model is built as soon as its input shape is known.

        Raises
        ------
        ValueError
            If it is not a layer, or belongs to another model.
        """
        if isinstance(layer, InputLayer):
            self._declare_inputs(layer)
            return
        self._require_addable(layer)
        layer.owner = self
        self._layers.append(layer)
        if self._n_inputs is None:
            self._n_inputs = layer.n_inputs if layer.built else layer.declared_inputs
        self._parameters = None
        if self._n_inputs is not None:
            self.build()

    def pop(self) -> Dense:
        """Take the top layer off and return it."""
        if not self._layers:
            raise ValueError(f"Expected a layer in model {self.name!r} to pop; it has none.")
        layer = self._layers.pop()
        layer.owner = None
        if layer.built:
            layer.move_into(layer.block.copy())
        self._parameters = None
        if self._layers and self._n_inputs is not None:
            self.build()
        return layer

    def build(
        self,
        input_shape: Sequence[int | None] | None = None,
        rng: np.random.Generator | None = None,
    ) -> None:
        """Give every layer its weights, in one flat vector; those that have weights keep them.

        Parameters
        ----------
        input_shape : tuple, optional
            The shape of a batch, ``(None, n_inputs)``, unless an input was declared.
        rng : Generator, optional
            Where random first weights come from, instead of the global generator.
        """
        if not self._layers:
            raise ValueError(f"Model {self.name!r} cannot be built: expected at least one layer.")
        if self.built:
            return
        size = self._n_inputs if input_shape is None else input_shape[-1]
        if size is None:
            raise ValueError(f"Model {self.name!r} cannot be built without an input shape.")
        for layer in self._layers:
            layer.build((None, size), rng)
            if layer.n_inputs != size:
                raise incompatible(layer.name, size, layer.n_inputs)
            size = layer.units
        self._n_inputs = self._layers[0].n_inputs
        self._gather()

    def get_weights(self) -> list[FloatArray]:
        """Return copies of kernel and bias of every layer."""
        return [weight.copy() for weight in self.weights]

    def set_weights(self, weights: Sequence[Any]) -> None:
        """Set kernel and bias of every layer.

        Raises
        ------
        ValueError
            If their number or a shape is not that of this model; nothing is changed then.
        """
        own = self.weights
        for mine, new in zip(own, matching(own, weights, self.name), strict=True):
            mine[...] = new

    def count_params(self) -> int:
        """Return the number of parameters."""
        return self.parameters.size

    def _built_layers(self) -> list[Dense]:
        _ = self.parameters
        return self._layers

    def _gather(self) -> None:
        flat = np.empty(sum(layer.block.size for layer in self._layers))
        start = 0
        for layer in self._layers:
            shape = layer.block.shape
            layer.move_into(flat[start : start + layer.block.size].reshape(shape))
            start += layer.block.size
        self._parameters = flat

    def _declare_inputs(self, layer: InputLayer) -> None:
        if self._layers or self._n_inputs is not None:
            raise ValueError(
                f"Sequential model {self.name!r} has already been configured to use input shape "
                f"(None, {self._n_inputs}). You cannot add a different Input layer to it."
            )
        self._n_inputs = layer.n_inputs

    def _require_addable(self, layer: Any) -> None:
        if not isinstance(layer, Dense):
            raise ValueError(
                "Only instances of `nnviz.layers.Dense` and `Input` can be added to a Sequential "
                f"model. Received: {layer!r} (of type {type(layer)})"
            )
        if layer.owner is not None:
            raise ValueError(
                f"Layer {layer.name!r} already belongs to a model: expected a new layer."
            )
        below = self._layers[-1].units if self._layers else self._n_inputs
        if layer.built and below is not None and layer.n_inputs != below:
            raise incompatible(layer.name, below, layer.n_inputs)
        if any(layer.name == other.name for other in self._layers):
            raise ValueError(
                f"All layers added to a Sequential model should have unique names. Name "
                f"{layer.name!r} is already the name of a layer in this model."
            )


def incompatible(name: str, received: int, expected: int) -> ValueError:
    """Return Keras's error for inputs of the wrong width."""
    return ValueError(
        f'Input 0 of layer "{name}" is incompatible with the layer: expected axis -1 of input '
        f"shape to have value {expected}, but received input with shape (None, {received})"
    )
