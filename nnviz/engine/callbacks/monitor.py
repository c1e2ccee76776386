"""What callbacks that watch one number share."""

from __future__ import annotations

import warnings
from typing import Any

from nnviz.engine.callbacks.base import Callback, Logs


class Monitor(Callback):
    """Watches one of loss and metrics, and knows which way is better.

    Parameters
    ----------
    monitor : str
        Its key in the history.
    mode : {'auto', 'min', 'max'}
        Which way is better; 'auto' asks the metric.
    min_delta : float
        By how much it has to be better.

    Attributes
    ----------
    best : float or None
    """

    def __init__(self, monitor: str, mode: str = "auto", min_delta: float = 0.0) -> None:
        if mode not in ("auto", "min", "max"):
            raise ValueError(f"Expected mode to be 'auto', 'min' or 'max'; received {mode!r}.")
        self.monitor = monitor
        self.mode = mode
        self.min_delta = abs(min_delta)
        self.best: float | None = None

    def is_better(self, value: float, reference: float | None) -> bool:
        """Whether `value` is better than `reference` by more than `min_delta`."""
        if reference is None:
            return True
        if self._upwards():
            return value - self.min_delta > reference
        return value + self.min_delta < reference

    def watched(self, logs: Logs) -> float | None:
        """Return the number that is watched; warn and return None if it is not there.

        Raises
        ------
        ValueError
            If nothing says which way is better.
        """
        self._upwards()
        value = logs.get(self.monitor)
        if value is None:
            warnings.warn(
                f"{type(self).__name__} watches `{self.monitor}`, which is not available. "
                f"Available metrics are: {','.join(logs)}",
                stacklevel=2,
            )
        return value

    def _upwards(self) -> bool:
        if self.mode != "auto":
            return self.mode == "max"
        name = self.monitor[4:] if self.monitor.startswith("val_") else self.monitor
        directions: dict[str, Any] = {one.name: one.direction for one in self.model.metrics}
        directions["loss"] = "down"
        if name not in directions:
            raise ValueError(
                f"{type(self).__name__} callback received monitor={self.monitor}, which is no "
                "metric of this model: expected mode='max' or mode='min' to say which is better."
            )
        return bool(directions[name] == "up")
