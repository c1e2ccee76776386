"""Layers and neurons come and go: what remains keeps its values, what is new is drawn."""

from __future__ import annotations

import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nnviz.document.document import Document
from nnviz.document.edits import (
    AddLayer,
    AddNeuron,
    ChangeLayer,
    Edit,
    EditError,
    Freeze,
    MoveLayer,
    MoveNeuron,
    Name,
    Remove,
    RemoveNeuron,
    ResizeLayer,
    UseBias,
)
from nnviz.document.elements import Layer, Neuron, Target
from nnviz.document.files import open_document
from nnviz.document.history import History
from nnviz.document.name_edits import name_of
from nnviz.document.schema import to_values
from nnviz.document.settings import LayerSpec, TrainingSettings
from nnviz.document.writing import json_pieces


def numbered(*sizes: int, **fields: object) -> Document:
    """A network whose parameters are 1, 2, 3, …: where each goes can be read off."""
    made = Document.new(sizes, "tanh")
    values = np.arange(1.0, made.n_parameters + 1)
    return made.replaced(parameters=values, initial=values + 0.5, **fields)


def trained(document: Document, optimizer: str = "adagrad") -> Document:
    slot = np.arange(document.n_parameters) + 100.0
    return document.replaced(
        training=TrainingSettings(optimizer=optimizer),
        optimizer_state={"iterations": 7, "accumulator": slot},
        history=History({"loss": np.ones(3)}, 3),
    )


# ------------------------------------------------------------------- neurons


def test_a_new_neuron_leaves_all_weights_where_they_were() -> None:
    grown = AddNeuron(1).apply(numbered(2, 2, 1))
    assert grown.sizes == (2, 3, 1)
    assert grown.kernel(1)[:, :2].tolist() == [[1, 2], [3, 4]]
    assert grown.bias(1) is not None
    assert np.asarray(grown.bias(1)).tolist() == [5, 6, 0]
    assert grown.kernel(2)[:2].tolist() == [[7], [8]]
    assert np.asarray(grown.bias(2)).tolist() == [9]


def test_new_weights_come_from_the_initializer_and_the_seed() -> None:
    document = numbered(2, 2, 1)
    once, again = AddNeuron(1).apply(document), AddNeuron(1).apply(document)
    assert np.array_equal(once.parameters, again.parameters)
    other = AddNeuron(1).apply(document.replaced(seed=1))
    assert (once.kernel(1)[:, 2] != other.kernel(1)[:, 2]).all()
    limit = np.sqrt(6 / (2 + 3))  # Glorot uniform of 2 inputs and 3 units
    assert (np.abs(once.kernel(1)[:, 2]) < limit).all()
    assert (once.kernel(1)[:, 2] != 0).all()
    zeros = ChangeLayer(1, {"kernel_initializer": "zeros"}).apply(document)
    assert AddNeuron(1).apply(zeros).kernel(1)[:, 2].tolist() == [0, 0]


def test_new_weights_do_not_repeat_the_ones_that_are_there() -> None:
    document = Document.new((3, 4, 2), seed=5)
    grown = ResizeLayer(1, 8).apply(document)
    drawn = np.abs(np.concatenate([grown.kernel(1).ravel(), grown.kernel(2).ravel()]))
    ratios = np.unique(np.round(drawn[:, None] / drawn[None, :], 9))
    assert len(np.unique(drawn)) == drawn.size
    assert len(ratios) > drawn.size * (drawn.size - 1) * 0.99


def test_initial_weights_keep_their_places_too() -> None:
    grown = AddNeuron(1).apply(numbered(2, 2, 1))
    part = grown.layer_slices[0]
    initial = grown.initial[part.kernel].reshape(2, 3)
    assert initial[:, :2].tolist() == [[1.5, 2.5], [3.5, 4.5]]
    assert np.array_equal(initial[:, 2], grown.kernel(1)[:, 2])


def test_a_removed_neuron_takes_only_its_own_weights() -> None:
    left = Remove((Neuron(1, 0),)).apply(numbered(2, 3, 2))
    assert left.kernel(1).tolist() == [[2, 3], [5, 6]]
    assert np.asarray(left.bias(1)).tolist() == [8, 9]
    assert left.kernel(2).tolist() == [[12, 13], [14, 15]]
    assert np.asarray(left.bias(2)).tolist() == [16, 17]


def test_without_a_choice_the_last_neuron_goes() -> None:
    left = RemoveNeuron(1).apply(numbered(1, 3, 1))
    assert left.kernel(1).tolist() == [[1, 2]]


