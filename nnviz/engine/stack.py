"""A stack of layers whose parameters live in one flat vector."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from operator import attrgetter
from typing import Any

import numpy as np

from nnviz.engine.arrays import FloatArray, aligned
from nnviz.engine.layers import Dense, InputLayer, Layer
from nnviz.engine.layers.base import matching
from nnviz.engine.layers.input import sample_shape
from nnviz.engine.naming import auto_name
from nnviz.engine.stages import prepared, require_computable, stages


class Stack:
    """Layers in order, and their parameters.

    Parameters
    ----------
    layers : iterable of Layer, optional
        May begin with an `Input`.
    trainable : bool
        Whether the layers learn, those added later too.
    name : str, optional
    dtype : {'float64', 'float32'}
        The type of parameters, and of everything in training and in a trace.
    """

    def __init__(
        self,
        layers: Iterable[Layer | InputLayer] | Layer | None = None,
        trainable: bool = True,
        name: str | None = None,
        *,
        dtype: str = "float64",
    ) -> None:
        if dtype not in ("float64", "float32"):
            raise ValueError(f"Expected dtype to be 'float64' or 'float32'; received {dtype!r}.")
        self.name = name or auto_name("sequential")
        self.dtype = dtype
        self._trainable = bool(trainable)
        self._layers: list[Layer] = []
        self._input: tuple[int, ...] | None = None
        self._input_layer: InputLayer | None = None
        self._parameters: FloatArray | None = None
        for layer in [layers] if isinstance(layers, (Layer, InputLayer)) else layers or ():
            self.add(layer)

    @property
    def layers(self) -> list[Layer]:
        """The layers, without the input."""
        return list(self._layers)

    @property
    def stages(self) -> list[Dense]:
        """The dense layers, each with the activations of the layers that follow it.

        They are what a trace shows: one product and one activation each.
        """
        _ = self.parameters
        return stages(self._layers)

    @property
    def built(self) -> bool:
        """Whether all layers have their weights."""
        return self._parameters is not None

    @property
    def parameters(self) -> FloatArray:
        """All that is learnt, shape (n_parameters,): by layers the kernel's rows, then the bias.

        The layers' weights are views into it, so writing to it changes them.
        """
        if self._parameters is None:
            raise ValueError(
                f"Model {self.name!r} has no parameters yet: expected it to be built. "
                "Fit it, call it on data, or give it an Input."
            )
        return self._parameters

    @property
    def input_shape(self) -> tuple[int | None, ...]:
        """The shape of a batch of inputs."""
        _ = self.parameters
        return (None, *(self._input or ()))

    @property
    def output_shape(self) -> tuple[int | None, ...]:
        """The shape of a batch of outputs."""
        return self._built_layers()[-1].output_shape

    @property
    def weights(self) -> list[FloatArray]:
        """The weights of every layer that has them, as views."""
        return [weight for layer in self._layers for weight in layer.weights]

    def get_layer(self, name: str | None = None, index: int | None = None) -> Layer:
        """Return the layer of this name, or at this place.

        Raises
        ------
        ValueError
            If there is none.
        """
        if (name is None) == (index is None):
            raise ValueError(
                f"Expected either the name of a layer or its index. Received: {name=}, {index=}"
            )
        if index is not None and index < len(self._layers):
            return self._layers[index]
        found = [layer for layer in self._layers if layer.name == name]
        if not found:
            raise ValueError(
                f"No such layer: {index if name is None else name}. "
                f"Existing layers are: {[layer.name for layer in self._layers]}."
            )
        return found[0]

    def add(self, layer: Layer | InputLayer) -> None:
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
        require_computable([*self._layers, layer])
        if self._input is None:
            self._input = layer.known_inputs()
        self._put_on_top(layer)

    def pop(self) -> Layer:
        """Take the top layer off and return it."""
        if not self._layers:
            raise ValueError(f"Expected a layer in model {self.name!r} to pop; it has none.")
        layer = self._layers.pop()
        layer.owner = None
        if isinstance(layer, Dense) and layer.built:
            layer.move_into(layer.block.copy())
        self._parameters = None
        if self._layers and self._input is not None:
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
        shape = self._input if input_shape is None else sample_shape(input_shape[1:])
        if shape is None:
            raise ValueError(f"Model {self.name!r} cannot be built without an input shape.")
        after = shape
        for layer in self._layers:
            after = layer.built_for(after, rng)
        self._input = shape
        self._gather()

    def build_on(self, parameters: FloatArray, n_inputs: int) -> None:
        """Let every layer have its weights in `parameters`, which is neither copied nor drawn.

        Parameters
        ----------
        parameters : ndarray, shape (n_parameters,)
            As `parameters` has them. If it cannot be written to, the model is for reading only.
        n_inputs : int
            How many the first layer has.

        Raises
        ------
        ValueError
            If there are more or fewer than the layers need.
        """
        after: tuple[int, ...] = (n_inputs,)
        start = 0
        for layer in self._layers:
            if isinstance(layer, Dense):
                shape = layer.block_shape(*after)
                layer.take(parameters[start : start + math.prod(shape)].reshape(shape))
                start += layer.block.size
            after = layer.built_for(after)
        if start != parameters.size:
            raise ValueError(f"Expected {start} parameters; received {parameters.size}.")
        self._input, self._parameters = (n_inputs,), parameters

    def get_weights(self) -> list[FloatArray]:
        """Return copies of the weights of every layer that has them."""
        return [weight.copy() for weight in self.weights]

    def set_weights(self, weights: Sequence[Any]) -> None:
        """Set the weights of every layer.

        Raises
        ------
        ValueError
            If their number or a shape is not that of this model, or it has none yet; nothing is
            changed then.
        """
        own = [weight for layer in self._built_layers() for weight in layer.weights]
        for mine, new in zip(own, matching(own, weights, self.name), strict=True):
            mine[...] = new

    def count_params(self) -> int:
        """Return the number of weights, with those that are not learnt."""
        return sum(layer.count_params() for layer in self._built_layers())

    def __repr__(self) -> str:
        return f"<{type(self).__name__} name={self.name}, built={self.built}>"

    def _known_inputs(self) -> tuple[int, ...] | None:
        """Return the shape of one sample, as far as it is known."""
        if self._input is None and self._layers:
            return self._layers[0].known_inputs()
        return self._input

    def _prepared(self, x: FloatArray) -> FloatArray:
        """Return what the first dense layer sees of samples in rows."""
        return prepared(self._layers, x)

    def _built_layers(self) -> list[Layer]:
        _ = self.parameters
        return self._layers

    def _put_on_top(self, layer: Layer) -> None:
        """Add a layer, and build if possible; if that fails, everything is as before."""
        layer.owner = self
        if not self._trainable:
            layer.trainable = False
        self._layers.append(layer)
        self._parameters = None
        if self._input is None:
            return
        try:
            self.build()
        except ValueError:
            self.pop()
            raise

    def _dense_layers(self) -> list[Dense]:
        return [layer for layer in self._built_layers() if isinstance(layer, Dense)]

    def _gather(self) -> None:
        dense = [layer for layer in self._layers if isinstance(layer, Dense)]
        flat = aligned((sum(layer.block.size for layer in dense),), self.dtype)
        start = 0
        for layer in dense:
            shape = layer.block.shape
            layer.move_into(flat[start : start + layer.block.size].reshape(shape))
            start += layer.block.size
        self._parameters = flat

    def _declare_inputs(self, layer: InputLayer) -> None:
        if self._input is not None:
            raise ValueError(
                f"Sequential model {self.name!r} has already been configured to use input shape "
                f"{(None, *self._input)}. You cannot add a different Input layer to it."
            )
        if self._layers:
            raise ValueError(
                f"Expected an Input before all layers of model {self.name!r}; "
                f"received it after layer {self._layers[-1].name!r}."
            )
        self._input, self._input_layer = layer.sample_shape, layer

    def _require_addable(self, layer: Any) -> None:
        if not isinstance(layer, Layer):
            raise ValueError(
                "Only instances of `nnviz.layers.Layer` and `Input` can be added to a Sequential "
                f"model. Received: {layer!r} (of type {type(layer)})"
            )
        if layer.owner is not None:
            raise ValueError(
                f"Layer {layer.name!r} already belongs to a model: expected a new layer."
            )
        if layer.name in map(attrgetter("name"), self._layers):
            raise ValueError(
                f"All layers added to a Sequential model should have unique names. Name "
                f"{layer.name!r} is already the name of a layer in this model."
            )
