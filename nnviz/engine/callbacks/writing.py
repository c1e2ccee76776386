"""Callbacks that write down, and those made of functions."""

from __future__ import annotations

import csv
import os
from collections.abc import Callable
from typing import Any

from nnviz.engine.callbacks.base import Callback, Logs

_EVENTS = (
    "on_epoch_begin",
    "on_epoch_end",
    "on_train_begin",
    "on_train_end",
    "on_train_batch_begin",
    "on_train_batch_end",
)


class CSVLogger(Callback):
    """Write loss and metrics of each epoch as a row of a CSV file.

    Parameters
    ----------
    filename : str or path
    separator : str
    append : bool
        Whether rows are added to a file that is there.
    """

    def __init__(
        self, filename: str | os.PathLike[str], separator: str = ",", append: bool = False
    ) -> None:
        self.filename = os.fspath(filename)
        self.separator = separator
        self.append = append
        self._keys: list[str] | None = None

    def on_train_begin(self, _logs: Logs | None = None) -> None:
        """Begin the file."""
        self._keys = None
        with open(self.filename, "a" if self.append else "w", encoding="utf-8"):
            pass

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        """Add a row; before the first one, the names if the file is empty."""
        logs = logs or {}
        first = self._keys is None and not os.path.getsize(self.filename)
        if self._keys is None:
            keys = sorted(logs)
            validated = any(key.startswith("val_") for key in keys)
            self._keys = keys if validated else [*keys, *(f"val_{key}" for key in keys)]
        with open(self.filename, "a", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, delimiter=self.separator)
            if first:
                writer.writerow(["epoch", *self._keys])
            writer.writerow([epoch, *(logs.get(key, "NA") for key in self._keys)])


class LambdaCallback(Callback):
    """A callback made of functions.

    Parameters
    ----------
    on_epoch_begin, on_epoch_end : callable, optional
        Take the epoch, counted from 0, and logs.
    on_train_begin, on_train_end : callable, optional
        Take logs.
    on_train_batch_begin, on_train_batch_end : callable, optional
        Take the minibatch, counted from 0, and logs.
    **others
        Other attributes, as on_test_begin.
    """

    def __init__(
        self,
        on_epoch_begin: Callable[..., Any] | None = None,
        on_epoch_end: Callable[..., Any] | None = None,
        on_train_begin: Callable[..., Any] | None = None,
        on_train_end: Callable[..., Any] | None = None,
        on_train_batch_begin: Callable[..., Any] | None = None,
        on_train_batch_end: Callable[..., Any] | None = None,
        **others: Any,
    ) -> None:
        vars(self).update(others)
        given = (
            on_epoch_begin,
            on_epoch_end,
            on_train_begin,
            on_train_end,
            on_train_batch_begin,
            on_train_batch_end,
        )
        for event, function in zip(_EVENTS, given, strict=True):
            if function is not None:
                setattr(self, event, function)
