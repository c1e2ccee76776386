import pytest

from nnviz.document.elements import Bias, Edge, Layer, Loss, Neuron, Target
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
