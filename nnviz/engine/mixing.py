"""An optimizer's step on short vectors, with all its sums made by one product.

On a small network each call costs as much as the arithmetic on some hundred numbers. Most of what
an optimizer does is to scale vectors and to add them up. All these sums together are a small matrix
times the rows that the vectors are, which is one call. A product cannot write to what it reads, so
there are two places for parameters and slots, and each step leads from one to the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import DTypeLike

from nnviz.engine.arrays import FloatArray, aligned
from nnviz.engine.coefficients import FACTOR, Matrix
from nnviz.engine.optimizers import Optimizer
from nnviz.engine.recording import CHEAPER
from nnviz.engine.slots import Call
from nnviz.engine.sums import ALONE, ONE, Node, NotASum, Notes, Terms, plain


class Mixing:
    """Where the vectors of an optimizer's step lie, and which calls make it.

    Parameters
    ----------
    optimizer : Optimizer
        Built.
    size : int
        How long the vectors are.
    dtype : dtype

    Attributes
    ----------
    places : ndarray, shape (2, rows, size)
        A step leads from the rows of the one to those of the other.
    parameters, gradient : int
        The rows of these.

    Raises
    ------
    NotASum
        If the optimizer's rule cannot be made this way.
    """

    def __init__(self, optimizer: Optimizer, size: int, dtype: DTypeLike) -> None:
        self._names = ["parameters", *optimizer.slot_names]
        self._last = len(self._names)  # the index of the gradient, which is the last one given
        self._notes, self._finals = _written_down(optimizer, self._names)
        self._early = [index for index in self._notes.nodes if self._from_before(index)]
        nodes = self._notes.nodes.items()
        self._later = [(index, node) for index, node in nodes if index not in self._early]
        stay = [terms for terms in self._finals if self._is_early(terms)]
        # what stays is made first, and other sums behind it, where the gradient is written later
        self._sums = [*stay, *self._passing(stay)]
        made = [k for k, terms in enumerate(self._finals) if not self._is_early(terms)]
        kept = [k for k, terms in enumerate(self._finals) if self._is_early(terms)]
        order = [*made, *kept, self._last, *self._early]
        self._rows = {index: row for row, index in enumerate(order)}
        self._start = len(made)
        self.parameters, self.gradient = self._rows[0], self._rows[self._last]
        height = max(len(order), self._start + len(self._sums))
        self.places = aligned((2 * height * size,), dtype).reshape(2, height, size)
        self.places.fill(0.0)
        self._states = [[one[self._rows[k]] for k in range(self._last)] for one in self.places]
        zeros = {name: np.zeros((), dtype) for name in optimizer.numbers(1)}
        self.calls(np.zeros(self.shape, dtype), zeros)

    def bring(self, place: int, vectors: Iterable[FloatArray]) -> None:
        """Copy parameters and slots to one of the places."""
        for row, values in zip(self._states[place], vectors, strict=True):
            np.copyto(row, values)

    def take(self, place: int, vectors: Iterable[FloatArray]) -> None:
        """Copy parameters and slots from one of the places."""
        for row, values in zip(self._states[place], vectors, strict=True):
            np.copyto(values, row)

    def move(self, place: int) -> None:
        """Copy parameters and slots to this place from the other."""
        count = len(self._names)
        np.copyto(self.places[place, :count], self.places[1 - place, :count])

    @property
    def shape(self) -> tuple[int, int]:
        """How many rows and columns the matrix has that all are multiplied with."""
        return len(self._sums), len(self._rows)

    def matrix(self, factor: float, memory: FloatArray) -> Matrix:
        """Return that matrix, for each of several steps.

        Parameters
        ----------
        factor : float
            What the gradient is still to be multiplied with.
        memory : ndarray, shape (steps, sums, rows)
        """
        entries = [[terms.get(index, {}) for index in self._rows] for terms in self._sums]
        return Matrix(entries, factor, memory)

    def calls(self, matrix: FloatArray, numbers: Mapping[str, FloatArray]) -> list[Call]:
        """Return the calls of a step from the first place to the second.

        Parameters
        ----------
        matrix : ndarray, shape (sums, rows)
        numbers : mapping of str to ndarray, shape ()
        """
        old, new = self.places
        vectors = {index: old[row] for index, row in self._rows.items()}
        sums = new[self._start : self._start + len(self._sums)]
        made = _Made(vectors, list(zip(self._sums, sums, strict=True)), numbers)
        for index in self._early:
            made.node(index, self._notes.nodes[index], vectors[index])
        made.calls.append((matrix.dot, (old[: matrix.shape[1]], sums)))
        ends = {plain(terms): new[self._rows[k]] for k, terms in enumerate(self._finals)}
        for index, node in self._later:
            made.node(index, node, ends.get(index, np.empty_like(old[0])))
        for k, terms in enumerate(self._finals):
            if not self._is_early(terms) and plain(terms) is None:
                made.vector(terms, new[self._rows[k]])
        return made.calls

    def _from_before(self, index: int) -> bool:
        """Whether a node is a function of one vector that was given."""
        found = [plain(terms) for terms in self._notes.nodes[index].inputs]
        return len(found) == 1 and found[0] is not None and found[0] <= self._last

    def _is_early(self, terms: Terms) -> bool:
        """Whether a sum is of vectors that there are before the product."""
        return all(index <= self._last or index in self._early for index in terms)

    def _passing(self, stay: Sequence[Terms]) -> list[Terms]:
        """Return the sums that are needed on the way to others."""
        found: list[Terms] = []
        for terms in [*self._finals, *(each for _, node in self._later for each in node.inputs)]:
            early = {
                index: number for index, number in terms.items() if self._is_early({index: {}})
            }
            needed = early and ALONE not in early and plain(early) is None
            if needed and early not in [*stay, *found]:
                found.append(early)
        return found


def _written_down(optimizer: Optimizer, names: Sequence[str]) -> tuple[Notes, list[Terms]]:
    """Return what an optimizer's step does, and what is in the parameters and slots after it."""
    notes = Notes(len(names) + 1)
    numbers = {name: notes.number(name) for name in optimizer.numbers(1)}
    gradient = notes.vector(len(names)) * notes.number(FACTOR)
    states = [notes.vector(k) for k in range(len(names))]
    slots = dict(zip(names[1:], states[1:], strict=True))
    rate = numbers.pop("rate")
    optimizer.step(states[0], gradient, {**slots, **numbers}, rate)
    return notes, [one.made() for one in states]


