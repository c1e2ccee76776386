"""Edits: what they change, that they undo to the byte, merge within a gesture, and refuse."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nnviz.document import edits
from nnviz.document.document import Document
from nnviz.document.edits import EditError
from nnviz.document.elements import Bias, Edge, Neuron, Target
from nnviz.document.history import History
from nnviz.document.settings import LayerSpec, Preparation
from tests.document.samples import flowers, text_of, trained

EVERY_EDIT = [
    edits.SetParameters(np.array([0, 14]), np.array([0.5, -0.25])),
    edits.SetInput(1, 4.5),
    edits.SetTarget(0, 1.0),
    edits.ShowSample(5),
    edits.ChangeTraining({"learning_rate": 0.5, "batch_size": 4}),
    edits.ChangeTraining({"optimizer": "sgd"}),
    edits.ChangePreparation({"input_scaling": "minmax"}),
    edits.SetSeed(99),
    edits.Rename("  Roses "),
    edits.NewWeights(12),
    edits.InitialWeights(),
    edits.ReplaceNetwork((LayerSpec(4, "relu"), LayerSpec(3, "softmax"))),
    edits.ReplaceData(flowers(12), Preparation("minmax"), {"hidden": (5,)}),
    edits.Trained(np.arange(15.0), History({"loss": [1.0]}, 1, "epochs"), None),
    edits.Replace({"title": "Tulips"}, "Rename"),
]


@pytest.mark.parametrize("edit", EVERY_EDIT, ids=lambda edit: type(edit).__name__)
def test_every_edit_changes_the_document_and_undoes_to_the_byte(edit):
    document = trained()
    before = text_of(document)
    after = edit.apply(document)
    assert text_of(after) != before
    assert text_of(edit.invert(document).apply(after)) == before
    assert text_of(document) == before
    assert edit.text


def test_setting_parameters_sets_these_and_no_others():
    document = trained()
    after = EVERY_EDIT[0].apply(document)
    assert after.parameters[[0, 14]].tolist() == [0.5, -0.25]
    assert np.array_equal(after.parameters[1:14], document.parameters[1:14])
    assert after.optimizer_state is document.optimizer_state


def test_what_undoes_a_drag_holds_no_more_than_the_dragged_weights():
    assert EVERY_EDIT[0].invert(trained()).values.size == 2


def test_to_set_what_is_set_already_changes_nothing():
    before = trained()
    for edit in (
        edits.SetParameters(np.arange(2), before.parameters[:2].copy()),
        edits.SetInput(1, float(before.input[1])),
        edits.SetTarget(0, float(before.target[0])),
    ):
        after = edit.apply(before)
        assert after.parameters is before.parameters
        assert (after.input is before.input, after.target is before.target) == (True, True)
        assert after.sample == before.sample


def test_an_input_set_by_hand_is_no_longer_a_row_of_the_data():
    after = edits.SetInput(1, 4.5).apply(trained())
    assert after.input[1] == 4.5
    assert after.sample is None


def test_a_target_nobody_gave_starts_at_zero():
    document = trained().replaced(target=None, sample=None)
    assert edits.SetTarget(1, 0.5).apply(document).target.tolist() == [0.0, 0.5, 0.0]


def test_showing_a_sample_takes_its_row_of_the_data():
    after = edits.ShowSample(5).apply(trained())
    assert np.array_equal(after.input, after.data.inputs[5])
    assert np.array_equal(after.target, after.data.targets[5])
    assert after.sample == 5


def test_another_optimizer_forgets_what_the_old_one_remembers_another_rate_does_not():
    document = trained()
    assert edits.ChangeTraining({"optimizer": "sgd"}).apply(document).optimizer_state is None
    assert edits.ChangeTraining({"learning_rate": 1.0}).apply(document).optimizer_state is not None


def test_new_weights_are_those_the_seed_draws_and_the_training_is_forgotten():
    after = edits.NewWeights(12).apply(trained())
    fresh = Document.new((2, 2, 3), "tanh", "softmax", seed=12)
    assert np.array_equal(after.parameters, fresh.parameters)
    assert np.array_equal(after.initial, fresh.parameters)
    assert (after.seed, after.history.epochs, after.optimizer_state) == (12, 0, None)


def test_initial_weights_are_those_before_training():
    after = edits.InitialWeights().apply(trained())
    assert np.array_equal(after.parameters, trained().initial)
    assert (after.history.epochs, after.optimizer_state) == (0, None)


def test_another_network_keeps_the_data_it_fits():
    layers = (LayerSpec(4, "relu"), LayerSpec(3, "softmax"))
    after = edits.ReplaceNetwork(layers).apply(trained())
    assert after.sizes == (2, 4, 3)
    assert after.data is not None
    assert after.input_names == ("length", "width")


def test_another_network_without_data_gets_new_ends():
    after = edits.ReplaceNetwork((LayerSpec(2),), n_inputs=3).apply(Document.new((1, 1)))
    assert after.sizes == (3, 2)
    assert after.input_names == ("x1", "x2", "x3")
    assert after.input.shape == (3,)
    assert after.target.shape == (2,)


def test_new_data_get_a_network_that_fits_them():
    after = edits.ReplaceData(flowers(12)).apply(Document.new((1, 1)))
    assert after.sizes == (2, 10, 3)
    assert [layer.activation for layer in after.layers] == ["relu", "softmax"]
    assert after.training.loss == "categorical_crossentropy"
    assert (after.preparation.input_scaling, after.preparation.target_scaling) == (
        "standardise",
        "none",
    )
    assert after.sample == 0


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (edits.SetInput(0, 1.0), edits.SetInput(0, 2.0)),
        (edits.SetTarget(1, 1.0), edits.SetTarget(1, 2.0)),
        (
            edits.SetParameters(np.array([3]), np.array([1.0])),
            edits.SetParameters(np.array([3]), np.array([2.0])),
        ),
        (edits.ShowSample(1), edits.ShowSample(2)),
        (edits.ChangeTraining({"epochs": 1}), edits.ChangeTraining({"epochs": 2})),
        (edits.Replace({"title": "a"}), edits.Replace({"title": "b"})),
    ],
)
def test_edits_of_one_gesture_merge_to_the_last(first, second):
    document = trained()
    merged = first.merge(second)
    expected = second.apply(first.apply(document))
    assert text_of(merged.apply(document)) == text_of(expected)
    undone = first.invert(document).apply(merged.apply(document))
    assert text_of(undone) == text_of(document)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (edits.SetInput(0, 1.0), edits.SetInput(1, 2.0)),
        (edits.SetInput(0, 1.0), edits.SetTarget(0, 2.0)),
        (
            edits.SetParameters(np.array([3]), np.array([1.0])),
            edits.SetParameters(np.array([4]), np.array([2.0])),
        ),
        (edits.ChangeTraining({"epochs": 1}), edits.ChangeTraining({"shuffle": False})),
        (edits.NewWeights(1), edits.NewWeights(2)),
    ],
)
def test_edits_of_different_things_do_not_merge(first, second):
    assert first.merge(second) is None


@pytest.mark.parametrize(
    ("edit", "words"),
    [
        (edits.SetParameters(np.array([15]), np.array([1.0])), "the network has 15 parameters"),
        (edits.SetParameters(np.array([-1]), np.array([1.0])), "the network has 15 parameters"),
        (edits.SetParameters(np.array([0]), np.array([np.inf])), "must be a finite number"),
        (edits.SetInput(0, np.nan), "must be a finite number"),
        (edits.SetInput(2, 1.0), "there are 2, not 3"),
        (edits.SetTarget(7, 1.0), "there are 3, not 8"),
        (edits.ShowSample(6), "the data have 6 samples"),
        (edits.ShowSample(-1), "the data have 6 samples"),
        (edits.ChangeTraining({"learning_rate": 0.0}), "learning rate: 0.0 is not a finite number"),
        (edits.ChangeTraining({"learning_rate": np.inf}), "learning rate: inf"),
        (edits.ChangeTraining({"momentum": 1.5}), "momentum: 1.5 is not a number from 0 to 1"),
        (edits.ChangeTraining({"batch_size": 2.5}), "batch size: 2.5 is not a whole number"),
        (edits.ChangeTraining({"epochs": 0}), "epochs: 0 is not a whole number from 1"),
        (edits.ChangeTraining({"threshold": -1.0}), "threshold: -1.0 is not a finite number"),
        (edits.ChangeTraining({"loss": "regret"}), "loss: 'regret' is not one of mean_squared"),
        (edits.ChangePreparation({"test_share": 0.95}), "test share: 0.95 is not a number from 0"),
        (edits.SetSeed(-3), "seed: -3 is not a whole number"),
        (edits.SetSeed(2**40), "seed: "),
        (edits.NewWeights(-3), "seed: -3 is not a whole number"),
        (edits.Rename("  "), "title: '' is not a line of 1 to 200 characters"),
        (edits.Rename("a\nb"), "title: "),
        (
            edits.ReplaceNetwork((LayerSpec(2),)),
            "the data have 2 inputs and 3 targets, the network 2 and 2",
        ),
        (edits.ReplaceNetwork(()), "0 layers: from 1"),
        (edits.ReplaceNetwork((LayerSpec(-1),)), "layer 1, units: -1"),
        (edits.ReplaceNetwork((LayerSpec(10**7), LayerSpec(3))), "60,000,003 parameters"),
        (edits.Trained(np.full(15, np.nan), History(), None), "parameters: the value must be"),
    ],
)
def test_a_wrong_edit_is_refused_in_one_sentence(edit, words):
    document = trained()
    before = text_of(document)
    with pytest.raises(EditError) as caught:
        edit.apply(document)
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)
    assert text_of(document) == before


def test_showing_a_sample_needs_data():
    with pytest.raises(EditError, match="holds no data"):
        edits.ShowSample(0).apply(Document.new((2, 1)))


@pytest.mark.parametrize(
    ("element", "text"),
    [
        (Edge(2, 0, 0), "Change w₁₁⁽²⁾"),
        (Bias(1, 1), "Change b₂⁽¹⁾"),
        (Neuron(0, 0), "Change x₁"),
        (Target(2), "Change T₃"),
    ],
)
def test_any_value_is_set_by_its_element_and_the_menu_names_its_symbol(element, text):
    document = trained()
    edit = edits.set_value(document, element, 0.125)
    assert edit.text == text
    assert edit.apply(document).value(element) == 0.125


def test_a_computed_value_is_not_set():
    with pytest.raises(EditError, match="it is computed"):
        edits.set_value(trained(), Neuron(1, 0), 1.0)


@given(st.lists(st.sampled_from(EVERY_EDIT), max_size=8))
@settings(deadline=None, max_examples=40)
def test_any_sequence_of_edits_undoes_to_the_byte(sequence):
    document = trained()
    start, undo = text_of(document), []
    for edit in sequence:
        try:
            after, inverse = edit.apply(document), edit.invert(document)
        except EditError:
            continue
        document = after
        undo.append(inverse)
    for inverse in reversed(undo):
        document = inverse.apply(document)
    assert text_of(document) == start
