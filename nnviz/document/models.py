"""The engine's model of a document."""

from __future__ import annotations

from collections.abc import Callable, Set
from typing import TYPE_CHECKING, Any

from nnviz.document.options import (
    ACTIVATION_OPTIONS,
    LOSS_OPTIONS,
    OPTIMIZER_OPTIONS,
    SCHEDULE_OPTIONS,
    TAKE_MOMENTUM,
    complete,
)
from nnviz.document.settings import LayerSpec, TrainingSettings
from nnviz.engine import activations, losses, optimizers
from nnviz.engine.activations import Activation
from nnviz.engine.arrays import FloatArray, aligned
from nnviz.engine.layers import Dense
from nnviz.engine.losses import Loss, SparseCategoricalCrossentropy
from nnviz.engine.models import Sequential
from nnviz.engine.naming import auto_name
from nnviz.engine.optimizers import Optimizer, schedules
from nnviz.engine.optimizers.schedules import LearningRateSchedule

if TYPE_CHECKING:
    from nnviz.document.document import Document

OF_CLASSES = (
    "binary_crossentropy",
    "categorical_crossentropy",
    "sparse_categorical_crossentropy",
)
_SCHEDULE_CLASSES: dict[str, Callable[..., LearningRateSchedule]] = {
    "exponential_decay": schedules.ExponentialDecay,
    "cosine_decay": schedules.CosineDecay,
    "piecewise_constant_decay": schedules.PiecewiseConstantDecay,
}


def build_model(document: Document, *, learns: bool = True) -> Sequential:
    """Return a compiled model with the document's parameters and optimizer state.

    Where it `learns` they are copies; else they are the document's own, for reading only.
    """
    given, make = {layer.name for layer in document.layers}, _Activations()
    layers = [_dense(layer, given, make) for layer in document.layers]
    model = Sequential(layers, name=document.title)
    training = document.training
    optimizer = make_optimizer(training)
    model.compile(optimizer=optimizer, loss=make_loss(training), metrics=metrics_of(training))
    if learns:
        model.build_on(_own(document.parameters), document.sizes[0])
        if document.optimizer_state is not None:
            optimizer.set_state(dict(document.optimizer_state))
    else:
        show_numbers(model, document)
    if document.has_frozen:
        model.frozen = document.frozen
    return model


def show_numbers(model: Sequential, document: Document) -> None:
    """Let a model for reading have the document's parameters and optimizer state, as they are."""
    model.build_on(document.parameters, document.sizes[0])
    if document.optimizer_state is not None:
        assert model.optimizer is not None  # a document's model is compiled
        model.optimizer.show_state(dict(document.optimizer_state))


def metrics_of(training: TrainingSettings) -> list[str]:
    """Return what is reported beside the loss."""
    return metrics_for(training.loss) if training.metrics is None else list(training.metrics)


def metrics_for(loss: str) -> list[str]:
    """Return what is reported beside a loss when nobody says."""
    return ["accuracy"] if loss in OF_CLASSES else []


def make_activation(layer: LayerSpec) -> Activation:
    """Return the activation that a layer names, with its arguments."""
    table = ACTIVATION_OPTIONS.get(layer.activation)
    if not table:
        return activations.get(layer.activation)
    config = complete(table, layer.activation_options)
    return type(activations.get(layer.activation)).from_config(config)


def make_loss(training: TrainingSettings) -> Loss:
    """Return the loss that the settings name, with its arguments."""
    if training.loss == SparseCategoricalCrossentropy.name:
        return _OfClasses(**training.loss_options)
    table = LOSS_OPTIONS.get(training.loss, {})
    config = complete(table, training.loss_options)
    return losses.get({"class_name": training.loss, "config": config})


def make_optimizer(training: TrainingSettings) -> Optimizer:
    """Return the optimizer that the settings name, with its arguments."""
    config = complete(OPTIMIZER_OPTIONS[training.optimizer], training.optimizer_options)
    if training.optimizer in TAKE_MOMENTUM:
        config["momentum"] = training.momentum
    rate = make_schedule(training) or training.learning_rate
    config["learning_rate"] = rate
    return optimizers.get({"class_name": training.optimizer, "config": config})


def make_schedule(training: TrainingSettings) -> LearningRateSchedule | None:
    """Return the schedule that the settings name; the learning rate is its first."""
    if training.schedule == "none":
        return None
    options = complete(SCHEDULE_OPTIONS[training.schedule], training.schedule_options)
    if training.schedule == "piecewise_constant_decay":
        values = [training.learning_rate, *options["values"]]
        return schedules.PiecewiseConstantDecay(options["boundaries"], values)
    make = _SCHEDULE_CLASSES[training.schedule]
    return make(training.learning_rate, **options)


def schedule_name(schedule: LearningRateSchedule) -> str:
    """Return the name by which settings know a schedule."""
    return next(name for name, cls in _SCHEDULE_CLASSES.items() if type(schedule) is cls)


class _OfClasses(SparseCategoricalCrossentropy):
    """Sparse cross-entropy that takes a document's targets too: one column for each class."""

    def as_targets(self, y: FloatArray, outputs: int) -> FloatArray:
        """Return one column per class; class numbers are spread out."""
        return y if y.shape[1] == outputs else super().as_targets(y, outputs)


def _own(parameters: FloatArray) -> FloatArray:
    own = aligned(parameters.shape, parameters.dtype)
    own[...] = parameters
    return own


class _Activations:
    """Makes one activation for all layers that name it alike: they hold no numbers of their own."""

    def __init__(self) -> None:
        self._made: list[tuple[tuple[Any, ...], Activation]] = []

    def __call__(self, layer: LayerSpec) -> Activation:
        key = layer.activation, layer.activation_options
        known = next((one for of, one in self._made if of == key), None)
        if known is None:
            known = make_activation(layer)
            self._made.append((key, known))
        return known


def _dense(layer: LayerSpec, given: Set[str], make: _Activations) -> Dense:
    return Dense(
        layer.units,
        make(layer),
        layer.use_bias,
        layer.kernel_initializer,
        name=layer.name or _free_name(given),
    )


def _free_name(given: Set[str]) -> str:
    """Return the engine's next name that nobody gave to a layer."""
    return next(name for name in iter(lambda: auto_name("dense"), "") if name not in given)
