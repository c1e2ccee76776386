from nnviz.document.elements import Bias, Edge, Loss
from nnviz.explain.equation import (
    BECOMES,
    EQUALS,
    MINUS,
    TIMES,
    Number,
    Root,
    Script,
    Symbol,
    Table,
    Text,
    leaves,
    partial,
    plain,
    row,
)

E, W = Symbol("E", element=Loss()), Symbol("w", "2", element=Edge(2, 0, 0))


def test_an_equation_reads_as_a_line_of_text():
    update = row(W, BECOMES, Number(0.45, given=True), MINUS, Number(0.0571), EQUALS)
    assert plain(update) == "w₂ ← 0.45 − 0.0571 ="
    assert plain(row(partial(E, W), EQUALS, Symbol("a", "1", "(2)"))) == "∂E/∂w₂ = a₁⁽²⁾"
    assert plain(Script(Symbol("e"), sup=row("−", Number(0.5)))) == "e^(−0.5000)"
    assert plain(Root(Symbol("v"))) == "√(v)"


def test_digits_are_chosen_by_whoever_shows_the_equation():
    assert plain(Number(1 / 3), 2) == "0.33"
    assert plain(Number(1 / 3), 6) == "0.333333"
    assert plain(Number(1 / 3, digits=1), 6) == "0.3"


def test_a_table_reads_line_by_line():
    table = Table(((partial(E, W), EQUALS, Text("1")), (None, EQUALS, Number(1.0))))
    assert plain(table) == "∂E/∂w₂ = 1\n= 1.0000"


def test_leaves_come_from_left_to_right_with_their_elements():
    equation = row(partial(E, W), EQUALS, Number(2.0, element=Bias(1, 0)), TIMES, Number(3.0))
    elements = [leaf.element for leaf in leaves(equation) if not hasattr(leaf, "text")]
    assert elements == [None, Loss(), None, Edge(2, 0, 0)]
