"""`Sequential`: a stack of layers with Keras's methods, and nnviz's own `trace` and `training`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from nnviz.engine import fitting, losses, metrics, optimizers
from nnviz.engine.arrays import (
    FloatArray,
    as_matrix,
    positive_integer,
    require_finite,
    require_same_length,
    whole_number,
)
from nnviz.engine.callbacks import Callback, History
from nnviz.engine.layers import Dense, InputLayer
from nnviz.engine.losses import Loss
from nnviz.engine.metrics import Metric, check_all
from nnviz.engine.optimizers import Optimizer
from nnviz.engine.passes import logits_and_outputs
from nnviz.engine.progress import Progress, verbosity
from nnviz.engine.samples import (
    BATCH_SIZE,
    Samples,
    as_rows,
    batches,
    split_off,
)
from nnviz.engine.setting import Setting
from nnviz.engine.stack import Stack, incompatible
from nnviz.engine.summary import summary
from nnviz.engine.trace import Trace, trace_both, trace_forward
from nnviz.engine.training import Training

_CHUNK = 8192  # samples in one pass where nothing is learnt


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
        self._metrics = check_all(metrics)
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
        training_data, held_out = split_off(*self._samples(x, y, "fit"), validation_split)
        training = self.training(
            *training_data,
            batch_size=BATCH_SIZE if batch_size is None else batch_size,
            epochs=epochs,
            initial_epoch=initial_epoch,
            shuffle=shuffle,
            validation_data=validation_data or held_out,
        )
        return fitting.follow(self, training, epochs, verbosity(verbose), callbacks or ())

    def training(
        self,
        x: Any,
        y: Any,
        *,
        batch_size: int = BATCH_SIZE,
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
            epochs=whole_number("epochs", epochs),
            initial_epoch=whole_number("initial_epoch", initial_epoch),
            seed=None if seed is None else whole_number("seed", seed),
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
        bar = Progress(batches(len(x), batch_size), verbosity(verbose))
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
        bar = Progress(batches(len(inputs), batch_size), verbosity(verbose))
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
        x, y = as_rows(x, y)
        if y is None:
            return trace_forward(self.layers, self._inputs(x))
        setting = self._setting("trace")
        samples = self._samples(x, y, "trace")
        return trace_both(self.layers, self.parameters, *samples, setting.loss, setting.optimizer)

    def summary(self, line_length: int | None = None) -> None:
        """Print layers, output shapes and numbers of parameters."""
        print(summary(self, line_length))

    def _compiled(self, method: str) -> tuple[Optimizer, Loss]:
        if self.optimizer is None or self.loss is None:
            raise ValueError(
                f"You must call `compile()` with a loss before using the model in `{method}()`."
            )
        return self.optimizer, self.loss

    def _setting(self, method: str) -> Setting:
        optimizer, loss = self._compiled(method)
        outputs = self.layers[-1].units
        chosen = [metrics.get(metric, outputs) for metric in self._metrics]
        return Setting(self.layers, self.parameters, loss, optimizer, chosen)

    def _inputs(self, x: Any) -> FloatArray:
        """Return `x` as a matrix that fits the model, which is built if need be."""
        array = as_matrix(x, "x")
        if not self.built:
            self.build((None, array.shape[1]))
        if array.shape[1] != self.layers[0].n_inputs:
            first = self.layers[0]
            raise incompatible(first.name, array.shape[1], first.n_inputs)
        return array

    def _samples(self, x: Any, y: Any, method: str) -> Samples:
        """Return `x` and `y` as matrices that fit the model."""
        self._compiled(method)
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
