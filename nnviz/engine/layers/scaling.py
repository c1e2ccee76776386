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
    axis : int or tuple of int, optional
        What has a mean and variance of its own: −1 each feature, None all numbers together.
    mean, variance : float or array_like, optional
        Instead of `adapt`.
    invert : bool
        Whether to go back to what the values were.

    Attributes
    ----------
    mean, variance : ndarray, or None
        Of shape (features,) for axis −1, and () for None; None before `adapt` or `build`.
    """

    def __init__(
        self,
        axis: int | Sequence[int] | None = -1,
        mean: Any = None,
        variance: Any = None,
        invert: bool = False,
        **options: Any,
    ) -> None:
        super().__init__(**options)
        if (mean is None) != (variance is None):
            raise ValueError(
                "When setting values directly, both `mean` and `variance` must be set. "
                f"Received: mean={mean} and variance={variance}"
            )
        axes = () if axis is None else (axis,) if isinstance(axis, int) else tuple(axis)
        if 0 in axes:
            raise ValueError(
                f"The argument 'axis' may not be 0, the samples. Received: axis={axis}"
            )
        self.axis: tuple[int, ...] = axes  # () for None, as Keras's config holds it
        self.invert = bool(invert)
        self.fixed = mean is not None
        self.mean = None if mean is None else np.asarray(_finite("mean", mean))
        self.variance = None if mean is None else np.asarray(_finite("variance", variance))
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
        """Learn mean and variance from samples.

        Raises
        ------
        ValueError
            If the layer was given them, or the data are empty or have another number of features.
        """
        if self.fixed:
            raise ValueError("Cannot `adapt` a layer that was given `mean` and `variance`.")
        array = numbers_of(data, "data")
        if array.ndim == 1 and self.axis:
            array = array[:, np.newaxis]
        if not array.size or not np.isfinite(array).all():
            raise ValueError(f"Expected finite data to adapt to; received shape {array.shape}.")
        self.build((None, *array.shape[1:]))
        mean, variance, _ = self.weights
        others = tuple(k for k in range(array.ndim) if k not in self._kept(array.ndim))
        found = array.mean(axis=others)
        matching([mean], [found], self.name)
        mean[...], variance[...] = found, array.var(axis=others)

    def build(self, input_shape: Sequence[int | None]) -> None:
        """Make mean 0 and variance 1 for inputs of this shape, unless they are there."""
        if self.mean is None:
            kept = self._kept(len(input_shape))
            self.mean = np.zeros([input_shape[k] or 1 for k in kept])
            self.variance = np.ones_like(self.mean)

    def _kept(self, rank: int) -> list[int]:
        """Return the axes, of inputs of this rank, that have means of their own."""
        if rank == 1:  # numbers without an axis of features are one feature
            return []
        if any(not -rank < axis < rank for axis in self.axis):
            raise ValueError(
                "All `axis` values must be in the range [-ndim, ndim), without the samples. "
                f"Received inputs with ndim={rank}, axis={self.axis}"
            )
        return sorted(axis % rank for axis in self.axis)

    def shape_after(self, shape: tuple[int, ...]) -> tuple[int, ...]:
        """Return the shape of one sample after this layer, which is built for it."""
        self.build((None, *shape))
        whole, kept = (1, *shape), self._kept(len(shape) + 1)
        assert self.mean is not None, "the layer is built"
        if self.mean.size != 1 and self.mean.shape != tuple(whole[k] for k in kept):
            raise incompatible(self.name, shape[-1], self.mean.size)
        return shape

    def apply(self, x: FloatArray) -> FloatArray:
        """Return (x − mean) / √variance, or the inverse."""
        self.build(x.shape)
        shape = [x.shape[k] if k in self._kept(x.ndim) else 1 for k in range(x.ndim)]
        scale, offset = (
            one if one.size == 1 else one.reshape(shape) for one in self._scale_and_offset()
        )
        return np.asarray(x * scale + offset, dtype=np.float64)

    def of_units(self, units: int) -> Affine:
        """Return what this layer does to the units before it."""
        scale, offset = self._scale_and_offset()
        return Affine(scale.ravel(), offset.ravel(), units)

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
