"""Edits of several elements at once."""

from __future__ import annotations

import numpy as np
import pytest

from nnviz.document.document import Document
from nnviz.document.edits import EditError, SetParameters, redrawn, reset, set_values
from nnviz.document.elements import Bias, Edge, Layer, Loss, Neuron, Target
from nnviz.document.group import Group, counted, parameter_places
from nnviz.document.settings import LayerSpec
from tests.document.samples import text_of


def small() -> Document:
    """Two inputs, three hidden units without bias, one output: 6 + 3 + 1 parameters."""
    layers = (LayerSpec(3, "tanh", use_bias=False), LayerSpec(1))
    document = Document.new((2, 3, 1), seed=2).replaced(
        layers=layers, parameters=np.arange(10.0), initial=-np.arange(10.0)
    )
    return document.replaced(target=np.zeros(1))


def test_weights_inputs_and_targets_are_set_in_one_edit_and_back():
    document = small()
    elements = (Edge(1, 1, 2), Neuron(0, 1), Bias(2, 0), Target(0))
    edit = set_values(document, elements, (0.5, 2.5, -1.0, 3.0))
    changed = edit.apply(document)
    assert edit.text == "Change 4 values"
    assert changed.parameters.tolist() == [0, 1, 2, 3, 4, 0.5, 6, 7, 8, 2.5]
    assert changed.input.tolist() == [document.input[0], -1.0]
    assert changed.target.tolist() == [3.0]
    assert text_of(edit.invert(document).apply(changed)) == text_of(document)


def test_a_drag_of_several_is_one_edit_that_leads_back_to_the_first():
    document = small()
    elements = (Edge(1, 0, 0), Neuron(0, 0), Neuron(0, 1))
    first = set_values(document, elements, (1.0, 1.0, 1.0))
    between = first.apply(document)
    later = set_values(between, elements, (2.0, 2.0, 2.0))
    after = later.apply(between)
    both = first.merge(later)
    back = later.invert(between).merge(first.invert(document))
    assert text_of(both.apply(document)) == text_of(after)
    assert text_of(back.apply(after)) == text_of(document)
    assert first.merge(set_values(document, elements[:2], (1.0, 1.0))) is None


def test_weights_alone_are_one_plain_edit():
    edit = set_values(small(), (Edge(1, 0, 0), Edge(1, 0, 1)), (7.0, 8.0))
    assert type(edit) is SetParameters
    assert edit.text == "Change 2 weights"
    assert edit.apply(small()).parameters[:2].tolist() == [7.0, 8.0]


@pytest.mark.parametrize("bad", [np.inf, np.nan])
def test_a_value_that_is_not_finite_changes_nothing(bad):
    with pytest.raises(EditError, match="must be a finite number"):
        set_values(small(), (Edge(1, 0, 0), Neuron(0, 0)), (bad, 1.0)).apply(small())


@pytest.mark.parametrize("elements", [[Neuron(1, 0)], [Neuron(1, 0), Neuron(2, 0)]])
def test_computed_values_alone_cannot_be_set(elements):
    with pytest.raises(EditError, match="it is computed"):
        set_values(small(), elements, 1.0)


def test_among_others_a_computed_value_stays_as_it_is_computed():
    edit = set_values(small(), (Neuron(1, 0), Edge(1, 0, 0), Bias(2, 0)), 7.0)
    assert edit.text == "Change 2 values"
    assert edit.apply(small()).parameters.tolist() == [7, *range(1, 9), 7]


@pytest.mark.parametrize(
    ("elements", "places"),
    [
        ([Edge(1, 1, 0), Edge(1, 0, 0)], [3, 0]),
        ([Neuron(1, 2)], [2, 5]),
        ([Neuron(2, 0)], [6, 7, 8, 9]),
        ([Layer(1)], [0, 1, 2, 3, 4, 5]),
        ([Layer(2), Edge(1, 0, 1), Bias(2, 0)], [1, 6, 7, 8, 9]),
        ([Layer(0), Neuron(0, 1), Target(0), Loss()], []),
    ],
)
def test_what_stands_for_which_parameters(elements, places):
    assert parameter_places(small(), elements).tolist() == places


def test_weights_are_drawn_anew_within_their_initializer_and_no_others_change():
    document = Document.new((100, 50, 1), seed=1)
    places = parameter_places(document, [Neuron(1, 7)])
    edit = redrawn(document, places, seed=9)
    changed = edit.apply(document)
    others = np.setdiff1d(np.arange(document.n_parameters), places)
    assert np.array_equal(changed.parameters[others], document.parameters[others])
    limit = np.sqrt(6 / 150)  # Glorot's uniform distribution
    weights = changed.parameters[places[:-1]]
    assert np.all(np.abs(weights) <= limit)
    assert len(np.unique(weights)) == 100
    assert np.abs(weights).max() > 0.8 * limit
    assert changed.parameters[places[-1]] == 0.0
    assert edit.text == "Randomise 101 weights"
    again = redrawn(document, places, seed=9).apply(document)
    assert np.array_equal(again.parameters, changed.parameters)


def test_reset_takes_back_the_initial_values_of_these_alone():
    changed = reset(small(), np.array([2, 4])).apply(small())
    assert changed.parameters.tolist() == [0, 1, -2, 3, -4, 5, 6, 7, 8, 9]


def test_how_many_there_are_in_words():
    assert counted([Edge(1, 0, 0)]) == "1 weight"
    assert counted([Bias(1, 0), Bias(1, 1)]) == "2 biases"
    assert counted([Neuron(0, 0), Neuron(0, 1)]) == "2 inputs"
    assert counted([Edge(1, 0, 0), Target(0), Bias(1, 0)]) == "3 values"
    assert counted([Edge(1, 0, 0), Neuron(1, 0)]) == "2 elements"


@pytest.mark.parametrize(
    "elements",
    [
        [Edge(1, 1, 0), Edge(2, 0, 0)],
        [Target(0), Bias(2, 0), Neuron(1, 1), Neuron(0, 1)],
        [Layer(1)],
        [],
    ],
)
def test_a_group_is_the_sequence_that_it_was_made_of(elements):
    document = small()
    group = Group.of(document.layer_slices, elements)
    assert set(group) == set(elements)
    assert len(group) == len(elements)
    assert bool(group) is bool(elements)
    assert all(element in group for element in elements)
    assert Edge(1, 0, 2) not in group
    assert Bias(9, 0) not in group
    assert list(reversed(group)) == list(group)[::-1]
    assert counted(group) == counted(elements)
    places = parameter_places(document, elements)
    assert sorted(parameter_places(document, group)) == sorted(places)


def test_groups_are_united_and_lessened():
    slices = small().layer_slices
    group = Group.of(slices, [Edge(1, 0, 0), Neuron(1, 0)]).united([Edge(1, 0, 1), Neuron(1, 0)])
    assert list(group) == [Neuron(1, 0), Edge(1, 0, 0), Edge(1, 0, 1)]
    assert list(group.without(Edge(1, 0, 0))) == [Neuron(1, 0), Edge(1, 0, 1)]
    assert list(group.without(Neuron(1, 0))) == [Edge(1, 0, 0), Edge(1, 0, 1)]
    assert group.kernel(1).tolist() == [[True, True, False], [False, False, False]]
    assert group == Group.of(slices, list(group))
    assert group != group.without(Neuron(1, 0))
    assert group != tuple(group)
