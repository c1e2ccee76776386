"""`Sequential`: a stack of layers with Keras's methods, and nnviz's own `trace` and `training`."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from nnviz.engine import fitting, losses, metrics, optimizers
from nnviz.engine.arrays import FloatArray, as_matrix, require_finite, require_same_length
from nnviz.engine.callbacks import Callback, History
from nnviz.engine.layers import Dense, InputLayer, positive_integer
from nnviz.engine.losses import Loss
from nnviz.engine.metrics import Metric
from nnviz.engine.optimizers import Optimizer
from nnviz.engine.passes import logits_and_outputs
from nnviz.engine.progress import Progress
from nnviz.engine.stack import Stack, incompatible
from nnviz.engine.summary import summary
from nnviz.engine.trace import Trace, trace_both, trace_forward
from nnviz.engine.training import Setting, Training

_BATCH_SIZE = 32  # Keras's default
_CHUNK = 8192  # samples in one pass where nothing is learnt

Samples = tuple[FloatArray, FloatArray]


class Sequential(Stack):
    """A network of dense layers, each fed by the one before.

    Parameters
    ----------
    layers : iterable of Dense, optional
        May begin with an `Input`.
    name : str, optional

    Attributes
    ----------
    optimizer : Optimizer or None
    loss : Loss or None
        Both None before `compile`.
    stop_training : bool
        A callback sets it to end `fit`.
    """

    def __init__(
        self, layers: Iterable[Dense | InputLayer] | None = None, name: str | None = None
    ) -> None:
        super().__init__(layers, name)
        self.optimizer: Optimizer | None = None
        self.loss: Loss | None = None
        self.stop_training = False
        self._metrics: list[str | Metric] = []

    def compile(
        self,
        optimizer: str | Optimizer = "rmsprop",
        loss: str | Loss | None = None,
        *,
        metrics: Sequence[str | Metric] | None = None,
    ) -> None:
        """Say how the model learns and what is reported.

        Raises
        ------
        ValueError
            If a name is unknown; the model stays as it was.
        """
        chosen = optimizers.get(optimizer), None if loss is None else losses.get(loss)
        self._metrics = _checked_metrics(metrics)
        self.optimizer, self.loss = chosen

    def fit(
        self,
        x: Any = None,
        y: Any = None,
        batch_size: int | None = None,
        epochs: int = 1,
        verbose: str | int = "auto",
        callbacks: Sequence[Callback] | None = None,
        validation_split: float = 0.0,
        validation_data: tuple[Any, Any] | None = None,
        shuffle: bool = True,
        *,
        initial_epoch: int = 0,
    ) -> History:
        """Train, and return the history.

        Parameters
        ----------
        x : array_like, shape (n, inputs)
        y : array_like, shape (n,) or (n, outputs)
        batch_size : int, optional
            32 if not given.
        epochs : int
            The number of the last epoch, counted from `initial_epoch`.
        verbose : {'auto', 0, 1, 2}
            Silent, a progress bar, or one line per epoch; 'auto' is the bar.
        callbacks : sequence of Callback, optional
        validation_split : float
            This share of the samples, the last ones, is not trained on but reported.
        validation_data : (x, y), optional
            Samples to be reported instead.
        shuffle : bool
            Whether each epoch has an order of its own.
        initial_epoch : int

        Raises
        ------
        ValueError
            If the model is not compiled or the data do not fit it.

        Warns
        -----
        RuntimeWarning
            If training diverged; the parameters are then the last finite ones.
        """
        training_data, held_out = _split(*self._samples(x, y, "fit"), validation_split)
        training = self.training(
            *training_data,
            batch_size=_BATCH_SIZE if batch_size is None else batch_size,
            epochs=epochs,
            initial_epoch=initial_epoch,
            shuffle=shuffle,
            validation_data=validation_data or held_out,
        )
        return fitting.follow(self, training, epochs, _verbosity(verbose), callbacks or ())

    def training(
        self,
        x: Any,
        y: Any,
        *,
        batch_size: int = _BATCH_SIZE,
        epochs: int = 1,
        initial_epoch: int = 0,
        seed: int | None = None,
        shuffle: bool = True,
        threshold: float | None = None,
        validation_data: tuple[Any, Any] | None = None,
    ) -> Training:
        """Return a training that can be run in parts; `fit` is one that is run at once.

        The parameters are described at `Training`.

        Raises
        ------
        ValueError
            If the model is not compiled or the data do not fit it.
        """
        samples = self._samples(x, y, "fit")
        validation = self._samples(*validation_data, "validate") if validation_data else None
        return Training(
            self._setting("fit"),
            *samples,
            batch_size=positive_integer("batch_size", batch_size),
            epochs=epochs,
            initial_epoch=initial_epoch,
            seed=seed,
            shuffle=shuffle,
            threshold=threshold,
            validation_data=validation,
        )

    def evaluate(
        self,
        x: Any = None,
        y: Any = None,
        batch_size: int | None = None,
        verbose: str | int = "auto",
        *,
        return_dict: bool = False,
    ) -> float | list[float] | dict[str, float]:
        """Return the loss, or loss and metrics, on samples.

        Raises
        ------
        ValueError
            If the model is not compiled or the data do not fit it.
        """
        x, y = self._samples(x, y, "evaluate")
        bar = Progress(_batches(len(x), batch_size), _verbosity(verbose))
        logits, _ = self._outputs(x)
        scores = self._setting("evaluate").scores(y.T, logits)
        bar.update(bar.target, scores)
        if return_dict:
            return scores
        return list(scores.values()) if len(scores) > 1 else scores["loss"]

    def predict(
        self, x: Any, batch_size: int | None = None, verbose: str | int = "auto"
    ) -> FloatArray:
        """Return the outputs for samples in rows, shape (n, outputs).

        Raises
        ------
        ValueError
            If the data do not fit the model.
        """
        inputs = self._inputs(x)
        bar = Progress(_batches(len(inputs), batch_size), _verbosity(verbose))
        _, outputs = self._outputs(inputs)
        bar.update(bar.target, {})
        return np.ascontiguousarray(outputs.T)

    def __call__(self, x: Any) -> FloatArray:
        """Return the outputs for samples in rows, without a progress bar."""
        return self.predict(x, verbose=0)

    def trace(self, x: Any, y: Any = None) -> Trace:
        """Return one pass over samples with every number kept; nothing changes.

        Parameters
        ----------
        x : array_like, shape (n, inputs)
            One sample may be given as shape (inputs,).
        y : array_like, optional, shape (n,) or (n, outputs)
            Without it there is only the forward pass.

        Raises
        ------
        ValueError
            If the data do not fit the model, or `y` is given before `compile`.
        """
        if y is None:
            return trace_forward(self.layers, self._inputs(_rows(x)))
        setting = self._setting("trace a backward pass")
        samples = self._samples(_rows(x), _rows(y), "trace")
        return trace_both(self.layers, self.parameters, *samples, setting.loss, setting.optimizer)

    def summary(self, line_length: int | None = None) -> None:
        """Print layers, output shapes and numbers of parameters."""
        print(summary(self, line_length))

    def _setting(self, purpose: str) -> Setting:
        if self.optimizer is None or self.loss is None:
            raise ValueError(f"You must call `compile(optimizer, loss)` before you {purpose}.")
        outputs = self.layers[-1].units
        chosen = [metrics.get(metric, outputs) for metric in self._metrics]
        return Setting(self.layers, self.parameters, self.loss, self.optimizer, chosen)

    def _inputs(self, x: Any) -> FloatArray:
        """Return `x` as a matrix that fits the model, which is built if need be."""
        array = as_matrix(x, "x")
        if not self.built:
            self.build((None, array.shape[1]))
        if array.shape[1] != self.layers[0].n_inputs:
            first = self.layers[0]
            raise incompatible(first.name, array.shape[1], first.n_inputs)
        return array

    def _samples(self, x: Any, y: Any, purpose: str) -> Samples:
        if self.optimizer is None or self.loss is None:
            raise ValueError(f"You must call `compile(optimizer, loss)` before you {purpose}.")
        inputs, targets = as_matrix(x, "x"), as_matrix(y, "y")
        require_same_length(inputs, targets)
        require_finite(inputs, "x")
        require_finite(targets, "y")
        inputs = self._inputs(inputs)
        outputs = self.layers[-1].units
        if targets.shape[1] != outputs:
            raise ValueError(
                f"Expected y with {outputs} columns, one for each output; "
                f"received shape {targets.shape}."
            )
        return inputs, targets

    def _outputs(self, x: FloatArray) -> Samples:
        """Return logits and activations of the last layer, one column per sample."""
        parts = [
            logits_and_outputs(self.layers, x[start : start + _CHUNK])
            for start in range(0, len(x), _CHUNK)
        ]
        logits, outputs = zip(*parts, strict=True)
        return np.hstack(logits), np.hstack(outputs)


def _checked_metrics(chosen: Sequence[str | Metric] | None) -> list[str | Metric]:
    if chosen is not None and not isinstance(chosen, (list, tuple)):
        raise ValueError(
            f"Expected `metrics` argument to be a list or tuple. Received instead: "
            f"metrics={chosen!r} of type {type(chosen)}"
        )
    for metric in chosen or ():
        metrics.check(metric)
    return list(chosen or ())


def _split(x: FloatArray, y: FloatArray, share: float) -> tuple[Samples, Samples | None]:
    """Return the samples to train on, and the last `share` of them or None."""
    if not share:
        return (x, y), None
    kept = math.floor(len(x) * (1.0 - share)) if 0.0 < share < 1.0 else 0
    if not 0 < kept < len(x):
        raise ValueError(
            f"Training data contains {len(x)} samples, which is not sufficient to split it into a "
            f"validation and training set as specified by `validation_split={share}`: expected a "
            "share between 0 and 1 that leaves samples in both."
        )
    return (x[:kept], y[:kept]), (x[kept:], y[kept:])


def _rows(values: Any) -> Any:
    """Return one sample as a row; anything else as it is."""
    return np.asarray(values)[np.newaxis] if np.ndim(values) == 1 else values


def _batches(samples: int, batch_size: int | None) -> int:
    return math.ceil(samples / positive_integer("batch_size", batch_size or _BATCH_SIZE))


def _verbosity(verbose: str | int) -> int:
    if verbose == "auto":
        return 1
    if verbose not in (0, 1, 2):
        raise ValueError(f"Expected verbose to be 'auto', 0, 1 or 2. Received: {verbose!r}")
    return int(verbose)
