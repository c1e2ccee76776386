"""The document: its vector of parameters, what it derives, and that nobody can write into it."""

import numpy as np
import pytest

from nnviz.data.dataset import Dataset
from nnviz.document.document import Document
from nnviz.document.elements import Bias, Edge, Neuron, Target
from nnviz.document.errors import EditError
from nnviz.document.settings import LayerSpec, Preparation, TrainingSettings


@pytest.fixture
def document():
    """A 2-3-1 network whose parameters are their own places: 0, 1, 2, …"""
    new = Document.new((2, 3, 1))
    return new.replaced(parameters=np.arange(13.0))


def table(n=10, seed=0):
    rng = np.random.default_rng(seed)
    return Dataset(
        name="table",
        title="A table",
        inputs=rng.normal(3.0, 2.0, (n, 2)),
        targets=rng.normal(50.0, 9.0, (n, 1)),
        input_names=("width", "height"),
        target_names=("weight",),
    )


def test_parameters_lie_layer_by_layer_kernel_rows_then_bias(document):
    assert document.n_parameters == 13
    assert document.kernel(1).tolist() == [[0, 1, 2], [3, 4, 5]]
    assert document.bias(1).tolist() == [6, 7, 8]
    assert document.kernel(2).tolist() == [[9], [10], [11]]
    assert document.bias(2).tolist() == [12]


@pytest.mark.parametrize(
    ("element", "index"),
    [
        (Edge(1, 0, 0), 0),
        (Edge(1, 1, 2), 5),
        (Bias(1, 2), 8),
        (Edge(2, 1, 0), 10),
        (Bias(2, 0), 12),
    ],
)
def test_each_weight_and_bias_has_its_place_and_back(document, element, index):
    assert document.parameter_index(element) == index
    assert document.element_at(index) == element
    assert document.value(element) == index


@pytest.mark.parametrize(
    "element", [Edge(1, 2, 0), Edge(1, 0, 3), Edge(3, 0, 0), Edge(0, 0, 0), Bias(2, 1), Bias(1, -1)]
)
def test_elements_that_do_not_exist_have_no_place(document, element):
    with pytest.raises(IndexError, match=r"does not exist|there are"):
        document.parameter_index(element)


def test_a_layer_without_bias_has_only_its_kernel():
    document = Document.new((2, 1)).replaced(
        layers=(LayerSpec(1, use_bias=False),), parameters=[1.0, 2.0], initial=[0.0, 0.0]
    )
    assert document.bias(1) is None
    with pytest.raises(IndexError, match="no bias"):
        document.parameter_index(Bias(1, 0))


def test_inputs_and_targets_have_values_and_neurons_do_not(document):
    changed = document.replaced(input=[4.0, 5.0], target=[6.0])
    assert changed.value(Neuron(0, 1)) == 5.0
    assert changed.value(Target(0)) == 6.0
    with pytest.raises(TypeError, match="no value of its own"):
        changed.value(Neuron(1, 0))


@pytest.mark.parametrize("name", ["parameters", "initial", "input", "target"])
def test_nobody_can_write_into_a_document(document, name):
    with pytest.raises(ValueError, match="read-only"):
        getattr(document, name)[0] = 1.0


def test_an_array_given_to_a_document_stays_the_givers(document):
    mine = np.zeros(13)
    taken = document.replaced(parameters=mine)
    mine[0] = 7.0
    assert taken.parameters[0] == 0.0


def test_arrays_of_a_wrong_size_are_refused(document):
    with pytest.raises(ValueError, match=r"parameters: expected 13 values, got shape \(12,\)"):
        document.replaced(parameters=np.zeros(12))


def test_layers_are_called_by_their_names():
    shallow, deep = Document.new((2, 3, 1)), Document.new((2, 3, 4, 1))
    assert [shallow.layer_title(k) for k in range(3)] == ["Input", "Hidden", "Output"]
    expected = ["Input", "Hidden 1", "Hidden 2", "Output"]
    assert [deep.layer_title(k) for k in range(4)] == expected
    named = Document.new((2, 1)).replaced(layers=(LayerSpec(1, name="Score"),))
    assert named.layer_title(1) == "Score"


def test_the_seed_draws_the_same_weights_again_within_glorots_bounds():
    first, again, other = (Document.new((4, 8, 3), seed=seed) for seed in (5, 5, 6))
    assert np.array_equal(first.parameters, again.parameters)
    assert not np.array_equal(first.parameters, other.parameters)
    assert np.array_equal(first.parameters, first.initial)
    limit = np.sqrt(6 / (4 + 8))
    assert np.abs(first.kernel(1)).max() <= limit
    assert np.ptp(first.kernel(1)) > limit
    assert not first.bias(1).any()


