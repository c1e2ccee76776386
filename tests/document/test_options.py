"""Every argument of the engine that a document can hold, from a script to a file and back."""

import json
from dataclasses import replace

import numpy as np
import pytest

from nnviz.document.document import Document
from nnviz.document.edits import ChangeTraining
from nnviz.document.errors import DocumentError, EditError
from nnviz.document.files import load_model, open_document, parse, save, save_model
from nnviz.document.from_model import document_from_model
from nnviz.document.options import (
    ACTIVATION_OPTIONS,
    LOSS_OPTIONS,
    OPTIMIZER_OPTIONS,
    SCHEDULE_OPTIONS,
)
from nnviz.document.settings import TrainingSettings
from nnviz.document.vocabulary import ACTIVATIONS, LOSSES, OPTIMIZERS, SCHEDULES
from nnviz.engine import activations, losses, metrics, optimizers
from nnviz.engine.configs import arguments_of
from nnviz.engine.layers import Dense
from nnviz.engine.models import Sequential
from nnviz.engine.optimizers import schedules

X = np.random.default_rng(2).normal(size=(12, 3))
Y = np.eye(4)[np.arange(12) % 4]
LABELS = np.arange(12) % 4


def model_of(activation="tanh", output="softmax", loss="mse", optimizer="sgd", **options):
    model = Sequential([Dense(5, activation, input_shape=(3,)), Dense(4, output)])
    model.compile(optimizer=optimizer, loss=loss, **options)
    return model


def kept(model, path, y=Y):
    """Train a model and the one that comes back from its file; return both histories."""
    file = path / "a.nnviz"
    model.fit(X, y, epochs=2, batch_size=5, shuffle=False, verbose=0)
    save_model(model, file)
    again = load_model(file)
    runs = [m.fit(X, y, epochs=3, batch_size=5, shuffle=False, verbose=0) for m in (model, again)]
    np.testing.assert_array_equal(model.parameters, again.parameters)
    assert runs[0].history == runs[1].history
    return again


ACTIVATION_CHOICES = [
    *ACTIVATIONS,
    activations.ReLU(0.1, 2.0, 0.3),
    activations.LeakyReLU(0.01),
    activations.ELU(0.5),
    activations.GELU(approximate=True),
]


@pytest.mark.parametrize("activation", ACTIVATION_CHOICES, ids=str)
def test_a_file_keeps_an_activation(activation, tmp_path):
    kept(model_of(activation, "linear"), tmp_path)


LOSS_CHOICES = [
    *(name for name in LOSSES if "sparse" not in name),
    losses.Huber(0.1),
    losses.BinaryCrossentropy(from_logits=True, label_smoothing=0.2),
    losses.CategoricalCrossentropy(from_logits=True),
    losses.CategoricalCrossentropy(label_smoothing=0.1),
]


@pytest.mark.parametrize("loss", LOSS_CHOICES, ids=str)
def test_a_file_keeps_a_loss(loss, tmp_path):
    logits = getattr(loss, "from_logits", False)
    kept(model_of(output="linear" if logits else "softmax", loss=loss), tmp_path)


@pytest.mark.parametrize("logits", [False, True])
def test_a_file_keeps_a_loss_of_class_numbers(logits, tmp_path):
    loss = losses.SparseCategoricalCrossentropy(from_logits=logits)
    model = model_of(output="linear" if logits else "softmax", loss=loss, metrics=["accuracy"])
    again = kept(model, tmp_path, LABELS)
    assert again.evaluate(X, LABELS, verbose=0) == model.evaluate(X, LABELS, verbose=0)
    document = document_from_model(model, X, LABELS)
    np.testing.assert_array_equal(document.data.targets, Y)
    trace = document.model().trace(document.x, document.y)
    assert trace.loss == pytest.approx(model.evaluate(X[:1], LABELS[:1], verbose=0)[0], rel=1e-12)


OPTIMIZER_CHOICES = [
    *OPTIMIZERS,
    optimizers.SGD(0.1, 0.9, True, weight_decay=0.01, clipnorm=0.1),
    optimizers.RMSprop(0.01, 0.8, 0.5, 1e-5, True, clipvalue=0.01),
    optimizers.Adagrad(0.1, 0.3, 1e-3),
    optimizers.Adadelta(1.0, 0.9, 1e-4, global_clipnorm=0.2),
    optimizers.Adam(0.01, 0.8, 0.9, 1e-4, True),
    optimizers.AdamW(0.01, 0.02),
    optimizers.Adamax(0.01, 0.7, 0.8, 1e-3),
    optimizers.Nadam(0.01, 0.7, 0.8, 1e-3, weight_decay=0.1),
    optimizers.SGD(schedules.ExponentialDecay(0.1, 2, 0.5, True)),
    optimizers.Adam(schedules.CosineDecay(0.0, 9, 0.1, warmup_target=0.1, warmup_steps=3)),
    optimizers.SGD(schedules.PiecewiseConstantDecay([2, 4], [0.1, 0.05, 0.01]), 0.9),
]


@pytest.mark.parametrize("optimizer", OPTIMIZER_CHOICES, ids=str)
def test_a_file_keeps_an_optimizer_and_its_memory(optimizer, tmp_path):
    kept(model_of(optimizer=optimizer), tmp_path)


@pytest.mark.parametrize(
    "chosen", [["mae"], ["accuracy", "mse"], [metrics.Precision(), "auc"], [metrics.R2Score()]]
)
def test_a_file_keeps_metrics_by_name(chosen, tmp_path):
    model = model_of(metrics=chosen)
    save_model(model, tmp_path / "a.nnviz")
    again = load_model(tmp_path / "a.nnviz")
    assert again.evaluate(X, Y, verbose=0) == model.evaluate(X, Y, verbose=0)


