"""The activations as formulas, each with its slope beside it."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from nnviz.engine.activations import Activation
from nnviz.engine.arrays import FloatArray
from nnviz.explain.curves import CURVES
from nnviz.explain.equation import MINUS, Fraction, Node, Row, row
from nnviz.explain.pieces import PIECES
from nnviz.explain.terms import (
    Lines,
    Quantity,
    Term,
    beside,
    both,
    bracketed_number,
    power,
    running,
    sigma,
    sum_of,
)

WORDS = {
    "linear": "The linear activation hands it on unchanged",
    "sigmoid": "The sigmoid presses it between 0 and 1",
    "tanh": "The hyperbolic tangent presses it between −1 and 1",
    "relu": "ReLU hands on what is positive and stops the rest",
    "leaky_relu": "Leaky ReLU hands on what is positive and a small part of the rest",
    "softmax": "Softmax turns the sums into shares of 1",
    "binary_step": "The step gives 1 from zero on and 0 below it",
    "elu": "ELU hands on what is positive and bends the rest towards its floor",
    "selu": "SELU hands on what is positive, a little larger, and bends the rest towards its floor",
    "gelu": "GELU hands on the share of it that a normal distribution has below it",
    "silu": "SiLU hands on as much of it as its own sigmoid says",
    "mish": "Mish hands on as much of it as the tanh of its own softplus says",
    "softplus": "Softplus is a ReLU with a rounded corner",
    "softsign": "Softsign presses it between −1 and 1, slowly",
    "exponential": "The exponential makes it positive, and what is large much larger",
    "hard_sigmoid": "The hard sigmoid is a sigmoid of three straight pieces",
    "hard_silu": "Hard SiLU hands on as much of it as its own hard sigmoid says",
    "relu6": "ReLU6 hands on what is positive, up to 6",
    "log_softmax": "Log softmax turns the sums into the logarithms of shares of 1",
}
NAMES = {
    "linear": "the linear activation",
    "sigmoid": "the sigmoid",
    "tanh": "tanh",
    "relu": "ReLU",
    "leaky_relu": "leaky ReLU",
    "softmax": "softmax",
    "binary_step": "the step",
    "elu": "ELU",
    "selu": "SELU",
    "gelu": "GELU",
    "silu": "SiLU",
    "mish": "mish",
    "softplus": "softplus",
    "softsign": "softsign",
    "exponential": "the exponential",
    "hard_sigmoid": "the hard sigmoid",
    "hard_silu": "hard SiLU",
    "relu6": "ReLU6",
    "log_softmax": "log softmax",
}
_FORMULAS = {**CURVES, **PIECES}


class Sums(NamedTuple):
    """All weighted sums of a layer: softmax needs them.

    Attributes
    ----------
    quantity : callable
        Returns the sum of any unit.
    most : int
        How many of them are written out.
    """

    values: FloatArray
    quantity: Callable[[int], Quantity]
    most: int


def value_lines(activation: Activation, z: Quantity, sums: Sums) -> Lines:
    """Return the right side of a = …, in letters and in numbers."""
    if activation.elementwise:
        return _FORMULAS[activation.name].value(activation, z)
    return _SHARES[activation.name](z, sums)


def slope_lines(activation: Activation, z: Quantity, a: Quantity) -> Lines:
    """Return the right side of ∂a/∂z = …, in letters and in numbers; of softmax by its own z."""
    if not activation.elementwise:
        return jacobian_lines(activation, a, a, same=True)
    return _FORMULAS[activation.name].slope(activation, z, a)


def jacobian_lines(activation: Activation, a: Quantity, by: Quantity, same: bool) -> Lines:
    """Return the right side of softmax's ∂aᵢ/∂zⱼ = …, where `by` is aⱼ; `same` is i = j."""
    if activation.name == "log_softmax":
        return both(_own_logarithm if same else _other_logarithm, by)
    if same:
        return both(lambda one: beside(one, row("(1", MINUS, one, ")")), a)
    return both(lambda one, other: row("−", beside(one, row(other))), a, by)


def _own_logarithm(by: Node) -> Row:
    return row("1", MINUS, power(by))


def _other_logarithm(by: Node) -> Row:
    return row("−", power(by))


def _softmax(z: Quantity, sums: Sums) -> Lines:
    total = _total(z, sums)
    return Lines(
        row(Fraction(power(z.symbol), total.symbols)),
        row(Fraction(power(z.number()), total.numbers)),
    )


def _log_softmax(z: Quantity, sums: Sums) -> Lines:
    total = _total(z, sums)
    return Lines(
        row(z.symbol, MINUS, "ln(", total.symbols, ")"),
        row(bracketed_number(z.number()), MINUS, "ln(", total.numbers, ")"),
    )


def _total(z: Quantity, sums: Sums) -> Lines:
    """Return the sum of eᶻ over the layer."""
    with np.errstate(over="ignore"):
        powers = np.exp(sums.values)

    def term(k: int) -> Term:
        own = sums.quantity(k)
        return Term(power(own.symbol), power(own.number()))

    total = sum_of(powers, term, sums.most)
    if len(powers) > sums.most:
        return total._replace(symbols=sigma("k", power(running(z.symbol))))
    return total


_SHARES = {"softmax": _softmax, "log_softmax": _log_softmax}
