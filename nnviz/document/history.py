"""What training has recorded so far."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class History:
    """One value per completed epoch under each of Keras's keys ('loss', 'val_loss', …).

    Attributes
    ----------
    values : mapping of str to ndarray, shape (epochs,)
        Read-only; a value that was not finite is nan.
    epochs : int
        How many epochs the network has been trained.
    stopped_by : str, optional
        What ended the last run: 'epochs', 'threshold', 'divergence' or 'stopped'.
    """

    values: Mapping[str, FloatArray] = field(default_factory=lambda: MappingProxyType({}))
    epochs: int = 0
    stopped_by: str | None = None

    def __post_init__(self) -> None:
        frozen = {key: _curve(values) for key, values in self.values.items()}
        object.__setattr__(self, "values", MappingProxyType(frozen))

    def last(self, key: str = "loss") -> float | None:
        """Return the newest value of a curve, or None before the first epoch."""
        curve = self.values.get(key)
        return None if curve is None or not len(curve) else float(curve[-1])

    def extended(
        self, run: Mapping[str, Sequence[float]], stopped_by: str | None = None
    ) -> History:
        """Return this history followed by the epochs of one more run.

        A key that one of the two does not have is nan over its epochs.
        """
        added = max((len(values) for values in run.values()), default=0)
        keys = dict.fromkeys([*self.values, *run])
        joined = {key: self._joined(key, run, added) for key in keys}
        return History(joined, self.epochs + added, stopped_by)

    def until(self, epoch: int) -> History:
        """Return the history of the first `epoch` epochs alone."""
        kept = {key: curve[:epoch] for key, curve in self.values.items()}
        return History(kept, min(epoch, self.epochs), self.stopped_by)

    def _joined(self, key: str, run: Mapping[str, Sequence[float]], added: int) -> FloatArray:
        before = self.values.get(key, np.full(self.epochs, np.nan))
        return np.concatenate([before, run.get(key, np.full(added, np.nan))])


def _curve(values: Sequence[float] | FloatArray) -> FloatArray:
    curve = np.array(values, dtype=np.float64)
    curve[~np.isfinite(curve)] = np.nan
    curve.flags.writeable = False
    return curve