def test_several_neurons_go_at_once() -> None:
    left = Remove((Neuron(1, 2), Neuron(1, 0))).apply(numbered(1, 3, 1))
    assert left.kernel(1).tolist() == [[2]]


def test_a_layer_goes_with_the_last_of_its_neurons() -> None:
    document = numbered(2, 2, 2, 1)
    both = Remove((Neuron(1, 0), Neuron(1, 1), Neuron(2, 1))).apply(document)
    assert both.sizes == (2, 1, 1)
    assert both.kernel(1).tolist() == [[7], [9]]
    with pytest.raises(EditError, match="Only neurons, inputs and hidden layers"):
        Remove((Target(0),)).apply(document)


def test_a_moved_neuron_takes_its_weights_along_and_computes_the_same() -> None:
    document = numbered(2, 3, 2)
    moved = MoveNeuron(1, 2, 0).apply(document)
    assert moved.kernel(1).tolist() == [[3, 1, 2], [6, 4, 5]]
    assert np.asarray(moved.bias(1)).tolist() == [9, 7, 8]
    assert moved.kernel(2).tolist() == [[14, 15], [10, 11], [12, 13]]
    before = document.model().predict(document.x, verbose=0)
    assert np.allclose(moved.model().predict(moved.x, verbose=0), before, rtol=1e-14)


def test_the_last_neuron_of_a_layer_stays() -> None:
    with pytest.raises(EditError, match="Hidden needs at least one neuron: remove the layer"):
        RemoveNeuron(1).apply(numbered(2, 1, 1))
    with pytest.raises(EditError, match="at least one input"):
        RemoveNeuron(0).apply(numbered(1, 2, 1))
    with pytest.raises(EditError, match="at least one output"):
        RemoveNeuron(2).apply(numbered(1, 2, 1))


# ---------------------------------------------------------------- the ends


def test_inputs_and_outputs_come_with_names_and_values() -> None:
    document = numbered(2, 2, 1, input_names=("age", "x2"), input=np.array([3.0, 4.0]))
    grown = AddNeuron(2).apply(AddNeuron(0).apply(document))
    assert grown.input_names == ("age", "x2", "x3")
    assert grown.input.tolist() == [3, 4, 1]
    assert grown.output_names == ("y1", "y2")
    assert grown.target is not None
    assert grown.target.tolist() == [0, 0]
    assert grown.kernel(1)[:2].tolist() == [[1, 2], [3, 4]]


def test_inputs_that_move_up_are_numbered_anew() -> None:
    left = Remove((Neuron(0, 0),)).apply(numbered(3, 1, input_names=("x1", "age", "x3")))
    assert left.input_names == ("age", "x2")
    assert left.kernel(1).tolist() == [[2], [3]]


def test_a_sample_without_a_target_stays_without() -> None:
    assert AddNeuron(2).apply(numbered(1, 1, 1, target=None)).target is None


def test_data_decide_how_many_inputs_and_outputs_there_are() -> None:
    iris = open_document("example:iris")
    for edit in (AddNeuron(0), RemoveNeuron(2), MoveNeuron(0, 0, 1)):
        with pytest.raises(EditError, match=r"The data decide the (inputs|outputs): they have"):
            edit.apply(iris)
    assert AddNeuron(1).apply(iris).sizes == (4, 9, 3)


def test_a_title_of_sizes_follows_them_and_another_does_not() -> None:
    assert AddNeuron(1).apply(numbered(2, 2, 1)).title == "2–3–1"
    assert AddNeuron(1).apply(numbered(2, 2, 1, title="Mine")).title == "Mine"


# ------------------------------------------------------------------ layers


def test_a_layer_in_between_leaves_the_other_layers_their_weights() -> None:
    document = numbered(2, 3, 1)
    deeper = AddLayer(1).apply(document)
    assert deeper.sizes == (2, 3, 3, 1)
    assert deeper.layers[1] == LayerSpec(3, "tanh")
    assert np.array_equal(deeper.kernel(1), document.kernel(1))
    assert np.array_equal(deeper.kernel(3), document.kernel(2))
    assert np.asarray(deeper.bias(2)).tolist() == [0, 0, 0]


def test_a_layer_of_another_size_needs_new_weights_behind_it() -> None:
    document = numbered(2, 3, 1)
    deeper = AddLayer(1, LayerSpec(5, "relu")).apply(document)
    assert deeper.sizes == (2, 3, 5, 1)
    assert np.array_equal(deeper.kernel(1), document.kernel(1))
    assert np.asarray(deeper.bias(3)).tolist() == np.asarray(document.bias(2)).tolist()
    assert (np.abs(deeper.kernel(3)) <= np.sqrt(6 / (5 + 1))).all()


