"""The declared shape of one sample."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from nnviz.engine.arrays import positive_integer
from nnviz.engine.naming import auto_name


class InputLayer:
    """The declared shape of one sample.

    Parameters
    ----------
    shape : tuple of int
        How many features a sample has; more numbers for samples that a `Flatten` lays out.
    batch_size : int, optional
        Any number of samples is taken; this is remembered only.
    dtype, sparse, ragged : optional
        Stand here for Keras's order of arguments; expected as they are.
    batch_shape : tuple, optional
        Instead of `shape`, with the batch's size before it.
    name : str, optional
    """

    def __init__(
        self,
        shape: Sequence[int] | None = None,
        batch_size: int | None = None,
        dtype: Any = None,
        sparse: bool | None = None,
        ragged: bool | None = None,
        batch_shape: Sequence[int | None] | None = None,
        *,
        name: str | None = None,
    ) -> None:
        if sparse or ragged:
            raise ValueError(
                f"Expected dense inputs; received sparse={sparse!r}, ragged={ragged!r}."
            )
        self.sample_shape = sample_shape(shape if batch_shape is None else batch_shape[1:])
        self.batch_size = batch_size
        self.dtype = dtype or "float64"
        self.name = name or auto_name("input_layer")

    def serialized(self) -> dict[str, Any]:
        """Return Keras's form of a config."""
        config = {
            "batch_shape": [self.batch_size, *self.sample_shape],
            "dtype": str(self.dtype),
            "sparse": False,
            "name": self.name,
        }
        return {
            "module": "keras.layers",
            "class_name": "InputLayer",
            "config": config,
            "registered_name": None,
        }

    @classmethod
    def from_config(cls, config: Mapping[str, Any]) -> InputLayer:
        """Make one from the config that `serialized` returned, or Keras did."""
        shape = config["batch_shape"]
        return cls(shape[1:], shape[0], config.get("dtype"), name=config.get("name"))

    @property
    def n_inputs(self) -> int:
        """How many features a sample has."""
        return self.sample_shape[-1]

    @property
    def shape(self) -> tuple[int | None, ...]:
        """The shape of a batch; None stands for any number of samples."""
        return (self.batch_size, *self.sample_shape)


def Input(
    shape: Sequence[int] | None = None,
    batch_size: int | None = None,
    dtype: Any = None,
    sparse: bool | None = None,
    ragged: bool | None = None,
    batch_shape: Sequence[int | None] | None = None,
    name: str | None = None,
) -> InputLayer:
    """Declare the shape of one sample, e.g. ``Input(shape=(2,))``."""
    return InputLayer(shape, batch_size, dtype, sparse, ragged, batch_shape, name=name)


def sample_shape(shape: Any) -> tuple[int, ...]:
    """Return the shape of one sample, checked.

    Raises
    ------
    ValueError
        If it is not a tuple of positive integers.
    """
    try:
        sizes = tuple(shape)
    except TypeError:
        sizes = ()
    if not sizes or isinstance(shape, str):
        raise ValueError(
            f"Expected the shape of one sample as a tuple of one integer, e.g. (2,); "
            f"received {shape!r}."
        )
    return tuple(positive_integer(f"shape[{k}]", size) for k, size in enumerate(sizes))
