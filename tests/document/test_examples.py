"""The shipped examples: what they are built from, and what the notes say of them."""

import numpy as np
import pytest

from nnviz.document.builders import initial_parameters
from nnviz.document.errors import DocumentError
from nnviz.document.examples import example_path, examples
from nnviz.document.files import load_model, open_document
from tests.document.building_examples import BUILDERS
from tests.document.samples import text_of

NAMES = [name for name, _ in examples()]


@pytest.mark.parametrize("name", NAMES)
def test_the_shipped_file_is_what_is_built(name):
    assert example_path(name).read_text(encoding="utf-8") == text_of(BUILDERS[name]())


@pytest.mark.parametrize(("name", "title"), examples())
def test_an_example_opens_under_its_title_with_a_sample_to_look_at(name, title):
    document = open_document(f"example:{name}")
    assert document.title == title
    assert document.target is not None
    assert document.model().trace(document.x, document.y).loss > 0
    if document.data is not None:
        assert np.array_equal(document.data.inputs[document.sample], document.input)


@pytest.mark.parametrize("name", ["xor", "regression", "iris"])
def test_the_weights_are_those_the_seed_draws(name):
    document = open_document(f"example:{name}")
    drawn = initial_parameters(document.sizes[0], document.layers, document.seed)
    assert np.array_equal(document.parameters, drawn)
    assert np.array_equal(document.initial, drawn)


def test_an_unknown_example_is_refused_with_the_names_there_are():
    with pytest.raises(DocumentError, match=r"example:nowhere: unknown example, choose one of neu"):
        open_document("example:nowhere")
    with pytest.raises(DocumentError, match="unknown example"):
        open_document("example:../examples/chain")


def test_the_neuron_computes_as_the_notes_do():
    document = open_document("example:neuron")
    layer = load_model("example:neuron").trace(document.x).layers[0]
    assert round(layer.z.item(), 4) == 0.2675
    assert round(layer.a.item(), 4) == 0.5665


def test_one_epoch_of_the_chain_is_the_update_of_the_notes():
    document = open_document("example:chain")
    model = document.model()
    first, second = model.trace(document.x, document.y).layers
    values = [first.z, first.a, second.z, second.a]
    assert [round(value.item(), 4) for value in values] == [0.415, 0.6023, 0.9210, 0.7153]
    train(document, model, epochs=1)
    w1, b1, w2, b2 = model.parameters
    assert (round(w2, 3), round(b2, 3)) == (0.427, 0.612)
    assert (round(w1, 4), round(b1, 4)) == (0.1496, 0.3959)


def test_exclusive_or_is_learnt_within_the_stored_epochs():
    document = open_document("example:xor")
    assert document.sizes == (2, 2, 1)
    model = document.model()
    training = train(document, model)
    assert training.stopped_by == "threshold"
    assert training.history["loss"][-1] < 0.01
    outputs = model.predict(document.data.inputs, verbose=0)
    assert np.array_equal(outputs > 0.5, document.data.targets > 0.5)


def test_the_regression_explains_half_of_the_test_parts_variance():
    document = open_document("example:regression")
    assert (document.sizes, document.preparation.test_share) == ((10, 8, 1), 0.25)
    model = document.model()
    train(document, model)
    prepared = document.prepared
    errors = model.predict(prepared.x_test, verbose=0) - prepared.y_test
    assert 1 - errors.var() / prepared.y_test.var() > 0.4


def test_iris_is_told_apart_on_flowers_it_was_not_trained_on():
    document = open_document("example:iris")
    assert document.sizes == (4, 8, 3)
    training = train(document, document.model())
    assert training.history["val_accuracy"][-1] > 0.94
    assert training.history["accuracy"][-1] > 0.97


def train(document, model, epochs=None):
    prepared, settings = document.prepared, document.training
    training = model.training(
        prepared.x_train,
        prepared.y_train,
        batch_size=settings.batch_size,
        epochs=epochs or settings.epochs,
        seed=document.seed,
        threshold=settings.threshold,
        validation_data=prepared.validation,
    )
    training.run()
    return training
