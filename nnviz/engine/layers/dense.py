"""Dense layers."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from typing import Any

import numpy as np

from nnviz.engine import activations, constraints, initializers, regularizers
from nnviz.engine.activations import Activation
from nnviz.engine.activations.affine import one_after_another
from nnviz.engine.arrays import BoolArray, FloatArray, positive_integer
from nnviz.engine.constraints import Constraint
from nnviz.engine.initializers import Initializer
from nnviz.engine.layers.base import Layer, incompatible
from nnviz.engine.regularizers import Regularizer


class Dense(Layer):
    """Units that each see all inputs: a = activation(inputs · kernel + bias).

    Parameters
    ----------
    units : int
        How many.
    activation : str or Activation, optional
        None is linear.
    use_bias : bool
    kernel_initializer, bias_initializer : str or Initializer
    kernel_regularizer, bias_regularizer : str or Regularizer, optional
        What the weights add to the loss.
    activity_regularizer : str or Regularizer, optional
        What the activations of each sample add to its loss.
    kernel_constraint, bias_constraint : str or Constraint, optional
        What the weights are brought back to after each step.
    **options
        As for every `Layer`: name, input_shape, input_dim.

    Attributes
    ----------
    block : ndarray, shape (n_in + 1, units) or (n_in, units)
        The rows of the kernel, then the bias if there is one; a view into the model's parameters.
    frozen : ndarray of bool, shape of block
        Which of them do not learn: none or all, as `trainable` says, unless it is set.
    """

    def __init__(
        self,
        units: int,
        activation: str | Activation | None = None,
        use_bias: bool = True,
        kernel_initializer: str | Initializer | None = "glorot_uniform",
        bias_initializer: str | Initializer | None = "zeros",
        kernel_regularizer: str | Regularizer | None = None,
        bias_regularizer: str | Regularizer | None = None,
        activity_regularizer: str | Regularizer | None = None,
        kernel_constraint: str | Constraint | None = None,
        bias_constraint: str | Constraint | None = None,
        **options: Any,
    ) -> None:
        super().__init__(**options)
        if self.declared_shape is not None:
            require_features(self.declared_shape)
        self.units = positive_integer("units", units)
        self.activation = activations.get(activation)
        self.use_bias = bool(use_bias)
        self.kernel_initializer = initializers.get(kernel_initializer)
        self.bias_initializer = initializers.get(bias_initializer)
        self.kernel_regularizer = regularizers.get(kernel_regularizer)
        self.bias_regularizer = regularizers.get(bias_regularizer)
        self.activity_regularizer = regularizers.get(activity_regularizer)
        self.kernel_constraint = constraints.get(kernel_constraint)
        self.bias_constraint = constraints.get(bias_constraint)
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
    def trainable(self) -> bool:
        """Whether a weight learns; set, it holds for all of them."""
        return self._trainable

    @trainable.setter
    def trainable(self, value: bool) -> None:
        self._trainable = bool(value)
        self._some_frozen: BoolArray | None = None

    @property
    def frozen(self) -> BoolArray:
        """Which parameters do not learn, shape of `block`; not to be written to, but set."""
        frozen = self._some_frozen
        whole = np.full(self.block.shape, not self.trainable) if frozen is None else frozen.copy()
        whole.setflags(write=False)
        return whole

    @frozen.setter
    def frozen(self, frozen: BoolArray) -> None:
        self.trainable = not frozen.all()
        if self.trainable and frozen.any():
            self._some_frozen = frozen.copy()

    @property
    def freezes(self) -> bool:
        """Whether a parameter does not learn."""
        return not self.trainable or self._some_frozen is not None

    @property
    def kernel_learns(self) -> bool:
        """Whether a weight of the kernel learns; if not, its regularizer adds nothing."""
        return self._learns(slice(self.n_inputs))

    @property
    def bias_learns(self) -> bool:
        """Whether a bias learns; if not, its regularizer adds nothing."""
        return self.use_bias and self._learns(slice(self.n_inputs, None))

    def _learns(self, rows: slice) -> bool:
        if self._some_frozen is None:
            return self.trainable
        return not self._some_frozen[rows].all()

    def followed_by(self, activation: Activation) -> Dense:
        """Return this layer, with the same weights in the same memory, and one more activation."""
        layer = copy.copy(self)
        layer.activation = one_after_another(self.activation, activation)
        return layer

    def apply(self, x: FloatArray) -> FloatArray:
        """Return the activations of samples in rows."""
        self.build(x.shape)
        z = x @ self.kernel
        return self.activation(z if self.bias is None else z + self.bias)

    def known_inputs(self) -> tuple[int, ...] | None:
        """Return the shape of one sample, if the layer was told or has weights for it."""
        return (self.n_inputs,) if self.built else self.declared_shape

    def built_for(
        self, shape: tuple[int, ...], rng: np.random.Generator | None = None
    ) -> tuple[int, ...]:
        """Make the weights for samples of this shape, and return the shape after the layer."""
        require_features(shape)
        self.build((None, *shape), rng)
        if self.n_inputs != shape[0]:
            raise incompatible(self.name, shape[0], self.n_inputs)
        self.sample_shape_after = (self.units,)
        return self.sample_shape_after

    @property
    def weights(self) -> list[FloatArray]:
        """Kernel and bias, as views; none before the layer is built."""
        if not self.built:
            return []
        return [self.kernel] if self.bias is None else [self.kernel, self.bias]

    @property
    def trainable_weights(self) -> list[FloatArray]:
        """Kernel and bias, as views, without what does not learn at all."""
        learn = (self.kernel_learns, self.bias_learns) if self.built else ()
        return [weight for weight, learns in zip(self.weights, learn, strict=False) if learns]

    @property
    def non_trainable_weights(self) -> list[FloatArray]:
        """The others, as views."""
        learn = (self.kernel_learns, self.bias_learns) if self.built else ()
        return [weight for weight, learns in zip(self.weights, learn, strict=False) if not learns]

    def count_params(self) -> int:
        """Return the number of weights."""
        return self.block.size

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

    def take(self, block: FloatArray) -> None:
        """Have the weights that `block` holds, in its memory."""
        self._block = block

    def with_block(self, block: FloatArray) -> Dense:
        """Return this layer with the weights that `block` holds; it stays as it is itself."""
        layer = copy.copy(self)
        layer.take(block)
        return layer

    def __repr__(self) -> str:
        return f"<Dense name={self.name}, units={self.units}, activation={self.activation.name}>"


def require_features(shape: tuple[int, ...]) -> None:
    """Raise ValueError unless a sample of this shape is one row of features."""
    if len(shape) != 1:
        raise ValueError(
            f"Expected the shape of one sample as a tuple of one integer, e.g. (2,); "
            f"received {shape!r}. Put a Flatten before the first Dense layer."
        )
