"""Arguments of `fit` and its like, checked."""

from __future__ import annotations

from collections.abc import Sized
from typing import Any

from nnviz.engine.arrays import positive_integer
from nnviz.engine.callbacks import Callback


def require_none(**options: Any) -> None:
    """Raise ValueError if an argument that only Keras has is given."""
    for name, value in options.items():
        if value is not None:
            raise ValueError(
                f"Expected {name}=None, since nnviz takes whole arrays; received {value!r}."
            )


def three_of(validation_data: tuple[Any, ...]) -> tuple[Any, Any, str, Any]:
    """Return what `_samples` takes."""
    if not isinstance(validation_data, (tuple, list)) or len(validation_data) not in (2, 3):
        size = f" of {len(validation_data)}" if isinstance(validation_data, Sized) else ""
        raise ValueError(
            "Expected validation_data as (x, y) or (x, y, sample_weight); "
            f"received {type(validation_data).__name__}{size}."
        )
    x, y, weights = (*validation_data, None)[:3]
    return x, y, "validate", weights


def watchers_of(callbacks: Any) -> list[Callback]:
    """Return callbacks as a list.

    Raises
    ------
    TypeError
        If one is none.
    """
    watchers = list(callbacks) if isinstance(callbacks, (list, tuple)) else [callbacks]
    watchers = [] if callbacks is None else watchers
    for watcher in watchers:
        if not isinstance(watcher, Callback):
            raise TypeError(f"Expected callbacks of type Callback; received {watcher!r}.")
    return watchers


def require_epochs(validation_freq: Any) -> None:
    """Raise ValueError unless it is a positive integer or a sequence of integers."""
    if isinstance(validation_freq, (list, tuple, set)):
        return
    positive_integer("validation_freq", validation_freq)