class _Made:
    """Vectors as they come to be, and the calls that make them."""

    def __init__(
        self,
        vectors: dict[int, FloatArray],
        sums: Sequence[tuple[Terms, FloatArray]],
        numbers: Mapping[str, FloatArray],
    ) -> None:
        self._vectors = vectors
        self._sums = sums
        self._numbers = numbers
        self.calls: list[Call] = []

    def node(self, index: int, node: Node, place: FloatArray) -> None:
        """Make a vector by a function."""
        arguments = [self._value(terms, place) for terms in node.inputs]
        self.calls.append((CHEAPER.get(node.function, node.function), (*arguments, place)))
        self._vectors[index] = place

    def vector(self, terms: Terms, place: FloatArray) -> FloatArray:
        """Return a sum, made there if it is not anywhere yet."""
        index = plain(terms)
        if index is not None:
            return self._vectors[index]
        for known, row in self._sums:
            if known == terms:
                return row
        *others, last = terms
        sign = terms[last]
        if sign not in (ONE, {(): -1.0}) or not others:
            raise NotASum
        first = self.vector({k: terms[k] for k in others}, place)
        function = np.add if sign == ONE else np.subtract
        self.calls.append((function, (first, self._vectors[last], place)))
        return place

    def _value(self, terms: Terms, place: FloatArray) -> FloatArray:
        if set(terms) != {ALONE}:
            return self.vector(terms, place)
        ((names, value),) = terms[ALONE].items()
        if not names:
            return np.asarray(value, place.dtype)
        if len(names) > 1 or value != 1.0:
            raise NotASum
        return self._numbers[names[0]]
