"""Who watches is told what happens; only who wants to hear of minibatches has them one by one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from nnviz.engine.callbacks import Callback

_BATCH_EVENTS = {
    "train": ("on_train_batch_begin", "on_train_batch_end", "on_batch_begin", "on_batch_end"),
    "test": ("on_test_batch_begin", "on_test_batch_end"),
    "predict": ("on_predict_batch_begin", "on_predict_batch_end"),
}


def tell(watchers: Sequence[Callback], event: str, *arguments: object) -> None:
    """Call a method of every watcher."""
    for watcher in watchers:
        getattr(watcher, event)(*arguments)


def introduce(watchers: Sequence[Callback], model: Any, **params: int) -> None:
    """Let watchers know the model, and what is about to be done."""
    for watcher in watchers:
        watcher.set_model(model)
        watcher.set_params(dict(params))


def hearing(watchers: Sequence[Callback], kind: str) -> list[Callback]:
    """Return who has something to do at every minibatch of "train", "test" or "predict"."""
    return [one for one in watchers if any(_hears(one, event) for event in _BATCH_EVENTS[kind])]


def _hears(watcher: Callback, event: str) -> bool:
    return getattr(getattr(watcher, event), "__func__", None) is not getattr(Callback, event)
