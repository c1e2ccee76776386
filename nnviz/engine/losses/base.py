"""What all losses share."""

from __future__ import annotations

from typing import Any

import numpy as np

from nnviz.engine.arrays import FloatArray


def over_outputs(values: Any) -> Any:
    """Return the sum over the outputs, kept as one row."""
    return np.add.reduce(values, axis=0, keepdims=True)


class Loss:
    """A measure E of how far the activations a of the outputs are from the target y.

    Parameters
    ----------
    name : str, optional
        A name of one's own.

    Attributes
    ----------
    name : str
        Keras's name of it.
    """

    name = "loss"

    def __init__(self, name: str | None = None) -> None:
        if name is not None:
            self.name = name

    def rule(self, y: Any, a: Any) -> Any:
        """Return E of each sample, shape (1, samples)."""
        raise NotImplementedError

    def gradient(self, y: Any, a: Any) -> Any:
        """Return ∂E/∂a of each sample, shape (outputs, samples)."""
        raise NotImplementedError

    def as_targets(self, y: FloatArray, outputs: int) -> FloatArray:
        """Return the targets as this loss reads them, one column for each output.

        Raises
        ------
        ValueError
            If they do not fit.
        """
        if y.shape[1] != outputs:
            raise ValueError(
                f"Expected y with {outputs} columns, one for each output; received shape {y.shape}."
            )
        return y

    def __call__(self, y_true: Any, y_pred: Any) -> float:
        """Return the mean loss of predictions, both with one row per sample."""
        y, a = (np.atleast_2d(np.asarray(v, dtype=np.float64)).T for v in (y_true, y_pred))
        with np.errstate(all="ignore"):
            return float(np.mean(self.rule(y, a)))

    def __repr__(self) -> str:
        return f"<loss {self.name}>"