def test_without_data_the_network_sees_the_sample_as_it_is(document):
    shown = document.replaced(input=[4.0, 5.0], target=[6.0])
    assert shown.prepared is None
    assert shown.x.tolist() == [[4.0, 5.0]]
    assert shown.y.tolist() == [[6.0]]
    assert shown.raw_output(np.array([[2.0]])).tolist() == [[2.0]]


def test_data_are_split_and_scaled_by_the_training_part_alone(document):
    data = table()
    prepared = document.replaced(
        data=data, preparation=Preparation("standardise", "minmax", 0.3), seed=3
    ).prepared
    train, test = prepared.train_rows, prepared.test_rows
    assert sorted([*train, *test]) == list(range(10))
    assert len(test) == 3
    mean, spread = data.inputs[train].mean(axis=0), data.inputs[train].std(axis=0)
    assert np.allclose(prepared.x_test, (data.inputs[test] - mean) / spread)
    low, high = data.targets[train].min(), data.targets[train].max()
    assert np.allclose(prepared.y_train, (data.targets[train] - low) / (high - low))
    assert prepared.validation is not None


def test_the_current_sample_is_scaled_like_the_data_and_outputs_scale_back(document):
    data = table()
    shown = document.replaced(
        data=data,
        preparation=Preparation("standardise", "standardise"),
        input=data.inputs[4],
        target=data.targets[4],
        sample=4,
    )
    row = list(shown.prepared.train_rows).index(4)
    assert np.array_equal(shown.x[0], shown.prepared.x_train[row])
    assert np.array_equal(shown.y[0], shown.prepared.y_train[row])
    assert np.allclose(shown.raw_output(shown.y)[0], data.targets[4])


def test_classes_are_not_scaled(document):
    data = Dataset(
        name="two",
        title="Two classes",
        inputs=np.arange(8.0).reshape(4, 2),
        targets=np.eye(2)[[0, 1, 1, 0]],
        input_names=("a", "b"),
        target_names=("no", "yes"),
        classes=("no", "yes"),
    )
    prepared = (
        Document.new((2, 2)).replaced(data=data, preparation=Preparation("none", "minmax")).prepared
    )
    assert np.array_equal(prepared.y_train, data.targets[prepared.train_rows])


def test_what_a_change_does_not_touch_stays_prepared(document):
    before = document.replaced(data=table(), preparation=Preparation("standardise"))
    prepared = before.prepared
    assert before.replaced(input=[1.0, 1.0]).prepared is prepared
    assert before.replaced(preparation=Preparation("minmax")).prepared is not prepared
    assert before.replaced(seed=9).prepared is not prepared


def test_the_model_computes_with_the_documents_parameters():
    document = Document.new((2, 2, 1), activation="tanh", output="sigmoid", seed=1)
    model = document.model()
    hidden = np.tanh(document.input @ document.kernel(1) + document.bias(1))
    z = (hidden @ document.kernel(2) + document.bias(2)).item()
    assert np.isclose(model.trace(document.x).layers[-1].a.item(), 1 / (1 + np.exp(-z)))


def test_the_model_is_the_documents_copy():
    document = Document.new((2, 1), seed=1)
    before = document.parameters.copy()
    document.model().parameters[:] = 0.0
    assert np.array_equal(document.parameters, before)


def test_training_goes_on_where_the_document_left_it():
    """Two halves with the optimizer's memory kept between them are one whole."""
    data = table()
    settings = TrainingSettings("mean_squared_error", "adam", 0.01, batch_size=4)
    document = Document.new((2, 3, 1), seed=2).replaced(data=data, training=settings)

    def train(model, first, last):
        prepared = document.prepared
        model.training(
            prepared.x_train,
            prepared.y_train,
            batch_size=4,
            initial_epoch=first,
            epochs=last,
            seed=document.seed,
        ).run()
        return model

    whole = train(document.model(), 0, 6)
    half = train(document.model(), 0, 3)
    kept = document.replaced(parameters=half.parameters, optimizer_state=half.optimizer.state())
    assert np.array_equal(train(kept.model(), 3, 6).parameters, whole.parameters)


@pytest.mark.parametrize(
    ("sizes", "options", "words"),
    [
        ((2, 0, 1), {}, "layer 1, units: 0 is not a whole number from 1"),
        ((0, 1), {}, "number of inputs: 0"),
        ((2, 10**9), {}, "layer 1, units: 1000000000"),
        ((4000, 4000), {}, "16,004,000 parameters: the limit is 10,000,000"),
        ((2, *[1] * 1001), {}, "1,001 layers: from 1 to 1,000"),
        ((2, 1), {"output": "cube"}, "layer 1, activation: 'cube' is not one of linear, sigmoid"),
        ((2, 1), {"seed": -1}, "seed: -1"),
        ((2,), {}, "0 layers"),
    ],
)
def test_networks_beyond_the_limits_are_refused(sizes, options, words):
    with pytest.raises(EditError, match=words):
        Document.new(sizes, **options)
