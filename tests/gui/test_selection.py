import pytest

from nnviz.document.edits import AddNeuron, Name
from nnviz.document.elements import Bias, Edge, Layer, Loss, Neuron, Target
from nnviz.document.group import Group
from nnviz.gui.selection import Selection, exists
from tests.gui.samples import chain


@pytest.mark.parametrize(
    ("element", "there"),
    [
        (Neuron(0, 0), True),
        (Neuron(2, 0), True),
        (Neuron(2, 1), False),
        (Neuron(3, 0), False),
        (Edge(1, 0, 0), True),
        (Edge(1, 1, 0), False),
        (Bias(2, 0), True),
        (Target(0), True),
        (Target(1), False),
        (Layer(2), True),
        (Layer(3), False),
        (Loss(), True),
    ],
)
def test_what_exists_in_a_network(element, there):
    assert exists(chain(), element) is there


def test_a_change_is_told_once(qapp, qtbot):
    selection = Selection()
    told = []
    selection.changed.connect(lambda: told.append((selection.element, selection.hover)))
    selection.select(Loss())
    selection.select(Loss())
    selection.set_hover(Neuron(0, 0))
    assert told == [(Loss(), None), (Loss(), Neuron(0, 0))]


def test_what_is_gone_is_let_go(qapp):
    selection = Selection()
    selection.select(Neuron(7, 0))
    selection.set_hover(Edge(1, 0, 0))
    selection.keep_within(chain())
    assert selection.element is None
    assert selection.hover == Edge(1, 0, 0)


W1, W2 = Edge(1, 0, 0), Edge(2, 0, 0)


def test_several_are_selected_in_the_order_they_were_taken(qapp):
    selection = Selection()
    selection.select_all([W1, W2, W1])
    assert selection.elements == (W1, W2)
    assert selection.element == W2
    selection.add([Bias(1, 0), W1])
    assert selection.elements == (W2, Bias(1, 0), W1)
    assert selection.element == W1
    selection.select(None)
    assert selection.elements == ()
    assert selection.element is None


def test_one_is_taken_and_let_go_by_itself(qapp):
    selection = Selection()
    told = []
    selection.changed.connect(lambda: told.append(selection.elements))
    selection.toggle(W1)
    selection.toggle(W2)
    selection.toggle(W1)
    selection.add([W2])
    assert told == [(W1,), (W1, W2), (W2,)]


def test_of_several_only_what_is_gone_is_let_go(qapp):
    selection = Selection()
    selection.select_all([W1, Edge(2, 5, 0), Bias(2, 0), Target(9)])
    selection.keep_within(chain())
    assert selection.elements == (W1, Bias(2, 0))


def test_a_group_stays_in_a_network_of_its_shape_and_goes_with_it(qapp):
    selection, document = Selection(), chain()
    selection.select_all(Group.of(document.layer_slices, [W1, W2]))
    selection.toggle(Bias(1, 0))
    selection.add([Loss()])
    selection.toggle(W2)
    assert set(selection.elements) == {W1, Bias(1, 0), Loss()}
    renamed = Name(Layer(1), "Ears").apply(document)
    selection.keep_within(renamed)
    assert set(selection.elements) == {W1, Bias(1, 0), Loss()}
    selection.keep_within(AddNeuron(1).apply(renamed))
    assert not selection.elements
