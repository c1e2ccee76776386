"""Passes over samples without learning, told to callbacks as Keras tells them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np

from nnviz.engine.arrays import FloatArray
from nnviz.engine.callbacks import Callback
from nnviz.engine.passes import logits_and_outputs
from nnviz.engine.running import RunningScores
from nnviz.engine.samples import Samples
from nnviz.engine.setting import Setting
from nnviz.engine.telling import hearing, tell

if TYPE_CHECKING:
    from nnviz.engine.evaluated import Evaluated


def tested(
    model: Evaluated,
    setting: Setting,
    samples: Samples,
    batch_size: int,
    watchers: Sequence[Callback],
) -> dict[str, float]:
    """Return loss and metrics on samples, minibatch by minibatch only if that is heard."""
    model.stop_evaluating = False
    tell(watchers, "on_test_begin", {})
    if hearing(watchers, "test"):
        scores = _tested_in_batches(model, setting, samples, batch_size, watchers)
    else:
        scores = setting.evaluation(samples, batch_size)
    tell(watchers, "on_test_end", dict(sorted(scores.items())))
    return scores


def _tested_in_batches(
    model: Evaluated,
    setting: Setting,
    samples: Samples,
    batch_size: int,
    watchers: Sequence[Callback],
) -> dict[str, float]:
    running = RunningScores()
    for number, start, stop in _batches(len(samples.x), batch_size):
        tell(watchers, "on_test_batch_begin", number, {})
        part = samples.part(start, stop)
        logits, _ = logits_and_outputs(setting.layers, part.x)
        running.add(setting, part, logits, setting.loss_of(part, logits))
        told = dict(sorted(running.scores(setting).items()))
        tell(watchers, "on_test_batch_end", number, told)
        if model.stop_evaluating:
            break
    return running.scores(setting)


def predicted(
    model: Evaluated, x: FloatArray, batch_size: int, watchers: Sequence[Callback]
) -> FloatArray:
    """Return the outputs for samples in rows, minibatch by minibatch only if that is heard."""
    model.stop_predicting = False
    tell(watchers, "on_predict_begin", {})
    if hearing(watchers, "predict"):
        outputs = np.concatenate([*_predicted_in_batches(model, x, batch_size, watchers)])
    else:
        outputs = model.outputs_of(x)
    tell(watchers, "on_predict_end", {})
    return outputs


def _predicted_in_batches(
    model: Evaluated, x: FloatArray, batch_size: int, watchers: Sequence[Callback]
) -> Iterator[FloatArray]:
    for number, start, stop in _batches(len(x), batch_size):
        tell(watchers, "on_predict_batch_begin", number, {})
        outputs = model.outputs_of(x[start:stop])
        tell(watchers, "on_predict_batch_end", number, {"outputs": outputs})
        yield outputs
        if model.stop_predicting:
            break


def _batches(n: int, size: int) -> Iterator[tuple[int, int, int]]:
    """Yield the number of each minibatch, and where its samples begin and end."""
    for number, start in enumerate(range(0, n, size)):
        yield number, start, min(start + size, n)
