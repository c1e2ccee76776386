"""Layers that lay out or scale their inputs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

import numpy as np

from nnviz.engine.activations.affine import Affine
from nnviz.engine.arrays import EPSILON, FloatArray, numbers_of
from nnviz.engine.layers.base import Layer, incompatible, matching

T = TypeVar("T", bound="Normalization")


class Flatten(Layer):
    """Lay out each sample as one row of features.

    Parameters
    ----------
    data_format : str, optional
        Stands here for Keras's order of arguments.
    """

    def __init__(self, data_format: str | None = None, **options: Any) -> None:
        super().__init__(**options)
        self.data_format = data_format or "channels_last"

    def apply(self, x: FloatArray) -> FloatArray:
        """Return samples of any shape as rows."""
        return x.reshape(len(x), -1)

    def shape_after(self, shape: tuple[int, ...]) -> tuple[int, ...]:
        """Return the shape of one sample after this layer."""
        return (int(np.prod(shape)),)


class Rescaling(Layer):
    """Multiply with `scale` and add `offset`.

    Parameters
    ----------
    scale, offset : float or array_like
        One number, or one for each feature.
    """

    def __init__(self, scale: Any, offset: Any = 0.0, **options: Any) -> None:
        super().__init__(**options)
        self.scale, self.offset = _finite("scale", scale), _finite("offset", offset)

    def shape_after(self, shape: tuple[int, ...]) -> tuple[int, ...]:
        """Return the shape of one sample after this layer, which is the one before it."""
        for values in (self.scale, self.offset):
            if np.ndim(values) and np.shape(values) not in ((1,), shape[-1:]):
                raise incompatible(self.name, shape[-1], np.size(values))
        return shape

    def apply(self, x: FloatArray) -> FloatArray:
        """Return scale · x + offset."""
        return np.asarray(x * self.scale + self.offset, dtype=np.float64)

    def of_units(self, units: int) -> Affine:
        """Return what this layer does to the units before it."""
        return Affine(self.scale, self.offset, units)


class Normalization(Layer):
    """Bring each feature to mean 0 and variance 1, by the data given to `adapt`.

    Parameters
    ----------
    axis : int
        −1, the features; stands here for Keras's order of arguments.
    mean, variance : float or array_like, optional
        Those of each feature, instead of `adapt`.
    invert : bool
        Whether to go back to what the values were.

    Attributes
    ----------
    mean, variance : ndarray, shape (features,), or None
        None before `adapt` or `build`.
    """

    def __init__(
        self,
        axis: int | Sequence[int] = -1,
        mean: Any = None,
        variance: Any = None,
        invert: bool = False,
        **options: Any,
    ) -> None:
        super().__init__(**options)
        if axis not in (-1, (-1,), [-1]):
            raise ValueError(f"Expected axis=-1, the features; received axis={axis!r}.")
        if (mean is None) != (variance is None):
            raise ValueError(
                "When setting values directly, both `mean` and `variance` must be set. "
                f"Received: mean={mean} and variance={variance}"
            )
        self.axis = (-1,)  # as Keras's config holds it
        self.invert = bool(invert)
        self.fixed = mean is not None
        self.mean = None if mean is None else np.atleast_1d(_finite("mean", mean))
        self.variance = None if mean is None else np.atleast_1d(_finite("variance", variance))
        if self.variance is not None and (self.variance < 0.0).any():
            raise ValueError(f"Expected no negative variance; received {variance!r}.")
        self._count = np.zeros(())

    @property
    def weights(self) -> list[FloatArray]:
        """Mean and variance, which `adapt` learns, and a count, which Keras keeps at 0."""
        if self.fixed or self.mean is None or self.variance is None:
            return []
        return [self.mean, self.variance, self._count]

    def adapt(self, data: Any) -> None:
        """Learn mean and variance of each feature from samples.

        Raises
        ------
        ValueError
            If the layer was given them, or the data are empty or have another number of features.
        """
        if self.fixed:
            raise ValueError("Cannot `adapt` a layer that was given `mean` and `variance`.")
        array = numbers_of(data, "data")
        array = array.reshape(-1, array.shape[-1] if array.ndim > 1 else 1)
        if not array.size or not np.isfinite(array).all():
            raise ValueError(f"Expected finite data to adapt to; received shape {array.shape}.")
        self.build((None, array.shape[1]))
        mean, variance, _ = self.weights
        matching([mean], [array[0]], self.name)
        mean[...], variance[...] = array.mean(axis=0), array.var(axis=0)

    def build(self, input_shape: Sequence[int | None]) -> None:
        """Make mean 0 and variance 1 for so many features, unless they are there."""
        if self.mean is None:
            self.mean = np.zeros(input_shape[-1] or 1)
            self.variance = np.ones_like(self.mean)

    def shape_after(self, shape: tuple[int, ...]) -> tuple[int, ...]:
        """Return the shape of one sample after this layer, which is built for it."""
        self.build((None, *shape))
        if self.mean is not None and self.mean.size not in (1, shape[-1]):
            raise incompatible(self.name, shape[-1], self.mean.size)
        return shape

    def apply(self, x: FloatArray) -> FloatArray:
        """Return (x − mean) / √variance, or the inverse."""
        self.build(x.shape)
        scale, offset = self._scale_and_offset()
        return np.asarray(x * scale + offset, dtype=np.float64)

    def of_units(self, units: int) -> Affine:
        """Return what this layer does to the units before it."""
        return Affine(*self._scale_and_offset(), units)

    def _scale_and_offset(self) -> tuple[FloatArray, FloatArray]:
        assert self.mean is not None, "the layer is built"
        assert self.variance is not None, "the layer is built"
        deviation = np.maximum(np.sqrt(self.variance), EPSILON)
        if self.invert:
            return deviation, self.mean
        return 1.0 / deviation, -self.mean / deviation

    def get_config(self) -> dict[str, Any]:
        """Return name and arguments; mean and variance only if they were given."""
        config = super().get_config()
        return config if self.fixed else {**config, "mean": None, "variance": None}


def _finite(name: str, values: Any) -> Any:
    """Return `values` as a number or an array of numbers, all finite."""
    array = numbers_of(values, name)
    if not np.isfinite(array).all():
        raise ValueError(f"Expected {name} to be finite; received {values!r}.")
    return array if array.ndim else float(array)
