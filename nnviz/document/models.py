"""The engine's model of a document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nnviz.document.settings import LayerSpec, TrainingSettings
from nnviz.engine import optimizers
from nnviz.engine.layers import Dense
from nnviz.engine.models import Sequential

if TYPE_CHECKING:
    from nnviz.document.document import Document

_CROSSENTROPIES = ("binary_crossentropy", "categorical_crossentropy")


def build_model(document: Document) -> Sequential:
    """Return a compiled model with the document's parameters and optimizer state."""
    layers = [_dense(layer) for layer in document.layers]
    model = Sequential(layers, name=document.title)
    model.build((None, document.sizes[0]))
    model.parameters[:] = document.parameters
    training = document.training
    optimizer = make_optimizer(training)
    if document.optimizer_state is not None:
        optimizer.set_state(dict(document.optimizer_state))
    model.compile(optimizer=optimizer, loss=training.loss, metrics=metrics_for(training.loss))
    return model


def metrics_for(loss: str) -> list[str]:
    """Return what is reported beside a loss."""
    return ["accuracy"] if loss in _CROSSENTROPIES else []


def make_optimizer(training: TrainingSettings) -> optimizers.Optimizer:
    """Return the optimizer that the settings name; the momentum is SGD's and RMSprop's only."""
    momentum = 0.0 if training.optimizer == "adam" else training.momentum
    return optimizers.get(training.optimizer, training.learning_rate, momentum)


def _dense(layer: LayerSpec) -> Dense:
    return Dense(
        layer.units,
        layer.activation,
        layer.use_bias,
        layer.kernel_initializer,
        name=layer.name or None,
    )
