"""Symbols, as the notes write them."""

import pytest

from nnviz.document.document import Document
from nnviz.document.elements import Bias, Edge, Layer, Loss, Neuron, Target
from nnviz.document.files import open_document
from nnviz.document.naming import Symbol, is_named, symbol, unit_label

NEURON = Document.new((2, 1))
CHAIN = Document.new((1, 1, 1))
ONE_LAYER = Document.new((2, 3))
NETWORK = Document.new((2, 12, 1))


@pytest.mark.parametrize(
    ("document", "element", "quantity", "plain"),
    [
        (NEURON, Neuron(0, 1), "", "x₂"),
        (NEURON, Edge(1, 1, 0), "", "w₂"),
        (NEURON, Bias(1, 0), "", "b"),
        (NEURON, Neuron(1, 0), "z", "z"),
        (NEURON, Neuron(1, 0), "", "a"),
        (NEURON, Target(0), "", "T"),
        (NEURON, Loss(), "", "E"),
        (CHAIN, Neuron(0, 0), "", "x₁"),
        (CHAIN, Edge(2, 0, 0), "", "w₂"),
        (CHAIN, Bias(1, 0), "", "b₁"),
        (CHAIN, Neuron(2, 0), "a", "a₂"),
        (CHAIN, Neuron(1, 0), "δ", "δ₁"),
        (ONE_LAYER, Edge(1, 1, 2), "", "w₂₃"),
        (ONE_LAYER, Bias(1, 2), "", "b₃"),
        (ONE_LAYER, Target(1), "", "T₂"),
        (NETWORK, Edge(1, 1, 8), "", "w₂₉⁽¹⁾"),
        (NETWORK, Edge(1, 1, 10), "", "w₂,₁₁⁽¹⁾"),
        (NETWORK, Bias(2, 0), "", "b₁⁽²⁾"),
        (NETWORK, Neuron(1, 11), "z", "z₁₂⁽¹⁾"),
        (NETWORK, Layer(2), "δ", "δ⁽²⁾"),
        (NETWORK, Layer(0), "", "x"),
    ],
)
def test_symbols_are_those_of_the_notes(document, element, quantity, plain):
    assert symbol(document, element, quantity).plain == plain


def test_a_symbol_keeps_its_letter_and_what_stands_below_and_above_apart():
    assert symbol(NETWORK, Edge(2, 1, 0)) == Symbol("w", "21", "(2)")


@pytest.mark.parametrize(
    ("name", "named"),
    [("x1", False), ("y12", False), ("sepal length", True), ("y", False), ("x1a", True)],
)
def test_a_name_says_more_than_a_symbol(name, named):
    assert is_named(name) is named


def test_a_unit_is_called_by_its_own_name_or_its_symbol():
    iris, plain = open_document("example:iris"), Document.new((2, 3, 1))
    assert unit_label(iris, 0, 1) == "sepal width"
    assert unit_label(iris, 1, 4) == "a₅⁽¹⁾"
    assert unit_label(iris, 2, 0) == "setosa"
    assert [unit_label(plain, 0, 1), unit_label(plain, 1, 2)] == ["x₂", "a₃⁽¹⁾"]
