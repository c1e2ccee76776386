"""Write down a rule on vectors as sums: what it scales and adds up, apart from its functions.

Given `Sum` stand-ins instead of vectors, an optimizer's rule leaves each vector it makes as a sum
of others, each times a number. Only what is no sum, as a root, is kept as a `Node` of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple, TypeAlias

import numpy as np

# A number as a sum of products: what each product of named numbers is multiplied with.
Number: TypeAlias = Mapping[tuple[str, ...], float]
# A sum of vectors, by their index, each times a number; the one at `ALONE` is a number itself.
Terms: TypeAlias = Mapping[int, Number]

ALONE = -1
ONE: Number = {(): 1.0}


class NotASum(Exception):  # noqa: N818 - nothing is wrong
    """A rule does something that cannot be written down."""


class Node(NamedTuple):
    """A vector that is no sum: a function of some that are."""

    function: np.ufunc
    inputs: tuple[Terms, ...]


def plain(terms: Terms) -> int | None:
    """Return the index of the vector if that is all there is, once."""
    index = next(iter(terms))
    return index if len(terms) == 1 and index != ALONE and terms[index] == ONE else None


class Notes:
    """What a rule does with vectors.

    Parameters
    ----------
    given : int
        How many vectors there are before.

    Attributes
    ----------
    nodes : dict of int to Node
        By the index of the vector that each makes.
    """

    def __init__(self, given: int) -> None:
        self._given = given
        self.nodes: dict[int, Node] = {}

    def vector(self, index: int) -> Sum:
        """Stand in for a vector."""
        return Sum(self, {index: ONE})

    def number(self, name: str) -> Sum:
        """Stand in for a number."""
        return Sum(self, {ALONE: {(name,): 1.0}})

    def node(self, function: np.ufunc, *inputs: Terms) -> Terms:
        """Write down a function."""
        made = Node(function, inputs)
        for index, node in self.nodes.items():
            if node == made:
                return {index: ONE}
        index = self._given + len(self.nodes)
        self.nodes[index] = made
        return {index: ONE}


class Sum(np.lib.mixins.NDArrayOperatorsMixin):
    """A stand-in for a vector, or for a number.

    Attributes
    ----------
    terms : Terms
    under : Terms or None
        What the sum is still to be divided by, so that a factor may reach it before.
    """

    __slots__ = ("_notes", "terms", "under")

    def __init__(self, notes: Notes, terms: Terms, under: Terms | None = None) -> None:
        self._notes = notes
        self.terms = terms
        self.under = under

    def __array_ufunc__(
        self, ufunc: np.ufunc, method: str, *inputs: Any, out: Any = None, **options: Any
    ) -> Any:
        """Write down what is done; NumPy calls this for every operator and function."""
        if method != "__call__" or options:
            raise NotASum
        result = self._result(ufunc, [self._as_sum(one) for one in inputs])
        if out is None:
            return result
        out[0].terms, out[0].under = result.terms, result.under
        return out[0]

    def made(self) -> Terms:
        """Return the terms, with the division done."""
        if self.under is not None:
            self.terms = self._notes.node(np.divide, self.terms, self.under)
            self.under = None
        return self.terms

    def _as_sum(self, value: Any) -> Sum:
        if isinstance(value, Sum):
            return value
        if not isinstance(value, float | int):
            raise NotASum
        return Sum(self._notes, {ALONE: {(): float(value)}})

    def _result(self, ufunc: np.ufunc, inputs: list[Sum]) -> Sum:
        if ufunc is np.square:
            return self._square(inputs[0].made())
        if ufunc is np.negative:
            return inputs[0]._scaled({(): -1.0})
        if ufunc in (np.multiply, np.divide) and any(_is_number(one) for one in inputs):
            return self._product(ufunc, *inputs)
        if ufunc is np.divide:
            return Sum(self._notes, inputs[0].made(), inputs[1].made())
        if ufunc in (np.add, np.subtract) and len({_is_number(one) for one in inputs}) == 1:
            sign = 1.0 if ufunc is np.add else -1.0
            return Sum(self._notes, _added(inputs[0].made(), inputs[1].made(), sign))
        return Sum(self._notes, self._notes.node(ufunc, *(one.made() for one in inputs)))

    def _product(self, ufunc: np.ufunc, first: Sum, second: Sum) -> Sum:
        if ufunc is np.multiply:
            vector, number = (second, first) if _is_number(first) else (first, second)
            return vector._scaled(number.terms[ALONE])
        ((names, value),) = second.terms[ALONE].items() if _is_number(second) else (((), 0.0),)
        if names or not value:
            raise NotASum
        return first._scaled({(): 1.0 / value})

    def _scaled(self, number: Number) -> Sum:
        terms = {index: _times(each, number) for index, each in self.terms.items()}
        return Sum(self._notes, terms, self.under)

    def _square(self, terms: Terms) -> Sum:
        if len(terms) > 1:
            return Sum(self._notes, self._notes.node(np.square, terms))
        ((index, number),) = terms.items()
        square = Sum(self._notes, self._notes.node(np.square, {index: ONE}))
        return square._scaled(_times(number, number))


def _is_number(one: Sum) -> bool:
    return set(one.terms) == {ALONE} and one.under is None


def _times(one: Number, other: Number) -> Number:
    product: dict[tuple[str, ...], float] = {}
    for names, value in one.items():
        for others, factor in other.items():
            key = tuple(sorted((*names, *others)))
            product[key] = product.get(key, 0.0) + value * factor
    return product


def _added(one: Terms, other: Terms, sign: float) -> Terms:
    total = {index: dict(number) for index, number in one.items()}
    for index, number in other.items():
        own = total.setdefault(index, {})
        for names, value in number.items():
            own[names] = own.get(names, 0.0) + sign * value
    return total