_COMMON = {"name", "learning_rate", "momentum", "axis", "reduction", "dtype", "ignore_class"}
_UNUSED = {
    "use_ema",
    "ema_momentum",
    "ema_overwrite_frequency",
    "loss_scale_factor",
    "gradient_accumulation_steps",
}


@pytest.mark.parametrize(
    ("table", "module"),
    [(ACTIVATION_OPTIONS, activations), (LOSS_OPTIONS, losses), (OPTIMIZER_OPTIONS, optimizers)],
    ids=["activations", "losses", "optimizers"],
)
def test_the_arguments_and_their_defaults_are_the_engines(table, module):
    for name in module.names():
        made = module.get(name)
        own = {key for key in arguments_of(type(made)) if key not in _COMMON | _UNUSED}
        options = table.get(name, {})
        assert set(options) == own, name
        for argument, option in options.items():
            assert getattr(made, argument) == option.default, (name, argument)
            assert option.rule.accepts(option.default)
            assert option.words
            assert option.tip


def test_what_is_default_is_not_written():
    document = Document.new((2, 1))
    said = document.replaced(
        training=replace(document.training, optimizer_options={"nesterov": False})
    )
    assert said.training == document.training
    assert not said.training.optimizer_options


def text_with(tmp_path, change):
    path = tmp_path / "a.nnviz"
    save(Document.new((2, 2), output="leaky_relu"), path)
    values = json.loads(path.read_text(encoding="utf-8"))
    change(values)
    return json.dumps(values).encode()


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (
            lambda v: v["training"].update(optimizer_options={"rho": 1}),
            "optimizer_options.rho: it is no argument of sgd",
        ),
        (
            lambda v: v["training"].update(optimizer_options={"nesterov": 1}),
            "nesterov: 1 is not true or false",
        ),
        (
            lambda v: v["training"].update(optimizer_options=[1]),
            "optimizer_options: a list of 1 is not an object",
        ),
        (
            lambda v: v["training"].update(optimizer_options={"clipnorm": -1}),
            "clipnorm: -1 is not a finite number from 0",
        ),
        (
            lambda v: v["training"].update(optimizer_options={"clipnorm": 1, "clipvalue": 1}),
            "only one way to clip",
        ),
        (
            lambda v: v["layers"][0].update(activation_options={"alpha": 1}),
            "layers.0.*alpha: it is no argument of leaky_relu",
        ),
        (lambda v: v["training"].update(schedule="warm"), "schedule: 'warm' is not one of"),
        (
            lambda v: v["training"].update(
                schedule="piecewise_constant_decay", schedule_options={"boundaries": [3, 2]}
            ),
            "boundaries: a list of 2 is not .*each larger",
        ),
        (
            lambda v: v["training"].update(
                schedule="piecewise_constant_decay", schedule_options={"boundaries": [2, 3]}
            ),
            "1 later rates for 2 boundaries",
        ),
        (
            lambda v: v["training"].update(metrics=["accuracy", "speed"]),
            "metrics: a list of 2 is not",
        ),
        (
            lambda v: v["training"].update(wings=1),
            "wings: it is unknown here|wings is unknown here",
        ),
    ],
)
def test_a_wrong_argument_in_a_file_is_named_with_its_place(change, fault, tmp_path):
    with pytest.raises(DocumentError, match=fault):
        parse(text_with(tmp_path, change))


def test_an_edit_with_a_wrong_argument_changes_nothing():
    document = Document.new((2, 1))
    with pytest.raises(EditError, match="amsgrad: it is no argument of sgd"):
        ChangeTraining({"optimizer_options": {"amsgrad": True}}).apply(document)
    settings = {"optimizer": "adam", "optimizer_options": {"beta_1": 1}}
    with pytest.raises(EditError, match="beta 1: 1 is not a number from 0 to below 1"):
        ChangeTraining(settings).apply(document)


def test_another_optimizer_keeps_the_arguments_that_it_takes_too():
    options = {"amsgrad": True, "clipnorm": 2.0}
    training = TrainingSettings(optimizer="adam", optimizer_options=options)
    document = Document.new((2, 1)).replaced(training=training)
    changed = ChangeTraining({"optimizer": "sgd"}).apply(document).training
    assert dict(changed.optimizer_options) == {"clipnorm": 2.0}


def test_memory_is_forgotten_where_an_argument_changes_what_is_remembered(tmp_path):
    model = model_of(optimizer="adam")
    model.fit(X, Y, epochs=1, verbose=0)
    document = document_from_model(model, X, Y)
    assert ChangeTraining({"optimizer_options": {"epsilon": 1e-3}}).apply(document).optimizer_state
    changed = ChangeTraining({"optimizer_options": {"amsgrad": True}}).apply(document)
    assert changed.optimizer_state is None
    save(changed, tmp_path / "a.nnviz")
    assert dict(open_document(tmp_path / "a.nnviz").training.optimizer_options) == {"amsgrad": True}


def test_every_schedule_has_words_and_its_arguments_are_keras():
    assert set(SCHEDULES) - {"none"} == set(SCHEDULE_OPTIONS)
    for cls in (schedules.ExponentialDecay, schedules.CosineDecay):
        name = {"ExponentialDecay": "exponential_decay", "CosineDecay": "cosine_decay"}
        own = set(arguments_of(cls)) - {"name", "initial_learning_rate"}
        assert own == set(SCHEDULE_OPTIONS[name[cls.__name__]])
