"""A document of a model that was built in a script."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nnviz.data.dataset import Dataset
from nnviz.document.builders import blank_ends, ends_of
from nnviz.document.checks import check_layers, check_numbers, check_settings
from nnviz.document.document import Document
from nnviz.document.keeping import metric_name
from nnviz.document.models import metrics_for, schedule_name
from nnviz.document.options import (
    ACTIVATION_OPTIONS,
    LOSS_OPTIONS,
    OPTIMIZER_OPTIONS,
    SCHEDULE_OPTIONS,
    Table,
)
from nnviz.document.settings import LayerSpec, TrainingSettings
from nnviz.document.vocabulary import ACTIVATIONS
from nnviz.engine import initializers
from nnviz.engine.arrays import as_matrix, require_finite
from nnviz.engine.layers import Dense
from nnviz.engine.layers.activation import ActivationLayer
from nnviz.engine.losses import SparseCategoricalCrossentropy
from nnviz.engine.models import Sequential
from nnviz.engine.optimizers import Optimizer, schedules

FloatArray = NDArray[np.float64]

# How Keras names what nobody named: such a name says nothing that a reader would miss.
_AUTOMATIC = re.compile(r"(dense|sequential)(_\d+)?")
_DEFAULT_LOSSES = {"softmax": "categorical_crossentropy", "sigmoid": "binary_crossentropy"}

_PENALTIES = (
    "kernel_regularizer",
    "bias_regularizer",
    "activity_regularizer",
    "kernel_constraint",
    "bias_constraint",
)


def document_from_model(model: Sequential, x: Any = None, y: Any = None) -> Document:
    """Return a document that shows a model, with the data it was or will be trained on.

    Parameters
    ----------
    model : Sequential
        Built, or `x` says how many inputs it has.
    x : array_like, shape (n_samples, n_inputs), optional
        A table's column names become the names of the inputs.
    y : array_like, shape (n_samples,) or (n_samples, n_outputs), optional
        Without targets, the first sample is shown and there is nothing to train on.

    Raises
    ------
    TypeError
        If it is no model.
    ValueError
        If the model has no weights yet, the data do not fit it, or a document cannot hold it.
    """
    if not isinstance(model, Sequential):
        raise TypeError(f"Expected a Sequential model; received {type(model).__name__}.")
    if x is None and y is not None:
        raise ValueError("y was given without x: give both, or neither.")
    inputs = None if x is None else _matrix("x", x)
    targets = None if y is None else _matrix("y", y)
    if not model.built and inputs is not None:
        model.build((None, inputs.shape[1]))
    if not model.built:
        raise ValueError("Expected a built model: give its first layer an input_shape, or give x.")
    stages = _stages(model)
    n_in = stages[0].n_inputs
    layers = tuple(_layer(layer) for layer in stages)
    check_layers(n_in, layers)
    check_numbers("the model's parameters", model.parameters)
    parameters = model.parameters.copy()
    return Document(
        title="Model" if _AUTOMATIC.fullmatch(model.name) else model.name,
        layers=layers,
        parameters=parameters,
        initial=parameters,
        training=_training(model, layers[-1].activation),
        optimizer_state=_memory(model.optimizer),
        frozen=model.frozen,
        **_ends(inputs, _columns(model, targets), n_in, layers[-1].units, _names_of(x)),
    )


def _stages(model: Sequential) -> list[Dense]:
    """Return the dense layers, each with the activation layer that follows it."""
    for layer in model.layers:
        if not isinstance(layer, Dense | ActivationLayer):
            kind = type(layer).__name__
            raise ValueError(f"A document holds Dense and activation layers; received a {kind}.")
    return model.stages


def _layer(layer: Dense) -> LayerSpec:
    name = layer.activation.name
    if name not in ACTIVATIONS:
        raise ValueError(f"A document cannot hold the activation {name!r} yet.")
    _refuse_penalties(layer)
    return LayerSpec(
        units=layer.units,
        activation=name,
        use_bias=layer.use_bias,
        kernel_initializer=_initializer(layer.kernel_initializer.name),
        name="" if _AUTOMATIC.fullmatch(layer.name) else layer.name,
        activation_options=_arguments(layer.activation, ACTIVATION_OPTIONS, name),
    )


def _initializer(name: str) -> str:
    """Return the name of an initializer; Keras's default for one that has none."""
    return name if name in initializers.names() else "glorot_uniform"


