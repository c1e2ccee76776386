from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from nnviz.document.elements import Bias, Edge, Element, Layer, Loss, Neuron, Target
from nnviz.gui.canvas.walk import Walk


def listed(sizes: tuple[int, ...], biased: tuple[bool, ...], targets: int) -> list[Element]:
    """The reading order, written out with loops."""
    order: list[Element] = [Neuron(0, unit) for unit in range(sizes[0])]
    for layer in range(1, len(sizes)):
        for unit in range(sizes[layer]):
            order += [Edge(layer, source, unit) for source in range(sizes[layer - 1])]
            order += [Bias(layer, unit)] if biased[layer - 1] else []
            order.append(Neuron(layer, unit))
    order += [Target(unit) for unit in range(targets)]
    return [*order, Loss()] if targets else order


@st.composite
def networks(draw: st.DrawFn) -> tuple[tuple[int, ...], tuple[bool, ...], int]:
    sizes = tuple(draw(st.lists(st.integers(1, 4), min_size=2, max_size=4)))
    biased = tuple(draw(st.booleans()) for _ in sizes[1:])
    return sizes, biased, draw(st.sampled_from([0, sizes[-1]]))


@given(networks())
def test_the_walk_meets_every_element_once_and_in_reading_order(network) -> None:
    walk = Walk(*network)
    order = listed(*network)
    assert [walk.element(place) for place in range(len(walk))] == order
    assert [walk.place(element) for element in order] == list(range(len(order)))


def test_the_walk_begins_at_the_first_input_and_ends_at_the_loss() -> None:
    walk = Walk((1, 1, 1), (True, True), 1)
    assert walk.next(None, 1) == Neuron(0, 0)
    assert walk.next(None, -1) == Loss()
    assert walk.next(Target(0), 1) == Loss()
    assert walk.next(Loss(), 1) is None
    assert walk.next(Neuron(0, 0), -1) is None
    assert walk.next(Edge(2, 0, 0), 1) == Bias(2, 0)


def test_sideways_goes_to_the_like_element_of_the_next_layer() -> None:
    walk = Walk((4, 8, 3), (True, False), 3)
    assert walk.sideways(None, 1) == Neuron(0, 0)
    assert walk.sideways(Neuron(0, 3), 1) == Neuron(1, 3)
    assert walk.sideways(Neuron(1, 7), 1) == Neuron(2, 2)
    assert walk.sideways(Neuron(2, 1), 1) == Target(1)
    assert walk.sideways(Target(1), -1) == Neuron(2, 1)
    assert walk.sideways(Target(1), 1) is None
    assert walk.sideways(Edge(1, 3, 5), 1) == Edge(2, 3, 2)
    assert walk.sideways(Edge(1, 3, 5), -1) is None
    assert walk.sideways(Bias(1, 7), 1) == Neuron(2, 2)
    assert walk.sideways(Layer(0), 1) == Layer(1)
    assert walk.sideways(Loss(), 1) is None
    assert walk.sideways(Loss(), -1) == Target(0)


def test_a_large_network_is_walked_without_a_list() -> None:
    walk = Walk((3000, 3000, 10), (True, True), 10)
    edge = Edge(1, 2999, 1500)
    assert walk.element(walk.place(edge)) == edge
    assert walk.next(Neuron(1, 2999), 1) == Edge(2, 0, 0)


class Counted(tuple[int, ...]):
    """Sizes that count how often they are asked."""

    asked = 0

    def __getitem__(self, key):
        Counted.asked += 1
        return super().__getitem__(key)


def test_a_step_far_into_a_deep_network_looks_at_each_layer_a_few_times() -> None:
    deep = 900
    walk = Walk(Counted((3,) * deep), (True,) * (deep - 1), 3)
    assert walk.next(Neuron(deep - 2, 2), 1) == Edge(deep - 1, 0, 0)
    assert Counted.asked < 10 * deep
