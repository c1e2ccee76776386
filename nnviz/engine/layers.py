"""Layers: `Input` and `Dense`, with Keras's arguments."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from nnviz.engine import activations, initializers
from nnviz.engine.activations import Activation
from nnviz.engine.arrays import FloatArray, positive_integer
from nnviz.engine.initializers import Initializer
from nnviz.engine.naming import auto_name


class InputLayer:
    """The declared shape of one sample.

    Parameters
    ----------
    shape : tuple of int
        One number: how many features a sample has.
    name : str, optional
    """

    def __init__(self, shape: Sequence[int], name: str | None = None) -> None:
        self.n_inputs = _features(shape)
        self.name = name or auto_name("input_layer")

    @property
    def shape(self) -> tuple[None, int]:
        """The shape of a batch; None stands for any number of samples."""
        return (None, self.n_inputs)


def Input(shape: Sequence[int], name: str | None = None) -> InputLayer:
    """Declare the shape of one sample, e.g. ``Input(shape=(2,))``."""
    return InputLayer(shape, name)


class Dense:
    """Units that each see all inputs: a = activation(inputs · kernel + bias).

    Parameters
    ----------
    units : int
        How many.
    activation : str or Activation, optional
        None is linear.
    use_bias : bool
    kernel_initializer, bias_initializer : str or Initializer
    name : str, optional
    input_shape : tuple of int, optional
        The shape of one sample, for the first layer of a model.
    input_dim : int, optional
        The same, as a number.

    Attributes
    ----------
    block : ndarray, shape (n_in + 1, units) or (n_in, units)
        The rows of the kernel, then the bias if there is one; a view into the model's parameters.
    """

    def __init__(
        self,
        units: int,
        activation: str | Activation | None = None,
        use_bias: bool = True,
        kernel_initializer: str | Initializer | None = "glorot_uniform",
        bias_initializer: str | Initializer | None = "zeros",
        *,
        name: str | None = None,
        input_shape: Sequence[int] | None = None,
        input_dim: int | None = None,
    ) -> None:
        self.units = positive_integer("units", units)
        self.activation = activations.get(activation)
        self.use_bias = bool(use_bias)
        self.kernel_initializer = initializers.get(kernel_initializer)
        self.bias_initializer = initializers.get(bias_initializer)
        self.name = name or auto_name("dense")
        self.declared_inputs = _declared(input_shape, input_dim)
        self.owner: object | None = None
        self._block: FloatArray | None = None

    @property
    def built(self) -> bool:
        """Whether the layer has its weights."""
        return self._block is not None

    @property
    def block(self) -> FloatArray:
        """The parameters as one matrix."""
        if self._block is None:
            raise ValueError(
                f"Layer {self.name!r} has no weights yet: expected it to be built. "
                "Call the model on data, or give it an Input or input_shape."
            )
        return self._block

    @property
    def n_inputs(self) -> int:
        """How many inputs each unit sees."""
        return len(self.block) - self.use_bias

    @property
    def kernel(self) -> FloatArray:
        """The weights, shape (n_in, units): a view that may be written to."""
        return self.block[: self.n_inputs]

    @property
    def bias(self) -> FloatArray | None:
        """The bias, shape (units,): a view that may be written to; None without bias."""
        return self.block[-1] if self.use_bias else None

    @property
    def weights(self) -> list[FloatArray]:
        """Kernel and bias, as views."""
        return [self.kernel] if self.bias is None else [self.kernel, self.bias]

    @property
    def input_shape(self) -> tuple[None, int]:
        """The shape of a batch of inputs."""
        return (None, self.n_inputs)

    @property
    def output_shape(self) -> tuple[None, int]:
        """The shape of a batch of outputs."""
        return (None, self.units)

    def block_shape(self, n_inputs: int) -> tuple[int, int]:
        """Return the shape of the parameters for `n_inputs` inputs."""
        return (n_inputs + self.use_bias, self.units)

    def build(
        self, input_shape: Sequence[int | None], rng: np.random.Generator | None = None
    ) -> None:
        """Draw first weights for inputs of ``input_shape[-1]`` features, unless they are there."""
        if self.built:
            return
        n_inputs = positive_integer("input_shape[-1]", input_shape[-1])
        block = np.empty(self.block_shape(n_inputs))
        block[:n_inputs] = self.kernel_initializer((n_inputs, self.units), rng=rng)
        if self.use_bias:
            block[-1] = self.bias_initializer((self.units,), rng=rng)
        self._block = block

    def move_into(self, block: FloatArray) -> None:
        """Keep the weights, but let them live in `block` from now on."""
        block[...] = self.block
        self._block = block

    def get_weights(self) -> list[FloatArray]:
        """Return copies of kernel and bias."""
        return [weight.copy() for weight in self.weights]

    def set_weights(self, weights: Sequence[Any]) -> None:
        """Set kernel and bias.

        Raises
        ------
        ValueError
            If their number or a shape is not that of this layer.
        """
        for own, new in zip(self.weights, matching(self.weights, weights, self.name), strict=True):
            own[...] = new

    def count_params(self) -> int:
        """Return the number of parameters."""
        return int(self.block.size)

    def __repr__(self) -> str:
        return f"<Dense name={self.name}, units={self.units}, activation={self.activation.name}>"


def matching(own: Sequence[FloatArray], new: Sequence[Any], name: str) -> list[FloatArray]:
    """Return `new` as arrays, after checking their number and shapes against `own`.

    Raises
    ------
    ValueError
        If they differ.
    """
    if len(own) != len(new):
        raise ValueError(
            f"You called `set_weights(weights)` on {name!r} with a weight list of length "
            f"{len(new)}, but expected {len(own)} weights."
        )
    arrays = [np.asarray(weight, dtype=np.float64) for weight in new]
    for index, (mine, array) in enumerate(zip(own, arrays, strict=True)):
        if mine.shape != array.shape:
            raise ValueError(
                f"Weight {index} of {name!r}: expected shape {mine.shape}, "
                f"received shape {array.shape}."
            )
    return arrays


def _features(shape: Any) -> int:
    """Return the number of features of one sample of this shape."""
    try:
        (features,) = shape
    except (TypeError, ValueError):
        raise ValueError(
            f"Expected the shape of one sample as a tuple of one integer, e.g. (2,); "
            f"received {shape!r}."
        ) from None
    return positive_integer("shape[0]", features)


def _declared(input_shape: Any, input_dim: int | None) -> int | None:
    if input_shape is not None:
        return _features(input_shape)
    return None if input_dim is None else positive_integer("input_dim", input_dim)