def _refuse_penalties(layer: Dense) -> None:
    for setting in _PENALTIES:
        if getattr(layer, setting) is not None:
            raise ValueError(f"A document cannot hold the {setting} of layer {layer.name!r} yet.")


def _training(model: Sequential, activation: str) -> TrainingSettings:
    """Return the compiled settings; a model not compiled gets those that fit its output."""
    if model.optimizer is None or model.loss is None:
        loss = _DEFAULT_LOSSES.get(activation, "mean_squared_error")
        return TrainingSettings(loss, "adam", learning_rate=0.001)
    optimizer, loss = model.optimizer, type(model.loss).name  # whatever its user calls it
    settings = TrainingSettings(
        loss=loss,
        optimizer=type(optimizer).name,
        momentum=getattr(optimizer, "momentum", 0.0),
        metrics=_metrics(model, loss),
        loss_options=_arguments(model.loss, LOSS_OPTIONS, loss),
        optimizer_options=_arguments(optimizer, OPTIMIZER_OPTIONS, type(optimizer).name),
        **_rate(optimizer),
    )
    check_settings(settings)
    return settings


def _arguments(made: Any, table: Table, name: str) -> dict[str, Any]:
    """Return the arguments of something the engine made, by the names that `table` knows."""
    return {argument: getattr(made, argument) for argument in table.get(name, {})}


def _rate(optimizer: Optimizer) -> dict[str, Any]:
    """Return the learning rate, and the schedule that changes it if there is one."""
    given = optimizer.get_config()["learning_rate"]
    if not isinstance(given, Mapping):
        return {"learning_rate": optimizer.learning_rate}
    schedule = schedules.get(given)
    name = schedule_name(schedule)
    if isinstance(schedule, schedules.PiecewiseConstantDecay):
        first, *later = schedule.values
        found: dict[str, Any] = {"boundaries": tuple(schedule.boundaries), "values": tuple(later)}
    else:
        assert isinstance(schedule, schedules.ExponentialDecay | schedules.CosineDecay)
        first = schedule.initial_learning_rate
        found = _arguments(schedule, SCHEDULE_OPTIONS, name)
    return {"learning_rate": first, "schedule": name, "schedule_options": found}


def _metrics(model: Sequential, loss: str) -> tuple[str, ...] | None:
    """Return the names of the metrics that a document can hold; None if they go by the loss."""
    names = tuple(dict.fromkeys(filter(None, map(metric_name, model._metrics))))
    return None if list(names) == metrics_for(loss) else names


def _memory(optimizer: Optimizer | None) -> dict[str, FloatArray | int] | None:
    return None if optimizer is None or not optimizer.iterations else optimizer.state()


def _columns(model: Sequential, targets: FloatArray | None) -> FloatArray | None:
    """Return targets with one column per class where they are class numbers."""
    if targets is None or not isinstance(model.loss, SparseCategoricalCrossentropy):
        return targets
    return model.loss.as_targets(targets, model.stages[-1].units)


def _ends(
    x: FloatArray | None, y: FloatArray | None, n_in: int, n_out: int, names: tuple[str, ...]
) -> dict[str, Any]:
    """Return the names, the sample shown and the data."""
    blank = blank_ends(n_in, n_out)
    if x is None:
        return blank
    _check_shape("x", x, len(x), n_in)
    names = names or blank["input_names"]
    if y is None:
        return {**blank, "input": x[0], "target": None, "input_names": names}
    _check_shape("y", y, len(x), n_out)
    return ends_of(
        Dataset(
            name="script",
            title="Data from a script",
            inputs=x,
            targets=y,
            input_names=names,
            target_names=blank["output_names"],
        )
    )


def _matrix(name: str, values: Any) -> FloatArray:
    array = as_matrix(values, name)
    require_finite(array, name)
    return array


def _check_shape(name: str, array: FloatArray, rows: int, columns: int) -> None:
    if array.shape != (rows, columns):
        expected = (rows, columns)
        raise ValueError(f"Expected {name} of shape {expected}; received {array.shape}.")


def _names_of(x: Any) -> tuple[str, ...]:
    """Return the column names of a table such as pandas's, or nothing."""
    return tuple(str(name)[:200] for name in getattr(x, "columns", ()))
