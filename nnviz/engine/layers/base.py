"""What all layers share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, TypeVar

import numpy as np

from nnviz.engine.activations import Activation
from nnviz.engine.arrays import FloatArray, numbers_of, positive_integer
from nnviz.engine.configs import Configured, arguments_of, plain
from nnviz.engine.layers.input import sample_shape
from nnviz.engine.naming import auto_name, snake

T = TypeVar("T", bound="Layer")


class Layer(Configured):
    """One step of a model.

    Parameters
    ----------
    name : str, optional
    trainable : bool
        Whether training changes the weights; may be set at any time.
    input_shape : tuple of int, optional
        The shape of one sample, for the first layer of a model.
    input_dim : int, optional
        The same, as a number.
    dtype : optional
        Stands here for Keras's configs: the model decides.

    Attributes
    ----------
    owner : object or None
        The model it belongs to.
    sample_shape_after : tuple of int, or None
        The shape of one sample after the layer, once it was built in a model.
    """

    module: ClassVar[str] = "keras.layers"

    def __init__(
        self,
        *,
        name: str | None = None,
        trainable: bool = True,
        input_shape: Sequence[int] | None = None,
        input_dim: int | None = None,
        dtype: Any = None,
        **unknown: Any,
    ) -> None:
        if unknown:
            raise ValueError(
                f"Unrecognized keyword arguments passed to {type(self).__name__}: {unknown}. "
                "Expected the layer's own, or name, input_shape, input_dim, trainable, dtype."
            )
        self.trainable = bool(trainable)
        self.dtype = dtype
        self.name = name or auto_name(snake(type(self).__name__))
        self.declared_shape = _declared(input_shape, input_dim)
        self.owner: object | None = None
        self.sample_shape_after: tuple[int, ...] | None = None

    @property
    def built(self) -> bool:
        """Whether the layer has its weights."""
        return True

    def apply(self, x: FloatArray) -> FloatArray:
        """Return what the layer makes of samples in rows, outside of training."""
        raise NotImplementedError

    def __call__(self, x: Any) -> FloatArray:
        """Return what the layer makes of samples in rows."""
        with np.errstate(all="ignore"):
            return self.apply(np.asarray(x, dtype=np.float64))

    def of_units(self, _units: int) -> Activation | None:
        """Return what this layer does to the units before it; None if nothing."""
        return None

    def shape_after(self, shape: tuple[int, ...]) -> tuple[int, ...]:
        """Return the shape of one sample after this layer, which gets its weights for `shape`."""
        return shape

    def known_inputs(self) -> tuple[int, ...] | None:
        """Return the shape of one sample, if the layer was told or has weights for it."""
        return self.declared_shape

    def built_for(
        self, shape: tuple[int, ...], _rng: np.random.Generator | None = None
    ) -> tuple[int, ...]:
        """Make the weights for samples of this shape, and return the shape after the layer.

        Raises
        ------
        ValueError
            If the layer has weights for samples of another shape.
        """
        self.sample_shape_after = self.shape_after(shape)
        return self.sample_shape_after

    @property
    def output_shape(self) -> tuple[int | None, ...]:
        """The shape of a batch of outputs."""
        if self.sample_shape_after is None:
            raise ValueError(f"Layer {self.name!r} has no shape yet: expected it to be built.")
        return (None, *self.sample_shape_after)

    @property
    def weights(self) -> list[FloatArray]:
        """The weights, as views."""
        return []

    @property
    def trainable_weights(self) -> list[FloatArray]:
        """The weights that training changes, as views."""
        return []

    @property
    def non_trainable_weights(self) -> list[FloatArray]:
        """The other weights, as views."""
        return self.weights[len(self.trainable_weights) :]

    def get_weights(self) -> list[FloatArray]:
        """Return copies of the weights."""
        return [weight.copy() for weight in self.weights]

    def set_weights(self, weights: Sequence[Any]) -> None:
        """Set the weights, in the order of `get_weights`.

        Raises
        ------
        ValueError
            If their number or a shape is not that of this layer.
        """
        for own, new in zip(self.weights, matching(self.weights, weights, self.name), strict=True):
            own[...] = new

    def count_params(self) -> int:
        """Return the number of weights."""
        return sum(weight.size for weight in self.weights)

    def get_config(self) -> dict[str, Any]:
        """Return name and arguments, as JSON can hold them."""
        own = {key: plain(getattr(self, key)) for key in arguments_of(type(self))}
        return {"name": self.name, "trainable": self.trainable, **own}

    @classmethod
    def from_config(cls: type[T], config: Mapping[str, Any]) -> T:
        """Make a layer, without weights, from what `get_config` returned."""
        return cls(**{key: value for key, value in config.items() if key != "dtype"})


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
    arrays = [numbers_of(weight, f"weight {k} of {name!r}") for k, weight in enumerate(new)]
    for index, (mine, array) in enumerate(zip(own, arrays, strict=True)):
        if mine.shape != array.shape:
            raise ValueError(
                f"Weight {index} of {name!r}: expected shape {mine.shape}, "
                f"received shape {array.shape}."
            )
    return arrays


def _declared(input_shape: Any, input_dim: int | None) -> tuple[int, ...] | None:
    if input_shape is not None:
        return sample_shape(input_shape)
    return None if input_dim is None else (positive_integer("input_dim", input_dim),)


def incompatible(name: str, received: int, expected: int) -> ValueError:
    """Return Keras's error for inputs of the wrong width."""
    return ValueError(
        f'Input 0 of layer "{name}" is incompatible with the layer: expected axis -1 of input '
        f"shape to have value {expected}, but received input with shape (None, {received})"
    )
