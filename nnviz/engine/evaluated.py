"""What a compiled model can do without learning."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from nnviz.engine.arrays import FloatArray
from nnviz.engine.callbacks import Callback
from nnviz.engine.compiled import Compiled
from nnviz.engine.options import require_none
from nnviz.engine.progress import Progress, verbosity
from nnviz.engine.samples import Samples, as_rows, batches
from nnviz.engine.trace import Trace, trace_both, trace_forward


class Evaluated(Compiled):
    """A model that is evaluated, predicts, and shows its passes.

    The parameters and attributes are those of `Compiled`.
    """

    def evaluate(
        self,
        x: Any = None,
        y: Any = None,
        batch_size: int | None = None,
        verbose: str | int = "auto",
        sample_weight: Any = None,
        steps: None = None,
        callbacks: Sequence[Callback] | None = None,
        return_dict: bool = False,
    ) -> float | list[float] | dict[str, float]:
        """Return the loss, or loss and metrics, on samples.

        Parameters
        ----------
        x : array_like, shape (n, inputs)
        y : array_like, shape (n,) or (n, outputs)
        batch_size : int, optional
            What the progress bar counts; the result does not depend on it.
        verbose : {'auto', 0, 1, 2}
        sample_weight : array_like, shape (n,), optional
            What the loss of each sample counts.
        steps, callbacks : None
            Stand here for Keras's order of arguments.
        return_dict : bool
            Whether to return names with the values.

        Raises
        ------
        ValueError
            If the model is not compiled or the data do not fit it.
        """
        require_none(steps=steps, callbacks=callbacks)
        self.reset_metrics()
        samples = self._samples(x, y, "evaluate", sample_weight)
        bar = Progress(batches(len(samples.x), batch_size), verbosity(verbose))
        scores = self._scores(samples, "evaluate")
        bar.update(bar.target, scores)
        return _reported(scores, return_dict)

    def test_on_batch(
        self, x: Any, y: Any = None, sample_weight: Any = None, return_dict: bool = False
    ) -> float | list[float] | dict[str, float]:
        """Return what `train_on_batch` does, without a step."""
        samples = self._samples(x, y, "test_on_batch", sample_weight)
        logits, _ = self._outputs(samples.x)
        setting = self._setting("test_on_batch", samples.y)
        loss = setting.losses(samples.y.T, logits, samples.weights) + setting.penalty(samples.x)
        return self._add_batch(samples, logits, loss, return_dict)

    def predict(
        self,
        x: Any,
        batch_size: int | None = None,
        verbose: str | int = "auto",
        steps: None = None,
        callbacks: Sequence[Callback] | None = None,
    ) -> FloatArray:
        """Return the outputs for samples in rows, shape (n, outputs).

        The other parameters are those of `evaluate`.

        Raises
        ------
        ValueError
            If the data do not fit the model.
        """
        require_none(steps=steps, callbacks=callbacks)
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
            One sample may be given as shape (inputs,). The trace's own `x` is what the first dense
            layer sees of it.
        y : array_like, optional, shape (n,) or (n, outputs)
            Without it there is only the forward pass.

        Raises
        ------
        ValueError
            If the data do not fit the model, or `y` is given before `compile`.
        """
        x, y = as_rows(x, y, len(self._input or (0,)))
        if y is None:
            inputs = self._inputs(x)
            return trace_forward(self.stages, inputs)
        samples = self._samples(x, y, "trace")
        setting = self._setting("trace", samples.y)
        return trace_both(
            self.stages, self.parameters, samples.x, samples.y, setting.loss, setting.optimizer
        )

    def predict_on_batch(self, x: Any) -> FloatArray:
        """Return the outputs for samples in rows, without a progress bar."""
        return self.predict(x, verbose=0)

    def _add_batch(
        self, samples: Samples, logits: FloatArray, loss: float, return_dict: bool
    ) -> float | list[float] | dict[str, float]:
        setting = self._setting("train_on_batch", samples.y)
        self._running.add(setting, samples, logits, loss)
        return _reported(self._running.scores(setting), return_dict)


def _reported(
    scores: dict[str, float], return_dict: bool
) -> float | list[float] | dict[str, float]:
    """Return scores as Keras does: by name, as a list, or the loss alone."""
    if return_dict:
        return dict(sorted(scores.items()))
    return list(scores.values()) if len(scores) > 1 else scores["loss"]