def test_a_layer_that_came_and_went_leaves_the_network_as_it_was() -> None:
    document = numbered(2, 3, 1)
    back = Remove((Layer(2),)).apply(AddLayer(1).apply(document))
    assert back.layers == document.layers
    assert np.array_equal(back.parameters, document.parameters)


def test_a_first_hidden_layer_may_come_before_a_single_neuron() -> None:
    grown = AddLayer(0).apply(numbered(2, 1))
    assert grown.sizes == (2, 2, 1)
    assert grown.layers[0].activation == "relu"
    assert grown.kernel(2).tolist() == [[1], [2]]


def test_a_moved_layer_takes_kernel_and_bias_along_where_they_fit() -> None:
    document = numbered(2, 2, 2, 1)
    document = ChangeLayer(1, {"activation": "sigmoid"}).apply(document)
    moved = MoveLayer(1, 2).apply(document)
    assert [layer.activation for layer in moved.layers] == ["tanh", "sigmoid", "linear"]
    assert moved.kernel(1).tolist() == document.kernel(2).tolist()
    assert moved.kernel(2).tolist() == document.kernel(1).tolist()
    assert np.asarray(moved.bias(2)).tolist() == [5, 6]
    back = MoveLayer(2, 1).apply(moved)
    assert np.array_equal(back.parameters, document.parameters)


def test_inputs_and_outputs_stay_where_they_are() -> None:
    document = numbered(2, 2, 2, 1)
    for edit in (Remove((Layer(0),)), Remove((Layer(3),)), MoveLayer(3, 1), MoveLayer(0, 1)):
        with pytest.raises(EditError, match=r"(Input|Output): only hidden layers can be"):
            edit.apply(document)
    with pytest.raises(EditError, match="stay between the inputs and the outputs"):
        MoveLayer(1, 3).apply(document)
    with pytest.raises(EditError, match="The outputs come last"):
        AddLayer(3).apply(document)


def test_biases_begin_at_0_and_can_go() -> None:
    document = numbered(2, 2, 1)
    without = UseBias(1, use_bias=False).apply(document)
    assert without.bias(1) is None
    assert without.parameters.tolist() == [1, 2, 3, 4, 7, 8, 9]
    again = UseBias(1, use_bias=True).apply(without)
    assert again.parameters.tolist() == [1, 2, 3, 4, 0, 0, 7, 8, 9]


def test_another_initializer_waits_for_new_weights() -> None:
    document = trained(numbered(2, 2, 1))
    changed = ChangeLayer(1, {"kernel_initializer": "ones"}).apply(document)
    assert changed.parameters is document.parameters
    assert changed.history.epochs == 3
    assert changed.optimizer_state is not None


# ------------------------------------------------- what goes with the weights


def test_the_optimizers_memory_stays_with_the_weights_that_remain() -> None:
    grown = AddNeuron(1).apply(trained(numbered(2, 2, 1)))
    assert grown.optimizer_state is not None
    slot = np.asarray(grown.optimizer_state["accumulator"])
    # Adagrad begins with 0.1: Keras's initial_accumulator_value.
    kernel = [100, 101, 0.1, 102, 103, 0.1]
    assert slot.tolist() == [*kernel, 104, 105, 0.1, 106, 107, 0.1, 108]
    assert grown.optimizer_state["iterations"] == 7
    assert grown.history.epochs == 0


def test_frozen_weights_stay_frozen_and_new_ones_learn() -> None:
    document = Freeze(np.array([1, 3])).apply(numbered(2, 2, 1))
    grown = AddNeuron(1).apply(document)
    assert np.flatnonzero(grown.frozen).tolist() == [1, 4]  # 2 and 4 of [[1, 2, new], [3, 4, new]]
    left = Remove((Neuron(1, 0),)).apply(document)
    assert left.parameters[left.frozen].tolist() == [2, 4]
    assert not Remove((Neuron(1, 1),)).apply(document).has_frozen


# -------------------------------------------------------------------- names


def test_layers_inputs_and_outputs_can_be_named() -> None:
    document = numbered(2, 2, 1)
    for element, name in ((Layer(1), "Features"), (Neuron(0, 1), "age"), (Target(0), "price")):
        document = Name(element, f" {name} ").apply(document)
        assert name_of(document, element) == name
    assert document.layer_title(1) == "Features"
    assert document.input_names == ("x1", "age")
    assert document.output_names == ("price",)
    assert name_of(document, Neuron(2, 0)) == "price"
    document.model()


