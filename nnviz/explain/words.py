"""The words around the numbers: where something is, and many values said in one breath."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from nnviz.document.document import Document
from nnviz.document.elements import Bias, Edge
from nnviz.document.naming import is_named
from nnviz.engine.arrays import FloatArray
from nnviz.explain.equation import COMMA, EQUALS, Fraction, Node, Number, Row, joined, row
from nnviz.explain.frames import Factor
from nnviz.explain.terms import Lines, Quantity

MOST_LISTED = 4


def neuron_place(document: Document, layer: int, unit: int) -> str:
    """Return where a neuron is, e.g. "Output 1", "Hidden 2, neuron 3", "petal width"."""
    if layer == 0 and is_named(document.input_names[unit]):
        return document.input_names[unit]
    title = document.layer_title(layer)
    return f"{title}, neuron {unit + 1}" if title[-1:].isdecimal() else f"{title} {unit + 1}"


def parameter_place(document: Document, element: Edge | Bias) -> str:
    """Return where a weight or bias is, e.g. "Hidden 1 to Output 1"."""
    end = neuron_place(document, element.layer, element.unit)
    if isinstance(element, Bias):
        return end
    return f"{neuron_place(document, element.layer - 1, element.source)} to {end}"


def counted(count: int, what: str) -> str:
    """Return how many there are of something, e.g. "1 input", "1,000 inputs"."""
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def in_sentence(place: str) -> str:
    """Return a place as it stands within a line: "hidden 1"; a name somebody gave stays."""
    is_ours = place.startswith(("Input", "Hidden", "Output"))
    return place[:1].lower() + place[1:] if is_ours else place


def assigned(quantity: Quantity | Factor) -> Row:
    """Return "a₁ = 0.6023"."""
    name = quantity.symbol if isinstance(quantity, Quantity) else quantity.label
    return row(name, EQUALS, _number(quantity))


def listed(values: FloatArray, name: Callable[[int], Quantity | Factor]) -> Row:
    """Return the values of a layer: one by one where they are few, else from least to greatest.

    Parameters
    ----------
    name : callable
        Returns the quantity at an index of `values`.
    """
    if len(values) <= MOST_LISTED:
        return joined([assigned(name(k)) for k in range(len(values))], COMMA)
    least, greatest = name(int(values.argmin())), name(int(values.argmax()))
    return row("from ", _number(least), " to ", _number(greatest))


def _number(quantity: Quantity | Factor) -> Number:
    return Number(quantity.value, element=quantity.element)


def in_line(calculation: Row, otherwise: Row) -> Row:
    """Return a calculation if it stands on one line of text, i.e. has no fraction in it."""
    return (
        otherwise if any(isinstance(item, Fraction) for item in calculation.items) else calculation
    )


def stacked(lines: Sequence[Lines], left: int = 0) -> tuple[tuple[Row, ...], tuple[Row, ...]]:
    """Return lines as rows in letters and in numbers; those `left` out are only counted."""
    symbols = tuple(line.symbols for line in lines)
    numbers = tuple(line.numbers for line in lines)
    return symbols, (*numbers, row(f"and {left:,} more")) if left else numbers


def sentence(*parts: Node | str) -> Row:
    """Return `parts` with a full stop."""
    return row(*parts, ".")


def moves_the_error(*what: Node | str) -> Row:
    """Return the question of every step backwards."""
    return row("How strongly does ", *what, " move the error?")
