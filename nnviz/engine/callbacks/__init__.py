"""What may watch a `fit`, and the history it returns, by Keras's names."""

from __future__ import annotations

from nnviz.engine.callbacks.base import Callback, History
from nnviz.engine.callbacks.rates import LearningRateScheduler, ReduceLROnPlateau
from nnviz.engine.callbacks.stopping import EarlyStopping, StopAtLoss, TerminateOnNaN
from nnviz.engine.callbacks.writing import CSVLogger, LambdaCallback

__all__ = [
    "CSVLogger",
    "Callback",
    "EarlyStopping",
    "History",
    "LambdaCallback",
    "LearningRateScheduler",
    "ReduceLROnPlateau",
    "StopAtLoss",
    "TerminateOnNaN",
]
