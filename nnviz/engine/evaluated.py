"""What a compiled model can do without learning."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from nnviz.engine.arrays import FloatArray
from nnviz.engine.callbacks import Callback
from nnviz.engine.compiled import Compiled
from nnviz.engine.options import watchers_of
from nnviz.engine.progress import Progress, verbosity
from nnviz.engine.samples import as_rows, batching
from nnviz.engine.telling import introduce
from nnviz.engine.testing import predicted, tested
from nnviz.engine.trace import Trace, trace_both, trace_forward


class Evaluated(Compiled):
    """A model that is evaluated, predicts, and shows its passes.

    The parameters and attributes are those of `Compiled`.

    Attributes
    ----------
    stop_evaluating, stop_predicting : bool
        A callback sets one at a minibatch to end `evaluate` or `predict` after it.
    """

    stop_evaluating = False
    stop_predicting = False

    def evaluate(
        self,
        x: Any = None,
        y: Any = None,
        batch_size: int | None = None,
        verbose: str | int = "auto",
        sample_weight: Any = None,
        steps: int | None = None,
        callbacks: Sequence[Callback] | Callback | None = None,
        return_dict: bool = False,
    ) -> float | list[float] | dict[str, float]:
        """Return the loss, or loss and metrics, on samples.

        Parameters
        ----------
        x : array_like, shape (n, inputs)
        y : array_like, shape (n,) or (n, outputs)
        batch_size : int, optional
            What the progress bar and callbacks count, 32 if not given; the result does not depend
            on it, unless the loss is a sum.
        verbose : {'auto', 0, 1, 2}
        sample_weight : array_like, shape (n,), optional
            What the loss of each sample counts.
        steps : int, optional
            How many minibatches, the first ones; all if not given.
        callbacks : sequence of Callback, optional
        return_dict : bool
            Whether to return names with the values.

        Raises
        ------
        ValueError
            If the model is not compiled or the data do not fit it.
        """
        watchers, shown = watchers_of(callbacks), verbosity(verbose)
        samples = self._samples(x, y, "evaluate", sample_weight)
        size, number = batching(len(samples.x), batch_size, steps)
        bar = Progress(number, shown)
        introduce(watchers, self, verbose=shown, epochs=1, steps=number)
        setting = self._setting("evaluate", samples.y)
        scores = tested(self, setting, samples.part(0, size * number), size, watchers)
        bar.update(bar.target, scores)
        return reported(scores, return_dict)

    def test_on_batch(
        self, x: Any, y: Any = None, sample_weight: Any = None, return_dict: bool = False
    ) -> float | list[float] | dict[str, float]:
        """Return what `train_on_batch` does, without a step."""
        samples = self._samples(x, y, "test_on_batch", sample_weight)
        setting = self._setting("test_on_batch", samples.y)
        return reported(setting.evaluation(samples, len(samples.x)), return_dict)

    def predict(
        self,
        x: Any,
        batch_size: int | None = None,
        verbose: str | int = "auto",
        steps: int | None = None,
        callbacks: Sequence[Callback] | Callback | None = None,
    ) -> FloatArray:
        """Return the outputs for samples in rows, shape (n, outputs).

        The parameters are those of `evaluate`.

        Raises
        ------
        ValueError
            If the data do not fit the model.
        """
        watchers, shown = watchers_of(callbacks), verbosity(verbose)
        inputs = self._inputs(x)
        size, number = batching(len(inputs), batch_size, steps)
        bar = Progress(number, shown)
        introduce(watchers, self, verbose=shown, epochs=1, steps=number)
        outputs = predicted(self, inputs[: size * number], size, watchers)
        bar.update(bar.target, {})
        return outputs

    def __call__(self, x: Any, training: bool | None = None) -> FloatArray:
        """Return the outputs for samples in rows, without a progress bar.

        Raises
        ------
        ValueError
            With `training`: only `fit` and its like see a minibatch with dropout.
        """
        if training:
            raise ValueError(f"Expected training=False outside of `fit`; received {training!r}.")
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


def reported(scores: dict[str, float], return_dict: bool) -> float | list[float] | dict[str, float]:
    """Return scores as Keras does: by name, as a list, or the loss alone."""
    if return_dict:
        return dict(sorted(scores.items()))
    return list(scores.values()) if len(scores) > 1 else scores["loss"]