def test_a_name_may_be_one_that_the_engine_gives() -> None:
    document = numbered(1, 1, 1)
    for name in ("dense", "dense_1", "dense_2", "sequential"):
        Name(Layer(1), name).apply(document).model()


def test_names_that_are_none() -> None:
    document = Name(Layer(1), "A").apply(numbered(2, 2, 2, 1))
    with pytest.raises(EditError, match="needs at least one"):
        Name(Layer(1), "  ").apply(document)
    with pytest.raises(EditError, match="two layers “A”"):
        Name(Layer(2), "A").apply(document)
    with pytest.raises(EditError, match="a line of 1 to 200"):
        Name(Neuron(0, 0), "x" * 201).apply(document)
    with pytest.raises(EditError, match="Only layers, inputs and outputs"):
        Name(Neuron(1, 0), "h").apply(document)


# ------------------------------------------------------------------- limits


@pytest.mark.parametrize("units", [-1, 0, 10**9, 10**30])
@pytest.mark.parametrize("layer", [0, 1, 2])
def test_sizes_that_cannot_be_say_so_before_anything_is_made(layer: int, units: int) -> None:
    with pytest.raises(EditError, match="a whole number from 1 to 10,000,000"):
        ResizeLayer(layer, units).apply(numbered(2, 2, 1))


def test_too_many_parameters_are_refused() -> None:
    with pytest.raises(EditError, match="the limit is 10,000,000"):
        ResizeLayer(1, 9_000_000).apply(numbered(2, 2, 1))


def test_from_1_to_1024_inputs_and_up_to_1000_layers() -> None:
    wide = ResizeLayer(0, 1024).apply(numbered(1, 2, 1))
    assert wide.sizes == (1024, 2, 1)
    assert ResizeLayer(0, 1).apply(wide).kernel(1).tolist() == [[1, 2]]
    deep = Document.new([1] * 1000)
    deepest = AddLayer(5).apply(deep)
    assert len(deepest.layers) == 1000
    assert deepest.title == "1–1–1–1–…–1"
    with pytest.raises(EditError, match="1,001 layers: from 1 to 1,000"):
        AddLayer(5).apply(deepest)


# --------------------------------------------------------------- any of them


@st.composite
def edits(draw: st.DrawFn) -> Edit:
    """Any change of structure, allowed or not."""
    layer, number = draw(st.integers(0, 5)), draw(st.integers(0, 5))
    kind = draw(st.integers(0, 8))
    return (
        AddNeuron(layer),
        Remove((Neuron(layer, number), Neuron(layer, 0))),
        ResizeLayer(layer, number),
        MoveNeuron(layer, 0, number),
        AddLayer(layer),
        Remove((Layer(layer), Neuron(number, 0))),
        MoveLayer(layer, number),
        UseBias(layer, use_bias=number > 2),
        Name(Layer(layer), "abcdef"[number]),
    )[kind]


@given(st.lists(edits(), max_size=8))
@settings(max_examples=60, deadline=None)
def test_whatever_is_done_is_undone_byte_for_byte(planned: list[Edit]) -> None:
    document = first = trained(Freeze(np.array([0, 5])).apply(numbered(3, 4, 4, 2)))
    inverses = []
    for edit in planned:
        try:
            changed = edit.apply(document)
        except EditError:
            continue
        inverses.append(edit.invert(document))
        document = changed
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            assert document.model().parameters.shape == document.parameters.shape
    for inverse in reversed(inverses):
        document = inverse.apply(document)
    assert _file(document) == _file(first)


def _file(document: Document) -> str:
    return "".join(json_pieces(to_values(document)))


def test_a_layer_as_large_as_it_is_stays_as_it_is():
    document = Document.new((2, 3, 1), seed=1)
    after = ResizeLayer(1, 3).apply(document)
    assert after.layers is document.layers
    assert after.parameters is document.parameters


@pytest.mark.parametrize("name", ["\u200b", "\u202e", " – ", "\u2066\u2069"])
def test_a_name_that_cannot_be_seen_or_read_is_none(name):
    with pytest.raises(EditError, match="at least one letter or digit"):
        Name(Layer(1), name).apply(Document.new((2, 3, 1)))


def test_a_name_does_not_turn_what_stands_behind_it():
    after = Name(Layer(1), "\u202eFirst").apply(Document.new((2, 3, 1)))
    assert after.layer_title(1) == "First"
